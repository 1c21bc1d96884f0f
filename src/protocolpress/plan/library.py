"""A publication, read on demand: its sources, registry and catalogs, each once, and the context to localize them.

In: `Files` and the settings. Out: values, kept as long as the library lives: for a task, or a command. A mistake in a
file is reported when the file is read; a source with errors raises for everybody who asks for it.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from protocolpress import model
from protocolpress.catalogs import po
from protocolpress.catalogs import read as catalogs
from protocolpress.catalogs.entries import PoFile
from protocolpress.errors import PressError, Problems
from protocolpress.files import Files
from protocolpress.localize import glyphs, interface, phrases
from protocolpress.localize.document import localize
from protocolpress.localize.interface import Interface
from protocolpress.localize.translator import Setting, name
from protocolpress.markup import plain
from protocolpress.model import Catalog, Document, LocalizedDocument, Message, Registry, Text, Translation
from protocolpress.pages import messages as pages
from protocolpress.pages.document import Setup, sheets
from protocolpress.pdf import declared, fonts
from protocolpress.plan import memo
from protocolpress.project import Project, edition_locales
from protocolpress.sources import parse, registry

Domains = dict[str, tuple[tuple[Message, ...], str]]
"""The messages of each domain, and the language they are written in."""

T = TypeVar("T")


class Library:
    """The values read from a publication."""

    def __init__(self, files: Files, project: Project, problems: Problems, *, printed: bool = True) -> None:
        """Read from *files*, reporting to *problems*; unless *printed*, characters without a glyph are allowed."""
        self.files = files
        self.project = project
        self.problems = problems
        self._printed = printed
        self._mistakes = problems
        self._kept: dict[Hashable, Any] = {}
        self.own: dict[Hashable, Any] = {}

    def reporting(self, problems: Problems) -> Library:
        """Return the same library for one document: problems of its text go to *problems*.

        Mistakes in files are still reported to the original collector. Localized texts are kept only for the editions
        of this document.
        """
        other = copy.copy(self)
        other.problems = problems
        other.own = {}
        return other

    def _once(self, kept: dict[Hashable, Any], key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of *make*, or raise its exception, from the first time that *key* was asked for."""
        if key not in kept:
            try:
                kept[key] = make()
            except PressError as mistake:
                kept[key] = mistake
        found = kept[key]
        if isinstance(found, PressError):
            raise type(found)(*found.problems)
        return found  # type: ignore[no-any-return]  # the result of make

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what *make* returned for this document when *key* was first asked for."""
        return self._once(self.own, key, make)

    @property
    def registry(self) -> Registry:
        """The registry."""
        return self._read_registry()[0]

    def _read_registry(self) -> tuple[Registry, Problems]:
        def read() -> tuple[Registry, Problems]:
            found = Problems()
            try:
                return memo.recall("registry", self.files, found, registry.read), found
            finally:
                self._mistakes.add(*found)

        return self._once(self._kept, "registry", read)

    @property
    def alphabet(self) -> frozenset[str] | None:
        """The printable characters, read from the fonts."""
        if not self._printed:
            return None
        settings = self.project.fonts

        def read(files: Files, problems: Problems) -> frozenset[str]:
            return fonts.alphabet(files) | declared.check(files, settings, problems)

        key = ("alphabet", settings.fallback, *settings.languages.items(), *settings.positions.items())
        return self._once(self._kept, "alphabet", lambda: memo.recall(key, self.files, self._mistakes, read))

    def find(self, document_id: str) -> Document | None:
        """Return a document, None if there is no source; raise `SourceError` if the source has errors."""
        path = parse.path_of(document_id)
        there = self._once(self._kept, ("there", path), lambda: self.files.exists(path))
        return self.parse(document_id) if there else None

    def parse(self, document_id: str) -> Document:
        """Return a document; raise `PressError` if its source is missing or has errors."""
        locales, source_locale = self.project.locales, self.project.source_locale
        key = ("source", document_id, locales, source_locale)

        def read(files: Files, _: Problems) -> Document:
            return parse.parse(files, document_id, locales=locales, source_locale=source_locale)

        return self._once(self._kept, key, lambda: memo.recall(key, self.files, self._mistakes, read))

    def documents(self) -> dict[str, Document | PressError]:
        """Return all sources by id: a document, or the error that it raised."""
        found: dict[str, Document | PressError] = {}
        for document_id in parse.find(self.files):
            try:
                found[document_id] = self.parse(document_id)
            except PressError as mistake:
                found[document_id] = mistake
        return found

    def domains(self) -> Domains:
        """Return the messages of every domain: the interface, the registry with the settings, each source.

        Raises:
            PressError: the problems of all sources, the registry and the templates.
        """
        return self._once(self._kept, "domains", self._domains)

    def _domains(self) -> Domains:
        problems = Problems()
        found: Domains = {}
        try:
            found["interface"] = ((*pages.extract(self.files), *phrases.MESSAGES), interface.SOURCE_LOCALE)
        except PressError as mistake:
            problems.add(*mistake.problems)
        names, mistakes = self._read_registry()
        problems.add(*mistakes)
        found["registry"] = ((*model.messages(self.project), *model.messages(names)), self.project.source_locale)
        for document_id, document in self.documents().items():
            if isinstance(document, PressError):
                problems.add(*document.problems)
            else:
                found[document_id] = (model.messages(document), document.locale)
        if problems.errors:
            raise PressError(*problems)
        return found

    def catalogs(self) -> dict[str, PoFile]:
        """Return every catalog by its path, including those that no build reads."""
        return self._once(self._kept, "catalogs", lambda: read_catalogs(self.files, self._mistakes))

    def catalog(self, locale: str, domains: tuple[str, ...]) -> Catalog:
        """Merge the catalogs of some domains; the first translation of a message counts."""

        def merged() -> Catalog:
            messages: dict[tuple[str, str], Translation] = {}
            for domain in reversed(domains):
                messages |= self._catalog(locale, catalog_path(locale, domain)).messages
            return Catalog(locale=locale, messages=messages)

        return self._once(self.own, ("catalog", locale, domains), merged)

    def _catalog(self, locale: str, path: str) -> Catalog:
        key = ("catalog", locale, path)

        def read(files: Files, problems: Problems) -> Catalog:
            return catalogs.catalog(files, locale, (path,), problems)

        def make() -> Catalog:
            every = self._kept.get("catalogs", {})
            if path not in every:
                return memo.recall(key, self.files, self._mistakes, read)
            return Catalog(locale=locale, messages=catalogs.translations(every[path], path, self._mistakes))

        return self._once(self._kept, key, make)

    def setting(self, document: Document, locale: str, first: str = "") -> Setting:
        """Return the catalogs and names for localizing *document*: its own, then those of the documents it refers to.

        *first* is the first language of the edition; without it, the locale is.
        """
        corrected = (document.corrects,) if document.corrects else ()
        named = (*document.annexes, *document.protocols, *corrected, *document.corrigenda)
        referred = self._once(self.own, ("referred", document.id), lambda: parse.referred(document))
        domains = dict.fromkeys((document.id, *named, *referred, "registry", "interface"))
        return Setting(
            locale=locale,
            source_locale=self.project.source_locale,
            catalog=self.catalog(locale, tuple(domains)),
            registry=self.registry,
            parties=self.project.parties,
            schemes=self.project.numbering,
            find=self.find,
            first=first,
            groups=self.project.groups,
            markings=self.project.markings,
            alphabetical=self.project.alphabetical,
            originals=self.project.originals,
            alphabet=self.alphabet,
            bound_words=self.project.layout.bound_words,
            known=self._once(self.own, ("texts", document.id, locale, self.project.layout.bound_words), dict),
        )

    def localized(self, document: Document, edition: str) -> tuple[LocalizedDocument, ...]:
        """Return a document in each language of an edition."""
        locales = edition_locales(edition)
        return tuple(self._localized(document, locale, locales[0]) for locale in locales)

    def _localized(self, document: Document, locale: str, first: str) -> LocalizedDocument:
        return self._once(
            self.own,
            ("localized", document.id, locale, first, self.project.layout.bound_words),
            lambda: localize(document, self.setting(document, locale, first), self.problems),
        )

    def interface(self, edition: str) -> Interface:
        """Return the interface words of an edition."""
        locales = edition_locales(edition)
        return Interface({locale: self.catalog(locale, ("interface",)) for locale in locales}, self.problems)

    def setup(self, edition: str, interface: Interface, group: str = "", *, expanded: bool = False) -> Setup:
        """Return what the pages of an edition share, those of a *group* or of the publication's own.

        *expanded* pages say what abbreviations of the registry stand for.
        """
        locales = edition_locales(edition)
        own = self.project.groups.get(group)
        if own and own.emblem and not self.files.exists(f"sources/{own.emblem}"):
            message, hint = f"there is no emblem sources/{own.emblem}", "put it there, or correct the name"
            self.problems.error(own.name.position, "missing-picture", message, hint)
            own = dataclasses.replace(own, emblem="")
        commission = own.commission if own else self.project.commission
        return Setup(
            edition=edition,
            locales=locales,
            gettext=interface.gettext,
            ngettext=interface.ngettext,
            group=tuple(self.name(own.name if own else self.project.group, locale) for locale in locales),
            emblem=own.emblem if own else "",
            color=own.color if own else "",
            commission=tuple(self.name(commission, locale) for locale in locales) if commission else (),
            abbreviations={locale: self.abbreviations(locale) for locale in locales} if expanded else {},
            every_locale=self.project.locales,
            offered=tuple(locale for locale in self.project.locales if locale in self.project.editions),
            sheets=sheets(self.project.layout, edition),
            fields=self.project.signing.fields,
        )

    def abbreviations(self, locale: str) -> dict[str, str]:
        """Return the abbreviated names of organizations in a language, each with the full one."""
        found = {}
        for one in self.registry.organizations.values():
            short, full = self.name(one.short, locale), self.name(one.name, locale)
            words = plain(short.spans)
            if short.translated and full.translated and words.isupper() and words.isalpha() and len(words) > 1:
                found[words] = plain(full.spans)
        return found

    def name(self, message: Message, locale: str) -> Text:
        """Translate a name from the settings."""
        catalog = self.catalog(locale, ("registry", "interface"))
        found = catalog.find(message.msgid, message.context)
        repeated = found is None or found.forms[0] == message.msgid
        words, position = (
            (found.forms[0], found.position) if found and not repeated else (message.msgid, message.position)
        )
        glyphs.check(words, self.alphabet, position, self.problems)
        return name(message, catalog, self.project.source_locale)


def catalog_path(locale: str, domain: str) -> str:
    """Return the path of a catalog."""
    return f"locales/{locale}/LC_MESSAGES/{domain}.po"


def read_catalogs(files: Files, problems: Problems) -> dict[str, PoFile]:
    """Return the catalogs of a project by path; for one that cannot be read, only the problem."""
    found = {}
    for path in files.glob("locales/*.po"):
        try:
            found[path] = po.parse(files.read(path), path, problems)
        except PressError as mistake:
            problems.add(*mistake.problems)
    return found
