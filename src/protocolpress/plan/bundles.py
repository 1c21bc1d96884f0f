"""What `matter` hands on to `compendium`: parts in their order, folios, and what is said of the whole.

In a bundle the documents are parts without data. It goes through the engine's store as JSON and bytes.
"""

from __future__ import annotations

import dataclasses

from protocolpress.pdf import blobs, merge

MAGIC = b"protocolpress matter 1\n"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A compendium without its documents."""

    title: str
    locale: str
    parts: tuple[merge.Part, ...]
    """All parts; a document's has no data."""
    folios: bytes
    """What is stamped on each page, and the words of page numbers behind that, a page each."""
    pages: int
    """The pages of the whole."""
    whose: tuple[str, ...]
    """For each of those words, whose number it is; see `pdf.page_numbers`."""


def dump(bundle: Bundle) -> bytes:
    """Write *bundle*; equal bundles give equal bytes."""
    known = dataclasses.asdict(dataclasses.replace(bundle, folios=b"", parts=()))
    known["parts"] = [{**dataclasses.asdict(part), "data": ""} for part in bundle.parts]
    del known["folios"]
    return blobs.dump(MAGIC, known, [bundle.folios, *(part.data for part in bundle.parts)])


def load(data: bytes) -> Bundle:
    """Read what `dump` wrote."""
    known, found = blobs.load(MAGIC, data)
    parts = (merge.Part(**{**part, "data": blob}) for part, blob in zip(known.pop("parts"), found[1:], strict=True))
    return Bundle(**{**known, "parts": tuple(parts), "folios": found[0], "whose": tuple(known["whose"])})
