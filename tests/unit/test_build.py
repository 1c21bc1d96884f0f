"""The engine: order, failures, what is written and removed, dying workers, Ctrl-C, a full disk."""

from __future__ import annotations

import contextlib
import functools
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import pytest

import protocolpress
from protocolpress import errors
from protocolpress.build import cache, pool, record, run, store, task
from protocolpress.build.progress import Progress
from protocolpress.build.task import Inputs, Task
from protocolpress.errors import BuildError, Position, SourceError
from protocolpress.files import MemoryFiles

PLACE = Position("sources/events/x.md", 3)
BROKEN = errors.error(PLACE, "bad-date", "31 February is no date")

# ── actions: at the top of a module, because workers import them ─────────────────────────────────────────────────────


def join(given: Inputs, *, own: str) -> bytes:
    """Return the action's own text and that of what it given.needs, in the order it came."""
    return own.encode() + b"".join(b"(" + data + b")" for data in given.needs.values())


def slow(given: Inputs, *, own: str, seconds: float) -> bytes:
    """Return the action's own text, later."""
    time.sleep(seconds)
    return own.encode()


def read(given: Inputs, *, path: str) -> bytes:
    """Return a file."""
    return given.files.read(path)


def refuse(given: Inputs) -> bytes:
    """Raise, as a stage that cannot make its value."""
    raise SourceError(BROKEN)


def collect(given: Inputs, *, severity: str) -> bytes:
    """Find a problem, and give bytes nevertheless."""
    given.problems.add(errors.Problem(PLACE, errors.Severity(severity), "bad-date", "31 February is no date"))
    return b"made"


def trip(given: Inputs) -> bytes:
    """Raise what only our own mistake can raise."""
    return given.needs["never needed"]


class AwkwardError(Exception):
    """An exception that can be pickled and not made again."""

    def __init__(self, place: str, *, line: int) -> None:
        """Ask for more than `args` keeps."""
        super().__init__(f"{place}:{line}")


def trip_awkwardly(given: Inputs) -> bytes:
    """Raise what cannot travel between processes."""
    raise AwkwardError("here", line=7)


def die(given: Inputs) -> bytes:
    """End this process like the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def die_once(given: Inputs, *, mark: str) -> bytes:
    """End this process, but not a second time."""
    with contextlib.suppress(FileExistsError):
        pathlib.Path(mark).touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
    return b"made"


HELD: list[bytes] = []


def hold(given: Inputs, *, mib: int, keep: bool = False) -> bytes:
    """Use so much memory, for a moment or as long as this process lives."""
    held = b"x" * (mib << 20)
    if keep:
        HELD.append(held)
    return held[:1]


def turn(given: Inputs, *, seconds: float) -> bytes:
    """Work for some seconds, and swallow what would stop it as a library might."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        with contextlib.suppress(Exception):
            sum(range(1000))
    return b"turned"


def count(given: Inputs) -> bytes:
    """Work in one call of C, where Python cannot interrupt."""
    return b"%d" % (7 ** (7**10) % 2)


def big(given: Inputs) -> bytes:
    """Return more than any pipe holds, and more than the small disk of a test."""
    return bytes(1 << 20) + b"".join(given.needs.values())


# ── helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def make(name: str, *needs: str, output: str = "", action: task.Action | None = None) -> Task:
    """Make a task that writes its name and what it needs."""
    return Task(name=name, action=action or functools.partial(join, own=name), needs=needs, output=output)


def go(
    tasks: Sequence[Task], output: pathlib.Path, *, jobs: int = 1, wanted: Collection[str] | None = None
) -> run.Outcome:
    """Run *tasks* on two files in memory."""
    files = MemoryFiles({"sources/a.md": "A", "sources/b.md": "B"})
    return run.run(tasks, files, output=output, jobs=jobs, wanted=wanted, progress=lambda _: None)


def tree(output: pathlib.Path) -> list[str]:
    """List everything below *output* but the record of what is there."""
    return sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.name != record.NAME)


def refused(tasks: Sequence[Task], output: pathlib.Path, wanted: Collection[str] | None = None) -> list[str]:
    """Return the problems of a list of tasks that cannot be run."""
    with pytest.raises(BuildError) as caught:
        go(tasks, output, wanted=wanted)
    assert tree(output) == []
    return [str(problem) for problem in caught.value.problems]


