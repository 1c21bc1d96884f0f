"""The tasks of the website: pages of documents and of what they name, lists, search, and the files that all share.

Only public documents are known here, so nothing else can be on the website, not even in a list.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping, Sequence

from protocolpress.build.task import Action, Task
from protocolpress.pages.addresses import asset_path, page_path
from protocolpress.pdf import typefaces, webfonts
from protocolpress.pdf.typefaces import SIGN_FACES, TEXT
from protocolpress.plan import named, paths, search_tasks, tasks, web_tasks
from protocolpress.plan.actions import (
    CountCompendiumPages,
    CountPages,
    MakeScreenSheet,
    MakeSidePage,
    MakeSiteIndex,
    MakeSitePage,
    MakeSiteSearch,
    MakeSiteStart,
    Publish,
    Redirect,
    TakeAsset,
    TakePicture,
)
from protocolpress.plan.paths import Holdings, Survey, Volume
from protocolpress.plan.site_actions import (
    ListActions,
    ListDecisions,
    MakeActionsPage,
    MakeCompendiaPage,
    MakeDecisionsPage,
    MakeEntryPage,
    MakeFontLicence,
    MakeIndexesPage,
    MakeListPage,
    MakeOwnFont,
    MakeWebFont,
)
from protocolpress.plan.tasks import PAGES, SOURCES
from protocolpress.project import Fonts, Project

STYLES = ("screen.css", "motif.svg", "search.js")
"""Files that the site copies from the templates."""

TEMPLATES = "templates"

FONT_TOOLS = ("fontTools", "Brotli")

COUNT_PAGES = CountPages()

PUBLISH = Publish()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The contents of the website of a project."""

    project: Project
    surveys: Mapping[str, Survey | None]
    """The public documents, in the order of their ids; None for a source with errors."""
    annexes: Mapping[str, Survey]
    registry: named.Registered
    volumes: tuple[Volume, ...]
    """Compendia, those of groups among them."""
    date: dt.date

    @property
    def ids(self) -> tuple[str, ...]:
        """The public documents."""
        return tuple(self.surveys)

    @property
    def whole(self) -> tuple[Volume, ...]:
        """The compendia of everything."""
        return tuple(volume for volume in self.volumes if not volume.group)

    def plan(self) -> Iterator[Task]:
        """Plan everything."""
        yield from self._printed()
        words = tasks.narrowed(self.project)
        for locale in self.project.locales:
            if locale not in self.project.editions:
                yield from (tasks.summary(words, locale, i) for i in self.ids)
            yield from (self._page(locale, i) for i in self.ids)
            yield from self._lists(locale)
            yield from (task for i in self.ids for task in self._redirects(locale, i))
            yield from self._search(locale)
            yield from web_tasks.of_language(self._shown, locale, self._newest, self._entries)
        for edition in (one for one in self.project.editions if "-" in one):
            for i in self.ids:
                yield _task(edition, i, MakeSidePage(project=self._words, edition=edition, document_id=i))
        start = MakeSiteStart(project=self._shown)
        yield Task(name="site::index", action=start, output=page_path(), uses=PAGES)
        pages = (f"site:{locale}:{one}" for locale in self.project.locales for one in (*self.ids, "index"))
        yield from assets(self.project, self.surveys, (*pages, "site::index"))
        moved = {
            page_path(locale, old).removeprefix("site/"): page_path(locale, i).removeprefix("site/")
            for locale in self.project.locales
            for i, survey in self.surveys.items()
            for old in (survey.formerly if survey else ())
        }
        yield from web_tasks.of_site(self._shown, self._pages, moved)

    @property
    def _newest(self) -> tuple[str, ...]:
        """The documents, the newest first."""
        known = {i: survey.day if survey else "" for i, survey in self.surveys.items()}
        return tuple(sorted(self.ids, key=lambda i: (known[i], i), reverse=True))

    @property
    def _entries(self) -> dict[str, dict[str, named.Found]]:
        public = {i: survey for i, survey in self.surveys.items() if survey}
        return named.entries(public, self.annexes, self.registry, tuple(self.project.groups))

    @property
    def _pages(self) -> tuple[str, ...]:
        """The names of the pages of each language that a search engine may list."""
        kinds = self._entries
        entries = (f"{kind}/{entry}" for kind, found in kinds.items() for entry in found)
        return ("", *self._newest, *kinds, *entries)

    @property
    def _shown(self) -> Project:
        return tasks.narrowed(self.project, layout=True, web=True, editions=self.project.editions)

    @property
    def _words(self) -> Project:
        return tasks.narrowed(self.project, web=True)

    def _printed(self) -> Iterator[Task]:
        """Plan the copies of PDFs, and the facts about them."""
        members = {(volume.edition, i) for volume in self.whole for i in volume.ids}
        for edition in self.project.editions:
            for i in self.ids:
                extent = (f"extent:{edition}:{i}",) if (edition, i) in members else ()
                yield _facts(f"facts:{edition}:{i}", f"pdf:{edition}:{i}", *extent)
                yield _published(f"pdf:{edition}:{i}", paths.pdf_path(edition, i))
        for i in self.ids:
            for edition in self._large(i):
                yield _facts(f"facts:large:{edition}:{i}", f"large:{edition}:{i}")
                yield _published(f"large:{edition}:{i}", paths.large_path(edition, i))
        for volume in self.volumes:
            one = volume.suffix
            yield _published(f"compendium:{one}", volume.path)
            needs = (f"compendium:{one}", f"compendium-pages:{one}")
            yield _facts(_volume_facts(volume), *needs, action=CountCompendiumPages())

    def _page(self, locale: str, document_id: str) -> Task:
        return Task(
            name=f"site:{locale}:{document_id}",
            action=MakeSitePage(project=self._shown, locale=locale, document_id=document_id),
            needs=(
                *(f"facts:{edition}:{document_id}" for edition in self.project.editions),
                *(f"facts:large:{edition}:{document_id}" for edition in self._large(document_id)),
            ),
            output=page_path(locale, document_id),
            uses=PAGES,
        )

    def _lists(self, locale: str) -> Iterator[Task]:
        """Plan the list of documents, the indexes, and a page for each entry of the registry that a document names."""
        holdings = Holdings(ids=self.ids, volumes=self.whole, date=self.date)
        volumes = tuple(_volume_facts(volume) for volume in self.whole)
        index = MakeSiteIndex(project=self._shown, locale=locale, holdings=holdings)
        yield _task(locale, "index", index, *volumes, *_summaries(locale, self.ids), path=page_path(locale))
        public = {i: survey for i, survey in self.surveys.items() if survey}
        kinds: list[tuple[str, int]] = []
        for kind, entries in self._entries.items():
            counts = tuple((entry, len(found.documents)) for entry, found in entries.items())
            listed = MakeListPage(project=self._words, locale=locale, kind=kind, entries=counts)
            yield _task(locale, kind, listed)
            kinds.append((kind, len(counts)))
            for entry, found in entries.items():
                books = tuple(volume for volume in self.volumes if kind == "groups" and volume.group == entry)
                page = MakeEntryPage(
                    project=self._shown,
                    locale=locale,
                    kind=kind,
                    entry=entry,
                    ids=found.documents,
                    people=found.people,
                    volumes=books,
                )
                needs = (*map(_volume_facts, books), *_summaries(locale, found.documents))
                yield _task(locale, f"{kind}/{entry}", page, *needs)
        deciding = tuple(i for i, survey in public.items() if survey.decides)
        if deciding:
            for i in deciding:
                action = ListDecisions(project=self._words, locale=locale, document_id=i)
                yield Task(name=f"decisions:{locale}:{i}", action=action, uses=PAGES)
            decisions = MakeDecisionsPage(project=self._words, locale=locale, ids=deciding)
            needs = (*(f"decisions:{locale}:{i}" for i in deciding), *_summaries(locale, deciding))
            yield _task(locale, "decisions", decisions, *needs)
            kinds.append(("decisions", 0))
        acting = tuple(i for i, survey in public.items() if survey.acts)
        if acting:
            for i in acting:
                act = ListActions(project=self._words, locale=locale, document_id=i, date=self.date)
                yield Task(name=f"deeds:{locale}:{i}", action=act, uses=PAGES)
            actions = MakeActionsPage(project=self._words, locale=locale, date=self.date)
            yield _task(locale, "actions", actions, *(f"deeds:{locale}:{i}" for i in acting))
            kinds.append(("actions", 0))
        if self.volumes:
            compendia = MakeCompendiaPage(project=self._words, locale=locale, volumes=self.volumes)
            yield _task(locale, "compendia", compendia, *map(_volume_facts, self.volumes))
            kinds.append(("compendia", 0))
        indexes = MakeIndexesPage(project=self._words, locale=locale, kinds=tuple(kinds))
        yield _task(locale, "indexes", indexes)

    def _search(self, locale: str) -> Iterator[Task]:
        """Plan the search of a language, and its page."""
        known = {i: survey for i, survey in self.surveys.items() if survey}
        own = {
            i: s.pieces + sum(self.annexes[a].pieces for a in s.annexes if a in self.annexes) for i, s in known.items()
        }
        ordered = sorted(self.ids, key=lambda i: (known[i].day if i in known else "", i))
        yield from search_tasks.plan(self._words, locale, {i: own.get(i, 1) for i in ordered})
        yield _task(locale, "search", MakeSiteSearch(project=self._shown, locale=locale))

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


