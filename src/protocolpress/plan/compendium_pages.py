"""The compendium's own pages around the documents: cover, contents, part titles, index, credits, folios.

In: the number of pages of each document, the pages on which it names people and places, and its summary, but no
document. So an edit that moves no page repeats none of this. Out: a bundle for the task that links the compendium.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from protocolpress import languages
from protocolpress.build.task import Inputs
from protocolpress.files import Files
from protocolpress.localize import formats
from protocolpress.markup import plain
from protocolpress.model import Edtf, HtmlPage, IndexEntry, LocalizedDocument, Moment, Plain, Text
from protocolpress.pages.compendium import CompendiumRenderer, ContentsEntry, IndexLine, Mark, NewsList, Section
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import INTERNAL
from protocolpress.pdf import blank, facts, folio, merge, relocatable, typefaces
from protocolpress.plan import bundles, compendium_parts, news, paths, summaries
from protocolpress.plan.actions import MakeCompendiumPages
from protocolpress.plan.bundles import Bundle
from protocolpress.plan.compendium_parts import Extent
from protocolpress.plan.library import Library
from protocolpress.plan.news import News
from protocolpress.project import Project, edition_locales

PIECE = 150
"""Lines of the contents or the index set as one document, about fifteen pages: layout takes 2 MiB a page."""

TOGETHER = 200
"""Folios set as one document: 7,000 at once take half a GiB, and twice as long each.

An even number: each document counts its left-hand pages from the beginning.
"""


def make(task: MakeCompendiumPages, given: Inputs) -> bytes:
    """Make the compendium's own pages, ready to be linked."""
    edition, date = task.volume.edition, task.volume.date
    columns = [summaries.columns(given.needs[f"summary:{edition}:{i}"]) for i in task.volume.ids]
    columns.sort(key=lambda column: (column[0].day, column[0].id), reverse=task.project.order == "newest")
    columns = _behind(columns)
    library = Library(given.files, task.project, given.problems)
    maker = CompendiumRenderer(
        renderer=HtmlRenderer(given.files),
        setup=library.setup(edition, library.interface(edition), task.volume.group),
        dates=tuple(_date(date, locale) for locale in edition_locales(edition)),
        day=date,
    )
    extents = {f"{edition}/{i}": compendium_parts.extent(given.needs[f"extent:{edition}:{i}"]) for i in task.volume.ids}
    fresh = news.find(given.files, task.project, columns, given.problems)
    layout = _CompendiumLayout(given.files, maker, extents, task.project, fresh)
    return bundles.dump(layout.make(columns))


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """A line of a long list: its part of the list, the target of its first link, and its text."""

    part: str
    target: str
    entry: ContentsEntry | IndexLine


