"""Check attached PDFs before they become annexes: bytes in; the number of pages out, or all obstacles.

A document is PDF/A-3a and PDF/UA-1, annexes included; anything that cannot be is refused here, by name, with what to
do. Checked are the usual faults of other programs (ISO 19005-3, 6.1 to 6.7); `protocolpress verify` asks veraPDF about
the rest. Things that a page does not need and PDF/A forbids, such as scripts, thumbnails and a program's private data,
are left out by `object_copy`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from protocolpress.errors import CompendiumError, Position, Problem, error
from protocolpress.pdf import appearances, drawing, object_copy, objects, parsing

MAX_OBJECTS = 200_000
"""Maximum number of objects in the pages of an annex."""

ELSEWHERE = frozenset(
    {"/Parent", "/P", "/Pg", "/Annots", "/A", "/Dest", "/AA", "/Alternate", *object_copy.KEYS, *object_copy.DROPPED}
)
"""Entries that lead away from the page's content, and are not copied."""

CMYK = re.compile(
    rb"/DeviceCMYK(?![A-Za-z0-9])|(?<![\w.])(?:[-+]?[0-9.]{1,20}[ \t\r\n]{1,20}){4}[kK](?![\w*])",
)
"""CMYK operators in a page's content (ISO 32000-1, 8.6.8)."""

MARKING = frozenset({b"BDC", b"BMC", b"EMC", b"DP", b"MP"})
"""Marked-content operators (14.6)."""

MARKS = re.compile(rb"(?<![A-Za-z])(?:BDC|BMC|DP|MP)(?![A-Za-z])")

PRIVATE = re.compile(rb"<[0-9A-Fa-f]{2,8}>[ \t\r\n]{0,9}<(?:[Ee][0-9A-Fa-f]|[Ff][0-8])[0-9A-Fa-f]{2}>")
"""A code for a character in Unicode's private use area (ISO 19005-3, 6.2.11.7.3)."""

SIMPLE = ("/Type1", "/MMType1", "/TrueType")

PRINT = "print it to a new PDF, or export it as PDF/A"


def examine(data: bytes, path: str, *, pictured: bool) -> int:
    """Count the pages of the PDF at *path*; if *pictured*, they are read aloud as pictures, without their own tags.

    Raises:
        CompendiumError: it cannot be read, or its pages cannot be part of a PDF/A-3a and PDF/UA-1; all reasons.
    """
    with parsing.guarded():
        reader = parsing.opened(data, path)
        if len(reader.pages) > parsing.MAX_PAGES:
            message = f"{len(reader.pages)} pages; at most {parsing.MAX_PAGES} are allowed"
            raise CompendiumError(parsing.too_large(path, message))
        problems: list[Problem] = []
        if not pictured:
            try:
                parsing.structure(reader, path)
            except CompendiumError as refused:
                hint = "save it with tags (PDF/UA), or describe its pages under alt:"
                problems += [error(each.position, each.rule, each.message, hint) for each in refused.problems]
        with parsing.naming(path):
            found = dict.fromkeys(_obstacles(reader, path, pictured=pictured))
            problems += [
                error(Position(path), "not-archivable", f"{why}, which PDF/A does not allow", hint)
                for why, hint in found
            ]
            count = len(reader.pages)
        parsing.forget(reader)
    if problems:
        raise CompendiumError(*problems)
    return count


def _obstacles(reader: PdfReader, path: str, *, pictured: bool) -> Iterator[tuple[str, str]]:
    """Return everything that PDF/A or PDF/UA does not allow, and what to do about it."""
    seen: set[int] = set()
    unpacked = 0
    pages = drawing.Pages(path)
    for number, page in enumerate(reader.pages, start=1):
        own = _content(page) + (appearances.flatten(page) if pictured else b"")
        items = list(_drawn(page, seen, path))
        streams = [item for item in items if isinstance(item, StreamObject)]
        press = any(isinstance(item, NameObject) and item == "/DeviceCMYK" for item in items)
        for content in itertools.chain([own], (one.get_data() for one in streams if one.get("/Subtype") == "/Form")):
            unpacked += len(content)
            if unpacked > parsing.MAX_UNPACKED:
                raise CompendiumError(parsing.too_large(path, "its pages draw too much"))
            press = press or CMYK.search(content) is not None
        yield from ((f"page {number} {fault}", PRINT) for fault in pages.faults(page, own, streams, number))
        if press:
            yield f"page {number} uses CMYK colours", "export it with RGB colours"
        if not pictured:
            yield from _annotations(page, number)
        for item in items:
            if isinstance(item, DictionaryObject):
                yield from _resource(item, number)


