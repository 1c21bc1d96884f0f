"""`protocolpress status` on a whole project: what it prints, what it ends with, and a page that stands alone."""

from __future__ import annotations

import contextlib
import fcntl
import html.parser
import json
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from support import COMMAND, Press

EVENT = "locales/ru/LC_MESSAGES/events/2012-05-15-exampleton.po"

VOID = ("meta", "rect", "line", "link", "img", "br")


def test_a_whole_project_is_whole(press: Press) -> None:
    run = press.fill().run("status", code=0)
    lines = [line.split() for line in run.out.splitlines()]
    assert lines[0][:3] == ["locale", "document", "messages"]
    totals = [line for line in lines if line[1] == "total"]
    assert [line[0] for line in totals] == ["ru"]
    assert totals[0][2] == totals[0][3]
    assert totals[0][4:8] == ["0", "0", "0", "100"]
    assert (run.err, "\x1b" in run.out) == ("", False)


def test_fuzzy_and_missing_are_not_done(press: Press) -> None:
    press.fill()
    whole = int(_total(press)[3])
    head, first, second, *rest = press.read(EVENT).split("\n\n")
    second = re.sub(r"(?s)msgstr .*", 'msgstr ""', second)
    first = re.sub(r"(?m)^msg(id|ctxt) ", "#, fuzzy\n\\g<0>", first, count=1)
    press.write(EVENT, "\n\n".join([head, first, second, *rest]))
    assert _total(press)[3:6] == [str(whole - 2), "1", "1"]


def _total(press: Press) -> list[str]:
    run = press.run("status", "-l", "ru", code=0)
    (line,) = (line for line in run.out.splitlines() if "  total  " in line)
    return line.split()


def test_a_changed_source_shows_before_any_update(press: Press) -> None:
    press.fill().replace("sources/events/2012-05-15-exampleton.md", "title: ", "title: New ")
    run = press.run("status", "--format", "json", "-l", "ru", "events/2012-05-15-exampleton", code=0)
    ((document,),) = [each["documents"] for each in json.loads(run.out)]
    assert (document["new"], document["gone"], document["messages"]["missing"]) == (1, 1, 1)
    assert run.err == "1 catalog is out of date: run protocolpress update\n"


def test_the_minimum(press: Press) -> None:
    press.fill()
    press.write("protocolpress.toml", press.read("protocolpress.toml") + "\n[coverage]\nru = 100\n")
    press.run("status", code=0)
    (press.root / EVENT).unlink()
    run = press.run("status", code=1)
    assert "[low-coverage]" in run.err
    assert f"translate {EVENT} (0 %)" in run.err
    assert "1 catalog is missing: run protocolpress extract" in run.err
    press.run("status", "-l", "en", code=0)
    press.run("status", "registry", code=0)


def test_a_catalog_with_mistakes_is_an_error_and_the_rest_is_shown(press: Press) -> None:
    press.fill()
    press.write(EVENT, press.read(EVENT) + 'msgid "open\nmsgstr ""\n')
    run = press.run("status", code=1)
    assert "[unterminated-string]" in run.err
    assert "  total  " in run.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["events/2012-05-15-exampletn"], "did you mean events/2012-05-15-exampleton?"),
        (["-l", "de"], "there is no locale de; known are: en, ru"),
    ],
)
def test_a_name_that_nobody_has_is_a_usage_error(press: Press, arguments: list[str], message: str) -> None:
    assert message in press.fill().run("status", *arguments, code=2).err


class _Page(html.parser.HTMLParser):
    """Holds what matters of a page: balanced tags, addresses, and the words of each row."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.scopes: list[str] = []
        self.asked: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name, value in attrs if name == "href" and value]
        self.asked += [value for name, value in attrs if name == "src" and value]
        if tag == "th":
            self.scopes.append(given.get("scope") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_stands_alone_and_leads_to_the_catalogs(press: Press) -> None:
    press.fill().replace("protocolpress.toml", 'name = "', 'name = "/* screen.css */ ')
    run = press.run("status", "--format", "html", "-o", "build/reports/status.html", code=0)
    assert run.out == "build/reports/status.html\n"
    text = press.read("build/reports/status.html")
    page = _Page()
    page.feed(text)
    assert (page.open, page.asked) == ([], [])
    assert not re.search(r"url\((?!#)|@import|<script", text)
    assert "--paper" not in text.partition("</title>")[0]
    for link in page.links:
        assert (press.root / "build/reports" / link).resolve().is_file()
    assert f"../../{EVENT}" in page.links
    assert set(page.scopes) == {"row", "col", "colgroup"}
    assert text.count("<caption>") == text.count("<table>") > 1
    assert not re.search(r'id="([^"]+)"(?s:.*)id="\1"', text)


def test_the_page_without_a_place_goes_to_stdout(press: Press) -> None:
    run = press.fill().run("status", "--format", "html", code=0)
    assert run.out.startswith("<!DOCTYPE html>")
    assert f'href="{EVENT}"' in run.out


def test_a_broken_catalog_matters_only_where_it_is_counted(press: Press) -> None:
    press.fill().write(EVENT, press.read(EVENT) + 'msgid "open\n')
    press.run("status", "-l", "en", code=0)
    press.run("status", "registry", code=0)


def test_a_terminal_gets_a_table_that_fits(press: Press) -> None:
    press.fill()
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    environment = press.environment(TERM="xterm", COLUMNS="80", NO_COLOR="1")
    with subprocess.Popen([*COMMAND, "status"], cwd=press.root, env=environment, stdout=end) as process:
        os.close(end)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal is gone when the command has ended
            while part := os.read(terminal, 4096):
                shown += part
        assert process.wait() == 0
    os.close(terminal)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(re.match(r"total +\d+ +0 +0 +100 +0$", line) for line in lines)
    assert any(line.startswith("events/2012-05-15-exampleton ") for line in lines)


def test_hostile_names_are_text(press: Press) -> None:
    press.fill().replace("protocolpress.toml", 'name = "', 'name = "<script>x</script> ')
    run = press.run("status", "--format", "html")
    assert "<script" not in run.out
