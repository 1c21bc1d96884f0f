"""Lengths: what was worked out for a box is taken for all boxes whose style says the same, in a block as wide.

Nearly all boxes of a publication share some hundreds of combinations. Functions (`calc()`) are worked out each time.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types

from __future__ import annotations

import operator
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, percent

from protocolpress.pdf.patches.kept import Kept
from protocolpress.pdf.patches.patch import Patch

USERS = ("absolute", "block", "column", "float", "grid", "inline", "page", "percent", "table")
"""The modules that know `resolve_percentages` by name."""

BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")
LENGTHS = (
    *("margin_top", "margin_right", "margin_bottom", "margin_left"),
    *("padding_top", "padding_right", "padding_bottom", "padding_left"),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
    *BORDERS,
    *("border_collapse", "box_sizing"),
)
RADII = (
    *("border_top_left_radius", "border_top_right_radius"),
    *("border_bottom_right_radius", "border_bottom_left_radius"),
)
SHARP = ((Dimension(0, "px"),) * 2,) * 4

_get_lengths = operator.itemgetter(*LENGTHS)
_get_radii = operator.itemgetter(*RADII)
_resolve_percentages = percent.resolve_percentages
_resolve_radii = percent.resolve_radii_percentages
_is_in_normal_flow = boxes.Box.is_in_normal_flow
_sharp = dict.fromkeys(RADII, (0, 0))
_known = Kept()


class _Blank:
    """A box that has nothing but its style."""

    def __init__(self, style: Any) -> None:
        self.style = style


def _lengths(box: Any, containing_block: Any) -> None:
    """Set the used lengths of *box*."""
    if isinstance(containing_block, boxes.Box):
        width, height = containing_block.width, containing_block.height
    else:
        width, height = containing_block
    values = _get_lengths(box.style)
    known = _known.get((values, width, height))
    *_, collapse, sizing = values
    if known is None:
        if isinstance(box, boxes.PageBox) or sizing != "content-box" or any(map(check_math, values)):
            _resolve_percentages(box, containing_block)
            return
        blank = _Blank(box.style)
        _resolve_percentages(blank, (width, height))
        known = _known[values, width, height] = {name: used for name, used in vars(blank).items() if name != "style"}
    found = vars(_itself(box))
    set_by_table = {name: found[name] for name in BORDERS if name in found} if collapse == "collapse" else {}
    found.update(known)
    found.update(set_by_table)


def _radii(box: Any) -> None:
    """Set the used radii of the corners of *box*: nearly all are sharp."""
    if _get_radii(box.style) == SHARP:
        vars(_itself(box)).update(_sharp)
    else:
        _resolve_radii(box)


def _itself(box: Any) -> Any:
    """Give the box behind one that stands in its place until it is laid out."""
    return box._box if type(box) is absolute.AbsolutePlaceholder else box  # noqa: SLF001 - nothing else tells


def _is_in_flow(self: Any) -> bool:
    """Tell whether a box is in normal flow: the usual case first."""
    style = self.style
    usual = style["float"] == "none" and style["position"] in ("static", "relative")
    return usual or bool(_is_in_normal_flow(self))


PATCHES = (
    *(Patch(f"weasyprint.layout.{module}", "resolve_percentages", _lengths, "71673078096fcf87") for module in USERS),
    Patch("weasyprint.layout.background", "resolve_radii_percentages", _radii, "4980b3798c671710"),
    Patch("weasyprint.formatting_structure.boxes:Box", "is_in_normal_flow", _is_in_flow, "5f49d6ab23da7e51"),
)
