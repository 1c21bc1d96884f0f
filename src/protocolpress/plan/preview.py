"""The tasks of the translator's desk: pages of the site without their lists of PDFs, and PDFs that somebody looks at.

In: the settings, and the results of the surveys. Out: tasks, those of a build as far as they are the same. No
compendium is needed for any of them, so a page is made a moment after an edit.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from protocolpress import plan
from protocolpress.build import cleaning
from protocolpress.build.task import Task
from protocolpress.plan import EPOCH, paths, site_tasks, tasks
from protocolpress.project import Project

FOLDER = cleaning.DESK
"""The folder of the desk's own outputs, in the project: those of a build stay as they are."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The tasks of a desk, and the page on which each source is printed."""

    tasks: tuple[Task, ...]
    hosts: Mapping[str, str]
    """By id of a source: that of the document whose page has it; an annex is on its protocol's."""

    def choose(self, ids: Collection[str], sheets: Collection[tuple[str, str]]) -> frozenset[str]:
        """Return the names of the tasks of the pages with some *ids*, None for all pages, and of *sheets*.

        A sheet is an edition and an id. What the project does not have is left out.
        """
        pages = {self.hosts[i] for i in ids if i in self.hosts}
        pdfs = {f"pdf:{edition}:{self.hosts[i]}" for edition, i in sheets if i in self.hosts}
        found = set()
        for one in self.tasks:
            kind, locale, name = (*one.name.split(":", 2), "", "")[:3]
            shared = kind in ("site", "preview") and not locale
            if (kind == "preview" and name in pages) or one.name in pdfs or (pages and shared):
                found.add(one.name)
        return frozenset(found)


def make(project: Project, found: Mapping[str, bytes | None]) -> Preview:
    """Plan all pages in all languages, what they share, and all PDFs; *found* are the surveys' results by name."""
    read = plan.surveyed(found)
    own = tuple(i for i, known in read.items() if known is None or known.kind != "annex")
    hosts = {annex: i for i in own for annex in _annexes(read[i])} | {i: i for i in own}
    maker = tasks.Planner(project, surveys={i: read[i] for i in own}, annexes=frozenset(read).difference(own))
    made: list[Task] = []
    pages: list[str] = []
    for i in own:
        known = read[i]
        day = dt.date.fromisoformat(known.day) if known else EPOCH
        previews = [site_tasks.preview(project, locale, i) for locale in project.locales]
        pages += [one.name for one in previews]
        made += previews
        for edition in project.editions:
            made += maker.document(edition, i, day)
    made += site_tasks.assets(project, {i: read[i] for i in own}, tuple(pages), "preview")
    return Preview(tasks=tuple(made), hosts=hosts)


def _annexes(survey: paths.Survey | None) -> Sequence[str]:
    return survey.annexes if survey else ()
