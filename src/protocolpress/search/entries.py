"""One document, ready to be indexed: its words counted, its text divided into the pieces that results show.

Positions count the words of the title, then those of each passage; between two passages one position is left out, so no
phrase reaches over an end. The bytes are JSON with sorted keys.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from protocolpress.search import grammar
from protocolpress.search.passages import Passage
from protocolpress.search.words import prepared, words

LAST = "\uffff"
"""Words with letters beyond it, as in mathematics, are not indexed: a script counts each of these as two."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A document among results: its address as seen from the page of results, its title, and a line more."""

    address: str
    title: str
    about: str


def make(subject: Subject, passages: Sequence[Passage], pieces: int, locale: str) -> bytes:
    """Count the words of a document and divide it into *pieces*, which may be empty."""
    title = prepared(subject.title)
    places: dict[str, list[int]] = {}
    seen: dict[str, tuple[str, ...]] = {}

    def count(text: str, position: int) -> int:
        for place, word in enumerate(words(text), position):
            if max(word) > LAST:
                continue
            seen[word] = grammar.terms(word, locale)
            for term in seen[word]:
                places.setdefault(term, []).append(place)
        return position + len(words(text))

    head = count(title, 0)
    position = head + 1
    groups = _divided(passages, pieces)
    starts = []
    for group in groups:
        starts.append(position)
        for passage in group:
            position = count(passage.text, position) + 1
    value = {
        "about": {"a": subject.address, "t": title, "d": prepared(subject.about)},
        "head": head,
        "length": position,
        "pieces": [[[one.anchor, one.text] for one in group] for group in groups],
        "places": places,
        "seen": seen,
        "starts": starts,
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def load(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read the result of `make`."""
    return json.loads(data)


def piece(data: bytes, number: int, name: str) -> bytes:
    """Return a piece of a document as the script *name*."""
    value = load(data)
    return script(name, {**value["about"], "n": value["starts"][number], "p": value["pieces"][number]})


def script(name: str, value: object) -> bytes:
    """Write a value as a script that hands it over: files on a disk cannot be fetched, but scripts are loaded."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", " ").replace("\u2029", " ")
    return f'protocolpress.take("{name}",{text});\n'.encode()


def _divided(passages: Sequence[Passage], pieces: int) -> list[list[Passage]]:
    """Divide passages into groups of about the same length."""
    groups: list[list[Passage]] = [[] for _ in range(pieces)]
    whole = sum(len(one.text) for one in passages) or 1
    before = 0
    for one in passages:
        groups[min(before * pieces // whole, pieces - 1)].append(one)
        before += len(one.text)
    return groups
