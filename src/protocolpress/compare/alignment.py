"""Two lists side by side: equal items first, then similar ones in the gaps. Pure; items are places in the lists."""

from __future__ import annotations

import bisect
import collections
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

MOST = 250_000
"""Maximum number of pairs of similar items that are tried in one gap; beyond it, only near ones are."""

Pair = tuple[int, int]


def unique(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Pair]:
    """Yield the places of items that occur once in each list, in the order of *old*."""
    there = collections.Counter(old)
    here = collections.Counter(new)
    places = {item: place for place, item in enumerate(new)}
    for place, item in enumerate(old):
        if there[item] == 1 == here[item]:
            yield place, places[item]


def kept(places: Sequence[int]) -> frozenset[int]:
    """Return the positions in *places* of a longest rising subsequence: what keeps its order; the rest was moved."""
    tails: list[int] = []
    at: list[int] = []
    before = [-1] * len(places)
    for position, place in enumerate(places):
        rank = bisect.bisect_left(tails, place)
        before[position] = at[rank - 1] if rank else -1
        if rank == len(tails):
            tails.append(place)
            at.append(position)
        else:
            tails[rank], at[rank] = place, position
    found = set()
    position = at[-1] if at else -1
    while position >= 0:
        found.add(position)
        position = before[position]
    return frozenset(found)


def gaps(old: int, new: int, pairs: Mapping[int, int]) -> Iterator[tuple[range, range]]:
    """Yield the unpaired stretches of lists of *old* and *new* items between pairs that keep their order."""
    places = sorted(pairs.items())
    fixed = kept([there for _, there in places])
    taken = set(pairs.values())
    here = there = 0
    for left, right in [*(places[position] for position in sorted(fixed)), (old, new)]:
        yield from _gap(range(here, left), range(there, right), pairs, taken)
        here, there = left + 1, right + 1


def _gap(old: range, new: range, pairs: Mapping[int, int], taken: set[int]) -> Iterator[tuple[range, range]]:
    if any(place not in pairs for place in old) and any(place not in taken for place in new):
        yield old, new


def similar(
    old: Sequence[int], new: Sequence[int], likeness: Callable[[int, int], float], least: float
) -> tuple[Pair, ...]:
    """Pair items of *old* and *new* in order, so that the sum of their likenesses is greatest.

    Only pairs with a likeness of at least *least* count. The time is the product of the lengths, at most `MOST`.
    """
    if not old or not new:
        return ()
    reach = max(len(old), len(new)) if len(old) * len(new) <= MOST else max(1, MOST // max(len(old), len(new)) // 2)
    ratio = len(new) / len(old)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    chosen = [bytearray(len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        middle = int(row * ratio)
        above, own, choice = best[row + 1], best[row], chosen[row]
        for column in range(len(new) - 1, -1, -1):
            score, kind = above[column], 1
            if own[column + 1] > score:
                score, kind = own[column + 1], 2
            if abs(column - middle) <= reach:
                like = likeness(old[row], new[column])
                if like >= least and like + above[column + 1] >= score:
                    score, kind = like + above[column + 1], 3
            own[column], choice[column] = score, kind
    return tuple(_path(old, new, chosen))


def _path(old: Sequence[int], new: Sequence[int], chosen: Sequence[bytearray]) -> Iterator[Pair]:
    row = column = 0
    while row < len(old) and column < len(new):
        kind = chosen[row][column]
        if kind == 3:
            yield old[row], new[column]
        row += kind in (1, 3)
        column += kind in (2, 3)
