"""Inline blocks of one short text, such as paragraph numbers: laid out once for each text and style.

The values that layout adds to the boxes are recorded, and reused for boxes with the same text and style in a block of
the same width. Only if the text begins at the left edge of its block, because rounding then cannot differ.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import Layout

from protocolpress.pdf.patches.patch import Patch
from protocolpress.pdf.patches.texts import SHORT, answers

PLAIN = (int, float, str, tuple, type(None), Layout)
"""Attributes that layout sets on a box outside a page."""

Added = tuple[dict[str, Any], ...]
"""Values that layout has added to a block, its line and its text."""

_lay_out = inline.inline_block_box_layout


def _laid_out(context: Any, box: Any, position_x: float, skip_stack: Any, block: Any, *rest: Any) -> Any:
    """Lay out an inline block at *position_x* of *block*."""
    before = _chain(box)
    kept = getattr(box.style, "kept", None)
    if skip_stack is not None or kept is None or not before or not _is_plain(*before):
        return _lay_out(context, box, position_x, skip_stack, block, *rest)
    known = answers(box.style, "blocks")
    key = (kept, before[-1].text, block.width, block.height)
    if key not in known:
        states = [dict(vars(one)) for one in before]
        made = _lay_out(context, box, position_x, skip_stack, block, *rest)
        known[key] = _added(states, _chain(made), position_x)
        return made
    if known[key] is None:
        return _lay_out(context, box, position_x, skip_stack, block, *rest)
    return _joined(before, known[key], position_x)


def _chain(box: Any) -> tuple[Any, ...]:
    """Return a block, its only line, and its only text; nothing if it has more, or something else."""
    if type(box) is boxes.InlineBlockBox and len(box.children) == 1:
        (line,) = box.children
        if type(line) is boxes.LineBox and len(line.children) == 1:
            (text,) = line.children
            if type(text) is boxes.TextBox and len(text.text) <= SHORT:
                return box, line, text
    return ()


def _is_plain(box: Any, line: Any, text: Any) -> bool:
    """Whether only the style of the block determines its layout."""
    own = box.style.anonymous_style
    return line.style is own and text.style is own and not (box.first_letter_style or box.first_line_style)


def _added(before: list[dict[str, Any]], chain: tuple[Any, ...], position_x: float) -> Added | None:
    """Record the values that layout has added to boxes that were so *before*; None if they hold only for this place."""
    if len(chain) != len(before) or any(one.position_x != position_x for one in chain):
        return None
    found = []
    for was, box in zip(before, chain, strict=True):
        added = {name: value for name, value in vars(box).items() if name not in was or was[name] is not value}
        added.pop("children", None)
        if not all(isinstance(value, PLAIN) for value in added.values()):
            return None
        found.append(added)
    chain[-1].pango_layout.lasting = True
    return tuple(found)


def _joined(before: tuple[Any, ...], added: Added, position_x: float) -> Any:
    """Make the boxes as layout makes them."""
    made = []
    for box, addition in zip(before, added, strict=True):
        copy = box.copy()
        vars(copy).update(addition)
        copy.position_x = position_x
        made.append(copy)
    block, line, text = made
    block.children, line.children = [line], [text]
    return block


PATCHES = (Patch("weasyprint.layout.inline", "inline_block_box_layout", _laid_out, "e1588f1538b60873"),)
