"""Lines: placed at once if there are no floats, measured into one rectangle, and drawn as they were set.

WeasyPrint drops each line that it has set, and sets it again to draw it. Here only a justified one is set again.
Pango sets text again if its mode changes, and WeasyPrint draws in the mode for one paragraph; so a text without an
end of paragraph is in that mode from the beginning.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import float as floats
from weasyprint.text import ffi, line_break

from protocolpress.pdf.patches.patch import Patch

ENDS = frozenset("\n\x0b\x0c\r\x85\u2028\u2029")
"""Characters that always end a line or a paragraph in Pango."""

_avoid_collisions = floats.avoid_collisions
_set_text = line_break.Layout.set_text
_deactivate = line_break.Layout.deactivate
_reactivate = line_break.Layout.reactivate
_extents = ffi.ffi.new("PangoRectangle *")


def _avoided(context: Any, box: Any, block: Any, outer: bool = True) -> Any:
    """Return x, y and width of a line: those of its block, if there are no floats."""
    simple = type(box) is boxes.LineBox and not outer and block.style["direction"] == "ltr"
    if context.excluded_shapes or not simple:
        return _avoid_collisions(context, box, block, outer)
    left = block.content_box_x()
    right = left + block.width - box.margin_right
    left += box.margin_left
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def _line_size(line: Any, style: Any) -> tuple[float, float]:
    """Return width and height of a line of Pango's."""
    ffi.pango.pango_layout_line_get_extents(line, ffi.ffi.NULL, _extents)
    width = _extents.width * ffi.FROM_UNITS
    if style["letter_spacing"] != "normal":
        width += style["letter_spacing"]
    return width, _extents.height * ffi.FROM_UNITS


def _set_as_drawn(self: Any, text: str, justify: bool = False) -> None:
    """Set a text in the mode in which it will be drawn."""
    self.single = ENDS.isdisjoint(text)
    ffi.pango.pango_layout_set_single_paragraph_mode(self.layout, self.single)
    _set_text(self, text, justify)


def _kept_until_drawn(self: Any) -> None:
    """Drop a line that was drawn, unless others are still to be drawn with it."""
    if vars(self).pop("drawn", False) and "lasting" not in vars(self):
        _deactivate(self)


def _drawn_as_it_is(self: Any, style: Any) -> None:
    """Set a line again if it was dropped, is justified, or was set in another mode."""
    self.drawn = True
    if self.justification_spacing or not self.single or "layout" not in vars(self):
        _reactivate(self, style)


PATCHES = (
    Patch("weasyprint.layout.inline", "avoid_collisions", _avoided, "5fc7793c573af328"),
    Patch("weasyprint.text.line_break", "line_size", _line_size, "03fa04fd51fc69aa"),
    Patch("weasyprint.text.line_break:Layout", "set_text", _set_as_drawn, "fe23ca9937dbf520"),
    Patch("weasyprint.text.line_break:Layout", "deactivate", _kept_until_drawn, "bfec3ec8406e1c82"),
    Patch("weasyprint.text.line_break:Layout", "reactivate", _drawn_as_it_is, "0b89ee097104b713"),
)
