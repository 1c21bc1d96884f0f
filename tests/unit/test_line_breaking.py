"""Lines break at the end, not after their first word: the fault of the pinned WeasyPrint, and its fix."""

from __future__ import annotations

import functools
import io
import itertools
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint.text.fonts import FontConfiguration

from protocolpress import files
from protocolpress.pdf import fonts, patches


@pytest.fixture(autouse=True)
def _patched() -> Iterator[None]:
    with patches.rendering():
        yield


SENTENCE = "The Parties exchange the following products under <a href='#x'>the Protocol</a>, whose definitions apply in this Annex:"
RUSSIAN = (
    "Стороны обмениваются следующими продуктами в соответствии с <a href='#x'>Протоколом</a>, определения которого "
    "<em>применяются</em> в настоящем приложении <em>без</em> каких-либо изменений или дополнений."
)
MIXED = (
    "Where a station is out of service, the period in <a href='#x'>Article\u00a04(1)(a)</a> is suspended and the period "
    "in <a href='#x'>Article\u00a04(1)(b)</a> is <em>extended</em> by the time of the <em>outage</em>, but not by <em>more</em> "
    "than 15\u00a0days."
)

FACE = "@font-face { font-family: 'PT Serif'; src: url(%s/PT_Serif-Web-Regular.ttf) }"

SCRIPT = """
import sys
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
page = HTML(string=sys.stdin.read()).render(font_config=FontConfiguration()).pages[0]
for line in page._page_box.descendants():
    if type(line).__name__ == "LineBox":
        print(" ".join("".join(box.text for box in line.descendants() if hasattr(box, "text")).split()))
"""


def page(sentence: str, measure: float) -> str:
    style = FACE % files.fonts("fontpkg_pt_serif").as_uri()
    style += f"@page {{ size: {measure}mm 200mm; margin: 0 }} body, p {{ margin: 0 }} p {{ font: 10pt 'PT Serif' }}"
    return f"<html lang=en><style>{style}</style><p id=x>{sentence}</p>"


def lines(html: str) -> list[str]:
    """Return the words of each line."""
    sheet = weasyprint.HTML(string=html).render(font_config=FontConfiguration()).pages[0]
    boxes = [box for box in sheet._page_box.descendants() if type(box).__name__ == "LineBox"]  # noqa: SLF001 - lines are nowhere else
    return ["".join(box.text for box in line.descendants() if hasattr(box, "text")).strip(" ") for line in boxes]


def test_the_fault_is_still_there_without_the_fix() -> None:
    """When this fails, the pinned WeasyPrint has fixed it, and the module can go."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=page(SENTENCE, 80),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[0] == "The"


def test_the_line_is_full_with_the_fix() -> None:
    assert lines(page(SENTENCE, 80))[0] == "The Parties exchange the following products under"


@functools.cache
def advances() -> dict[int, float]:
    """Return the width of each letter, in pixels at 10 pt."""
    with TTFont(files.fonts("fontpkg_pt_serif") / "PT_Serif-Web-Regular.ttf") as font:
        pixels = 10 / 72 * 96 / font["head"].unitsPerEm
        return {code: font["hmtx"][glyph][0] * pixels for code, glyph in font.getBestCmap().items()}


def width(words: str) -> float:
    """Measure words as set in one line, in pixels; kerning is left out."""
    return sum(advances()[ord(sign)] for sign in words)


@pytest.mark.parametrize("sentence", [SENTENCE, MIXED])
def test_no_line_but_the_last_is_shorter_than_half_of_the_measure(sentence: str) -> None:
    for measure in range(40, 121, 2):
        *full, _ = lines(page(sentence, measure))
        assert [words for words in full if width(words) < measure / 25.4 * 96 / 2] == [], f"at {measure} mm"


@pytest.mark.parametrize("sentence", [SENTENCE, RUSSIAN, MIXED])
def test_a_line_ends_only_where_the_next_word_has_no_room(sentence: str) -> None:
    whole = "".join(lines(page(sentence, 1000))).replace(" ", "")
    for measure in range(41, 121, 4):
        found = lines(page(sentence, measure))
        room = measure / 25.4 * 96
        assert "".join(found).replace(" ", "") == whole, "no word is lost"
        for line, after in itertools.pairwise(found):
            assert width(line) < room + 3, f"{line!r} at {measure} mm"
            space = "" if line.endswith(("-", ")")) and after.startswith(("(", "либо")) else " "
            next_word = re.split(r"(?<=-)| |(?<=\))(?=\()", after)[0]
            assert width(line + space + next_word) > room - 3, f"{line!r}, {next_word!r} at {measure} mm"


def test_a_no_break_space_before_an_element_holds() -> None:
    for measure in range(40, 80, 3):
        words = lines(page("One two three four five six of\u00a0<em>seven</em> eight nine ten.", measure))
        assert not [line for line in words if line.endswith("of")], f"at {measure} mm"


JUSTIFIED = " ".join(
    [RUSSIAN, "Вместе с тем, Стороны учитывают, что Участники, Наблюдатели, Учреждения и Ведомства"] * 4
)

JUSTIFIED_BARE = re.sub(r"<[^>]*>|[ -]", "", JUSTIFIED)

WRITE = """
import contextlib, sys
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from protocolpress.pdf import fonts, patches
with patches.rendering() if sys.argv[1] == "patched" else contextlib.nullcontext():
    sys.stdout.buffer.write(HTML(string=sys.stdin.read()).write_pdf(font_config=FontConfiguration()))
