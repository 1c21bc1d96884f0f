"""Pair two documents: a parsed source and its parsed translation come in; every text goes out with its partner.

The translation's footnote labels and article names are replaced by the source's, so that its words fit the source's
structure.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping

from protocolpress.adopt import units
from protocolpress.adopt.align import Pair, Unit, align
from protocolpress.checks.rule import Name
from protocolpress.localize import references
from protocolpress.model import Document, Heading, Paragraph, Path

_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
_REFERENCE = re.compile(r"\]\(#([\w-]+(?:/\w+)*)\)")

Schemes = tuple[tuple[str, ...], ...]
Place = tuple[Path, str]
"""A numbered block by its path, or a section by its anchor."""


def pair(
    source: Document,
    target: Document,
    schemes: Schemes,
    groups: tuple[Mapping[int, int], Mapping[int, int]] = ({}, {}),
    known: tuple[Name, ...] = (),
) -> tuple[Pair, ...]:
    """Pair all texts of two documents; their references are read by any of the numbering *schemes*.

    *groups* has, by line of each text, the row of the two-column table that a block comes from; *known* are the names
    in the registry.
    """
    left, right = (units.of(document, rows, known) for document, rows in zip((source, target), groups, strict=True))
    blocks = align(left.blocks, right.blocks)
    notes = _notes(left, right, blocks)
    front = [
        Pair(source=left.front.get(key), target=right.front.get(key), reason="its key") for key in _keys(left, right)
    ]
    labels = {right_label: left_label for left_label, right_label, _ in notes if left_label and right_label}
    words = _Words(source, target, schemes, labels, blocks)
    return tuple(words.fitted(each) for each in (*front, *blocks, *(each for _, _, each in notes)))


def _keys(left: units.Units, right: units.Units) -> Iterable[str]:
    return dict.fromkeys((*left.front, *right.front))


def _notes(left: units.Units, right: units.Units, blocks: Iterable[Pair]) -> list[tuple[str | None, str | None, Pair]]:
    """Pair footnotes: first those that paired blocks call, in the order of their calls; then the rest."""
    found: list[tuple[str | None, str | None, Pair]] = []
    rest_left, rest_right = dict(left.notes), dict(right.notes)
    for block in blocks:
        if block.source is None or block.target is None:
            continue
        ours = [label for label in _CALL.findall(block.source.text) if label in rest_left]
        theirs = [label for label in _CALL.findall(block.target.text) if label in rest_right]
        if len(ours) == len(theirs):
            for one, other in zip(ours, theirs, strict=True):
                (paired,) = align([_bare(rest_left.pop(one))], [_bare(rest_right.pop(other))])[:1]
                found.append((one, other, paired))
    names_left = {unit: label for label, unit in rest_left.items()}
    names_right = {unit: label for label, unit in rest_right.items()}
    for paired in align(tuple(rest_left.values()), tuple(rest_right.values())):
        one = names_left[paired.source] if paired.source else None
        other = names_right[paired.target] if paired.target else None
        found.append((one, other, paired))
    return found


def _bare(unit: Unit) -> Unit:
    """Return a note without its number, because its call says where it belongs."""
    return dataclasses.replace(unit, label="")


class _Words:
    """Fits the words of a translation to the structure of its source."""

    def __init__(
        self, source: Document, target: Document, schemes: Schemes, labels: Mapping[str, str], blocks: Iterable[Pair]
    ) -> None:
        self.source = source
        self.target = target
        self.schemes = schemes
        self.labels = labels
        here, there = _places(source), _places(target)
        self.places = {
            there[each.target.position.line]: here[each.source.position.line]
            for each in blocks
            if each.source and each.target and each.target.position.line in there and each.source.position.line in here
        }
        self.anchors = references.local_anchors(source)

    def fitted(self, each: Pair) -> Pair:
        """Return a pair whose translation calls the source's footnotes and refers to the source's places."""
        if each.source is None or each.target is None:
            return each
        written = {self.place(self.source, name): name for name in _REFERENCE.findall(each.source.text)}

        def reference(match: re.Match[str]) -> str:
            if match[1] in written.values():
                return match[0]
            place = self.places.get(self.place(self.target, match[1]) or ((), ""))
            return f"](#{written.get(place) or self.spelled(place)})" if place else match[0]

        text = _CALL.sub(lambda match: f"[^{self.labels.get(match[1], match[1])}]", each.target.text)
        return dataclasses.replace(each, target=dataclasses.replace(each.target, text=_REFERENCE.sub(reference, text)))

    def place(self, document: Document, fragment: str) -> Place | None:
        """Return the place that a reference means; None if there is no such place."""
        found = references.find(document, fragment, self.schemes)
        return None if found is None else (found.path, "" if found.path else found.anchor)

    def spelled(self, place: Place) -> str:
        """Write a reference to a place of the source."""
        path, anchor = place
        numbers = [str(number) for number in path[1:]]
        return "/".join([self.anchors[path[:1]], *numbers] if path[:1] in self.anchors else numbers or [anchor])


def _places(document: Document) -> dict[int, Place]:
    """Return, by line, the places of a document that can be referred to."""
    return dict(_numbered(document))


def _numbered(document: Document) -> Iterator[tuple[int, Place]]:
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph) and (block.path or block.anchor):
            yield block.text.position.line, (block.path, "" if block.path else block.anchor)
