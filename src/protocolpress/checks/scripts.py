"""The two alphabets, and words that mix them: "Сopy" with a Cyrillic С, «аrt» with a Latin t.

Only letters that look like one of the other alphabet are suspicious: «URLы» is intended. A line of `raw_text` comes in;
words with such letters go out; only letters are changed, one for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from protocolpress import languages
from protocolpress.languages.language import Script
from protocolpress.languages.typography import common

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
CYRILLIC = "\u0400-\u0481\u048a-\u052f"

TO_CYRILLIC = dict(zip("ABCEHKMOPTXYaceopxyisj", "АВСЕНКМОРТХУасеорхуіѕј", strict=True))
TO_LATIN = {cyrillic: latin for latin, cyrillic in TO_CYRILLIC.items()}
_RUSSIAN = frozenset("АВСЕНКМОРТХУасеорху")
"""The letters that may correct a Russian word; і, ѕ and ј look similar too, but belong to other languages."""

_MIXED = re.compile(
    rf"(?<![\^~%\\$&\w])(?:[{LATIN}]+[{CYRILLIC}]|[{CYRILLIC}]+[{LATIN}])[{LATIN}{CYRILLIC}\u0300-\u036f]*"
)
_CYRILLIC_LETTER = re.compile(f"[{CYRILLIC}]")
_LATIN_LETTER = re.compile(f"[{LATIN}]")
_RUNS = {
    "Latin": re.compile(rf"(?<![\w-])[{LATIN}]+(?:[ ,'’-]+[{LATIN}]+)*(?![\w-])"),
    "Cyrillic": re.compile(rf"(?<![\w-])[{CYRILLIC}]+(?:[ ,'’-]+[{CYRILLIC}]+)*(?![\w-])"),
}


def of(locale: str) -> Script:
    """Return the alphabet of a language."""
    return languages.script(locale)


def name(letter: str) -> Script:
    """Return the alphabet of a letter."""
    return "Cyrillic" if _CYRILLIC_LETTER.match(letter) else "Latin"


def runs(text: str, script: Script) -> Iterator[str]:
    """Return runs of words in one alphabet."""
    return (match[0] for match in _RUNS[script].finditer(text))


def mixed(text: str) -> Iterator[tuple[str, tuple[str, ...], Script | None]]:
    """Return each word with foreign letters, these letters, and the alphabet of the rest.

    None if either may be meant.
    """
    for match in _MIXED.finditer(text):
        strangers, script = _strangers(match[0])
        if strangers:
            yield match[0], strangers, script


def fixed(line: str) -> str:
    """Replace the wrong letters of every word whose alphabet is certain."""
    return common.substitute(_MIXED, _fixed_word, line)


def _fixed_word(match: re.Match[str]) -> str:
    word = match[0]
    strangers, script = _strangers(word)
    likes = TO_CYRILLIC if script == "Cyrillic" else TO_LATIN
    if script is None or not all(letter in likes for letter in strangers):
        return word
    if script == "Cyrillic" and not all(likes[letter] in _RUSSIAN for letter in strangers):
        return word
    return "".join(likes[letter] if letter in strangers else letter for letter in word)


def _strangers(word: str) -> tuple[tuple[str, ...], Script | None]:
    """Return the letters of a mixed word that are in the wrong alphabet.

    They belong to the alphabet whose letters here all have look-alikes in the other; if both do, to the one with fewer
    letters; a tie is undecided. If neither does, a letter between two of the other alphabet is wrong.
    """
    latin, cyrillic = _LATIN_LETTER.findall(word), _CYRILLIC_LETTER.findall(word)
    like_cyrillic = all(letter in TO_CYRILLIC for letter in latin)
    like_latin = all(letter in TO_LATIN for letter in cyrillic)
    if like_cyrillic and like_latin:
        if len(latin) == len(cyrillic):
            return tuple(dict.fromkeys(cyrillic)), None
        like_cyrillic = len(latin) < len(cyrillic)
    if like_cyrillic:
        return tuple(dict.fromkeys(latin)), "Cyrillic"
    if like_latin:
        return tuple(dict.fromkeys(cyrillic)), "Latin"
    if enclosed := re.findall(
        rf"(?<=[{CYRILLIC}])[{LATIN}](?=[{CYRILLIC}])|(?<=[{LATIN}])[{CYRILLIC}](?=[{LATIN}])", word
    ):
        return tuple(dict.fromkeys(enclosed)), None
    return (), None
