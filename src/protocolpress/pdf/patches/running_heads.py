"""Running heads that say which articles a page holds: "Articles 12–14".

A stylesheet sets the string `articles-first` (of the first column, or of both) or `articles-second` at each article to
its number, and `…-one` and `…-many` to the words for one article and for several: "Article {first}". A page holds the
article that goes on from the page before, unless it begins with another. CSS can name the first and the last value of a
page, but not compare them. A value that begins with `=` stands for itself, as in an annex: "=Annex 1".
"""

# ruff: noqa: ANN401 - WeasyPrint has no types, and these are its signatures

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext

from protocolpress.pdf.patches.patch import Patch

NAMES = ("articles-first", "articles-second")

ARTICLE = "data-article"
"""The attribute of a heading with the number of its article."""

LITERAL = "="

_get_string_set_for = LayoutContext.get_string_set_for


def _string_set_for(self: Any, page: Any, name: str, keyword: str = "first") -> Any:
    if name not in NAMES:
        return _get_string_set_for(self, page, name, keyword)
    one, many = ("".join(_get_string_set_for(self, page, f"{name}-{count}", "first")) for count in ("one", "many"))
    if not one:
        return ()
    numbers = self.string_set[name].get(self.current_page, [])
    before = [] if numbers and _begins(page) else _before(self, name)
    return (words([*before, *numbers], one, many),)


def words(numbers: Sequence[str], one: str, many: str) -> str:
    """Name the articles with these *numbers*, in order, or only the last value if it is one of the others."""
    if not numbers or numbers[-1].startswith(LITERAL):
        return numbers[-1].removeprefix(LITERAL) if numbers else ""
    known = [number for number in numbers if not number.startswith(LITERAL)]
    pattern = one if known[0] == known[-1] else many
    return pattern.replace("{first}", known[0]).replace("{last}", known[-1])


def _before(context: Any, name: str) -> list[str]:
    """Return the last number on the pages before, if there is one."""
    known = context.string_set[name]
    pages = (page for page in range(context.current_page - 1, 0, -1) if page in known)
    return [known[page][-1] for page in pages][:1]


def _begins(page: Any) -> bool:
    """Whether the first line of a page, but for repeated heads of tables, is the heading of an article."""
    return bool(_first_line(page, within=False))


def _first_line(box: Any, *, within: bool) -> bool | None:
    """Return whether the first line in *box* belongs to such a heading; None if there is no line."""
    if isinstance(box, boxes.LineBox):
        return within
    if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
        return None
    within = within or (box.element is not None and bool(box.element.get(ARTICLE)))
    for child in box.children if isinstance(box, boxes.ParentBox) and box.is_in_normal_flow() else ():
        if (found := _first_line(child, within=within)) is not None:
            return found
    return None


PATCHES = (Patch("weasyprint.layout:LayoutContext", "get_string_set_for", _string_set_for, "192682fffbc08fa2"),)
