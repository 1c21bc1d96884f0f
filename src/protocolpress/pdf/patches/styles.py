"""Styles: made only where something can have them, and filled with what needs no thought.

Pseudo-elements of footnotes, notes and lists get a style only where there is a footnote, a note or an item. What no
stylesheet speaks of is the initial value, or the parent's.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types

from __future__ import annotations

from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

from protocolpress.pdf.patches.patch import Patch

FOOTNOTES = frozenset({"footnote-call", "footnote-marker"})
NOTES = frozenset({"note-call", "note-marker", "note-callback"})

SPECIAL = frozenset({"position", "float", "display", "page", "anchor"})
"""What is worked out together with others, or where others look whether it was."""

INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if not (
        name in INHERITED
        or name in INITIAL_NOT_COMPUTED
        or name in SPECIAL
        or name.startswith(("__", "text_decoration_"))
        or value == "inherit"
    )
}
"""The properties that have their initial values where no stylesheet says anything."""

PLAIN = frozenset(INHERITED).difference(PHYSICAL_FUNCTIONS, SPECIAL)
"""The properties that an element takes from its parent where no stylesheet says anything."""

PHYSICAL: dict[str, set[str]] = {}
"""For each logical property (`margin_inline_start`) those that it may stand for."""
for _name, _logical in PHYSICAL_FUNCTIONS.items():
    for _direction in ("ltr", "rtl"):
        PHYSICAL.setdefault(_logical(block="ttb", inline=_direction), set()).add(_name)

_set_computed_styles = css.StyleFor.set_computed_styles
_begin = css.ComputedStyle.__init__
_begin_anonymous = css.AnonymousStyle.__init__
_work_out = css.ComputedStyle.__missing__


def is_needed(style: Any, pseudo_type: str | None) -> bool:
    """Tell whether an element of *style* can have such a pseudo-element."""
    if pseudo_type in FOOTNOTES:
        return bool(style["float"] == "footnote")
    if pseudo_type in NOTES:
        return bool(style["position"][0] == "note()")
    return pseudo_type != "marker" or "list-item" in style["display"]


def _only_needed(self: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, **rest: Any) -> None:
    """Leave out the styles of pseudo-elements that the element cannot have."""
    if pseudo_type is None or is_needed(self.get_computed_styles()[element, None], pseudo_type):
        _set_computed_styles(self, element, parent, root=root, pseudo_type=pseudo_type, **rest)


def _filled(self: Any, parent_style: Any, cascaded: Any, pseudo_type: Any, *rest: Any) -> None:
    """Begin a style with the initial values of what is not inherited and not in its cascade.

    The margins of a page have twenty styles that are asked little, and kept as long as all pages: those begin empty.
    """
    _begin(self, parent_style, cascaded, pseudo_type, *rest)
    if pseudo_type is not None and pseudo_type.startswith("@"):
        return
    self.update(INITIAL)
    for name in cascaded:
        self.pop(name, None)
        for physical in PHYSICAL.get(name, ()):
            self.pop(physical, None)


def _filled_anonymous(self: Any, parent_style: Any) -> None:
    """Begin the style of an anonymous box with initial values, and with what it inherits, as far as that is known."""
    self.update(INITIAL)
    self.update((name, parent_style[name]) for name in parent_style if name in INHERITED)
    _begin_anonymous(self, parent_style)


def _inherited(self: Any, name: str) -> Any:
    """Take a property that is simply inherited from the parent; work out any other."""
    parent = self.parent_style
    if name in PLAIN and parent is not None and name not in self.cascaded:
        value = parent[name]
        if not check_math(value):
            self[name] = value
            return value
    return _work_out(self, name)


PATCHES = (
    Patch("weasyprint.css:StyleFor", "set_computed_styles", _only_needed, "b5b15856b8beff3f"),
    Patch("weasyprint.css:ComputedStyle", "__init__", _filled, "ffbc48647d0d85e2"),
    Patch("weasyprint.css:AnonymousStyle", "__init__", _filled_anonymous, "9fbdd74c1ad0945a"),
    Patch("weasyprint.css:ComputedStyle", "__missing__", _inherited, "b318d8efc8ac79d7"),
)
