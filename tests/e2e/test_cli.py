from __future__ import annotations

import json
import os
import pathlib
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
import venv

import pytest

import support
from protocolpress import files
from protocolpress.cli import init
from protocolpress.errors import FilesError
from support import COMMAND, ROOT, Press

COMMANDS = (
    *(
        "init",
        "new",
        "rename",
        "adopt",
        "extract",
        "update",
        "status",
        "suggest",
        "check",
        "seal",
        "diff",
        "history",
        "consolidate",
        "sign",
        "export",
        "import",
        "merge-po",
        "compile",
    ),
    *("build", "show", "serve", "verify", "release", "clean"),
)

HEAVY = ("weasyprint", "babel", "jinja2", "rich", "yaml", "pypdf", "markdown_it", "edtf", "PIL", "fontTools")

EVENT = "sources/events/2012-05-15-exampleton.md"
PROTOCOL = "sources/protocols/2012-05-15-exampleton.md"


# ── help and usage ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["check", "--help"], ["new", "--help"]])
def test_help_imports_nothing_heavy(press: Press, arguments: list[str]) -> None:
    program = (
        "import sys; from protocolpress.cli import main; sys.argv[1:] = sys.argv[1:]\n"
        "try: main()\nexcept SystemExit: print('modules:', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=press.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stdout.partition("modules:")[2].split()
    assert "click" in loaded
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(press: Press, command: str) -> None:
    run = press.run(command, "--help", code=0)
    assert re.search(rf"Examples?:\n.*\n? +protocolpress {command}", run.out)
    assert run.err == ""


def test_help_lists_the_commands_and_names_the_program(press: Press) -> None:
    run = press.run("--help", code=0)
    assert run.out.startswith("Usage: protocolpress [OPTIONS] COMMAND")
    assert re.findall(r"^  ([a-z][a-z-]+)  ", run.out, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], "there is no command bild; did you mean build?"),
        (["nonsense"], f"there is no command nonsense; known are: {', '.join(COMMANDS)}"),
        (["build", "-e", "en-fr"], "there is no edition en-fr; did you mean en-ru?"),
        (["build", "events/2012-05-15-exampletown"], "did you mean events/2012-05-15-exampleton?"),
        (
            ["build", "--only", "pdfs"],
            "'pdfs' is not one of 'html', 'pdf', 'docx', 'akn', 'actions', 'compendium', 'site'",
        ),
        (["build", "--dat=2012"], "Did you mean '--date'?"),
        (["build", "--date", "31.12.2012"], "31.12.2012 is not a date: write 2012-12-31"),
        (["build", "--date", ""], "is not a date"),
        (["build", "-j", "0"], "0 is not in the range x>=1"),
        (["new", "evnt", "2012"], "there is no kind evnt; did you mean event?"),
        (["new", "event", "../x"], "../x is not an id"),
        (["new", "event", "Québec"], "Québec is not an id"),
        (["--project", "nowhere", "build"], "Directory 'nowhere' does not exist"),
    ],
)
def test_a_mistake_of_usage_names_what_is_near(sample: Press, arguments: list[str], words: str) -> None:
    before = sample.files()
    run = sample.run(*arguments, code=2)
    after = tuple(path for path in sample.files() if not path.startswith(".cache/"))
    assert words in " ".join(run.err.split())
    assert "Traceback" not in run.err
    assert run.out == ""
    assert after == before


@pytest.mark.parametrize(
    "arguments", [["build"], ["check"], ["extract"], ["compile"], ["new", "event", "x"], ["clean"]]
)
def test_a_folder_that_is_no_project(press: Press, arguments: list[str]) -> None:
    run = press.run(*arguments, code=1)
    assert run.err == (
        "protocolpress.toml: error: there is no protocolpress.toml here [missing-project]\n"
        "  hint: run: protocolpress init DIR\n"
        "1 error in 1 file\n"
    )
    assert press.files() == ()


