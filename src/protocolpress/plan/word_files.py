"""The task of a document's file for Word, in one edition."""

from __future__ import annotations

from protocolpress import languages, markup
from protocolpress.build.task import Inputs
from protocolpress.files import read_text
from protocolpress.localize.translator import scheme_of
from protocolpress.photographs import without_metadata
from protocolpress.plan.actions import MakeDocx
from protocolpress.plan.library import Library
from protocolpress.sources import pictures
from protocolpress.word import looks, writing


def make(task: MakeDocx, given: Inputs) -> bytes:
    """Parse, localize and write a document."""
    library = Library(given.files, task.project, given.problems, printed=False)
    document = library.parse(task.document_id)
    picture = None
    if document.photo:
        pictures.check(given.files, document.photo, given.problems)
        if not given.problems.errors:
            data = without_metadata(given.files.read(f"sources/{document.photo.file}"))
            ending = "png" if document.photo.file.lower().endswith(".png") else "jpg"
            width, height = pictures.size(data)
            picture = writing.Picture(data=data, ending=ending, width=width, height=height)
    columns = library.localized(document, task.edition)
    interface = library.interface(task.edition)
    setup = library.setup(task.edition, interface, document.group)
    sheet = writing.Sheet(
        columns=columns,
        schemes=tuple(scheme_of(document, task.project.numbering, column.locale) for column in columns),
        words=setup.gettext,
        author=markup.plain(setup.group[0].spans),
        edition=task.edition,
        looks={path: read_text(given.files, path) for path in (looks.STYLES, looks.SETTINGS)},
        names=languages.NAMES,
        paper=task.project.layout.paper,
        picture=picture,
    )
    made = writing.write(sheet)
    if interface.incomplete:  # known only now: each page of a draft is marked
        made = writing.write(writing.marked(sheet))
    return made
