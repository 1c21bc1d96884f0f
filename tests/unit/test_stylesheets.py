"""What pages share in a process: it saves parsing, and nothing can be seen of it in a PDF."""

from __future__ import annotations

import datetime as dt
import pathlib
from typing import Any

import pytest

from protocolpress.build.recording import RecordingFiles
from protocolpress.errors import RenderError
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import facts, render, stylesheets

DISK = DiskFiles(pathlib.Path(__file__).parent)
FACES = {f"fonts/PT_Serif-Web-{face}.ttf": DISK.read(f"fonts/PT_Serif-Web-{face}.ttf") for face in ("Regular", "Bold")}
REGULAR = "@font-face { font-family: PT Serif; src: url(/fonts/PT_Serif-Web-Regular.ttf) }\n"
BOLD = "@font-face { font-family: PT Serif; font-weight: bold; src: url(/fonts/PT_Serif-Web-Bold.ttf) }\n"
SHEETS = {
    "templates/one.css": f"{REGULAR}@page {{ margin: 1cm }} html {{ font: 10pt PT Serif }}",
    "templates/both.css": f"{REGULAR}{BOLD}@page {{ margin: 2cm }} html {{ font: 10pt PT Serif }}",
    "templates/bad.css": f"{REGULAR}html {{ font: 10pt PT Serif; colour: red }}",
}
DAY = dt.date(2012, 2, 29)


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylesheets, "_shelves", {})


def made(
    sheet: str, files: MemoryFiles | RecordingFiles | None = None, words: str = "Words and <b>bold</b> words"
) -> bytes:
    head = f'<title>T</title><link rel="stylesheet" href="/templates/{sheet}">'
    page = HtmlPage(
        path="html/en/a.html", html=f'<html lang="en"><head>{head}</head><body><p>{words}</p></body></html>'
    )
    return render.render(page, files or MemoryFiles({**SHEETS, **FACES}), day=DAY)


def test_a_page_is_the_same_whatever_was_set_before_it() -> None:
    alone = made("one.css")
    stylesheets._shelves.clear()  # noqa: SLF001
    other = made("both.css")
    assert made("one.css") == alone
    assert made("one.css") == alone
    assert made("both.css") == other
    assert {name for page in (alone, other) for name in facts.fonts(page)} == {"PT-Serif", "PT-Serif-Bold"}
    assert len(stylesheets._shelves) == 2  # noqa: SLF001


def test_a_stylesheet_is_parsed_once_and_its_files_are_read_for_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed, parse = [], stylesheets._make

    def make(**given: Any) -> object:  # noqa: ANN401 - WeasyPrint has no types
        parsed.append(given["url"])
        return parse(**given)

    monkeypatch.setattr(stylesheets, "_make", make)
    asked = []
    for words in ("one", "two"):
        traced = RecordingFiles(MemoryFiles({**SHEETS, **FACES}))
        made("both.css", traced, words)
        asked.append(traced.dependencies())
    assert len(parsed) == 1
    assert asked[0] == asked[1]
    assert [name for _, name, _ in asked[0]] == [*sorted(FACES), "templates/both.css"]


def test_a_changed_stylesheet_and_a_font_that_is_gone_are_seen() -> None:
    before = made("one.css")
    changed = {**SHEETS, "templates/one.css": SHEETS["templates/one.css"].replace("1cm", "3cm")}
    assert made("one.css", MemoryFiles({**changed, **FACES})) != before
    with pytest.raises(RenderError, match="PT_Serif-Web-Regular"):
        made("one.css", MemoryFiles(SHEETS))
    assert made("one.css") == before


def test_what_is_wrong_with_a_stylesheet_is_said_of_each_page() -> None:
    for _ in range(2):
        with pytest.raises(RenderError, match="colour"):
            made("bad.css")
    assert not stylesheets._shelves  # noqa: SLF001


def test_no_more_is_kept_than_a_publication_needs() -> None:
    for number in range(stylesheets.SHELVES + 3):
        stylesheets.keep(stylesheets.Shelf(str(number)))
    assert [*stylesheets._shelves] == [str(number) for number in range(3, stylesheets.SHELVES + 3)]  # noqa: SLF001
