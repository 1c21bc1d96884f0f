"""Killed at any moment: what is in build/ is whole, and the next build gives the right bytes.

`PROTOCOLPRESS_KILLS` says how often.
"""

from __future__ import annotations

import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from support import COMMAND, Press, digests, environment

KILLS = int(os.environ.get("PROTOCOLPRESS_KILLS", "8"))

BUILD = ("build", "-e", "en", "-j", "2")


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """Return the right digests, and how many seconds they take."""
    press = Press(tmp_path_factory.mktemp("right")).fill()
    start = time.monotonic()
    press.run(*BUILD, code=0)
    return digests(press.root / "build"), time.monotonic() - start


def whole(press: Press, right: dict[str, str]) -> None:
    """Every file that has an output's name has an output's bytes; what is being written has another name."""
    for path, digest in digests(press.root / "build").items():
        name = path.rpartition("/")[2]
        assert right.get(path) == digest or (name.startswith(".protocolpress-") and name.endswith(".part")), path


def test_a_killed_build_harms_nothing(
    tmp_path: pathlib.Path, right: tuple[dict[str, str], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, seconds = right
    press = Press(tmp_path).fill()
    chance = random.Random(2012)  # noqa: S311 - only for variety
    for number in range(KILLS):
        if number % 4 == 0:
            shutil.rmtree(press.root / "build", ignore_errors=True)
            shutil.rmtree(press.root / ".cache", ignore_errors=True)
        process = subprocess.Popen(
            [*COMMAND, *BUILD],
            cwd=press.root,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.1, seconds))
        (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        whole(press, expected)
        if number % 2:
            press.run(*BUILD, code=0)
            assert digests(press.root / "build") == expected
    press.run(*BUILD, code=0)
    assert digests(press.root / "build") == expected
    assert press.run(*BUILD, "--explain", code=0).err == ""


def parts(press: Press) -> list[str]:
    """Return the files that are being written, in the outputs and in the cache."""
    return [path for path in press.files() if path.endswith(".part")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_an_interrupted_build_leaves_no_process_and_no_temporary_file(
    tmp_path: pathlib.Path, right: tuple[dict[str, str], float], number: signal.Signals
) -> None:
    """Whatever it is busy with: starting, importing, rendering, ending."""
    expected, seconds = right
    press = Press(tmp_path).fill()
    chance = random.Random(2013)  # noqa: S311 - only for variety
    for _ in range(max(KILLS // 4, 1)):
        shutil.rmtree(press.root / "build", ignore_errors=True)
        shutil.rmtree(press.root / ".cache", ignore_errors=True)
        process = subprocess.Popen(
            [*COMMAND, *BUILD],
            cwd=press.root,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        lock = press.root / ".cache/protocolpress/lock"
        while process.poll() is None and not lock.exists():
            time.sleep(0.01)
        time.sleep(chance.uniform(0, seconds / 2))
        os.killpg(process.pid, number)
        _, told = process.communicate(timeout=60)
        # In the last moment, when there is nothing more to hold back, the signal does what it does to any program.
        assert process.returncode in (128 + number, -number, 0)
        assert "Traceback" not in told
        assert vanished(process.pid)
        assert parts(press) == []
        whole(press, expected)


def vanished(group: int) -> bool:
    """Wait until no process of *group* is left; give up after some seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_full_disk_is_a_problem_and_harms_nothing(
    tmp_path: pathlib.Path, right: tuple[dict[str, str], float]
) -> None:
    expected, _ = right
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not permitted")
    try:
        press = Press(place).fill()
        run = press.run(*BUILD, code=1)
        assert "No space left on device" in run.err
        assert "Traceback" not in run.err
        whole(press, expected)
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        press.run(*BUILD, code=0)
        assert digests(press.root / "build") == expected
    finally:
        subprocess.run(["umount", place], check=True)


def test_files_that_find_no_room_harm_nothing(tmp_path: pathlib.Path, right: tuple[dict[str, str], float]) -> None:
    """As on a full disk, without the right to make one: no file may be larger than some of the PDFs and the log."""
    expected, _ = right
    press = Press(tmp_path).fill()
    script = "import os, resource, sys; n = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (n, n)); "
    done = subprocess.run(
        [sys.executable, "-c", script + "os.execv(sys.argv[2], sys.argv[2:])", "20000", *COMMAND, *BUILD],
        cwd=press.root,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),  # Python would leave its bytecode cut off
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1
    assert re.search(r"cannot write (the|a temporary) file: File too large \[cannot-write\]", done.stderr)
    assert "Traceback" not in done.stderr
    assert parts(press) == []
    whole(press, expected)
    press.run(*BUILD, code=0)
    assert digests(press.root / "build") == expected
