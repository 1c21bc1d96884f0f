"""How numbers are written, cited and read back, in every style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress import numbering

PATTERNS = ("Article 1.", "Section A.", "Статья 1.", "Раздел I.", "1.", "(a)", "(A)", "(i)", "I.", "а)", "А.")


@pytest.mark.parametrize(
    ("pattern", "number", "printed", "bare"),
    [
        ("Article 1.", 12, "Article 12.", "12"),
        ("Section A.", 3, "Section C.", "C"),
        ("Статья 1.", 2, "Статья 2.", "2"),
        ("§ 1", 4, "§ 4", "4"),
        ("1.", 10, "10.", "10"),
        ("(a)", 2, "(b)", "b"),
        ("(a)", 26, "(z)", "z"),
        ("(a)", 27, "(aa)", "aa"),
        ("(A)", 28, "(AB)", "AB"),
        ("(i)", 4, "(iv)", "iv"),
        ("(i)", 149, "(cxlix)", "cxlix"),
        ("I.", 9, "IX.", "IX"),
        ("а)", 1, "а)", "а"),
        ("а)", 7, "ж)", "ж"),
        ("а)", 25, "я)", "я"),
        ("а)", 26, "аа)", "аа"),
        ("А.", 3, "В.", "В"),
        ("а…з)", 8, "з)", "з"),
        ("А…З.", 28, "Я.", "Я"),
    ],
)
def test_styles(pattern: str, number: int, printed: str, bare: str) -> None:
    assert numbering.printed(pattern, number) == printed
    assert numbering.bare(pattern, number) == bare


def test_cyrillic_letters_that_never_number_are_skipped() -> None:
    written = "".join(numbering.bare("а)", number) for number in range(1, 26))
    assert written == "абвгдежиклмнпрстуфхцшщэюя"
    assert not set(written) & set("ёзйочъыь")


def test_a_pattern_may_ask_for_the_letters_of_statutes() -> None:
    written = "".join(numbering.bare("а…з)", number) for number in range(1, 29))
    assert written == "абвгдежзиклмнопрстуфхцчшщэюя"
    assert all(numbering.parse(letter, "а…з)") == number for number, letter in enumerate(written, 1))


def test_levels_below_a_scheme_have_the_usual_patterns() -> None:
    scheme = ("Section 1.", "(a)")
    assert [numbering.pattern(scheme, level, "en") for level in range(8)] == [
        "Section 1.",
        "(a)",
        "(a)",
        "(i)",
        "(A)",
        "(I)",
        "(1)",
        "1.",
    ]


def test_a_latin_a_and_a_cyrillic_one_are_different_styles() -> None:
    assert numbering.bare("a)", 2) == "b"
    assert numbering.bare("а)", 2) == "б"


@pytest.mark.parametrize(
    ("pattern", "mistake"),
    [
        ("Article 1.", ""),
        ("а)", ""),
        ("Article", "numbering pattern 'Article' shows no first number"),
        ("", "numbering pattern '' shows no first number"),
        ("2.", "numbering pattern '2.' shows no first number"),
        ("1.1", "'1.1' shows two numbers"),
    ],
)
def test_a_pattern_shows_one_first_number(pattern: str, mistake: str) -> None:
    assert numbering.mistake(pattern) == mistake


@pytest.mark.parametrize(
    ("pattern", "noun"),
    [("Article 1.", "Article"), ("Раздел I.", "Раздел"), ("Статья № 1", "Статья"), ("1.", ""), ("(a)", "")],
)
def test_noun(pattern: str, noun: str) -> None:
    assert numbering.noun(pattern) == noun


@pytest.mark.parametrize(
    ("segment", "pattern", "number"),
    [
        ("2", "(a)", 2),
        ("b", "(a)", 2),
        ("B", "(a)", 2),
        ("iii", "(i)", 3),
        ("i", "(a)", 9),
        ("б", "а)", 2),
        ("Б", "а)", 2),
        ("ж", "а)", 7),
        ("з", "а)", None),
        ("b", "а)", None),
        ("b", "1.", None),
        ("", "1.", None),
        ("12345", "1.", None),
        ("٣", "1.", None),
        ("iiii", "(i)", None),
        ("a-very-long-word", "(a)", None),
    ],
)
def test_reading_a_segment_of_a_reference(segment: str, pattern: str, number: int | None) -> None:
    assert numbering.parse(segment, pattern) == number


@given(st.sampled_from(PATTERNS), st.integers(1, 199))
def test_what_is_cited_reads_back(pattern: str, number: int) -> None:
    assert numbering.parse(numbering.bare(pattern, number), pattern) == number
    assert numbering.parse(str(number), pattern) == number


@given(st.sampled_from(PATTERNS), st.integers(1, 199), st.integers(1, 199))
def test_two_numbers_are_never_printed_alike(pattern: str, one: int, other: int) -> None:
    assert (numbering.printed(pattern, one) == numbering.printed(pattern, other)) == (one == other)
