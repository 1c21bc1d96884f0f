"""The table of objects of a PDF that is being made: references go out, the bytes of the file come out at the end.

Objects are numbered in the order in which they were asked for, so equal work gives equal bytes. pypdf's own writer has
no object streams, without which a tagged file is several times as large; its objects can write themselves, and the file
around them is written here (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import io
import zlib

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
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

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

PACKED = 200
"""Objects in one object stream: a reader unpacks the whole stream for one of them."""

WIDTHS = (1, 4, 2)
"""Bytes of the three fields of a cross-reference entry (7.5.8.2); files stay below 4 GiB."""


class Objects:
    """The objects of one file; a reference may be given out before its object is known."""

    def __init__(self) -> None:
        """Start an empty file."""
        self._objects: list[PdfObject] = []
        self.streams: dict[bytes, IndirectObject] = {}
        """Streams that may be shared, by the digest of what they hold."""

    def reserve(self) -> IndirectObject:
        """Give the reference of an object that will be put later; until then it is null."""
        return self.add(NullObject())

    def add(self, item: PdfObject) -> IndirectObject:
        """Take *item* into the file and give its reference."""
        self._objects.append(item)
        return IndirectObject(len(self._objects), 0, self)

    def put(self, reference: IndirectObject, item: PdfObject) -> None:
        """Let *reference* stand for *item* from now on."""
        self._objects[reference.idnum - 1] = item

    def get_object(self, reference: IndirectObject) -> PdfObject:
        """Give what *reference* stands for; pypdf's references call this."""
        return self._objects[reference.idnum - 1]

    def write(self, *, catalog: IndirectObject, info: IndirectObject, identifier: bytes) -> bytes:
        """Give the bytes of the file: streams by themselves, all other objects packed, and the table of both."""
        file = io.BytesIO()
        file.write(HEADER)
        entries = [(0, 0, 65535)] + [(0, 0, 0)] * len(self._objects)
        packed: list[int] = []
        for number, item in enumerate(self._objects, start=1):
            if isinstance(item, StreamObject):
                entries[number] = (1, file.tell(), 0)
                _write_object(file, number, item)
            else:
                packed.append(number)
        for start in range(0, len(packed), PACKED):
            numbers = packed[start : start + PACKED]
            for index, number in enumerate(numbers):
                entries[number] = (2, len(entries), index)
            entries.append((1, file.tell(), 0))
            _write_object(file, len(entries) - 1, self._pack(numbers))
        start = file.tell()
        entries.append((1, start, 0))
        trailer = compressed(b"".join(_entry(entry) for entry in entries))
        trailer.update(
            dictionary(
                Type=NameObject("/XRef"),
                W=ArrayObject(map(NumberObject, WIDTHS)),
                Size=NumberObject(len(entries)),
                Root=catalog,
                Info=info,
                ID=ArrayObject([ByteStringObject(identifier)] * 2),
            )
        )
        _write_object(file, len(entries) - 1, trailer)
        file.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return file.getvalue()

    def _pack(self, numbers: list[int]) -> StreamObject:
        body = io.BytesIO()
        index = []
        for number in numbers:
            index.append(f"{number} {body.tell()}")
            self._objects[number - 1].write_to_stream(body)
            body.write(b"\n")
        head = " ".join(index).encode() + b"\n"
        stream = compressed(head + body.getvalue())
        stream.update(
            dictionary(Type=NameObject("/ObjStm"), N=NumberObject(len(numbers)), First=NumberObject(len(head)))
        )
        return stream


def dictionary(**entries: PdfObject) -> DictionaryObject:
    """Make a dictionary whose keys are names."""
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def text(words: str) -> TextStringObject:
    """Make a text string."""
    return TextStringObject(words)


def plain(data: bytes) -> StreamObject:
    """Make a stream of *data* as it is."""
    stream = StreamObject()
    stream.set_data(data)
    return stream


def compressed(data: bytes) -> EncodedStreamObject:
    """Make a stream of *data*, compressed."""
    return with_data(EncodedStreamObject(), zlib.compress(data, 9), NameObject("/FlateDecode"))


def stored(stream: StreamObject) -> bytes:
    """Give the bytes of a stream as they stand in the file, still compressed."""
    data: bytes = stream._data  # noqa: SLF001 (pypdf has no public way to the bytes before decoding)
    return data


def with_data(stream: EncodedStreamObject, data: bytes, codec: NameObject | None = None) -> EncodedStreamObject:
    """Fill *stream* with bytes that are encoded already."""
    stream._data = data  # noqa: SLF001 (pypdf's set_data would encode them again)
    if codec is not None:
        stream[NameObject("/Filter")] = codec
    return stream


def _entry(entry: tuple[int, int, int]) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in zip(entry, WIDTHS, strict=True))


def _write_object(file: io.BytesIO, number: int, item: PdfObject) -> None:
    file.write(b"%d 0 obj\n" % number)
    item.write_to_stream(file)
    file.write(b"\nendobj\n")
