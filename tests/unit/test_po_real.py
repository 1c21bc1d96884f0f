"""Damaged catalogs: both ways of reading agree, msgfmt -c gives the same verdict, and the time grows with the length."""

from __future__ import annotations

import itertools
import os
import pathlib
import random
import shutil
import subprocess
import sys
import types
from collections.abc import Callable
from typing import Any

import pytest

from protocolpress.catalogs import entries, fast_reader, po
from protocolpress.errors import Problem, Problems

ROOT = pathlib.Path(__file__).parents[2]
DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data"))
REAL = sorted((DATA / "po").glob("*.po"))
BAD = sorted((DATA / "po-bad").glob("*.po"))
MSGFMT = shutil.which("msgfmt")

needs_data = pytest.mark.skipif(not (REAL and BAD), reason=f"no catalogs below {DATA}: set PROTOCOLPRESS_DATA")

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n\n'
)
SAMPLE = (
    f'{HEADER}# c\n#. e\n#: a:1 b:2\n#, python-brace-format\nmsgid "a {{d}}"\nmsgstr "б {{d}}"\n\n#, fuzzy\n#| msgctxt "y"\n'
    '#| msgid "old"\n'
    '#| "er"\n#| msgid_plural "olds"\nmsgctxt "x"\nmsgid "b"\nmsgstr "в"\n\n\nmsgid "one"\nmsgid_plural "many"\n'
    'msgstr[0] "один"\nmsgstr[1] ""\n"много\\t\\"x\\"\\\\n"\n\nmsgid ""\n"l1\\n"\n"l2\\n"\nmsgstr ""\n"с1\\n"\n"с2\\n"\n\n'
    '# d\n#~ msgctxt "q"\n#~ msgid ""\n#~ "gone"\n#~ msgstr "ушло"\n\n#, fuzzy\n#~| msgid "was"\n#~ msgid "gone2"\n'
    '#~ msgid_plural "gone2s"\n#~ msgstr[0] "u"\n#~ msgstr[1] "v"\n'
)
LINES = (
    *(
        "",
        " ",
        "\t",
        "\f",
        "\r",
        "# c",
        "#",
        "#.x",
        "#: a.c:3",
        "#, fuzzy",
        "#,fuzzy",
        "#! x",
        '#| msgid "z"',
        '#| "z"',
        "#|",
    ),
    *(
        '#| msgctxt "k"',
        '#| msgid_plural "z"',
        '#~| msgid "z"',
        "#~|",
        "#~",
        "#~ ",
        "#~ # c",
        "#~# c",
        "#~, x",
        '#~ "s"',
    ),
    *(
        '#~ msgid "n1"',
        '#~ msgstr "n"',
        '#~ msgctxt "n"',
        '#~msgid "n2"',
        '  #~ msgid "n3"',
        'msgid "n4"',
        'msgstr "n"',
    ),
    *(
        'msgid "n5"\nmsgstr "y"',
        'msgid "n6" msgstr "y"',
        'msgctxt "n"',
        'msgid_plural "n"',
        'msgstr[0] "n"',
        '"s"',
        '"s',
    ),
    *(
        'msgstr[1] "n"',
        'msgstr [ 1 ] "n"',
        '  "s"',
        '\t"s"\t',
        '"s" "t"',
        's"',
        '"\\101"',
        '"\\x41"',
        '"\\q"',
        '"\\\n x"',
    ),
    *(
        "text",
        'msgid "n7" # c',
        'msgstr "n" # c',
        "msgid",
        "msgstr",
        "msgid n",
        'Msgid "n"',
        'msgid"n8"\nmsgstr"z"',
        "# a\\",
    ),
    *(
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> x",
        "#<<<<<<< HEAD",
        "\u00a0",
        "#. \u2028 x",
        '"a\rb"',
        '"\x85"',
        "123",
        "[0]",
        "_x",
    ),
    *('msgid "n9\\n"\nmsgstr "x"', 'msgid "n10"\nmsgstr "\\nx"', '#, python-brace-format\nmsgid "n11 {d}"\nmsgstr "x"'),
)
HEADERS = (
    *(("UTF-8", "utf-8"), ("nplurals=2", "nplurals=3"), ("nplurals=2", "nplurals=1"), ("nplurals=2", "nplurals = 2")),
    *(
        ("nplurals=2", "nplurals=x"),
        ("nplurals=2", "nplurals=2x"),
        ("n!=1;", "n!=1"),
        ("n!=1;", "n/0;"),
        ("n!=1;", "n;"),
    ),
    *(("n!=1;", "(n!=1;"), ("n!=1;", " n != 1 ;"), ("n!=1;", "n>=1?1:0; x"), ("n!=1;", "0-1;"), ("n!=1;", "n=1;")),
    *(("n!=1;", "EXPRESSION;"), ("n!=1;", ";"), ("plural=n!=1;", ""), ("n!=1;", "!n;"), ("n!=1;", "n!=1\\r;")),
    *(("n!=1;", "99999999999999999999>n;"), ("Plural-Forms: ", "X-Foo: "), ("nplurals=2; plural=n!=1;", "")),
    *((HEADER[:8], f"#, x\n{HEADER[:8]}"), (HEADER[:8], f"#\n# d\n\n{HEADER[:8]}")),
)


