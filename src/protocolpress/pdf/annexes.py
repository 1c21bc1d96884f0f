"""Insert attached PDFs into a document as its annexes: bytes in, bytes out.

The document's page has a blank sheet for each page of an annex, named `anchor-foreign-1` and so on, with words on the
first. The annex's pages replace the sheets, and its tags replace those of the words; nothing else in the document
moves, and its destinations, bookmarks and page numbers stay the same. An annex with an alternative text loses its tags:
each of its pages is a figure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from protocolpress import model
from protocolpress.errors import Position
from protocolpress.pdf import facts, foreign, object_copy, objects, parsing, patches, reading_order, structure, trees

BEFORE = b"/Figure <</MCID 0>> BDC q\n"
AFTER = b"\nQ EMC"


Annex = tuple[model.Inset, bytes]
"""An attached PDF: its description in the document, and its bytes."""


def sheet(anchor: str, number: int) -> str:
    """Name the blank sheet for a page of an annex, counted from 1."""
    return f"{anchor}-foreign-{number}"


@patches.linking()
def insert(data: bytes, annexes: Sequence[Annex], *, path: str) -> bytes:
    """Put *annexes* into the document *data*, the PDF at *path*.

    Raises:
        CompendiumError: an annex cannot be part of a document; see `foreign.examine`.
    """
    reader = parsing.opened(data, path)
    book = _Book(reader, facts.destinations(data))
    for inset, annex in annexes:
        book.find_place(inset, foreign.examine(annex, _path(inset), pictured=bool(inset.alt)))
    book.copy_document()
    for inset, annex in annexes:
        with parsing.guarded(), parsing.naming(_path(inset)):
            book.insert(inset, parsing.opened(annex, _path(inset)))
    return book.close(annex for _, annex in annexes)


def _path(inset: model.Inset) -> str:
    """Return the path that problems name."""
    return f"sources/{inset.file}"


class _Book:
    """The document while its annexes are inserted."""

    def __init__(self, reader: PdfReader, places: Mapping[str, int]) -> None:
        self.reader = reader
        self.places = places
        self.table = objects.Objects()
        self.tags = structure.Structure(self.table)
        self.page_tree = self.table.hold(self.table.reserve())
        self.pages = [self.table.reserve() for _ in reader.pages]
        self.copier = self._copier("")
        self.tree = parsing.dictionary(reader.root_object["/StructTreeRoot"])
        self.parents: dict[str, tuple[IndirectObject, IndirectObject]] = {}
        """For each annex, the references of its part in the structure tree and of the parent element."""
        self.blank: set[int] = set()
        """Indices of pages that are blank sheets."""

    def _copier(self, key: str) -> object_copy.Copier:
        return object_copy.Copier(self.table, key=key, pages=self.page_tree, counter=self.tags.counter, lead=None)

    def find_place(self, annex: model.Inset, count: int) -> None:
        """Find the *count* sheets for *annex*, and the element of the words on the first one."""
        first = self.places[sheet(annex.anchor, 1)]
        self.blank |= {self.places[sheet(annex.anchor, number)] for number in range(1, count + 1)}
        parents = {int(str(number)): value for number, value in trees.pairs(self.tree.raw_get("/ParentTree"), "/Nums")}
        words = next(
            one for one in parsing.array(parents[_key(self.reader.pages[first])]) if isinstance(one, IndirectObject)
        )
        part = self.table.reserve()
        self.copier.stand_for(words, part)
        self.parents[annex.anchor] = (part, parsing.dictionary(words).raw_get("/P"))

    def copy_document(self) -> None:
        """Copy the document without its blank sheets."""
        pages = list(self.reader.pages)
        for page, reference in zip(pages, self.pages, strict=True):
            if page.indirect_reference is not None:
                self.copier.stand_for(page.indirect_reference, reference)
        for index, page in enumerate(pages):
            if index not in self.blank:
                self.table.put(self.pages[index], self.copier.page(page))
        left = {_key(pages[index]) for index in self.blank}
        self.tags.adopt(self.tree, self.copier, left)
        root = self.reader.root_object
        tree = root.raw_get("/Pages")
        if isinstance(tree, IndirectObject):
            self.copier.stand_for(tree, self.page_tree)
        self.catalog = self.table.hold(self.table.add(self.copier.value(root)))
        self.info = self.table.add(self.copier.value(parsing.dictionary(self.reader.trailer.get("/Info"))))
        self.parents = {
            anchor: (part, self.copier.reference(parent)) for anchor, (part, parent) in self.parents.items()
        }
        self.copier.finish()
        self.tags.take_ids(self.copier, Position(""))

    def insert(self, annex: model.Inset, reader: PdfReader) -> None:
        """Put the pages and the tags of *annex* in their places."""
        first = self.places[sheet(annex.anchor, 1)]
        references = self.pages[first : first + len(reader.pages)]
        copier = self._copier(annex.anchor)
        copier.places = _places(reader)
        copier.pictured = bool(annex.alt)
        for page, reference in zip(reader.pages, references, strict=True):
            if page.indirect_reference is not None:
                copier.stand_for(page.indirect_reference, reference)
        part, parent = self.parents[annex.anchor]
        if annex.alt:
            seen: set[int] = set()
            figures = [
                self._figure(page, foreign.unmark(page, _path(annex), seen), reference, part, annex, copier)
                for page, reference in zip(reader.pages, references, strict=True)
            ]
            self._put_part(part, parent, figures, annex)
        else:
            for link, words in reading_order.links(reader):
                if "/Contents" not in link:
                    address = parsing.dictionary(link.get("/A")).get("/URI")
                    link[NameObject("/Contents")] = objects.text(words or str(address or annex.title))
            for page, reference in zip(reader.pages, references, strict=True):
                self.table.put(reference, copier.page(page))
            tree = parsing.structure(reader, _path(annex))
            locale = reader.root_object.get("/Lang")
            position = Position(_path(annex))
            known = object_copy.words(locale) if locale is not None else annex.locale
            self.tags.fill(part, parent, tree, copier, title=annex.title, locale=known, position=position)
        copier.finish()
        self.tags.take_ids(copier, Position(_path(annex)))

    def _put_part(
        self, part: IndirectObject, parent: IndirectObject, figures: Sequence[PdfObject], annex: model.Inset
    ) -> None:
        element = objects.dictionary(
            Type=NameObject("/StructElem"),
            S=NameObject("/Part"),
            P=parent,
            K=ArrayObject(figures),
            T=objects.text(annex.title),
            Lang=objects.text(annex.locale),
        )
        self.table.put(part, element)

    def _figure(
        self,
        page: PageObject,
        drawn: bytes,
        reference: IndirectObject,
        part: IndirectObject,
        annex: model.Inset,
        copier: object_copy.Copier,
    ) -> IndirectObject:
        """Insert *page*, whose content is *drawn*, as a single figure; return the figure."""
        key = next(self.tags.counter)
        content = objects.compressed(BEFORE + drawn + AFTER)
        copy = copier.page(page)
        copy[NameObject("/Contents")] = ArrayObject([self.table.add(content)])
        copy[NameObject("/StructParents")] = NumberObject(key)
        self.table.put(reference, copy)
        box = ArrayObject(FloatObject(value) for value in page.mediabox)
        figure = self.table.add(
            objects.dictionary(
                Type=NameObject("/StructElem"),
                S=NameObject("/Figure"),
                P=part,
                Pg=reference,
                K=ArrayObject([NumberObject(0)]),
                Alt=objects.text(annex.alt),
                A=objects.dictionary(O=NameObject("/Layout"), Placement=NameObject("/Block"), BBox=box),
            )
        )
        self.tags.own(key, ArrayObject([figure]))
        return figure

    def close(self, annexes: Iterable[bytes]) -> bytes:
        """Write the remaining objects, and return the bytes of the file."""
        kids = ArrayObject(self.pages)
        tree = objects.dictionary(Type=NameObject("/Pages"), Kids=kids, Count=NumberObject(len(kids)))
        self.table.put(self.page_tree, tree)
        catalog = parsing.dictionary(self.catalog)
        catalog[NameObject("/StructTreeRoot")] = self.tags.close("")
        catalog[NameObject("/Pages")] = self.page_tree
        identifiers = parsing.array(self.reader.trailer.get("/ID"))
        digest = hashlib.sha256(repr(identifiers).encode())
        for annex in annexes:
            digest.update(hashlib.sha256(annex).digest())
        return self.table.write(catalog=self.catalog, info=self.info, identifier=digest.digest()[:16])


def _key(page: PageObject) -> int:
    """Return the key of a page in the parent tree."""
    return int(str(page.get("/StructParents", -1)))


def _places(reader: PdfReader) -> dict[str, PdfObject]:
    """Return the named destinations of a file."""
    root = reader.root_object
    found: dict[str, PdfObject] = dict(parsing.dictionary(root.get("/Dests")))
    found = {name[1:]: place for name, place in found.items()}
    names = parsing.dictionary(root.get("/Names"))
    if "/Dests" in names:
        found |= {object_copy.words(name): place for name, place in trees.pairs(names.raw_get("/Dests"), "/Names")}
    return found
