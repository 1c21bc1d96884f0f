"""Bring all catalogs of a project up to date with its sources, in memory: what to write comes out, nothing is written.

In: the project and its files. Out: templates and catalogs as they should be, and the previous versions. If a source or
a catalog has errors, all errors of the run are raised and nothing comes out. A catalog whose source no longer exists is
read, so that a renamed source finds its translations again, and left unchanged.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from protocolpress.catalogs import po, template, update
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.catalogs.memory import Key, Memory
from protocolpress.errors import BuildError, PressError, Problem, Problems, Severity
from protocolpress.files import Files
from protocolpress.model import Message
from protocolpress.plan.library import Library, catalog_path
from protocolpress.project import Project

INTERFACE = "interface"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The result of an update."""

    contents: Mapping[str, bytes]
    """By path: the new templates and catalogs."""
    read: Mapping[str, bytes | None]
    """By path: the previous version, None if there was none."""
    typos: tuple[tuple[str, str], ...]
    """Texts whose change was declared a typo: the old one, the new one."""
    problems: tuple[Problem, ...]
    """Warnings."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Typo:
    """A declaration that all changes of a domain are typos or, with *line*, those of the text there."""

    domain: str
    line: int = 0

    def messages(self, messages: Iterable[Message]) -> list[Message]:
        """Return the messages of the domain that are covered: the last ones that start at or before the line."""
        before = [message for message in messages if message.position.line <= self.line] if self.line else [*messages]
        start = max((message.position.line for message in before), default=0)
        return [message for message in before if not self.line or message.position.line == start]


def read_typo(text: str) -> Typo:
    """Parse `ID` or `ID:LINE`; the path of the source may replace its id."""
    match = re.fullmatch(r"(?:\./)?(?:sources/)?(.*?)(?:\.md)?(?::(\d{1,9}))?", text)
    return Typo(domain=match[1], line=int(match[2] or 0)) if match else Typo(domain=text)


def run(
    project: Project,
    files: Files,
    *,
    locales: Collection[str] = (),
    typos: Sequence[Typo] = (),
    is_own: Callable[[str], bool] | None = None,
) -> Update:
    """Update templates and the catalogs of *locales*, by default all; start catalogs that are missing.

    *is_own* says whether a file is the project's or shipped with the program; by default all are the project's.

    Raises:
        BuildError: the problems of all sources and catalogs.
    """
    problems = Problems()
    domains: dict[str, tuple[tuple[Message, ...], str]] = {}
    try:
        domains = Library(files, project, Problems()).domains()
    except PressError as mistake:
        problems.add(*mistake.problems)
    updater = _Updater(files, domains, typos, problems, is_own or files.exists)
    catalogs = {
        locale: updater.catalogs(locale) for locale in project.locales if locale in (locales or project.locales)
    }
    if problems.errors:
        raise BuildError(*problems)
    updater.templates()
    for locale, parsed in catalogs.items():
        updater.merge(locale, parsed)
    return Update(
        contents=updater.contents,
        read=updater.read,
        typos=tuple(dict.fromkeys(updater.typos)),
        problems=tuple(problems),
    )


class _Updater:
    """One run, collecting the files to be written."""

    def __init__(
        self,
        files: Files,
        domains: Mapping[str, tuple[tuple[Message, ...], str]],
        typos: Sequence[Typo],
        problems: Problems,
        is_own: Callable[[str], bool],
    ) -> None:
        self.files = files
        self.domains = domains
        self.pots = {domain: PoFile(entries=tuple(template.join(known))) for domain, (known, _) in domains.items()}
        self.keys = {domain: frozenset(entry.key for entry in pot.entries) for domain, pot in self.pots.items()}
        self.declared: dict[str, dict[Key, Message]] = {}
        for typo in typos:
            messages = typo.messages(domains[typo.domain][0]) if typo.domain in domains else ()
            named = {(message.context or None, message.msgid): message for message in messages}
            self.declared.setdefault(typo.domain, {}).update(named)
        self.problems = problems
        self.is_own = is_own
        self.interface: dict[str, PoFile] = {}
        self.contents: dict[str, bytes] = {}
        self.read: dict[str, bytes | None] = {}
        self.typos: list[tuple[str, str]] = []

    def catalogs(self, locale: str) -> dict[str, PoFile]:
        """Read the catalogs of a locale, including those without a source."""
        parsed = {}
        for path in self.files.glob(catalog_path(locale, "*")):
            try:
                self.read[path] = data = self.files.read(path)
                parsed[path] = po.parse(data, path, self.problems, content=Severity.WARNING)
            except PressError as mistake:
                self.problems.add(*mistake.problems)
        path = catalog_path(locale, INTERFACE)
        if path in parsed:
            self.interface[path] = parsed[path]
        return parsed

    def templates(self) -> None:
        """Rewrite the templates."""
        for domain, (messages, _) in self.domains.items():
            path = f"locales/{domain}.pot"
            self.read[path] = self.files.read(path) if self.files.exists(path) else None
            if domain != INTERFACE or self.changes_interface():
                self.contents[path] = template.write(domain, messages).encode()

    def changes_interface(self) -> bool:
        """Whether the project adds words to the interface or changes the program's."""
        if self.is_own(f"locales/{INTERFACE}.pot") or any(map(self.is_own, self.interface)):
            return True
        return not self.interface or not all(map(self.suffices, self.interface.values()))

    def suffices(self, file: PoFile) -> bool:
        """Whether the program's own catalog has every message of the interface."""
        return self.keys[INTERFACE] <= {entry.key for entry in file.entries if not entry.obsolete}

    def merge(self, locale: str, parsed: Mapping[str, PoFile]) -> None:
        """Update the catalogs of a locale."""
        wanted = {catalog_path(locale, domain): keys for domain, keys in self.keys.items()}
        memory = Memory((path, file, wanted.get(path, frozenset())) for path, file in parsed.items())
        for domain, pot in self.pots.items():
            path = catalog_path(locale, domain)
            file = parsed.get(path)
            declared = self.declared.get(domain, {})
            if domain == INTERFACE and file and not self.is_own(path) and self.suffices(file):
                continue  # the program's own catalog is enough
            if file is None:
                self.read[path] = None
                head = template.to_po(template.write(domain, ()), locale)
                file = po.parse(head.encode(), path, self.problems)
            updated = update.update(
                file,
                pot,
                elsewhere=memory,
                path=path,
                source_language=locale == self.domains[domain][1],
                is_typo=functools.partial(_is_declared, declared),
            )
            self.contents[path] = po.serialize(updated.file)
            self.typos += updated.typos
            self.warn(path, file.charset, updated, declared)

    def warn(self, path: str, charset: str, updated: update.Updated, declared: Mapping[Key, Message]) -> None:
        """Warn of texts that somebody should review."""
        if updated.recoded:
            self.problems.add(update.recoded(path, charset))
        for entry, reason in updated.refused:
            message = f"this is more than a typo: {reason}"
            hint = f"its translation in {path} is fuzzy: compare the two"
            self.problems.warning(declared[entry.key].position, "not-a-typo", message, hint)


def _is_declared(declared: Mapping[Key, Message], entry: Entry) -> bool:
    return entry.key in declared
