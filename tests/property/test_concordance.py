"""What holds for concordance whatever the numbers, dates and names: written by each language's rules, they agree."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import assume, given
from hypothesis import strategies as st

from protocolpress.catalogs.entries import Entry
from protocolpress.checks import concordance, facts, figures, morphology
from protocolpress.checks.rule import Context, Name, Pair

_EN = "January February March April May June July August September October November December"
_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
MONTHS = {"en": tuple(re.findall(r"\w+", _EN)), "ru": tuple(re.findall(r"\w+", _RU))}
SURNAMES = ("Болден", "Поповкин", "Перминов", "Дорден", "Татикава", "Достоевский", "Кравец", "Рабинович")

numbers = st.integers(0, 10**12)
decimals = st.text("0123456789", max_size=5)
days = st.dates(dt.date(1500, 1, 1), dt.date(2099, 12, 31))


def english(number: int, decimals: str = "") -> str:
    return f"{number:,}" + (f".{decimals}" if decimals else "")


def russian(number: int, decimals: str = "", space: str = "\u00a0") -> str:
    groups = f"{number:,}".replace(",", space) if number > 9999 else str(number)
    return groups + (f",{decimals}" if decimals else "")


def day(date: dt.date, locale: str) -> str:
    month = MONTHS[locale][date.month - 1]
    return f"{month} {date.day}, {date.year}" if locale == "en" else f"{date.day} {month} {date.year} г."


def findings(source: str, target: str, *names: Name) -> list[str]:
    one = Pair(
        source=source, target=target, source_locale="en", locale="ru", path="", line=1, entry=Entry(msgid=source)
    )
    return [rule.id for rule in concordance.RULES if rule.check for _ in rule.check(one, Context(names=names))]


@given(numbers, decimals, st.sampled_from(" \u00a0\u202f\u2009"))
def test_a_number_is_the_same_in_both_languages(number: int, fraction: str, space: str) -> None:
    assert not findings(f"so {english(number, fraction)} is", f"так {russian(number, fraction, space)} есть")


@given(numbers, numbers)
def test_another_number_is_found(one: int, other: int) -> None:
    assume(one != other)
    assert findings(f"so {english(one)} is", f"так {russian(other)} есть")


@given(days)
def test_a_day_is_the_same_in_both_languages(date: dt.date) -> None:
    for written in (day(date, "ru"), f"{date:%d.%m.%Y}", date.isoformat()):
        assert not findings(f"so {day(date, 'en')} is", f"так {written} есть")


@given(days, days)
def test_another_day_is_found(one: dt.date, other: dt.date) -> None:
    assume(one != other)
    assert findings(f"so {day(one, 'en')} is", f"так {day(other, 'ru')} есть") == ["date-mismatch"]


@given(st.sampled_from(SURNAMES), st.sampled_from(SURNAMES), st.data())
def test_a_name_is_found_in_each_of_its_forms(one: str, other: str, data: st.DataObject) -> None:
    names = tuple(
        Name(id=f"x{index}", kind="person", forms={"en": (f"Ann Name{index * 'a'}",), "ru": (f"Анна {surname}",)})
        for index, surname in enumerate(SURNAMES, 1)
    )
    form = data.draw(st.sampled_from(sorted(morphology.forms(other, "ru")))).capitalize()
    source = f"so Name{(SURNAMES.index(one) + 1) * 'a'} is"
    assert bool(findings(source, f"так {form} есть", *names)) == (one != other)


@given(st.text("0123456789.,: \u00a0½²–-−IVX$€%№аяmпp", max_size=40), st.sampled_from(("en", "ru")))
def test_no_heap_of_signs_is_refused(text: str, locale: str) -> None:
    assert all(fact.written for fact in figures.find(text, locale))


@given(st.text(max_size=60) | st.text("12 мая.May,$%{}[]()@/-", max_size=60), st.sampled_from(("en", "ru")))
def test_a_text_agrees_with_itself(text: str, locale: str) -> None:
    found = concordance.read(text, locale)
    assert facts.difference(found, found) == ([], [])


@given(st.lists(st.integers(0, 99), min_size=1, max_size=8), st.data())
def test_order_means_nothing(values: list[int], data: st.DataObject) -> None:
    other = data.draw(st.permutations(values))
    source, target = ("; ".join(map(str, each)) for each in (values, other))
    assert not findings(f"so {source}", f"так {target}")
