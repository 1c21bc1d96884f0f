"""A protocol and the instruments that amend it → a consolidated text, each changed passage with its source.

In: localized columns; the amendments in the order in which they take effect. Out: the columns with the amended blocks.
Pure. Original numbers and references stay as they were signed: what is deleted leaves its number, and what is inserted
has the number that its instrument writes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Literal

from protocolpress.model import Block, Emphasis, Heading, LocalizedDocument, Paragraph, Plain, Table, Text

Columns = tuple[LocalizedDocument, ...]

Row = tuple[Block, ...]
"""A block in each language."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An amendment with its words: in which document, where, and what it puts there."""

    document: str
    kind: Literal["replace", "delete", "after"]
    anchor: str
    """The anchor of the amended unit."""
    rows: tuple[Row, ...]
    """The new words; empty if it deletes."""
    notes: tuple[Text, ...]
    """The source of the change, in each language."""


def apply(columns: Columns, steps: Iterable[Step]) -> Columns:
    """Return the columns of a document and its annexes after all *steps*; their anchors must be there."""
    for step in steps:
        if step.document == columns[0].id:
            columns = _with(columns, _applied(_rows(columns), step))
        else:
            annexes = [
                apply(one, (step,)) if one[0].id == step.document else one
                for one in zip(*(column.annexes for column in columns), strict=True)
            ]
            columns = tuple(
                dataclasses.replace(column, annexes=tuple(annex[place] for annex in annexes))
                for place, column in enumerate(columns)
            )
    return columns


def words_of(columns: Columns, anchor: str) -> tuple[Row, ...]:
    """Return the new words in the unit of an instrument: its quotations, or the unit itself if it quotes nothing."""
    rows = _rows(columns)
    place = place_of(rows, anchor)
    if place < 0:
        return ()
    unit = rows[place : end_of(rows, place)]
    quoted = tuple(row for row in unit if isinstance(row[0], Paragraph) and row[0].role == "quote")
    return quoted or tuple(row for row in unit if not isinstance(row[0], Heading))


def place_of(rows: Sequence[Row], anchor: str) -> int:
    """Return the place of the block with an anchor; -1 if there is none."""
    anchors = (row[0].anchor if isinstance(row[0], Heading | Paragraph) else "" for row in rows)
    return next((place for place, own in enumerate(anchors) if own == anchor), -1)


def end_of(rows: Sequence[Row], place: int, *, tables: bool = False) -> int:
    """Return the place behind a unit: a heading with its article, a paragraph with what is below it or continues it.

    A table behind a numbered paragraph belongs to it if *tables* are asked for.
    """
    one = rows[place][0]
    numbered = tables and isinstance(one, Paragraph) and one.level > 0
    end = place + 1
    while end < len(rows) and (_is_below(rows[end][0], one) or (numbered and isinstance(rows[end][0], Table))):
        end += 1
    return end


def _is_below(block: Block, one: Block) -> bool:
    if isinstance(one, Heading):
        closing = isinstance(block, Paragraph) and block.role == "closing"
        return not closing and not (isinstance(block, Heading) and block.level <= one.level)
    if isinstance(one, Table) or not isinstance(block, Paragraph):
        return False
    continues = block.level == one.level and block.role in ("text", "quote") and one.level > 0
    return block.level > one.level or continues


def _applied(rows: tuple[Row, ...], step: Step) -> tuple[Row, ...]:
    """Return the rows of a document after one amendment."""
    place = place_of(rows, step.anchor)
    end = end_of(rows, place, tables=step.kind != "replace")
    target = rows[place]
    note = _note(step.notes, target)
    if isinstance(target[0], Heading) and step.kind != "after":  # an article keeps its number and its heading
        return (*rows[: place + 1], *_set(step.rows, target, keeps=False), note, *rows[end:])
    if step.kind == "after":
        return (*rows[:end], *_set(step.rows, target, keeps=False), note, *rows[end:])
    kept = () if step.rows else (_emptied(target),)
    return (*rows[:place], *_set(step.rows, target, keeps=True), *kept, note, *rows[end:])


def _set(rows: Sequence[Row], target: Row, *, keeps: bool) -> tuple[Row, ...]:
    """Return new words as blocks in the place of *target*; the first one *keeps* its number and its anchor."""
    one = target[0]
    base = one.level if isinstance(one, Paragraph) else 0
    first = min((row[0].level for row in rows if isinstance(row[0], Paragraph)), default=0)
    found = []
    for number, row in enumerate(rows):
        own = keeps and not number
        found.append(
            tuple(
                _placed(block, at if own else None, base=base, first=first)
                for block, at in zip(row, target, strict=True)
            )
        )
    return tuple(found)


def _placed(block: Block, at: Block | None, *, base: int, first: int) -> Block:
    """Return a block of an instrument as a block of the amended document."""
    if not isinstance(block, Paragraph):
        return dataclasses.replace(block, anchor="") if isinstance(block, Heading) else block
    if isinstance(at, Paragraph):
        return dataclasses.replace(at, text=block.text)
    is_item = bool(block.number) and block.role in ("quote", "item")
    level = max(base + block.level - first, 1 if is_item else 0)
    return dataclasses.replace(block, role="item" if is_item else "text", level=level, path=(), anchor="")


def _emptied(target: Row) -> Row:
    """Return what is left of a deleted unit: its number, and its anchor, to which references still lead."""
    return tuple(
        dataclasses.replace(block, text=dataclasses.replace(block.text, spans=(Plain("…"),)))
        for block in target
        if isinstance(block, Paragraph)
    )


def _note(notes: tuple[Text, ...], target: Row) -> Row:
    """Return the paragraph that names the source of a change."""
    one = target[0]
    level = one.level if isinstance(one, Paragraph) else 0
    spans = ((Emphasis((Plain("["), *note.spans, Plain("]"))),) for note in notes)
    texts = (dataclasses.replace(note, spans=own) for note, own in zip(notes, spans, strict=True))
    return tuple(Paragraph(text=text, level=level) for text in texts)


def _rows(columns: Columns) -> tuple[Row, ...]:
    return tuple(zip(*(column.blocks for column in columns), strict=True))


def _with(columns: Columns, rows: tuple[Row, ...]) -> Columns:
    return tuple(
        dataclasses.replace(column, blocks=tuple(row[place] for row in rows)) for place, column in enumerate(columns)
    )
