"""PDFs from elsewhere as annexes: what becomes of their pages and tags, and what is refused, without harm."""

from __future__ import annotations

import datetime as dt
import io
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import PIL.Image
import PIL.ImageOps
import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

import support_pdf
from protocolpress import errors, model
from protocolpress.pdf import annexes, facts, foreign, merge, objects, reading_order

PATH = "sources/media/chart.pdf"

SHEET = '<div id="{0}-foreign-{1}" style="break-before: page; height: 1mm">{2}</div>'

TAGGED = support_pdf.tagged(
    '<h1 id="top">Chart</h1><p><a href="#end">To the end</a> <a href="https://example.org/">out</a></p>'
    '<p id="end" style="break-before: page">End of the chart.</p>',
    locale="fr",
)
SCAN = support_pdf.untagged('<p>Scan</p><p style="break-before: page">Second</p>')


def host(*sheets: tuple[str, int]) -> bytes:
    """Make a document with a heading and blank sheets for each annex, and words behind them."""
    body = '<h1 id="top">Protocol</h1><p><a href="#after">After</a></p>'
    for anchor, count in sheets:
        body += f"<section style='break-before: page'><h2>Annex {anchor}</h2>"
        body += "".join(
            SHEET.format(anchor, number, "" if number > 1 else "<p>blank</p>") for number in range(1, count + 1)
        )
        body += "</section>"
    return support_pdf.tagged(body + '<p id="after" style="break-before: page">Behind.</p>')


