"""Documents that no official would write, set in every way: nothing lies over anything, off the page, or alone."""

from __future__ import annotations

import functools
import itertools
import pathlib
import shutil
from collections.abc import Callable, Iterator

import pytest

import support_layout as layout
from support import ROOT

DAY = "2012-05-15"

ENGLISH = (
    "The Parties shall measure the level of the river every day at noon and shall inform each other without delay of "
    "any level that endangers a settlement, a bridge or a crossing. "
)
RUSSIAN = (
    "Стороны ежедневно в полдень измеряют уровень воды в реке и незамедлительно информируют друг друга о любом уровне, "
    "представляющем опасность для населенных пунктов, мостов и переправ. "
)

ADDRESS = "https://example.org/" + "0123456789abcdefghijklmnopqrstuvwxyz" * 8

NAMES = {"Jane Sample-Longfellow": "Джейн Сэмпл-Лонгфелло", "Ivan Primerov": "Иван Примеров"}

PEOPLE = 30
"""Signatories of a side."""

Words = dict[str, str]
Case = tuple[str, str, Words]
"""Further front matter, the body, and the Russian translations."""


def text(sentence: str, words: int, number: int = 0) -> str:
    """Repeat a sentence until it has so many words, and end it with a number of its own."""
    found = list(itertools.islice(itertools.cycle(sentence.split()), words))
    return " ".join([*found, f"({number})."])


def pair(english: int, russian: int, number: int) -> tuple[str, str]:
    """Return a paragraph of this many words in each language."""
    return text(ENGLISH, english, number), text(RUSSIAN, russian, number)


CLOSING = ("Done at Exampleton in two copies.", "Совершено в Примерске в двух экземплярах.")


def closed(pairs: list[tuple[str, str]]) -> str:
    """Return a closing clause after numbered paragraphs."""
    return "\n\n".join(f"1. {english}" for english, _ in pairs) + f"\n\n{{.closing}}\n{CLOSING[0]}\n"


def long_article() -> Case:
    """An article of four pages in English and of one in Russian."""
    pairs = [pair(150, 38, number) for number in range(12)]
    body = f"## Levels {{#levels}}\n\n{closed(pairs)}"
    return "", body, {"Levels": "Уровни", **dict([*pairs, CLOSING])}


def giant_paragraph() -> Case:
    """A paragraph of 3,000 words; the program takes no more than 20,000 characters for one."""
    pairs = [pair(60, 60, 1), pair(3000, 2600, 2), pair(60, 60, 3)]
    return "", f"## Levels {{#levels}}\n\n{closed(pairs)}", {"Levels": "Уровни", **dict([*pairs, CLOSING])}


def many_signatories() -> Case:
    """Sixty people sign."""
    pairs = [pair(70, 70, number) for number in range(3)]
    north, south = (", ".join(f"{side}-{n}" for n in range(PEOPLE)) for side in ("north", "south"))
    front = f"signatories: {{north: [{north}], south: [{south}]}}\n"
    return front, f"## Levels {{#levels}}\n\n{closed(pairs)}", {"Levels": "Уровни", **dict([*pairs, CLOSING])}


def long_table() -> Case:
    """A table of seventy rows, with a paragraph around it."""
    pairs = [pair(60, 60, 1), pair(60, 60, 2)]
    head = {"Gauge": "Водомерный пост", "What is measured there": "Что на нем измеряется", "Level": "Уровень"}
    cells = {f"Gauge number {n}": f"Пост номер {n}" for n in range(70)}
    what = {f"{text(ENGLISH, 5 + n % 9, n)}": text(RUSSIAN, 4 + n % 11, n) for n in range(70)}
    rows = [f"| {cell} | {said} | {n * 37} |" for n, (cell, said) in enumerate(zip(cells, what, strict=True))]
    table = "\n".join(["| " + " | ".join(head) + " |", "| --- | --- | ---: |", *rows])
    levels = {str(n * 37): str(n * 37) for n in range(70)}
    body = f"## Levels {{#levels}}\n\n1. {pairs[0][0]}\n\n{table}\n\n{closed(pairs[1:])}"
    return "", body, {"Levels": "Уровни", **dict([*pairs, CLOSING]), **head, **cells, **what, **levels}


