"""What can be copied, searched and heard: every paragraph of the sources, in reading order; parts keep their tags."""

from __future__ import annotations

import functools
import itertools
import pathlib
import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

import support_pdf
from protocolpress import markup, project
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles
from protocolpress.model import LocalizedDocument, NoteCall, Span, Table, Text
from protocolpress.pdf import facts, reading_order
from protocolpress.plan.library import Library
from support import ROOT, Press

SMALL = ROOT / "tests" / "golden" / "project"

EDITIONS = ("en", "ru", "en-ru", "ru-en")

IDS = tuple(
    sorted(
        place.relative_to(SMALL / "sources").with_suffix("").as_posix()
        for folder in ("events", "protocols")
        for place in (SMALL / "sources" / folder).glob("*.md")
        if "kind: annex" not in place.read_text("utf-8")
    )
)
"""All documents with PDFs of their own."""

ASIDE = frozenset({"/Note", "/Reference", "/Lbl"})
"""What interrupts a paragraph where it is read aloud: footnotes, their calls, and numbers of items."""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the small publication, built."""
    root = tmp_path_factory.mktemp("text") / "project"
    shutil.copytree(SMALL, root)
    press = Press(root)
    assert press.build().err == ""
    return press


def pdf(press: Press, edition: str, document_id: str) -> bytes:
    return press.data(f"build/pdf/{edition}/{document_id}.pdf")


@functools.cache
def poppler(data: bytes) -> str:
    """Return the text that poppler finds, its viewers' search as well as its copying."""
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, check=True, capture_output=True)
    return run.stdout.decode()


def columns(root: pathlib.Path, edition: str, document_id: str) -> tuple[LocalizedDocument, ...]:
    files = DiskFiles(root)
    library = Library(files, project.read(files), Problems())
    return library.localized(library.parse(document_id), edition)


def texts(document: LocalizedDocument) -> Iterator[Text]:
    """Return the blocks of a document and of its annexes as the page has them, from its title on."""
    yield document.title
    if document.lead:
        yield document.lead
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell for row in (block.header, *block.rows) for cell in row)
        else:
            yield block.text
    for annex in document.annexes:
        yield from texts(annex)


def pieces(text: Text) -> Iterator[str]:
    """Return the words between the footnotes that a block calls."""
    run: list[Span] = []
    for span in text.spans:
        if isinstance(span, NoteCall):
            yield markup.plain(tuple(run))
            run = []
        else:
            run.append(span)
    yield markup.plain(tuple(run))


def letters(text: str) -> str:
    """Leave out what a line end may change: spaces of any kind, and hyphens."""
    return re.sub(r"[\s\u2060\u00ad\u2010-]+", "", text)


def split_at_a_page(piece: str, whole: str) -> bool:
    """Whether *piece* is in two parts: a page ends in it, with its folio and the next one's head."""
    return any(piece[:place] in whole and piece[place:] in whole for place in range(1, len(piece)))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("document_id", IDS)
def test_tags_give_back_every_paragraph_in_order(press: Press, edition: str, document_id: str) -> None:
    whole = letters(reading_order.reading(pdf(press, edition, document_id), ASIDE))
    for column in columns(press.root, edition, document_id):
        place = 0
        for text in texts(column):
            for piece in filter(None, map(letters, pieces(text))):
                found = whole.find(piece, place)
                assert found >= 0, f"{piece} is missing, or not behind what stands before it"
                place = found + len(piece)


@pytest.mark.parametrize("edition", ["en", "ru"])
@pytest.mark.parametrize("document_id", IDS)
def test_poppler_and_pypdf_give_back_every_paragraph(press: Press, edition: str, document_id: str) -> None:
    data = pdf(press, edition, document_id)
    for whole in (letters(poppler(data)), letters("\n".join(facts.text(data)))):
        for column in columns(press.root, edition, document_id):
            for text in texts(column):
                for piece in map(letters, pieces(text)):
                    assert piece in whole or split_at_a_page(piece, whole), piece


