"""Justified paragraphs and titles, broken as a whole: each is measured, and each of its lines is held to its end.

WeasyPrint fills one line after the other, which leaves wide word spaces where a long word has no room. Here the ends of
all lines are chosen together (`total_fit`), and WeasyPrint gets for each line the width that ends it there. If it
breaks differently, the rest is computed again from there. Paragraphs with floats, pictures or words that break anywhere
are left to it.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, percent, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi

from protocolpress.pdf.patches.patch import Patch
from protocolpress.pdf.patches.total_fit import Place, balanced, fit

LADDER = 3
"""Maximum number of consecutive lines that end with a hyphen."""

SLACK = 2.0
"""Tolerance in pixels between the measured and the actual length of a line; the next break is further away."""

SPACE = 0.25
"""A word space, as a share of the size of the letters."""

UNMEASURED = frozenset("\u00ad\u2028\u2029\t\n")
"""Characters with which a paragraph is left to WeasyPrint."""

CLOSED = str.maketrans({" ": "\u00a0", "-": "\u2011", "\u200b": "\u2060"})
"""Replacements of characters at which no line may end."""

BREAKABLE = ("normal", "pre-line")

TITLES = ("h1", "h2", "h3")
TITLE_CLASSES = ("group", "commission", "annex-of", "annex-label")
"""Titles, whose lines get similar lengths."""

KEPT = 100_000
"""Maximum number of words with cached divisions."""

_GAP = re.compile(r" +|\u200b|(?<=[^\W\d_]-)(?=[^\W\d_])|(?<=[—/])(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_GLYPH = ffi.sizeof("PangoGlyphInfo") // 4

_get_next_line = inline.get_next_linebox
_text_align = inline.text_align
_split_inline_box = inline.split_inline_box


@dataclasses.dataclass(slots=True)
class _Held:
    """The line box whose next line is set to a width."""

    line: Any = None
    width: float = 0.0


_held = _Held()


class _UnmeasuredError(Exception):
    """A paragraph contains something that is not measured here."""


@dataclasses.dataclass(slots=True)
class _Paragraph:
    """A line box before breaking: its text, and the start of each of its boxes."""

    pieces: list[str] = dataclasses.field(default_factory=list)
    edges: list[float] = dataclasses.field(default_factory=lambda: [0.0])
    """The width up to each character, and that of the whole."""
    starts: dict[tuple[int, ...], int] = dataclasses.field(default_factory=dict)
    """The sign with which a box begins, by the indexes that lead to it."""
    texts: dict[tuple[int, ...], str] = dataclasses.field(default_factory=dict)
    divisions: dict[int, float] = dataclasses.field(default_factory=dict)
    """Possible divisions of words: the next character, and the width of the hyphen."""
    text: str = ""
    places: list[Place] = dataclasses.field(default_factory=list)
    signs: list[int] = dataclasses.field(default_factory=list)
    """The sign with which the line after each place begins."""
    measure: float = 0.0
    lines: dict[int, tuple[float, int]] = dataclasses.field(default_factory=dict)
    """By the sign with which a line begins: its width, and the sign with which the next begins."""

    def sign(self, skip_stack: Any) -> int:
        """Return the sign with which a line begins."""
        path: tuple[int, ...] = ()
        found = -1
        while skip_stack is not None and found < 0:
            ((index, skip_stack),) = skip_stack.items()
            if path in self.texts:
                found = self.starts[path] + len(self.texts[path].encode()[:index].decode(errors="ignore"))
            path += (index,)
        found = self.starts[path] if found < 0 else found
        while self.text.startswith(" ", found):
            found += 1
        return found


def next_line(
    context: Any, linebox: Any, position_y: Any, bottom_space: Any, skip_stack: Any, block: Any, *rest: Any
) -> Any:
    """Set a line with the best end for the paragraph, or as WeasyPrint does if it cannot end there."""
    given = (context, linebox, position_y, bottom_space, skip_stack, block, *rest)
    held = _planned(context, linebox, skip_stack, block)
    if held is None:
        return _get_next_line(*given)
    width, reach = held
    outer = dataclasses.replace(_held)
    _held.line, _held.width = linebox, width + SLACK
    try:
        line, resume = _get_next_line(*given)
    finally:
        _held.line, _held.width = outer.line, outer.width
    if line is not None and resume is not None and linebox.paragraph.sign(resume) >= reach:
        return line, resume
    return _get_next_line(*given)


def _split(context: Any, box: Any, position_x: Any, max_x: Any, *rest: Any) -> Any:
    if box is _held.line:
        max_x = position_x + _held.width
    return _split_inline_box(context, box, position_x, max_x, *rest)


def _planned(context: Any, linebox: Any, skip_stack: Any, block: Any) -> tuple[float, int] | None:
    """Return the width of the next line and the sign that begins the one after it; None if it is to be full."""
    is_title = _is_title(block)
    wanted = (is_title or block.style["text_align_all"] == "justify") and block.style["direction"] == "ltr"
    if not wanted or context.excluded_shapes or linebox.style["white_space"] not in BREAKABLE:
        return None
    paragraph = vars(linebox).get("paragraph")
    if paragraph is None:
        linebox.paragraph = paragraph = _measured(context, linebox, block)
    if not paragraph:
        return None
    if paragraph.measure != block.width:
        paragraph.measure, paragraph.lines = block.width, {}
    start = paragraph.sign(skip_stack)
    room = block.width - (linebox.text_indent if skip_stack is None else 0)
    if paragraph.edges[-1] - paragraph.edges[start] <= room:
        return None
    if start not in paragraph.lines:
        _plan(paragraph, start, room, None if is_title else block.style["font_size"] * SPACE)
    found: tuple[float, int] | None = paragraph.lines.get(start)
    return found


def _is_title(block: Any) -> bool:
    return block.element_tag in TITLES or (block.element is not None and block.element.get("class") in TITLE_CLASSES)


def _plan(paragraph: _Paragraph, start: int, room: float, space: float | None) -> None:
    """Find where the lines from *start* on end, a title's if it has no word *space*; the last is not held."""
    first = bisect.bisect_right(paragraph.signs, start)
    spaces = paragraph.text.count(" ", 0, start) + paragraph.text.count("\u00a0", 0, start)
    edge = paragraph.edges[start]
    places = [Place(edge, edge, spaces, spaces), *paragraph.places[first:]]
    signs = [start, *paragraph.signs[first:]]
    measure = paragraph.measure
    ends = fit(places, room, measure, space, LADDER) if space is not None else balanced(places, room, measure)
    for before, after in itertools.pairwise((0, *ends[:-1])):
        paragraph.lines[signs[before]] = (places[after].end - places[before].start, signs[after])


