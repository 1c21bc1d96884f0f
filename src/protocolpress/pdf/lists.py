"""Numbered paragraphs and bullets → nested lists of the structure tree (ISO 32000-1, 14.8.4.3.3): L, LI, Lbl, LBody.

A page has them as consecutive paragraphs, each with its level; a listener hears their structure and their number. A
paragraph without a number that continues an item is part of it.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pydyf

from protocolpress.pdf.nodes import Node

_LEVEL = re.compile(r"level-(\d)")

NUMBERINGS = (
    (r"–", "Disc"),
    (r"\(?[ivxlc]+[.)]+", "LowerRoman"),
    (r"\(?[IVXLC]+[.)]+", "UpperRoman"),
    (r"\(?[a-zа-яё][.)]+", "LowerAlpha"),
    (r"\(?[A-ZА-ЯЁ][.)]+", "UpperAlpha"),
    (r".*\d.*", "Decimal"),
)
"""Patterns of labels, and the names of their lists (ISO 32000-1, table 347); the first match counts."""


@dataclasses.dataclass(slots=True)
class _Open:
    """An open list: its level, its element, and the body of its last item."""

    level: int
    element: Node
    body: Node


class Lists:
    """The open lists, by the element around them; lives as long as one tree is made."""

    def __init__(self) -> None:
        """Start without lists."""
        self._open: dict[Node, list[_Open]] = {}
        self._last: dict[Node, int] = {}

    def part(self, element: Any, name: str, around: Node, lang: str, page: int) -> Node | None:  # noqa: ANN401 - WeasyPrint has no types
        """Return the label or the body of the item that *element* is; None if it does not belong to a list."""
        if name == "p":
            return self.body(element, around, lang, page)
        is_number = around.tag == "LBody" and element.get("class") == "number"
        return self.label(around, lang, page) if is_number else None

    def body(self, element: Any, around: Node, lang: str, page: int) -> Node | None:  # noqa: ANN401 - WeasyPrint has no types
        """Return the body of the item that the paragraph *element* is or continues; None for other paragraphs."""
        classes = (element.get("class") or "").split()
        level = next((int(match[1]) for one in classes if (match := _LEVEL.fullmatch(one))), 0)
        levels = self._levels(around)
        if not level:
            return None
        while levels and levels[-1].level > level:
            levels.pop()
        if not {"item", "bullet"} & set(classes):
            return levels[-1].body.child("P", lang, page) if levels and levels[-1].level == level else None
        label = "".join(next(iter(element), element).itertext()).strip()
        if not levels or levels[-1].level < level:
            parent = levels[-1].body if levels else around
            levels.append(_Open(level, parent.child("L", lang, page), parent))
            levels[-1].element.facts["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{_numbering(label)}"})
        item = levels[-1].element.child("LI", lang, page)
        levels[-1].body = item.child("LBody", lang, page)
        self._last[around] = len(around.kids)
        return levels[-1].body

    def label(self, body: Node, lang: str, page: int) -> Node:
        """Return the label of the item whose body is *body*."""
        item = body.parent or body
        label = Node("Lbl", item, lang, page=page)
        item.kids.insert(0, label)
        return label

    def _levels(self, around: Node) -> list[_Open]:
        """Return the lists open in *around*; none if other content has come since."""
        if self._last.get(around) != len(around.kids):
            self._open[around] = []
        return self._open.setdefault(around, [])


def _numbering(label: str) -> str:
    return next((name for pattern, name in NUMBERINGS if re.fullmatch(pattern, label)), "None")
