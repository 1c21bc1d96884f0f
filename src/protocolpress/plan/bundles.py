"""The values passed from `compendium_pages` to `compendium`: parts in order, folios, and metadata of the whole.

In a bundle the documents are parts without data. It is stored by the engine as JSON and bytes.
"""

from __future__ import annotations

import dataclasses

from protocolpress.pdf import blobs, merge

MAGIC = b"protocolpress matter 1\n"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A compendium without its documents."""

    title: str
    titles: tuple[tuple[str, str], ...]
    """Languages, each with the title in it."""
    locale: str
    parts: tuple[merge.Part, ...]
    """All parts; those of documents have no data."""
    folios: tuple[bytes, ...]
    """The folios stamped on the pages, as pages of PDFs."""
    words: bytes
    """The page numbers in the text, one on each page; nothing if there are none."""
    pages: int
    """The number of pages of the whole."""
    whose: tuple[str, ...]
    """The reference that each of these page numbers belongs to; see `pdf.page_numbers`."""


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
    known["titles"] = tuple(map(tuple, known["titles"]))
    return Bundle(**{**known, "parts": tuple(parts), "folios": folios, "words": words, "whose": tuple(known["whose"])})
