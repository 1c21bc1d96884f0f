"""The pages of the website: the choice of a language, the list of documents in each language, a page a document.

Localized documents and facts about their PDFs come in, pages go out. All addresses are relative, so a site works from
any folder, and from a disk. Nothing is read here, and no page asks for a script or for anything outside the site.
"""

from __future__ import annotations

import dataclasses
import itertools
import posixpath
import urllib.parse
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from protocolpress import markup
from protocolpress.model import Document, Heading, HtmlPage, LocalizedDocument, Text
from protocolpress.pages import about, linked_data
from protocolpress.pages.addresses import absolute, asset_path, page_path
from protocolpress.pages.document import Setup, rows, shared
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import SpanWriter, data
from protocolpress.project import Web

SECTIONS = ("", "indexes", "search")
"""The names of the pages in the menu of each language."""

HEADINGS = {
    "people": "People",
    "organizations": "Organizations",
    "places": "Places",
    "topics": "Topics",
    "groups": "Groups",
    "decisions": "Decisions",
    "actions": "Open actions",
    "compendia": "Compendia",
    "indexes": "Indexes",
}
"""The headings of lists, which templates mark for translation."""

CONTENTS_FROM = 6
"""A protocol with fewer articles is overlooked without a table of contents."""


MANY = 20
"""More events than these are divided into years, of which the newest is open."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """A PDF that a page offers: where it lies below the output folder, how long and how large it is."""

    edition: str
    path: str
    pages: int
    size: str
    """Written as the page's language writes numbers, in the unit given."""
    unit: Literal["KB", "MB"]
    large: bool = False
    """Whether it is set in large print."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """A document in the list; *machine* is its date for programs, empty if HTML cannot say it."""

    document: LocalizedDocument
    machine: str


class Dated(Protocol):
    """An entry of a list, which has a document."""

    @property
    def document(self) -> LocalizedDocument:
        """The document."""
        ...


class Described(Dated, Protocol):
    """A document with its date for programs."""

    @property
    def machine(self) -> str:
        """The date; empty if HTML cannot say it."""
        ...


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The documents of a year."""

    name: str
    entries: tuple[Dated, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All that the list of a language shows: documents in any order, and the compendia as of a date."""

    entries: tuple[ListEntry, ...]
    compendia: tuple[Pdf, ...]
    date: Text
    machine: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SiteRenderer:
    """Renders the pages of one language, or of all at once for the page that offers them."""

    renderer: HtmlRenderer
    setup: Setup
    web: Web = dataclasses.field(default_factory=Web)
    pairs: tuple[str, ...] = ()
    """The editions in two languages, each of which has pages side by side."""

    def document(self, document: LocalizedDocument, pdfs: Sequence[Pdf], *, source: Document, draft: bool) -> HtmlPage:
        """Make the page of a document and of its *source*; *draft* marks it though its text is whole."""
        headings = (block for block in document.blocks if isinstance(block, Heading))
        articles = tuple(heading for heading in headings if heading.path and heading.anchor)
        draft = draft or document.draft
        return self.page(
            "site-base.html",
            page_path(document.locale, document.id),
            content="site-document.html",
            kind=document.kind,
            document_id=document.id,
            title=f"{markup.plain(document.title.spans)} · {markup.plain(self.setup.group[0].spans)}",
            description=markup.plain(document.lead.spans) if document.lead else "",
            mark="draft" if draft else "specimen" if document.status == "specimen" else "",
            doc=document,
            beside=tuple(one for one in self.pairs if document.locale in one.split("-")),
            articles=articles if document.contents or len(articles) >= CONTENTS_FROM else (),
            pdfs=pdfs,
            source=source,
            linked=self._linked(document, source),
            picture=asset_path(document.photo.file) if document.photo and document.photo.file else "",
            machine=about.machine_date(source.date),
        )

    def _linked(self, document: LocalizedDocument, source: Document) -> str | None:
        """Describe a document to search engines, if the address of the site is known."""
        if not self.web.url:
            return None
        photo = asset_path(document.photo.file) if document.photo and document.photo.file else ""
        value = linked_data.document(
            document,
            about.facts(source),
            page=absolute(self.web.url, page_path(document.locale, document.id)),
            picture=absolute(self.web.url, photo) if photo else "",
            group=markup.plain(self.setup.group[0].spans),
        )
        return data(value)

    def side_by_side(self, columns: tuple[LocalizedDocument, ...], *, draft: bool) -> HtmlPage:
        """Make the page of a document in two languages, in the rows of its PDF."""
        first = columns[0]
        draft = draft or any(column.draft for column in columns)
        annexes = zip(*(column.annexes for column in columns), strict=True)
        return self.page(
            "site-base.html",
            page_path(self.setup.edition, first.id),
            content="site-parallel.html",
            kind="side-by-side",
            document_id=first.id,
            title=" / ".join(markup.plain(column.title.spans) for column in columns),
            description=markup.plain(first.lead.spans) if first.lead else "",
            mark="draft" if draft else "specimen" if first.status == "specimen" else "",
            columns=columns,
            rows=rows(columns),
            annexes=[{"columns": annex, "rows": rows(annex)} for annex in annexes],
        )

    def index(self, listed: Listed, *, draft: bool) -> HtmlPage:
        """Make the list of all documents, the newest first."""
        newest = sorted(listed.entries, key=lambda entry: (entry.document.day, entry.document.id), reverse=True)
        events = tuple(entry for entry in newest if entry.document.kind == "event")
        return self.page(
            "site-base.html",
            page_path(self.setup.edition),
            content="site-index.html",
            kind="index",
            **({"feed": f"site/{self.setup.edition}/feed.xml"} if self.web.url else {}),
            document_id="",
            title=markup.plain(self.setup.group[0].spans),
            description="",
            mark="draft" if draft else "",
            events=events,
            years=years(events) if len(events) > MANY else (),
            protocols=tuple(entry for entry in newest if entry.document.kind != "event"),
            listed=listed,
        )

    def search(self, *, draft: bool) -> HtmlPage:
        """Make the page of the search; its script reads the index beside it."""
        words = markup.plain(self.setup.gettext("Search")[0].spans)
        return self.page(
            "site-base.html",
            page_path(self.setup.edition, "search"),
            content="site-search.html",
            kind="search",
            document_id="search",
            title=f"{words} · {markup.plain(self.setup.group[0].spans)}",
            description="",
            mark="draft" if draft else "",
            with_script="search.js",
        )

    def start(self, *, draft: bool) -> HtmlPage:
        """Make the page that offers the languages."""
        title = " · ".join(markup.plain(name.spans) for name in self.setup.group)
        return self.page("site-start.html", page_path(), title=title, mark="draft" if draft else "")

    def fragment(self, items: Sequence[Described], *, draft: bool) -> HtmlPage:
        """Make a list of events for another page; its addresses are absolute if the site's is known."""
        del draft  # an entry says it
        return self.page("site-fragment.html", f"site/api/{self.setup.edition}/events.html", items=items)

    def missing(self) -> HtmlPage:
        """Make the page that a server shows instead of a missing one, in all languages."""
        title = " · ".join(markup.plain(name.spans) for name in self.setup.gettext("There is no such page"))
        root = urllib.parse.urlsplit(self.web.url).path.rstrip("/") + "/"
        return self.page("site-missing.html", "site/404.html", title=title, root=root)

    def _absolute(self, path: str) -> str:
        """Return the address of a file of the website."""
        return absolute(self.web.url, path)

    def heading(self, name: str) -> Text:
        """Return the heading of a list."""
        return self.setup.gettext(HEADINGS[name])[0]

    def page(self, template: str, path: str, **values: object) -> HtmlPage:
        """Render a page of the website at *path*."""
        to = _relative_to(path)
        locale = self.setup.locales[0]

        def resolve(target: str) -> str:
            document_id, mark, anchor = target.partition("#")
            return to(page_path(locale, document_id)) + mark + urllib.parse.quote(anchor)

        writer = SpanWriter(
            self.setup.edition,
            locales=self.setup.every_locale,
            floating=False,
            resolve=resolve,
            abbreviations=self.setup.abbreviations,
        )
        words = shared(self.setup, writer)
        furniture = {
            "web": self.web,
            "absolute": self._absolute,
            "path": path,
            "heading_of": self.heading,
            "sections": SECTIONS,
            "here": values.get("document_id"),
            "notes": writer.notes,
        }
        html = self.renderer.render(
            template, **words, locale=locale, to=to, page=page_path, asset=asset_path, **furniture, **values
        )
        return HtmlPage(path=path, html=html)


def years(entries: Sequence[Dated]) -> tuple[Year, ...]:
    """Divide entries, the newest first, into years."""
    groups = itertools.groupby(entries, key=lambda entry: entry.document.day.year)
    return tuple(Year(name=str(year), entries=tuple(members)) for year, members in groups)


def _relative_to(path: str) -> Callable[[str], str]:
    """Make the function that gives the address of another file of the output folder, seen from *path*."""
    folder = posixpath.dirname(path)
    return lambda other: urllib.parse.quote(posixpath.relpath(other, folder))