def damaged(rng: random.Random, text: str) -> str:
    """Damage *text* in one to three places."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        lines = text.split("\n")
        place, spot = rng.randrange(len(lines)), rng.randrange(len(text) + 1)
        match rng.randrange(9):
            case 0 | 1 | 2:
                lines.insert(place, rng.choice(LINES))
                text = "\n".join(lines)
            case 3:
                text = "\n".join(lines[:place] + lines[place + 1 :])
            case 4:
                lines.insert(rng.randrange(len(lines)), lines[place])
                text = "\n".join(lines)
            case 5:
                text = (
                    text[:spot]
                    + rng.choice(('"', "\\", "\n", "\r", "#", " ", "[", "%"))
                    + text[spot + rng.randrange(2) :]
                )
            case 6:
                text = text.replace(*rng.choice(HEADERS), 1)
            case 7:
                text = rng.choice((text.replace("\n", "\r\n"), text.rstrip("\n"), text[:spot]))
            case 8:
                blocks = text.split("\n\n")
                rng.shuffle(blocks)
                text = "\n\n".join(blocks)
    return text


def parse(data: bytes) -> tuple[entries.PoFile, list[Problem]]:
    problems = Problems()
    file = po.parse(data, "x.po", problems)
    assert po.serialize(file) == data
    return file, list(problems)


def assert_both_ways_agree(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = parse(data)
    with monkeypatch.context() as patch:
        patch.setattr(fast_reader, "read", lambda *_: iter(()))
        assert parse(data) == quick


@needs_data
@pytest.mark.parametrize("path", REAL + BAD, ids=lambda path: path.name)
def test_a_catalog_reads_the_same_line_by_line(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_both_ways_agree(path.read_bytes(), monkeypatch)


def test_a_damaged_catalog_reads_the_same_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)  # noqa: S311 # the same damage each time
    assert_both_ways_agree(SAMPLE.encode(), monkeypatch)
    assert not parse(SAMPLE.encode())[1]
    for _ in range(400):
        assert_both_ways_agree(damaged(rng, SAMPLE).encode(), monkeypatch)


def test_most_entries_are_read_at_one_go() -> None:
    row = list(fast_reader.read(SAMPLE, SAMPLE.index("# c"), 1))
    assert len(row) == 6
    assert row[-1][1] == len(SAMPLE)


@pytest.mark.skipif(MSGFMT is None, reason="msgfmt is not installed")
def test_msgfmt_gives_the_same_verdict_on_damaged_catalogs(tmp_path: pathlib.Path) -> None:
    assert MSGFMT
    rng = random.Random(2)  # noqa: S311 # the same damage each time
    verdicts = []
    for number in range(250):
        text = damaged(rng, SAMPLE)
        path = tmp_path / f"{number}.po"
        path.write_bytes(text.encode())
        run = subprocess.run([MSGFMT, "-c", "-o", os.devnull, path], capture_output=True, check=False)
        problems = parse(text.encode())[1]
        if {problem.rule for problem in problems} == {"catalog-encoding"}:
            continue  # of a charset that is missing or unknown GNU gettext only warns
        assert (run.returncode != 0) == bool(problems), f"{problems}\n{run.stderr.decode()}\n{text}"
        verdicts.append(bool(problems))
    assert 50 < sum(verdicts) < 230


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE: dict[str, Callable[[int], str]] = {
    "line": lambda n: 'msgid "a"\nmsgstr "' + "x" * n * 20 + '"\n',
    "open": lambda n: 'msgid "a"\nmsgstr "' + "x" * n * 20,
    "escapes": lambda n: 'msgid "a"\nmsgstr "' + "\\n" * n + '"\n',
    "empty": lambda n: 'msgid ""\nmsgstr ""\n\n' * (n // 10),
    "blank": lambda n: "\n" * n + "x",
    "previous": lambda n: '#~| msgid "a"\n' * (n // 5),
    "comments": lambda n: "# a\n" * (n // 2) + "x",
    "pending": lambda n: 'msgid "a"\n' + "# x\n" * (n // 5) + 'msgid "b"\nmsgstr "c"\n',
    "forms": lambda n: 'msgid "a"\n' + 'msgstr[0] "x"\n' * (n // 5),
    "strings": lambda n: 'msgid "a"\nmsgstr ""\n' + '"a"\n' * (n // 2) + "x",
    "joined": lambda n: 'msgid "a"\nmsgstr "' + "\\\n" * n + '"\n',
    "isolated": lambda n: "#: " + "\u2068" * n + '\nmsgid "a"\nmsgstr "b"\n',
    "flags": lambda n: "#, range:" + " " * n * 10 + '\nmsgid "a"\nmsgstr "b"\n',
    "obsolete": lambda n: "#~ " * n + "x\n",
    "conflicts": lambda n: "<<<<<<< x\n" * (n // 5),
    "names": lambda n: '#, python-brace-format\nmsgid "a"\nmsgstr "' + "{a[" * n + '"\n',
    "braces": lambda n: '#, python-brace-format\nmsgid "a"\nmsgstr "{a:' + "0" * n * 5 + '!}"\n',
}


def steps(data: bytes) -> int:
    """Count the lines of Python that reading takes."""
    count = 0

    def trace(_frame: types.FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 # as sys.settrace has it
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(data)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("case", HOSTILE)
def test_the_steps_of_reading_grow_with_the_length(case: str) -> None:
    parse(HEADER.encode())  # the formula is tried once
    short, long = (steps((HEADER + HOSTILE[case](n)).encode()) for n in (200, 800))
    assert long < 6 * short


@pytest.mark.parametrize("case", HOSTILE)
def test_no_pattern_goes_over_a_text_again_and_again(case: str) -> None:
    parse((HEADER + HOSTILE[case](30_000)).encode())  # with the square of it, this would take minutes


def test_a_hostile_formula_is_refused_at_once() -> None:
    formulas = ("(" * 10**5, "n?" * 10**5, "!" * 10**5 + "n", "1+" * 10**5 + "n", "9" * 10**5, "n" + "%n" * 240)
    for formula in itertools.chain(formulas, (f"{formula}:1" for formula in formulas)):
        text = HEADER.replace("n!=1", formula)
        assert [problem.rule for problem in parse(text.encode())[1]] == ["plural-formula"]
