"""Two translators' versions of a catalog become one: entry by entry, field by field, nothing lost."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from protocolpress.catalogs import entries, escapes, merge, po, three_way
from protocolpress.catalogs.three_way import Text
from protocolpress.errors import Problem, Problems

PATH = "locales/ru/LC_MESSAGES/interface.po"
MSGFMT = shutil.which("msgfmt")
HEADER = (
    'msgid ""\nmsgstr ""\n"PO-Revision-Date: 2012-02-01 10:00+0300\\n"\n"Last-Translator: Анна <anna@example.org>\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && "\n'
    '"n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
)


def text(*blocks: str, header: str = HEADER) -> str:
    return "\n".join([header, *(f"{block}\n" for block in blocks)])


def entry(msgid: str, msgstr: str = "", *comments: str) -> str:
    return "\n".join([*comments, f'msgid "{msgid}"', f'msgstr "{msgstr}"'])


def run(base: str, ours: str, theirs: str, path: str = PATH) -> tuple[str, list[Problem]]:
    problems = Problems()
    data = merge.contents(base.encode(), ours.encode(), theirs.encode(), path, problems)
    assert data is not None, list(problems)
    return data.decode(), list(problems)


def clean(base: str, ours: str, theirs: str) -> str:
    """Merge both ways round: without a conflict it does not matter who merges."""
    merged, problems = run(base, ours, theirs)
    assert problems == []
    swapped, problems = run(base, theirs, ours)
    assert problems == []
    assert sorted(merged.split("\n")) == sorted(swapped.split("\n"))
    return merged


SPACE, MARS, TEAM = entry("Space", "Космос"), entry("Mars", "Марс"), entry("Team", "")
BASE = text(SPACE, MARS, TEAM)

# ── one side, both sides ─────────────────────────────────────────────────────────────────────────────────────────────


def test_each_side_translates_another_message() -> None:
    ours = text(entry("Space", "Пространство"), MARS, TEAM)
    theirs = text(SPACE, MARS, entry("Team", "Экипаж"))
    assert clean(BASE, ours, theirs) == text(entry("Space", "Пространство"), MARS, entry("Team", "Экипаж"))


def test_an_entry_keeps_the_bytes_of_the_side_that_changed_it() -> None:
    odd = '#, fuzzy,c-format\n#:a.md   b.md\nmsgid "Te" "am"\n  msgstr   "Эки"\n"паж"'
    assert clean(BASE, BASE.replace("Марс", "Марс!"), text(SPACE, MARS, odd)) == text(
        SPACE, entry("Mars", "Марс!"), odd
    )


def test_both_sides_translate_alike() -> None:
    both = text(SPACE, MARS, entry("Team", "Экипаж"))
    ours, theirs = both.replace("Марс", "Марс!"), both.replace("Космос", "Космос!")
    assert clean(BASE, ours, theirs) == both.replace("Марс", "Марс!").replace("Космос", "Космос!")


def test_a_conflict_is_fuzzy_and_holds_both_texts() -> None:
    ours = text(SPACE, MARS, entry("Team", "Экипаж"))
    theirs = text(SPACE, MARS, entry("Team", 'Команда \\"А\\"'))
    merged, problems = run(BASE, ours, theirs)
    assert merged == text(
        SPACE,
        MARS,
        entry("Team", "Экипаж", '# merge-po: ours: "Экипаж"', '# merge-po: theirs: "Команда \\"А\\""', "#, fuzzy"),
    )
    assert [str(problem) for problem in problems] == [
        (
            f"{PATH}:18: warning: the two sides translate the message differently [merge-conflict]\n"
            "  hint: keep the better text as msgstr, then delete fuzzy and the merge-po comments"
        )
    ]


def test_a_conflict_says_who_wrote_what_and_names_every_plural_form() -> None:
    def side(who: str, *forms: str) -> str:
        strings = "".join(f'\nmsgstr[{number}] "{form}"' for number, form in enumerate(forms))
        plural = f'msgid "{{n}} page"\nmsgid_plural "{{n}} pages"{strings}'
        return text(plural, header=HEADER.replace("Анна <anna@example.org>", who))

    ours = side("Анна <anna@example.org>", "{n} страница", "{n} страницы", "{n} страниц")
    theirs = side('Иван \\"(И)\\" Петров: <i@example.org>', "{n} стр.", "{n} стр.", "{n} стр.")
    merged, problems = run(side("", "", "", ""), ours, theirs)
    assert re.findall("# merge-po.*", merged) == [
        '# merge-po: ours[0] (Анна): "{n} страница"',
        '# merge-po: ours[1] (Анна): "{n} страницы"',
        '# merge-po: ours[2] (Анна): "{n} страниц"',
        '# merge-po: theirs[0] (Иван И Петров): "{n} стр."',
        '# merge-po: theirs[1] (Иван И Петров): "{n} стр."',
        '# merge-po: theirs[2] (Иван И Петров): "{n} стр."',
    ]
    assert {problem.rule for problem in problems} == {"merge-conflict", "header-conflict"}


def test_merging_the_same_again_changes_nothing() -> None:
    ours, theirs = text(SPACE, MARS, entry("Team", "Экипаж")), text(SPACE, MARS, entry("Team", "Команда"))
    once, _ = run(BASE, ours, theirs)
    assert run(BASE, once, theirs) == (once, [])
    assert run(BASE, ours, once)[0] == once


def test_a_decided_conflict_stays_decided() -> None:
    theirs = text(SPACE, MARS, entry("Team", "Команда"))
    undecided, _ = run(BASE, text(SPACE, MARS, entry("Team", "Экипаж")), theirs)
    decided = text(SPACE, MARS, entry("Team", "Команда"))
    assert run(undecided, decided, undecided.replace("Марс", "Марс!"))[0] == decided.replace("Марс", "Марс!")


# ── translations: the table ──────────────────────────────────────────────────────────────────────────────────────────

NONE, A, B, C = Text(), Text(("а",)), Text(("б",)), Text(("в",))
FA, FB, FC = (Text(text.forms, True, ('msgid "old"',)) for text in (A, B, C))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected", "conflict"),
    [
        (NONE, FB, C, C, False),  # a suggestion and a translation
        (NONE, FB, FC, FB, True),  # two drafts
        (NONE, B, C, Text(B.forms, True), True),
        (A, B, C, Text(B.forms, True), True),
        (A, NONE, B, B, False),  # deleted and corrected
        (A, NONE, FA, FA, False),  # deleted and doubted
        (A, B, FA, Text(B.forms, True, FA.previous), False),  # corrected and doubted: somebody looks at the new text
        (FA, B, FC, B, False),  # finished, and still worked at
        (FA, A, FC, A, False),  # approved, and still worked at
        (FA, A, C, Text(A.forms, True), True),  # approved as it was, and approved after a correction
        (FA, A, B, Text(A.forms, True), True),
        (A, FB, FC, FB, True),
        (A, B, Text(("б",), True), B, False),  # the same text, once approved
        (FA, FA, B, B, False),
        (Text(("а",), True, ("x",)), FA, B, B, False),  # only `#|` differs on one side
    ],
)
def test_translations(base: Text, ours: Text, theirs: Text, expected: Text, conflict: bool) -> None:
    assert three_way.translation(base, ours, theirs) == (expected, conflict)
    swapped, same = three_way.translation(base, theirs, ours)
    assert same == conflict
    assert swapped == expected or (conflict and swapped.fuzzy and swapped.forms == theirs.forms)


def test_a_draft_that_gives_way_to_a_translation_is_kept_in_a_comment() -> None:
    ours = text(SPACE, MARS, entry("Team", "Команда", "#, fuzzy"))
    theirs = text(SPACE, MARS, entry("Team", "Экипаж"))
    expected = text(SPACE, MARS, entry("Team", "Экипаж", '# merge-po: ours (fuzzy): "Команда"'))
    assert run(BASE, ours, theirs) == (expected, [])


# ── the other fields ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_comments_flags_and_references_are_joined() -> None:
    base = text(entry("a", "а", "# one", "# two", "# three", "#. note", "#: a.md", "#, c-format"))
    ours = text(entry("a", "а", "# one", "# two and a half", "# three", "#. note", "#: a.md b.md", "#, c-format"))
    theirs = text(entry("a", "б", "# zero", "# one", "# two", "#. note 2", "#: c.md", "#, fuzzy, no-wrap"))
    assert run(base, ours, theirs)[0] == text(
        entry("a", "б", "# zero", "# one", "# two and a half", "#. note 2", "#: b.md c.md", "#, fuzzy, no-wrap")
    )


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "abc", "axc", "axc"),
        ("", "ab", "cd", "abcd"),
        ("m", "am", "bm", "abm"),
        ("abc", "ac", "abcd", "acd"),
        ("ab", "ba", "abx", "bxa"),
        ("a", "", "ab", "b"),
        ("aa", "aab", "aac", "aacb"),
    ],
)
def test_lines(base: str, ours: str, theirs: str, expected: str) -> None:
    assert "".join(three_way.lines(tuple(base), tuple(ours), tuple(theirs))) == expected


def test_only_one_side_has_plural_forms() -> None:
    plural = 'msgid "page"\nmsgid_plural "pages"\nmsgstr[0] "страница"\nmsgstr[1] "страницы"\nmsgstr[2] "страниц"'
    merged, problems = run(text(entry("page", "")), text(plural), text(entry("page", "лист")))
    assert 'msgstr[2] "страниц"' in merged
    assert '# merge-po: theirs: "лист"\n#, fuzzy' in merged
    assert [problem.rule for problem in problems] == ["merge-conflict"]


def test_another_number_of_plural_forms_makes_fuzzy() -> None:
    def side(*forms: str, header: str = HEADER) -> str:
        strings = "".join(f'\nmsgstr[{number}] "{form}"' for number, form in enumerate(forms))
        return text(f'msgid "page"\nmsgid_plural "pages"{strings}', MARS, header=header)

    two = re.sub(r"nplurals=3.*?;.*?;", "nplurals=2; plural=n!=1;", HEADER, flags=re.DOTALL)
    merged, _ = run(side("", "", ""), side("", "", "", header=two), side("а", "б", "в"))
    assert '#, fuzzy\nmsgid "page"' in merged
    assert 'msgstr[2] "в"' in merged


# ── entries that come and go ─────────────────────────────────────────────────────────────────────────────────────────


def obsolete(msgid: str, msgstr: str) -> str:
    return f'#~ msgid "{msgid}"\n#~ msgstr "{msgstr}"'


def test_new_messages_of_both_sides() -> None:
    ours, theirs = text(entry("Our", "1"), SPACE, MARS, TEAM), text(SPACE, entry("Their", "2"), MARS, TEAM)
    assert run(BASE, ours, theirs)[0] == text(entry("Our", "1"), SPACE, entry("Their", "2"), MARS, TEAM)


def test_what_one_side_removed_and_the_other_left_alone_is_gone() -> None:
    theirs = text(SPACE, entry("Mars", "Марс", "#. moved", "#: b.md"), TEAM)
    assert clean(BASE, text(SPACE, TEAM.replace('""', '"Экипаж"')), theirs) == text(SPACE, entry("Team", "Экипаж"))


def test_what_one_side_removed_and_the_other_corrected_is_obsolete() -> None:
    ours = text(entry("Mars", "Планета Марс", "#. note", "#: a.md"), SPACE, TEAM)
    base = text(entry("Mars", "Марс", "#. note", "#: a.md"), SPACE, TEAM)
    assert clean(base, ours, text(SPACE, TEAM)) == text(SPACE, TEAM, obsolete("Mars", "Планета Марс"))


def test_what_one_side_made_obsolete_and_the_other_corrected() -> None:
    ours = text(entry("Mars", "Планета Марс"), SPACE, TEAM)
    theirs = text(SPACE, TEAM, obsolete("Old", "Старое"), obsolete("Mars", "Марс"))
    expected = text(SPACE, TEAM, obsolete("Old", "Старое"), obsolete("Mars", "Планета Марс"))
    assert run(BASE, ours, theirs) == (expected, [])


def test_what_one_side_revived_stays() -> None:
    base = text(SPACE, TEAM, obsolete("Mars", "Марс"))
    ours = text(SPACE, entry("Mars", "Марс"), TEAM)
    assert clean(base, ours, text(SPACE, TEAM.replace('""', '"Экипаж"'))) == text(
        SPACE, entry("Mars", "Марс"), entry("Team", "Экипаж")
    )
    theirs = text(SPACE, TEAM, obsolete("Mars", "Планета Марс"))
    assert clean(base, ours, theirs) == text(SPACE, entry("Mars", "Планета Марс"), TEAM)


def test_only_theirs_is_in_another_order() -> None:
    theirs = text(MARS, TEAM, SPACE)
    ours = text(SPACE, entry("New", "Новое"), entry("Mars", "Марс!"), TEAM)
    assert run(BASE, ours, theirs)[0] == text(entry("Mars", "Марс!"), TEAM, SPACE, entry("New", "Новое"))
    assert run(BASE, text(TEAM, SPACE, MARS), theirs)[0] == text(TEAM, SPACE, MARS)


# ── the source of a message has changed on one side ──────────────────────────────────────────────────────────────────

UPDATED = entry("Red Mars", "Марс", "#, fuzzy", '#| msgid "Mars"')


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (entry("Mars", "Планета Марс"), UPDATED.replace('"Марс"', '"Планета Марс"')),
        (entry("Mars", "Планета Марс", "#, fuzzy"), UPDATED.replace('"Марс"', '"Планета Марс"')),
        (entry("Mars", "Марс", "# sic"), f"# sic\n{UPDATED}"),
        (entry("Mars", "Марс", "#, fuzzy"), UPDATED),
        (entry("Mars", ""), UPDATED),
    ],
)
def test_a_correction_goes_to_the_new_message(theirs: str, expected: str) -> None:
    assert clean(BASE, text(SPACE, UPDATED, TEAM), text(SPACE, theirs, TEAM)) == text(SPACE, expected, TEAM)


def test_a_correction_goes_to_the_new_message_and_to_the_obsolete_one() -> None:
    ours = text(SPACE, UPDATED, TEAM, obsolete("Mars", "Марс"))
    theirs = text(SPACE, entry("Mars", "Планета Марс"), TEAM)
    assert run(BASE, ours, theirs)[0] == ours.replace('"Марс"', '"Планета Марс"')


def test_the_new_message_was_worked_at_too() -> None:
    ours = text(SPACE, UPDATED.replace('"Марс"', '"Красный Марс"'), TEAM)
    merged, problems = run(BASE, ours, text(SPACE, entry("Mars", "Планета Марс"), TEAM))
    notes = ('# merge-po: ours (fuzzy): "Красный Марс"', '# merge-po: theirs (fuzzy): "Планета Марс"')
    expected = entry("Red Mars", "Красный Марс", *notes, "#, fuzzy", '#| msgid "Mars"')
    assert merged == text(SPACE, expected, TEAM)
    assert [problem.rule for problem in problems] == ["merge-conflict"]


def test_both_sides_are_updated_and_one_has_translated() -> None:
    ours = text(SPACE, UPDATED, TEAM)
    theirs = text(SPACE, entry("Red Mars", "Красный Марс"), TEAM)
    assert run(BASE, ours, theirs) == (theirs, [])
    assert run(BASE, theirs, ours) == (theirs, [])


def test_the_new_message_is_translated_and_the_old_one_corrected() -> None:
    ours = text(SPACE, entry("Red Mars", "Красный Марс"), TEAM)
    theirs = text(SPACE, entry("Mars", "Планета Марс"), TEAM)
    assert clean(BASE, ours, theirs) == text(
        SPACE, entry("Red Mars", "Красный Марс"), TEAM, obsolete("Mars", "Планета Марс")
    )


def test_a_declared_correction_of_the_source_keeps_the_translation_and_the_other_side_corrects_it() -> None:
    ours = text(SPACE, entry("Mars!", "Марс"), TEAM)
    theirs = text(SPACE, entry("Mars", "Планета Марс"), TEAM)
    expected = entry("Mars!", "Планета Марс", "#, fuzzy", '#| msgid "Mars"')
    assert clean(BASE, ours, theirs) == text(SPACE, expected, TEAM)


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def head(date: str, who: str, *more: str) -> str:
    lines = [f"PO-Revision-Date: {date}", f"Last-Translator: {who}", *more]
    return "".join(f"{line}\n" for line in [*lines, "Content-Type: text/plain; charset=UTF-8"])


@pytest.mark.parametrize(
    ("ours", "theirs", "winner"),
    [
        ("2012-02-03 10:00+0300", "2012-02-02 10:00+0300", "ours"),
        ("2012-02-03 10:00+0300", "2012-02-03 09:00+0000", "theirs"),
        ("YEAR-MO-DA HO:MI+ZONE", "2012-02-02 10:00+0300", "theirs"),
        ("2012-02-02 10:00+0300", "2012-99-99 10:00+0300", "ours"),
        ("soon", "later", "ours"),
    ],
)
def test_who_saved_last_signs(ours: str, theirs: str, winner: str) -> None:
    base = head("2012-02-01 10:00+0300", "Анна", "X-Generator: vim")
    sides = (head(ours, "Борис", "X-Generator: Poedit 3"), head(theirs, "Вера", "X-Generator: Lokalize"))
    assert three_way.header(base, *sides) == (sides[winner == "theirs"], ())


def test_fields_are_merged_and_unknown_ones_kept() -> None:
    base = head("", "", "Language: ru", "Team: a", "X-Old: 1", "no field")
    ours = head(
        "", "", "X-Mine: 1", "Language: ru", "Team: b", "X-Old: 1", "no field", "POT-Creation-Date: 2012-01-01 00:00Z"
    )
    theirs = head(
        "2012-02-03 10:00+0300",
        "Вера",
        "Language: ru_RU",
        "Team: c",
        "X-Theirs: 1",
        "no field",
        "POT-Creation-Date: 2013-01-01 00:00Z",
    )
    expected = head(
        "2012-02-03 10:00+0300",
        "Вера",
        "X-Mine: 1",
        "Language: ru_RU",
        "Team: b",
        "X-Theirs: 1",
        "no field",
        "POT-Creation-Date: 2013-01-01 00:00Z",
    )
    assert three_way.header(base, ours, theirs) == (expected, ("Team",))


def test_a_conflict_in_the_header_is_told() -> None:
    sides = [text(MARS, header=HEADER.replace("Анна", who)) for who in ("Анна", "Борис", "Вера")]
    merged, problems = run(*sides)
    assert merged == sides[1]
    assert [str(problem) for problem in problems] == [
        (
            f"{PATH}:1: warning: both sides changed Last-Translator in the header; ours was kept [header-conflict]\n"
            "  hint: correct it if theirs is right"
        )
    ]


# ── whole files ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_both_sides_added() -> None:
    ours, theirs = text(SPACE, entry("Mars", "Марс!"), TEAM), text(SPACE, MARS, entry("Team", "Экипаж"))
    merged, problems = run("", ours, theirs)
    assert merged.count("merge-po") == 2
    assert 'msgstr "Экипаж"' in merged
    assert [problem.rule for problem in problems] == ["merge-conflict"]


def test_a_base_with_mistakes_does_not_matter() -> None:
    broken = BASE.replace('msgstr "Марс"', "<<<<<<< HEAD")
    assert run(broken, BASE, text(SPACE, MARS, entry("Team", "Экипаж")))[0] == text(
        SPACE, MARS, entry("Team", "Экипаж")
    )


@pytest.mark.parametrize("broken", ["ours", "theirs"])
def test_a_side_with_mistakes_is_refused(broken: str) -> None:
    sides = {"ours": BASE, "theirs": BASE, broken: BASE.replace('"Марс"', '"Марс')}
    problems = Problems()
    assert merge.contents(BASE.encode(), sides["ours"].encode(), sides["theirs"].encode(), PATH, problems) is None
    assert [str(problem).split("\n")[0] for problem in problems] == [
        f"{PATH}:13: error: {broken}: the string has no closing quotation mark [unterminated-string]"
    ]


def coded(source: str, charset: str) -> bytes:
    return source.replace("UTF-8", charset).encode(charset)


@pytest.mark.parametrize(
    ("charsets", "word", "expected"),
    [
        (("KOI8-R", "KOI8-R", "KOI8-R"), "Экипаж", "KOI8-R"),
        (("KOI8-R", "KOI8-R", "UTF-8"), "Экипаж", "UTF-8"),  # theirs has converted the file
        (("UTF-8", "KOI8-R", "UTF-8"), "Экипаж", "KOI8-R"),  # ours has
        (("UTF-8", "KOI8-R", "UTF-8"), "Экипаж №\u00a01", "UTF-8"),  # № is not in KOI8-R
        (("UTF-8", "KOI8-R", "CP1251"), "Экипаж", "KOI8-R"),
    ],
)
def test_charsets(charsets: tuple[str, str, str], word: str, expected: str) -> None:
    sides = (BASE, BASE.replace("Марс", "Марс!"), text(SPACE, MARS, entry("Team", word)))
    data = [coded(side, charset) for side, charset in zip(sides, charsets, strict=True)]
    problems = Problems()
    merged = merge.contents(data[0], data[1], data[2], PATH, problems)
    assert merged == coded(text(SPACE, entry("Mars", "Марс!"), entry("Team", word)), expected)
    told = "the texts of both sides cannot be written in koi8-r: the file is now UTF-8"
    assert [problem.message for problem in problems] == [told] * ("№" in word)


def test_bytes_written_as_numbers_are_understood_in_their_charset() -> None:
    base = coded(text(entry("a", "а"), MARS), "KOI8-R")
    ours = base.replace("Марс".encode("koi8-r"), b"\\355\\301\\322\\323")
    theirs = text(entry("a", "№"), MARS).encode()
    merged = merge.contents(base, ours, theirs, PATH, Problems())
    assert merged is not None
    assert merged.decode() == text(entry("a", "№"), MARS)


def test_ends_of_lines_are_ours() -> None:
    theirs = text(SPACE, MARS, entry("Team", "Экипаж"), entry("New", "1"))
    ours = BASE.replace("Марс", "Марс!").replace("\n", "\r\n")
    expected = text(SPACE, entry("Mars", "Марс!"), entry("Team", "Экипаж"), entry("New", "1"))
    assert run(BASE, ours, theirs)[0] == expected.replace("\n", "\r\n")
    mine = BASE.replace("Марс", "Марс!")
    assert run(BASE, mine, theirs.replace("\n", "\r\n"))[0] == expected


@pytest.mark.parametrize("cut", [(1, 0), (0, 1), (1, 1)])
def test_a_missing_newline_at_the_end(cut: tuple[int, int]) -> None:
    ours, theirs = BASE.replace("Марс", "Марс!"), text(SPACE, MARS, TEAM, entry("New", "1"))
    ours, theirs = ours[: len(ours) - cut[0]], theirs[: len(theirs) - cut[1]]
    merged, _ = run(BASE, ours, theirs)
    assert merged.rstrip("\n") == text(SPACE, entry("Mars", "Марс!"), TEAM, entry("New", "1")).rstrip("\n")


def test_comments_behind_the_last_entry_are_joined() -> None:
    merged, _ = run(BASE, BASE.replace("Марс", "Марс!") + "\n# ours", BASE + "\n# theirs\n")
    assert merged.startswith(BASE.replace("Марс", "Марс!"))
    assert sorted(filter(None, merged.removeprefix(BASE.replace("Марс", "Марс!")).split("\n"))) == [
        "# ours",
        "# theirs",
    ]


def test_templates_are_joined() -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    ours, theirs = text(entry("a"), entry("b"), header=header), text(entry("a"), entry("c"), header=header)
    merged, problems = run(text(entry("a"), header=header), ours, theirs, "locales/interface.pot")
    assert merged == text(entry("a"), entry("c"), entry("b"), header=header)
    assert problems == []


def parsed(data: bytes) -> tuple[entries.Entry, ...]:
    problems = Problems()
    file = po.parse(data, PATH, problems)
    assert list(problems) == []
    return file.entries


def noted(entry: entries.Entry) -> list[str]:
    """Read the texts that the comments of an entry keep."""
    matches = (
        re.fullmatch(r'merge-po: (?:ours|theirs)(?:\[\d+\])?(?: \([^()":]+\))?: "(.*)"', line)
        for line in entry.comments
    )
    return [escapes.unescape(match[1]) for match in matches if match]


# ── real catalogs ────────────────────────────────────────────────────────────────────────────────────────────────────


def changed(file: str, seed: int, word: str) -> str:
    """Change a tenth of the translations, and remove a few."""
    random_ = random.Random(seed)  # noqa: S311 - not for secrets
    blocks = file.split("\n\n")
    for place in range(1, len(blocks)):
        lot = random_.random()
        if lot < 0.1 and 'msgstr "' in blocks[place] and 'msgstr ""' not in blocks[place]:
            blocks[place] = blocks[place].replace('msgstr "', f'msgstr "{word} ')
        elif lot > 0.99:
            blocks[place] = ""
    return "\n\n".join(filter(None, blocks))


@pytest.mark.parametrize("name", ["mutt.ru.po", "dpkg-scripts.ru.po", "debconf.ru.crlf.po", "d-i-gpl.ru.po"])
@pytest.mark.parametrize("seed", range(3))
def test_real_catalogs(name: str, seed: int, data: Path, tmp_path: Path) -> None:
    raw = (data / "po" / name).read_bytes()
    base = raw.decode().replace("\r\n", "\n")
    ours, theirs = changed(base, seed, "НАШЕ"), changed(base, seed + 1000, "ИХ")
    assert ours != theirs
    problems = Problems()
    merged = merge.contents(raw, ours.encode(), theirs.encode(), PATH, problems)
    assert merged is not None
    conflicts = [problem for problem in problems if problem.rule == "merge-conflict"]
    notes = re.findall(r"^# merge-po: (ours|theirs)", merged.decode(), re.MULTILINE)
    assert notes.count("ours") >= len(conflicts) <= notes.count("theirs")
    assert conflicts or "mutt" not in name
    kept = {text for entry in parsed(merged) for text in (*entry.msgstr, *noted(entry))}
    for side in (ours, theirs):
        assert {form for entry in parsed(side.encode()) for form in entry.msgstr if re.match("НАШЕ|ИХ", form)} <= kept
    once = merge.contents(raw, merged, theirs.encode(), PATH, Problems())
    assert once == merged
    if MSGFMT:
        place = tmp_path / "merged.po"
        place.write_bytes(merged)
        done = subprocess.run([MSGFMT, "-c", "-o", "/dev/null", place], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def test_every_real_catalog_merges_with_itself(data: Path) -> None:
    for place in sorted((data / "po").glob("*.po")):
        raw = place.read_bytes()
        assert merge.contents(raw, raw, raw, PATH, Problems()) == raw
        assert merge.contents(b"", raw, raw, PATH, Problems()) == raw
        changed_ = po.serialize(po.parse(raw, PATH, Problems())).replace(b"\n#: ", b"\n# x\n#: ")
        assert merge.contents(raw, raw, changed_, PATH, Problems()) == changed_
        assert merge.contents(raw, changed_, raw, PATH, Problems()) == changed_
