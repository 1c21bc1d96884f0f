"""The view of assistive technology: tags with their words, artifacts, and content that it would miss.

Bytes in, readable text out; nothing is changed. `CompendiumError` if the bytes are not a PDF.
"""

from __future__ import annotations

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject

from protocolpress.pdf import content, object_copy, parsing, tag_tree, trees

FACTS = ("/Lang", "/T", "/Alt", "/ActualText", "/E")


def tags(data: bytes) -> str:
    """Draw the structure tree: an indented line for each element, with language, title, alternative text and words."""
    with parsing.reading(data) as reader:
        return "\n".join(map(_line, tag_tree.read(reader).root))


def _line(element: tag_tree.Element) -> str:
    entries = element.entries
    facts = [f"{key[1:]}={object_copy.words(entries[key])!r}" for key in FACTS if key in entries]
    own = "".join(passage.words for passage in element.passages).strip()
    return " ".join(["  " * element.depth + element.role, *facts, *([repr(own)] if own else [])])


def reading(data: bytes, without: frozenset[str] = frozenset()) -> str:
    """Return all words in the order of the tags, except those in elements *without*; lines end as on the page."""
    with parsing.reading(data) as reader:
        return tag_tree.read(reader).root.words(without)


def artifacts(data: bytes) -> tuple[str, ...]:
    """Return the words of each page that are printed but not read aloud: headers, footers, folios."""
    with parsing.reading(data) as reader:
        return tuple(content.read(page).words.get(content.ARTIFACT, "") for page in reader.pages)


def orphans(data: bytes) -> tuple[str, ...]:
    """Return the words that are neither artifacts nor below the root of the structure tree, by page."""
    with parsing.reading(data) as reader:
        tree, owners = tag_tree.read(reader), _owners(reader)
        reached = {element.number for element in tree.root}
        lists = [parsing.array(owners.get(int(page.get("/StructParents", -1)))) for page in reader.pages]
        found = {
            (index, mark)
            for index, elements in enumerate(lists)
            for mark, element in enumerate(elements)
            if isinstance(element, IndirectObject) and element.idnum in reached
        }
        return tuple(
            run.text
            for index, page in enumerate(tree.pages)
            for run in page.runs
            if run.mark != content.ARTIFACT and (index, run.mark) not in found
        )


def links(reader: PdfReader) -> Iterator[tuple[DictionaryObject, str]]:
    """Iterate over the links of a tagged PDF, each with the words of its element."""
    elements, owners = {element.number: element for element in tag_tree.read(reader).root}, _owners(reader)
    for page in reader.pages:
        for annotation in map(parsing.dictionary, parsing.array(page.get("/Annots"))):
            if annotation.get("/Subtype") == "/Link":
                owner = owners.get(int(annotation.get("/StructParent", -1)))
                element = elements.get(owner.idnum) if isinstance(owner, IndirectObject) else None
                yield annotation, "" if element is None else " ".join(element.words().split())


def _owners(reader: PdfReader) -> dict[int, PdfObject]:
    """Return the parent tree: the key of a page or an annotation → the elements, or the element, it belongs to."""
    root = parsing.dictionary(reader.root_object.get("/StructTreeRoot"))
    return {int(str(key)): value for key, value in trees.pairs(root.raw_get("/ParentTree"), "/Nums")}
