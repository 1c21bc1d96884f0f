"""The door to WeasyPrint: what a page may fetch, what is a problem, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import logging
import os
import pathlib
import re
import time
from collections.abc import Mapping
from typing import Any

import pypdf
import pytest
from PIL import Image

import support_pdf
from protocolpress.errors import RenderError
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import Attachment, HtmlPage
from protocolpress.pdf import facts, render

DAY = dt.date(2012, 2, 29)

Files = Mapping[str, str | bytes]

DISK = DiskFiles(pathlib.Path(__file__).parent)

FACES = {
    f"fonts/PT_{name}-Web-Regular.ttf": DISK.read(f"fonts/PT_{name}-Web-Regular.ttf") for name in ("Serif", "Sans")
}

STYLE = (
    "@font-face { font-family: PT Serif; src: url(/fonts/PT_Serif-Web-Regular.ttf) }\n"
    "@page { size: 10cm 5cm; margin: 5mm } html { font: 10pt PT Serif }\n"
)


def made(body: str, style: str = STYLE, *, compact: str = "", day: dt.date = DAY, files: Files | None = None) -> bytes:
    contents: dict[str, str | bytes] = {"templates/x.css": style, **FACES}
    contents |= files or {}
    head = '<title>T</title><link rel="stylesheet" href="/templates/x.css">'
    page = HtmlPage(path="html/en/events/a.html", html=f'<html lang="en"><head>{head}</head><body>{body}</body></html>')
    return render.render(page, MemoryFiles(contents), day=day, compact=compact)


def complaints(body: str, style: str = STYLE, files: Files | None = None) -> list[str]:
    with pytest.raises(RenderError) as caught:
        made(body, style, files=files)
    return [f"{p.position}: {p.message} [{p.rule}]" for p in caught.value.problems]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.png",
        "https://example.org/x.png",
        "//example.org/x.png",
        "https://project.invalid:8080/x.png",
        "https://user@project.invalid/x.png",
        "file:///etc/passwd",
        "ftp://example.org/x.png",
    ],
)
def test_nothing_is_fetched_from_outside(address: str) -> None:
    (found,) = complaints(f'<p>x</p><img src="{address}" alt="x">')
    assert found.startswith("html/en/events/a.html: a page may not load anything from outside the project: ")
    assert found.endswith("[outside-project]")


@pytest.mark.parametrize(
    "address", ["/../etc/passwd", "../../../../../etc/passwd", "/%2e%2e/etc/passwd", "..%2f..%2fx.png"]
)
def test_nothing_is_read_from_beside_the_project(address: str, tmp_path: pathlib.Path) -> None:
    page = HtmlPage(
        path="html/a.html", html=f'<html lang="en"><head><title>T</title></head><img src="{address}" alt="x">'
    )
    with pytest.raises(RenderError) as caught:
        render.render(page, DiskFiles(tmp_path), day=DAY)
    assert {p.rule for p in caught.value.problems} <= {"outside-project", "missing-file", "foreign-font", "weasyprint"}
    assert any(p.rule in ("outside-project", "missing-file") for p in caught.value.problems)


def test_what_css_asks_for_is_refused_too() -> None:
    found = complaints("<p>x</p>", STYLE + "body { background: url(https://example.org/x.png) }\n")
    assert [problem for problem in found if problem.endswith("[outside-project]")]
    found = complaints("<p>x</p>", STYLE + "@import url(https://example.org/x.css);\n" + STYLE)
    assert found


def test_a_missing_picture_has_its_name() -> None:
    assert complaints('<p>x</p><img src="/sources/media/gone.png" alt="x">') == [
        "html/en/events/a.html: cannot use sources/media/gone.png: there is no such file [missing-file]"
    ]


def test_a_picture_that_is_none() -> None:
    (found,) = complaints('<p>x</p><img src="/sources/x.png" alt="x">', files={"sources/x.png": b"no picture"})
    assert found == "html/en/events/a.html: sources/x.png cannot be used as a picture [bad-picture]"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("p { colour: red }", "templates/x.css:3:5: "),
        ("\np { width: lots }", "templates/x.css:4:5: "),
    ],
)
def test_a_mistake_in_a_stylesheet_has_its_place(rule: str, expected: str) -> None:
    (found,) = complaints("<p>x</p>", STYLE + rule)
    assert found.startswith(expected)
    assert found.endswith("[bad-css]")


def test_a_dead_link_is_a_problem() -> None:
    (found,) = complaints('<p><a href="#gone">x</a></p>')
    assert found.endswith("[dead-link]")
    assert "gone" in found


def test_every_record_is_a_problem_and_none_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    found = complaints('<p>x</p><img src="/gone.png" alt="x"><a href="#gone">y</a>', STYLE + "p { colour: red }")
    assert len(found) == 3
    assert capfd.readouterr() == ("", "")


def test_the_logger_is_left_as_it_was() -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, logger.handlers[:])
    complaints('<img src="/gone.png" alt="x">')
    made("<p>x</p>")
    assert (logger.level, logger.propagate, logger.handlers) == before


def test_a_font_that_is_not_the_projects_is_a_problem() -> None:
    other = "@font-face { font-family: Other; src: url(/fonts/PT_Sans-Web-Regular.ttf) } p { font-family: Other }"
    (found,) = complaints("<p>x</p>", STYLE + other)
    assert found == "html/en/events/a.html: text is set in Other [foreign-font]"


def test_a_sign_that_no_font_has_is_a_problem() -> None:
    assert any("\u4e2d" in problem for problem in complaints("<p>a \u4e2d</p>"))


def test_a_selector_that_is_not_known_is_a_problem() -> None:
    (found,) = complaints("<p>x</p>", STYLE + "p::nothing { color: red }")
    assert "invalid or unsupported selector" in found


def test_only_the_projects_fonts() -> None:
    assert facts.fonts(made("<p>Text Текст</p>")) == {"PT-Serif"}


def test_each_attachment_is_associated_once() -> None:
    attached = [Attachment(name=name, text=name, description=name, relation="Source") for name in ("a.md", "b.po")]
    page = HtmlPage(path="a.html", html=f"<title>T</title><style>{STYLE}</style><p>x", attachments=tuple(attached))
    reader = pypdf.PdfReader(io.BytesIO(render.render(page, MemoryFiles(FACES), day=DAY)))
    found: Any = reader.root_object["/AF"]
    associated = [one.get_object() for one in found]
    assert [one["/UF"] for one in associated] == ["a.md", "b.po"]
    assert {one["/AFRelationship"] for one in associated} == {"/Source"}


PARAGRAPHS = "<p>Line of text.</p>" * 4


@pytest.mark.parametrize(
    ("count", "pages", "small"),
    [(1, 1, False), (2, 1, True), (12, 3, False)],
)
def test_the_compact_stylesheet_is_kept_only_if_it_brings_one_page(count: int, pages: int, small: bool) -> None:
    compact = "p { font-size: 6pt; line-height: 1; margin: 0 }"
    style = STYLE + "p { margin: 0 0 1mm }"
    plain = made(PARAGRAPHS * count, style)
    chosen = made(PARAGRAPHS * count, style, compact="templates/compact.css", files={"templates/compact.css": compact})
    assert (chosen != plain) is small
    assert (facts.pages(chosen) == 1) is (pages == 1)
    if not small:
        assert chosen == plain


def dates(data: bytes) -> set[str]:
    """Return the days that a PDF names, in its information and in its metadata."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    known = " ".join(str(value) for value in (reader.metadata or {}).values())
    metadata: Any = reader.root_object["/Metadata"].get_object()
    xmp = metadata.get_data().decode()
    return set(re.findall(r"D:(\d{8})", known)) | {
        f"{y}{m}{d}" for y, m, d in re.findall(r"(\d{4})-(\d\d)-(\d\d)T", xmp)
    }


