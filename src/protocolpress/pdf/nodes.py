"""Structure elements under construction (ISO 32000-1, 14.7.2), with their contents in reading order."""

from __future__ import annotations

import dataclasses
from typing import Any

import pydyf

Mark = tuple[int, int]
"""Page, counted from 0, and marked-content id on it."""


@dataclasses.dataclass(slots=True, eq=False)
class Node:
    """A structure element under construction."""

    tag: str
    parent: Node | None
    lang: str
    kids: list[Node | Mark | pydyf.Dictionary] = dataclasses.field(default_factory=list)
    """Elements, marked content, and annotations, in reading order."""
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    """Other entries of its dictionary."""
    page: int = 0
    """The place where it begins."""

    def child(self, tag: str, lang: str = "", page: int = 0) -> Node:
        """Append an element."""
        node = Node(tag, self, lang or self.lang, page=page)
        self.kids.append(node)
        return node
