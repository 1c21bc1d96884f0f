"""Facts about a PDF, as plain values: bytes in; pages, places, labels, links, words and fonts out.

For the build, which needs page numbers, and for tests, which compare what a reader would notice. Nothing is changed.
Each function raises `CompendiumError` if the bytes are not a PDF.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from protocolpress import model
from protocolpress.pdf import object_copy, parsing, trees


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link on a page, counted from 0; *target* is `#name` inside, `file#name` beside, or an address."""

    page: int
    target: str


def pages(data: bytes) -> int:
    """Count the pages."""
    with parsing.reading(data) as reader:
        return len(reader.pages)


def destinations(data: bytes) -> Mapping[str, int]:
    """Return the page index of every named destination, in file order."""
    with parsing.reading(data) as reader:
        return places(reader)


def places(reader: PdfReader) -> Mapping[str, int]:
    """Return the page index of every named destination of an open file, in file order."""
    numbers = _numbers(reader)
    names = parsing.dictionary(reader.root_object.get("/Names"))
    if "/Dests" not in names:
        return {}
    found = {object_copy.words(name): place for name, place in trees.pairs(names.raw_get("/Dests"), "/Names")}
    return {name: _page(place, numbers, {}) for name, place in found.items()}


def outline(data: bytes) -> tuple[model.Bookmark, ...]:
    """Return the outline; an entry without a destination has page -1."""
    places = destinations(data)
    with parsing.reading(data) as reader:
        numbers = _numbers(reader)

        def bookmark(entry: trees.OutlineItem) -> model.Bookmark:
            page = -1 if entry.destination is None else _page(entry.destination, numbers, places)
            return model.Bookmark(title=entry.title, page=page, children=tuple(map(bookmark, entry.children)))

        return tuple(map(bookmark, trees.outline(reader.root_object, lambda destination: destination)))


def labels(data: bytes) -> tuple[str, ...]:
    """Return the label of each page."""
    with parsing.reading(data) as reader:
        return tuple(reader.page_labels)


def text(data: bytes) -> tuple[str, ...]:
    """Return the words of each page."""
    with parsing.reading(data) as reader:
        return tuple(page.extract_text() for page in reader.pages)


def links(data: bytes) -> tuple[Link, ...]:
    """Return the links of all pages."""
    with parsing.reading(data) as reader:
        return tuple(
            Link(page=index, target=_target(parsing.dictionary(annotation)))
            for index, page in enumerate(reader.pages)
            for annotation in parsing.array(page.get("/Annots"))
            if parsing.dictionary(annotation).get("/Subtype") == "/Link"
        )


def fonts(data: bytes) -> frozenset[str]:
    """Return the names of all fonts that pages may use, without their subset prefixes."""
    with parsing.reading(data) as reader:
        found: set[str] = set()
        seen: set[int] = set()
        waiting: list[PdfObject] = [page.get("/Resources", DictionaryObject()) for page in reader.pages]
        while waiting:
            resources = parsing.dictionary(waiting.pop())
            if id(resources) in seen:
                continue
            seen.add(id(resources))
            for font in map(parsing.dictionary, parsing.dictionary(resources.get("/Font")).values()):
                found.add(object_copy.words(font["/BaseFont"]).split("+")[-1])
            for key in ("/XObject", "/Pattern"):
                forms = map(parsing.dictionary, parsing.dictionary(resources.get(key)).values())
                waiting += (form["/Resources"] for form in forms if "/Resources" in form)
        return frozenset(found)


def _target(link: DictionaryObject) -> str:
    action = parsing.dictionary(link.get("/A"))
    place = link.get("/Dest") or action.get("/D")
    name = "" if place is None or isinstance(place.get_object(), ArrayObject) else f"#{object_copy.words(place)}"
    if "/F" in action:
        file = action["/F"]
        return object_copy.words(file if isinstance(file, str) else parsing.dictionary(file)["/UF"]) + name
    return object_copy.words(action["/URI"]) if "/URI" in action else name


def _page(place: PdfObject, numbers: Mapping[int, int], places: Mapping[str, int]) -> int:
    """Return the page index of a destination: an array, a dictionary with one, or a name in *places*."""
    resolved = place.get_object()
    if isinstance(resolved, DictionaryObject):
        resolved = resolved["/D"]
    if isinstance(resolved, ArrayObject):
        page = resolved[0] if resolved else None
        return numbers.get(page.idnum, -1) if isinstance(page, IndirectObject) else -1
    return -1 if resolved is None else places.get(object_copy.words(resolved), -1)


def _numbers(reader: PdfReader) -> dict[int, int]:
    """Return the index of each page by the number of its object."""
    references = (page.indirect_reference for page in reader.pages)
    return {reference.idnum: index for index, reference in enumerate(references) if reference is not None}
