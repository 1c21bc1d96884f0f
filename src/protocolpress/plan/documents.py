"""The tasks of one document in one edition: its page, and the PDF of its page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import posixpath
from collections.abc import Callable, Mapping

from protocolpress.errors import Problems, SourceError
from protocolpress.files import Files
from protocolpress.model import Document, HtmlPage
from protocolpress.pages import document as pages
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.plan.library import Library
from protocolpress.project import Project, edition_locales
from protocolpress.sources import pictures

COMPACT = "templates/compact.css"
"""The stylesheet that a brief may take to stay on one page."""


def html_path(edition: str, document_id: str) -> str:
    """Give the path of a page below the output folder."""
    return f"html/{edition}/{document_id}.html"


def pdf_path(edition: str, document_id: str) -> str:
    """Give the path of a PDF below the output folder."""
    return f"pdf/{edition}/{document_id}.pdf"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document in one edition, and its day."""

    edition: str
    document_id: str
    day: dt.date


def make_html(
    files: Files, needs: Mapping[str, bytes], problems: Problems, *, project: Project, edition: str, document_id: str
) -> bytes:
    """Parse, localize and render a document."""
    del needs
    library = Library(files, project, problems)
    document = _parse(library, document_id, edition)
    if document.photo:
        pictures.check(files, document.photo, problems)
    columns = library.localized(document, edition)
    interface = library.interface(edition)
    setup = library.setup(edition, interface)
    renderer = HtmlRenderer(files)
    page = pages.render(renderer, columns, setup)
    if interface.incomplete:  # known only now: the page says on every sheet that it is a draft
        page = pages.render(renderer, columns, setup, draft=True)
    return page.html.encode()


def _parse(library: Library, document_id: str, edition: str) -> Document:
    """Parse a source; where it has mistakes, report those of the registry and the catalogs in the same run."""
    try:
        return library.parse(document_id)
    except SourceError:
        library.registry  # noqa: B018 - read for its problems
        for locale in edition_locales(edition):
            library.catalog(locale, (document_id, "registry", "interface"))
        raise


def make_pdf(
    files: Files,
    needs: Mapping[str, bytes],
    problems: Problems,
    *,
    sheet: Sheet,
    keys: frozenset[str],
) -> bytes:
    """Set a document's page; links to documents of *keys* lead to the PDFs beside it."""
    from protocolpress.pdf import render  # noqa: PLC0415 - WeasyPrint takes 0.7 s to import: only where a page is set

    del problems
    (html,) = needs.values()
    path = pdf_path(sheet.edition, sheet.document_id)
    page = HtmlPage(path=html_path(sheet.edition, sheet.document_id), html=html.decode())
    compact = COMPACT if sheet.document_id.startswith("events/") else ""
    return render.render(page, files, day=sheet.day, resolve=beside(path, keys), compact=compact)


def beside(path: str, keys: frozenset[str]) -> Callable[[str], str | None]:
    """Make the function that finds the PDF of a key ("en/protocols/x") from the file at *path*."""

    def resolve(key: str) -> str | None:
        edition, _, document_id = key.partition("/")
        return posixpath.relpath(pdf_path(edition, document_id), posixpath.dirname(path)) if key in keys else None

    return resolve
