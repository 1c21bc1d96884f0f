"""Releases: whole or not at all, never changed again, and the same bytes from another machine.

`PROTOCOLPRESS_KILLS` says how often a release is killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping

import pytest

from protocolpress.pdf.verify import verapdf
from support import COMMAND, ROOT, Press, environment

KILLS = int(os.environ.get("PROTOCOLPRESS_KILLS", "8")) // 2

DATE = "2012-12-31"
DIST = f"dist/{DATE}"
STAGE = "dist/.protocolpress-release.part"

RELEASE = ("release", "--no-verapdf", "-j", "2", "--date")

EVENT = "sources/events/2012-05-15-exampleton.md"
PDF = "pdf/ru/events/2012-05-15-exampleton.pdf"

SECONDS = 1200

NOBODY = 65534
"""The user who owns nothing, on every Linux."""

SHUFFLED = '''
"""List a folder in no order, as another file system may."""
import os, random, shutil  # which asks at once whether it may use descriptors

listdir, scandir = os.listdir, os.scandir


class Entries:
    def __init__(self, *arguments):
        with scandir(*arguments) as entries:
            self.entries = list(entries)
        random.Random(os.getpid()).shuffle(self.entries)
        self.given = iter(self.entries)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.given)
    def close(self):
        pass


def names(*arguments):
    found = sorted(listdir(*arguments), reverse=True)
    random.Random(os.getpid()).shuffle(found)
    return found


os.listdir, os.scandir = names, Entries
with open(os.environ["SHUFFLED"], "a") as file:
    print(os.getpid(), file=file)
'''
"""A `sitecustomize` for the command and its workers."""


def contents(folder: pathlib.Path) -> dict[str, tuple[int, str]]:
    """Return the mode and the digest of each file, and the mode of each folder."""
    return {
        place.relative_to(folder).as_posix(): (
            place.stat().st_mode,
            "" if place.is_dir() else hashlib.sha256(place.read_bytes()).hexdigest(),
        )
        for place in folder.rglob("*")
    }


def elsewhere(original: Press, tmp_path: pathlib.Path) -> tuple[Press, dict[str, str]]:
    """Copy a project, without what was built, to what could be another machine; give it and its environment."""
    home = tmp_path / "чужой дом"
    home.mkdir()
    (home / "sitecustomize.py").write_text(SHUFFLED)
    copy = tmp_path / "второй экземпляр (2)"
    shutil.copytree(original.root, copy, ignore=shutil.ignore_patterns(".cache", "build", "dist"))
    for number, place in enumerate(sorted(copy.rglob("*"), reverse=True)):
        os.utime(place, (1_000_000_000 + number, 1_500_000_000 - number))
    disguise = {
        "HOME": str(home),
        "USER": "somebody",
        "LOGNAME": "somebody",
        "HOSTNAME": "elsewhere",
        "LANG": "ru_RU.UTF-8",
        "LC_ALL": "ru_RU.UTF-8",
        "TZ": "Asia/Kamchatka",
        "PYTHONHASHSEED": "4321",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": f"{home}:{ROOT / 'src'}",
        "SHUFFLED": str(home / "processes"),
    }
    return Press(copy), disguise


def go(press: Press, *arguments: str, env: Mapping[str, str] | None = None, umask: int = 0o022) -> str:
    """Run the command, which may take long, and give what it says on stdout."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=press.root,
        env=environment(**(env or {})),
        umask=umask,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return a project that was released once."""
    press = Press(tmp_path_factory.mktemp("project")).fill()
    press.replace("protocolpress.toml", 'editions = ["en", "ru", "en-ru", "ru-en"]', 'editions = ["en", "ru"]')
    assert press.run(*RELEASE, DATE, code=0).out == f"{DIST}\n"
    return press


@pytest.fixture
def released(first: Press, tmp_path: pathlib.Path) -> Press:
    """Return a copy of it, to be changed."""
    shutil.copytree(first.root, tmp_path / "copy")
    return Press(tmp_path / "copy")


# ── what a release is ────────────────────────────────────────────────────────────────────────────────────────────────


def test_readers_get_everything_and_nothing_else(first: Press) -> None:
    folders = {path.split("/")[2] for path in first.files(DIST)}
    assert folders == {"compendium", "pdf", "site", "SHA256SUMS", "bom.json", "manifest.json"}
    assert not (first.root / "build").exists()
    assert os.listdir(first.root / "dist") == [DATE]  # noqa: PTH208 - with hidden ones
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(check, cwd=first.root / DIST, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == len(first.files(DIST)) - 1


def test_the_manifest_says_what_each_file_is_and_was_made_from(first: Press) -> None:
    known = json.loads(first.read(f"{DIST}/manifest.json"))
    files = {file["path"]: file for file in known["files"]}
    assert {f"{DIST}/{path}" for path in files} == {
        path for path in first.files(DIST) if not path.endswith(("SUMS", "manifest.json"))
    }
    bill = json.loads(first.read(f"{DIST}/bom.json"))
    assert {"WeasyPrint", "Pango"} <= {*known["tools"]}
    versions = {part["name"].lower(): part["version"] for part in bill["components"]}
    tools = {name.lower(): version for name, version in known["tools"].items() if not name.startswith("protocolpress")}
    assert tools.items() <= versions.items()
    data = first.data(f"{DIST}/{PDF}")
    file = files[PDF]
    assert (file["size"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert file["type"] == "application/pdf"
    assert {
        EVENT,
        "protocolpress.toml",
        "sources/media/gauge.png",
        "sources/registry/people.yaml",
        "locales/ru/LC_MESSAGES/events/2012-05-15-exampleton.po",
        "templates/event.html",
        "templates/print.css",
        "fonts/PT_Serif-Web-Regular.ttf",
    } <= set(file["made_from"])
    assert "sources/protocols/2012-05-15-exampleton.md" in files[f"compendium/compendium-{DATE}-ru.pdf"]["made_from"]
    assert known["inputs"][EVENT] == hashlib.sha256(first.data(EVENT)).hexdigest()
    assert {name for file in known["files"] for name in file["made_from"]} == set(known["inputs"])
    assert {"protocolpress", "Python", "WeasyPrint", "pypdf", "Pango", "HarfBuzz", "fontTools"} <= set(known["tools"])
    assert "application/octet-stream" not in {file["type"] for file in known["files"]}
    assert [each["locale"] for each in known["coverage"]] == ["en", "ru"]
    assert known["coverage"][1]["messages"]["percent"] == 100
    assert known["verdicts"] == {"protocolpress": True, "PDF/UA-1": False, "PDF/A-3a": False}


def test_from_another_machine_come_the_same_bytes(first: Press, tmp_path: pathlib.Path) -> None:
    press, env = elsewhere(first, tmp_path)
    go(press, "release", "--no-verapdf", "-j", "3", "--date", DATE, env=env, umask=0o077)
    assert contents(press.root / DIST) == contents(first.root / DIST)
    assert len((tmp_path / "чужой дом" / "processes").read_text().splitlines()) > 2
    words = [str(tmp_path).encode(), str(first.root).encode(), b"somebody", "второй".encode()]
    for path in press.files(DIST):
        assert not [word for word in words if word in press.data(path)], path


def is_open_to_others() -> bool:
    """Whether another user can run the program: Python may be in somebody's home."""
    try:
        done = subprocess.run(
            [*COMMAND, "--version"], user=NOBODY, cwd="/", env=environment(), capture_output=True, check=False
        )
    except PermissionError:
        return False
    return done.returncode == 0


