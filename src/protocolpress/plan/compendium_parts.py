"""What a compendium takes of each document: the PDF made ready to be linked, and how far it extends.

Both are kept from build to build. The extent says no more than the matter of a compendium needs (pages, and where
those stand whom the index names), so an edit that moves none of this stops here.
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
    """How far a document extends in a compendium."""

    pages: int
    own: int = 0
    """Those of its PDF: where sheets have two sides, there may be one more, to make them even."""
    blank: tuple[int, ...] = ()
    """The pages with nothing on them, counted from 0; looked for only where sheets have two sides."""
    places: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """The page of each anchor that the index leads to, counted from 0."""


def make(task: PreparePart, given: Inputs) -> bytes:
    """Make a document ready to be linked."""
    columns = summaries.columns(given.needs[f"summary:{task.edition}:{task.document_id}"])
    data = given.needs[f"pdf:{task.edition}:{task.document_id}"]
    part = relocate.prepare(
        blank.even(data) if task.both_sides else data,
        key=f"{task.edition}/{task.document_id}",
        title=plain(columns[0].title.spans),
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
    empty = blank.found(given.needs[f"pdf:{task.edition}:{task.document_id}"]) if task.both_sides else (False,) * pages
    known = {
        "pages": pages,
        "own": len(empty),
        "blank": [page for page in range(pages) if page >= len(empty) or empty[page]],
        "places": {name: page for name, page in sorted(places_.items()) if name in anchors},
    }
    return json.dumps(known, ensure_ascii=False).encode()


def extent(data: bytes) -> Extent:
    """Read what `make_extent` has made."""
    known = json.loads(data)
    return Extent(pages=known["pages"], own=known["own"], blank=tuple(known["blank"]), places=known["places"])


def named(edition: str, columns: Sequence[LocalizedDocument]) -> list[str]:
    """Return the keys of the documents after whose titles a document leaves room for a page number."""
    return [f"{edition}/{other.id}" for other in columns[0].related]
