"""The lists of the website: entries of the registry with their documents, decisions, actions, compendia."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from protocolpress import markup
from protocolpress.model import HtmlPage, LocalizedDocument, Original, Paragraph, Table, Text
from protocolpress.pages.addresses import page_path
from protocolpress.pages.website import MANY, Pdf, SiteRenderer, years

FOLLOWED = ("topics", "groups")
"""Kinds of entries of which there are feeds."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document in a list; *machine* is its date for programs, *anchor* the place where it names the entry."""

    document: LocalizedDocument
    machine: str
    anchor: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office, by whom it was held, and the days between which it was, if they are known."""

    title: Text
    person: str
    name: Text
    organization: str
    body: Text | None
    start: str
    end: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the registry, or a group; *short* is a short name, a country or a commission."""

    kind: str
    id: str
    name: Text
    short: Text | None = None
    original: Original | None = None
    offices: tuple[Office, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in a list, and the number of its documents."""

    id: str
    name: Text
    number: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The decisions of a document."""

    document: Listed
    decisions: tuple[Paragraph[Text], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Compendia of a group, or of everything."""

    name: Text | None
    pdfs: tuple[Pdf, ...]


def entry(
    maker: SiteRenderer, one: Entry, documents: Sequence[Listed], pdfs: Sequence[Pdf], *, draft: bool
) -> HtmlPage:
    """Make the page of an entry, its newest documents first."""
    divided = years(documents) if len(documents) > MANY else ()
    values: dict[str, object] = {"entry": one, "documents": documents, "years": divided, "pdfs": pdfs}
    if maker.web.url and one.kind in FOLLOWED:
        values["feed"] = f"site/{maker.setup.edition}/{one.kind}/{one.id}.xml"
    return _page(maker, f"{one.kind}/{one.id}", "site-entry.html", one.name, draft=draft, **values)


def listing(maker: SiteRenderer, kind: str, lines: Sequence[Line], *, draft: bool) -> HtmlPage:
    """Make the list of the entries of a kind."""
    return _page(maker, kind, "site-list.html", None, draft=draft, list_kind=kind, lines=lines)


def indexes(maker: SiteRenderer, kinds: Sequence[tuple[str, int]], *, draft: bool) -> HtmlPage:
    """Make the page that leads to all lists."""
    return _page(maker, "indexes", "site-indexes.html", None, draft=draft, kinds=kinds)


def decisions(maker: SiteRenderer, found: Sequence[Decisions], *, draft: bool) -> HtmlPage:
    """Make the list of decisions, by document."""
    return _page(maker, "decisions", "site-decisions.html", None, draft=draft, found=found)


def actions(maker: SiteRenderer, tables: Sequence[tuple[Text, Table[Text]]], day: Text, *, draft: bool) -> HtmlPage:
    """Make the list of open actions as of a day: a table for each who has something to do."""
    return _page(maker, "actions", "site-actions.html", None, draft=draft, tables=tables, day=day)


def compendia(maker: SiteRenderer, shelves: Sequence[Shelf], day: Text, machine: str, *, draft: bool) -> HtmlPage:
    """Make the list of compendia as of a day."""
    return _page(
        maker, "compendia", "site-compendia.html", None, draft=draft, shelves=shelves, day=day, machine=machine
    )


def _page(
    maker: SiteRenderer, name: str, content: str, title: Text | None, *, draft: bool, **values: object
) -> HtmlPage:
    """Make a page with a *title*, or with that of its list."""
    heading = title or maker.heading(name)
    return maker.page(
        "site-base.html",
        page_path(maker.setup.edition, name),
        content=content,
        kind="list",
        document_id=name,
        heading=heading,
        title=f"{markup.plain(heading.spans)} · {markup.plain(maker.setup.group[0].spans)}",
        description="",
        mark="draft" if draft else "",
        **values,
    )
