"""Fixes for two faults of WeasyPrint 70 in setting lines, and two rules that it lacks.

*Breaking.* A line that ends in a space before an element can break after its first word, and one that is a fraction of
a pixel too long is broken somewhere before that element, not within the text that is too long.

Where a line must break right between text and the element after it, WeasyPrint asks for that text in a width that is
smaller by a pixel or so. The text then overflows by its trailing space alone, which hangs over a line's end; but it
counts, and the text is broken at its first opportunity. Text that fits without its trailing spaces fits; if the last of
them is a no-break space, the line ends before the last word.

*Justifying.* PT Serif kerns letters with the space. WeasyPrint measures a line with that kerning and draws it without,
because the added space parts the runs; so the right edge is off by up to two points. A line's gain is taken off first.

Spaces that would be very wide share what is to be filled with the letters, which are set apart by as much as is not
seen; a line whose spaces would be wider still is left as it is. `paragraphs` finds where the lines of a paragraph end.

*Dividing.* The last word of a text is not divided: half a word alone is no last line. Not more than two lines in a row
end with a hyphen, three where they are justified.

Tests hold each fault and its fix.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import Layout, create_layout, line_size

from protocolpress.pdf.patches import hyphens, paragraphs
from protocolpress.pdf.patches.patch import Patch

NARROWEST = 0.2
"""Minimum average width of a character, as a share of the font size; a run that cannot fit is not tried."""

COLLAPSING = ("normal", "nowrap", "pre-line")

HYPHENS = 6
"""Maximum number of places at which division of a word is tried."""

LADDER = (2, paragraphs.LADDER)
"""Lines in a row that may end with a hyphen: in ragged text, in justified text."""

WIDE = 0.8
"""The share of a word space that may be added to it before letters are set apart."""

TRACKING = 0.014
"""Space between letters, as a share of their size, that is not seen."""

LOOSEST = 2.0
"""The share beyond which a line is left as it is, shorter than its measure."""

TINY = 0.01
"""A word space, in pixels, large enough to separate the runs and too small to be seen."""


@dataclasses.dataclass(slots=True)
class _Ladder:
    """Consecutive lines that end with a hyphen: their paragraph, their number, and whether another is forbidden."""

    paragraph: int = 0
    steps: int = 0
    is_full: bool = False


_ladder = _Ladder()
_split_first_line = inline.split_first_line
_justify_line = inline.justify_line
_add_spacing = inline.add_word_spacing


def _split(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
    """Split the first line off a text, and record what a hyphen at its end is."""
    return hyphens.note(_fitted(text, style, context, max_width, *rest, **named), text, style)


def _fitted(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
    result = _split_first_line(text, style, context, max_width, *rest, **named)
    if result[2] is not None and max_width is not None and 0 < result[3] - max_width < 1:
        earlier = _split_first_line(text, style, context, max_width - 1, *rest, **named)
        if earlier[3] <= max_width:
            result = earlier
    if result[2] is not None and max_width is not None:
        result = _whole(result, text, style, context, *rest, **named)
    bare = text.rstrip(" \u00a0")
    fits_whole = result[2] is None
    if fits_whole or bare == text or not bare or style["white_space"] not in COLLAPSING or max_width is None:
        return result
    left = len(bare) - len(text.encode()[: result[2]].decode(errors="ignore"))
    if (left - 1) * style["font_size"] * NARROWEST > max_width - result[3]:
        return result
    layout, length, resume, width, *metrics = _split_first_line(bare, style, context, max_width, *rest, **named)
    if resume is not None or width > max_width:
        return result
    if "\u00a0" in text[len(bare) :]:  # its last word belongs to the element, so break before that word
        return _split_first_line(text, style, context, width - 1, *rest, **named)
    return (layout, length, len(text.encode()), width, *metrics)


def _whole(result: Any, text: str, style: Any, context: Any, *rest: Any, **named: Any) -> Any:
    """Break before a word rather than in it: before the last of *text*, and before any where a ladder is full."""
    for _ in range(0 if paragraphs.is_held() else HYPHENS):
        start = len(text.encode()[: result[2]].decode(errors="ignore")) if result[2] is not None else 0
        divided = 0 < start < len(text) and text[start - 1].isalpha() and text[start].isalpha()
        is_first = " " not in text[:start].strip()
        if not divided or is_first or (" " in text[start:].rstrip() and not _ladder.is_full):
            return result
        result = _split_first_line(text, style, context, result[3] - 1, *rest, **named)
    return result


def _next_line(
    context: Any,
    linebox: Any,
    position_y: Any,
    bottom_space: Any,
    skip_stack: Any,
    block: Any,
    *rest: Any,
) -> Any:
    """Set a line, without a hyphen at its end if enough lines before it have one."""
    outer = dataclasses.replace(_ladder)
    paragraph = id(block.element)
    steps = _ladder.steps if skip_stack is not None and _ladder.paragraph == paragraph else 0
    limit = LADDER[block.style["text_align_all"] == "justify"]
    _ladder.paragraph, _ladder.is_full = paragraph, steps >= limit
    line, resume = paragraphs.next_line(context, linebox, position_y, bottom_space, skip_stack, block, *rest)
    _ladder.paragraph, _ladder.is_full = paragraph, outer.is_full
    texts = list(_texts(line)) if line is not None and resume is not None else []
    _ladder.steps = steps + 1 if texts and texts[-1].text.endswith("-") else 0
    if linebox.element is not block.element:
        _ladder.paragraph, _ladder.steps = outer.paragraph, outer.steps
    return line, resume


def _justify(context: Any, line: Any, extra_width: float) -> None:
    """Widen the word spaces of a line, and where they get very wide, those between letters, as far as none sees it."""
    texts = list(_texts(line))
    extra = extra_width - sum(_gain(box) for box in texts)
    letters = sum(len(box.text) for box in texts)
    size = line.style["font_size"]
    space = paragraphs.SPACE * size * inline.count_expandable_spaces(line)
    beyond = extra - WIDE * space
    if beyond > 0 and extra - TRACKING * size * letters <= LOOSEST * space:
        tracking = min(beyond / letters, TRACKING * size)
        for box in texts:
            box.style = box.style.copy()
            box.style["letter_spacing"] = tracking
        extra -= tracking * letters
    if extra <= LOOSEST * space:
        _justify_line(context, line, extra)


def _add_word_spacing(context: Any, box: Any, spacing: float, x: float) -> float:
    before = vars(box).get("pango_layout")
    moved: float = _add_spacing(context, box, spacing, x)
    if isinstance(box, boxes.TextBox):
        gain = _gain(box)
        if box.style["letter_spacing"] != "normal":
            gain += box.style["letter_spacing"] * len(box.text)
            if not inline.count_expandable_spaces(box):
                box.pango_layout = create_layout(box.text, box.style, context, None, 0)
                box.pango_layout.deactivate()
        hyphens.keep(before, box.pango_layout)
        box.width += gain
        moved += gain
    return moved


def _texts(box: Any) -> Iterator[Any]:
    """Return the texts of a line, in order."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _gain(box: Any) -> float:
    """Measure how much wider a text becomes without the kerning at its spaces; asked twice for each, so cached."""
    spaces = inline.count_expandable_spaces(box)
    if not spaces:
        return 0.0
    text, gain = vars(box).get("gain", ("", 0.0))
    if text != box.text:
        gain = _drawn_width(box, TINY) - TINY * spaces - _drawn_width(box, 0)
        box.gain = (box.text, gain)
    return float(gain)


def _drawn_width(box: Any, spacing: float) -> float:
    """Measure the width of a text with this much space added to each of its spaces."""
    layout = Layout(box.style, spacing)
    layout.set_text(box.text, justify=True)
    return float(line_size(layout.get_first_line()[0], box.style)[0])


PATCHES = (
    *paragraphs.PATCHES,
    Patch("weasyprint.layout.inline", "get_next_linebox", _next_line, "67af458c2545e74f"),
    Patch("weasyprint.layout.inline", "split_first_line", _split, "39ad1016863ca34d"),
    Patch("weasyprint.layout.inline", "justify_line", _justify, "f83b21ff8793ba6b"),
    Patch("weasyprint.layout.inline", "add_word_spacing", _add_word_spacing, "879516e71f1b80fa"),
)
