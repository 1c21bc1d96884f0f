"""What is kept between runs: objects, the log of traces, the lock; whatever is wrong with them costs only time."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

import pytest

import protocolpress
from protocolpress import errors
from protocolpress.build import cache, log, run, run_trace
from protocolpress.build.log import Log
from protocolpress.build.outputs import Outputs, Stamp
from protocolpress.build.recording import RecordingFiles
from protocolpress.build.run import Question
from protocolpress.build.run_trace import RunTrace
from protocolpress.build.store import Store
from protocolpress.build.task import Task
from protocolpress.build.traces import Trace
from protocolpress.errors import FilesError, Position, Problems
from protocolpress.files import Files, MemoryFiles

WARNING = errors.Problem(Position("sources/x.md", 3, 1), errors.Severity.WARNING, "odd", "«странно» \udc80", "mend it")
TRACE = Trace(
    function="m:act",
    parameters={"edition": "en"},
    needs=(("html:en:x", "d1"),),
    facts=(("read", "sources/x.md", "d2"), ("exists", "b", "no")),
    output="d3",
    problems=(WARNING,),
)
OTHER = dataclasses.replace(TRACE, output="d4", facts=(*TRACE.facts, ("read", "c", "d5")))
STAMP = Stamp(1, 2, 3, 4, "d3")


def filled(folder: pathlib.Path) -> pathlib.Path:
    """Write a log with two traces and a stamp."""
    kept = Log(folder)
    kept.add("one", TRACE)
    kept.add("two", OTHER)
    kept.stamp("/out", {"x/a": STAMP})
    kept.close()
    return folder / log.NAME


def test_what_was_kept_is_there_again(tmp_path: pathlib.Path) -> None:
    filled(tmp_path)
    again = Log(tmp_path)
    assert again.trace("one") == TRACE
    assert again.trace("two") == OTHER
    assert again.stamps("/out") == {"x/a": STAMP}
    assert again.stamps("/elsewhere") == {}
    assert again.trace("three") is None
    again.close()


def test_the_last_trace_counts_and_old_ones_go(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "SLACK", 10)
    place = filled(tmp_path)
    kept = Log(tmp_path)
    for number in range(100):
        kept.add("one", dataclasses.replace(TRACE, output=f"d{number}"))
    kept.close()
    size = place.stat().st_size
    again = Log(tmp_path)
    assert again.trace("one") == dataclasses.replace(TRACE, output="d99")
    assert again.trace("two") == OTHER
    assert again.compacted
    again.close()
    assert place.stat().st_size < size / 5


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_end_costs_only_what_is_torn(tmp_path: pathlib.Path, cut: int) -> None:
    place = filled(tmp_path)
    place.write_bytes(place.read_bytes()[:-cut])
    again = Log(tmp_path)
    assert again.trace("one") == TRACE
    again.add("three", OTHER)
    again.close()
    last = Log(tmp_path)
    assert last.trace("one") == TRACE
    assert last.trace("three") == OTHER
    last.close()


def test_any_damaged_byte_costs_time_and_never_tells_a_lie(tmp_path: pathlib.Path) -> None:
    whole = filled(tmp_path).read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x15
        (tmp_path / log.NAME).write_bytes(damaged)
        again = Log(tmp_path)
        assert again.trace("one") in (TRACE, None)
        assert again.trace("two") in (OTHER, None)
        # A fact that was lost must not lend its number to another one.
        again.add("three", dataclasses.replace(TRACE, facts=(("read", "new", "d6"),)))
        again.close()
        last = Log(tmp_path)
        assert last.trace("one") in (TRACE, None)
        assert last.trace("two") in (OTHER, None)
        assert last.trace("three") is not None
        last.close()


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"protocolpress traces 0\n", b"\0" * 100, b"protocolpress traces 1\n" + b"[" * 9999]
)
def test_a_log_of_another_kind_is_empty(tmp_path: pathlib.Path, data: bytes) -> None:
    (tmp_path / log.NAME).write_bytes(data)
    again = Log(tmp_path)
    assert again.trace("one") is None
    again.add("one", TRACE)
    again.close()
    last = Log(tmp_path)
    assert last.trace("one") == TRACE
    last.close()


def test_twelve_thousand_traces_are_read_at_once(tmp_path: pathlib.Path) -> None:
    shared = tuple(("read", f"templates/{n}.html", "d" * 64) for n in range(30))
    kept = Log(tmp_path)
    for number in range(12_000):
        facts = (*shared, ("read", f"sources/{number}.md", "e" * 64))
        kept.add(f"html:en:{number}", dataclasses.replace(TRACE, facts=facts, problems=()))
    kept.close()
    start = time.process_time()
    Log(tmp_path).close()
    assert time.process_time() - start < 2, "a quarter of a second on a machine that does nothing else"


# ── objects ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def objects(folder: pathlib.Path) -> list[pathlib.Path]:
    return [place for place in folder.rglob("*") if place.is_file()]


@pytest.mark.parametrize("damage", [b"", b"other", None])
def test_a_damaged_object_is_absent_and_can_be_put_again(tmp_path: pathlib.Path, damage: bytes | None) -> None:
    store = Store(tmp_path)
    name = store.put(b"made")
    assert store.get(name) == b"made"
    (place,) = objects(tmp_path)
    if damage is None:
        place.unlink()
    else:
        place.write_bytes(damage)
    assert store.get(name) is None
    assert store.put(b"made") == name
    assert store.get(name) == b"made"


def test_only_what_is_named_is_kept(tmp_path: pathlib.Path) -> None:
    store = Store(tmp_path)
    one, other = store.put(b"one"), store.put(b"other")
    part = objects(tmp_path)[0].parent / ".protocolpress-x.part"
    part.write_bytes(b"half")
    store.keep({one})
    assert store.get(one) == b"one"
    assert store.get(other) is None
    assert not part.exists()


# ── outputs ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stamp_is_trusted_only_where_a_change_would_be_seen_in_it(tmp_path: pathlib.Path) -> None:
    there = Outputs(tmp_path, {})
    there.write("x/a", b"made", "d1")
    changed = (tmp_path / "x/a").lstat().st_ctime_ns
    assert there.stamps(changed + 1) == {}
    stamps = there.stamps(changed + 10**9)
    assert stamps["x/a"].digest == "d1"
    assert Outputs(tmp_path, stamps).hold("x/a", "d1"), "its content is not looked at"
    os.utime(tmp_path / "x/a", ns=(1, 1))
    assert not Outputs(tmp_path, stamps).hold("x/a", "d1"), "its content is looked at, and it has another digest"


# ── the lock ─────────────────────────────────────────────────────────────────────────────────────────────────────────

HOLDER = """
import pathlib, sys
from protocolpress.build import cache
with cache.opened(pathlib.Path(sys.argv[1]), "process 7 (since 10:00)") as kept:
    kept.begin(pathlib.Path(sys.argv[1], "build"))
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(root: pathlib.Path) -> subprocess.Popen[str]:
    """Start a process that holds the cache until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(pathlib.Path(protocolpress.__file__).parents[1])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_who_does_not_wait_is_told_who_is_at_work(tmp_path: pathlib.Path) -> None:
    with holder(tmp_path) as process:
        expected = r"process 7 \(since 10:00\) is at work in this project \[build-at-work\]"
        with pytest.raises(FilesError, match=expected), cache.opened(tmp_path, "me", wait=False):
            pass
        process.communicate("\n")
    with cache.opened(tmp_path, "me", wait=False):
        pass


def test_who_waits_is_told_and_goes_on(tmp_path: pathlib.Path) -> None:
    told: list[str] = []
    with holder(tmp_path) as process:
        timer = threading.Timer(2, lambda: process.communicate("\n"))
        timer.start()
        with cache.opened(tmp_path, "me", tell=told.append):
            assert told == ["waiting for process 7 (since 10:00), which is at work in this project"]
        timer.join()


def test_a_dead_holder_holds_nothing_and_is_swept_up_behind(tmp_path: pathlib.Path) -> None:
    part = tmp_path / "build" / "pdf" / ".protocolpress-x.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    with holder(tmp_path) as process:
        process.kill()
    with cache.opened(tmp_path, "me", wait=False) as kept:
        assert part.exists()
        kept.begin(tmp_path / "elsewhere")
        assert not part.exists()


def test_what_a_dead_holder_left_is_not_forgotten_by_one_who_dies_too(tmp_path: pathlib.Path) -> None:
    part = tmp_path / "build" / ".protocolpress-x.part"
    part.parent.mkdir()
    part.write_bytes(b"half")
    with holder(tmp_path) as process:
        process.kill()
    with cache.opened(tmp_path, "one who dies before he begins"):
        words = (tmp_path / cache.FOLDER / "lock").read_bytes()
    (tmp_path / cache.FOLDER / "lock").write_bytes(words)
    with cache.opened(tmp_path, "me") as kept:
        kept.begin(tmp_path / "elsewhere")
    assert not part.exists()


def test_a_lock_that_is_removed_is_no_longer_waited_for(tmp_path: pathlib.Path) -> None:
    """As `clean` does; who comes then holds another one, and both must not believe that they are alone."""
    with holder(tmp_path) as process:

        def remove() -> None:
            shutil.rmtree(tmp_path / cache.FOLDER)
            with cache.opened(tmp_path, "another", wait=False):
                process.communicate("\n")
                time.sleep(0.3)
                times.append(time.monotonic())

        times: list[float] = []
        timer = threading.Timer(0.3, remove)
        timer.start()
        with cache.opened(tmp_path, "me"):
            assert times
            assert time.monotonic() >= times[0]
        timer.join()


@pytest.mark.parametrize("link", [".cache", ".cache/protocolpress"])
def test_a_cache_that_leads_out_of_the_project_is_not_used(tmp_path: pathlib.Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place = tmp_path / "project" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(outside)
    with cache.opened(tmp_path / "project", "me") as kept:
        assert kept.store.get(kept.store.put(b"made")) == b"made"
    assert list(outside.rglob("*")) == []


def test_a_file_in_the_place_of_the_cache_costs_only_the_cache(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".cache").write_text("mine")
    with cache.opened(tmp_path, "me") as kept:
        assert kept.store.get(kept.store.put(b"made")) == b"made"
    assert (tmp_path / ".cache").read_text() == "mine"


def test_a_record_of_the_log_can_be_read_by_people(tmp_path: pathlib.Path) -> None:
    lines = filled(tmp_path).read_text().splitlines()
    assert json.loads(lines[1].partition(" ")[2]) == ["fact", 0, "read", "sources/x.md", "d2"]


# ── whole runs ───────────────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = RunTrace(
    question="everything",
    folder="/out",
    facts=frozenset(TRACE.facts),
    outputs={"x/a": "d3"},
    stamps={"x/a": STAMP},
    problems=(WARNING,),
)


def test_any_damaged_byte_of_a_whole_run_makes_it_absent(tmp_path: pathlib.Path) -> None:
    assert run_trace.read(tmp_path) is None
    run_trace.write(tmp_path, WHOLE)
    assert run_trace.read(tmp_path) == WHOLE
    kept = (tmp_path / run_trace.NAME).read_bytes()
    for place in range(len(kept)):
        damaged = bytearray(kept)
        damaged[place] ^= 0x15
        (tmp_path / run_trace.NAME).write_bytes(damaged)
        assert run_trace.read(tmp_path) is None
        (tmp_path / run_trace.NAME).write_bytes(kept[:place])
        assert run_trace.read(tmp_path) is None


def act(files: Files, needs: Mapping[str, bytes], problems: Problems) -> bytes:
    """Read a file, and warn."""
    problems.warning(Position("a.md", 1), "odd", "this is odd")
    return files.read("a.md")


def test_a_whole_run_answers_only_its_own_question_and_only_while_all_holds(tmp_path: pathlib.Path) -> None:
    contents: dict[str, bytes | str] = {"a.md": "A", "plan.toml": "1"}
    output = tmp_path / "build"

    def build(words: str = "all") -> bool:
        """Build; tell whether there was something to do."""
        files = MemoryFiles(contents)
        asked = RecordingFiles(files)
        asked.read("plan.toml")
        question = Question(words=words, everything=words == "all", facts=asked.facts())
        with cache.opened(tmp_path, "me") as kept, run.opened(files, kept, jobs=1) as session:
            outcome = session.unchanged(question, output=output)
            new = outcome is None
            if outcome is None:
                tasks = [Task(name="a", action=act, output="x/a")]
                outcome = session.run(tasks, output=output, question=question)
        assert [problem.rule for problem in outcome.problems] == ["odd"]
        assert list(outcome.outputs) == ["x/a"]
        assert [place.name for place in (output / "x").iterdir()] == ["a"]
        return new

    assert build()
    assert not build()
    (output / "x/foreign").touch()
    assert not build(), "what no task owns is removed nevertheless"
    assert build("some")
    assert not build("some")
    assert build()
    contents["a.md"] = "B"
    assert build()
    contents["plan.toml"] = "2"
    assert build()
    (output / "x/a").write_text("C")
    assert build()
    (output / "x/a").unlink()
    assert build()
    assert not build()
