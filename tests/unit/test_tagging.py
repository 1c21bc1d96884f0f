"""What a listener gets from a page beyond what validators ask for."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
from typing import Any

import pypdf
import pytest

from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import page_numbers, parsing, reading_order, render

DISK = DiskFiles(pathlib.Path(__file__).parent)
FACES = {
    f"fonts/PT_{name}-Web-Regular.ttf": DISK.read(f"fonts/PT_{name}-Web-Regular.ttf") for name in ("Serif", "Sans")
}
STYLE = """
@font-face { font-family: PT Serif; src: url(/fonts/PT_Serif-Web-Regular.ttf) }
@page { size: 10cm 6cm; margin: 8mm; @top-left { content: "Running head"; font: 8pt PT Serif }
  @bottom-right { content: counter(page); font: 8pt PT Serif } }
html { font: 10pt PT Serif } img { width: 2cm; height: 1cm; image-rendering: crisp-edges }
.note { float: footnote } .note::footnote-call, .note::footnote-marker { content: "1" } @page { @footnote { margin: 0 } }
li::marker { font-family: PT Serif }
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
LONG = "".join(f"<p>Paragraph {number}.</p>" for number in range(12))


def made(body: str) -> bytes:
    files = MemoryFiles({"templates/x.css": STYLE, "templates/p.png": PIXEL, **FACES})
    head = '<title>T</title><link rel="stylesheet" href="/templates/x.css">'
    html = f'<html lang="en-US"><head>{head}</head><body>{body}</body></html>'
    return render.render(HtmlPage(path="html/en/a.html", html=html), files, day=dt.date(2012, 2, 29))


def tree(body: str) -> str:
    return reading_order.tags(made(body))


def elements(data: bytes, tag: str) -> list[Any]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    found: list[Any] = []

    def walk(element: pypdf.generic.PdfObject) -> None:
        item: Any = element.get_object()
        if isinstance(item, pypdf.generic.ArrayObject):
            for kid in item:
                walk(kid)
        elif isinstance(item, pypdf.generic.DictionaryObject):
            if item.get("/S") == tag:
                found.append(item)
            walk(item.get("/K", pypdf.generic.NullObject()))

    walk(reader.root_object["/StructTreeRoot"])
    return found


def test_a_passage_says_its_language_and_only_where_it_changes() -> None:
    body = (
        '<p>One <span lang="ru">два</span> three <em>four</em>.</p><p lang="ru">Пять <span lang="ru">шесть</span></p>'
    )
    assert tree(body).splitlines() == [
        "Document Lang='en-US'",
        "  P 'One  three four.'",
        "    Span Lang='ru' 'два'",
        "  P Lang='ru' 'Пять шесть'",
    ]


def test_a_paragraph_that_goes_on_over_the_page_is_one_element() -> None:
    body = f"<p>{'many words ' * 150}</p>"
    assert len(elements(made(body), "/P")) == 1
    assert tree(body).count("many words") > 140
    assert not reading_order.orphans(made(body))


def test_running_heads_and_page_numbers_are_artifacts() -> None:
    data = made(LONG)
    assert "Running head" not in reading_order.tags(data)
    artifacts = reading_order.artifacts(data)
    assert len(artifacts) > 1
    assert all("Running head" in words and str(page) in words for page, words in enumerate(artifacts, 1))
    assert not reading_order.orphans(data)


def test_the_head_of_a_table_is_read_once() -> None:
    rows = "".join(f"<tr><td>cell {number}</td><td></td></tr>" for number in range(20))
    head = '<thead><tr><th scope="col">First</th><th scope="row">Second</th></tr></thead>'
    data = made(f"<table>{head}<tbody>{rows}</tbody></table>")
    assert reading_order.tags(data).count("First") == 1
    assert sum("First" in words for words in reading_order.artifacts(data)) == len(reading_order.artifacts(data)) - 1
    assert [cell["/A"]["/Scope"] for cell in elements(data, "/TH")] == ["/Column", "/Row"]
    assert len(elements(data, "/Table")) == 1
    assert len(elements(data, "/TD")) == 40, "an empty cell keeps the columns in line"


