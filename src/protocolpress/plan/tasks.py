"""The list of tasks: those of each document in each edition, and of an edition as a whole; `site_tasks` has the site's.

In: the settings, and the results of the surveys. Out: tasks. An action is named, not imported, and gets only the
settings that it reads; the others keep their defaults, so that changing them does not make it stale.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from protocolpress.build.task import Task
from protocolpress.plan import paths
from protocolpress.plan.actions import (
    CollectAttachments,
    LinkCompendium,
    MakeAkn,
    MakeCompendiumPages,
    MakeDocx,
    MakeHtml,
    MakePdf,
    MakeRegister,
    MeasureExtent,
    PreparePart,
    SetRegister,
    Summarize,
    SurveyRegistry,
    SurveySource,
)
from protocolpress.plan.paths import Published, Sheet, Survey, Volume
from protocolpress.project import Desk, Law, Layout, Project, Signing, Web

SOURCES = ("PyYAML", "edtf", "markdown-it-py", "mdit-py-plugins")
"""The libraries that read a source."""

WORDS = (*SOURCES, "Babel", "fontTools")
"""… that localize it: fontTools knows which letters a font has."""

PAGES = (*WORDS, "Jinja2", "MarkupSafe", "Pillow", "pypdf")
"""… that make a page: Pillow looks at its picture, pypdf at annexes from elsewhere."""

PDFS = (
    *("WeasyPrint", "pydyf", "pypdf", "fontTools", "Pillow", "Pyphen", "tinycss2", "cssselect2", "tinyhtml5"),
    *("Pango", "HarfBuzz", "HarfBuzz subset", "Fontconfig", "zlib"),
)
"""… that set it."""

LINKING = ("pypdf", "zlib")
"""… that make a compendium of PDFs."""


REGISTRY = "registry:survey"
"""The name of the survey of the registry."""


def surveys(project: Project, ids: Sequence[str]) -> list[Task]:
    """Plan the surveys, one task for each source and one for the registry; a plan begins with them."""
    return [
        Task(name=REGISTRY, action=SurveyRegistry(), uses=SOURCES),
        *_of_sources(project, ids),
    ]


def _of_sources(project: Project, ids: Sequence[str]) -> list[Task]:
    return [
        Task(
            name=f"survey:{i}",
            action=SurveySource(document_id=i, locales=project.locales, source_locale=project.source_locale),
            uses=SOURCES,
        )
        for i in ids
    ]


class Planner:
    """Makes the tasks of a project."""

    def __init__(self, project: Project, *, surveys: Mapping[str, Survey | None], annexes: frozenset[str]) -> None:
        """Use the documents' *surveys*, None for a source with errors; *annexes* are the sources that are annexes."""
        self.project = project
        self.surveys = surveys
        self.annexes = annexes
        self._words = narrowed(project)
        offered = tuple(edition for edition in project.editions if edition in project.locales)
        self._pages = narrowed(project, layout=True, editions=offered)
        self._volume = narrowed(project, layout=True, order=True)

    def document(self, edition: str, document_id: str, day: dt.date) -> Iterator[Task]:
        """Plan a document in an edition: its page, its attachments, its PDF, its large print."""
        html = Task(
            name=f"html:{edition}:{document_id}",
            action=MakeHtml(project=self._pages, edition=edition, document_id=document_id),
            output=paths.html_path(edition, document_id),
            uses=PAGES,
        )
        carried = Task(
            name=f"attachments:{edition}:{document_id}",
            action=CollectAttachments(project=self._words, edition=edition, document_id=document_id),
            uses=WORDS,
        )
        yield html
        yield carried
        sheet = paths.sheet(self.project, edition, document_id, day)
        needs = (html.name, carried.name)
        yield self._pdf(f"pdf:{edition}:{document_id}", sheet, needs)
        if paths.has_large_print(self.project, edition, document_id):
            sheet = dataclasses.replace(sheet, compact="", large=True)
            yield self._pdf(f"large:{edition}:{document_id}", sheet, needs)

    def docx(self, edition: str, document_id: str) -> Task:
        """Plan the file for Word of a document in an edition."""
        return Task(
            name=f"docx:{edition}:{document_id}",
            action=MakeDocx(project=self._pages, edition=edition, document_id=document_id),
            output=paths.docx_path(edition, document_id),
            uses=(*WORDS, "Pillow", "lxml", "zlib"),
        )

    def akn(self, locale: str, document_id: str) -> Task:
        """Plan an instrument in Akoma Ntoso in a language."""
        known = dataclasses.replace(self._words, law=self.project.law)
        return Task(
            name=f"akn:{locale}:{document_id}",
            action=MakeAkn(project=known, locale=locale, document_id=document_id),
            output=paths.akn_path(locale, document_id),
            uses=WORDS,
        )

    def register(self, edition: str, ids: Sequence[str], date: dt.date) -> Iterator[Task]:
        """Plan the register of actions of an edition: its page, the PDF, and in one language a CSV."""

        def made(*, table: bool) -> MakeRegister:
            return MakeRegister(project=self._pages, edition=edition, ids=tuple(ids), date=date, table=table)

        page = f"actions:{edition}:page"
        yield Task(name=page, action=made(table=False), output=paths.html_path(edition, "actions"), uses=PAGES)
        pdf = SetRegister(edition=edition, date=date, published=self._published(ids), fonts=self.project.fonts)
        output = paths.actions_path(edition, date, "pdf")
        yield Task(name=f"actions:{edition}:pdf", action=pdf, needs=(page,), output=output, uses=PDFS)
        if edition in self.project.locales:
            output = paths.actions_path(edition, date, "csv")
            yield Task(name=f"actions:{edition}:csv", action=made(table=True), output=output, uses=PAGES)

    def summary(self, edition: str, document_id: str) -> Task:
        """Plan the summary of a document for an edition's contents."""
        return summary(self._words, edition, document_id)

    def compendium(self, volume: Volume) -> Iterator[Task]:
        """Plan a compendium: its prepared documents, its own pages, and the linking of both."""
        edition = volume.edition
        for i in () if volume.group else volume.ids:  # those of a group are in the whole as well
            both = self.project.layout.sides == 2
            part, summary = f"part:{edition}:{i}", f"summary:{edition}:{i}"
            pdf = f"pdf:{edition}:{i}"
            yield Task(
                name=part,
                action=PreparePart(edition=edition, document_id=i, both_sides=both),
                needs=(pdf, summary),
                uses=LINKING,
            )
            yield Task(
                name=f"extent:{edition}:{i}",
                action=MeasureExtent(edition=edition, document_id=i, both_sides=both),
                needs=(part, summary, pdf) if both else (part, summary),
                uses=("pypdf",),
            )
        yield Task(
            name=f"compendium-pages:{volume.suffix}",
            action=MakeCompendiumPages(project=self._volume, volume=volume),
            needs=(*(f"extent:{edition}:{i}" for i in volume.ids), *(f"summary:{edition}:{i}" for i in volume.ids)),
            uses=(*PAGES, *PDFS),
        )
        yield Task(
            name=f"compendium:{volume.suffix}",
            action=LinkCompendium(volume=volume, published=self._published(volume.ids)),
            needs=(f"compendium-pages:{volume.suffix}", *(f"part:{edition}:{i}" for i in volume.ids)),
            output=volume.path,
            uses=LINKING,
        )

    def _pdf(self, name: str, sheet: Sheet, needs: tuple[str, ...]) -> Task:
        action = MakePdf(sheet=sheet, published=self._published((sheet.document_id,)), fonts=self.project.fonts)
        return Task(name=name, action=action, needs=needs, output=sheet.path, uses=PDFS)

    def _published(self, ids: Sequence[str]) -> Published:
        """Return the documents with PDFs for tasks of documents *ids*; only their front matter can name an annex."""
        named = (name for i in ids if (survey := self.surveys.get(i)) for name in survey.named)
        return Published(editions=self.project.editions, annexes=self.annexes.intersection(named))


def summary(project: Project, edition: str, document_id: str) -> Task:
    """Plan the summary of a document for an edition's contents, or for a list of the website in a language."""
    return Task(
        name=f"summary:{edition}:{document_id}",
        action=Summarize(project=project, edition=edition, document_id=document_id),
        uses=PAGES,
    )


def narrowed(
    project: Project, *, order: bool = False, editions: Sequence[str] = (), layout: bool = False, web: bool = False
) -> Project:
    """Return the settings that all tasks of documents read, and the requested ones; no task reads coverage."""
    return dataclasses.replace(
        project,
        coverage={},
        formats=(),
        law=Law(),
        desk=Desk(),
        web=project.web if web else Web(),
        signing=Signing(fields=layout and project.signing.fields),
        order=project.order if order else "newest",
        news_since=project.news_since if order else None,
        editions=tuple(editions),
        layout=dataclasses.replace(project.layout, large_print=False) if layout else Layout(),
    )
