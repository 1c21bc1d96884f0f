"""Catalogs for people with other tools, and back: a project's messages → one file; returned files → new catalogs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from protocolpress.catalogs import po
from protocolpress.catalogs.exchange import apply, reading, sheet, tbx, tmx, units, xliff1, xliff2
from protocolpress.catalogs.exchange.units import Package, Returned
from protocolpress.checks import glossary
from protocolpress.errors import CatalogError, Position, PressError, Problems, Severity, error
from protocolpress.files import Files
from protocolpress.localize.interface import Interface
from protocolpress.pages import review
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.plan import reviewing
from protocolpress.plan.library import Library, catalog_path
from protocolpress.plan.reviewing import Review
from protocolpress.project import Project

Format = Literal["xliff", "xliff2", "tmx", "tbx", "review-html", "review-xlsx"]

FORMATS: tuple[Format, ...] = get_args(Format)

NAMES: dict[Format, str] = {
    "xliff": "{locale}.xlf",
    "xliff2": "{locale}.xlf",
    "tmx": "{locale}.tmx",
    "tbx": "glossary.tbx",
    "review-html": "review-{locale}.html",
    "review-xlsx": "review-{locale}.xlsx",
}
"""Default name of a file."""

OWN_INTERFACE = "locales/interface.pot"
"""A project that has this file changes the words of pages; otherwise they are the program's and are not exported."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The result of an import: catalogs by path, how they were read, and what was refused."""

    contents: Mapping[str, bytes]
    read: Mapping[str, bytes | None]
    problems: Problems
    translations: int
    remarks: int
    patch: str = ""
    """Reviewers' changes to the sources, as a unified diff."""


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def targets(settings: Project) -> tuple[str, ...]:
    """Return the target locales."""
    return tuple(locale for locale in settings.locales if locale != settings.source_locale)


def export(settings: Project, files: Files, form: Format, locale: str, wanted: Sequence[str]) -> bytes:
    """Write the domains *wanted*, translated into *locale*, as one file; with TBX, the glossary.

    Raises:
        PressError: the problems of the sources, or of the catalogs.
    """
    problems = Problems()
    if form == "tbx":
        data = _glossary(files, problems)
        return tbx.write(data, settings.source_locale)
    package = _package(settings, files, locale, wanted, problems)
    if form == "xliff":
        return xliff1.write(package)
    if form == "xliff2":
        return xliff2.write(package)
    if form == "tmx":
        return tmx.write(package)
    say = _words(settings, files, locale)
    title = say("Review table")
    if form == "review-xlsx":
        return sheet.write(package, _labels(say, title, package))
    rows = tuple(_row(part.domain, unit) for part in package.parts for unit in part.units)
    group = review.plain((Library(files, settings, Problems()).name(settings.group, locale),))
    page = review.Table(group=group, source_locale=package.source_locale, locale=locale, rows=rows)
    return review.render(HtmlRenderer(files), page, say).encode()


def domains(settings: Project, files: Files, locale: str) -> tuple[str, ...]:
    """Return the domains translated into *locale*; the interface comes last, and only if it is the project's own."""
    every = {name: language for name, (_, language) in Library(files, settings, Problems()).domains().items()}
    names = sorted((name for name in every if name != "interface"), key=lambda name: ("/" not in name, name))
    names += ["interface"] if files.exists(OWN_INTERFACE) else []
    return tuple(name for name in names if every[name] != locale)


def _package(settings: Project, files: Files, locale: str, wanted: Sequence[str], problems: Problems) -> Package:
    parts = []
    for domain in wanted:
        path = catalog_path(locale, domain)
        if not files.exists(path):
            hint = "run: protocolpress update"
            problems.error(Position(path), "missing-catalog", "this catalog does not exist yet", hint)
            continue
        try:
            file = po.parse(files.read(path), path, problems, content=Severity.WARNING)
            parts.append(units.part(file, domain, path, problems))
        except PressError as mistake:
            problems.add(*mistake.problems)
    if problems.errors:
        raise CatalogError(*problems)
    # There are two languages: a text that is not in one is in the other.
    source = next((name for name in settings.locales if name != locale), locale)
    return Package(source_locale=source, locale=locale, parts=tuple(part for part in parts if part.units))


def _words(settings: Project, files: Files, locale: str) -> review.Say:
    """Return the words of a review table in *locale*."""
    interface = Interface({locale: Library(files, settings, Problems()).catalog(locale, ("interface",))}, Problems())

    def say(msgid: str, **values: str) -> str:
        return review.plain(interface.gettext(msgid, "", **values))

    return say


def _labels(say: review.Say, title: str, package: Package) -> sheet.Labels:
    names = (review.language_name(package.source_locale), review.language_name(package.locale))
    return sheet.Labels(
        title=f"{title}: {names[0]} – {names[1]}",
        help=say(review.HELP),
        name=say("Your name"),
        columns=("№", say("Place"), *names, say("Correction"), say("Remark")),
        states={"new": say("not translated"), "fuzzy": say("to be checked")},
    )


