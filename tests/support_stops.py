"""Stopping a command between two of its changes to the disk: it counts them itself, and sends itself the signal."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

from support import SECONDS, Press, digests, environment

CHANGES = """
import os, runpy, sys

number, point, place, *arguments = sys.argv[1:]
number, point, own, here, seen = int(number), int(point), os.getpid(), os.getcwd(), 0
told = os.open(place, os.O_WRONLY | os.O_CREAT)
CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def watch(event, given):
    global seen
    if event not in CHANGING and not (event == "open" and given[2] & WRITING) or os.getpid() != own:
        return
    if isinstance(given[0], int):
        return  # what is open already
    path = os.fsdecode(given[0])
    if path.startswith("/") and not path.startswith(here):
        return  # a cache of fonts, or the like
    seen += 1
    os.pwrite(told, b"%9d" % seen, 0)
    if seen == point:
        os.kill(own, number)


sys.addaudithook(watch)
sys.argv = ["protocolpress", *arguments]
runpy.run_module("protocolpress", run_name="__main__", alter_sys=True)
"""
"""Runs the command; just before its change number *point* to files below its folder, signal *number* arrives."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """What became of a command that was told to stop."""

    code: int
    out: str
    err: str
    changes: int
    """Changes that it made, or began."""


def stopped(press: Press, command: tuple[str, ...], number: int, point: int) -> Stopped:
    """Run a command that stops before its change *point*; 0 lets it run to its end."""
    count = press.root.parent / "changes"
    count.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", CHANGES, str(number), str(point), str(count), *command],
        cwd=press.root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    return Stopped(
        code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode(), changes=int(count.read_text() or 0)
    )


@contextlib.contextmanager
def paused(press: Press, command: tuple[str, ...], point: int) -> Iterator[None]:
    """Hold a command still before its change *point* for as long as something else is done; then let it go on."""
    arguments = [
        sys.executable,
        "-c",
        CHANGES,
        str(int(signal.SIGSTOP)),
        str(point),
        str(press.root.parent / "changes"),
    ]
    with subprocess.Popen([*arguments, *command], cwd=press.root, env=environment(), stderr=subprocess.PIPE) as process:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        yield
        process.send_signal(signal.SIGCONT)
        _, said = process.communicate(timeout=SECONDS)
        assert process.returncode in (0, 1), said
        assert b"Traceback" not in said


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A project before a command and after it."""

    before: pathlib.Path
    command: tuple[str, ...]
    old: dict[str, str]
    new: dict[str, str]
    changes: int
    warm: pathlib.Path
    """The project after the command, with its cache; the files that it made are away."""
    warm_changes: int


def prepared(root: pathlib.Path, before: Press, command: tuple[str, ...]) -> Prepared:
    """Run *command* in copies of a project, with an empty cache and with a full one."""
    done = Press(root / "after")
    shutil.copytree(before.root, done.root)
    first = stopped(done, command, 0, 0)
    assert first.code == 0, first.err
    old, new = seen(before), seen(done)
    assert old != new
    warm = root / "warm"
    shutil.copytree(done.root, warm)
    restore(Press(warm), before, old, new)
    again = Press(root / "again")
    shutil.copytree(warm, again.root)
    second = stopped(again, command, 0, 0)
    assert second.code == 0, second.err
    assert seen(again) == new
    return Prepared(
        before=before.root,
        command=command,
        old=old,
        new=new,
        changes=first.changes,
        warm=warm,
        warm_changes=second.changes,
    )


def restore(press: Press, before: Press, old: dict[str, str], new: dict[str, str]) -> None:
    """Take back what a command did to files that are not its cache."""
    for path in new.keys() - old.keys():
        (press.root / path).unlink()
    for folder in {press.root / path.split("/")[0] for path in new.keys() - old.keys() if "/" in path}:
        if not (before.root / folder.name).exists():
            shutil.rmtree(folder)
    for path, digest in old.items():
        if new.get(path) != digest:
            press.write(path, before.data(path))


def seen(press: Press) -> dict[str, str]:
    """Return the digests of all files but those of the cache, and the engine's record in an output folder."""
    own = re.compile(r"\.cache/|(.*/)?\.protocolpress-outputs$")
    return {path: digest for path, digest in digests(press.root).items() if not own.match(path)}


def parts(press: Press) -> list[str]:
    """Return what is being written, in the cache too."""
    return [path for path in press.files() if ".part" in path]


def harmless(press: Press, case: Prepared) -> None:
    """Every file is as it was or as it will be, and none is away that was there and stays."""
    now = seen(press)
    for path, digest in now.items():
        if ".part" not in path:
            assert digest in (case.old.get(path), case.new.get(path)), path
    assert case.old.keys() & case.new.keys() <= now.keys()
    released = {path for path in now if path.startswith("dist/") and ".part" not in path}
    assert not released or released == {path for path in case.new if path.startswith("dist/")}


def ends(number: signal.Signals) -> tuple[int, ...]:
    """Return the exit codes of a command that got a signal; in its last moment it may be done."""
    return (-number,) if number == signal.SIGKILL else (128 + number, -number, 0)
