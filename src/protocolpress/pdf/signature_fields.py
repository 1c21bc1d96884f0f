"""Fields for electronic signatures (ISO 32000-1, 12.7.4.5), tagged, invisible until they are signed.

In: an element of a page with `data-signature`, and its place. Out: an annotation in the PDF that is being written; the
caller tags it. And back: whether a PDF has been signed. Beside what the standard asks for, a field tells a signing
program whose it is and what it shows, so that a file can be signed far from its project. PDF/A asks for an appearance,
so there is an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject

from protocolpress.errors import PressError
from protocolpress.pdf import parsing

ARCHIVE = "archive"
"""The name of the field for a time stamp that keeps the file's signatures verifiable."""

FLAGS = 4
"""Printed, as PDF/A requires (ISO 32000-1, table 165)."""

SIGNATORY = "ProtocolpressSignatory"
"""The entry of a field with the signatory: party, person, language, name, office, words."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


def add(pdf: pydyf.PDF, page: int, element: Any, box: Box) -> pydyf.Dictionary:  # noqa: ANN401 - WeasyPrint has no types
    """Add the field that *element* describes to the page with the index *page*; return its annotation."""
    party, _, person = str(element.get("data-signature")).partition("/")
    known = {"Party": party, "Person": person, "Lang": element.get("lang")}
    known |= {key: element.get(f"data-{key.lower()}") for key in ("Name", "Office", "Signed")}
    signatory = pydyf.Dictionary({key: pydyf.String(value) for key, value in known.items() if value})
    title = element.get("data-title")
    return _add(pdf, page, f"{party}/{person}", title, box=box, signatory=signatory)


def add_archive(pdf: pydyf.PDF, page: int, title: str) -> pydyf.Dictionary:
    """Add the field for a time stamp, which has no place on the page; return its annotation."""
    return _add(pdf, page, ARCHIVE, title, box=(0, 0, 0, 0))


def is_signed(data: bytes) -> bool:
    """Whether a PDF has a field for a signature with something in it, or hides one from this reader."""
    if b"/ByteRange" in data:
        return True
    try:
        with parsing.reading(data) as reader:
            form = parsing.dictionary(reader.root_object.get("/AcroForm"))
            return any(one.get("/FT") == "/Sig" and "/V" in one for one in _fields(form.get("/Fields")))
    except PressError:
        return False


def _fields(fields: PdfObject | None) -> Iterator[DictionaryObject]:
    """Yield the fields of a form, each object once, so that a circle ends."""
    seen, waiting = set[int](), list[PdfObject](parsing.array(fields))
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
        field = parsing.dictionary(item)
        yield field
        waiting += parsing.array(field.get("/Kids"))


def _add(
    pdf: pydyf.PDF, page: int, name: str, title: str, *, box: Box, signatory: pydyf.Dictionary | None = None
) -> pydyf.Dictionary:
    left, bottom, right, top = (round(edge, 2) for edge in box)
    size = pydyf.Array([0, 0, round(right - left, 2), round(top - bottom, 2)])
    empty = pydyf.Stream([], pydyf.Dictionary({"Type": "/XObject", "Subtype": "/Form", "BBox": size}))
    pdf.add_object(empty)
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(title),
            "F": FLAGS,
            "Rect": pydyf.Array([left, bottom, right, top]),
            "P": pdf.page_references[page],
            "AP": pydyf.Dictionary({"N": empty.reference}),
        }
    )
    if signatory is not None:
        field[SIGNATORY] = signatory
    pdf.add_object(field)
    own = pdf.objects[int(pdf.page_references[page].split()[0])]
    own.setdefault("Annots", pydyf.Array()).append(field.reference)
    form = pdf.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array(), "SigFlags": 1}))
    form["Fields"].append(field.reference)
    return field
