"""Has a defined term kept its capital? "the Parties" is «Стороны», where the glossary writes both with a capital.

Single-word terms are compared: those that a document defines. In ordinary words, such as «с другой стороны», the small
letter is right.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from protocolpress import languages
from protocolpress.checks import facts, morphology, terms
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.errors import Severity


def lost(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    """Find terms in small letters whose capitals the source and the glossary have."""
    if not pairs or pairs[0].source_locale == pairs[0].locale:
        return
    known = _terms(context, pairs[0].source_locale, pairs[0].locale)
    if not known:
        return
    for pair in pairs:
        for source, target in known:
            before = _count(pair.source, source, pair.source_locale)
            if not before[0]:
                continue
            after = _count(pair.target, target, pair.locale)
            if after[1] > before[1] and after[0] < before[0]:
                yield (
                    pair,
                    Finding(f'"{source}" has lost its capital: in the glossary it is "{target}"', f"write {target}"),
                )


def instruments(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find "this Protocol" with a small letter."""
    del context
    if pair.source == pair.target:
        return
    before, after = (
        [match[1] for match in _this(locale).finditer(facts.visible(text))]
        for text, locale in ((pair.source, pair.source_locale), (pair.target, pair.locale))
    )
    small = [word for word in after if word.islower()]
    if small and sum(not word.islower() for word in before) > len(after) - len(small) and all(map(_is_capital, before)):
        yield Finding(
            f'"{before[0]}" has lost its capital: {small[0]!r}', "write the name with a capital, as in the source"
        )


def _is_capital(word: str) -> bool:
    return word[0].isupper()


@functools.cache
def _this(locale: str) -> re.Pattern[str]:
    language = languages.known(locale)
    if language.wording is None:
        raise LookupError(locale)
    this, names = (
        re.escape(entries).replace(r"\ \|\ ", "|").replace(r"\*", r"\w*")
        for entries in (language.wording.this, language.wording.instruments)
    )
    return re.compile(rf"(?<!\w)(?i:{this} ({names}))(?!\w)")


def _terms(context: Context, source: str, target: str) -> tuple[tuple[str, str], ...]:
    """Return the single-word terms with a capital in both languages, except abbreviations."""
    found = (
        (one, other)
        for term in context.terms
        if source in term.words and target in term.words
        for one in terms.ALTERNATIVES.split(term.words[source])
        for other in terms.ALTERNATIVES.split(term.words[target])
    )
    return tuple((one, other) for one, other in found if one.istitle() and other.istitle() and (one + other).isalpha())


def _count(text: str, term: str, locale: str) -> tuple[int, int]:
    """Return how often a text has a form of *term* with a capital, and in small letters."""
    lemmas = morphology.lemmas(term, locale)
    counts = [0, 0]
    for match in morphology.words(_without_idioms(text, locale)):
        word = match[0]
        if word[0].lower() == term[0].lower() and not lemmas.isdisjoint(morphology.lemmas(word, locale)):
            counts[not word[0].isupper()] += 1
    return counts[0], counts[1]


def _without_idioms(text: str, locale: str) -> str:
    language = languages.of(locale)
    seen = facts.visible(text)
    return language.wording.idioms.sub(facts.MASK, seen) if language and language.wording else seen


RULES = (
    Rule(
        id="instrument-capital",
        family="terms",
        severity=Severity.WARNING,
        check=instruments,
        compares=True,
        needs="wording",
    ),
    Rule(id="lost-capital", family="terms", severity=Severity.WARNING, across=lost, needs="inflection"),
)
