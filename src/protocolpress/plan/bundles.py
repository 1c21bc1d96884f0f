"""What `compendium_pages` hands on to `compendium`: parts in their order, folios, and what is said of the whole.

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
    folios: tuple[bytes, ...]
    """What is stamped on each page, as pages of PDFs."""
    words: bytes
    """The words of page numbers, one page each; nothing if there are none."""
    pages: int
    """The pages of the whole."""
    whose: tuple[str, ...]
    """For each of those words, whose number it is; see `pdf.page_numbers`."""


def dump(bundle: Bundle) -> bytes:
    """Write *bundle*; equal bundles give equal bytes."""
    known = dataclasses.asdict(dataclasses.replace(bundle, folios=(), words=b"", parts=()))
    known["parts"] = [{**dataclasses.asdict(part), "data": ""} for part in bundle.parts]
    del known["folios"], known["words"]
    return blobs.dump(MAGIC, known, [bundle.words, *(part.data for part in bundle.parts), *bundle.folios])


def load(data: bytes) -> Bundle:
    """Read what `dump` wrote."""
    known, found = blobs.load(MAGIC, data)
    words, *rest = found
    described = known.pop("parts")
    parts = (merge.Part(**{**part, "data": blob}) for part, blob in zip(described, rest, strict=False))
    folios = tuple(rest[len(described) :])
    return Bundle(**{**known, "parts": tuple(parts), "folios": folios, "words": words, "whose": tuple(known["whose"])})
