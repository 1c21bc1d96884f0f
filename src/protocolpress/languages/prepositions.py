"""Prepositions of two and three letters, which a publication may keep on one line with the next word.

One-letter words always stay there where a language has the rule; this is a setting, because lines become less even.
Cannot fail; a language without a table has none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from protocolpress.languages.typography.common import BREAK, NBSP, WORD

MOST = 3
"""Letters of the longest word that can be bound."""

_TABLES: Mapping[str, str] = {
    "de": "ab am an bei bis im in ob um zu zum zur auf aus für mit pro vom von vor",
    "en": "as at by in of on to up for off per via",
    "es": "al de del en con por sin tan",
    "fr": "au aux de des du en ès par sur",
    "ru": "во до за из ко на об от по со без для изо над обо ото под при про",
    "uk": "до за зі із на об од по без від для над під при про",
}


def bound(line: str, locale: str, most: int) -> str:
    """Replace the space after each preposition of up to *most* letters with a no-break space."""
    pattern = _pattern(re.split("[-_]", locale)[0], most) if most > 1 else None
    return pattern.sub(rf"\1{NBSP}", line) if pattern else line


@functools.cache
def _pattern(code: str, most: int) -> re.Pattern[str] | None:
    known = [word for word in _TABLES.get(code, "").split() if len(word) <= most]
    if not known:
        return None
    return re.compile(rf"(?<![{WORD}{NBSP}'’-])({'|'.join(known)}) (?=[^\s{BREAK}–—-])", re.IGNORECASE)
