"""A localized document, in all its languages, as a tree of units: title, facts, headings, paragraphs, tables, signers.

In: the columns of a version. Out: units in the order of the page, each with the place of its parent among them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from protocolpress import markup
from protocolpress.compare.values import Form, Place
from protocolpress.model import (
    Block,
    Break,
    Heading,
    LocalizedDocument,
    LocalizedSide,
    Paragraph,
    Plain,
    Span,
    Table,
    Text,
)

AUTOMATIC = "article-"
"""How the anchor of an article begins that its author has not named: it follows the number."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit in each language."""

    form: Form
    part: str
    """The id of the document or of its annex."""
    place: Place
    parent: int
    """The place of the unit above it, -1 for the title of the document."""
    texts: tuple[Text, ...] = ()
    tables: tuple[Table[Text], ...] = ()
    label: str = ""
    """The subject of a fact: "date", "place"."""
    anchor: str = ""
    named: bool = False
    """Whether an author has named it: the anchor then is the same in every version."""
    level: int = 0
    role: str = "text"
    numbers: tuple[str, ...] = ()


def read(columns: tuple[LocalizedDocument, ...]) -> tuple[Unit, ...]:
    """Return the units of a document and its annexes."""
    reader = _Reader()
    reader.document(columns, -1)
    return tuple(reader.units)


class _Reader:
    """Reads one version, keeping the units so far."""

    def __init__(self) -> None:
        self.units: list[Unit] = []

    def document(self, columns: tuple[LocalizedDocument, ...], parent: int) -> None:
        """Read a document, or an annex below the title of its protocol."""
        part = columns[0].id
        place = Place(part=part, label="title")
        title = len(self.units)
        texts = tuple(column.title for column in columns)
        self.units.append(
            Unit(form="title", part=part, place=place, parent=parent, texts=texts, anchor=columns[0].anchor)
        )
        for label, form, texts in _facts(columns):
            place = Place(part=part, label=label)
            self.units.append(Unit(form=form, part=part, place=place, parent=title, texts=texts, label=label))
        self.blocks(columns, title)
        for label, form, texts in _signatures(columns):
            place = Place(part=part, label=label.partition(":")[0])
            self.units.append(Unit(form=form, part=part, place=place, parent=title, texts=texts, label=label))
        for annexes in zip(*(column.annexes for column in columns), strict=True):
            self.document(annexes, title)

    def blocks(self, columns: tuple[LocalizedDocument, ...], title: int) -> None:
        """Read the blocks of a part; a block is below the heading or the list item that it belongs to."""
        above = [title, -1, -1]  # the title, a heading of level 2, one of level 3
        items: list[int] = []
        for cells in zip(*(column.blocks for column in columns), strict=True):
            one = cells[0]
            heading = next(place for place in reversed(above) if place >= 0)
            here = len(self.units)
            if isinstance(one, Heading):
                level = 1 if one.level <= 2 else 2
                above[level:] = [-1] * (3 - level)
                parent = next(place for place in reversed(above) if place >= 0)
                above[level] = here
                items = []
            elif isinstance(one, Paragraph):
                parent = items[: one.level][-1] if items[: one.level] else heading
                if one.role in ("item", "bullet"):
                    items = items[: one.level - 1]
                    parent = items[-1] if items else heading
                    items.append(here)
                elif not one.level:
                    items = []
            else:
                parent, items = heading, []
            self.units.append(self.unit(cells, columns[0], parent))

    def unit(self, cells: tuple[Block, ...], column: LocalizedDocument, parent: int) -> Unit:
        """Make the unit of a block."""
        one = cells[0]
        if isinstance(one, Table):
            tables = tuple(cell for cell in cells if isinstance(cell, Table))
            place = self.below(parent, column.id, "table", ())
            return Unit(form="table", part=column.id, place=place, parent=parent, tables=tables)
        numbered = tuple(cell for cell in cells if isinstance(cell, Heading | Paragraph))
        numbers = tuple(cell.number for cell in numbered) if any(cell.number for cell in numbered) else ()
        form: Form = "heading" if isinstance(one, Heading) else "paragraph"
        local = one.anchor.removeprefix(f"{column.anchor}.")
        named = form == "heading" and bool(local) and not local.startswith(AUTOMATIC)
        return Unit(
            form=form,
            part=column.id,
            place=self.below(parent, column.id, "heading" if form == "heading" else "below", numbers),
            parent=parent,
            texts=tuple(map(_left_out, (cell.text for cell in numbered))),
            anchor=one.anchor,
            named=named,
            level=one.level,
            role=one.role if isinstance(one, Paragraph) else "text",
            numbers=numbers,
        )

    def below(self, parent: int, part: str, label: str, numbers: tuple[str, ...]) -> Place:
        """Return the place of a unit below another one: its number after the numbers above."""
        outer = self.units[parent].place.numbers
        if not numbers:
            return Place(part=part, label=label if outer or label != "below" else "preamble", numbers=outer)
        is_heading = label == "heading"
        own = tuple(number if is_heading else number.rstrip(".") for number in numbers)
        own = tuple(number.rstrip(".") for number in own)
        if not outer or is_heading:
            return Place(part=part, numbers=own)
        inner = self.units[parent].form != "heading"
        joint = " " if inner else ", "
        return Place(part=part, numbers=tuple(f"{a}{joint}{b}" for a, b in zip(outer, own, strict=True)))


