"""Pictures, decoded once for all pages that show them: all editions of a document are set together.

In: a function that reads the picture at an address. Out: the cache that WeasyPrint asks for pictures. A picture is read
for each page, so that the task depends on it, and taken from memory if its bytes are the same.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from weasyprint.images import RasterImage

KEPT = 4
"""Maximum number of kept pictures; a document has one."""

_unpacked: dict[tuple[str, bytes], Any] = {}


class Pictures(dict[str, Any]):
    """The pictures of one page, by address; WeasyPrint also keeps their data here."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        """Use *read* for the bytes at an address; None if it cannot be read."""
        super().__init__()
        self._read = read
        self._digests: dict[str, bytes] = {}

    def __contains__(self, address: object) -> bool:
        """Whether a picture is already decoded."""
        if super().__contains__(address) or not isinstance(address, str):
            return super().__contains__(address)
        data = self._read(address)
        if data is None:
            return False
        self._digests[address] = hashlib.sha256(data).digest()
        known = _unpacked.get((address, self._digests[address]))
        if known is not None:
            super().__setitem__(address, known)
        return known is not None

    def __setitem__(self, address: str, picture: Any) -> None:
        """Keep a picture decoded by WeasyPrint; a drawing belongs to its page, and is not kept for others."""
        super().__setitem__(address, picture)
        if isinstance(picture, RasterImage) and address in self._digests:
            _keep(_unpacked, (address, self._digests[address]), picture)


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep *value*, and drop the oldest one."""
    kept[key] = value
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
