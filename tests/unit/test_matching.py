"""What is like what: short words only if they are nearly the same, each text and each candidate once, in no long time."""

from __future__ import annotations

import random
import time

import pytest

from protocolpress.catalogs import matching

LONG = "The co-chairs opened the meeting of the working group in Quebec."


@pytest.mark.parametrize(
    ("text", "candidate", "alike"),
    [
        (LONG, LONG.replace("opened", "closed"), True),
        (LONG, LONG.replace("meeting of the working group", "session"), True),
        (LONG, "The Parties shall notify each other of any change.", False),
        ("Contents", "Content", True),
        ("Help", "Held", False),
        ("None", "one", False),
        ("active", "archive", False),
        ("missing parameter", "missing arguments", False),
        ("Signature", "Signatures", True),
    ],
)
def test_what_is_alike(text: str, candidate: str, alike: bool) -> None:
    assert (matching.closest(text, [candidate]) is not None) is alike
    assert (matching.closest_each([text], ["x", candidate]) != [None]) is alike


def test_the_closest_is_found_and_of_equals_the_first() -> None:
    texts = [LONG + " Twice.", LONG + "!", LONG + "!"]
    found = matching.closest(LONG, texts)
    assert found is not None
    assert (found[0], found[1] > 0.9) == (1, True)
    assert matching.closest_each([LONG], texts) == [found]
    assert matching.closest(LONG, []) is None


def test_pairs_are_the_best_and_each_once() -> None:
    texts = [LONG + " b", LONG + " a"]
    assert [pair[:2] for pair in matching.pairs(texts, [LONG + " a", LONG + " c", LONG + " d"])] == [(1, 0), (0, 1)]
    preferred = matching.pairs([LONG], [LONG, LONG], prefer=lambda _, candidate: candidate == 1)
    assert preferred == [(0, 1, 1.0)]


@pytest.mark.parametrize("alike", [False, True])
def test_many_against_many_find_each_other_in_bounded_time(alike: bool) -> None:
    chance = random.Random(7)  # noqa: S311 - the same every time
    words = ["".join(chance.choices("abcdefghij", k=6)) for _ in range(2000)]
    texts = [" ".join(chance.choices(words, k=12)) for _ in range(2000)]
    if alike:
        texts = [f"{LONG} {text}" for text in texts]
    changed = [text.replace(text.split()[-2], "amended") for text in texts]
    start = time.process_time()
    pairs = matching.pairs(changed, texts)
    assert time.process_time() - start < 10
    assert sum(text == candidate for text, candidate, _ in pairs) > 1950
