"""Does a limit point the same way in both texts? "Not later than" and «не ранее», "more than 5" and «менее 5».

What a text says of limits comes in, as `lexicon` finds it; findings go out. Where the same number stands once in both
texts, the words before it are compared; everywhere, how often each text sets an upper and a lower limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from protocolpress.checks import figures, numerals
from protocolpress.checks.lexicon import LIMITS, Said
from protocolpress.checks.rule import Finding, Pair

NEAR = 4
"""Maximum number of words between a limit and its number."""

SIDES = (("upper", "lower"), ("lower", "upper"))

_FIGURE = re.compile(r"[0-9]+(?:[ .,][0-9]{3})*(?:[.,][0-9]+)?")
_BEFORE = re.compile(rf"(?:[^\s,;:.()—]+[ \u00a0]+){{1,{NEAR}}}$")
_ROOM = 80
"""Number of examined characters before a number."""

_HINT = "compare the meaning of both sentences"


def compare(source: Said, target: Said, pair: Pair) -> Iterator[Finding]:
    """Find "after" in the place of "before", "not earlier" or "later" in the place of "not later"."""
    if not any((LIMITS, key) in said.words for said in (source, target) for key in _STRONG):
        return
    found = _counted(source, target) or _near_numbers(source, target, pair)
    if found:
        yield Finding(f'limits differ: "{found[0]}" in the source, "{found[1]}" in the translation', _HINT)


_STRONG = ("upper", "upper!", "lower", "lower!")


def _counted(source: Said, target: Said) -> tuple[str, str] | None:
    """Return words that are more frequent in the source, with opposites that are more frequent in the translation."""
    for old, new in SIDES:
        fixed = source.count(LIMITS, f"{old}!") - target.count(LIMITS, f"{old}!")
        turned = target.count(LIMITS, f"{new}!") - source.count(LIMITS, f"{new}!")
        loose = target.count(LIMITS, new) - source.count(LIMITS, new)
        gone = source.count(LIMITS, old, f"{old}!") - target.count(LIMITS, old, f"{old}!", f"{old}?")
        come = target.count(LIMITS, new, f"{new}!") - source.count(LIMITS, new, f"{new}!", f"{new}?")
        if (fixed > 0 and (turned > 0 or loose > 0)) or (gone > 0 and come > 0):
            mine = f"{old}!" if fixed > 0 else _there(source, old)
            return source.shown(LIMITS, mine), target.shown(LIMITS, f"{new}!" if turned > 0 else _there(target, new))
    return None


def _there(said: Said, key: str) -> str:
    return key if said.count(LIMITS, key) else f"{key}!"


def _near_numbers(source: Said, target: Said, pair: Pair) -> tuple[str, str] | None:
    """Return the limits of a number that point in different directions, at least one of them certainly."""
    mine, its = _limits(source, pair.source_locale), _limits(target, pair.locale)
    for number in mine.keys() & its.keys():
        (side, words, sure), (other, others, also) = mine[number], its[number]
        if side != other and (sure or also):
            return words, others
    return None


def _limits(said: Said, locale: str) -> Mapping[str, tuple[str, str, bool]]:
    """Return the limit of each number that occurs once: its side, its words, and whether they are unambiguous."""
    numbers: dict[str, list[int]] = {}
    for match in _FIGURE.finditer(said.seen):
        numbers.setdefault(figures.canonical(match[0], locale), []).append(match.start())
    for numeral in numerals.find(said.seen, locale):
        numbers.setdefault(numeral.value, []).append(numeral.start)
    found = {}
    for number, places in numbers.items():
        if len(places) == 1 and (limit := _limit(said, places[0])):
            found[number] = limit
    return found


def _limit(said: Said, place: int) -> tuple[str, str, bool] | None:
    """Return the limit in the words before *place*: the last unambiguous one, or all if they agree."""
    before = _BEFORE.search(said.seen, max(0, place - _ROOM), place)
    if before is None:
        return None
    found = []
    for side, _ in SIDES:
        for key in (f"{side}!", side, f"{side}?"):
            words, starts = said.words.get((LIMITS, key), ()), said.places.get((LIMITS, key), ())
            for word, start in zip(words, starts, strict=True):
                if before.start() <= start < place:
                    found.append((not key.endswith("?"), start, side, word))
    if not found:
        return None
    sure, _, side, word = max(found)
    return (side, word, sure) if sure or len({side for _, _, side, _ in found}) == 1 else None
