"""Dates in a text: text in a language with tables in; dates in ISO 8601 out, with their places.

A date without a year is --02-29, a month 2012-02, a month without a year --02. Years alone are numbers, because "2,000"
and 2000 are the same in Russian. "29.02.2012" counts from the day; "02/29/2012" from the month, unless it cannot be
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocolpress import languages
from protocolpress.checks import facts
from protocolpress.checks.facts import Fact, Weight
from protocolpress.languages.language import Dates

_FIGURES = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<iso>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
    r"|(?P<day2>0?[1-9]|[12][0-9]|3[01])\.(?P<month2>0?[1-9]|1[0-2])\.(?P<year2>[12][0-9]{3})"
    r"|(?P<one>0?[1-9]|[12][0-9]|3[01])/(?P<two>0?[1-9]|[12][0-9]|3[01])/(?P<year3>[12][0-9]{3})"
    r")(?![\w/-]|[.,]\w)"
)


def find(text: str, locale: str) -> tuple[tuple[Fact, ...], str]:
    """Return the dates and the days of the week of *text*, and the text without the dates."""
    language = languages.known(locale)
    tables = languages.facts(locale).dates
    found: list[Fact] = []
    places: list[tuple[int, int]] = []
    for match in _FIGURES.finditer(text):
        found.append(Fact(kind="date", value=_figures(match), written=match[0]))
        places.append(match.span())
    text = facts.blank(text, places)
    places = []
    for match in _months(text, tables):
        found += _worded(match, tables)
        if _is_precise(match):
            places.append(match.span())
    if language.quoted:  # a title in another language
        other = languages.facts(language.quoted).dates
        text, places = facts.blank(text, places), []
        for match in filter(_is_precise, _months(text, other)):
            found += _worded(match, other)
            places.append(match.span())
    found += _adjectives(text, tables)
    return tuple(found), facts.blank(text, places)


def _months(text: str, tables: Dates) -> Iterator[re.Match[str]]:
    """Find dates with the month in words."""
    return tables.worded.finditer(text) if tables.months.search(text) else iter(())


def _is_precise(match: re.Match[str]) -> bool:
    """Whether there is more than the name of a month."""
    groups = match.groupdict()
    return any(groups.get(name) for name in ("before", "after", "year"))


def _figures(match: re.Match[str]) -> str:
    """Read a date in figures."""
    if match["iso"]:
        year, month, day = match["iso"], match["month"], match["day"]
    elif match["year2"]:
        year, month, day = match["year2"], match["month2"], match["day2"]
    else:
        year, month, day = match["year3"], match["one"], match["two"]
        if int(month) > 12:
            month, day = day, month
    return f"{year}-{int(month):02}-{int(day):02}"


def _worded(match: re.Match[str], tables: Dates) -> Iterator[Fact]:
    """Read a date with the month in words; of several days only the last certainly has the year."""
    groups = match.groupdict()
    month = next(number for number in range(1, 13) if groups[f"m{number}"])
    days = [int(day) for day in re.findall(r"[0-9]+", groups["before"] or groups.get("after") or "")]
    year = groups["year"] or "-"
    written = match[0].strip()
    if not days:
        name = groups[f"m{month}"]
        doubtful = groups["year"] is None and (name in tables.doubtful or name.lower().rstrip(".") in tables.short)
        weight = Weight.HINT if doubtful else Weight.FIGURE
        yield Fact(kind="date", value=f"{year}-{month:02}", written=written, weight=weight)
    for day in days:
        yield Fact(kind="date", value=f"{year}-{month:02}-{day:02}", written=written)


def _adjectives(text: str, tables: Dates) -> Iterator[Fact]:
    """Find the days of the week, and «майский», which may translate "in May"."""
    if not tables.days.search(text):
        return
    for match in tables.weekdays.finditer(text):
        yield Fact(kind="weekday", value=str(match.lastindex), written=match[0], weight=Weight.WORD)
    for match in tables.adjectives.finditer(text) if tables.adjectives else ():
        yield Fact(kind="date", value=f"--{match.lastindex or 0:02}", written=match[0], weight=Weight.HINT)


def agree(
    missing: list[Fact], extra: list[Fact], source: Iterable[Fact], target: Iterable[Fact]
) -> tuple[list[Fact], list[Fact]]:
    """Pair the rest: a date with its year, and the same date without, where the year is elsewhere.

    "On February 29 and March 1, 2012" may be «29 февраля 2012 г. и 1 марта 2012 г.», or the year may be named before.
    """
    missing, extra = _agree(missing, extra, target)
    extra, missing = _agree(extra, missing, source)
    return missing, extra


def _agree(full: list[Fact], bare: list[Fact], facts_of_bare: Iterable[Fact]) -> tuple[list[Fact], list[Fact]]:
    if not any(fact.kind == "date" for fact in full) or not any(fact.kind == "date" for fact in bare):
        return full, bare
    years = {fact.value[:4] for fact in facts_of_bare}
    places = {(fact.kind, fact.value): index for index, fact in enumerate(bare)}
    gone: set[int] = set()
    rest = []
    for fact in full:
        index = places.pop((fact.kind, f"-{fact.value[4:]}"), None) if fact.value[:4] in years else None
        if index is None or fact.kind != "date":
            rest.append(fact)
        else:
            gone |= {index, places.pop(("number", fact.value[:4]), index)}
    return rest, [fact for index, fact in enumerate(bare) if index not in gone]
