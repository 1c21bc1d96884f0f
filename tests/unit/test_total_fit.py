"""Where the lines of a paragraph end, for all its lines together."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from protocolpress.pdf.patches.total_fit import Place, balanced, filled, fit

SPACE = 3.0


def paragraph(words: list[float]) -> list[Place]:
    """Return the places of a paragraph of words so wide."""
    places = [Place(0, 0, 0, 0)]
    edge = 0.0
    for number, word in enumerate(words):
        edge += word
        places.append(Place(edge, edge + SPACE, number, number + 1))
        edge += SPACE
    return places


def stretches(places: list[Place], ends: tuple[int, ...], measure: float) -> list[float]:
    """Return what is added to the word spaces of each line but the last, as a share."""
    found = []
    for before, after in itertools.pairwise((0, *ends[:-1])):
        spaces = places[after].spaces - places[before].passed
        found.append((measure - places[after].end + places[before].start) / max(spaces, 1) / SPACE)
    return found


def test_a_line_takes_less_where_the_next_then_is_even() -> None:
    places = paragraph([20, 20, 20, 20, 70, 30, 20])
    assert fit(places, 100, 100, SPACE, 3) == (3, 5, 7)  # filled one by one: 4 words, then a line of one


def test_no_more_hyphens_in_a_row_than_the_ladder_has() -> None:
    places = [Place(0, 0, 0, 0)]
    places += [Place(at * 10 + 3, at * 10, at // 4, at // 4, divides=at % 4 > 0) for at in range(1, 60)]
    for ladder in (0, 1, 2):
        rows = "".join("-" if places[end].divides else "." for end in fit(places, 95, 95, SPACE, ladder)[:-1])
        assert "-" * (ladder + 1) not in rows


@given(st.lists(st.floats(1, 60), min_size=1, max_size=60))
def test_every_line_fits_and_none_is_lost(words: list[float]) -> None:
    places = paragraph(words)
    ends = fit(places, 80, 100, SPACE, 3)
    assert ends[-1] == len(words)
    assert list(ends) == sorted(set(ends))
    assert all(stretch >= -0.2 - 1e-9 for stretch in stretches(places, ends, 100)[1:])


def test_a_word_that_fits_no_line_stands_alone() -> None:
    assert fit(paragraph([20, 300, 20]), 100, 100, SPACE, 3) == (1, 2, 3)


def test_the_lines_of_a_title_are_of_like_lengths() -> None:
    places = paragraph([30, 30, 30, 20])
    assert filled(places, 100, 100) == (3, 4)
    assert balanced(places, 100, 100) == (2, 4)


@given(st.lists(st.floats(1, 60), min_size=1, max_size=30))
def test_a_title_has_no_more_lines_than_it_needs(words: list[float]) -> None:
    places = paragraph(words)
    assert len(balanced(places, 100, 100)) == len(filled(places, 100, 100))
