"""Printed numbers, "Article 5." or "(a)" → a pattern and a number; typed ones are found at the head of a text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from protocolpress import languages, numbering

ARTICLE_NOUNS = tuple(
    sorted(
        {
            noun.lower()
            for language in languages.LANGUAGES.values()
            for noun in (numbering.noun(language.numbering[0]), *language.sections)
            if noun
        }
    )
)
"""Nouns for articles and sections, in every language."""

_LABEL = re.compile(r"([^\w]*|[^\W\d_]{3,}[\s\u00a0]+(?:№[\s\u00a0]?)?)(\d{1,4}|[A-Za-z]{1,7}|[А-Яа-яЁё])([^\w]{0,3})")
_TYPED = re.compile(r"(\(?(?:\d{1,3}|[ivxlcIVXLC]{1,7}|[A-Za-zА-Яа-я])(?:\)|\.(?!\d)))[ \u00a0\t]+(?=\S)")
_ARTICLE = re.compile(
    rf"((?:{'|'.join(ARTICLE_NOUNS)})[\s\u00a0]+(?:\d{{1,4}}|[IVXLC]{{1,8}})(?![\w(])[.:]?)[\s\u00a0—–-]*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_FIRST = {"1": "1", "i": "i", "I": "I", "a": "a", "A": "A", "а": "а", "А": "А"}

LONGEST_TITLE = 160
"""Maximum length of an article's title, in characters."""


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """A printed number: its pattern, written as in numbering schemes, and its value."""

    pattern: str
    number: int


def readings(text: str) -> Iterator[Label]:
    """Return the possible readings of a printed number: "(i)" is the first Roman numeral or the ninth letter."""
    match = _LABEL.fullmatch(" ".join(text.split()))
    if match is None:
        return
    before, number, after = match.groups()
    for first in _styles(number):
        pattern = f"{before}{first}{after}"
        if not numbering.mistake(pattern) and (found := numbering.parse(number, pattern)):
            yield Label(pattern, found)


def _styles(number: str) -> Iterator[str]:
    if number.isdigit():
        yield "1"
        return
    upper = number.isupper()
    if number.isascii():
        if _ROMAN.fullmatch(number.lower()):
            yield "I" if upper else "i"
        if len(number) <= 2:
            yield "A" if upper else "a"
    else:
        yield "А" if upper else "а"


def typed(text: str) -> tuple[str, str]:
    """Split a typed number off the head of a text; empty if there is none."""
    match = _TYPED.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def article(text: str) -> tuple[str, str]:
    """Split the head of an article into its number and its title; the number is empty if this is not an article."""
    match = _ARTICLE.fullmatch(text.strip())
    if match is None or len(match[2]) > LONGEST_TITLE or re.search(r"[;,:]$", match[2].strip()):
        return "", text
    return match[1], match[2].strip()


def is_article(label: str) -> bool:
    """Whether a printed number contains the noun of an article."""
    return label.lower().startswith(ARTICLE_NOUNS)
