"""Names of the registry in a text, in any case and form: text in; the ids of the named entries out.

A person is named by the surname, alone or with given names or initials; an organization or a place by any of its forms.
Russian names inflect, English ones take 's. If two people share a surname, given names and initials decide; otherwise
either may be meant.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from protocolpress import languages
from protocolpress.checks import facts, morphology
from protocolpress.checks.rule import Name

MENTION = re.compile(r"\[([^\[\]]{0,400})\]\(@([a-z][a-z0-9-]{0,80})\)")
"""`[words](@id)`."""

NEAR = 0.7
"""Minimum similarity, from 0 to 1, of a mistyped word."""

_GAP = frozenset(" \u00a0\u202f.,-–«»\"“”'\n")
_ADJECTIVE = re.compile(r"[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
_PATRONYMIC = re.compile(r"(?:[ое]вич|[ое]вн|ичн)[аеоуыюйм]{0,2}$")
_ENDING = re.compile("[аеиоуыэюяйьмхв]{0,3}")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "мл", "ст"})
_SUFFIX = re.compile(rf"[\s,\u2010\u2011-]+(?:{'|'.join(_SUFFIXES)})\.?$", re.IGNORECASE)
_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""A word without its hyphens."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A name in a text: the entries that it may mean, and its words."""

    ids: frozenset[str]
    kind: Literal["person", "organization", "place"]
    written: str
    sure: bool
    """Whether it is the full name; a surname or a short name alone may be an ordinary word."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word of a name with its forms."""

    forms: frozenset[str]
    capitals: str
    """An abbreviation as written, to tell ASA from Asa; empty for a word."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """Words that name an entry; *given* may stand before or after those of a person."""

    id: str
    kind: Literal["person", "organization", "place"]
    words: tuple[_Word, ...]
    given: tuple[_Word, ...] = ()
    full: bool = False
    """Whether this is the whole name of an organization or a place."""


_Lexicon = Mapping[str, Sequence[_Phrase]]
"""Phrases by each form of their first word, longer ones first."""


class _Same:
    """Names as the key of a cache: compared by identity, because they hold mappings, which have no hash."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        self.names = names

    def __hash__(self) -> int:
        return id(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.names is self.names


def find(text: str, names: tuple[Name, ...], locale: str) -> tuple[Sighting, ...]:
    """Find the names in *text*, in order; of overlapping ones the longest counts."""
    return tuple(_sightings(facts.visible(text), _lexicon(_Same(names), locale))) if names else ()


def is_adjective(text: str, name: Name, locale: str) -> bool:
    """Whether Russian *text* has an adjective derived from a place name: «московский» names Moscow."""
    if languages.known(locale).inflection != "dictionary" or name.kind != "place":
        return False
    stems = tuple(
        folded[: max(3, len(folded) - 2)]
        for form in name.forms.get(locale, ())
        if (folded := morphology.fold(form)).isalpha() and len(folded) > 3
    )
    words = (morphology.fold(match[0]) for match in morphology.words(text))
    return bool(stems) and any(word.startswith(stems) and _ADJECTIVE.search(word) is not None for word in words)


def is_description(words: str, name: Name, locale: str) -> bool:
    """Whether the words of a mention refer to the person in another way, "the Administrator", and are not a mistyped
    name.

    A capitalized word that is not part of the name is a mistake if it resembles a word of the name, or is next to one.
    """
    phrases = tuple(_phrases(name, locale))
    own = {form for phrase in phrases for word in (*phrase.words, *phrase.given) for form in word.forms}
    here = [match[0] for match in morphology.words(facts.visible(words))]
    strange = [word for word in here if morphology.fold(word) not in own]
    beside = name.kind == "person" and len(strange) < len(here)
    capitals = [
        folded for word in strange if word[0].isupper() and not _PATRONYMIC.search(folded := morphology.fold(word))
    ]
    return bool(strange) and not any(beside or _is_near(word, own) for word in capitals)


def _is_near(word: str, forms: Iterable[str]) -> bool:
    """Whether a word differs from one of *forms* by one to three letters, and is not just another case of it."""
    likely = [form for form in forms if len(form) > 3 and abs(len(form) - len(word)) < 4]
    if any(word.startswith(form[:-2]) and _ENDING.fullmatch(word, len(form) - 2) for form in likely):
        return False
    return any(difflib.SequenceMatcher(None, word, form).ratio() > NEAR for form in likely)


def mentions(text: str) -> tuple[tuple[str, str], ...]:
    """Return the mentions of *text*: the words and the id of each."""
    return tuple((words, mention_id) for words, mention_id in MENTION.findall(text))


def _sightings(text: str, lexicon: _Lexicon) -> Iterator[Sighting]:
    words = {*morphology.WORD.findall(text), *_PART.findall(text)}
    if lexicon.keys().isdisjoint(map(morphology.fold, words)):
        return
    tokens = list(_tokens(text, lexicon))
    index = 0
    while index < len(tokens):
        phrases = lexicon.get(morphology.fold(tokens[index][0]))
        matching = [phrase for phrase in phrases if _matches(phrase, text, tokens, index)] if phrases else []
        if not matching:
            index += 1
            continue
        length = len(matching[0].words)
        best = [phrase for phrase in matching if len(phrase.words) == length]
        given = [phrase for phrase in best if _is_given(phrase, text, tokens, index)]
        meant = given or best
        written = text[tokens[index].start() : tokens[index + length - 1].end()]
        sure = bool(given) or all(phrase.full for phrase in meant)
        yield Sighting(ids=frozenset(phrase.id for phrase in meant), kind=meant[0].kind, written=written, sure=sure)
        index += length


def _tokens(text: str, lexicon: _Lexicon) -> Iterator[re.Match[str]]:
    """Find the words of *text*; one that joins names without being one, "Raikunov-Stafford", counts as its parts."""
    for word in morphology.words(text):
        parts = list(_PART.finditer(text, word.start(), word.end())) if morphology.fold(word[0]) not in lexicon else []
        if len(parts) > 1 and any(morphology.fold(part[0]) in lexicon for part in parts):
            yield from parts
        else:
            yield word


def _matches(phrase: _Phrase, text: str, tokens: Sequence[re.Match[str]], index: int) -> bool:
    if index + len(phrase.words) > len(tokens):
        return False
    here = tokens[index : index + len(phrase.words)]
    if len(here) == 1 and not _looks_like_a_name(phrase, text, tokens, index):
        return False
    gaps = (text[one.end() : two.start()] for one, two in itertools.pairwise(here))
    return all(map(_is_form, here, phrase.words)) and all(len(gap) < 4 and _GAP.issuperset(gap) for gap in gaps)


def _looks_like_a_name(phrase: _Phrase, text: str, tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Distinguish a name from a word in a heading in capitals: SPECIMEN does not name Mr. Specimen."""
    word = tokens[index][0]
    if not word[0].isupper():
        return False
    shouted = len(word) > 1 and word.isupper() and not phrase.words[0].capitals
    return not shouted or _is_given(phrase, text, tokens, index)


def _is_form(token: re.Match[str], word: _Word) -> bool:
    return token[0].startswith(word.capitals) and morphology.fold(token[0]) in word.forms


def _is_given(phrase: _Phrase, text: str, tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a given name or an initial of this person is next to the surname."""
    after = index + len(phrase.words)
    around = (*tokens[max(0, index - 2) : index], *tokens[after : after + 2])
    for token in around:
        initial = len(token[0]) == 1 and text[token.end() : token.end() + 1] == "."
        folded = morphology.fold(token[0])
        if any(
            folded in word.forms or (initial and any(form[0] == folded for form in word.forms)) for word in phrase.given
        ):
            return True
    return False


# ── the lexicon ──────────────────────────────────────────────────────────────────────────────────────────────────────


@functools.lru_cache(maxsize=16)
def _lexicon(same: _Same, locale: str) -> _Lexicon:
    found: dict[str, list[_Phrase]] = {}
    for name in same.names:
        for phrase in _phrases(name, locale):
            for form in phrase.words[0].forms:
                found.setdefault(form, []).append(phrase)
    return {form: sorted(phrases, key=lambda phrase: -len(phrase.words)) for form, phrases in found.items()}


def _phrases(name: Name, locale: str) -> Iterator[_Phrase]:
    forms = name.forms.get(locale, ())
    if name.kind == "person":
        indexed = (form for form in forms if "," in form and not _suffix(form))
        full = next(indexed, "") or (forms[0] if forms else "")
        surname, comma, given = full.partition(",")
        if not comma or _suffix(full):
            *first, surname = _SUFFIX.sub("", full).split() or [""]  # Болден-мл., Culbertson, Jr.
            given = " ".join(first)
        if words := _words(surname, locale):
            yield _Phrase(id=name.id, kind=name.kind, words=words, given=_words(given, locale))
        return
    full, *short = forms or ("",)
    if name.kind == "place":  # "Quebec City" is Quebec, "Cape Canaveral, Florida" the cape alone
        short += (form.partition(",")[0].removesuffix(" City") for form in forms)
    for form in dict.fromkeys((full, *short)):
        if (words := _words(form, locale)) and (form == full or name.kind == "place" or not _is_ordinary(form, full)):
            yield _Phrase(id=name.id, kind=name.kind, words=words, full=form == full)


def _is_ordinary(short: str, full: str) -> bool:
    """Whether a short name is just a word of the full one: "State" rarely names the Department of State."""
    return not short.isupper() and morphology.fold(short) in {
        morphology.fold(word[0]) for word in morphology.words(full)
    }


def _suffix(form: str) -> bool:
    """Distinguish "Frank Culbertson, Jr." from "Culbertson, Frank"."""
    return morphology.fold(form.rpartition(",")[2].strip(" .")) in _SUFFIXES


def _words(form: str, locale: str) -> tuple[_Word, ...]:
    return tuple(_word(match[0], locale) for match in morphology.words(form))


def _word(word: str, locale: str) -> _Word:
    if len(word) > 1 and word.isupper():  # an abbreviation takes endings, НАСА, ГОСТа, and is never an ordinary word
        forms = {morphology.fold(word) + ending for ending in ("", "'s", "'", "s", "а", "у", "ом", "е")}
        return _Word(forms=frozenset(forms), capitals=word)
    return _Word(forms=morphology.forms(word, locale), capitals="")