def test_a_bug_of_our_own_keeps_its_traceback(sample: Press) -> None:
    patch = "import protocolpress.project as p\ndef read(files):\n    raise ZeroDivisionError('ours')\np.read = read\n"
    sample.write("patch/sitecustomize.py", patch)
    path = os.pathsep.join([str(sample.root / "patch"), str(ROOT / "src")])
    run = sample.run("build", env={"PYTHONPATH": path})
    assert run.code == 1
    assert "Traceback (most recent call last)" in run.err
    assert run.err.endswith("ZeroDivisionError: ours\n")


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_check_says_nothing_where_nothing_is_wrong(sample: Press) -> None:
    before = sample.files()
    run = sample.run("check", "--strict", code=0)
    assert (run.out, run.err) == ("", "")
    assert sample.files() == before


def test_check_reports_every_kind_of_problem_at_once_sorted_and_counted(sample: Press) -> None:
    sample.replace(EVENT, "place: exampleton", "plase: exampleton")
    sample.replace(PROTOCOL, "effective: 2012-06-01", "effective: 2012-13-01")
    sample.replace("sources/registry/people.yaml", "organization: nwo", "organization: nwa")
    sample.write("locales/ru/LC_MESSAGES/old/gone.po", 'msgid "unfinished\n')
    sample.write("templates/unused.html", "<p>\n{% if %}\n")
    run = sample.run("check", code=1)
    lines = [line for line in run.err.splitlines() if not line.startswith("  hint:")]
    assert run.out == ""
    assert lines[:-1] == sorted(set(lines[:-1]))
    places = [line.split(": ")[0].split(":")[0] for line in lines if ": error: " in line]
    assert sorted(set(places)) == sorted(
        [
            EVENT,
            PROTOCOL,
            "locales/ru/LC_MESSAGES/old/gone.po",
            "sources/registry/people.yaml",
            "templates/unused.html",
        ]
    )
    assert f"{EVENT}:5:1: error: unknown key plase [unknown-key]" in run.err
    assert "did you mean place?" in run.err
    assert re.fullmatch(r"\d+ errors, 1 warning in 5 files", lines[-1])


def test_check_reads_catalogs_though_the_settings_are_broken(sample: Press) -> None:
    sample.replace("protocolpress.toml", 'order = "newest"', 'order = "random"')
    sample.write("locales/ru/LC_MESSAGES/registry.po", 'msgid "unfinished\n')
    run = sample.run("check", code=1)
    assert "protocolpress.toml:6: error: unknown order random [bad-setting]" in run.err
    assert "locales/ru/LC_MESSAGES/registry.po:1: error: " in run.err


def _make_warnings(sample: Press) -> None:
    sample.replace(EVENT, "Working Group holds its first meeting", "Working Group holds a first meeting")
    sample.write(
        "sources/protocols/2012-05-15-annex.md", "---\nkind: annex\ntitle: Annex\ndate: 2012-05-15\n---\nText.\n"
    )
    sample.write("sources/media/unused.png", b"")
    sample.write("locales/events/gone.pot", sample.read("locales/registry.pot"))
    sample.write("locales/ru/LC_MESSAGES/events/gone.po", sample.read("locales/ru/LC_MESSAGES/registry.po"))


def test_check_warns_of_what_is_stale_and_unused(sample: Press) -> None:
    _make_warnings(sample)
    run = sample.run("check", code=0)
    event = "events/2012-05-15-exampleton"
    annex = "protocols/2012-05-15-annex"
    expected = (
        f"locales/en/LC_MESSAGES/{event}.po: warning: the sources have changed: 1 message is missing here, 1 message is no longer needed [stale-catalog]",
        f"locales/en/LC_MESSAGES/{annex}.po: warning: this catalog does not exist yet [missing-catalog]",
        f"locales/{event}.pot: warning: the template is out of date [stale-template]",
        "locales/events/gone.pot: warning: there is no source events/gone [orphan-catalog]",
        f"locales/{annex}.pot: warning: this template does not exist yet [stale-template]",
        f"locales/ru/LC_MESSAGES/{event}.po: warning: the sources have changed: 1 message is missing here, 1 message is no longer needed [stale-catalog]",
        "locales/ru/LC_MESSAGES/events/gone.po: warning: there is no source events/gone [orphan-catalog]",
        f"locales/ru/LC_MESSAGES/{annex}.po: warning: this catalog does not exist yet [missing-catalog]",
        "sources/media/unused.png: warning: no source shows this picture [unused-picture]",
        f"sources/{annex}.md: warning: no protocol has this annex [unused-annex]",
        "10 warnings in 10 files",
    )
    assert [line for line in run.err.splitlines() if not line.startswith("  hint: ")] == [*expected]
    assert run.err.count("  hint: run: protocolpress update\n") == 6
    assert "template" in sample.run("check", "--strict", code=1).err


