"""The door to pymorphy3: words in, their dictionary forms or all their forms out, for Russian and English.

Words are compared folded: lower case, е for ё, no stress marks. The meaning of a word in its sentence is not
considered: a word that may be two forms is both. No word is refused; one that is too long for a word has only itself as
its form.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pymorphy3

from protocolpress import languages

_Forms = Callable[[str], frozenset[str]]

MAX_WORD = 60
"""The longest word that is looked up; the analyzer's time grows with the length of an unknown word."""

RARE = 0.05
"""The share of a word's uses below which it is hardly ever that: «поля» a name, «раздела» a verb."""
_DICTIONARY = next(one.finding.dictionary for one in languages.LANGUAGES.values() if one.dictionary)
"""The code of the dictionary by which words are checked."""

_UNLIKELY = 0.1
"""The score below which a guess is left out."""
_UNUSUAL = frozenset(("Abbr", "Infr", "Arch", "Erro", "Slng", "Init"))
_MARGINAL = frozenset(("Infr", "Name", "Surn", "Patr", "Arch", "Erro", "Slng"))

WORD = re.compile(r"[^\W\d_]+(?:[\u0301\u00ad\u2010\u2011'’-][^\W\d_]+)*")
"""A word: letters, joined by hyphens or apostrophes."""

_VOWELS = frozenset("аеиоуыэюя")
_HUSHING = frozenset("жчшщц")
_IRREGULAR = {
    "children": "child",
    "feet": "foot",
    "men": "man",
    "women": "woman",
    "people": "person",
    "data": "datum",
    "crises": "crisis",
    "analyses": "analysis",
    "bases": "basis",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "lives": "life",
    "halves": "half",
    "selves": "self",
    "shelves": "shelf",
}


def words(text: str) -> Iterator[re.Match[str]]:
    """Find the words of *text* in order, with their places."""
    return WORD.finditer(text)


@functools.lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Fold a word for comparison: lower case, without stress marks and soft hyphens, е for ё, plain hyphens."""
    plain = unicodedata.normalize("NFC", word.replace("\u0301", "").replace("\u00ad", "")).lower()
    return plain.replace("ё", "е").replace("’", "'").replace("\u2010", "-").replace("\u2011", "-")


def lemmas(word: str, locale: str) -> frozenset[str]:
    """Return all dictionary forms that *word* may belong to, folded; the word itself is always one of them.

    Two words may be forms of the same word if they have a lemma in common. In English only the endings of plural, third
    person and possessive are removed: "funding" is not a form of "fund".
    """
    folded = fold(word)
    if len(folded) > MAX_WORD:
        return frozenset({folded})
    return _look_up(folded, locale, _russian, _english)


def forms(word: str, locale: str) -> frozenset[str]:
    """Return the forms that *word* of a name takes in a sentence, folded; *word* is in the nominative.

    Russian: all cases, by the dictionary and, since it knows few surnames, by the endings of surnames and first names;
    a foreign woman's name does not change, so the word itself always counts. English: the possessive.
    """
    folded = fold(word)
    if len(folded) > MAX_WORD:
        return frozenset({folded})
    return _look_up(folded, locale, _russian_forms, _english_forms)


def _look_up(word: str, locale: str, dictionary: _Forms, endings: _Forms) -> frozenset[str]:
    """Return the function that inflects a language's words; words in Latin letters inflect as in English everywhere."""
    language = languages.known(locale)
    how = language.inflection
    if how == "dictionary" and _is_cyrillic(word):
        return dictionary(word)
    if how != "none":
        return endings(word)
    prefix, apostrophe, rest = word.partition("'")  # l'office
    bare = rest if apostrophe and prefix in language.elided else word
    return frozenset({word, bare, *(f"{each}'{bare}" for each in language.elided)})


def _is_cyrillic(word: str) -> bool:
    return "а" <= word[0] <= "я" or "а" <= word[-1] <= "я"