def _content(page: PageObject) -> bytes:
    """Join the content of a page; the same stream may occur many times."""
    pieces: list[bytes] = []
    left = parsing.MAX_UNPACKED
    for item in parsing.array(page.raw_get("/Contents") if "/Contents" in page else ArrayObject()):
        stream = item.get_object()
        if isinstance(stream, StreamObject):
            pieces.append(stream.get_data())
            left -= len(pieces[-1]) + 1
        if left < 0:
            raise LimitReachedError("its pages draw too much")
    return b"\n".join(pieces)


def _annotations(page: PageObject, number: int) -> Iterator[tuple[str, str]]:
    for annotation in map(parsing.dictionary, parsing.array(page.get("/Annots"))):
        if annotation.get("/Subtype") not in ("/Link", "/Popup"):
            what = "form fields" if annotation.get("/Subtype") == "/Widget" else "comments"
            yield f"page {number} has {what}", PRINT


def _drawn(page: PageObject, seen: set[int], path: str) -> Iterator[PdfObject]:
    """Return all objects that *page* is drawn with, each once in the file."""
    waiting: list[PdfObject] = [page]
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            if len(seen) > MAX_OBJECTS:
                raise CompendiumError(parsing.too_large(path, "its pages have too many objects"))
            item = item.get_object() or ArrayObject()
        yield item
        if isinstance(item, DictionaryObject):
            waiting += [item.raw_get(key) for key in item if key not in ELSEWHERE]
        elif isinstance(item, ArrayObject):
            waiting += item


def _resource(item: DictionaryObject, number: int) -> Iterator[tuple[str, str]]:
    """Judge a dictionary by its kind."""
    if item.get("/Type") == "/Font":
        yield from _font(item)
    if item.get("/Type") in ("/OCG", "/OCMD"):
        yield f"page {number} has layers", PRINT
    if isinstance(item, StreamObject):
        filters = {str(one) for one in parsing.array(item.get("/Filter"))}
        if "/LZWDecode" in filters or "/Crypt" in filters or "/F" in item:
            yield f"page {number} is compressed in an obsolete way (LZW), or refers to another file", PRINT
        if item.get("/Subtype") == "/PS":
            yield f"page {number} contains PostScript", PRINT


def _font(font: DictionaryObject) -> Iterator[tuple[str, str]]:
    kind = font.get("/Subtype")
    name = object_copy.words(font["/BaseFont"]).split("+")[-1] if "/BaseFont" in font else "without a name"
    descriptor = parsing.dictionary(font.get("/FontDescriptor"))
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    if kind in (*SIMPLE, "/CIDFontType0", "/CIDFontType2") and not embedded:
        yield f"the font {name} is not embedded", "export it with all fonts embedded"
    meaning = parsing.resolved(font, "/ToUnicode")
    if kind == "/Type0" and not isinstance(meaning, StreamObject):
        yield f"the text in the font {name} cannot be extracted (it has no ToUnicode)", PRINT
    if isinstance(meaning, StreamObject) and PRIVATE.search(meaning.get_data()):
        hint = "use standard characters, such as • for a list"
        yield f"characters of the font {name} have no standard meaning (private use area)", hint


def unmark(page: PageObject, path: str, seen: set[int]) -> bytes:
    """Return the content of *page*, with its annotations, without the marks of its own tags.

    Marks are removed from its forms in the reader's memory; *seen* grows, so that a shared form is examined once.
    """
    content = _content(page) + appearances.flatten(page)
    for form in _drawn(page, seen, path):
        if isinstance(form, StreamObject) and form.get("/Subtype") == "/Form":
            objects.refill(form, _without_marks(form.get_data()))
    return _without_marks(content)


def _without_marks(content: bytes) -> bytes:
    if not MARKS.search(content):
        return content
    stream = StreamObject()
    stream.set_data(content)
    parsed = ContentStream(stream, None)
    parsed.operations = [(operands, operator) for operands, operator in parsed.operations if operator not in MARKING]
    return parsed.get_data()
