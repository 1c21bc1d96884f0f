"""Numbering schemes: how articles, paragraphs and sub-paragraphs are numbered, printed and cited.

A scheme has one pattern for each level, `("Article 1.", "1.", "(a)", "(i)")`; a pattern is a prefix, a first number
that shows the style, and a suffix. Levels below a scheme's last have the usual patterns of the language. Pure
functions; nothing here knows documents.
"""

from __future__ import annotations

import re

from protocolpress import languages

DEFAULTS = {code: language.numbering for code, language in languages.LANGUAGES.items()}
"""The default scheme of each language, from articles down."""

CYRILLIC = "абвгдежиклмнпрстуфхцшщэюя"
"""Letters used for numbering: without ё, з, й, о, ч, ъ, ы, ь, which are never used for it (GOST 7.32-2017, 6.4)."""

OF_STATUTES = "абвгдежзиклмнопрстуфхцчшщэюя"
"""Letters that number in statutes: without ё, й, ъ, ы, ь only; a pattern shows them as "а…з"."""

LATIN = "abcdefghijklmnopqrstuvwxyz"

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

_NUMBER = re.compile(r"(?<!\w)(?:[1aAiI]|[аА](?:…[зЗ])?)(?!\w)")


def whole(scheme: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """Return a scheme with the usual patterns of the levels below its last."""
    language = languages.of(locale)
    usual = (*language.numbering, *language.deeper) if language else ()
    return (*scheme, *usual[len(scheme) :])


def pattern(scheme: tuple[str, ...], level: int, locale: str) -> str:
    """Return the pattern of a level, counted from 0 for articles."""
    patterns = whole(scheme, locale)
    return patterns[level] if level < len(patterns) else "1."


def mistake(pattern: str) -> str:
    """Return the fault of *pattern*, or nothing."""
    found = _NUMBER.findall(pattern)
    if len(found) != 1:
        return f"numbering pattern {pattern!r} shows no first number" if not found else f"{pattern!r} shows two numbers"
    return ""


def printed(pattern: str, number: int) -> str:
    """Print the *number*-th label of a pattern: ("(a)", 2) → "(b)"."""
    return _NUMBER.sub(bare(pattern, number), pattern, count=1)


def bare(pattern: str, number: int) -> str:
    """Return the number alone, as a citation uses it: ("(a)", 2) → "b"."""
    style = match_style(pattern)
    if style in ("i", "I"):
        text = roman(number)
    elif style in ("a", "A"):
        text = letters(number, LATIN)
    elif style[:1] in {"а", "А"}:
        text = letters(number, OF_STATUTES if "…" in style else CYRILLIC)
    else:
        return str(number)
    return text.upper() if style.isupper() else text


def match_style(pattern: str) -> str:
    """Return the first number of a pattern, which shows its style."""
    match = _NUMBER.search(pattern)
    return match[0] if match else ""


def noun(pattern: str) -> str:
    """Return the word before the number: "Article 1." → "Article"."""
    match = _NUMBER.search(pattern)
    return pattern[: match.start()].strip(" (№") if match else ""


def parse(segment: str, pattern: str) -> int | None:
    """Read one segment of a reference: figures always, otherwise a number in the pattern's style; None if neither."""
    if segment.isascii() and segment.isdigit() and len(segment) < 5:
        return int(segment)
    if not segment or len(segment) > 9:
        return None
    for number in range(1, 200):
        if bare(pattern, number).lower() == segment.lower():
            return number
    return None


def letters(number: int, alphabet: str) -> str:
    """Write a number with letters: a … z, then aa, ab and so on."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, len(alphabet))
        text = alphabet[rest] + text
    return text


def roman(number: int) -> str:
    """Write a number with small Roman figures."""
    text = ""
    for value, figure in ROMAN:
        count, number = divmod(number, value)
        text += figure * count
    return text
