"""What is kept between runs: objects, the log of traces, the lock; whatever is wrong with them costs only time."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

import pytest

import protocolpress
from protocolpress import errors
from protocolpress.build import cache, keys, log, run, run_trace
from protocolpress.build.keys import Key
from protocolpress.build.log import Log
from protocolpress.build.outputs import Outputs, Stamp
from protocolpress.build.recording import RecordingFiles, digest
from protocolpress.build.run import Question
from protocolpress.build.run_trace import RunTrace
from protocolpress.build.store import Store
from protocolpress.build.task import Inputs, Task
from protocolpress.build.traces import Trace
from protocolpress.errors import FilesError, Position
from protocolpress.files import MemoryFiles
from protocolpress.folders import Folder

WARNING = errors.Problem(
    Position("sources/x.md", 3, 1), errors.Severity.WARNING, "odd", "«странно» \udc80", "repair it"
)
TRACE = Trace(
    function="m:act",
    parameters={"edition": "en"},
    needs=(("html:en:x", "d1"),),
    dependencies=(("read", "sources/x.md", "d2"), ("exists", "b", "no")),
    output="d3",
    problems=(WARNING,),
)
OTHER = dataclasses.replace(TRACE, output="d4", dependencies=(*TRACE.dependencies, ("read", "c", "d5")))
STAMP = Stamp(1, 2, 3, 4, "d3")


KEY = keys.passing()


@functools.cache
def at(place: pathlib.Path) -> Folder:
    """Hold a folder open."""
    return Folder(place)


def opened(place: pathlib.Path, key: Key = KEY) -> Log:
    """Open the log in the folder *place*."""
    return Log(at(place), key)


def filled(folder: pathlib.Path) -> pathlib.Path:
    """Write a log with two traces and a stamp."""
    kept = opened(folder)
    kept.add("one", TRACE)
    kept.add("two", OTHER)
    kept.stamp("/out", {"x/a": STAMP})
    kept.close()
    return folder / log.NAME


def test_what_was_kept_is_there_again(tmp_path: pathlib.Path) -> None:
    filled(tmp_path)
    again = opened(tmp_path)
    assert again.trace("one") == TRACE
    assert again.trace("two") == OTHER
    assert again.stamps("/out") == {"x/a": STAMP}
    assert again.stamps("/elsewhere") == {}
    assert again.trace("three") is None
    again.close()


def test_the_last_trace_counts_and_old_ones_go(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "SLACK", 10)
    place = filled(tmp_path)
    kept = opened(tmp_path)
    for number in range(100):
        kept.add("one", dataclasses.replace(TRACE, output=f"d{number}"))
    kept.close()
    size = place.stat().st_size
    again = opened(tmp_path)
    assert again.trace("one") == dataclasses.replace(TRACE, output="d99")
    assert again.trace("two") == OTHER
    assert again.compacted
    again.close()
    assert place.stat().st_size < size / 5


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_end_costs_only_what_is_torn(tmp_path: pathlib.Path, cut: int) -> None:
    place = filled(tmp_path)
    place.write_bytes(place.read_bytes()[:-cut])
    again = opened(tmp_path)
    assert again.trace("one") == TRACE
    again.add("three", OTHER)
    again.close()
    last = opened(tmp_path)
    assert last.trace("one") == TRACE
    assert last.trace("three") == OTHER
    last.close()


def test_any_damaged_byte_costs_time_and_never_tells_a_lie(tmp_path: pathlib.Path) -> None:
    whole = filled(tmp_path).read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x15
        (tmp_path / log.NAME).write_bytes(damaged)
        again = opened(tmp_path)
        assert again.trace("one") in (TRACE, None)
        assert again.trace("two") in (OTHER, None)
        # A dependency that was lost must not lend its number to another one.
        again.add("three", dataclasses.replace(TRACE, dependencies=(("read", "new", "d6"),)))
        again.close()
        last = opened(tmp_path)
        assert last.trace("one") in (TRACE, None)
        assert last.trace("two") in (OTHER, None)
        assert last.trace("three") is not None
        last.close()


@pytest.mark.parametrize("data", [b"", b"\n", b"protocolpress traces 0\n", b"\0" * 100, log.HEADER + b"[" * 9999])
def test_a_log_of_another_kind_is_empty(tmp_path: pathlib.Path, data: bytes) -> None:
    (tmp_path / log.NAME).write_bytes(data)
    again = opened(tmp_path)
    assert again.trace("one") is None
    again.add("one", TRACE)
    again.close()
    last = opened(tmp_path)
    assert last.trace("one") == TRACE
    last.close()


def test_twelve_thousand_traces_are_read_at_once(tmp_path: pathlib.Path) -> None:
    shared = tuple(("read", f"templates/{n}.html", "d" * 64) for n in range(30))
    kept = opened(tmp_path)
    for number in range(12_000):
        dependencies = (*shared, ("read", f"sources/{number}.md", "e" * 64))
        kept.add(f"html:en:{number}", dataclasses.replace(TRACE, dependencies=dependencies, problems=()))
    kept.close()
    start = time.process_time()
    opened(tmp_path).close()
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
    part = objects(tmp_path)[0].parent / ".protocolpress-0123456789abcdef.part"
    part.write_bytes(b"half")
    store.keep({one})
    assert store.get(one) == b"one"
    assert store.get(other) is None
    assert not part.exists()


# ── outputs ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stamp_is_trusted_only_where_a_change_would_be_seen_in_it(tmp_path: pathlib.Path) -> None:
    there = Outputs(tmp_path, KEY)
    there.write("x/a", b"made", "d1")
    changed = (tmp_path / "x/a").lstat().st_ctime_ns
    assert there.stamps(changed + 1) == {}
    stamps = there.stamps(changed + 10**9)
    assert stamps["x/a"].digest == "d1"
    assert Outputs(tmp_path, KEY, stamps=stamps).hold("x/a", "d1"), "its content is not looked at"
    os.utime(tmp_path / "x/a", ns=(1, 1))
    assert not Outputs(tmp_path, KEY, stamps=stamps).hold("x/a", "d1"), (
        "its content is looked at, and it has another digest"
    )


# ── the lock ─────────────────────────────────────────────────────────────────────────────────────────────────────────

HOLDER = """
import pathlib, sys
from protocolpress.build import cache
with cache.opened(pathlib.Path(sys.argv[1]), "process 7 (since 10:00)") as kept:
    build = pathlib.Path(sys.argv[1], "build")
    kept.begin(build)
    with kept.outputs(build, {}, planned=["pdf/x"]) as there:
        there.write("pdf/x", b"x", "d")
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
        expected = r"process 7 \(since 10:00\) is already running in this project \[build-at-work\]"
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
            assert told == ["waiting for process 7 (since 10:00), which is running in this project"]
        timer.join()


