"""The translators' catalogs of a publication: extract, update, merge, fill, exchange and check them.

In: a publication, and files by name. Out: new contents, and those that were read; nothing is written here,
that is for the caller. A failure is a `PressError`; a name that the publication does not have, an `UnknownNameError`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from protocolpress.api import Coverage, Publication, known
from protocolpress.errors import BuildError, Problem, Problems, Severity

if TYPE_CHECKING:  # heavy: each function imports its own needs
    from protocolpress.plan.exchanging import Brought
    from protocolpress.plan.suggesting import Suggestions as Suggestions
    from protocolpress.plan.updating import Update

FORMATS = ("xliff", "xliff2", "tmx", "tbx", "review-html", "review-xlsx")
"""The formats of `export`."""

GLOSSARY = "tbx"
"""The format that has the glossary instead of documents."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """Catalogs outside a project brought up to date, by name; the problems are warnings."""

    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...]


class Export(NamedTuple):
    """A file for others, and the name that it has by default."""

    name: str
    data: bytes


class NothingTranslatedError(ValueError):
    """A locale that every source is written in, so there is nothing to export."""


def extract(publication: Publication) -> dict[str, bytes]:
    """Return every template, and a fresh catalog for each locale without one, by path.

    Raises:
        PressError: the problems of the settings, the sources, the registry and the page templates.
    """
    from protocolpress import project
    from protocolpress.plan import extraction
    from protocolpress.plan.library import Library

    files = publication.files
    templates = extraction.templates(Library(files, project.read(files), Problems()))
    return {path: text.encode() for path, text in templates.items()}


def compiled(publication: Publication) -> dict[str, bytes]:
    """Return a .mo file for every catalog, by path.

    Raises:
        PressError: the settings or a catalog cannot be read.
    """
    from protocolpress import project
    from protocolpress.plan import extraction

    files = publication.files
    project.read(files)  # a folder that is not a project gets no .mo files of the program's own catalogs
    return extraction.compile_all(files)


def update(publication: Publication, *, locales: Sequence[str] = (), typos: Sequence[str] = ()) -> Update:
    """Return templates and catalogs brought up to date with the sources; by default those of all locales.

    *typos* are sources, or lines of them ("events/2012-02-29-quebec:12"), whose changes leave translations valid.

    Raises:
        PressError: the problems of the settings, the sources, the registry and the page templates.
        UnknownNameError: there is no such locale or source.
    """
    from protocolpress import project
    from protocolpress.plan import updating
    from protocolpress.sources import finding

    files = publication.files
    settings = project.read(files)
    known("locale", locales, settings.locales)
    declared = [updating.read_typo(text) for text in typos]
    if declared:
        known("source", [typo.domain for typo in declared], (*finding.find(files), "registry", "interface"))
    return updating.run(settings, files, locales=locales, typos=declared, is_own=files.is_own)


def updated(template: str, catalogs: Sequence[str], given: Mapping[str, bytes], problems: Problems) -> Updated:
    """Return *catalogs*, which may belong to no project, brought up to date with *template*; *given* has all contents.

    Raises:
        BuildError: a file is no catalog, or *problems* has errors already.
    """
    from protocolpress.catalogs import po, update

    pot = po.parse(given.get(template, b""), template, problems)
    parsed = {
        name: po.parse(given.get(name, b""), name, problems, content=Severity.WARNING)
        for name in dict.fromkeys(catalogs)
    }
    if problems.errors:
        raise BuildError(*problems)
    contents: dict[str, bytes] = {}
    for name, file in parsed.items():
        outcome = update.update(file, pot)
        contents[name] = po.serialize(outcome.file)
        if outcome.recoded:
            problems.add(update.recoded(name, file.charset))
    return Updated(contents=contents, problems=tuple(problems))


def merge(base: bytes, ours: bytes, theirs: bytes, path: str, problems: Problems) -> bytes | None:
    """Return three versions of the catalog *path* as one; None, and the *problems* why, if one cannot be read."""
    from protocolpress.catalogs import merge

    return merge.contents(base, ours, theirs, path, problems)


def suggest(
    publication: Publication,
    *,
    locales: Sequence[str] = (),
    ids: Sequence[str] = (),
    memories: Mapping[str, bytes] | None = None,
) -> Suggestions:
    """Return catalogs with suggestions, as fuzzy, for missing translations; *memories* are TMX files by name.

    Raises:
        PressError: the problems of the settings, the sources and the memories.
        UnknownNameError: there is no such locale or document.
    """
    from protocolpress import project
    from protocolpress.plan import suggesting
    from protocolpress.sources import finding

    files = publication.files
    settings = project.read(files)
    known("locale", locales, settings.locales)
    known("document", ids, ("interface", "registry", *finding.find(files)))
    return suggesting.run(settings, files, locales=locales, ids=ids, memories=memories or {}, is_own=files.is_own)


def export(publication: Publication, form: str, *, locale: str = "", ids: Sequence[str] = ()) -> Export:
    """Return messages and translations of the documents *ids*, by default of all, in a format of `FORMATS`.

    *locale* is the language of the translations, by default the first that the sources are not written in.

    Raises:
        PressError: the problems of the settings, the sources and the catalogs.
        UnknownNameError: there is no such locale or document.
        NothingTranslatedError: every source is written in *locale*.
    """
    from protocolpress import project
    from protocolpress.plan import exchanging

    files = publication.files
    settings = project.read(files)
    target = next(name for name in exchanging.FORMATS if name == form)
    chosen = locale or next(iter(exchanging.targets(settings)), settings.source_locale)
    known("locale", [chosen], settings.locales)
    every = () if form == GLOSSARY else exchanging.domains(settings, files, chosen)
    known("document", ids, every)
    if not every and form != GLOSSARY:
        raise NothingTranslatedError(f"nothing is translated into {chosen}: every source is written in it")
    data = exchanging.export(settings, files, target, chosen, tuple(ids) or every)
    return Export(exchanging.NAMES[target].format(locale=chosen), data)


def bring(publication: Publication, given: Mapping[str, bytes]) -> Brought:
    """Return the catalogs with the changes of returned files, *given* by name, and the changes that were refused.

    Raises:
        PressError: the problems of the settings, the sources and the files.
    """
    from protocolpress import project
    from protocolpress.plan import exchanging

    files = publication.files
    return exchanging.bring(project.read(files), files, given)


def check(publication: Publication, given: Mapping[str, bytes], *, source_locale: str) -> tuple[Problem, ...]:
    """Return every problem of single catalogs, *given* by path; a path outside the project is absolute.

    *source_locale* is the language of their messages where there is no project.
    """
    from protocolpress.plan import checking

    return checking.check_catalogs(publication.files, given, source_locale=source_locale)


def fixed(publication: Publication, given: Mapping[str, bytes], *, source_locale: str) -> dict[str, bytes]:
    """Return the catalogs *given* by path whose typography can be fixed safely, with the fixes."""
    from protocolpress.plan import checking

    return checking.fix(publication.files, given, source_locale=source_locale)


def silent_rules(publication: Publication, given: Mapping[str, bytes] | None = None) -> tuple[Problem, ...]:
    """Return a note for each rule that does not judge the languages of the publication, or of the catalogs *given*."""
    from protocolpress.plan import checking

    return checking.silent(publication.files, given)


def figures(publication: Publication, coverage: Coverage) -> list[dict[str, object]]:
    """Return the figures of *coverage* as JSON values, by locale."""
    from protocolpress import project
    from protocolpress.plan import coverage as measured

    return measured.data(coverage.locales, project.read(publication.files))


def page_of_figures(publication: Publication, coverage: Coverage, *, folder: str) -> str:
    """Return an HTML page with the figures of *coverage*; *folder* is the path from the page to the project."""
    from protocolpress import project
    from protocolpress.pages import status

    files = publication.files
    name = project.read(files).group.msgid
    return status.render(files, name, figures(publication, coverage), folder=folder, has=files.is_own)
