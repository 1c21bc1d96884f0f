"""A careful editor's changes to a translation, as patterns with replacements; text in, text out.

A `Slip` is found in the line that `raw_text` makes of a text, by language. One without a replacement can only be
corrected by a person. Spaces added where no line may break are no-break spaces.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from protocolpress import languages
from protocolpress.checks import raw_text
from protocolpress.checks.rule import Fix
from protocolpress.languages.typography import common
from protocolpress.languages.typography.common import BREAK, DASH, EM_DASH, EN_DASH, NBSP, NUMBER, OBJECT, SPACE, WORD

Replacement = str | Callable[[re.Match[str]], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Slip:
    """A small mistake: its pattern, and its replacement; None if that cannot be known."""

    pattern: re.Pattern[str]
    replacement: Replacement | None = None
    anywhere: bool = True
    """False if it may be intended in texts with their own lines or columns."""

    def fixed(self, line: str) -> str:
        """Replace every slip of *line*."""
        return line if self.replacement is None else common.substitute(self.pattern, self.replacement, line)


Slips = Mapping[str, tuple[Slip, ...]]
"""The slips of a rule, by language; under "" those of languages without their own."""


def _slip(pattern: str, replacement: Replacement | None = None, *, anywhere: bool = True) -> Slip:
    return Slip(re.compile(pattern), replacement, anywhere)


def _slips(every: tuple[Slip, ...] = (), *, en: tuple[Slip, ...] = (), ru: tuple[Slip, ...] = ()) -> Slips:
    """Combine the slips of every language with those of one."""
    return {"": every, "american": (*every, *en), "russian": (*every, *ru)}


@functools.cache
def language(locale: str) -> str:
    """Return the language of a locale: ru for ru_RU."""
    return re.split("[-_]", locale)[0]


def found(raw: raw_text.Raw, table: Slips, locale: str) -> Iterator[tuple[re.Match[str], str | None]]:
    """Return every slip in the words of *raw*, a text of *locale*, and its correction."""
    for slip in _of(table, locale):
        for match in slip.pattern.finditer(raw.words):
            new = slip.replacement(match) if callable(slip.replacement) else slip.replacement
            if new != match[0] and (slip.anywhere or not raw.is_laid_out):
                yield match, new


def _of(table: Slips, locale: str) -> tuple[Slip, ...]:
    known = languages.of(locale)
    return table.get(known.fixes, table[""]) if known else table[""]


def fix(table: Slips) -> Fix:
    """Make the function that fixes all slips of a table."""

    def fixed(text: str, locale: str) -> str:
        laid_out = raw_text.cut(text).is_laid_out
        return raw_text.fixed(text, *(slip.fixed for slip in _of(table, locale) if slip.anywhere or not laid_out))

    return fixed


def _and_space(match: re.Match[str]) -> str:
    return f"{match[0]} "


def _and_bound_space(match: re.Match[str]) -> str:
    return match[0] + NBSP


# ── spaces ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_CLOSING = '»”“’")\\]'
_END = rf"(?=[\s{_CLOSING}]|\Z)"


def _one_space(match: re.Match[str]) -> str:
    return NBSP if NBSP in match[0] else " "


DOUBLE_SPACE = _slips(
    (_slip(rf"(?<=[^\s{BREAK}])[{SPACE}]{{2,}}(?=[^\s{BREAK}])", _one_space, anywhere=False),),
)
"""Source: both style guides: one space between words and between sentences."""

SPACE_BEFORE: Slips = {
    **_slips(
        (
            _slip(rf"(?<=[{WORD}%{_CLOSING}{OBJECT}])[{SPACE}]+(?=,(?![,\d])|;(?![-;)]))", ""),
            _slip(rf"(?<=[{WORD}%{_CLOSING}{OBJECT}])[{SPACE}]+(?=(?:[!?]+|\.|:(?!\s*\d)){_END})", ""),
        ),
    ),
    "french": (),  # Imprimerie nationale: spaces are right there
}
"""Source: both style guides: no space before a mark of punctuation. A ratio, 1 : 5, is not one."""

SPACE_AFTER = _slips(
    en=(
        _slip(r"(?<=[A-Za-z]{2})[,;](?=[A-Za-z]{2})", _and_space),
        _slip(r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z]+(?:[ ,;]|\Z))", _and_space),
    ),
    ru=(
        _slip(r"(?:(?<=[А-Яа-яЁё]{2})|(?<=[»)]))[,;](?=[А-Яа-яЁё«])", _and_space),
        _slip(r"(?<=[а-яё]{2})[.!?](?=[А-ЯЁ][а-яё])|(?<=(?<!\w)г)\.(?=[А-ЯЁ][а-яё])", _and_space),
        _slip(r"(?<=[а-яё]{2}):(?=[а-яё]{2})", _and_space),
    ),
)
"""Source: both style guides: a space after a punctuation mark. Only between letters: 1,5 and «и.о.» are whole."""

SPACE_INSIDE = _slips(
    (
        _slip(rf"(?<=\()[{SPACE}]+(?=[{WORD}«\"„“])", ""),
        _slip(rf"(?<=[{WORD}»”\".%])[{SPACE}]+(?=\))", ""),
    ),
)
"""Source: both style guides: no spaces inside brackets."""

_RUSSIAN_UNITS = "км/ч|км/с|км|кг|мм|см|мкм|мин|млн|млрд|трлн|тыс|руб|[МГк]Гц|[кМ]Вт|[кМ]Па|мл|га|сут"
_ENGLISH_UNITS = "km/h|km|kg|mm|cm|[MGk]Hz|kW|MW|[kM]Pa|dB|mph"
_TIGHT_NUMBER = r"(?<![\w.,-])\d+(?:[.,]\d+)*"

SPACE_AFTER_NUMBER = _slips(
    en=(_slip(rf"{_TIGHT_NUMBER}(?=(?:{_ENGLISH_UNITS})(?!\w))", _and_bound_space),),
    ru=(
        _slip(rf"{_TIGHT_NUMBER}(?=(?:{_RUSSIAN_UNITS})(?![\w-]))", _and_bound_space),
        _slip(r"(?<!\w)[12]\d{3}(?=гг?\.|год(?:а|у|ом|е|ы|ов)?(?!\w))", _and_bound_space),
    ),
)
"""Source: GOST 8.417, the SI Brochure: a space between a number and its unit; Мильчин, Чельцова: 2012 г."""

PERCENT_SPACE = _slips(
    en=(_slip(rf"(?<=\d)[{SPACE}]+(?=%(?!\w))", ""),),
    ru=(_slip(r"(?<=\d)(?=%(?![\w-]))", NBSP),),
)
"""Source: GOST 8.417: 5 %, but 5%-ный; Chicago Manual of Style: 5%."""

# ── dashes, dots, doubled marks ──────────────────────────────────────────────────────────────────────────────────────

_TYPED = rf"(?<=[^\s{BREAK}{DASH}(\[{{«„])(?!(?<=\d)[{SPACE}]+[-–]+[{SPACE}]+\d)[{SPACE}]+(?:-{{1,3}}|–)[{SPACE}]+"
_DOUBLED = r"(?<=[^\W_]{2})-{2,3}(?=[^\W\d_]{2})"
_RUSSIAN_DASH = f"{NBSP}{EM_DASH} "

DASH_FORM = _slips(
    en=(
        _slip(rf"{_TYPED}(?=[\w“\"‘(])", EM_DASH),
        _slip(_DOUBLED, EM_DASH),
        _slip(rf"(?<=[\w.,!?)”\"’])[{SPACE}]+—[{SPACE}]+(?=[\w“\"‘(])", EM_DASH),
    ),
    ru=(
        _slip(rf"{_TYPED}(?=[\w«„\"(])", _RUSSIAN_DASH),
        _slip(_DOUBLED, _RUSSIAN_DASH),
        _slip(r"(?<=[^\W\d_])—(?=[^\W\d_«„])|(?<=[»,)])—(?=[\w«„])", _RUSSIAN_DASH),
        _slip(r"(?<=\d)—(?=\d)", EN_DASH),
    ),
)
"""Source: Chicago Manual of Style: an unspaced em dash; Мильчин, Чельцова: a spaced one, none between figures."""

DASH_SPACE = _slips(
    en=(_slip(rf"(?<=[\w,)”])(?:[{SPACE}]+—|—[{SPACE}]+)(?=[\w“(])", EM_DASH),),
    ru=(
        _slip(rf"(?<=[^\W_»),])(?:[{SPACE}]+[–—]|[–—][{SPACE}]+)(?=[\w«„])", _RUSSIAN_DASH),
        _slip(rf"(?<=[а-яё»)])[{SPACE}]+-(?=[а-яё«]{{2}})"),
        _slip(rf"(?<=[а-яё]{{2}})-[{SPACE}]+(?=[а-яё]{{2}})(?!(?:и|или|либо|а|но|да)(?!\w))"),
    ),
)
"""Source: as for the form of dashes; a suspended hyphen, «двух- и трехместный», is not one."""

DOUBLE_PUNCTUATION = _slips(
    (
        _slip(rf"(?<=[{WORD}{_CLOSING}]),,+(?=\s|\Z)", ","),
        _slip(rf"(?<=[{WORD}{_CLOSING}]);;+(?=\s|\Z)", ";"),
        _slip(rf"(?<=[^\W\d_])\.\.{_END}", "."),
        _slip(rf"(?<=[{WORD}{_CLOSING}])(?:,[;:.]|;[,:.]|:[,;:.]|[!?]\.)(?=\s|\Z)"),
    ),
)
"""Source: both style guides: an abbreviation's full stop ends the sentence too; «?..» and «!..» are Russian."""