def _measured(context: Any, linebox: Any, block: Any) -> Any:
    """Return the measures of a paragraph; False if it contains something that is not measured here."""
    paragraph = _Paragraph()
    try:
        _add(paragraph, context, linebox, block, ())
    except _UnmeasuredError:
        return False
    paragraph.text = "".join(paragraph.pieces)
    _find_places(paragraph)
    return paragraph


def _add(paragraph: _Paragraph, context: Any, parent: Any, block: Any, path: tuple[int, ...]) -> None:
    """Add the contents of a box."""
    paragraph.starts[path] = len(paragraph.edges) - 1
    for index, box in enumerate(parent.children):
        place = (*path, index)
        if not box.is_in_normal_flow():
            raise _UnmeasuredError
        if isinstance(box, boxes.TextBox):
            _add_text(paragraph, context, box, place)
        elif isinstance(box, boxes.InlineBox):
            percent.resolve_percentages(box, block)
            paragraph.edges[-1] += _spacing(box.margin_left, box.border_left_width, box.padding_left)
            _add(paragraph, context, box, block, place)
            paragraph.edges[-1] += _spacing(box.margin_right, box.border_right_width, box.padding_right)
        elif isinstance(box, boxes.InlineBlockBox):
            paragraph.starts[place] = len(paragraph.edges) - 1
            paragraph.pieces.append("\ufffc")
            paragraph.edges.append(paragraph.edges[-1] + preferred.max_content_width(context, box))
        else:
            raise _UnmeasuredError
    paragraph.starts[*path, len(parent.children)] = len(paragraph.edges) - 1


def _spacing(*lengths: Any) -> float:
    return float(sum(length for length in lengths if length != "auto"))


