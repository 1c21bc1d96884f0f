"""Nothing leaves its place: wide tables are set closer, then turned, and what cannot be helped is named."""

from __future__ import annotations

import datetime as dt
import io
import pathlib

import pypdf
import pytest

from protocolpress.errors import RenderError
from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import fitting, render

FILES = DiskFiles(pathlib.Path(__file__).parent.parent.parent)
MONTHS = ("Station", *(f"Month {month} level" for month in range(1, 14)))
OFFICIAL = (
    "Станция|Ответственный исполнитель|Местонахождение|Продолжительность|Периодичность|Финансирование",
    "Верхний мост|Гидрометеорологическое управление|правобережный|круглогодично|ежемесячно|межправительственное",
)
ADDRESS = (
    '<span class="address">portal.<wbr>water-<wbr>levels.<wbr>example/<wbr>readings/<wbr>of/<wbr>all/<wbr>gauges</span>'
)


def table(*rows: tuple[str, ...], lang: str = "en") -> str:
    head, *body = rows
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body)
    return f'<table class="plain" lang="{lang}"><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>'


def made(body: str) -> pypdf.PdfReader:
    head = '<title>x</title><link rel="stylesheet" href="/templates/print.css">'
    html = f'<html lang="en"><head>{head}</head><body class="protocol single en"><h1>Tables</h1>{body}<p>End.</p></body></html>'
    page = HtmlPage(path="html/en/a.html", html=html)
    return pypdf.PdfReader(io.BytesIO(render.render(page, FILES, day=dt.date(2012, 2, 29))))


def turned(reader: pypdf.PdfReader) -> list[bool]:
    return [page.mediabox.width > page.mediabox.height for page in reader.pages]


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (table(MONTHS, ("Upper bridge", *(f"{101 + month}.25" for month in range(13)))), [False]),
        (table(MONTHS[:8], ("Upper bridge", *("1,101.25" for _ in range(7)))), [False]),
        (table(*(tuple(row.split("|")) for row in OFFICIAL), lang="ru"), [False]),
        (table(("Where", "What"), (ADDRESS, ADDRESS)), [False]),
        (table(MONTHS, ("Upper bridge", *(f"{101 + month},234.25" for month in range(13)))), [False, True, False]),
    ],
)
def test_a_wide_table_stays_on_its_page(body: str, pages: list[bool]) -> None:
    assert turned(made(body)) == pages


def test_a_table_that_fits_nowhere_is_named() -> None:
    wide = table(tuple(f"Level {number}" for number in range(20)), tuple(f"{10**14 + number}" for number in range(20)))
    with pytest.raises(RenderError) as caught:
        made(table(("A", "B"), ("1", "2")) + wide)
    (problem,) = caught.value.problems
    assert problem.rule == "table-too-wide"
    assert problem.message.startswith("the table “Level 0 | Level 1 | ")


def test_words_that_fit_nowhere_are_named() -> None:
    with pytest.raises(RenderError) as caught:
        made(f'<p style="white-space: nowrap">{"word " * 60}</p>')
    assert [problem.rule for problem in caught.value.problems] == ["text-too-wide"]


def test_the_head_of_a_table_stands_above_its_first_row_however_high() -> None:
    high = f'<table class="plain"><thead><tr><th scope="col">Head</th></tr></thead><tbody><tr class="tall"><td>{"Words. " * 1500}</td></tr></tbody></table>'
    first, *others = (page.extract_text() for page in made(high).pages)
    assert first.index("Head") < first.index("Words.")
    assert all("Head" in text for text in others if "Words." in text)


def test_steps_go_to_their_tables() -> None:
    html = table(("a",), ("b",)) + '<table class="columns"></table>' + table(("c",), ("d",))
    assert fitting.fitted(html, {1: 2}).count('<table class="fit-hyphens fit-small plain"') == 1
    assert fitting.fitted(html, {1: 2}).startswith('<table class="plain"')
    assert fitting.fitted(html, {}) == html
