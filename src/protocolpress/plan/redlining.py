"""A comparison as a document: a PDF or a page for a browser, in an edition of the publication.

In: a `Comparison` whose first languages are those of the edition, and the publication as it is now, which has the
words, the layout and the faces. Out: bytes. These are no outputs of a build: they are made for a reader, on demand.
"""

from __future__ import annotations

import dataclasses

from protocolpress import languages, markup
from protocolpress.compare.values import Comparison
from protocolpress.errors import PressError, Problems
from protocolpress.files import Files, read_text
from protocolpress.pages import redline
from protocolpress.pages.document import Setup
from protocolpress.pages.redline import Versions
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import typefaces
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.word import looks
from protocolpress.word import redline as tracked

FORMS = ("pdf", "html", "docx")
"""The forms of such a document."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a comparison is to be shown."""

    edition: str
    form: str
    """One of `FORMS`."""
    versions: Versions


def make(files: Files, settings: Project, compared: Comparison, request: Request) -> bytes:
    """Make the document of a comparison.

    Raises:
        PressError: the problems of the interface's catalogs, templates and fonts, and of setting the page.
    """
    problems = Problems()
    library = Library(files, settings, problems)
    interface = library.interface(request.edition)
    setup = library.setup(request.edition, interface)
    if request.form == "docx":
        return _word(files, settings, compared, request, setup)
    screen = request.form == "html"
    page = redline.render(HtmlRenderer(files), setup, compared, request.versions, screen=screen)
    if problems.errors:
        raise PressError(*problems)
    if screen:
        return page.html.encode()
    from protocolpress.pdf import render  # noqa: PLC0415 - WeasyPrint takes 0.7 s to import: only where a page is set

    return render.render(
        page, files, day=compared.day, resolve=lambda _: None, faces=typefaces.declared(settings.fonts)
    )


def _word(files: Files, settings: Project, compared: Comparison, request: Request, setup: Setup) -> bytes:
    """Make a file for Word, with tracked changes."""
    sheet = tracked.Sheet(
        compared=compared,
        locales=setup.locales,
        words=setup.gettext,
        names=languages.NAMES,
        author=markup.plain(setup.group[0].spans),
        version=request.versions.new,
        edition=request.edition,
        looks={path: read_text(files, path) for path in (looks.STYLES, looks.SETTINGS)},
        paper=settings.layout.paper,
        marking=redline.marking(compared),
    )
    return tracked.write(sheet)
