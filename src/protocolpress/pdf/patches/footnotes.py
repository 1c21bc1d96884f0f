"""The notes of two columns stand side by side below them, not one below the other.

WeasyPrint sets all notes of a page in one area, in the order of their calls. A note with a margin on its right belongs
to the first column, one with a margin on its left to the second; each column's notes move up to the one before.
The area is laid out again each time a note comes, so its height is right from the start.
"""

from __future__ import annotations

from typing import Any

import weasyprint.layout
from weasyprint.formatting_structure import boxes

from protocolpress.pdf.patches.patch import Patch

_lay_out = weasyprint.layout.block_level_layout


def _block_level_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is there
    result = _lay_out(context, box, *rest, **named)
    if isinstance(result[0], boxes.FootnoteAreaBox):
        _pair(result[0])
    return result


def _pair(area: Any) -> None:  # noqa: ANN401 - a box of WeasyPrint
    """Move the notes of each column up; a note of no column stands below all before it."""
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
    Patch("weasyprint.layout", "block_level_layout", _block_level_layout, "c1301dde9284e245"),
    Patch("weasyprint.layout.page", "block_level_layout", _block_level_layout, "c1301dde9284e245"),
)
