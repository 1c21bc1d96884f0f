"""Do references and mentions match their targets? A number if there is one, the right noun, the right party.

A text is parsed as the pages parse it. A reference leads into a document by its steps: `#scope/2/a` is a sub-paragraph.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from protocolpress import languages, markup
from protocolpress.checks import morphology
from protocolpress.checks.rule import Context, Finding, Name, Pair, Rule
from protocolpress.checks.spans import CALL
from protocolpress.errors import Severity
from protocolpress.model import Emphasis, Link, Mention, Passage, Reference, Span

LEVELS = ("an article", "a paragraph", "a sub-paragraph")
"""Targets of references, by number of steps; deeper ones are sub-paragraphs too."""

_NUMBER = re.compile(r"[0-9]|(?<!\w)\w\)|[«“\"]\w[»”\"]")
_STEP = re.compile(r"[0-9]{1,4}|[a-zа-я]|[ivx]{1,5}")
"""A step of a reference that is a number, not the name of a heading."""


@functools.lru_cache(maxsize=64)
def _marked(text: str) -> tuple[Reference | Mention, ...]:
    """Return the references and mentions of a text, in order."""
    if "](" not in text:
        return ()
    return tuple(_find(markup.inline(text, CALL.findall(text))))


def _find(spans: Iterable[Span]) -> Iterator[Reference | Mention]:
    for span in spans:
        match span:
            case Reference() | Mention():
                yield span
            case Emphasis(children=children) | Link(children=children) | Passage(children=children):
                yield from _find(children)
            case _:
                pass


def _couples(pair: Pair) -> Iterator[tuple[Reference, Reference]]:
    """Return the references within documents, each with its translation: those to one target in their order."""
    if "#" not in pair.source:
        return
    there: dict[str, collections.deque[Reference]] = collections.defaultdict(collections.deque)
    for one in _marked(pair.target):
        if isinstance(one, Reference) and "#" in one.target:
            there[one.target].append(one)
    for one in _marked(pair.source):
        if isinstance(one, Reference) and there.get(one.target):
            yield one, there[one.target].popleft()


def numbers(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find references that print no number although the source's do."""
    del context
    for source, target in _couples(pair):
        mine, its = markup.plain(source.children), markup.plain(target.children)
        printed = "{" in mine or (not mine and (_level(source.target) > 0 or _noun(its, pair.locale)))
        if printed and its and "{" not in its and not _NUMBER.search(its):
            message = f"the reference to {target.target} prints no number: {its!r}"
            yield Finding(message, f"write {{}} for the number, with its noun in the right form: [{its} {{}}]")


def levels(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find references whose noun is that of another level: "article" before the number of a paragraph."""
    del context
    for source, target in _couples(pair):
        said = _noun(markup.plain(target.children), pair.locale)
        if not said or "{" not in markup.plain(target.children):
            continue
        meant = _noun(markup.plain(source.children), pair.source_locale) or frozenset({_level(source.target)})
        if said.isdisjoint(meant):
            words = markup.plain(target.children)
            message = f"{words!r} cites {LEVELS[min(said)]}, but {target.target} is {LEVELS[min(meant)]}"
            yield Finding(message, "use the noun for its target")


def _level(target: str) -> int:
    """Return the level of a reference's target: 0 for an article, 1 for a paragraph, 2 for anything below."""
    first, *rest = target.partition("#")[2].split("/")
    return min(len(rest) + (_STEP.fullmatch(first) is not None), 2)


def _noun(words: str, locale: str) -> frozenset[int]:
    """Return the levels whose noun is among *words*; none if the language has no nouns here."""
    patterns = _nouns(locale)
    return frozenset(level for level, pattern in enumerate(patterns) if pattern.search(words)) if words else frozenset()


@functools.cache
def _nouns(locale: str) -> tuple[re.Pattern[str], ...]:
    language = languages.of(locale)
    if language is None or language.wording is None:
        return ()
    every = (re.escape(entries).replace(r"\ \|\ ", "|").replace(r"\*", r"\w*") for entries in language.wording.levels)
    return tuple(re.compile(rf"(?<![\w-])(?:{entries})(?!\w)", re.IGNORECASE) for entries in every)


# ── sides ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def sides(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find mentions of a party under the name of another: in the alternat, the two would be exchanged."""
    if not context.parties or not pairs:
        return
    own = _own_words(context.parties, pairs[0].locale)
    for pair in pairs:
        if "(@parties/" not in pair.target:
            continue
        for one in _marked(pair.target):
            if isinstance(one, Mention) and one.entry in own:
                words = markup.plain(one.children)
                said = frozenset(_lemmas(words, pair.locale))
                others = [name for name, theirs in own.items() if name != one.entry and said & theirs]
                if others and not said & own[one.entry]:
                    message = f"{words!r} leads to @{one.entry}, but has the name of @{others[0]}"
                    yield pair, Finding(message, "give each party the target that it has in the source")


def _own_words(parties: Iterable[Name], locale: str) -> dict[str, frozenset[str]]:
    """Return the words that occur only in one party's names, by party."""
    words = {
        one.id: frozenset(word for form in one.forms.get(locale, ()) for word in _lemmas(form, locale))
        for one in parties
    }
    return {
        party: mine - frozenset().union(*(its for other, its in words.items() if other != party))
        for party, mine in words.items()
    }


def _lemmas(text: str, locale: str) -> Iterator[str]:
    for word in morphology.words(text):
        if len(word[0]) > 1:
            yield from morphology.lemmas(word[0], locale)


RULES = (
    Rule(id="reference-number", family="citations", severity=Severity.ERROR, check=numbers, compares=True),
    Rule(
        id="reference-noun", family="citations", severity=Severity.ERROR, check=levels, compares=True, needs="wording"
    ),
    Rule(id="wrong-side", family="citations", severity=Severity.ERROR, across=sides, needs="inflection"),
)
