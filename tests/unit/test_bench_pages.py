"""What is measured of pages: empty feet, ladders of hyphens, divided last words."""

from __future__ import annotations

import datetime as dt
import pathlib
import shutil

import pytest
from bench import pages

from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import render

FILES = DiskFiles(pathlib.Path(__file__).parent.parent.parent)


def made(body: str) -> bytes:
    head = '<title>x</title><link rel="stylesheet" href="/templates/print.css">'
    html = f'<html lang="en"><head>{head}</head><body class="protocol single en"><h1>Title</h1>{body}</body></html>'
    return render.render(HtmlPage(path="html/en/a.html", html=html), FILES, day=dt.date(2012, 2, 29))


def test_feet_count_but_for_the_last_page_of_a_part() -> None:
    found = pages.measure(
        made('<p>Words.</p><p style="break-before: page">More.</p><h1 style="break-before: page">Annex</h1><p>End.</p>')
    )
    assert found.pages == 3
    (foot,) = found.feet
    assert 150 < foot < pages.TEXT


def test_ladders_and_divided_last_words_count() -> None:
    found = pages.measure(made("<p>one inter-<br>national inter-<br>change inter-<br>mediate and<br>more</p>"))
    assert (found.ladder, found.divided) == (3, 0)
    assert pages.measure(made("<p>one inter-<br>national</p>")).divided == 1


def test_a_row_has_what_was_measured() -> None:
    row = pages.Measure(pages=3, feet=(24.5, 0.0), ladder=2, divided=0, wide=0.0312).row("a", "en-ru")
    assert row == "| a | en-ru | 3 | 12.2 | 90% | 2 | 0 | 3.1% |"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_wide_word_spaces_count() -> None:
    words = "Words of a line that is set to its measure, and more of them in the next one, where they end. " * 2
    even, loose = f"<p class='text'>{words}</p>", f"<p class='text' style='word-spacing: 4pt'>{words * 3}</p>"
    assert pages.wide(made(even * 3)) == 0
    assert pages.wide(made(even * 3 + loose)) > 0.3