THREE_DOTS = _slips((_slip(r"(?<![.?!…/])\.{3}(?![./])", "…"),))
"""Source: both style guides; the fonts have the sign, with its own spacing."""

# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_RUSSIAN_COUNT = (
    rf"[{SPACE}]?(?:%|‰|°)|[{SPACE}](?:{_RUSSIAN_UNITS}|м|г|т|ч|раза|процента|градуса|метра|часа|года)(?!\w)"
)
_ENGLISH_COUNT = rf"[{SPACE}]?%|[{SPACE}](?:{_ENGLISH_UNITS}|million|billion)(?!\w)"
_LONE = rf"(?<![{WORD}.,/§№#+-])(?<![§№][{SPACE}])"


def _russian_number(match: re.Match[str]) -> str:
    return match[0].replace(",", NBSP).replace(".", ",")


NUMBER_FORM = _slips(
    en=(
        _slip(rf"{_LONE}\d+,\d{{1,2}}(?={_ENGLISH_COUNT})"),
        _slip(rf"{_LONE}\d{{1,3}}(?:[{SPACE}]\d{{3}}){{2,}},\d+(?![\w,])"),
    ),
    ru=(
        _slip(rf"{_LONE}\d{{1,3}}(?:(?:,\d{{3}})+\.\d+|(?:,\d{{3}}){{2,}})(?![\w,]|\.\d)", _russian_number),
        _slip(rf"{_LONE}\d+\.\d+(?={_RUSSIAN_COUNT})", _russian_number),
    ),
)
"""Source: Мильчин, Чельцова; Chicago Manual of Style; CLDR. A point in a version or a section's number is not found."""