def test_another_user_makes_the_same_bytes(first: Press) -> None:
    """A user who owns nothing but the project; only root can become one."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    if not is_open_to_others():
        pytest.skip("another user cannot read the program here")
    with tempfile.TemporaryDirectory() as name:  # folders of pytest are closed to others
        home = pathlib.Path(name)
        home.chmod(0o755)
        copy = home / "project"
        shutil.copytree(first.root, copy, ignore=shutil.ignore_patterns("build", "dist", ".cache"))
        for place in (home, copy, *copy.rglob("*")):
            os.chown(place, NOBODY, NOBODY)
        done = subprocess.run(
            [*COMMAND, *RELEASE, DATE],
            cwd=copy,
            env=environment(HOME=name, USER="nobody", LOGNAME="nobody"),
            user=NOBODY,
            group=NOBODY,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert {place.stat().st_uid for place in (copy / DIST).rglob("*")} == {NOBODY}
        assert contents(copy / DIST) == contents(first.root / DIST)


# ── never changed again ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_release_again_changes_nothing_and_another_one_is_refused(released: Press) -> None:
    run = released.run(*RELEASE, DATE, code=0)
    assert (run.out, run.err) == (f"{DIST}\n", f"{DIST} already exists, with the same bytes\n")
    released.write(f"{DIST}/{PDF}", b"another text")
    before = contents(released.root / DIST)
    run = released.run(*RELEASE, DATE, code=1)
    assert f"{DIST}/{PDF}: error: a release made now would change this file [other-release]" in run.err
    assert "1 error in 1 file" in run.err
    assert contents(released.root / DIST) == before
    assert not (released.root / STAGE).exists()


def test_what_became_of_a_release_is_told_later(released: Press) -> None:
    run = released.run("verify", "--no-verapdf", DIST, code=0)
    assert f"{DIST}: unchanged since its release\n{DIST}/compendium" in run.out
    released.write(f"{DIST}/{PDF}", released.data(f"{DIST}/{PDF}") + b"%\n")
    (released.root / DIST / "site/index.html").unlink()
    released.write(f"{DIST}/note.txt", "note")
    run = released.run("verify", "--no-verapdf", "dist", code=1)
    assert f"{DIST}/{PDF}: error: the file was changed: " in run.err
    assert f"{DIST}/site/index.html: error: there is no such file [missing-release-file]" in run.err
    assert f"{DIST}/note.txt: error: a file that is not part of the release [extra-release-file]" in run.err
    assert f"{DIST}/{PDF}: passes" not in run.out
    assert f"{DIST}/{PDF.replace('ru', 'en')}: passes" in run.out


# ── not at all ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_warning_is_enough_for_no_release(released: Press) -> None:
    released.write("sources/media/unused.png", released.data("sources/media/gauge.png"))
    run = released.run(*RELEASE, "2013-01-01", code=1)
    assert "[unused-picture]" in run.err
    assert os.listdir(released.root / "dist") == [DATE]  # noqa: PTH208 - with hidden ones


def test_without_java_there_is_no_release_and_nothing_is_begun(sample: Press) -> None:
    run = sample.run("release", "--date", DATE, code=1, env={"PATH": "/nowhere"})
    assert "[no-verapdf]" in run.err
    assert not (sample.root / "dist").exists()
    assert not (sample.root / ".cache").exists()


@pytest.mark.parametrize("date", ["2012-13-01", "20121231", "tomorrow", "../../2012-12-31"])
def test_a_date_is_a_date(sample: Press, date: str) -> None:
    assert "is not a date" in sample.run(*RELEASE, date, code=2).err


def begun(press: Press) -> subprocess.Popen[bytes]:
    """Start the release again, and wait until its folder is being filled."""
    shutil.rmtree(press.root / DIST, ignore_errors=True)
    process = subprocess.Popen(
        [*COMMAND, *RELEASE, DATE],
        cwd=press.root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not (press.root / STAGE).exists():
        assert process.poll() is None
        time.sleep(0.001)
    return process


def test_what_changes_meanwhile_is_not_released(released: Press) -> None:
    with begun(released) as process:
        released.write(EVENT, released.read(EVENT).replace("---\n", "---\n# written while nobody looked\n", 1))
        _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"{EVENT}: error: the file was changed by another program during the release" in said.decode()
    assert not released.files("dist")


def test_an_interrupted_release_leaves_nothing(released: Press) -> None:
    with begun(released) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=SECONDS)
    assert (process.returncode, said.strip()) == (130, b"")
    assert not released.files("dist")


def test_a_killed_release_is_none(first: Press, released: Press) -> None:
    right = contents(first.root / DIST)
    with begun(released) as process:
        start = time.monotonic()
        process.communicate(timeout=SECONDS)
    seconds = time.monotonic() - start
    chance = random.Random(2012)  # noqa: S311 - only for variety
    for number in range(KILLS):
        with begun(released) as process:
            time.sleep(chance.uniform(0, seconds))
            (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
            process.communicate()
        assert not (released.root / DIST).exists() or contents(released.root / DIST) == right
    released.run(*RELEASE, DATE, code=0)
    assert contents(released.root / DIST) == right
    assert not (released.root / STAGE).exists()


def test_a_full_disk_leaves_nothing(released: Press) -> None:
    place = released.root / "dist"
    shutil.rmtree(place)
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not permitted")
    try:
        run = released.run(*RELEASE, DATE, code=1)
        assert "No space left on device" in run.err
        assert "Traceback" not in run.err
        assert not list(place.iterdir())
    finally:
        subprocess.run(["umount", place], check=True)


# ── this repository's own publication ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_this_publication_is_released_verified_and_rebuilt(tmp_path: pathlib.Path) -> None:
    press = Press(tmp_path / "publication")
    for folder in ("sources", "locales", "templates"):
        shutil.copytree(ROOT / folder, press.root / folder)
    shutil.copy(ROOT / "protocolpress.toml", press.root)
    asked = not verapdf.missing()
    go(press, "release", "--date", DATE, *([] if asked else ["--no-verapdf"]))
    copy, env = elsewhere(press, tmp_path)
    go(copy, "release", "--date", DATE, "--no-verapdf", env=env, umask=0o077)
    ours, theirs = contents(press.root / DIST), contents(copy.root / DIST)
    lists = {"manifest.json", "SHA256SUMS", "bom.json"}  # they tell that veraPDF was not asked again
    assert {path for path in {*ours, *theirs} if ours.get(path) != theirs.get(path)} <= lists
    mine, other = (json.loads(each.read(f"{DIST}/manifest.json")) for each in (press, copy))
    assert mine.pop("verdicts") == {"protocolpress": True, "PDF/UA-1": asked, "PDF/A-3a": asked}
    other.pop("verdicts")
    for one in (mine, other):
        one["files"] = [file for file in one["files"] if file["path"] != "bom.json"]
    assert mine == other
    assert sum(path.startswith("compendium/") for path in ours if path.endswith(".pdf")) == 4
    if not asked:
        pytest.skip("veraPDF or Java is missing: the PDFs were not judged by the standards")
