"""The alternat: each party's own original names it first.

A sentence marks the names in that order, `[the Boreal Space Office](@parties/boreal)`; spans with such marks come in;
the same spans with the names in the edition's order go out. Nothing else in a sentence moves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from protocolpress.model import Emphasis, Link, Mention, Passage, Plain, Reference, Span
from protocolpress.project import Party

PREFIX = "parties/"
"""Prefix of the target of such a mark."""

Rank = tuple[bool, object]
"""Unknown parties come last; within one kind of order, the sort key."""


def rank(party: Party | None, first: str) -> Rank:
    """Return a sort key for parties: those of language *first* before the others, in order, unknown ones last.

    A party without its own language keeps its place among the others.
    """
    return party is None, (party is not None and party.locale != first, party.order if party else 0)


def arranged(spans: tuple[Span, ...], rank_of: Callable[[str], Rank]) -> tuple[Span, ...]:
    """Return *spans* with the names of parties in order; a repeated party begins a new order.

    A name that moves to the beginning gets a capital letter.
    """
    slots = tuple(_slots(spans))
    if not slots:
        return spans
    fillers = iter([name for group in _groups(slots) for name in sorted(group, key=lambda one: rank_of(_party(one)))])
    first, *rest = _filled(spans, fillers)
    return (_capital(first) if _is_slot(first) else first, *rest)


def _is_slot(span: Span) -> bool:
    return isinstance(span, Mention) and span.entry.startswith(PREFIX)


def _party(slot: Mention) -> str:
    return slot.entry.removeprefix(PREFIX)


def _slots(spans: tuple[Span, ...]) -> Iterator[Mention]:
    """Return the marked names in reading order."""
    for span in spans:
        if isinstance(span, Mention) and _is_slot(span):
            yield span
        elif isinstance(span, Emphasis | Link | Mention | Passage | Reference):
            yield from _slots(span.children)


def _groups(slots: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Split the names where a party is repeated."""
    group: list[Mention] = []
    for slot in slots:
        if any(_party(slot) == _party(other) for other in group):
            yield group
            group = []
        group.append(slot)
    yield group


def _filled(spans: tuple[Span, ...], fillers: Iterator[Mention]) -> tuple[Span, ...]:
    """Put the next of *fillers* into each slot."""
    filled: list[Span] = []
    for span in spans:
        if _is_slot(span):
            filled.append(next(fillers))
        elif isinstance(span, Emphasis | Link | Mention | Passage | Reference):
            filled.append(dataclasses.replace(span, children=_filled(span.children, fillers)))
        else:
            filled.append(span)
    return tuple(filled)


def _capital(span: Span) -> Span:
    """Begin *span* with a capital letter."""
    match span:
        case Plain(text):
            return Plain(text[:1].upper() + text[1:])
        case Emphasis(children=children) | Mention(children=children) if children:
            return dataclasses.replace(span, children=(_capital(children[0]), *children[1:]))
        case _:
            return span
