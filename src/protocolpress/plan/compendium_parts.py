"""The parts of a compendium: for each document, the PDF prepared for linking, and its extent.

Both are kept from build to build. The extent holds only what the compendium's own pages need (the number of pages, and
the pages of annexes, and of the people and places in the index), so an edit that moves none of these stops here.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence

from protocolpress.build.task import Inputs
from protocolpress.markup import plain
from protocolpress.model import LocalizedDocument
from protocolpress.pdf import blank, relocatable, relocate
from protocolpress.plan import paths, summaries
from protocolpress.plan.actions import MeasureExtent, PreparePart
from protocolpress.project import edition_locales


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The extent of a document in a compendium."""

    pages: int
    own: int = 0
    """Pages of its PDF; in two-sided printing one more may be added to make them even."""
    blank: tuple[int, ...] = ()
    """Blank pages, counted from 0; looked for only in two-sided printing."""
    places: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """The page of each anchor that the contents or the index lead to, counted from 0."""


def make(task: PreparePart, given: Inputs) -> bytes:
    """Prepare a document for linking."""
    columns = summaries.columns(given.needs[f"summary:{task.edition}:{task.document_id}"])
    data = given.needs[f"pdf:{task.edition}:{task.document_id}"]
    part = relocate.prepare(
        blank.even(data) if task.both_sides else data,
        key=f"{task.edition}/{task.document_id}",
        title=" / ".join(plain(column.title.spans) for column in columns),
        locale=edition_locales(task.edition)[0],
        numbered=bool(named(task.edition, columns)),
        path=paths.pdf_path(task.edition, task.document_id),
    )
    return relocatable.dump(part)


def make_extent(task: MeasureExtent, given: Inputs) -> bytes:
    """Return the extent of a document, as JSON."""
    pages, places_ = relocatable.extent(given.needs[f"part:{task.edition}:{task.document_id}"])
    columns = summaries.columns(given.needs[f"summary:{task.edition}:{task.document_id}"])
    anchors = {entry.anchor for column in columns for entry in column.index}
    anchors |= {annex.anchor for annex in columns[0].annexes}
    empty = blank.found(given.needs[f"pdf:{task.edition}:{task.document_id}"]) if task.both_sides else (False,) * pages
    known = {
        "pages": pages,
        "own": len(empty),
        "blank": [page for page in range(pages) if page >= len(empty) or empty[page]],
        "places": {name: page for name, page in sorted(places_.items()) if name in anchors},
    }
    return json.dumps(known, ensure_ascii=False).encode()


def extent(data: bytes) -> Extent:
    """Read the result of `make_extent`."""
    known = json.loads(data)
    return Extent(pages=known["pages"], own=known["own"], blank=tuple(known["blank"]), places=known["places"])


def named(edition: str, columns: Sequence[LocalizedDocument]) -> list[str]:
    """Return the keys of the documents for which a page number is printed after references to them."""
    return [f"{edition}/{other.id}" for other in columns[0].related]
