"""Join the subsets of one face that different documents embed.

A font program in a PDF has only the glyphs that its document uses; a compendium of fifty documents would hold most
letters fifty times. If subsetting kept the glyph numbers, programs of one face are joined: each glyph is stored once,
and every document finds its own under the same number. Programs that differ in anything else stay separate.

TrueType outlines only (OpenType, "glyf", "loca", "hmtx"), for fonts whose codes are glyph numbers; other or damaged
programs are left alone.
"""

from __future__ import annotations

import dataclasses
import itertools
import struct
from collections.abc import Mapping

KEPT = frozenset({"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "prep"})
"""Tables that a reader of a CID font needs (ISO 32000-1, 9.9), and the one with the font's copyright."""

NOTHING = bytes(4)
"""Advance and bearing of a removed glyph."""

MAGIC = 0xB1B0AFBA
"""The constant from which the checksum of a file is computed (OpenType, "head")."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Cut:
    """A parsed font program."""

    tables: Mapping[str, bytes]
    """All tables that do not depend on the set of glyphs; "head" without the numbers that do."""
    head: bytes
    hhea: bytes
    maxp: bytes
    glyphs: Mapping[int, bytes]
    """Outlines by glyph number; empty glyphs are omitted."""
    metrics: Mapping[int, bytes]
    """Advance and left bearing by glyph number; zero ones are omitted."""


class Faces:
    """The faces of a file, each with the glyphs of all programs that were added to it."""

    def __init__(self) -> None:
        """Start with no face."""
        self._faces: list[list[_Cut]] = []
        self._glyphs: list[dict[int, bytes]] = []
        self._metrics: list[dict[int, bytes]] = []

    def add(self, program: bytes) -> int | None:
        """Add the glyphs of *program* to its face, or to a new one; return the face's number."""
        try:
            cut = _taken_apart(program)
        except (KeyError, ValueError, IndexError, struct.error):
            return None
        for number, cuts in enumerate(self._faces):
            if cuts[0].tables == cut.tables and self._fits(number, cut):
                break
        else:
            number = len(self._faces)
            self._faces.append([])
            self._glyphs.append({})
            self._metrics.append({})
        small = dataclasses.replace(cut, glyphs={}, metrics={})
        self._faces[number] = _wider([*self._faces[number], small])
        self._glyphs[number].update(cut.glyphs)
        self._metrics[number].update(cut.metrics)
        return number

    def program(self, number: int) -> bytes:
        """Return the program of a face, with all its glyphs."""
        cut, glyphs, metrics = self._faces[number][0], self._glyphs[number], self._metrics[number]
        count = max((*glyphs, *metrics, 0)) + 1
        outlines = [_padded(glyphs.get(glyph, b"")) for glyph in range(count)]
        places = list(itertools.accumulate(map(len, outlines), initial=0))
        tables = dict(cut.tables)
        tables["head"] = cut.head[:8] + bytes(4) + cut.head[12:50] + struct.pack(">h", 1) + cut.head[52:]
        tables["hhea"] = cut.hhea[:34] + struct.pack(">H", count)
        tables["maxp"] = cut.maxp[:4] + struct.pack(">H", count) + cut.maxp[6:]
        tables["glyf"] = b"".join(outlines)
        tables["loca"] = struct.pack(f">{count + 1}L", *places)
        tables["hmtx"] = b"".join(metrics.get(glyph, bytes(4)) for glyph in range(count))
        return _put_together(tables)

    def _fits(self, number: int, cut: _Cut) -> bool:
        """Whether no glyph of *cut* differs from that of the face."""
        return all(
            known.get(glyph, value) == value
            for known, own in ((self._glyphs[number], cut.glyphs), (self._metrics[number], cut.metrics))
            for glyph, value in own.items()
        )


def can_join(program: bytes) -> bool:
    """Whether `Faces.add` would take *program*."""
    try:
        _taken_apart(program)
    except (KeyError, ValueError, IndexError, struct.error):
        return False
    return True


def _wider(cuts: list[_Cut]) -> list[_Cut]:
    """Combine the size limits of the face: the largest of each."""
    first = cuts[0]
    boxes = [struct.unpack(">4h", cut.head[36:44]) for cut in cuts]
    left, bottom, right, top = zip(*boxes, strict=True)
    box = struct.pack(">4h", min(left), min(bottom), max(right), max(top))
    limits = [struct.unpack(f">{len(cut.maxp[6:]) // 2}H", cut.maxp[6:]) for cut in cuts]
    largest = [max(values) for values in zip(*limits, strict=True)]
    maxp = first.maxp[:6] + struct.pack(f">{len(largest)}H", *largest)
    return [dataclasses.replace(first, head=first.head[:36] + box + first.head[44:], maxp=maxp)]


def _taken_apart(program: bytes) -> _Cut:
    count = struct.unpack_from(">H", program, 4)[0]
    tables: dict[str, bytes] = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", program, 12 + 16 * index)
        if offset + length > len(program):
            raise ValueError("a table is cut off")
        if (name := tag.decode("latin-1")) in KEPT:
            tables[name] = program[offset : offset + length]
    head, hhea, maxp = tables.pop("head"), tables.pop("hhea"), tables.pop("maxp")
    outlines, places, metrics = tables.pop("glyf"), tables.pop("loca"), tables.pop("hmtx")
    if len(head) != 54 or len(hhea) != 36 or len(maxp) != 32 or program[:4] != b"\0\1\0\0":
        raise ValueError("not a TrueType font program for PDF")
    glyphs = struct.unpack_from(">H", maxp, 4)[0]
    wide = struct.unpack_from(">h", head, 50)[0]
    spots = struct.unpack_from(f">{glyphs + 1}{'L' if wide else 'H'}", places)
    spots = spots if wide else tuple(2 * spot for spot in spots)
    if list(spots) != sorted(spots) or spots[-1] > len(outlines):
        raise ValueError("outlines overlap")
    found = {glyph: outlines[start:end] for glyph, (start, end) in enumerate(itertools.pairwise(spots)) if start != end}
    # everything that must be the same in programs of one face: the remaining tables, and these three
    tables["head"] = head[:8] + head[12:36] + head[44:50] + head[52:]
    tables["hhea"] = hhea[:10] + hhea[18:34]
    tables["maxp"] = maxp[:4]
    return _Cut(
        tables=tables,
        head=head,
        hhea=hhea,
        maxp=maxp,
        glyphs=found,
        metrics=_metrics(metrics, struct.unpack_from(">H", hhea, 34)[0], glyphs),
    )


def _metrics(table: bytes, long: int, glyphs: int) -> dict[int, bytes]:
    """Read advance and bearing of each glyph; those after the first *long* have the advance of the last of these."""
    if not 0 < long <= glyphs or len(table) < 4 * long + 2 * (glyphs - long):
        raise ValueError("widths are missing")
    last = table[4 * (long - 1) : 4 * (long - 1) + 2]
    end = 4 * long + 2 * (glyphs - long)
    values = [table[place : place + 4] for place in range(0, 4 * long, 4)]
    values += [last + table[place : place + 2] for place in range(4 * long, end, 2)]
    return {glyph: value for glyph, value in enumerate(values) if value != NOTHING}


def _put_together(tables: Mapping[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    start = struct.pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * (count - (1 << power)))
    offset = 12 + 16 * count
    records, body = b"", b""
    for tag in sorted(tables):
        data = _padded(tables[tag], 4)
        records += struct.pack(">4sLLL", tag.encode("latin-1"), _sum(data), offset + len(body), len(tables[tag]))
        body += data
    file = start + records + body
    place = offset + sum(len(_padded(tables[tag], 4)) for tag in sorted(tables) if tag < "head") + 8
    return file[:place] + struct.pack(">L", (MAGIC - _sum(file)) & 0xFFFFFFFF) + file[place + 4 :]


def _sum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}L", data)
    return sum(words) & 0xFFFFFFFF


def _padded(data: bytes, size: int = 4) -> bytes:
    return data + bytes(-len(data) % size)
