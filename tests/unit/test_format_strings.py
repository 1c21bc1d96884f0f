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
RUSSIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def complaints(flags: str, source: str, translation: str) -> list[str]:
    entry = Entry(msgid=source, msgstr=(translation,), flags=tuple(flags.split(", ")))
    return [complaint.message for complaint in format_strings.check(entry, None)]


@pytest.mark.parametrize(
    ("flags", "source", "translation", "message"),
    [
        ("c-format", "%s of %d", "%2$d из %1$s", ""),
        ("c-format", "%s of %d", "%d из %s", "the translation has %d where its source has %s"),
        ("c-format", "%s of %d", "%s", "the translation lost %d"),
        ("c-format", "%s", "%s %u", "the translation has %u, and its source has not"),
        ("c-format", "%d", "%ld", "the translation has %ld where its source has %d"),
        ("c-format", "%d", "%i %%", ""),
        ("c-format", "%d", "%Id", ""),
        ("c-format", "%5.*f", "%.*f", ""),
        ("c-format", "100 %", "100", ""),  # the source is no format string
        ("c-format", "100%%", "100 %", "the translation is no c-format string: %"),
        ("c-format", "%s %s", "%1$s %s", "the translation is no c-format string: %s"),
        ("c-format", "%<PRIu64>", "%<PRId64>", "the translation has %<PRId64> where its source has %<PRIu64>"),
        ("no-c-format", "%d", "%s", ""),
        ("c-format, no-c-format", "%d", "%s", ""),
        ("possible-c-format", "%d", "%s", "the translation has %s where its source has %d"),
        ("objc-format", "%@", "%s", "the translation has %s where its source has %@"),
        ("python-format", "%(who)s, %(when)s", "%(when)s: %(who)s", ""),
        ("python-format", "%(who)s, %(when)s", "%(who)s", "the translation lost %(when)s"),
        ("python-format", "%(who)s", "%(кто)s", "the translation has %(кто)s, and its source has not"),
        ("python-format", "%(n)d", "%(n)s", "the translation has %(n)s where its source has %(n)d"),
        ("python-format", "%s", "%(a)s", "the translation has %(a)s, and its source has not"),
        ("python-format", "%(a)s", "%(a", "the translation is no python-format string: %(a"),
        ("python-brace-format", "{who} {}", "{} {who}", ""),
        ("python-brace-format", "{who.name} {0}", "{0}", "the translation lost {who.name}"),
        ("python-brace-format", "{a}", "{b}", "the translation has {b}, and its source has not"),
        ("python-brace-format", "{a}", "{a", "the translation is no python-brace-format string: {a"),
        ("python-brace-format", "{{a}}", "a", ""),
        ("perl-brace-format", "{a}", "{b}", "the translation lost {a}"),
        ("perl-brace-format", "{a}", "{a} {b}", ""),
        ("perl-format", "%s %d", "%2$d %1$s", ""),
        ("perl-format", "%s %d", "%s", "the translation lost %d"),
        ("perl-format", "%vd", "%d", "the translation has %d where its source has %vd"),
        ("php-format", "%1$s %2$d", "%2$d", "the translation lost %1$s"),
        ("sh-format", "$a ${b}", "${a} $b", ""),
        ("sh-format", "$a", "${a:-x}", "the translation is no sh-format string: ${"),
        ("sh-format", "$a", "$b", "the translation has $b, and its source has not"),
        ("qt-format", "%1 %2", "%2 %1", ""),
        ("qt-format", "%1", "%L1", "the translation has %L1, and its source has not"),
        ("qt-plural-format", "%n", "%Ln", ""),
        ("qt-plural-format", "%n", "", "the translation lost %n"),
        ("csharp-format", "{0} {1}", "{1}", ""),
        ("csharp-format", "{0} {1}", "{0}", "the translation lost {1}"),
        ("csharp-format", "{0}", "0}", "the translation is no csharp-format string: }"),
        ("java-format", "{0}", "", ""),  # not looked at
    ],
)
def test_a_translation_takes_the_arguments_of_its_source(
    flags: str, source: str, translation: str, message: str
) -> None:
    assert complaints(flags, source, translation) == ([message] if message else [])


def test_a_form_for_one_number_may_leave_it_out() -> None:
    english = format_strings.GERMANIC
    entry = Entry(msgid="one file", msgid_plural="%d files", msgstr=("a", "b"), flags=("c-format",))
    found = [(complaint.form, complaint.message) for complaint in format_strings.check(entry, english)]
    assert found == [(1, "the translation lost %d")]
    # without a formula nothing is known of the forms
    assert not list(format_strings.check(entry, None))


def test_a_range_tells_which_numbers_come() -> None:
    forms = format_strings.Plurals(formula=lambda n: int(n > 1), often=(True, True))
    entry = Entry(msgid="a", msgid_plural="%d a", msgstr=("a", "%d a"), flags=("c-format", "range: 1..5"))
    assert not list(format_strings.check(entry, forms))
    entry = Entry(msgid="a", msgid_plural="%d a", msgstr=("a", "%d a"), flags=("c-format", "range: 0..5"))
    assert [complaint.form for complaint in format_strings.check(entry, forms)] == [0]


