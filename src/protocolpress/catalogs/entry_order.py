"""The order of entries in an updated catalog: the old order and the template's come in, the new order goes out.

The old order is kept if it agrees with the template's: then only new entries are inserted, each after its predecessor
in the template. Otherwise translators get the template's order, with obsolete entries at the end.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from protocolpress.catalogs.entries import Entry, PoFile


def order(catalog: PoFile, entries: Sequence[Entry], stays: Mapping[int, int]) -> list[Entry]:
    """Order the *entries* of the template's messages among the other ones of *catalog*: header, obsolete entries.

    *stays* maps the line of an entry of *catalog* to the index in the template of the message that it now belongs to.
    """
    obsolete = [entry for entry in catalog.entries if entry.obsolete and entry.line not in stays]
    header = [entry for entry in catalog.entries if entry.is_header]
    kept = [stays[entry.line] for entry in catalog.entries if _is_kept(entry, entries, stays)]
    if any(one > other for one, other in itertools.pairwise(kept)):
        return [*header, *entries, *obsolete]
    staying = _staying(catalog, stays, set(kept), len(entries))
    ordered: list[Entry] = []
    for entry in catalog.entries:
        place = stays.get(entry.line)
        if entry.is_header:
            ordered += [entry, *_run(entries, 0, staying)]
        elif place in staying:
            ordered += [entries[place], *_run(entries, place + 1, staying)]
        elif place is None and entry.obsolete:
            ordered.append(entry)
    return ordered


def _is_kept(entry: Entry, entries: Sequence[Entry], stays: Mapping[int, int]) -> bool:
    """Whether an entry of the catalog was and is in use for the same message."""
    return not entry.obsolete and entry.line in stays and entries[stays[entry.line]].key == entry.key


def _staying(catalog: PoFile, stays: Mapping[int, int], kept: set[int], count: int) -> set[int]:
    """Find the messages whose entries can stay in place: the *kept* ones, and changed ones between their neighbours."""
    following = [count] * (count + 1)
    for place in range(count - 1, -1, -1):
        following[place] = place if place in kept else following[place + 1]
    staying, last = set(kept), -1
    for entry in catalog.entries:
        place = stays.get(entry.line, -1)
        if place in kept:
            last = place
        elif not entry.obsolete and last < place < following[last + 1]:
            staying.add(place)
            last = place
    return staying


def _run(entries: Sequence[Entry], place: int, staying: set[int]) -> Iterator[Entry]:
    """Return the entries to be inserted from *place* on, up to one that stays in place."""
    while place < len(entries) and place not in staying:
        yield entries[place]
        place += 1
