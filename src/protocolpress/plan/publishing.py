"""Files of the website for servers and other programs: feeds, a calendar, lists, a map, the page of a missing one."""

from __future__ import annotations

from collections.abc import Sequence

from protocolpress import markup
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.pages import calendars, feeds
from protocolpress.pages.addresses import page_path
from protocolpress.plan import paths, summaries, website
from protocolpress.plan.library import Library
from protocolpress.plan.web_actions import (
    MakeCalendar,
    MakeDocumentList,
    MakeFeed,
    MakeFragment,
    MakeMissingPage,
    MakeSitemap,
)
from protocolpress.project import Project


def _items(given: Inputs, project: Project, locale: str, ids: Sequence[str]) -> list[feeds.Item]:
    found = []
    for document_id in ids:
        known = given.needs[f"summary:{locale}:{document_id}"]
        (document,) = summaries.columns(known)
        pdfs = {edition: paths.site_path(paths.pdf_path(edition, document_id)) for edition in project.editions}
        item = feeds.Item(document=document, facts=summaries.facts(known), machine=summaries.machine(known), pdfs=pdfs)
        found.append(item)
    return found


def make_feed(task: MakeFeed, given: Inputs) -> bytes:
    """Make a feed; names are checked with the pages."""
    library = Library(given.files, task.project, Problems(), printed=False)
    author = markup.plain(library.name(task.project.group, task.locale).spans)
    title, page = author, page_path(task.locale)
    if task.kind:
        topics = library.registry.topics
        named = topics[task.entry].name if task.kind == "topics" else task.project.groups[task.entry].name
        title = f"{author} · {markup.plain(library.name(named, task.locale).spans)}"
        page = page_path(task.locale, f"{task.kind}/{task.entry}")
    feed = feeds.Feed(path=task.path, page=page, title=title, author=author, locale=task.locale)
    return feeds.atom(feed, _items(given, task.project, task.locale, task.ids), task.project.web.url)


def make_calendar(task: MakeCalendar, given: Inputs) -> bytes:
    """Make the calendar of events."""
    library = Library(given.files, task.project, Problems(), printed=False)
    name = markup.plain(library.name(task.project.group, task.locale).spans)
    items = _items(given, task.project, task.locale, task.ids)
    return calendars.events(items, name, task.project.web.url, task.locale)


def make_list(task: MakeDocumentList, given: Inputs) -> bytes:
    """List the documents for other programs."""
    return feeds.documents(_items(given, task.project, task.locale, task.ids), task.project.web.url)


def make_fragment(task: MakeFragment, given: Inputs) -> bytes:
    """Make a list of events to be embedded in another page."""
    library = Library(given.files, task.project, given.problems)
    items = _items(given, task.project, task.locale, task.ids)
    return website.made(library, task.locale, lambda maker, **how: maker.fragment(items, **how))


def make_sitemap(task: MakeSitemap, given: Inputs) -> bytes:
    """Make the map of the site."""
    del given
    return feeds.sitemap((dict(page) for page in task.pages), task.url)


def make_missing(task: MakeMissingPage, given: Inputs) -> bytes:
    """Make the page for addresses that do not exist, in all languages."""
    library = Library(given.files, task.project, given.problems)
    return website.made(library, "-".join(task.project.locales), lambda maker, **_: maker.missing())
