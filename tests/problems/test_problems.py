"""One broken project per rule, each with everything that the command then says.

A case is a folder with the files in which it differs from `_base`, and

    expected.txt  the exit code in the first line, then the whole of stderr; `pytest --accept` writes it again
    command       the command, where it is not the one below
    without       paths of the base that the case does not have

What a folder in version control cannot hold (links, pipes, large files) is made by a function here.
"""

from __future__ import annotations

import ast
import os
import pathlib
import re
import shlex
import shutil
import struct
import zlib
from collections.abc import Callable

import pytest

from protocolpress import cli
from protocolpress.checks import run as checks
from support import ROOT, Press

HERE = pathlib.Path(__file__).parent
BASE = HERE / "_base"
COMMAND = "build -e en --only html -j1"
OWN = ("expected.txt", "command", "without")

EVENT = "sources/events/2012-02-29-meeting.md"
PICTURE = "sources/media/picture.png"
CATALOG = "locales/ru/LC_MESSAGES/events/2012-02-29-meeting.po"

CASES = sorted(place.name for place in HERE.iterdir() if place.is_dir() and not place.name.startswith("_"))


# ── what a folder cannot hold ────────────────────────────────────────────────────────────────────────────────────────


def add_text(text: str) -> Callable[[Press], None]:
    """Put *text* at the end of the event."""

    def prepare(press: Press) -> None:
        press.write(EVENT, f"{press.read(EVENT)}\n{text}\n")

    return prepare


def picture(width: int, height: int, rows: bytes) -> Callable[[Press], None]:
    """Put a grey picture of that size in the place of the event's; *rows* are its pixels, packed."""

    def prepare(press: Press) -> None:
        head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
        data = b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in chunks
        )
        press.write(PICTURE, b"\x89PNG\r\n\x1a\n" + data)

    return prepare


