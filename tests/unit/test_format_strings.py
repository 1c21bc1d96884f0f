"""Format strings are compared as GNU gettext compares them: case by case, and on random texts beside msgfmt."""

from __future__ import annotations

import os
import pathlib
import random
import re
import shutil
import subprocess

import pytest

from protocolpress.catalogs import format_strings, po
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import Problems

MSGFMT = shutil.which("msgfmt")
FLAG = "python-brace-format"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def complaints(flags: str, source: str, translation: str) -> list[str]:
    entry = Entry(msgid=source, msgstr=(translation,), flags=tuple(flags.split(", ")))
    return [complaint.message for complaint in format_strings.check(entry, None)]


@pytest.mark.parametrize(
    ("flags", "source", "translation", "message"),
    [
        ("python-brace-format", "{who} {}", "{} {who}", ""),
        ("python-brace-format", "{who.name} {0}", "{0}", "the translation lacks {who.name}"),
        ("python-brace-format", "{a}", "{b}", "the translation has {b}, which the source does not"),
        ("python-brace-format", "{a}", "{a", "the translation is not a valid python-brace-format string: {a"),
        ("python-brace-format", "{a", "{b}", ""),  # the source is no format string
        ("python-brace-format", "{a}", "{} {0} {a}", "the translation is not a valid python-brace-format string: {0}"),
        ("python-brace-format", "{a:5}", "{a:6}", "the translation has {a:6}, which the source does not"),
        ("python-brace-format", "{{a}}", "a", ""),
        ("no-python-brace-format", "{a}", "{b}", ""),
        ("python-brace-format, no-python-brace-format", "{a}", "{b}", ""),
        ("possible-python-brace-format", "{a}", "", "the translation lacks {a}"),
        ("c-format", "%s of %d", "%d of %s", ""),  # what other programs' format strings take is not looked at
        ("python-format", "%(a)s", "", ""),
        ("perl-brace-format", "{a}", "{b}", ""),
    ],
)
def test_a_translation_takes_the_arguments_of_its_source(
    flags: str, source: str, translation: str, message: str
) -> None:
    assert complaints(flags, source, translation) == ([message] if message else [])


def test_a_form_for_one_number_may_leave_it_out() -> None:
    english = format_strings.GERMANIC
    entry = Entry(msgid="one file", msgid_plural="{n} files", msgstr=("a", "b"), flags=(FLAG,))
    found = [(complaint.form, complaint.message) for complaint in format_strings.check(entry, english)]
    assert found == [(1, "the translation lacks {n}")]
    # without a formula nothing is known of the forms
    assert not list(format_strings.check(entry, None))


def test_a_range_tells_which_numbers_come() -> None:
    forms = format_strings.Plurals(formula=lambda n: int(n > 1), often=(True, True))
    entry = Entry(msgid="a", msgid_plural="{n} a", msgstr=("a", "{n} a"), flags=(FLAG, "range: 1..5"))
    assert not list(format_strings.check(entry, forms))
    entry = Entry(msgid="a", msgid_plural="{n} a", msgstr=("a", "{n} a"), flags=(FLAG, "range: 0..5"))
    assert [complaint.form for complaint in format_strings.check(entry, forms)] == [0]


# ── beside msgfmt ────────────────────────────────────────────────────────────────────────────────────────────────────

PIECES = [
    "{a}",
    "{b}",
    "{0}",
    "{1}",
    "{a.b}",
    "{a[0]}",
    "{a:5}",
    "{a:>5}",
    "{a:{b}}",
    "{{",
    "}}",
    "{",
    "}",
    "{a!r}",
    "{a:%Y}",
    "{a:.2f}",
    "{a:x<5d}",
    "{0[x]}",
    "{a.}",
    "{a[}",
    "{a:05.3}",
]


def changed(rng: random.Random, words: list[str]) -> str:
    """Change a text of *words* a little, or not at all."""
    words = list(words)
    match rng.randrange(6):
        case 0 | 1:
            rng.shuffle(words)
        case 2:
            words[rng.randrange(len(words))] = rng.choice(PIECES)
        case 3:
            del words[rng.randrange(len(words))]
        case 4:
            words.append(rng.choice(PIECES))
    return " ".join(words)


def entry(rng: random.Random, number: int) -> str:
    """Write a random entry in three lines; it has no plurals, where versions of msgfmt differ."""
    words = [rng.choice([*PIECES, "слово"]) for _ in range(rng.randint(1, 3))]
    flags = rng.choice([FLAG] * 5 + [f"possible-{FLAG}", f"no-{FLAG}", f"fuzzy, {FLAG}"])
    source = " ".join(words)
    return f'#, {flags}\nmsgid "{number} {source}"\nmsgstr "{changed(rng, words)}"'


@pytest.mark.skipif(MSGFMT is None, reason="msgfmt is not installed")
def test_msgfmt_complains_of_the_same_messages(tmp_path: pathlib.Path) -> None:
    assert MSGFMT
    rng = random.Random(1)  # noqa: S311 # the same texts each time
    text = "\n\n".join([HEADER, *(entry(rng, number) for number in range(800))]) + "\n"
    path = tmp_path / "x.po"
    path.write_text(text, encoding="utf-8")
    command = [MSGFMT, "-c", "-o", os.devnull, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    problems = Problems()
    po.parse(text.encode(), "x.po", problems)
    lines = text.split("\n")
    starts = [line for line, content in enumerate(lines, 1) if content.startswith("msgid ")]

    def message(line: int) -> str:
        return lines[max(start for start in starts if start <= line) - 1]

    theirs = {message(int(line)) for line in re.findall(r"x\.po:(\d+): (?!warning)", run.stderr)}
    assert {message(problem.position.line) for problem in problems} == theirs
    assert len(theirs) > 40