def inset(anchor: str, alt: str = "") -> model.Inset:
    return model.Inset(anchor=anchor, file="media/chart.pdf", title=f"Title of {anchor}", locale="en", alt=alt)


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Return a document with a tagged annex, and a scan."""
    document = host(("a", 2), ("b", 2))
    return annexes.insert(document, [(inset("a"), TAGGED), (inset("b", "A scan"), SCAN)], path="pdf/en/x.pdf")


# ── what becomes of an annex ─────────────────────────────────────────────────────────────────────────────────────────


def test_pages_take_the_place_of_the_blank_sheets(whole: bytes) -> None:
    texts = [" ".join(text.split()) for text in facts.text(whole)]
    assert texts == [
        "Protocol After",
        "Annex a",
        "Chart To the end out",
        "End of the chart.",
        "Annex b",
        "Scan",
        "Second",
        "Behind.",
    ]


def test_tags_of_an_annex_stand_below_a_part_where_its_place_is(whole: bytes) -> None:
    lines = reading_order.tags(whole).splitlines()
    part = next(number for number, line in enumerate(lines) if "T='Title of a'" in line)
    assert lines[part].strip() == "Part Lang='fr' T='Title of a'"
    depth = len(lines[part]) - len(lines[part].lstrip())
    below = [line[depth:] for line in lines[part + 1 :]]
    own = reading_order.tags(TAGGED).splitlines()[1:]
    assert below[: len(own)] == own
    assert "blank" not in "\n".join(lines)
    heading = next(number for number, line in enumerate(lines) if "Annex a" in line)
    assert heading < part < next(number for number, line in enumerate(lines) if "Annex b" in line)


def test_pages_of_a_scan_are_figures_that_say_what_they_show(whole: bytes) -> None:
    lines = reading_order.tags(whole).splitlines()
    part = next(number for number, line in enumerate(lines) if "T='Title of b'" in line)
    assert [line.split()[:3] for line in lines[part + 1 : part + 3]] == [["Figure", "Alt='A", "scan'"]] * 2
    assert reading_order.orphans(whole) == ()


def test_links_of_the_document_and_of_the_annex_lead_where_they_led(whole: bytes) -> None:
    last = facts.pages(whole) - 1
    assert facts.destinations(whole)["after"] == last
    assert facts.destinations(whole)["top"] == 0
    reader = pypdf.PdfReader(io.BytesIO(whole))
    page = next(number for number, text in enumerate(facts.text(whole)) if text.startswith("Chart"))
    inside, outside = (annotation.get_object() for annotation in reader.pages[page]["/Annots"])  # type: ignore[attr-defined]
    assert (inside.get("/Dest") or inside["/A"]["/D"])[0].get_object() == reader.pages[page + 1].get_object()
    assert outside["/A"]["/URI"] == "https://example.org/"


def test_a_stream_where_none_may_stand_gets_a_place_of_its_own() -> None:
    data = with_entry(page_of, "/Contents", content(b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC"))
    made = annexes.insert(host(("a", 2)), [(inset("a"), data)], path="x.pdf")
    page = pypdf.PdfReader(io.BytesIO(made)).pages[2]
    assert page.get_contents().get_data().startswith(b"/P <</MCID 0>> BDC")  # type: ignore[union-attr]


def test_links_of_an_annex_that_say_nothing_say_their_words() -> None:
    def silence(catalog: dict[str, Any]) -> None:
        for annotation in page_of(catalog)["/Annots"]:
            annotation.get_object().pop("/Contents", None)

    made = annexes.insert(host(("a", 2)), [(inset("a"), support_pdf.changed(TAGGED, silence))], path="x.pdf")
    said = [
        annotation.get_object()["/Contents"]
        for page in pypdf.PdfReader(io.BytesIO(made)).pages
        for annotation in page.get("/Annots", ())
    ]
    assert said[-2:] == ["To the end", "out"]


def test_an_annex_looks_as_it_did(whole: bytes) -> None:
    texts = facts.text(whole)
    for data in (TAGGED, SCAN):
        for number, text in enumerate(facts.text(data)):
            assert support_pdf.drawn(whole, texts.index(text)) == support_pdf.drawn(data, number)


def test_a_tagged_annex_with_an_alternative_text_leaves_its_tags_behind() -> None:
    made = annexes.insert(host(("a", 2)), [(inset("a", "A chart"), TAGGED)], path="x.pdf")
    assert reading_order.tags(made).count("Figure Alt='A chart'") == 2
    assert reading_order.orphans(made) == ()
    page = next(page for page in pypdf.PdfReader(io.BytesIO(made)).pages if "Chart" in page.extract_text())
    assert page.get_contents().get_data().count(b"BDC") == 1  # type: ignore[union-attr]
    assert "/Annots" not in page


def test_the_same_bytes_twice(whole: bytes) -> None:
    again = annexes.insert(
        host(("a", 2), ("b", 2)), [(inset("a"), TAGGED), (inset("b", "A scan"), SCAN)], path="pdf/en/x.pdf"
    )
    assert again == whole


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


def refusal(data: bytes, *, pictured: bool = False) -> str:
    with pytest.raises(errors.CompendiumError) as caught:
        foreign.examine(data, PATH, pictured=pictured)
    return "\n".join(str(problem) for problem in caught.value.problems)


def page_of(catalog: dict[str, Any]) -> Any:  # noqa: ANN401 - as deep as a test needs
    return catalog["/Pages"]["/Kids"][0].get_object()


def with_entry(where: Callable[[dict[str, Any]], Any], key: str, value: PdfObject) -> bytes:
    def change(catalog: dict[str, Any]) -> None:
        where(catalog)[NameObject(key)] = value

    return support_pdf.changed(TAGGED, change)


def first_font(catalog: dict[str, Any]) -> Any:  # noqa: ANN401
    return next(iter(page_of(catalog)["/Resources"]["/Font"].values())).get_object()


def dictionary(**entries: str) -> DictionaryObject:
    return objects.dictionary(**{key: NameObject(f"/{value}") for key, value in entries.items()})


def content(data: bytes) -> StreamObject:
    return objects.plain(data)


def test_an_untagged_pdf_needs_an_alternative_text() -> None:
    assert foreign.examine(SCAN, PATH, pictured=True) == 2
    assert refusal(SCAN) == (
        "sources/media/chart.pdf: error: the PDF is not tagged [untagged-pdf]\n"
        "  hint: save it with tags (PDF/UA), or describe its pages under alt:"
    )


def test_encrypted_and_broken_pdfs_are_refused_by_name() -> None:
    assert "sources/media/chart.pdf: error: the PDF is encrypted [encrypted-pdf]" in refusal(
        support_pdf.encrypted(TAGGED)
    )
    assert "[broken-pdf]" in refusal(TAGGED[: len(TAGGED) // 2])
    assert "[broken-pdf]" in refusal(b"<html>not found</html>")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (
            with_entry(page_of, "/Contents", content(b"0 0 0 1 k 0 0 9 9 re f")),
            "page 1 uses CMYK colours",
        ),
        (
            with_entry(
                lambda catalog: page_of(catalog)["/Resources"],
                "/ColorSpace",
                DictionaryObject({NameObject("/C"): ArrayObject([NameObject("/DeviceCMYK")])}),
            ),
            "page 1 uses CMYK colours",
        ),
        (
            with_entry(page_of, "/Annots", ArrayObject([dictionary(Type="Annot", Subtype="Widget")])),
            "page 1 has form fields",
        ),
        (
            with_entry(page_of, "/Annots", ArrayObject([dictionary(Type="Annot", Subtype="Text")])),
            "page 1 has comments",
        ),
        (
            with_entry(
                lambda catalog: page_of(catalog)["/Resources"],
                "/Properties",
                DictionaryObject({NameObject("/L"): dictionary(Type="OCG")}),
            ),
            "page 1 has layers",
        ),
        (
            with_entry(
                lambda catalog: page_of(catalog)["/Resources"]["/Font"],
                "/X",
                dictionary(Type="Font", Subtype="Type1", BaseFont="Helvetica"),
            ),
            "the font Helvetica is not embedded",
        ),
        (with_entry(first_font, "/ToUnicode", NullObject()), "cannot be extracted (it has no ToUnicode)"),
        (
            with_entry(first_font, "/ToUnicode", content(b"<0003> <F095>")),
            "have no standard meaning (private use area)",
        ),
    ],
)
def test_what_pdf_a_does_not_allow_is_refused_with_the_reason(data: bytes, why: str) -> None:
    refused = refusal(data)
    assert "[not-archivable]" in refused
    assert why in refused


# ── hostile files ────────────────────────────────────────────────────────────────────────────────────────────────────


def raw(*bodies: bytes) -> bytes:
    """Write a PDF of these objects; the first is the catalog."""
    file = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    trailer = b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def bomb(size: int, *, rounds: int = 1) -> bytes:
    """Make a stream that unpacks to *size* zeros, and that *rounds* times over."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for _ in range(rounds - 1):
        data = zlib.compress(data, 9)
    filters = b" ".join([b"/FlateDecode"] * rounds)
    return b"<</Length %d /Filter [%s]>>\nstream\n%s\nendstream" % (len(data), filters, data)


CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources <<>> >>"
ONE = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"

HOSTILE = {
    "pages in a circle": raw(CATALOG, b"<</Type /Pages /Kids [2 0 R] /Count 1>>"),
    "a page a million times": raw(
        CATALOG, b"<</Type /Pages /Kids [" + b"3 0 R " * 90_000 + b"] /Count 90000>>", PAGE, b"<<>>"
    ),
    "pages by the power": raw(
        CATALOG,
        *(b"<</Type /Pages /Kids [" + b"%d 0 R " % (number + 1) * 10 + b"] /Count 10>>" for number in range(2, 12)),
        PAGE,
    ),
    "more pages than an annex has": raw(
        CATALOG,
        b"<</Type /Pages /Kids [" + b"3 0 R " * 700 + b"] /Count 700>>",
        PAGE,
        b"<</Length 0>>\nstream\n\nendstream",
    ),
    "a page that unpacks to ten gigabytes": raw(CATALOG, ONE, PAGE, bomb(256 << 20, rounds=1)),
    "a bomb in a bomb": raw(CATALOG, ONE, PAGE, bomb(512 << 20, rounds=2)),
    "arrays in arrays": raw(CATALOG, ONE, PAGE.replace(b"<<>>", b"[" * 50_000 + b"]" * 50_000), b"<<>>"),
    "a content that is itself": raw(CATALOG, ONE, PAGE.replace(b"4 0 R", b"[4 0 R]"), b"[4 0 R]"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pdfs_are_refused_by_name_soon_and_in_little_memory(name: str) -> None:
    tracemalloc.start()
    start = time.perf_counter()
    try:
        refused = refusal(HOSTILE[name], pictured=True) if name != "a content that is itself" else ""
        seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.startswith(PATH) or name == "a content that is itself"
    assert seconds < 30
    assert peak < 400 << 20


def test_packed_objects_that_come_to_too_much_are_not_unpacked() -> None:
    body = bytes(70 << 20)
    packed = zlib.compress(b"1 0 " + body, 9)
    stream = b"<</Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    first = b"%PDF-1.7\n"
    file = first + b"2 0 obj\n" + stream + b"\nendobj\n"
    entries = b"\0\0\0\0\xff" + b"\2\0\2\0\0"[:5] + b"\1" + len(first).to_bytes(3, "big") + b"\0"
    entries = b"\0\0\0\0\xff" + b"\2" + (2).to_bytes(3, "big") + b"\0" + b"\1" + len(first).to_bytes(3, "big") + b"\0"
    entries += b"\1" + len(file).to_bytes(3, "big") + b"\0"
    table = b"<</Type /XRef /Size 4 /W [1 3 1] /Root 1 0 R /Length %d>>\nstream\n%s\nendstream" % (
        len(entries),
        entries,
    )
    data = file + b"3 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(file)
    assert "its objects come to more than 64 MB [pdf-too-large]" in refusal(data, pictured=True)


def test_tags_in_a_circle_end() -> None:
    def turn(catalog: dict[str, Any]) -> None:
        document = catalog["/StructTreeRoot"]["/K"][0]
        reference = document if isinstance(document, IndirectObject) else document.indirect_reference
        document.get_object()["/K"].append(reference)

    made = annexes.insert(host(("a", 2)), [(inset("a"), support_pdf.changed(TAGGED, turn))], path="x.pdf")
    assert "End of the chart." in reading_order.tags(made)


def test_an_annex_cannot_lead_into_the_publication_or_run_anything() -> None:
    def plant(catalog: dict[str, Any]) -> None:
        inside, outside = (annotation.get_object() for annotation in page_of(catalog)["/Annots"])
        outside["/A"][NameObject("/URI")] = objects.text("protocolpress:en/secret")
        inside.pop("/Dest", None)
        inside[NameObject("/A")] = objects.dictionary(S=NameObject("/Launch"), F=objects.text("/bin/sh"))
        page_of(catalog)[NameObject("/AA")] = objects.dictionary(O=NumberObject(1))

    made = annexes.insert(host(("a", 2)), [(inset("a"), support_pdf.changed(TAGGED, plant))], path="x.pdf")
    reader = pypdf.PdfReader(io.BytesIO(made))
    everything = repr([reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))])
    assert "secret" not in everything
    assert "/Launch" not in everything


