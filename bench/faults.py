"""Typical faults of translators, planted into good translations: pairs of texts come in; texts with one fault go out.

Each planter yields every text that its fault can make of a translation. The planters know as much Russian as our own
catalogs require, from tables of existing words, and nothing of the rules that should find the faults. Nothing is read.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from protocolpress.catalogs.entries import Entry
from protocolpress.checks import typography
from protocolpress.checks.rule import Pair

Planter = Callable[[str], Iterator[str]]
"""A translation → the translation with a fault, once for each possible place."""

EXTRA = (
    ("The grant is $1,500 a year.", "Грант составляет 1500 долл. США в год."),
    ("The Parties share costs of €2.5 million.", "Стороны делят расходы в размере 2,5 млн евро."),
    ("The price rose to 30,000 rubles.", "Цена выросла до 30 000 рублей."),
    ("About 40% of the samples were lost.", "Утрачено около 40 % образцов."),
    (
        "The [notice](https://example.org/en/notice) names no date.",
        "В [сообщении](https://example.org/en/notice) дата не указана.",
    ),
    (
        "See [the gallery](https://example.org/iss) and [the list](https://example.com/list?id=5).",
        "См. [галерею](https://example.org/iss) и [список](https://example.com/list?id=5).",
    ),
    ("Write to <https://example.org/contact>.", "Пишите по адресу <https://example.org/contact>."),
)
"""Messages of kinds that are missing in our catalogs: money, addresses."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault: the number to plant, and the rules that may find it."""

    name: str
    count: int
    rules: frozenset[str]
    plant: Planter


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A translation with a fault, and the good one."""

    kind: Kind
    good: Pair
    bad: Pair


def extra() -> tuple[Pair, ...]:
    """Return the additional messages that are in no catalog."""
    return tuple(
        Pair(
            source=source,
            target=target,
            source_locale="en",
            locale="ru",
            path="bench.po",
            line=number,
            entry=Entry(msgid=source, msgstr=(target,)),
        )
        for number, (source, target) in enumerate(EXTRA, 1)
    )


def every(pairs: Iterable[Pair]) -> dict[str, list[Fault]]:
    """Return all faults that can be planted, by kind.

    Names are not planted where they are defined.
    """
    found: dict[str, list[Fault]] = {kind.name: [] for kind in KINDS}
    for pair, kind in itertools.product(pairs, KINDS):
        if kind.name == "name" and pair.path.endswith("/registry.po"):
            continue
        for text in dict.fromkeys(kind.plant(pair.target)):
            if text not in (pair.target, pair.source):
                found[kind.name].append(Fault(kind=kind, good=pair, bad=dataclasses.replace(pair, target=text)))
    return found


def choose(there: dict[str, list[Fault]], seed: int, each: int | None = None) -> list[Fault]:
    """Choose the hundred faults to be planted, or up to *each* of every kind; the same for the same catalogs.

    Raises:
        ValueError: the catalogs have no room for as many of a kind.
    """
    chance = random.Random(seed)  # noqa: S311 - it has to be the same every time
    counts = {kind.name: min(each, len(there[kind.name])) if each else kind.count for kind in KINDS}
    return [fault for name, count in counts.items() for fault in chance.sample(there[name], count)]


# ── places for faults ────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905
_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})( (?:{'|'.join(_MONTHS)}))( \d{{4}})?( г\.)?")
_HIDDEN = re.compile(r"\]\([^()]*\)|\[\^[^\]]*\]|\{[^{}]*\}|<[^<>]*>")
_YEAR = re.compile(r"\b20[0-3]\d\b")
_OTHER = re.compile(r"\$?\d[\d ,]*(?= (?:процент|%|долл|евро|руб|млн евро))")
"""Numbers that are not plain: money, percentages."""

_NUMBER = re.compile(r"\d+(?: \d{3})*(?:,\d+)?")
_WORD = re.compile(r"(?<![\w{@#/(-])[а-яё]+(?![\w}-])", re.IGNORECASE)


def _without(text: str, *patterns: re.Pattern[str]) -> str:
    """Return *text* with the matches of *patterns* replaced by other characters."""
    for pattern in patterns:
        text = pattern.sub(lambda match: "\ufffc" * len(match[0]), text)
    return text


def _put(text: str, match: re.Match[str], words: str) -> str:
    """Replace *match* with *words*, without leaving a double space."""
    start, end = match.span()
    if not words and text[end : end + 1] == " " and text[start - 1 : start] in ("", " "):
        end += 1
    return text[:start] + words + text[end:]


def _replaced(*table: tuple[str, str]) -> Planter:
    """Make a planter that replaces the first of two, a pattern, with the second."""
    patterns = [(re.compile(pattern), words) for pattern, words in table]

    def plant(text: str) -> Iterator[str]:
        for pattern, words in patterns:
            for match in pattern.finditer(text):
                yield _put(text, match, match.expand(words))

    return plant


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbers(text: str) -> Iterator[str]:
    """Mistype a number, swap two of its digits, lose its comma, or lose all of it."""
    for match in _NUMBER.finditer(_without(text, _HIDDEN, _DATE, _YEAR, _OTHER)):
        number = match[0]
        yield _put(text, match, number[:-1] + str((int(number[-1]) + 1) % 10))
        for place, (one, two) in enumerate(itertools.pairwise(number)):
            if one.isdigit() and two.isdigit() and one != two:
                yield _put(text, match, number[:place] + two + one + number[place + 2 :])
        if "," in number and not number.endswith(",0"):
            yield _put(text, match, number.replace(",", ""))
        if text[match.end() : match.end() + 1] == " ":
            yield _put(text, match, "")


def _dates(text: str) -> Iterator[str]:
    """Change the day, month or year, also of a year alone; lose the day or the year."""
    for match in _DATE.finditer(text):
        day, month, year, end = (group or "" for group in match.groups())
        later = _MONTHS[(_MONTHS.index(month.strip()) + 1) % 12]
        yield _put(text, match, f"{int(day) % 28 + 1}{month}{year}{end}")
        yield _put(text, match, f"{day} {later}{year}{end}")
        yield _put(text, match, f"{month.strip()}{year}{end}")
        if year:
            yield _put(text, match, f"{day}{month} {int(year) + 1}{end}")
            yield _put(text, match, f"{day}{month}")
    for match in _YEAR.finditer(_without(text, _HIDDEN, _DATE)):
        yield _put(text, match, str(int(match[0]) - 1))


def _mixed(text: str) -> Iterator[str]:
    """Type a Latin letter in a Russian word, once in each word."""
    for match in _WORD.finditer(_without(text, _HIDDEN)):
        if len(match[0]) > 3 and (letter := re.search("[аеорсух]", match[0])):
            latin = letter[0].translate(str.maketrans("аеорсух", "aeopcyx"))
            yield _put(text, match, match[0].replace(letter[0], latin, 1))


def _doubled(text: str) -> Iterator[str]:
    """Type a word twice."""
    for match in _WORD.finditer(_without(text, _HIDDEN)):
        if match[0].islower():
            yield _put(text, match, f"{match[0]} {match[0]}")


_TARGET = r"\[([^\[\]]*)\]"

KINDS: Sequence[Kind] = tuple(
    Kind(name=name, count=count, rules=frozenset(rules.split()), plant=plant)
    for name, count, rules, plant in (
        (
            "placeholder",
            6,
            "placeholder-mismatch",
            _replaced((r"\{\w+\}", ""), (r"\{(\w+)\}", r"{\1s}"), (r"\{(\w+)\}", r"(\1)"), (r" \{\}(?=\])", " {} {}")),
        ),
        (
            "link address",
            4,
            "lost-link changed-link",
            _replaced(
                (rf"{_TARGET}\(https[^()]*\)", r"\1"),
                (r"example\.org(?=[/)])", "example.net"),
                (r"(?<=example\.org/)\w+", "other"),
            ),
        ),
        (
            "reference",
            5,
            "lost-reference",
            _replaced(
                (rf"{_TARGET}\((?:#|protocols/)[^()]*\)", r"\1"),
                (r"(?<=\(#)(\w+)(?=[/)])", r"\1s"),
                (r"(?<=/)1(?=[/)])", "2"),
            ),
        ),
        (
            "mention",
            5,
            "lost-mention",
            _replaced((rf"{_TARGET}\(@[^()]*\)", r"\1"), (r"\(@[^()]*\)", "(@sample)")),
        ),
        ("footnote", 3, "lost-footnote", _replaced((r"\[\^\w+\]", ""), (r"\[\^\w+\]", "[^9]"))),
        (
            "emphasis",
            4,
            "lost-emphasis broken-markup",
            _replaced((r"\*([^*]+)\*", r"\1"), (r"\*([^*]+)\*", r"*\1"), (r"\*([^*]+)\*", r"\1*")),
        ),
        (
            "structure",
            3,
            "structure-mismatch",
            _replaced((r"^(?=[А-Яа-яё])", "1. "), (r"^(?=[а-яё])", "а) "), (r"^(?=[а-яё])", "- "), (r"\. ", ".\n\n")),
        ),
        ("number", 12, "number-mismatch", _numbers),
        (
            "number in words",
            3,
            "number-mismatch",
            _replaced(
                (r"\bпяти\b", "шести"),
                (r"\bдвух\b", "трех"),
                (r"\bчетыре\b", "три"),
                (r"\bдвухлетние\b", "трехлетние"),
            ),
        ),
        ("date", 15, "date-mismatch", _dates),
        (
            "name",
            15,
            "name-mismatch short-name-mismatch",
            _replaced(
                # somebody else
                (r"Чарльз(а?) Болден\1", r"Джон\1 Сэмпл\1"),
                (r"Владимира Поповкина", "Анатолия Перминова"),
                (r"Анатолий Перминов", "Владимир Поповкин"),
                (r"Джон Байерли", "Чарльз Болден"),
                (r"Ч\. Болден", "Дж. Байерли"),
                (r"А\. Перминов", "В. Поповкин"),
                (r"Мэри Мустер", "Джейн Сэмпл"),
                (r"Петр Примеров", "Иван Образцов"),
                (r"Кристофер Фергюсон", "Дуглас Хёрли"),
                (r"Сандра Магнус", "Мэри Мустер"),
                (r"НАСА", "ЕКА"),
                (r"Роскосмос(?=[а-я)])", "НАСА"),
                (r"\bБКБ\b", "АКА"),
                (r"\bАКА\b", "БКБ"),
                (r"\bКвебеке\b", "Москве"),
                (r"\bМоскве\b", "Квебеке"),
                (r"\bмысе? Канаверал\b", "Космический центр имени Кеннеди"),
                (r"Бореальское космическое бюро", "Австральское космическое агентство"),
                (r"Федерального космического агентства", "Европейского космического агентства"),
                # mistyped
                (r"Болден", "Болдин"),
                (r"Поповкин", "Попов"),
                (r"Перминов", "Пермитин"),
                (r"Байерли", "Берли"),
                (r"Фергюсон", "Фергюссен"),
                (r"Мустер", "Мюллер"),
                (r"Примеров", "Примаков"),
                (r"Роскосмос", "Росмос"),
                (r"Образцовске", "Образцово"),
                # lost
                (r"(?<=администратор )НАСА", ""),
                (r" \(Роскосмос\)", ""),
                (r"(?<=администратора )НАСА", ""),
                (r"НАСА и ", ""),
                (r" и АКА", ""),
                (r", в здании Роскосмоса", ""),
                (r", возглавляемая Роскосмосом", ""),
            ),
        ),
        (
            "amount",
            3,
            "amount-mismatch",
            _replaced(
                (r"1500(?= долл)", "1600"),
                (r"долл\. США", "евро"),
                (r"2,5(?= млн)", "25"),
                (r"2,5(?= млн)", "5,2"),
                (r"млн евро", "млрд евро"),
                (r"евро", "долл. США"),
                (r"30 000", "3000"),
                (r"рублей", "долларов"),
            ),
        ),
        (
            "percentage",
            3,
            "percent-mismatch",
            _replaced(
                (r"\b5(?= процент)", "15"),
                (r"20(?= процент)", "2"),
                (r"процент(ов|ах)", "записей"),
                (r"40(?= %)", "4"),
                (r" %", ""),
            ),
        ),
        (
            "negation",
            4,
            "negation-mismatch",
            _replaced((r"\b[Нн]е (?=[а-яё])", ""), (r"\bбез (?=[а-яё])", "после ")),
        ),
        (
            "term",
            4,
            "term-mismatch",
            _replaced(
                (r"\bПротокол(?=\w{0,2}\b)", "Договор"),
                (r"\bпротокол(?=\w{0,2}\b)", "договор"),
                (r"\bсопредседател(?=\w)", "руководител"),
                (r"\bэкипаж(?=\w{0,2}\b)", "отряд"),
                (r"Рабочей группы", "Рабочей комиссии"),
                (r"\bк?осмической погод(?=\w)", "космической буре"),
                (r"\bосвоени(?=\w)", "завоевани"),
                (r"\b([Кк])оординатор(?=\w{0,3}\b)", r"\1уратор"),
            ),
        ),
        ("mixed script", 3, "mixed-script", _mixed),
        ("doubled word", 3, "doubled-word", _doubled),
        (
            "end punctuation",
            2,
            "end-punctuation",
            _replaced(
                (r"(?<=[а-я])[.;:]$", ""), (r"(?<=[а-я])\.$", ";"), (r";$", "."), (r":$", "."), (r"(?<=[а-я]{3})$", ".")
            ),
        ),
        (
            "typography",
            3,
            " ".join(rule.id for rule in typography.RULES),
            _replaced(
                (r"(?<=\w) (?=\w)", "  "),
                (r"(?<=[а-я]),(?= )", " ,"),
                (r"\((?=[А-Яа-я])", "( "),
                (r"(?<=[а-я]), (?=[а-я])", ","),
                (r"«([^«»]+)»", r"“\1”"),
                (r"(?<=\d),(?=\d)", "."),
                (r" — ", "— "),
                (r"»", ""),
                (r"(?<=\d) (?=г\.)", ""),
                (r"№ ", "No. "),
            ),
        ),
    )
)
