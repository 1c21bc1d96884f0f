"""Project × Files → tasks: the only place that wires stages together.

Every stage gets here exactly what it needs. A source with mistakes still gets its tasks: they fail, report the
mistakes, and take down only what needs them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Sequence

from protocolpress.build.task import Task
from protocolpress.errors import Position, PressError, Problems, SourceError, error
from protocolpress.files import Files
from protocolpress.model import Document
from protocolpress.plan import compendium, documents, origins, website
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.sources import parse

EPOCH = dt.date(1970, 1, 1)

KINDS = ("html", "pdf", "large", "compendium")
"""What an edition has."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All tasks of a project, and what can be chosen among them."""

    tasks: tuple[Task, ...]
    ids: tuple[str, ...]
    """Documents with PDFs of their own: annexes are part of their protocols."""
    editions: tuple[str, ...]
    date: dt.date
    """The date of the compendium."""

    def choose(self, ids: Sequence[str], editions: Sequence[str], only: str = "") -> frozenset[str] | None:
        """Give the names of the tasks asked for, None for all; *only* is a kind: html, pdf, compendium, site.

        Without a kind, ids ask for PDFs, and editions for all that an edition has. The site is of one piece: it is made
        whole, where it is asked for.
        """
        if not ids and not editions and not only:
            return None
        kinds = (only, "large") if only == "pdf" else (only,) if only else ("pdf", "large") if ids else KINDS
        chosen = set()
        for task in self.tasks:
            kind, edition, document_id = (*task.name.split(":", 2), "", "")[:3]
            asked = (not editions or edition in editions) and (not ids or document_id in ids)
            if kind in kinds and (asked or kind == "site"):
                chosen.add(task.name)
        return frozenset(chosen)


def make(project: Project, files: Files, *, date: dt.date | None = None) -> Plan:
    """Plan everything that a project publishes; *date* is the compendium's, by default the newest date of its sources.

    Raises:
        SourceError: there is no source at all.
    """
    ids = parse.find(files)
    if not ids:
        hint = "make one: protocolpress new event 2012-02-29-quebec"
        raise SourceError(error(Position("sources"), "no-sources", "the project has no sources", hint))
    library = Library(files, project, Problems())
    read = {document_id: _try(library, document_id) for document_id in ids}
    own = tuple(document_id for document_id, document in read.items() if document is None or document.kind != "annex")
    days = {i: document.date.start.first_day() for i, document in read.items() if document}
    until = date or max(days.values(), default=EPOCH)
    keys = frozenset(f"{edition}/{i}" for edition in project.editions for i in own)
    tasks: list[Task] = []
    volumes = []
    for edition in project.editions:
        for i in own:
            tasks += _document_tasks(project, edition, i, days.get(i, EPOCH), keys)
        members = tuple(i for i in own if days.get(i, EPOCH) <= until)
        volumes.append(compendium.Volume(edition=edition, ids=members, date=until))
        tasks.append(compendium.task(project, volumes[-1], keys))
    tasks += website.tasks(project, {i: read[i] for i in own}, volumes, until)
    return Plan(tasks=tuple(tasks), ids=own, editions=project.editions, date=until)


def _document_tasks(project: Project, edition: str, document_id: str, day: dt.date, keys: frozenset[str]) -> list[Task]:
    html = Task(
        name=f"html:{edition}:{document_id}",
        action=functools.partial(documents.make_html, project=project, edition=edition, document_id=document_id),
        output=documents.html_path(edition, document_id),
    )
    sheet = documents.sheet(project, edition, document_id, day)
    origin = Task(
        name=f"origin:{edition}:{document_id}",
        action=functools.partial(origins.make, project=project, edition=edition, document_id=document_id),
    )
    pdf = Task(
        name=f"pdf:{edition}:{document_id}",
        action=functools.partial(documents.make_pdf, sheet=sheet, keys=keys),
        needs=(html.name, origin.name),
        output=documents.pdf_path(edition, document_id),
    )
    if not documents.has_large_print(project, edition, document_id):
        return [html, origin, pdf]
    sheet = dataclasses.replace(sheet, compact="", large=True)
    large = Task(
        name=f"large:{edition}:{document_id}",
        action=functools.partial(documents.make_pdf, sheet=sheet, keys=keys),
        needs=(html.name, origin.name),
        output=sheet.path,
    )
    return [html, origin, pdf, large]


def _try(library: Library, document_id: str) -> Document | None:
    """Parse a source, None where it has mistakes: its own tasks will report them."""
    try:
        return library.parse(document_id)
    except PressError:
        return None
