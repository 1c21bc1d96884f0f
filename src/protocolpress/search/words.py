"""Words of a text, folded for comparison. `templates/search.js` divides and folds in the same way."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
"""Letters and digits, joined by apostrophes; a hyphen divides, so «Нью-Йорк» is a phrase of two words."""

MAX_WORD = 60
"""Length in characters; what is longer is no word of a language, and is compared as it is."""


def prepared(text: str) -> str:
    """Return a text as it is shown among results: composed, without stress marks, soft hyphens and line ends."""
    plain = unicodedata.normalize("NFC", text).replace("\u0301", "").replace("\u00ad", "")
    return " ".join(plain.split())


def fold(word: str) -> str:
    """Fold a word: lower case, е for ё, one kind of apostrophe."""
    return word.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")


def words(text: str) -> list[str]:
    """Return the folded words of a prepared text, in order."""
    return [fold(match[0]) for match in WORD.finditer(text)]


def bare(word: str) -> str:
    """Return a word without accents: «francais», as many type it."""
    return "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
