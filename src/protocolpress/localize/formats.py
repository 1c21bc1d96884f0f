"""The door to Babel: dates, numbers, lists and names of countries come in, words of one locale go out.

Patterns are CLDR's; the few words that it lacks stand in `HOUSE`, a locale that is not there gets CLDR's alone. All
text fits the fonts: they have no thin spaces (U+202F, U+2009), so a no-break space stands in their place.
"""

from __future__ import annotations

import dataclasses
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

from protocolpress import model
from protocolpress.errors import Position, ProjectError, error

NBSP = "\u00a0"
FORMS = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories, in the order in which gettext formulas number them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What an editor adds to CLDR for one language; braces stand for a formatted date."""

    about: str = "~{}"
    about_range: str = "~{}"
    uncertain: str = "{} (?)"
    year: str = "{}"
    years: str = "{}"
    dash: str = f"{NBSP}– "
    """Between ends that are more than one word or number."""
    grouped_from: int = 0
    """Numbers below it are written without separators of thousands."""
    countries: tuple[tuple[str, str], ...] = ()
    """Short names that official papers use and CLDR's table has not."""


HOUSE = {
    # American practice, as in "April 12–15, 2011": no spaces around the dash between dates
    "en": House(about="about {}", about_range="about {}", uncertain="{} (uncertain)", dash="–"),
    # Official practice: four digits stay together. «Около» governs the genitive; in front of a range it reads badly
    "ru": House(
        about=f"около{NBSP}{{}}",
        about_range="{} (приблизительно)",
        uncertain="{} (предположительно)",
        year=f"{{}}{NBSP}г.",
        years=f"{{}}{NBSP}гг.",
        grouped_from=10_000,
        countries=(("US", "США"),),
    ),
}
PLAIN = House()


def is_known(locale: str) -> bool:
    """Tell whether CLDR has the locale."""
    try:
        babel.Locale.parse(locale)
    except (ValueError, TypeError, babel.UnknownLocaleError):
        return False
    return True


@functools.cache
def _locale(locale: str) -> babel.Locale:
    if not is_known(locale):
        hint = "write a locale that CLDR knows: en, ru, de, pt_BR"
        raise ProjectError(error(Position("protocolpress.toml"), "unknown-locale", f"unknown locale {locale}", hint))
    return babel.Locale.parse(locale)


def _house(locale: str) -> House:
    return HOUSE.get(_locale(locale).language, PLAIN)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def date(value: model.Edtf, locale: str) -> str:
    """Write a date or a range in words: "April 12–15, 2011", «12–15 апреля 2011 г.».

    A day keeps its month with a no-break space. Approximate and uncertain dates say so: "about May 2011",
    «май 2011 г. (предположительно)».
    """
    house = _house(locale)
    if value.end is None or value.end == value.start:
        text = _moment(value.start, locale, genitive=value.approximate)
        about = house.about
    else:
        text, about = _range(value.start, value.end, locale), house.about_range
        if value.approximate and value.uncertain and about.startswith("{}"):
            about = "{}"  # two remarks in brackets say no more than the stronger one
    if value.approximate:
        text = about.format(text)
    return house.uncertain.format(text) if value.uncertain else text


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
    # CLDR has intervals with short months only; the long ones stand in the same places
    wide = [re.sub(r"M{3}", "MMMM", re.sub(r"L{3}", "LLLL", pattern)) for pattern in patterns]
    text = "".join(_write(moment, pattern, locale) for moment, pattern in zip((start, end), wide, strict=True))
    text = re.sub(r"[\s]+–[\s]+", _house(locale).dash, text)
    return text if start.month else _house(locale).years.format(text)


def _write(moment: model.Moment, pattern: str, locale: str) -> str:
    glued = re.sub(r"(?<=MMMM) (?=d)|(?<=d) (?=MMMM)|(?<=d\.) (?=MMMM)", NBSP, pattern)
    day = dt.date(moment.year, moment.month or 1, moment.day or 1)
    return _plain_spaces(babel.dates.format_date(day, glued, locale=_locale(locale)))


def _plain_spaces(text: str) -> str:
    return text.replace("\u202f", NBSP).replace("\u2009", NBSP)


# ── numbers, lists, names ────────────────────────────────────────────────────────────────────────────────────────────


def number(value: int | decimal.Decimal, locale: str) -> str:
    """Write a number with all its digits: 1,234,567.5 and 1 234 567,5; Russian groups from five digits up."""
    grouped = abs(int(value)) >= _house(locale).grouped_from
    known = _locale(locale)
    text = babel.numbers.format_decimal(value, locale=known, decimal_quantization=False, group_separator=grouped)
    return _plain_spaces(text)


def conjoin(items: Sequence[str], locale: str) -> str:
    """Write a list as a sentence does: "A, B, and C", «A, B и C»; nothing for no items."""
    return babel.lists.format_list(list(items), locale=_locale(locale))


def country(code: str, locale: str) -> str:
    """Name the country of an ISO 3166-1 code, by its short name where CLDR has one; an unknown code stays as it is."""
    names = {**_locale(locale).territories, **dict(_house(locale).countries)}
    return str(names.get(f"{code}-alt-short") or names.get(code) or code)


def plural_index(n: int, locale: str) -> int:
    """Give the number of the plural form for *n* in a catalog with GNU's formula for English or Russian."""
    rule = _locale(locale).plural_form
    used = [form for form in FORMS if form in rule.tags or form == "other"]
    return used.index(rule(abs(n)))


def sort_key(text: str, locale: str) -> tuple[int, str, str]:
    """Give what an index sorts by: digits, then the locale's own script, then the rest; ё as е, é as e, case ignored.

    Equal but for these are sorted by their characters, so that the order never depends on the input's.
    """
    folded = "".join(_fold(sign) for sign in unicodedata.normalize("NFC", text).casefold())
    folded = re.sub(r"^[\W_]+", "", folded)
    return _script(folded[:1], locale), folded, text


def _fold(sign: str) -> str:
    """Drop the marks of a Latin letter; й is a letter of its own, ё is not."""
    base = unicodedata.normalize("NFD", sign)
    return base[0] if base[0] == "е" or base[0].isascii() else sign


def _script(sign: str, locale: str) -> int:
    if not sign.isalpha():
        return 0
    is_cyrillic = unicodedata.name(sign, "").startswith("CYRILLIC")
    own = _house(locale) is HOUSE["ru"]
    return 1 if is_cyrillic == own else 2
