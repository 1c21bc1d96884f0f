"""Stopped anywhere, by any signal, or for want of room: no wrong byte, and the next run leaves nothing behind.

Each command is stopped just before one of its changes to the disk. `PROTOCOLPRESS_KILLS` says how often (`make kills`).
"""

from __future__ import annotations

import contextlib
import functools
import os
import pathlib
import random
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator

import pytest

import support_stops as stops
from support import COMMAND, Press, environment

KILLS = int(os.environ.get("PROTOCOLPRESS_KILLS", "1"))

SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGHUP)

EVENT = "sources/events/2012-05-15-exampleton.md"
CATALOG = "locales/ru/LC_MESSAGES/{}/2012-05-15-exampleton.po"


def build(press: Press) -> tuple[str, ...]:
    return "build", "-e", "en", "-j", "1"


def update(press: Press) -> tuple[str, ...]:
    press.replace(EVENT, "ten gauges", "eleven gauges")
    press.replace("sources/registry/topics.yaml", "name: ", "name: Fresh ")
    return ("update",)


def import_(press: Press) -> tuple[str, ...]:
    press.run("export", "--format", "xliff", "-o", "ru.xlf", code=0)
    press.replace("ru.xlf", "Стороны", "Обе Стороны")
    return "import", "ru.xlf"


def merge_po(press: Press) -> tuple[str, ...]:
    path = CATALOG.format("protocols")
    for name, old, new in (("base", "", ""), ("theirs", "уровень воды", "высоту воды")):
        press.write(f"{name}.po", press.read(path).replace(old, new))
    press.replace(path, "Показания", "Измерения")
    return "merge-po", "base.po", path, "theirs.po"


def release(press: Press) -> tuple[str, ...]:
    press.replace("protocolpress.toml", 'editions = ["en", "ru", "en-ru", "ru-en"]', 'editions = ["en"]')
    return "release", "--no-verapdf", "--date", "2012-12-31", "-j", "1"


CASES: dict[str, Callable[[Press], tuple[str, ...]]] = {
    "build": build,
    "update": update,
    "import": import_,
    "merge-po": merge_po,
    "release": release,
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], stops.Prepared]:
    @functools.cache
    def make(name: str) -> stops.Prepared:
        root = tmp_path_factory.mktemp(name)
        (root / "before").mkdir()
        press = Press(root / "before").fill()
        return stops.prepared(root, press, CASES[name](press))

    return make


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("name", CASES)
def test_a_command_that_is_stopped_harms_nothing(
    tmp_path: pathlib.Path, case: Callable[[str], stops.Prepared], name: str, number: signal.Signals
) -> None:
    given = case(name)
    chance = random.Random(f"{name}{number}")  # noqa: S311 - only for variety
    reached = 0
    for attempt in range(KILLS):
        warm = (name == "release" and not attempt) or chance.random() < 0.5
        press = Press(tmp_path / "project")
        shutil.copytree(given.warm if warm else given.before, press.root)
        most = given.warm_changes if warm else given.changes
        done = stops.stopped(press, given.command, number, chance.randint(1, most))
        assert done.code in stops.ends(number), done
        assert "Traceback" not in done.err
        stops.harmless(press, given)
        reached += done.code != 0
        if number != signal.SIGKILL and name in ("build", "release"):  # which hold signals back
            assert stops.parts(press) == []
        press.run(*given.command, code=0)
        assert stops.seen(press) == given.new
        assert stops.parts(press) == []
        shutil.rmtree(press.root)
    assert reached


@pytest.fixture
def disk(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Return a disk of 24 MB, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("name", [name for name in CASES if name != "build"])  # that one is in test_kills
def test_a_command_on_a_full_disk_harms_nothing(
    disk: pathlib.Path, case: Callable[[str], stops.Prepared], name: str
) -> None:
    given = case(name)
    press = Press(disk / "project")
    shutil.copytree(given.warm, press.root)
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    for room in (0, 4096):  # for nothing; for the cache's lock, or one of several files
        os.truncate(filler, filler.stat().st_size - room)
        run = press.run(*given.command)
        assert run.code == 1 or room
        assert run.code == 0 or "No space left on device" in run.err
        assert "Traceback" not in run.err
        stops.harmless(press, given)
        assert stops.parts(press) == []
    filler.unlink()
    press.run(*given.command, code=0)
    assert stops.seen(press) == given.new


PAGES = ("build", "-e", "en", "--only", "html", "-j", "1")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Return a function that says what a first build makes of the skeleton with other words in a source."""

    @functools.cache
    def make(words: str) -> dict[str, str]:
        press = Press(tmp_path_factory.mktemp("pages")).fill()
        press.replace(EVENT, "ten gauges", words)
        press.run(*PAGES, code=0)
        return stops.seen(press)

    return make


def test_a_clock_that_is_set_back_or_on_changes_nothing(sample: Press, pages: Callable[[str], dict[str, str]]) -> None:
    """Files that are older than what was made of them, or from a year to come, are read all the same."""
    if shutil.which("faketime") is None:
        pytest.skip("there is no faketime")
    sample.run(*PAGES, code=0)
    for year, old, new in ((1999, "ten", "six"), (2037, "six", "ten")):
        sample.replace(EVENT, f"{old} gauges", f"{new} gauges")
        os.utime(sample.root / EVENT, ((year - 1970) * 31_557_600,) * 2)
        clock = ["faketime", "-f", f"{year}-06-15 12:00:00"]
        environ = environment(DONT_FAKE_MONOTONIC="1")
        subprocess.run([*clock, *COMMAND, *PAGES], cwd=sample.root, env=environ, check=True, capture_output=True)
        assert stops.seen(sample) == pages(f"{new} gauges")


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_a_file_that_changes_while_it_is_built_is_right_the_next_time(
    tmp_path: pathlib.Path, sample: Press, pages: Callable[[str], dict[str, str]], share: float
) -> None:
    counted = Press(tmp_path / "counted")
    shutil.copytree(sample.root, counted.root)
    changes = stops.stopped(counted, PAGES, 0, 0).changes
    with stops.paused(sample, PAGES, max(1, int(changes * share))):
        sample.replace(EVENT, "ten gauges", "nine gauges")
    sample.run(*PAGES, code=0)
    assert stops.seen(sample) == pages("nine gauges")
