"""Numbers written as words: text in, their values with their places out, for English and Russian.

A word may stand for a figure of the other language or, like "one", for nothing at all; how far it asks for its like is
its weight. What is no number word ends a number: "five to six" is two of them.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping

from protocolpress.checks import morphology
from protocolpress.checks.facts import Weight

MAX_WORDS = 20
"""Words of one number; a longer one is several."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in words."""

    value: str
    start: int
    end: int
    weight: Weight


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    """What a word adds to a number: 7, or times 1000; *last* where no word can follow it."""

    value: int
    weight: Weight = Weight.WORD
    times: bool = False
    last: bool = False


def find(text: str, locale: str) -> Iterator[Numeral]:
    """Find the numbers in words of *text*, in order."""
    if not any(_is_number(word, locale) for word in morphology.WORD.findall(text)):
        return
    table = _table(locale)
    number: _Number | None = None
    for match in morphology.words(text):
        if number is None and not _is_number(match[0], locale):
            continue
        whole = morphology.fold(match[0])
        start = match.start()
        for part in (whole,) if whole in table else whole.split("-"):
            word = table.get(part) or _compound(part)
            if number and part == "and" and number.takes_and:
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
    """Tell whether a number may begin in *word*: most words of a text are none, and are asked for again and again."""
    table, whole = _table(locale), morphology.fold(word)
    return whole in table or any(part in table or _compound(part) for part in whole.split("-"))


class _Number:
    """A number while its words are read."""

    def __init__(self, word: _Word, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.total, self.current = (word.value, 0) if word.times and word.value >= 1000 else (0, word.value)
        self.room = _room(word)
        self.ceiling = word.value if self.total else 10**12
        self.weight = word.weight
        self.count = 1

    @staticmethod
    def joins(gap: str) -> bool:
        """Tell whether a number goes on after *gap*."""
        return gap.strip(" \u00a0\u202f") in ("", "-")

    @property
    def takes_and(self) -> bool:
        """Tell whether "and" may go on with it: three hundred and five, but not five and six."""
        return self.room >= 100

    def add(self, word: _Word, end: int) -> bool:
        """Take another word in, if it can belong to this number."""
        if self.count == MAX_WORDS or (self.room == 0 and not word.times):
            return False
        if word.times and word.value == 100 and 0 < self.current < 10:
            self.current *= 100
        elif word.times and 1000 <= word.value < self.ceiling and self.current:
            self.total, self.current, self.ceiling = self.total + self.current * word.value, 0, word.value
        elif not word.times and word.value < self.room:
            self.current += word.value
        else:
            return False
        self.room, self.end, self.count = _room(word), end, self.count + 1
        self.weight = Weight.WORD
        return True

    def numeral(self) -> Numeral:
        """Give the number as it is."""
        return Numeral(value=str(self.total + self.current), start=self.start, end=self.end, weight=self.weight)


def _room(word: _Word) -> int:
    """Give the limit of what may follow: behind "twenty" less than 10, behind "seven" nothing."""
    if word.last or (word.value < 20 and not word.times):
        return 0
    if word.times:
        return word.value
    return 10 if word.value < 100 else 100


# ── the words ────────────────────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _table(locale: str) -> Mapping[str, _Word]:
    return _russian() if locale == "ru" else _english()


def _english() -> dict[str, _Word]:
    units = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    ordinals = (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth"
    )
    tens = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    table = {word: _Word(value) for value, word in enumerate([*units.split(), "eighteen", "nineteen"], 1)}
    table |= {word: _Word(value, last=True) for value, word in enumerate(ordinals.split(), 1)}
    for value, word in enumerate(tens, 2):
        table[word] = _Word(value * 10)
        table[word[:-1] + "ieth"] = _Word(value * 10, last=True)
    for value, word in ((100, "hundred"), (1000, "thousand"), (10**6, "million"), (10**9, "billion")):
        table[word] = _Word(value, Weight.HINT, times=True)
        table[word + "th"] = _Word(value, Weight.HINT, last=True)
    hints = {
        "zero": 0, "once": 1, "single": 1, "both": 2, "double": 2, "pair": 2, "couple": 2, "twofold": 2,
        "either": 2, "triple": 3, "threefold": 3, "quarter": 4, "quarterly": 4, "dozen": 12, "score": 20,
    }  # fmt: skip
    table |= {word: _Word(value, Weight.HINT, last=True) for word, value in hints.items()}
    doubled = {"twice": 2, "duplicate": 2, "thrice": 3, "triplicate": 3}
    table |= {word: _Word(value, last=True) for word, value in doubled.items()}
    # "second" is a unit of time, "third" a party: they ask for nothing.
    table |= {word: _Word(table[word].value, Weight.HINT, last=True) for word in ("one", "first", "second", "third")}
    return table


_CARDINALS = {
    1: "один одного одному одним одном одна одной одною одну одно одни одних одними",
    2: "два две двух двум двумя",
    3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя",
    8: "восемь восьми восьмью восемью",
    40: "сорок сорока",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
}
_ENDING_IN_SOFT_SIGN = {
    5: "пят", 6: "шест", 7: "сем", 9: "девят", 10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат",
    14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат",
    20: "двадцат", 30: "тридцат",
}  # fmt: skip
_COMPOUND = {5: ("пять", "пяти"), 6: ("шесть", "шести"), 7: ("семь", "семи"), 8: ("восемь", "восьми")}
_ORDINALS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят", 10: "десят",
    11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат",
    17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат", 20: "двадцат", 30: "тридцат", 40: "сороков",
    50: "пятидесят", 60: "шестидесят", 70: "семидесят", 80: "восьмидесят", 90: "девяност", 100: "сот", 1000: "тысячн",
}  # fmt: skip
_ADJECTIVE = ("ый", "ой", "ого", "ому", "ым", "ом", "ая", "ую", "ою", "ое", "ые", "ых", "ыми")
_THIRD = "третий третьего третьему третьим третьем третья третьей третью третье третьи третьих третьими треть трети"
_JOINED = {
    "одно": 1, "дву": 2, "двух": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8, "девяти": 9,
    "десяти": 10, "двенадцати": 12, "пятнадцати": 15, "двадцати": 20, "тридцати": 30, "сорока": 40, "пятидесяти": 50,
    "шестидесяти": 60, "семидесяти": 70, "восьмидесяти": 80, "сто": 100,
}  # fmt: skip
_COMPOUND_WORD = re.compile(
    rf"({'|'.join(sorted(_JOINED, key=len, reverse=True))})[а-я]{{3,}}"
    r"(?:[ыи]й|ого|его|ому|ему|[ыи]м|ом|ем|[ая]я|[ую]ю|ой|ей|[ое]е|[ыи]е|[ыи]х|[ыи]ми|лети[еяюй]|летием)"
)
"""«пятилетний», «двусторонний», «трехходовое», «пятидесятилетие»"""