def test_a_dead_holder_holds_nothing_and_is_swept_up_behind(tmp_path: pathlib.Path) -> None:
    part = tmp_path / "build" / "pdf" / ".protocolpress-0123456789abcdef.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    foreign = [part.with_name(".protocolpress-notes.part"), tmp_path / "build/mine" / part.name]
    for place in foreign:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"mine")
    with holder(tmp_path) as process:
        process.kill()
    with cache.opened(tmp_path, "me", wait=False) as kept:
        assert part.exists()
        kept.begin(tmp_path / "elsewhere")
        assert not part.exists()
        assert all(place.read_bytes() == b"mine" for place in foreign)


def test_what_a_dead_holder_left_is_not_forgotten_by_one_who_dies_too(tmp_path: pathlib.Path) -> None:
    part = tmp_path / "build" / ".protocolpress-0123456789abcdef.part"
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
    assert json.loads(lines[1]) == ["fact", 0, "read", "sources/x.md", "d2"]


# ── whole runs ───────────────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = RunTrace(
    question="everything",
    folder="/out",
    dependencies=frozenset(TRACE.dependencies),
    outputs={"x/a": "d3"},
    stamps={"x/a": STAMP},
    problems=(WARNING,),
)


def test_any_damaged_byte_of_a_whole_run_makes_it_absent(tmp_path: pathlib.Path) -> None:
    assert run_trace.read(at(tmp_path), KEY) is None
    run_trace.write(at(tmp_path), KEY, WHOLE)
    assert run_trace.read(at(tmp_path), KEY) == WHOLE
    kept = (tmp_path / run_trace.NAME).read_bytes()
    for place in range(len(kept)):
        damaged = bytearray(kept)
        damaged[place] ^= 0x15
        (tmp_path / run_trace.NAME).write_bytes(damaged)
        assert run_trace.read(at(tmp_path), KEY) is None
        (tmp_path / run_trace.NAME).write_bytes(kept[:place])
        assert run_trace.read(at(tmp_path), KEY) is None


