"""Remove metadata from PNG and JPEG files: place, time, owner and equipment.

In: the bytes of a picture. Out: the same picture, pixel for pixel, with its orientation, colours and resolution, and
nothing else. A camera's file contains the place, the owner and the serial number; word processors and editors add
comments and thumbnails of cropped parts. Everything not known to belong to the picture is removed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"

_PIXELS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"sBIT", b"pHYs"))
"""Chunks required for pixels, colours and resolution (PNG, third edition, 11)."""

_ORIENTATION = 0x0112
"""The Exif tag of the orientation."""

_MAX_ENTRIES = 1000
"""Maximum entries of an Exif directory; cameras write about twenty."""

_TABLES = frozenset((*range(0xC0, 0xD0), *range(0xDA, 0xE0))) - {0xC8}
"""Markers of frames, scans and tables (ITU-T T.81, table B.1)."""

_JFIF, _EXIF, _ICC, _ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"


def without_metadata(data: bytes) -> bytes:
    """Return a PNG or JPEG file without metadata; other files unchanged.

    Raises:
        ValueError: the file is truncated, or its parts are not where they should be.
    """
    if data.startswith(PNG):
        return b"".join((PNG, *_chunks(data)))
    if data.startswith(JPEG):
        return b"".join((JPEG, *_segments(data)))
    return data


# ── PNG ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _chunks(data: bytes) -> Iterator[bytes]:
    """Return the chunks to be kept; data after the end of the picture are dropped."""
    place = len(PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind = data[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(data):
            break
        if kind in _PIXELS:
            yield data[place:end]
        elif kind == b"eXIf" and (turned := _turned(data[place + 8 : end - 4])):
            yield _chunk(b"eXIf", turned)
        if kind == b"IEND":
            return
        place = end
    raise ValueError("the file is truncated")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# ── JPEG ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _segments(data: bytes) -> Iterator[bytes]:
    """Return the segments to be kept, scans with their pixels; data after the end of the picture are dropped."""
    place = len(JPEG)
    while (found := _marker(data, place)) is not None:
        marker, place = found
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        end = place + struct.unpack(">H", data[place : place + 2].rjust(2, b"\0"))[0]
        if end < place + 2 or end > len(data):
            break
        content = data[place + 2 : end]
        if kept := _kept(marker, content):
            yield b"\xff" + bytes((marker,)) + struct.pack(">H", len(kept) + 2) + kept
        place = end
        if marker == 0xDA:
            end = _scan_end(data, place)
            yield data[place:end]
            place = end
    raise ValueError("the file is truncated")


def _marker(data: bytes, place: int) -> tuple[int, int] | None:
    """Find the marker at *place*, after fill bytes, and the start of its segment."""
    start = place
    while data[place : place + 1] == b"\xff":
        place += 1
    return (data[place], place + 1) if start < place < len(data) else None


def _scan_end(data: bytes, place: int) -> int:
    """Find the end of a scan's pixels: the next marker that is neither a stuffed byte nor a restart."""
    while (place := data.find(b"\xff", place)) >= 0:
        if place + 1 < len(data) and data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2
    return len(data)


def _kept(marker: int, content: bytes) -> bytes:
    """Return the part of a segment to be kept, or nothing."""
    if marker in _TABLES:
        return content
    if marker == 0xE0 and content.startswith(_JFIF) and len(content) >= 14:
        return content[:12] + b"\0\0"  # without the thumbnail
    if marker == 0xE1 and content.startswith(_EXIF):
        turned = _turned(content[len(_EXIF) :])
        return _EXIF + turned if turned else b""
    if (marker == 0xE2 and content.startswith(_ICC)) or (marker == 0xEE and content.startswith(_ADOBE)):
        return content
    return b""


# ── Exif ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _turned(exif: bytes) -> bytes:
    """Return Exif data with the orientation only; nothing if the picture is upright."""
    orientation = _orientation(exif)
    if not 2 <= orientation <= 8:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _orientation(exif: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        if order is None:
            return 0
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for entry in range(start + 2, start + 2 + 12 * min(count, _MAX_ENTRIES), 12):
            tag, kind = struct.unpack_from(f"{order}HH", exif, entry)
            if tag == _ORIENTATION and kind == 3:
                return int(struct.unpack_from(f"{order}H", exif, entry + 8)[0])
    except struct.error:  # truncated: Pillow and browsers treat it as upright too
        return 0
    return 0
