"""The folio of a compendium: its text for each page, and stamping it there.

A folio comes as a page of a second PDF with nothing else on it. It is put on the page as a pagination artifact: it is
printed, but not read aloud in the middle of a sentence (ISO 32000-1, 14.8.2.2.2). On a page of another size, or a
rotated one, as in attached PDFs, it is in the same corner as on all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, PdfObject

from protocolpress.errors import CompendiumError, Position, error
from protocolpress.pdf import linking, object_copy, objects, parsing
from protocolpress.pdf.relocatable import Page

Style = Literal["roman", "decimal"]
"""Numbering styles: i, ii, iii in front matter, 1, 2, 3 after it."""

FOLIO = "/ProtocolpressFolio"
"""The folio's name in a page's resources; no other program will have used it."""

PATH = "folios"
"""The name of the PDF of folios in problems."""

TOLERANCE = 0.002
"""Sizes that differ by less are equal, since programs round them."""

BEFORE = b"q"
AFTER = (
    b"Q\n/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC\nq%b "
    + FOLIO.encode()
    + b" Do Q\nEMC"
)


def runs(counts: Sequence[tuple[Style, int]]) -> tuple[tuple[int, Style, int], ...]:
    """Join neighbours of one style: index of the first page, style, number of that page.

    Each style counts its own pages, and continues where it returns.
    """
    found: list[tuple[int, Style, int]] = []
    used: dict[Style, int] = {"roman": 0, "decimal": 0}
    for style, pages in counts:
        if pages and (not found or found[-1][1] != style):
            found.append((sum(used.values()), style, used[style] + 1))
        used[style] += pages
    return tuple(found)


def labels(counts: Sequence[tuple[Style, int]]) -> tuple[str, ...]:
    """Return the label of every page of parts with these numbers of pages, in order."""
    used: dict[Style, int] = {"roman": 0, "decimal": 0}
    found: list[str] = []
    for style, pages in counts:
        numbers = range(used[style] + 1, used[style] + pages + 1)
        found += [roman(number) if style == "roman" else str(number) for number in numbers]
        used[style] += pages
    return tuple(found)


def roman(number: int) -> str:
    """Write *number* in small Roman numerals."""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    written = ""
    for value, sign in zip(values, signs, strict=True):
        count, number = divmod(number, value)
        written += sign * count
    return written


def opened(data: bytes) -> PdfReader:
    """Open the PDF of folios.

    Raises:
        CompendiumError: it cannot be read, or is tagged.
    """
    reader = parsing.opened(data, PATH)
    if "/StructTreeRoot" in reader.root_object:
        hint = "render them without tags"
        raise CompendiumError(error(Position(PATH), "tagged-folio", "the folios are tagged", hint))
    return reader


class Stamper:
    """Stamps folios on pages, one after the other, until none are left."""

    def __init__(
        self, table: objects.Objects, files: Sequence[bytes], copier: Callable[[], object_copy.Copier]
    ) -> None:
        """Stamp pages of *table* with those of PDFs, one file after the other; each has its own *copier*."""
        self._table = table
        self._make_copier = copier
        self._given = 0
        self._folios = self._read(files)
        self._before = table.add(objects.plain(BEFORE))
        self._after: dict[bytes, IndirectObject] = {}

    def check(self, pages: int) -> None:
        """Check that there were folios for exactly this many pages.

        Raises:
            CompendiumError: there are more or fewer.
        """
        count = self._given + sum(1 for _ in self._folios)
        if count != pages:
            message = f"{count} folios for {pages} pages"
            raise CompendiumError(error(Position(PATH), "folio-count", message, "render one folio for each page"))

    def next(self, page: Page) -> linking.Stamp | None:
        """Return the content that the next folio adds to *page*; None if there are no more."""
        folio, copier = next(self._folios, (None, None))
        if folio is None or copier is None:
            return None
        self._given += 1
        form = self._table.add(_form(folio, copier))
        place = _place(page, float(folio.mediabox.width))
        if place not in self._after:
            self._after[place] = self._table.add(objects.plain(AFTER % place))
        copier.finish()
        return linking.Stamp(before=(self._before,), behind=(self._after[place],), pictures={FOLIO: form})

    def _read(self, files: Sequence[bytes]) -> Iterator[tuple[PageObject, object_copy.Copier]]:
        """Open one file after the other, so that only the pages of one are in memory."""
        for data in files:
            reader, copier = opened(data), self._make_copier()
            yield from ((page, copier) for page in reader.pages)
            parsing.forget(reader)


def _place(page: Page, width: float) -> bytes:
    """Return the matrix that places a folio's page of this width on *page*, at the lower edge as displayed."""
    left, bottom, right, top = page.box
    scale = ((top - bottom) if page.turned in (90, 270) else (right - left)) / width
    if abs(scale - 1) < TOLERANCE:
        scale = 1.0
    matrix = {
        90: (0, scale, -scale, 0, right, bottom),
        180: (-scale, 0, 0, -scale, right, top),
        270: (0, -scale, scale, 0, left, top),
    }.get(page.turned, (scale, 0, 0, scale, left, bottom))
    written = " ".join(f"{value:.5g}" for value in matrix)
    return b"" if written == "1 0 0 1 0 0" else f" {written} cm".encode()


def turned(page: DictionaryObject) -> int:
    """Return how far a page is rotated clockwise: 0, 90, 180 or 270."""
    return int(str(page.get("/Rotate", 0))) % 360


def shown(page: DictionaryObject) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of the visible part of a page, in points."""
    box = parsing.array(parsing.resolved(page, "/CropBox") or parsing.resolved(page, "/MediaBox"))
    first, second, third, fourth = (float(str(value.get_object())) for value in box)
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def _form(folio: PageObject, copier: object_copy.Copier) -> PdfObject:
    content = folio.get_contents()
    form = objects.compressed(content.get_data() if content is not None else b"")
    resources = folio.raw_get("/Resources") if "/Resources" in folio else DictionaryObject()
    form.update(
        objects.dictionary(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Form"),
            BBox=copier.value(folio.raw_get("/MediaBox")),
            Resources=copier.value(resources),
        )
    )
    return form
