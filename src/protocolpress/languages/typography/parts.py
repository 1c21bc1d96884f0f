"""Rules shared by languages: nested quotation marks, units, groups of figures. Nothing here names a language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from protocolpress.languages.typography import common
from protocolpress.languages.typography.common import DASH, NUMBER, SPACE, WORD

UNITS = "km/h|m/s|[kcmn]?m|µm|μm|[km]?g|m?l|L|t|ms|s|min|h|[kMG]?Hz|[kM]?W|k?V|[kM]?Pa|bar|dB|K|°C?|ha|%|‰"
"""Symbols of units common to all languages (SI Brochure)."""

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_MARKS = re.compile('["“”„«»]+')
_GROUPS = re.compile(
    rf"(?<![{WORD}.,+{DASH}])(?<!\d[{SPACE}])[1-9]\d{{0,2}}(?:[{SPACE}]\d{{3}})+(?![{WORD}{DASH}]|[{SPACE}]\d)"
)


def apostrophes(line: str) -> str:
    """Make a straight apostrophe between two letters typographic."""
    return common.substitute(_APOSTROPHE, "’", line)


def groups(line: str) -> str:
    """Keep a number with groups of three digits together: 1 234 567 (ISO 80000-1, 7.3.1)."""
    return common.bind(_GROUPS, line)


def unit(words: str) -> re.Pattern[str]:
    """Return the pattern of the space between a number and its unit, a sign or one of *words*."""
    return re.compile(rf"(?<=[{NUMBER}]) (?=(?:{words}|{UNITS})(?![{WORD}]))")


def before_number(words: str, more: str = "") -> re.Pattern[str]:
    """Return the pattern of a word that stays with its number: Art. 5, § 3; *more* may replace the number."""
    return re.compile(rf"(?<![{WORD}])(?:{words}) (?=[{NUMBER}]|(?:[IVXLC]+|[A-Z])(?![{WORD}]){more})")


def before_name(words: str) -> re.Pattern[str]:
    """Return the pattern of a form of address, or of an initial, that stays with the following name."""
    return re.compile(rf"(?<![{WORD}])(?:{words}|(?<![{WORD}.])[^\W\d_]\.) (?=[^\W\d_])")


def day(months: str, before: str = "") -> re.Pattern[str]:
    """Return the pattern of the space between a day and its month; the figure may have the suffix *before*."""
    return re.compile(rf"(?<=[{NUMBER}])(?:{before}) (?=(?:{months})(?![{WORD}]))")


def nested(line: str, kinds: Sequence[tuple[str, str]], *, opening: str, closing: str) -> str:
    """Replace double quotation marks of every sort with those of *kinds*, alternating from the outermost.

    Marks in *opening* only open, and those in *closing* only close; an ambiguous one is decided by its neighbours and,
    if they do not tell, by what is open. An unpaired mark stays unchanged.
    """
    text, cuts = common.lift(line)
    marks = [
        common.Mark(
            place,
            "quote",
            opens=char in opening or (may_open and char not in closing),
            closes=char in closing or (may_close and char not in opening),
        )
        for place, may_open, may_close in common.surroundings(text, _MARKS)
        for char in (text[place],)
    ]
    pairs = common.pair(marks)
    ends = set(pairs.values())
    chars = list(text)
    depth = 0
    for mark in marks:
        if mark in pairs:
            chars[mark.place] = kinds[depth % len(kinds)][0]
            depth += 1
        elif mark in ends:
            depth -= 1
            chars[mark.place] = kinds[depth % len(kinds)][1]
    return common.lower("".join(chars), cuts)
