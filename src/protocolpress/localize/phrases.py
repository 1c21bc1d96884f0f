"""Words printed by code, not by a template: citations and a few phrases. They belong to the domain `interface`."""

from __future__ import annotations

import dataclasses
import re

from protocolpress import kinds, languages, numbering
from protocolpress.errors import Position
from protocolpress.model import Emphasis, Link, Mention, Message, Passage, Path, Plain, Reference, Span

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
CHAPTERS = tuple(
    _phrase(f"Chapter {{article}}{inner}", _CASE, "citation")
    for inner in ("", "({paragraph})", "({paragraph})({item})", "({paragraph})({item})({subitem})")
)
PARAGRAPHS = tuple(
    _phrase(f"paragraph {{paragraph}}{inner}", _CASE, "citation") for inner in ("", "({item})", "({item})({subitem})")
)
_NEAR = "A citation within one Article, in the nominative; its first word is its noun"

_INNER = ("", *(f"{message.msgid} of " for message in PARAGRAPHS))

THIS_ARTICLE = tuple(_phrase(f"{inner}this Article", _NEAR, "citation") for inner in _INNER)
THIS_SECTION = tuple(_phrase(f"{inner}this Section", _NEAR, "citation") for inner in _INNER)
THIS_CHAPTER = tuple(_phrase(f"{inner}this Chapter", _NEAR, "citation") for inner in _INNER)
THIS_PARAGRAPH = tuple(
    _phrase(f"subparagraph ({{item}}){inner} of this paragraph", _NEAR, "citation") for inner in ("", "({subitem})")
)
_RANGE = "At the head of a page: the articles that it holds, in the nominative"

RANGES = {
    noun: (
        _phrase(
            f"{noun} {{first}}", "At the head of a page: the article that it holds, in the nominative", "running head"
        ),
        _phrase(f"{noun}s {{first}}–{{last}}", _RANGE, "running head"),
    )
    for noun in ("Article", "Section", "Chapter")
}
BELOW = _phrase(
    "{outer})({inner}",
    "The numbers of a place that is deep inside another: the outer one and the inner one, within (a)(i)",
    "citation",
)
ANNEX = _phrase("Annex", "A citation of the only annex", "citation")
ANNEX_NUMBER = _phrase("Annex {number}", "A citation of one of several annexes", "citation")
_DONE = (
    "The closing clause that the program writes; {place} brings its preposition with it where a language has it so; "
    "{languages} is “English and Russian”, this text's own language first"
)
_COPIES = "; {copies} is “triplicate”, “4 originals”"
DONE = _phrase(
    "Done at {place}, in duplicate, on {date}, in the {languages} languages, both texts being equally authentic.",
    _DONE,
)
DONE_BOTH = _phrase(
    "Done at {place}, in {copies}, on {date}, in the {languages} languages, both texts being equally authentic.",
    _DONE + _COPIES,
)
DONE_ALL = _phrase(
    "Done at {place}, in {copies}, on {date}, in the {languages} languages, all texts being equally authentic.",
    _DONE + _COPIES,
)
DONE_ONE = _phrase(
    "Done at {place}, in {copies}, on {date}, in the {language} language.",
    _DONE.partition("; {languages}")[0] + _COPIES,
)
DUPLICATE, TRIPLICATE, ORIGINALS = (
    _phrase(msgid, "How many originals there are: “in duplicate”, inflected for it", "copies")
    for msgid in ("duplicate", "triplicate", "{number} originals")
)
CORRECTED = _phrase(
    "The corrected text replaces the defective text *ab initio*.",
    "After the table of a corrigendum; Vienna Convention on the Law of Treaties, article 79, paragraph 4",
)
REPLACED_BY, INSERTED_BY, DELETED_BY = (
    _phrase(msgid, "In a consolidated text, below a passage; an instrument, a place in it and a date follow")
    for msgid in ("Replaced by:", "Inserted by:", "Deleted by:")
)
_NAMES = dict.fromkeys(one.english for one in languages.LANGUAGES.values())

IN_LANGUAGES = {
    name: _phrase(name, "In the list of languages “in the … languages”, inflected for it", "in the languages")
    for name in _NAMES
}
IN_LANGUAGE = {
    name: _phrase(name, "In “in English”, “English text”: {language}, inflected for them", "in the language")
    for name in _NAMES
}
TYPES = {
    entry: _phrase(name, "A type of document, at its head", "type of document")
    for entry, (name, _) in kinds.TYPES.items()
}
ROLES = {
    entry: _phrase(name, "In what capacity somebody takes part", "role")
    for entry, (name, _) in kinds.ROLES.items()
    if name
}
COLUMNS = tuple(
    _phrase(name, "The head of a column in a list of participants", "column")
    for name in ("No.", "Name", "Office", "Role")
)
UNKNOWN_DATE = _phrase("date unknown", "In the place of a date")
STANDINGS = {
    standing: _phrase(f"{{date}} ({standing})", "The date of an event that did not take place, or not yet")
    for standing in ("provisional", "postponed", "cancelled")
}
TIME = _phrase("{time}, {zone}", "A time of day and whose it is: “10:00, Moscow time”")
VIDEO = _phrase("By video conference", "In the place of a place")
VIDEO_ALSO = _phrase("{place}, and by video conference", "Where people met, some of them by video")
DECISION = _phrase("Decision {number}", "A citation of a decision, and the words before its text", "citation")
STATES = {
    state: _phrase(state, "What has become of an action", "state of an action")
    for state in ("open", "done", "dropped", "overdue")
}
LOCALE = languages.DEFAULT.code
"""The language that phrases are written in."""

