"""Units of numbers: figures with their places in, facts out; percentages and amounts of money are separate kinds.

"Million" is multiplied out. A currency is its ISO 4217 code. In "$10–15 million" and "5–10 %" both ends of the range
are of the kind and the size that is written once.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from protocolpress import languages
from protocolpress.checks.facts import Fact, Figure

_GAP = "[ \u00a0\u2009\u202f-]?"

_ZEROS = (2, 3, 6, 9, 12)

_KNOWN = tuple(one.facts for one in languages.LANGUAGES.values() if one.facts)
_SIGNS = {"USD": r"\$", "EUR": "€", "GBP": "£", "RUB": "₽", "JPY": "¥", "CNY": "", "KZT": "₸", "UAH": "₴"}


def _words(code: str) -> str:
    """Return the pattern of the text that may follow an amount of a currency, in any language."""
    return "|".join(filter(None, dict.fromkeys((_SIGNS[code], rf"{code}\b", *(one.money.get(code) for one in _KNOWN)))))


_PERCENT = re.compile(rf"{_GAP}(?:%|‰|{'|'.join(dict.fromkeys(one.percent for one in _KNOWN))})", re.IGNORECASE)
_AFTER = re.compile("|".join(f"(?P<{code}>{_GAP}(?:{_words(code)}))" for code in _SIGNS), re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:(?P<USD>(?<![A-Z])(?:US|U\.S\.)?\$|\bUSD)|(?P<EUR>€|\bEUR)|(?P<GBP>£|\bGBP)|(?P<RUB>₽|\bRUB)"
    r"|(?P<JPY>¥|\bJPY)|(?P<CNY>\bCNY)|(?P<KZT>₸|\bKZT)|(?P<UAH>₴|\bUAH))[ \u00a0]?$"
)
_JOINTS = "|".join(dict.fromkeys(one.joints for one in _KNOWN))
_RANGE = re.compile(rf"[ \u00a0]?(?:[-–—]|{_JOINTS})[ \u00a0]?[$€£₽]?")


@dataclasses.dataclass(frozen=True, slots=True)
class _Kind:
    """The unit of a number, the zeros added by its "million", and the place of the whole."""

    name: str
    zeros: int
    start: int
    end: int


def after_scale(text: str, end: int, locale: str) -> int:
    """Return the end of a "million" after a number; if there is none, the end of the number."""
    match = _scale(locale).match(text, end)
    return match.end() if match else end


def classify(text: str, numbers: Sequence[Figure], locale: str) -> Iterator[Fact]:
    """Return the facts of *numbers*, which are in order."""
    kinds = [_kind(text, number, locale) for number in numbers]
    for index in range(len(numbers) - 2, -1, -1):  # backwards, because a range takes its unit from its last number
        first, second = kinds[index], kinds[index + 1]
        between = text[numbers[index].end : numbers[index + 1].start]
        if (
            len(between) < 8
            and _RANGE.fullmatch(between)
            and (first.name == second.name or "number" in (first.name, second.name))
        ):
            name = second.name if first.name == "number" else first.name
            kinds[index] = dataclasses.replace(first, name=name, zeros=first.zeros or second.zeros)
            kinds[index + 1] = dataclasses.replace(second, name=name)
    for number, kind in zip(numbers, kinds, strict=True):
        value = _times(number.value, kind.zeros)
        yield Fact(
            kind=kind.name,
            value=value if kind.name == "number" else _even(value),
            written=text[kind.start : kind.end],
            readings=tuple(_times(reading, kind.zeros) for reading in number.readings),
            weight=number.weight,
        )


def _scale(locale: str) -> re.Pattern[str]:
    return languages.facts(locale).figures.scales


def _kind(text: str, number: Figure, locale: str) -> _Kind:
    """Return the unit of a number."""
    match = _scale(locale).match(text, number.end)
    end = match.end() if match else number.end
    zeros = _ZEROS[(match.lastindex or 1) - 1] if match else 0
    if percent := _PERCENT.match(text, end):
        return _Kind("percent", zeros, number.start, percent.end())
    if money := _AFTER.match(text, end):
        return _Kind(str(money.lastgroup), zeros, number.start, money.end())
    if money := _BEFORE.search(text[max(0, number.start - 6) : number.start]):
        return _Kind(str(money.lastgroup), zeros, number.start - len(money[0]), end)
    return _Kind("number", zeros, number.start, end)


def _times(value: str, zeros: int) -> str:
    """Shift the decimal point; anything but a plain number stays."""
    if not zeros or value.count(".") > 1 or ":" in value:
        return value
    whole, _, decimals = value.partition(".")
    shifted = whole + decimals[:zeros].ljust(zeros, "0")
    rest = decimals[zeros:]
    return (shifted.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _even(value: str) -> str:
    """Remove needless zeros: $1,500.00 becomes $1,500."""
    return value.rstrip("0").rstrip(".") if "." in value else value
