"""The door to rapidfuzz: texts and candidates come in; the most similar go out, with their similarity, 0 to 1.

Similarity is twice the number of characters that two texts have in common in the same order, divided by both lengths
(rapidfuzz's `ratio`; msgmerge measures the same). Texts far below the cutoff are not compared closely; no step takes
time that grows with the product of two large numbers.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

CUTOFF = 0.7
"""The cutoff for texts of 32 characters and more.

Measured on catalogs of programs that have nothing to do with each other, 1,420 messages against 1,205: this share of
the messages found one like it. At msgmerge's 0.6: 15 to 24 % of those under 32 characters, up to 8 % of longer ones. At
0.7: 3 to 9 %, and under 1 %. With `SHORT` for 8 characters and less, and a straight line between: 1.2 % of all, and
most of these are really alike.
"""
SHORT = 0.86

ENOUGH = 25_000_000_000
"""Maximum number of pairs compared one by one (about a second: 300 texts with 10,000, of 90 characters each).

Beyond it, only candidates that share words are compared.
"""
LONGEST = 2_000
"""Maximum number of characters of a text that are compared."""
LIKELY = 2_000
"""Maximum number of list positions looked up for a text, the rarest words first."""
MOST = 50
"""Candidates kept for a text: of more, all but the best would be paired with other texts anyway."""
WORD = re.compile(r"\w+")


def similarity(one: str, other: str) -> float:
    """Return how similar two texts are."""
    return float(fuzz.ratio(one, other)) / 100


def cutoff_for(text: str, cutoff: float = CUTOFF) -> float:
    """Return the minimum similarity to *text*: *cutoff*, or more if *text* is short."""
    return max(cutoff, min(SHORT, CUTOFF + (SHORT - CUTOFF) * (32 - len(text)) / 24))


def closest(text: str, candidates: Sequence[str], *, cutoff: float = CUTOFF) -> tuple[int, float] | None:
    """Find the candidate most similar to *text*: its index and its similarity; of equals the first."""
    return closest_each([text], candidates, cutoff=cutoff)[0]


def closest_each(
    texts: Sequence[str], candidates: Sequence[str], *, cutoff: float = CUTOFF
) -> list[tuple[int, float] | None]:
    """Find the most similar candidate for each of *texts*."""
    return [_best(found) for found in _alike(texts, candidates, cutoff)]


def nearest(text: str, candidates: Sequence[str], *, most: int) -> list[tuple[int, float]]:
    """Find up to *most* candidates similar to *text*, the most similar first."""
    (found,) = _alike([text], candidates, CUTOFF)
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]


def pairs(
    texts: Sequence[str],
    candidates: Sequence[str],
    *,
    cutoff: float = CUTOFF,
    prefer: Callable[[int, int], bool] = lambda _text, _candidate: False,
) -> list[tuple[int, int, float]]:
    """Pair *texts* with *candidates*, the most similar first, each at most once; of equals those in *prefer*."""
    ranked = sorted(
        (-score, not prefer(text, candidate), text, candidate)
        for text, found in enumerate(_alike(texts, candidates, cutoff))
        for candidate, score in found
    )
    paired: list[tuple[int, int, float]] = []
    texts_left, candidates_left = set(range(len(texts))), set(range(len(candidates)))
    for score, _, text, candidate in ranked:
        if text in texts_left and candidate in candidates_left:
            texts_left.remove(text)
            candidates_left.remove(candidate)
            paired.append((text, candidate, -score))
    return paired


def _best(found: Iterable[tuple[int, float]]) -> tuple[int, float] | None:
    return min(found, key=lambda pair: (-pair[1], pair[0]), default=None)


def _alike(texts: Sequence[str], candidates: Sequence[str], cutoff: float) -> Iterator[list[tuple[int, float]]]:
    """Return for each of *texts* the similar candidates among those of nearly the same length or words."""
    candidates = [candidate[:LONGEST] for candidate in candidates]
    effort = sum(min(len(text), LONGEST) for text in texts) * sum(map(len, candidates))
    index = _index(candidates) if effort > ENOUGH else None
    for whole in texts:
        text = whole[:LONGEST]
        places = range(len(candidates)) if index is None else _likely(text, index)
        some = candidates if index is None else [candidates[place] for place in places]
        score_cutoff = 100 * cutoff_for(text, cutoff)
        found = process.extract(text, some, scorer=fuzz.ratio, score_cutoff=score_cutoff, limit=MOST)
        yield [(places[int(number)], float(score) / 100) for _, score, number in found]


def _index(candidates: Sequence[str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = collections.defaultdict(list)
    for place, text in enumerate(candidates):
        for word in set(WORD.findall(text)):
            index[word].append(place)
    return index


def _likely(text: str, index: dict[str, list[int]]) -> list[int]:
    """Return the candidates that share the rarest words of *text*."""
    lists = sorted((index[word] for word in set(WORD.findall(text)) if word in index), key=len)
    shared: collections.Counter[int] = collections.Counter()
    looked = 0
    for places in lists:
        shared.update(places[:LIKELY])
        looked += len(places)
        if looked > LIKELY:
            break
    return sorted(place for place, _ in shared.most_common(MOST))