def long_address() -> Case:
    """An address of 300 characters without a word in it, as text, in a list, in a table and in a note."""
    english, russian = f"See {ADDRESS} there.[^1]", f"См. {ADDRESS} там.[^1]"
    words = {
        english: russian,
        ADDRESS: ADDRESS,
        f"At {ADDRESS}": f"В {ADDRESS}",
        "Where": "Где",
        "What": "Что",
        "Data": "Данные",
    }
    table = f"| What | Where |\n| --- | --- |\n| Data | {ADDRESS} |"
    return (
        "",
        f"{english}\n\n1. A\n   1. {ADDRESS}\n\n{table}\n\n{closed([])}\n\n[^1]: At {ADDRESS}\n",
        {**words, "A": "А", **dict([CLOSING])},
    )


def long_note() -> Case:
    """Notes that are longer than what is left of their pages."""
    pairs = [pair(60, 60, number) for number in range(24)]
    words, lines, notes = dict([CLOSING]), [], []
    for number, (english, russian) in enumerate(pairs):
        mark = f"[^{number}]" if number % 4 == 2 else ""
        words[english + mark] = russian + mark
        lines.append(f"1. {english}{mark}")
        if mark:
            note = pair(230, 230, 100 + number)
            words[note[0]] = note[1]
            notes.append(f"[^{number}]: {note[0]}")
    body = "\n\n".join(["## Levels {#levels}", *lines, f"{{.closing}}\n{CLOSING[0]}", *notes])
    return "", body, {"Levels": "Уровни", **words}


def many_annexes() -> Case:
    """Twelve annexes, some of them of two lines."""
    pairs = [pair(70, 70, 1)]
    names = ", ".join(f"protocols/{DAY}-annex-{n}" for n in range(12))
    return (
        f"annexes: [{names}]\n",
        f"## Levels {{#levels}}\n\n{closed(pairs)}",
        {"Levels": "Уровни", **dict([*pairs, CLOSING])},
    )


def long_title() -> Case:
    """A title of a hundred words."""
    pairs = [pair(60, 60, number) for number in range(4)]
    return "", f"## Levels {{#levels}}\n\n{closed(pairs)}", {"Levels": "Уровни", **dict([*pairs, CLOSING])}


def deep_numbers() -> Case:
    """Paragraphs, sub-paragraphs and theirs up to twelve of each: "(viii)" is wider than the step of a level."""
    sentence = text(ENGLISH, 24), text(RUSSIAN, 24)
    lines = [
        *(f"1. {sentence[0]}" for _ in range(12)),
        *(f"   1. {sentence[0]}" for _ in range(12)),
        *(f"      1. {sentence[0]}" for _ in range(12)),
    ]
    body = "\n".join(lines)
    return "", f"## Levels {{#levels}}\n\n{body}\n\n{closed([])}", {"Levels": "Уровни", **dict([sentence, CLOSING])}


def short_lines() -> Case:
    """Forty articles of one to four lines."""
    said = {f"Line number {n}.": f"Строка номер {n}." for n in range(160)}
    names = {f"Levels {n}": f"Уровни {n}" for n in range(40)}
    parts = []
    for number, name in enumerate(names):
        lines = [*said][4 * number : 4 * number + 1 + number % 4]
        parts.append("\n\n".join([f"## {name}", *lines]))
    body = "\n\n".join([*parts, closed([])])
    return "", body, {**said, **names, **dict([CLOSING])}


