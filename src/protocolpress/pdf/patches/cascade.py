"""The cascade: a style is computed once for all elements that match the same rules, and kept from page to page.

A style depends on the parent's style, the matching rules and the element's language; so it is cached by these, with the
fonts of a shelf (`stylesheets`). A page gets its own copy, because layout writes into some styles; values that the copy
lacks are computed and kept in the original. An anchor belongs to one element and is not inherited. Elements with inline
declarations, and all below them, have their own styles.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import Any

from weasyprint import css
from weasyprint.css.validation import preprocess_declarations
from weasyprint.layout import page

from protocolpress.pdf.patches.kept import Kept
from protocolpress.pdf.patches.patch import Patch

FOOTNOTES = frozenset({"footnote-call", "footnote-marker"})
NOTES = frozenset({"note-call", "note-marker", "note-callback"})

SIMPLE = re.compile(r"[\w.-]+")
"""Anchors that are written in the same way in HTML and as a CSS string."""

Found = tuple[Any, Any, Any, Any]
"""Rules that match an element: their origin, specificity, layer, and declarations."""

_begin = css.StyleFor.__init__
_style_pages = page.set_page_type_computed_styles


class _Kept(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """A style that outlives its page; equal only to itself."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Whether it is the same object."""
        return self is other


class _Lent(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """A page's copy of a kept style."""

    def __init__(self, kept: _Kept) -> None:
        dict.__init__(self, kept)
        self.__dict__.update(vars(kept))
        self.kept = kept

    def __missing__(self, name: str) -> Any:
        value = self[name] = self.kept[name]
        return value


def _styles(self: Any, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, targets: Any) -> None:
    """Compute the styles of all elements and of their pseudo-elements."""
    if presentational_hints:
        _begin(self, html, sheets, presentational_hints, font_config, targets)
        return
    self._cascaded_styles, self._computed_styles = {}, {}
    self._sheets, self.font_config = sheets, font_config
    self.initial_page_sizes = {"box": None, "area": None}
    self.finder = _Finder(self, html, targets)
    for wrapper in html.wrapper_element.iter_subtree():
        self.finder.style(wrapper)
    self._cascaded_styles.clear()


def _page_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Compute the styles of a page and of its margins."""
    finder = getattr(style_for, "finder", None)
    if finder is None or not finder.style_page(page_type):
        _style_pages(page_type, html, style_for)


class _Finder:
    """Computes the styles of a document."""

    def __init__(self, styles: Any, html: Any, targets: Any) -> None:
        self._for = styles
        self._html = html
        self._targets = targets
        self._computed = styles.get_computed_styles()
        known = getattr(styles.font_config, "styles", None)
        self._known: dict[Any, tuple[_Kept, Any]] = Kept() if known is None else known
        self._lent: dict[_Kept, _Lent] = {}
        self._behind: dict[Any, _Kept] = {}
        """Kept styles, by element."""

    def style(self, wrapper: Any) -> None:
        """Compute the style of an element whose parent already has one."""
        element = wrapper.etree_element
        parent = wrapper.parent.etree_element if wrapper.parent else None
        own: list[Found] = []
        pseudo: dict[str, list[Found]] = {}
        for one in self._rules(wrapper):
            (own if one[0] is None else pseudo.setdefault(one[0], [])).append(one[1:])
        behind = self._shared(element, parent, own)
        if behind is None:
            self._alone(element, parent, own, pseudo)
            return
        self._behind[element] = behind
        anchor = element.get("id")
        lent = self._computed[element, None] = self._lend(behind, anchor)
        if anchor and self._targets:
            self._targets.collect_anchor(anchor)
        for kind, rules in pseudo.items():
            if _is_needed(lent, kind):
                style = self._lend(self._keep(behind, kind, None, rules))
                self._computed[element, kind] = style
                if self._targets and style["anchor"]:
                    self._targets.collect_anchor(style["anchor"])

    def style_page(self, page_type: Any) -> bool:
        """Compute the styles of a page; return False if the root has an inline style.

        Each page has its own copies, because layout counts in them.
        """
        root = self._behind.get(self._html.etree_element)
        if root is None:
            return False
        found: dict[str | None, list[Found]] = {None: []}
        for sheet, origin, specificity_of_sheet in self._for._sheets:  # noqa: SLF001 - part of the replaced function
            for _, selectors, declarations in sheet.page_rules:
                for specificity, kind, wanted in selectors:
                    if self._for._page_type_match(wanted, page_type):  # noqa: SLF001 - part of the replaced function
                        rule = (origin, specificity_of_sheet or specificity, None, declarations)
                        found.setdefault(kind, []).append(rule)
        behind = self._keep(root, None, None, found[None])
        for kind, rules in found.items():
            kept = behind if kind is None else self._keep(behind, kind, None, rules)
            self._computed[page_type, kind] = _Lent(kept)
        return True

    def _rules(self, wrapper: Any) -> Iterator[tuple[Any, Any, Any, Any, Any]]:
        """Return the rules that match an element, each with its pseudo-element."""
        for sheet, origin, specificity_of_sheet in self._for._sheets:  # noqa: SLF001 - part of the replaced function
            for specificity, _, kind, (declarations, layer) in sheet.matcher.match(wrapper):
                order = inf if layer is None else sheet.layers.index(layer)
                yield kind, origin, specificity_of_sheet or specificity, order, declarations

    def _shared(self, element: Any, parent: Any, rules: list[Found]) -> _Kept | None:
        """Return the style from which an element's is derived; None for one with inline declarations, or below one."""
        above = self._behind.get(parent)
        given = element.attrib
        anchor = given.get("id")
        alone = (
            (parent is not None and above is None)
            or "style" in given
            or (anchor and not SIMPLE.fullmatch(anchor))
            or (element.tag == "a" and "name" in given)
            or element.tag == "{http://www.w3.org/2000/svg}svg"
        )
        if alone:
            return None
        behind = self._keep(above, None, element if given.get("lang") else None, rules)
        return None if anchor and "anchor" in behind.cascaded else behind

    def _keep(self, above: _Kept | None, kind: str | None, spoken: Any, rules: list[Found]) -> _Kept:
        """Return a kept style, or keep a new one: below *above*, in the language *spoken*."""
        same = tuple(
            (origin, tuple(specificity), order, id(declarations)) for origin, specificity, order, declarations in rules
        )
        key = (above, kind, spoken.get("lang") if spoken is not None else None, same)
        known = self._known.get(key)
        if known is None:
            cascaded: dict[str, Any] = {}
            if spoken is not None:
                _declare_attributes(cascaded, spoken, {"lang"}, self._html.base_url)
            for rule in rules:
                _declare(cascaded, *rule)
            root = css.InitialStyle(self._for.font_config) if above is None else above.root_style
            style = _Kept(
                above, cascaded, kind, root, self._html.base_url, self._for.font_config, self._for.initial_page_sizes
            )
            if above is not None and above.parent_style is None:
                style.root_style = above
            # Keep the declarations too, so that another list cannot have the same id.
            known = self._known[key] = (style, rules)
        return known[0]

    def _lend(self, kept: _Kept, anchor: str | None = None) -> _Lent:
        """Return the page's copy of a style; an element with an *anchor* has its own copy."""
        if anchor:
            lent = _Lent(kept)
            lent["anchor"] = anchor
            return lent
        if kept not in self._lent:
            self._lent[kept] = _Lent(kept)
        return self._lent[kept]

    def _alone(self, element: Any, parent: Any, own: list[Found], pseudo: dict[str, list[Found]]) -> None:
        """Compute the styles of one element, as WeasyPrint does."""
        cascaded = self._for.get_cascaded_styles()
        _declare_attributes(cascaded.setdefault((element, None), {}), element, None, self._html.base_url)
        for kind, rules in ((None, own), *pseudo.items()):
            for rule in rules:
                _declare(cascaded.setdefault((element, kind), {}), *rule)
            self._for.set_computed_styles(
                element,
                parent=parent if kind is None else element,
                root=self._html.etree_element,
                pseudo_type=kind,
                base_url=self._html.base_url,
                target_collector=self._targets,
            )


def _is_needed(style: Any, pseudo_type: str | None) -> bool:
    """Whether an element of *style* can have such a pseudo-element."""
    if pseudo_type in FOOTNOTES:
        return bool(style["float"] == "footnote")
    if pseudo_type in NOTES:
        return bool(style["position"][0] == "note()")
    return pseudo_type != "marker" or "list-item" in style["display"]


def _declare_attributes(cascaded: dict[str, Any], element: Any, names: set[str] | None, base_url: str) -> None:
    """Add the declarations of an element's attributes to its cascade: all of them, or only those of *names*."""
    for specificity, other, declarations, base in css.find_style_attributes(element, False, base_url):
        if other is not element:
            return
        for name, values, is_important in preprocess_declarations(base, declarations):
            if names is None or name in names:
                _put(cascaded, name, values, ("author", is_important), inf, specificity)


def _declare(cascaded: dict[str, Any], origin: str, specificity: Any, order: Any, declarations: Any) -> None:
    """Put a rule into a cascade."""
    for name, values, is_important in declarations:
        _put(cascaded, name, values, (origin, is_important), order, specificity)


def _put(cascaded: dict[str, Any], name: str, values: Any, who: tuple[str, Any], order: Any, specificity: Any) -> None:
    """Add a value to a cascade unless it has one of higher precedence (CSS Cascade 4, section 6)."""
    weight = (css.declaration_precedence(*who), order, specificity)
    if name not in cascaded or cascaded[name][1] <= weight:
        cascaded[name] = values, weight


PATCHES = (
    Patch("weasyprint.css:StyleFor", "__init__", _styles, "b1e725a7552502aa"),
    Patch("weasyprint.layout.page", "set_page_type_computed_styles", _page_styles, "4e68b396b35c4a06"),
)