"""


def output(command: list[str], given: bytes) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout


def right_edges(how: str) -> list[float]:
    """Return where the ink of each justified line ends, in points: a line's last word by poppler's reckoning."""
    html = (
        page(JUSTIFIED, 128)
        .replace("</style>", " p { text-align: justify; hyphens: auto }</style>")
        .replace("lang=en", "lang=ru")
    )
    pdf = output([sys.executable, "-c", WRITE, how], html.encode())
    boxes = output(["pdftotext", "-bbox", "-", "-"], pdf).decode()
    ends: dict[str, float] = {}
    for top, end in re.findall(r'yMin="([\d.]+)" xMax="([\d.]+)"', boxes):
        ends[top] = max(ends.get(top, 0), float(end))
    return list(ends.values())[:-1]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize(("how", "straight"), [("patched", True), ("as it is", False)])
def test_justified_lines_end_at_the_edge(how: str, straight: bool) -> None:
    """The second case fails when the pinned WeasyPrint has fixed it, and this part of the module can go."""
    edges = right_edges(how)
    assert len(edges) > 8
    assert (max(abs(edge - 128 / 25.4 * 72) for edge in edges) < 0.3) is straight


def spread(html: str) -> list[float]:
    """Return how much wider than normal the word spaces of each justified line are, as a share."""
    sheet = weasyprint.HTML(string=html).render(font_config=FontConfiguration()).pages[0]
    boxes = [box for box in sheet._page_box.descendants() if type(box).__name__ == "LineBox"]  # noqa: SLF001 - as above
    texts = [[box for box in line.descendants() if hasattr(box, "text")] for line in boxes]
    return [texts[0].justification_spacing / (10 / 72 * 96 / 4) for texts in texts[:-1]]


def test_word_spaces_of_a_paragraph_are_even() -> None:
    for measure in (100, 110, 120, 128, 140):
        html = page(JUSTIFIED, measure).replace("lang=en", "lang=ru")
        even = spread(html.replace("</style>", " p { text-align: justify; hyphens: auto }</style>"))
        assert max(even) < 1, f"at {measure} mm"
        assert min(even) > -0.25, f"at {measure} mm"
        assert "".join(lines(html)).replace(" ", "").replace("-", "") == JUSTIFIED_BARE


def test_a_line_that_cannot_be_filled_is_left_short() -> None:
    html = page("Слово человеконенавистничество и непротивопоставленность.", 55).replace("lang=en", "lang=xx")
    assert spread(html.replace("</style>", " p { text-align: justify }</style>"))[0] == 0


def test_a_line_a_fraction_of_a_pixel_too_long_is_not_broken_before_its_element() -> None:
    sentence = (
        "On October 4, 2011, the co-chairs of the Space Cooperation Working Group met in Cape Town, South Africa: "
        "<span>Charles Bolden</span>, NASA Administrator, and <span>Vladimir Popovkin</span>, Head of the Agency."
    )
    for tenth in range(795, 806):
        found = lines(page(sentence, tenth / 10))
        assert any("Charles Bolden, NASA" in line for line in found), f"at {tenth / 10} mm: {found}"


LONG = (
    "Правительства государств, осуществляющие межправительственное сотрудничество, незамедлительно информируют "
    "соответствующие заинтересованные организации относительно предполагаемого возобновления непосредственного "
    "взаимодействия гидрометеорологических подразделений, предусматривающего совершенствование автоматизированных "
    "информационных систем предупреждения."
)


def hyphenated(align: str, measure: float) -> list[str]:
    style = f"p {{ hyphens: auto; hyphenate-limit-chars: 6 3 3; hyphenate-character: '-'; text-align: {align} }}"
    html = page(LONG, measure).replace("<html lang=en><style>", f"<html lang=ru><style>{style}")
    return lines(html)


@pytest.mark.parametrize(("align", "most"), [("left", 2), ("justify", 3)])
@pytest.mark.parametrize("measure", range(44, 120, 4))
def test_no_last_word_is_divided_and_few_lines_in_a_row_end_with_a_hyphen(
    align: str, most: int, measure: float
) -> None:
    found = hyphenated(align, measure)
    assert " " in found[-1] or not found[-2].endswith("-")
    ends = "".join("-" if line.endswith("-") else "." for line in found)
    assert "-" * (most + 1) not in ends
    words = "".join(line.removesuffix("-") if line.endswith("-") else f"{line} " for line in found).split()
    assert words == LONG.split(), "no letter is lost"


def test_lines_are_divided_at_all() -> None:
    assert any(line.endswith("-") for line in hyphenated("justify", 60))


# ── what the hyphen at the end of a line is ──────────────────────────────────────────────────────────────────────────

COMPOUND = "The meeting was co-chaired by both sides, and the co-chairs signed its long-awaited record of decisions."


def spoken(html: str) -> list[str]:
    """Return the text of a page as pypdf, poppler and PDFium give it, without what they only print at a line's end."""
    pypdfium2: Any = pytest.importorskip("pypdfium2")
    data = weasyprint.HTML(string=html).write_pdf(font_config=FontConfiguration())
    by_pypdf = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, check=True, capture_output=True)
    with pypdfium2.PdfDocument(data) as document:
        by_pdfium = document[0].get_textpage().get_text_range()
    texts = (by_pypdf.replace("\u00ad\n", ""), run.stdout.decode(), by_pdfium.replace("\ufffe", ""))
    return [" ".join(re.sub(r"-\u200b?\r?\n", "-", text).split()) for text in texts]


