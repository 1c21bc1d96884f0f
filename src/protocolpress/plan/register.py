"""The register of actions: what the documents of a publication want done, as of a date, for each who has to do it.

In: the tables of actions of all documents. Out: a page of those that are open or overdue, its PDF, and a CSV of all.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping

from protocolpress import markup
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.localize import formats, phrases
from protocolpress.localize.blocks import Blocks
from protocolpress.localize.names import Names
from protocolpress.localize.translator import Translator
from protocolpress.model import ActionState, Cell, Document, Edtf, EntityRef, HtmlPage, Link, Moment, Plain, Table, Text
from protocolpress.pages import register as pages
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import typefaces
from protocolpress.plan import documents, paths, summaries
from protocolpress.plan.actions import MakeRegister, SetRegister
from protocolpress.plan.library import Library
from protocolpress.project import edition_locales
from protocolpress.sources import dates

COLUMNS = phrases.REGISTER

FORMULA = tuple("=+-@\t\r")
"""First characters of a formula: a spreadsheet would calculate such a cell (OWASP, CSV injection)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action in each language of an edition."""

    document: str
    owners: tuple[str, ...]
    names: tuple[tuple[Text, ...], ...]
    """The names of the owners, in each language."""
    due: Edtf
    state: str
    """As the source says it, or "overdue"."""
    rows: tuple[tuple[Text, ...], ...]
    """The printed cells, in each language."""


def make(task: MakeRegister, given: Inputs) -> bytes:
    """Return the page of what is to be done, or a CSV of all actions."""
    library = Library(given.files, task.project, given.problems)
    found = sorted(actions(library, task.ids, task.edition, task.date), key=_urgency)
    if task.table:
        return _csv(library, found, task.edition)
    locales = edition_locales(task.edition)
    interface = library.interface(task.edition)
    heads = tuple(zip(*(interface.gettext(one.msgid, one.context) for one in COLUMNS), strict=True))
    day = Edtf(Moment(task.date.year, task.date.month, task.date.day))
    made = pages.render(
        HtmlRenderer(given.files),
        library.setup(task.edition, interface),
        sections=tuple(sections(found, heads, tuple(task.project.parties))),
        dates=tuple(Text(spans=(Plain(formats.date(day, locale)),), locale=locale) for locale in locales),
    )
    return made.html.encode()


def make_pdf(task: SetRegister, given: Inputs) -> bytes:
    """Set the page of the register; its documents lead to their PDFs."""
    from protocolpress.pdf import render  # noqa: PLC0415 - WeasyPrint takes 0.7 s to import: only where a page is set

    (html,) = given.needs.values()
    path = paths.actions_path(task.edition, task.date, "pdf")
    page = HtmlPage(path=paths.html_path(task.edition, "actions"), html=html.decode())
    resolve = documents.beside(path, task.published.keys(given.files))
    return render.render(page, given.files, day=task.date, resolve=resolve, faces=typefaces.declared(task.fonts))


def _urgency(action: Action) -> tuple[dt.date, str]:
    return action.due.last_day(), action.document


def actions(library: Library, ids: Iterable[str], edition: str, date: dt.date) -> Iterator[Action]:
    """Yield the actions of some documents, as of a date."""
    for document_id in ids:
        document = library.parse(document_id)
        for table in (block for block in document.blocks if isinstance(block, Table) and block.actions):
            tables = tuple(_localized(library, document, table, edition))
            for place, row in enumerate(table.rows):
                due, owners = row[2], row[1]
                if not isinstance(due, Edtf) or not isinstance(owners, EntityRef):
                    continue  # reported with its document
                state: str = row[3].state if len(row) > len("123") and isinstance(row[3], ActionState) else "open"
                if state == "open" and due.last_day() < date:
                    state = "overdue"
                yield Action(
                    document=document_id,
                    owners=owners.ids,
                    names=tuple(one.names(owners) for one in tables),
                    due=due,
                    state=state,
                    rows=tuple(one.row(place, state) for one in tables),
                )


@dataclasses.dataclass(frozen=True, slots=True)
class _Localized:
    """A table of actions in one language."""

    table: Table[Text]
    document: Document
    speaker: Names

    def names(self, owners: EntityRef) -> tuple[Text, ...]:
        """Return the names of the owners of an action."""
        return tuple(self.speaker.registered(self.speaker.owner(one, owners.position)) for one in owners.ids)

    def row(self, place: int, state: str) -> tuple[Text, ...]:
        """Return a row of the register: what, owner, due, state, and the document with a link to it."""
        what, owner, due = (_plain(cell) for cell in self.table.rows[place][:3])
        translator = self.speaker.translator
        said = translator.text(phrases.STATES[state], phrases.LOCALE)
        title = translator.text(self.document.short or self.document.title)
        words = markup.plain(title.spans)
        link = Link(f"protocolpress:{self.document.id}", (Plain(words),))
        return what, owner, due, said, dataclasses.replace(title, spans=(link,))


def _localized(library: Library, document: Document, table: Table[Cell], edition: str) -> Iterator[_Localized]:
    locales = edition_locales(edition)
    for locale in locales:
        translator = Translator(document, library.setting(document, locale, locales[0]), Problems())
        names = Names(translator)
        yield _Localized(Blocks(names).table(table), document, names)


def _plain(text: Text) -> Text:
    """Return a text without links and footnotes, which would lead nowhere here."""
    return dataclasses.replace(text, spans=(Plain(markup.plain(text.spans)),))


def written(found: Iterable[Action]) -> bytes:
    """Write actions as readable JSON."""
    return summaries.packed(
        tuple(tuple(getattr(one, field.name) for field in dataclasses.fields(one)) for one in found)
    )


def read(data: bytes) -> tuple[Action, ...]:
    """Read the result of `written`."""
    names = [field.name for field in dataclasses.fields(Action)]
    return tuple(Action(**dict(zip(names, values, strict=True))) for values in summaries.unpacked(data))


def sections(
    found: Iterable[Action], heads: tuple[tuple[Text, ...], ...], parties: tuple[str, ...]
) -> Iterator[pages.Section]:
    """Yield what each has to do, the most urgent first: parties in their order, then others by their names."""
    own: dict[str, list[Action]] = {}
    names: dict[str, tuple[Text, ...]] = {}
    for action in sorted((one for one in found if one.state in ("open", "overdue")), key=_urgency):
        for owner, said in zip(action.owners, zip(*action.names, strict=True), strict=True):
            own.setdefault(owner, []).append(action)
            names[owner] = said
    for owner in sorted(own, key=lambda one: _order(one, names, parties)):
        tables = tuple(
            Table(header=head, rows=tuple(one.rows[column] for one in own[owner]), align=pages.ALIGN)
            for column, head in enumerate(heads)
        )
        yield pages.Section(names=names[owner], tables=tables)


def _order(owner: str, names: Mapping[str, tuple[Text, ...]], parties: tuple[str, ...]) -> tuple[object, ...]:
    if owner in parties:
        return 0, parties.index(owner)
    first = names[owner][0]
    return 1, formats.sort_key(markup.plain(first.spans), first.locale)


def _csv(library: Library, found: Iterable[Action], locale: str) -> bytes:
    """Write all actions as CSV (RFC 4180), in UTF-8 with the mark that spreadsheets know it by."""
    interface = library.interface(locale)
    heads = (markup.plain(interface.gettext(one.msgid, one.context)[0].spans) for one in COLUMNS)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["ID", *heads])
    for one in found:
        what, owner, _, state, document = (markup.plain(cell.spans) for cell in one.rows[0])
        cells = (one.document, what, owner, dates.written(one.due), state, document)
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
