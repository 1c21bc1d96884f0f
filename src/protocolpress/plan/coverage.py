"""How much is translated: a project and its catalogs come in; figures for each locale and document go out.

A message counts if extraction finds it now, so an outdated catalog does not look complete. Fuzzy messages never count
as translated. Words are counted in the source text, without its markup. Nothing is written; mistakes in a catalog are
reported, and its broken messages count as missing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping

from protocolpress import markup
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import PressError, Problems, Severity
from protocolpress.files import Files
from protocolpress.model import Message
from protocolpress.plan.library import Library, catalog_path
from protocolpress.project import Project

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
"""One word: "co-chair", "1,234.5", "don't"."""

NO_WORD = re.compile(r"\{[^{}]*\}")
"""A placeholder, which is not translated."""

CALL = re.compile(r"\[\^([^\]\s]+)\]")

WORST = 3
"""Maximum number of documents named for a locale below its minimum."""


Key = tuple[str, str]
"""Context and text of a message."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    """A message found by extraction: its length, and whether it has plural forms."""

    words: int
    is_plural: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Numbers of messages or words, by state."""

    translated: int = 0
    fuzzy: int = 0
    missing: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.translated + self.fuzzy + self.missing

    @property
    def percent(self) -> int:
        """The percentage translated, rounded down, so that 100 means all; 100 if there are none."""
        return 100 * self.translated // self.total if self.total else 100

    def __add__(self, other: Count) -> Count:
        """Add two counts."""
        return Count(
            translated=self.translated + other.translated,
            fuzzy=self.fuzzy + other.fuzzy,
            missing=self.missing + other.missing,
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The figures of one catalog."""

    id: str
    """A document's id, `interface` or `registry`."""
    path: str
    exists: bool
    """False if this catalog does not exist yet."""
    source_locale: str
    messages: Count
    words: Count
    obsolete: int
    """Obsolete messages, kept in case they return."""
    new: int
    """Messages of the source missing from the catalog, which needs an update."""
    gone: int
    """Messages of the catalog, not obsolete, that are no longer in the source."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """The figures of one locale: the catalogs translated into it, and those whose sources are written in it.

    Only the first are included in the sums: the others are filled in by `extract`, and would improve the figures.
    """

    locale: str
    domains: tuple[Domain, ...]
    own: tuple[Domain, ...]

    @property
    def messages(self) -> Count:
        """All messages to be translated."""
        return sum((domain.messages for domain in self.domains), Count())

    @property
    def words(self) -> Count:
        """All words to be translated."""
        return sum((domain.words for domain in self.domains), Count())


def measure(
    project: Project,
    files: Files,
    problems: Problems,
    *,
    locales: Collection[str] = (),
    ids: Collection[str] = (),
) -> tuple[Locale, ...]:
    """Count *locales* and the domains *ids*, by default all, in the order of the settings and of extraction.

    Raises:
        PressError: the problems of all sources, the registry and the templates.
    """
    domains = {
        name: (_asked(messages), source)
        for name, (messages, source) in Library(files, project, Problems()).domains().items()
        if not ids or name in ids
    }
    found = []
    for locale in project.locales:
        if locales and locale not in locales:
            continue
        every = [_domain(files, locale, name, asked, source, problems) for name, (asked, source) in domains.items()]
        foreign = tuple(domain for domain in every if domain.source_locale != locale)
        own = tuple(domain for domain in every if domain.source_locale == locale)
        found.append(Locale(locale=locale, domains=foreign, own=own))
    return tuple(found)


def without(found: Iterable[Locale], hidden: Collection[str]) -> tuple[Locale, ...]:
    """Leave some domains out of the figures, also out of the sums."""

    def kept(domains: tuple[Domain, ...]) -> tuple[Domain, ...]:
        return tuple(domain for domain in domains if domain.id not in hidden)

    return tuple(Locale(locale=each.locale, domains=kept(each.domains), own=kept(each.own)) for each in found)


def check(project: Project, found: Iterable[Locale], problems: Problems) -> None:
    """Report each locale below its minimum; all its domains must have been counted."""
    for each in found:
        minimum, count = project.coverage.get(each.locale), each.messages
        if minimum is None or 100 * count.translated >= minimum.percent * count.total:
            continue
        message = f"{each.locale} is {count.percent} % translated; at least {minimum.percent:g} % is required"
        problems.error(minimum.position, "low-coverage", message, f"translate {_worst(each.domains)}")


def words(text: str) -> int:
    """Count the words of inline Markdown, without link targets, footnote calls and placeholders."""
    plain = text if markup.mistake(text) else markup.plain(markup.inline(text, CALL.findall(text)))
    return sum(1 for _ in WORD.finditer(NO_WORD.sub(" ", plain)))


def _asked(messages: Iterable[Message]) -> dict[Key, _Asked]:
    """Return each message once: repeated messages count in the first place."""
    plurals: dict[Key, bool] = {}
    for message in messages:
        if message.msgid:
            key = message.context, message.msgid
            plurals[key] = plurals.get(key, False) or bool(message.plural)
    return {key: _Asked(words(key[1]), is_plural) for key, is_plural in plurals.items()}


def _domain(
    files: Files, locale: str, name: str, asked: Mapping[Key, _Asked], source_locale: str, problems: Problems
) -> Domain:
    path = catalog_path(locale, name)
    entries = _entries(files, path, problems)
    active: dict[Key, Entry] = {}
    for entry in entries or ():
        if entry.msgid and not entry.obsolete:
            active.setdefault((entry.msgctxt or "", entry.msgid), entry)
    count, size = Count(), Count()
    for key, message in asked.items():
        state = _state(active.get(key), is_plural=message.is_plural)
        count += Count(**{state: 1})
        size += Count(**{state: message.words})
    return Domain(
        id=name,
        path=path,
        exists=entries is not None,
        source_locale=source_locale,
        messages=count,
        words=size,
        obsolete=sum(entry.obsolete for entry in entries or ()),
        new=len(asked.keys() - active.keys()),
        gone=len(active.keys() - asked.keys()),
    )


def _entries(files: Files, path: str, problems: Problems) -> tuple[Entry, ...] | None:
    """Read a catalog; None if there is none, or it cannot be read."""
    try:
        if not files.exists(path):
            return None
        return po.parse(files.read(path), path, problems, content=Severity.WARNING).entries
    except PressError as mistake:
        problems.add(*mistake.problems)
        return None


def _state(entry: Entry | None, *, is_plural: bool) -> str:
    """Return the state of a message."""
    if entry is None or entry.broken or not any(entry.msgstr) or is_plural != (entry.msgid_plural is not None):
        return "missing"
    return "translated" if entry.is_translated else "fuzzy" if entry.is_fuzzy or entry.unfit else "missing"


def _worst(domains: Iterable[Domain]) -> str:
    """Name the documents with the most messages missing."""
    behind = [domain for domain in domains if domain.messages.translated < domain.messages.total]
    behind.sort(key=lambda domain: domain.messages.translated - domain.messages.total)
    named = ", ".join(f"{domain.path} ({domain.messages.percent} %)" for domain in behind[:WORST])
    return named + (f" and {len(behind) - WORST} more" if len(behind) > WORST else "")


def data(found: Iterable[Locale], project: Project) -> list[dict[str, object]]:
    """Return the figures as JSON values; the keys are stable.

    For each locale: `locale`, `minimum` (a percentage, or null), `messages` and `words` (a count), `documents`. For
    each document: `document`, `path`, `exists`, `source_locale`, `counted` (whether it is in the sums), `messages`,
    `words`, `obsolete`, `new`, `gone`. A count has `total`, `translated`, `fuzzy`, `missing`, `percent`.
    """
    return [
        {
            "locale": each.locale,
            "minimum": project.coverage[each.locale].percent if each.locale in project.coverage else None,
            "messages": _count(each.messages),
            "words": _count(each.words),
            "documents": [_data(domain, counted=domain in each.domains) for domain in (*each.domains, *each.own)],
        }
        for each in found
    ]


def _data(domain: Domain, *, counted: bool) -> dict[str, object]:
    return {
        "document": domain.id,
        "path": domain.path,
        "exists": domain.exists,
        "source_locale": domain.source_locale,
        "counted": counted,
        "messages": _count(domain.messages),
        "words": _count(domain.words),
        "obsolete": domain.obsolete,
        "new": domain.new,
        "gone": domain.gone,
    }


def _count(count: Count) -> dict[str, int]:
    return {
        "total": count.total,
        "translated": count.translated,
        "fuzzy": count.fuzzy,
        "missing": count.missing,
        "percent": count.percent,
    }
