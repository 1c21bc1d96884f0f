"""How often a text denies something: "not" and «не» for certain, "unable" or «отсутствует» perhaps.

Words are told by themselves, not by their sentences: a rule built on this warns, it does not judge.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import re

from protocolpress.checks import morphology

_PLAIN = {
    "en": frozenset(("not", "no", "never", "neither", "without", "nothing", "nobody", "nowhere", "cannot")),
    "ru": frozenset(("не", "нет", "нету", "нельзя", "без", "безо", "невозможно")),
}
# How words begin that may deny something; Russian «никто» is not one of them, for it only goes with a «не».
_HIDDEN = {
    "en": (
        "un", "non", "dis", "nor", "invalid", "incorrect", "incomplet", "inaccess", "insuffic", "inconsist",
        "inappropri", "inactiv", "incompat", "suppress", "ineligib", "inabil", "inadequa", "indefinit", "independ",
        "infinit", "impossib", "improper", "illeg", "irrelev", "irregular", "fail", "miss", "lack", "absen",
        "refus", "denie", "deny", "declin", "avoid", "prevent", "prohibit", "forbid", "forbad", "reject", "ban",
        "only", "otherwise", "except", "else", "ignor", "skip", "omit", "cancel", "abort", "too", "hardly", "few",
        "little", "error", "wrong", "broken", "bad", "however", "nevertheless", "yet", "despite", "regardless",
        "rare", "withhold", "waive", "exempt", "exceed", "beyond", "instead", "before", "pending", "mismatch",
        "bypass", "need", "scarce", "corrupt", "already", "least", "most", "less", "different", "empty", "stop",
        "duplicat", "remov", "while", "until", "till", "expire", "out", "off", "toggle", "problem",
    ),
    "ru": (
        "не", "без", "бес", "отсутств", "отказ", "запре", "лиш", "только", "кроме", "исключ", "пока",
        "отмен", "пропу", "ошиб", "мало", "перест", "избе", "вряд", "едва", "слишком", "пуст", "отклон",
        "отверг", "иначе", "вне", "отрица", "предотвра", "вместо", "вопреки", "воздерж", "освобо", "аннул", "игнор",
        "сбой", "нуж", "утра", "потер", "обход", "анонимн", "требу", "плох",
    ),
}  # fmt: skip
_NO_DENIAL = {
    "en": (
        "under", "unit", "unif", "univ", "uniq", "unio", "dist", "disk", "disc", "disp", "dish", "mission",
        "missile", "bank", "band", "needle",
    ),
    "ru": (
        "неде", "несет", "несут", "нести", "несл", "небе", "небо", "нефт", "нем", "неод", "недр", "нежн", "нерв",
        "бесед", "безоп",
    ),
}  # fmt: skip
_LIKELY = {
    "en": (
        "unable", "unless", "fail", "failure", "impossib", "invalid", "inval", "unknown", "unsupported", "unavail",
        "unsuccess", "missing", "absen", "lack", "incomplet", "insuffic", "inaccess", "prohibit", "forbid",
    ),
    "ru": (
        "невозмож", "нельзя", "неизвест", "недопус", "недейств", "неверн", "неправильн", "недостат", "отсутств",
    ),
}  # fmt: skip
"""How words begin that deny something for certain, though the other language may do it in other words."""

_BOUNDS = {
    "en": re.compile(
        r"\b(?:(?P<plain>(?:no|not) (?:later|earlier|more|less|fewer|sooner) than)"
        r"|(?P<likely>at (?:least|most)(?= (?:[0-9]|t))|at the latest)"
        r"|(?P<perhaps>at (?:least|most)|by|within|up to|until|before|maximum|minimum|exceed\w*|over|under|longer))\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:(?P<plain>(?<!тем )не (?:позднее|позже|ранее|раньше|более|больше|менее|меньше|реже|чаще|свыше))"
        r"|(?P<likely>по крайней мере|как минимум|как максимум|самое позднее)"
        r"|(?P<perhaps>до|в течение|в срок|хотя бы|максим\w*|миним\w*|превы\w*|сверх|пока|больше))(?!\w)",
        re.IGNORECASE,
    ),
}
"""Phrases that set a limit, counted by themselves: "at least" is «не менее», without the «не» it would be no limit."""

_NOTHING = {
    "en": re.compile(r"\bNo\.|\byes[|/]no\b", re.IGNORECASE),
    "ru": re.compile(
        r"(?<!\w)(?:не только|тем не менее|не один|не одн[ауо]|ни (?:\w{1,4} )?одн\w{1,3}|ни один"
        r"|пока(?: \w{1,30}){0,4}? не)(?!\w)",
        re.IGNORECASE,
    ),
}
"""Phrases that deny nothing, or nothing by themselves: «ни одна» only goes with a «не», «пока не» is "until"."""

_AT_ONCE = {
    "en": re.compile(r"\bwithout (?:(?:any|undue|unreasonable|further) ){0,2}delay\b", re.IGNORECASE),
    "ru": re.compile(
        r"(?<!\w)(?:(?:незамедлит|безотлагат)ельн\w{1,3}"
        r"|без (?:(?:неоправданн|необоснованн|излишн|чрезмерн|дальнейш)\w{2,4} ){0,2}"
        r"(?:промедлени[яй]|отлагательств\w?|задерж(?:ки|ек)))(?!\w)",
        re.IGNORECASE,
    ),
}
"""Phrases that say "at once": they deny nothing in either language, and stand in for no other denial."""

_NOBODY = re.compile(r"ни(?:[кч]\w{1,9}|где|куда)?", re.IGNORECASE)
SHORT = 3
"""Words that make a sentence; in fewer, «Никто» denies by itself."""

_CYRILLIC = re.compile("[а-яА-Я]")


class _Denial(enum.Enum):
    NONE = enum.auto()
    PERHAPS = enum.auto()
    LIKELY = enum.auto()
    PLAIN = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Denials:
    """How often a text denies something."""

    plain: int
    """With a word that does nothing else."""
    likely: int
    """With a word or a phrase that the other language may well replace by one that does not deny."""
    perhaps: int

    def exceed(self, other: Denials, spare: int = 0) -> bool:
        """Tell whether this text denies something that *other* cannot be denying, with *spare* words more.

        A doubtful word of *other* may stand for a plain one here, but for one only that is not the like of a doubtful
        word here: where both have an "only", neither «только» says what a lost "not" said.
        """
        free = max(0, other.likely - self.likely) + max(0, other.perhaps - self.perhaps)
        nothing = other.plain + other.likely + other.perhaps + spare == 0
        return self.plain > other.plain + free + spare or (self.likely > 0 and nothing)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text denies, and the limits that it sets: "not more than"."""

    denials: Denials
    limits: Denials

    def denies_more(self, other: Reading) -> bool:
        """Tell whether this denies what *other* does not; «не позднее чем» may be "shall not be sent later than"."""
        return self.denials.exceed(other.denials, max(0, other.limits.plain - self.limits.plain))

    def limits_more(self, other: Reading) -> bool:
        """Tell whether this sets a limit that *other* does not set."""
        return self.limits.exceed(other.limits, max(0, other.denials.plain - self.denials.plain))


