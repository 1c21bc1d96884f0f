"""Merging: what a reader, a screen reader and a link find in a compendium made of small documents."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import io
import pathlib
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

import pydyf
import pypdf
import pytest
import weasyprint
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

import support_pdf
from protocolpress import errors, model
from protocolpress.pdf import facts, folio, links, merge, objects, parsing, reading_order, trees

DATE = dt.date(2026, 1, 1)

FRONT = support_pdf.tagged(
    '<h1 id="top">Contents</h1><p><a href="protocolpress:en/events/quebec#top">Meeting</a></p>'
    '<p><a href="protocolpress:en/protocols/quebec#science">Science</a></p>'
    '<h2 style="break-before: page">How to read</h2><p>Forward.</p>'
)
PICTURE = support_pdf.picture()
EVENT = support_pdf.tagged(
    '<h1 id="top">Meeting in Québec</h1><p>See <a href="#end">the end</a>.</p>'
    '<p lang="ru">Встреча</p><p id="end" style="break-before: page">End.</p>'
)
PROTOCOL = support_pdf.tagged(
    '<h1 id="top">Протокол</h1><p><a href="#end">Конец</a></p>'
    '<h2 id="science">Наука</h2><h3>Статья 1</h3><table><tr><th>Что<th>Кто</tr><tr><td>Опыт<td>Он</tr></table>'
    '<p id="end" style="break-before: page"><a href="protocolpress:en/protocols/annex#a">Приложение</a></p>',
    locale="ru",
)


def part(key: str, data: bytes, **fields: object) -> merge.Part:
    """Make a part in English whose title is its key."""
    return dataclasses.replace(merge.Part(key=key, title=key, data=data, locale="en"), **fields)  # type: ignore[arg-type]  # fields by name


PARTS = (
    part("front", FRONT, title="Contents", label="roman"),
    part("events", support_pdf.tagged("<h1>Events</h1>"), title="Events", bookmarks=False),
    part("en/events/quebec", EVENT, title="Meeting in Québec", level=1),
    part("protocols", support_pdf.tagged("<h1>Protocols</h1>"), title="Protocols", bookmarks=False),
    part("en/protocols/quebec", PROTOCOL, title="Protocol, Québec", locale="ru", level=1),
)
FILES = {"en/protocols/annex": "../pdf/en/protocols/annex.pdf"}


def merged(parts: Sequence[merge.Part] = PARTS, *folios: bytes) -> bytes:
    """Merge with everything that is not under test."""
    return merge.merge(parts, title="Compendium", locale="en", date=DATE, resolve=FILES.get, folios=folios)


def problems(*parts: merge.Part) -> str:
    """Return the text of the problems of merging *parts*."""
    with pytest.raises(errors.CompendiumError) as caught:
        merged(parts)
    return "\n".join(str(problem) for problem in caught.value.problems)


def drawn(entries: Sequence[model.Bookmark], indent: str = "") -> str:
    """Draw an outline: a line an entry, with the page it leads to."""
    return "".join(f"{indent}{entry.title} {entry.page}\n{drawn(entry.children, indent + '  ')}" for entry in entries)


@pytest.fixture(scope="module")
def book() -> bytes:
    """Return the compendium of all parts, with folios."""
    return merged(PARTS, support_pdf.folios([f"folio-{label}" for label in labels()]))


def labels() -> tuple[str, ...]:
    """Return the page labels of all parts."""
    return folio.labels([(each.label, facts.pages(each.data)) for each in PARTS])


# ── finding one's way ────────────────────────────────────────────────────────────────────────────────────────────────


def test_outline_nests_documents_below_parts_and_headings_below_documents(book: bytes) -> None:
    assert drawn(facts.outline(book)) == textwrap.dedent("""\
        Contents 0
          How to read 1
        Events 2
          Meeting in Québec 3
        Protocols 5
          Protocol, Québec 6
            Протокол 6
              Наука 6
                Статья 1 6
        """)


def test_outline_opens_at_the_documents(book: bytes) -> None:
    root = support_pdf.catalog(book)["/Outlines"]
    events = root["/First"]["/Next"]
    assert root["/Count"] == 5
    assert events["/Count"] == 1
    assert events["/Next"]["/First"]["/Count"] == -3


def test_page_labels_count_front_matter_and_body_apart(book: bytes) -> None:
    assert facts.labels(book) == ("i", "ii", "1", "2", "3", "4", "5", "6") == labels()


def test_labels_go_on_counting_where_a_style_comes_back() -> None:
    counts: list[tuple[folio.Style, int]] = [("roman", 1), ("decimal", 2), ("roman", 1), ("decimal", 1)]
    assert folio.labels(counts) == ("i", "1", "2", "ii", "3")
    assert folio.runs(counts) == ((0, "roman", 1), (1, "decimal", 1), (3, "roman", 2), (4, "decimal", 3))
    assert [folio.roman(number) for number in (4, 9, 14, 40, 1994)] == ["iv", "ix", "xiv", "xl", "mcmxciv"]


def test_links_inside_a_part_stay_inside_it_though_anchors_are_equal(book: bytes) -> None:
    places = facts.destinations(book)
    assert [places[name] for name in ("front#top", "en/events/quebec#top", "en/protocols/quebec#top")] == [0, 3, 6]
    assert facts.Link(page=3, target="#en/events/quebec#end") in facts.links(book)
    assert facts.Link(page=6, target="#en/protocols/quebec#end") in facts.links(book)
    assert places["en/events/quebec#end"] == 4
    assert places["en/protocols/quebec#end"] == 7
    assert places["protocols"] == 5


def test_links_across_parts_lead_inside_and_others_to_their_files(book: bytes) -> None:
    assert [link for link in facts.links(book) if link.page in (0, 7)] == [
        facts.Link(page=0, target="#en/events/quebec#top"),
        facts.Link(page=0, target="#en/protocols/quebec#science"),
        facts.Link(page=7, target="../pdf/en/protocols/annex.pdf#a"),
    ]
    assert facts.destinations(book)["en/protocols/quebec#science"] == 6


def test_destinations_are_sorted_by_bytes(book: bytes) -> None:
    names = [name.encode() for name in facts.destinations(book)]
    assert names == sorted(names)


def test_many_names_make_a_tree_that_readers_can_search() -> None:
    table = objects.Objects()
    names = {f"статья-{number}": NumberObject(number) for number in range(5000)}
    catalog = table.add(objects.dictionary(Pages=NumberObject(0), Names=trees.write_names(table, names)))
    data = table.write(catalog=catalog, info=table.add(objects.dictionary()), identifier=b"0" * 16)
    root = parsing.dictionary(support_pdf.catalog(data)["/Names"])
    kids = [parsing.dictionary(kid) for kid in parsing.array(root["/Kids"])]
    assert [len(parsing.array(kid["/Kids"])) for kid in kids] == [64, 15]
    first, last = parsing.array(kids[1]["/Limits"])
    assert [str(first), str(last)] == ["статья-4685", "статья-999"]
    assert "/Limits" not in root
    assert [str(name) for name, _ in trees.pairs(root, "/Names")] == sorted(names)


# ── tags ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_tags_below_each_part_are_those_of_its_own_pdf(book: bytes) -> None:
    trees = reading_order.tags(book).split("\n  Part ")
    assert trees[0] == "Document Lang='en'"
    assert len(trees) == 1 + len(PARTS)
    for tree, each in zip(trees[1:], PARTS, strict=True):
        first, _, below = tree.partition("\n")
        assert first == f"Lang={each.locale!r} T={each.title!r}"
        assert textwrap.indent(reading_order.tags(each.data), "  ").partition("\n")[2] == below
    assert "Span 'Опыт'" in trees[-1]


def test_every_word_is_tagged_or_an_artifact(book: bytes) -> None:
    assert reading_order.orphans(book) == ()
    pages = [page.get_object() for page in support_pdf.catalog(book)["/Pages"]["/Kids"]]
    assert len({page["/StructParents"] for page in pages}) == len(pages) == 8
    assert {page["/Tabs"] for page in pages} == {"/S"}


def test_an_orphan_is_seen() -> None:
    def cut(catalog: dict[str, Any]) -> None:
        element = catalog["/StructTreeRoot"]["/K"][0].get_object()
        del element["/K"][0]

    assert reading_order.orphans(support_pdf.changed(EVENT, cut)) == ("Meeting in Québec",)


def test_headers_of_table_cells_point_into_their_own_part() -> None:
    table = support_pdf.tagged("<table><tr><th>A</tr><tr><td>1</tr></table>")
    root = support_pdf.catalog(merged([part("a", table), part("b", table)]))
    ids = root["/StructTreeRoot"]["/IDTree"]["/Names"]
    names, cells = ids[::2], [element.get_object() for element in ids[1::2]]
    assert [name.partition("#")[0] for name in names] == ["a", "b"]
    assert [cell["/ID"] for cell in cells] == names
    data_cells = [cell["/P"]["/P"]["/K"][1]["/K"][0].get_object() for cell in cells]
    assert [cell["/A"]["/Headers"] for cell in data_cells] == [[name] for name in names]


def test_catalog_says_title_language_and_standard(book: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(book))
    root = support_pdf.catalog(book)
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}
    assert reader.metadata is not None
    assert reader.metadata.title == "Compendium"
    assert reader.metadata.creation_date == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    packet = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert '<rdf:li xml:lang="x-default">Compendium</rdf:li>' in packet
    assert "<rdf:li>en</rdf:li><rdf:li>ru</rdf:li>" in packet


def test_attachments_of_equal_names_are_both_kept() -> None:
    files = [
        support_pdf.tagged("<p>x</p>", attachments=[weasyprint.Attachment(string=text, name="votes.csv")])
        for text in ("one", "two")
    ]
    reader = pypdf.PdfReader(io.BytesIO(merged([part("a", files[0]), part("b", files[1])])))
    assert {bytes(data) for found in reader.attachments.values() for data in found} == {b"one", b"two"}


def test_a_picture_of_two_parts_is_kept_once() -> None:
    data = base64.b64encode(PICTURE).decode()
    picture = f'<img alt="Dot" src="data:image/png;base64,{data}">'
    book = merged([part("a", support_pdf.tagged(picture)), part("b", support_pdf.tagged(picture + "<p>b</p>"))])
    pictures = [page.get_object()["/Resources"]["/XObject"] for page in support_pdf.catalog(book)["/Pages"]["/Kids"]]
    numbers = {each.raw_get(name).idnum for each in pictures for name in each}
    assert len(numbers) == 1


# ── folios ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_page_shows_its_folio_and_keeps_it_out_of_the_reading(book: bytes) -> None:
    assert [text.strip() for text in reading_order.artifacts(book)] == [f"folio-{label}" for label in labels()]
    assert "folio" not in reading_order.tags(book)
    assert [text.splitlines()[-1] for text in facts.text(book)] == [f"folio-{label}" for label in labels()]


def test_folios_may_come_in_several_files(book: bytes) -> None:
    names = [f"folio-{label}" for label in labels()]
    several = merged(
        PARTS, support_pdf.folios(names[:3]), support_pdf.folios(names[3:4]), support_pdf.folios(names[4:])
    )
    assert facts.text(several) == facts.text(book)
    assert reading_order.artifacts(several) == reading_order.artifacts(book)


def test_pages_without_folios_are_left_alone() -> None:
    assert [text.strip() for text in reading_order.artifacts(merged())] == [""] * 8


@pytest.mark.parametrize(
    ("folios", "problem"),
    [
        (support_pdf.folios(["1"]), "folios: error: 1 folios for 8 pages [folio-count]"),
        (support_pdf.tagged("<p>1</p>"), "folios: error: the folios are tagged [tagged-folio]"),
        (b"", "folios: error: cannot be read as a PDF: EmptyFileError: Cannot read an empty file [broken-pdf]"),
    ],
)
def test_folios_that_do_not_fit_are_refused(folios: bytes, problem: str) -> None:
    with pytest.raises(errors.CompendiumError) as caught:
        merged(PARTS, folios)
    assert str(caught.value).splitlines()[0] == problem


# ── links of a single document ───────────────────────────────────────────────────────────────────────────────────────


def finished(body: str) -> bytes:
    """Make a document whose links to others lead to the files beside it."""

    def finisher(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        links.finish_links(pdf, {"ru/статья": "../ru/a.pdf"}.get, path="pdf/x.pdf")

    return support_pdf.tagged(body, finisher=finisher)


def test_a_document_leads_to_the_files_beside_it_and_a_compendium_inside() -> None:
    data = finished('<p><a href="protocolpress:ru/статья#п-1">a</a> <a href="https://example.org/">b</a></p>')
    web = facts.Link(page=0, target="https://example.org/")
    assert facts.links(data) == (facts.Link(page=0, target="../ru/a.pdf#п-1"), web)
    other = part("ru/статья", support_pdf.tagged('<p id="п-1">Text</p>'))
    both = merged([part("x", data), other])
    assert facts.links(both) == (facts.Link(page=0, target="#ru/статья#п-1"), web)
    assert facts.destinations(both)["ru/статья#п-1"] == 1


def test_a_link_to_a_whole_document_leads_to_its_first_page() -> None:
    data = finished('<p><a href="protocolpress:ru/статья">a</a></p>')
    assert facts.links(data) == (facts.Link(page=0, target="../ru/a.pdf"),)
    both = merged([part("x", data), part("ru/статья", EVENT)])
    assert facts.destinations(both)[facts.links(both)[0].target.removeprefix("#")] == 1


def test_all_links_of_a_document_that_lead_nowhere_are_problems() -> None:
    with pytest.raises(errors.RenderError) as caught:
        finished('<p><a href="protocolpress:en/x#1">a</a> <a href="protocolpress:en/y">b</a></p>')
    assert [str(problem).splitlines()[0] for problem in caught.value.problems] == [
        "pdf/x.pdf: error: the link to en/x#1 leads nowhere [dead-link]",
        "pdf/x.pdf: error: the link to en/y leads nowhere [dead-link]",
    ]


# ── the same bytes ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_parts_give_the_same_bytes(book: bytes) -> None:
    assert merged(PARTS, support_pdf.folios([f"folio-{label}" for label in labels()])) == book


def test_another_process_gives_the_same_bytes(tmp_path: pathlib.Path) -> None:
    data = [FRONT, EVENT, PROTOCOL]
    keys = ["front", "en/events/quebec", "en/protocols/quebec"]
    program = textwrap.dedent("""\
        import datetime, hashlib, pathlib, sys
        from protocolpress.pdf import merge
        parts = [
            merge.Part(key=key, title=key, data=pathlib.Path(f"{index}.pdf").read_bytes(), locale="en")
            for index, key in enumerate(sys.argv[1:])
        ]
        resolve = {"en/protocols/annex": "../pdf/en/protocols/annex.pdf"}.get
        date = datetime.date(2026, 1, 1)
        made = merge.merge(parts, title="Compendium", locale="en", date=date, resolve=resolve)
        print(hashlib.sha256(made).hexdigest())
    """)
    for index, each in enumerate(data):
        (tmp_path / f"{index}.pdf").write_bytes(each)
    expected = hashlib.sha256(merged([part(key, each) for key, each in zip(keys, data, strict=True)])).hexdigest()
    for seed in ("1", "2"):
        environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program, *keys]
        run = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        assert run.stdout.strip() == expected


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_parts_that_cannot_be_merged_are_named_at_once() -> None:
    assert problems(
        part("a", support_pdf.encrypted(EVENT), path="annex/a.pdf"),
        part("b", support_pdf.untagged("<p>Scan</p>"), path="annex/b.pdf"),
        part("c", EVENT[: len(EVENT) // 2], path="annex/c.pdf"),
        part("d", EVENT),
        part("d", EVENT),
    ) == textwrap.dedent("""\
        d: error: two parts have the key d [duplicate-part]
          hint: give each part a unique key
        annex/a.pdf: error: the PDF is encrypted [encrypted-pdf]
          hint: save it without a password
        annex/b.pdf: error: the PDF is not tagged [untagged-pdf]
          hint: export it as a tagged PDF (PDF/UA)
        annex/c.pdf: error: cannot be read as a PDF: PdfReadError: EOF marker not found [broken-pdf]
          hint: make the PDF again; if it came from elsewhere, ask for an undamaged copy""")


def test_a_compendium_of_nothing_is_refused() -> None:
    assert problems().startswith("Compendium: error: there are no documents to merge [empty-compendium]")


def test_links_that_lead_nowhere_are_problems_of_their_part() -> None:
    assert problems(part("front", FRONT), part("p", PROTOCOL)) == textwrap.dedent("""\
        front: error: the link to en/events/quebec#top leads nowhere [dead-link]
          hint: link to a document and a place that exist in this edition
        front: error: the link to en/protocols/quebec#science leads nowhere [dead-link]
          hint: link to a document and a place that exist in this edition""")
    gone = support_pdf.tagged('<p><a href="protocolpress:en/events/quebec#gone">x</a></p>')
    assert problems(part("x", gone), part("en/events/quebec", EVENT)).startswith(
        "x: error: the link to en/events/quebec#gone leads nowhere [dead-link]"
    )


def test_an_outline_that_turns_in_a_circle_is_refused() -> None:
    def turn(catalog: dict[str, Any]) -> None:
        first = catalog["/Outlines"].raw_get("/First")
        first.get_object()[NameObject("/Next")] = first

    refused = problems(part("x", support_pdf.changed(EVENT, turn)))
    assert "a tree in the file contains a cycle [broken-pdf]" in refused


def with_roles(**roles: str) -> bytes:
    """Return a document whose first paragraph and headings have tags of their own."""

    def change(catalog: dict[str, Any]) -> None:
        tree = catalog["/StructTreeRoot"]
        tree[NameObject("/RoleMap")] = DictionaryObject(
            {NameObject(f"/{role}"): NameObject(f"/{meaning}") for role, meaning in roles.items()}
        )
        document = tree["/K"][0].get_object()
        document["/K"][0].get_object()[NameObject("/S")] = NameObject(f"/{next(iter(roles))}")

    return support_pdf.changed(EVENT, change)


def test_a_tag_that_means_something_else_in_a_later_part_gets_a_name_of_its_own() -> None:
    book = merged(
        [part("x", with_roles(Absatz="P")), part("y", with_roles(Absatz="Kopf", Kopf="H1")), part("z", EVENT)]
    )
    assert support_pdf.catalog(book)["/StructTreeRoot"]["/RoleMap"] == {
        "/Absatz": "/P",
        "/Absatz-2": "/H1",
        "/Kopf": "/H1",
    }
    firsts = [tree.splitlines()[1].split()[0] for tree in reading_order.tags(book).split("\n  Part ")[1:]]
    assert firsts == ["Absatz", "Absatz-2", "H1"]


def test_a_standard_tag_keeps_its_meaning_in_the_other_parts() -> None:
    book = merged([part("x", with_roles(H1="P")), part("y", EVENT)])
    assert support_pdf.catalog(book)["/StructTreeRoot"]["/RoleMap"] == {"/H1-2": "/P"}
    assert [tree.splitlines()[1].split()[0] for tree in reading_order.tags(book).split("\n  Part ")[1:]] == [
        "H1-2",
        "H1",
    ]


@pytest.mark.parametrize("roles", [{"A": "B", "B": "A"}, {"A": "Absatz"}])
def test_tags_that_mean_nothing_are_refused(roles: dict[str, str]) -> None:
    refused = problems(part("x", with_roles(**roles)))
    assert refused.startswith("x: error: the tag /A is not mapped to a standard structure type [foreign-tags]")


def test_classes_of_attributes_are_written_where_they_are_used() -> None:
    def change(catalog: dict[str, Any]) -> None:
        tree = catalog["/StructTreeRoot"]
        own = DictionaryObject({NameObject("/O"): NameObject("/Layout"), NameObject("/TextAlign"): NameObject("/End")})
        tree[NameObject("/ClassMap")] = DictionaryObject({NameObject("/right"): own})
        tree["/K"][0].get_object()["/K"][0].get_object()[NameObject("/C")] = NameObject("/right")

    root = support_pdf.catalog(merged([part("x", support_pdf.changed(EVENT, change))]))["/StructTreeRoot"]
    heading = root["/K"][0].get_object()["/K"][0].get_object()["/K"][0].get_object()
    assert heading["/A"] == [{"/O": "/Layout", "/TextAlign": "/End"}]
    assert "/C" not in heading


def test_namespaces_of_a_later_standard_are_refused_by_name() -> None:
    def change(catalog: dict[str, Any]) -> None:
        catalog["/StructTreeRoot"][NameObject("/Namespaces")] = NumberObject(1)

    refused = problems(part("x", support_pdf.changed(EVENT, change), path="annex/x.pdf"))
    assert refused.startswith(
        "annex/x.pdf: error: the structure tree has /Namespaces, which cannot be merged [foreign-tags]"
    )


def test_fonts_of_one_face_are_kept_once_with_the_letters_of_all_parts() -> None:
    parts = [
        part(str(number), support_pdf.tagged(f"<p>{text}</p>")) for number, text in enumerate(("abc", "cde", "def"))
    ]
    book = merged(parts)
    programs = {
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"].raw_get("/FontFile2").idnum
        for page in pypdf.PdfReader(io.BytesIO(book)).pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert len(programs) == 1
    assert [text.strip() for text in facts.text(book)] == ["abc", "cde", "def"]
    drawn = [support_pdf.drawn(book, page) for page in range(3)]
    assert drawn == [support_pdf.drawn(each.data) for each in parts]


def test_scripts_of_a_foreign_part_do_not_come_along() -> None:
    def plant(catalog: dict[str, Any]) -> None:
        script = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        page = catalog["/Pages"]["/Kids"][0].get_object()
        catalog[NameObject("/OpenAction")] = script
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
        page["/Annots"][0].get_object()[NameObject("/A")] = script

    reader = pypdf.PdfReader(io.BytesIO(merged([part("x", support_pdf.changed(EVENT, plant))])))
    size = int(str(reader.trailer["/Size"]))
    assert "JavaScript" not in repr([reader.get_object(number) for number in range(1, size)])
