"""Pair messages by place: the entries of a catalog and of its template come in; pairs of indexes go out.

A place is the text of the extracted comment ("title"), between two messages that stay. If as many texts have
disappeared from a place as are new there, they are the same texts, however much they have changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from protocolpress.catalogs.entries import Entry

Gap = tuple[int, int]
"""The message before and the one after, counted as in the template."""


def pairs(
    old: Sequence[Entry], new: Sequence[Entry], *, stays: Mapping[int, int], missing: Collection[int]
) -> list[tuple[int, int]]:
    """Pair entries of *old* with the *missing* ones of *new*; *stays* maps unchanged ones of *old* to *new*."""
    gone: dict[tuple[object, ...], list[int]] = {}
    come: dict[tuple[object, ...], list[int]] = {}
    for number, gap in _gaps(len(old), stays).items():
        gone.setdefault((gap, *_kind(old[number])), []).append(number)
    for number, gap in _gaps(len(new), {place: place for place in stays.values()}).items():
        if number in missing and new[number].extracted:
            come.setdefault((gap, *_kind(new[number])), []).append(number)
    return [
        pair
        for place, numbers in come.items()
        if len(gone.get(place, ())) == len(numbers)
        for pair in zip(gone[place], numbers, strict=True)
    ]


def words(lines: Sequence[str]) -> list[str]:
    """Return the words of comment lines, regardless of line breaks."""
    return " ".join(lines).split()


def _kind(entry: Entry) -> tuple[str, str | None, bool]:
    return " ".join(words(entry.extracted)), entry.msgctxt, entry.msgid_plural is None


def _gaps(count: int, anchors: Mapping[int, int]) -> dict[int, Gap]:
    """Return the gap of each of *count* entries that is not an anchor."""
    before, found = -1, dict[int, int]()
    for number in range(count):
        before = anchors.get(number, before)
        found[number] = before
    after, gaps = -1, dict[int, Gap]()
    for number in reversed(range(count)):
        after = anchors.get(number, after)
        if number not in anchors:
            gaps[number] = found[number], after
    return dict(sorted(gaps.items()))
