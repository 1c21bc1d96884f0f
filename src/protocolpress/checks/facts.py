"""Facts of a text: numbers, dates, amounts and names in one form for all languages, and the differences of two texts.

Text in, a tuple of `Fact` out; the languages' own modules find them, this one compares them without knowing a language.
Values are strings, never machine numbers: a megabyte of digits is as good a number as another.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import re
from collections.abc import Callable, Iterable, Sequence

MASK = "\ufffc"
"""Replaces characters that are not examined, or not again."""

SHOWN = 40
"""Maximum length of a fact in a message."""


class Weight(enum.IntEnum):
    """How strictly a fact requires a counterpart on the other side."""

    HINT = 0
    """It may match a figure of the other side, but requires nothing: "one", "both", "half"."""
    WORD = 1
    """The same, unless the other side has a different one in its place: "two" and «три»."""
    FIGURE = 2
    """It must be there."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One number, date, amount, percentage or name."""

    kind: str
    """Only facts of one kind are equal: number, date, weekday, percent, name, or a currency's ISO 4217 code."""
    value: str
    """Its form for all languages: 1234.5, 2012-02-29, an id."""
    written: str
    """Its form in the text."""
    readings: tuple[str, ...] = ()
    """Its other forms: 14:00 is 14 and 2 as well."""
    weight: Weight = Weight.FIGURE

    @property
    def shown(self) -> str:
        """The fact as shown in a message."""
        words = " ".join(self.written.split())
        return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its place, before its unit is known."""

    value: str
    start: int
    end: int
    readings: tuple[str, ...] = ()
    weight: Weight = Weight.FIGURE


# ── text that is not examined ────────────────────────────────────────────────────────────────────────────────────────

# Every repetition has a limit, so that no text makes a pattern backtrack more than a few hundred times.
_UNSEEN = re.compile(
    r"""
      \]\([^()\s]{0,300}(?:\([^()\s]{0,100}\)[^()\s]{0,100}){0,3}\)     # the target of a link
    | \[\^[^\]\s]{1,100}\]                                              # the call of a footnote
    | \$?\{[^{}\n]{0,100}\}                                             # a placeholder
    | %\([^()\s]{1,60}\)[-+0\#]?\d{0,4}[a-zA-Z]                         # a named directive of printf
    | %L?\d{1,2}(?![\d$a-zA-Z]|\.\d)                                      # a place of Qt
    | (?:0[xX])?(?<![\d%])%%?(?:\d{1,3}\$)?[-+0\#'*]{0,4}\d{0,6}(?:\.(?:\d{1,6}|\*))?(?:hh|ll|[hlLqjzt])?
      [diouxXeEfFgGaAcspnN<>?]                                          # a directive of printf
    | (?<![a-zA-Z])[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s<>()]{1,2000}     # an address
    | (?<!\w)www\.[^\s<>()]{1,2000}
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){0,5}       # an address of mail
    | </?[a-z][\w:-]{0,30}(?:\s[^<>=]{0,99}=[^<>]{0,200})?\s?/?>        # a tag
    | \b[il]1[08]n\b                                                    # internationalization
    | &\#?\w{1,20};                                                     # an entity
    | (?<![\w-])--?[a-zA-Z][\w-]{0,60}                                  # an option of a command
    | (?<![\w/.])[~.]{0,2}(?:/[\w.+~-]{1,100}){1,20}/?                  # a path
    | (?<![\w.-])[\w-]{2,80}(?:\.[\w-]{1,40}){0,3}\.[a-z]{1,4}\d?(?!\w|\.\w)      # the name of a file
    """,
    re.VERBOSE,
)

_DOUBTFUL = re.compile(r"[\]{%<&/@]|\.[a-z]|-[a-zA-Z]|[il]1")
"""Characters of which at least one occurs in any of these: most texts have none, and need no search."""

_SPACES = str.maketrans("\u00a0\u2007\u2009\u202f", "    ")
_MARKUP = re.compile(r"\\(?=[^\w\s])|[*`]|\u00ad|\u0301")


@functools.lru_cache(maxsize=64)
def visible(text: str) -> str:
    """Return the visible text of inline Markdown or of a program's message.

    Left out, because the markup rules compare them: targets of links, calls of footnotes, placeholders, directives
    of printf, addresses, tags, options, paths and names of files. Spaces of all kinds become one.
    """
    seen = _UNSEEN.sub(MASK, text) if _DOUBTFUL.search(text) else text
    return _MARKUP.sub("", seen).translate(_SPACES)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out the text at *spans*, which are in order, so that nothing is found there again."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], MASK * (end - start)]
        last = end
    return "".join((*parts, text[last:]))


# ── the differences of two texts ─────────────────────────────────────────────────────────────────────────────────────


def difference(source: Sequence[Fact], target: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Pair the facts of two texts as well as possible; return the rest: missing in *target*, and only there."""
    left, right = list(source), list(target)
    for mine, its, keys in (
        (Weight.FIGURE, Weight.FIGURE, _exact),
        (Weight.FIGURE, Weight.FIGURE, _readings),
        (Weight.FIGURE, Weight.WORD, _readings),
        (Weight.WORD, Weight.FIGURE, _readings),
        (Weight.WORD, Weight.WORD, _readings),
        (Weight.FIGURE, Weight.HINT, _readings),
        (Weight.HINT, Weight.FIGURE, _readings),
        (Weight.HINT, Weight.HINT, _readings),
        (Weight.WORD, Weight.HINT, _readings),
        (Weight.HINT, Weight.WORD, _readings),
    ):
        left, right = _unpaired(left, right, (mine, its), keys)
    worded = {fact.kind for fact in left if fact.weight > Weight.HINT}
    other = {fact.kind for fact in right if fact.weight > Weight.HINT}
    missing = [fact for fact in left if fact.weight is Weight.FIGURE or (fact.weight and fact.kind in other)]
    extra = [fact for fact in right if fact.weight is Weight.FIGURE or (fact.weight and fact.kind in worded)]
    return missing, extra


Keys = Callable[[Fact], tuple[tuple[str, str], ...]]


def _exact(fact: Fact) -> tuple[tuple[str, str], ...]:
    return ((fact.kind, fact.value),)


def _readings(fact: Fact) -> tuple[tuple[str, str], ...]:
    return tuple((fact.kind, value) for value in (fact.value, *fact.readings))


def _unpaired(
    left: list[Fact], right: list[Fact], weights: tuple[Weight, Weight], keys: Keys
) -> tuple[list[Fact], list[Fact]]:
    """Remove pairs of facts of these weights with a common key, in order."""
    mine, its = weights
    if not any(fact.weight is mine for fact in left):
        return left, right
    places: dict[tuple[str, str], collections.deque[int]] = collections.defaultdict(collections.deque)
    for index, fact in enumerate(right):
        if fact.weight is its:
            for key in keys(fact):
                places[key].append(index)
    if not places:
        return left, right
    taken: set[int] = set()
    rest = []
    for fact in left:
        place = _first(places, keys(fact), taken) if fact.weight is mine else None
        if place is None:
            rest.append(fact)
        else:
            taken.add(place)
    return rest, [fact for index, fact in enumerate(right) if index not in taken]


def _first(
    places: dict[tuple[str, str], collections.deque[int]], keys: Iterable[tuple[str, str]], taken: set[int]
) -> int | None:
    for key in keys:
        queue = places.get(key)
        while queue:
            index = queue.popleft()
            if index not in taken:
                return index
    return None
