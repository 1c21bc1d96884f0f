"""Merging tagged PDFs: parts in, the bytes of one tagged PDF out.

Nothing in a part is lost: pages, tags, languages, alternative texts, outline, links, attachments and output intent are
copied, each part's tags below its own `Part` element. Names in a part are prefixed with its key, so parts cannot take
each other's names. The problems of all parts are found before any is raised.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Sequence

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
from protocolpress.pdf import (
    folio,
    linking,
    links,
    object_copy,
    objects,
    page_numbers,
    parsing,
    patches,
    relocatable,
    relocate,
    structure,
    trees,
    xmp,
)
from protocolpress.pdf.relocatable import Relocatable

STYLES = {"roman": NameObject("/r"), "decimal": NameObject("/D")}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A tagged PDF that becomes part of a compendium."""

    key: str
    """Its unique key, to which other documents link."""
    title: str
    """The entry in the outline, and the title of the part for assistive technology."""
    data: bytes
    """A tagged PDF, or the result of `prepared` as written by `relocatable.dump`."""
    locale: str
    label: folio.Style = "decimal"
    level: int = 0
    """Depth in the outline: a part is placed below the last one before it with a smaller level."""
    bookmarks: bool = True
    """Whether the part's own outline is placed below its entry."""
    numbered: bool = False
    """Whether it may have slots for the page numbers of other parts."""
    continued: bool = False
    """Whether it continues the part before it, and so has no entry in the outline."""
    path: str = ""
    """The file named in problems; if empty, the key is used."""

    def prepared(self) -> Relocatable:
        """Do everything that does not depend on the other parts.

        Raises:
            CompendiumError: it is damaged, encrypted, empty or untagged.
        """
        return relocate.prepare(
            self.data,
            key=self.key,
            title=self.title,
            locale=self.locale,
            bookmarks=self.bookmarks,
            numbered=self.numbered,
            path=self.path,
        )

    @property
    def position(self) -> Position:
        """The position of problems of this part."""
        return Position(self.path or self.key)


@patches.linking()
def merge(  # noqa: PLR0913 - parts, metadata of the whole, and additions to its pages
    parts: Sequence[Part],
    *,
    title: str,
    titles: xmp.Titles = (),
    locale: str,
    date: dt.date,
    resolve: links.Resolve,
    ready: Callable[[str], bytes] | None = None,
    folios: Sequence[bytes] = (),
    words: bytes = b"",
    whose: Sequence[str] = (),
) -> bytes:
    """Join *parts* into one tagged PDF, in their order, and stamp the pages of *folios* on its pages.

    A part without data is found in *ready* by its key, and is in memory only while it is added. *words* are the page
    numbers for which parts have slots, a page for each of *whose*, which are locale and key: `en:en-
    ru/protocols/2012-02-29-quebec`.

    *resolve* returns the path, relative to the new file, of the PDF of a document that is not a part. The named
    destination of an anchor is `key#anchor`, that of a part's first page `key`. Page labels continue over parts of one
    style.

    Raises:
        CompendiumError: no parts; two parts with one key; a part that is damaged, encrypted, empty or untagged; a link
            that leads nowhere; folios that do not fit. All problems of the parts at once.
    """
    if not parts:
        hint = "add at least one document"
        raise CompendiumError(error(Position(title), "empty-compendium", "there are no documents to merge", hint))
    book = _Book(resolve=resolve, keys=frozenset(part.key for part in parts))
    problems: list[Problem] = _shared_keys(parts)
    with parsing.naming(folio.PATH):
        book.stamp_with(folios, words, whose)
    for part in parts:
        data = part.data or (b"" if ready is None else ready(part.key))
        try:
            with parsing.naming(part.position.path):
                book.append(dataclasses.replace(part, data=data))
        except CompendiumError as refused:
            problems += refused.problems
    if not problems:
        problems = book.dead_links()
    if problems:
        raise CompendiumError(*dict.fromkeys(problems))
    if book.stamp is not None:
        book.stamp.check(len(book.pages))
    digests = (*book.digests, *(hashlib.sha256(data).hexdigest() for data in (*folios, words)))
    identifier = _identifier(
        repr((title, titles, locale, date.isoformat(), [(part.label, part.level) for part in parts], digests))
    )
    locales = (locale, *(part.locale for part in parts))
    return book.close(title=title, titles=titles, locales=locales, date=date, identifier=identifier)


