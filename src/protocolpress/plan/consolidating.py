"""The consolidated text of a document: as it was signed, with the amendments that are in force, each with its source.

In: a library, the id of a document, perhaps a day. Out: the page. A consolidated text is not authentic, and says so on
each page. Instruments take effect in the order of their dates of entry into force, or else of their dates; drafts are
left out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from protocolpress import markup, numbering
from protocolpress.compare import units
from protocolpress.errors import Problems, SourceError, error
from protocolpress.files import Files
from protocolpress.localize import amended, phrases, references
from protocolpress.localize.amended import Columns, Step
from protocolpress.localize.interface import Interface
from protocolpress.localize.translator import scheme_of
from protocolpress.model import Amendment, Document, HtmlPage, Plain, Text
from protocolpress.pages import consolidated
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import typefaces
from protocolpress.plan.library import Library
from protocolpress.project import Project

SOURCES = {"replace": phrases.REPLACED_BY, "after": phrases.INSERTED_BY, "delete": phrases.DELETED_BY}


def instruments(library: Library, document: Document, day: dt.date | None = None) -> tuple[Document, ...]:
    """Return the instruments that amend a document or its annexes, as they take effect, until *day* if there is one."""
    parts = {document.id, *document.annexes}
    every = (one for one in library.documents().values() if isinstance(one, Document))
    found = [one for one in every if one.status != "draft" and any(change.document in parts for change in one.amends)]
    found = [one for one in found if day is None or _day(one) <= day]
    return tuple(sorted(found, key=lambda one: (_day(one), one.id)))


def _day(document: Document) -> dt.date:
    return (document.effective or document.date).first_day()


def columns(
    library: Library, document_id: str, edition: str, day: dt.date | None = None
) -> tuple[Columns, tuple[Columns, ...]]:
    """Return the consolidated columns of a document, and those of the instruments that amend it.

    Raises:
        SourceError: nothing amends it, or an amendment names a place that is not there.
    """
    document = library.parse(document_id)
    amending = instruments(library, document, day)
    if not amending:
        at = document.position
        hint = "an instrument that amends it says so in its front matter: amends: …"
        raise SourceError(error(at, "no-amendment", f"no instrument in force amends {document_id}", hint))
    problems = Problems()
    interface = library.interface(edition)
    original = library.localized(document, edition)
    every = tuple(library.localized(one, edition) for one in amending)
    steps = [
        step
        for one, own in zip(amending, every, strict=True)
        for step in _steps(library, document, one, own, interface, problems)
    ]
    if problems.errors:
        raise SourceError(*problems)
    return amended.apply(original, steps), every


def _steps(
    library: Library, document: Document, one: Document, own: Columns, interface: Interface, problems: Problems
) -> Iterator[Step]:
    """Yield the amendments of an instrument to a document, with their words; report places that are not there."""
    parts = {document.id, *document.annexes}
    for change in one.amends:
        target = library.find(change.document) if change.document in parts else None
        if target is None:
            continue
        anchor = anchor_of(library.project, target, change.fragment)
        by = anchor_of(library.project, one, change.by) if change.by else ""
        rows = amended.words_of(own, by) if by and change.kind != "delete" else ()
        for found, fragment, where in ((anchor, change.fragment, target.id), (by, change.by, one.id)):
            if fragment and not found:
                problems.error(change.position, "unknown-reference", f"there is no place #{fragment} in {where}", HINT)
        if anchor and (rows or change.kind == "delete"):
            notes = tuple(_notes(change, own, by, interface))
            yield Step(document=target.id, kind=change.kind, anchor=anchor, rows=rows, notes=notes)


HINT = "write article/1/b: the article's {#anchor}, then numbers or letters"


def anchor_of(settings: Project, document: Document, fragment: str) -> str:
    """Return the anchor of a place in a document; nothing if there is no such place."""
    schemes = settings.numbering
    every = (numbering.whole(scheme_of(document, schemes, one), one) for one in (document.locale, *schemes))
    found = references.find(document, fragment, tuple(every))
    return references.anchor(document.id, found.anchor) if found else ""


def _notes(change: Amendment, own: Columns, by: str, interface: Interface) -> Iterator[Text]:
    """Yield the source of a change in each language: the instrument, the place in it, the date."""
    known = units.read(own)
    place = next((unit.place.numbers for unit in known if by and unit.anchor == by), ())
    said = SOURCES[change.kind]
    heads = interface.gettext(said.msgid, said.context)
    for at, (head, column) in enumerate(zip(heads, own, strict=True)):
        parts = [markup.plain(column.short.spans), *([place[at]] if place else [])]
        parts.append(markup.plain((column.effective or column.date).spans))
        yield dataclasses.replace(head, spans=(*head.spans, Plain(f" {', '.join(parts)}")))


def page(files: Files, settings: Project, document_id: str, edition: str, day: dt.date | None = None) -> HtmlPage:
    """Return the page of a consolidated text.

    Raises:
        PressError: as `columns`, and the problems of sources, catalogs and templates.
    """
    library = Library(files, settings, Problems())
    found, amending = columns(library, document_id, edition, day)
    interface = library.interface(edition)
    setup = library.setup(edition, interface, library.parse(document_id).group)
    if library.problems.errors:
        raise SourceError(*library.problems)
    return consolidated.render(HtmlRenderer(files), setup, found, amending)


def make(files: Files, settings: Project, document_id: str, edition: str, day: dt.date | None = None) -> bytes:
    """Return the PDF of a consolidated text; it raises what `page` and setting the page raise."""
    from protocolpress.pdf import render  # noqa: PLC0415 - WeasyPrint takes 0.7 s to import: only where a page is set

    made = page(files, settings, document_id, edition, day)
    date = Library(files, settings, Problems()).parse(document_id).date.first_day()
    faces = typefaces.declared(settings.fonts)
    return render.render(made, files, day=date, resolve=lambda _: None, faces=faces)
