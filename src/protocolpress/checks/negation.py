"""Count the negations of a text: "not" and «не» certainly, "unable" or «отсутствует» possibly.

Words are judged without their sentences, so a rule based on this only warns.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import re

from protocolpress import languages
from protocolpress.checks import morphology
from protocolpress.languages.language import Negation

_NOBODY = re.compile(r"ни(?:[кч]\w{1,9}|где|куда)?", re.IGNORECASE)
SHORT = 3
"""Words that make a sentence; in fewer, «Никто» is itself a negation."""

_CYRILLIC = re.compile("[а-яА-Я]")


class _Denial(enum.Enum):
    NONE = enum.auto()
    PERHAPS = enum.auto()
    LIKELY = enum.auto()
    PLAIN = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Denials:
    """Numbers of negations in a text."""

    plain: int
    """Words that are always negations."""
    likely: int
    """Words or phrases that the other language may replace with one that is not a negation."""
    perhaps: int

    def exceed(self, other: Denials, spare: int = 0) -> bool:
        """Whether this text has a negation that *other* cannot have, with *spare* additional words.

        A doubtful word of *other* may match a plain one here, but only if it has no doubtful counterpart here: if both
        have an "only", «только» does not make up for a lost "not".
        """
        free = max(0, other.likely - self.likely) + max(0, other.perhaps - self.perhaps)
        nothing = other.plain + other.likely + other.perhaps + spare == 0
        return self.plain > other.plain + free + spare or (self.likely > 0 and nothing)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The negations of a text, and the limits that it sets: "not more than"."""

    denials: Denials
    limits: Denials

    def denies_more(self, other: Reading) -> bool:
        """Whether this has a negation that *other* lacks; «не позднее чем» may be "shall not be sent later than"."""
        return self.denials.exceed(other.denials, max(0, other.limits.plain - self.limits.plain))

    def limits_more(self, other: Reading) -> bool:
        """Whether this sets a limit that *other* does not set."""
        return self.limits.exceed(other.limits, max(0, other.denials.plain - self.denials.plain))


def read(text: str, locale: str) -> Reading:
    """Count the negations and limits of *text*; text in another script is read as the quoted language."""
    language = languages.known(locale)
    if language.quoted and not _CYRILLIC.search(text):
        locale = language.quoted
    tables = _tables(locale)
    text = tables.at_once.sub("\ufffc", text)
    limits = collections.Counter(match.lastgroup for match in tables.bounds.finditer(text))
    rest = tables.bounds.sub(_without_limits, text)
    # «ни одна» goes with a «не», which counts; where that is missing, it must not replace it.
    nothing = sum(not match[0].lower().startswith("ни") for match in tables.nothing.finditer(rest))
    rest = tables.nothing.sub("\ufffc", rest)
    words = morphology.WORD.findall(rest)
    if len(words) < SHORT:
        nothing += sum(_NOBODY.fullmatch(word) is not None for word in words)
    found = [_of(word, locale) for word in words]
    denials = Denials(
        plain=found.count(_Denial.PLAIN),
        likely=found.count(_Denial.LIKELY),
        perhaps=found.count(_Denial.PERHAPS) + nothing,
    )
    bounds = Denials(plain=limits["plain"], likely=limits["likely"], perhaps=limits["perhaps"])
    return Reading(denials=denials, limits=bounds)


def _without_limits(match: re.Match[str]) -> str:
    """Remove words that may or may not be limits."""
    return match[0] if match.lastgroup == "perhaps" else "\ufffc"


def _tables(locale: str) -> Negation:
    tables = languages.known(locale).negation
    if tables is None:
        raise AssertionError(locale)
    return tables


@functools.lru_cache(maxsize=1 << 16)
def _of(word: str, locale: str) -> _Denial:
    word = morphology.fold(word)
    tables = _tables(locale)
    if word in tables.plain or word.endswith(tables.plain_ending):
        return _Denial.PLAIN
    if word.startswith(tables.likely):
        return _Denial.LIKELY
    hidden = word.startswith(tables.hidden) and not word.startswith(tables.no_denial)
    return _Denial.PERHAPS if hidden or word.endswith(tables.hidden_ending) else _Denial.NONE
