"""The folio of a compendium: what it says on each page, and stamping it there.

A folio comes as a page of a second PDF, of the same size and with nothing on it but the folio. It is put on the page as
pagination, an artifact: it is printed, and not read aloud in the middle of a sentence (ISO 32000-1, 14.8.2.2.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from protocolpress.errors import CompendiumError, Position, error
from protocolpress.pdf import copying, objects, opening

Style = Literal["roman", "decimal"]
"""How pages are numbered: i, ii, iii in front matter, 1, 2, 3 after it."""

FOLIO = "/ProtocolpressFolio"
"""The folio's name among a page's resources; no other program will have given it."""

PATH = "folios"
"""What problems call the PDF of folios."""

BEFORE = b"q"
AFTER = (
    b"Q\n/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC\nq " + FOLIO.encode() + b" Do Q\nEMC"
)


def runs(counts: Sequence[tuple[Style, int]]) -> tuple[tuple[int, Style, int], ...]:
    """Join neighbours of one style: index of the first page, style, number of that page.

    Each style counts its own pages, and goes on counting where it comes back.
    """
    found: list[tuple[int, Style, int]] = []
    used: dict[Style, int] = {"roman": 0, "decimal": 0}
    for style, pages in counts:
        if pages and (not found or found[-1][1] != style):
            found.append((sum(used.values()), style, used[style] + 1))
        used[style] += pages
    return tuple(found)


def labels(counts: Sequence[tuple[Style, int]]) -> tuple[str, ...]:
    """Give the label of every page of parts that have so many pages each, in order."""
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


def opened(data: bytes, sizes: Sequence[tuple[float, float]]) -> PdfReader:
    """Open the PDF of folios for pages of *sizes*, in points.

    Raises:
        CompendiumError: it is tagged, or its pages are not as many and as large as those they are stamped on.
    """
    reader = opening.opened(data, PATH)
    position = Position(PATH)
    if "/StructTreeRoot" in reader.root_object:
        raise CompendiumError(error(position, "tagged-folio", "the folios are tagged", "render them without tags"))
    if len(reader.pages) != len(sizes):
        message = f"{len(reader.pages)} folios for {len(sizes)} pages"
        raise CompendiumError(error(position, "folio-count", message, "render one page for each page"))
    for index, (page, size) in enumerate(zip(reader.pages, sizes, strict=True), start=1):
        if any(abs(own - other) >= 1 for own, other in zip(page_size(page), size, strict=True)):
            message = f"the folio of page {index} is for another size of page"
            raise CompendiumError(error(position, "folio-size", message, "render it on a page of the same size"))
    return reader


def page_size(page: PageObject) -> tuple[float, float]:
    """Give the width and height of a page, in points."""
    return float(page.mediabox.width), float(page.mediabox.height)


def stamp(table: objects.Objects, pages: Sequence[IndirectObject], reader: PdfReader, copier: copying.Copier) -> None:
    """Put the folios of *reader* on *pages*, which are in *table*; *copier* copies from *reader*."""
    before, after = table.add(objects.plain(BEFORE)), table.add(objects.plain(AFTER))
    for reference, folio in zip(pages, reader.pages, strict=True):
        form = table.add(_form(folio, copier))
        page = opening.dictionary(reference)
        own = opening.array(page.raw_get("/Contents") if "/Contents" in page else None)
        page[NameObject("/Contents")] = ArrayObject([before, *own, after])
        page[NameObject("/Resources")] = _with_folio(page, form)
    copier.finish()


def _form(folio: PageObject, copier: copying.Copier) -> PdfObject:
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


def _with_folio(page: DictionaryObject, form: IndirectObject) -> DictionaryObject:
    """Give the resources of *page* and the folio: a copy, for WeasyPrint's pages share theirs."""
    shared = opening.dictionary(page.get("/Resources"))
    resources = DictionaryObject({NameObject(key): shared.raw_get(key) for key in shared})
    pictures = opening.dictionary(shared.get("/XObject"))
    resources[NameObject("/XObject")] = DictionaryObject(
        {**{NameObject(key): pictures.raw_get(key) for key in pictures}, NameObject(FOLIO): form}
    )
    return resources
