"""The door to Babel: dates, numbers, lists and names of countries come in; words of one locale go out.

Patterns are CLDR's; the few additions are the language's `House`; a locale without one has CLDR's only. All text fits
the fonts: they have no thin spaces (U+202F, U+2009), so a no-break space replaces them.
"""

from __future__ import annotations

import datetime as dt
import decimal
import functools
import re
import unicodedata
from collections.abc import Sequence

import babel
import babel.dates
import babel.lists
import babel.numbers

from protocolpress import languages, model
from protocolpress.errors import Position, ProjectError, error
from protocolpress.languages.language import NBSP, House

FORMS = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories, in the order in which gettext formulas number them."""


PLAIN = House()


def is_known(locale: str) -> bool:
    """Whether CLDR has the locale."""
    try:
        babel.Locale.parse(locale)
    except (ValueError, TypeError, babel.UnknownLocaleError):
        return False
    return True


@functools.cache
def _locale(locale: str) -> babel.Locale:
    if not is_known(locale):
        hint = "use a locale such as en, ru, de, pt_BR"
        raise ProjectError(error(Position("protocolpress.toml"), "unknown-locale", f"unknown locale {locale}", hint))
    return babel.Locale.parse(locale)


def _house(locale: str) -> House:
    language = languages.of(locale)
    return language.house if language else PLAIN


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def date(value: model.Edtf, locale: str) -> str:
    """Write a date or a range in words: "April 12–15, 2011", «12–15 апреля 2011 г.».

    A no-break space keeps the day with its month. Approximate and uncertain dates are marked: "about May 2011", «май
    2011 г. (предположительно)».
    """
    house = _house(locale)
    if value.third:
        text, about = _third(value, locale), house.about
    elif value.end is None or value.end == value.start:
        text = _moment(value.start, locale, genitive=value.approximate)
        about = house.about
    else:
        text, about = _range(value.start, value.end, locale), house.about_range
        if value.approximate and value.uncertain and about.startswith("{}"):
            about = "{}"  # of two remarks in brackets, the stronger one is enough
    if value.approximate:
        text = about.format(text)
    return house.uncertain.format(text) if value.uncertain else text


def _third(value: model.Edtf, locale: str) -> str:
    house = _house(locale)
    patterns = house.thirds if value.start.month else house.thirds_of_year or house.thirds
    pattern = patterns[("early", "mid", "late").index(value.third)]
    return pattern.format(_moment(value.start, locale, genitive=True))


def time(value: str, locale: str) -> str:
    """Write a time of day, or a range, on the clock of 24 hours: "10:00–12:30"."""
    pattern = _locale(locale).datetime_skeletons["Hm"].pattern
    parts = (part.split(":") for part in value.split("-"))
    times = (dt.time(int(hour), int(minute)) for hour, minute in parts)
    return "–".join(babel.dates.format_time(one, pattern, locale=_locale(locale)) for one in times)


def moment(value: dt.datetime, locale: str) -> str:
    """Write a moment in universal time: "April 12, 2011, 18:05 UTC"."""
    utc = value.astimezone(dt.UTC)
    day = model.Edtf(model.Moment(utc.year, utc.month, utc.day))
    return f"{date(day, locale)}, {time(f'{utc:%H:%M}', locale)}{NBSP}UTC"


def _moment(moment: model.Moment, locale: str, *, genitive: bool = False) -> str:
    known = _locale(locale)
    if not moment.month:
        return _house(locale).year.format(_write(moment, "y", locale))
    if moment.day:
        return _write(moment, known.date_formats["long"].pattern, locale)
    pattern = known.datetime_skeletons["yMMMM"].pattern
    return _write(moment, pattern.replace("LLLL", "MMMM") if genitive else pattern, locale)


def _range(start: model.Moment, end: model.Moment, locale: str) -> str:
    precision = [bool(part) for part in (start.month, start.day)]
    differs = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    if precision != [bool(part) for part in (end.month, end.day)]:
        return _house(locale).dash.join(_moment(moment, locale) for moment in (start, end))
    skeleton = "yMMMd" if start.day else "yMMM" if start.month else "y"
    patterns = _locale(locale).interval_formats.get(skeleton, {}).get(differs)
    if not patterns or len(patterns) != 2:
        return _house(locale).dash.join(_moment(moment, locale) for moment in (start, end))
    # CLDR has intervals with short months only; the long ones go in the same places
    wide = [re.sub(r"M{3}", "MMMM", re.sub(r"L{3}", "LLLL", pattern)) for pattern in patterns]
    text = "".join(_write(moment, pattern, locale) for moment, pattern in zip((start, end), wide, strict=True))
    text = re.sub(r"[\s]+–[\s]+", _house(locale).dash, text)
    return text if start.month else _house(locale).years.format(text)


def _write(moment: model.Moment, pattern: str, locale: str) -> str:
    glued = re.sub(r"(?<=MMMM) (?=d)|(?<=d) (?=MMMM)|(?<=d\.) (?=MMMM)", NBSP, pattern)
    day = dt.date(moment.year, moment.month or 1, moment.day or 1)
    if moment.day == 1 and (first := _house(locale).first):  # an ordinal, quoted for CLDR
        glued = re.sub("(?<!d)d(?!d)", f"'{first.format(1)}'", glued)
    return _plain_spaces(babel.dates.format_date(day, glued, locale=_locale(locale)))


def _plain_spaces(text: str) -> str:
    return text.replace("\u202f", NBSP).replace("\u2009", NBSP)


# ── numbers, lists, names ────────────────────────────────────────────────────────────────────────────────────────────


def number(value: int | decimal.Decimal, locale: str) -> str:
    """Write a number with all its digits: 1,234,567.5 and 1 234 567,5, grouped from five digits up."""
    grouped = abs(int(value)) >= _house(locale).grouped_from
    known = _locale(locale)
    text = babel.numbers.format_decimal(value, locale=known, decimal_quantization=False, group_separator=grouped)
    return _plain_spaces(text)


def conjoin(items: Sequence[str], locale: str) -> str:
    """Write a list as a sentence does: "A, B, and C", «A, B и C»; nothing for no items."""
    text = babel.lists.format_list(list(items), locale=_locale(locale))
    for pattern, joint in _house(locale).joints:
        text = re.sub(pattern, joint, text)
    return text


def country(code: str, locale: str) -> str:
    """Return the name of a country by ISO 3166-1 code, its short name if CLDR has one; an unknown code is unchanged."""
    names = {**_locale(locale).territories, **dict(_house(locale).countries)}
    return str(names.get(f"{code}-alt-short") or names.get(code) or code)


def plural_index(n: int, locale: str) -> int:
    """Return the index of the plural form for *n* in a catalog with GNU's formula for the locale."""
    rule = _locale(locale).plural_form
    used = [form for form in FORMS if form in rule.tags or form == "other"]
    return used.index(rule(abs(n)))


