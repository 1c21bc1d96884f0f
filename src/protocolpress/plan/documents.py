"""The tasks of one document in one edition: its page, the PDF of its page, and the large print of a brief."""

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
from protocolpress.plan import origins
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


def large_path(edition: str, document_id: str) -> str:
    """Give the path of a large-print PDF below the output folder: a folder of its own, so no document can be in its way."""
    return f"large-print/{edition}/{document_id}.pdf"


def has_large_print(project: Project, edition: str, document_id: str) -> bool:
    """Tell whether a document is also made in large print: briefs are, in one language."""
    return project.layout.large_print and document_id.startswith("events/") and len(edition_locales(edition)) == 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document in one edition, and its day."""

    edition: str
    document_id: str
    day: dt.date
    compact: str = ""
    """A stylesheet that may keep it on one page."""
    large: bool = False
    """Whether it is set in large print."""

    @property
    def path(self) -> str:
        """The PDF's path below the output folder."""
        return (large_path if self.large else pdf_path)(self.edition, self.document_id)


def sheet(project: Project, edition: str, document_id: str, day: dt.date) -> Sheet:
    """Say how a document is printed; a brief may be set tighter, if the margins are ours."""
    tighter = document_id.startswith("events/") and project.layout.margins == "standard"
    return Sheet(edition=edition, document_id=document_id, day=day, compact=COMPACT if tighter else "")


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
    html, origin = needs.values()
    text = pages.enlarged(html.decode()) if sheet.large else html.decode()
    page = HtmlPage(path=html_path(sheet.edition, sheet.document_id), html=text, attachments=origins.unpack(origin))
    return render.render(page, files, day=sheet.day, resolve=beside(sheet.path, keys), compact=sheet.compact)


def beside(path: str, keys: frozenset[str]) -> Callable[[str], str | None]:
    """Make the function that finds the PDF of a key ("en/protocols/x") from the file at *path*."""

    def resolve(key: str) -> str | None:
        edition, _, document_id = key.partition("/")
        return posixpath.relpath(pdf_path(edition, document_id), posixpath.dirname(path)) if key in keys else None

    return resolve