Fact = tuple[str, Form, tuple[Text, ...]]


def _facts(columns: tuple[LocalizedDocument, ...]) -> Iterator[Fact]:
    """Yield the printed lines above a text, and those of an event's picture and lists."""
    plain: dict[str, Callable[[LocalizedDocument], Text | None]] = {
        "type": lambda one: one.type,
        "number": lambda one: _words(one, one.number),
        "short": lambda one: one.short if one.short != one.title else None,
        "group": lambda one: one.group,
        "marking": lambda one: one.marking,
        "date": lambda one: one.date,
        "time": lambda one: one.time,
        "place": lambda one: one.place,
        "effective": lambda one: one.effective,
        "lead": lambda one: one.lead,
        "topics": lambda one: _list(one, one.topics),
        "agenda": lambda one: _list(one, one.agenda),
        "corrigenda": lambda one: _list(one, [other.title for other in one.corrigenda]),
        "corrects": lambda one: one.corrects.title if one.corrects else None,
        "documents": lambda one: _list(one, [other.title for other in one.documents]),
        "protocols": lambda one: _list(one, [other.title for other in one.related]),
        "gallery": lambda one: _words(one, one.gallery),
        "picture": lambda one: one.photo.description if one.photo else None,
        "picture-alt": lambda one: one.photo.alt if one.photo else None,
        "picture-date": lambda one: one.photo.date if one.photo else None,
        "credit": lambda one: one.photo.credit if one.photo else None,
        "file": lambda one: _words(one, one.file),
    }
    for label, find in plain.items():
        found = tuple(find(column) for column in columns)
        if all(text is not None for text in found):
            yield label, "fact", tuple(text for text in found if text is not None)
    yield from _sides(columns, "participants", lambda one: one.participants, "fact")


def _signatures(columns: tuple[LocalizedDocument, ...]) -> Iterator[Fact]:
    """Yield the signature blocks, and the list of those who get a copy."""
    yield from _sides(columns, "signature", lambda one: one.signatures, "signature")
    if columns[0].distribution:
        lists = (_list(column, column.distribution) for column in columns)
        yield "distribution", "fact", tuple(text for text in lists if text)


def _sides(
    columns: tuple[LocalizedDocument, ...],
    label: str,
    find: Callable[[LocalizedDocument], tuple[LocalizedSide, ...]],
    form: Form,
) -> Iterator[Fact]:
    """Yield the people of each side, in the order of the first language."""
    for side in find(columns[0]):
        same = (next(one for one in find(column) if one.party == side.party) for column in columns)
        yield f"{label}:{side.party}", form, tuple(_people(*pair) for pair in zip(columns, same, strict=True))


def _people(column: LocalizedDocument, side: LocalizedSide) -> Text:
    """Return a side with its people and their offices, as one text."""
    each = []
    for person in side.people:
        said = (person.name, person.office, person.role)
        each.append(", ".join(markup.plain(text.spans) for text in said if text))
    name = markup.plain(side.name.spans)
    return _text(column, f"{name}: {'; '.join(each)}" if name else "; ".join(each))


def _list(column: LocalizedDocument, texts: Sequence[Text]) -> Text | None:
    """Join the items of a list; nothing if there are none."""
    if not texts:
        return None
    spans: list[Span] = []
    for text in texts:
        spans += [Plain(";"), Break(), *text.spans] if spans else text.spans
    return Text(spans=tuple(spans), locale=column.locale, translated=all(text.translated for text in texts))


def _words(column: LocalizedDocument, words: str) -> Text | None:
    return _text(column, words) if words else None


def _text(column: LocalizedDocument, words: str) -> Text:
    return Text(spans=(Plain(words),), locale=column.locale)


def _left_out(text: Text) -> Text:
    """Return a text without words if a translation leaves it out, which a lone backslash says."""
    return dataclasses.replace(text, spans=()) if text.spans == (Plain("\\"),) else text
