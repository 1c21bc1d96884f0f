"""What tasks share: the documents of the project on demand, and the setting that localizes them."""

from __future__ import annotations

import functools

from protocolpress.catalogs import read as catalogs
from protocolpress.errors import Problems
from protocolpress.files import Files
from protocolpress.localize.document import localize
from protocolpress.localize.interface import Interface
from protocolpress.localize.translator import Setting, check_alphabet, name
from protocolpress.model import Catalog, Document, LocalizedDocument, Message, Registry, Text, Translation
from protocolpress.pages.document import Setup, sheets
from protocolpress.pdf import fonts
from protocolpress.plan import memo
from protocolpress.project import Project, edition_locales
from protocolpress.sources import parse, registry


class Library:
    """The project's documents, each parsed when first asked for; lives as long as one task."""

    def __init__(self, files: Files, project: Project, problems: Problems, *, printed: bool = True) -> None:
        """Read from *files*, reporting to *problems*; what is not *printed* may have characters without a glyph."""
        self.files = files
        self.project = project
        self.problems = problems
        self._printed = printed
        self._documents: dict[str, Document | None] = {}
        self._registry: Registry | None = None
        self._catalogs: dict[tuple[str, tuple[str, ...]], Catalog] = {}

    @property
    def registry(self) -> Registry:
        """The registry, read when first asked for."""
        if self._registry is None:
            self._registry = memo.recall("registry", self.files, self.problems, registry.read)
        return self._registry

    @functools.cached_property
    def alphabet(self) -> frozenset[str] | None:
        """The characters that can be printed, asked for once a task: its fonts are read for it."""
        if not self._printed:
            return None
        return memo.recall("alphabet", self.files, self.problems, lambda files, _: fonts.alphabet(files))

    def find(self, document_id: str) -> Document | None:
        """Give a document, None where there is no source; raise `SourceError` where the source has mistakes."""
        if document_id not in self._documents:
            there = self.files.exists(parse.path_of(document_id))
            self._documents[document_id] = self.parse(document_id) if there else None
        return self._documents[document_id]

    def parse(self, document_id: str) -> Document:
        """Parse a source."""
        locales, source_locale = self.project.locales, self.project.source_locale
        return memo.recall(
            ("source", document_id, locales, source_locale),
            self.files,
            self.problems,
            lambda files, _: parse.parse(files, document_id, locales=locales, source_locale=source_locale),
        )

    def catalog(self, locale: str, domains: tuple[str, ...]) -> Catalog:
        """Read the catalogs of some domains as one; the first translation of a message counts."""
        key = (locale, domains)
        if key not in self._catalogs:
            paths = tuple(catalog_path(locale, domain) for domain in domains)
            messages: dict[tuple[str, str], Translation] = {}
            for path in paths:
                for message, translation in self._read(locale, path).messages.items():
                    messages.setdefault(message, translation)
            self._catalogs[key] = Catalog(locale=locale, messages=messages)
        return self._catalogs[key]

    def _read(self, locale: str, path: str) -> Catalog:
        return memo.recall(
            ("catalog", locale, path),
            self.files,
            self.problems,
            lambda files, problems: catalogs.catalog(files, locale, (path,), problems),
        )

    def setting(self, document: Document, locale: str, first: str = "") -> Setting:
        """Give what localizing *document* needs: its own words first, then those of what it refers to.

        *first* is the first language of the edition; without it, the locale is.
        """
        corrected = (document.corrects,) if document.corrects else ()
        named = (*document.annexes, *document.protocols, *corrected, *document.corrigenda)
        related = (*named, *parse.referred(document))
        domains = dict.fromkeys((document.id, *related, "registry", "interface"))
        return Setting(
            locale=locale,
            source_locale=self.project.source_locale,
            catalog=self.catalog(locale, tuple(domains)),
            registry=self.registry,
            parties=self.project.parties,
            schemes=self.project.numbering,
            find=self.find,
            first=first,
            alphabet=self.alphabet,
        )

    def localized(self, document: Document, edition: str) -> tuple[LocalizedDocument, ...]:
        """Localize a document for each column of an edition."""
        locales = edition_locales(edition)
        return tuple(
            localize(document, self.setting(document, locale, locales[0]), self.problems) for locale in locales
        )

    def interface(self, edition: str) -> Interface:
        """Give the furniture's words for an edition."""
        locales = edition_locales(edition)
        return Interface({locale: self.catalog(locale, ("interface",)) for locale in locales}, self.problems)

    def setup(self, edition: str, interface: Interface) -> Setup:
        """Give what the pages of an edition share."""
        locales = edition_locales(edition)
        commission = self.project.commission
        return Setup(
            edition=edition,
            locales=locales,
            gettext=interface.gettext,
            ngettext=interface.ngettext,
            group=tuple(self.name(self.project.group, locale) for locale in locales),
            commission=tuple(self.name(commission, locale) for locale in locales) if commission else (),
            every_locale=self.project.locales,
            offered=tuple(locale for locale in self.project.locales if locale in self.project.editions),
            sheets=sheets(self.project.layout),
        )

    def name(self, message: Message, locale: str) -> Text:
        """Translate a name of the settings."""
        catalog = self.catalog(locale, ("registry", "interface"))
        found = catalog.find(message.msgid, message.context)
        words, position = (found.forms[0], found.position) if found else (message.msgid, message.position)
        check_alphabet(words, self.alphabet, position, self.problems)
        return name(message, catalog, self.project.source_locale)


def catalog_path(locale: str, domain: str) -> str:
    """Give the path of a catalog."""
    return f"locales/{locale}/LC_MESSAGES/{domain}.po"
