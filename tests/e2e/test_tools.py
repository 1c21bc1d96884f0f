"""Translators' tools and this program on the same catalog: what an editor saves is read, checked and updated as it is.

Editors with windows cannot be tried here; what can is vim, and translate-toolkit, which writes the files of Weblate and
others. The pages for translators are tried too: commands, options and rules that they name have to exist.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess

import click
import pytest
from translate.storage import pypo

from protocolpress import cli
from support import ROOT, Press, environment

PAGES = ("docs/translators.md", "docs/translators.ru.md")

EVENT = "sources/events/2012-05-15-exampleton.md"
CATALOG = "locales/ru/LC_MESSAGES/events/2012-05-15-exampleton.po"

NEW = "Стороны условились о месте следующей встречи."


@pytest.fixture
def project(press: Press) -> Press:
    """Return a project whose event has a message that is fuzzy, and a last one that is missing."""
    press.fill().run("update", code=0)
    press.replace(EVENT, "ten gauges", "eleven gauges")
    press.write(EVENT, press.read(EVENT) + "\nThe sides agreed where to meet next.\n")
    press.run("update", code=0)
    assert "#, fuzzy" in press.read(CATALOG)
    return press


def entries(text: str) -> list[str]:
    """Return the messages of a catalog, without the header."""
    return text.strip().split("\n\n")[1:]


def accepted(press: Press, before: str) -> None:
    """Assert that a catalog with two messages done is right, is the same otherwise, and that `update` agrees."""
    after = press.read(CATALOG)
    old, new = entries(before), entries(after)
    assert len(old) == len(new)
    changed = [place for place, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    assert len(changed) == 2
    assert changed[-1] == len(old) - 1
    assert NEW in new[-1]
    assert "fuzzy" not in after
    assert press.run("update", code=0).out == ""
    assert press.read(CATALOG) == after
    checked = press.run("check", CATALOG)
    assert "untranslated" not in checked.err
    assert "fuzzy-message" not in checked.err
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(press.root / CATALOG)], check=True)


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_changes_only_what_the_translator_changes(project: Press) -> None:
    before = project.read(CATALOG)
    keys = project.root / "keys.vim"
    keys.write_text(
        'call search("^#, .*fuzzy")\nnormal dd\n'
        "call search('^msgstr \"\"\\n$')\n"  # the pattern that the page for translators gives
        f'execute "normal f\\"a{NEW}"\nwrite\nquit!\n',
        encoding="utf-8",
    )
    subprocess.run(
        [
            "vim",
            "-es",
            "-u",
            "NONE",
            "-i",
            "NONE",
            "--cmd",
            "set nocompatible encoding=utf-8",
            "-S",
            keys.name,
            CATALOG,
        ],
        cwd=project.root,
        env=environment(LC_ALL="C.UTF-8"),
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    accepted(project, before)


def test_what_translate_toolkit_saves_is_taken_as_it_is(project: Press) -> None:
    before = project.read(CATALOG)
    place = project.root / CATALOG
    store = pypo.pofile.parsefile(str(place))  # type: ignore[no-untyped-call]  # the library has no types
    store.updateheader(last_translator="Anna <anna@example.org>", x_generator="Weblate", add=True)
    for unit in store.units:
        if unit.isfuzzy():
            unit.markfuzzy(False)
    store.units[-1].target = NEW
    place.write_bytes(bytes(store))
    accepted(project, before)


# ── what the pages say ───────────────────────────────────────────────────────────────────────────────────────────────


def lines(page: str) -> list[str]:
    """Return the command lines of a page: those that stand alone, and those in the text."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.finditer(r"^ {4}protocolpress (.+?)(?: {2,}#.*)?$|`protocolpress ([a-z][^`]+)`", text, re.MULTILINE)
    return [each[1] or each[2] for each in found]


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_of_the_page_exist(page: str) -> None:
    found = lines(page)
    assert len(found) > 20
    for line in found:
        name, *words = line.split()
        command = cli.command.get_command(click.Context(cli.command), name)
        assert command is not None, line
        options = {name: each for each in command.params for name in each.opts}
        assert {word for word in words if word.startswith("-")} <= options.keys(), line
        for option, value in itertools.pairwise(words):
            if option == "--format":
                kind = options[option].type
                assert isinstance(kind, click.Choice), line
                assert value in kind.choices, line


@pytest.mark.parametrize("page", PAGES)
def test_rules_of_the_page_are_documented(page: str) -> None:
    known = set(re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs/checks.md").read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / page).read_text(encoding="utf-8")
    table = text[text.index("`untranslated`, `fuzzy-message`") : text.index("protocolpress-ignore")]
    cells = [line.split("|")[1] for line in table.splitlines() if line.count("|") == 3]
    named = {rule for cell in cells for rule in re.findall(r"`([a-z-]+)`", cell)} | {
        "merge-conflict",
        "not-a-typo",
        "source-changed",
        "translation-changed",
    }
    assert named <= known
    assert all(f"`{rule}`" in text for rule in named)


def test_both_pages_name_the_same_commands() -> None:
    english, russian = ({line for line in lines(page) if "-e " not in line} for page in PAGES)
    assert english == russian
