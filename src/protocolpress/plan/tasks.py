"""The list of tasks: those of each document in each edition, of an edition as a whole, and of the site.

In: the settings, and the results of the surveys. Out: tasks. An action is named, not imported, and gets only the
settings that it reads; the others keep their defaults, so that changing them does not make it stale.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping, Sequence

from protocolpress.build.task import Action, Task
from protocolpress.pages.addresses import asset_path, page_path
from protocolpress.pdf.typefaces import FONTS
from protocolpress.plan import paths, search_tasks
from protocolpress.plan.actions import (
    CollectAttachments,
    CountCompendiumPages,
    CountPages,
    LinkCompendium,
    MakeAkn,
    MakeCompendiumPages,
    MakeDocx,
    MakeHtml,
    MakePdf,
    MakeRegister,
    MakeScreenSheet,
    MakeSiteIndex,
    MakeSitePage,
    MakeSiteSearch,
    MakeSiteStart,
    MeasureExtent,
    PreparePart,
    Publish,
    Redirect,
    SetRegister,
    Summarize,
    SurveySource,
    TakeAsset,
    TakePicture,
)
from protocolpress.plan.paths import Holdings, Published, Sheet, Survey, Volume
from protocolpress.project import Fonts, Law, Layout, Project, Signing

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

STYLES = ("screen.css", "motif.svg", "search.js")
"""Files that the site copies from the templates."""

TEMPLATES = "templates"

COUNT_PAGES = CountPages()

PUBLISH = Publish()


def surveys(project: Project, ids: Sequence[str]) -> list[Task]:
    """Plan the surveys, one task for each source; a plan begins with them."""
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

    def __init__(self, project: Project, *, surveys: Mapping[str, Survey | None], annexes: Mapping[str, int]) -> None:
        """Use the documents' *surveys*, None for a source with errors; *annexes* are with their pieces."""
        self.project = project
        self.surveys = surveys
        self.annexes = frozenset(annexes)
        self.pieces = annexes
        self._words = narrowed(project)
        offered = tuple(edition for edition in project.editions if edition in project.locales)
        self._pages = narrowed(project, layout=True, editions=offered)
        self._volume = narrowed(project, layout=True, order=True)
        self._site = narrowed(project, layout=True, editions=project.editions)

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
        """Plan the summary of a document for an edition's contents, or a language's list."""
        return Task(
            name=f"summary:{edition}:{document_id}",
            action=Summarize(project=self._words, edition=edition, document_id=document_id),
            uses=PAGES,
        )

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

    def site(self, volumes: Sequence[Volume], date: dt.date) -> Iterator[Task]:
        """Plan the site: a page for each document in each language, lists, and what they share."""
        ids = tuple(i for i, survey in self.surveys.items() if paths.is_public(self.project, survey))
        members = {(volume.edition, i) for volume in volumes for i in volume.ids}
        for edition in self.project.editions:
            for i in ids:
                extent = (f"extent:{edition}:{i}",) if (edition, i) in members else ()
                yield _facts(f"facts:{edition}:{i}", f"pdf:{edition}:{i}", *extent)
                yield _published(f"pdf:{edition}:{i}", paths.pdf_path(edition, i))
        for i in ids:
            for edition in self._large(i):
                yield _facts(f"facts:large:{edition}:{i}", f"large:{edition}:{i}")
                yield _published(f"large:{edition}:{i}", paths.large_path(edition, i))
        for volume in volumes:
            one = volume.edition
            yield _published(f"compendium:{one}", volume.path)
            yield _facts(
                f"facts:{one}:compendium", f"compendium:{one}", f"compendium-pages:{one}", action=CountCompendiumPages()
            )
        holdings = Holdings(ids=ids, volumes=tuple(volumes), date=date)
        for locale in self.project.locales:
            if locale not in self.project.editions:
                yield from (self.summary(locale, i) for i in ids)
            for i in ids:
                yield self._page(locale, i)
            yield Task(
                name=f"site:{locale}:index",
                action=MakeSiteIndex(project=self._site, locale=locale, holdings=holdings),
                needs=(
                    *(f"facts:{volume.edition}:compendium" for volume in volumes),
                    *(f"summary:{locale}:{i}" for i in ids),
                ),
                output=page_path(locale),
                uses=PAGES,
            )
        for locale in self.project.locales:
            yield from (task for i in ids for task in self._redirects(locale, i))
            yield from self._search(locale, ids)
        start = MakeSiteStart(project=self._site)
        yield Task(name="site::index", action=start, output=page_path(), uses=PAGES)
        yield from self._assets(ids)

    def _pdf(self, name: str, sheet: Sheet, needs: tuple[str, ...]) -> Task:
        action = MakePdf(sheet=sheet, published=self._published((sheet.document_id,)), fonts=self.project.fonts)
        return Task(name=name, action=action, needs=needs, output=sheet.path, uses=PDFS)

    def _page(self, locale: str, document_id: str) -> Task:
        return Task(
            name=f"site:{locale}:{document_id}",
            action=MakeSitePage(project=self._site, locale=locale, document_id=document_id),
            needs=(
                *(f"facts:{edition}:{document_id}" for edition in self.project.editions),
                *(f"facts:large:{edition}:{document_id}" for edition in self._large(document_id)),
            ),
            output=page_path(locale, document_id),
            uses=PAGES,
        )

    def _search(self, locale: str, ids: Sequence[str]) -> Iterator[Task]:
        """Plan the search of a language, and its page."""
        known = {i: survey for i in ids if (survey := self.surveys[i])}
        own = {i: survey.pieces + sum(self.pieces.get(a, 0) for a in survey.annexes) for i, survey in known.items()}
        ordered = sorted(ids, key=lambda i: (known[i].day if i in known else "", i))
        yield from search_tasks.plan(self._words, locale, {i: own.get(i, 1) for i in ordered})
        page = MakeSiteSearch(project=self._site, locale=locale)
        yield Task(name=f"site:{locale}:search", action=page, output=page_path(locale, "search"), uses=PAGES)

    def _large(self, document_id: str) -> tuple[str, ...]:
        """Return the editions of a document that are also made in large print."""
        return tuple(one for one in self.project.editions if paths.has_large_print(self.project, one, document_id))

    def _redirects(self, locale: str, document_id: str) -> Iterator[Task]:
        """Plan the old addresses of a document, which lead to its page."""
        survey = self.surveys[document_id]
        for old in survey.formerly if survey else ():
            path = page_path(locale, old)
            address = posixpath.relpath(page_path(locale, document_id), posixpath.dirname(path))
            yield Task(name=f"site:{locale}:{old}:moved", action=Redirect(address=address), output=path)

    def _assets(self, ids: Sequence[str]) -> Iterator[Task]:
        shared = {f"{TEMPLATES}/{name}": name for name in STYLES} | {path: path for path in FONTS}
        for path, name in shared.items():
            if name == STYLES[0] and self.project.fonts != Fonts():
                pages = (f"site:{locale}:{one}" for locale in self.project.locales for one in (*ids, "index"))
                action = MakeScreenSheet(path=path, fonts=self.project.fonts)
                yield _asset(name, action, needs=(*pages, "site::index"), uses=("fontTools",))
                continue
            yield _asset(name, TakeAsset(path=path))
        pictures = {survey.picture: i for i in ids if (survey := self.surveys[i]) and survey.picture}
        for file, document_id in pictures.items():
            yield _asset(file, TakePicture(project=self._words, document_id=document_id), uses=(*SOURCES, "Pillow"))

    def _published(self, ids: Sequence[str]) -> Published:
        """Return the documents with PDFs for tasks of documents *ids*; only their front matter can name an annex."""
        named = (name for i in ids if (survey := self.surveys.get(i)) for name in survey.named)
        return Published(editions=self.project.editions, annexes=self.annexes.intersection(named))


def narrowed(project: Project, *, order: bool = False, editions: Sequence[str] = (), layout: bool = False) -> Project:
    """Return the settings that all tasks of documents read, and the requested ones; no task reads coverage."""
    return dataclasses.replace(
        project,
        coverage={},
        formats=(),
        law=Law(),
        signing=Signing(fields=layout and project.signing.fields),
        order=project.order if order else "newest",
        editions=tuple(editions),
        layout=dataclasses.replace(project.layout, large_print=False) if layout else Layout(),
    )


def _facts(name: str, *needs: str, action: Action = COUNT_PAGES) -> Task:
    return Task(name=name, action=action, needs=needs, uses=("pypdf",))


def _published(name: str, path: str) -> Task:
    """Plan the site's copy of what the task *name* makes at *path*."""
    return Task(name=f"site::{path}", action=PUBLISH, needs=(name,), output=paths.site_path(path))


def _asset(name: str, action: Action, *, needs: tuple[str, ...] = (), uses: tuple[str, ...] = ()) -> Task:
    return Task(name=f"site::{name}", action=action, needs=needs, output=asset_path(name), uses=uses)
