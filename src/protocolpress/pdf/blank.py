"""Blank pages for two-sided printing: a part of a book begins on a right-hand page.

A PDF comes in; the same PDF goes out, with one more page if it had an odd number. Nothing else in it changes.
"""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter


def even(data: bytes) -> bytes:
    """Return a PDF with an even number of pages: if necessary, add a blank one of the same size at the end."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    if len(writer.pages) % 2 == 0:
        return data
    writer.add_blank_page()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def found(data: bytes) -> tuple[bool, ...]:
    """Return for each page whether it is blank: no word, no picture."""
    pages = PdfReader(io.BytesIO(data)).pages
    return tuple(not page.images and not page.extract_text().strip() for page in pages)
