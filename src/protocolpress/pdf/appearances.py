"""Draw the annotations of an attached PDF into its pages, and drop the annotations themselves.

A completed form field, a stamp or a note on a scan has an appearance: a form XObject drawn in its rectangle (ISO
32000-1, 12.5.5). Without it the page would lose what somebody wrote on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, NameObject, PdfObject, StreamObject

from protocolpress.pdf import parsing

UNSEEN = 0b100010
"""Flags of a hidden or non-viewable annotation (12.5.3)."""

MAX_ANNOTATIONS = 10_000
"""Maximum number of annotations on a page; a form has some hundreds of fields."""

SHOWN_OTHERWISE = ("/Link", "/Popup")

NAME = "/Appearance"
"""Prefix of the forms' names among the resources of the page."""

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def flatten(page: PageObject) -> bytes:
    """Put the appearances of the annotations of *page* among its resources, and return the content that draws them."""
    found = [(form, matrix) for form, matrix in _appearances(page) if matrix is not None]
    if not found:
        return b""
    resources = DictionaryObject(parsing.dictionary(page.get("/Resources")))
    forms = DictionaryObject(parsing.dictionary(resources.get("/XObject")))
    content = b""
    for number, (form, matrix) in enumerate(found, 1):
        name = next(name for index in range(number, number + len(forms) + 1) if (name := f"{NAME}{index}") not in forms)
        forms[NameObject(name)] = form
        content += f"\nq {' '.join(f'{value:.6f}' for value in matrix)} cm {name} Do Q".encode()
    resources[NameObject("/XObject")] = forms
    page[NameObject("/Resources")] = resources
    return content


def _appearances(page: PageObject) -> Iterator[tuple[PdfObject, Matrix | None]]:
    annotations = parsing.array(page.get("/Annots"))
    if len(annotations) > MAX_ANNOTATIONS:
        raise LimitReachedError(f"{len(annotations)} annotations on a page")
    for annotation in map(parsing.dictionary, annotations):
        flags = sum(map(int, parsing.numbers(annotation.get("/F"))))
        if annotation.get("/Subtype") in SHOWN_OTHERWISE or flags & UNSEEN:
            continue
        states = parsing.dictionary(annotation.get("/AP"))
        form = states.raw_get("/N") if "/N" in states else None
        if form is not None and not isinstance(form.get_object(), StreamObject):  # one for each state of a check box
            state = str(annotation.get("/AS"))
            normal = parsing.dictionary(form)
            form = normal.raw_get(state) if state in normal else None
        stream = None if form is None else form.get_object()
        if form is not None and isinstance(stream, StreamObject):
            yield form, _fitting(stream, parsing.numbers(annotation.get("/Rect")))


def _fitting(form: StreamObject, rect: Sequence[float]) -> Matrix | None:
    """Return the matrix that maps the box of *form*, transformed by its own matrix, to *rect*; None if it is empty."""
    box, own = parsing.numbers(form.get("/BBox")), parsing.numbers(form.get("/Matrix")) or IDENTITY
    if len(box) != 4 or len(rect) != 4 or len(own) != 6:
        return None
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = [own[0] * x + own[2] * y + own[4] for x, y in corners]
    up = [own[1] * x + own[3] * y + own[5] for x, y in corners]
    left, right, low, high = min(across), max(across), min(up), max(up)
    if right <= left or high <= low:
        return None
    wide, tall = abs(rect[2] - rect[0]) / (right - left), abs(rect[3] - rect[1]) / (high - low)
    return (wide, 0, 0, tall, min(rect[0], rect[2]) - wide * left, min(rect[1], rect[3]) - tall * low)
