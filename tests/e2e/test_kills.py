"""Killed at any moment: what is in build/ is whole, and the next build gives the right bytes.

`PROTOCOLPRESS_KILLS` says how often.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import pytest

from support import COMMAND, Press, environment

KILLS = int(os.environ.get("PROTOCOLPRESS_KILLS", "8"))

BUILD = ("build", "-e", "en", "-j", "2")


def digests(folder: pathlib.Path) -> dict[str, str]:
    """Give the digest of each file."""
    return {
        place.relative_to(folder).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in folder.rglob("*")
        if place.is_file()
    }


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """Give the right digests, and how many seconds they take."""
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
