"""What is nobody's fault: full and closed streams, a folder that is gone, a time zone that is none, names too long.

Each ends in one line that says what is wrong, and an exit code; nothing ends in a traceback.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess

import pytest

from support import COMMAND, ROOT, Press, environment

FULL = "standard output: error: cannot write the results: No space left on device [cannot-write]\n"


@pytest.fixture
def base(press: Press) -> Press:
    """Return the base project of tests/problems/."""
    shutil.copytree(ROOT / "tests/problems/_base", press.root, dirs_exist_ok=True)
    return press


def shell(press: Press, line: str, **variables: str) -> tuple[int, str, str]:
    """Run a line of the shell in the project, `$P` being the command."""
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=press.root,
        env=environment(P=" ".join(COMMAND), **variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("command", ["status", "check --format json", "check --format sarif", "--help"])
def test_results_on_a_full_device(base: Press, command: str) -> None:
    code, _, told = shell(base, f"$P {command} > /dev/full")
    assert (code, told.split("  hint")[0]) == (1, FULL)


def test_problems_on_a_full_device(base: Press) -> None:
    base.write("protocolpress.toml", "a = ")
    assert shell(base, "$P check 2> /dev/full") == (1, "", "")
    assert shell(base, "$P nosuch > /dev/full 2>&1") == (1, "", "")


def test_closed_streams(base: Press) -> None:
    before = base.files()
    assert shell(base, "$P check <&- >&- 2>&-") == (0, "", "")
    assert shell(base, "$P status >&-")[:2] == (0, "")
    assert shell(base, "$P status 2>&1 | true") == (0, "", "")
    assert base.files() == before


def test_a_working_folder_that_is_gone(base: Press) -> None:
    code, _, told = shell(base, "mkdir gone; cd gone; rmdir ../gone; $P --project .. status")
    assert code in (1, 2)
    code, _, told = shell(base, 'here=$PWD; mkdir gone; cd gone; rmdir ../gone; $P --project "$here" status')
    message = ".: error: the folder that the command was started in no longer exists [missing-file]\n"
    assert (code, told) == (1, f"{message}  hint: change to an existing folder\n1 error in 1 file\n")


@pytest.mark.parametrize("zone", [":/etc/passwd", "/etc/passwd", "No/Where", "\x01", "../../etc"])
def test_a_time_zone_that_is_none(base: Press, zone: str) -> None:
    run = base.run("build", "-e", "ru", "--only", "html", "-j1", env={"TZ": zone}, code=0)
    assert run.err == ""


def test_names_as_long_as_a_folder_takes(base: Press) -> None:
    name = "events/2012-03-01-" + "a" * (255 - len("2012-03-01-.md"))
    base.write(f"sources/{name}.md", base.read("sources/events/2012-02-29-meeting.md"))
    code, _, told = shell(base, "$P build -e en --only html -j1")
    assert code == 1
    assert told.startswith(
        f"build/html/en/{name}.html: error: cannot write the file: File name too long [cannot-write]\n"
        "  hint: shorten the name"
    )


def test_a_path_longer_than_the_system_takes(base: Press) -> None:
    place = base.root / "sources/events"
    deep = "cd sources/events; for n in $(seq 30); do mkdir $1 && cd $1 || exit 9; done; echo a > 2012-03-01-a.md"
    subprocess.run(["bash", "-c", deep, "deep", "d" * 200], cwd=base.root, check=True)
    code, _, told = shell(base, "$P build -e en --only html -j1; code=$?; $P check >&2; exit $code")
    shutil.rmtree(place)
    assert code == 1
    assert "Traceback" not in told


def test_an_interrupt_of_the_terminal_leaves_those_alone_who_ignore_it(base: Press) -> None:
    code, _, told = shell(base, "trap '' HUP; $P build -e en --only html -j2 & kill -HUP $!; wait $!")
    assert (code, told) == (0, "")


def test_files_that_cannot_be_opened(base: Press) -> None:
    code, _, told = shell(base, "ulimit -n 12; $P build -e en --only html -j2")
    assert code == 1
    assert "Traceback" not in told
    assert "Too many open files [" in told


def test_a_terminal_that_has_no_letters(base: Press) -> None:
    base.replace("locales/ru/LC_MESSAGES/events/2012-02-29-meeting.po", "Председатели", "Председатели  (")
    code, _, told = shell(base, "$P status > /dev/null && $P check", PYTHONIOENCODING="ascii")
    assert "Traceback" not in told
    assert code in (0, 1)


def test_limits_that_no_system_has_are_usage_errors(base: Press) -> None:
    for option in ("--time", "--memory"):
        run = base.run("build", option, "99999999999999", code=2)
        assert f"Invalid value for '{option}'" in run.err
    base.run("build", "-e", "en", "--only", "html", "--time", "10000000", "--memory", "10000000", code=0)
    base.run("build", "-e", "ru", "--only", "html", "-j1", "--time", "600", code=0)


def test_a_word_of_the_command_line_is_shown_escaped(base: Press) -> None:
    run = base.run("build", "a\u202eb\nError: forged", code=2)
    assert r"there is no document a\u202eb\nError: forged; known are: " in run.err


def test_a_name_that_is_no_text(base: Press) -> None:
    place = bytes(base.root / "sources/events") + b"/2012-03-01-\xff.md"
    pathlib.Path(place.decode("utf-8", "surrogateescape")).write_text("a")
    code, out, told = shell(base, "$P check; $P check --format sarif; $P build -e en -j1 --only html")
    assert code == 1
    assert "Traceback" not in told
    assert told.startswith(r"sources/events/2012-03-01-\udcff.md: error: ")
    assert r"2012-03-01-%FF.md" in out
