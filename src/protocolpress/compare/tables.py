"""Two versions of a table, in all languages → its rows and cells, each with what changed in it. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from protocolpress.compare import alignment, pairing, tokens, wording
from protocolpress.compare.tokens import Identify
from protocolpress.compare.values import TableCell, TableRow, What, Wording
from protocolpress.model import Table, Text

ALIKE = 0.4
"""Least likeness of two rows in the same gap."""

Line = tuple[tuple[Text, ...], ...]
"""A row: its cells in each language."""

Tables = tuple[Table[Text], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How texts are read: the languages of the columns, and the names of targets in the old and the new version."""

    locales: tuple[str, ...]
    old: Identify = tokens.anonymous
    new: Identify = tokens.anonymous


def compare(old: Tables, new: Tables, reading: Reading) -> tuple[TableRow, ...]:
    """Compare a table with its new version; either may be empty. The head comes first, deleted rows in their place."""
    whole: tuple[What, ...] = () if old and new else ("added",) if new else ("deleted",)
    if whole:
        return tuple(
            TableRow(
                cells=tuple(
                    _cells(line, None, reading, head=not place)
                    if not new
                    else _cells(None, line, reading, head=not place)
                )
            )
            for place, line in enumerate(_lines(old or new))
        )
    columns = _columns(old, new)
    lines, lines_new = _lines(old), _lines(new)
    pairs = _pairs(lines, lines_new)
    steady = _steady(pairs)
    rows: list[TableRow] = []
    waiting = _waiting(len(lines), pairs, steady)
    back = {there: here for here, there in pairs.items()}
    for there, line in enumerate(lines_new):
        here = back.get(there)
        before = lines[here] if here is not None else None
        cells = tuple(_paired(before, line, columns, reading, head=not there))
        kinds: tuple[What, ...] = () if here in steady else ("moved",) if here is not None else ("added",)
        rows.append(TableRow(cells=cells, whats=kinds))
        rows += [_gone(lines[place], columns, reading, moved=place in pairs) for place in waiting.get(there, ())]
    return tuple(rows)


def _lines(tables: Tables) -> list[Line]:
    """Return the rows with their cells in each language, the head first."""
    each = [(table.header, *table.rows) for table in tables]
    return [tuple(zip(*rows, strict=True)) for rows in zip(*each, strict=True)]


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Pair rows: the heads, those that occur once, then similar ones in the gaps."""
    pairs = {0: 0}
    said, said_new = [_said(line) for line in old], [_said(line) for line in new]
    pairs |= {here + 1: there + 1 for here, there in alignment.unique(said[1:], said_new[1:])}
    bags, bags_new = [_bag(line) for line in old], [_bag(line) for line in new]

    def alike(here: int, there: int) -> float:
        first = said[here][:1] == said_new[there][:1]  # the first cell often names the row
        return pairing.likeness(bags[here], bags_new[there]) + 0.3 * first

    for gap, gap_new in list(alignment.gaps(len(old), len(new), pairs)):
        taken = set(pairs.values())
        rest = [place for place in gap if place not in pairs]
        rest_new = [place for place in gap_new if place not in taken]
        if len(rest) == len(rest_new) == 1 and len(gap) == len(gap_new) == 1:
            pairs[rest[0]] = rest_new[0]
        else:
            pairs |= dict(alignment.similar(rest, rest_new, alike, ALIKE))
    return pairs


def _steady(pairs: dict[int, int]) -> frozenset[int]:
    """Return the old places of rows that kept their order."""
    ordered = sorted(pairs.items())
    return frozenset(ordered[position][0] for position in alignment.kept([there for _, there in ordered]))


def _waiting(old: int, pairs: dict[int, int], steady: frozenset[int]) -> dict[int, list[int]]:
    """Return the rows that are not in their place any longer, by the place of the new row that they stood behind."""
    found: dict[int, list[int]] = {}
    behind = 0
    for here in range(old):
        if here in steady:
            behind = pairs[here]
        else:
            found.setdefault(behind, []).append(here)
    return found


def _columns(old: Tables, new: Tables) -> list[tuple[int | None, int | None]]:
    """Pair columns: by place if there are as many as before, or else by their heads."""
    count, count_new = len(old[0].header), len(new[0].header)
    if count == count_new:
        return [(place, place) for place in range(count)]
    heads, heads_new = [_said((cell,)) for cell in _lines(old)[0]], [_said((cell,)) for cell in _lines(new)[0]]
    pairs = dict(alignment.unique(heads, heads_new))
    ordered = sorted(pairs.items())
    steady = alignment.kept([there for _, there in ordered])
    pairs = {here: there for position, (here, there) in enumerate(ordered) if position in steady}
    found: list[tuple[int | None, int | None]] = []
    there = 0
    for here in range(count):
        target = pairs.get(here)
        if target is None:
            found.append((here, None))
            continue
        found += [(None, place) for place in range(there, target)]
        found.append((here, target))
        there = target + 1
    return found + [(None, place) for place in range(there, count_new)]


def _paired(
    old: Line | None, new: Line, columns: list[tuple[int | None, int | None]], reading: Reading, *, head: bool
) -> Iterator[TableCell]:
    for here, there in columns:
        before = old[here] if old is not None and here is not None else None
        after = new[there] if there is not None else None
        yield _cell(before, after, reading, head=head)


def _gone(line: Line, columns: list[tuple[int | None, int | None]], reading: Reading, *, moved: bool) -> TableRow:
    """Return the row of a deleted row, or of the place that a moved one left."""
    cells = tuple(_cell(line[here] if here is not None else None, None, reading, head=False) for here, _ in columns)
    return TableRow(cells=cells, whats=("moved",) if moved else ("deleted",), gone=moved)


def _cells(old: Line | None, new: Line | None, reading: Reading, *, head: bool) -> Iterator[TableCell]:
    for cell in old or new or ():
        yield _cell(cell if old else None, None if old else cell, reading, head=head)


def _cell(old: tuple[Text, ...] | None, new: tuple[Text, ...] | None, reading: Reading, *, head: bool) -> TableCell:
    return TableCell(wordings=tuple(wordings(old, new, reading)), head=head)


def wordings(old: tuple[Text, ...] | None, new: tuple[Text, ...] | None, reading: Reading) -> Iterator[Wording]:
    """Compare a text in each language; None for a version without it."""
    for place, locale in enumerate(reading.locales):
        before = old[place] if old else None
        after = new[place] if new else None
        yield wording.compare(locale, before, after, (reading.old, reading.new))


def _said(line: Sequence[tuple[Text, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(token.key for text in cell for token in tokens.read(text)) for cell in line)


def _bag(line: Line) -> pairing.Bag:
    return pairing.counted([[cell[locale] for cell in line] for locale in range(len(line[0]))])