def test_the_metadata_have_the_title_in_each_language() -> None:
    titles = '<meta name="title-en-US" content="A &lt; B"><meta name="title-ru" content="А &lt; Б">'
    data = made(f"{titles}<p>x</p>")
    metadata: Any = pypdf.PdfReader(io.BytesIO(data)).root_object["/Metadata"].get_object()
    xmp = metadata.get_data().decode()
    titles = '<rdf:li xml:lang="en-US">A &lt; B</rdf:li><rdf:li xml:lang="ru">А &lt; Б</rdf:li></rdf:Alt></dc:title>'
    assert titles in xmp
    assert "<dc:language><rdf:Bag><rdf:li>en-US</rdf:li><rdf:li>ru</rdf:li></rdf:Bag></dc:language>" in xmp


@pytest.mark.parametrize("epoch", ["", "0", "2000000000"])
def test_the_clock_and_the_environment_do_not_matter(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = made("<p>x</p>")
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    assert made("<p>x</p>") == first
    assert os.environ.get("SOURCE_DATE_EPOCH", "") == epoch, "it is put back"
    assert dates(first) <= {"20120229"}


def test_a_date_before_the_epoch_is_no_mistake() -> None:
    assert made("<p>x</p>", day=dt.date(1957, 10, 4))


def test_pictures_are_read_through_the_door() -> None:
    data = made('<p>x</p><img src="/sources/x.png" alt="A lamp">', files={"sources/x.png": support_pdf.picture()})
    assert b"/Alt" in data or facts.pages(data) == 1


def test_a_pdf_holds_nothing_of_a_picture_but_the_picture() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(file, "JPEG", comment=b"by Jane Secret", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    assert b"Secret" in file.getvalue()
    data = made('<p><img src="/sources/a.jpg" alt="Blue">', files={"sources/a.jpg": file.getvalue()})
    (picture,) = (image for page in pypdf.PdfReader(io.BytesIO(data)).pages for image in page.images)
    assert b"Secret" not in picture.data
    assert picture.image
    assert picture.image.size == (8, 8)


BOMB = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><g id="a0"><path d="M0 0 1 1"/></g>'
    + "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 26))
    + '</defs><use href="#a25"/></svg>'
)

TOO_MANY = "it draws more than 100000 elements, counting repetitions"


def test_a_drawing_that_draws_too_much_is_refused_at_once_with_its_place() -> None:
    start = time.process_time()
    files = {"templates/x.html": '\n<img src="/templates/bomb.svg">', "templates/bomb.svg": BOMB}
    assert complaints('<img src="/templates/bomb.svg" alt="">', files=files) == [
        f"templates/x.html:2: the drawing templates/bomb.svg cannot be drawn: {TOO_MANY} [bad-picture]"
    ]
    assert complaints(BOMB) == [f"html/en/events/a.html: a drawing cannot be drawn: {TOO_MANY} [bad-picture]"]
    assert time.process_time() - start < 20


def test_what_pango_complains_of_is_a_problem_and_reaches_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text font-size="1e9" y="9">abc</text></svg>'
    )
    found = complaints('<p>x</p><img src="/templates/x.svg" alt="x">', files={"templates/x.svg": drawing})
    assert any(
        re.search(
            r"^html/en/events/a.html: a library refused a value: Pango: .*'size >= 0' failed \[weasyprint\]$", line
        )
        for line in found
    )
    assert capfd.readouterr() == ("", "")


def test_where_weasyprint_gives_up_the_page_has_a_problem() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 } 200"/>'
    (found,) = complaints('<p>x</p><img src="/templates/x.svg" alt="x">', files={"templates/x.svg": drawing})
    assert found.startswith("html/en/events/a.html: WeasyPrint failed: ValueError: could not convert string to float")
    assert re.search(r" \(\w+\.py:[0-9]+\) \[weasyprint\]$", found)


def test_a_fault_of_our_own_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: Any = None
    monkeypatch.setattr(render, "_describe", lambda *given: render._attached(nothing, given[-1]))  # noqa: SLF001
    with pytest.raises(AttributeError, match="text"):
        complaints("<p>x</p>")
