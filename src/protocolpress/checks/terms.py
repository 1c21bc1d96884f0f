"""Does a translation use the glossary? Pairs of texts and the glossary's terms come in; findings go out.

A term is found in the source by its words in any form, side by side; the longest wins, and shorter ones inside it are
ignored. Its translation is found by the forms of its words, in order and near one another. A capital letter in a term
must be a capital in the source too; the words of references written by the program are left out.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from protocolpress import languages, markup
from protocolpress.checks import glossary, morphology
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.errors import Severity
from protocolpress.model import Emphasis, Reference, Span

NEAR = 3
"""Maximum number of words between two words of a translated term."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

ALTERNATIVES = re.compile(r"\s*;\s*|\s+/\s+")

ASIDE = re.compile(r"\(([^()]*)\)")

SHORT_NAME = re.compile(r"[^\W\d_][\w.-]*")
"""Another name of the term in parentheses, "ISS", "Roscosmos"; it begins with a capital letter."""

NO_PUNCTUATION = re.compile(r"[\s\-\u2010\u2011\u2013«»\"“”„‘’']+")
"""Separators allowed between the words of a term, whatever the glossary has there."""

PLACEHOLDER = re.compile(r"\{[^{}]*\}")

INVISIBLE = re.compile("[\u0301\u00ad]")

SIGNS = re.compile(r"[*_\[\]<`\\&\n]")
"""Characters of which at least one occurs in any markup."""

ARTICLES = frozenset({"a", "an", "the"})

