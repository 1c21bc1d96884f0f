"""Glyphs: the PDF code of a glyph of one width in a font is assembled once, and runs are read from Pango at once.

Lines with an ellipsis, picture glyphs, missing glyphs and those that are raised or empty are left to WeasyPrint; they
are detected before any part of a line is written.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

import struct
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from protocolpress.pdf.patches.patch import Patch

INFO = struct.Struct("=IiiiI")
"""A `PangoGlyphInfo`: its glyph, its width, its offsets to the right and upwards, other flags."""

EXACT_SIZES = 14802
"""Since this version, Pango knows the exact size of a font (its issue 530)."""

PIECE = 16
"""Number of bytes of the version that are compared."""

_draw_first_line = drawing.draw_first_line


def _drawn(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """Draw a line of ordinary glyphs."""
    usual = text_overflow != "ellipsis" and block_ellipsis == "none"
    runs = _runs(stream, textbox) if usual and textbox.text.strip() and textbox.style["font_size"] >= 1e-6 else None
    if runs is None:
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    shown = ""
    for start, glyphs in runs:
        if start is not None:
            if shown:
                stream.show_text(shown)
            shown = ""
            stream.set_font_size(*start)
        shown += f"<{glyphs}" if glyphs.endswith("<") else f"<{glyphs}>" if glyphs else ""
        shown = shown.removesuffix("<")
    stream.show_text(shown)
    return []


def _runs(stream: Any, textbox: Any) -> list[tuple[tuple[str, float] | None, str]] | None:
    """Return the glyphs of each run of a line, and its font if it changes.

    Return None if one of them is not an ordinary glyph.
    """
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    first_line, _ = layout.get_first_line()
    found: list[tuple[tuple[str, float] | None, str]] = []
    before, font, size = None, None, 0.0
    run = first_line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        pango_font = item.item.analysis.font
        start = None
        if pango_font != before:
            before = pango_font
            font, size = stream.add_font(pango_font)
            if font.bitmap or font.svg or font.png or font.colr:
                return None
            if pango.pango_version() < EXACT_SIZES:
                size = textbox.style["font_size"]
            start = (font.hash, size)
        glyphs = _glyphs(stream, item, font, size, layout)
        if glyphs is None:
            return None
        found.append((start, glyphs))
    return found


def _glyphs(stream: Any, item: Any, font: Any, size: float, layout: Any) -> str | None:
    """Return the glyphs of a run as PDF code; None if there is an unusual one."""
    known: dict[bytes, str] = vars(font).setdefault("pieces", {}).setdefault(size, {})
    string = item.glyphs
    data = bytes(ffi.buffer(string.glyphs, string.num_glyphs * INFO.size))
    said = [known.get(data[start : start + PIECE]) for start in range(0, len(data), INFO.size)]
    for place, piece in enumerate(said):
        if piece is None:
            start = place * INFO.size
            glyph, width, across, up, _ = INFO.unpack_from(data, start)
            if up or glyph >= pango.PANGO_GLYPH_EMPTY:
                return None
            _name(font, item, place, layout)
            if glyph not in font.widths:
                pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
                font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
            said[place] = known[data[start : start + PIECE]] = _piece(
                glyph, width, across / size, font.widths[glyph], size
            )
    return "".join(said)  # type: ignore[arg-type]  # nothing is missing here


def _piece(glyph: int, width: int, offset: float, advance: float, size: float) -> str:
    """Write a glyph, with the adjustments before and after it that the font's widths do not include."""
    kerning = advance + offset - width * 1000 * FROM_UNITS / size
    before = f">{-offset}<" if offset else ""
    behind = f">{int(kerning)}<" if kerning else ""
    return f"{before}{glyph:04x}{behind}"


def _name(font: Any, item: Any, place: int, layout: Any) -> None:
    """Record the characters of a glyph, unless they are known."""
    string = item.glyphs
    glyph = string.glyphs[place].glyph
    if glyph in font.to_unicode:
        return
    clusters = string.log_clusters
    first = clusters[place]
    if item.item.analysis.level % 2:  # from right to left
        last = item.item.length if place == 0 else clusters[place - 1]
    else:
        last = item.item.length if place == string.num_glyphs - 1 else clusters[place + 1]
    start = item.item.offset
    font.to_unicode[glyph] = layout.text.encode()[start + first : start + last].decode()


PATCHES = (
    (Patch("weasyprint.draw.text", "draw_first_line", _drawn, "1bb8eae6d88e71b1"),)
    if ffi.sizeof("PangoGlyphInfo") == INFO.size
    else ()
)
