"""Search of the website: what its tasks do; `search` knows how."""

from __future__ import annotations

from protocolpress import markup
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.model import LocalizedDocument
from protocolpress.plan.library import Library
from protocolpress.plan.search_actions import GatherForms, IndexWords, ListForms, ListWords, TakePiece
from protocolpress.search import entries, index, passages


def make_entry(task: ListWords, given: Inputs) -> bytes:
    """Return the entry of a document; its problems are reported with its page."""
    library = Library(given.files, task.project, Problems(), printed=False)
    (document,) = library.localized(library.parse(task.document_id), task.locale)
    subject = entries.Subject(
        address=f"{task.document_id}.html", title=markup.plain(document.title.spans), about=_about(document)
    )
    return entries.make(subject, passages.of(document), task.pieces, task.locale)


def _about(document: LocalizedDocument) -> str:
    texts = (document.type, document.date, document.place)
    return " · ".join((*(markup.plain(one.spans) for one in texts if one), *filter(None, (document.number,))))


def make_piece(task: TakePiece, given: Inputs) -> bytes:
    """Return a piece of a document's text."""
    (data,) = given.needs.values()
    return entries.piece(data, task.number, task.name)


def make_index(task: IndexWords, given: Inputs) -> bytes:
    """Return the lines of the index; the documents are in the order of the needs."""
    return index.places(tuple(given.needs.values()), task.number, task.listed)


def make_forms(task: ListForms, given: Inputs) -> bytes:
    """Return lines of a form and its term."""
    (data,) = given.needs.values()
    return index.forms(data, task.locale)


def make_form_files(task: GatherForms, given: Inputs) -> bytes:
    """Return the lines of the files of forms."""
    return index.gathered(given.needs.values(), task.number)
