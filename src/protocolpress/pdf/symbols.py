"""The objects of a part while it is prepared, and the marks in their texts for the linker.

In: pypdf's objects, from `object_copy` and `structure`. Out: `relocatable.Texts`. It is to a part as `objects.Objects`
is to a whole file; its references write marks instead of numbers.
"""

from __future__ import annotations

import array
import io
from collections.abc import Iterable
from typing import Any

from pypdf.generic import DictionaryObject, IndirectObject, NullObject, NumberObject, PdfObject, StreamObject

from protocolpress.pdf import faces, objects
from protocolpress.pdf.relocatable import END, MARK, Symbol, Texts


class Reference(IndirectObject):
    """A reference to an object of the part."""

    def write_to_stream(self, stream: Any, encryption_key: str | bytes | None = None) -> None:  # noqa: ANN401, ARG002 - pypdf's own signature
        """Write a mark."""
        self.pdf.mark(self.idnum, stream)


class Key(NumberObject):
    """A key of the parent tree."""

    table: Table

    def write_to_stream(self, stream: Any, encryption_key: str | bytes | None = None) -> None:  # noqa: ANN401, ARG002 - as above
        """Write a mark."""
        self.table.symbol(("key", int(self)), stream)


class Open(PdfObject):
    """Any other value set by the linker."""

    def __init__(self, table: Table, symbol: Symbol) -> None:
        """Represent *symbol*."""
        self._table = table
        self._symbol = symbol

    def write_to_stream(self, stream: Any, encryption_key: str | bytes | None = None) -> None:  # noqa: ANN401, ARG002 - as above
        """Write a mark."""
        self._table.symbol(self._symbol, stream)


class Table:
    """The objects of a part while it is prepared, as `objects.Objects` are those of a whole file."""

    def __init__(self) -> None:
        """Start with the compendium's trees."""
        self._items: dict[int, PdfObject] = {}
        self._symbols: dict[Symbol, int] = {}
        self._marks = array.array("i")
        self._faces: dict[bytes, IndirectObject] = {}
        self.streams: dict[bytes, IndirectObject] = {}
        self.programs: list[tuple[int, bytes]] = []

    @property
    def count(self) -> int:
        """The number of the last object."""
        return len(self._items)

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """All open symbols, in order."""
        return tuple(self._symbols)

    def reserve(self) -> IndirectObject:
        """Return the reference of an object whose value will be set later; until then it is null."""
        return self.add(NullObject())

    def add(self, item: PdfObject) -> IndirectObject:
        """Add *item* and return its reference."""
        number = len(self._items) + 1
        self._items[number] = item
        return Reference(number, 0, self)

    def put(self, reference: IndirectObject, item: PdfObject) -> None:
        """Set the value of *reference* to *item*."""
        self._items[reference.idnum] = item

    def get_object(self, reference: IndirectObject) -> PdfObject:
        """Return the value of *reference*; pypdf's references call this."""
        return self._items[reference.idnum]

    def hold(self, reference: IndirectObject) -> IndirectObject:
        """Do nothing, because everything is open until the end."""
        return reference

    def settle(self) -> None:
        """Do nothing, as above."""

    def face(self, program: bytes) -> IndirectObject | None:
        """Return the reference of a font program that may be joined with others; None if it cannot."""
        if not faces.can_join(program):
            return None
        if program not in self._faces:
            reference = self._faces[program] = self.reserve()
            self.programs.append((reference.idnum, program))
        return self._faces[program]

    def key(self, number: int) -> NumberObject:
        """Return a key of the parent tree."""
        key = Key(number)
        key.table = self
        return key

    def role(self, name: str) -> PdfObject:
        """Return the name of a non-standard tag, which may have another meaning in another part."""
        return self.open(("role", name))

    def open(self, symbol: Symbol) -> Open:
        """Leave a value to the linker."""
        return Open(self, symbol)

    def mark(self, meaning: int, stream: Any) -> None:  # noqa: ANN401 - a stream to write to, of which pypdf has its own type
        """Write a mark for the object *meaning*, or for a symbol below 0."""
        stream.write(MARK)
        self._marks.append(meaning)

    def symbol(self, symbol: Symbol, stream: Any) -> None:  # noqa: ANN401 - as above
        """Write a mark for *symbol*."""
        self.mark(-1 - self._symbols.setdefault(symbol, len(self._symbols)), stream)

    def items(self, known: int) -> tuple[dict[int, PdfObject], dict[int, StreamObject]]:
        """Return everything after the first *known* objects: those to be packed, and the streams, by number."""
        programs = {number for number, _ in self.programs}
        own = {number: item for number, item in self._items.items() if number > known and number not in programs}
        streams = {number: item for number, item in own.items() if isinstance(item, StreamObject)}
        return {number: item for number, item in own.items() if number not in streams}, streams

    def texts(self, items: Iterable[PdfObject]) -> Texts:
        """Write *items*."""
        self._marks = array.array("i")
        file = io.BytesIO()
        for index, item in enumerate(items):
            file.write(END if index else b"")
            item.write_to_stream(file)
        return Texts(data=file.getvalue(), marks=self._marks)


def head(stream: StreamObject) -> DictionaryObject:
    """Return the dictionary of a stream, with its length."""
    entries = DictionaryObject({key: stream.raw_get(key) for key in stream if key != "/Length"})
    entries.update(objects.dictionary(Length=NumberObject(len(objects.stored(stream)))))
    return entries
