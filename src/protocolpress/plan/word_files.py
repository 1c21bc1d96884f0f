"""The task of a document's file for Word, in one edition."""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress import languages, markup
from protocolpress.errors import Problems
from protocolpress.files import Files, read_text
from protocolpress.localize.translator import scheme_of
from protocolpress.photographs import without_metadata
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.sources import pictures
from protocolpress.word import looks, writing


def make(
    files: Files, needs: Mapping[str, bytes], problems: Problems, *, project: Project, edition: str, document_id: str
) -> bytes:
    """Parse, localize and write a document."""
    del needs
    library = Library(files, project, problems, printed=False)
    document = library.parse(document_id)
    picture = None
    if document.photo:
        pictures.check(files, document.photo, problems)
        if not problems.errors:
            data = without_metadata(files.read(f"sources/{document.photo.file}"))
            ending = "png" if document.photo.file.lower().endswith(".png") else "jpg"
            width, height = pictures.size(data)
            picture = writing.Picture(data=data, ending=ending, width=width, height=height)
    columns = library.localized(document, edition)
    interface = library.interface(edition)
    setup = library.setup(edition, interface)
    sheet = writing.Sheet(
        columns=columns,
        schemes=tuple(scheme_of(document, project.numbering, column.locale) for column in columns),
        words=setup.gettext,
        author=markup.plain(setup.group[0].spans),
        edition=edition,
        looks={path: read_text(files, path) for path in (looks.STYLES, looks.SETTINGS)},
        names=languages.NAMES,
        paper=project.layout.paper,
        picture=picture,
    )
    made = writing.write(sheet)
    if interface.incomplete:  # known only now: the head of every page says that it is a draft
        made = writing.write(writing.marked(sheet))
    return made
