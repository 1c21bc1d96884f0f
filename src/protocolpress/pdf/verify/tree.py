"""The structure tree of a PDF as a flat list in reading order, each element with the language it is in."""

from __future__ import annotations

import dataclasses

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, NumberObject, PdfObject

from protocolpress.pdf import object_copy, parsing

MOST = 2_000_000
"""Elements that are looked at; a tree that is larger, or goes round in a circle, ends there."""


@dataclasses.dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its standard type, its language, its own marks as (page, id), and its dictionary."""

    tag: str
    lang: str
    marks: tuple[tuple[int, int], ...]
    entries: DictionaryObject
    page: int
    """The page that it names, counted from 0; -1 where it names none."""
    part: int
    """Which `Part` it is in; 0 outside of all."""
    told: bool
    """Whether it is, or is in, a picture with an alternative text, which is read in its place."""


def read(reader: PdfReader) -> list[Element]:
    """Give all elements, parents before children, in reading order; none for a PDF without tags."""
    root = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
    roles = parsing.dictionary(root.get("/RoleMap"))
    references = (page.indirect_reference for page in reader.pages)
    numbers = {reference.idnum: index for index, reference in enumerate(references) if reference is not None}
    found: list[Element] = []
    seen: set[int] = set()
    lang = str(reader.root_object.get("/Lang", ""))
    parts = 0
    waiting: list[tuple[PdfObject, str, int, int, bool]] = [
        (kid, lang, -1, 0, False) for kid in reversed(parsing.array(root.get("/K")))
    ]
    while waiting and len(found) < MOST:
        kid, lang, page, part, told = waiting.pop()
        item = parsing.dictionary(kid)
        if "/S" not in item or (isinstance(kid, IndirectObject) and kid.idnum in seen):
            continue
        if isinstance(kid, IndirectObject):
            seen.add(kid.idnum)
        lang = object_copy.words(item["/Lang"]) if "/Lang" in item else lang
        page = _page(item, numbers, page)
        kids = parsing.array(item.get("/K"))
        tag = str(roles.get(item["/S"], item["/S"]))[1:]
        if tag == "Part":
            parts = part = parts + 1
        told = told or (tag == "Figure" and "/Alt" in item)
        found.append(Element(tag, lang, tuple(_marks(kids, numbers, page)), item, page, part, told))
        waiting += [(inner, lang, page, part, told) for inner in reversed(kids)]
    return found


def _marks(kids: list[PdfObject], numbers: dict[int, int], page: int) -> list[tuple[int, int]]:
    found = []
    for kid in kids:
        item = kid.get_object()
        if isinstance(item, NumberObject):
            found.append((page, int(item)))
        elif isinstance(item, DictionaryObject) and isinstance(mark := item.get("/MCID"), NumberObject):
            found.append((_page(item, numbers, page), int(mark)))
    return found


def _page(owner: DictionaryObject, numbers: dict[int, int], inherited: int) -> int:
    page = owner.raw_get("/Pg") if "/Pg" in owner else None
    return numbers.get(page.idnum, -1) if isinstance(page, IndirectObject) else inherited
