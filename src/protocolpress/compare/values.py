"""The result of a comparison: rows of the whole text, and the changes among them. Frozen values, nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Literal

Op = Literal["same", "deleted", "inserted"]

What = Literal[
    "added",
    "deleted",
    "moved",
    "split",
    "merged",
    "heading",
    "table",
    "number",
    "date",
    "reference",
    "footnote",
    "words",
]
"""A kind of change: of a block, or of what is inside it; in the order in which those of one change are named."""

Form = Literal["title", "fact", "heading", "paragraph", "table", "signature"]
"""The form of a row; a fact is a line that comes from the front matter, such as the date."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that are in both versions, or in one of them, with how they are set."""

    op: Op
    words: str
    strong: bool = False
    emphasis: bool = False
    script: Literal["", "superscript", "subscript"] = ""
    lang: str = ""
    """The language of a passage in another one."""
    note: tuple[Piece, ...] = ()
    """The footnote that is called here; *words* are its number."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text in one language, old and new in one line of pieces."""

    locale: str
    pieces: tuple[Piece, ...]
    whats: tuple[What, ...] = ()
    """The kinds of changes among the pieces; empty if nothing changed."""
    translated: bool = True
    """False if the new version prints the source's words here."""
    was_translated: bool = True
    """The same of the old version."""

    @property
    def changed(self) -> bool:
        """Whether the text says something else than before, in words of this language both times."""
        return bool(self.whats) and self.translated and self.was_translated


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of a unit, for people: a label for what has no number, and the printed numbers in each language."""

    part: str
    """The id of the document or of its annex."""
    label: str = ""
    """Its kind, if it has no number of its own: "title", "date", "preamble", "below"."""
    numbers: tuple[str, ...] = ()
    """The number in each language, "Article 2, 1(b)"; empty if there is none above it either."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell in each language."""

    wordings: tuple[Wording, ...]
    head: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table; *whats* has "added", "deleted" or "moved" for the whole row."""

    cells: tuple[TableCell, ...]
    whats: tuple[What, ...] = ()
    gone: bool = False
    """Whether it only shows where a moved row was."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A unit of the text in each language, or a place from which one was moved."""

    form: Form
    place: Place
    wordings: tuple[Wording, ...] = ()
    """Empty for a table."""
    table: tuple[TableRow, ...] = ()
    """The head first; empty for anything but a table."""
    level: int = 0
    role: str = "text"
    numbers: tuple[str, ...] = ()
    """The printed number in each language, of the new version if there is one."""
    old_numbers: tuple[str, ...] = ()
    """The printed number in the old version; empty for a new unit."""
    whats: tuple[What, ...] = ()
    """The kinds of changes, in a fixed order; empty if it is unchanged."""
    old_place: Place | None = None
    """The place in the old version, if there was one."""
    moved_to: Place | None = None
    """For the place that a unit left: where the unit is now. Such a row repeats no change."""
    move: int = 0
    """A number that the two rows of a unit share that is elsewhere now."""
    carried: bool = False
    """Whether it is elsewhere because the unit above it was moved, which is one change."""
    only: tuple[str, ...] = ()
    """The languages in which it changed, if it did not change in another one."""
    outdated: tuple[str, ...] = ()
    """The languages that had a translation before, and have none now."""
    supplied: tuple[str, ...] = ()
    """The languages that have a translation now, and had none before."""

    @property
    def changed(self) -> bool:
        """Whether it is a change to be listed."""
        return bool(self.whats or self.outdated or self.supplied) and self.moved_to is None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A document in two versions; a document that is in one of them only is wholly added or deleted."""

    document_id: str
    titles: tuple[str, ...]
    """The title in each language, of the new version if there is one."""
    locales: tuple[str, ...]
    day: dt.date
    """The first day of the document's date, of the new version if there is one."""
    rows: tuple[Row, ...]
    whole: Literal["", "added", "deleted"] = ""

    @property
    def changes(self) -> tuple[Row, ...]:
        """The rows that changed, in the order of the text."""
        return tuple(row for row in self.rows if row.changed)

    @property
    def one_sided(self) -> tuple[Row, ...]:
        """The changes that were made in one language only."""
        return tuple(row for row in self.changes if row.only)
