"""What somebody changed in printed words → the same change in the Markdown that they were printed from.

Both are compared word by word; quotation marks and spaces that typography has set count as those that were typed. A
change within marks, links or references is none that can be carried over so.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Sequence

_TYPED = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("’‘", "'") | dict.fromkeys("–—‑", "-"))
"""Signs that typography sets for typed ones."""


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """Words of a text, from *start* to before *end*, that become others."""

    start: int
    end: int
    words: tuple[str, ...]


def edits(markdown: str, printed: str, changed: str) -> tuple[Edit, ...] | None:
    """Return how the words of *markdown*, which prints *printed*, become those that print *changed*.

    None if a change touches what is not printed word by word.
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
    """Return which word of the source each printed word is."""
    blocks = _matcher([_plain(word) for word in printed], [_plain(word) for word in sources]).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def _matcher(one: Sequence[str], other: Sequence[str]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, one, other, autojunk=False)


def _plain(word: str) -> str:
    return word.translate(_TYPED)


def _at(places: dict[int, int], index: int, printed: int, sources: int) -> int | None:
    """Return where in the source a change begins: at its first word, or behind the word before it."""
    if index in places:
        return places[index]
    if index - 1 in places:
        return places[index - 1] + 1
    return sources if index == printed == 0 else None


def _after(places: dict[int, int], end: int) -> int | None:
    """Return where in the source a change ends: behind its last word."""
    return places[end - 1] + 1 if end - 1 in places else None
