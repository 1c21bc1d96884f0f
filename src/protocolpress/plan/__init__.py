"""Project × Files → tasks: the only place that wires stages together.

Each stage gets exactly what it needs here. A source with errors still gets its tasks: they fail, report the errors, and
stop only the tasks that need them. A plan is made in two steps: `surveys` plans one task for each source, and from
their results `make` plans all other tasks.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from protocolpress.build import task
from protocolpress.build.task import Task
from protocolpress.errors import Position, Problem, SourceError, error
from protocolpress.files import Files
from protocolpress.plan import named, paths, tasks
from protocolpress.plan.paths import Survey, Volume
from protocolpress.plan.site_tasks import Site
from protocolpress.project import FORMATS, Project
from protocolpress.sources import finding

EPOCH = dt.date(1970, 1, 1)

KINDS = ("html", "pdf", "large", "compendium", *FORMATS)
"""Kinds of output of an edition."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All tasks of a project, and the outputs that can be requested."""

    tasks: tuple[Task, ...]
    ids: tuple[str, ...]
    """Documents with their own PDFs; annexes are part of their protocols."""
    editions: tuple[str, ...]
    date: dt.date
    """The date of the compendium."""

    def choose(self, ids: Sequence[str], editions: Sequence[str], only: str = "") -> frozenset[str] | None:
        """Return the names of the requested tasks, None for all; *only* is a kind: html, pdf, compendium, site.

        Without a kind, ids request PDFs, and editions request everything in an edition. The site is always made as a
        whole.
        """
        if not ids and not editions and not only:
            return None
        kinds = (only, "large") if only == "pdf" else (only,) if only else ("pdf", "large") if ids else KINDS
        chosen = set()
        for one in self.tasks:
            kind, edition, document_id = (*one.name.split(":", 2), "", "")[:3]
            asked = (not editions or edition in editions) and (not ids or document_id in ids)
            if kind in kinds and (asked or kind == "site"):
                chosen.add(one.name)
        return frozenset(chosen)


def _none_yet(date: dt.date, first: dt.date) -> Problem:
    message = f"no document is dated {date} or earlier, so the compendium would be empty"
    return error(Position("sources"), "no-documents", message, f"choose {first} or a later date")


def no_sources() -> Problem:
    """Return the problem of a project without sources."""
    hint = "run: protocolpress new event 2012-02-29-quebec"
    return error(Position("sources"), "no-sources", "the project has no sources", hint)


def surveys(project: Project, files: Files) -> list[Task]:
    """Plan the surveys of all sources.

    Raises:
        SourceError: there is no source at all.
    """
    ids = finding.find(files)
    if not ids:
        raise SourceError(no_sources())
    return tasks.surveys(project, ids)


def whole(project: Project, files: Files, *, date: dt.date | None = None) -> Plan:
    """Survey and plan at once, without a cache; see `surveys` and `make`."""
    found = {one.name: task.perform(one.action, files, {}).data for one in surveys(project, files)}
    return make(project, found, date=date)


def closed(project: Project, found: Mapping[str, bytes | None]) -> frozenset[str]:
    """Return the ids of what is not public, annexes of such documents among them; *found* as for `make`."""
    read = surveyed(found)
    hidden = {i: known for i, known in read.items() if known and not paths.is_public(project, known)}
    return frozenset(hidden).union(*(known.annexes for known in hidden.values()))


def surveyed(found: Mapping[str, bytes | None]) -> dict[str, Survey | None]:
    """Read the surveys of sources by id."""
    own = {name.partition(":")[2]: data for name, data in found.items() if name != tasks.REGISTRY}
    return {i: paths.surveyed(data) if data is not None else None for i, data in own.items()}


def make(
    project: Project,
    found: Mapping[str, bytes | None],
    *,
    date: dt.date | None = None,
    only: str = "",
    public: bool = False,
) -> Plan:
    """Plan everything that a project makes; *found* are the results of its surveys by their names.

    *date* is the compendium's, by default the newest date of the sources. *only* is the requested kind: a format is
    planned if it is requested, or set in the settings. Documents whose marking is not public have pages and PDFs, but
    are in no compendium and not on the site; if all is to be *public*, they are left out.

    Raises:
        SourceError: every document is newer than *date*, so there is nothing to put into a compendium.
    """
    read = surveyed(found)
    every = tuple(i for i, known in read.items() if known is None or known.kind != "annex")
    hidden = closed(project, found)
    shown = tuple(i for i in every if i not in hidden)
    own = shown if public else every
    days = {i: dt.date.fromisoformat(known.day) for i, known in read.items() if known}
    until = date or max((day for i, day in days.items() if i not in hidden), default=EPOCH)
    annexes = frozenset(read).difference(every)
    maker = tasks.Planner(project, surveys={i: read[i] for i in own}, annexes=annexes)
    made: list[Task] = []
    for i in own:  # keep all tasks of a document together, so that files read for one edition are at hand for the next
        for edition in project.editions:
            made += maker.document(edition, i, days.get(i, EPOCH))
            made.append(maker.summary(edition, i))
            if "docx" in (*project.formats, only):
                made.append(maker.docx(edition, i))
        if "akn" in (*project.formats, only) and i.startswith("protocols/"):
            made += [maker.akn(locale, i) for locale in project.locales]
    members = tuple(i for i in shown if days.get(i, EPOCH) <= until)
    dated = [days[i] for i in shown if i in days]
    if dated and not members:
        raise SourceError(_none_yet(until, min(dated)))
    volumes = [Volume(edition=edition, ids=members, date=until) for edition in project.editions if members]
    own_volumes = [
        dataclasses.replace(volume, ids=ids, group=group)
        for volume in volumes
        for group in project.groups
        if (ids := tuple(i for i in volume.ids if (known := read[i]) and known.group == group))
    ]
    for volume in (*volumes, *own_volumes):
        made += maker.compendium(volume)
    site = Site(
        project=project,
        surveys={i: read[i] for i in shown},
        annexes={i: known for i in annexes if (known := read[i])},
        registry=named.registered(found.get(tasks.REGISTRY)),
        volumes=(*volumes, *own_volumes),
        date=until,
    )
    made += site.plan()
    if "actions" in (*project.formats, only):
        for edition in project.editions:
            made += maker.register(edition, members, until)
    return Plan(tasks=tuple(made), ids=own, editions=project.editions, date=until)
