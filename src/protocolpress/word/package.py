"""The door to lxml and zipfile: the bytes of a DOCX come in, its parts as trees and their relationships go out.

A part is unpacked only up to its limit, whatever size the archive states; a document type declaration is refused, so
there are no entities; nothing outside the file is opened.
"""

from __future__ import annotations

import dataclasses
import io
import posixpath
import re
import zipfile
import zlib
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml has no types

from protocolpress.errors import Position, Problem, SourceError, error

Element = Any
"""An element of lxml, which has no types."""

MAX_PARTS = 5_000

MAX_PART = 64 * 1024 * 1024
"""Limit of one part, unpacked, in bytes."""

MAX_WHOLE = 256 * 1024 * 1024
"""Limit of all parts that are read, unpacked, in bytes."""

MAX_DEPTH = 256

STRICT = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
"""The namespaces of the strict form of the standard, and of the transitional form in general use."""

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {
    "w": MAIN,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_STRICT_PARTS = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMES["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NAMES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": NAMES["wp"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMES["m"].encode(),
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a DOC, and of a DOCX with a password."""

OTHERS = (
    (OLE, "a DOC, or a DOCX with a password", "open it in Word or LibreOffice, and save it as DOCX without a password"),
    (b"{\\rtf", "an RTF", "convert it: soffice --convert-to docx FILE"),
    (b"%PDF-", "a PDF", "ask for the text as DOCX; an untagged PDF has no structure to read"),
    (b"<?xml", "an XML file", "save it as DOCX"),
)


def q(name: str) -> str:
    """Return the full name of "w:p"."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


W = f"{{{MAIN}}}"


@dataclasses.dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part with another part, or with something outside the file."""

    kind: str
    """The last word of its type: image, hyperlink, footnotes."""
    target: str
    """The other part's name, or an address."""
    external: bool


class Package:
    """An open DOCX; parts are read on request."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the bytes of the file *name*; raise `SourceError` if they are not a DOCX."""
        self.name = name
        self._left = MAX_WHOLE
        self._trees: dict[str, Element] = {}
        for start, what, hint in OTHERS:
            if data.startswith(start):
                raise SourceError(self.bad(f"this is {what}, not a DOCX", hint))
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename.lower(): info for info in self._archive.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as mistake:
            raise SourceError(self.bad("this is not a DOCX, or it is damaged")) from mistake
        if len(self._infos) > MAX_PARTS:
            raise SourceError(self.bad(f"the file has {len(self._infos)} parts; at most {MAX_PARTS} can be read"))
        if "mimetype" in self._infos:
            hint = "convert it: soffice --convert-to docx FILE"
            raise SourceError(self.bad("this is an OpenDocument text, not a DOCX", hint))
        self.main = self._main()

    def bad(self, message: str, hint: str = "save it again as DOCX in Word or LibreOffice") -> Problem:
        """Make the problem of a file that cannot be read."""
        return error(Position(self.name), "bad-docx", message, hint)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._infos

    def parts(self) -> tuple[str, ...]:
        """Return the names of all parts."""
        return tuple(info.filename for info in self._infos.values())

    def read(self, part: str) -> bytes:
        """Unpack a part; raise `SourceError` where it is too large or damaged."""
        info = self._infos.get(part.lower())
        if info is None:
            raise SourceError(self.bad(f"the part {part} is missing"))
        limit = min(MAX_PART, self._left)
        try:
            with self._archive.open(info) as file:
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as mistake:
            message = f"the part {part} is damaged, or encrypted"
            raise SourceError(self.bad(message)) from mistake
        if len(data) > limit:
            message = f"the part {part} is larger than {limit >> 20} MB when unpacked"
            raise SourceError(self.bad(message, "make it smaller, or split it"))
        self._left -= len(data)
        return data

    def tree(self, part: str) -> Element:
        """Parse a part, once."""
        if part not in self._trees:
            self._trees[part] = self._parsed(part)
        return self._trees[part]

    def _parsed(self, part: str) -> Element:
        data = self.read(part)
        if re.search(rb"<!DOCTYPE|<!ENTITY", _narrow(data), re.IGNORECASE):
            raise SourceError(self.bad(f"the part {part} has a document type declaration, which is not allowed"))
        if STRICT[0] in data:
            for strict, usual in _STRICT_PARTS.items():
                data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (SyntaxError, ValueError) as mistake:
            raise SourceError(self.bad(f"the part {part} is not well-formed XML")) from mistake
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relationships of a part, by id."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(place):
            return {}
        found = {}
        for each in self.tree(place):
            target = str(each.get("Target", ""))
            external = each.get("TargetMode") == "External"
            kind = str(each.get("Type", "")).rpartition("/")[2]
            whole = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[str(each.get("Id", ""))] = Relation(kind, whole, external)
        return found

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Return the parts of a kind that *part* refers to, if they exist."""
        return tuple(
            each.target
            for each in self.relations(part).values()
            if each.kind == kind and not each.external and self.has(each.target)
        )

    def _main(self) -> str:
        """Find the main part, which the root relationships name."""
        found = self.related("", "officeDocument") or (("word/document.xml",) if self.has("word/document.xml") else ())
        if not found:
            raise SourceError(self.bad("this is not a DOCX: none of its parts is a document"))
        root = self.tree(found[0])
        if root.tag != q("w:document"):
            raise SourceError(self.bad("this is another kind of Office file, not a text"))
        return found[0]


def _narrow(data: bytes) -> bytes:
    """Return bytes in which ASCII words can be found even if each letter takes two bytes."""
    return data.replace(b"\x00", b"") if b"\x00" in data[:200] else data
