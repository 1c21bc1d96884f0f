"""The page of a comparison: a table of changes, then the whole text with what was deleted and inserted.

In: a `Comparison`, whose first languages are those of the edition. Out: a page for printing, or one for a browser that
needs no other file. The table of changes is also the accessible form: it says the earlier and the later words apart.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from protocolpress import markup
from protocolpress.compare import comparing, written
from protocolpress.compare.values import Comparison, Piece, Place, Row, TableCell, What, Wording
from protocolpress.model import Emphasis, HtmlPage, Plain, Span, Text
from protocolpress.pages.document import Setup, shared, titled
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import SpanWriter

LONGEST = 300
"""Maximum number of characters of a whole paragraph in the table of changes."""

DETAILS = (
    *("title", "number", "short", "date", "time", "place", "effective", "participants"),
    *("preamble", "heading", "table", "picture", "signature", "distribution"),
)
"""The labels of places that have words of their own; any other is one of the details of a document."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words to be set in one way."""

    op: Literal["same", "deleted", "inserted"]
    space: str
    """The space before them, which is neither struck through nor underlined."""
    text: Text
    note: tuple[Run, ...] = ()
    """The footnote that the words, a number, call."""


Runs = tuple[Run, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in each language: a number, a label, or both."""

    label: str
    numbers: tuple[str, ...]
    part: str = ""
    """The annex, if it is in one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the table of changes."""

    number: int
    where: tuple[Where, ...]
    """One place, or the earlier and the later one."""
    whats: tuple[What, ...]
    only: tuple[str, ...]
    outdated: tuple[str, ...]
    supplied: tuple[str, ...]
    earlier: tuple[Runs, ...]
    """In each language of the edition."""
    later: tuple[Runs, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table: its cells, each in each language."""

    cells: tuple[tuple[Runs, ...], ...]
    number: int = 0
    op: str = ""
    """"added", "deleted" or "moved", if the whole row is."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A unit of the text as it is set."""

    row: Row
    runs: tuple[Runs, ...]
    lines: tuple[Line, ...]
    where: Where
    number: int = 0
    """The number of its change; 0 if it is unchanged, or a table."""
    moved_from: Where | None = None
    moved_to: Where | None = None
    labelled: bool = False
    """Whether its label stands before it: it is a detail of the document."""

    @property
    def head(self) -> Line:
        """The head of a table."""
        return self.lines[0]

    @property
    def body(self) -> tuple[Line, ...]:
        """The rows below the head of a table."""
        return self.lines[1:]

    @property
    def is_changed(self) -> bool:
        """Whether a bar stands beside it."""
        return self.row.changed or self.row.moved_to is not None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The names of both versions, as somebody has written them."""

    old: str
    new: str


def render(
    renderer: HtmlRenderer, setup: Setup, compared: Comparison, versions: Versions, *, screen: bool = False
) -> HtmlPage:
    """Make the page of a comparison in an edition; for a *screen* it is whole in one file."""
    writer = SpanWriter(setup.edition, locales=setup.every_locale)
    count = len(setup.locales)
    blocks, entries = _read(compared, count)
    html = renderer.render(
        "redline-page.html" if screen else "redline.html",
        **shared(setup, writer),
        screen=screen,
        **titled(compared.titles[:count]),
        titles=compared.titles[:count],
        versions=versions,
        whole=compared.whole,
        blocks=blocks,
        entries=entries,
        one_sided=sum(1 for row in compared.changes if row.only),
        marking=marking(compared),
    )
    return HtmlPage(path=f"html/{setup.edition}/{compared.document_id}.html", html=html)


def marking(compared: Comparison) -> str:
    """Return how the document is to be handled, in both versions: a comparison shows both."""
    facts = (row for row in compared.rows if row.place.label == "marking")
    said = (_said(one, op) for row in facts for one in row.wordings for op in ("deleted", "inserted"))
    return " · ".join(dict.fromkeys(filter(None, said)))


def _said(one: Wording, without: str) -> str:
    return "".join(piece.words for piece in one.pieces if piece.op != without).strip()


def _read(compared: Comparison, count: int) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Return the blocks of the text and the entries of the table, in *count* languages."""
    reader = _Reader(compared, count)
    blocks = tuple(reader.block(row) for row in compared.rows if not (row.moved_to and row.carried))
    return blocks, tuple(reader.entries)


class _Reader:
    """Numbers the changes."""

    def __init__(self, compared: Comparison, count: int) -> None:
        self.own = compared.document_id
        self.whole = compared.whole
        self.count = count
        self.entries: list[Entry] = []

    def block(self, row: Row) -> Block:
        """Return a unit as it is set, and enter its changes."""
        number = 0
        if row.changed and not row.table and not self.whole:
            sides = [
                self.sides(one, whole=not one.whats or bool({"added", "deleted"} & {*row.whats}))
                for one in self.of(row.wordings)
            ]
            number = self.enter(row, sides)
        moved = row.old_place if "moved" in row.whats else None
        return Block(
            row=row,
            runs=tuple(_runs(one) for one in self.of(row.wordings)),
            lines=tuple(self.lines(row)),
            where=self.where(row.place),
            number=number,
            moved_from=self.where(moved) if moved else None,
            moved_to=self.where(row.moved_to) if row.moved_to else None,
            labelled=row.form in ("fact", "signature"),
        )

    def of(self, wordings: Sequence[Wording]) -> Sequence[Wording]:
        """Return the wordings in the languages of the edition."""
        return wordings[: self.count]

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield the rows of a table, and enter each that changed, or else the table itself."""
        entered = len(self.entries)
        for line in (one for one in row.table if not one.gone):
            changed = line.whats or any(one.whats for cell in line.cells for one in cell.wordings)
            number = 0
            if changed and row.changed and not {"added", "deleted"} & {*row.whats} and not self.whole:
                inner = line.whats or row.whats
                sides = [self.joined(line.cells, at, whole=bool(line.whats)) for at in range(self.count)]
                number = self.enter(dataclasses.replace(row, whats=inner), sides)
            cells = tuple(_cell(self.of(cell.wordings)) for cell in line.cells)
            yield Line(cells=cells, number=number, op=line.whats[0] if line.whats else "")
        if row.table and row.changed and entered == len(self.entries) and not self.whole:
            self.enter(row, [self.joined(row.table[0].cells, at, whole=True) for at in range(self.count)])

    def joined(self, cells: Sequence[TableCell], at: int, *, whole: bool) -> tuple[Runs, Runs]:
        """Return the earlier and the later words of cells in one language, those that changed or all."""
        earlier: list[Run] = []
        later: list[Run] = []
        for cell in cells:
            one = cell.wordings[at]
            if not whole and not one.whats and cell is not cells[0]:
                continue
            joint = Run(op="same", space="", text=_text(" | ", one.locale))
            for side, runs in zip((earlier, later), self.sides(one, whole=False), strict=True):
                side.extend([joint, *runs] if side and runs else runs)
        return tuple(earlier), tuple(later)

    def sides(self, one: Wording, *, whole: bool) -> tuple[Runs, Runs]:
        """Return the earlier and the later words of a text, cut where nothing changed."""
        return tuple(_side(one, op, whole=whole) for op in ("deleted", "inserted"))  # type: ignore[return-value]  # two

    def enter(self, row: Row, sides: Sequence[tuple[Runs, Runs]]) -> int:
        """Add an entry to the table; return its number."""
        self.entries.append(
            Entry(
                number=len(self.entries) + 1,
                where=tuple(map(self.where, comparing.places(row))),
                whats=row.whats,
                only=row.only,
                outdated=row.outdated,
                supplied=row.supplied,
                earlier=tuple(earlier for earlier, _ in sides),
                later=tuple(later for _, later in sides),
            )
        )
        return len(self.entries)

    def where(self, place: Place) -> Where:
        """Return a place in the languages of the edition."""
        label = "picture" if place.label.startswith("picture") or place.label == "credit" else place.label
        label = "" if label in ("heading", "below") and place.numbers else label
        label = label if label in ("", *DETAILS) else "below" if label == "below" else "details"
        part = "" if place.part == self.own else place.part.rpartition("/")[2]
        return Where(label=label, numbers=place.numbers[: self.count], part=part)


def _cell(wordings: Sequence[Wording]) -> tuple[Runs, ...]:
    """Return the words of a cell in each language, or once if they are the same."""
    found = tuple(_runs(one) for one in wordings)
    said = {tuple((run.op, markup.plain(run.text.spans)) for run in runs) for runs in found}
    return found[:1] if len(said) == 1 else found


def _runs(one: Wording) -> Runs:
    """Return all words of a text, old and new."""
    return tuple(_spaced(_run(piece, one.locale) for piece in one.pieces if piece.words or piece.note))


def _spaced(runs: Iterable[Run]) -> Iterator[Run]:
    """Put a space between words that were deleted and those that take their place."""
    before = ""
    for run in runs:
        replaces = {before, run.op} == {"deleted", "inserted"} and not run.space
        yield dataclasses.replace(run, space=" ") if replaces else run
        before = run.op


def _run(piece: Piece, locale: str) -> Run:
    words = piece.words.lstrip()
    space = " " if len(words) < len(piece.words) else ""
    spans: tuple[Span, ...] = (Plain(words),)
    if piece.script:
        spans = (Emphasis(spans, script=piece.script),)
    if piece.emphasis:
        spans = (Emphasis(spans),)
    if piece.strong:
        spans = (Emphasis(spans, strong=True),)
    note = tuple(_spaced(_run(one, locale) for one in piece.note))
    return Run(op=piece.op, space=space, text=Text(spans=spans, locale=piece.lang or locale), note=note)


def _side(one: Wording, op: str, *, whole: bool) -> Runs:
    """Return the words of one version."""
    pieces = [piece for piece in one.pieces if piece.op in ("same", op)]
    found = []
    left = LONGEST
    for number, piece in enumerate(pieces):
        words = piece.words
        if whole and len(words) > left:
            words = f"{words[:left].rsplit(' ', 1)[0]} …" if left > 0 else ""
        elif piece.op == "same" and not whole:
            words = written.cut(words, first=not number, last=number == len(pieces) - 1)
        left -= len(words)
        if words:
            note = tuple(inner for inner in piece.note if inner.op in ("same", op))
            found.append(_run(dataclasses.replace(piece, words=words, note=note), one.locale))
    return tuple(found)


def _text(words: str, locale: str) -> Text:
    return Text(spans=(Plain(words),), locale=locale)