def _row(domain: str, unit: units.Unit) -> review.ReviewRow:
    return review.ReviewRow(
        domain=domain,
        stamp=unit.stamp,
        source=unit.source,
        target=unit.target,
        state=unit.state,
        context=unit.context or "",
        places=unit.places,
        form=unit.form + 1 if unit.plural else 0,
        forms=unit.forms,
        limit=unit.limit,
    )


def _glossary(files: Files, problems: Problems) -> bytes:
    if not files.exists(glossary.PATH):
        hint = "start it with a line of column names: en, ru, note"
        raise CatalogError(error(Position(glossary.PATH), "missing-file", "there is no glossary", hint))
    data = files.read(glossary.PATH)
    glossary.parse(data, problems)
    if problems.errors:
        raise CatalogError(*problems)
    return data


# ── in ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bring(settings: Project, files: Files, given: Mapping[str, bytes]) -> Brought:
    """Import the changes of returned files, by path, one after the other, into the catalogs and the glossary.

    Refused entries are reported as problems; the rest of a file is imported. Nothing is written here.

    Raises:
        CatalogError: the problems of files that cannot be read, and of catalogs that have mistakes.
    """
    current = _Import(settings, files)
    fatal = Problems()
    for path, data in given.items():
        try:
            if source := reviewing.origin(data, path):
                current.review(reviewing.read(settings, files, source, (path, data), current.problems))
                continue
            returned = reading.read(data, path, current.problems)
            if isinstance(returned, Returned):
                current.answers(returned)
            else:
                current.terms(returned, path)
        except PressError as mistake:
            fatal.add(*mistake.problems)
    if fatal:
        raise CatalogError(*fatal, *current.problems)
    return current.brought()


class _Import:
    """Holds the catalogs while files are imported, so that the second file sees the changes of the first."""

    def __init__(self, settings: Project, files: Files) -> None:
        self.problems = Problems()
        self._settings = settings
        self._files = files
        known = frozenset(files.glob("locales/*/LC_MESSAGES/*.po"))
        own = files.exists(OWN_INTERFACE)
        self._known = known if own else {path for path in known if not path.endswith("/interface.po")}
        self._read: dict[str, bytes | None] = {}
        self._now: dict[str, bytes] = {}
        self._counts = [0, 0]
        self._patches: list[str] = []
        self._empty: bytes | None = None
        """The glossary; empty if there is none."""

    def review(self, review: Review) -> None:
        """Import a reviewer's changes to a file for Word."""
        for returned in review.answers:
            self.answers(returned)
        self._patches.append(review.patch)

    def answers(self, returned: Returned) -> None:
        """Import the answers of a file, catalog by catalog."""
        if returned.locale not in self._settings.locales:
            message = f"the file translates into {units.shown(returned.locale)}, which is not a locale of this project"
            hint = f"choose one of {', '.join(self._settings.locales)}"
            raise CatalogError(error(Position(returned.path), "bad-exchange-file", message, hint))
        by_domain: dict[str, list[units.Answer]] = {}
        for answer in returned.answers:
            by_domain.setdefault(answer.domain, []).append(answer)
        for domain, answers in by_domain.items():
            path = catalog_path(returned.locale, domain)
            if path not in self._known:
                position = Position(returned.path, answers[0].line)
                message = f"there is no catalog for {units.shown(domain)}"
                self.problems.error(position, "source-changed", message, "its source was renamed or removed")
                continue
            found = Problems()
            file = po.parse(self._content(path), path, found, content=Severity.WARNING)
            if found.errors:
                raise CatalogError(*found)
            applied = apply.apply(file, answers, returned, path, self.problems)
            self._now[path] = po.serialize(applied.file)
            self._counts[0] += applied.translations
            self._counts[1] += applied.remarks

    def terms(self, returned: reading.Glossary, path: str) -> None:
        """Import the terms of a file."""
        place = glossary.PATH
        if not self._files.exists(place) and place not in self._now:
            self._read[place], self._now[place] = None, glossary.write(())
            self._empty = self._now[place]
        data = self._content(place)
        found = Problems()
        glossary.parse(data, found)
        if found.errors:
            raise CatalogError(*found)
        self._now[place] = tbx.update(data, returned.root, path, place, self.problems)
        glossary.parse(self._now[place], found, path)
        if found.errors:  # more terms than a glossary may have
            raise CatalogError(*found)

    def brought(self) -> Brought:
        """Return the result."""
        changed = {path: data for path, data in self._now.items() if data not in (self._read[path], self._empty)}
        return Brought(
            contents=changed,
            read=self._read,
            problems=self.problems,
            translations=self._counts[0],
            remarks=self._counts[1],
            patch="".join(self._patches),
        )

    def _content(self, path: str) -> bytes:
        if path not in self._now:
            data = self._files.read(path)
            self._read[path], self._now[path] = data, data
        return self._now[path]
