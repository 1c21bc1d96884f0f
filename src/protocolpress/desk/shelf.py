"""The memory of the desk: catalogs, documents, glossary, known translations, kept as long as their bytes are the same.

In: the files of a project. Out: values. A catalog is read from the disk each time it is asked for and parsed only if it
has changed; everything else is looked up again after `touch`. One thread at a time may use a shelf.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Callable, Hashable
from typing import TypeVar

from protocolpress import languages, project
from protocolpress.catalogs import po, suggest
from protocolpress.catalogs.entries import PoFile
from protocolpress.checks.rule import Context
from protocolpress.checks.terms import Glossary
from protocolpress.desk.refusals import RefusedError
from protocolpress.errors import PressError, Problem, Problems, Severity
from protocolpress.files import DiskFiles
from protocolpress.model import Document
from protocolpress.plan import coverage, desk, translations
from protocolpress.plan.library import Library, catalog_path
from protocolpress.project import Project
from protocolpress.sources import parse

T = TypeVar("T")

LOCALE = re.compile(rb"\nlocale:[ \t]*[\"']?([a-z]{2,3})\b")
"""The language of a source in its front matter."""

OTHERS = ("interface", "registry")
"""The domains that belong to no document."""


@dataclasses.dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog on the disk: its bytes, its entries, and why some of them cannot be read."""

    path: str
    data: bytes
    file: PoFile
    problems: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Source:
    data: bytes
    document: Document | None


class Shelf:
    """Values read from one project; lives as long as the server."""

    def __init__(self, root: pathlib.Path) -> None:
        """Read below *root*."""
        self.files = DiskFiles(root)
        self._catalogs: dict[str, Catalog] = {}
        self._counts: dict[str, tuple[Catalog, dict[str, coverage.Count]]] = {}
        self._sources: dict[str, _Source] = {}
        self._kept: dict[Hashable, object] = {}

    def touch(self) -> None:
        """Forget what may have changed on the disk."""
        self._kept.clear()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what *make* returned when *key* was first asked for since the last `touch`."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]  # the result of make

    @property
    def project(self) -> Project:
        """The settings; raise `PressError` if they have errors."""
        return self.once("project", lambda: project.read(self.files))

    @property
    def library(self) -> Library:
        """The project, read on demand."""
        return self.once("library", lambda: Library(self.files, self.project, Problems()))

    @property
    def context(self) -> Context:
        """The names and terms with which translations are compared."""
        return self.once("context", lambda: translations.context(self.library))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all sources."""
        return self.once("ids", lambda: tuple(parse.find(self.files)))

    @property
    def hosts(self) -> dict[str, str]:
        """By annex: the document on whose page it is printed."""

        def find() -> dict[str, str]:
            documents = ((i, self.document(i)) for i in self.ids if b"\nannexes:" in self._head(i))
            return {annex: i for i, document in documents if document for annex in document.annexes}

        return self.once("hosts", find)

    def document(self, document_id: str) -> Document | None:
        """Return a document; None if its source has errors."""
        path = parse.path_of(document_id)
        try:
            data = self.files.read(path)
            known = self._sources.get(path)
            if known is None or known.data != data or known.document is None:
                known = self._sources[path] = _Source(data, self.library.parse(document_id))
        except PressError:
            return None
        return known.document

    def domains(self) -> tuple[str, ...]:
        """Return what can be translated: sources, the registry, the project's own words of the interface."""
        own = ("interface",) if self.files.is_own("locales/interface.pot") else ()
        return (*self.ids, "registry", *own)

    def folder(self, domain: str) -> desk.Folder:
        """Return a domain with its document."""
        return self.once(("folder", domain), lambda: desk.folder(self.library, domain, self.hosts))

    def source_locale(self, domain: str) -> str:
        """Return the language of a domain's sources, without reading more of them than their front matter."""
        if domain == "interface":
            return languages.DEFAULT.code
        named = LOCALE.search(self._head(domain)) if domain not in OTHERS else None
        return named[1].decode("ascii") if named else self.project.source_locale

    def _head(self, document_id: str) -> bytes:
        """Return the front matter of a source, with a line end before each line."""

        def read() -> bytes:
            try:
                return self.files.read(parse.path_of(document_id)).partition(b"\n---")[0]
            except PressError:
                return b""

        return self.once(("head", document_id), read)

    def is_known(self, document_id: str) -> bool:
        """Whether a document has been parsed, so that its title costs nothing."""
        return parse.path_of(document_id) in self._sources

    def counts(self, catalog: Catalog) -> dict[str, coverage.Count]:
        """Count the messages and words of a catalog by state."""
        known = self._counts.get(catalog.path)
        if known is None or known[0] is not catalog:
            known = self._counts[catalog.path] = (catalog, desk.counts(catalog.file))
        return known[1]

    def find(self, locale: str, domain: str) -> Catalog | None:
        """Return a catalog as it is on the disk now; None if there is none, or it cannot be read."""
        path = catalog_path(locale, domain)
        try:
            if not self.files.is_own(path):
                return None
            data = self.files.read(path)
        except PressError:
            return None
        known = self._catalogs.get(path)
        if known is None or known.data != data:
            problems = Problems()
            file = po.parse(data, path, problems, content=Severity.WARNING)
            known = self._catalogs[path] = Catalog(path, data, file, tuple(problems))
        return known

    def catalog(self, locale: str, domain: str) -> Catalog:
        """Return a catalog of the project as it is on the disk now.

        Raises:
            RefusedError: there is no such language, document or catalog.
        """
        if locale not in self.project.locales or domain not in self.domains():
            raise RefusedError(404, "unknown", "there is no such document or language")
        found = self.find(locale, domain)
        if found is None:
            raise RefusedError(404, "no-catalog", "there is no catalog yet: run protocolpress update")
        return found

    def glossary(self, source_locale: str, locale: str) -> Glossary:
        """Return the glossary for two languages."""
        key = ("glossary", source_locale, locale)
        return self.once(key, lambda: Glossary(self.context, source_locale, locale))

    def memory(self, source_locale: str, locale: str) -> suggest.Store:
        """Return the known translations from one language into another, of the catalogs that have been read so far."""

        def gather() -> suggest.Store:
            direct, turned = [], []
            for domain in self.domains():
                here = self.source_locale(domain)
                if here == source_locale and (found := self._catalogs.get(catalog_path(locale, domain))):
                    direct += suggest.donors(found.file, found.path)
                elif here == locale and (found := self._catalogs.get(catalog_path(source_locale, domain))):
                    turned += suggest.turned(suggest.donors(found.file, found.path))
            return suggest.store([*direct, *turned])

        return self.once(("memory", source_locale, locale, len(self._catalogs)), gather)
