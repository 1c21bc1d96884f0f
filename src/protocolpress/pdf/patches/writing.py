"""Writing: streams are compressed once, though pydyf compresses each a second time for the file's identifier.

The level is zlib's default, not pydyf's maximum: this saves 5 per cent of the time for a PDF of eight pages, and makes
it 1.6 per cent larger.
"""

# ruff: noqa: ANN401 - pydyf has no types

from __future__ import annotations

import types
import zlib
from typing import Any

import pydyf

from protocolpress.pdf.objects import LEVEL
from protocolpress.pdf.patches.patch import Patch

_to_bytes = pydyf._to_bytes  # noqa: SLF001 - replaced in the same package
_write = pydyf.PDF.write
_data = pydyf.Stream.data
_get_data = _data.fget
_zlib = types.SimpleNamespace(compressobj=lambda level: zlib.compressobj(min(level, LEVEL)), compress=zlib.compress)


def _bytes(item: Any) -> bytes:
    """Write an item as PDF code, testing the most frequent kinds first."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # it returns bytes
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]  # as above
    if kind is int:
        return b"%d" % item
    return _to_bytes(item)  # type: ignore[no-any-return]  # as above


def _write_once(self: Any, *given: Any, **named: Any) -> None:
    """Write a PDF whose streams no longer change."""
    known: dict[int, bytes] = {}

    def data(stream: Any) -> bytes:
        if id(stream) not in known:
            known[id(stream)] = _get_data(stream)
        return known[id(stream)]

    pydyf.Stream.data = property(data)
    try:
        _write(self, *given, **named)
    finally:
        pydyf.Stream.data = _data


PATCHES = (
    Patch("pydyf", "_to_bytes", _bytes, "1cefd02c285d3aee"),
    Patch("pydyf:PDF", "write", _write_once, "242cd38f92ecd33f"),
    Patch("pydyf", "zlib", _zlib, "bdc2bc513f286de7", used_by="pydyf:Stream.data"),
)
