"""The tasks of one document in one edition: its page, its PDF, and the large print of a brief."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container
from html.parser import HTMLParser

from protocolpress.build.task import Inputs
from protocolpress.errors import CompendiumError, PressError, Problems, SourceError
from protocolpress.model import Document, HtmlPage, Inset, LocalizedDocument
from protocolpress.pages import document as pages
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import annexes, foreign, patches, typefaces
from protocolpress.plan import attachments, sealing
from protocolpress.plan.actions import MakeHtml, MakePdf
from protocolpress.plan.library import Library
from protocolpress.plan.paths import html_path, pdf_path
from protocolpress.project import edition_locales
from protocolpress.sources import pictures


def make_html(task: MakeHtml, given: Inputs) -> bytes:
    """Parse, localize and render a document."""
    library = Library(given.files, task.project, given.problems)
    return page(library, HtmlRenderer(given.files), task.document_id, task.edition).html.encode()


def page(library: Library, renderer: HtmlRenderer, document_id: str, edition: str) -> HtmlPage:
    """Return the page of a document in an edition; its problems go to the library's."""
    columns, share, sheets = read(library, document_id, edition)
    interface = library.interface(edition)
    setup = library.setup(edition, interface, library.parse(document_id).group, expanded=True)
    made = pages.render(renderer, columns, setup, foreign=sheets, share=share)
    if interface.incomplete:  # known only now: each page of a draft is marked
        made = pages.render(renderer, columns, setup, draft=True, foreign=sheets, share=share)
    return made


def read(
    library: Library, document_id: str, edition: str
) -> tuple[tuple[LocalizedDocument, ...], float | None, dict[str, int]]:
    """Return what a page shows, and report what is wrong with it: columns, width of the picture, pages of annexes."""
    document = _parse(library, document_id, edition)
    photo = document.photo
    share = library.once("share", lambda: pictures.check(library.files, photo, library.problems)) if photo else None
    sheets = library.once("sheets", lambda: _foreign(library, document, library.problems))
    if document.kind != "event":
        library.once("sealed", lambda: sealing.check(library, document))
    return library.localized(document, edition), share, sheets


def _foreign(library: Library, document: Document, problems: Problems) -> dict[str, int]:
    """Count the pages of each annex that is an attached PDF; report those that cannot be part of a document."""
    found: dict[str, int] = {}
    for annex in filter(None, map(library.find, document.annexes)):
        if not annex.file:
            continue
        path = f"sources/{annex.file}"
        try:
            data = library.files.read(path)
            found[annex.id] = foreign.examine(data, path, pictured=annex.alt is not None)
        except CompendiumError as refused:
            problems.add(*refused.problems)
        except PressError as mistake:
            for problem in mistake.problems:
                message = f"cannot use the annex {annex.file}: {problem.message}"
                hint = problem.hint or "add the file, or correct its name"
                problems.error(annex.keys.get("file", annex.position), problem.rule, message, hint)
    return found


def _parse(library: Library, document_id: str, edition: str) -> Document:
    """Parse a source; if it has errors, report those of the registry and the catalogs in the same run."""
    try:
        return library.parse(document_id)
    except SourceError:
        library.registry  # noqa: B018 - read for its problems
        for locale in edition_locales(edition):
            library.catalog(locale, (document_id, "registry", "interface"))
        raise


def make_pdf(task: MakePdf, given: Inputs) -> bytes:
    """Typeset a document's page; links to *published* documents lead to the PDFs beside it."""
    from protocolpress.pdf import render  # noqa: PLC0415 - WeasyPrint takes 0.7 s to import: only where a page is set

    given.problems.add(*patches.notes())
    html, origin = given.needs.values()
    text = pages.enlarged(html.decode()) if task.sheet.large else html.decode()
    page = HtmlPage(
        path=html_path(task.sheet.edition, task.sheet.document_id), html=text, attachments=attachments.unpack(origin)
    )
    data = render.render(
        page,
        given.files,
        day=task.sheet.day,
        resolve=beside(task.sheet.path, task.published.keys(given.files)),
        compact=task.sheet.compact,
        faces=typefaces.declared(task.fonts),
    )
    insets = [(inset, given.files.read(f"sources/{inset.file}")) for inset in _insets(html.decode())]
    return annexes.insert(data, insets, path=task.sheet.path) if insets else data


def _insets(html: str) -> tuple[Inset, ...]:
    """Read from a page which attached PDFs replace its blank sheets."""
    reader = _InsetReader()
    if "data-anchor" in html:
        reader.feed(html)
    return tuple(reader.found)


class _InsetReader(HTMLParser):
    """Reads a page of our own, in which attached PDFs are named by data attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Inset] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read the start of an element."""
        del tag
        said = {name.removeprefix("data-"): value or "" for name, value in attrs}
        if "anchor" in said and "file" in said:
            known = {name: said.get(name, "") for name in ("anchor", "file", "title", "alt")}
            self.found.append(Inset(locale=said.get("lang", ""), **known))


def beside(path: str, keys: Container[str]) -> Callable[[str], str | None]:
    """Return the function that finds the PDF of a key ("en/protocols/x") relative to the file at *path*."""

    def resolve(key: str) -> str | None:
        edition, _, document_id = key.partition("/")
        return posixpath.relpath(pdf_path(edition, document_id), posixpath.dirname(path)) if key in keys else None

    return resolve
