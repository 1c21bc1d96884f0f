"""Files for Word: numbers, notes, languages and bookmarks of what is written, and that adopting brings it all back."""

from __future__ import annotations

import functools
import io
import itertools
import re
import zipfile

import pytest
from lxml import etree  # type: ignore[import-untyped]  # it has no types

from protocolpress import languages, markup, numbering, project
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import Heading, LocalizedDocument, Message, Paragraph, Plain, Table, Text
from protocolpress.plan import adopting, wording
from protocolpress.plan.actions import MakeDocx
from protocolpress.plan.library import Library
from protocolpress.plan.wording import Given
from protocolpress.sources import parse
from protocolpress.word import lists, package, reader, texts
from protocolpress.word import values as word
from support import ROOT

DISK = DiskFiles(ROOT)
SETTINGS = project.read(DISK)
SPECIMEN = "protocols/2012-03-30-specimen"
IDS = [i for i in parse.find(DISK) if not i.endswith("annex-a")]
EDITIONS = ("en", "ru", "en-ru", "ru-en")


@functools.cache
def made(document_id: str, edition: str) -> bytes:
    problems = Problems()
    data = MakeDocx(project=SETTINGS, edition=edition, document_id=document_id)(
        Inputs(files=DISK, needs={}, problems=problems)
    )
    assert not problems
    return data


def columns(document_id: str, edition: str) -> tuple[LocalizedDocument, ...]:
    library = Library(DISK, SETTINGS, Problems(), printed=False)
    return library.localized(library.parse(document_id), edition)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(text: word.WordText) -> list[word.Paragraph]:
    def inside(blocks: tuple[word.Block, ...]) -> list[word.Paragraph]:
        found: list[word.Paragraph] = []
        for block in blocks:
            if isinstance(block, word.Paragraph):
                found.append(block)
            else:
                found += [one for row in block.rows for cell in row for one in inside(cell.blocks)]
        return found

    return inside(text.blocks)


@pytest.mark.parametrize("document_id", IDS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_word_prints_the_numbers_that_we_print_and_all_words_are_there(document_id: str, edition: str) -> None:
    text = reader.read(made(document_id, edition), "a.docx")
    found = paragraphs(text)
    printed = {(one.label, " ".join(one.text.split())) for one in found}
    all_words = " ".join(" ".join(one.text.split()) for one in found)
    for column in columns(document_id, edition):
        for document in (column, *column.annexes):
            for block in document.blocks:
                if isinstance(block, Table):
                    cells = (cell for row in (block.header, *block.rows) for cell in row)
                    assert all(" ".join(texts.said(cell).split()) in all_words for cell in cells)
                else:
                    said = " ".join(texts.said(block.text).split())
                    number = "–" if block.number == "" and getattr(block, "role", "") == "bullet" else block.number
                    assert not said or {(number, said), ("", f"{number} {said}")} & printed
    notes = [one for note in text.notes.values() for one in note]
    assert len(notes) == sum(len(re.findall(r"NoteCall\(", repr(column))) for column in columns(document_id, edition))


@pytest.mark.parametrize("edition", ["en", "en-ru"])
def test_the_same_document_gives_the_same_bytes_with_fixed_dates(edition: str) -> None:
    first = made(SPECIMEN, edition)
    made.cache_clear()
    assert made(SPECIMEN, edition) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr spacing ind jc outlineLvl rPr",
    "rPr": "rStyle rFonts b i color sz szCs u shd vertAlign lang",
    "tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblDescription",
    "lvl": "start numFmt lvlRestart suff lvlText lvlJc pPr",
    "style": "name basedOn next qFormat pPr rPr tblPr",
    "sectPr": "headerReference footerReference pgSz pgMar",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
    "settings": "zoom defaultTabStop characterSpacingControl footnotePr compat",
    "numbering": "abstractNum num",
    "body": None,
}
"""The children of elements in the order of the schema (ECMA-376 Part 1, Annex A): those that we write."""


