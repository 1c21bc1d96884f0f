"""What assistive technology finds in a PDF: its tags with their words, its artifacts, and what it would miss.

Bytes in, readable text out; nothing is changed. `CompendiumError` where the bytes are no PDF.
"""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, NumberObject, PdfObject

from protocolpress.pdf import object_copy, parsing, trees

FACTS = ("/Lang", "/T", "/Alt", "/ActualText")

Words = Mapping[tuple[int, int], str]
"""Object number of a page and marked-content id on it → the words inside."""


def tags(data: bytes) -> str:
    """Draw the structure tree: a line an element, indented, with its language, title, alternate text and own words.

    A circle is drawn once.
    """
    with parsing.reading(data) as reader:
        root = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
        return "\n".join(_lines(root.get("/K"), "", 0, _words(reader), set()))


def reading(data: bytes, without: frozenset[str] = frozenset()) -> str:
    """Give all words in the order of the tags, but for those in elements *without*; lines end as on the page."""
    with parsing.reading(data) as reader:
        words = _words(reader)
        root = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
        found: list[str] = []
        seen: set[int] = set()
        waiting: list[tuple[PdfObject, int]] = [(kid, 0) for kid in reversed(parsing.array(root.get("/K")))]
        while waiting:
            kid, page = waiting.pop()
            content = kid.get_object()
            if isinstance(content, NumberObject):
                found.append(words.get((page, content), ""))
            elif isinstance(content, DictionaryObject) and "/MCID" in content:
                found.append(words.get((_page(content, page), int(content["/MCID"])), ""))  # type: ignore[call-overload]
            elif isinstance(content, DictionaryObject) and "/S" in content and _first(kid, seen):
                place = _page(content, page)
                kids = () if str(content["/S"]) in without else parsing.array(content.get("/K"))
                waiting += [(below, place) for below in reversed(kids)]
                found.append("\n")
        return "".join(found)


def _first(kid: PdfObject, seen: set[int]) -> bool:
    """Tell whether an element comes for the first time, and remember it."""
    if not isinstance(kid, IndirectObject) or kid.idnum in seen:
        return False
    seen.add(kid.idnum)
    return True


def artifacts(data: bytes) -> tuple[str, ...]:
    """Give the words of each page that are printed and not read aloud: headers, footers, folios."""
    with parsing.reading(data) as reader:
        return tuple("".join(text for mark, text in _marked(page) if mark == "artifact") for page in reader.pages)


def orphans(data: bytes) -> tuple[str, ...]:
    """Give the words on the pages that are neither artifacts nor below the root of the structure tree, page by page."""
    with parsing.reading(data) as reader:
        root = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
        reached: set[int] = set()
        for _ in _elements(root.get("/K"), reached):
            pass
        parents = {int(str(key)): value for key, value in trees.pairs(root.raw_get("/ParentTree"), "/Nums")}
        return tuple(
            text
            for page in reader.pages
            for mark, text in _marked(page)
            if text.strip() and mark != "artifact" and not _reached(mark, page, parents, reached)
        )


def links(reader: PdfReader) -> Iterator[tuple[DictionaryObject, str]]:
    """Give the links of a tagged PDF, each with the words below its element."""
    tree = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
    parents = {int(str(key)): value for key, value in trees.pairs(tree.raw_get("/ParentTree"), "/Nums")}
    words = _words(reader)
    for page in reader.pages:
        for annotation in map(parsing.dictionary, parsing.array(page.get("/Annots"))):
            if annotation.get("/Subtype") == "/Link":
                owner = parents.get(int(annotation.get("/StructParent", -1)))
                yield annotation, "" if owner is None else " ".join(_below(owner, words).split())


def _below(owner: PdfObject, words: Words) -> str:
    """Give the words of an element and of all below it."""
    element = parsing.dictionary(owner)
    page = _page(element, 0)
    own = "".join(_own_words(element, page, words))
    below = (kid for _, kid in _elements(element.get("/K"), set()))
    return own + "".join(" " + "".join(_own_words(kid, _page(kid, page), words)) for kid in below)


def _reached(mark: str, page: PageObject, parents: Mapping[int, PdfObject], reached: set[int]) -> bool:
    elements = parsing.array(parents.get(int(page.get("/StructParents", -1))))
    if not mark or int(mark) >= len(elements):
        return False
    element = elements[int(mark)]
    return isinstance(element, IndirectObject) and element.idnum in reached


def _elements(kids: PdfObject | None, seen: set[int]) -> Iterator[tuple[IndirectObject, DictionaryObject]]:
    waiting = parsing.array(kids)
    while waiting:
        kid = waiting.pop()
        element = parsing.dictionary(kid)
        if isinstance(kid, IndirectObject) and "/S" in element and kid.idnum not in seen:
            seen.add(kid.idnum)
            yield kid, element
            waiting += parsing.array(element.get("/K"))


def _lines(kids: PdfObject | None, indent: str, page: int, words: Words, seen: set[int]) -> Iterator[str]:
    for kid in parsing.array(kids):
        element = parsing.dictionary(kid)
        if "/S" not in element or not isinstance(kid, IndirectObject) or kid.idnum in seen:
            continue
        seen.add(kid.idnum)
        place = _page(element, page)
        facts = [f"{key[1:]}={object_copy.words(element[key])!r}" for key in FACTS if key in element]
        own = "".join(_own_words(element, place, words)).strip()
        yield " ".join([indent + str(element["/S"])[1:], *facts, *([repr(own)] if own else [])])
        yield from _lines(element.get("/K"), indent + "  ", place, words, seen)


def _own_words(element: DictionaryObject, page: int, words: Words) -> Iterator[str]:
    """Give the words of marked content that stands directly in *element*."""
    for kid in parsing.array(element.get("/K")):
        content = kid.get_object()
        if isinstance(content, NumberObject):
            yield words.get((page, content), "")
        elif isinstance(content, DictionaryObject) and "/MCID" in content:
            yield words.get((_page(content, page), int(content["/MCID"])), "")  # type: ignore[call-overload]


def _page(owner: DictionaryObject, inherited: int) -> int:
    page = owner.raw_get("/Pg") if "/Pg" in owner else None
    return page.idnum if isinstance(page, IndirectObject) else inherited


def _words(reader: PdfReader) -> Words:
    found: dict[tuple[int, int], str] = collections.defaultdict(str)
    for page in reader.pages:
        number = page.indirect_reference.idnum if page.indirect_reference is not None else 0
        for mark, text in _marked(page):
            if mark.isdigit():
                found[number, int(mark)] += text
    return found


def _marked(page: PageObject) -> list[tuple[str, str]]:
    """Give the words of a page in the order they are drawn, each with its marked-content id, "artifact", or neither."""
    marks: list[str] = [""]
    found: list[tuple[str, str]] = []

    def note(operator: bytes, operands: list[PdfObject], _matrix: object, _text_matrix: object) -> None:
        if operator in (b"BDC", b"BMC"):
            properties = parsing.dictionary(operands[1]) if len(operands) > 1 else {}
            own = "artifact" if str(operands[0]) == "/Artifact" else str(properties.get("/MCID", marks[-1]))
            marks.append("artifact" if marks[-1] == "artifact" else own)
        elif operator == b"EMC" and len(marks) > 1:
            marks.pop()

    def take(text: str, *_: object) -> None:
        found.append((marks[-1], text))

    page.extract_text(visitor_operand_before=note, visitor_text=take)
    return found
