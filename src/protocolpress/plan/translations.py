"""Checking the translations of a project, or single catalogs: state, and the rules of `checks`.

In: catalogs that have been read, each with its two languages. Out: problems, and corrected catalogs. Decided here: the
language of a catalog's sources, the messages it should have, the names of the registry, the glossary.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from protocolpress import model
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import PoFile
from protocolpress.checks import glossary, run, state
from protocolpress.checks.rule import Context, Name, Pair
from protocolpress.errors import Position, PressError, Problem, Problems
from protocolpress.localize import interface
from protocolpress.model import Message
from protocolpress.plan.library import Library
from protocolpress.project import LOCALES
from protocolpress.sources import parse

PLACE = re.compile(r"locales/([^/]+)/LC_MESSAGES/(.+)\.po")
"""Path of the catalog of a locale and a domain in a project."""

LOCALE = r"([A-Za-z]{2,3}(?:[_@-][A-Za-z0-9_@-]+)?)(?:\.[A-Za-z0-9-]+)?"
FOLDER = re.compile(rf"(?:^|/){LOCALE}/LC_MESSAGES/")
FIELD = re.compile(rf"{LOCALE}$")
NAME = re.compile(r"(?:^|[/.])([A-Za-z]{2}(?:[_@-][A-Za-z0-9_@-]+)?)(?:\.[A-Za-z0-9-]+)?\.po$")
"""A locale in a folder, in a header, in a file's name: `mutt.ru.po`, `ru.po`, `debconf.ru.KOI8-R.po`."""


UNKNOWN = "und"
"""The code of an unknown language (BCP 47)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalog:
    """A catalog to be checked."""

    path: str
    file: PoFile
    locale: str
    source_locale: str
    messages: tuple[Message, ...] | None = None
    """Current messages of its template; None if unknown."""


def catalogs(library: Library, parsed: Mapping[str, PoFile]) -> tuple[CheckedCatalog, ...]:
    """Return the catalogs of a project among those *parsed*: only files in the right place belong to it."""
    places = {path: match for path in parsed if (match := PLACE.fullmatch(path))}
    domains = _domains(library, {match[2] for match in places.values()})
    found = []
    for path, match in places.items():
        if match[2] == "interface" and match[1] not in library.project.locales:
            continue  # the program ships translations into languages that this project does not have
        messages, source_locale = domains.get(match[2], (None, library.project.source_locale))
        if match[2] == "interface" and not library.files.exists("locales/interface.pot"):
            messages = None  # the program's own words: their translations are shipped too
        one = CheckedCatalog(
            path=path,
            file=parsed[path],
            locale=_language(match[1]),
            source_locale=source_locale,
            messages=messages,
        )
        found.append(one)
    return tuple(found)


def single(path: str, file: PoFile, problems: Problems, *, source_locale: str) -> CheckedCatalog:
    """Make a catalog of a file that belongs to no project; its path or its header gives the language.

    If neither does, that is reported, and only rules for every language apply.
    """
    match = FOLDER.search(path) or FIELD.match(file.fields.get("Language", "")) or NAME.search(path)
    if not match:
        hint = "name it like ru.po, or write Language: ru into its header"
        problems.warning(Position(path), "unknown-locale", "the language of the catalog is unknown", hint)
    locale = _language(match[1]) if match else UNKNOWN
    return CheckedCatalog(path=path, file=file, locale=locale, source_locale=source_locale)


def check(every: Sequence[CheckedCatalog], context: Context) -> Iterator[Problem]:
    """Find what is wrong with the translations of all catalogs together."""
    pairs: list[Pair] = []
    for one in every:
        yield from state.find(one.file, one.path, own=one.locale == one.source_locale)
        if one.messages is not None:
            yield from state.stale(one.file, one.path, one.messages)
        pairs += run.pairs_of(one.file, one.path, source_locale=one.source_locale, locale=one.locale)
    yield from run.run(pairs, context)


def fix(every: Iterable[CheckedCatalog]) -> dict[str, bytes]:
    """Return the bytes of the catalogs that have something to fix safely."""
    fixed = ((one, run.fix(one.file, source_locale=one.source_locale, locale=one.locale)) for one in every)
    return {one.path: po.serialize(file) for one, file in fixed if file != one.file}


def context(library: Library) -> Context:
    """Return the context of a project: the names of its registry in every language, and its glossary."""
    try:
        names = _names(library)
    except PressError as mistake:
        library.problems.add(*mistake.problems)
        names = ()
    parties = _parties(library, {name.id: name for name in names if name.kind == "organization"})
    return Context(names=names, terms=glossary.read(library.files, library.problems), parties=parties)


def _parties(library: Library, organizations: Mapping[str, Name]) -> tuple[Name, ...]:
    """Return the parties of the settings, each with its own names and those of its organizations."""
    parties = []
    for party in library.project.parties.values():
        forms = _forms(library, *filter(None, (party.name, party.short)))
        for organization in filter(None, map(organizations.get, party.organizations)):
            for locale, words in organization.forms.items():
                forms[locale] = (*forms.get(locale, ()), *words)
        parties.append(Name(id=f"parties/{party.id}", kind="organization", forms=forms))
    return tuple(parties)


def _names(library: Library) -> tuple[Name, ...]:
    registry = library.registry
    people = (Name(id=p.id, kind="person", forms=_forms(library, p.name)) for p in registry.people.values())
    places = (
        Name(id=p.id, kind="place", forms=_forms(library, p.name, *filter(None, (p.at,))))
        for p in registry.places.values()
    )
    organizations = (
        Name(id=o.id, kind="organization", forms=_forms(library, o.name, o.short))
        for o in registry.organizations.values()
    )
    return (*people, *organizations, *places)


def _forms(library: Library, *messages: Message) -> dict[str, tuple[str, ...]]:
    """Return names by locale, each once; untranslated ones are left out."""
    forms = {}
    for locale in library.project.locales:
        catalog = library.catalog(locale, ("registry",))
        found = [catalog.find(message.msgid, message.context) for message in messages]
        own = locale == library.project.source_locale
        words = [
            one.forms[0] if one else message.msgid if own else "" for one, message in zip(found, messages, strict=True)
        ]
        forms[locale] = tuple(dict.fromkeys(filter(None, words)))
    return {locale: words for locale, words in forms.items() if words}


def _domains(library: Library, wanted: Collection[str]) -> dict[str, tuple[tuple[Message, ...] | None, str]]:
    """Return the messages and the language of the *wanted* domains; those with errors have none."""
    found: dict[str, tuple[tuple[Message, ...] | None, str]] = {"interface": (None, interface.SOURCE_LOCALE)}
    if not {"interface", "registry"}.isdisjoint(wanted):
        with contextlib.suppress(PressError):  # reported where templates are compared
            return {**found, **library.domains()}
    for document_id in parse.find(library.files):
        if document_id in wanted:
            with contextlib.suppress(PressError):
                document = library.parse(document_id)
                found[document_id] = (model.messages(document), document.locale)
    return found


def _language(code: str) -> str:
    """Return the locale by which rules know a language: ru for ru_RU."""
    language = re.split(r"[_@-]", code)[0].lower()
    return language if language in LOCALES else code