NUMBER_SIGN = _slips(
    en=(_slip(rf"№[{SPACE}]?(?=[{NUMBER}])", f"No.{NBSP}"),),
    ru=(_slip(rf"(?<![{WORD}.-])(?:No\.?|N[º°.]?|Nr\.)[{SPACE}]?(?=\d)", f"№{NBSP}"),),
)
"""Source: Мильчин, Чельцова, on the sign №; Chicago Manual of Style, on "No."."""

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_COMPOUND = r"(?:летн|дневн|месячн|минутн|часов|кратн|процентн|местн)[а-я]{2,4}(?!\w)"
_ENDINGS = {
    **dict.fromkeys(("ый", "ий", "ой"), "й"),
    "ая": "я",
    **dict.fromkeys(("ое", "ее", "ые", "ие"), "е"),
    **dict.fromkeys(("ого", "его"), "го"),
    **dict.fromkeys(("ому", "ему"), "му"),
    **dict.fromkeys(("ым", "им"), "м"),
    **dict.fromkeys(("ых", "их"), "х"),
    **dict.fromkeys(("ую", "юю"), "ю"),
    **dict.fromkeys(("ыми", "ими"), "ми"),
}


def _english_ending(match: re.Match[str]) -> str:
    number = int(match[1][-2:])
    return match[1] + ("th" if 10 <= number <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


def _russian_ending(match: re.Match[str]) -> str:
    return f"-{_ENDINGS[match[1]]}"


ORDINAL_ENDING = _slips(
    en=(_slip(r"(?<![\w.,])([0-9]{1,9})(?:st|nd|rd|th)(?!\w)", _english_ending),),
    ru=(
        _slip(rf"(?<=\d)-(?:го|ого|е|ое)(?=[{SPACE}](?:{_MONTHS})(?!\w))", ""),
        _slip(rf"(?<=\d)-({'|'.join(_ENDINGS)})(?!\w)", _russian_ending),
        _slip(r"(?<=\d)-ти(?![\w-])", ""),
        _slip(rf"(?<=\d)-ти(?={_COMPOUND})", "-"),
    ),
)
"""Source: Мильчин, Чельцова, on endings of numerals: one letter after a vowel, none in dates and cardinal numbers."""


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


DECOMPOSED = _slips((_slip("[^\\W\\d_][\u0300-\u036f]{1,3}", _composed),))
"""Source: Unicode Standard Annex 15: NFC is the form for interchange. A stressed а́ has no other form."""

# ── quotation marks ──────────────────────────────────────────────────────────────────────────────────────────────────


def quote_rules(locale: str) -> tuple[common.Rule, ...]:
    """Return the rules that pair marks, which is typesetting; an unpaired mark stays unchanged."""
    known = languages.of(locale)
    return known.quote_rules if known else ()


def _english_quotes(match: re.Match[str]) -> str:
    return f"“{match[1]}”"


FOREIGN = _slips(en=(_slip('«([^«»„“”"]*)»', _english_quotes),))

STRAIGHT = "\"'"


def quotes(text: str, locale: str) -> str:
    """Set the quotation marks of *locale* in *text*, all together, if one that is not straight is wrong."""
    foreign = (slip.fixed for slip in _of(FOREIGN, locale))
    after = raw_text.fixed(text, *chain(foreign, quote_rules(locale)))
    changed = (old for old, new in zip(text, after, strict=True) if old != new)
    return after if any(mark not in STRAIGHT for mark in changed) else text


def straight_quotes(text: str, locale: str) -> str:
    """Make straight marks typographic, in the whole text together, because they are paired."""
    return raw_text.fixed(text, *quote_rules(locale))
