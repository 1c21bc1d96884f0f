"""A mend for one fault of WeasyPrint 70: a line that ends in a space before an element can break after its first word.

Where a line must break right between text and the element after it, WeasyPrint asks for that text in a width that is
smaller by a pixel or so. The text then overflows by its trailing space alone, which hangs over a line's end; but it
counts, and the text is broken at its first opportunity. Text that fits without its trailing spaces fits; if the last of
them is a no-break space, the line ends before the last word.

The function it wraps is private: WeasyPrint is pinned to one version, and a test holds the fault and its mend.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline

NARROWEST = 0.2
"""No run of text is narrower than this share of its size a character; what cannot fit is not tried."""

COLLAPSING = ("normal", "nowrap", "pre-line")

_split_first_line = inline.split_first_line


def mend() -> None:
    """Let WeasyPrint break lines as it should, in this process."""
    inline.split_first_line = _split


def _split(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is there
    result = _split_first_line(text, style, context, max_width, *rest, **named)
    bare = text.rstrip(" \u00a0")
    fits_whole = result[2] is None
    if fits_whole or bare == text or not bare or style["white_space"] not in COLLAPSING or max_width is None:
        return result
    if len(bare) * style["font_size"] * NARROWEST > max_width:
        return result
    layout, length, resume, width, *metrics = _split_first_line(bare, style, context, max_width, *rest, **named)
    if resume is not None or width > max_width:
        return result
    if "\u00a0" in text[len(bare) :]:  # its last word belongs to the element: break before that word
        return _split_first_line(text, style, context, width - 1, *rest, **named)
    return (layout, length, len(text.encode()), width, *metrics)
