"""Merging tagged PDFs: parts in, the bytes of one tagged PDF out.

Nothing of a part is lost: pages, tags, languages, alternate texts, outline, links, attachments and output intent come
along, each part's tags below a `Part` element of its own. What a part calls by name is renamed after the part's key, so
parts cannot take each other's names. The problems of all parts are found before any is raised.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from protocolpress.errors import CompendiumError, Position, Problem, error
from protocolpress.pdf import copying, folio, links, objects, opening, structure, trees, xmp

STYLES = {"roman": NameObject("/r"), "decimal": NameObject("/D")}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A tagged PDF that becomes part of a compendium."""

    key: str
    """What other documents link to; unique."""
    title: str
    """The entry in the outline, and the title of the part for assistive technology."""
    data: bytes
    locale: str
    label: folio.Style = "decimal"
    level: int = 0
    """Depth in the outline: a part stands below the last one before it that has a smaller level."""
    bookmarks: bool = True
    """Whether the part's own outline stands below its entry."""
    path: str = ""
    """The file that problems name; the key, where it is empty."""

    @property
    def position(self) -> Position:
        """The place that problems of this part name."""
        return Position(self.path or self.key)


def merge(
    parts: Sequence[Part],
    *,
    title: str,
    locale: str,
    date: dt.date,
    resolve: links.Resolve,
    folios: bytes | None = None,
) -> bytes:
    """Join *parts* into one tagged PDF, in their order, and stamp *folios* on its pages.

    *resolve* gives the path, relative to the new file, of the PDF of a document that is no part. The named destination
    of an anchor is `key#anchor`, that of a part's first page `key`. Page labels count on over parts of one style.

    Raises:
        CompendiumError: no parts; two parts with one key; a part that is damaged, encrypted, empty or untagged; a link
            that leads nowhere; folios that do not fit. All problems of the parts at once.
    """
    if not parts:
        hint = "give it at least one document"
        raise CompendiumError(error(Position(title), "empty-compendium", "there is nothing to merge", hint))
    book = _Book(resolve=resolve, keys=frozenset(part.key for part in parts))
    problems: list[Problem] = _shared_keys(parts)
    if folios is not None:
        with opening.naming(folio.PATH):
            book.stamp = folio.Stamp(book.table, folio.opened(folios), book.copier(folio.PATH))
    for part in parts:
        try:
            with opening.naming(part.position.path):
                book.append(part)
        except CompendiumError as refused:
            problems += refused.problems
    if not problems:
        problems = book.dead_links()
    if problems:
        raise CompendiumError(*dict.fromkeys(problems))
    if book.stamp is not None:
        folio.check(book.stamp.reader, len(book.pages))
    return book.close(parts, title=title, locale=locale, date=date, folios=folios or b"")


