"""Answers to the desk's page, as values for JSON: documents, the messages of one, one in detail, a text on trial.

In: a shelf, and checked arguments. Out: dictionaries. Nothing here writes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from protocolpress import languages, markup
from protocolpress.catalogs import po, saving, suggest
from protocolpress.catalogs.entries import Entry
from protocolpress.catalogs.saving import Work
from protocolpress.desk import git
from protocolpress.desk.builder import as_json
from protocolpress.desk.refusals import RefusedError
from protocolpress.desk.shelf import OTHERS, Catalog, Shelf
from protocolpress.errors import Problems, Severity
from protocolpress.files import is_inside
from protocolpress.plan import coverage, desk, proofs, translations
from protocolpress.plan.translations import CheckedCatalog

OFFERS = 5
"""Maximum number of suggestions for a message."""

FEW = 60
"""Number of documents that are read at once for the list."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

MOST_FOUND = 500
"""Maximum number of messages that a search returns."""

Json = dict[str, object]


def documents(shelf: Shelf, wanted: Collection[str] = ()) -> Json:
    """List what can be translated, with its state in each language.

    In a large project only the *wanted* documents have their titles and states, and what is known already: reading
    everything takes some seconds, and the list opens at once.
    """
    settings, domains = shelf.project, shelf.domains()
    few = len(domains) <= FEW
    entries = [
        _listed(shelf, one) if few or one in wanted or one in OTHERS or shelf.is_known(one) else _named(shelf, one)
        for one in domains
        if not wanted or one in wanted
    ]
    return {
        "group": settings.group.msgid,
        "locales": [*settings.locales],
        "editions": [*settings.editions],
        "commit": settings.desk.commit,
        "documents": entries,
    }


def _listed(shelf: Shelf, domain: str) -> Json:
    document = shelf.document(domain) if domain not in OTHERS else None
    source = shelf.source_locale(domain)
    return {
        "id": domain,
        "kind": document.kind if document else domain if domain in OTHERS else "broken",
        "title": markup.plain(markup.inline(document.title.msgid)) if document else domain,
        "number": document.number if document else "",
        "date": document.date.first_day().isoformat() if document else _day(domain),
        "source": source,
        "states": {one: _state(shelf, one, domain) for one in shelf.project.locales if one != source},
    }


def _named(shelf: Shelf, domain: str) -> Json:
    """Return a document of which only the name is known."""
    facts = {"kind": "", "title": domain, "number": "", "date": _day(domain), "source": shelf.source_locale(domain)}
    return {"id": domain, **facts, "states": None}


def _day(domain: str) -> str:
    """Return the day in the name of a source; empty if there is none."""
    found = DAY.search(domain)
    return found[0] if found else ""


def _state(shelf: Shelf, locale: str, domain: str) -> Json | None:
    """Return the figures of a catalog; None if there is none."""
    found = shelf.find(locale, domain)
    if found is None:
        return None
    return {name: _count(count) for name, count in shelf.counts(found).items()}


def _count(count: coverage.Count) -> Json:
    return {"total": count.total, "done": count.translated, "fuzzy": count.fuzzy, "missing": count.missing}


def document(shelf: Shelf, locale: str, domain: str, reader: str) -> Json:
    """Return the messages of a document, with what `check` finds in them; places are cited for a *reader*."""
    if locale == shelf.source_locale(domain) and domain not in OTHERS:
        return _source(shelf, locale, domain)
    catalog, folder = shelf.catalog(locale, domain), shelf.folder(domain)
    findings = _findings(shelf, catalog, folder, locale)
    messages = [
        {
            **_message(row.entry, catalog.file.charset),
            "place": row.cited,
            "anchor": row.place.anchor,
            "printed": row.printed,
            "words": row.words,
            "findings": findings.get(row.entry.msgid_line, []),
        }
        for row in desk.rows(shelf.library, catalog.file, folder, locale, reader)
    ]
    return {
        "locale": locale,
        "domain": domain,
        "path": catalog.path,
        "source": folder.source_locale,
        "tags": {one: languages.known(one).tag for one in (locale, folder.source_locale)},
        "quotes": [*languages.known(locale).quotes[0]],
        "host": shelf.hosts.get(domain, domain),
        "title": markup.plain(markup.inline(folder.document.title.msgid)) if folder.document else domain,
        "messages": messages,
        "problems": [as_json(one) for one in catalog.problems],
    }


def _source(shelf: Shelf, locale: str, domain: str) -> Json:
    """Return a document in the language that it is written in: its source, to be read."""
    if domain not in shelf.ids:
        raise RefusedError(404, "unknown", "there is no such document")
    path = f"sources/{domain}.md"
    found = shelf.document(domain)
    return {
        "locale": locale,
        "domain": domain,
        "path": path,
        "source": locale,
        "tags": {locale: languages.known(locale).tag},
        "host": shelf.hosts.get(domain, domain),
        "title": markup.plain(markup.inline(found.title.msgid)) if found else domain,
        "text": shelf.files.read(path).decode("utf-8", "replace"),
        "messages": [],
        "problems": [],
    }


def _message(entry: Entry, charset: str) -> Json:
    """Return an entry as the desk shows it, and as it comes back to be saved."""
    old = desk.previous(entry, charset)
    return {
        "context": entry.msgctxt,
        "source": entry.msgid,
        "plural": entry.msgid_plural,
        "state": desk.state(entry),
        "base": work(saving.work(entry)),
        "notes": [*entry.extracted],
        "line": entry.msgid_line,
        "previous": desk.differences(old, entry.msgid) if old and old != entry.msgid else [],
    }


def work(value: Work) -> Json:
    """Return what a translator sees of an entry."""
    return {"forms": [*value.forms], "fuzzy": value.fuzzy, "comments": [*value.comments]}