def hyphenated(press: Press, edition: str) -> Iterator[tuple[bytes, set[str]]]:
    """Return each PDF of an edition with the Russian words that a hyphen parts at the end of a line."""
    interface = (ROOT / "locales" / "ru" / "LC_MESSAGES" / "interface.po").read_text("utf-8").lower()
    for document_id in IDS:
        data = pdf(press, edition, document_id)
        words = set(re.findall(r"[а-яё]+", interface)) | {
            word
            for column in columns(press.root, edition, document_id)
            for text in texts(column)
            for word in re.findall(r"[а-яё]+(?:-[а-яё]+)*", markup.plain(text.spans).lower())
        }
        lines = reading_order.reading(data, ASIDE).lower()
        yield data, {first + last for first, last in re.findall(r"([а-яё]{2,})\u00ad\n([а-яё]{2,})", lines)} & words


def test_search_finds_words_that_are_hyphenated_on_the_page(press: Press) -> None:
    broken: set[str] = set()
    for data, words in itertools.chain(hyphenated(press, "ru"), hyphenated(press, "en-ru")):
        assert not {word for word in words if word not in poppler(data).lower()}
        broken |= words
    assert broken


def test_pypdf_gives_them_soft_hyphens_which_a_reader_takes_out(press: Press) -> None:
    for data, words in itertools.chain(hyphenated(press, "ru"), hyphenated(press, "en-ru")):
        said = "\n".join(facts.text(data)).replace("\u00ad\n", "").lower()
        assert not {word for word in words if word not in said}


def test_so_does_chromium(press: Press) -> None:
    """PDFium gives a hyphen at the end of a line as U+FFFE, which the search of Chromium's viewer leaves out."""
    pdfium: Any = pytest.importorskip("pypdfium2")
    broken: set[str] = set()
    for data, words in itertools.chain(hyphenated(press, "ru"), hyphenated(press, "en-ru")):
        with pdfium.PdfDocument(data) as document:
            said = "".join(page.get_textpage().get_text_range() for page in document)
        assert not {word for word in words if word not in said.replace("\ufffe", "").lower()}
        broken |= words
    assert broken


@pytest.mark.parametrize("edition", ["en", "ru"])
def test_no_break_spaces_are_spaces_to_a_reader(press: Press, edition: str) -> None:
    said = reading_order.reading(pdf(press, edition, "protocols/2012-03-01-lights"))
    assert not re.search("\u00ad(?!\n)|[\u2060\ufeff\ufffd]", said)
    joined = {"en": r"Article[ \u00a0]\d", "ru": r"стать[а-я]+[ \u00a0]\d"}[edition]
    assert re.search(joined, said)


# ── a document as part of a compendium ───────────────────────────────────────────────────────────────────────────────


def without_fields(tags: str) -> str:
    """Return tags without the fields for electronic signatures, which only the documents themselves have."""
    return re.sub(r"^ *Form\b.*\n?", "", tags, flags=re.MULTILINE).rstrip("\n")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_compendium_keeps_the_tags_and_attachments_of_every_document(press: Press, edition: str) -> None:
    (path,) = (
        path
        for path in press.files("build/compendium")
        if path.endswith(f"-{edition}.pdf") and path[-7 - len(edition)].isdigit()
    )
    book = press.data(path)
    # a compendium says one thing more than its documents: on which page another one begins; and it has no fields
    parts = re.sub(r"\\xa0· [pс]\.\\xa0[0-9]+", "", reading_order.tags(book)).split("\n  Part ")[1:]
    heads = {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}
    root, own_intents = support_pdf.catalog(book), set()
    attached = {data for found in support_pdf.attachments(book).values() for data in found}
    carried = set()
    for document_id in IDS:
        data = pdf(press, edition, document_id)
        (title,) = (entry.title for entry in facts.outline(data)[:1])
        own = textwrap.indent(without_fields(reading_order.tags(data)), "  ").partition("\n")[2]
        assert own in heads.values(), title
        carried |= {one for found in support_pdf.attachments(data).values() for one in found}
        intent = support_pdf.catalog(data)["/OutputIntents"][0]
        own_intents.add((intent["/OutputConditionIdentifier"], intent["/DestOutputProfile"].get_data()))
    assert carried
    assert attached == carried
    intent = root["/OutputIntents"][0]
    assert own_intents == {(intent["/OutputConditionIdentifier"], intent["/DestOutputProfile"].get_data())}
    packet = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "<pdfaid:part>3</pdfaid:part>" in packet
    labels = facts.labels(book)
    assert labels[0] == "i"
    assert list(labels[labels.index("1") :]) == [
        str(number) for number in range(1, len(labels) - labels.index("1") + 1)
    ]