CASES: dict[str, Callable[[], Case]] = {
    "deep-numbers": deep_numbers,
    "short-lines": short_lines,
    "long-article": long_article,
    "giant-paragraph": giant_paragraph,
    "many-signatories": many_signatories,
    "long-table": long_table,
    "long-address": long_address,
    "long-note": long_note,
    "many-annexes": many_annexes,
    "long-title": long_title,
}


def write(root: pathlib.Path, name: str, case: Case) -> None:
    """Write a case into a project."""
    front, body, words = case
    title = (text(ENGLISH, 100), text(RUSSIAN, 100)) if name == "long-title" else (f"Case {name}", f"Случай {name}")
    parties = "" if "signatories" in front else "signatories: {north: sample, south: primerov}\n"
    source = (
        f"---\ntitle: {title[0]}\nnumber: WG-1\ndate: {DAY}\nparties: [north, south]\n{front}{parties}---\n\n{body}"
    )
    (root / f"sources/protocols/{DAY}-{name}.md").write_text(source, "utf-8")
    catalog = layout.catalog("ru", {title[0]: title[1], **words})
    (root / f"locales/ru/LC_MESSAGES/protocols/{DAY}-{name}.po").write_text(catalog, "utf-8")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Make a project of all cases; two in three of its annexes have two lines."""
    root = tmp_path_factory.mktemp("stress") / "project"
    shutil.copytree(ROOT / "skeleton", root)
    people = [
        f"{side}-{n}:\n  name: {name} {n}\n  index: {name} {n}\n"
        for side, name in zip(("north", "south"), NAMES, strict=True)
        for n in range(PEOPLE)
    ]
    with (root / "sources/registry/people.yaml").open("a") as file:
        file.write("\n" + "\n".join(people))
    for name, make in CASES.items():
        write(root, name, make())
    names = {f"{name} {n}": f"{other} {n}" for name, other in NAMES.items() for n in range(PEOPLE)}
    with (root / "locales/ru/LC_MESSAGES/registry.po").open("a") as file:
        file.write("\n" + layout.catalog("ru", names).partition("\n\n")[2])
    draft = pair(300, 300, 1)
    source = f"---\ntitle: Levels\ndate: {DAY}\n---\n\n{draft[0]}\n"
    (root / f"sources/events/{DAY}-draft.md").write_text(source, "utf-8")
    (root / f"locales/ru/LC_MESSAGES/events/{DAY}-draft.po").write_text(layout.catalog("ru", {"Levels": ""}), "utf-8")
    for number in range(12):
        name = f"annex-{number}"
        pairs = [pair(20 if number % 3 else 600, 20 if number % 3 else 500, number)]
        annex = f"---\nkind: annex\ntitle: Annex called {number}\ndate: {DAY}\n---\n\n{pairs[0][0]}\n"
        (root / f"sources/protocols/{DAY}-{name}.md").write_text(annex, "utf-8")
        words = layout.catalog("ru", {f"Annex called {number}": f"Приложение под названием {number}", **dict(pairs)})
        (root / f"locales/ru/LC_MESSAGES/protocols/{DAY}-{name}.po").write_text(words, "utf-8")
    return root


@functools.cache
def sheets(root: pathlib.Path, name: str, edition: str) -> tuple[layout.Sheet, ...]:
    """Lay out a case."""
    return layout.setup(root, edition, f"protocols/{DAY}-{name}")


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_off_the_page_over_another_or_alone(project: pathlib.Path, name: str, edition: str) -> None:
    assert layout.faults(sheets(project, name, edition)) == []


@pytest.mark.parametrize("name", ["long-article", "giant-paragraph", "long-note"])
def test_a_pair_starts_at_one_height(project: pathlib.Path, name: str) -> None:
    seen: set[int] = set()
    for sheet in sheets(project, name, "en-ru"):
        for row, pieces in grouped(sheet).items():
            first, second = ([piece.bottom for piece in pieces if piece.column == column] for column in (0, 1))
            if row not in seen:
                assert first, (name, sheet.number)
                assert second, (name, sheet.number)
                assert abs(min(first) - min(second)) < 0.1, (name, sheet.number, pieces[0].words)
        seen |= {*grouped(sheet)}
    assert len(seen) > 4


def grouped(sheet: layout.Sheet) -> dict[int, list[layout.Piece]]:
    """Return the pieces of each row of the columns that are no notes."""
    found: dict[int, list[layout.Piece]] = {}
    for piece in sheet.of("text"):
        if piece.row and "columns" in piece.classes and "column-heads" not in piece.classes:
            found.setdefault(piece.row, []).append(piece)
    return found


@pytest.mark.parametrize("name", CASES)
def test_every_page_of_columns_has_their_heads(project: pathlib.Path, name: str) -> None:
    for sheet in sheets(project, name, "en-ru"):
        if grouped(sheet):
            heads = [piece.words for piece in sheet.of("text") if "column-heads" in piece.classes]
            assert heads[:2] == ["English", "Русский"], (name, sheet.number)


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
def test_a_table_repeats_its_head_on_every_page(project: pathlib.Path, edition: str) -> None:
    found = 0
    for sheet in sheets(project, "long-table", edition):
        if any(piece.tag in ("td", "div") and "plain" in piece.classes for piece in sheet.pieces):
            found += 1
            assert ("Level" if edition.startswith("en") else "Уровень") in sheet.words(), sheet.number
    assert found > 2


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
def test_a_note_stands_on_the_page_of_its_call_and_in_its_column(project: pathlib.Path, edition: str) -> None:
    found = 0
    for sheet in sheets(project, "long-note", edition):
        middle = (sheet.left + sheet.right) / 2
        calls = [(piece.words, piece.left > middle) for piece in sheet.marks("call")]
        notes = [(piece.words, piece.left > middle) for piece in sheet.marks("marker")]
        if len(edition) > 2:
            assert sorted(calls) == sorted(notes), sheet.number
        else:
            assert [number for number, _ in calls] == [number for number, _ in notes], sheet.number
        found += len(notes)
    assert found == (12 if len(edition) > 2 else 6)


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
@pytest.mark.parametrize("name", ["long-article", "giant-paragraph", "many-signatories", "long-title", "many-annexes"])
def test_the_closing_clause_has_two_lines_of_the_last_article_and_a_signature(
    project: pathlib.Path, name: str, edition: str
) -> None:
    (sheet,) = (one for one in sheets(project, name, edition) if any("closing" in p.classes for p in one.pieces))
    body = [piece for piece in sheet.of("text") if "column-heads" not in piece.classes]
    closing = min(piece.top for piece in body if "closing" in piece.classes)
    above = {round(piece.bottom) for piece in body if piece.bottom < closing and piece.column == 0}
    assert len(above) >= 2
    assert any("signature" in piece.classes and "for" in piece.classes for piece in body)
    assert any("signatory" in piece.classes for piece in body)


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
@pytest.mark.parametrize("name", ["giant-paragraph", "long-note", "long-table", "long-address", "long-title"])
def test_every_word_is_there(project: pathlib.Path, name: str, edition: str) -> None:
    said = letters(" ".join(read(sheets(project, name, edition), edition)))
    words = CASES[name]()[2]
    for english, russian in words.items():
        for locale, expected in (("en", english), ("ru", russian)):
            if locale in edition:
                for sentence in expected.split("[^")[0].split(". "):
                    assert letters(sentence) in said, (name, sentence)


def read(pages: tuple[layout.Sheet, ...], edition: str) -> Iterator[str]:
    """Return the words of the text and of the notes, column after column."""
    for place, column in itertools.product(("text", "footnote"), range(len(edition.split("-")))):
        for sheet in pages:
            middle = (sheet.left + sheet.right) / 2 if "-" in edition else 0
            for piece in sheet.of(place):
                if "column-heads" not in piece.classes and (piece.left > middle) == (column == 1 or not middle):
                    yield piece.words


def letters(words: str) -> str:
    """Leave letters and figures only: spaces, hyphens at the ends of lines and quotation marks are typography."""
    return "".join(letter for letter in words if letter.isalnum())


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
def test_two_lines_of_an_article_stand_below_its_heading(project: pathlib.Path, edition: str) -> None:
    found = sheets(project, "short-lines", edition)
    assert len(found) > 3
    articles = set()
    for sheet in found[:-1]:
        body = [piece for piece in sheet.of("text") if "column-heads" not in piece.classes and piece.column == 0]
        heading = [piece for piece in body if piece.tag == "h2" and "number" not in piece.classes][-1]
        number = int(heading.words.split()[-1])
        articles.add(number % 4)
        below = {round(piece.bottom) for piece in body if piece.bottom > heading.bottom + 1}
        assert len(below) >= min(2, 1 + number % 4), (sheet.number, heading.words)
    assert articles


@pytest.mark.parametrize("edition", ["en", "ru", "en-ru"])
def test_every_page_of_signatures_says_for_whom(project: pathlib.Path, edition: str) -> None:
    pages = [
        sheet
        for sheet in sheets(project, "many-signatories", edition)
        if any("signatory" in piece.classes for piece in sheet.pieces)
    ]
    assert len(pages) > 4
    for sheet in pages:
        said = sheet.words()
        for locale, names in (("en", ("For the Northern", "For the Southern")), ("ru", ("За Северное", "За Южное"))):
            assert all((name in said) == (locale in edition) for name in names), sheet.number
        left, right = sorted({round(piece.left) for piece in sheet.pieces if "for" in piece.classes})
        assert left == round(sheet.left)
        assert 0 < right - (sheet.left + sheet.right) / 2 < 0.05 * (sheet.right - sheet.left), "two equal columns"


def test_every_page_of_a_draft_in_large_print_says_so(project: pathlib.Path) -> None:
    found = layout.setup(project, "ru", f"events/{DAY}-draft", large=True, draft=True)
    assert len(found) > 1
    assert layout.faults(found) == []
    for sheet in found:
        marks = [piece.words for piece in sheet.of("margin") if "ПРОЕКТ" in piece.words]
        assert marks == ["ПРОЕКТ"], sheet.number


@pytest.mark.parametrize("edition", ["en", "ru"])
@pytest.mark.parametrize("words", range(80, 176, 16))
def test_documents_never_stand_alone_on_a_page_of_large_print(project: pathlib.Path, edition: str, words: int) -> None:
    found = layout.setup(project, edition, event(project, words), large=True)
    last = found[-1].of("text")
    assert any("documents" in piece.classes for piece in last)
    assert any("documents" not in piece.classes for piece in last)


def event(root: pathlib.Path, words: int) -> str:
    """Write a brief of so many words, with a document, and give its id."""
    said = pair(words, words, 1)
    front = f"title: Levels\ndate: {DAY}\nprotocols: [protocols/{DAY}-deep-numbers]\n"
    (root / f"sources/events/{DAY}-{words}.md").write_text(f"---\n{front}---\n\n{said[0]}\n", "utf-8")
    catalog = layout.catalog("ru", {"Levels": "Уровни", said[0]: said[1]})
    (root / f"locales/ru/LC_MESSAGES/events/{DAY}-{words}.po").write_text(catalog, "utf-8")
    return f"events/{DAY}-{words}"


@pytest.mark.parametrize("edition", ["en", "en-ru"])
def test_annexes_begin_their_sheets(project: pathlib.Path, edition: str) -> None:
    starts = []
    for sheet in sheets(project, "many-annexes", edition):
        labels = [piece for piece in sheet.of("text") if "annex-label" in piece.classes]
        starts += [piece.words for piece in labels if piece.column == 0]
        assert (
            not labels
            or min(piece.top for piece in sheet.of("text") if "column-heads" not in piece.classes) > labels[0].top - 1
        )
    assert len(starts) == 12
