"""Catalogs are read as they are: over real files, over broken ones, and rule by rule."""

from __future__ import annotations

import gettext
import os
import pathlib
import shutil
import subprocess

import babel.messages.plurals
import babel.messages.pofile
import pytest

from protocolpress.catalogs import entries, escapes, plurals, po, read
from protocolpress.errors import Position, Problems
from protocolpress.files import MemoryFiles

ROOT = pathlib.Path(__file__).parents[2]
DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data"))
REAL = sorted((DATA / "po").glob("*.po"))
BAD = sorted((DATA / "po-bad").glob("*.po"))
LEFT_TO_MSGFMT = {"plural-rule-dependent-format.po2.po"}
"""Its one fault is in a `c-format`, a kind of format string that publications do not have."""
MSGFMT = shutil.which("msgfmt")

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURAL_HEADER = HEADER + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'

needs_data = pytest.mark.skipif(not (REAL and BAD), reason=f"no catalogs below {DATA}: set PROTOCOLPRESS_DATA")
needs_msgfmt = pytest.mark.skipif(MSGFMT is None, reason="msgfmt is not installed")


def name(path: pathlib.Path) -> str:
    return path.name


def parse(text: str | bytes, path: str = "ru.po") -> tuple[entries.PoFile, list[str]]:
    """Parse and give each problem as line, rule and message."""
    data = text if isinstance(text, bytes) else text.encode()
    problems = Problems()
    file = po.parse(data, path, problems)
    assert po.serialize(file) == data
    assert all(problem.hint for problem in problems)
    return file, [f"{problem.position.line} {problem.rule}: {problem.message}" for problem in problems]


def msgfmt_accepts(path: pathlib.Path) -> bool:
    assert MSGFMT
    run = subprocess.run([MSGFMT, "-c", "-o", os.devnull, path], capture_output=True, check=False)
    return run.returncode == 0


# ── real files ───────────────────────────────────────────────────────────────────────────────────────────────────────


@needs_data
@pytest.mark.parametrize("path", REAL, ids=name)
def test_a_real_catalog_has_no_problems_and_comes_back_byte_by_byte(path: pathlib.Path) -> None:
    file, problems = parse(path.read_bytes())
    assert problems == []
    assert not any(entry.broken for entry in file.entries)
    # the line numbers lead to the lines
    lines = po.serialize(file).decode(file.charset).split("\n")
    for entry in file.entries:
        assert "msgid " in lines[entry.msgid_line - 1]
        assert all("msgstr" in lines[line - 1] for line in entry.msgstr_lines)


@needs_data
@pytest.mark.parametrize("path", REAL, ids=name)
def test_a_real_catalog_has_the_messages_that_babel_reads(path: pathlib.Path) -> None:
    file, _ = parse(path.read_bytes())
    text = po.serialize(file).decode(file.charset).removeprefix("\ufeff").replace("\r\n", "\n")
    catalog = babel.messages.pofile.read_po(text.splitlines(keepends=True), charset="utf-8", locale="ru")
    theirs = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): message
        for message in catalog
        if message.id
    }
    ours = {entry.key: entry for entry in file.entries if entry.msgid and not entry.obsolete}
    assert ours.keys() == theirs.keys()
    for key, entry in ours.items():
        string = theirs[key].string or ""
        assert entry.msgstr == ((string,) if isinstance(string, str) else tuple(string))
        assert entry.is_fuzzy == theirs[key].fuzzy
        assert set(entry.extracted) - {""} == set(theirs[key].auto_comments) - {""}  # Babel drops repeated lines


@needs_data
@needs_msgfmt
@pytest.mark.parametrize("path", BAD, ids=name)
def test_what_msgfmt_refuses_is_refused(path: pathlib.Path) -> None:
    assert not msgfmt_accepts(path)
    assert bool(parse(path.read_bytes(), path.name)[1]) is (path.name not in LEFT_TO_MSGFMT)


# ── one rule, one case ───────────────────────────────────────────────────────────────────────────────────────────────

