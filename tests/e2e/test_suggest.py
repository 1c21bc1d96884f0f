"""`protocolpress suggest` on a whole project: what it writes, says, leaves alone, and that gettext takes it."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from support import Press

EVENT = "locales/ru/LC_MESSAGES/events/2012-05-15-exampleton.po"
PROTOCOL = "locales/ru/LC_MESSAGES/protocols/2012-05-15-exampleton.po"


@pytest.fixture
def started(press: Press) -> Press:
    """Return a project with a second protocol, like the first in all but a few words, not translated yet."""
    press.fill()
    text = press.read("sources/protocols/2012-05-15-exampleton.md")
    text = text.replace("first meeting", "second meeting").replace("8 a.m.", "9 a.m.")
    press.write("sources/protocols/2012-06-20-again.md", text)
    press.run("extract", code=0)
    return press


AGAIN = "locales/ru/LC_MESSAGES/protocols/2012-06-20-again.po"


def test_a_new_document_is_filled_from_the_old_one(started: Press) -> None:
    before = {path: started.data(path) for path in started.files()}
    run = started.run("suggest", "-l", "ru", code=0)
    assert run.out == f"{AGAIN}\n"
    assert re.fullmatch(r"\d+ messages suggested, as fuzzy: look at each\n", run.err)
    text = started.read(AGAIN)
    assert re.search(rf"# suggested: {re.escape(PROTOCOL)}:\d+ \(100 %\)\n", text)
    near = re.search(
        r"# suggested: \S+ \((\d\d) %\)\n(#[.:] .*\n)+#, fuzzy\n#\| msgid .*8 a\.m\.", text.replace('"\n#| "', "")
    )
    assert near
    assert text.count("#, fuzzy\n") == text.count("# suggested: ")
    assert {path: started.data(path) for path in started.files() if path != AGAIN} == {
        path: data for path, data in before.items() if path != AGAIN
    }  # fmt: skip
    for number, path in re.findall(r"(?m)^# suggested: \S+:(\d+) \((\S+ %)", text):
        assert path
        assert started.read(PROTOCOL).split("\n")[int(number) - 1].startswith("msgid ")


def test_twice_writes_nothing_more(started: Press) -> None:
    started.run("suggest", code=0)
    place = started.root / AGAIN
    first = place.stat().st_mtime_ns
    assert started.run("suggest", code=0).out == ""
    assert place.stat().st_mtime_ns == first


def test_a_suggestion_is_not_printed(started: Press) -> None:
    started.run("suggest", code=0)
    run = started.run("status", "-l", "ru", "protocols/2012-06-20-again", code=0)
    assert re.search(r"(?m)^ru +total +\d+ +0 ", run.out)


def test_check_writes_nothing(started: Press) -> None:
    before = started.data(AGAIN)
    run = started.run("suggest", "--check", code=1)
    assert (run.out, started.data(AGAIN)) == (f"{AGAIN}\n", before)
    assert "to be suggested" in run.err


def test_a_memory(started: Press) -> None:
    started.run("export", "--format", "tmx", "-l", "ru", "-o", "memory.tmx", code=0)
    for path in (PROTOCOL, EVENT):
        (started.root / path).unlink()
    started.run("extract", code=0)
    started.run("suggest", "--tmx", "memory.tmx", "protocols/2012-06-20-again", code=0)
    assert "# suggested: memory.tmx (100 %)\n" in started.read(AGAIN)
    assert "# suggested" not in started.read(PROTOCOL)


def test_what_is_not_in_the_catalog_yet_needs_an_update(started: Press) -> None:
    started.replace("sources/events/2012-05-15-exampleton.md", "title: ", "title: New ")
    assert "1 message not in the catalogs yet: run protocolpress update\n" in started.run("suggest", code=0).err


def test_a_broken_catalog_stops_it(started: Press) -> None:
    started.write(EVENT, started.read(EVENT) + 'msgid "open\n')
    before = started.data(AGAIN)
    run = started.run("suggest", code=1)
    assert f"{EVENT}:" in run.err
    assert started.data(AGAIN) == before


def test_a_memory_that_is_none(started: Press) -> None:
    started.write("notes.txt", "no memory")
    run = started.run("suggest", "--tmx", "notes.txt", code=1)
    assert run.err.startswith("notes.txt")
    started.run("suggest", "--tmx", "nothing.tmx", code=2)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="msgfmt is not installed")
def test_gettext_takes_what_is_written(started: Press) -> None:
    started.run("suggest", code=0)
    for path in (AGAIN, PROTOCOL, EVENT):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", started.root / path], check=True)