@pytest.mark.parametrize("document_id", IDS)
@pytest.mark.parametrize("edition", ["ru", "en-ru"])
def test_parts_are_whole_in_the_order_of_the_schema_and_agree_with_each_other(document_id: str, edition: str) -> None:
    files = parts(made(document_id, edition))
    trees = {name: etree.fromstring(data) for name, data in files.items() if name.endswith((".xml", ".rels"))}
    for root in trees.values():
        for element in root.iter():
            order = ORDER.get(etree.QName(element).localname)
            if order and element.tag.startswith(package.W):
                names = [etree.QName(child).localname for child in element]
                assert names == sorted(names, key=order.split().index), (element.tag, names)
    types = trees["[Content_Types].xml"]
    named = {each.get("PartName") for each in types.iter("{*}Override")} | {
        f".{each.get('Extension')}" for each in types.iter("{*}Default")
    }
    assert all(
        f"/{name}" in named or f".{name.rpartition('.')[2]}" in named for name in files if name != "[Content_Types].xml"
    )
    related = {each.get("Id"): each for each in trees["word/_rels/document.xml.rels"]}
    used = {
        value
        for each in trees["word/document.xml"].iter()
        for key, value in each.attrib.items()
        if key.startswith(f"{{{package.NAMES['r']}}}")
    }
    assert used <= related.keys()
    assert all(
        f"word/{each.get('Target')}" in files for each in related.values() if each.get("TargetMode") != "External"
    )
    marks = [each for root in trees.values() for each in root.iter(f"{package.W}bookmarkStart")]
    assert len({each.get(f"{package.W}name") for each in marks}) == len(marks)
    assert all(len(each.get(f"{package.W}name")) <= 40 for each in marks)
    for root in (trees["word/document.xml"], trees["word/footnotes.xml"]):
        ids = [each.get(f"{package.W}id") for each in root.iter(f"{package.W}bookmarkStart")]
        assert ids == [each.get(f"{package.W}id") for each in root.iter(f"{package.W}bookmarkEnd")] or sorted(
            ids
        ) == sorted(each.get(f"{package.W}id") for each in root.iter(f"{package.W}bookmarkEnd"))
    anchors = {each.get(f"{package.W}anchor") for each in trees["word/document.xml"].iter(f"{package.W}hyperlink")} - {
        None
    }
    assert anchors <= {each.get(f"{package.W}name") for each in marks}
    styles = {each.get(f"{package.W}styleId") for each in trees["word/styles.xml"].iter(f"{package.W}style")}
    used_styles = {
        each.get(f"{package.W}val")
        for root in trees.values()
        for each in root.iter(f"{package.W}pStyle", f"{package.W}rStyle", f"{package.W}tblStyle")
    }
    assert used_styles <= styles
    body = trees["word/document.xml"][0]
    kinds = [etree.QName(child).localname for child in body]
    assert not any(one == other == "tbl" for one, other in itertools.pairwise(kinds))
    assert all(etree.QName(cell[-1]).localname == "p" for cell in body.iter(f"{package.W}tc"))


def test_headings_languages_pictures_and_page_numbers_are_for_everybody() -> None:
    files = parts(made("events/2012-02-29-quebec", "en-ru"))
    main = files["word/document.xml"].decode()
    assert re.search(r'<wp:docPr [^>]*descr="Ice floes drift on a dark river\.[^"]* / [^"]*[а-я]', main)
    assert set(re.findall(r'<w:lang w:val="([^"]*)"', main)) == {languages.tag("en"), languages.tag("ru")}
    assert "<w:tblHeader/>" in main
    assert " PAGE " in files["word/footer1.xml"].decode()
    styles = files["word/styles.xml"].decode()
    for style, level in (("Title", 0), ("Heading1", 0), ("Heading2", 1), ("Heading3", 2)):
        assert re.search(rf'w:styleId="{style}">.*?<w:outlineLvl w:val="{level}"/>', styles)


