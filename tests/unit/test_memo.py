"""What is read once for several tasks: taken again only while every answer of the files is the same."""

from __future__ import annotations

from typing import NoReturn

import pytest

from protocolpress.errors import FilesError, Position, Problems, error
from protocolpress.files import Files, MemoryFiles
from protocolpress.plan import memo


class Asked:
    """Files that count what they are asked."""

    def __init__(self, contents: dict[str, bytes | str]) -> None:
        self.files = MemoryFiles(contents)
        self.questions: list[str] = []

    def read(self, path: str) -> bytes:
        self.questions.append(f"read {path}")
        return self.files.read(path)

    def exists(self, path: str) -> bool:
        self.questions.append(f"exists {path}")
        return self.files.exists(path)

    def glob(self, pattern: str) -> tuple[str, ...]:
        self.questions.append(f"glob {pattern}")
        return self.files.glob(pattern)


@pytest.fixture(autouse=True)
def _forget() -> None:
    memo.kept.clear()


class Making:
    """A function of files that counts how often it is called."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, files: Files, problems: Problems) -> tuple[object, ...]:
        self.times += 1
        problems.warning(Position("a"), "raw-html", "something")
        return files.read("a"), files.exists("b"), files.glob("c/*")


def test_the_second_time_all_is_asked_and_nothing_made() -> None:
    make, asked, problems = Making(), Asked({"a": "1", "c/d": ""}), [Problems(), Problems()]
    values = [memo.recall("k", asked, each, make) for each in problems]
    assert values[0] == values[1] == (b"1", False, ("c/d",))
    assert make.times == 1
    assert asked.questions[:3] == ["read a", "exists b", "glob c/*"]
    assert sorted(asked.questions[3:]) == sorted(asked.questions[:3])
    assert tuple(problems[0]) == tuple(problems[1]) != ()


@pytest.mark.parametrize("other", [{"a": "2"}, {"a": "1", "b": ""}, {"a": "1", "c/e": ""}])
def test_another_answer_makes_it_anew(other: dict[str, bytes | str]) -> None:
    make = Making()
    memo.recall("k", MemoryFiles({"a": "1"}), Problems(), make)
    assert memo.recall("k", MemoryFiles(other), Problems(), make)[0] == str(other["a"]).encode()
    assert make.times == 2


def test_what_cannot_be_read_is_said_each_time() -> None:
    make = Making()
    memo.recall("k", MemoryFiles({"a": "1"}), Problems(), make)
    for times in (2, 3):
        with pytest.raises(FilesError):
            memo.recall("k", MemoryFiles({}), Problems(), make)
        assert make.times == times


def test_only_so_much_is_kept() -> None:
    for number in range(memo.MOST + 5):
        memo.recall(number, MemoryFiles({"a": "1"}), Problems(), Making())
    assert len(memo.kept) == memo.MOST
    assert 0 not in memo.kept


def _refuse(path: str) -> NoReturn:
    raise FilesError(error(Position(path), "outside-project", "refused"))


class Refusing(MemoryFiles):
    """Files that refuse everything."""

    def read(self, path: str) -> bytes:
        _refuse(path)

    def exists(self, path: str) -> bool:
        _refuse(path)

    def glob(self, pattern: str) -> tuple[str, ...]:
        _refuse(pattern)


@pytest.mark.parametrize("question", ["read", "exists", "glob"])
def test_what_is_refused_is_not_kept_even_by_those_who_go_on(question: str) -> None:
    def make(files: Files, problems: Problems) -> str:
        try:
            getattr(files, question)("a")
        except FilesError:
            problems.error(Position("a"), "outside-project", "refused")
            return "refused"
        return "read"

    problems = Problems()
    assert memo.recall("k", Refusing({}), problems, make) == "refused"
    assert problems.errors
    assert memo.recall("k", MemoryFiles({"a": ""}), Problems(), make) == "read"
