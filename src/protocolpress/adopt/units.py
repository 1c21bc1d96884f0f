"""A document → units to be paired: its front matter by key, its blocks and its footnotes in order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from protocolpress.adopt.align import Unit
from protocolpress.checks import names
from protocolpress.checks.rule import Name
from protocolpress.model import Document, Heading, Message, Paragraph, SourceBlock, Table


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A document as units."""

    front: Mapping[str, Unit]
    """Texts of the front matter by their keys."""
    blocks: tuple[Unit, ...]
    notes: Mapping[str, Unit]
    """Footnotes by label, in the order of their calls."""


def of(document: Document, groups: Mapping[int, int] | None = None, known: tuple[Name, ...] = ()) -> Units:
    """Split a document into units; *groups* has, by line, the row of the two-column table that a block comes from.

    *known* are the names in the registry.
    """
    maker = _Maker(document, groups or {}, known)
    photo = document.photo
    front = {
        "title": document.title,
        "short": document.short,
        "lead": document.lead,
        "alt": document.alt,
        "photo.description": photo and photo.description,
        "photo.alt": photo and photo.alt,
        "photo.credit": photo and photo.credit,
    }
    return Units(
        front={key: maker.unit(message, key) for key, message in front.items() if message and message.msgid},
        blocks=tuple(maker.blocks()),
        notes={
            label: maker.unit(message, "note", str(number))
            for number, (label, message) in enumerate(document.notes.items(), 1)
        },
    )


class _Maker:
    """Makes units of one document."""

    def __init__(self, document: Document, groups: Mapping[int, int], known: tuple[Name, ...]) -> None:
        self.known = known
        self.document = document
        self.groups = groups

    def unit(self, message: Message, kind: str, label: str = "", name: str = "") -> Unit:
        """Make the unit of a message."""
        return Unit(
            text=message.msgid,
            locale=self.document.locale,
            kind=kind,
            label=label,
            name=name,
            group=self.groups.get(message.position.line, 0),
            position=message.position,
            place=message.comment.partition(" · ")[2] or kind,
            names=self.names(message.msgid),
        )

    def names(self, text: str) -> frozenset[str]:
        """Return the registry entries named in a text, where the name is unambiguous."""
        found = names.find(text, self.known, self.document.locale) if self.known else ()
        return frozenset(one for sighting in found if len(sighting.ids) == 1 for one in sighting.ids)

    def blocks(self) -> Iterator[Unit]:
        """Make the units of the blocks, in order; table cells that are not text are left out."""
        for block in self.document.blocks:
            match block:
                case Heading():
                    number = "/".join(map(str, block.path))
                    name = "" if block.anchor == f"article-{number}" else block.anchor
                    yield self.unit(block.text, "heading", f"{block.level}/{number}", name)
                case Paragraph():
                    yield self.unit(block.text, block.role, "/".join(map(str, block.path[1:])))
                case Table():
                    for place, row in enumerate((block.header, *block.rows)):
                        for column, cell in enumerate(row):
                            if isinstance(cell, Message) and cell.msgid:
                                yield self.unit(cell, "cell" if place else "column", str(column))


def line(block: SourceBlock) -> int:
    """Return the line on which a block begins; the head of a table begins with its words."""
    text = next(cell for cell in block.header if isinstance(cell, Message)) if isinstance(block, Table) else block.text
    return text.position.line
