"""Words in the letters of another language: find them, and decide which language they are in.

A Cyrillic word in an English text, or English words in a Russian one, are read aloud correctly only if their language
is marked. Names and codes in Latin letters (STS-135, Landsat) belong to every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from protocolpress import languages

LATIN_PHRASES = re.compile(
    "ab initio|ad hoc|ad referendum|bona fide|de facto|de jure|ex officio|inter alia|ipso facto|locus sigilli"
    "|mutatis mutandis|pari passu|per capita|prima facie|pro forma|pro rata|status quo|sui generis|ultra vires"
    "|vice versa",
    re.IGNORECASE,
)
"""Latin phrases of legal language."""

_CYRILLIC_WORD = "[\u0400-\u052f][\u0400-\u052f\u0301’-]*"
_CYRILLIC_RUN = re.compile(rf"{_CYRILLIC_WORD}(?:[ \u00a0]{_CYRILLIC_WORD})*")
_CYRILLIC_LETTERS = re.compile("[\u0400-\u052f]{2}")
_LATIN_WORD = "[A-Za-zÀ-ÖØ-öø-ÿ](?:[A-Za-zÀ-ÖØ-öø-ÿ’]|-(?=[A-Za-z]))*"
_LATIN_RUN = re.compile(
    rf"(?<![\w/.@:#-])(?<![A-Za-z] ){_LATIN_WORD}(?:,?[ \u00a0]{_LATIN_WORD})*+(?![\w/@:]|\.\w|-\w)"
)
_LATIN_SMALL = re.compile(r"(?<![\w’-])(?:[a-zà-öø-ÿ]{4,}|and|for|of|the|to)(?![\w-])")


def pieces(text: str, lang: str, locales: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Split *text* of language *lang* into passages with their languages; *locales* are all of the publication's."""
    script = languages.script(lang)
    own = script == "Cyrillic"
    other = next((locale for locale in locales if languages.script(locale) != script), "en" if own else "ru")
    done = 0
    for match in (_LATIN_RUN if own else _CYRILLIC_RUN).finditer(text):
        if (_LATIN_SMALL if own else _CYRILLIC_LETTERS).search(match[0]):
            if match.start() > done:
                yield text[done : match.start()], lang
            yield match[0], "la" if LATIN_PHRASES.fullmatch(match[0]) else other
            done = match.end()
    if done < len(text) or not text:
        yield text[done:], lang
