"""Styles of a DOCX: the properties of a paragraph's style, resolved through all styles that it is based on."""

from __future__ import annotations

import dataclasses

from protocolpress.word.numbering import flag, number, value
from protocolpress.word.package import Element, q

MAX_CHAIN = 50


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style with its inherited properties."""

    id: str = ""
    name: str = ""
    list: str = ""
    """The list of its paragraphs."""
    depth: int | None = None
    outline: int | None = None
    centered: bool = False
    strong: bool = False
    emphasis: bool = False
    hidden: bool = False
    locale: str = ""
    list_style: str = ""
    """The style in its chain that sets the list."""


class Styles:
    """The styles of one file."""

    def __init__(self, root: Element | None) -> None:
        """Read the styles; a file may have none."""
        every = [] if root is None else list(root.iterfind(q("w:style")))
        self._elements = {str(each.get(q("w:styleId"), "")): each for each in every}
        self._known: dict[str, Style] = {}
        self.default = next(
            (
                str(each.get(q("w:styleId"), ""))
                for each in every
                if each.get(q("w:type")) == "paragraph" and each.get(q("w:default")) in ("1", "true", "on")
            ),
            "",
        )
        lang = None if root is None else root.find(f"{q('w:docDefaults')}//{q('w:lang')}")
        self.locale = "" if lang is None else str(lang.get(q("w:val"), ""))

    def of(self, style_id: str) -> Style:
        """Return a style with its inherited properties; an unknown one has none."""
        if style_id not in self._known:
            self._known[style_id] = self._read(style_id)
        return self._known[style_id]

    def list_of(self, style_id: str) -> str:
        """Return the list of a numbering style."""
        return self.of(style_id).list

    def _read(self, style_id: str) -> Style:
        chain: list[Element] = []
        each = style_id
        while each in self._elements and len(chain) < MAX_CHAIN and self._elements[each] not in chain:
            chain.append(self._elements[each])
            each = value(chain[-1], "w:basedOn")
        style = Style(id=style_id, name=value(chain[0], "w:name").lower() if chain else "")
        for element in reversed(chain):
            style = _over(style, element)
        return style


def _over(style: Style, element: Element) -> Style:
    """Apply the properties of a style over those of the styles that it is based on."""
    paragraph, run = element.find(q("w:pPr")), element.find(q("w:rPr"))
    if paragraph is not None:
        numbered = paragraph.find(q("w:numPr"))
        if numbered is not None and (key := value(numbered, "w:numId")):
            own = str(element.get(q("w:styleId"), ""))
            style = dataclasses.replace(style, list="" if key == "0" else key, depth=None, list_style=own)
        if numbered is not None and (depth := value(numbered, "w:ilvl")):
            style = dataclasses.replace(style, depth=number(depth, 0))
        if outline := value(paragraph, "w:outlineLvl"):
            style = dataclasses.replace(style, outline=outline_of(outline))
        if align := value(paragraph, "w:jc"):
            style = dataclasses.replace(style, centered=align == "center")
    if run is not None:
        for name, field in (("w:b", "strong"), ("w:i", "emphasis"), ("w:vanish", "hidden")):
            if run.find(q(name)) is not None:
                style = dataclasses.replace(style, **{field: flag(run, name)})  # type: ignore[arg-type]  # fields that are bool
        if locale := value(run, "w:lang"):
            style = dataclasses.replace(style, locale=locale)
    return style


def outline_of(text: str) -> int | None:
    """Read an outline level; 9 is body text."""
    level = number(text, 9)
    return level if 0 <= level < 9 else None