class _CompendiumLayout:
    """A compendium while its pages are counted."""

    def __init__(
        self,
        files: Files,
        maker: CompendiumRenderer,
        extents: Mapping[str, Extent],
        project: Project,
        fresh: Mapping[str, News],
    ) -> None:
        self.files = files
        self.maker = maker
        self.extents = extents
        self.fresh = fresh
        self.since = project.news_since
        self.both_sides = project.layout.sides == 2
        self.faces = typefaces.declared(project.fonts)
        self.locale = maker.setup.locales[0]

    def make(self, documents_: Sequence[tuple[LocalizedDocument, ...]]) -> Bundle:
        """Put the compendium together; the body is numbered 1, 2, 3, so the length of the contents moves nothing."""
        sections = self.sections(documents_)
        entries = [entry for section, _ in sections for entry in section.entries]
        back = self.back(entries)
        end = max((int(entry.page) + self.extents[entry.key].pages for entry in entries), default=1)
        front = self.front([section for section, _ in sections], self.closing(back, end))
        found = list(self.parts("front", front, self.both("Cover and contents"), label="roman", bookmarks=False))
        for section, data in sections:
            title = " / ".join(plain(text.spans) for text in section.titles)
            found += self.parts(section.key, [data], title, bookmarks=False)
            found += map(self.document, section.entries)
        found += self.parts("back", back, self.both("Index and credits"))
        numbers, whose = self.numbers(entries)
        ready = tuple(map(_ready, found))
        labels = self.labels(found, ready)
        return Bundle(
            title=self.maker.title(),
            titles=tuple(zip(map(languages.tag, self.maker.setup.locales), self.maker.each_title(), strict=True)),
            locale=self.locale,
            parts=ready,
            folios=tuple(
                self.set(self.maker.folios(labels[start : start + TOGETHER]), tagged=False)
                for start in range(0, len(labels), TOGETHER)
            ),
            words=self.set(self.maker.folios((), numbers), tagged=False) if numbers else b"",
            pages=len(labels),
            whose=tuple(whose),
        )

    def sections(self, documents_: Sequence[tuple[LocalizedDocument, ...]]) -> list[tuple[Section, bytes]]:
        """Put the documents below "Events" and "Protocols", each with the page on which it begins.

        The title page of a section lists its documents, so it may take more than one page; it is set here.
        """
        gettext = self.maker.setup.gettext
        typed = any(columns[0].type for columns in documents_)
        page = 1
        found = []
        for key, titles, kind in (
            ("events", gettext("Events"), "event"),
            ("protocols", gettext("Documents") if typed else gettext("Protocols"), "protocol"),
        ):
            entries = [
                ContentsEntry(
                    key=f"{self.maker.setup.edition}/{columns[0].id}",
                    columns=columns,
                    page="",
                    news=self.fresh.get(columns[0].id, ""),
                )
                for columns in documents_
                if (columns[0].kind == "event") == (kind == "event")
            ]
            if not entries:
                continue
            section = Section(key=key, titles=titles, page=str(page), entries=tuple(entries))
            data = self.set(self.maker.section(section))
            page += facts.pages(data)
            for place, entry in enumerate(entries):
                entries[place] = dataclasses.replace(entry, page=str(page), annexes=self.annexes(entry, page))
                page += self.extents[entry.key].pages
            found.append((dataclasses.replace(section, entries=tuple(entries)), data))
        return found

    def both(self, msgid: str) -> str:
        """Return words of the interface in each language of the edition, for a bookmark."""
        return " / ".join(plain(text.spans) for text in self.maker.setup.gettext(msgid))

    def annexes(self, entry: ContentsEntry, page: int) -> tuple[str, ...]:
        """Return the page of each annex of a document that begins on *page*."""
        places = self.extents[entry.key].places
        return tuple(str(page + places.get(annex.anchor, 0)) for annex in entry.columns[0].annexes)

    def front(self, sections: Sequence[Section], closing: Sequence[Section]) -> list[bytes]:
        """Set the cover, the imprint and the contents."""
        every = [entry.columns for section in sections for entry in section.entries]
        drafts = sum(any(column.draft for column in columns) for columns in every)
        final = [columns[0] for columns in every if not any(column.draft for column in columns)]
        kinds = Counter("event" if one.kind == "event" else one.status for one in final)
        statuses = {**kinds, "draft": drafts}

        dates = tuple(_date(self.since, locale) for locale in self.maker.setup.locales) if self.since else ()
        fresh = NewsList(
            since=dates, entries=tuple(entry for section in sections for entry in section.entries if entry.news)
        )

        def page(some: Sequence[_Line], begun: Collection[str], *, last: bool) -> HtmlPage:
            held = {line.entry for line in some if isinstance(line.entry, ContentsEntry)}
            kept = (
                dataclasses.replace(section, entries=tuple(entry for entry in section.entries if entry in held))
                for section in sections
            )
            shown = [section for section in kept if section.entries]
            return self.maker.front(
                shown, closing if last else (), begun=begun, statuses=statuses, news=fresh if not begun else None
            )

        lines = [_Line(section.key, entry.key, entry) for section in sections for entry in section.entries]
        return self.pieces(lines, page, opening="contents")

    def pieces(self, lines: Sequence[_Line], page: Callable[..., HtmlPage], *, opening: str) -> list[bytes]:
        """Set a long list as several PDFs that read as one: each but the last ends with a full page.

        The number of lines on a page is known only after layout, so a piece is set, then set again without its last
        page.
        """
        found: list[bytes] = []
        begun: frozenset[str] = frozenset()
        most = PIECE
        while lines or not found:
            some = lines[:most]
            last = len(some) == len(lines)
            data = self.set(page(some, begun, last=last), even=last)
            if not last:
                some = some[: self.full(data, some)]
                if not some:  # not even one page is full
                    most *= 2
                    continue
                data = self.set(page(some, begun, last=False), even=False)
                gc.collect()  # a layout is full of reference cycles, and the next piece is just as large
            found.append(data)
            begun |= {opening, *(line.part for line in some)}
            lines = lines[len(some) :]
        return found

    def full(self, data: bytes, lines: Sequence[_Line]) -> int:
        """Count the lines on full pages: all pages but the last, or the last two in two-sided printing."""
        keep = facts.pages(data) - 1
        keep -= keep % 2 if self.both_sides else 0
        beyond = {link.target.removeprefix(INTERNAL) for link in facts.links(data) if link.page >= keep}
        return next((place for place, line in enumerate(lines) if line.target in beyond), 0)

    def labels(self, found: Sequence[merge.Part], ready: Sequence[merge.Part]) -> tuple[str, ...]:
        """Return the text printed on each page, for parts as PDFs and as linked.

        Cover and blank pages have none.
        """
        extents = [
            self.extents.get(part.key) or self.own(part.data, own.data) for part, own in zip(found, ready, strict=True)
        ]
        numbers = folio.labels([(part.label, extent.pages) for part, extent in zip(found, extents, strict=True)])
        labels = ("", *numbers[1:])
        if not self.both_sides:
            return labels
        empty = (page in extent.blank for extent in extents for page in range(extent.pages))
        return tuple("" if is_blank else label for label, is_blank in zip(labels, empty, strict=True))

    def own(self, data: bytes, ready: bytes) -> Extent:
        """Return the extent of our own pages."""
        pages, _ = relocatable.extent(ready)
        empty = blank.found(data) if self.both_sides else ()
        return Extent(pages=pages, blank=tuple(n for n, nothing in enumerate(empty) if nothing))

    def numbers(self, entries: Sequence[ContentsEntry]) -> tuple[list[str], list[str]]:
        """Return the page numbers in references between documents, with the document of each, in each language."""
        pages = {entry.key: entry.page for entry in entries}
        asked = {key for entry in entries for key in compendium_parts.named(self.maker.setup.edition, entry.columns)}
        named = sorted(asked & pages.keys())
        locales = self.maker.setup.locales
        return [pages[key] for key in named], [f"{locale}:{key}" for key in named for locale in locales]

    def set(self, page: HtmlPage, *, tagged: bool = True, even: bool = True) -> bytes:
        """Make the PDF of one of our own pages; its links are kept as they are, to be resolved when merging."""
        from protocolpress.pdf import render  # noqa: PLC0415 - WeasyPrint takes 0.7 s to import: only where a page is set

        data = render.render(page, self.files, day=self.maker.day, tagged=tagged, faces=self.faces)
        return blank.even(data) if self.both_sides and tagged and even else data

    def parts(
        self, key: str, pieces: Sequence[bytes], title: str, *, label: folio.Style = "decimal", bookmarks: bool = True
    ) -> Iterator[merge.Part]:
        """Make a part of each piece of our own pages."""
        for number, data in enumerate(pieces):
            yield merge.Part(
                key=_piece(key, number),
                title=title,
                data=data,
                locale=self.locale,
                label=label,
                bookmarks=bookmarks,
                continued=number > 0,
            )

    def document(self, entry: ContentsEntry) -> merge.Part:
        """Make the part of a document, without its data."""
        title = " / ".join(plain(column.title.spans) for column in entry.columns)
        path_ = paths.pdf_path(*entry.key.split("/", 1))
        return merge.Part(key=entry.key, title=title, data=b"", locale=self.locale, level=1, path=path_)

    def back(self, entries: Sequence[ContentsEntry]) -> list[bytes]:
        """Set the index and the credits; return nothing if no document names anybody or shows a picture."""
        people, places = self.index(entries)
        lines = [_Line("people", line.marks[0].target, line) for line in people]
        lines += [_Line("places", line.marks[0].target, line) for line in places]
        lines += [_Line("credits", entry.key, entry) for entry in entries if entry.columns[0].photo]

        def page(some: Sequence[_Line], begun: Collection[str], *, last: bool) -> HtmlPage:
            del last
            held: dict[str, list[Any]] = {"people": [], "places": [], "credits": []}
            for line in some:
                held[line.part].append(line.entry)
            return self.maker.back(*held.values(), begun=begun)

        return self.pieces(lines, page, opening="") if lines else []

    def closing(self, back: Sequence[bytes], start: int) -> tuple[Section, ...]:
        """Return the contents' entries for the sections of the back matter, which begins on page *start*."""
        gettext = self.maker.setup.gettext
        names = {
            "people": gettext("Index of Persons"),
            "places": gettext("Index of Places"),
            "credits": gettext("Picture credits"),
        }
        found = []
        for number, data in enumerate(back):
            places = facts.destinations(data)
            found += [
                Section(
                    key=f"{_piece('back', number)}#{name}", titles=titles, page=str(start + places[name]), entries=()
                )
                for name, titles in names.items()
                if name in places
            ]
            start += facts.pages(data)
        return tuple(found)

    def index(self, entries: Sequence[ContentsEntry]) -> tuple[list[IndexLine], list[IndexLine]]:
        """Collect people and places with the pages that name them, in the collation order of the first language."""
        found: dict[tuple[str, str], list[tuple[IndexEntry, int, str]]] = {}
        texts: dict[tuple[str, str], dict[str, Text]] = {}
        for entry in entries:
            places = self.extents[entry.key].places
            for column in entry.columns:
                for named in column.index:
                    if named.anchor not in places:  # named in the data, but not printed: participants who also sign
                        continue
                    page = int(entry.page) + places[named.anchor]
                    line = (named.kind, named.entry)
                    found.setdefault(line, []).append((named, page, f"{entry.key}#{named.anchor}"))
                    texts.setdefault(line, {})[column.locale] = named.text
        locales = self.maker.setup.locales
        order = sorted(found, key=lambda line: formats.sort_key(plain(texts[line][locales[0]].spans), locales[0]))
        lines = {
            line: IndexLine(texts=tuple(texts[line][locale] for locale in locales), marks=_marks(found[line]))
            for line in order
        }
        people = [lines[line] for line in order if line[0] == "person"]
        return people, [lines[line] for line in order if line[0] == "place"]


