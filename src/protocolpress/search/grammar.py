"""The door to Snowball: from a word to its terms, and from a term to all forms that a reader may type.

A language has a dictionary, an algorithm that cuts words to stems, or only a list of endings. Words in the letters of
another script are their own terms. Words and forms are folded (`words.fold`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import snowballstemmer

from protocolpress import languages
from protocolpress.checks import morphology
from protocolpress.languages.finding import Family, Finding
from protocolpress.search.words import MAX_WORD

ROOT = "~"
"""Begins the term of a family of verbs."""

SHORTEST_ROOT = 4
"""Letters; shorter roots have too many verbs that are not related: «пить», «писать»."""

SHORTEST_STEM = 4
"""Letters that remain when only endings are known."""

_VERBS = frozenset(("VERB", "INFN", "PRTF", "PRTS", "GRND"))


@functools.lru_cache(maxsize=1 << 16)
def terms(word: str, locale: str) -> tuple[str, ...]:
    """Return the terms of a word, sorted: one, or as many as it may be forms of, and the family of its verb."""
    language = languages.known(locale)
    how = language.finding
    prefix, _, rest = word.partition("'")
    if rest and prefix in language.elided:  # l'accord
        word = rest
    if len(word) > MAX_WORD or not word.isalpha() or _is_foreign(word, locale):
        return (word,)
    if how.dictionary:
        return tuple(sorted(_of_dictionary(word, how) or {word}))
    return (_stem(word, how),)


def forms(term: str, locale: str) -> frozenset[str]:
    """Return the forms of a term that a reader may type; of a family, those of its verbs and nouns."""
    how = languages.known(locale).finding
    if how.dictionary and term.startswith(ROOT) and how.family:
        return frozenset(_of_family(term.removeprefix(ROOT), how.dictionary, how.family))
    if len(term) > MAX_WORD or not term.isalpha() or _is_foreign(term, locale):
        return frozenset({term})
    if how.dictionary:
        found = [one.forms for one in morphology.paradigms(term, how.dictionary) if one.lemma == term]
        return frozenset({term}).union(*found)
    return frozenset(_of_stem(term, how))


def _is_foreign(word: str, locale: str) -> bool:
    """Whether a word is in the letters of another script than the language's."""
    return ("\u0400" <= word[0] <= "\u052f") != (languages.script(locale) == "Cyrillic")


# ── dictionary ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_dictionary(word: str, how: Finding) -> set[str]:
    found = set[str]()
    for one in morphology.paradigms(word, how.dictionary):
        found.add(one.lemma)
        if how.family and (root := _root(one, how.family)):
            found.add(f"{ROOT}{root}")
    return found


def _root(word: morphology.Paradigm, family: Family) -> str:
    """Return the root that a verb shares with its other aspect and its noun, or nothing."""
    verb = word.part in _VERBS
    if not verb and word.part != "NOUN":
        return ""
    lemma = word.lemma.removesuffix("ся") if verb else word.lemma
    ending = next((one for one in (family.verbs if verb else family.nouns) if lemma.endswith(one)), "")
    stem = lemma[: len(lemma) - len(ending)]
    if not ending or len(stem) < SHORTEST_ROOT:
        return ""
    changed, original = next((pair for pair in family.changes if stem.endswith(pair[0])), ("", ""))
    return stem[: len(stem) - len(changed)] + original


def _of_family(root: str, dictionary: str, family: Family) -> Iterator[str]:
    stems = [root, *(root.removesuffix(end) + changed for changed, end in family.changes if root.endswith(end))]
    for stem in stems:
        for ending in (*family.verbs, *family.nouns):
            lemma = stem + ending
            if morphology.is_word_of(lemma, dictionary):
                for one in morphology.paradigms(lemma, dictionary):
                    if one.lemma == lemma and _root(one, family) == root:
                        yield from one.forms


# ── stems and endings ────────────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401  # snowballstemmer has no types
    return snowballstemmer.stemmer(algorithm)


def _stem(word: str, how: Finding) -> str:
    if how.algorithm:
        return str(_stemmer(how.algorithm).stemWord(word))
    longest = max(
        (e for e in how.endings if word.endswith(e) and len(word) - len(e) >= SHORTEST_STEM), key=len, default=""
    )
    return word[: len(word) - len(longest)]


def _of_stem(stem: str, how: Finding) -> Iterator[str]:
    """Yield the words that an ending makes of a stem and that have this stem."""
    bases = [stem]
    if stem.endswith("i"):  # polici: policy, policies
        bases.append(stem[:-1])
    if stem[-1:].isalpha() and how.algorithm:  # plan: planned
        bases.append(stem + stem[-1])
    changed = max(how.vowels, key=lambda pair: (stem.rfind(pair[0]), len(pair[0])), default=("", ""))
    if changed[0] and changed[0] in stem:  # Vertrag: Verträge
        head, _, tail = stem.rpartition(changed[0])
        bases.append(head + changed[1] + tail)
    for base in bases:
        for ending in how.endings:
            form = base + ending
            if _stem(form, how) == stem:
                yield form