REGISTER = tuple(
    _phrase(name, "The head of a column in the register of actions", "column")
    for name in ("Action", "Owner", "Due", "State", "Document")
)
PLACE = _phrase("{place}, {country}", "A place with its country")
COMPENDIUM = tuple(
    _phrase(msgid, "A part of the compendium, in its contents and bookmarks")
    for msgid in ("Cover and contents", "Events", "Protocols", "Index and credits")
)

MESSAGES = (
    *ARTICLES,
    *SECTIONS,
    *CHAPTERS,
    *PARAGRAPHS,
    *THIS_ARTICLE,
    *THIS_SECTION,
    *THIS_CHAPTER,
    *THIS_PARAGRAPH,
    *(phrase for both in RANGES.values() for phrase in both),
    BELOW,
    ANNEX,
    ANNEX_NUMBER,
    DONE,
    DONE_BOTH,
    DONE_ALL,
    DONE_ONE,
    DUPLICATE,
    TRIPLICATE,
    ORIGINALS,
    CORRECTED,
    REPLACED_BY,
    INSERTED_BY,
    DELETED_BY,
    *IN_LANGUAGES.values(),
    *IN_LANGUAGE.values(),
    *TYPES.values(),
    *ROLES.values(),
    *COLUMNS,
    DECISION,
    *STATES.values(),
    *REGISTER,
    UNKNOWN_DATE,
    *STANDINGS.values(),
    TIME,
    VIDEO,
    VIDEO_ALSO,
    PLACE,
    *COMPENDIUM,
)

_SECTIONS = frozenset().union(*(one.sections for one in languages.LANGUAGES.values()))
"""Nouns of numbering schemes that mean sections, not articles."""

_LEVELS = ("article", "paragraph", "item", "subitem")

_WITH_ITEM = 3
"""The length of the path of a sub-paragraph."""


def citation(
    path: Path, scheme: tuple[str, ...], locale: str, *, chapters: bool = False
) -> tuple[Message, dict[str, str]]:
    """Return the phrase that cites *path*, and its numbers in the format of *scheme*, without punctuation."""
    phrases = CHAPTERS if chapters else SECTIONS if numbering.noun(scheme[0]) in _SECTIONS else ARTICLES
    depth = min(len(path), len(_LEVELS))
    message = phrases[depth - 1] if path[0] else PARAGRAPHS[depth - 2]
    return message, _numbers(path, scheme, locale)


def ranges(scheme: tuple[str, ...], *, chapters: bool = False) -> tuple[Message, Message]:
    """Return the phrases that name one article, and several in a row."""
    is_section = numbering.noun(scheme[0]) in _SECTIONS
    return RANGES["Chapter" if chapters else "Section" if is_section else "Article"]


def near(
    path: Path, here: Path, scheme: tuple[str, ...], locale: str, *, chapters: bool = False
) -> tuple[Message, dict[str, str]] | None:
    """Return the phrase that cites *path* from *here*: "… of this paragraph", "… of this Article"; None elsewhere."""
    if len(path) >= _WITH_ITEM and path[:2] == here[:2]:
        return THIS_PARAGRAPH[min(len(path), len(_LEVELS)) - _WITH_ITEM], _numbers(path, scheme, locale)
    if path[0] and path[:1] == here[:1]:
        is_section = numbering.noun(scheme[0]) in _SECTIONS
        phrases = THIS_CHAPTER if chapters else THIS_SECTION if is_section else THIS_ARTICLE
        return phrases[min(len(path), len(_LEVELS)) - 1], _numbers(path, scheme, locale)
    return None


def _numbers(path: Path, scheme: tuple[str, ...], locale: str) -> dict[str, str]:
    """Return the numbers of *path* by their names in phrases."""
    numbers = zip(_LEVELS, range(len(path)), path, strict=False)
    return {name: _cited(scheme, level, number, locale) for name, level, number in numbers if number}


def below(path: Path, scheme: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """Return the numbers of *path* that phrases have no names for, from outside inwards."""
    return tuple(_cited(scheme, level, number, locale) for level, number in enumerate(path) if level >= len(_LEVELS))


def _cited(scheme: tuple[str, ...], level: int, number: int, locale: str) -> str:
    """Return the number of a level as a citation writes it."""
    return _quoted(numbering.bare(numbering.pattern(scheme, level, locale), number), locale)


def _quoted(number: str, locale: str) -> str:
    """Cite a Cyrillic letter as usual in the language, quoted in legal texts: подпункт «а»."""
    language = languages.of(locale)
    is_letter = language is not None and re.fullmatch("[а-яё]+", number, re.IGNORECASE)
    return language.cites_letters.format(number) if language and is_letter else number


def fill(pattern: str, values: dict[str, str]) -> str:
    """Put *values* into the `{names}` of *pattern*; all other characters are literal."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), pattern)


def fill_spans(spans: tuple[Span, ...], values: dict[str, str]) -> tuple[Span, ...]:
    """Put *values* into the `{names}` of parsed words; markup in a value is literal."""
    filled: list[Span] = []
    for span in spans:
        match span:
            case Plain(text):
                filled.append(Plain(fill(text, values)))
            case Emphasis() | Link() | Mention() | Passage() | Reference():
                filled.append(dataclasses.replace(span, children=fill_spans(span.children, values)))
            case _:
                filled.append(span)
    return tuple(filled)


def names(pattern: str) -> frozenset[str]:
    """Return the `{names}` in *pattern*."""
    return frozenset(re.findall(r"\{(\w+)\}", pattern))