# ── Russian ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _analyzer(code: str = _DICTIONARY) -> Any:  # noqa: ANN401  # pymorphy3 has no types
    """Load a dictionary: 0.3 seconds and 20 MB, once, and only if a word of its language is looked up."""
    return pymorphy3.MorphAnalyzer(lang=code)


@functools.lru_cache(maxsize=1 << 16)
def _russian(word: str) -> frozenset[str]:
    """Look the word up; a participle counts as itself and as its verb."""
    return frozenset({word, *(fold(parse.normal_form) for parse in _analyzer().parse(word))})


@functools.lru_cache(maxsize=1 << 12)
def _russian_forms(word: str) -> frozenset[str]:
    found = {word, *_ending_forms(word)}
    first, hyphen, second = word.rpartition("-")
    if hyphen and first and second:  # Жан-Жак, Нью-Йорк, Ростов-на-Дону: either part may change, or both
        found |= {f"{first}-{form}" for form in _russian_forms(second)}
        head, _, rest = word.partition("-")
        found |= {f"{form}-{rest}" for form in _ending_forms(head)}
        if head == first:
            found |= {f"{one}-{two}" for one in _ending_forms(first) for two in _ending_forms(second)}
    for parse in _analyzer().parse(word):
        # Guessed words are left to the endings: the analyzer may take «Болден» for any part of speech. So is a name
        # that is another case of a common word: «Образцов» is no plural of «образец».
        if parse.is_known and "nomn" in parse.tag.grammemes:
            found |= {fold(form.word) for form in parse.lexeme if form.tag.POS == parse.tag.POS}
    return frozenset(found)


def _ending_forms(word: str) -> frozenset[str]:
    """Decline a name by its ending (the grammar of names: Калакуцкая, «Склонение фамилий и личных имен», 1984)."""
    for ending, drop, endings in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: len(word) - drop]
            return frozenset(stem + each for each in endings.split())
    last = word[-1]
    if last in _VOWELS or len(word) == 1:  # Шевченко, Байерли, Орландо
        return frozenset()
    instrumental = "ем" if last in _HUSHING else "ом"
    return frozenset(word + each for each in ("а", "у", instrumental, "е", "ы", "и", "ов", "ам", "ами", "ах"))


