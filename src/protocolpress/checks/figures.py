"""Numbers in a text: figures, Roman numerals, clock times and words in, facts in one form for all languages out.

Dates have been blanked out before. 1,234.5 and 1 234,5 are 1234.5; "2.5 million" is 2500000; in names such as «Союз
ТМА-22» or ISO 19115 the figures count. Percentages and amounts are other kinds of numbers (`amounts`). Values are
strings of digits: nothing is computed with them, however long they are.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

from protocolpress import languages
from protocolpress.checks import amounts, facts, numerals
from protocolpress.checks.facts import Fact, Figure, Weight
from protocolpress.languages.language import Figures

SPACES = " \u00a0\u2009\u202f"

_RUN = re.compile(
    rf"(?<![\w.,])\.[0-9]+|[0-9]+(?:[.,:][0-9]+|[{SPACES}][0-9]{{3}}(?![0-9]))*[½¼¾]?|[½¼¾]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
)
_DIGIT = re.compile("[0-9½¼¾⁰¹²³⁴⁵⁶⁷⁸⁹]")
_VULGAR = {"½": ("1", "2"), "¼": ("1", "4"), "¾": ("3", "4")}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_POINTED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?")
_ONE_POINT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}(?:,[0-9]+)?")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(:[0-5][0-9])?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_POINTED_CLOCK = re.compile(r"([01]?[0-9]|2[0-4])(?:\.([0-5][0-9]))?()")

_ROMAN = re.compile(r"(?<![\w.'’-])[IVXІХ]+(?![\w'’]|\.\w)")
_ROMAN_VALUE = re.compile(r"(X{0,3})(IX|IV|V?I{0,3})|(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_NOUN = re.compile(rf"[{SPACES}][a-zа-я]{{3,}}")
_SHORT_YEAR = re.compile(r"[-–—/][0-9]{2}(?![0-9])")


def _tables(locale: str) -> Figures:
    return languages.facts(locale).figures


def find(text: str, locale: str) -> tuple[Fact, ...]:
    """Return the numbers, amounts and percentages of *text*, from which dates have been taken out."""
    if clock := _tables(locale).clock:
        text = clock.sub(_plain_clock, text)
    figures = [*_figures(text, locale), *_romans(text, locale)]
    figures.sort(key=lambda figure: figure.start)
    rest = facts.blank(text, _places(text, figures, locale))
    words = (
        Figure(value=word.value, start=word.start, end=word.end, weight=word.weight)
        for word in numerals.find(rest, locale)
    )
    every = sorted((*figures, *words, *_halves(text, locale), *_named(text, locale)), key=lambda figure: figure.start)
    return tuple(amounts.classify(text, every, locale))


def _plain_clock(match: re.Match[str]) -> str:
    """Write a time as 17:30, in the same width; one without minutes that is too short stays."""
    time = f"{match[1]}:{match[2] or '00'}"
    return time.ljust(len(match[0])) if len(time) <= len(match[0]) else match[0]


def _halves(text: str, locale: str) -> Iterator[Figure]:
    """Read "half" as 1/2 and 0.5, and «полстраницы» as half a page."""
    for match in _tables(locale).half.finditer(text):
        for value in ("1", "2", "0.5"):
            yield Figure(value=value, start=match.start(), end=match.end(), weight=Weight.HINT)


def _named(text: str, locale: str) -> Iterator[Figure]:
    """Read "noon" as 12:00, «полтора часа» as 90; they ask for nothing."""
    for pattern, readings in _names(locale):
        for match in pattern.finditer(text):
            value, *others = readings
            yield Figure(value=value, start=match.start(), end=match.end(), readings=tuple(others), weight=Weight.HINT)


@functools.cache
def _names(locale: str) -> tuple[tuple[re.Pattern[str], list[str]], ...]:
    named = _tables(locale).named.items()
    return tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), read.split()) for words, read in named)


def _places(text: str, figures: list[Figure], locale: str) -> Iterator[tuple[int, int]]:
    """Return the places of figures with the "million" after them, which is not a separate number."""
    for figure in figures:
        yield figure.start, max(figure.end, amounts.after_scale(text, figure.end, locale))


def _figures(text: str, locale: str) -> Iterator[Figure]:
    for run in _RUN.finditer(text) if _DIGIT.search(text) else ():
        place = run.start()
        for piece in _pieces(run[0], phone=text[place - 1 : place] == "+"):
            start, place = place, place + len(piece)
            body = piece.strip(SPACES + ",:")
            if body:
                yield from _figure(text, body, start, place, locale)


def _pieces(run: str, *, phone: bool) -> Iterator[str]:
    """Split adjacent figures that are not one number: 2012 500, 1:50 000, 1,5,7, a telephone number."""
    for part in re.split(r"(?<=:)", run) if ":" in run and not _CLOCK.fullmatch(run) else (run,):
        groups = re.split(rf"(?<=[{SPACES}])", part)
        head = groups[0].rstrip(SPACES)
        if len(groups) > 1 and (phone or len(head) > 3 or not head.isdigit() or head[0] == "0"):
            yield from groups
        elif "," in part and not (
            _THOUSANDS.fullmatch(part) or _POINTED_THOUSANDS.fullmatch(part) or part.count(",") == 1
        ):
            yield from re.split(r"(?<=,)", part)
        else:
            yield part


def _figure(text: str, body: str, start: int, end: int, locale: str) -> Iterator[Figure]:
    """Read one number; ½ is 1 and 2, as 1/2 is."""
    if body[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        # "m²" may also be "square metres"
        weight = Weight.HINT if body in ("²", "³") else Weight.FIGURE
        yield Figure(value=body.translate(_RAISED), start=start, end=end, weight=weight)
        return
    if body[-1] in _VULGAR:
        for part in _VULGAR[body[-1]]:
            yield Figure(value=part, start=end - 1, end=end)
        body = body[:-1]
        if not body:
            return
    if clock := _clock(text, body, end, locale):
        yield dataclasses.replace(clock, start=start)
        return
    minus = _minus(text, start)
    value = ("-" if minus else "") + canonical(body, locale)
    # "one page" may be "a page", even if the one is a figure
    weight = Weight.WORD if value == "1" and _NOUN.match(text, end) else Weight.FIGURE
    readings = _readings(text, value, start)
    yield Figure(value=value, start=start - minus, end=end, readings=readings, weight=weight)


def canonical(body: str, locale: str) -> str:
    """Write a number as digits with a decimal point: no groups, no zeros before it; 3.10 is not 3.1.

    One comma before three digits groups them ("1,234"), unless the language has a decimal comma. A point is decimal,
    but two or more, each before three digits, group them, and so does a single one in languages that group with points.
    Versions (1.2.3) stay unchanged.
    """
    body = "".join(char for char in body if char not in SPACES)
    tables = _tables(locale)
    if _THOUSANDS.fullmatch(body) and (not tables.decimal_comma or body.count(",") > 1 or "." in body):
        body = body.replace(",", "")
    elif _POINTED_THOUSANDS.fullmatch(body) or (tables.point_groups and _ONE_POINT.fullmatch(body)):
        body = body.replace(".", "").replace(",", ".")
    whole, point, decimals = body.replace(",", ".").partition(".")
    if "." in decimals:
        return body
    return (whole.lstrip("0") or "0") + point + decimals


def _minus(text: str, start: int) -> int:
    """Return the length of a minus before a number; a hyphen has something before it."""
    before = text[max(0, start - 8) : start]
    if before.lower().endswith(("minus ", "минус ", "минус\u00a0")):
        return 6
    if not before.endswith(("-", "−", "–")):
        return 0
    gap = before[:-1]
    lonely = not gap or gap[-1] in "([;«“„\"'" or (gap[-1].isspace() and not gap.rstrip()[-1:].isdigit())
    return 1 if lonely else 0


def _readings(text: str, value: str, start: int) -> tuple[str, ...]:
    """Read the second year of 2011–12 as 2012, and 1990 in "1990s" as 90."""
    before = text[max(0, start - 5) : start]
    if len(value) == 2 and len(before) == 5 and before[:4].isdigit() and _SHORT_YEAR.match(text, start - 1):
        return (before[:2] + value,)
    if re.fullmatch(r"1[89][0-9]0", value) and re.match(r"['’]?s\b|-[ехм]", text[start + 4 : start + 7]):
        return (value[2:],)
    return ()


def _clock(text: str, body: str, end: int, locale: str) -> Figure | None:
    """Read a time of the day: 10:30, 2 p.m., 2 часа дня."""
    language = languages.known(locale)
    tables, half = _tables(locale), None
    for code in filter(None, (language.quoted, locale)):
        own = _tables(code)
        if half is None and own.half_day and (half := own.half_day.match(text, end)):
            tables = own
    match = _CLOCK.fullmatch(body) or (half and _POINTED_CLOCK.fullmatch(body))
    if not match:
        return None
    hour, minutes, seconds = int(match[1]), match[2] or "00", match[3] or ""
    written = hour
    if half and half[1].lower() in tables.afternoon and hour < 12:
        hour += 12
    elif half and half[1].lower() in tables.forenoon and hour == 12:
        hour = 0
    readings: tuple[str, ...] = ()
    if not seconds:
        readings = (f"{hour}.{minutes}", *([str(hour), str(written)] if minutes == "00" else [f"{written}:{minutes}"]))
    shown = half.end() if half else end
    return Figure(value=f"{hour}:{minutes}{seconds}", start=end, end=shown, readings=readings)


def _romans(text: str, locale: str) -> Iterator[Figure]:
    """Find Roman numerals to 89; a single letter may or may not be one, and an English "I" is not."""
    lone = _tables(locale).lone_roman
    for match in _ROMAN.finditer(text):
        letters = match[0].replace("І", "I").replace("Х", "X")
        if len(letters) > 7 or not _ROMAN_VALUE.fullmatch(letters):
            continue
        if len(letters) > 1:
            yield Figure(value=str(_value(letters)), start=match.start(), end=match.end())
        elif not (lone and letters == "I" and not lone.search(text[max(0, match.start() - 12) : match.start()])):
            yield Figure(value=str(_value(letters)), start=match.start(), end=match.end(), weight=Weight.HINT)


def _value(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in letters]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def agree(missing: list[Fact], extra: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Pair the rest: [1,16] is a list and a decimal, 5:30 p.m. is «17 часов 30 минут»."""
    missing, extra = _agree(missing, extra)
    extra, missing = _agree(extra, missing)
    missing, extra = _spell_out(missing, extra)
    extra, missing = _spell_out(extra, missing)
    return missing, extra


def _spell_out(times: list[Fact], others: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Pair each time of the day with an hour and minutes that stand apart."""
    rest, left = [], [*others]
    for fact in times:
        match = _TIME.fullmatch(fact.value) if fact.kind == "number" else None
        hour = match and _find(left, {match[1], str(int(match[1]) % 12), *fact.readings})
        minutes = match and _find(left, {match[2], str(int(match[2]))})
        if hour and minutes and hour is not minutes:
            left = [other for other in left if other is not hour and other is not minutes]
        else:
            rest.append(fact)
    return rest, left


def _find(found: list[Fact], values: set[str]) -> Fact | None:
    return next((fact for fact in found if fact.kind == "number" and fact.value in values), None)


def _agree(lists: list[Fact], others: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    places = {fact.value: index for index, fact in enumerate(others) if fact.kind == "number"}
    gone: set[int] = set()
    rest = []
    for fact in lists:
        parts = fact.written.split(",") if fact.kind == "number" else ()
        found = {places.get(part, -1) for part in parts}
        if len(parts) == 2 == len(found) and -1 not in found and found.isdisjoint(gone):
            gone |= found
        else:
            rest.append(fact)
    return rest, [fact for index, fact in enumerate(others) if index not in gone]
