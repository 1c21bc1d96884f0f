"""Input and disks that mean harm: the command ends soon, says why, and leaves nothing half-written.

Broken projects with one message each are in tests/problems/; here stands what needs more than a message to be shown.
"""

from __future__ import annotations

import html
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator

import pytest

from protocolpress import markup
from protocolpress.build import record
from protocolpress.errors import FilesError, PressError, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.languages import LANGUAGES
from protocolpress.localize import typography
from protocolpress.sources import parse, registry
from support import ROOT, Press

PROBLEMS = ROOT / "tests" / "problems"
EVENT = "sources/events/2012-02-29-meeting.md"
CATALOG = "locales/ru/LC_MESSAGES/events/2012-02-29-meeting.po"
RUSSIAN = "Председатели встретились."

SECONDS = 20.0
"""What one hostile text may take at most, on a busy machine; without limits, the same texts take minutes or hours."""


@pytest.fixture
def base(press: Press) -> Press:
    """Return the base project of tests/problems/: it builds without a word."""
    shutil.copytree(PROBLEMS / "_base", press.root, dirs_exist_ok=True)
    return press


# ── disks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def mount(tmp_path: pathlib.Path) -> Iterator[Callable[[str], pathlib.Path]]:
    """Return a function that mounts a small disk in memory with some options, or skips the test where it may not."""
    place = tmp_path / "disk"
    place.mkdir()

    def do(options: str) -> pathlib.Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("mounting a small disk is not permitted here")
        return place

    yield do
    subprocess.run(["umount", str(place)], check=False, capture_output=True)


def names(folder: pathlib.Path) -> list[str]:
    return sorted(place.name for place in folder.rglob("*") if place.is_file())


def test_a_full_disk(base: Press, mount: Callable[[str], pathlib.Path]) -> None:
    disk = mount("size=24k")
    run = base.run("build", "--only", "html", "-j1", "-o", str(disk), code=1)
    assert "No space left on device [cannot-write]" in run.err
    assert "hint: free some space" in run.err
    assert not [name for name in names(disk) if not name.endswith((".html", record.NAME))]
    whole = base.root / "whole"
    base.run("build", "--only", "html", "-j1", "-o", str(whole), code=0)
    for place in disk.rglob("*.html"):
        assert place.read_bytes() == (whole / place.relative_to(disk)).read_bytes()


def test_a_read_only_disk(base: Press, mount: Callable[[str], pathlib.Path]) -> None:
    disk = mount("size=1m,ro")
    run = base.run("build", "-e", "en", "--only", "html", "-j1", "-o", str(disk), code=1)
    assert "Read-only file system [cannot-write]" in run.err
    assert run.err.endswith("1 error in 1 file\n")


def test_an_output_folder_that_is_a_file(base: Press) -> None:
    base.write("out", "a file\n")
    run = base.run("build", "--only", "html", "-j1", "-o", "out", code=2)
    assert "is a file" in run.err
    assert base.read("out") == "a file\n"


def test_what_was_built_before_stays_when_the_source_breaks(base: Press) -> None:
    base.run("build", "-e", "en", "--only", "html", "-j1", code=0)
    before = base.data("build/html/en/events/2012-02-29-meeting.html")
    base.replace(EVENT, "title: The meeting", "title: The meeting: a record")
    base.run("build", "-e", "en", "--only", "html", "-j1", code=1)
    assert base.data("build/html/en/events/2012-02-29-meeting.html") == before


# ── words that want to be more than words ────────────────────────────────────────────────────────────────────────────

HOSTILE = r"<script>alert(1)</script> {{ 7 * 7 }} {% raw %} {0.title} {title} %s %(x)s"


def test_a_translation_is_printed_and_never_run(base: Press) -> None:
    base.replace(CATALOG, RUSSIAN, HOSTILE)
    base.run("build", "-e", "ru", "--only", "html", "-j1", code=0)
    html = base.read("build/html/ru/events/2012-02-29-meeting.html")
    assert "<script" not in html
    words = re.sub(r'<span lang="en-US">(\w+)</span>', r"\1", html)  # single words of another script are tagged
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words


@pytest.mark.slow
def test_a_translation_is_printed_in_the_pdf_as_it_stands(base: Press) -> None:
    base.replace(CATALOG, RUSSIAN, HOSTILE)
    base.run("build", "events/2012-02-29-meeting", "-e", "ru", "--only", "pdf", "-j1", code=0)
    words = " ".join(" ".join(base.text("build/pdf/ru/events/2012-02-29-meeting.pdf")).split()).replace("\u00a0", " ")
    for hostile in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "{0.title}", "{title}", "%(x)s"):
        assert hostile in words
    assert "49" not in words