# ── order and bytes ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("jobs", [1, 2])
def test_needs_arrive_in_the_order_of_the_task(tmp_path: pathlib.Path, jobs: int) -> None:
    """What is listed last is made first where it is needed, and bytes come as *needs* lists them."""
    tasks = [make("top", "b", "a", output="pdf/top.pdf"), make("a", "b"), make("b")]
    outcome = go(tasks, tmp_path, jobs=jobs)
    assert outcome.ok
    assert (tmp_path / "pdf/top.pdf").read_bytes() == b"top(b)(a(b))"
    assert outcome.written == ("pdf/top.pdf",)
    assert list(outcome.outputs) == ["pdf/top.pdf"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_actions_read_through_files(tmp_path: pathlib.Path, jobs: int) -> None:
    """Files reach every worker; a missing one is a problem."""
    names = ["a", "b", "c"]
    tasks = [make(n, output=f"x/{n}", action=functools.partial(read, path=f"sources/{n}.md")) for n in names]
    outcome = go(tasks, tmp_path, jobs=jobs)
    assert [str(p) for p in outcome.problems] == ["sources/c.md: error: there is no such file [missing-file]"]
    assert tree(tmp_path) == ["x", "x/a", "x/b"]


def test_the_number_of_workers_cannot_be_seen_in_the_outcome(tmp_path: pathlib.Path) -> None:
    """Tasks that finish in another order make the same outcome."""
    tasks = [
        make("slow", output="x/slow", action=functools.partial(slow, own="slow", seconds=0.1)),
        make("warned", output="x/warned", action=functools.partial(collect, severity="warning")),
        make("refused", output="x/refused", action=refuse),
        make("joined", "slow", "warned", output="x/joined"),
    ]
    outcomes = [go(tasks, tmp_path / str(jobs), jobs=jobs) for jobs in (1, 3)]
    assert outcomes[0] == outcomes[1]
    assert list(outcomes[0].outputs) == ["x/joined", "x/slow", "x/warned"]


def test_large_bytes_travel(tmp_path: pathlib.Path) -> None:
    """Bytes larger than a pipe go to a worker and come back."""
    outcome = go([make("a", action=big), make("b", "a", output="x/b", action=big)], tmp_path, jobs=2)
    assert outcome.ok
    assert (tmp_path / "x/b").stat().st_size == 2 << 20


def test_wanted_tasks_bring_what_they_need_and_nothing_else(tmp_path: pathlib.Path) -> None:
    """Other tasks are not run, and their outputs of earlier runs stay."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x/old").write_text("old")
    tasks = [make("a", output="x/a"), make("b", "a", output="x/b"), make("c", output="x/c")]
    outcome = go(tasks, tmp_path, wanted=["b"])
    assert outcome.written == ("x/a", "x/b")
    assert tree(tmp_path) == ["x", "x/a", "x/b", "x/old"]


def test_progress_names_what_is_running_and_counts_by_kind(tmp_path: pathlib.Path) -> None:
    """A task is announced when it starts and counted when it ends."""
    seen: list[tuple[Mapping[str, int], tuple[str, ...]]] = []

    def watch(step: Progress) -> None:
        assert step.total == {"html": 1, "pdf": 1}
        seen.append((step.done, step.running))

    tasks = [make("html:a"), make("pdf:a", "html:a")]
    run.run(tasks, MemoryFiles({}), output=tmp_path, jobs=1, progress=watch)
    assert seen == [
        ({}, ("html:a",)),
        ({"html": 1}, ()),
        ({"html": 1}, ("pdf:a",)),
        ({"html": 1, "pdf": 1}, ()),
    ]


# ── failures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("action", [refuse, functools.partial(collect, severity="error")])
def test_a_failed_task_fails_its_dependants_silently(tmp_path: pathlib.Path, jobs: int, action: task.Action) -> None:
    """One problem is reported once, and independent tasks go on."""
    tasks = [
        make("bad", output="x/bad", action=action),
        make("next", "bad", output="x/next"),
        make("last", "next"),
        make("good", output="x/good"),
    ]
    outcome = go(tasks, tmp_path, jobs=jobs)
    assert not outcome.ok
    assert outcome.problems == (BROKEN,)
    assert outcome.failed == ("bad", "last", "next")
    assert tree(tmp_path) == ["x", "x/good"]


def test_a_warning_is_kept_and_fails_nothing(tmp_path: pathlib.Path) -> None:
    """A task that warned is done."""
    outcome = go([make("a", output="x/a", action=functools.partial(collect, severity="warning"))], tmp_path)
    assert outcome.ok
    assert [p.severity for p in outcome.problems] == [errors.Severity.WARNING]
    assert outcome.written == ("x/a",)


@pytest.mark.parametrize("jobs", [1, 2])
def test_our_own_mistake_ends_the_run_with_its_traceback(tmp_path: pathlib.Path, jobs: int) -> None:
    """The exception comes as it was raised, names the task and, from a worker, shows where it was raised."""
    with pytest.raises(KeyError) as caught:
        go(
            [make("bad", action=trip), make("a", action=functools.partial(slow, own="a", seconds=9))],
            tmp_path,
            jobs=jobs,
        )
    notes = "\n".join(caught.value.__notes__)
    assert "in the task bad" in notes
    if jobs > 1:
        assert 'return given.needs["never needed"]' in notes
    else:
        assert caught.traceback[-2].name == "trip"  # and behind it the mapping that it asked


def test_an_exception_that_cannot_travel_is_told_in_words(tmp_path: pathlib.Path) -> None:
    """Its class is lost, its name, text and traceback are not."""
    with pytest.raises(RuntimeError, match=re.escape("AwkwardError: here:7")) as caught:
        go([make("bad", action=trip_awkwardly), make("a")], tmp_path, jobs=2)
    assert 'raise AwkwardError("here", line=7)' in "\n".join(caught.value.__notes__)


def test_a_worker_that_dies_is_named_and_the_others_go_on(tmp_path: pathlib.Path) -> None:
    """Only the task it was busy with fails, and what needs that."""
    tasks = [make("bad", output="x/bad", action=die), make("next", "bad"), *(make(n, output=f"x/{n}") for n in "abcd")]
    outcome = go(tasks, tmp_path, jobs=2)
    (problem,) = outcome.problems
    assert str(problem) == (
        "x/bad: error: the worker process of the task bad was killed by SIGKILL [worker-died]\n"
        "  hint: it may have run out of memory: run the command again with fewer jobs"
    )
    assert outcome.failed == ("bad", "next")
    assert tree(tmp_path) == ["x", "x/a", "x/b", "x/c", "x/d"]


MEGABYTES_150 = pool.Limits(memory=150, chosen=True)


def limited(tasks: Sequence[Task], output: pathlib.Path) -> run.Outcome:
    """Run *tasks* with 150 MB for each; a process of Python takes 40 of them."""
    with cache.temporary() as kept, run.opened(MemoryFiles({}), kept, jobs=1, limits=MEGABYTES_150) as current:
        return current.run(tasks, output=output)


def test_too_much_memory_is_seen_though_it_was_only_for_a_moment(tmp_path: pathlib.Path) -> None:
    tasks = [
        make("bad", output="x/bad", action=functools.partial(hold, mib=180)),
        make("good", output="x/good", action=functools.partial(hold, mib=10)),
    ]
    outcome = limited(tasks, tmp_path)
    (problem,) = outcome.problems
    assert str(problem) == (
        "x/bad: error: the worker process of the task bad exceeded its memory limit of 150 MB [worker-died]\n"
        "  hint: allow more with --memory, split the document, or make its picture smaller"
    )
    assert tree(tmp_path) == ["x", "x/good"]


def test_who_takes_memory_without_end_is_stopped(tmp_path: pathlib.Path) -> None:
    action = functools.partial(hold, mib=20_000)
    outcome = limited([make("bad", action=action)], tmp_path)
    assert [problem.rule for problem in outcome.problems] == ["worker-died"]


def test_what_a_worker_did_before_makes_no_document_too_large(tmp_path: pathlib.Path) -> None:
    tasks = [make(n, output=f"x/{n}", action=functools.partial(hold, mib=40, keep=True)) for n in "abcdefg"]
    outcome = limited(tasks, tmp_path)
    assert outcome.problems == ()
    assert len(outcome.outputs) == 7


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("chosen", [False, True])
def test_too_much_time_is_a_problem_of_the_task(tmp_path: pathlib.Path, jobs: int, chosen: bool) -> None:
    tasks = [
        make("bad", output="x/bad", action=functools.partial(turn, seconds=60)),
        make("good", output="x/good", action=functools.partial(turn, seconds=0.1)),
    ]
    limits = pool.Limits(seconds=1, chosen=chosen)
    with cache.temporary() as kept, run.opened(MemoryFiles({}), kept, jobs=jobs, limits=limits) as current:
        outcome = current.run(tasks, output=tmp_path)
    (problem,) = outcome.problems
    assert str(problem) == (
        "x/bad: error: the worker process of the task bad exceeded its time limit of 1 s [worker-died]\n"
        "  hint: allow more with --time, split the document, or simplify its longest tables and lists"
    )
    assert tree(tmp_path) == ["x", "x/good"]


def test_what_cannot_be_interrupted_is_killed(tmp_path: pathlib.Path) -> None:
    limits = pool.Limits(seconds=1, chosen=True)
    with cache.temporary() as kept, run.opened(MemoryFiles({}), kept, jobs=1, limits=limits) as current:
        outcome = current.run([make("bad", output="x/bad", action=count)], output=tmp_path)
    (problem,) = outcome.problems
    assert "exceeded its time limit of 1 s [worker-died]" in str(problem)


def test_memory_has_a_limit_in_this_process_too(tmp_path: pathlib.Path) -> None:
    limits = pool.Limits(memory=100)
    with cache.temporary() as kept, run.opened(MemoryFiles({}), kept, jobs=1, limits=limits) as current:
        tasks = [make("bad", output="x/bad", action=functools.partial(hold, mib=300)), make("good", output="x/good")]
        outcome = current.run(tasks, output=tmp_path)
    (problem,) = outcome.problems
    assert "the worker process of the task bad exceeded its memory limit of 100 MB [worker-died]" in str(problem)
    assert tree(tmp_path) == ["x", "x/good"]


def session(tmp_path: pathlib.Path, survey: task.Action) -> tuple[Mapping[str, bytes | None], run.Outcome]:
    """Ask for a result first, then build something else."""
    with cache.opened(tmp_path, "me") as kept, run.opened(MemoryFiles({}), kept, jobs=2) as current:
        found = current.results([make("survey", action=survey), make("other")])
        return found, current.run([make("a", output="x/a")], output=tmp_path / "build")


def test_a_survey_whose_worker_was_killed_is_made_again(tmp_path: pathlib.Path) -> None:
    found, outcome = session(tmp_path, functools.partial(die_once, mark=str(tmp_path / "mark")))
    assert found == {"survey": b"made", "other": b"other"}
    assert outcome.ok


def test_a_survey_that_cannot_be_made_fails_the_run_and_removes_nothing(tmp_path: pathlib.Path) -> None:
    (tmp_path / "build/x").mkdir(parents=True)
    (tmp_path / "build/x/old").touch()
    found, outcome = session(tmp_path, die)
    assert found == {"survey": None, "other": b"other"}
    assert not outcome.ok
    assert [problem.position.path for problem in outcome.problems] == ["survey"]
    assert tree(tmp_path / "build") == ["x", "x/a", "x/old"]


# ── the list of tasks ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_mistake_of_the_list_is_reported_at_once(tmp_path: pathlib.Path) -> None:
    """Names, outputs and needs; nothing is run."""
    tasks = [
        make("a", output="x/a"),
        make("a", output="x/b"),
        make("c", output="x/c"),
        make("d", output="x/c"),
        make("e", "nobody", output="../e"),
        make("f", output="x/a/f"),
    ]
    assert refused(tasks, tmp_path) == [
        "../e: error: e writes to ../e, which is not a plain path below the output folder [bad-output]",
        "a: error: 2 tasks have the name a; they make x/a, x/b [duplicate-task]",
        "e: error: e needs nobody, which does not exist [missing-need]",
        "x/a: error: a writes a file where f needs a folder [duplicate-output]",
        "x/c: error: c and d write the same file [duplicate-output]",
    ]


def test_a_circle_is_told_in_order(tmp_path: pathlib.Path) -> None:
    """The message reads as the tasks need each other, from the first by name."""
    tasks = [make("c", "a"), make("b", "c"), make("a", "b"), make("d", "a")]
    assert refused(tasks, tmp_path) == ["a: error: tasks depend on each other: a needs b needs c needs a [task-cycle]"]


def test_an_unknown_wanted_task_is_an_error(tmp_path: pathlib.Path) -> None:
    """It is not passed over in silence."""
    assert refused([make("a")], tmp_path, ["b"]) == ["b: error: there is no task b [unknown-task]"]


# ── the output folder ────────────────────────────────────────────────────────────────────────────────────────────────


def test_unowned_outputs_and_empty_folders_are_removed(tmp_path: pathlib.Path) -> None:
    """In the folders of the build; what lies beside them stays, and so does a link, which no build makes."""
    go([make("a", output="x/a"), make("b", output="x/deep/er/b")], tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "x/link").symlink_to(tmp_path / "notes.txt")
    outcome = go([make("a", output="x/a")], tmp_path)
    assert outcome.removed == ("x/deep/er/b",)
    assert tree(tmp_path) == ["mine", "mine/notes.txt", "notes.txt", "x", "x/a", "x/link"]


def test_a_failed_run_removes_nothing(tmp_path: pathlib.Path) -> None:
    """Yesterday's good file is better than none."""
    go([make("a", output="x/a"), make("b", output="x/b")], tmp_path)
    outcome = go([make("a", output="x/a"), make("bad", action=refuse)], tmp_path)
    assert outcome.removed == ()
    assert tree(tmp_path) == ["x", "x/a", "x/b"]


@pytest.mark.parametrize("name", ["x", "x/inner"])
def test_a_link_out_of_the_output_folder_is_not_followed(tmp_path: pathlib.Path, name: str) -> None:
    """Nothing is removed behind it, and nothing is written through it."""
    outside, output = tmp_path / "outside", tmp_path / "output"
    outside.mkdir()
    (outside / "precious").write_text("precious")
    (output / name).parent.mkdir(parents=True, exist_ok=True)
    (output / name).symlink_to(outside)
    through = f"{name}/a"
    outcome = go([make("a", output=through)], output)
    (problem,) = outcome.problems
    assert str(problem) == (
        f"{output / through}: error: cannot write the file: "
        "a symbolic link is in the way [cannot-write]\n"
        "  hint: replace the link with a file or a folder: nothing is written through links"
    )
    assert tree(outside) == ["precious"]
    outcome = go([make("a", output="x/a" if name != "x" else "y/a"), make("b")], output)
    assert outcome.ok
    assert tree(outside) == ["precious"]
    assert (output / name).is_symlink()


def test_a_linked_top_folder_is_not_cleaned(tmp_path: pathlib.Path) -> None:
    """Not even where the link leads to a place inside the output folder, because that is written under its own name."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real/precious").write_text("precious")
    (tmp_path / "x").symlink_to(tmp_path / "real")
    assert go([make("a", output="x/a")], tmp_path).removed == ()
    assert (tmp_path / "real/precious").exists()


def test_equal_bytes_are_not_written_again(tmp_path: pathlib.Path) -> None:
    """The file keeps its time; another length or another byte is written."""
    tasks = [make("a", output="x/a")]
    go(tasks, tmp_path)
    os.utime(tmp_path / "x/a", (1, 1))
    outcome = go(tasks, tmp_path)
    assert outcome.written == ()
    assert list(outcome.outputs) == ["x/a"]
    assert (tmp_path / "x/a").stat().st_mtime == 1
    (tmp_path / "x/a").write_text("b")
    assert go(tasks, tmp_path).written == ("x/a",)
    assert (tmp_path / "x/a").read_bytes() == b"a"


def test_a_file_in_the_place_of_a_folder_is_a_problem(tmp_path: pathlib.Path) -> None:
    """It names the path and says why, what needs the task fails silently, others are written."""
    (tmp_path / "x").write_text("a file")
    outcome = go([make("a", output="x/a"), make("b", "a"), make("c", output="y/c")], tmp_path)
    (problem,) = outcome.problems
    assert (problem.rule, problem.position.path) == ("cannot-write", str(tmp_path / "x/a"))
    assert outcome.failed == ("a", "b")
    assert tree(tmp_path) == ["x", "y", "y/c"]


@pytest.fixture
def small_disk(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Return a disk of 64 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not permitted")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_one_problem(small_disk: pathlib.Path) -> None:
    """Nothing half-written is left, the file of before is whole, and the next task is not tried."""
    go([make("a", output="x/a")], small_disk)
    tasks = [make("a", output="x/a", action=big), make("b", output="x/b", action=big), make("c", output="x/c")]
    outcome = go(tasks, small_disk)
    (problem,) = outcome.problems
    assert str(problem) == (
        f"{small_disk}/x/a: error: cannot write the file: No space left on device [cannot-write]\n"
        "  hint: free some space, or allow writing there, then run the command again; no partial files are left"
    )
    assert outcome.failed == ("a", "b", "c")
    assert tree(small_disk) == ["x", "x/a"]
    assert (small_disk / "x/a").read_bytes() == b"a"


def test_a_read_only_disk_is_a_problem(small_disk: pathlib.Path) -> None:
    """Even for root."""
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    outcome = go([make("a", output="x/a")], small_disk)
    assert [(p.rule, p.message) for p in outcome.problems] == [
        ("cannot-write", "cannot write the file: Read-only file system")
    ]


# ── Ctrl-C ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SCRIPT = """
import functools, pathlib, sys, time
from protocolpress.build import cache, pool, run, store, task
from protocolpress.files import MemoryFiles

def act(given, *, seconds):
    time.sleep(seconds)
    return b"made"

def tell(progress):
    if sum(progress.done.values()) == 1 and progress.running:
        print("running", flush=True)

if __name__ == "__main__":
    actions = [functools.partial(act, seconds=60 * (n > 0)) for n in range(9)]
    tasks = [task.Task(name=str(n), action=action, output=f"x/{n}") for n, action in enumerate(actions)]
    run.run(tasks, MemoryFiles({}), output=pathlib.Path(sys.argv[1]), jobs=int(sys.argv[2]), progress=tell)
"""


def started(tmp_path: pathlib.Path, jobs: int) -> subprocess.Popen[str]:
    """Start a run that made one file and would take a minute for each other one, in a process group of its own."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, script, tmp_path / "output", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(pathlib.Path(protocolpress.__file__).parents[1])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    return process


def vanished(group: int) -> bool:
    """Wait until no process of *group* is left; give up after some seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("send", [os.kill, os.killpg])
def test_an_interrupted_run_leaves_nothing_behind(
    tmp_path: pathlib.Path, jobs: int, send: Callable[[int, int], None]
) -> None:
    """Whether its whole group gets the signal or it alone: no process, no temporary file, one traceback."""
    process = started(tmp_path, jobs)
    send(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert told.count("Traceback") == 1
    assert told.rstrip().endswith("KeyboardInterrupt")
    assert vanished(process.pid)
    assert tree(tmp_path / "output") == ["x", "x/0"]


# ── what the cache loses ─────────────────────────────────────────────────────────────────────────────────────────────


def test_whatever_the_cache_lost_is_made_again(tmp_path: pathlib.Path) -> None:
    """However long the chain is of which nothing is left."""
    names = [str(number) for number in range(9)]
    tasks = [make(n, *names[max(0, int(n) - 1) : int(n)], output=f"x/{n}") for n in names]
    for expected in (names, [], names):
        with cache.opened(tmp_path, "me") as kept, run.opened(MemoryFiles({}), kept, jobs=1) as session:
            outcome = session.run(tasks, output=tmp_path / "build")
        assert outcome.ok
        assert list(outcome.done) == expected
        assert (tmp_path / "build/x/8").exists()
        shutil.rmtree(tmp_path / cache.FOLDER / "objects", ignore_errors=True)
        if not expected:
            (tmp_path / "build/x/8").unlink()


def test_a_store_that_forgets_at_once_is_a_problem_and_no_endless_run(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.Store, "get", lambda _self, _name: None)
    outcome = go([make("a"), make("b", "a", output="x/b")], tmp_path)
    assert [problem.rule for problem in outcome.problems] == ["unreadable-cache"]
    assert not outcome.ok
