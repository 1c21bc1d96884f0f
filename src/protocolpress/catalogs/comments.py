"""The comments of an entry: `#` lines come in, their contents go out by kind; nothing can be wrong with them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

SPACE = " \t\r\f\v\n"
"""Characters that GNU gettext takes for spaces; Unicode's others are text."""
KINDS = (".", ":", ",", "|", "=", "!")
REFERENCE = re.compile("\u2068[^\u2068\u2069]*\u2069|[^ \\t\u2068]+")

FLAG = re.compile(r"range:[ \t]*[0-9]+\.\.[0-9]+|[^\s,]+")

Comments = Mapping[str, Sequence[str]]
"""Texts by kind: "" for the translator's own, "." extracted, ":" references, "," "!" and "=" flags, "|" previous."""


def split(line: str) -> tuple[str, str]:
    """Return the kind and the text of *line*, which starts with `#` and has no space at its ends."""
    if line.startswith("#~|"):
        return "|", line[3:]
    kind = line[1:2]
    return (kind, line[2:]) if kind in KINDS else ("", line[1:])


def references(comments: Comments) -> tuple[str, ...]:
    """Return the places where a message is used; a name with a space is between U+2068 and U+2069."""
    return tuple(REFERENCE.findall(" ".join(comments.get(":", ()))))


def flags(comments: Comments) -> tuple[str, ...]:
    """Return the flags, separated by commas or spaces; some versions of GNU gettext write `#!` or `#=` before them.

    The flags of all lines count; GNU gettext 0.21 reads only those of the last line, and so loses a `fuzzy`.
    """
    lines = [*comments.get(",", ()), *comments.get("!", ()), *comments.get("=", ())]
    return _flags(", ".join(lines)) if lines else ()


@functools.lru_cache(maxsize=1024)
def _flags(line: str) -> tuple[str, ...]:
    return tuple(FLAG.findall(line))