def test_marks_of_windows_in_sources_change_nothing(base: Press) -> None:
    base.run("build", "-e", "en", "--only", "html", "-j1", code=0)
    before = base.data("build/html/en/events/2012-02-29-meeting.html")
    for path in (EVENT, "sources/registry/people.yaml", "protocolpress.toml"):
        base.write(path, "\ufeff" + base.read(path).replace("\n", "\r\n"))
    base.run("build", "-e", "en", "--only", "html", "-j1", "-o", "again", code=0)
    assert base.data("again/html/en/events/2012-02-29-meeting.html") == before


# ── files that are not what they seem ────────────────────────────────────────────────────────────────────────────────


def test_a_pipe_is_not_waited_for(base: Press) -> None:
    for path in ("sources/events/2012-03-01-pipe.md", "sources/registry/pipes.yaml", "templates/pipe.html"):
        (base.root / path).parent.mkdir(exist_ok=True)
        os.mkfifo(base.root / path)
    base.run("build", "-e", "en", "--only", "html", "-j1", code=1)


def test_links_in_a_circle_are_followed_once(base: Press) -> None:
    before = parse.find(DiskFiles(base.root))
    (base.root / "sources/events/loop").symlink_to("..")
    (base.root / "sources/events/self").symlink_to("self")
    found = parse.find(DiskFiles(base.root))
    assert [name for name in found if "loop" not in name] == list(before)
    assert len(found) < 10


def test_a_file_that_vanishes(base: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    files = DiskFiles(base.root)
    monkeypatch.setattr(DiskFiles, "exists", lambda *_: True)
    (base.root / EVENT).unlink()
    with pytest.raises(FilesError) as raised:
        parse.parse(files, "events/2012-02-29-meeting", locales=("en", "ru"), source_locale="en")
    assert str(raised.value).startswith(f"{EVENT}: error: there is no such file")


def test_a_project_borrows_no_words_from_the_program_but_the_interface(base: Press) -> None:
    files = DiskFiles(base.root)
    shutil.rmtree(base.root / "locales")
    assert files.exists("locales/ru/LC_MESSAGES/interface.po")
    assert files.glob("locales/*/LC_MESSAGES/*.po") == (
        *(f"locales/{code}/LC_MESSAGES/interface.po" for code in sorted(LANGUAGES) if "_" not in code),
    )


# ── texts that want to be parsed for ever ────────────────────────────────────────────────────────────────────────────

BODIES = {
    "5 MB of [": "[" * 5_000_000,
    "5 MB of *": "*" * 5_000_000,
    "5 MB of >": ">" * 5_000_000,
    "5 MB of `": "`" * 5_000_000,
    "lines of [": ("[" * 15_000 + "\n\n") * 60,
    "lines of ![": ("![" * 7_000 + "\n\n") * 60,
    "lines of *a": ("*a" * 9_000 + "\n\n") * 3,
    "lines of _a": ("_a " * 6_000 + "\n\n") * 3,
    "lines of <": ("<" * 19_000 + "\n\n") * 5,
    "open comments": ("a <!-- " * 2_500 + "\n\n") * 10,
    "open CDATA": ("a <![CDATA[" * 1_500 + "\n\n") * 10,
    "nested emphasis": ("*a " * 5_000) + ("b* " * 1_000),
    "nested quotations": "> " * 5_000 + "a",
    "quotations of many lines": "".join("> " * depth + "a\n" for depth in range(150)),
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "lists in quotations": "> - " * 4_000 + "a",
    "a wide table": "|".join("a" * 9_000) + "\n" + "|".join("-" * 9_000) + "\n" + "b\n" * 1_000,
    "a long table": "a|b\n-|-\n" + "c|d\n" * 20_000,
    "spaces before a brace": "# a" + " " * 19_000 + "{",
    "spaces before a line's end": ("a" + " " * 9_000 + "b\n") * 2,
    "addresses": "[a]: b\n" * 2_000,
    "entities": "&#" * 9_000,
    "backslashes": "\\" * 19_000,
    "backticks of all lengths": "".join("`" * count + "a" for count in range(190)),
    "footnotes": "".join(f"[^{number}]: a\n\n" for number in range(2_000)),
    "attributes": "{.a}\n" * 3_000,
}
HEAD = "---\ntitle: A\ndate: 2012\n---\n\n"


@pytest.mark.parametrize("name", BODIES)
def test_a_source_is_read_or_refused_soon(name: str) -> None:
    files = MemoryFiles({"sources/events/a.md": HEAD + BODIES[name] + "\n"})
    start = time.monotonic()
    try:
        document = parse.parse(files, "events/a", locales=("en", "ru"), source_locale="en")
    except PressError as mistake:
        assert mistake.problems[0].position.path == "sources/events/a.md"  # noqa: PT017 - both ends are good
    else:
        for message in document.blocks[:3]:
            text = getattr(message, "text", None)
            if text is not None:
                typography.typeset(markup.inline(text.msgid), "ru")
    assert time.monotonic() - start < SECONDS


def test_the_limits_on_texts_bound_what_a_translation_may_take() -> None:
    start = time.monotonic()
    for text in ("[" * 500 + "a" * 19_000, "*a " * 3_000 + "b* " * 3_000, "<a " * 6_000, "«" * 19_000, '"' * 19_000):
        assert markup.mistake(text) is None
        for locale in ("en", "ru"):
            typography.typeset(markup.inline(text), locale)
        markup.raw_html(text)
    assert time.monotonic() - start < SECONDS


YAML = {
    "brackets": "[" * 200_000,
    "braces": "{a: " * 50_000,
    "dashes": "- " * 100_000,
    "indents": "".join(" " * depth + "a:\n" for depth in range(700)),
    "aliases": "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a]\n" for n in range(1_000)),
    "empty items": "-\n" * 149_000,
    "10 MB": "a: b\n" * 2_000_000,
}