_PERIODS = ("летн", "годичн", "месячн", "недельн", "дневн", "суточн", "часов", "минутн")
"""What follows the number where it counts a period, which has a number in every language."""

_RUSSIAN_HINTS = {
    0: "ноль ноля нуль нуля нулю нулем ноле нулевой нулевая нулевое нулевые нулевого нулевом нулевую нулевым нулевых",
    1: "однажды единственный единственная единственное единственного единственной единый единая единого единой",
    2: "оба обе обоих обеих обоим обеим обоими обеими двое двоих двоим двоими дважды вдвое вдвоем двойной двойная"
    " двойное двойные двойных двойного двойной двойную пара пары пару парой паре пар двойка двойки двойку двойкой",
    3: "трое троих троим троими трижды втрое втроем тройной тройная тройное тройные тройных",
    4: "четверо четверых четверым четверть четверти",
    5: "пятеро пятерых", 6: "шестеро шестерых", 7: "семеро семерых семью",
    10: "десяток десятка десятков",
    12: "дюжина дюжины дюжину дюжин",
    100: "сотня сотни сотню",
}  # fmt: skip
_SCALES = {
    1000: "тысяча тысячи тысяче тысячу тысячей тысячью тысяч тысячам тысячами тысячах",
    10**6: "миллион миллиона миллиону миллионом миллионе миллионы миллионов миллионам миллионами миллионах",
    10**9: "миллиард миллиарда миллиарду миллиардом миллиарде миллиарды миллиардов миллиардам миллиардами миллиардах",
}


def _russian() -> dict[str, _Word]:
    table = {word: _Word(value) for value, forms in _CARDINALS.items() for word in forms.split()}
    for value, stem in _ENDING_IN_SOFT_SIGN.items():
        table |= {stem + ending: _Word(value) for ending in ("ь", "и", "ью")}
    for value, (first, second) in _COMPOUND.items():
        instrumental = f"{first}ю"
        tens = (f"{first}десят", f"{second}десяти", f"{instrumental}десятью")
        hundreds = (f"{first}сот", f"{second}сот", f"{second}стам", f"{instrumental}стами", f"{second}стах")
        table |= {word: _Word(value * 10) for word in tens} | {word: _Word(value * 100) for word in hundreds}
    table |= dict.fromkeys(("девятьсот", "девятисот", "девятистам", "девятьюстами", "девятистах"), _Word(900))
    for value, forms in _RUSSIAN_HINTS.items():
        table |= {word: _Word(value, Weight.HINT, last=True) for word in forms.split()}
    for value, forms in _SCALES.items():
        table |= {word: _Word(value, Weight.HINT, times=True) for word in forms.split()}
    for value, stem in _ORDINALS.items():
        table |= {stem + ending: _Word(value, _asking(value), last=True) for ending in _ADJECTIVE}
    table |= {word: _Word(3, Weight.HINT, last=True) for word in _THIRD.split()}
    table |= {word: _Word(1, Weight.HINT, last=True) for word in _CARDINALS[1].split()}
    return table


@functools.lru_cache(maxsize=1 << 14)
def _compound(word: str) -> _Word | None:
    """Read the number in a Russian compound; nothing there but the number is certain, so most ask for nothing."""
    match = _COMPOUND_WORD.fullmatch(word) if len(word) <= morphology.MAX_WORD else None
    if not match:
        return None
    weight = Weight.WORD if word.startswith(_PERIODS, match.end(1)) else Weight.HINT
    return _Word(_JOINED[match[1]], weight, last=True)


def _asking(value: int) -> Weight:
    """Let "first" and "second" ask for nothing: they are "main" and "other" as well."""
    return Weight.HINT if value < 4 else Weight.WORD
