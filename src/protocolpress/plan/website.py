"""The tasks of the website: its pages in each language, and the files that they share.

A page offers the PDFs of its document in all editions, with their lengths and sizes. These facts are separate tasks, so
that a PDF is opened once, not once for each language.
"""

from __future__ import annotations

import dataclasses
import decimal
import json
from collections.abc import Callable, Mapping

from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.localize import formats
from protocolpress.localize.interface import Interface
from protocolpress.model import Edtf, HtmlPage, Moment, Plain, Text
from protocolpress.pages import website as pages
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import facts
from protocolpress.photographs import without_metadata
from protocolpress.plan import bundles, compendium_parts, paths, summaries
from protocolpress.plan.actions import (
    MakeSidePage,
    MakeSiteIndex,
    MakeSitePage,
    MakeSiteSearch,
    MakeSiteStart,
    TakePicture,
)
from protocolpress.plan.library import Library
from protocolpress.sources import pictures

KILOBYTE = 1024


def make_facts(given: Inputs) -> bytes:
    """Return the pages and the bytes of a PDF, as JSON.

    If its extent in a compendium is known, the number of pages is taken from there, because reading the PDF takes
    longer.
    """
    data, *extent = given.needs.values()
    return _told(compendium_parts.extent(extent[0]).own if extent else facts.pages(data), data)


def make_volume_facts(given: Inputs) -> bytes:
    """Return the pages and the bytes of a compendium, as JSON.

    The number of pages is taken from the compendium's own pages.
    """
    data, matter = given.needs.values()
    return _told(bundles.load(matter).pages, data)


def _told(number: int, data: bytes) -> bytes:
    return json.dumps({"pages": number, "bytes": len(data)}, sort_keys=True).encode()


def make_picture(task: TakePicture, given: Inputs) -> bytes:
    """Return a document's picture without its metadata; its problems are reported for the document."""
    photo = Library(given.files, task.project, given.problems).parse(task.document_id).photo
    if photo is not None:
        pictures.check(given.files, photo, given.problems)
    if photo is None or given.problems.errors:
        return b""
    return without_metadata(given.files.read(f"sources/{photo.file}"))


def make_document(task: MakeSitePage, given: Inputs) -> bytes:
    """Make the page of a document in one language."""
    document_id, locale = task.document_id, task.locale
    library = Library(given.files, task.project, given.problems)
    source = library.parse(document_id)
    (document,) = library.localized(source, locale)
    pdfs = [
        _pdf(edition, paths.pdf_path(edition, document_id), given.needs[f"facts:{edition}:{document_id}"], locale)
        for edition in task.project.editions
    ]
    for edition in task.project.editions:
        if (known := given.needs.get(f"facts:large:{edition}:{document_id}")) is not None:
            large = _pdf(edition, paths.large_path(edition, document_id), known, locale)
            pdfs.append(dataclasses.replace(large, large=True))
    return made(library, locale, lambda maker, *, draft: maker.document(document, pdfs, source=source, draft=draft))


def make_side(task: MakeSidePage, given: Inputs) -> bytes:
    """Make the page of a document in two languages; its problems are reported with those in one."""
    library = Library(given.files, task.project, Problems())
    columns = library.localized(library.parse(task.document_id), task.edition)
    return made(library, task.edition, lambda maker, *, draft: maker.side_by_side(columns, draft=draft))


def make_index(task: MakeSiteIndex, given: Inputs) -> bytes:
    """Make the list of documents in one language, with the compendia."""
    entries = []
    for document_id in task.holdings.ids:
        known = given.needs[f"summary:{task.locale}:{document_id}"]
        (document,) = summaries.columns(known)
        entries.append(pages.ListEntry(document=document, machine=summaries.machine(known)))
    compendia = tuple(
        _pdf(volume.edition, volume.path, given.needs[f"facts:{volume.edition}:compendium"], task.locale)
        for volume in task.holdings.volumes
    )
    date = task.holdings.date
    words = formats.date(Edtf(Moment(date.year, date.month, date.day)), task.locale)
    listed = pages.Listed(
        entries=tuple(entries),
        compendia=compendia,
        date=Text(spans=(Plain(words),), locale=task.locale),
        machine=date.isoformat(),
    )
    library = Library(given.files, task.project, given.problems)
    return made(library, task.locale, lambda maker, *, draft: maker.index(listed, draft=draft))


def make_search(task: MakeSiteSearch, given: Inputs) -> bytes:
    """Make the page of the search in one language."""
    library = Library(given.files, task.project, given.problems)
    return made(library, task.locale, lambda maker, *, draft: maker.search(draft=draft))


def make_start(task: MakeSiteStart, given: Inputs) -> bytes:
    """Make the start page, which offers the languages, in all of them."""
    library = Library(given.files, task.project, given.problems)
    return made(library, "-".join(task.project.locales), lambda maker, *, draft: maker.start(draft=draft))


def made(library: Library, edition: str, page: Callable[..., HtmlPage]) -> bytes:
    """Make a page by calling *page* with a maker and whether it is a draft."""
    interface: Interface = library.interface(edition)
    pairs = tuple(one for one in library.project.editions if "-" in one)
    maker = pages.SiteRenderer(
        renderer=HtmlRenderer(library.files),
        setup=library.setup(edition, interface),
        web=library.project.web,
        pairs=pairs,
    )
    made = page(maker, draft=False)
    if interface.incomplete:  # known only now: the page of a draft is marked
        made = page(maker, draft=True)
    return made.html.encode()


def _pdf(edition: str, path: str, data: bytes, locale: str) -> pages.Pdf:
    """Describe a PDF to a reader of *locale*; a non-empty file counts as at least one kilobyte."""
    known = json.loads(data)
    kilobytes = max(1, round(known["bytes"] / KILOBYTE))
    small = kilobytes < KILOBYTE
    size = decimal.Decimal(kilobytes if small else round(kilobytes * 10 / KILOBYTE)) / (1 if small else 10)
    return pages.Pdf(
        edition=edition,
        path=paths.site_path(path),
        pages=known["pages"],
        size=formats.number(size, locale),
        unit="KB" if small else "MB",
    )


def volume_pdf(volume: paths.Volume, needs: Mapping[str, bytes], locale: str) -> pages.Pdf:
    """Describe a compendium to a reader of *locale*."""
    edition, _, group = volume.suffix.partition(":")
    name = f"facts:{edition}:compendium{f':{group}' if group else ''}"
    return _pdf(volume.edition, volume.path, needs[name], locale)


def plain(words: str, locale: str) -> Text:
    """Return words as a text in a language."""
    return Text(spans=(Plain(words),), locale=locale)
