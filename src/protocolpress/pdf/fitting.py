"""Set tables that are wider than their page more tightly, step by step, and report those that still do not fit.

A laid-out document comes in, and the tables that overflow come out; or a page's HTML comes in with a step for each of
its tables, and goes out with classes for the stylesheet. First words are hyphenated, then the type is made smaller,
then the page is turned. Most pages have no such table and are laid out once.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from protocolpress.errors import Position, Problem, error

STEPS = ("fit-hyphens", "fit-hyphens fit-small", "fit-turned fit-hyphens", "fit-turned fit-hyphens fit-small")
"""The classes of a table, by step."""

SLACK = 1.0
"""Tolerance for rounding, in pixels."""

_TABLE = re.compile(r'(?<=<table class=")(?=(?:plain|actions)\b)')


@dataclasses.dataclass(frozen=True, slots=True)
class Outside:
    """Overflowing words: their page, counted from 1, and the number of their table in the document, or none."""

    page: int
    words: str
    table: int | None = None
    head: str = ""


def outside(document: Any) -> tuple[Outside, ...]:  # noqa: ANN401 - WeasyPrint has no types
    """Find the words in the flow of *document* that overflow the text block or their cell."""
    tables: dict[int, int] = {}
    found: list[Outside] = []
    for number, page in enumerate(document.pages, 1):
        body = page._page_box  # noqa: SLF001 - the boxes are available only there
        left = body.content_box_x()
        for child in body.children:
            if not isinstance(child, boxes.MarginBox):
                found += _outside(child, (left, left + body.width), None, number, tables)
    return tuple(found)


def _outside(
    box: Any,  # noqa: ANN401 - as above
    edges: tuple[float, float],
    table: Any,  # noqa: ANN401 - as above
    page: int,
    tables: dict[int, int],
) -> Iterator[Outside]:
    if isinstance(box, AbsolutePlaceholder) or not box.is_in_normal_flow():
        return
    element = box.element
    if element is not None and box.element_tag == "table" and _is_ruled(element):
        table = element
        tables.setdefault(id(element), len(tables))
    if isinstance(box, boxes.TableCellBox) and table is not None:
        edges = (max(edges[0], box.position_x), min(edges[1], box.position_x + box.border_width()))
    if isinstance(box, boxes.TextBox):
        if (
            box.text.strip()
            and not edges[0] - SLACK <= box.position_x <= box.position_x + box.width <= edges[1] + SLACK
        ):
            number = tables[id(table)] if table is not None else None
            yield Outside(page, box.text.strip(), number, _head(table) if table is not None else "")
        return
    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        yield from _outside(child, edges, table, page, tables)


def _is_ruled(element: Any) -> bool:  # noqa: ANN401 - as above
    return bool({"plain", "actions"} & set((element.get("class") or "").split()))


def _head(table: Any) -> str:  # noqa: ANN401 - as above
    """Return the words in the head of a table."""
    cells = (" ".join("".join(cell.itertext()).split()) for cell in table.iter("th"))
    words = " | ".join(cells)
    return words if len(words) <= 60 else f"{words[:59]}…"


def fitted(html: str, steps: Mapping[int, int]) -> str:
    """Set on each table of *html* the classes of its step, counted from 1; *steps* has steps by table number."""
    numbers = iter(range(html.count("<table")))

    def classes(_: re.Match[str]) -> str:
        step = steps.get(next(numbers), 0)
        return f"{STEPS[step - 1]} " if step else ""

    return _TABLE.sub(classes, html)


def raised(steps: Mapping[int, int], found: tuple[Outside, ...]) -> dict[int, int] | None:
    """Move each table in *found* to its next step; None if there is nothing left to try."""
    wide = {one.table for one in found if one.table is not None and steps.get(one.table, 0) < len(STEPS)}
    return {**steps, **{table: steps.get(table, 0) + 1 for table in wide}} if wide else None


def problems(path: str, found: tuple[Outside, ...]) -> Iterator[Problem]:
    """Report the overflows on the pages of *path*: each table once, and other words at their place."""
    named = set[int]()
    for one in found:
        place = Position(f"{path}, page {one.page}")
        if one.table is None:
            message, hint = f"“{one.words[:60]}” is wider than the page", "shorten it, or write it with spaces"
            yield error(place, "text-too-wide", message, hint)
        elif one.table not in named:
            named.add(one.table)
            message = f"the table “{one.head}” is wider than the page, even turned and in small type"
            yield error(place, "table-too-wide", message, "split it, or shorten its longest words")