def _findings(shelf: Shelf, catalog: Catalog, folder: desk.Folder, locale: str) -> dict[int, list[Json]]:
    """Return what `check` finds in a catalog's translations, by the line of the message."""
    lines = {line: entry.msgid_line for entry in catalog.file.entries for line in entry.msgstr_lines}
    one = CheckedCatalog(path=catalog.path, file=catalog.file, locale=locale, source_locale=folder.source_locale)
    found: dict[int, list[Json]] = {}
    for problem in (*catalog.problems, *translations.check((one,), shelf.context)):
        if problem.rule not in ("untranslated", "fuzzy-message") and problem.position.line in lines:
            found.setdefault(lines[problem.position.line], []).append(as_json(problem))
    return found


def detail(shelf: Shelf, locale: str, domain: str, key: saving.Key) -> Json:
    """Return what helps with one message: suggestions, terms, references, markup that stays."""
    catalog, folder = shelf.catalog(locale, domain), shelf.folder(domain)
    entry = _entry(catalog, key)
    memory = shelf.memory(folder.source_locale, locale)
    own = entry.msgstr
    offers = [
        {
            "percent": match.percent,
            "source": desk.differences(match.known.entry.msgid, entry.msgid),
            "forms": [*suggest.forms(match.known.entry.msgstr, len(own))],
            "from": str(match.known.position),
        }
        for match in suggest.offers(entry, memory, most=OFFERS)
        if match.known.entry.msgstr != own
    ]
    referred = desk.referred(shelf.library, folder, entry, locale)
    return {
        "offers": offers,
        "placeholders": [*desk.placeholders(entry.msgid)],
        "references": [{"cited": one.cited, "written": one.written} for one in referred],
    }


def trial(shelf: Shelf, locale: str, domain: str, key: saving.Key, forms: Sequence[str]) -> Json:
    """Judge *forms* as the translation of a message: findings with their fixes, what is printed, terms."""
    catalog, folder = shelf.catalog(locale, domain), shelf.folder(domain)
    entry = _entry(catalog, key)
    if len(forms) != len(entry.msgstr):
        raise RefusedError(400, "forms", f"{len(forms)} forms, but the message has {len(entry.msgstr)}")
    typed = proofs.typed(entry, tuple(forms))
    place = desk.place_of(folder, entry)
    case = desk.case_of(folder, typed, catalog.path, locale, place, catalog.file.header)
    printed, wrong = proofs.printed(case, desk.setting_of(shelf.library, folder, locale))
    own = (proofs.Finding(problem=one) for one in wrong if one.severity is not Severity.NOTE)
    findings = [*proofs.findings(case, shelf.context), *own]
    glossary = shelf.glossary(folder.source_locale, locale)
    return {
        "findings": [{**as_json(one.problem), "fixed": [*one.fixed]} for one in findings],
        "printed": [*printed],
        "terms": [
            {"source": use.source, "wanted": [*use.wanted], "target": [*use.target]}
            for use in glossary.uses(entry.msgid, " ".join(forms))
        ],
    }


def _entry(catalog: Catalog, key: saving.Key) -> Entry:
    found = saving.find(catalog.file, key)
    if found is None:
        raise RefusedError(404, "gone", "the catalog no longer has this message")
    return found


def message(entry: Entry, charset: str) -> Json:
    """Return an entry after it has been saved, or as somebody else has left it."""
    return _message(entry, charset)


def search(shelf: Shelf, locale: str, wanted: str, replacement: str, domains: Sequence[str]) -> Json:
    """Find translations that contain *wanted*, with what replacing it would make of them."""
    found: list[Json] = []
    for domain in domains or shelf.domains():
        catalog = shelf.find(locale, domain) if locale != shelf.source_locale(domain) else None
        for entry in catalog.file.entries if catalog else ():
            if saving.is_editable(entry) and any(wanted in form for form in entry.msgstr):
                if len(found) == MOST_FOUND:
                    return {"found": found, "more": True}
                after = [form.replace(wanted, replacement) for form in entry.msgstr]
                pairs = zip(entry.msgstr, after, strict=True)
                found.append(
                    {
                        "domain": domain,
                        "context": entry.msgctxt,
                        "source": entry.msgid,
                        "base": work(saving.work(entry)),
                        "forms": after,
                        "difference": [desk.differences(old, new) for old, new in pairs],
                    }
                )
    return {"found": found, "more": False}


def changes(shelf: Shelf, locale: str, domain: str, revision: str) -> Json:
    """Return the messages of a document that differ from a revision of git, with their differences."""
    catalog = shelf.catalog(locale, domain)
    data = git.at(shelf.files.root, revision, catalog.path)
    old = po.parse(data or b"", catalog.path, Problems())
    before = {entry.key: entry for entry in old.entries if saving.is_editable(entry)}
    return {"revision": revision, "changes": [*_changed(before, catalog)]}


def _changed(before: Mapping[saving.Key, Entry], catalog: Catalog) -> Iterator[Json]:
    for entry in filter(saving.is_editable, catalog.file.entries):
        old = before.get(entry.key)
        texts = old.msgstr if old and len(old.msgstr) == len(entry.msgstr) else ("",) * len(entry.msgstr)
        if old is None or saving.work(old) != saving.work(entry):
            yield {
                "context": entry.msgctxt,
                "source": entry.msgid,
                "difference": [desk.differences(a, b) for a, b in zip(texts, entry.msgstr, strict=True)],
            }


def uncommitted(shelf: Shelf) -> Json:
    """Return the catalogs that are not committed; null without a repository."""
    found = git.changed(shelf.files.root)
    return {"files": None if found is None else [path for path in found if is_inside(path)]}