def packed_rows(width: int, height: int) -> bytes:
    """Pack the rows of a black picture: 40,000 × 40,000 pixels take 200 KB."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def half_a_picture(press: Press) -> None:
    noise = bytes(number * number // 7 % 256 for number in range(13 * 100 + 100))
    picture(100, 100, zlib.compress(noise))(press)
    data = press.data(PICTURE)
    press.write(PICTURE, data[: len(data) // 2])


def link(path: str, *, folder: bool = False) -> Callable[[Press], None]:
    """Put a link to something outside the project in the place of *path*."""

    def prepare(press: Press) -> None:
        outside = press.root.parent / "outside"
        place = press.root / path
        if folder:
            shutil.move(place, outside)
        else:
            place.rename(outside)
        place.symlink_to(outside)

    return prepare


def pipe(press: Press) -> None:
    os.mkfifo(press.root / "sources/events/2012-03-01-pipe.md")


def dangling(press: Press) -> None:
    (press.root / "sources/events/2012-03-01-link.md").symlink_to("2012-03-02-nothing.md")


def hundred_megabytes(press: Press) -> None:
    with (press.root / EVENT).open("r+b") as file:  # sparse: it takes no room
        file.truncate(100_000_000)


def long_translation(press: Press) -> None:
    press.replace(CATALOG, "Никто", "Никто" * 5000)


def long_registry(press: Press) -> None:
    entries = (f"p{number}:\n  name: Place {number}\n" for number in range(20_000))
    press.write("sources/registry/places.yaml", "".join(entries))


def one_file_twice(press: Press) -> None:
    """Make a catalog a link to another one: it is read, and not written."""
    place = press.root / "locales/ru/LC_MESSAGES/registry.po"
    place.unlink()
    place.symlink_to("events/2012-02-29-meeting.po")


PREPARE: dict[str, Callable[[Press], None]] = {
    "cannot-write-link": one_file_twice,
    "picture-too-large": picture(40_000, 40_000, b""),
    "picture-too-large-valid": picture(40_000, 40_000, packed_rows(40_000, 40_000)),
    "bad-picture-truncated": half_a_picture,
    "outside-project-link-source": link(EVENT),
    "outside-project-link-catalog": link(CATALOG),
    "outside-project-link-picture": link(PICTURE),
    "outside-project-link-settings": link("protocolpress.toml"),
    "outside-project-link-folder": link("sources/events", folder=True),
    "unreadable-file-pipe": pipe,
    "unreadable-file": dangling,
    "file-too-large": hundred_megabytes,
    "too-long": add_text(("a" * 1000 + "\n") * 30),
    "too-long-line": add_text("a" * 30_000),
    "too-long-brackets": add_text("[" * 10_000),
    "too-long-source": add_text("Much was said.\n\n" * 70_000),
    "too-long-table": add_text("|".join("a" * 40) + "\n" + "|".join("-" * 40)),
    "too-long-translation": long_translation,
    "too-long-yaml": long_registry,
}


# ── the runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def make(press: Press, name: str) -> None:
    """Make the project of a case: the base, without what it lacks, with what is its own."""
    shutil.copytree(BASE, press.root, dirs_exist_ok=True)
    case = HERE / name
    without = case / "without"
    for path in without.read_text().split("\n") if without.exists() else ():
        place = press.root / path
        if path and place.is_dir():
            shutil.rmtree(place)
        elif path:
            place.unlink()
    press.write(
        "templates/document.html", "<!DOCTYPE html>\n<title>{{ title }}</title>\n"
    )  # small: compiled in no time
    shutil.copytree(case, press.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OWN))
    if name in PREPARE:
        PREPARE[name](press)


def command_of(name: str) -> list[str]:
    place = HERE / name / "command"
    return shlex.split(place.read_text() if place.exists() else COMMAND)


@pytest.mark.parametrize("name", CASES)
def test_message(
    name: str,
    press: Press,
    golden: Callable[[pathlib.Path, str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(press, name)
    monkeypatch.chdir(press.root)
    monkeypatch.setattr("sys.argv", ["protocolpress", *command_of(name)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr().err.replace(str(press.root.parent), "")
    golden(HERE / name / "expected.txt", f"exit {end.value.code}\n{shown}")
    assert not [path for path in press.files() if path.endswith(".part")]


@pytest.mark.parametrize("name", ["unknown-key", "several", "catalog-encoding", "missing-project"])
def test_the_installed_command_says_the_same(name: str, press: Press) -> None:
    make(press, name)
    run = press.run(*command_of(name))
    assert f"exit {run.code}\n{run.err}" == (HERE / name / "expected.txt").read_text("utf-8")


def test_the_base_is_whole(press: Press, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, press.root, dirs_exist_ok=True)
    monkeypatch.chdir(press.root)
    monkeypatch.setattr("sys.argv", ["protocolpress", "build", "--only", "html", "-j1"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert (end.value.code, capsys.readouterr().err) == (0, "")


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────

INTERNAL = frozenset(
    {
        # made only by faults of the program or of the machine: tests/unit/test_build.py
        *("bad-output", "cannot-remove", "duplicate-output", "duplicate-task", "missing-need", "task-cycle"),
        *("unknown-task", "worker-died", "build-at-work", "unreadable-cache"),
        # of streams, memory and the system: tests/e2e/test_faults.py and tests/unit/test_process.py
        "system-error",
        # of ports that another program has: tests/e2e/test_serve.py
        "no-port",
        # of other machines: tests/unit/test_cluster.py
        *("no-cluster", "unfit-worker"),
        # of other versions of the libraries: tests/unit/test_patches.py
        "untested-version",
        # of PDFs that the program did not make: tests/unit/test_merge.py and test_merge_foreign.py
        *("duplicate-part", "empty-compendium", "empty-pdf", "encrypted-pdf", "folio-count", "foreign-tags"),
        "tagged-folio",
        # what `verify` finds in finished PDFs: tests/unit/test_verify.py
        *("duplicate-destination", "figure-box", "heading-level", "missing-alt", "missing-bookmarks", "missing-glyph"),
        *("missing-scope", "missing-title", "no-verapdf", "not-conforming", "running-head", "silent-link"),
        *("stray-content", "wrong-column", "wrong-language"),
        # of signatures: tests/unit/test_sign.py and test_judging.py, tests/e2e/test_sign.py
        *("already-signed", "bad-key", "bad-signature", "cannot-sign", "changed-after-signing", "expired-certificate"),
        "bad-trusted-list",
        *("no-pyhanko", "no-roots", "no-signature", "no-signature-field", "no-time-stamps", "not-released"),
        *("revoked-certificate", "unknown-revocation", "untrusted-signature", "untrusted-time-stamp"),
        # of a release that is there already: tests/unit/test_release.py and tests/e2e/test_release.py
        "other-release",
        # what `check --format json` says of rules that have no tables: tests/unit/test_languages.py
        "not-judged",
        # whatever else WeasyPrint may log, in its own words
        "weasyprint",
        # what changes while a command is at work: tests/unit/test_files.py, test_release.py
        "changed-meanwhile",
        # of calls that the commands never make, or of another test
        "not-ours",
        # notes, which only --format json and sarif show: tests/unit/test_checks.py
        # of notes: tests/unit/test_sealing.py
        "not-sealed",
        *("dash-form", "obsolete-message", "straight-quotes", "three-dots"),
    }
)
"""Rules that no broken project can show; they are in the table too."""

SLUG = re.compile(r"[a-z]+(-[a-z0-9]+)+|weasyprint|untranslated")

REPORTERS = ("error", "warning", "note", "wrong", "_error", "_fault", "Problem")


def rules_in_source() -> frozenset[str]:
    """Find the rules that the program can report: slugs in calls that report, in `rule = …`, at the head of tuples.

    Rules of translations are values: their ids are taken from them.
    """
    found = {rule.id for rule in checks.ALL}
    for place in (ROOT / "src" / "protocolpress").rglob("*.py"):
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in REPORTERS:
                    found.update(_slugs(args[:3]))
                case ast.Assign(targets=[target], value=value) if "'rule'" in ast.dump(target):
                    found.update(_slugs([value]))
                case ast.Return(value=ast.Tuple(elts=[ast.Constant() as first, *_])):
                    found.update(_slugs([first]))
    return frozenset(found)


def _slugs(nodes: list[ast.expr]) -> set[str]:
    inner = (node for outer in nodes for node in ast.walk(outer))
    words = (node.value for node in inner if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {word for word in words if SLUG.fullmatch(word)}


def documented() -> frozenset[str]:
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    return frozenset(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE))


def test_every_rule_in_the_source_is_in_the_table() -> None:
    assert rules_in_source() == documented()


def test_every_rule_that_a_case_shows_is_in_the_table() -> None:
    shown = {
        rule
        for name in CASES
        for rule in re.findall(r": (?:error|warning): .*\[([a-z0-9-]+)\]$", expected(name), re.MULTILINE)
    }
    assert shown <= documented()


def test_every_rule_in_the_table_has_a_case_of_its_name() -> None:
    lacking = {rule for rule in documented() - INTERNAL if f"[{rule}]\n" not in expected(rule)}
    assert not lacking


def expected(name: str) -> str:
    place = HERE / name / "expected.txt"
    return place.read_text("utf-8") if place.exists() else ""
