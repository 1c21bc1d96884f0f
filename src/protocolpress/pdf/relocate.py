"""Prepare a part of a compendium: a tagged PDF in, a `relocatable.Relocatable` out.

Nothing in a part is lost: pages, tags, languages, alternative texts, outline, links, attachments and output intent are
copied. Names in a part are prefixed with its key, so parts cannot take each other's names.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from protocolpress.errors import Position
from protocolpress.pdf import (
    facts,
    folio,
    object_copy,
    objects,
    page_numbers,
    parsing,
    patches,
    relocatable,
    structure,
    symbols,
    trees,
)
from protocolpress.pdf.relocatable import Bookmark, Page, Relocatable

RESOURCES = ("/XObject", "/Font")
"""Resources of a page to which the compendium adds."""

LEAD = NameObject("/ProtocolpressLead")
"""The linker replaces this entry of an annotation with those of its destination."""

LEAD_BEFORE = LEAD.encode() + b" " + relocatable.MARK


@patches.linking()
def prepare(  # noqa: PLR0913 - a part, and its metadata
    data: bytes,
    *,
    key: str,
    title: str,
    locale: str,
    bookmarks: bool = True,
    numbered: bool = False,
    path: str = "",
) -> Relocatable:
    """Prepare the PDF *data*, which becomes the part *key* of compendia; problems name *path*, or the key.

    Without *bookmarks* its own outline is dropped. If *numbered*, it may have slots for page numbers.

    Raises:
        CompendiumError: it is damaged, encrypted, empty or untagged.
    """
    position = Position(path or key)
    with parsing.naming(position.path):
        reader = parsing.opened(data, position.path)
        making = _Making(reader, key=key, position=position, numbered=numbered)
        making.tags(parsing.structure(reader, position.path), title=title, locale=locale)
        outline = making.outline(title) if bookmarks else ()
        known = repr((key, title, locale, bookmarks, numbered)).encode() + hashlib.sha256(data).digest()
        return making.finish(outline, hashlib.sha256(known).hexdigest())


class _Making:
    """A part while it is prepared."""

    def __init__(self, reader: PdfReader, *, key: str, position: Position, numbered: bool) -> None:
        self._numbered = numbered
        self._reader = reader
        self._position = position
        self._table = symbols.Table()
        page_tree = self._table.reserve()
        self._structure = structure.Structure(self._table)
        assert self._table.count == len(relocatable.TREES)  # noqa: S101 - the linker relies on it
        self._copier = object_copy.Copier(
            self._table, key=key, pages=page_tree, counter=self._structure.counter, lead=self._lead
        )
        self._resources: list[PdfObject] = []
        self._pages = self._copied_pages()
        names = parsing.dictionary(reader.root_object.get("/Names"))
        self._destinations = dict(self._named(names, "/Dests"))
        for name, value in parsing.dictionary(reader.root_object.get("/Dests")).items():
            self._destinations[self._copier.name(NameObject(name))] = self._inside(self._copier.value(value))
        self._attachments = dict(self._named(names, "/EmbeddedFiles"))
        self._associated = tuple(
            self._inside(self._copier.value(one)) for one in parsing.array(reader.root_object.get("/AF"))
        )
        intents = reader.root_object.raw_get("/OutputIntents") if "/OutputIntents" in reader.root_object else None
        self._intents = None if intents is None else self._inside(self._copier.value(intents))

    def tags(self, tree: DictionaryObject, *, title: str, locale: str) -> None:
        """Add the tags."""
        self._structure.append(tree, self._copier, title=title, locale=locale, position=self._position)

    def outline(self, title: str) -> tuple[Bookmark, ...]:
        """Add the bookmarks, except a single one with the part's own *title*, which the compendium has anyway."""
        found = trees.outline(self._reader.root_object, self._copier.destination)
        if len(found) == 1 and found[0].title == title:
            found = found[0].children
        return tuple(map(self._bookmark, found))

    def finish(self, bookmarks: tuple[Bookmark, ...], digest: str) -> Relocatable:
        """Copy everything that was referred to, and write it."""
        self._copier.finish()
        tags = self._structure
        tags.take_ids(self._copier, self._position)
        parents = tuple((key, self._inside(value)) for key, value in sorted(tags.parents.items()))
        written = self._written()  # after everything that may add an object
        parsing.forget(self._reader)
        return dataclasses.replace(
            written,
            element=self._inside(tags.parts[0]),
            parents=parents,
            roles=tuple(sorted(tags.roles.items())),
            ids=tuple((name, reference.idnum) for name, reference in tags.ids.items()),
            bookmarks=bookmarks,
            led_to=tuple(self._copier.led_to),
            digest=digest,
        )

    def _written(self) -> Relocatable:
        """Write the objects; the tags come later."""
        table = self._table
        resources = table.texts(self._resources)
        packed, streams = table.items(len(relocatable.TREES))
        texts = table.texts([*packed.values(), *map(symbols.head, streams.values())])
        shared = {reference.idnum: digest.hex() for digest, reference in table.streams.items()}
        return Relocatable(
            count=table.count,
            symbols=table.symbols,
            packed=tuple(packed),
            texts=dataclasses.replace(texts, data=texts.data.replace(LEAD_BEFORE, relocatable.MARK)),
            resources=resources,
            streams=tuple(
                relocatable.Stream(number=number, data=objects.stored(stream), digest=shared.get(number, ""))
                for number, stream in streams.items()
            ),
            programs=tuple(table.programs),
            pages=self._pages,
            places=tuple(facts.places(self._reader).items()),
            destinations=tuple(self._destinations.items()),
            attachments=tuple(self._attachments.items()),
            associated=self._associated,
            intents=self._intents,
            slots=self._slots(streams) if self._numbered else (),
        )

    def _copied_pages(self) -> tuple[Page, ...]:
        """Add the pages; all have their references before any is copied, because links need them."""
        references = []
        for page in self._reader.pages:
            reference = self._table.reserve()
            references.append(reference)
            if page.indirect_reference is not None:
                self._copier.stand_for(page.indirect_reference, reference)
        return tuple(
            self._copied_page(number, page, reference)
            for number, (page, reference) in enumerate(zip(self._reader.pages, references, strict=True))
        )

    def _copied_page(self, number: int, page: PageObject, reference: IndirectObject) -> Page:
        copy = self._copier.page(_without(page, "/Resources"))
        contents = parsing.array(copy.get("/Contents"))
        own = parsing.dictionary(page.get("/Resources"))
        kinds = [parsing.dictionary(own.get(name)) for name in RESOURCES]
        self._resources += map(self._entries, [*kinds, _without(own, *RESOURCES)])
        copy[NameObject("/Contents")] = self._table.open(("contents", number))
        copy[NameObject("/Resources")] = self._table.open(("resources", number))
        self._table.put(reference, copy)
        left, bottom, right, top = folio.shown(page)
        return Page(
            number=reference.idnum,
            contents=tuple(one.idnum for one in contents if isinstance(one, IndirectObject)),
            box=(left, bottom, right, top),
            turned=folio.turned(page),
        )

    def _entries(self, source: DictionaryObject) -> DictionaryObject:
        return DictionaryObject({NameObject(key): self._copier.value(source.raw_get(key)) for key in source})

    def _named(self, names: DictionaryObject, tree: str) -> Iterable[tuple[str, int]]:
        """Add a tree of names: destinations or attachments."""
        for name, value in trees.pairs(names.raw_get(tree), "/Names") if tree in names else ():
            yield self._copier.name(name), self._inside(self._copier.value(value))

    def _slots(self, streams: Mapping[int, StreamObject]) -> tuple[int, ...]:
        contents = sorted({number for page in self._pages for number in page.contents})
        return tuple(
            number
            for number in contents
            if streams[number].get("/Filter") == "/FlateDecode" and page_numbers.SLOT.search(streams[number].get_data())
        )

    def _bookmark(self, entry: trees.OutlineItem) -> Bookmark:
        target = entry.destination
        return Bookmark(
            title=entry.title,
            target=str(target)
            if isinstance(target, TextStringObject)
            else (None if target is None else self._inside(target)),
            children=tuple(map(self._bookmark, entry.children)),
        )

    def _inside(self, item: PdfObject) -> int:
        """Return the number of the object *item*."""
        reference = item if isinstance(item, IndirectObject) else self._table.add(item)
        return reference.idnum

    def _lead(self, target: str) -> dict[NameObject, PdfObject]:
        return {LEAD: self._table.open(("lead", target))}


def _without(source: DictionaryObject, *keys: str) -> DictionaryObject:
    return DictionaryObject({NameObject(key): source.raw_get(key) for key in source if key not in keys})