def _piece(key: str, number: int) -> str:
    """Return the key of a piece, counted from 0: "back", "back-2"."""
    return f"{key}-{number + 1}" if number else key


def _ready(part: merge.Part) -> merge.Part:
    """Prepare one of our own parts for linking; those of documents are prepared elsewhere."""
    return dataclasses.replace(part, data=relocatable.dump(part.prepared())) if part.data else part


def _behind(documents_: Sequence[tuple[LocalizedDocument, ...]]) -> list[tuple[LocalizedDocument, ...]]:
    """Put each corrigendum after the protocol that it corrects, if that is included too, in order of date."""
    ids = {columns[0].id for columns in documents_ if columns[0].kind == "protocol"}
    corrigenda: dict[str, list[tuple[LocalizedDocument, ...]]] = {}
    others = []
    for columns in documents_:
        corrects = columns[0].corrects
        if corrects and corrects.id in ids:
            corrigenda.setdefault(corrects.id, []).append(columns)
        else:
            others.append(columns)
    for own in corrigenda.values():
        own.sort(key=lambda columns: (columns[0].day, columns[0].id))
    return [each for columns in others for each in (columns, *corrigenda.get(columns[0].id, ()))]


def _marks(found: Iterable[tuple[IndexEntry, int, str]]) -> tuple[Mark, ...]:
    """Return each page once, in order, with a link to its first occurrence."""
    pages_: dict[int, str] = {}
    for _, page, target in found:
        pages_.setdefault(page, target)
    return tuple(Mark(page=str(page), target=pages_[page]) for page in sorted(pages_))


def _date(date: dt.date, locale: str) -> Text:
    value = Edtf(Moment(date.year, date.month, date.day))
    return Text(spans=(Plain(formats.date(value, locale)),), locale=locale)
