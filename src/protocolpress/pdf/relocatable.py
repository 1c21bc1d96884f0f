"""A prepared part of a compendium: copied and written, except for values that only the whole compendium determines.

A `Relocatable` is to `linking` as an object file is to a linker. In its text a mark replaces each reference to an
object, each key of the parent tree, each link to another document. The marks are numbered in order, so linking is
splitting, filling and joining bytes, and takes a tenth of the time of reading and copying a PDF. It depends only on the
part, and is kept from one build to the next.

`dump` and `load` convert it to and from a file: JSON and bytes, nothing executable.
"""

from __future__ import annotations

import array
import dataclasses
import sys
import zlib
from collections.abc import Iterable
from typing import Any, Literal

from protocolpress.pdf import blobs

MARK = b"\x01"
"""The mark in a text for a value set by the linker; pypdf escapes control characters everywhere else."""

END = b"\x02"
"""Separator between two texts."""

MAGIC = b"protocolpress part 1\n"

Kind = Literal["key", "lead", "role", "contents", "resources"]
"""A key of the parent tree; the action of a link; a tag; the content of a page; its resources."""

Symbol = tuple[Kind, int | str]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Consecutive texts, and the meaning of their marks: an object's number, or a symbol's below 0."""

    data: bytes
    marks: array.array[int]

    def filled(self, values: Iterable[bytes]) -> list[bytes]:
        """Return the texts with *values* for their marks."""
        pieces = self.data.split(MARK)
        mixed = [b""] * (2 * len(pieces) - 1)
        mixed[::2] = pieces
        mixed[1::2] = values
        return b"".join(mixed).split(END) if self.data else []


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream: its object's number, its bytes as stored, and its digest if it may be shared."""

    number: int
    data: bytes
    digest: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its object's number, the numbers of its content, its visible box in points, its rotation."""

    number: int
    contents: tuple[int, ...]
    box: tuple[float, float, float, float]
    turned: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """An entry of the outline, with the number of an object or a name as its destination, or none."""

    title: str
    target: int | str | None
    children: tuple[Bookmark, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Relocatable:
    """A part. Objects count from 1; the first three are not its own, see `TREES`."""

    count: int
    symbols: tuple[Symbol, ...]
    packed: tuple[int, ...]
    """Numbers of the objects that are not streams, in the order of their texts."""
    texts: Texts
    """Texts of the packed objects, then the dictionaries of the streams."""
    resources: Texts
    """Three texts for each page: its pictures, its fonts, and its other resources."""
    streams: tuple[Stream, ...]
    programs: tuple[tuple[int, bytes], ...]
    """Font programs that may be joined with those of other parts, under the numbers of their streams."""
    pages: tuple[Page, ...]
    slots: tuple[int, ...]
    """Streams with slots for page numbers (see `page_numbers`)."""
    places: tuple[tuple[str, int], ...]
    """The page of each of its anchors, counted from 0."""
    destinations: tuple[tuple[str, int], ...]
    attachments: tuple[tuple[str, int], ...]
    associated: tuple[int, ...]
    intents: int | None
    element: int = 0
    """The top of its tags."""
    parents: tuple[tuple[int, int], ...] = ()
    """Its parent tree: keys and objects."""
    roles: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, int], ...] = ()
    """Structure elements by id."""
    bookmarks: tuple[Bookmark, ...] = ()
    led_to: tuple[str, ...] = ()
    """Destinations of its own that it links to."""
    digest: str = ""
    """Digest of its source."""

    def content(self, number: int) -> bytes:
        """Return the content of one of `slots`."""
        return zlib.decompress(next(stream.data for stream in self.streams if stream.number == number))


TREES = ("page tree", "structure tree", "document element")
"""Objects 1, 2 and 3 of every part: those of the compendium."""


APART = ("texts", "resources", "streams", "programs", "pages", "bookmarks")
"""Fields that JSON cannot represent directly."""


def dump(part: Relocatable) -> bytes:
    """Write *part* so that `load` can read it; equal parts give equal bytes."""
    bodies = [
        zlib.compress(part.texts.data, 1),
        _numbers(part.texts.marks),
        zlib.compress(part.resources.data, 1),
        _numbers(part.resources.marks),
        *(stream.data for stream in part.streams),
        *(zlib.compress(program, 1) for _, program in part.programs),
    ]
    # Not dataclasses.asdict: it copies, and copying one of pypdf's names would copy its whole file.
    known = {field.name: getattr(part, field.name) for field in dataclasses.fields(part) if field.name not in APART}
    known["pages"] = [dataclasses.asdict(page) for page in part.pages]
    known["bookmarks"] = [_plain(bookmark) for bookmark in part.bookmarks]
    known["streams"] = [(stream.number, stream.digest) for stream in part.streams]
    known["programs"] = [number for number, _ in part.programs]
    return blobs.dump(MAGIC, known, bodies)


def is_dumped(data: bytes) -> bool:
    """Whether *data* is a prepared part, not a PDF."""
    return data.startswith(MAGIC)


def extent(data: bytes) -> tuple[int, dict[str, int]]:
    """Return the number of pages in the result of `dump`, and the page of each anchor, counted from 0."""
    known, _ = blobs.load(MAGIC, data)
    return len(known["pages"]), dict(known["places"])


def load(data: bytes) -> Relocatable:
    """Read the result of `dump`.

    Raises:
        ValueError: it is something else, or damaged.
    """
    known, found = blobs.load(MAGIC, data)
    streams, programs = known.pop("streams"), known.pop("programs")
    bodies = found[4:]
    fields = known
    for name in ("symbols", "parents", "roles", "ids", "places", "destinations", "attachments"):
        fields[name] = tuple(map(tuple, known[name]))
    for name in ("packed", "associated", "led_to", "slots"):
        fields[name] = tuple(known[name])
    return Relocatable(
        **fields
        | {
            "texts": Texts(data=zlib.decompress(found[0]), marks=_array(found[1])),
            "resources": Texts(data=zlib.decompress(found[2]), marks=_array(found[3])),
            "streams": tuple(
                Stream(number=number, digest=digest, data=body)
                for (number, digest), body in zip(streams, bodies, strict=False)
            ),
            "programs": tuple(zip(programs, map(zlib.decompress, bodies[len(streams) :]), strict=True)),
            "pages": tuple(
                Page(**page | {"contents": tuple(page["contents"]), "box": tuple(page["box"])})
                for page in known["pages"]
            ),
            "bookmarks": _bookmarks(known["bookmarks"]),
        }
    )


def _numbers(marks: array.array[int]) -> bytes:
    if sys.byteorder == "big":
        marks = marks[:]
        marks.byteswap()
    return zlib.compress(marks.tobytes(), 1)


def _array(data: bytes) -> array.array[int]:
    marks = array.array("i", zlib.decompress(data))
    if sys.byteorder == "big":
        marks.byteswap()
    return marks


def _plain(bookmark: Bookmark) -> dict[str, Any]:
    children = [_plain(child) for child in bookmark.children]
    return {"title": bookmark.title, "target": bookmark.target, "children": children}


def _bookmarks(items: Iterable[dict[str, Any]]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(title=item["title"], target=item["target"], children=_bookmarks(item["children"])) for item in items
    )
