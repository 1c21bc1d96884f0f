"""Problems: how they read, sort, and travel."""

from __future__ import annotations

import pickle

import pytest

from protocolpress import errors
from protocolpress.errors import BuildError, PressError, Problem, Problems, Severity, SourceError

PLACE = errors.Position("a.md", 3, 7)


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (errors.Position("a.md"), "a.md"),
        (errors.Position("a.md", 3), "a.md:3"),
        (PLACE, "a.md:3:7"),
    ],
)
def test_a_place_reads_as_editors_write_it(position: errors.Position, text: str) -> None:
    assert str(position) == text


@pytest.mark.parametrize(
    ("word", "otherwise", "hint"),
    [
        ("titel", "", "did you mean title?"),
        ("titel", "look it up", "did you mean title?"),
        ("zzz", "", "known are title, date"),
        ("zzz", "look it up", "look it up"),
    ],
)
def test_an_unknown_word_comes_with_the_nearest_known_one(word: str, otherwise: str, hint: str) -> None:
    assert errors.nearest(word, iter(("title", "date")), otherwise) == hint


def test_a_problem_reads_in_one_line_and_its_hint_in_another() -> None:
    problem = Problem(PLACE, Severity.WARNING, "a-rule", "a fact", "do this")
    assert str(problem) == "a.md:3:7: warning: a fact [a-rule]\n  hint: do this"
    assert str(errors.error(PLACE, "a-rule", "a fact")) == "a.md:3:7: error: a fact [a-rule]"


def test_problems_are_sorted_and_stand_once() -> None:
    problems = Problems()
    assert not problems
    problems.error(errors.Position("b.md"), "r", "m")
    problems.warning(errors.Position("a.md", 10), "r", "m")
    problems.error(errors.Position("a.md", 9), "r", "m")
    problems.error(errors.Position("a.md", 9), "r", "m")
    assert [str(problem.position) for problem in problems] == ["a.md:9", "a.md:10", "b.md"]
    assert [str(problem.position) for problem in problems.errors] == ["a.md:9", "b.md"]
    assert problems


@pytest.mark.parametrize("kind", [PressError, SourceError, BuildError])
def test_an_error_crosses_processes_with_its_problems(kind: type[PressError]) -> None:
    before = kind(errors.error(PLACE, "r", "one"), errors.error(PLACE, "r", "two", "hint"))
    after = pickle.loads(pickle.dumps(before))  # noqa: S301 - our own bytes
    assert type(after) is kind
    assert after.problems == before.problems
    assert "one" in str(after)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb.md:1: error: forged [x]", "a\\nb.md:1: error: forged [x]"),
        ("gpj.\u202efdp.exe", "gpj.\\u202efdp.exe"),
        ("tab\tbell\x07 escape\x1b[31m", "tab\\tbell\\x07 escape\\x1b[31m"),
        ("zero\u200bwidth soft\xadhyphen \u2028 \U000e0041", "zero\\u200bwidth soft\\xadhyphen \\u2028 \\U000e0041"),
        ("not UTF-8 \udcff", "not UTF-8 \\udcff"),
        ("Статья\xa05, 10\u202f000 C:\\path é 字", "Статья\xa05, 10\u202f000 C:\\path é 字"),
        ("x" * 1001, "x" * 1000 + "…"),
    ],
)
def test_what_cannot_be_seen_is_shown_escaped(text: str, shown: str) -> None:
    problem = errors.error(errors.Position(text, 1), "r", text, text)
    assert str(problem) == f"{shown}:1: error: {shown} [r]\n  hint: {shown}"