def test_check_as_json(sample: Press) -> None:
    notes = json.loads(sample.run("check", "--format", "json", code=0).out)
    assert {note["rule"] for note in notes} == {"not-judged"}  # what has tables for Russian only
    assert {note["path"] for note in notes} == {"locales/en"}
    sample.replace(EVENT, "place: exampleton", "place: nowhere")
    run = sample.run("check", "--format", "json", code=1)
    (problem,) = (found for found in json.loads(run.out) if found not in notes)
    assert run.err == ""
    assert problem["path"] == EVENT
    assert (problem["severity"], problem["rule"]) == ("error", "unknown-id")
    assert problem["line"] > 0
    assert set(problem) == {"path", "line", "column", "severity", "rule", "message", "hint"}


# ── extract and compile ──────────────────────────────────────────────────────────────────────────────────────────────


def test_extract_writes_what_changed_and_nothing_twice(sample: Press) -> None:
    sample.run("extract", code=0)
    assert sample.run("extract", code=0).out == ""
    sample.replace(EVENT, "Working Group holds its first meeting", "Working Group holds a first meeting")
    pot = "locales/events/2012-05-15-exampleton.pot"
    before = sample.read(pot)
    assert sample.run("extract", "--check", code=1).out == f"{pot}\n"
    assert sample.read(pot) == before
    assert sample.run("extract", code=0).out == f"{pot}\n"
    assert "holds a first meeting" in sample.read(pot)


def test_compile_writes_mo_files_only_into_the_project(sample: Press) -> None:
    assert sample.run("compile", "--check", code=1).out.count(".mo\n") == sample.run("compile", code=0).out.count("\n")
    assert sample.data("locales/ru/LC_MESSAGES/registry.mo")[:4] == b"\xde\x12\x04\x95"
    assert sample.run("compile", "--check", code=0).out == ""


# ── init and new ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_init_here_names_no_folder(press: Press) -> None:
    assert press.run("init", ".", code=0).out == ".\nnext: protocolpress build\n"


def test_init_makes_a_project_without_problems(press: Press) -> None:
    run = press.run("init", "deep/bulletin", code=0)
    assert run.out == "deep/bulletin\nnext: protocolpress --project deep/bulletin build\n"
    assert run.err == ""
    made = {path.removeprefix("deep/bulletin/") for path in press.files("deep/bulletin")}
    assert "/.cache/" in press.read("deep/bulletin/.gitignore").splitlines()
    assert {".gitignore", "README.md", "protocolpress.toml", EVENT, PROTOCOL, "sources/media/gauge.png"} <= made
    run = press.run("--project", "deep/bulletin", "check", "--strict", code=0)
    assert (run.out, run.err) == ("", "")


@pytest.mark.parametrize("languages", ["fr,en", "de,en", "uk,en", "es,en", "en,kk", "fr,de"])
def test_init_in_other_languages_makes_a_project_without_problems(press: Press, languages: str) -> None:
    """French states what English says with "shall"."""
    press.run("init", "--languages", languages, "bulletin", code=0)
    run = press.run("--project", "bulletin", "check", "--strict", code=0)
    assert run.err == ""


def test_init_fills_an_empty_folder(press: Press) -> None:
    assert press.run("init", ".", code=0).err == ""
    assert (press.root / "protocolpress.toml").is_file()