CASES = {
    "duplicate": (
        'msgid "a"\nmsgstr "b"\n\n#, fuzzy\nmsgid "a"\nmsgstr ""\n',
        ["8 duplicate-message: the message occurs twice"],
    ),
    "duplicate-obsolete": (
        'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n',
        ["7 duplicate-message: the message occurs twice"],
    ),
    "unterminated": (
        'msgid "a\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d\ne"\n',
        [
            "4 unterminated-string: the string has no closing quotation mark",
            "8 unterminated-string: the string has no closing quotation mark",
        ],
    ),
    "quotes-inside": (
        'msgid "a"\nmsgstr "the "b" c"\n',
        ['5 catalog-syntax: text outside quotation marks: b" c"'],
    ),
    "bad-escape": (
        'msgid "a\\q"\nmsgstr "\\777 \\0 \\xFF"\n',
        ["4 bad-escape: unknown escape \\q", "5 bad-escape: the escape \\777 is not a character"],
    ),
    "escape-makes-no-text": ('msgid "a"\nmsgstr "\\303"\n', ["5 bad-escape: the escapes are not utf-8 text"]),
    "text-outside": ('hello\nmsgid "a"\nmsgstr "b"\n', ["4 catalog-syntax: text outside quotation marks: hello"]),
    "string-outside": (
        'msgid "a"\nmsgstr "b"\n#, c-format\n"y"\nmsgid "c"\nmsgstr "d"\n',
        ["7 catalog-syntax: a string is outside any message"],
    ),
    "msgid-without-msgstr": (
        'msgid "a"\n\n# of b\nmsgid "b"\nmsgstr "c"\n',
        ["4 missing-msgstr: msgid without msgstr"],
    ),
    "msgstr-without-msgid": (
        'msgstr "a"\nmsgctxt "x"\nmsgstr "b"\n',
        ["4 missing-msgid: msgstr without msgid", "6 missing-msgid: msgstr without msgid"],
    ),
    "msgctxt-without-msgid": (
        'msgctxt "x"\nmsgctxt "y"\nmsgid "a"\nmsgstr "b"\n',
        ["4 missing-msgstr: msgctxt without msgid"],
    ),
    "no-string": ('msgid\nmsgstr "a"\n', ["4 catalog-syntax: msgid has no string"]),
    "comment-inside": (
        'msgid "a"\n# why\nmsgstr "b"\n',
        ["5 catalog-syntax: a comment is inside a message"],
    ),
    "previous": ('#| msgid a\nmsgid "a"\nmsgstr "b"\n', ["4 catalog-syntax: a #| line is not a keyword with strings"]),
    "previous-apart": (
        '#| msgid "z"\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        ["5 catalog-syntax: the #| lines do not belong to a msgid"],
    ),
    "previous-half": (
        '#| msgctxt "z"\nmsgid "a"\nmsgstr "b"\n',
        ["5 catalog-syntax: the #| lines are not a whole msgid"],
    ),
    "previous-obsolete": (
        '#~| msgid "z"\nmsgid "a"\nmsgstr "b"\n',
        ["5 catalog-syntax: the #| lines do not belong to a msgid"],
    ),
    "previous-mixed": (
        '#~| msgid "z"\n#| "y"\n#~ msgid "a"\n#~ msgstr "b"\n',
        ["5 catalog-syntax: #| and #~| are mixed"],
    ),
    "half-translated": (
        'msgid "a\\n"\nmsgid_plural "b\\n"\nmsgstr[0] "c\\n"\nmsgstr[1] ""\n',
        [
            "6 missing-plural-forms: plural forms are used, but the header has no Plural-Forms",
            "7 newline-mismatch: msgid and msgstr must both end with \\n, or neither",
        ],
    ),
    "placeholder": (
        '#, python-brace-format\nmsgid "{a} {b}"\nmsgstr "{b}"\n',
        ["6 placeholder-mismatch: the translation lacks {a}"],
    ),
    "domain": ('domain "x"\nmsgid "a"\nmsgstr "b"\n', ["4 catalog-syntax: a domain line cannot be used"]),
    "one-line": (
        'msgid "a" msgstr "b" msgid "c" msgstr "d"\n',
        ["4 catalog-syntax: two messages are on one line"],
    ),
    "conflict": (
        'msgid "a"\n<<<<<<< ours\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> theirs\n\nmsgid "d\nmsgstr "e"\n',
        [
            "5 conflict-marker: a merge conflict is not resolved",
            "11 unterminated-string: the string has no closing quotation mark",
        ],
    ),
    "joined": (
        'msgid "a"\nmsgstr "#-#-#-#-#  x  #-#-#-#-#\\n"\n"b"\n',
        ["5 conflict-marker: two translations were joined by a tool, and neither has been chosen"],
    ),
    "nul": ('msgid "a"\nmsgstr "b\0c"\n', ["5 nul-byte: NUL in the text"]),
    "newlines": (
        'msgid "a\\n"\nmsgstr "\\nb"\n\n#, fuzzy\nmsgid "c\\n"\nmsgstr "d"\n',
        [
            "5 newline-mismatch: msgid and msgstr must both begin with \\n, or neither",
            "5 newline-mismatch: msgid and msgstr must both end with \\n, or neither",
        ],
    ),
    "no-plural-forms": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        ["6 missing-plural-forms: plural forms are used, but the header has no Plural-Forms"],
    ),
    "plural-order": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[0] "d"\n',
        ["6 plural-forms: msgstr[1] is out of order"],
    ),
    "plural-without-number": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n',
        ["6 plural-forms: msgstr without a plural number"],
    ),
    "number-without-plural": (
        'msgid "a"\nmsgstr[0] "c"\n',
        ["5 plural-forms: plural msgstr without msgid_plural"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_entry_is_named_by_line(case: str) -> None:
    body, expected = CASES[case]
    file, problems = parse(f'{HEADER}\n{body}\nmsgid "last"\nmsgstr "good"\n')
    assert problems == expected
    # reading went on: the entry behind is whole
    assert file.entries[-1].msgid == "last"
    assert file.entries[-1].is_translated


@needs_msgfmt
@pytest.mark.parametrize("case", sorted(CASES.keys() - {"nul", "joined", "bad-escape", "escape-makes-no-text"}))
def test_msgfmt_refuses_the_same_cases(case: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "ru.po"
    path.write_text(f"{HEADER}\n{CASES[case][0]}", encoding="utf-8")
    if case == "one-line":  # the one thing GNU takes and this program does not
        assert msgfmt_accepts(path)
    else:
        assert not msgfmt_accepts(path)


ODD = {
    "backslash-in-string": ('msgid "a"\nmsgstr "b\\\nc"\n', ("bc",)),
    "backslash-in-comment": ('# C:\\\nx y z\nmsgid "a"\nmsgstr "b"\n', ("b",)),
    "comment-behind": ('msgid "a"\nmsgstr "b" # why\n', ("b",)),
    "obsolete-comment": ('#~ # why\nmsgid "a"\nmsgstr "b"\n', ("b",)),
    "empty-previous": ('msgid "a"\n#|\nmsgstr "b"\n', ("b",)),
    "flags-with-spaces": ('#, c-format range: 0..5 no-wrap\nmsgid "a"\nmsgstr "b"\n', ("b",)),
    "spaces": ('\tmsgid\f"a"\n msgstr\t"b"\v"c"\r\n\n', ("bc",)),
    "character-in-two-strings": ('msgid "a"\nmsgstr "\\320"\n"\\261"\n', ("б",)),
    "indented": ('  # x\n  msgid "a"\n  msgstr "b"\n', ("b",)),
    "on-one-line": ('msgctxt "x" msgid "a" msgstr "b"\n', ("b",)),
    "no-spaces": ('msgid"a"\nmsgstr"b"\n', ("b",)),
    "letters-of-other-scripts-for-spaces": ('msgid "a"\nmsgstr "\x85\u2028\x1c"\n', ("\x85\u2028\x1c",)),
}


@pytest.mark.parametrize("case", ODD)
def test_what_gnu_reads_is_read(case: str, tmp_path: pathlib.Path) -> None:
    body, forms = ODD[case]
    file, problems = parse(f"{HEADER}\n{body}")
    assert problems == []
    assert file.entries[-1].msgstr == forms
    if MSGFMT:
        path = tmp_path / "ru.po"
        path.write_text(f"{HEADER}\n{body}", encoding="utf-8")
        assert msgfmt_accepts(path)


def test_flags_are_divided_by_commas_and_spaces() -> None:
    file, _ = parse(f'{HEADER}\n#, fuzzy c-format\n#! range: 0..5\n#, no-wrap\nmsgid "a"\nmsgstr "b"\n')
    assert file.entries[-1].flags == ("fuzzy", "c-format", "no-wrap", "range: 0..5")


def test_a_translation_is_not_lost_behind_an_obsolete_one() -> None:
    _, problems = parse(f'{HEADER}\n#~ msgid "a"\n#~ msgstr "b"#~ msgid "c"\n')
    assert problems == ['5 catalog-syntax: text outside quotation marks: #~ msgid "c"']


def test_a_missing_header_is_a_problem() -> None:
    assert parse("")[1] == ["1 missing-header: the file has no header"]
    assert parse('msgid "a"\nmsgstr "b"\n')[1] == ["1 missing-header: the file has no header"]
    assert parse('#~ msgid ""\n#~ msgstr "x"\n')[1] == ["1 missing-header: the file has no header"]


def test_the_number_of_plural_forms_is_the_headers() -> None:
    body = '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n'
    assert parse(PLURAL_HEADER + body)[1] == ["7 plural-forms: 1 plural forms, but the header says 2"]
    assert parse(PLURAL_HEADER + body + 'msgstr[1] "d"\n')[1] == []
    assert parse(PLURAL_HEADER + body.replace('"c"', '""'))[1] == []  # not translated yet
    assert parse(HEADER + body, "x.pot")[1] == []


def test_a_problem_reads_as_a_translator_needs_it() -> None:
    problems = Problems()
    po.parse(HEADER.encode() + b'\nmsgid "a"\nmsgstr "the "b" c"\n', "locales/ru/LC_MESSAGES/x.po", problems)
    assert "\n".join(str(problem) for problem in problems) == (
        'locales/ru/LC_MESSAGES/x.po:5: error: text outside quotation marks: b" c" [catalog-syntax]\n'
        '  hint: quote it; a quotation mark inside a string is written \\"'
    )


# ── charsets ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("charset", ["KOI8-R", "CP1251", "UTF-8", "windows-1251", "utf8", "ISO-8859-5", "GB18030"])
def test_the_header_names_the_charset(charset: str) -> None:
    text = f'# Перевод\n{HEADER.replace("UTF-8", charset)}\nmsgid "a"\nmsgstr "бя"\n'
    for data in (text.encode(charset), text.replace("\n", "\r\n").encode(charset)):
        file, problems = parse(data)
        assert problems == []
        assert file.entries[1].msgstr == ("бя",)
        assert file.entries[0].comments == ("Перевод",)


def test_a_byte_order_mark_is_kept() -> None:
    file, problems = parse(b"\xef\xbb\xbf" + HEADER.encode())
    assert (file.bom, problems) == (True, [])
    _, problems = parse(b"\xef\xbb\xbf" + HEADER.replace("UTF-8", "KOI8-R").encode())
    assert problems == ["2 catalog-encoding: the file starts as UTF-8, but its header says KOI8-R"]


@pytest.mark.parametrize(
    "charset", ["CHARSET", "rot13", "unicode_escape", "utf-16", "utf-7", "idna", "zlib", "é", "x" * 99]
)
def test_an_unknown_charset_is_a_problem(charset: str) -> None:
    _, problems = parse(HEADER.replace("UTF-8", charset))
    assert len(problems) == 1
    assert problems[0].startswith("2 catalog-encoding: unknown charset ")


def test_bytes_that_do_not_fit_are_found_and_kept() -> None:
    good = '\nmsgid "c"\nmsgstr "ю"\n'.encode()
    file, problems = parse(HEADER.encode() + b'\nmsgid "a"\nmsgstr "\xe0"\n' + good)
    assert problems == ["5 catalog-encoding: byte 0xe0 is not utf-8 text, the charset given in the header"]
    assert [entry.is_translated for entry in file.entries] == [False, False, True]


def test_bytes_in_comments_do_no_harm() -> None:
    file, problems = parse(HEADER.encode() + b'\n# Andr\xe9\nmsgid "a"\nmsgstr "b"\n')
    assert problems == []
    assert file.entries[1].is_translated
    assert file.entries[1].comments == ("Andr\udce9",)


def test_a_template_may_leave_its_charset_open() -> None:
    text = HEADER.replace("UTF-8", "CHARSET")
    assert parse(text, "x.pot")[1] == []
    assert parse(text, "x.po")[1] == ["2 catalog-encoding: unknown charset 'CHARSET'"]


def test_no_charset_and_utf_16_are_problems() -> None:
    assert "2 catalog-encoding: the header names no charset" in parse('msgid ""\nmsgstr "Language: ru\\n"\n')[1]
    assert "1 catalog-encoding: the file is UTF-16" in parse(HEADER.encode("utf-16"))[1]
    # a charset in a comment is none
    assert (
        "3 catalog-encoding: the header names no charset" in parse('# charset=UTF-8\nmsgid ""\nmsgstr "x: y\\n"\n')[1]
    )


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_keeps_everything() -> None:
    raw = (
        '# one\n#two\n#. extracted\n#: a.md b.md\n#: \u2068c d.md\u2069\n#, fuzzy, c-format\n#| msgid "old"\n'
        'msgctxt "menu"\nmsgid ""\n"fi"\n"le"\nmsgid_plural "files"\nmsgstr[0] "файл"\nmsgstr[1] "файлы"\n\n\n'
    )
    file, problems = parse(f"{PLURAL_HEADER}\n{raw}# the end\n")
    assert problems == []
    assert file.tail == "# the end\n"
    entry = file.entries[1]
    assert entry.raw == raw
    assert entry.comments == ("one", "two")
    assert entry.extracted == ("extracted",)
    assert entry.references == ("a.md", "b.md", "\u2068c d.md\u2069")
    assert entry.flags == ("fuzzy", "c-format")
    assert entry.previous == ('msgid "old"',)
    assert entry.key == ("menu", "file")
    assert (entry.msgid_plural, entry.msgstr) == ("files", ("файл", "файлы"))
    assert (entry.line, entry.msgid_line, entry.msgstr_lines) == (5, 13, (17, 18))


def test_obsolete_entries_and_the_end_are_kept() -> None:
    text = f'{HEADER}\n#, fuzzy\n#~| msgid "old"\n#~ msgid "a"\n#~ msgstr ""\n#~ "b"\n\n# the end\n'
    file, problems = parse(text)
    assert problems == []
    entry = file.entries[1]
    assert (entry.obsolete, entry.flags, entry.previous, entry.msgstr) == (True, ("fuzzy",), ('msgid "old"',), ("b",))
    assert file.tail == "# the end\n"


def test_escapes_are_those_of_gnu() -> None:
    assert escapes.unescape(r"\n\t\r\a\b\f\v\\\"") == '\n\t\r\a\b\f\v\\"'
    assert escapes.unescape(r"\101\x42 \303\251\xc3\xa9") == "AB éé"
    assert escapes.unescape(r"\301", "koi8-r") == "а"
    assert escapes.unescape(r"\1011") == "A1"


def test_the_header_is_readable_as_fields() -> None:
    file, _ = parse(PLURAL_HEADER)
    assert file.fields == {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }


# ── plural formulas ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("locale", sorted(babel.messages.plurals.PLURALS))
def test_a_formula_means_what_pythons_gettext_takes_it_for(locale: str) -> None:
    count, text = babel.messages.plurals.PLURALS[locale]
    plurals.check_formula(text, count)
    ours, theirs = plurals.formula(text), gettext.c2py(text)
    assert [ours(n) for n in range(1001)] == [int(theirs(n)) for n in range(1001)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1/(n-257)", "the plural formula divides by zero for n=257"),
        ("n%(n/2)", "the plural formula divides by zero for n=0"),
        ("n", "the plural formula picks form 2 for n=2, but there are 2"),
        ("0-1", "the plural formula picks form 18446744073709551615 for n=0, but there are 2"),
        ("n==", "the plural formula lacks a value before 'its end'"),
        ("(n", "the plural formula lacks ')'"),
        ("n?1", "the plural formula lacks ':'"),
        ("n n", "the plural formula should end before 'n'"),
        ("", "the plural formula lacks a value before 'its end'"),
        ("__import__('os')", "the plural formula cannot be read at '__import__'"),
        ("n**9**9", "the plural formula lacks a value before '*'"),
        ("(" * 60 + "n" + ")" * 60, "the plural formula is nested deeper than 30"),
        ("!" * 60 + "n", "the plural formula is nested deeper than 30"),
        ("n?" * 60 + "n" + ":n" * 60, "the plural formula is nested deeper than 30"),
        ("1+" * 400 + "n", "the plural formula is longer than 500 characters"),
    ],
)
def test_a_formula_that_cannot_be_used_says_why(text: str, message: str) -> None:
    with pytest.raises(plurals.FormulaError) as raised:
        plurals.check_formula(text, 2)
    assert str(raised.value) == message
    _, problems = parse(PLURAL_HEADER.replace("(n != 1)", text))
    assert problems == [f"2 plural-formula: {message}"]


def test_the_longest_formula_can_be_evaluated() -> None:
    assert plurals.formula("1+" * 249 + "n")(1) == 250


def test_plural_forms_are_wanted_where_they_are_used() -> None:
    message = '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    for broken in ("plural=(n != 1);", "nplurals=2;", "", "nplurals = 2; plural = (n != 1);"):
        text = PLURAL_HEADER.replace("nplurals=2; plural=(n != 1);", broken)
        assert parse(text)[1] == []
        missing = "7 missing-plural-forms: plural forms are used, but the header has no Plural-Forms"
        assert parse(text + message)[1] == [missing]
    _, problems = parse(PLURAL_HEADER.replace("nplurals=2", "nplurals=INTEGER"))
    assert problems == ["2 plural-formula: nplurals= of Plural-Forms is not a number"]


def test_plural_forms_may_stand_anywhere_in_the_header() -> None:
    text = PLURAL_HEADER.replace("Plural-Forms: ", "X-Note: ").replace("plural=(n != 1)", "plural= n>1\t? 1 : 0 ")
    assert parse(text + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n')[1] == []


def test_the_forms_that_stand_for_many_numbers_are_known() -> None:
    russian = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    assert plurals.check_formula(russian, 3) == (True, True, True)
    assert plurals.check_formula("n != 1", 2) == (False, True)
    assert plurals.check_formula("n != 1", 10**9) == ()
    assert plurals.formula("18446744073709551616 + n")(3) == 3  # as C computes


# ── for the build ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_catalog_holds_what_may_be_printed() -> None:
    first = (
        f'{PLURAL_HEADER}\nmsgid "a"\nmsgstr "1"\n\n#, fuzzy\nmsgid "fuzzy"\nmsgstr "x"\n\nmsgid "empty"\nmsgstr ""\n\n'
        'msgctxt "c"\nmsgid "a"\nmsgstr "2"\n\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "3"\nmsgstr[1] "4"\n\n'
        'msgid "half"\nmsgid_plural "halves"\nmsgstr[0] "5"\nmsgstr[1] ""\n\n#~ msgid "gone"\n#~ msgstr "x"\n'
    )
    second = f'{HEADER}\nmsgid "a"\nmsgstr "later"\n\nmsgid "b"\nmsgstr "6"\n\nmsgid "broken"\nmsgstr "x\n'
    problems = Problems()
    files = MemoryFiles({"1.po": first, "2.po": second})
    catalog = read.catalog(files, "ru", ["1.po", "missing.po", "2.po"], problems)
    assert {key: translation.forms for key, translation in catalog.messages.items()} == {
        ("", "a"): ("1",),
        ("c", "a"): ("2",),
        ("", "one"): ("3", "4"),
        ("", "b"): ("6",),
    }
    found = catalog.find("one")
    assert found
    assert found.position == Position("1.po", 21)
    assert [str(problem.position) for problem in problems] == ["2.po:11"]


@pytest.mark.parametrize("entry", ['\nmsgid "a{}"\nmsgstr "b"\n', '\n#~ msgid "a{}"\n#~ msgstr "b"\n'])
def test_a_catalog_of_very_many_entries_is_refused_at_once_and_kept(entry: str) -> None:
    text = "".join(map(entry.format, range(po.MAX_ENTRIES + 1)))
    file, told = parse(text)
    assert told == ["0 too-long: 50001 entries are too many"]
    assert file.entries == ()
    assert po.serialize(file) == text.encode()


def test_continued_texts_are_no_entries() -> None:
    text = HEADER + 'msgid ""\n' + '"msgid \\"x\\""\n' * 60_000 + 'msgstr ""\n'
    assert parse(text)[1] == []


@pytest.mark.parametrize(
    "blank", [" ", "   ", "\t", "\u00a0", "\u200b", "\u00ad", "\u2060", "\u3164", "\u2800", "&nbsp;", "&#8203; "]
)
def test_what_cannot_be_seen_is_no_translation(blank: str) -> None:
    file, problems = parse(f'{HEADER}\nmsgid "a"\nmsgstr "{blank}"\n\nmsgid " "\nmsgstr "{blank}"\n')
    assert problems == []
    assert [entry.is_translated for entry in file.entries[1:]] == [False, True]
    catalog = read.catalog(MemoryFiles({"ru.po": po.serialize(file)}), "ru", ["ru.po"], Problems())
    assert catalog.find("a") is None


def test_one_blank_form_makes_a_plural_untranslated() -> None:
    file, _ = parse(f'{PLURAL_HEADER}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "\u00a0"\n')
    assert not file.entries[-1].is_translated


@pytest.mark.parametrize("text", ["\\\\", "—", "1", "&amp;", "\u00a0x"])
def test_what_can_be_seen_is_a_translation(text: str) -> None:
    file, _ = parse(f'{HEADER}\nmsgid "a"\nmsgstr "{text}"\n')
    assert file.entries[-1].is_translated
