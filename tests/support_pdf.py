"""Small PDFs for tests, made by WeasyPrint: tagged documents, folios, and files that are wrong on purpose."""

from __future__ import annotations

import io
import subprocess
import unittest.mock
from collections.abc import Callable, Sequence
from typing import Any

import PIL.Image
import pydyf
import pypdf
import weasyprint
import weasyprint.pdf.tags

PAGE = "<style>@page { size: 12cm 12cm; margin: 1cm }</style>"


def tagged(
    body: str,
    *,
    locale: str = "en",
    title: str = "Title",
    finisher: Callable[[weasyprint.Document, pydyf.PDF], None] | None = None,
    attachments: Sequence[weasyprint.Attachment] = (),
) -> bytes:
    """Make a PDF/UA-1 document of an HTML body, with the tags that WeasyPrint writes, whoever has fixed it before."""
    html = f'<html lang="{locale}"><title>{title}</title>{PAGE}<body>{body}'
    with unittest.mock.patch.object(weasyprint.pdf, "add_tags", weasyprint.pdf.tags.add_tags):
        data: bytes = weasyprint.HTML(string=html).write_pdf(
            pdf_variant="pdf/ua-1", finisher=finisher, attachments=list(attachments)
        )
    return data


def untagged(body: str) -> bytes:
    """Make a PDF without tags of an HTML body."""
    data: bytes = weasyprint.HTML(string=f"<title>Title</title>{PAGE}<body>{body}").write_pdf()
    return data


def folios(labels: Sequence[str]) -> bytes:
    """Make a page for each label, with nothing on it but the label in a bottom corner."""
    places = [
        f'<p style="break-before: {"page" if index else "auto"}; margin: 9cm 0 0 8cm">{label}</p>'
        for index, label in enumerate(labels)
    ]
    return untagged("".join(places))


def picture() -> bytes:
    """Make a half-transparent picture, which a PDF keeps as two streams, one referring to the other."""
    file = io.BytesIO()
    PIL.Image.new("RGBA", (8, 8), (200, 0, 0, 128)).save(file, "PNG")
    return file.getvalue()


def changed(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return a PDF after *change* was done to its catalog."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer.root_object)
    return written(writer)


def catalog(data: bytes) -> dict[str, Any]:
    """Return the catalog of a PDF, to be looked into as far as a test needs."""
    return pypdf.PdfReader(io.BytesIO(data)).root_object


def encrypted(data: bytes) -> bytes:
    """Return a PDF that asks for a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    """Return the bytes of what a writer holds."""
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def drawn(data: bytes, page: int = 0) -> bytes:
    """Draw a page, counted from 0, with poppler: the bytes of a picture."""
    command = ["pdftoppm", "-r", "40", "-gray", "-f", str(page + 1), "-l", str(page + 1), "-"]
    return subprocess.run(command, input=data, check=True, capture_output=True).stdout


def attachments(data: bytes) -> dict[str, list[bytes]]:
    """Return the attachments of a PDF, by name."""
    return {
        name: [bytes(one) for one in found] for name, found in pypdf.PdfReader(io.BytesIO(data)).attachments.items()
    }
