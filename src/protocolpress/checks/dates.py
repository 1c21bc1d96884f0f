"""Dates in a text: English or Russian text in, dates as ISO 8601 writes them out, with their places.

A date without a year is --02-29, a month 2012-02, a month of no year --02. Years alone are numbers, for "2,000" and
2000 are the same in Russian. "29.02.2012" counts from the day; "02/29/2012" from the month, unless it cannot be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocolpress.checks import facts
from protocolpress.checks.facts import Fact, Weight

_MONTHS = {
    "en": (
        "Jan(?:uary|\\.)?", "Feb(?:ruary|\\.)?", "Mar(?:ch|\\.)?", "Apr(?:il|\\.)?", "May", "June?\\.?", "July?\\.?",
        "Aug(?:ust|\\.)?", "Sept?(?:ember|\\.)?", "Oct(?:ober|\\.)?", "Nov(?:ember|\\.)?", "Dec(?:ember|\\.)?",
    ),
    "ru": (
        "янв(?:ар(?:[ьюяе]|ем)|\\.)", "февр?(?:ал(?:[ьюяе]|ем)|\\.)", "март(?:[ауе]|ом)?|мар\\.",
        "апр(?:ел(?:[ьюяе]|ем)|\\.)", "ма(?:[йяюе]|ем)", "ию(?:н(?:[ьюяе]|ем)|н\\.)", "ию(?:л(?:[ьюяе]|ем)|л\\.)",
        "авг(?:уст(?:[ауе]|ом)?|\\.)", "сент?(?:ябр(?:[ьюяе]|[её]м)|\\.)", "окт(?:ябр(?:[ьюяе]|[её]м)|\\.)",
        "нояб?(?:р(?:[ьюяе]|[её]м)|\\.)", "дек(?:абр(?:[ьюяе]|[её]м)|\\.)",
    ),
}  # fmt: skip
_JOINTS = {"en": "and|to|or|through|until|till|&", "ru": "и|или|по|до"}

# Spaces are counted and lists are short, so that no text makes a pattern go over it twice for each of its characters.
_S = r"\s{1,3}"
_DAY = r"[0-3]?[0-9](?![0-9])"


def _days(locale: str) -> str:
    """Give the pattern of a day, or of several: 12–15; 1, 2 and 3."""
    suffix = r"(?:-?(?:st|nd|rd|th))?" if locale == "en" else r"(?:-?(?:го|е|й))?"
    day = f"{_DAY}{suffix}"
    joint = rf"(?:\s{{0,3}}[-–—]\s{{0,3}}|,?{_S}(?:{_JOINTS[locale]}){_S})"
    return rf"{day}(?:(?:,\s{{0,3}}{day}){{0,6}}{joint}{day})?"


def _pattern(locale: str) -> re.Pattern[str]:
    months = "|".join(f"(?P<m{number}>{month})" for number, month in enumerate(_MONTHS[locale], 1))
    days = _days(locale)
    if locale == "ru":
        words = rf"(?<!\w)(?:(?P<before>{days}){_S})?(?:{months})(?!\w)(?:{_S}(?P<year>[12][0-9]{{3}})(?![0-9]))?"
    else:
        words = (
            rf"(?<!\w)(?:(?P<before>(?<![0-9.,]){days}){_S}(?:of{_S})?(?:day{_S}of{_S})?)?(?:{months})(?!\w)"
            rf"(?:{_S}(?P<after>{days})(?![,.:]?[0-9]|%|{_S}[ap]\.m))?"
            rf"(?:,?{_S}(?:of{_S})?(?P<year>[12][0-9]{{3}})(?![0-9]))?"
        )
    return re.compile(words, re.IGNORECASE if locale == "ru" else 0)


_WORDED = {locale: _pattern(locale) for locale in ("en", "ru")}
_FIGURES = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<iso>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
    r"|(?P<day2>0?[1-9]|[12][0-9]|3[01])\.(?P<month2>0?[1-9]|1[0-2])\.(?P<year2>[12][0-9]{3})"
    r"|(?P<one>0?[1-9]|[12][0-9]|3[01])/(?P<two>0?[1-9]|[12][0-9]|3[01])/(?P<year3>[12][0-9]{3})"
    r")(?![\w/-]|[.,]\w)"
)
_WEEKDAYS = {
    "en": re.compile(r"\b(?:(Mondays?)|(Tuesdays?)|(Wednesdays?)|(Thursdays?)|(Fridays?)|(Saturdays?)|(Sundays?))\b"),
    "ru": re.compile(
        r"(?<!\w)(?:(понедельник(?:[ауеи]|ом|ам)?)|(вторник(?:[ауеи]|ом|ам)?)|(сред[ауы])|(четверг(?:[ауеи]|ом|ам)?)"
        r"|(пятниц(?:[аыуе]|ей|ам)?)|(суббот(?:[аыуе]|ой|ам)?)|(воскресень(?:[еяю]|ем|ям)))(?!\w)",
        re.IGNORECASE,
    ),
}
_MONTH_WORDS = {
    "en": re.compile("Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec"),
    "ru": re.compile("янв|фев|мар|апр|ма[йяюе]|ию[нл]|авг|сен|окт|ноя|дек", re.IGNORECASE),
}
_DAY_WORDS = {"en": re.compile("day"), "ru": re.compile("ник|сред|четв|пятн|субб|воскр|ск", re.IGNORECASE)}
"""A part of each month, and of each day of the week: most texts have none."""

_MONTH_ADJECTIVES = re.compile(
    r"(?<!\w)(?:(январск)|(февральск)|(мартовск)|(апрельск)|(майск)|(июньск)|(июльск)|(августовск)|(сентябрьск)|(октябрьск)"
    r"|(ноябрьск)|(декабрьск))(?=\w)",
    re.IGNORECASE,
)
_VERBS = frozenset({"May", "March"})
_SHORT = frozenset((
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "янв", "фев", "февр", "мар", "апр", "июн", "июл", "авг", "сен", "сент", "окт", "ноя", "нояб", "дек",
))  # fmt: skip
"""Words that are a month for certain only beside a day or a year."""


def find(text: str, locale: str) -> tuple[tuple[Fact, ...], str]:
    """Give the dates and the days of the week of *text*, and the text without the dates."""
    locale = "ru" if locale == "ru" else "en"
    found: list[Fact] = []
    places: list[tuple[int, int]] = []
    for match in _FIGURES.finditer(text):
        found.append(Fact(kind="date", value=_figures(match), written=match[0]))
        places.append(match.span())
    text = facts.blank(text, places)
    places = []
    for match in _months(text, locale):
        found += _worded(match)
        if _is_precise(match):
            places.append(match.span())
    if locale == "ru":  # a title that is quoted in English
        text, places = facts.blank(text, places), []
        for match in filter(_is_precise, _months(text, "en")):
            found += _worded(match)
            places.append(match.span())
    found += _adjectives(text, locale)
    return tuple(found), facts.blank(text, places)


def _months(text: str, locale: str) -> Iterator[re.Match[str]]:
    """Find dates with the month in words."""
    return _WORDED[locale].finditer(text) if _MONTH_WORDS[locale].search(text) else iter(())


def _is_precise(match: re.Match[str]) -> bool:
    """Tell whether there is more than the name of a month."""
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


def _worded(match: re.Match[str]) -> Iterator[Fact]:
    """Read a date with the month in words; of several days only the last has the year for certain."""
    groups = match.groupdict()
    month = next(number for number in range(1, 13) if groups[f"m{number}"])
    days = [int(day) for day in re.findall(r"[0-9]+", groups["before"] or groups.get("after") or "")]
    year = groups["year"] or "-"
    written = match[0].strip()
    if not days:
        name = groups[f"m{month}"]
        doubtful = groups["year"] is None and (name in _VERBS or name.lower().rstrip(".") in _SHORT)
        weight = Weight.HINT if doubtful else Weight.FIGURE
        yield Fact(kind="date", value=f"{year}-{month:02}", written=written, weight=weight)
    for day in days:
        yield Fact(kind="date", value=f"{year}-{month:02}-{day:02}", written=written)


def _adjectives(text: str, locale: str) -> Iterator[Fact]:
    """Find the days of the week, and «майский», which may be what "in May" is."""
    if not _DAY_WORDS[locale].search(text):
        return
    for match in _WEEKDAYS[locale].finditer(text):
        yield Fact(kind="weekday", value=str(match.lastindex), written=match[0], weight=Weight.WORD)
    if locale == "ru":
        for match in _MONTH_ADJECTIVES.finditer(text):
            yield Fact(kind="date", value=f"--{match.lastindex or 0:02}", written=match[0], weight=Weight.HINT)


def agree(
    missing: list[Fact], extra: list[Fact], source: Iterable[Fact], target: Iterable[Fact]
) -> tuple[list[Fact], list[Fact]]:
    """Pair what is left: a date with its year, and the same date without, where the year stands elsewhere.

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
