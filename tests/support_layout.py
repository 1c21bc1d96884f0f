"""The boxes of laid-out pages, measured: what stands where, in millimetres from a page's upper left corner.

A page is laid out as the build does it, in this process, and nothing is drawn. `faults` names what no reader may see.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from protocolpress import project
from protocolpress.catalogs import template
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage
from protocolpress.pages import document as pages
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import declared, render
from protocolpress.plan import documents, paths
from protocolpress.plan.library import Library

MILLIMETRES = 25.4 / 96
"""Millimetres in a CSS pixel."""

EDGE = 6.0
"""No text stands nearer to the edge of its page: what printers cannot reach is about 4 mm."""

HAIR = 0.15
"""Millimetres by which boxes may touch: rounding."""

HEADINGS = ("h1", "h2", "h3")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text or a picture on a page."""

    left: float
    top: float
    right: float
    bottom: float
    words: str
    tag: str
    """The element that it belongs to: the nearest block."""
    classes: tuple[str, ...]
    """All classes of the elements around it, the nearest first."""
    element: int
    """The identity of its block: the same on the next page."""
    place: str
    """text, footnote, or margin."""
    row: int
    """The identity of its row in a table, 0 for none."""
    column: int
    """Its cell's place in that row, from 0."""

    def overlaps(self, other: Piece) -> bool:
        """Whether two pieces are printed over each other."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > HAIR
            and min(self.bottom, other.bottom) - max(self.top, other.top) > HAIR
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page: its size, the area of its text, and its pieces in their order."""

    number: int
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    pieces: tuple[Piece, ...]

    def of(self, place: str) -> tuple[Piece, ...]:
        """Return the pieces of the text, of the footnotes, or of the margins."""
        return tuple(piece for piece in self.pieces if piece.place == place)

    def lines(self) -> int:
        """Count the lines of the text: different heights at which words stand; heads of columns are no lines."""
        body = [piece for piece in self.of("text") if "column-heads" not in piece.classes]
        return len({round(piece.bottom) for piece in body})

    def marks(self, kind: str) -> tuple[Piece, ...]:
        """Return the calls or the markers of footnotes."""
        return tuple(piece for piece in self.pieces if piece.tag.endswith(f"::footnote-{kind}"))

    def words(self) -> str:
        """Return all words, as they follow each other."""
        return " ".join(piece.words for piece in self.pieces)


def setup(
    root: pathlib.Path, edition: str, document_id: str, *, large: bool = False, draft: bool = False
) -> tuple[Sheet, ...]:
    """Lay out a document of the project at *root*, translated in full unless it is a *draft*."""
    files = DiskFiles(root)
    settings = project.read(files)
    problems = Problems()
    html = documents.page(Library(files, settings, problems), HtmlRenderer(files), document_id, edition).html
    assert {problem.rule for problem in problems} == ({"untranslated"} if draft else set()), list(problems)
    text = pages.enlarged(html) if large else html
    compact = "" if large else paths.sheet(settings, edition, document_id, dt.date(2012, 3, 1)).compact
    page = HtmlPage(path=paths.html_path(edition, document_id), html=text)
    return lay_out(page, files, compact=compact)


def lay_out(page: HtmlPage, files: DiskFiles, *, compact: str = "") -> tuple[Sheet, ...]:
    """Lay out a page as the build does."""
    fetcher = render._ProjectFetcher(files, page.path, declared.Loading())  # noqa: SLF001 - a PDF has lost its boxes
    problems: list[Any] = []
    with render._listening(page.path, fetcher, problems):  # noqa: SLF001
        document = render._layout(page, fetcher, tagged=False)  # noqa: SLF001
        if compact and len(document.pages) > 1:
            smaller = render._layout(page, fetcher, tagged=False, extra=compact)  # noqa: SLF001
            document = smaller if len(smaller.pages) == 1 else document
    assert not problems, problems
    return tuple(_sheet(number, one._page_box) for number, one in enumerate(document.pages, 1))  # noqa: SLF001


def catalog(locale: str, words: Mapping[str, str]) -> str:
    """Write a catalog of translations."""
    return template.excerpt(locale, (("", msgid, (msgstr,)) for msgid, msgstr in words.items()))


# ── reading boxes ────────────────────────────────────────────────────────────────────────────────────────────────────