def act(given: Inputs) -> bytes:
    """Read a file, and warn."""
    given.problems.warning(Position("a.md", 1), "odd", "this is odd")
    return given.files.read("a.md")


def test_a_whole_run_answers_only_its_own_question_and_only_while_all_holds(tmp_path: pathlib.Path) -> None:
    contents: dict[str, bytes | str] = {"a.md": "A", "plan.toml": "1"}
    output = tmp_path / "build"

    def build(words: str = "all") -> bool:
        """Build; tell whether there was something to do."""
        files = MemoryFiles(contents)
        asked = RecordingFiles(files)
        asked.read("plan.toml")
        question = Question(words=words, everything=words == "all", dependencies=asked.dependencies())
        with cache.opened(tmp_path, "me") as kept, run.opened(files, kept, jobs=1) as session:
            outcome = session.unchanged(question, output=output)
            new = outcome is None
            if outcome is None:
                tasks = [Task(name="a", action=act, output="x/a")]
                outcome = session.run(tasks, output=output, question=question)
        foreign = ["not-ours"] * ((new or words == "all") and (output / "x/foreign").exists())
        assert [problem.rule for problem in outcome.problems] == [*foreign, "odd"]
        assert list(outcome.outputs) == ["x/a"]
        return new

    assert build()
    assert not build()
    (output / "x/foreign").touch()
    assert not build(), "what nobody recorded is told of"
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
    assert (output / "x/foreign").exists()


# ── what somebody else put there ─────────────────────────────────────────────────────────────────────────────────────

EVIL = dataclasses.replace(TRACE, output="evil")


def test_traces_sealed_with_another_key_are_not_read(tmp_path: pathlib.Path) -> None:
    filled(tmp_path)
    other = opened(tmp_path, keys.passing())
    assert other.is_foreign
    assert other.trace("one") is None
    other.close()
    assert opened(tmp_path).trace("one") is None, "the log is the other's now"


def test_traces_without_a_seal_are_not_read(tmp_path: pathlib.Path) -> None:
    """As a stranger can write them: what the file looks like is no secret."""
    lines = filled(tmp_path).read_bytes().splitlines(keepends=True)
    kept = [line.replace(b'"d3"', b'"evil"') for line in lines if not line.startswith(log.SEAL)]
    for forged in (kept, [line.replace(b'"d3"', b'"evil"') for line in lines]):
        (tmp_path / log.NAME).write_bytes(b"".join(forged))
        again = opened(tmp_path)
        assert again.is_foreign
        assert again.trace("one") is None
        again.close()


def test_lines_of_two_logs_are_not_mixed(tmp_path: pathlib.Path) -> None:
    """Each was sealed by this user; traces name dependencies by number, and would name those of the other log."""
    one, other = tmp_path / "one", tmp_path / "other"
    for place in (one, other):
        place.mkdir()
    kept = opened(one)
    kept.add("a", dataclasses.replace(TRACE, dependencies=(("read", "x", "then"),)))
    kept.add("b", dataclasses.replace(TRACE, dependencies=(("read", "x", "then"),)))
    kept.close()
    kept = opened(other)
    kept.add("a", dataclasses.replace(TRACE, dependencies=(("read", "x", "now"),)))
    kept.close()
    lines, others = ((place / log.NAME).read_bytes().splitlines(keepends=True) for place in (one, other))
    assert [line[:2] for line in lines[1:]] == [b'["', b'["', log.SEAL, b'["', log.SEAL]
    (one / log.NAME).write_bytes(b"".join([lines[0], *others[1:4], *lines[4:]]))
    again = opened(one)
    assert again.trace("a") == dataclasses.replace(TRACE, dependencies=(("read", "x", "now"),))
    assert again.trace("b") is None
    again.close()