_BASES = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "ı": "i",
    "ё": "е",
}
"""Letters without a (usable) decomposition: CLDR root collation; Þ by Chicago, as TH."""


def sort_key(text: str, locale: str) -> tuple[int, str, str]:
    """Return an index sort key: digits, then the locale's own script, then the rest; é as e, case ignored.

    Only letters count: O'Keefe is sorted as Okeefe. A language may sort a letter after another, as Ә after А. Names
    that are otherwise equal are sorted by their characters, so that the order never depends on the input's.
    """
    language = languages.of(locale)
    own = language.collation if language else {}
    signs = [own.get(sign) or _fold(sign) for sign in unicodedata.normalize("NFC", text).casefold()]
    folded = re.sub(r"^[\W_]+", "", re.sub(_SILENT, "", "".join(signs)))
    return _script(folded[:1], locale), folded, text


_SILENT = "['’ʼ`´]"
"""Characters within a word that sorting ignores."""


def _fold(sign: str) -> str:
    """Drop the marks of a Latin letter; й is a separate letter."""
    base = unicodedata.normalize("NFD", sign)
    return _BASES.get(sign) or (base[0] if base[0].isascii() else sign)


def _script(sign: str, locale: str) -> int:
    if not sign.isalpha():
        return 0
    is_cyrillic = unicodedata.name(sign, "").startswith("CYRILLIC")
    return 1 if is_cyrillic == (languages.script(locale) == "Cyrillic") else 2