# ── folios ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("box", "turned"),
    [((0, 0, 600, 300), 0), ((50, 20, 250, 320), 0), *(((0, 0, 600, 300), turn) for turn in (90, 180, 270))],
)
def test_a_folio_stands_in_the_lower_right_corner_of_any_page(box: tuple[int, ...], turned: int) -> None:
    def change(catalog: dict[str, Any]) -> None:
        page = page_of(catalog)
        page[NameObject("/MediaBox")] = ArrayObject(map(NumberObject, box))
        page[NameObject("/Rotate")] = NumberObject(turned)

    part = merge.Part(
        key="a",
        title="a",
        data=support_pdf.changed(support_pdf.tagged("<p style='color: white'>x</p>"), change),
        locale="en",
    )
    book = merge.merge(
        [part],
        title="Book",
        locale="en",
        date=dt.date(2026, 1, 1),
        resolve=dict[str, str]().get,
        folios=(support_pdf.folios(["888"]),),
    )
    picture = PIL.Image.open(io.BytesIO(support_pdf.drawn(book)))
    marks = PIL.ImageOps.invert(picture).getbbox()
    assert marks is not None
    left, top, right, bottom = marks
    assert picture.width * 0.6 < left < right < picture.width
    assert picture.height * 0.5 < top < bottom < picture.height
    assert right - left > bottom - top