def read(text: str, locale: str) -> Reading:
    """Count what *text* denies, and the limits that it sets; text in Latin letters is read as English."""
    locale = "ru" if locale == "ru" and _CYRILLIC.search(text) else "en"
    text = _AT_ONCE[locale].sub("\ufffc", text)
    limits = collections.Counter(match.lastgroup for match in _BOUNDS[locale].finditer(text))
    rest = _BOUNDS[locale].sub(_without_limits, text)
    # «ни одна» goes with a «не», which counts; where that is lost, it must not stand in for it.
    nothing = sum(not match[0].lower().startswith("ни") for match in _NOTHING[locale].finditer(rest))
    rest = _NOTHING[locale].sub("\ufffc", rest)
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
    """Leave words that may be limits or not."""
    return match[0] if match.lastgroup == "perhaps" else "\ufffc"


@functools.lru_cache(maxsize=1 << 16)
def _of(word: str, locale: str) -> _Denial:
    word = morphology.fold(word)
    if word in _PLAIN[locale] or word.endswith("n't"):
        return _Denial.PLAIN
    if word.startswith(_LIKELY[locale]):
        return _Denial.LIKELY
    hidden = word.startswith(_HIDDEN[locale]) and not word.startswith(_NO_DENIAL[locale])
    return _Denial.PERHAPS if hidden or (locale == "en" and word.endswith("less")) else _Denial.NONE
