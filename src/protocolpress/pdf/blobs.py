"""A file of values and bytes, for results passed between tasks: JSON first, then bytes; nothing in it is executable."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

SIZES = "sizes"
"""The key of the lengths of the byte strings."""


def dump(magic: bytes, known: Mapping[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Write *known*, a JSON value, and *blobs*; equal values in the same order give equal bytes."""
    values = {**known, SIZES: [len(blob) for blob in blobs]}
    start = json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()
    return b"".join((magic, struct.pack("<Q", len(start)), start, *blobs))


def load(magic: bytes, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Read what `dump` wrote.

    Raises:
        ValueError: it is something else, or damaged.
    """
    if not data.startswith(magic) or len(data) < len(magic) + 8:
        message = f"not a {magic.decode('ascii').strip()}"
        raise ValueError(message)
    (length,) = struct.unpack_from("<Q", data, len(magic))
    place = len(magic) + 8 + length
    known = json.loads(data[len(magic) + 8 : place])
    found = []
    for size in known.pop(SIZES):
        found.append(data[place : place + size])
        place += size
    if place != len(data):
        raise ValueError("it is cut off")
    return known, found