# ── beside msgfmt ────────────────────────────────────────────────────────────────────────────────────────────────────

PIECES = {
    "c": "%d %s %i %u %ld %lld %hd %hhd %c %C %lc %ls %S %f %Lf %lf %p %n %% %m %5d %-5.3s %*d %.*f %1$s %2$d %1$d "
    "%2$s %3$s %*1$d %1$*2$d %Id %'d %+x %zu %jd %td %<PRIu64> %<PRId64> %<PRIx8> %<PRIfoo> %5% % %w %@ %.d %.5d "
    "%0$d %llx %Zd %qd %lhd %hld",
    "objc": "%@ %d %s %1$@ %% %2$@",
    "python": "%s %d %(a)s %(b)d %(a)d %(a(b))s %.0s %r %% %*d %.*f %(a) %(a)% %c %f %i %u %ld %x %(c)s %( % %a "
    "%(a).0s %(a)*d",
    "perl": "%s %d %1$s %2$s %2$d %vd %*vd %*1$vd %1$vd %c %f %hf %lf %Lf %D %U %ld %lld %qd %I64d %I32d %Id %_ %p %n "
    "%% %*d %*2$d %.*f %.*2$f %b % %v %w %05d %Vd",
    "php": "%s %d %1$s %2$d %2$s %'xd %05.2f %e %F %G %g %c %% %b %u %ld % %w %+d %.f %0$d %E %X",
    "python-brace": "{a} {b} {0} {1} {a.b} {a[0]} {a:5} {a:>5} {a:{b}} {{ }} { } {a!r} {a:%Y} {a:.2f} {a:x<5d} {0[x]} "
    "{a.} {a[} {a:05.3}",
    "perl-brace": "{a} {b} {0} {a } {a-b} {A_1}",
    "sh": "$a ${a} $b ${b} $1 $$ ${a:-x} $ ${ ${} $a_b ${a $а ${а}",
    "qt": "%1 %2 %3 %L1 %10 %L2 % %L %n %0 %01",
    "qt-plural": "%n %Ln %1 %",
    "csharp": "{0} {1} {2} {0,5} {0:x} {{ }} { } {a} {0,-3:N} {0,}",
}


def changed(rng: random.Random, pieces: list[str], words: list[str]) -> str:
    """Change a text of *words* a little, or not at all."""
    words = list(words)
    match rng.randrange(6):
        case 0 | 1:
            rng.shuffle(words)
        case 2:
            words[rng.randrange(len(words))] = rng.choice(pieces)
        case 3:
            del words[rng.randrange(len(words))]
        case 4:
            words.append(rng.choice(pieces))
    return " ".join(words).replace('"', '\\"')


def entry(rng: random.Random, number: int, forms: int) -> str:
    """Write a random entry in five lines; Python's braces have no plurals, where versions of msgfmt differ."""
    kind = rng.choice(list(PIECES))
    pieces = PIECES[kind].split(" ")
    words = [rng.choice([*pieces, "слово"]) for _ in range(rng.randint(1, 3))]
    flags = rng.choice(
        [f"{kind}-format"] * 5 + [f"possible-{kind}-format", f"no-{kind}-format", f"fuzzy, {kind}-format"]
    )
    if rng.random() < 0.2:
        flags += f", range: {rng.randint(0, 2)}..{rng.randint(0, 9)}"
    plural = forms and kind != "python-brace" and rng.random() < 0.5
    source = " ".join(words)
    lines = [f"#, {flags}"]
    if plural:
        lines += [f'msgid "{number} {changed(rng, pieces, words)}"', f'msgid_plural "{source}"']
        lines += [f'msgstr[{form}] "{changed(rng, pieces, words)}"' for form in range(forms)]
    else:
        lines += [f'msgid "{number} {source}"', f'msgstr "{changed(rng, pieces, words)}"']
    return "\n".join(lines)


@pytest.mark.skipif(MSGFMT is None, reason="msgfmt is not installed")
@pytest.mark.parametrize(
    ("forms", "plural"),
    [
        (3, RUSSIAN),
        (2, "nplurals=2; plural=n != 1;"),
        (1, "nplurals=1; plural=0;"),
        (3, "nplurals=3; plural=n==1?0:n==0?1:2;"),
        (2, "nplurals=2; plural=n>1;"),
        (0, ""),
    ],
)
def test_msgfmt_complains_of_the_same_messages(forms: int, plural: str, tmp_path: pathlib.Path) -> None:
    assert MSGFMT
    rng = random.Random(plural)  # noqa: S311 # the same texts each time
    header = f'{HEADER}"Plural-Forms: {plural}\\n"\n' if plural else HEADER
    text = "\n\n".join([header, *(entry(rng, number, forms) for number in range(400))]) + "\n"
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
