"""What was signed stays as it was: a seal of the text in all languages, and what differs from it."""

from __future__ import annotations

import pytest

from protocolpress import project
from protocolpress.errors import FilesError, Problems, Severity, SourceError
from protocolpress.files import MemoryFiles
from protocolpress.plan import sealing
from protocolpress.plan.library import Library

ID = "protocols/a"
SEAL = "seals/protocols/a.txt"

SOURCE = """---
title: Protocol
number: 5
date: 2012-03-01
status: signed
parties: [north]
annexes: [b]
---

The period is three months.

{.actions}
| What | Who | When |
| --- | --- | --- |
| Report | @north | 2012-06 |
"""

ANNEX = "---\nkind: annex\ntitle: Annex\ndate: 2012-03-01\n---\n\nA list.\n"

PO = """msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""

RUSSIAN = {
    "Protocol": "Протокол",
    "The period is three months.": "Срок составляет три месяца.",
    "What": "Что",
    "Who": "Кто",
    "When": "Когда",
    "Report": "Доложить",
}


def catalog(words: dict[str, str]) -> str:
    return PO + "".join(f'msgid "{msgid}"\nmsgstr "{said}"\n\n' for msgid, said in words.items())


FILES = {
    "protocolpress.toml": '[group]\nname = "G"\n',
    "sources/protocols/a.md": SOURCE,
    "sources/protocols/b.md": ANNEX,
    "locales/ru/LC_MESSAGES/protocols/a.po": catalog(RUSSIAN),
    "locales/ru/LC_MESSAGES/protocols/b.po": catalog({"Annex": "Приложение", "A list.": "Список."}),
}


def library(**changes: str) -> Library:
    files = MemoryFiles(FILES | {path.replace("__", "/"): text for path, text in changes.items()})
    return Library(files, project.read(files), Problems())


def sealed() -> str:
    return sealing.make(library(), ID).decode()


def reported(changes: dict[str, str]) -> list[str]:
    """Return what is reported of a sealed document in which texts were replaced."""
    files = {SEAL: sealed(), **FILES}
    for old, new in changes.items():
        assert any(old in text for path, text in files.items() if path != SEAL)
        files = {path: text if path == SEAL else text.replace(old, new) for path, text in files.items()}
    memory = MemoryFiles(files)
    known = Library(memory, project.read(memory), Problems())
    sealing.check(known, known.parse(ID))
    return [f"{one.position}: {one.message} [{one.rule}]" for one in known.problems]


def test_a_seal_says_in_lines_what_was_signed() -> None:
    text = sealed()
    assert text.splitlines()[1].startswith("sha256: ")
    for line in (
        "a · number: 5",
        "a · row 1 of a table: 2012-06",
        "a · row 1 of a table: north",
        "en · Protocol a · preamble: The period is three months.",
        "ru · Protocol a · preamble: Срок составляет три месяца.",
        "ru · Annex b · preamble: Список.",
    ):
        assert line in text.splitlines()


def test_what_is_as_it_was_signed_is_not_reported() -> None:
    assert reported({}) == []
    assert reported({"annexes: [b]": "annexes: [protocols/b]\ncertificates: [true-copy]\ndistribution: [A]"}) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "is three months",
            "is thirteen months",
            "a.md:10: en · Protocol a · preamble: changed since it was signed: The period is [-three-] {+thirteen+} months.",
        ),
        (
            "три месяца",
            "два месяца",
            "protocols/a.po:10: ru · Protocol a · preamble: changed since it was signed: Срок составляет [-три-] {+два+} месяца.",
        ),
        ("number: 5", "number: 6", "sources/protocols/a.md:3:1: a · number: changed since it was signed: [-5-]{+6+}"),
        ("2012-06 |", "2012-07 |", "a · row 1 of a table: changed since it was signed: [-2012-06-]{+2012-07+}"),
        ("A list.", "A longer list.", "en · Annex b · preamble: changed since it was signed: A {+longer+} list."),
        ("\n{.actions}", "\nMore.\n\n{.actions}", "not in the signed text: en · Protocol a · preamble: More."),
        ("status: signed", "status: record\neffective: 2012-05", "not in the signed text: a · effective: 2012-05"),
    ],
)
def test_a_change_is_an_error_that_shows_the_difference(old: str, new: str, problem: str) -> None:
    found = reported({old: new})
    assert any(problem in one for one in found), found
    assert all(one.endswith("[signed-changed]") for one in found)


def test_of_a_long_text_the_difference_is_shown_with_a_few_words_around_it() -> None:
    many = "word " * 40
    shown = sealing.difference(f"{many}one {many}", f"{many}two {many}")
    assert "word [-one-] {+two+} word" in shown
    assert len(shown) < 130
    assert sealing.difference("a  b", "a b") == "[-a  b-]{+a b+}"


def test_many_differences_are_counted() -> None:
    found = reported({'msgstr "': 'msgstr "Новое: '})
    assert len(found) == sealing.MOST + 1
    assert any("3 more differences from the signed text" in one for one in found)


def test_a_seal_that_was_edited_is_an_error() -> None:
    changed = library(**{SEAL: sealed().replace("number: 5", "number: 6")})
    sealing.check(changed, changed.parse(ID))
    assert [one.rule for one in changed.problems] == ["bad-seal"]


def test_a_signed_document_without_a_seal_is_a_note() -> None:
    known = library()
    sealing.check(known, known.parse(ID))
    assert [(one.rule, one.severity) for one in known.problems] == [("not-sealed", Severity.NOTE)]


def test_only_what_is_signed_and_translated_is_sealed() -> None:
    with pytest.raises(SourceError, match="protocols/a is not signed"):
        sealing.make(library(**{"sources/protocols/a.md": SOURCE.replace("signed", "record")}), ID)
    half = library(**{"locales/ru/LC_MESSAGES/protocols/a.po": catalog({"Report": "Доложить"})})
    with pytest.raises(SourceError, match="5 texts are not translated, the first: ru · Protocol a · title: Protocol"):
        sealing.make(half, ID)


def test_a_text_is_sealed_once() -> None:
    assert sealing.make(library(**{SEAL: sealed()}), ID).decode() == sealed()
    with pytest.raises(FilesError, match="a different text has already been sealed"):
        sealing.make(library(**{SEAL: sealed().replace("5", "6")}), ID)
