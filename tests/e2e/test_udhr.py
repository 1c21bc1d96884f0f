"""A real parallel text in all editions: article beside article, every word there, and nothing that `verify` finds."""

from __future__ import annotations

import functools
import pathlib
import re

import pytest

import support_layout as layout
import udhr
from protocolpress.pdf import facts
from support import Press

EDITIONS = ("en", "ru", "en-ru", "ru-en")

FILES = ("udhr.en.txt", "udhr.ru.txt")

ARTICLES = 30


@pytest.fixture(scope="session")
def texts(data: pathlib.Path) -> pathlib.Path:
    """Return the folder of the texts, or skip the test and say why."""
    folder = data / "parallel"
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        pytest.skip(f"{folder} has no {', '.join(missing)}")
    return folder


@pytest.fixture(scope="session")
def project(texts: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Make the project."""
    root = tmp_path_factory.mktemp("udhr") / "project"
    udhr.fill(root, texts)
    return Press(root)


@pytest.fixture(scope="session")
def built(project: Press) -> Press:
    """Make all PDFs of the project."""
    project.build("--only", "pdf")
    return project


@functools.cache
def sheets(root: pathlib.Path, edition: str) -> tuple[layout.Sheet, ...]:
    return layout.setup(root, edition, udhr.ID)


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_is_off_the_page_over_another_or_alone(project: Press, edition: str) -> None:
    assert layout.faults(sheets(project.root, edition)) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_word_is_there_in_its_order(project: Press, texts: pathlib.Path, edition: str) -> None:
    """Compare each language's own column with its text: two editions of two columns hold the whole of both.

    A row may go on over the page, and the heads of the columns stand there again, in the middle of a sentence.
    """
    locales = edition.split("-")
    for column, locale in enumerate(locales):
        said = letters(
            " ".join(
                piece.words
                for sheet in sheets(project.root, edition)
                for piece in sheet.of("text")
                if len(locales) == 1 or (piece.row and piece.column == column and "column-heads" not in piece.classes)
            )
        )
        place = 0
        for _, words in udhr.read(texts / f"udhr.{locale}.txt"):
            place = said.find(letters(words), place)
            assert place >= 0, words
            place += len(letters(words))


def letters(words: str) -> str:
    """Leave letters and figures only: spaces, hyphens at the ends of lines and quotation marks are typography."""
    return "".join(letter for letter in words if letter.isalnum()).casefold()


@pytest.mark.parametrize("edition", ["en-ru", "ru-en"])
def test_article_stands_beside_article_and_paragraph_beside_paragraph(project: Press, edition: str) -> None:
    rows: dict[int, list[layout.Piece]] = {}
    for sheet in sheets(project.root, edition):
        own: dict[int, list[layout.Piece]] = {}
        for piece in sheet.of("text"):
            if piece.row and "column-heads" not in piece.classes:
                own.setdefault(piece.row, []).append(piece)
        for row, pieces in own.items():
            if row not in rows and {piece.column for piece in pieces} == {0, 1}:
                first, second = (min(piece.bottom for piece in pieces if piece.column == side) for side in (0, 1))
                assert abs(first - second) < 0.1, pieces[0].words
        rows |= {row: [*rows.get(row, []), *pieces] for row, pieces in own.items()}
    numbers = []
    for pieces in rows.values():
        heads = [re.fullmatch(r"(?:Article|Статья)\s(\d+)", piece.words.strip()) for piece in pieces]
        if found := [match[1] for match in heads if match]:
            assert len(found) == 2, pieces[0].words
            assert found[0] == found[1]
            numbers.append(int(found[0]))
    assert numbers == list(range(1, ARTICLES + 1))


@pytest.mark.parametrize("edition", ["en-ru", "ru-en"])
def test_a_block_without_a_partner_stands_alone_in_its_column(project: Press, edition: str) -> None:
    rows: dict[int, set[int]] = {}
    words: dict[int, str] = {}
    for sheet in sheets(project.root, edition):
        for piece in sheet.of("text"):
            if piece.row and "column-heads" not in piece.classes:
                rows.setdefault(piece.row, set()).add(piece.column)
                words.setdefault(piece.row, piece.words)
    alone = {words[row]: columns for row, columns in rows.items() if len(columns) == 1}
    assert alone == {udhr.ALONE: {edition.split("-").index("en")}}


@pytest.mark.parametrize("edition", ["en", "ru"])
def test_nothing_stands_in_the_place_of_a_block_without_a_partner(built: Press, edition: str) -> None:
    text = " ".join(built.text(f"build/pdf/{edition}/{udhr.ID}.pdf"))
    assert "\\" not in text
    assert (udhr.ALONE in text) == (edition == "en")


def test_bookmarks_are_the_preamble_and_the_articles(built: Press) -> None:
    outline = facts.outline(built.data(f"build/pdf/en/{udhr.ID}.pdf"))
    titles = [bookmark.title for bookmark in outline[0].children]
    assert titles == ["Preamble", *(f"Article {number}" for number in range(1, ARTICLES + 1))]


def test_verify_finds_nothing(built: Press) -> None:
    done = built.run("verify", "--no-verapdf", "build", code=0)
    assert done.err == ""
