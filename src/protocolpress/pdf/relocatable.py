"""A part of a compendium made ready: copied and written, but for what only the whole compendium knows.

What an object file is to a linker, a `Relocatable` is to `linking`. In its text a mark stands for each reference to an
object, each key of the parent tree, each link to another document. The marks are numbered in the order in which they
come, so linking is splitting, filling and joining bytes, and takes a tenth of the time of reading and copying a PDF. It
depends on nothing but the part, and is kept from one build to the next.

`dump` and `load` are the way through a file: JSON and bytes, nothing that a reader would execute.
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
"""The mark in a text for what the linker fills in; pypdf escapes control characters everywhere else."""

END = b"\x02"
"""What stands between two texts."""

MAGIC = b"protocolpress part 1\n"

Kind = Literal["key", "lead", "role", "contents", "resources"]
"""A key of the parent tree; the action of a link; a tag; what a page shows; what it needs for that."""

Symbol = tuple[Kind, int | str]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts one after the other, and what their marks stand for: an object's number, or less than 0 a symbol's."""

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
    """A stream: its object's number, its bytes as they are stored, and what it is known by if it may be shared."""

    number: int
    data: bytes
    digest: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its object's number, the numbers of its content, what is shown of it in points, how far it is turned."""

    number: int
    contents: tuple[int, ...]
    box: tuple[float, float, float, float]
    turned: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """An entry of the outline; it leads to a number of an object or a name, or nowhere."""

    title: str
    target: int | str | None
    children: tuple[Bookmark, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Relocatable:
    """A part. Objects count from 1; the first three are no objects of its own, see `TREES`."""

    count: int
    symbols: tuple[Symbol, ...]
    packed: tuple[int, ...]
    """The numbers of the objects that are no streams, in the order of their texts."""
    texts: Texts
    """Those of the packed objects, then the dictionaries of the streams."""
    resources: Texts
    """Three for each page: its pictures, its fonts, and the rest of what it needs."""
    streams: tuple[Stream, ...]
    programs: tuple[tuple[int, bytes], ...]
    """Font programs that may be joined with those of other parts, under the numbers of their streams."""
    pages: tuple[Page, ...]
    slots: tuple[int, ...]
    """Streams with slots for numbers of pages (see `page_numbers`)."""
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
    """The places of its own that it leads to."""
    digest: str = ""
    """Of all that it was made from."""

    def content(self, number: int) -> bytes:
        """Return what is drawn by one of `slots`."""
        return zlib.decompress(next(stream.data for stream in self.streams if stream.number == number))


TREES = ("page tree", "structure tree", "document element")
"""The objects 1, 2 and 3 of every part: those of the compendium."""


APART = ("texts", "resources", "streams", "programs", "pages", "bookmarks")
"""What JSON cannot say, or not at once."""


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
    # Not dataclasses.asdict: it copies, and a name that is pypdf's would take its whole file along.
    known = {field.name: getattr(part, field.name) for field in dataclasses.fields(part) if field.name not in APART}
    known["pages"] = [dataclasses.asdict(page) for page in part.pages]
    known["bookmarks"] = [_plain(bookmark) for bookmark in part.bookmarks]
    known["streams"] = [(stream.number, stream.digest) for stream in part.streams]
    known["programs"] = [number for number, _ in part.programs]
    return blobs.dump(MAGIC, known, bodies)


def is_dumped(data: bytes) -> bool:
    """Whether *data* is a part made ready, and not a PDF."""
    return data.startswith(MAGIC)


def extent(data: bytes) -> tuple[int, dict[str, int]]:
    """Count the pages of what `dump` wrote, and give the page of each of its anchors, counted from 0."""
    known, _ = blobs.load(MAGIC, data)
    return len(known["pages"]), dict(known["places"])


def load(data: bytes) -> Relocatable:
    """Read what `dump` wrote.

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
