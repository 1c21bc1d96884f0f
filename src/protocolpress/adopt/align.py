"""Pair the blocks of two texts: units of both come in; pairs in reading order and blocks without a partner go out.

One path through both texts is sought (dynamic programming, in a band along the diagonal): what a block is and the
number it bears speak first, then its length and its figures, dates and amounts. A pair never crosses another one.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Sequence

from protocolpress.checks import concordance, facts
from protocolpress.checks.facts import Weight
from protocolpress.errors import Position

GAP = 3.5
"""Cost of a block without a partner. Two of them cost as much as the worst pair in the same place."""

MIN_BAND = 60
"""Maximum distance of a pair from the diagonal, in blocks, beyond the difference of the texts' lengths."""

SAME_WORDS = 3
"""Number of words that a translation may share with its source (names, for example) without being a copy of it."""

ODD_LENGTH = 3.0
"""A length is doubtful when it differs from the expected one by this many times the usual deviation."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A block of a text as the aligner sees it."""

    text: str
    locale: str
    kind: str
    """Kind of block: heading, text, agreed, closing, quote, bullet, item, column, cell, note."""
    position: Position
    label: str = ""
    """Its number within its article, "1/2", or another label that only one block of its kind there has."""
    name: str = ""
    """An article's anchor name, which a translation may share."""
    group: int = 0
    """Row of the two-column table that contains it; 0 if it is in none."""
    place: str = ""
    """Its place, in words."""
    names: frozenset[str] = frozenset()
    """Ids of the registry entries named in it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A block and its translation, or one of them alone."""

    source: Unit | None
    target: Unit | None
    reason: str = ""
    """The evidence for the pair."""
    doubts: tuple[str, ...] = ()
    """Reasons to doubt the pair; empty if it is sure."""


def align(source: Sequence[Unit], target: Sequence[Unit]) -> tuple[Pair, ...]:
    """Pair two texts, both in reading order."""
    if not source or not target:
        return (*(Pair(source=unit, target=None) for unit in source), *(Pair(source=None, target=u) for u in target))
    ratio = sum(len(unit.text) for unit in target) / max(1, sum(len(unit.text) for unit in source))
    ratio = min(4.0, max(0.25, ratio))
    same = _headings(source) == _headings(target)
    left, right = (_profiles(units, scale, articles=same) for units, scale in ((source, ratio), (target, 1.0)))
    steps = _path(left, right)
    broken = _broken(source, steps)
    return tuple(
        Pair(source=None, target=target[its])
        if mine < 0
        else Pair(source=source[mine], target=None)
        if its < 0
        else _pair(left[mine], right[its], broken=at in broken)
        for at, (mine, its) in enumerate(steps)
    )


# ── the path ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True)
class _Profile:
    """The features by which a pair is judged."""

    unit: Unit
    size: float
    """Its length or, for a block of the source, the expected length of its translation."""
    figures: frozenset[tuple[str, str]]
    label: str
    """Its number, where numbers can be compared: those of articles only if both texts have as many articles."""
    below: float = 0.0
    """For a heading, the length of the text below it."""


Step = tuple[int, int]
"""Indices of a block of the source and of one of the translation; -1 for none."""


def _profiles(units: Sequence[Unit], ratio: float, *, articles: bool) -> list[_Profile]:
    """Return the features of a text's blocks; *articles* says whether numbers of articles can be compared."""
    found: list[_Profile] = []
    below = 0.0
    for unit in reversed(units):
        facts_ = concordance.read(unit.text, unit.locale)
        figures = frozenset((fact.kind, fact.value) for fact in facts_ if fact.weight is Weight.FIGURE)
        size = len(unit.text) * ratio
        heading = unit.kind == "heading"
        label = "" if heading and not articles else unit.label
        found.append(_Profile(unit, size, figures, label, below if heading else 0.0))
        below = 0.0 if heading else below + size
    return found[::-1]


def _headings(units: Sequence[Unit]) -> int:
    return sum(unit.kind == "heading" for unit in units)


def _path(left: Sequence[_Profile], right: Sequence[_Profile]) -> list[Step]:
    """Find the cheapest path."""
    rows, columns = len(left), len(right)
    band = MIN_BAND + abs(rows - columns)
    worst = math.inf
    before = [GAP * column if column <= band else worst for column in range(columns + 1)]
    moves: list[tuple[int, bytearray]] = []
    for row in range(1, rows + 1):
        middle = row * columns // rows
        first, last = max(0, middle - band), min(columns, middle + band)
        now = [worst] * (columns + 1)
        marks = bytearray(last - first + 1)
        mine = left[row - 1]
        for column in range(first, last + 1):
            alone, other = before[column] + GAP, now[column - 1] + GAP if column else worst
            both = (
                before[column - 1] + _cost(mine, right[column - 1]) if column and before[column - 1] < worst else worst
            )
            best = min(both, alone, other)
            now[column] = best
            marks[column - first] = 0 if best == both else 1 if best == alone else 2
        moves.append((first, marks))
        before = now
    return _walk(moves, columns)


