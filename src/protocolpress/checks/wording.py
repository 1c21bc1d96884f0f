"""Does a translation change the meaning of its source? Units, limits, modal verbs, "and" and "or", opposites.

A text is read by its language's tables (`lexicon`), and the findings are compared. A missing word is not a fault,
because languages express the same thing in many ways; it is a fault if a word that excludes it is in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from protocolpress.checks import lexicon, limits
from protocolpress.checks.lexicon import CONJUNCTIONS, MODALITY, Said
from protocolpress.checks.rule import Check, Context, Finding, Pair, Rule
from protocolpress.errors import Severity

Compare = Callable[[Said, Said, Pair], Iterator[Finding]]


def _check(compare: Compare) -> Check:
    """Make a check that compares both texts."""

    def check(pair: Pair, context: Context) -> Iterator[Finding]:
        del context
        if pair.source == pair.target:
            return
        source = lexicon.read(pair.source, pair.source_locale)
        target = lexicon.read(pair.target, pair.locale)
        if source.words and target.words:
            yield from compare(source, target, pair)

    return check


_HINT = "compare the meaning of both sentences"


def _differ(what: str, source: str, target: str, hint: str = _HINT) -> Finding:
    return Finding(f'{what}: "{source}" in the source, "{target}" in the translation', hint)


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _units(source: Said, target: Said, pair: Pair) -> Iterator[Finding]:
    """Find a unit in the place of another of its field: days and weeks, kilometers and miles."""
    for field in lexicon.units(pair.source_locale):
        mine = {key: words for (name, key), words in source.words.items() if name == field}
        its = {key: words for (name, key), words in target.words.items() if name == field}
        if not mine or not its:
            continue
        gone = [
            key
            for key, words in mine.items()
            if lexicon.has(pair.locale, field, key) and len(words) > len(its.get(key, ()))
        ]
        new = [
            key
            for key, words in its.items()
            if lexicon.has(pair.source_locale, field, key) and len(words) > len(mine.get(key, ()))
        ]
        if gone and new:
            yield _differ("units differ", mine[gone[0]][0], its[new[0]][0], "use the same unit")


# ── modal verbs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _modality(source: Said, target: Said, pair: Pair) -> Iterator[Finding]:
    """Find a duty in the place of a permission, and the like.

    A duty needs no word if the verb alone expresses it: «Сторона направляет» is "the Party shall send".
    """
    for old, new, needs_word in _EXCLUDING:
        gone = source.count(MODALITY, old) - (target.count(MODALITY, old, f"{old}?") if needs_word else 0)
        come = target.count(MODALITY, new) - source.count(MODALITY, new, f"{new}?")
        turned = needs_word and target.count(MODALITY, new) and not source.count(MODALITY, f"{new}?")
        if gone > 0 and (come > 0 or turned):
            yield _differ("modal verbs differ", source.shown(MODALITY, old), target.shown(MODALITY, new))
            return
    if target.count(MODALITY, "may") > source.count(MODALITY, "may", "may?", "ban", "should"):
        yield Finding(f'"{target.shown(MODALITY, "may")}" in the translation permits what the source states', _HINT)
    elif source.count(MODALITY, "may") and not target.count(MODALITY, *_PERMITTING):
        yield Finding(
            f'the source permits something ("{source.shown(MODALITY, "may")}"), the translation states it', _HINT
        )
    elif target.count(MODALITY, "must") > source.count(MODALITY, "must", "must?", "should", "ban", "ban?"):
        if all(lexicon.states(pair.locale, word) for word in target.words[MODALITY, "must"]):
            return
        yield Finding(f'"{target.shown(MODALITY, "must")}" in the translation demands what the source states', _HINT)


_PERMITTING = ("may", "may?", "ban", "ban?", "should", "should?")
"""Keys of words that permit or deny something; one «может» may stand for two."""

_EXCLUDING = (
    ("must", "may", False),
    ("may", "must", True),
    ("must", "should", False),
    ("should", "must", True),
    ("should", "may", True),
    ("ban", "may", True),
    ("may", "ban", True),
)
"""The word in the source, the one in the translation, and whether the translation would have to have the first."""


# ── and, or ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _conjunctions(source: Said, target: Said, pair: Pair) -> Iterator[Finding]:
    """Find "or" in the place of "and"."""
    del pair
    for old, new in (("and", "or"), ("or", "and")):
        gone = source.count(CONJUNCTIONS, old) - target.count(CONJUNCTIONS, old)
        come = target.count(CONJUNCTIONS, new) - source.count(CONJUNCTIONS, new)
        if gone > 0 and come > 0:
            yield _differ("conjunctions differ", source.shown(CONJUNCTIONS, old), target.shown(CONJUNCTIONS, new))


# ── opposites ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _opposites(source: Said, target: Said, pair: Pair) -> Iterator[Finding]:
    """Find a word that the translation has less often, and its opposite more often."""
    del pair
    for field, mine in source.words:
        if not field.startswith(lexicon.OPPOSITES):
            continue
        its = "other" if mine == "one" else "one"
        gone = source.count(field, mine) - target.count(field, mine)
        if gone > 0 and target.count(field, its) > source.count(field, its):
            yield _differ("one is the opposite of the other", source.shown(field, mine), target.shown(field, its))


def _rule(name: str, compare: Compare) -> Rule:
    return Rule(
        id=name, family="wording", severity=Severity.WARNING, check=_check(compare), compares=True, needs="wording"
    )


RULES = (
    _rule("unit-mismatch", _units),
    _rule("limit-mismatch", limits.compare),
    _rule("modality-mismatch", _modality),
    _rule("conjunction-mismatch", _conjunctions),
    _rule("opposite-meaning", _opposites),
)
