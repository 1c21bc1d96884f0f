"""Text before line breaking: the properties that Pango needs of a style, and the widths of short texts.

A layout for each style is prepared, and copied for each text. Widths that only tell the preferred width of a box are
kept for short texts, which are mostly paragraph numbers. All this is kept with the fonts for which it is valid.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

import functools
import operator
from typing import Any

from weasyprint.layout import preferred
from weasyprint.text import ffi, line_break

from protocolpress.pdf.patches import kept
from protocolpress.pdf.patches.kept import Kept
from protocolpress.pdf.patches.patch import Patch

FACES = (
    *("direction", "font_language_override", "lang", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_variation_settings", "font_kerning", "font_variant_ligatures"),
    *("font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates"),
    *("font_variant_east_asian", "font_feature_settings"),
)
"""Properties set before Pango gets a text."""

BREAKS = (
    *("white_space", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
    *("overflow_wrap", "word_break", "word_spacing", "letter_spacing", "tab_size"),
)
"""The other properties that determine line breaks and widths."""

KINDS = ("ready", "widths", "struts", "blocks")
"""Kinds of kept answers: prepared layouts, widths of texts, heights of lines, inline blocks."""

SHORT = 40
"""The longest text whose width is kept, in characters."""

OWN = frozenset({"style", "text", "single", "drawn", "justification_spacing", "max_width"})
"""The parts of a layout that depend on its text."""

_get_face = operator.itemgetter(*FACES)
_get_breaks = operator.itemgetter(*BREAKS)
_split_first_line = preferred.split_first_line
_find_strut = line_break.strut
_set_up = line_break.Layout.setup
_can_break_text = functools.lru_cache(kept.MOST)(line_break.can_break_text)

ffi.ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *layout);")


def answers(style: Any, kind: str) -> Kept:
    """Return the answers of a kind that are valid for the fonts of *style*."""
    try:
        kinds: dict[str, Kept] = style.font_config.answers
    except AttributeError:
        kinds = style.font_config.answers = {kind: Kept() for kind in KINDS}
    return kinds[kind]


def _set_up_once(self: Any, style: Any) -> None:
    """Begin a text of *style* with a copy of the prepared layout; drawings have another kind of style."""
    if type(style["font_family"]) is not tuple:
        _set_up(self, style)
        return
    known = answers(style, "ready")
    key = (_get_face(style), style["text_decoration_line"] == "none")
    if key not in known:
        _set_up(self, style)
        known[key] = {name: value for name, value in vars(self).items() if name not in OWN}
    ready = known[key]
    vars(self).update(ready)
    self.style = style
    self.layout = ffi.ffi.gc(ffi.pango.pango_layout_copy(ready["layout"]), ffi.gobject.g_object_unref)


def _measured(  # noqa: PLR0913, PLR0917 - WeasyPrint's signature
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    spacing: Any,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Return the measures of a line of *text*, without its layout, which preferred widths do not need."""
    if len(text) > SHORT or max_width:
        return _split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
    known = answers(style, "widths")
    key = (text, max_width, spacing, is_line_start, minimum, _get_face(style), _get_breaks(style))
    if key not in known:
        _, *found = _split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
        known[key] = (None, *found)
    return known[key]


def _strut(style: Any) -> Any:
    """Return the height and the baseline of an empty line."""
    known = answers(style, "struts")
    key = (_get_face(style), style["line_height"])
    if key not in known:
        known[key] = _find_strut(style)
    return known[key]


PATCHES = (
    Patch("weasyprint.text.line_break:Layout", "setup", _set_up_once, "fb227a55094f41d4"),
    Patch("weasyprint.layout.preferred", "split_first_line", _measured, "39ad1016863ca34d"),
    Patch("weasyprint.layout.inline", "strut", _strut, "b57885b70dd08efe"),
    Patch("weasyprint.layout.preferred", "can_break_text", _can_break_text, "4f3fb5ef1c239df9"),
    Patch("weasyprint.layout.inline", "can_break_text", _can_break_text, "4f3fb5ef1c239df9"),
)
