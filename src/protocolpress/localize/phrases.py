"""The words that code prints, not a template: citations and a few joints. They belong to the domain `interface`."""

from __future__ import annotations

import dataclasses
import re

from protocolpress import numbering
from protocolpress.errors import Position
from protocolpress.model import Emphasis, Link, Mention, Message, Path, Plain, Reference, Span

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
_NEAR = "A citation within one Article, in the nominative; its first word is its noun"

_INNER = ("", *(f"{message.msgid} of " for message in PARAGRAPHS))

THIS_ARTICLE = tuple(_phrase(f"{inner}this Article", _NEAR, "citation") for inner in _INNER)
THIS_SECTION = tuple(_phrase(f"{inner}this Section", _NEAR, "citation") for inner in _INNER)
THIS_PARAGRAPH = tuple(
    _phrase(f"subparagraph ({{item}}){inner} of this paragraph", _NEAR, "citation") for inner in ("", "({subitem})")
)
ANNEX = _phrase("Annex", "A citation of the only annex", "citation")
ANNEX_NUMBER = _phrase("Annex {number}", "A citation of one of several annexes", "citation")
DONE = _phrase(
    "Done at {place}, in duplicate, on {date}, in the {languages} languages, both texts being equally authentic.",
    "The closing clause that the program writes; a Russian {place} brings its preposition with it; {languages} is "
    "“English and Russian”, this text's own language first",
)
CORRECTED = _phrase(
    "The corrected text replaces the defective text *ab initio*.",
    "After the table of a corrigendum; Vienna Convention on the Law of Treaties, article 79, paragraph 4",
)
LANGUAGES = {
    locale: _phrase(name, "In the list of languages “in the … languages”, inflected for it", "in the languages")
    for locale, name in (("en", "English"), ("ru", "Russian"))
}
PLACE = _phrase("{place}, {country}", "A place with its country")
COMPENDIUM = tuple(
    _phrase(msgid, "A part of the compendium, in its contents and bookmarks")
    for msgid in ("Cover and contents", "Events", "Protocols", "Index and credits")
)

MESSAGES = (
    *ARTICLES,
    *SECTIONS,
    *PARAGRAPHS,
    *THIS_ARTICLE,
    *THIS_SECTION,
    *THIS_PARAGRAPH,
    ANNEX,
    ANNEX_NUMBER,
    DONE,
    CORRECTED,
    *LANGUAGES.values(),
    PLACE,
    *COMPENDIUM,
)

_NOUNS = {"Section": SECTIONS, "Раздел": SECTIONS}

_NEAR_NOUNS = {"Section": THIS_SECTION, "Раздел": THIS_SECTION}

_LEVELS = ("article", "paragraph", "item", "subitem")

_WITH_ITEM = 3
"""The length of a path that names a sub-paragraph."""


def citation(path: Path, scheme: tuple[str, ...]) -> tuple[Message, dict[str, str]]:
    """Give the phrase that cites *path* and the numbers for it, as *scheme* writes them without their punctuation."""
    phrases = _NOUNS.get(numbering.noun(scheme[0]), ARTICLES)
    message = phrases[len(path) - 1] if path[0] else PARAGRAPHS[len(path) - 2]
    return message, _numbers(path, scheme)


def near(path: Path, here: Path, scheme: tuple[str, ...]) -> tuple[Message, dict[str, str]] | None:
    """Give the phrase that cites *path* from *here*: "… of this paragraph", "… of this Article"; None from afar."""
    if len(path) >= _WITH_ITEM and path[:2] == here[:2]:
        return THIS_PARAGRAPH[len(path) - _WITH_ITEM], _numbers(path, scheme)
    if path[0] and path[:1] == here[:1]:
        return _NEAR_NOUNS.get(numbering.noun(scheme[0]), THIS_ARTICLE)[len(path) - 1], _numbers(path, scheme)
    return None


def _numbers(path: Path, scheme: tuple[str, ...]) -> dict[str, str]:
    """Give the numbers of *path* by the names that phrases have for them."""
    patterns = (*scheme, "1.", "1.", "1.", "1.")
    numbers = zip(_LEVELS, patterns, path, strict=False)
    return {level: _quoted(numbering.bare(pattern, number)) for level, pattern, number in numbers if number}


def _quoted(number: str) -> str:
    """Put a Cyrillic letter into quotation marks, as Russian legal texts cite it: подпункт «а»."""
    return f"«{number}»" if re.fullmatch("[а-яё]+", number, re.IGNORECASE) else number


def fill(pattern: str, values: dict[str, str]) -> str:
    """Put *values* into the `{names}` of *pattern*; nothing else in it means anything."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), pattern)


def fill_spans(spans: tuple[Span, ...], values: dict[str, str]) -> tuple[Span, ...]:
    """Put *values* into the `{names}` of parsed words: markup in a value is characters."""
    filled: list[Span] = []
    for span in spans:
        match span:
            case Plain(text):
                filled.append(Plain(fill(text, values)))
            case Emphasis() | Link() | Mention() | Reference():
                filled.append(dataclasses.replace(span, children=fill_spans(span.children, values)))
            case _:
                filled.append(span)
    return tuple(filled)


def names(pattern: str) -> frozenset[str]:
    """Give the `{names}` in *pattern*."""
    return frozenset(re.findall(r"\{(\w+)\}", pattern))