_ENDINGS = (
    # the ending of the nominative, how many letters are replaced, and the other endings
    ("ский", 2, "ого ому им ом ие их ими ая ую ой"),
    ("цкий", 2, "ого ому им ом ие их ими ая ую ой"),
    ("ой", 2, "ого ому ым им ом ые ых ыми ая ую ой"),
    ("ый", 2, "ого ому ым ом ые ых ыми ая ую ой"),
    ("ская", 2, "ой ую"),
    ("цкая", 2, "ой ую"),
    ("ая", 2, "ой ую ей"),
    ("ово", 1, "а у ом е"),
    ("ево", 1, "а у ом е"),
    ("ино", 1, "а у ом е"),
    ("ое", 2, "ого ому ым им ом"),
    ("ее", 2, "его ему им ем"),
    ("ые", 2, "ых ым ыми"),
    ("ие", 2, "их им ими"),
    ("ия", 1, "и ю ей"),
    ("яя", 2, "ей юю"),
    ("ова", 1, "ой у ы е"),
    ("ева", 1, "ой у ы е"),
    ("ина", 1, "ой у ы е"),
    ("ына", 1, "ой у ы е"),
    ("ов", 0, "а у ым ом е ы ых ыми"),
    ("ев", 0, "а у ым ом е ы ых ыми"),
    ("ин", 0, "а у ым ом е ы ых ыми"),
    ("ын", 0, "а у ым ом е ы ых ыми"),
    ("ых", 0, ""),
    ("их", 0, ""),
    ("ий", 1, "я ю ем и"),
    ("й", 1, "я ю ем е"),
    ("ь", 1, "я ю ем е и ью ей ям ями ях"),
    ("га", 1, "и е у ой"),
    ("ка", 1, "и е у ой"),
    ("ха", 1, "и е у ой"),
    ("жа", 1, "и е у ей"),
    ("ша", 1, "и е у ей"),
    ("ча", 1, "и е у ей"),
    ("ца", 1, "ы е у ей"),
    ("а", 1, "ы е у ой"),
    ("я", 1, "и е ю ей"),
    ("ок", 2, "ка ку ком ке ока оку оком оке"),
    ("ек", 2, "ька ьку ьком ьке ека еку еком еке"),
    ("ец", 2, "ца цу цом цем це еца ецу ецом ецем еце"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a word's form, in the dictionary's abbreviations (OpenCorpora's): NOUN, gent, plur, femn."""

    part: str
    case: str
    number: str
    gender: str
    animacy: str
    marks: frozenset[str]


@functools.lru_cache(maxsize=1 << 14)
def readings(word: str) -> tuple[Reading, ...]:
    """Return all that a Russian word may be, except what it hardly ever is; nothing for an unknown word."""
    folded = fold(word)
    if len(folded) > MAX_WORD or not _analyzer().word_is_known(folded):
        return ()
    tags = (parse.tag for parse in _analyzer().parse(folded) if parse.is_known and not _is_rare(parse))
    return tuple(
        Reading(
            str(tag.POS or ""),
            str(tag.case or ""),
            str(tag.number or ""),
            str(tag.gender or ""),
            str(tag.animacy or ""),
            frozenset(map(str, tag.grammemes)),
        )
        for tag in tags
    )


def _is_rare(parse: Any) -> bool:  # noqa: ANN401  # pymorphy3 has no types
    """Whether a word is hardly ever that: a verb, a name, or a form that only some people use."""
    nominal = parse.tag.POS in ("NOUN", "ADJF", "PRTF") and _MARGINAL.isdisjoint(parse.tag.grammemes)
    return not nominal and parse.score < RARE


def is_known(word: str) -> bool:
    """Whether the Russian dictionary has *word*, or both parts of a word with a hyphen."""
    folded = fold(word)
    return len(folded) > MAX_WORD or _is_known(folded) or ("-" in folded and all(map(_is_known, folded.split("-"))))


def _is_known(word: str) -> bool:
    return not word or bool(_analyzer().word_is_known(word))


@dataclasses.dataclass(frozen=True, slots=True)
class Paradigm:
    """A word of a dictionary, or a guess: its dictionary form, its part of speech, its forms; all folded."""

    lemma: str
    part: str
    forms: frozenset[str]


@functools.lru_cache(maxsize=1 << 15)
def paradigms(word: str, code: str) -> tuple[Paradigm, ...]:
    """Return all words of the dictionary *code* that a folded *word* may be a form of, without rare readings.

    Of an unknown word these are likely guesses: «Поповкиным» is a form of «Поповкин».
    """
    found: dict[tuple[str, str], Paradigm] = {}
    for parse in _analyzer(code).parse(word):
        lemma, tag = fold(parse.normal_form), parse.tag
        rare = not tag.grammemes.isdisjoint(_UNUSUAL) or (not parse.is_known and parse.score < _UNLIKELY)
        if not rare and (lemma, str(tag.POS)) not in found:
            forms = frozenset(fold(form.word) for form in parse.lexeme)
            found[lemma, str(tag.POS)] = Paradigm(lemma, str(tag.POS or ""), forms)
    return tuple(found.values())


def is_word_of(word: str, code: str) -> bool:
    """Whether the dictionary *code* has a folded word, with е or with ё."""
    return bool(_analyzer(code).word_is_known(word))


# ── English ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@functools.lru_cache(maxsize=1 << 16)
def _english(word: str) -> frozenset[str]:
    word = word.removesuffix("'s").removesuffix("'")
    found = {word}
    if word in _IRREGULAR:
        found.add(_IRREGULAR[word])
    if word.endswith("ies") and len(word) > 4:
        found.add(word[:-3] + "y")
    if word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
        found.add(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        found.add(word[:-1])
    return frozenset(found)


def _english_forms(word: str) -> frozenset[str]:
    return frozenset({word, f"{word}'s", f"{word}'"})
