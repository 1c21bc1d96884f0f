"""A file for Word of ours that came back: which document it is, and what each of its texts says now."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from protocolpress.word import looks, texts
from protocolpress.word.package import Package
from protocolpress.word.values import Block, Paragraph, WordText

STAMP = re.compile(rf"{texts.PREFIX}_([a-z]{{2,3}})_(.+)_([0-9a-f]{{8}})(?:_Copy_\d+)?")
"""The bookmark of a text: its language, its key, the digest of what it said; LibreOffice may add that it is a copy."""

_PROPERTIES = "docProps/custom.xml"


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Which document and edition a file was made of."""

    document_id: str
    edition: str


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """A text of a document: its language, and which it is."""

    locale: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A text as a file has it."""

    key: Key
    digest: str
    """Of what it said when the file was made."""
    paragraph: Paragraph


def origin(data: bytes, name: str) -> Origin | None:
    """Return what a file was made of; None if it is none of ours."""
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
    """Return all paragraphs of a text, those of tables and notes too."""
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
    """Return the texts of a file, in its order."""
    found: dict[Key, Unit] = {}
    for paragraph in paragraphs(text):
        for bookmark in paragraph.bookmarks:
            if match := STAMP.fullmatch(bookmark):
                key = Key(match[1], match[2])
                found.setdefault(key, Unit(key=key, digest=match[3], paragraph=paragraph))
    return found


def prefix(unit: Unit) -> str | None:
    """Return what is in a paragraph before its text, such as a typed number; None if the text was changed."""
    whole = unit.paragraph.text
    for length in range(min(len(whole), 60) + 1):
        if texts.digest(whole[length:]) == unit.digest:
            return whole[:length]
    return None
