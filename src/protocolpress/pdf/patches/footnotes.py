"""Footnotes of two columns are set side by side below them, not one below the other, and linked with their calls.

WeasyPrint sets all notes of a page in one area, in the order of their calls. A note with a margin on its right belongs
to the first column, one with a margin on its left to the second; each column's notes move up to the previous one. The
area is laid out again for each note, so its height is right from the start.

A call links to its note, and the number of a note back to its call; WeasyPrint has no style for this.
"""

from __future__ import annotations

from typing import Any

import weasyprint.layout
from weasyprint.formatting_structure import boxes, build

from protocolpress.pdf.patches.patch import Patch

CALL = "-call"
"""Suffix of the name of a call after that of its note."""

_make_box = build.make_box
_lay_out = weasyprint.layout.block_level_layout


def _block_level_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - as in WeasyPrint
    result = _lay_out(context, box, *rest, **named)
    if isinstance(result[0], boxes.FootnoteAreaBox):
        _pair(result[0])
    return result


def _linked(tag: str, style: Any, content: Any, element: Any) -> Any:  # noqa: ANN401 - as above
    box = _make_box(tag, style, content, element)
    note = element.get("id") if tag.endswith(("::footnote-call", "::footnote-marker")) else None
    if note and tag.endswith("-call"):
        box.link = ("url", ("internal", note))
        box.style = box.style.copy()
        box.style["anchor"] = f"{note}{CALL}"
    elif note:
        box.link = ("url", ("internal", f"{note}{CALL}"))
    return box


def _pair(area: Any) -> None:  # noqa: ANN401 - a box of WeasyPrint
    """Move the notes of each column up; a note of no column is set below all before it."""
    top = area.content_box_y()
    ends = [top, top]
    for note in area.children:
        columns = [column for column, margin in enumerate((note.margin_right, note.margin_left)) if margin > 0] or [
            0,
            1,
        ]
        start = max(ends[column] for column in columns)
        note.translate(dy=start - note.position_y)
        for column in columns:
            ends[column] = start + note.margin_height()
    if area.children:
        area.height = max(ends) - top


PATCHES = (
    Patch("weasyprint.formatting_structure.build", "make_box", _linked, "197b63dcf2afeaa6"),
    Patch("weasyprint.layout", "block_level_layout", _block_level_layout, "c1301dde9284e245"),
    Patch("weasyprint.layout.page", "block_level_layout", _block_level_layout, "c1301dde9284e245"),
)
