"""Patterns for dates in words: the parts shared by languages. Pure functions; nothing here knows a language.

Spaces are counted and lists are short, so that no text makes a pattern backtrack for each of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

S = r"\s{1,3}"
DAY = r"[0-3]?[0-9](?![0-9])"
YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"


def days(suffix: str, joints: str) -> str:
    """Return the pattern of a day, or of several: 12–15; 1, 2 and 3; a figure may have *suffix*."""
    day = f"{DAY}{suffix}"
    joint = rf"(?:\s{{0,3}}[-–—]\s{{0,3}}|,?{S}(?:{joints}){S})"
    return rf"{day}(?:(?:,\s{{0,3}}{day}){{0,6}}{joint}{day})?"


def months(patterns: Sequence[str]) -> str:
    """Return the pattern of any month, in the groups m1 to m12."""
    return "|".join(f"(?P<m{number}>{month})" for number, month in enumerate(patterns, 1))


def day_first(patterns: Sequence[str], *, suffix: str, joints: str, of: str = "", year: str = "") -> re.Pattern[str]:
    """Return the pattern of dates that name the day, the month and the year in this order.

    *of* may stand between day and month, and *year* before the year: "3 de marzo de 2012".
    """
    return re.compile(
        rf"(?<!\w)(?:(?P<before>(?<![0-9.,]){days(suffix, joints)}){S}(?:{of})?)?(?:{months(patterns)})(?!\w)"
        rf"(?:{S}(?:{year})?{YEAR})?",
        re.IGNORECASE,
    )


def weekdays(*patterns: str) -> re.Pattern[str]:
    """Return the pattern of a day of the week, Monday first, with a group for each."""
    return re.compile("(?<!\\w)(?:{})(?!\\w)".format("|".join(f"({pattern})" for pattern in patterns)), re.IGNORECASE)