def _add_text(paragraph: _Paragraph, context: Any, box: Any, place: tuple[int, ...]) -> None:
    """Add a text, with the possible divisions of its words."""
    text, style = box.text, box.style
    if not UNMEASURED.isdisjoint(text) or style["overflow_wrap"] != "normal":
        raise _UnmeasuredError
    start = len(paragraph.edges) - 1
    paragraph.starts[place], paragraph.texts[place] = start, text
    is_open = style["white_space"] in BREAKABLE
    paragraph.pieces.append(text if is_open else text.translate(CLOSED))
    widths = itertools.accumulate(_advances(text, style, context), initial=paragraph.edges.pop())
    paragraph.edges.extend(widths)
    if not is_open or style["hyphens"] != "auto" or not style["lang"]:
        return
    total, left, right = style["hyphenate_limit_chars"]
    hyphen = preferred.split_first_line(style["hyphenate_character"], style, context, None, 0)[3]
    for word in _WORD.finditer(text):
        if len(word[0]) >= total:
            for division in _divisions(word[0], style["lang"], left, right):
                paragraph.divisions[start + word.start() + division] = hyphen


@functools.lru_cache(KEPT)
def _divisions(word: str, lang: str, left: int, right: int) -> tuple[int, ...]:
    """Return the possible divisions of a word."""
    known = line_break.pyphen.language_fallback(lang)
    return tuple(_dictionary(known, left, right).positions(word)) if known else ()


@functools.cache
def _dictionary(lang: str, left: int, right: int) -> Any:
    return line_break.pyphen.Pyphen(lang=lang, left=left, right=right)


def _advances(text: str, style: Any, context: Any) -> Iterator[float]:
    """Return the width of each character of a text, on one line; the later ones of a ligature have no width."""
    data = text.encode()
    widths = [0] * len(data)
    layout = line_break.create_layout(text, style, context, None, 0)
    run = layout.get_first_line()[0].runs[0] if text else ffi.NULL
    while run != ffi.NULL:
        item, run = run.data, run.next
        count = item.glyphs.num_glyphs
        glyphs = memoryview(ffi.buffer(item.glyphs.glyphs, count * _GLYPH * 4)).cast("i")[1::_GLYPH].tolist()
        start = item.item.offset
        for cluster, width in zip(ffi.unpack(item.glyphs.log_clusters, count), glyphs, strict=True):
            widths[start + cluster] += width
    return (width * FROM_UNITS for width, byte in zip(widths, data, strict=True) if byte & 0xC0 != 0x80)


def _find_places(paragraph: _Paragraph) -> None:
    """Find the places where lines may end; the last word is not divided."""
    text, edges = paragraph.text, paragraph.edges
    found = [(gap.start(), gap.end(), -1.0) for gap in _GAP.finditer(text, 1, len(text.rstrip(" ")))]
    last = text.rstrip(" ").rfind(" ")
    found += [(place, place, hyphen) for place, hyphen in paragraph.divisions.items() if place < last]
    spaces = counted = 0
    for end, start, hyphen in sorted(found):
        spaces += text.count(" ", counted, end) + text.count("\u00a0", counted, end)
        counted = end
        divides = hyphen >= 0
        place = Place(edges[end] + max(hyphen, 0), edges[start], spaces, spaces + text.count(" ", end, start), divides)
        paragraph.places.append(place)
        paragraph.signs.append(start)
    paragraph.places.append(Place(edges[-1], edges[-1], spaces, spaces))
    paragraph.signs.append(len(text))


def is_held() -> bool:
    """Whether the end of the current line was chosen for its paragraph."""
    return _held.line is not None


def _align(context: Any, line: Any, available_width: float, last: bool) -> Any:
    """Place a line; one that is longer than its measure gets narrower word spaces."""
    if not last and line.width > available_width and is_held() and line.element is _held.line.element:
        inline.justify_line(context, line, available_width - line.width)
        return 0
    return _text_align(context, line, available_width, last)


PATCHES = (
    Patch("weasyprint.layout.inline", "text_align", _align, "e953d41b87ccfc30"),
    Patch("weasyprint.layout.inline", "split_inline_box", _split, "3a0cb7ca7e34c7ef"),
)
