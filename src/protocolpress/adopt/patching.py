"""A change to printed words → the same change in the Markdown that they were printed from.

Both are compared word by word; quotation marks and spaces set by typography count as the typed ones. A change within
marks, links or references cannot be carried over.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Sequence

_TYPED = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("’‘", "'") | dict.fromkeys("–—‑", "-"))
"""Characters that typography sets in place of typed ones."""


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """A replacement for the text from *start* up to *end*."""

    start: int
    end: int
    words: tuple[str, ...]


def edits(markdown: str, printed: str, changed: str) -> tuple[Edit, ...] | None:
    """Return the edits of *markdown*, which prints *printed*, that make it print *changed*.

    Return None if a change touches something that is not printed word by word.
    """
    sources, before, after = markdown.split(), printed.split(), changed.split()
    places = _places(sources, before)
    found = []
    for mark, one, two, start, end in _matcher(before, after).get_opcodes():
        if mark == "equal":
            continue
        first = _at(places, one, len(before), len(sources))
        last = first if one == two else _after(places, two)
        if first is None or last is None or last - first != two - one:
            return None
        found.append(Edit(first, last, tuple(after[start:end])))
    return tuple(found)


def apply(markdown: str, found: Sequence[Edit]) -> str:
    """Return a text with its words changed."""
    words = markdown.split()
    for edit in reversed(found):
        words[edit.start : edit.end] = edit.words
    return " ".join(words)


def _places(sources: Sequence[str], printed: Sequence[str]) -> dict[int, int]:
    """Return, for each printed word, its word in the source."""
    blocks = _matcher([_plain(word) for word in printed], [_plain(word) for word in sources]).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def _matcher(one: Sequence[str], other: Sequence[str]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, one, other, autojunk=False)


def _plain(word: str) -> str:
    return word.translate(_TYPED)


def _at(places: dict[int, int], index: int, printed: int, sources: int) -> int | None:
    """Return where in the source a change begins: at its first word, or after the word before it."""
    if index in places:
        return places[index]
    if index - 1 in places:
        return places[index - 1] + 1
    return sources if index == printed == 0 else None


def _after(places: dict[int, int], end: int) -> int | None:
    """Return where in the source a change ends: after its last word."""
    return places[end - 1] + 1 if end - 1 in places else None