def _shared_keys(parts: Sequence[Part]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for part in parts:
        if part.key in seen:
            message = f"two parts have the key {part.key}"
            problems.append(error(part.position, "duplicate-part", message, "give each part a unique key"))
        seen.add(part.key)
    return problems


class _Book:
    """The compendium while it is assembled."""

    def __init__(self, *, resolve: links.Resolve, keys: frozenset[str]) -> None:
        self.table = objects.Objects()
        self.pages: list[IndirectObject] = []
        self.stamp: folio.Stamper | None = None
        self.numbers: page_numbers.Numbers | None = None
        self.digests: list[str] = []
        """The digests of the parts' sources."""
        self._page_tree = self.table.hold(self.table.reserve())
        self._catalog = self.table.hold(self.table.reserve())
        self._tags = structure.Structure(self.table)
        trees_ = (self._page_tree, self._tags.root, self._tags.document)
        self._linker = linking.Linker(self.table, trees_, lambda target: links.lead(target, keys, resolve))
        self._destinations: dict[str, PdfObject] = {}
        self._led_to: list[tuple[Position, str]] = []
        self._attachments: dict[str, PdfObject] = {}
        self._associated: list[PdfObject] = []
        self._intents: PdfObject | None = None
        self._outline: list[tuple[int, trees.OutlineItem]] = []
        self._counts: list[tuple[folio.Style, int]] = []

    def stamp_with(self, folios: Sequence[bytes], words: bytes, whose: Sequence[str]) -> None:
        """Stamp the next pages with *folios*, and write page numbers from *words* into them, one for each *whose*."""
        if folios:
            self.stamp = folio.Stamper(self.table, folios, self._copier)
        if words:
            pages, copier = folio.opened(words).pages, self._copier()
            self.numbers = page_numbers.Numbers(dict(zip(whose, pages, strict=True)), copier)
            copier.finish()

    def _copier(self) -> object_copy.Copier:
        """Make the copier for the PDF of folios."""
        return object_copy.Copier(
            self.table, key=folio.PATH, pages=self._page_tree, counter=self._tags.counter, lead=None
        )

    def append(self, part: Part) -> None:
        """Add a part."""
        ready = relocatable.load(part.data) if relocatable.is_dumped(part.data) else part.prepared()
        linked = self._linker.place(ready)
        drawn: dict[int, bytes] = {}
        stamps = [self._stamp(page, ready, drawn) for page in ready.pages]
        self._linker.write(linked, stamps, roles=self._tags.rename(dict(ready.roles)), contents=drawn)
        self._tags.take(linked)
        self.digests.append(ready.digest)
        self.pages += (linked.reference(page.number) for page in ready.pages)
        self._counts.append((part.label, len(ready.pages)))
        self._associated += map(linked.reference, ready.associated)
        for known, own in ((self._destinations, ready.destinations), (self._attachments, ready.attachments)):
            known.update((name, linked.reference(number)) for name, number in own)
        if self._intents is None and ready.intents is not None:
            self._intents = linked.reference(ready.intents)
        start = ArrayObject([linked.reference(ready.pages[0].number), NameObject("/Fit")])
        self._destinations[part.key] = start
        below = tuple(_entry(bookmark, linked) for bookmark in ready.bookmarks)
        if not part.continued:
            entry = trees.OutlineItem(title=part.title, destination=start, children=below, unfolded=False)
            self._outline.append((part.level, entry))
        inside = (target for target, entries in linked.leads.items() if "/A" not in entries)
        self._led_to += [(part.position, name) for name in (*ready.led_to, *inside)]
        self.table.settle()

    def _stamp(self, page: relocatable.Page, ready: Relocatable, drawn: dict[int, bytes]) -> linking.Stamp:
        """Return the additions to a page; content with a number written into it is put into *drawn*."""
        stamp = (self.stamp.next(page) if self.stamp is not None else None) or linking.Stamp()
        fonts: dict[str, PdfObject] = {}
        for number in page.contents if self.numbers is not None else ():
            if number in ready.slots and self.numbers is not None:
                drawn[number], more = self.numbers.fill(ready.content(number))
                fonts |= more
        return dataclasses.replace(stamp, fonts=fonts)

    def dead_links(self) -> list[Problem]:
        """Return a problem for each link target that no part has."""
        return [links.dead(place, name) for place, name in self._led_to if name not in self._destinations]

    def close(
        self, *, title: str, titles: xmp.Titles, locales: Sequence[str], date: dt.date, identifier: bytes
    ) -> bytes:
        """Write the document-wide objects; the main language is the first of *locales*. Return the file's bytes."""
        table = self.table
        kids = ArrayObject(self.pages)
        pages = objects.dictionary(Type=NameObject("/Pages"), Kids=kids, Count=NumberObject(len(kids)))
        table.put(self._page_tree, pages)
        locale, each = locales[0], tuple(dict.fromkeys(lang for lang, _ in titles)) or tuple(dict.fromkeys(locales))
        metadata = objects.plain(xmp.packet(title=title, locales=each, date=date, titles=titles))
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
        return table.write(catalog=self._catalog, info=table.add(info), identifier=identifier)

    def _settled(self, root: IndirectObject) -> IndirectObject:
        """Write a tree at once, and return its *root*."""
        self.table.settle()
        return root

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


def _nested(flat: Sequence[tuple[int, trees.OutlineItem]]) -> tuple[trees.OutlineItem, ...]:
    """Place each entry below the last one before it of a smaller level; entries with parts below them are unfolded."""
    found: list[trees.OutlineItem] = []
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


def _entry(bookmark: relocatable.Bookmark, linked: linking.Linked) -> trees.OutlineItem:
    """Make an entry of the compendium's outline."""
    target = bookmark.target
    found = linked.reference(target) if isinstance(target, int) else None
    return trees.OutlineItem(
        title=bookmark.title,
        destination=objects.text(target) if isinstance(target, str) else found,
        children=tuple(_entry(child, linked) for child in bookmark.children),
    )


def _identifier(known: str) -> bytes:
    """Make the file's identifier from all its sources (ISO 32000-1, 14.4: 16 bytes)."""
    return hashlib.sha256(known.encode()).digest()[:16]