PREPOSITIONS = (
    *("and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "to", "with"),
    *("в", "во", "для", "до", "за", "и", "из", "или", "к", "ко", "на", "о", "об", "от", "по", "при", "с", "со", "у"),
)

FUNCTION = ARTICLES.union(PREPOSITIONS)
"""Words of a term that its translation in a sentence may omit."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text or of a term, and the punctuation between it and the word before."""

    text: str
    gap: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_abbreviation(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


_Phrase = tuple[_Word, ...]


@dataclasses.dataclass(slots=True)
class _Term:
    """The glossary's requirement for a phrase of the source; empty if the phrase is a name of the registry."""

    phrase: _Phrase
    shown: str
    is_short: bool = False
    wanted: list[str] = dataclasses.field(default_factory=list)
    """The glossary's words, as written there."""
    phrases: list[tuple[_Phrase, bool]] = dataclasses.field(default_factory=list)
    """The same, word by word, and whether it is a short name."""


@dataclasses.dataclass(slots=True)
class _Node:
    """A node in the tree of all phrases, word by word, so that time is linear in the length of text and glossary."""

    word: _Word | None = None
    entry: _Term | None = None
    """The phrase that ends here."""
    children: dict[_Word, _Node] = dataclasses.field(default_factory=dict)
    following: dict[str, list[_Node]] = dataclasses.field(default_factory=dict)
    """The children by the dictionary forms of their words."""


def mismatch(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find terms of the sources whose translations contain no form of the glossary's term."""
    if not pairs or not context.terms or pairs[0].source_locale == pairs[0].locale:
        return
    source, target = pairs[0].source_locale, pairs[0].locale
    root = _tree(_entries(context, source, target), source)
    for pair in pairs:
        found = {id(entry): entry for entry in _found(_words(pair.source, source), root, source)}
        entries = [entry for entry in found.values() if entry.phrases]
        said = _Said(_words(pair.target, target) if entries else (), target)
        for entry in entries:
            if not any(said.has(phrase) for phrase in _wanted(entry, entries)):
                wanted = " or ".join(f'"{words}"' for words in dict.fromkeys(entry.wanted))
                message = f'the translation has no form of {wanted}, which is "{entry.shown}" in the glossary'
                yield pair, Finding(message, f"use its words, or correct {glossary.PATH}")


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """A term of the glossary in a source: its words there, the glossary's translations, and the translation's words.

    The last are empty if the translation has none of them.
    """

    source: str
    wanted: tuple[str, ...]
    target: tuple[str, ...]


class Glossary:
    """The terms of a glossary for two languages; made once, and asked for each text."""

    def __init__(self, context: Context, source_locale: str, locale: str) -> None:
        """Prepare the terms of *context*; there are none if the languages have no tables, or are the same."""
        judged = source_locale != locale and RULES[0].judges(source_locale, locale)
        self._locales = (source_locale, locale)
        self._root = _tree(_entries(context, source_locale, locale) if judged else (), source_locale)

    def uses(self, source: str, target: str) -> tuple[Use, ...]:
        """Return the terms in *source*, in order, each with its translation in *target*."""
        words, place, found = _words(source, self._locales[0]), 0, list[Use]()
        said = _Said(_words(target, self._locales[1]), self._locales[1])
        while place < len(words):
            entry = _longest(words, place, self._root, self._locales[0])
            size = len(entry.phrase) if entry else 1
            if entry and entry.phrases:
                here = " ".join(word.text for word in words[place : place + size])
                used = next((phrase for phrase, _ in entry.phrases if said.has(phrase)), ())
                there = {at for word in used if word.text.lower() not in FUNCTION for at in said.find(word)}
                target_words = tuple(said.words[at].text for at in sorted(there))
                found.append(Use(here, tuple(dict.fromkeys(entry.wanted)), target_words))
            place += size
        return tuple(found)


def _wanted(entry: _Term, entries: Iterable[_Term]) -> Iterable[_Phrase]:
    """Return the entries that may replace *entry*: its short name for its long one or vice versa, unless both occur."""
    both = any(other.shown == entry.shown and other.is_short != entry.is_short for other in entries)
    same = [phrase for phrase, is_short in entry.phrases if is_short == entry.is_short] if both else ()
    return same or [phrase for phrase, _ in entry.phrases]


RULES: tuple[Rule, ...] = (
    Rule(id="term-mismatch", family="terms", severity=Severity.WARNING, across=mismatch, needs="inflection"),
)


# ── the glossary ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _entries(context: Context, source: str, target: str) -> Iterable[_Term]:
    """List phrases of the source's language, each once; names of the registry that are not terms are included."""
    entries: dict[_Phrase, _Term] = {}
    for term in context.terms:
        if source in term.words and target in term.words:
            wanted = _alternatives(term.words[target])
            for shown in _alternatives(term.words[source]):
                for phrase, is_short in _phrases(shown):
                    entry = entries.setdefault(phrase, _Term(phrase, shown, is_short))
                    entry.wanted += wanted
                    entry.phrases += (pair for each in wanted for pair in _phrases(each))
    for name in context.names:
        for form in name.forms.get(source, ()):
            if phrase := _without_articles(_split(form)):
                entries.setdefault(phrase, _Term(phrase, form))
    return entries.values()


def _tree(entries: Iterable[_Term], locale: str) -> _Node:
    root = _Node()
    for entry in entries:
        node = root
        for word in entry.phrase:
            if word not in node.children:
                child = node.children[word] = _Node(word)
                for lemma in morphology.lemmas(word.text, locale):
                    node.following.setdefault(lemma, []).append(child)
            node = node.children[word]
        node.entry = entry
    return root


def _alternatives(cell: str) -> list[str]:
    return [text for text in ALTERNATIVES.split(cell) if WORD.search(text)]


def _phrases(text: str) -> Iterator[tuple[_Phrase, bool]]:
    """Return the words of a term, and those of its short name in parentheses; other parentheses only explain."""
    asides = (aside.strip() for aside in ASIDE.findall(text))
    names = (aside for aside in asides if SHORT_NAME.fullmatch(aside) and aside[0].isupper())
    for is_short, each in ((False, ASIDE.sub(" ", text)), *((True, name) for name in names)):
        if phrase := _without_articles(_split(each)):
            yield phrase, is_short


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(text: str, locale: str) -> _Phrase:
    """Return the words of a catalog text, without those of markup."""
    if SIGNS.search(text):
        text = "".join(_spoken(markup.inline(text)))
    words = _split(text)
    return _without_articles(words) if languages.known(locale).articles else words


def _spoken(spans: Iterable[Span]) -> Iterator[str]:
    """Remove the words of references with numbers written by the program: they belong to the citation."""
    for span in spans:
        match span:
            case Emphasis(children=children):
                yield from _spoken(children)
            case Reference(children=children) if "{}" in markup.plain(children):
                yield " "
            case _:
                yield markup.plain((span,))


def _split(text: str) -> _Phrase:
    text = PLACEHOLDER.sub("…", INVISIBLE.sub("", text))
    words: list[_Word] = []
    end = 0
    for match in WORD.finditer(text):
        words.append(_Word(match[0], NO_PUNCTUATION.sub("", text[end : match.start()]) if words else ""))
        end = match.end()
    return tuple(words)


def _without_articles(words: _Phrase) -> _Phrase:
    """Remove articles, which a text may have where the glossary has none."""
    if not any(word.text.lower() in ARTICLES for word in words):
        return words
    kept, gap = [], ""
    for word in words:
        gap += word.gap
        if word.text.lower() not in ARTICLES:
            kept.append(_Word(word.text, gap))
            gap = ""
    return tuple(kept)


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _found(words: _Phrase, root: _Node, locale: str) -> Iterator[_Term]:
    """Find the phrases of a text, from left to right, the longest at each place."""
    place = 0
    while place < len(words):
        entry = _longest(words, place, root, locale)
        if entry:
            yield entry
        place += len(entry.phrase) if entry else 1


def _longest(words: _Phrase, place: int, root: _Node, locale: str) -> _Term | None:
    """Find the longest phrase at *place*; of two that are as long, the one with more capitals."""
    nodes, best = [root], None
    for step in range(place, len(words)):
        here = words[step]
        reached = (
            child
            for node in nodes
            for lemma in morphology.lemmas(here.text, locale)
            for child in node.following.get(lemma, ())
            if child.word and _fits(child.word, here, is_first=step == place)
        )
        nodes = [*{id(node): node for node in reached}.values()]
        if not nodes:
            break
        ends = [node.entry for node in nodes if node.entry]
        best = max(ends, key=_capitals) if ends else best
    return best


def _capitals(entry: _Term) -> int:
    return sum(word.is_capital for word in entry.phrase)


def _fits(wanted: _Word, here: _Word, *, is_first: bool) -> bool:
    """Whether a word of a text, known to be a form of a term's word, may match it."""
    if not is_first and here.gap not in ("", wanted.gap):
        return False
    if wanted.is_abbreviation:
        return here.text.startswith(wanted.text)
    return here.is_capital or not wanted.is_capital


class _Said:
    """The words of a translation, by their dictionary forms."""

    def __init__(self, words: _Phrase, locale: str) -> None:
        self.words = words
        self.locale = locale
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for lemma in morphology.lemmas(word.text, locale):
                self.places.setdefault(lemma, []).append(place)

    def has(self, phrase: _Phrase) -> bool:
        """Whether the words of *phrase* are there in order, with few words between them."""
        content = [word for word in phrase if word.text.lower() not in FUNCTION] or [*phrase]
        reached = self.find(content[0])
        for word in content[1:]:
            after = {place + step for place in reached for step in range(1, NEAR + 2)}
            reached = self.find(word) & after
        return bool(reached)

    def find(self, wanted: _Word) -> set[int]:
        """Return the places of a word's forms."""
        if wanted.is_abbreviation:
            return {place for place, word in enumerate(self.words) if word.text.startswith(wanted.text)}
        return {place for lemma in morphology.lemmas(wanted.text, self.locale) for place in self.places.get(lemma, ())}
