"""Characters that pages cannot print, reported where they are written, with a hint."""

from __future__ import annotations

import functools
import unicodedata

from protocolpress.errors import Position, Problems

REPLACED = frozenset("\t\n\u2009\u2010\u202f")
"""Spaces, and a hyphen, that typography replaces with characters in the fonts."""

RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Classes of letters that are written from right to left (Unicode Standard Annex 9)."""

PACKAGES = {
    "CJK": "noto-cjk-sans-jp-regular",
    "HIRAGANA": "noto-cjk-sans-jp-regular",
    "KATAKANA": "noto-cjk-sans-jp-regular",
    "HANGUL": "noto-cjk-sans-jp-regular",
    "DEVANAGARI": "fontpkg-noto-sans-devanagari",
    "KHMER": "fontpkg-noto-sans-khmer",
    "TAMIL": "fontpkg-noto-sans-tamil",
    "TELUGU": "fontpkg-noto-sans-telugu",
    "THAI": "fontpkg-noto-sans-thai",
    "LATIN": "fontpkg-noto-sans",
    "CYRILLIC": "fontpkg-noto-sans",
    "GREEK": "fontpkg-noto-sans",
}
"""Font packages by the first word of the names of characters, as Unicode has them."""


def check(words: str, alphabet: frozenset[str] | None, position: Position, problems: Problems) -> None:
    """Report characters of *words* outside *alphabet*; a letter and its mark count as one if Unicode combines them.

    Without an alphabet nothing is checked. Right-to-left text is refused regardless of the fonts.
    """
    if alphabet is None:
        return
    turned, unknown = _found(words, alphabet)
    if turned:
        named = unicodedata.name(turned[0], "no name")
        message = f"the text is written from right to left: {turned[0]!r} (U+{ord(turned[0]):04X} {named})"
        hint = "write it in other letters: WeasyPrint sets lines from left to right only (its issue 106)"
        problems.error(position, "right-to-left", message, hint)
    for character in unknown:
        title = unicodedata.name(character, "no name")
        message = f"the fonts have no glyph for {character!r} (U+{ord(character):04X} {title})"
        problems.error(position, "unknown-glyph", message, _hint(character, title))


@functools.lru_cache(maxsize=8192)  # a text occurs in several editions
def _found(words: str, alphabet: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the letters that are written from right to left, and the characters without a glyph."""
    there = set(unicodedata.normalize("NFC", words))
    turned = sorted(one for one in there if unicodedata.bidirectional(one) in RIGHT_TO_LEFT)
    return tuple(turned), tuple(sorted(there - alphabet - REPLACED - {*turned}))


def _hint(character: str, title: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf"):
        return "delete it: it is invisible and has no effect here"
    package = PACKAGES.get(title.partition(" ")[0])
    if not package:
        return "use letters of PT Serif, or declare a font with this character: [fonts] in protocolpress.toml"
    declared = f'fallback = ["{package}"] under [fonts] in protocolpress.toml'
    return f"use letters of PT Serif, or run pip install {package} and write {declared}"