def test_a_footnote_is_read_where_it_is_called() -> None:
    data = made('<p>Before<span class="note">The note.</span> after.</p><p>Next.</p>')
    assert reading_order.tags(data).splitlines()[1:] == [
        "  P 'Before after.'",
        "    Reference '1'",
        "    Note 'The note.'",
        "      Lbl '1'",
        "  P 'Next.'",
    ]
    (note,) = elements(data, "/Note")
    assert note["/ID"]


def test_a_call_leads_to_its_note_and_the_note_back() -> None:
    data = made('<p>Before<span class="note" id="n">The note.</span> after.</p>')
    assert "Link" in reading_order.tags(data)
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    annotations: list[Any] = [one.get_object() for one in parsing.array(page["/Annots"])]
    call, back = sorted(annotations, key=lambda one: -one["/Rect"][1])
    assert [str(one.get("/Dest") or one["/A"]["/D"]) for one in (call, back)] == ["n", "n-call"]
    assert call["/Rect"][1] > back["/Rect"][3], "the call stands above the note"


def test_a_list_has_labels_and_bodies() -> None:
    assert tree("<ol><li>One<ol><li>Inner</li></ol></li><li><p>Two</p></li></ol>").splitlines()[1:] == [
        "  L",
        "    LI",
        "      Lbl '1.'",
        "      LBody 'One'",
        "        L",
        "          LI",
        "            Lbl '1.'",
        "            LBody 'Inner'",
        "    LI",
        "      Lbl '2.'",
        "      LBody",
        "        P 'Two'",
    ]


def test_a_picture_has_its_place_in_points_and_its_description() -> None:
    data = made('<p>Text.</p><img src="/templates/p.png" alt="A drawing">')
    (figure,) = elements(data, "/Figure")
    left, bottom, right, top = (float(edge) for edge in figure["/A"]["/BBox"])
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert figure["/Alt"] == "A drawing"
    assert right - left == pytest.approx(72 / 2.54 * 2, abs=0.1)
    assert top - bottom == pytest.approx(72 / 2.54, abs=0.1)
    assert 0 < left < right < page.width
    assert page.height / 4 < bottom < top < page.height, "the picture stands in the upper part of the page"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<p><a href="https://example.org/">The site</a></p>', "The site"),
        ('<p><a href="https://example.org/"><img src="/templates/p.png" alt="A drawing"></a></p>', "A drawing"),
        ('<p><a href="#x">Article 1</a></p><p id="x">Here</p>', "Article 1"),
    ],
)
def test_a_link_says_its_words(body: str, words: str) -> None:
    data = made(body)
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    annotations = [item.get_object() for item in page["/Annots"]]  # type: ignore[attr-defined]
    assert {annotation["/Contents"] for annotation in annotations} == {words}
    link = elements(data, "/Link")[0]
    assert any(kid.get("/Type") == "/OBJR" for kid in link["/K"] if isinstance(kid, pypdf.generic.DictionaryObject))


def test_room_for_a_page_number_says_whose_it_is_and_belongs_to_its_paragraph() -> None:
    room = '<span style="display: inline-block" data-page-of="ru:en-ru/protocols/\u0436 (x)">&nbsp;</span>'
    data = made(f"<h1>A</h1><p>Title{room}</p><p>Text.</p>")
    content: Any = pypdf.PdfReader(io.BytesIO(data)).pages[0].get_contents()
    (found,) = page_numbers.SLOT.finditer(content.get_data())
    assert found[2] == b"ru:en-ru/protocols/%D0%B6%20%28x%29"
    title, _ = elements(data, "/P")
    assert int(found[1].split()[-1]) == title["/K"][-1]


def test_contents_are_contents_and_their_dots_are_not_read() -> None:
    style = "<style>ul, li { list-style: none } a::after { content: leader('.') ' ' attr(data-page) }</style>"
    entries = "".join(
        f'<li><p><a href="#{name}" data-page="{page}">{name}</a></p></li>' for name, page in (("x", 3), ("y", 7))
    )
    body = f'{style}<h1 id="x">T</h1><ul class="entries">{entries}</ul><h2 id="y">U</h2>'
    assert tree(body).splitlines()[2:] == [
        "  TOC",
        "    TOCI",
        "      P",
        "        Link 'x  3'",
        "    TOCI",
        "      P",
        "        Link 'y  7'",
        "  H2 'U'",
    ]
    assert "..." in "".join(reading_order.artifacts(made(body)))
