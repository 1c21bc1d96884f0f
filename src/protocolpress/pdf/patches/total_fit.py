"""Line breaks of a paragraph or a title, for all lines at once: even word spaces, or lines of similar length.

In: the places at which a line may end, measured. Out: the chosen ones. After Knuth and Plass, "Breaking
Paragraphs into Lines" (Software: Practice and Experience 11, 1981): a line costs more the further its word spaces are
from normal, and the breaks are those that cost least together. Cannot fail.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EASY = 0.6
"""Stretch of a word space, as a share of it, that costs 1."""

TIGHT = 0.2
"""Shrinkage of a word space, as a share of it, that costs 1; it is never exceeded."""

WORST = 8.0
"""The share beyond which a line has the maximum cost."""

LINE, DIVIDED, LADDER, SHORT = 0.1, 0.4, 0.6, 0.5
"""Costs: of any line, of a hyphen at its end, of a hyphen below another, of a last line that is very short."""

OVERFULL = 1e9
"""The cost of a line that exceeds the measure, allowed only for a word that fits on no line."""

SHORTEST = 0.15
"""A last line that fills less than this share of the measure is very short."""

NARROW, WIDEST = 0.85, 1.1
"""A line that fills less than this share of the measure is considered only where no other is possible; one that fills
more than the other, not at all."""

HALVINGS = 8
"""Number of widths tried for a title; the last differs from the next by less than half a hundredth."""


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A place where a line may end; the first one is the paragraph's beginning, the last one its end.

    Widths are measured from the paragraph's beginning, as if it were one line.
    """

    end: float
    """The width up to here, without the space that vanishes at a line's end, and with the hyphen."""
    start: float
    """The width up to the beginning of the next line."""
    spaces: int
    """Word spaces up to the end of the line."""
    passed: int
    """Word spaces up to the beginning of the next line."""
    divides: bool = False
    """Whether it is within a word."""


class _State(NamedTuple):
    """The least cost of the lines up to a place, for a number of consecutive hyphens at its end."""

    cost: float
    place: int
    before: int
    """The state at the end of the line before; -1 at the beginning."""
    hyphens: int


@dataclasses.dataclass(slots=True)
class _Fitting:
    """A paragraph while its breaks are computed."""

    places: Sequence[Place]
    first: float
    measure: float
    space: float
    ladder: int
    states: list[_State]
    reached: list[list[int]]
    """The states at each place."""

    def reach(self, index: int, befores: Iterable[int]) -> None:
        """Compute the cost of lines from one of *befores* to the place at *index*."""
        place, states, is_last = self.places[index], self.states, index == len(self.places) - 1
        extra = DIVIDED if place.divides else 0.0
        best: dict[int, _State] = {}
        for before in befores:
            numbers = self.reached[before]
            cost = (
                self.cost(self.places[before], place, self.measure if before else self.first, is_last)
                if numbers
                else None
            )
            if cost is None:
                continue
            for number in numbers:
                state = states[number]
                hyphens = state.hyphens + 1 if place.divides else 0
                total = state.cost + cost + extra + (LADDER if hyphens > 1 else 0.0)
                if hyphens <= self.ladder and (hyphens not in best or total < best[hyphens].cost):
                    best[hyphens] = _State(total, index, number, hyphens)
        self.add(index, best.values())

    def add(self, index: int, found: Iterable[_State]) -> None:
        """Keep what has been found for the place at *index*."""
        for state in found:
            self.reached[index].append(len(self.states))
            self.states.append(state)

    def cost(self, origin: Place, place: Place, room: float, is_last: bool) -> float | None:
        """Return the cost of a line's word spaces; None if it does not fit."""
        left = room - (place.end - origin.start)
        if is_last:
            return (SHORT if room - left < room * SHORTEST else 0.0) if left >= 0 else None
        spaces = (place.spaces - origin.passed) * self.space
        if left >= 0:
            added = left / spaces if left < WORST * spaces else WORST
            return LINE + (added / EASY) ** 3
        return LINE + (-left / spaces / TIGHT) ** 3 if -left <= spaces * TIGHT else None

    def overfull(self, index: int) -> None:
        """Allow a line to exceed the measure if nothing else is possible."""
        before = next(number for number in range(index - 1, -1, -1) if self.reached[number])
        number = self.reached[before][0]
        self.add(index, [_State(self.states[number].cost + OVERFULL, index, number, 0)])

    def path(self) -> tuple[int, ...]:
        """Return the ends of the lines with the least total cost."""
        number = min(self.reached[-1], key=lambda one: self.states[one].cost)
        found = []
        while self.states[number].before >= 0:
            found.append(self.states[number].place)
            number = self.states[number].before
        return tuple(reversed(found))


def fit(places: Sequence[Place], first: float, measure: float, space: float, ladder: int) -> tuple[int, ...]:
    """Return the indexes of the places where lines end, in order, with that of the paragraph's end.

    *first* is the width of the first line, *measure* that of the others, *space* that of a word space. No more than
    *ladder* lines in a row end with a hyphen.
    """
    fitting = _Fitting(places, first, measure, space, ladder, [_State(0.0, 0, -1, 0)], [[0], *([] for _ in places[1:])])
    starts = [place.start for place in places]
    last = len(places) - 1
    for index in range(1, last + 1):
        end = places[index].end
        low = bisect.bisect_left(starts, end - max(first, measure) * WIDEST, 0, index)
        high = index if index == last else bisect.bisect_right(starts, end - measure * NARROW, low, index)
        fitting.reach(index, range(low, high))
        if not fitting.reached[index]:
            fitting.reach(index, range(high, index))
        if not fitting.reached[index] and not any(fitting.reached[low:index]):
            fitting.overfull(index)
    if not fitting.reached[last]:
        fitting.overfull(last)
    return fitting.path()


def balanced(places: Sequence[Place], first: float, measure: float) -> tuple[int, ...]:
    """Return the indexes of the line ends of a title: no more lines than necessary, with similar lengths."""
    ends = filled(places, first, measure)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        share = (low + high) / 2
        narrower = filled(places, first * share, measure * share)
        if len(narrower) > len(ends):
            low = share
        else:
            ends, high = narrower, share
    return ends


def filled(places: Sequence[Place], first: float, measure: float) -> tuple[int, ...]:
    """Return the indexes of the line ends if lines are filled one after the other."""
    found: list[int] = []
    begin, room = 0, first
    for index in range(1, len(places)):
        if places[index].end - places[begin].start > room and index - 1 > begin:
            begin, room = index - 1, measure
            found.append(begin)
    return (*found, len(places) - 1)