def _walk(moves: Sequence[tuple[int, bytearray]], columns: int) -> list[Step]:
    """Follow the marks back from the end of the path."""
    row, column = len(moves), columns
    steps: list[Step] = []
    while row or column:
        first, marks = moves[row - 1] if row else (0, bytearray())
        mark = marks[column - first] if row else 2
        row, column = row - (mark != 2), column - (mark != 1)
        steps.append((-1 if mark == 2 else row, -1 if mark == 1 else column))
    return steps[::-1]


_CELLS = ("column", "cell")

_NEAR = {frozenset(pair): 0.5 for pair in (("text", "agreed"), ("text", "closing"), ("item", "bullet"), _CELLS)}
"""Cost of pairing different kinds of blocks that are easily mistaken for each other."""


def _cost(mine: _Profile, its: _Profile) -> float:
    """Return the cost of a pair: negative if the evidence is strong, at most two gaps if the place fits."""
    one, other = mine.unit, its.unit
    cost = 0.0
    if one.kind != other.kind:
        far = 6.0 if one.kind in _CELLS or other.kind in _CELLS else 3.0 if "heading" in (one.kind, other.kind) else 1.5
        cost += _NEAR.get(frozenset((one.kind, other.kind)), far)
    elif one.kind == "heading":
        cost += min(1.0, 0.5 * _oddness(mine.below, its.below)) - 2.0 * (one.name != "" and one.name == other.name)
    if mine.label or its.label:
        cost += -1.0 if mine.label == its.label else 1.0
    if one.group and other.group:
        cost += -3.0 if one.group == other.group else 3.0
    cost += min(3.0, 1.5 * _oddness(mine.size, its.size))
    if mine.figures or its.figures:
        shared = len(mine.figures & its.figures)
        cost += min(4.0, 1.5 * len(mine.figures ^ its.figures)) - min(2.0, float(shared))
    cost -= min(1.5, 0.5 * len(one.names & other.names))
    return cost


def _oddness(expected: float, size: float) -> float:
    """Return by how many deviations a length differs from the expected one; short texts vary more than long ones."""
    deviation = 0.18 + 1.6 / math.sqrt(min(expected, size) + 4)
    return abs(math.log((size + 6) / (expected + 6))) / deviation


# ── evidence for a pair, and against it ──────────────────────────────────────────────────────────────────────────────


def _broken(source: Sequence[Unit], steps: Sequence[Step]) -> frozenset[int]:
    """Return the steps of articles in which a block has no partner; there, numbers alone prove nothing."""
    article = 0
    articles: list[int] = []
    broken: set[int] = set()
    for mine, its in steps:
        article += mine >= 0 and source[mine].kind == "heading"
        articles.append(article)
        if min(mine, its) < 0:
            broken.add(article)
    return frozenset(number for number, at in enumerate(articles) if at in broken)


def _pair(mine: _Profile, its: _Profile, *, broken: bool) -> Pair:
    """Judge a pair; *broken* means that a block near it has no partner."""
    one, other = mine.unit, its.unit
    doubts = list(_doubts(mine, its))
    shared = mine.figures & its.figures
    if one.group and one.group == other.group:
        reason = "the same row"
    elif broken and not shared and not one.names & other.names and one.kind != "heading":
        reason = "its length and its place among blocks without a partner"
        doubts.append("a block near it has no partner")
    elif shared or one.names & other.names:
        reason = f"its place and the same {'figures' if shared else 'names'}"
    else:
        reason = "its place"
    return Pair(source=one, target=other, reason=reason, doubts=tuple(doubts))


def _doubts(mine: _Profile, its: _Profile) -> Iterator[str]:
    """Return the reasons to doubt a pair; a heading without words in both texts is only a number."""
    one, other = mine.unit, its.unit
    if bool(one.text) != bool(other.text):
        yield "one of the two texts is empty"
    if one.kind != other.kind:
        yield f"{_NAMES[one.kind]} in the source, {_NAMES[other.kind]} in the translation"
    elif mine.label != its.label and not (one.group and one.group == other.group):
        yield f"numbered {mine.label or 'nothing'} in the source, {its.label or 'nothing'} in the translation"
    missing, extra = facts.difference(
        concordance.read(one.text, one.locale), concordance.read(other.text, other.locale)
    )
    if missing or extra:
        parts = (("only the source has", missing), ("only the translation has", extra))
        yield "; ".join(f"{where} {', '.join(fact.shown for fact in found[:3])}" for where, found in parts if found)
    if _oddness(mine.size, its.size) > ODD_LENGTH:
        yield f"the length is {its.size / max(1.0, mine.size):.1f} times that of the source"
    if one.text == other.text and len(re.findall(r"[^\W\d_]{3,}", one.text)) > SAME_WORDS:
        yield "the text is the same as the source"


_NAMES = {
    "heading": "a heading",
    "text": "a paragraph",
    "agreed": "the agreement formula",
    "closing": "the closing clause",
    "quote": "a quotation",
    "bullet": "a bullet",
    "item": "a numbered paragraph",
    "column": "a column heading",
    "cell": "a table cell",
    "note": "a footnote",
}
