"""The tasks of the website: its pages in each language, and the files that they share.

A page offers the PDFs of its document in all editions, with their lengths and sizes; these facts are tasks of their
own, so that a PDF is opened once, not once for each language.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import functools
import json
from collections.abc import Callable, Mapping, Sequence

from protocolpress.build.task import Action, Task
from protocolpress.errors import Problems
from protocolpress.files import Files
from protocolpress.localize import formats
from protocolpress.localize.interface import Interface
from protocolpress.model import Document, Edtf, HtmlPage, Moment, Photo, Plain, Text
from protocolpress.pages import website as pages
from protocolpress.pages.renderer import FOLDER, HtmlRenderer
from protocolpress.pdf import facts, fonts
from protocolpress.plan import compendium, documents
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.sources import pictures

STYLES = ("screen.css", "motif.svg")
"""What the site takes from the templates as it is."""

KILOBYTE = 1024


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the list of a site offers: documents, and the compendia as of a date."""

    ids: tuple[str, ...]
    volumes: tuple[compendium.Volume, ...]
    date: dt.date


def tasks(
    project: Project, read: Mapping[str, Document | None], volumes: Sequence[compendium.Volume], date: dt.date
) -> list[Task]:
    """Plan the site: a page for each document of *read* in each language; None is a source with mistakes."""
    ids = tuple(read)
    holdings = Holdings(ids=ids, volumes=tuple(volumes), date=date)
    made = [_facts_task(edition, i, f"pdf:{edition}:{i}") for edition in project.editions for i in ids]
    made += [_facts_task(volume.edition, "compendium", f"compendium:{volume.edition}") for volume in volumes]
    for locale in project.locales:
        made += [_document_task(project, locale, i) for i in ids]
        made.append(_index_task(project, locale, holdings))
    start = functools.partial(make_start, project=project)
    made.append(Task(name="site::index", action=start, output=pages.page_path()))
    shared = {f"{FOLDER}/{name}": name for name in STYLES}
    shared |= {path: path for path in fonts.FONTS}
    photos = {document.photo.file: document.photo for document in read.values() if document and document.photo}
    made += [_asset_task(name, functools.partial(make_asset, path=path)) for path, name in shared.items()]
    return made + [
        _asset_task(file, functools.partial(make_picture, photo=photo)) for file, photo in photos.items() if file
    ]


def _facts_task(edition: str, document_id: str, pdf: str) -> Task:
    return Task(name=f"facts:{edition}:{document_id}", action=make_facts, needs=(pdf,))


def _document_task(project: Project, locale: str, document_id: str) -> Task:
    return Task(
        name=f"site:{locale}:{document_id}",
        action=functools.partial(make_document, project=project, locale=locale, document_id=document_id),
        needs=tuple(f"facts:{edition}:{document_id}" for edition in project.editions),
        output=pages.page_path(locale, document_id),
    )


def _index_task(project: Project, locale: str, holdings: Holdings) -> Task:
    return Task(
        name=f"site:{locale}:index",
        action=functools.partial(make_index, project=project, locale=locale, holdings=holdings),
        needs=tuple(f"facts:{volume.edition}:compendium" for volume in holdings.volumes),
        output=pages.page_path(locale),
    )


def _asset_task(name: str, action: Action) -> Task:
    return Task(name=f"site::{name}", action=action, output=pages.asset_path(name))


def make_facts(files: Files, needs: Mapping[str, bytes], problems: Problems) -> bytes:
    """Tell the pages and the bytes of a PDF, as JSON."""
    del files, problems
    (data,) = needs.values()
    return json.dumps({"pages": facts.pages(data), "bytes": len(data)}, sort_keys=True).encode()


def make_asset(files: Files, needs: Mapping[str, bytes], problems: Problems, *, path: str) -> bytes:
    """Take a file as it is."""
    del needs, problems
    return files.read(path)


def make_picture(files: Files, needs: Mapping[str, bytes], problems: Problems, *, photo: Photo) -> bytes:
    """Take a picture as it is, if it is one; what is wrong with it is the document's problem, reported in its words."""
    del needs
    pictures.check(files, photo, problems)
    return b"" if problems.errors else files.read(f"sources/{photo.file}")


def make_document(
    files: Files, needs: Mapping[str, bytes], problems: Problems, *, project: Project, locale: str, document_id: str
) -> bytes:
    """Make the page of a document in one language."""
    library = Library(files, project, problems)
    source = library.parse(document_id)
    (document,) = library.localized(source, locale)
    pdfs = tuple(
        _pdf(edition, documents.pdf_path(edition, document_id), needs[f"facts:{edition}:{document_id}"], locale)
        for edition in project.editions
    )
    machine = pages.machine_date(source.date)
    return _make(library, locale, lambda maker, *, draft: maker.document(document, pdfs, machine=machine, draft=draft))


def make_index(
    files: Files, needs: Mapping[str, bytes], problems: Problems, *, project: Project, locale: str, holdings: Holdings
) -> bytes:
    """Make the list of documents in one language, with the compendia."""
    library = Library(files, project, Problems())  # the documents' own tasks report what is wrong with them
    entries = []
    for document_id in holdings.ids:
        source = library.parse(document_id)
        (document,) = library.localized(source, locale)
        entries.append(pages.Entry(document=document, machine=pages.machine_date(source.date)))
    compendia = tuple(
        _pdf(volume.edition, volume.path, needs[f"facts:{volume.edition}:compendium"], locale)
        for volume in holdings.volumes
    )
    date = holdings.date
    words = formats.date(Edtf(Moment(date.year, date.month, date.day)), locale)
    listed = pages.Listed(
        entries=tuple(entries),
        compendia=compendia,
        date=Text(spans=(Plain(words),), locale=locale),
        machine=date.isoformat(),
    )
    library = Library(files, project, problems)
    return _make(library, locale, lambda maker, *, draft: maker.index(listed, draft=draft))


def make_start(files: Files, needs: Mapping[str, bytes], problems: Problems, *, project: Project) -> bytes:
    """Make the page that offers the languages, in all of them."""
    del needs
    library = Library(files, project, problems)
    return _make(library, "-".join(project.locales), lambda maker, *, draft: maker.start(draft=draft))


def _make(library: Library, edition: str, page: Callable[..., HtmlPage]) -> bytes:
    interface: Interface = library.interface(edition)
    maker = pages.Maker(renderer=HtmlRenderer(library.files), setup=library.setup(edition, interface))
    made = page(maker, draft=False)
    if interface.incomplete:  # known only now: the page says that it is a draft
        made = page(maker, draft=True)
    return made.html.encode()


def _pdf(edition: str, path: str, data: bytes, locale: str) -> pages.Pdf:
    """Tell a reader of *locale* of a PDF; a file that is not empty has at least one kilobyte."""
    known = json.loads(data)
    kilobytes = max(1, round(known["bytes"] / KILOBYTE))
    small = kilobytes < KILOBYTE
    size = decimal.Decimal(kilobytes if small else round(kilobytes * 10 / KILOBYTE)) / (1 if small else 10)
    return pages.Pdf(
        edition=edition,
        path=path,
        pages=known["pages"],
        size=formats.number(size, locale),
        unit="KB" if small else "MB",
    )
