"""Words critical to the meaning of a text: text comes in; the entries of its language's tables go out.

A language expresses the same in different words: "not later than", "at the latest", «не позднее». Here they are one key
of one field, the same in all languages, with the words in the text; `wording` interprets them.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping

from protocolpress import languages
from protocolpress.checks import facts
from protocolpress.languages.language import Wording

OPPOSITES, LIMITS, MODALITY, CONJUNCTIONS = "opposites", "limits", "modality", "conjunctions"
"""Fields beside those of the units, which have names of their own."""

_START = re.compile(r"(?<!\w)(?<![^\W\d_]-)\w")
"""The beginning of a word; the second part of «какой-либо» is not one."""
_NO_WORDS: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """The relevant words of a text, by field and key, in order."""

    words: Mapping[tuple[str, str], tuple[str, ...]]
    places: Mapping[tuple[str, str], tuple[int, ...]]
    """The place of each of these words in `seen`."""
    seen: str
    """The visible text, in lower case."""

    def count(self, field: str, *keys: str) -> int:
        """Return how often the text says one of *keys*."""
        return sum(len(self.words.get((field, key), _NO_WORDS)) for key in keys)

    def shown(self, field: str, key: str) -> str:
        """Return the first words that say *key*."""
        return self.words[field, key][0]


_Meaning = tuple[str, str]
"""A field and a key."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Table:
    """The entries of one field that begin with one letter, as a pattern with a group for each."""

    number: int
    """Number of the field: in each, a found entry hides shorter ones inside it."""
    pattern: re.Pattern[str]
    meanings: tuple[tuple[_Meaning, ...], ...]


@functools.lru_cache(maxsize=64)  # all rules examine a text one after the other
def read(text: str, locale: str) -> Said:
    """Find the entries of the tables of *locale*, from left to right; the longest that fits counts."""
    wording = _wording(locale)
    seen = facts.visible(text)
    seen = wording.nothing.sub(lambda match: facts.MASK * len(match[0]), seen).lower().replace("ё", "е")
    tables = _tables(locale)
    ends: dict[int, int] = collections.defaultdict(int)
    found: dict[_Meaning, list[str]] = collections.defaultdict(list)
    places: dict[_Meaning, list[int]] = collections.defaultdict(list)
    for start in _START.finditer(seen):
        for table in tables.get(start[0], ()):
            if start.start() >= ends[table.number] and (match := table.pattern.match(seen, start.start())):
                ends[table.number] = match.end()
                for meaning in table.meanings[(match.lastindex or 1) - 1]:
                    found[meaning].append(match[0])
                    places[meaning].append(start.start())
    return Said(
        {meaning: tuple(words) for meaning, words in found.items()},
        {meaning: tuple(starts) for meaning, starts in places.items()},
        seen,
    )


def has(locale: str, field: str, key: str) -> bool:
    """Whether the tables of *locale* have words for *key*."""
    return (field, key) in _meanings(locale)


def states(locale: str, word: str) -> bool:
    """Whether *word* is the verb of a duty that other languages express by their own verb alone."""
    return word.casefold() == _wording(locale).duty


def units(locale: str) -> tuple[str, ...]:
    """Return the fields of units of *locale*."""
    return tuple(_wording(locale).units)


def opposites(locale: str) -> tuple[str, ...]:
    """Return the pairs of opposites of *locale*; each is a field with the keys "one" and "other"."""
    return tuple(f"{OPPOSITES} {name}" for name in _wording(locale).opposites)


def _wording(locale: str) -> Wording:
    wording = languages.known(locale).wording
    if wording is None:
        raise LookupError(locale)
    return wording


def _entries(wording: Wording) -> Iterator[tuple[int, str, _Meaning]]:
    """Return each entry with the number of its field and its meaning."""
    fields = (*wording.units.items(), (LIMITS, wording.limits), (MODALITY, wording.modality))
    named = (*fields, (CONJUNCTIONS, wording.conjunctions))
    pairs = ((f"{OPPOSITES} {name}", {"one": one, "other": other}) for name, (one, other) in wording.opposites.items())
    for number, (field, keys) in enumerate((*named, *pairs)):
        for key, entries in keys.items():
            for entry in entries.split(" | "):
                yield min(number, len(named)), " ".join(entry.split()), (field, key)


@functools.cache
def _meanings(locale: str) -> frozenset[_Meaning]:
    return frozenset(meaning for _, _, meaning in _entries(_wording(locale)))


@functools.cache
def _tables(locale: str) -> Mapping[str, tuple[_Table, ...]]:
    """Return the tables of a language by the first letter of their entries."""
    meanings: dict[tuple[str, int, str], list[_Meaning]] = collections.defaultdict(list)
    for number, entry, meaning in _entries(_wording(locale)):
        meanings[entry[0], number, entry].append(meaning)
    groups: dict[tuple[str, int], list[str]] = collections.defaultdict(list)
    for letter, number, entry in meanings:
        groups[letter, number].append(entry)
    tables: dict[str, list[_Table]] = collections.defaultdict(list)
    for (letter, number), entries in groups.items():
        entries.sort(key=len, reverse=True)
        patterns = (re.escape(entry).replace(r"\*", r"\w*").replace(r"\ ", " ") for entry in entries)
        pattern = re.compile("|".join(f"({one})(?!\\w)" for one in patterns))
        every = tuple(tuple(meanings[letter, number, entry]) for entry in entries)
        tables[letter].append(_Table(number, pattern, every))
    return {letter: tuple(each) for letter, each in tables.items()}
