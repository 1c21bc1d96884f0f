"""What a check is: a rule with a stable id, and the values that it looks at and finds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from protocolpress import languages
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import Severity

Family = Literal["markup", "concordance", "terms", "typography", "sense", "state"]


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
    """The line where the translation starts."""
    entry: Entry
    form: int = 0
    """Which msgstr[…] it is; 0 for a message without plural."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the registry in every language: a person, an organization, a place."""

    id: str
    kind: Literal["person", "organization", "place"]
    forms: Mapping[str, tuple[str, ...]]
    """By locale: the full name first, then short names; all in the nominative."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An entry of the glossary: what a term is called in each language, all in the dictionary's form."""

    words: Mapping[str, str]
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What checks know beside the two texts."""

    names: tuple[Name, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One fact that a rule found: lower case, no full stop; the hint says what to do."""

    message: str
    hint: str = ""


Check = Callable[[Pair, Context], Iterator[Finding]]
"""Look at one text and its translation."""

Across = Callable[[Sequence[Pair], Context], Iterator[tuple[Pair, Finding]]]
"""Look at all texts of one locale together."""

Fix = Callable[[str, str], str]
"""(translation, its locale) → the corrected translation; idempotent, never changes markup, targets or placeholders."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule; exactly one of *check* and *across* is given."""

    id: str
    family: Family
    severity: Severity
    check: Check | None = None
    across: Across | None = None
    fix: Fix | None = None
    needs: Literal["", "facts", "negation", "inflection"] = ""
    """What a language has to have, so that this judges its texts: a field of `Language`."""

    def judges(self, *locales: str) -> bool:
        """Whether this rule has what it needs for all *locales*; otherwise it is silent."""
        known = [languages.of(locale) for locale in locales]
        return not self.needs or all(language and getattr(language, self.needs) for language in known)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding, with the rule that made it and the translation it is about."""

    pair: Pair
    rule: Rule
    finding: Finding
