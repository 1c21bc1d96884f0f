"""Two versions of a publication → what changed in each of their documents.

In: the files of both. Out: comparisons of the documents that changed, in the order of their ids. Both versions are
localized by the same rules, those of this program and of the new version's settings, so that a change of a format is
not one of the text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from protocolpress import project
from protocolpress.compare import comparing
from protocolpress.compare.values import Comparison
from protocolpress.errors import PressError, Problems
from protocolpress.files import Files
from protocolpress.model import LocalizedDocument
from protocolpress.plan.library import Library
from protocolpress.project import Project, edition_locales
from protocolpress.sources import finding

Columns = tuple[LocalizedDocument, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the publication: a name for people, its files, and its documents if it does not hold all."""

    name: str
    files: Files
    only: tuple[str, ...] | None = None
    """The ids of the documents that it holds; None if it holds all of the publication."""
    notes: tuple[str, ...] = ()
    """Remarks about what it lacks, for people."""


def languages_of(settings: Project, edition: str = "") -> tuple[str, ...]:
    """Return all languages of a publication, those of an *edition* first."""
    first = edition_locales(edition) if edition else ()
    return tuple(dict.fromkeys((*first, *settings.locales)))


def documents(version: Version) -> tuple[str, ...]:
    """Return the ids of the documents of a version that are printed by themselves, sorted."""
    known = finding.find(version.files)
    return known if version.only is None else tuple(one for one in known if one in version.only)


def compare(old: Version, new: Version, *, ids: Sequence[str] = (), edition: str = "") -> tuple[Comparison, ...]:
    """Compare the documents *ids*, by default all, in all languages, those of *edition* first.

    A document that is unchanged is left out, unless it was asked for.

    Raises:
        PressError: the problems of sources, settings and catalogs that leave no text to compare, in either version.
    """
    settings = project.read(new.files)
    every = edition or "-".join(settings.locales)
    locales = languages_of(settings, every)
    problems = Problems()
    libraries = [Library(one.files, settings, Problems(), printed=False) for one in (old, new)]
    known = [documents(one) for one in (old, new)]
    found = []
    for document_id in dict.fromkeys(ids or sorted({*known[0], *known[1]})):
        columns = [
            _columns(library, document_id, locales, problems) if document_id in there else ()
            for library, there in zip(libraries, known, strict=True)
        ]
        if None in columns or columns == [(), ()]:
            continue
        compared = comparing.compare(columns[0] or (), columns[1] or ())
        if compared.changes or compared.whole or ids:
            found.append(compared)
    if problems.errors:
        raise PressError(*problems)
    return tuple(found)


def _columns(library: Library, document_id: str, locales: tuple[str, ...], problems: Problems) -> Columns | None:
    """Return a document in each language; () for an annex, which is part of its protocol; None if it has errors."""
    try:
        document = library.parse(document_id)
        if document.kind == "annex":
            return ()
        return library.localized(document, "-".join(locales))
    except PressError as mistake:
        problems.add(*mistake.problems)
        return None
