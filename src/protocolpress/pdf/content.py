"""A page → its content: words and pictures, each with its mark and its place."""

from __future__ import annotations

import collections
import dataclasses
import math
from collections.abc import Mapping

from pypdf import PageObject
from pypdf.generic import NumberObject, PdfObject

from protocolpress.pdf import parsing

ARTIFACT = -1
"""The mark of artifacts, which are printed but not read."""

UNMARKED = -2
"""The mark of content that is neither tagged nor an artifact."""

Mark = tuple[int, int]
"""A page, counted from 0, and a marked-content id on it."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""

UNIT = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
"""The corners of a picture before it is placed (ISO 32000-1, 8.9.5)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Words drawn in one go, with the place where they begin and the size of their letters, in points."""

    mark: int
    text: str
    left: float
    height: float
    size: float


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """The content of a page, in drawing order; a mark is a marked-content id, or one of the two above."""

    runs: tuple[Run, ...]
    pictures: tuple[tuple[int, Box], ...]
    height: float
    box: Box
    words: Mapping[int, str] = dataclasses.field(default_factory=dict)
    """The words of each mark, with the white space between them."""


def read(page: PageObject) -> Drawn:
    """Read the content of *page*, forms included."""
    marks = [UNMARKED]
    runs: list[Run] = []
    words = collections.defaultdict[int, str](str)
    pictures: list[tuple[int, Box]] = []
    objects = parsing.dictionary(parsing.dictionary(page.get("/Resources")).get("/XObject"))

    def note(operator: bytes, operands: list[PdfObject], matrix: list[float], _text_matrix: object) -> None:
        if operator in (b"BDC", b"BMC"):
            marks.append(_mark(operands, marks[-1]))
        elif operator == b"EMC" and len(marks) > 1:
            marks.pop()
        elif operator == b"Do" and parsing.dictionary(objects.get(operands[0])).get("/Subtype") == "/Image":
            pictures.append((marks[-1], _placed(matrix)))

    def take(text: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        words[marks[-1]] += text
        if text.strip():
            left = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
            height = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
            scale = math.hypot(text_matrix[0], text_matrix[1]) * math.hypot(matrix[0], matrix[1])
            runs.append(Run(marks[-1], text, left, height, size * scale))

    page.extract_text(visitor_operand_before=note, visitor_text=take)
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return Drawn(tuple(runs), tuple(pictures), top - bottom, (left, bottom, right, top), words)


def _mark(operands: list[PdfObject], outer: int) -> int:
    if outer == ARTIFACT or str(operands[0]) == "/Artifact":
        return ARTIFACT
    mark = parsing.dictionary(operands[1]).get("/MCID") if len(operands) > 1 else None
    return int(mark) if isinstance(mark, NumberObject) and mark >= 0 else outer


def _placed(matrix: list[float]) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in UNIT]
    ys = [b * x + d * y + f for x, y in UNIT]
    return min(xs), min(ys), max(xs), max(ys)


def shown(text: str) -> str:
    """Return the beginning of *text*, on one line, for a message."""
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
