"""Tokens of make's job server: as many in work as there are tokens, each given back as it was. Real pipes and fifos."""

from __future__ import annotations

import contextlib
import functools
import os
import pathlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from protocolpress.build import cache, jobserver, run, task
from protocolpress.build.jobserver import Address, JobServer, NoJobServerError
from protocolpress.build.run import Outcome
from protocolpress.build.task import Inputs, Task
from protocolpress.cli import build, output
from protocolpress.files import MemoryFiles

TOKENS = b"abc"
"""Tokens of make 4.3 are all alike; newer ones need not be."""


# ── what MAKEFLAGS says ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("", None),
        ("k", None),
        ("-j4", None),
        (" -j4 --jobserver-auth=3,4", Address(name="3,4", jobs=4)),
        ("kn -j12 --jobserver-fds=5,6 -- CFLAGS=-O2", Address(name="5,6", jobs=12)),
        ("--jobserver-auth=3,4 -- A=--jobserver-auth=8,9 --jobserver-auth=8,9", Address(name="3,4")),
        ("--jobserver-auth=3,4 -j --jobserver-auth=fifo:/tmp/GMfifo7", Address(name="fifo:/tmp/GMfifo7")),
        (r"--jobserver-auth=fifo:/tmp/a\ b\\c", Address(name="fifo:/tmp/a b\\c")),
        (" -j2 --jobserver-auth=-2,-2", Address(name="-2,-2", jobs=2)),
    ],
)
def test_the_last_job_server_of_the_options_counts(flags: str, expected: Address | None) -> None:
    assert jobserver.address(flags) == expected


