"""The attachments of a PDF: the sources of a document, and the catalog entries that it was translated with.

The texts have no comments: a note to a colleague changes no document, and therefore no PDF.
"""

from __future__ import annotations

import dataclasses
import json

from protocolpress.build.task import Inputs
from protocolpress.catalogs import template
from protocolpress.errors import Problems
from protocolpress.localize.document import localize
from protocolpress.model import Attachment, Catalog, Document, Translation
from protocolpress.plan.actions import CollectAttachments
from protocolpress.plan.library import Library
from protocolpress.project import edition_locales
from protocolpress.sources import parse


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Recorder(Catalog):
    """A catalog that records which messages were looked up."""

    used: dict[tuple[str, str], Translation] = dataclasses.field(default_factory=dict)

    def find(self, msgid: str, context: str = "") -> Translation | None:
        """Return the translation of a message, and record it."""
        found = Catalog.find(self, msgid, context)
        if found is not None:
            self.used[context, msgid] = found
        return found


def make(task: CollectAttachments, given: Inputs) -> bytes:
    """Return the attachments of a document in an edition, as JSON: its source, its annexes', a catalog per locale."""
    library = Library(given.files, task.project, given.problems, printed=False)  # the page itself checks for glyphs
    document = library.parse(task.document_id)
    name = task.document_id.rpartition("/")[2]
    attachments = [
        Attachment(
            name=f"{one.rpartition('/')[2]}.md",
            description=f"Source {one}",
            text=parse.without_comments(given.files, one),
        )
        for one in (task.document_id, *document.annexes)
        if given.files.exists(parse.path_of(one))
    ]
    for locale in edition_locales(task.edition):
        if text := _entries(library, document, locale):
            description = f"Catalog entries in {locale}"
            attachments.append(
                Attachment(name=f"{name}.{locale}.po", description=description, text=text, relation="Supplement")
            )
    return json.dumps([dataclasses.asdict(one) for one in attachments], ensure_ascii=False, indent=1).encode()


def unpack(data: bytes) -> tuple[Attachment, ...]:
    """Read the result of `make`."""
    return tuple(Attachment(**one) for one in json.loads(data))


def _entries(library: Library, document: Document, locale: str) -> str:
    """Write the entries looked up when localizing *document*, in that order; nothing if there are none."""
    setting = library.setting(document, locale)
    recorder = _Recorder(locale=locale, messages=setting.catalog.messages)
    localize(document, dataclasses.replace(setting, catalog=recorder, known=None), Problems())
    return template.excerpt(locale, ((*key, translation.forms) for key, translation in recorder.used.items()))
