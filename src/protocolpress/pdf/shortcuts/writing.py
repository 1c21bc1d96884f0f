"""Writing: streams are compressed once, though pydyf asks for each a second time, for the file's identifier."""

# ruff: noqa: ANN401 - pydyf has no types

from __future__ import annotations

from typing import Any

import pydyf

_to_bytes = pydyf._to_bytes  # noqa: SLF001 - private, as the package says
_write = pydyf.PDF.write
_data = pydyf.Stream.data
_get_data = _data.fget


def mend() -> None:
    """Replace how pydyf writes."""
    pydyf._to_bytes = _bytes  # noqa: SLF001 - as above
    pydyf.PDF.write = _write_once


def _bytes(item: Any) -> bytes:
    """Write an item as a PDF has it: the usual kinds first."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # it is
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]  # as above
    if kind is int:
        return b"%d" % item
    return _to_bytes(item)  # type: ignore[no-any-return]  # as above


def _write_once(self: Any, *given: Any, **named: Any) -> None:
    """Write a PDF; what its streams hold does not change meanwhile."""
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
