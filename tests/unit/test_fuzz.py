"""The targets of `make fuzz`, shortly: kept inputs, and some changes of each; Hypothesis finds the fewest that fail."""

from __future__ import annotations

import logging
import pathlib
import subprocess
import sys
import time
import warnings
from collections.abc import Mapping

import pytest
from fuzz import mutations, projects, targets, world
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocolpress.errors import Position, PressError, error
from protocolpress.files import Files
from protocolpress.plan import exchanging
from protocolpress.project import Project
from support import ROOT, environment

SECONDS = 10.0
"""Of the processor, for one input; without limits, what is refused here takes minutes, or all of the memory."""

EXAMPLES = {"page": 20, "annex": 25, "photo": 25, "drawing": 25, "stylesheet": 15}
"""Of targets that set pages; of others, which only read, there are more."""

NAMES = tuple(targets.TARGETS)

KEPT = [(name, kept) for name in NAMES for kept in targets.corpus(name)]

EDITS = st.lists(st.builds(mutations.Edit, *[st.integers(0, 1 << 24)] * 4), min_size=1, max_size=6)


@pytest.mark.parametrize(("name", "kept"), KEPT)
def test_a_kept_input_is_judged(name: str, kept: str) -> None:
    crash = targets.attempt(targets.TARGETS[name], targets.corpus(name)[kept], SECONDS)
    assert crash is None, crash.report


@pytest.mark.parametrize(("name", "kept"), [case for case in KEPT if case[1].startswith("good")])
def test_a_good_input_is_not_refused(name: str, kept: str) -> None:
    targets.TARGETS[name].run(targets.corpus(name)[kept])


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_input_is_judged(name: str) -> None:
    target = targets.TARGETS[name]
    inputs = list(targets.corpus(name).values())

    @settings(max_examples=EXAMPLES.get(name, 40), suppress_health_check=[*HealthCheck])
    @given(data=st.sampled_from(inputs), edits=EDITS)
    def judge(data: bytes, edits: list[mutations.Edit]) -> None:
        changed = mutations.mutated(data, edits, inputs, target.tokens)[: target.most]
        crash = targets.attempt(target, changed, SECONDS)
        assert crash is None, f"{changed!r}\n{crash.report}"

    judge()


@pytest.mark.parametrize("name", ["xliff", "tmx", "tbx", "review-html", "review-xlsx"])
def test_answers_of_kept_exchange_files_come_in(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing behind the readers would be tried: stamps have to be those of the catalog of now."""
    brought: list[exchanging.Brought] = []
    bring = exchanging.bring

    def watched(settings: Project, files: Files, given: Mapping[str, bytes]) -> exchanging.Brought:
        brought.append(bring(settings, files, given))
        return brought[-1]

    monkeypatch.setattr(exchanging, "bring", watched)
    for kept, data in targets.corpus(name).items():
        if kept.startswith("good"):
            targets.TARGETS[name].run(data)
    assert brought
    assert all(one.contents and not one.problems for one in brought)


def _fault(data: bytes) -> None:
    match data:
        case b"refused":
            raise PressError(error(Position("x"), "bad-id", "x is not an id"))
        case b"nothing said":
            raise PressError
        case b"raised":
            raise ValueError("wrong")
        case b"slow":
            end = time.process_time() + 5
            while time.process_time() < end:
                try:
                    sum(range(1000))
                except Exception:  # noqa: BLE001 - as doors catch what libraries raise
                    return
        case b"printed":
            sys.stdout.write("a library's own words")
        case b"warned":
            warnings.warn("a library's own words", UserWarning, stacklevel=1)
            logging.getLogger("library").warning("a library's own words")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        *((b"refused", ""), (b"nothing said", "no-problem"), (b"raised", "ValueError-"), (b"slow", "TooSlow-")),
        *((b"printed", "said-"), (b"warned", ""), (b"", "")),
    ],
)
def test_what_counts_as_a_failure(data: bytes, name: str) -> None:
    crash = targets.attempt(targets.Target(name="x", run=_fault, tokens=()), data, 0.2)
    assert (crash.name if crash else "").startswith(name)
    assert bool(crash) == bool(name)


@pytest.mark.parametrize(
    "text", ["<p><script>", '<p onclick="x">', '<a href=" JavaScript:x">', '<img src="data:x">', "<form>"]
)
def test_a_page_that_does_something_is_a_failure(text: str) -> None:
    with pytest.raises(world.WrongResultError):
        projects.judge(text)


def test_every_target_has_kept_inputs_and_a_good_one() -> None:
    assert {place.name for place in world.CORPUS.iterdir()} == {*NAMES}
    assert all(any(kept.startswith("good") for kept in targets.corpus(name)) for name in NAMES)


def test_edits_make_the_same_change_each_time_and_stay_small() -> None:
    data = b"one two\nthree 4\n"
    made = {
        kind: mutations.mutated(data, [mutations.Edit(kind, 5, 3, 8)], [b"other"], (b"token",)) for kind in range(10)
    }
    assert made == {
        kind: mutations.mutated(data, [mutations.Edit(kind, 5, 3, 8)], [b"other"], (b"token",)) for kind in range(10)
    }
    assert [kind for kind, result in made.items() if result == data] == []
    assert mutations.mutated(b"", [mutations.Edit(kind, 9, 9, 9) for kind in range(10)], [], ()) is not None


def test_the_command_runs_a_target_and_says_what_came_of_it(tmp_path: pathlib.Path) -> None:
    command = [sys.executable, "-m", "fuzz", "--plain", "--seconds", "0.2", "--out", str(tmp_path), "date"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, check=False, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, line = done.stdout.splitlines()
    assert first == "without atheris: random mutations of the corpus"
    assert line.split()[0] == "date"
    assert line.endswith("no failure")
    assert int(line.split()[1].replace(",", "")) >= len(targets.corpus("date"))
