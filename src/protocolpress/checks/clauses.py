"""Is part of a text lost in its translation? Sentences, items of an enumeration, the "and" before its last item.

Only the shape of both texts is compared: sentence marks, commas, conjunctions, and lengths.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from protocolpress import languages
from protocolpress.checks import facts, terms
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.errors import Severity

_END = re.compile(r"([^\s.!?…]*)([.!?…]+)[”»“\"')\]*_]*\s+(?=[“«„\"(\[*_]*[^\W\d_a-zа-яё])")
_SHORT = 3
"""Maximum letters of a probable abbreviation before a full stop: Mr., No., «им.», «гг.»."""
_ABBREVIATED = re.compile(r"(?i:prof|corp|depts?|univ|approx|табл|илл|проф|акад|канд|англ|русск|прим|доп|тел|тыс|долл)")


def sentences(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare the number of sentences where one text is also too short or too long for the other."""
    del context
    before, after = _sentences(pair.source), _sentences(pair.target)
    if before == after:
        return
    length = len(facts.visible(pair.target)) / max(1, len(facts.visible(pair.source)))
    if after < before and length < 1 - 0.4 / before:
        yield Finding(f"sentences: {before} in the source, {after} in the translation", "translate all sentences")
    elif after > before and length > 1.2 + 0.1 / before:
        yield Finding(f"sentences: {before} in the source, {after} in the translation", "do not add sentences")


@functools.lru_cache(maxsize=64)
def _sentences(text: str) -> int:
    if ". " not in text and "! " not in text and "? " not in text:
        return 1
    ends = (match for match in _END.finditer(facts.visible(text)))
    return 1 + sum(1 for match in ends if match[2] != "." or not _may_be_short(match[1]))


def _may_be_short(word: str) -> bool:
    if word.isdigit():
        return False
    return len(word) < _SHORT or (word.istitle() and len(word) == _SHORT) or _ABBREVIATED.fullmatch(word) is not None


# ── enumerations ─────────────────────────────────────────────────────────────────────────────────────────────────────

_PIECE = r"[^,;:.()!?—\n]{1,80}"
_TIGHT = re.compile(r",(?=[^\W\d_])")
"""A comma whose space is forgotten."""
_BEGIN_NONE = terms.FUNCTION - terms.ARTICLES
_LISTED = (":", "(", "—")
"""Marks after which an enumeration may begin; there the first piece is an item, even if it was none in the source."""
_WORDS = 4
"""Maximum words of an item after the first; a longer one may be a clause."""


def items(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find an enumeration of three or more items that is shorter in the translation, which also has fewer joints."""
    del context
    if "," not in pair.source or pair.source == pair.target:
        return
    before, after = _longest(pair.source, pair.source_locale)[0], _longest(pair.target, pair.locale)[1]
    if before < 3 or after >= before:
        return
    mine, its = _joints(pair.source, pair.source_locale), _joints(pair.target, pair.locale)
    plain = after > 0 and _is_plain(pair.source, pair.source_locale)
    if its[1] <= mine[1] and (plain or (before > 3 and sum(its) < sum(mine))):
        where = f"has {after} in the translation" if after else "is none in the translation"
        yield Finding(f"an enumeration of {before} items in the source {where}", "include all items")


@functools.lru_cache(maxsize=64)
def _longest(text: str, locale: str) -> tuple[int, int]:
    """Return the number of items in the longest enumeration, separated by commas and the conjunction.

    The second number includes long items, and counts one more after a colon, where the first item has no other word.
    "A party, directly or by agents" is none: with a single comma, there has to be another before the conjunction, or
    an "and" and a short item: "maps, charts and photographs".
    """
    longest, listed, seen = 0, 0, _TIGHT.sub(", ", facts.visible(text))
    for match in _enumeration(locale).finditer(seen):
        others = match["items"].split(", ")[1:]
        last = seen[match.end() : match.end() + 80]
        short = [_is_item(item, last) and not _joint(locale).search(item) for item in others]
        count = 2 + (len(short) if all(short) else short[::-1].index(False))
        brief = match["and"].lower() in _words(locale)["and"] and len(others) == 1 and len(others[0].split()) < 3
        if len(others) > 1 or match["comma"] or brief or not languages.known(locale).articles:
            longest = max(longest, count)
            listed = max(listed, 2 + len(others) + seen[: match.start()].endswith(_LISTED))
    return longest, listed


def _is_plain(text: str, locale: str) -> bool:
    """Whether all items of enumerations except the first are short, so that commas have no other function."""
    matches = (match["items"].split(", ")[1:] for match in _enumeration(locale).finditer(facts.visible(text)))
    return all(len(item.split()) < _WORDS for others in matches for item in others)


def _is_item(item: str, last: str) -> bool:
    """Whether words between commas may be an item; a prepositional phrase is one only if the *last* item is one too."""
    words = item.lower().split()
    return len(words) <= _WORDS and (words[0] not in _BEGIN_NONE or last.lower().startswith(f"{words[0]} "))


@functools.cache
def _enumeration(locale: str) -> re.Pattern[str]:
    words = _conjunctions(locale)
    return re.compile(
        rf"(?P<items>(?:{_PIECE}, ){{0,20}}?{_PIECE}?)(?P<comma>,?) (?P<and>{words}) (?=\w)", re.IGNORECASE
    )


@functools.lru_cache(maxsize=64)
def _joints(text: str, locale: str) -> tuple[int, int]:
    """Count the joints of a text with punctuation alone, and those with a conjunction."""
    found = _joint(locale).findall(facts.visible(text))
    return sum(joint in ",;:—" for joint in found), sum(joint not in ",;:—" for joint in found)


@functools.cache
def _joint(locale: str) -> re.Pattern[str]:
    words = _conjunctions(locale)
    return re.compile(rf"[,;:—](?: (?:{words}) )?|(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _conjunctions(locale: str) -> str:
    words = (re.escape(word) for each in _words(locale).values() for word in each)
    return "|".join(sorted(words, key=len, reverse=True))


@functools.cache
def _words(locale: str) -> Mapping[str, frozenset[str]]:
    """Return the conjunctions of a language."""
    wording = languages.known(locale).wording
    if wording is None:
        raise LookupError(locale)
    return {key: frozenset(entries.split(" | ")) for key, entries in wording.conjunctions.items()}


# ── "; and" ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def last_conjunction(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find list items that have lost their final conjunction: "; and", "; or"."""
    del context
    before = _ending(pair.source, pair.source_locale)
    if before.startswith((";", ",")) and not _ending(pair.target, pair.locale):
        yield Finding(f'the source ends with "{before}", the translation does not', "end it with the same conjunction")


def _ending(text: str, locale: str) -> str:
    found = _last(locale).search(text[-12:])
    return found[0] if found else ""


@functools.cache
def _last(locale: str) -> re.Pattern[str]:
    return re.compile(rf"[;,]? (?:{_conjunctions(locale)})$")


RULES = (
    Rule(id="sentence-count", family="clauses", severity=Severity.WARNING, check=sentences, compares=True),
    Rule(id="lost-item", family="clauses", severity=Severity.WARNING, check=items, compares=True, needs="wording"),
    Rule(
        id="last-conjunction",
        family="clauses",
        severity=Severity.WARNING,
        check=last_conjunction,
        compares=True,
        needs="wording",
    ),
)