def _shared_keys(parts: Sequence[Part]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for part in parts:
        if part.key in seen:
            message = f"two parts have the key {part.key}"
            problems.append(error(part.position, "duplicate-part", message, "give each part a key of its own"))
        seen.add(part.key)
    return problems


class _Book:
    """The compendium while it grows."""

    def __init__(self, *, resolve: links.Resolve, keys: frozenset[str]) -> None:
        self.table = objects.Objects()
        self.pages: list[IndirectObject] = []
        self.stamp: folio.Stamp | None = None
        self._resolve = resolve
        self._keys = keys
        self._page_tree = self.table.hold(self.table.reserve())
        self._catalog = self.table.hold(self.table.reserve())
        self._tags = structure.Structure(self.table)
        self._destinations: dict[str, PdfObject] = {}
        self._led_to: list[tuple[Position, str]] = []
        self._attachments: dict[str, PdfObject] = {}
        self._associated: list[PdfObject] = []
        self._intents: PdfObject | None = None
        self._outline: list[tuple[int, trees.Entry]] = []
        self._counts: list[tuple[folio.Style, int]] = []

    def copier(self, key: str) -> copying.Copier:
        """Make the copier of a part."""
        return copying.Copier(
            self.table,
            key=key,
            pages=self._page_tree,
            counter=self._tags.counter,
            lead=lambda target: links.lead(target, self._keys, self._resolve),
        )

    def append(self, part: Part) -> None:
        """Take in a part."""
        reader = opening.opened(part.data, part.position.path)
        tags = opening.structure(reader, part.position.path)
        copier = self.copier(part.key)
        count = len(reader.pages)
        first = self._append_pages(reader, copier)
        self._counts.append((part.label, count))
        self._tags.append(tags, copier, title=part.title, locale=part.locale, position=part.position)
        self._append_catalog(reader.root_object, copier)
        start = ArrayObject([first, NameObject("/Fit")])
        self._destinations[part.key] = start

        def lead(destination: PdfObject) -> PdfObject | None:
            copy = copier.destination(destination)
            return None if copy is None else self._outside(copy)

        own = trees.outline(reader.root_object, lead) if part.bookmarks else ()
        if len(own) == 1 and own[0].title == part.title:
            own = own[0].children
        self._outline.append(
            (part.level, trees.Entry(title=part.title, destination=start, children=own, unfolded=False))
        )
        copier.finish()
        self._tags.take_ids(copier, part.position)
        self._led_to += [(part.position, name) for name in copier.led_to]
        opening.forget(reader)
        if self.stamp is not None:
            self.stamp.put(self.pages[-count:])
        self.table.settle()

    def dead_links(self) -> list[Problem]:
        """Give a problem for each place that something leads to and that no part has."""
        return [links.dead(place, name) for place, name in self._led_to if name not in self._destinations]

    def close(self, parts: Sequence[Part], *, title: str, locale: str, date: dt.date, folios: bytes) -> bytes:
        """Write the document-wide parts and give the bytes of the file."""
        table = self.table
        kids = ArrayObject(self.pages)
        pages = objects.dictionary(Type=NameObject("/Pages"), Kids=kids, Count=NumberObject(len(kids)))
        table.put(self._page_tree, pages)
        locales = tuple(dict.fromkeys((locale, *(part.locale for part in parts))))
        metadata = objects.plain(xmp.packet(title=title, locales=locales, date=date))
        metadata.update(objects.dictionary(Type=NameObject("/Metadata"), Subtype=NameObject("/XML")))
        catalog = objects.dictionary(
            Type=NameObject("/Catalog"),
            Pages=self._page_tree,
            Lang=objects.text(locale),
            MarkInfo=objects.dictionary(Marked=BooleanObject(value=True)),
            StructTreeRoot=self._settled(self._tags.close(locale)),
            ViewerPreferences=objects.dictionary(DisplayDocTitle=BooleanObject(value=True)),
            PageMode=NameObject("/UseOutlines"),
            PageLabels=self._labels(),
            Outlines=self._settled(trees.write_outline(table, _nested(self._outline))),
            Metadata=table.add(metadata),
            Names=self._names(),
        )
        if self._associated:
            catalog[NameObject("/AF")] = ArrayObject(self._associated)
        if self._intents is not None:
            catalog[NameObject("/OutputIntents")] = self._intents
        table.put(self._catalog, catalog)
        written = objects.text(xmp.info_date(date))
        info = objects.dictionary(
            Title=objects.text(title),
            Producer=objects.text(xmp.PRODUCER),
            CreationDate=written,
            ModDate=written,
        )
        identifier = _identifier(parts, title, locale, date.isoformat(), folios)
        return table.write(catalog=self._catalog, info=table.add(info), identifier=identifier)

    def _append_pages(self, reader: PdfReader, copier: copying.Copier) -> IndirectObject:
        """Take in the pages and give the first; all have their references before any is copied, as links need them."""
        references = []
        for page in reader.pages:
            reference = self.table.reserve()
            references.append(reference)
            if page.indirect_reference is not None:
                copier.stand_for(page.indirect_reference, reference)
        for page, reference in zip(reader.pages, references, strict=True):
            self.table.put(reference, copier.page(page))
        self.pages += references
        return references[0]

    def _append_catalog(self, catalog: DictionaryObject, copier: copying.Copier) -> None:
        """Take in named destinations, attachments and the output intent."""
        names = opening.dictionary(catalog.get("/Names"))
        for tree, kept in (("/Dests", self._destinations), ("/EmbeddedFiles", self._attachments)):
            if tree in names:
                for name, value in trees.pairs(names.raw_get(tree), "/Names"):
                    kept[copier.name(name)] = self._outside(copier.value(value))
        for name, value in opening.dictionary(catalog.get("/Dests")).items():
            self._destinations[copier.name(NameObject(name))] = self._outside(copier.value(value))
        self._associated += map(copier.value, opening.array(catalog.get("/AF")))
        if self._intents is None and "/OutputIntents" in catalog:
            self._intents = copier.value(catalog.raw_get("/OutputIntents"))

    def _settled(self, root: IndirectObject) -> IndirectObject:
        """Write a tree at once, and give its *root*."""
        self.table.settle()
        return root

    def _outside(self, item: PdfObject) -> PdfObject:
        """Give a reference in place of an array or a dictionary, which is written with its part, and not at the end."""
        return self.table.add(item) if isinstance(item, ArrayObject | DictionaryObject) else item

    def _names(self) -> DictionaryObject:
        names = objects.dictionary(Dests=self._settled(trees.write_names(self.table, self._destinations)))
        if self._attachments:
            names[NameObject("/EmbeddedFiles")] = trees.write_names(self.table, self._attachments)
        return names

    def _labels(self) -> DictionaryObject:
        numbers = ArrayObject()
        for first, style, start in folio.runs(self._counts):
            numbers += [NumberObject(first), objects.dictionary(S=STYLES[style], St=NumberObject(start))]
        return objects.dictionary(Nums=numbers)


def _nested(flat: Sequence[tuple[int, trees.Entry]]) -> tuple[trees.Entry, ...]:
    """Put each entry below the last one before it of a smaller level; what then has parts below it is unfolded."""
    found: list[trees.Entry] = []
    index = 0
    while index < len(flat):
        level, entry = flat[index]
        index += 1
        start = index
        while index < len(flat) and flat[index][0] > level:
            index += 1
        below = _nested(flat[start:index])
        found.append(
            dataclasses.replace(entry, children=entry.children + below, unfolded=bool(below) or entry.unfolded)
        )
    return tuple(found)


def _identifier(parts: Sequence[Part], title: str, locale: str, date: str, folios: bytes) -> bytes:
    """Make the file's identifier from all that it is made of (ISO 32000-1, 14.4: 16 bytes)."""
    digest = hashlib.sha256(repr((title, locale, date, hashlib.sha256(folios).digest())).encode())
    for part in parts:
        known = (part.key, part.title, part.locale, part.label, part.level, part.bookmarks)
        digest.update(repr(known).encode() + hashlib.sha256(part.data).digest())
    return digest.digest()[:16]
