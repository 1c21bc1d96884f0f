"""The table of objects of a PDF that is being made: references go out; the bytes of the file come out at the end.

Objects are numbered in the order of their first use, so equal work gives equal bytes. pypdf's own writer has no object
streams, without which a tagged file is several times as large; its objects can write themselves, and the file around
them is written here (ISO 32000-1, 7.5). Finished objects are written at once: of a long file, only its bytes and
unfinished objects are in memory.
"""

from __future__ import annotations

import array
import io
import itertools
import re
import zlib
from collections.abc import Sequence
from typing import IO, Protocol

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from protocolpress.pdf import faces

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

PACKED = 200
"""Objects in one object stream: a reader unpacks the whole stream for one of them."""

WIDTHS = (1, 4, 2)
"""Bytes of the three fields of a cross-reference entry (7.5.8.2); files must be smaller than 4 GiB."""

LEVEL = 6
"""Compression level of streams: zlib's default. With 9, compressing took half of linking and saved one per cent."""

SPECIAL = re.compile(rb"[\\()]")
"""Characters that are escaped in a string of printable ASCII (7.3.4.2)."""

TOGETHER = 10_000
"""Number of entries of the cross-reference table written at once."""

FREE = 65535
"""The entry of a free object: 0, which is the head of an empty list, and null ones while they are open."""


class Table(Protocol):
    """The destination of a part's objects: a file that is being made, or a part being prepared for one."""

    streams: dict[bytes, IndirectObject]

    def reserve(self) -> IndirectObject:
        """Return the reference of an object whose value will be set later."""
        ...

    def add(self, item: PdfObject) -> IndirectObject:
        """Add *item* and return its reference."""
        ...

    def put(self, reference: IndirectObject, item: PdfObject) -> None:
        """Set the value of *reference* to *item*."""
        ...

    def hold(self, reference: IndirectObject) -> IndirectObject:
        """Keep an object open until the end."""
        ...

    def face(self, program: bytes) -> IndirectObject | None:
        """Return the reference of a font program joined with others; None if it cannot be."""
        ...

    def key(self, number: int) -> NumberObject:
        """Return a key of the parent tree."""
        ...

    def role(self, name: str) -> PdfObject:
        """Return the name of a non-standard tag."""
        ...

    def settle(self) -> None:
        """Write the objects that are not held, if possible."""
        ...


class Objects:
    """The objects of one file; a reference may be given out before its object is known."""

    def __init__(self) -> None:
        """Start an empty file."""
        self._open: dict[int, PdfObject] = {}
        self._held: dict[int, PdfObject] = {}
        self._count = 0
        self._entries = array.array("Q", [FREE])
        self._file = io.BytesIO()
        self._file.write(HEADER)
        self.streams: dict[bytes, IndirectObject] = {}
        """Streams that may be shared, by the digest of their contents."""
        self.faces = faces.Faces()
        """Font programs, joined by face."""
        self._faces: list[IndirectObject] = []

    def reserve(self) -> IndirectObject:
        """Return the reference of an object whose value will be set later; until then it is null."""
        return self.add(NullObject())

    def add(self, item: PdfObject) -> IndirectObject:
        """Add *item* to the file and return its reference."""
        self._count += 1
        self._open[self._count] = item
        self._entries.append(FREE)
        return IndirectObject(self._count, 0, self)

    def put(self, reference: IndirectObject, item: PdfObject) -> None:
        """Set the value of *reference* to *item*."""
        (self._held if reference.idnum in self._held else self._open)[reference.idnum] = item

    def get_object(self, reference: IndirectObject) -> PdfObject:
        """Return the value of *reference* if it is not settled; pypdf's references call this."""
        return (self._held if reference.idnum in self._held else self._open)[reference.idnum]

    def hold(self, reference: IndirectObject) -> IndirectObject:
        """Keep an object open until the end, and return its reference."""
        if reference.idnum in self._open:
            self._held[reference.idnum] = self._open.pop(reference.idnum)
        return reference

    def face(self, program: bytes) -> IndirectObject | None:
        """Return the reference of the font program that will have the glyphs of *program*; None if none can."""
        number = self.faces.add(program)
        if number is None:
            return None
        if number == len(self._faces):
            self._faces.append(self.hold(self.reserve()))
        return self._faces[number]

    def joined(self, program: bytes) -> IndirectObject:
        """Return the reference of the font program that will have the glyphs of *program*, which can be joined.

        Raises:
            ValueError: it cannot.
        """
        face = self.face(program)
        if face is None:
            raise ValueError("a font program is damaged")
        return face

    def key(self, number: int) -> NumberObject:
        """Return a key of the parent tree."""
        return NumberObject(number)

    def role(self, name: str) -> PdfObject:
        """Return the tag *name*."""
        return NameObject(name)

    def number(self) -> int:
        """Return a number for an object written by `pack` or `stream`."""
        self._count += 1
        self._entries.append(FREE)
        return self._count

    def pack(self, numbers: Sequence[int], texts: Sequence[bytes]) -> None:
        """Write objects that are already *texts*."""
        for start in range(0, len(numbers), PACKED):
            self._pack(numbers[start : start + PACKED], texts[start : start + PACKED])

    def stream(self, number: int, head: bytes, data: bytes) -> None:
        """Write a stream that is already bytes: its dictionary, with its length, and its contents."""
        self._entries[number] = _entry(1, self._file.tell())
        self._file.write(b"%d 0 obj\n%b\nstream\n" % (number, head))
        self._file.write(data)
        self._file.write(b"\nendstream\nendobj\n")

    def settle(self) -> None:
        """Write all objects that are not held; after that they can be neither changed nor read."""
        packed: list[int] = []
        for number, item in list(self._open.items()):
            if isinstance(item, StreamObject):
                self._write(number, item)
                del self._open[number]
            else:
                packed.append(number)
        for start in range(0, len(packed), PACKED):
            some = packed[start : start + PACKED]
            self._pack(some, [written(self._open.pop(number)) for number in some])

    def write(self, *, catalog: IndirectObject, info: IndirectObject, identifier: bytes) -> bytes:
        """Return the bytes of the file: streams on their own, all other objects packed, and the table of both."""
        for number, reference in enumerate(self._faces):
            program = self.faces.program(number)
            stream = compressed(program)
            stream[NameObject("/Length1")] = NumberObject(len(program))
            self.put(reference, stream)
        self._open.update(self._held)
        self._held.clear()
        self.settle()
        start = self._file.tell()
        last = self._count + 1
        self._entries.append(_entry(1, start))
        trailer = compressed(self._table())
        trailer.update(
            dictionary(
                Type=NameObject("/XRef"),
                W=ArrayObject(map(NumberObject, WIDTHS)),
                Size=NumberObject(last + 1),
                Root=catalog,
                Info=info,
                ID=ArrayObject([ByteStringObject(identifier)] * 2),
            )
        )
        self._write(last, trailer)
        self._file.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._file.getvalue()

    def _table(self) -> bytes:
        """Write the cross-reference table in chunks, because a long file has a million entries."""
        pieces = []
        for start in range(0, len(self._entries), TOGETHER):
            entries = self._entries[start : start + TOGETHER]
            pieces.append(b"".join(entry.to_bytes(sum(WIDTHS), "big") for entry in entries))
        return b"".join(pieces)

    def _pack(self, numbers: Sequence[int], texts: Sequence[bytes]) -> None:
        """Write objects into one object stream (7.5.7)."""
        places = itertools.accumulate((len(text) + 1 for text in texts), initial=0)
        pairs = zip(numbers, places, strict=False)
        head = " ".join(f"{number} {place}" for number, place in pairs).encode() + b"\n"
        stream = compressed(head + b"\n".join(texts) + b"\n")
        stream.update(
            dictionary(Type=NameObject("/ObjStm"), N=NumberObject(len(numbers)), First=NumberObject(len(head)))
        )
        place = self.number()
        for index, number in enumerate(numbers):
            self._entries[number] = _entry(2, place, index)
        self._write(place, stream)

    def _write(self, number: int, item: PdfObject) -> None:
        self._entries[number] = _entry(1, self._file.tell())
        self._file.write(b"%d 0 obj\n" % number)
        item.write_to_stream(self._file)
        self._file.write(b"\nendobj\n")


