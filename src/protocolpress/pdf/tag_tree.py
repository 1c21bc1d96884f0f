"""The structure tree of a PDF (ISO 32000-1, 14.7): an open reader comes in, frozen elements with their words go out.

The only module that walks such a tree. Verdicts, views and the words of links are folds over its result. A circle is
followed once, and a tree that is too deep or too large is refused with pypdf's `LimitReachedError`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, NumberObject, PdfObject

from protocolpress.pdf import content, object_copy, parsing

MOST = 2_000_000
"""Maximum number of elements and pieces of marked content in a tree."""

DEPTH = 200
"""Maximum depth of a tree; the tags of a document have twenty or thirty levels."""

INLINE = frozenset({"Span", "Quote", "Code", "Link", "Annot", "Reference", "NonStruct"})
"""Inline tags (ISO 32000-1, 14.8.4.4), and tags without meaning."""


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """Marked content of an element: its mark and its words."""

    mark: content.Mark
    words: str


@dataclasses.dataclass(frozen=True, slots=True, eq=False, repr=False)
class Element:
    """A structure element. Inherited values are filled in: its language, its page, its part."""

    role: str
    """Its tag as written."""
    tag: str
    """The standard tag that the role maps to."""
    lang: str
    entries: DictionaryObject
    number: int = 0
    """Its object number; 0 if it is in its parent's dictionary."""
    depth: int = -1
    """Its depth below the topmost elements, which have 0; the root has -1."""
    page: int = -1
    """Its page, counted from 0; -1 if it has none."""
    part: int = 0
    """Its `Part`, counted from 1; 0 outside of all."""
    told: bool = False
    """Whether it is, or is in, a picture with an alternative text, which is read in its place."""
    children: tuple[Element | Passage, ...] = ()
    """Its contents in reading order."""

    def __iter__(self) -> Iterator[Element]:
        """Iterate over all elements below, parents before children, in reading order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its own marked content."""
        return tuple(child for child in self.children if isinstance(child, Passage))

    @property
    def marks(self) -> tuple[content.Mark, ...]:
        """The marks of its own content."""
        return tuple(passage.mark for passage in self.passages)

    @property
    def alternative(self) -> str:
        """Its alternative or replacement text."""
        text = self.entries.get("/Alt") or self.entries.get("/ActualText")
        return "" if text is None else object_copy.words(text)

    @property
    def attributes(self) -> list[DictionaryObject]:
        """Its attribute objects."""
        return [parsing.dictionary(item) for item in parsing.array(self.entries.get("/A"))]

    def words(self, without: frozenset[str] = frozenset()) -> str:
        """Return the words in it and below, in reading order, except those in tags *without*."""
        found = []
        for child in () if self.tag in without else self.children:
            if isinstance(child, Passage):
                found.append(child.words)
            else:
                found += ["" if child.tag in INLINE else "\n", child.words(without)]
        return "".join(found)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The tags of a PDF below their root, which has no tag itself, and the content of its pages."""

    root: Element
    pages: tuple[content.Drawn, ...]


def read(reader: PdfReader) -> Tree:
    """Read the tags of an open PDF; an untagged one has an empty root.

    Raises:
        LimitReachedError: the tree is deeper than `DEPTH`, or holds more than `MOST`.
    """
    pages = tuple(content.read(page) for page in reader.pages)
    entries = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
    references = (page.indirect_reference for page in reader.pages)
    reading = _Reading(
        {reference.idnum: index for index, reference in enumerate(references) if reference is not None},
        {(index, mark): words for index, page in enumerate(pages) for mark, words in page.words.items()},
        parsing.dictionary(entries.get("/RoleMap")),
    )
    return Tree(reading.filled(Element("", "", str(reader.root_object.get("/Lang", "")), entries)), pages)


@dataclasses.dataclass(slots=True)
class _Reading:
    """The state of reading a tree."""

    numbers: Mapping[int, int]
    """Object number of a page → its index."""
    words: Mapping[content.Mark, str]
    roles: DictionaryObject
    seen: set[int] = dataclasses.field(default_factory=set)
    parts: int = 0
    items: int = 0

    def filled(self, element: Element) -> Element:
        """Return *element* with its children."""
        if element.depth >= DEPTH:
            raise LimitReachedError(f"its tags are nested more than {DEPTH} deep")
        children = []
        for kid in parsing.array(element.entries.get("/K")):
            self.items += 1
            if self.items > MOST:
                raise LimitReachedError(f"its tags hold more than {MOST} items")
            child = self.child(kid, element)
            if child is not None:
                children.append(child)
        return dataclasses.replace(element, children=tuple(children))

    def child(self, kid: PdfObject, parent: Element) -> Element | Passage | None:
        """Read an item of an element's `/K`; return None for an annotation or an element that was already read."""
        item = kid.get_object()
        if isinstance(item, NumberObject):
            return self.passage(parent.page, item)
        if not isinstance(item, DictionaryObject):
            return None
        if "/S" not in item:
            mark = item.get("/MCID")
            return self.passage(self.page(item, parent.page), mark) if isinstance(mark, NumberObject) else None
        number = kid.idnum if isinstance(kid, IndirectObject) else 0
        if number in self.seen:
            return None
        self.seen |= {number} - {0}
        return self.element(item, number, parent)

    def element(self, item: DictionaryObject, number: int, parent: Element) -> Element:
        tag = str(self.roles.get(item["/S"], item["/S"]))[1:]
        self.parts += tag == "Part"
        element = Element(
            role=str(item["/S"])[1:],
            tag=tag,
            lang=object_copy.words(item["/Lang"]) if "/Lang" in item else parent.lang,
            entries=item,
            number=number,
            depth=parent.depth + 1,
            page=self.page(item, parent.page),
            part=self.parts if tag == "Part" else parent.part,
            told=parent.told or (tag == "Figure" and "/Alt" in item),
        )
        return self.filled(element)

    def passage(self, page: int, number: NumberObject) -> Passage | None:
        """Return marked content of *page*; a number below 0 is not a mark."""
        mark = page, int(number)
        return Passage(mark, self.words.get(mark, "")) if number >= 0 else None

    def page(self, owner: DictionaryObject, inherited: int) -> int:
        page = owner.raw_get("/Pg") if "/Pg" in owner else None
        return self.numbers.get(page.idnum, -1) if isinstance(page, IndirectObject) else inherited