def test_a_log_that_is_another_name_of_a_file_is_not_appended_to(tmp_path: pathlib.Path) -> None:
    place = filled(tmp_path)
    os.link(place, tmp_path / "kept")
    before = place.read_bytes()
    again = opened(tmp_path)
    again.add("three", OTHER)
    again.close()
    assert (tmp_path / "kept").read_bytes() == before
    assert opened(tmp_path).trace("three") == OTHER


def make_a(given: Inputs) -> bytes:
    """Return what the source says."""
    return b"within " + given.files.read("a.md") + b" days"


def built(root: pathlib.Path, told: list[str]) -> tuple[bool, str]:
    """Build as the command does; tell whether something was done, and what the output says."""
    files, output = MemoryFiles({"a.md": "three"}), root / "build"
    with cache.opened(root, "me", tell=told.append) as kept, run.opened(files, kept, jobs=1) as session:
        question = Question(words="all", everything=True)
        outcome = session.unchanged(question, output=output)
        if outcome is None:
            outcome = session.run([Task(name="a", action=make_a, output="x/a")], output=output, question=question)
    assert outcome.ok
    return bool(outcome.done), (output / "x/a").read_text()


def poison(root: pathlib.Path, key: Key) -> None:
    """Make a cache say "thirty" where the source says "three", and leave everything else as it was."""
    with Folder(root / cache.FOLDER) as folder:
        kept = Log(folder, keys.find(root))
        trace = kept.trace("a")
        assert trace is not None
        kept.close()
        (root / cache.FOLDER / log.NAME).unlink()
        kept = Log(folder, key)
        kept.add("a", dataclasses.replace(trace, output=Store(root, cache.FOLDER).put(b"within thirty days")))
        kept.close()


def test_a_poisoned_cache_is_ignored(tmp_path: pathlib.Path) -> None:
    told: list[str] = []
    assert built(tmp_path, told) == (True, "within three days")
    assert built(tmp_path, told) == (False, "within three days")
    for has_outputs in (True, False):
        poison(tmp_path, keys.passing())
        (tmp_path / cache.FOLDER / run_trace.NAME).unlink()
        if not has_outputs:
            shutil.rmtree(tmp_path / "build")
        assert built(tmp_path, told) == (True, "within three days")
        assert told.pop() == cache.FOREIGN, "it is said once"
        assert not told
        assert built(tmp_path, told) == (False, "within three days")
    poison(tmp_path, keys.find(tmp_path))
    (tmp_path / cache.FOLDER / run_trace.NAME).unlink()
    assert built(tmp_path, told) == (False, "within thirty days"), "what this user has sealed is believed"


def test_a_forged_run_is_ignored(tmp_path: pathlib.Path) -> None:
    told: list[str] = []
    built(tmp_path, told)
    (tmp_path / "build/x/a").write_bytes(b"within thirty days")
    with Folder(tmp_path / cache.FOLDER) as folder:
        last = run_trace.read(folder, keys.find(tmp_path))
        assert last is not None
        forged = dataclasses.replace(last, outputs={"x/a": digest(b"within thirty days")}, stamps={})
        run_trace.write(folder, keys.passing(), forged)
    assert built(tmp_path, told) == (False, "within three days")
    assert told == [cache.FOREIGN]


