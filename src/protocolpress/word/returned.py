"""One of our files for Word, edited and sent back: its origin, and the current words of each text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from protocolpress.word import looks, texts
from protocolpress.word.package import Package
from protocolpress.word.values import Block, Paragraph, WordText

STAMP = re.compile(rf"{texts.PREFIX}_([a-z]{{2,3}})_(.+)_([0-9a-f]{{8}})(?:_Copy_\d+)?")
"""The bookmark of a text: its language, key and digest of its original words; LibreOffice may mark it as a copy."""

_PROPERTIES = "docProps/custom.xml"


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """The document and edition that a file was made from."""

    document_id: str
    edition: str


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """Key of a text of a document: its language and its id."""

    locale: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A text as it is in the file."""

    key: Key
    digest: str
    """Digest of its words when the file was made."""
    paragraph: Paragraph


def origin(data: bytes, name: str) -> Origin | None:
    """Return the origin of a file; None if the file is not one of ours."""
    package = Package(data, name)
    if not package.has(_PROPERTIES):
        return None
    said = {
        str(each.get("name", "")): "".join(each.itertext()).strip() for each in package.tree(_PROPERTIES) if len(each)
    }
    if not said.get(looks.DOCUMENT) or not said.get(looks.EDITION):
        return None
    return Origin(said[looks.DOCUMENT], said[looks.EDITION])


def paragraphs(text: WordText) -> Iterator[Paragraph]:
    """Return all paragraphs of a text, including those of tables and notes."""
    yield from _inside(text.blocks)
    for note in text.notes.values():
        yield from note


def _inside(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from _inside(cell.blocks)


def units(text: WordText) -> dict[Key, Unit]:
    """Return the texts of a file, in order."""
    found: dict[Key, Unit] = {}
    for paragraph in paragraphs(text):
        for bookmark in paragraph.bookmarks:
            if match := STAMP.fullmatch(bookmark):
                key = Key(match[1], match[2])
                found.setdefault(key, Unit(key=key, digest=match[3], paragraph=paragraph))
    return found


def prefix(unit: Unit) -> str | None:
    """Return the words of a paragraph before its text, such as a typed number; None if the text was changed."""
    whole = unit.paragraph.text
    for length in range(min(len(whole), 60) + 1):
        if texts.digest(whole[length:]) == unit.digest:
            return whole[:length]
    return None
