"""A verdict on PDFs: whole ones pass, and each fault, made on purpose, is found and named."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, TextStringObject

import support_pdf
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import render, verify
from protocolpress.pdf.verify import verapdf

DISK = DiskFiles(pathlib.Path(__file__).parent)
FACES = {
    f"fonts/PT_{name}-Web-Regular.ttf": DISK.read(f"fonts/PT_{name}-Web-Regular.ttf") for name in ("Serif", "Sans")
}
STYLE = """
@font-face { font-family: PT Serif; src: url(/fonts/PT_Serif-Web-Regular.ttf) }
@page { size: 10cm 8cm; margin: 12mm; @top-left { content: "Running head"; font: 8pt PT Serif } }
html { font: 10pt PT Serif } img { width: 2cm; height: 1cm; image-rendering: crisp-edges }
"""
BODY = """
<h1 id="top">Protocol</h1><p>Some words. <span lang="ru">Несколько слов.</span> <a href="#last">The end</a></p>
<img src="/templates/p.png" alt="A drawing">
<table><thead><tr><th scope="col">What</th></tr></thead><tbody><tr><td>Data</td></tr></tbody></table>
<h2>Article 1</h2><p style="break-before: page">More.</p><p style="break-before: page">More.</p>
<p style="break-before: page">More.</p><h2 id="last">Article 2</h2><p>Last words.</p>
"""


def made(body: str = BODY, style: str = STYLE) -> bytes:
    files = MemoryFiles({"templates/x.css": style, "templates/p.png": support_pdf.picture(), **FACES})
    head = '<title>Title</title><link rel="stylesheet" href="/templates/x.css">'
    html = f'<html lang="en-US"><head>{head}</head><body>{body}</body></html>'
    return render.render(HtmlPage(path="html/en/a.html", html=html), files, day=dt.date(2012, 2, 29))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return made()


def rules(data: bytes) -> set[str]:
    return {problem.rule for problem in verify.inspect(data, "x.pdf")}


def broken(data: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    return support_pdf.written(writer)


def elements(writer: pypdf.PdfWriter, tag: str) -> list[Any]:
    every: list[Any] = [item.get_object() for item in writer._objects if item is not None]  # noqa: SLF001 - all of them
    return [
        item for item in every if isinstance(item, DictionaryObject) and item.get("/S") == f"/{tag}" and "/P" in item
    ]


def remove(tag: str, key: str) -> Callable[[pypdf.PdfWriter], None]:
    def change(writer: pypdf.PdfWriter) -> None:
        (first, *_) = (item for item in elements(writer, tag) if key in item)
        del first[NameObject(key)]

    return change


def of_catalog(key: str) -> Callable[[pypdf.PdfWriter], None]:
    def change(writer: pypdf.PdfWriter) -> None:
        del writer.root_object[NameObject(key)]

    return change


def no_title(writer: pypdf.PdfWriter) -> None:
    writer.metadata = None


def level(writer: pypdf.PdfWriter) -> None:
    for heading in elements(writer, "H2"):
        heading[NameObject("/S")] = NameObject("/H4")


def box(writer: pypdf.PdfWriter) -> None:
    (figure,) = elements(writer, "Figure")
    edges = [float(edge) for edge in figure["/A"]["/BBox"]]
    height = 8 / 2.54 * 72
    pixels = (edges[0] / 0.75, (height - edges[3]) / 0.75, edges[2] / 0.75, (height - edges[1]) / 0.75)
    figure["/A"][NameObject("/BBox")] = ArrayObject(map(FloatObject, pixels))


def links(writer: pypdf.PdfWriter) -> list[Any]:
    pages: list[Any] = list(writer.pages)
    return [note.get_object() for page in pages for note in page.get("/Annots", ())]


def silent(writer: pypdf.PdfWriter) -> None:
    del links(writer)[0][NameObject("/Contents")]


def dead(writer: pypdf.PdfWriter) -> None:
    link = links(writer)[0]
    link.pop("/A", None)
    link[NameObject("/Dest")] = TextStringObject("nowhere")


def colliding(writer: pypdf.PdfWriter) -> None:
    names: Any = writer.root_object["/Names"]
    places = names["/Dests"]["/Names"]
    places.extend([places[0], places[3]])


def stray(writer: pypdf.PdfWriter) -> None:
    paragraph = elements(writer, "P")[-1]
    paragraph[NameObject("/K")] = ArrayObject()


def running(writer: pypdf.PdfWriter) -> None:
    head = b"/Artifact\n<</Type /Pagination/Subtype /Header>>\nBDC"
    for page in writer.pages:
        content: Any = page["/Contents"]
        changed = DecodedStreamObject()
        changed.set_data(content.get_data().replace(head, b"/Span <</MCID 0>> BDC"))
        page[NameObject("/Contents")] = changed


def glyph(writer: pypdf.PdfWriter) -> None:
    content: Any = writer.pages[0].get_contents()
    data = content.get_data()
    place = data.index(b"<", data.index(b"BT"))
    content.set_data(data[: place + 1] + b"ffff" + data[place + 5 :])
    writer.pages[0][NameObject("/Contents")] = content


def test_a_whole_document_passes(whole: bytes) -> None:
    assert verify.inspect(whole, "x.pdf") == ()


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("wrong-language", remove("Span", "/Lang")),
        ("missing-title", no_title),
        ("missing-bookmarks", of_catalog("/Outlines")),
        ("untagged-pdf", of_catalog("/StructTreeRoot")),
        ("heading-level", level),
        ("missing-scope", remove("TH", "/A")),
        ("missing-alt", remove("Figure", "/Alt")),
        ("figure-box", box),
        ("figure-box", remove("Figure", "/A")),
        ("silent-link", silent),
        ("dead-link", dead),
        ("duplicate-destination", colliding),
        ("stray-content", stray),
        ("running-head", running),
        ("missing-glyph", glyph),
    ],
)
def test_a_fault_is_found(whole: bytes, rule: str, change: Callable[[pypdf.PdfWriter], None]) -> None:
    found = rules(broken(whole, change))
    assert rule in found
    assert found <= {rule, "stray-content"}, "one fault is not taken for many"


EDGE = "body, p { margin: 0 }" + STYLE.replace("margin: 12mm", "margin: 3mm").replace("@top-left", "@bottom-left")
"""Text begins where running heads stand."""


def annexes(count: int) -> str:
    pages = (
        f'<p style="break-before: page">Annex {number}</p><h2>Form {"abc"[number % 3]}</h2><p>to the Protocol</p><p>Text.'
        for number in range(1, count + 1)
    )
    return f"<h1>Protocol</h1><p>Words.</p>{''.join(pages)}"


def test_annexes_of_a_page_each_are_no_running_head() -> None:
    assert verify.inspect(made(annexes(5), EDGE), "x.pdf") == ()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Lights", "the running text “Lights” is read aloud on 4 pages"),
        ("Page {} of 4", "the running texts “Page 1 of 4”, “Page 2 of 4” and so on are read aloud on 4 pages"),
    ],
)
def test_what_runs_is_quoted_as_it_is_printed(words: str, message: str) -> None:
    pages = (f'<p style="break-after: page">{words.format(number)}</p>' for number in range(1, 5))
    body = f"{''.join(pages)}<h1>Protocol</h1><p>Words.</p>"
    found = [problem for problem in verify.inspect(made(body, EDGE), "x.pdf") if problem.rule == "running-head"]
    assert [problem.message for problem in found] == [message]
    assert found[0].position.path == "x.pdf, page 1"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"%PDF-1.7\nnothing", "broken-pdf"),
        (b"", "broken-pdf"),
        (support_pdf.encrypted(support_pdf.untagged("<p>Words")), "encrypted-pdf"),
        (support_pdf.untagged("<h1>Words"), "untagged-pdf"),
    ],
)
def test_what_others_have_made_gets_a_verdict_too(data: bytes, rule: str) -> None:
    assert rule in rules(data)


def test_a_link_to_a_file_that_is_not_there_is_found() -> None:
    data = support_pdf.tagged("<h1>x</h1>")

    def change(writer: pypdf.PdfWriter) -> None:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/GoToR"), NameObject("/F"): TextStringObject("../a.pdf")}
        )
        entries = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Link"), "/A": action}
        link = DictionaryObject({NameObject(key): value for key, value in entries.items()})
        link[NameObject("/Contents")] = TextStringObject("A document")
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])

    data = broken(data, change)
    asked: list[str] = []

    def exists(name: str) -> bool:
        asked.append(name)
        return False

    found = verify.inspect(data, "x.pdf", exists)
    assert asked == ["../a.pdf"]
    assert [problem.rule for problem in found if problem.rule == "dead-link"]


def test_two_languages_in_the_wrong_letters() -> None:
    body = '<h1>Title</h1><p lang="ru">SCWG-2012-1, MODIS, https://example.org/x</p><p lang="ru">these are english words</p>'
    (problem,) = verify.inspect(made(body), "x.pdf")
    assert problem.rule == "wrong-language"
    assert "tagged as ru and written in Latin letters" in problem.message
    assert str(problem.position) == "x.pdf, page 1"


needs_verapdf = pytest.mark.skipif(verapdf.missing() is not None, reason=str(verapdf.missing()))


@needs_verapdf
def test_verapdf_passes_what_is_whole_and_names_the_clause_of_what_is_not(whole: bytes, tmp_path: pathlib.Path) -> None:
    good, bad, none = tmp_path / "good one.pdf", tmp_path / "bad.pdf", tmp_path / "none.pdf"
    good.write_bytes(whole)
    bad.write_bytes(broken(whole, of_catalog("/MarkInfo")))
    none.write_bytes(b"nothing")
    found = verapdf.judge([good, bad, none])
    assert {problem.position.path for problem in found} == {str(bad), str(none)}
    of_bad = [problem.message for problem in found if problem.position.path == str(bad)]
    assert any(message.startswith("not PDF/UA-1, clause ") for message in of_bad)
    assert any(message.startswith("not PDF/A-3a, clause ") for message in of_bad)


def test_without_verapdf_nothing_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setattr(verapdf, "PACKAGE", "no_such_package")
    (problem,) = verapdf.judge([tmp_path / "x.pdf"])
    assert problem.rule == "no-verapdf"


@pytest.mark.skipif(not verapdf._jar(), reason="veraPDF is not installed")  # noqa: SLF001 - no public way to ask
def test_without_java_nothing_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (problem,) = verapdf.judge([tmp_path / "x.pdf"])
    assert (problem.rule, problem.position.path) == ("no-verapdf", "java")


COLUMNS = (
    '<h1>Protocol</h1><table><thead><tr><th scope="col" lang="en-US">English</th><th scope="col" lang="fr">Français</th></tr>'
    '</thead><tbody><tr><td lang="{}">Some words of it.</td><td lang="{}">Quelques mots de plus.</td></tr></tbody></table>'
)


def test_columns_of_one_script_are_told_apart_by_what_their_heads_declare() -> None:
    assert not rules(made(COLUMNS.format("en-US", "fr")))
    for languages in (("fr", "en-US"), ("en-US", "en-US"), ("de", "fr")):
        found = verify.inspect(made(COLUMNS.format(*languages)), "x.pdf")
        assert {problem.rule for problem in found} == {"wrong-column"}
        assert len(found) == sum(one != other for one, other in zip(languages, ("en-US", "fr"), strict=True))