def test_every_page_says_what_is_not_finished_or_not_real() -> None:
    assert "SPECIMEN · ОБРАЗЕЦ" in parts(made(SPECIMEN, "en-ru"))["word/header1.xml"].decode()
    files = MemoryFiles(
        {path: DISK.read(path) for path in DISK.glob("*") if not path.startswith(("build", "locales/ru", ".venv"))}
    )
    problems = Problems()
    data = MakeDocx(project=SETTINGS, edition="ru", document_id="protocols/2012-02-29-quebec")(
        Inputs(files=files, needs={}, problems=problems)
    )
    assert "DRAFT" in parts(data)["word/header1.xml"].decode()
    assert "Untranslated" in parts(data)["word/document.xml"].decode()


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def block(path: tuple[int, ...], number: str) -> Paragraph[Text]:
    return Paragraph(
        text=Text(spans=(Plain("x"),), locale="ru"), role="item", level=len(path) - 1, path=path, number=number
    )


def test_a_list_that_starts_again_goes_on_as_one_that_overrides_its_start() -> None:
    made_ = lists.Lists()
    blocks = [block((1, 1, number), f"({'ab'[number - 1]})") for number in (1, 2, 1)]
    counter = made_.column(("Article 1.", "1.", "(a)"), blocks)
    places = [counter.place(each.path) for each in blocks]
    assert places == [(2, 2), (2, 2), (3, 2)]
    assert '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/>' in made_.part()


def test_letters_that_word_counts_otherwise_are_typed() -> None:
    scheme = ("Статья 1.", "1.", "а)")
    for count, real in ((6, True), (8, False)):
        blocks = [block((1, 1, number), numbering.printed("а)", number)) for number in range(1, count + 1)]
        counter = lists.Lists().column(scheme, blocks)
        assert (counter.place((1, 1, 1)) is not None) == real


# ── there and back ───────────────────────────────────────────────────────────────────────────────────────────────────


def adopted(*given: Given) -> adopting.Adopted:
    paths = (project.PATH, *(f"locales/{locale}/LC_MESSAGES/interface.po" for locale in ("en", "ru")))
    files = MemoryFiles({path: DISK.read(path) for path in paths})
    brought = wording.bring(SETTINGS, files, SPECIMEN, given, changes="refuse")
    return wording.complete(adopting.run(SETTINGS, files, SPECIMEN, brought.source, brought.target), brought)


def translations(*editions: str) -> dict[str, str]:
    english, russian = (column for edition in editions for column in columns(SPECIMEN, edition))
    pairs = [
        *zip(english.blocks, russian.blocks, strict=True),
        *zip(english.annexes[0].blocks, russian.annexes[0].blocks, strict=True),
    ]
    return {
        " ".join(texts.said(one.text).split()): " ".join(texts.said(other.text).split())
        for one, other in pairs
        if isinstance(one, Heading | Paragraph) and isinstance(other, Heading | Paragraph)
    }


@pytest.mark.parametrize("editions", [("en", "ru"), ("en-ru",)], ids=["two files", "columns"])
def test_adopting_what_we_wrote_pairs_every_block(editions: tuple[str, ...]) -> None:
    locales = editions if len(editions) > 1 else ("",)
    files = [
        Given(name=f"{edition}.docx", data=made(SPECIMEN, edition), locale=locale)
        for edition, locale in zip(editions, locales, strict=True)
    ]
    found = adopted(*files)
    true = translations(*editions)
    assert not found.doubtful
    assert not found.alone
    assert len(found.pairs) > 180
    document = parse.parse(MemoryFiles(found.contents), SPECIMEN, locales=("en", "ru"), source_locale="en")
    articles = [one for one in document.blocks if isinstance(one, Heading) and one.path]
    assert len(articles) == 12
    plain = [
        (each.source.text, each.target.text)
        for each in found.pairs
        if each.source
        and each.target
        and "](" not in each.source.text + each.target.text
        and "[^" not in each.source.text
    ]
    wrong = [(one, other) for one, other in plain if (said := words(one)) in true and true[said] != words(other)]
    assert not wrong, [(true[words(one)], words(other)) for one, other in wrong]
    assert isinstance(document.title, Message)


def words(text: str) -> str:
    return " ".join(markup.plain(markup.inline(text)).split())
