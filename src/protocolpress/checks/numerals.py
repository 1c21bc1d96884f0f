"""Numbers written as words: text in a language with tables in; their values with their places out.

A word may match a figure in the other language or, like "one", nothing at all; its weight says how strictly it requires
a counterpart. Any other word ends a number: "five to six" is two of them.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping

from protocolpress import languages
from protocolpress.checks import morphology
from protocolpress.checks.facts import Weight
from protocolpress.languages.language import Word

MAX_WORDS = 20
"""Maximum words of one number; a longer one is several."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in words."""

    value: str
    start: int
    end: int
    weight: Weight


def find(text: str, locale: str) -> Iterator[Numeral]:
    """Find the numbers in words of *text*, in order."""
    if not any(_is_number(word, locale) for word in morphology.WORD.findall(text)):
        return
    tables = languages.facts(locale).numerals
    table = _table(locale)
    number: _Number | None = None
    for match in morphology.words(text):
        if number is None and not _is_number(match[0], locale):
            continue
        whole = morphology.fold(match[0])
        start = match.start()
        for part in (whole,) if whole in table else whole.split("-"):
            word = table.get(part) or tables.compound(part)
            if number and part == tables.joint and number.below >= tables.joint_from:
                number.end = start + len(part)
            elif number and not (
                word and number.joins(text[number.end : start]) and number.add(word, start + len(part))
            ):
                yield number.numeral()
                number = None
            if word and number is None:
                number = _Number(word, start, start + len(part))
            start += len(part) + 1
    if number:
        yield number.numeral()


@functools.lru_cache(maxsize=1 << 16)
def _is_number(word: str, locale: str) -> bool:
    """Whether a number may begin with *word*; most words do not, and are looked up again and again."""
    table, whole = _table(locale), morphology.fold(word)
    compound = languages.facts(locale).numerals.compound
    return whole in table or any(part in table or compound(part) for part in whole.split("-"))


@functools.cache
def _table(locale: str) -> Mapping[str, Word]:
    return languages.facts(locale).numerals.table()


class _Number:
    """A number while its words are read."""

    def __init__(self, word: Word, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.total, self.current = (word.value, 0) if word.times and word.value >= 1000 else (0, word.value)
        self.below = _below(word)
        self.ceiling = word.value if self.total else 10**12
        self.weight = Weight.HINT if word.hint else Weight.WORD
        self.count = 1

    @staticmethod
    def joins(gap: str) -> bool:
        """Whether a number continues after *gap*."""
        return gap.strip(" \u00a0\u202f") in ("", "-")

    def add(self, word: Word, end: int) -> bool:
        """Add another word, if it can belong to this number."""
        if self.count == MAX_WORDS or (self.below == 0 and not word.times):
            return False
        if word.times and word.value == 100 and 0 < self.current < 10:
            self.current *= 100
        elif word.times and 1000 <= word.value < self.ceiling and self.current:
            self.total, self.current, self.ceiling = self.total + self.current * word.value, 0, word.value
        elif not word.times and word.value < self.below:
            self.current += word.value
        else:
            return False
        self.below, self.end, self.count = _below(word), end, self.count + 1
        self.weight = Weight.WORD
        return True

    def numeral(self) -> Numeral:
        """Return the number read so far."""
        return Numeral(value=str(self.total + self.current), start=self.start, end=self.end, weight=self.weight)


def _below(word: Word) -> int:
    """Return the limit for the next word: after "twenty", less than 10; after "seven", nothing."""
    if word.last or (word.value < 20 and not word.times):
        return 0
    if word.times:
        return word.value
    return 10 if word.value < 100 else 100