@pytest.mark.parametrize("left", [(), ("skeleton/README.md",)], ids=["nothing", "no settings"])
def test_init_without_the_shipped_project_makes_nothing(
    left: tuple[str, ...], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in left:
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text("x")
    monkeypatch.setattr(files, "shipped", lambda: tmp_path)
    with pytest.raises(FilesError) as caught:
        init.command.main([str(tmp_path / "new")], standalone_mode=False)
    assert str(caught.value) == (
        f"{tmp_path}/skeleton/protocolpress.toml: error: the project skeleton that comes with the program is missing [missing-file]\n"
        "  hint: install protocolpress again"
    )
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_what_init_makes_builds_without_a_single_problem(press: Press) -> None:
    press.run("init", "bulletin", code=0)
    run = press.run("--project", "bulletin", "build", code=0)
    editions = ("en", "ru", "en-ru", "ru-en")
    assert run.err == ""
    assert sorted(run.out.splitlines()) == sorted(
        f"bulletin/build/compendium/compendium-2012-05-15-{edition}.pdf" for edition in editions
    )
    for edition in editions:
        for kind in ("events", "protocols"):
            text = " ".join(press.text(f"bulletin/build/pdf/{edition}/{kind}/2012-05-15-exampleton.pdf"))
            assert "DRAFT" not in text
            assert "ПРОЕКТ" not in text


def test_init_refuses_a_folder_that_is_not_empty(sample: Press) -> None:
    before = sample.files()
    run = sample.run("init", ".", code=1)
    assert run.err == (
        ".: error: the folder is not empty: it holds .gitignore, README.md, locales and 2 more [not-empty]\n"
        "  hint: choose a new folder\n"
        "1 error in 1 file\n"
    )
    assert sample.run("init", "README.md", code=1).err.startswith("README.md: error: this is a file, not a folder")
    assert sample.files() == before


@pytest.mark.parametrize("target", ["a/b", "there"])
def test_init_leaves_nothing_when_the_disk_refuses(press: Press, target: str) -> None:
    (press.root / "there").mkdir()
    command = shlex.join([*COMMAND, "init", target])
    # No file above 8 KiB: the picture cannot be written. Nor can bytecode, which Python would leave cut off.
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 16; exec {command}"],
        cwd=press.root,
        env=press.environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "error: cannot make the project: File too large [cannot-write]" in done.stderr
    assert [place.name for place in press.root.iterdir()] == ["there"]
    assert press.files() == ()


@pytest.mark.parametrize("kind", ["event", "protocol"])
def test_new_makes_a_source_that_builds(sample: Press, kind: str) -> None:
    path = f"sources/{kind}s/2012-06-20-second.md"
    run = sample.run("new", kind, "2012-06-20-second", code=0)
    assert run.out == f"{path}\nnext: fill in the front matter, write the text, then run: protocolpress update\n"
    assert run.err == ""
    assert "date: 2012-06-20 " in sample.read(path)
    run = sample.build(f"{kind}s/2012-06-20-second", "--only", "html", "-e", "en")
    assert run.err == ""
    assert f"Title of the {kind}" in sample.read(f"build/html/en/{kind}s/2012-06-20-second.html")


@pytest.mark.parametrize("kind", ["event", "protocol"])
def test_each_example_that_new_gives_in_a_comment_is_right(sample: Press, kind: str) -> None:
    sample.run("new", kind, "2012-06-20-second", code=0)
    path = f"sources/{kind}s/2012-06-20-second.md"
    text = re.sub(r"^# ", "", sample.read(path), flags=re.MULTILINE)
    for invented in (
        "protocols",
        "annexes",
        "locale",
        "photo",
        "  file",
        "  date",
        "  description",
        "  alt",
        "  credit",
    ):
        text = re.sub(rf"^{invented}:.*\n", "", text, flags=re.MULTILINE)
    sample.write(path, text)
    assert sample.build(f"{kind}s/2012-06-20-second", "--only", "html", "-e", "en").err == ""


@pytest.mark.parametrize(
    ("name", "date"), [("2012-06-20", "2012-06-20"), ("2012-06-review", "2012-06"), ("2012-13-40-x", "2012")]
)
def test_new_takes_the_date_from_the_id(sample: Press, name: str, date: str) -> None:
    sample.run("new", "event", name, code=0)
    assert f"\ndate: {date} " in sample.read(f"sources/events/{name}.md")


def test_new_dates_a_source_without_a_date_in_its_id_today(sample: Press) -> None:
    sample.run("new", "event", "review", code=0)
    assert re.search(r"^date: 20\d\d-\d\d-\d\d ", sample.read("sources/events/review.md"), re.MULTILINE)


def test_new_overwrites_nothing(sample: Press) -> None:
    before = sample.read(EVENT)
    run = sample.run("new", "event", "2012-05-15-exampleton", code=1)
    assert run.err == (
        f"{EVENT}: error: this source already exists [source-exists]\n"
        "  hint: edit it, or choose another id\n"
        "1 error in 1 file\n"
    )
    assert sample.read(EVENT) == before


# ── clean ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clean_removes_what_was_built_and_nothing_else(sample: Press) -> None:
    before = sample.files()
    sample.build("--only", "html", "-e", "en", "-j", "1")
    for _ in range(2):
        run = sample.run("clean", code=0)
        assert (run.out, run.err) == ("", "")
        assert sample.files() == before
    assert not (sample.root / "build").exists()


def test_clean_leaves_a_folder_that_no_build_made(sample: Press) -> None:
    sample.write("build/pdf/x.pdf", b"x")
    sample.write("build/thesis.odt", b"x")
    run = sample.run("clean", code=0)
    assert run.err == (
        "build: warning: no build has recorded pdf, thesis.odt: left unchanged [not-ours]\n"
        "  hint: if you do not need it, remove it by hand\n"
        "1 warning in 1 file\n"
    )
    assert sample.files("build") == ("build/pdf/x.pdf", "build/thesis.odt")


def test_clean_leaves_a_link_and_what_it_leads_to(sample: Press, tmp_path: pathlib.Path) -> None:
    """And removes the cache nevertheless."""
    (tmp_path / "elsewhere" / "pdf").mkdir(parents=True)
    sample.write(".cache/protocolpress/traces", b"x")
    (sample.root / "build").symlink_to(tmp_path / "elsewhere")
    assert "build: error: cannot write the folder: a symbolic link" in sample.run("clean", code=1).err
    assert (sample.root / "build").is_symlink()
    assert (tmp_path / "elsewhere" / "pdf").is_dir()
    assert not (sample.root / ".cache").exists()


# ── build ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_build_makes_only_what_is_asked_for(sample: Press, tmp_path: pathlib.Path) -> None:
    run = sample.build("--only", "html", "-e", "ru", "-e", "en-ru", "-o", str(tmp_path / "out"), "-j", "1")
    assert (run.out, run.err) == ("", "")
    made = sorted(place.relative_to(tmp_path / "out").as_posix() for place in (tmp_path / "out").rglob("*.html"))
    assert made == [
        f"html/{edition}/{kind}/2012-05-15-exampleton.html"
        for edition in ("en-ru", "ru")
        for kind in ("events", "protocols")
    ]
    assert not (sample.root / "build").exists()


@pytest.mark.parametrize(
    ("options", "variables", "date"),
    [
        ([], {}, "2012-05-15"),
        ([], {"SOURCE_DATE_EPOCH": "1356912000"}, "2012-12-31"),
        (["--date", "2012-12-30"], {"SOURCE_DATE_EPOCH": "1356912000"}, "2012-12-30"),
    ],
)
def test_build_dates_the_compendium_and_prints_its_path(
    sample: Press, options: list[str], variables: dict[str, str], date: str
) -> None:
    run = sample.run("build", "--only", "compendium", "-e", "en", *options, env=variables, code=0)
    assert run.out == f"build/compendium/compendium-{date}-en.pdf\n"
    assert run.err == ""
    assert sample.outline(run.out.strip())


def test_build_refuses_a_source_date_epoch_that_is_none(sample: Press) -> None:
    run = sample.run("build", env={"SOURCE_DATE_EPOCH": "yesterday"}, code=2)
    assert "SOURCE_DATE_EPOCH is not a number of seconds: yesterday" in run.err


def test_build_reports_each_problem_once_and_prints_no_result(sample: Press) -> None:
    sample.replace(EVENT, "place: exampleton", "place: nowhere")
    sample.replace(PROTOCOL, "[](#readings/1)", "[](#readings/9)")
    run = sample.build("--only", "html", code=1)
    lines = [line for line in run.err.splitlines() if not line.startswith("  hint:")]
    assert [line.split(":")[0] for line in lines[:-1]] == [EVENT, PROTOCOL, PROTOCOL]
    assert lines[-1] == "2 errors, 1 warning in 2 files"
    assert run.out == ""


def _on_a_terminal(press: Press, *arguments: str, **variables: str) -> tuple[int, str]:
    """Run a command with stderr on a terminal; give its exit code and what the terminal got."""
    try:
        ours, theirs = pty.openpty()
    except OSError as problem:
        pytest.skip(f"there is no terminal to be had here: {problem}")
    environment = press.environment(TERM="xterm", COLUMNS="100", **variables)
    process = subprocess.Popen([*COMMAND, *arguments], cwd=press.root, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    got = b""
    try:
        while data := os.read(ours, 4096):
            got += data
    except OSError:  # Linux reports the end of a terminal as an error
        pass
    os.close(ours)
    return process.wait(), got.decode()


def test_build_draws_its_progress_on_a_terminal(sample: Press) -> None:
    code, screen = _on_a_terminal(sample, "build", "--only", "html")
    assert code == 0
    assert "Building" in screen
    assert "8/8" in screen


def test_problems_are_coloured_on_a_terminal_unless_that_is_unwanted(sample: Press) -> None:
    sample.replace(EVENT, "place: exampleton", "place: nowhere")
    code, screen = _on_a_terminal(sample, "check")
    assert code == 1
    assert "\x1b[31m\x1b[1m: error: \x1b[0m" in screen
    assert "\x1b[31m" not in _on_a_terminal(sample, "check", NO_COLOR="1")[1]
    assert "\x1b" not in sample.run("check", code=1).err


def test_an_interrupted_build_ends_with_130_and_leaves_no_half_file(sample: Press) -> None:
    process = subprocess.Popen(
        [*COMMAND, "build", "-j", "2"],
        cwd=sample.root,
        env=sample.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(sample.root.glob("build/pdf/*/*/*.pdf")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.strip() == b""
    assert [path for path in sample.files() if path.endswith(".part")] == []
    for path in sample.files("build/pdf"):
        assert sample.data(path).rstrip().endswith(b"%%EOF")


# ── the wheel alone ──────────────────────────────────────────────────────────────────────────────────────────────────


def _skeleton() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT / "skeleton",
        check=True,
        capture_output=True,
        text=True,
    )
    return listed.stdout.split()


@pytest.mark.slow
def test_the_installed_wheel_makes_and_builds_a_project(press: Press, tmp_path: pathlib.Path) -> None:
    pytest.importorskip("hatchling")
    make = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(make, env=support.environment(), capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--no-deps",
            "--no-index",
            "--quiet",
            "--target",
            str(site),
            str(wheel),
        ],
        env=support.environment(),
        check=True,
    )
    # After its own, the packages that are installed here; but not the checkout, if it is among them.
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join(others) + "\n", "utf-8")
    environment = press.environment()
    del environment["PYTHONPATH"]
    python = str(tmp_path / "venv" / "bin" / "python")
    where = [python, "-c", "import protocolpress; print(protocolpress.__file__)"]
    assert subprocess.check_output(where, env=environment, text=True).startswith(str(site))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-m", "protocolpress", *arguments],
            cwd=press.root,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

    assert run("init", "bulletin").stderr == ""
    assert set(press.files("bulletin")) == {f"bulletin/{path}" for path in _skeleton()}
    done = run("--project", "bulletin", "build", "-e", "en-ru")
    assert done.stderr == ""
    assert done.stdout == "bulletin/build/compendium/compendium-2012-05-15-en-ru.pdf\n"
    assert "Протокол" in "".join(press.text("bulletin/build/pdf/en-ru/protocols/2012-05-15-exampleton.pdf"))


def test_show_names_the_pdf_that_was_built(sample: Press) -> None:
    run = sample.run("show", "events/2012-05-15-exampleton", "--path", code=1)
    assert "this PDF has not been built" in run.err
    assert "run: protocolpress build events/2012-05-15-exampleton" in run.err
    sample.write("build/pdf/en-ru/events/2012-05-15-exampleton.pdf", "x")
    run = sample.run("show", "sources/events/2012-05-15-exampleton.md", "-e", "en-ru", "--path", code=0)
    assert run.out == "build/pdf/en-ru/events/2012-05-15-exampleton.pdf\n"
    assert "did you mean events/" in sample.run("show", "events/2012-05-15-exampletown", code=2).err
