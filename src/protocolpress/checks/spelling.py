"""Is a Russian word mistyped? A word that the dictionary does not have, one slip away from one that it has.

The dictionary is that of `morphology`, with the names of the registry, the terms of the glossary and the publication's
own words: words in more than one text are intended. A word without such a neighbour is considered new.
"""

from __future__ import annotations

import collections
import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from protocolpress.checks import morphology, raw_text
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.errors import Severity

SHORTEST = 5
"""Minimum letters of a checked word: shorter ones are one slip away from too many others."""

_WORD = re.compile(r"(?<![\w-])[а-яё]{5,30}(?!\w|-|\.\S|\. [а-яё])")
_FIRST = re.compile(r"^[А-ЯЁ][а-яё]{4,30}(?!\w|-|\.\S|\. [а-яё])")
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def slips(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find words that are not in the dictionary but one slip away from a word that is."""
    places: dict[str, list[tuple[Pair, str]]] = collections.defaultdict(list)
    for pair in pairs:
        for word in dict.fromkeys(_words(pair.target)):
            if not _is_known(word):
                places[morphology.fold(word)].append((pair, word))
    if not places:
        return
    own = frozenset(_own(context, pairs[0].locale))
    stems = collections.Counter(word[:-2] for word in places)
    for folded, found in places.items():
        if len(found) > 1 or folded in own or stems[folded[:-2]] > 1:
            continue
        if meant := _neighbour(folded):
            pair, word = found[0]
            yield pair, Finding(f"{word!r} is not in the dictionary", f"did you mean {meant}?")


def _words(text: str) -> Iterator[str]:
    words = unicodedata.normalize("NFC", raw_text.cut(text).words)
    yield from (match[0] for match in _FIRST.finditer(words))
    yield from (match[0] for match in _WORD.finditer(words))


def _is_known(word: str) -> bool:
    """Whether the dictionary has a word, or the word negated by its prefix «не»."""
    folded = morphology.fold(word)
    return morphology.is_known(word) or (folded.startswith("не") and morphology.is_known(folded[2:]))


def _own(context: Context, locale: str) -> Iterator[str]:
    """Return the words of the registry and the glossary, in all their forms."""
    names = (form for name in context.names for form in name.forms.get(locale, ()))
    for text in (*names, *(term.words.get(locale, "") for term in context.terms)):
        for match in morphology.words(text):
            yield from morphology.forms(match[0], locale)


@functools.lru_cache(maxsize=1 << 10)
def _neighbour(word: str) -> str:
    """Return a word of the dictionary that is one slip away: a letter lost, typed twice, in another place, or wrong.

    The first letter is never assumed wrong, because another one makes another word, «урегулируется».
    """
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    swapped = (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1 and tail[0] != tail[1])
    shorter = (head + tail[1:] for head, tail in cuts if tail)
    longer = (head + letter + tail for head, tail in cuts for letter in _LETTERS)
    other = (head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS)
    candidates = (one for kind in (swapped, longer, shorter, other) for one in kind)
    return next((one for one in candidates if one != word and morphology.is_known(one)), "")


RULES = (Rule(id="misspelled-word", family="sense", severity=Severity.WARNING, across=slips, needs="dictionary"),)
