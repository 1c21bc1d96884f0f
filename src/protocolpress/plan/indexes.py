"""The lists of the website: entries of the registry and groups with their documents, decisions, actions, compendia."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from protocolpress import markup
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.localize import formats, phrases
from protocolpress.model import Edtf, LocalizedDocument, Message, Moment, Original, Paragraph, Plain, Text
from protocolpress.pages import indexes as pages
from protocolpress.pages import website
from protocolpress.plan import register, summaries
from protocolpress.plan import website as site
from protocolpress.plan.library import Library
from protocolpress.plan.site_actions import (
    ListActions,
    ListDecisions,
    MakeActionsPage,
    MakeCompendiaPage,
    MakeDecisionsPage,
    MakeEntryPage,
    MakeIndexesPage,
    MakeListPage,
)


def make_entry(task: MakeEntryPage, given: Inputs) -> bytes:
    """Make the page of an entry."""
    library = Library(given.files, task.project, given.problems)
    documents = tuple(_documents(task, given))
    described = _described(library, task)
    pdfs = tuple(site.volume_pdf(volume, given.needs, task.locale) for volume in task.volumes)
    return site.made(library, task.locale, lambda maker, **how: pages.entry(maker, described, documents, pdfs, **how))


def _documents(task: MakeEntryPage, given: Inputs) -> Iterator[pages.Listed]:
    for document_id in task.ids:
        known = given.needs[f"summary:{task.locale}:{document_id}"]
        (document,) = summaries.columns(known)
        anchors = (one.anchor for one in document.index if one.entry == task.entry)
        yield pages.Listed(document=document, machine=summaries.machine(known), anchor=next(anchors, ""))


def _described(library: Library, task: MakeEntryPage) -> pages.Entry:
    """Say what the registry, or the settings, know about an entry."""
    registry, locale, entry = library.registry, task.locale, task.entry
    short: Text | None = None
    original: Original | None = None
    offices: tuple[pages.Office, ...] = ()
    match task.kind:
        case "people":
            name, original = registry.people[entry].name, registry.people[entry].original
            offices = tuple(_offices(library, locale, entry))
        case "organizations":
            one = registry.organizations[entry]
            name = one.name
            short = library.name(one.short, locale) if one.short.msgid != name.msgid else None
            offices = tuple(office for person in task.people for office in _offices(library, locale, person, entry))
        case "places":
            name, country = registry.places[entry].name, registry.places[entry].country
            short = site.plain(formats.country(country, locale), locale) if country else None
        case "topics":
            name = registry.topics[entry].name
        case _:
            name = library.project.groups[entry].name
            short = library.name(library.project.groups[entry].commission, locale)
    return pages.Entry(
        kind=task.kind,
        id=entry,
        name=library.name(name, locale),
        short=short,
        original=original,
        offices=offices,
    )


def _offices(library: Library, locale: str, person: str, organization: str = "") -> Iterator[pages.Office]:
    """Yield the offices of a person, in one organization or in all; those with a known beginning are in its order."""
    registry = library.registry
    known = registry.people[person]
    for office in sorted(known.offices, key=lambda one: one.start or dt.date.min):
        if organization and office.organization != organization:
            continue
        body = registry.organizations.get(office.organization)
        yield pages.Office(
            title=library.name(office.title, locale),
            person=person,
            name=library.name(known.name, locale),
            organization=office.organization if body else "",
            body=library.name(body.short, locale) if body else None,
            start=_day(office.start, locale),
            end=_day(office.end, locale),
        )


def _day(day: dt.date | None, locale: str) -> str:
    """Write a day; the first of a year may stand for the year, so it is written as one."""
    if day is None:
        return ""
    moment = Moment(day.year) if (day.month, day.day) == (1, 1) else Moment(day.year, day.month, day.day)
    return formats.date(Edtf(moment), locale)


def make_list(task: MakeListPage, given: Inputs) -> bytes:
    """Make the list of the entries of a kind, sorted as the language sorts."""
    library = Library(given.files, task.project, given.problems)
    registry = library.registry
    names: Mapping[str, Mapping[str, Message]] = {
        "people": {entry: person.index for entry, person in registry.people.items()},
        "organizations": {entry: one.name for entry, one in registry.organizations.items()},
        "places": {entry: place.name for entry, place in registry.places.items()},
        "topics": {entry: topic.name for entry, topic in registry.topics.items()},
        "groups": {entry: group.name for entry, group in library.project.groups.items()},
    }
    found = [
        pages.Line(id=entry, name=library.name(names[task.kind][entry], task.locale), number=number)
        for entry, number in task.entries
    ]
    found.sort(key=lambda one: (formats.sort_key(markup.plain(one.name.spans), task.locale), one.id))
    return site.made(library, task.locale, lambda maker, **how: pages.listing(maker, task.kind, found, **how))


def make_indexes(task: MakeIndexesPage, given: Inputs) -> bytes:
    """Make the page that leads to all lists."""
    library = Library(given.files, task.project, given.problems)
    return site.made(library, task.locale, lambda maker, **how: pages.indexes(maker, task.kinds, **how))


def make_decisions(task: ListDecisions, given: Inputs) -> bytes:
    """List the decisions in a document; its problems are reported with its page."""
    library = Library(given.files, task.project, Problems(), printed=False)
    (document,) = library.localized(library.parse(task.document_id), task.locale)
    return summaries.packed(tuple(_decisions(document)))


def _decisions(document: LocalizedDocument) -> Iterator[Paragraph[Text]]:
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.role == "decision":
            spans = (Plain(markup.plain(block.text.spans)),)
            yield Paragraph(
                text=Text(spans=spans, locale=block.text.locale, translated=block.text.translated),
                anchor=block.anchor,
                number=block.number,
            )


def make_decisions_page(task: MakeDecisionsPage, given: Inputs) -> bytes:
    """Make the list of decisions, those of the newest document first."""
    library = Library(given.files, task.project, given.problems)
    found = []
    for document_id in task.ids:
        known = given.needs[f"summary:{task.locale}:{document_id}"]
        (document,) = summaries.columns(known)
        listed = pages.Listed(document=document, machine=summaries.machine(known))
        decisions = summaries.unpacked(given.needs[f"decisions:{task.locale}:{document_id}"])
        found.append(pages.Decisions(document=listed, decisions=decisions))
    found.sort(key=lambda one: (one.document.document.day, one.document.document.id), reverse=True)
    return site.made(library, task.locale, lambda maker, **how: pages.decisions(maker, found, **how))


def make_actions(task: ListActions, given: Inputs) -> bytes:
    """List the actions of a document, also those that are done."""
    library = Library(given.files, task.project, Problems(), printed=False)
    return register.written(register.actions(library, (task.document_id,), task.locale, task.date))


def make_actions_page(task: MakeActionsPage, given: Inputs) -> bytes:
    """Make the list of open and overdue actions."""
    library = Library(given.files, task.project, given.problems)
    found = [one for data in given.needs.values() for one in register.read(data)]
    interface = library.interface(task.locale)
    heads = tuple(zip(*(interface.gettext(one.msgid, one.context) for one in phrases.REGISTER), strict=True))
    tables = [
        (section.names[0], section.tables[0])
        for section in register.sections(found, heads, tuple(task.project.parties))
    ]
    day = site.plain(
        formats.date(Edtf(Moment(task.date.year, task.date.month, task.date.day)), task.locale), task.locale
    )
    return site.made(library, task.locale, lambda maker, **how: pages.actions(maker, tables, day, **how))


def make_compendia(task: MakeCompendiaPage, given: Inputs) -> bytes:
    """Make the list of compendia: those of everything, then those of each group."""
    library = Library(given.files, task.project, given.problems)
    found: dict[str, list[website.Pdf]] = {}
    for volume in task.volumes:
        found.setdefault(volume.group, []).append(site.volume_pdf(volume, given.needs, task.locale))
    groups = library.project.groups
    shelves = [
        pages.Shelf(name=library.name(groups[group].name, task.locale) if group else None, pdfs=tuple(pdfs))
        for group, pdfs in found.items()
    ]
    (date,) = {volume.date for volume in task.volumes}
    day = site.plain(formats.date(Edtf(Moment(date.year, date.month, date.day)), task.locale), task.locale)
    return site.made(
        library, task.locale, lambda maker, **how: pages.compendia(maker, shelves, day, date.isoformat(), **how)
    )