# ── pipes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=["pipe", "fifo"])
def server(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[tuple[Address, int]]:
    """Return a job server that has three tokens, and where they can be counted."""
    place = tmp_path / "GMfifo 1"
    if request.param == "pipe":
        reader, writer = os.pipe()
        name = f"{reader},{writer}"
    else:
        os.mkfifo(place)
        reader = writer = os.open(place, os.O_RDWR)
        name = f"fifo:{place}"
    os.write(writer, TOKENS)
    yield Address(name=name), reader
    for handle in {reader, writer}:
        os.close(handle)


def left(reader: int) -> list[int]:
    """Take all tokens that are there, sorted."""
    os.set_blocking(reader, False)
    with contextlib.suppress(BlockingIOError):
        return sorted(os.read(reader, 99))
    return []


def test_the_first_token_is_our_own_and_the_others_come_back_as_they_were(server: tuple[Address, int]) -> None:
    where, reader = server
    with jobserver.joined(where) as tokens:
        with tokens.token():
            assert os.get_blocking(reader), "others who read there may rely on it"
            with tokens.token(), tokens.token():
                assert left(reader) == [*b"c"]
        assert left(reader) == [*b"ab"]


def test_who_still_works_keeps_our_own_token(server: tuple[Address, int]) -> None:
    where, reader = server
    with jobserver.joined(where) as tokens, contextlib.ExitStack() as first:
        first.enter_context(tokens.token())
        with tokens.token():
            first.close()
            assert left(reader) == [*TOKENS]


def test_who_waits_gets_what_another_gives_back(server: tuple[Address, int]) -> None:
    where, reader = server
    got = threading.Event()

    def work(tokens: JobServer) -> None:
        with tokens.token():
            got.set()

    with jobserver.joined(where) as tokens, tokens.token():
        taken = left(reader)
        waiting = threading.Thread(target=work, args=(tokens,))
        waiting.start()
        assert not got.wait(0.1)
        os.write(int(where.name.partition(",")[2]) if "," in where.name else reader, b"z")
        assert got.wait(10)
        waiting.join()
        assert left(reader) == [*b"z"]
        assert taken == [*TOKENS]


def test_who_waits_is_woken_at_the_end(server: tuple[Address, int]) -> None:
    where, reader = server
    ends: list[type[Exception]] = []

    def work(tokens: JobServer) -> None:
        try:
            with tokens.token():
                pass
        except jobserver.ClosedError as end:
            ends.append(type(end))

    left(reader)
    with jobserver.joined(where) as tokens, tokens.token():
        threads = [threading.Thread(target=work, args=(tokens,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        tokens.close()
        for thread in threads:
            thread.join(10)
    assert ends == [jobserver.ClosedError] * 3
    assert left(reader) == []


def test_what_cannot_be_reached_is_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").touch()
    reader, writer = os.pipe()
    closed = os.dup(reader)
    os.close(closed)
    for name, reason in {
        f"fifo:{tmp_path}/nothing": "No such file or directory",
        f"fifo:{tmp_path}/file": "it is not a pipe",
        "-2,-2": "make does not pass it on",
        "": "make does not pass it on",
        f"{closed},{writer}": "Bad file descriptor",
        f"{reader},{reader}": "Bad file descriptor",
    }.items():
        with pytest.raises(NoJobServerError, match=reason), jobserver.joined(Address(name=name)):
            pass
    with open(os.devnull) as null:  # noqa: PTH123 - a handle is what is wanted
        name = f"{null.fileno()},{writer}"
        with pytest.raises(NoJobServerError, match="it is not a pipe"), jobserver.joined(Address(name=name)):
            pass
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize(
    ("given", "flags", "expected"),
    [(2, "-j4 --jobserver-auth=98,99", 2), (7, "", 7), (None, "kj", output.jobs()), (None, "", output.jobs())],
)
def test_without_a_job_server_or_with_a_number_of_its_own_a_build_asks_nobody(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: int | None,
    flags: str,
    expected: int,
) -> None:
    monkeypatch.setenv("MAKEFLAGS", flags)
    with build.share(given) as shared:
        assert shared == (expected, None)
    assert capsys.readouterr().err == ""


def test_a_job_server_that_cannot_be_reached_allows_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAKEFLAGS", " -j4 --jobserver-auth=-2,-2")
    with build.share(None) as shared:
        assert shared == (1, None)
    assert capsys.readouterr().err == (
        "note: make's job server cannot be reached (-2,-2: make does not pass it on): "
        "one document at a time; mark the line of the makefile with +, or use -j\n"
    )


def test_a_build_may_do_as_much_as_make(
    server: tuple[Address, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = server[0].name.replace(" ", r"\ ")
    monkeypatch.setenv("MAKEFLAGS", f"k -j4 --jobserver-auth={name}")
    with build.share(None) as (jobs, tokens):
        assert jobs == 4
        assert tokens is not None
    assert capsys.readouterr().err == ""


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def work(given: Inputs, *, log: str, seconds: float = 0.15) -> bytes:
    """Write down when this begins and when it ends."""
    start = time.monotonic()
    time.sleep(seconds)
    with pathlib.Path(log).open("a", encoding="ascii") as file:
        file.write(f"{start} {time.monotonic()}\n")
    return b""


def die(given: Inputs) -> bytes:
    """End this process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def trip(given: Inputs) -> bytes:
    """Raise what only our own mistake can raise."""
    raise ZeroDivisionError


def tasks(*actions: task.Action) -> Sequence[Task]:
    """Make tasks without needs."""
    return [Task(name=str(number), action=action) for number, action in enumerate(actions)]


def go(where: Address, todo: Sequence[Task], output: pathlib.Path) -> Outcome:
    """Run tasks, eight at a time if make allows it."""
    with (
        jobserver.joined(where) as server,
        cache.temporary() as kept,
        run.opened(MemoryFiles({}), kept, jobs=8, server=server) as session,
    ):
        return session.run(todo, output=output)


def at_once(log: pathlib.Path) -> int:
    """Return how many of the jobs in *log* were running at the same time."""
    spans = [tuple(map(float, line.split())) for line in log.read_text("ascii").splitlines()]
    return max(sum(start <= moment < end for start, end in spans) for moment, _ in spans)


@pytest.mark.parametrize("tokens", [0, 2])
def test_no_more_is_in_work_than_there_are_tokens(
    server: tuple[Address, int], tmp_path: pathlib.Path, tokens: int
) -> None:
    where, reader = server
    taken = [os.read(reader, 1) for _ in range(len(TOKENS) - tokens)]
    log = tmp_path / "log"
    outcome = go(where, tasks(*[functools.partial(work, log=str(log))] * 7), tmp_path)
    assert outcome.ok
    assert len(outcome.done) == 7
    assert at_once(log) <= tokens + 1
    assert left(reader) == [*TOKENS[len(taken) :]]


def test_tokens_come_back_from_the_dead(server: tuple[Address, int], tmp_path: pathlib.Path) -> None:
    where, reader = server
    outcome = go(where, tasks(die, functools.partial(work, log=str(tmp_path / "log")), die, die), tmp_path)
    assert outcome.failed == ("0", "2", "3")
    assert left(reader) == [*TOKENS]


def interrupt() -> None:
    """Send Ctrl-C to this process."""
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize(("first", "expected"), [(trip, ZeroDivisionError), (None, KeyboardInterrupt)])
def test_tokens_come_back_when_a_run_is_broken_off(
    server: tuple[Address, int],
    tmp_path: pathlib.Path,
    first: Callable[..., bytes] | None,
    expected: type[BaseException],
) -> None:
    where, reader = server
    long = functools.partial(work, log=str(tmp_path / "log"), seconds=60)
    timer = threading.Timer(0.5, interrupt) if first is None else threading.Timer(0, lambda: None)
    timer.start()
    start = time.monotonic()
    with pytest.raises(expected):
        go(where, tasks(first or long, *[long] * 9), tmp_path)
    timer.join()
    assert time.monotonic() - start < 30, "nobody has waited for what was in work"
    assert left(reader) == [*TOKENS]