def dictionary(**entries: PdfObject) -> DictionaryObject:
    """Make a dictionary whose keys are names."""
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


class _Plain(TextStringObject):
    """A string of printable ASCII, written as it is; pypdf writes all but letters and digits as octal numbers."""

    def get_encoded_bytes(self) -> bytes:
        """Return the bytes of the text, which are the same in PDFDocEncoding."""
        return self.encode("ascii")

    def write_to_stream(self, stream: IO[bytes]) -> None:
        """Write the text."""
        stream.write(b"(%b)" % SPECIAL.sub(rb"\\\g<0>", self.encode("ascii")))


def text(words: str) -> TextStringObject:
    """Make a text string."""
    return _Plain(words) if words.isascii() and words.isprintable() else TextStringObject(words)


def written(item: PdfObject) -> bytes:
    """Return the bytes of an object as in a file."""
    file = io.BytesIO()
    item.write_to_stream(file)
    return file.getvalue()


def plain(data: bytes) -> StreamObject:
    """Make a stream of *data*, uncompressed."""
    stream = StreamObject()
    stream.set_data(data)
    return stream


def compressed(data: bytes) -> EncodedStreamObject:
    """Make a stream of *data*, compressed."""
    return with_data(EncodedStreamObject(), zlib.compress(data, LEVEL), NameObject("/FlateDecode"))


def stored(stream: StreamObject) -> bytes:
    """Return the bytes of a stream as in the file, still compressed."""
    data: bytes = stream._data  # noqa: SLF001 (pypdf has no public way to the bytes before decoding)
    return data


def with_data(stream: EncodedStreamObject, data: bytes, codec: NameObject | None = None) -> EncodedStreamObject:
    """Fill *stream* with bytes that are already encoded."""
    stream._data = data  # noqa: SLF001 (pypdf's set_data would encode them again)
    if codec is not None:
        stream[NameObject("/Filter")] = codec
    return stream


def refill(stream: StreamObject, data: bytes) -> None:
    """Set the content of a stream that was read to *data*, unencoded."""
    for key in ("/Filter", "/DecodeParms"):
        stream.pop(key, None)
    if stored(stream) != data:
        stream._data = data  # noqa: SLF001 - as above
    if isinstance(stream, EncodedStreamObject):  # which cannot be read without a filter, except as what it was read
        stream.decoded_self = DecodedStreamObject()
        stream.decoded_self.set_data(data)


def _entry(kind: int, place: int, index: int = 0) -> int:
    """Make an entry of the cross-reference table, its fields joined into one number."""
    return (kind << 8 * sum(WIDTHS[1:])) | (place << 8 * WIDTHS[2]) | index
