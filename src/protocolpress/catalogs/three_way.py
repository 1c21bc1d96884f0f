"""Decide between two versions of a value with a common base: base, ours and theirs come in; the merged value goes out.

A change by one side is taken; an identical change by both is taken once. Only a translation or a header field can be in
conflict: then ours is taken, and the conflict is reported. Lists are joined line by line. No files or entries here.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

DATE = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?\s*([+-]\d\d:?\d\d|Z)?")
REVISION = "PO-Revision-Date"
TRAVELLING = (REVISION, "Last-Translator", "X-Generator")
"""Fields that an editor writes together when it saves the file."""
GENERATED = ("POT-Creation-Date", "Content-Type")
"""Fields that no translator writes: the later date is taken, and the charset is the file's."""


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """A translation; *forms* is empty if nothing is translated."""

    forms: tuple[str, ...] = ()
    fuzzy: bool = False
    previous: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether it may be used: complete, with no review pending."""
        return bool(self.forms) and all(self.forms) and not self.fuzzy


# ── values and lists ─────────────────────────────────────────────────────────────────────────────────────────────────


def pick(base: T, ours: T, theirs: T) -> T:
    """Take the side that changed; ours if both did."""
    return theirs if ours == base else ours


def lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Join lines: additions by either side are kept, and so are removals."""
    if ours in (base, theirs) or theirs == base:
        return tuple(pick(base, ours, theirs))
    before, left, right = (dict.fromkeys(_numbered(side)) for side in (base, ours, theirs))
    gone = {key for key in before if not (key in left and key in right)}
    woven = weave([key for key in left if key not in gone], [key for key in right if key not in gone])
    return tuple(line for line, _ in woven)


def weave(lead: Sequence[K], follow: Collection[K]) -> list[K]:
    """Insert the items that only *follow* has into *lead*, each after the item that precedes it there.

    Items before all common ones come before the first of them, or last if there is none.
    """
    known = set(lead)
    behind: dict[K, list[K]] = {}
    first: list[K] = []
    place = first
    start: K | None = None
    for item in follow:
        if item in known:
            start = item if place is first else start
            place = behind.setdefault(item, [])
        else:
            place.append(item)
    if place is first:
        return [*lead, *first]
    woven: list[K] = []
    for item in lead:
        if item == start:
            woven += first
            first = []
        woven += [item, *behind.pop(item, ())]
    return woven


def _numbered(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Distinguish identical items by a number."""
    count: collections.Counter[str] = collections.Counter()
    keys = []
    for text in texts:
        keys.append((text, count[text]))
        count[text] += 1
    return keys


# ── translations ─────────────────────────────────────────────────────────────────────────────────────────────────────


def translation(base: Text, ours: Text, theirs: Text) -> tuple[Text, bool]:
    """Choose a translation, and return whether the sides are in conflict about it.

    A usable one takes precedence over a draft, a draft over nothing. If one side only marked as fuzzy a text that the
    other replaced, the new text is fuzzy, to be reviewed. A conflict is fuzzy, and has ours.
    """
    if base in (ours, theirs) or ours == theirs:
        return pick(base, ours, theirs), False
    if ours.forms == theirs.forms:
        if base.forms == ours.forms:
            return (theirs if ours.fuzzy == base.fuzzy != theirs.fuzzy else ours), False
        return (theirs if theirs.ready else ours), False
    if not (ours.forms and theirs.forms):
        return (ours if ours.forms else theirs), False
    for marked, changed in ((ours, theirs), (theirs, ours)):
        if marked.forms == base.forms and marked.fuzzy >= base.fuzzy:
            previous = marked.previous or changed.previous
            return (Text(changed.forms, True, previous) if marked.fuzzy > base.fuzzy else changed), False
    if ours.ready != theirs.ready:
        return (ours if ours.ready else theirs), False
    return Text(ours.forms, True, ours.previous or theirs.previous), True


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def header(base: str, ours: str, theirs: str) -> tuple[str, tuple[str, ...]]:
    """Merge the texts of two headers field by field, and return the conflicting fields.

    If both sides were saved, the later date is taken, with what its editor wrote beside it. Unknown fields and
    malformed lines are kept, in the order of ours.
    """
    before, left, right = _fields(base), _fields(ours), _fields(theirs)
    dates = [side.get((REVISION, 0)) for side in (before, left, right)]
    saved = right if _later(dates[2], dates[1]) else left
    both = dates[0] not in dates[1:] and dates[1] != dates[2]
    values: dict[tuple[str, int], str | None] = {}
    conflicts: list[str] = []
    for key in weave(list(left), list(right)):
        was, mine, other = before.get(key), left.get(key), right.get(key)
        values[key] = pick(was, mine, other)
        if both and key[0] in TRAVELLING:
            values[key] = saved.get(key)
        elif was not in (mine, other) and mine != other:
            if key[0] not in GENERATED:
                conflicts.append(key[0])
            elif _later(other, mine):
                values[key] = other
    return "\n".join(line for line in values.values() if line is not None), tuple(conflicts)


def _fields(text: str) -> Mapping[tuple[str, int], str]:
    """Return the lines of a header by name; the second of two lines with the same name has the number 1."""
    every = text.split("\n")
    return dict(zip(_numbered(line.partition(":")[0].strip() for line in every), every, strict=True))


def _later(one: str | None, other: str | None) -> bool:
    """Whether *one*, a field with a date, is later than *other*; any date is later than no date."""
    moments = []
    for field in (one, other):
        match = DATE.search(field or "")
        try:
            moments.append(dt.datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or '+00:00'}") if match else None)
        except ValueError:
            moments.append(None)
    return moments[0] is not None and (moments[1] is None or moments[0] > moments[1])