def preview(project: Project, locale: str, document_id: str) -> Task:
    """Plan the page of a document without its list of PDFs, which takes no PDF to make."""
    action = MakeSitePage(project=tasks.narrowed(project, layout=True), locale=locale, document_id=document_id)
    output = page_path(locale, document_id)
    return Task(name=f"preview:{locale}:{document_id}", action=action, output=output, uses=PAGES)


def assets(
    project: Project, surveys: Mapping[str, Survey | None], pages: tuple[str, ...], kind: str = "site"
) -> Iterator[Task]:
    """Plan the files that the *pages* of some documents share: styles, fonts, pictures."""
    for name in STYLES[1:]:
        yield _asset(name, TakeAsset(path=f"{TEMPLATES}/{name}"))
    yield from _fonts(project.fonts, pages, kind)
    words = tasks.narrowed(project)
    pictures = {survey.picture: i for i, survey in surveys.items() if survey and survey.picture}
    for file, document_id in pictures.items():
        yield _asset(file, TakePicture(project=words, document_id=document_id), uses=(*SOURCES, "Pillow"))


def _fonts(own: Fonts, pages: tuple[str, ...], kind: str) -> Iterator[Task]:
    """Plan the stylesheet, and the fonts that it loads; *pages* say what is needed of the project's *own* ones."""
    faces = typefaces.declared(own)
    sheet = MakeScreenSheet(path=f"{TEMPLATES}/{STYLES[0]}", fonts=own)
    needs = pages if faces else ()
    yield Task(
        name=f"{kind}::{STYLES[0]}", action=sheet, needs=needs, output=asset_path(STYLES[0]), uses=("fontTools",)
    )
    for number in range(len(faces)):
        name, action = webfonts.own_name(number), MakeOwnFont(fonts=own, number=number)
        yield Task(name=f"{kind}::{name}", action=action, needs=needs, output=asset_path(name), uses=FONT_TOOLS)
    for font in webfonts.every():
        yield _asset(font.name, MakeWebFont(font=font), uses=FONT_TOOLS)
    sources = tuple(typeface.files[0] for typeface in (*TEXT, *SIGN_FACES))
    yield _asset("fonts/OFL.txt", MakeFontLicence(sources=sources), uses=("fontTools",))


def _task(locale: str, name: str, action: Action, *needs: str, path: str = "") -> Task:
    """Plan a page of a language."""
    output = path or page_path(locale, name)
    return Task(name=f"site:{locale}:{name}", action=action, needs=needs, output=output, uses=PAGES)


def _summaries(locale: str, ids: Sequence[str]) -> Iterator[str]:
    return (f"summary:{locale}:{i}" for i in ids)


def _volume_facts(volume: Volume) -> str:
    edition, _, group = volume.suffix.partition(":")
    return f"facts:{edition}:compendium{f':{group}' if group else ''}"


def _facts(name: str, *needs: str, action: Action = COUNT_PAGES) -> Task:
    return Task(name=name, action=action, needs=needs, uses=("pypdf",))


def _published(name: str, path: str) -> Task:
    """Plan the site's copy of what the task *name* makes at *path*."""
    return Task(name=f"site::{path}", action=PUBLISH, needs=(name,), output=paths.site_path(path))


def _asset(name: str, action: Action, *, uses: tuple[str, ...] = ()) -> Task:
    return Task(name=f"site::{name}", action=action, output=asset_path(name), uses=uses)
