"""Suggest missing translations for the catalogs of a project, in memory: changed catalogs come out, nothing is written.

In: the project, its files, and translation memories (TMX) by name. Out: catalogs with suggestions, and how each was
read. Suggestions come from all catalogs of the project in both directions, then from the memories. If a source, a
catalog or a memory has errors, all errors of the run are raised and nothing comes out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping

from protocolpress.catalogs import po, suggest, update
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.catalogs.exchange import tmx
from protocolpress.catalogs.suggest import Known
from protocolpress.errors import BuildError, Position, PressError, Problem, Problems, Severity
from protocolpress.files import Files
from protocolpress.plan.library import Library, catalog_path
from protocolpress.project import Project


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """The result of suggesting."""

    contents: Mapping[str, bytes]
    """By path: the changed catalogs."""
    read: Mapping[str, bytes | None]
    """By path: the catalogs as read."""
    suggested: int
    left: int
    """Number of messages without a similar known one."""
    stale: int
    """Number of messages without an entry in their catalog."""
    problems: tuple[Problem, ...]
    """Warnings."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Target:
    """A catalog of the project; *source_locale* is empty if its source no longer exists."""

    path: str
    locale: str
    source_locale: str
    file: PoFile


def run(
    project: Project,
    files: Files,
    *,
    locales: Collection[str] = (),
    ids: Collection[str] = (),
    memories: Mapping[str, bytes] | None = None,
    is_own: Callable[[str], bool] | None = None,
) -> Suggestions:
    """Fill the catalogs of *locales* and of the domains *ids*, by default all existing ones.

    *is_own* says whether a file is the project's or shipped with the program; by default all are the project's.

    Raises:
        BuildError: the problems of all sources, catalogs and memories.
    """
    problems = Problems()
    domains: dict[str, tuple[frozenset[tuple[str, str]], str]] = {}
    try:
        for name, (messages, source) in Library(files, project, Problems()).domains().items():
            domains[name] = frozenset((m.context, m.msgid) for m in messages if m.msgid), source
    except PressError as mistake:
        problems.add(*mistake.problems)
    read: dict[str, bytes | None] = {}
    every = _catalogs(project, files, {name: source for name, (_, source) in domains.items()}, read, problems)
    pairs = _pairs(memories or {}, problems)
    if problems.errors:
        raise BuildError(*problems)
    own = is_own or files.exists
    chosen = {
        each.path: each
        for each in every
        if each.source_locale not in ("", each.locale)
        and own(each.path)
        and each.locale in (locales or project.locales)
    }
    wanted = {catalog_path(locale, name): keys for locale in project.locales for name, (keys, _) in domains.items()}
    named = {catalog_path(locale, name) for locale in project.locales for name in ids}
    chosen = {path: each for path, each in chosen.items() if not ids or path in named}
    matches = _matches(chosen.values(), every, pairs)
    filled = _fill(chosen.values(), matches)
    suggested = sum(len(places) for places in matches.values())
    for path, each in filled.items():
        if each.recoded:
            problems.add(update.recoded(path, chosen[path].file.charset))
    return Suggestions(
        contents={path: po.serialize(each.file) for path, each in filled.items()},
        read=read,
        suggested=suggested,
        left=sum(len(suggest.missing(each.file)) for each in chosen.values()) - suggested,
        stale=sum(len(wanted[path] - _keys(each.file)) for path, each in chosen.items()),
        problems=tuple(problems),
    )


def _catalogs(
    project: Project,
    files: Files,
    sources: Mapping[str, str],
    read: dict[str, bytes | None],
    problems: Problems,
) -> list[_Target]:
    """Read all catalogs; those without a source still provide translations."""
    languages = {catalog_path(locale, name): source for locale in project.locales for name, source in sources.items()}
    found = []
    for locale in project.locales:
        for path in files.glob(catalog_path(locale, "*")):
            try:
                read[path] = data = files.read(path)
            except PressError as mistake:
                problems.add(*mistake.problems)
                continue
            file = po.parse(data, path, problems, content=Severity.WARNING)
            found.append(_Target(path, locale, languages.get(path, ""), file))
    return found


def _pairs(memories: Mapping[str, bytes], problems: Problems) -> list[tuple[str, str, Known]]:
    """Read the memories: languages of a pair, and the pair."""
    found = []
    for name, data in memories.items():
        try:
            for pair in tmx.read(data, name):
                entry = Entry(msgid=pair.source, msgstr=(pair.target,))
                # The catalog is read on other machines: it names the file, not its folder.
                known = Known(entry, Position(name.rpartition("/")[2]))
                found.append((pair.source_locale, pair.locale, known))
        except PressError as mistake:
            problems.add(*mistake.problems)
    return found


def _matches(
    chosen: Collection[_Target], every: Collection[_Target], pairs: Collection[tuple[str, str, Known]]
) -> dict[str, dict[int, suggest.Match]]:
    """Find similar known messages for the missing ones: by path, and by the message's index there."""
    found: dict[str, dict[int, suggest.Match]] = {each.path: {} for each in chosen}
    for source, locale in dict.fromkeys((each.source_locale, each.locale) for each in chosen):
        same = (each for each in chosen if (each.source_locale, each.locale) == (source, locale))
        places = [(each.path, *item) for each in same for item in suggest.missing(each.file).items()]
        store = suggest.store(_known(every, pairs, source, locale))
        matches = suggest.match([entry for _, _, entry in places], store)
        for (path, place, _), match in zip(places, matches, strict=True):
            if match:
                found[path][place] = match
    return found


def _fill(chosen: Collection[_Target], matches: Mapping[str, Mapping[int, suggest.Match]]) -> dict[str, suggest.Filled]:
    """Fill the *chosen* catalogs, twice: suggestions move lines, and comments name the final lines."""
    first = {each.path: suggest.fill(each.file, matches[each.path]) for each in chosen}
    moved: dict[Position, Position] = {}
    for each in chosen:
        if matches[each.path]:
            moved |= _moved(each.path, each.file, first[each.path].file)
    return {
        each.path: suggest.fill(
            each.file, {place: _placed(match, moved) for place, match in matches[each.path].items()}
        )
        for each in chosen
    }


def _placed(match: suggest.Match, moved: Mapping[Position, Position]) -> suggest.Match:
    position = match.known.position
    return dataclasses.replace(match, known=Known(match.known.entry, moved.get(position, position)))


def _known(
    every: Iterable[_Target], pairs: Iterable[tuple[str, str, Known]], source_locale: str, locale: str
) -> list[Known]:
    """Return the known translations from one language to another, the project's own first.

    A catalog without a source is assumed to have the usual direction: its text decides whether it fits.
    """
    direct, turned = [], []
    for each in every:
        known = suggest.donors(each.file, each.path)
        if each.locale == locale and each.source_locale in (source_locale, ""):
            direct += known
        elif each.locale == source_locale and each.source_locale == locale:
            turned += suggest.turned(known)
    memory = [known for source, target, known in pairs if (source, target) == (source_locale, locale)]
    return [*direct, *turned, *memory]


def _moved(path: str, before: PoFile, after: PoFile) -> dict[Position, Position]:
    """Return the new line numbers of a catalog after a change."""
    again = po.parse(po.serialize(after), path, Problems()).entries
    return {
        Position(path, old.msgid_line): Position(path, new.msgid_line)
        for old, new in zip(before.entries, again, strict=True)
    }


def _keys(file: PoFile) -> frozenset[tuple[str, str]]:
    return frozenset((entry.msgctxt or "", entry.msgid) for entry in file.entries if not entry.obsolete)
