"""Passages of a document: its words in the order of its page, each with the anchor that leads there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from protocolpress import markup
from protocolpress.model import Block, Heading, LocalizedDocument, NoteCall, Paragraph, Span, Table, Text
from protocolpress.search.words import prepared


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """Some words, and the anchor of their place; empty for the top of the page."""

    anchor: str
    text: str


def of(document: LocalizedDocument) -> tuple[Passage, ...]:
    """Return the passages of a document without its title: facts, text, notes, annexes; none is empty."""
    found = (Passage(anchor, prepared(text)) for anchor, text in _document(document))
    return tuple(one for one in found if one.text)


def _document(document: LocalizedDocument) -> Iterator[tuple[str, str]]:
    yield "", _all(document.lead, document.type, document.place, document.group)
    yield "", " · ".join(map(_plain, document.topics))
    for side in (*document.participants, *document.signatures):
        for person in side.people:
            yield person.anchor, _all(person.name, person.office)
    if document.photo:
        yield "", _all(document.photo.description, document.photo.credit)
    for item in document.agenda:
        yield "", _plain(item)
    yield from _blocks(document.blocks)
    for _, table in document.attendance:
        yield from _blocks((table,))
    for annex in document.annexes:
        yield annex.anchor, _plain(annex.title)
        yield from _blocks(annex.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    above = ""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                above = block.anchor or above
                yield above, f"{block.number} {_plain(block.text)}"
                for note in _notes(block.text.spans):
                    yield above, _plain(note)
            case Table():
                for row in (block.header, *block.rows):
                    yield above, " · ".join(map(_plain, row))


def _notes(spans: Iterable[Span]) -> Iterator[Text]:
    for span in spans:
        if isinstance(span, NoteCall) and span.note:
            yield span.note
        yield from _notes(getattr(span, "children", ()))


def _all(*texts: Text | None) -> str:
    return " · ".join(_plain(text) for text in texts if text)


def _plain(text: Text) -> str:
    return markup.plain(text.spans)
