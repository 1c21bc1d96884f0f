"""A tagged PDF as a screen reader says it: each line has a language, a role and the words, in reading order.

Bytes in, text out. Artifacts are not heard. `CompendiumError` if the bytes are not a PDF.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from protocolpress.pdf import object_copy, parsing, tag_tree

SAID = {
    "BlockQuote": "quotation",
    "Caption": "caption",
    "Figure": "picture",
    "L": "list",
    "LI": "item",
    "Lbl": "label",
    "Link": "link",
    "Note": "note",
    "P": "text",
    "Part": "part",
    "TD": "cell",
    "TH": "head",
    "TOC": "contents",
    "TOCI": "entry",
    "TR": "row",
    "Table": "table",
    **{f"H{level}": f"heading {level}" for level in range(1, 7)},
}
"""Words said before those of an element; the words of any other element belong to the one above it."""

GROUPS = frozenset({"contents", "entry", "item", "list", "part", "row", "table"})
"""Roles said on a line of their own: their words belong to the elements in them."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Said:
    """Words of one element in one language."""

    element: int
    lang: str
    role: str
    words: str


def read(data: bytes) -> str:
    """Return the lines: the words of each element with a role, up to another one or another language in it."""
    with parsing.reading(data) as reader:
        root = tag_tree.read(reader).root
        said = itertools.groupby(_said(root, 0, "text"), key=lambda one: (one.element, one.lang, one.role))
        return "".join(_line(lang, role, "".join(one.words for one in words)) for (_, lang, role), words in said)


def _line(lang: str, role: str, words: str) -> str:
    known = " ".join(words.replace("\u00ad\n", "").split())
    return f"{lang} · {role}: {known}\n" if known else f"{lang} · {role}\n" if not words else ""


def _said(element: tag_tree.Element, number: int, role: str) -> Iterator[_Said]:
    """Iterate over what is heard of an element, in order; *number* is that of the one whose *role* it has."""
    for child in element.children:
        if isinstance(child, tag_tree.Passage):
            if child.words:
                yield _Said(number, element.lang, role, child.words)
            continue
        own = SAID.get(child.tag)
        at, as_ = (child.number, own) if own else (number, role)
        if own in GROUPS:
            yield _Said(child.number, child.lang, f"{own} {_entry(child, '/T')}".strip(), "")
        if child.alternative:
            yield _Said(at, child.lang, as_, child.alternative)
        else:
            yield from _said(child, at, as_)
        if expansion := _entry(child, "/E"):
            yield _Said(at, child.lang, as_, f" ({expansion})")


def _entry(element: tag_tree.Element, key: str) -> str:
    found = element.entries.get(key)
    return "" if found is None else object_copy.words(found)
