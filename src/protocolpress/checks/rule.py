"""Checks: a rule with a stable id, the values that it examines, and its findings."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Literal

from protocolpress import languages
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import Severity

Family = Literal["markup", "citations", "concordance", "wording", "clauses", "terms", "typography", "sense", "state"]

LIMIT = re.compile(r"\bmax-length:\s*(\d{1,6})\b")
"""The maximum length of a translation in a flag or an extracted comment, in Weblate's form."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text and its translation, as in a catalog; one form of a plural message."""

    source: str
    target: str
    source_locale: str
    locale: str
    path: str
    """The catalog."""
    line: int
    """The line on which the translation starts."""
    entry: Entry
    form: int = 0
    """The index of its msgstr[…]; 0 for a message without plural."""

    @property
    def limits(self) -> tuple[int, ...]:
        """The most characters that the translation may have, as each flag or comment that limits it says."""
        lines = (*self.entry.flags, *self.entry.extracted)
        return tuple(int(found) for line in lines if "max-length" in line for found in LIMIT.findall(line))

    @property
    def judged(self) -> Hashable:
        """All that a check may look at: of two pairs that have it in common, each rule finds the same."""
        entry = self.entry
        texts = (self.source, self.target, self.source_locale, self.locale)
        return (*texts, entry.msgid, entry.msgid_plural, entry.msgstr, entry.flags, self.limits)

    @property
    def is_copy(self) -> bool:
        """Whether the text repeats its source, in the same language."""
        return self.source == self.target and self.source_locale == self.locale


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the registry in every language: a person, an organization, a place."""

    id: str
    kind: Literal["person", "organization", "place"]
    forms: Mapping[str, tuple[str, ...]]
    """By locale: the full name first, then short names; all in the nominative."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An entry of the glossary: the term in each language, all in dictionary form."""

    words: Mapping[str, str]
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The context of checks beside the two texts."""

    names: tuple[Name, ...] = ()
    terms: tuple[Term, ...] = ()
    parties: tuple[Name, ...] = ()
    """The parties, with the names of their organizations; the id of each is that of a mention: parties/north."""


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A fact found by a rule: lower case, no full stop; the hint says what to do."""

    message: str
    hint: str = ""


Check = Callable[[Pair, Context], Iterator[Finding]]
"""Check one text and its translation, using only the values in `Pair.judged`."""

Across = Callable[[Sequence[Pair], Context], Iterator[tuple[Pair, Finding]]]
"""Check all texts of one locale together."""

Fix = Callable[[str, str], str]
"""(translation, its locale) → the corrected translation; idempotent; never changes markup, targets or placeholders."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, with exactly one of *check* and *across*."""

    id: str
    family: Family
    severity: Severity
    check: Check | None = None
    across: Across | None = None
    fix: Fix | None = None
    needs: Literal["", "facts", "negation", "wording", "inflection", "dictionary"] = ""
    """The tables that a language must have to be judged: a field of `Language`; "dictionary", for translations only."""
    compares: bool = False
    """Whether it never finds anything in a copy, because it only compares translation and source."""

    def judges(self, *locales: str) -> bool:
        """Whether this rule has what it needs for all *locales*, the translation's last; otherwise it is silent."""
        known = [languages.of(locale) for locale in (locales[-1:] if self.needs == "dictionary" else locales)]
        return not self.needs or all(language and getattr(language, self.needs) for language in known)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding with its rule and its translation."""

    pair: Pair
    rule: Rule
    finding: Finding
