"""The languages: the rules of each, and everything that other modules may know about it.

`of` returns the `Language` of a locale; `LANGUAGES` has all of them. Nothing here knows a document, or any module
outside this folder; and no other module, template or stylesheet names a language.
"""

from __future__ import annotations

import functools
import re

from protocolpress.languages.de import GERMAN
from protocolpress.languages.en import AMERICAN, BRITISH
from protocolpress.languages.es import SPANISH
from protocolpress.languages.fr import FRENCH
from protocolpress.languages.kk import KAZAKH
from protocolpress.languages.language import Facts, Language, Script
from protocolpress.languages.ru import RUSSIAN
from protocolpress.languages.uk import UKRAINIAN

LANGUAGES: dict[str, Language] = {
    one.code: one for one in (AMERICAN, RUSSIAN, BRITISH, FRENCH, SPANISH, GERMAN, UKRAINIAN, KAZAKH)
}
"""By locale; the first is the language of this program's own words."""

NAMES = {code: one.name for code, one in LANGUAGES.items()}
"""Each language's name in itself."""

ENGLISH_NAMES = {code: one.english for code, one in LANGUAGES.items()}

UNKNOWN = "und"
"""The code of an unknown language (ISO 639-2)."""

DEFAULT = AMERICAN
"""The language of templates and messages."""


@functools.cache
def of(locale: str) -> Language | None:
    """Return the language of a locale or a BCP 47 tag, ru for ru_RU; None if it is unknown."""
    code = locale.replace("-", "_")
    return LANGUAGES.get(code) or LANGUAGES.get(code.partition("_")[0].lower())


def tag(locale: str) -> str:
    """Return the tag (BCP 47) of a locale."""
    language = LANGUAGES.get(locale)
    return language.tag if language else re.sub("_", "-", locale)


def known(locale: str) -> Language:
    """Return the language of a known locale; raise `LookupError` otherwise."""
    language = of(locale)
    if language is None:
        raise LookupError(locale)
    return language


def facts(locale: str) -> Facts:
    """Return a language's tables for figures and dates; raise `LookupError` if it has none."""
    tables = known(locale).facts
    if tables is None:
        raise LookupError(locale)
    return tables


def script(locale: str) -> Script:
    """Return the script of a locale; for an unknown one, a guess by its language code."""
    language = of(locale)
    if language:
        return language.script
    return "Cyrillic" if re.split("[-_]", locale.lower())[0] in _CYRILLIC else "Latin"


def is_same(one: str, other: str) -> bool:
    """Whether two locales are of one language: en and en_GB."""
    return re.split("[-_]", one)[0] == re.split("[-_]", other)[0]


def is_right_to_left(locale: str) -> bool:
    """Whether a locale is written from right to left."""
    return re.split("[-_]", locale.lower())[0] in _RIGHT_TO_LEFT


_RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi")
_CYRILLIC = ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk")