def _sheet(number: int, page: Any) -> Sheet:  # noqa: ANN401 - WeasyPrint has no types
    scale = MILLIMETRES
    left, top = page.content_box_x(), page.content_box_y()
    pieces: list[Piece] = []
    for child in page.children:
        margin = isinstance(child, boxes.MarginBox)
        place = "margin" if margin else "footnote" if isinstance(child, boxes.FootnoteAreaBox) else "text"
        pieces += _pieces(child, _Around(place=place))
    return Sheet(
        number=number,
        width=page.margin_width() * scale,
        height=page.margin_height() * scale,
        left=left * scale,
        top=top * scale,
        right=(left + page.width) * scale,
        bottom=(top + page.height) * scale,
        pieces=tuple(pieces),
    )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What a box is in: the elements, the nearest first, each with its tag, its classes and its identity."""

    place: str
    elements: tuple[tuple[str, str, int], ...] = ()
    row: int = 0
    column: int = 0


INLINE = ("span", "em", "strong", "a", "br", "sup")


def _pieces(box: Any, around: _Around) -> Iterator[Piece]:  # noqa: ANN401
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    one = (box.element_tag or "", (box.element.get("class") or "") if box.element is not None else "", id(box.element))
    if box.element is not None and (not around.elements or around.elements[0] != one):
        around = dataclasses.replace(around, elements=(one, *around.elements))
    if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
        words = box.text if isinstance(box, boxes.TextBox) else ""
        if words.strip() or isinstance(box, boxes.ReplacedBox):
            yield _piece(box, words, around)
    for index, child in enumerate(box.children if isinstance(box, boxes.ParentBox) else ()):
        if isinstance(box, boxes.TableRowBox):
            yield from _pieces(child, dataclasses.replace(around, row=id(box.element), column=index))
        else:
            yield from _pieces(child, around)


def _piece(box: Any, words: str, around: _Around) -> Piece:  # noqa: ANN401
    blocks = (one for one in around.elements if one[0] not in INLINE)
    tag, _, identity = next(blocks, ("", "", 0))
    scale = MILLIMETRES
    # Between ascent and descent there is air: letters without accents fill about 0.7 of their size above the baseline.
    size = box.style["font_size"]
    above, below = (0.74 * size, 0.22 * size) if words else (0.0, 0.0)
    base = box.position_y + (box.baseline if words else 0.0)
    hanging = (len(words) - len(words.rstrip())) * 0.25 * size
    return Piece(
        left=box.position_x * scale,
        top=(base - above) * scale,
        right=(box.position_x + box.width - hanging) * scale,
        bottom=(base + below if words else box.position_y + box.height) * scale,
        words=words,
        tag=tag,
        classes=tuple(name for one in around.elements for name in one[1].split()),
        element=identity,
        place=around.place,
        row=around.row,
        column=around.column,
    )


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def faults(sheets: Iterable[Sheet]) -> list[str]:
    """Name what is wrong on any page: something off the page or out of its area, over something else, or alone."""
    pages_ = list(sheets)
    return [f"page {sheet.number}: {fault}" for sheet in pages_ for fault in _faults(sheet, last=sheet is pages_[-1])]


def _faults(sheet: Sheet, *, last: bool) -> Iterator[str]:
    for piece in sheet.pieces:
        where = f"{piece.words[:30]!r} ({piece.left:.1f}-{piece.right:.1f}, {piece.top:.1f}-{piece.bottom:.1f})"
        if (
            piece.left < EDGE
            or piece.top < EDGE
            or piece.right > sheet.width - EDGE
            or piece.bottom > sheet.height - EDGE
        ):
            yield f"off the page: {where}"
        elif piece.place != "margin" and not _inside(piece, sheet):
            yield f"outside its area: {where}"
    yield from _overlaps(sheet)
    body = [piece for piece in sheet.of("text") if "column-heads" not in piece.classes]
    if not last and body and sheet.lines() < 3 and not any("annex" in piece.classes for piece in body):
        yield f"only {sheet.lines()} lines"
    low = max((piece.bottom for piece in body), default=0)
    for piece in body:
        if piece.tag in HEADINGS and not last and low - piece.bottom < 1 and "title" not in piece.classes:
            yield f"a heading at the foot: {piece.words[:30]!r}"


def _inside(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece is in the text's area; facts and numbers of articles may stand beside it."""
    beside = bool({"in-margin", "article"} & {*piece.classes})
    across = beside or (piece.left > sheet.left - HAIR and piece.right < sheet.right + HAIR)
    return across and piece.top > sheet.top - 1 and piece.bottom < sheet.bottom + HAIR


def _overlaps(sheet: Sheet) -> Iterator[str]:
    standing = sorted(sheet.pieces, key=lambda piece: piece.top)
    for index, piece in enumerate(standing):
        for other in standing[index + 1 :]:
            if other.top >= piece.bottom:
                break
            if piece.overlaps(other) and "footnote-call" not in f"{piece.tag}{other.tag}":
                yield f"{piece.words[:30]!r} lies over {other.words[:30]!r}"
