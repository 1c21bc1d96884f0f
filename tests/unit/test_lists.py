"""Numbered paragraphs are lists for a listener: nested, with their labels, over pages, and not beyond a heading."""

from __future__ import annotations

import datetime as dt
import io
import pathlib

import pypdf
import pytest

from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import reading_order, render, tag_tree, verify

FILES = DiskFiles(pathlib.Path(__file__).parent.parent.parent)


def item(level: int, number: str, words: str, kind: str = "item") -> str:
    return f'<p class="{kind} level-{level}"><span class="number">{number} </span>{words}</p>'


def made(body: str) -> bytes:
    head = '<title>x</title><link rel="stylesheet" href="/templates/print.css">'
    html = f'<html lang="en"><head>{head}</head><body class="protocol single en"><h1>Title</h1>{body}</body></html>'
    return render.render(HtmlPage(path="html/en/a.html", html=html), FILES, day=dt.date(2012, 2, 29))


def tree(body: str) -> list[str]:
    """Return the lines of the structure tree from the first list on, without what facts say."""
    lines = reading_order.tags(made(body)).splitlines()
    return lines[next(place for place, line in enumerate(lines) if line.strip() == "L") :]


def test_items_are_nested_by_their_levels() -> None:
    body = item(1, "1.", "one") + item(2, "(a)", "alpha") + item(2, "(b)", "beta")
    body += '<p class="text level-1">and so on.</p>' + item(1, "2.", "two") + "<h2>Next</h2>" + item(1, "1.", "first")
    assert tree(body) == [
        "  L",
        "    LI",
        "      Lbl '1.'",
        "      LBody 'one'",
        "        L",
        "          LI",
        "            Lbl '(a)'",
        "            LBody 'alpha'",
        "          LI",
        "            Lbl '(b)'",
        "            LBody 'beta'",
        "        P 'and so on.'",
        "    LI",
        "      Lbl '2.'",
        "      LBody 'two'",
        "  H2 'Next'",
        "  L",
        "    LI",
        "      Lbl '1.'",
        "      LBody 'first'",
    ]


def test_an_item_that_goes_on_over_a_page_stays_one() -> None:
    body = item(1, "1.", "word " * 900) + item(1, "2.", "two")
    assert [line.strip() for line in tree(body) if "Lbl" in line] == ["Lbl '1.'", "Lbl '2.'"]
    assert verify.inspect(made(body), "x.pdf") == ()


@pytest.mark.parametrize(
    ("number", "kind", "name"),
    [
        ("–", "bullet", "/Disc"),
        ("1.", "item", "/Decimal"),
        ("(ii)", "item", "/LowerRoman"),
        ("а)", "item", "/LowerAlpha"),
        ("(A)", "item", "/UpperAlpha"),
    ],
)
def test_a_list_says_how_it_is_numbered(number: str, kind: str, name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(item(1, number, "one", kind))))
    lists = [element for element in tag_tree.read(reader).root if element.tag == "L"]
    assert [str(attributes["/ListNumbering"]) for element in lists for attributes in element.attributes] == [name]