def test_the_words_of_a_foreign_lock_are_not_believed(tmp_path: pathlib.Path) -> None:
    """They name a folder where parts of files go; somebody who built there was killed too."""
    built(tmp_path / "victim", [])
    part = tmp_path / "victim/build/x/.protocolpress-0123456789abcdef.part"
    part.write_bytes(b"precious")
    place = tmp_path / "project" / cache.FOLDER / "lock"
    place.parent.mkdir(parents=True)
    words = f"me\n{tmp_path}/victim/build".encode()
    for data in (words, keys.passing().sealed(b"lock 2", words), keys.find(None).sealed(b"run 2", words)):
        place.write_bytes(data)
        built(tmp_path / "project", [])
        assert part.exists()
    place.write_bytes(keys.find(None).sealed(b"lock 2", words))
    built(tmp_path / "project", [])
    assert part.exists(), "it is the folder of another project"


def test_what_a_killed_run_was_writing_is_removed_by_the_next(tmp_path: pathlib.Path) -> None:
    """In its outputs, among the objects, and beside them."""
    built(tmp_path, [])
    folders = (tmp_path / "build/x", tmp_path / cache.FOLDER / "objects/ab", tmp_path / cache.FOLDER)
    parts = [folder / ".protocolpress-0123456789abcdef.part" for folder in folders]
    for part in parts:
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(b"half of it")
    words = f"me\n{tmp_path}/build".encode()
    (tmp_path / cache.FOLDER / "lock").write_bytes(keys.find(None).sealed(b"lock 2", words))
    built(tmp_path, [])
    assert [part for part in parts if part.exists()] == []


@pytest.mark.parametrize("kind", ["link to a file", "link to a folder", "nowhere", "pipe", "folder", "hard link"])
@pytest.mark.parametrize(
    "name", [".cache", *(f"{cache.FOLDER}{rest}" for rest in ("", "/objects", "/lock", "/traces", "/run"))]
)
def test_nothing_in_the_place_of_the_cache_harms_anybody(tmp_path: pathlib.Path, name: str, kind: str) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    outside.mkdir()
    for path in ("file", "lock", "traces", "run", f"ab/{'c' * 62}", f"objects/ab/{'c' * 62}"):
        (outside / path).parent.mkdir(parents=True, exist_ok=True)
        (outside / path).write_text("precious")
    place = root / name
    place.parent.mkdir(parents=True)
    match kind:
        case "link to a file":
            place.symlink_to(outside / "file")
        case "link to a folder":
            place.symlink_to(outside)
        case "nowhere":
            place.symlink_to(outside / "nowhere")
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case _:
            os.link(outside / "file", place)
    told: list[str] = []
    for _ in range(2):
        with contextlib.suppress(FilesError):
            assert built(root, told)[1] == "within three days"
    assert len(told) == (2 if kind != "folder" or name.endswith("lock") else 0) or name.endswith(("traces", "run"))
    assert {found.read_text() for found in outside.rglob("*") if found.is_file()} == {"precious"}
    assert len([*outside.rglob("*")]) == 9


def test_without_a_key_there_is_no_cache_and_a_note(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "project").mkdir()
    told: list[str] = []
    assert built(tmp_path / "project", told)[0]
    (tmp_path / "state" / keys.PLACE).chmod(0o644)
    for _ in range(2):
        assert built(tmp_path / "project", told) == (True, "within three days")
        assert told.pop().startswith("note: the cache is not used: ")
        assert not told


def test_a_fresh_cache_has_nothing_and_leaves_the_other_as_it_is(tmp_path: pathlib.Path) -> None:
    built(tmp_path, [])
    poison(tmp_path, keys.find(tmp_path))
    before = (tmp_path / cache.FOLDER / log.NAME).read_bytes()
    with cache.opened(tmp_path, "me", fresh=True) as kept:
        assert kept.last_run() is None
        assert kept.log.trace("a") is None
        kept.log.add("b", TRACE)
        with pytest.raises(FilesError, match=r"me is already running"), cache.opened(tmp_path, "other", wait=False):
            pass
    assert (tmp_path / cache.FOLDER / log.NAME).read_bytes() == before
