"""Hyphens at the ends of lines, told apart in the text of a PDF: those of words, and those that only divide them.

The latter are soft hyphens, as ISO 32000-1 asks (14.8.2.2.3): the glyph of U+00AD looks like that of the hyphen, but
has a code of its own. A program that copies or searches then joins the halves of the word. poppler does so only for a
hyphen that is not soft, so a span gives it one; and as poppler and PDFium join what any hyphen ends, a zero-width space
follows the own hyphen of "co-chaired".
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf
import weasyprint.draw
from weasyprint.text.ffi import ffi, harfbuzz

from protocolpress.pdf.patches.patch import Patch

SOFT = "\u00ad"

OWN = "-\u200b"
"""A hyphen of a word at the end of a line."""

READ = {SOFT: "-", OWN: OWN}
"""Their characters for programs that know spans."""

_LAST = re.compile(rb"([0-9a-f]{4})(>[^<>]*(?:<>[^<>]*)?\] TJ)$")
"""The last glyph of a shown text, and what follows it."""

_FONT = re.compile(rb"/(\S+) \S+ Tf$")

ffi.cdef("""
    int hb_font_get_nominal_glyph (hb_font_t *font, uint32_t unicode, uint32_t *glyph);
    int32_t hb_font_get_glyph_h_advance (hb_font_t *font, uint32_t glyph);
""")

_draw_text = weasyprint.draw.draw_text
_found = ffi.new("uint32_t *")


def note(split: Any, text: str, style: Any) -> Any:
    """Record with the layout of a line, *split* off *text*, what the hyphen at its end is; return the split."""
    layout, length, resume, *_ = split
    if resume is None:
        return split
    if length < len(layout.text.encode()):
        layout.hyphen = SOFT if layout.text.endswith(style["hyphenate_character"]) else ""
    elif layout.text.endswith("-") and layout.text[-2:-1].isalnum():
        layout.hyphen = OWN if text.encode()[resume:].decode()[:1].isalnum() else ""
    return split


def keep(before: Any, after: Any) -> None:
    """Copy that record to the layout that replaces another."""
    if hyphen := _hyphen(before):
        after.hyphen = hyphen


def _hyphen(layout: Any) -> str:
    return str(vars(layout).get("hyphen", ""))


def _draw(stream: Any, textbox: Any, offset_x: Any, text_overflow: str, *rest: Any) -> None:
    """Draw a text, and say what the hyphen at its end is."""
    hyphen, start = _hyphen(textbox.pango_layout), len(stream.stream)
    _draw_text(stream, textbox, offset_x, text_overflow, *rest)
    if hyphen:
        _name(stream, start, hyphen)


def _name(stream: Any, start: int, hyphen: str) -> None:
    """Write the last glyph among the operators from *start* on as that hyphen, in a span with its characters."""
    place, last = next(_matches(_LAST, stream.stream, start), (0, None))
    if last is None:
        return
    _, named = next(_matches(_FONT, stream.stream, 0))
    fonts = [font for font in stream._fonts.values() if font.hash == named[1].decode()]  # noqa: SLF001 - no other door
    before, plain = last.string[: last.start()], int(last[1], 16)
    code = _glyph(fonts[0], plain) if hyphen == SOFT else 0
    if code:
        for font in fonts:
            font.to_unicode[code] = SOFT
            font.widths[code] = font.widths.get(plain, fonts[0].widths[plain])
    span = pydyf.Dictionary({"ActualText": pydyf.String(READ[hyphen])})
    operators = [before + b">] TJ", b"/Span", span, b"BDC", b"[<%04x" % (code or plain) + last[2], b"EMC"]
    stream.stream[place : place + 1] = operators


def _glyph(font: Any, plain: int) -> int:
    """Return the glyph of the soft hyphen, other than the *plain* one but as wide; 0 if the font has none."""
    soft = _nominal(font, SOFT)
    width, other = (harfbuzz.hb_font_get_glyph_h_advance(font.hb_font, glyph) for glyph in (plain, soft))
    return soft if width == other and soft != plain else 0


def _nominal(font: Any, character: str) -> int:
    """Return the glyph of a character in *font*; 0 if it has none."""
    return _found[0] if harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(character), _found) else 0


def _matches(pattern: re.Pattern[bytes], drawn: list[Any], start: int) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Find operators from the last to the one at *start*."""
    for place in range(len(drawn) - 1, start - 1, -1):
        if isinstance(drawn[place], bytes) and (match := pattern.search(drawn[place])):
            yield place, match


PATCHES = (Patch("weasyprint.draw", "draw_text", _draw, "ebaf96239c6ca363"),)