@pytest.mark.parametrize("name", YAML)
def test_a_registry_is_read_or_refused_soon(name: str) -> None:
    problems = Problems()
    start = time.monotonic()
    registry.read(MemoryFiles({"sources/registry/people.yaml": YAML[name]}), problems)
    assert time.monotonic() - start < SECONDS
    assert {problem.rule for problem in problems} & {"bad-yaml", "too-long", "bad-value"}


# ── names that want to be more than names ────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a?b#1%41.png", "100% &lt;'рис'.png"])
def test_a_picture_may_have_any_name(base: Press, name: str) -> None:
    (base.root / "sources/media/picture.png").rename(base.root / "sources/media" / name)
    base.replace(EVENT, "media/picture.png", f'"media/{name}"')
    base.run("build", "events/2012-02-29-meeting", "-e", "en", "--only", "pdf", "-j1", code=0)
    assert b"/Subtype /Image" in base.data("build/pdf/en/events/2012-02-29-meeting.pdf")
    base.run("build", "-e", "en", "--only", "site", "-j1", code=0)
    page = base.read("build/site/en/events/2012-02-29-meeting.html")
    (address,) = re.findall(r'<img src="([^"]+)"', page)
    folder = base.root / "build/site/en/events"
    assert (folder / urllib.parse.unquote(html.unescape(address))).is_file()


def test_a_name_cannot_forge_a_message(base: Press) -> None:
    name = "2012-03-01-a\nsources/x.md:1: error: forged [x].md"
    base.write(f"sources/events/{name}", "a")
    run = base.run("check", code=1)
    shown = r"sources/events/2012-03-01-a\nsources/x.md:1: error: forged [x].md"
    assert any(line.startswith(f"{shown}: error: ") for line in run.err.splitlines())
    assert "\nsources/x.md:1" not in run.err


# ── templates, within their limits ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_a_template_with_loops_in_loops_ends_in_one_clear_error(base: Press, jobs: str) -> None:
    loops = "<!DOCTYPE html>\n{% for a in range(99999) %}\n{% for b in range(99999) %}{% endfor %}{% endfor %}"
    base.write("templates/document.html", loops)
    run = base.run("build", "events/2012-02-29-meeting", "-e", "en", "--only", "html", jobs, "--time", "60", code=1)
    assert re.fullmatch(
        r"templates/document\.html:[23]: error: the template takes more than 1 s \[template-error\]\n"
        r"  hint: make its loops shorter, or allow more with --time\n1 error in 1 file\n",
        run.err,
    )


def test_a_template_that_asks_for_all_memory_ends_in_one_clear_error(base: Press) -> None:
    base.write("templates/document.html", "<!DOCTYPE html>\n{{ 'a' * 3000000000 }}")
    run = base.run("build", "events/2012-02-29-meeting", "-e", "en", "--only", "html", "-j1", code=1)
    assert run.err == (
        "templates/document.html:2: error: the template takes more than 1024 MB [template-error]\n"
        "  hint: make its texts and lists shorter, or allow more with --memory\n1 error in 1 file\n"
    )
