"""Lines break at the end, not after their first word: the fault of the pinned WeasyPrint, and its mend."""

from __future__ import annotations

import subprocess
import sys

import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from protocolpress import files
from protocolpress.pdf import line_breaking

line_breaking.mend()

SENTENCE = (
    "The Parties exchange the following products under <a href='#x'>the Protocol</a>, whose definitions apply in this Annex:"
)
RUSSIAN = (
    "Стороны обмениваются следующими продуктами в соответствии с <a href='#x'>Протоколом</a>, определения которого "
    "<em>применяются</em> в настоящем приложении <strong>без</strong> каких-либо изменений или дополнений."
)
MIXED = (
    "Where a station is out of service, the period in <a href='#x'>Article\u00a04(1)(a)</a> is suspended and the period "
    "in <a href='#x'>Article\u00a04(1)(b)</a> is <em>extended</em> by the time of the <b>outage</b>, but not by <i>more</i> "
    "than 15\u00a0days."
)

FACE = "@font-face { font-family: 'PT Serif'; src: url(file://%s/PT_Serif-Web-Regular.ttf) }"

SCRIPT = """
import sys
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
page = HTML(string=sys.stdin.read()).render(font_config=FontConfiguration()).pages[0]
for line in page._page_box.descendants():
    if type(line).__name__ == "LineBox":
        print(" ".join("".join(box.text for box in line.descendants() if hasattr(box, "text")).split()))
"""


def page(sentence: str, width: float, indent: str = "") -> str:
    style = FACE % files.fonts("fontpkg_pt_serif")
    style += f"@page {{ size: {width}mm 200mm; margin: 0 }} p {{ margin: 0; font: 10pt 'PT Serif'; {indent} }}"
    return f"<html lang=en><style>{style}</style><p id=x>{sentence}</p>"


def lines(html: str) -> list[tuple[str, float]]:
    """Give the words of each line, and how wide they are, in pixels."""
    document = weasyprint.HTML(string=html).render(font_config=FontConfiguration())
    boxes = [box for box in document.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox"]  # noqa: SLF001 - lines are nowhere else
    found = []
    for line in boxes:
        runs = [box for box in line.descendants() if hasattr(box, "text")]
        found.append(("".join(run.text for run in runs).strip(), sum(run.width for run in runs)))
    return found


def test_the_fault_is_still_there_without_the_mend() -> None:
    """When this fails, the pinned WeasyPrint has mended it, and the module can go."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=page(SENTENCE, 80),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[0] == "The"


def test_the_line_is_full_with_the_mend() -> None:
    assert lines(page(SENTENCE, 80))[0][0] == "The Parties exchange the following products under"


@pytest.mark.parametrize("sentence", [SENTENCE, RUSSIAN, MIXED])
def test_no_line_but_the_last_is_shorter_than_half_of_the_measure(sentence: str) -> None:
    for width in range(40, 121, 2):
        *full, _ = lines(page(sentence, width))
        measure = width / 25.4 * 96
        assert [words for words, length in full if length < measure / 2] == [], f"at {width} mm"


@pytest.mark.parametrize("sentence", [SENTENCE, RUSSIAN, MIXED])
def test_no_word_is_lost_and_none_runs_over_the_edge(sentence: str) -> None:
    whole = " ".join(words for words, _ in lines(page(sentence, 1000))).split()
    for width in range(41, 121, 8):
        found = lines(page(sentence, width, "text-align: justify"))
        assert " ".join(words for words, _ in found).split() == whole
        assert max(length for _, length in lines(page(sentence, width))) <= width / 25.4 * 96 + 4, "a space may hang over"


def test_a_no_break_space_before_an_element_holds() -> None:
    for width in range(40, 80, 3):
        words = [text for text, _ in lines(page("One two three four five six of\u00a0<em>seven</em> eight nine ten.", width))]
        assert not [line for line in words if line.endswith("of")], f"at {width} mm"
