"""The words that code prints, not a template: citations and a few joints. They belong to the domain `interface`."""

from __future__ import annotations

import re

from protocolpress import numbering
from protocolpress.errors import Position
from protocolpress.model import Message, Path

PATH = "src/protocolpress/localize/phrases.py"


def _phrase(msgid: str, comment: str = "", context: str = "") -> Message:
    return Message(msgid=msgid, position=Position(PATH), comment=comment, context=context)


_CASE = "A citation in running text, in the nominative; its first word is its noun"

ARTICLES = tuple(
    _phrase(f"Article {{article}}{inner}", _CASE, "citation")
    for inner in ("", "({paragraph})", "({paragraph})({item})", "({paragraph})({item})({subitem})")
)
SECTIONS = tuple(
    _phrase(f"Section {{article}}{inner}", _CASE, "citation")
    for inner in ("", "({paragraph})", "({paragraph})({item})", "({paragraph})({item})({subitem})")
)
PARAGRAPHS = tuple(
    _phrase(f"paragraph {{paragraph}}{inner}", _CASE, "citation") for inner in ("", "({item})", "({item})({subitem})")
)
ANNEX = _phrase("Annex", "A citation of the only annex", "citation")
ANNEX_NUMBER = _phrase("Annex {number}", "A citation of one of several annexes", "citation")
PLACE = _phrase("{place}, {country}", "A place with its country")
COMPENDIUM = tuple(
    _phrase(msgid, "A part of the compendium, in its contents and bookmarks")
    for msgid in ("Cover and contents", "Events", "Protocols", "Index and credits")
)

MESSAGES = (*ARTICLES, *SECTIONS, *PARAGRAPHS, ANNEX, ANNEX_NUMBER, PLACE, *COMPENDIUM)

_NOUNS = {"Section": SECTIONS, "Раздел": SECTIONS}

_LEVELS = ("article", "paragraph", "item", "subitem")


def citation(path: Path, scheme: tuple[str, ...]) -> tuple[Message, dict[str, str]]:
    """Give the phrase that cites *path* and the numbers for it, as *scheme* writes them without their punctuation."""
    phrases = _NOUNS.get(numbering.noun(scheme[0]), ARTICLES)
    message = phrases[len(path) - 1] if path[0] else PARAGRAPHS[len(path) - 2]
    patterns = (*scheme, "1.", "1.", "1.", "1.")
    numbers = zip(_LEVELS, patterns, path, strict=False)
    return message, {level: _quoted(numbering.bare(pattern, number)) for level, pattern, number in numbers if number}


def _quoted(number: str) -> str:
    """Put a Cyrillic letter into quotation marks, as Russian legal texts cite it: подпункт «а»."""
    return f"«{number}»" if re.fullmatch("[а-яё]+", number, re.IGNORECASE) else number


def fill(pattern: str, values: dict[str, str]) -> str:
    """Put *values* into the `{names}` of *pattern*; nothing else in it means anything."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), pattern)


def names(pattern: str) -> frozenset[str]:
    """Give the `{names}` in *pattern*."""
    return frozenset(re.findall(r"\{(\w+)\}", pattern))