@pytest.mark.parametrize("align", ["left", "justify"])
@pytest.mark.parametrize("measure", range(22, 90, 8))
def test_copying_joins_divided_words_and_leaves_compounds_their_hyphens(align: str, measure: float) -> None:
    style = f"p {{ hyphens: auto; hyphenate-limit-chars: 6 3 3; hyphenate-character: '-'; text-align: {align} }}"
    html = page(COMPOUND, measure).replace("<style>", f"<style>{style}", 1)
    assert spoken(html) == [COMPOUND] * 3


def test_own_hyphens_do_end_lines() -> None:
    found = [line for measure in range(22, 90, 4) for line in lines(page(COMPOUND, measure))]
    assert any(line.endswith("co-") for line in found)


def test_a_font_without_the_soft_hyphen_divides_words_too(tmp_path: pathlib.Path) -> None:
    whole = (files.fonts("fontpkg_pt_serif") / "PT_Serif-Web-Regular.ttf").read_bytes()
    small = fonts.cut(whole, [chr(code) for code in range(32, 127)], 400)
    (tmp_path / "PT_Serif-Web-Regular.ttf").write_bytes(small)
    style = "p { hyphens: auto; hyphenate-limit-chars: 6 3 3; hyphenate-character: '-' }"
    html = page(COMPOUND, 30).replace("<style>", f"<style>{style}", 1)
    _, poppler, pdfium = spoken(html.replace(files.fonts("fontpkg_pt_serif").as_uri(), tmp_path.as_uri()))
    assert poppler == pdfium == COMPOUND
