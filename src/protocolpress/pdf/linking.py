"""Linking parts into a compendium: each `Relocatable` gets its numbers, and is written.

In: a part, and the table of the new file. Out: everything that the compendium's own trees need of it, in the numbers of
the file. Streams that are identical in several parts, fonts and pictures, are stored once; font programs of one face
are joined.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from pypdf.generic import IndirectObject, NameObject, PdfObject

from protocolpress.pdf import objects
from protocolpress.pdf.relocatable import Page, Relocatable, Symbol

Lead = Callable[[str], Mapping[NameObject, PdfObject]]
"""Key and anchor of a place → the entries of an annotation that links to it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Additions to a page: objects before and after its content, pictures and fonts by name."""

    before: tuple[IndirectObject, ...] = ()
    behind: tuple[IndirectObject, ...] = ()
    pictures: Mapping[str, IndirectObject] = dataclasses.field(default_factory=dict)
    fonts: Mapping[str, PdfObject] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A placed part; its references are those of the new file."""

    part: Relocatable
    numbers: tuple[int, ...]
    """The number in the file of each object, from 1 on; 0 for none."""
    keys: int
    """Offset of the keys of its parent tree."""
    leads: Mapping[str, Mapping[NameObject, PdfObject]]
    """For each link to another document, the entries of an annotation that links to it."""
    table: objects.Objects

    def reference(self, number: int) -> IndirectObject:
        """Return the reference of an object of the part."""
        return IndirectObject(self.numbers[number], 0, self.table)


class Linker:
    """Links parts into one file."""

    def __init__(
        self, table: objects.Objects, trees: tuple[IndirectObject, IndirectObject, IndirectObject], lead: Lead
    ) -> None:
        """Write to *table*; *trees* are its page tree, structure tree and document element."""
        self._table = table
        self._trees = tuple(reference.idnum for reference in trees)
        self._lead = lead
        self._shared: dict[str, int] = {}
        self._written: set[int] = set()
        self._keys = 0

    def place(self, part: Relocatable) -> Linked:
        """Assign numbers to the objects of *part*: existing ones of the file, or new ones."""
        numbers = [0] * (part.count + 1)
        numbers[1 : len(self._trees) + 1] = self._trees
        for number, program in part.programs:
            numbers[number] = self._table.joined(program).idnum
        digests = {stream.number: stream.digest for stream in part.streams}
        for number in sorted([*part.packed, *digests]):
            digest = digests.get(number, "")
            numbers[number] = self._shared.get(digest) or self._table.number()
            if digest:
                self._shared[digest] = numbers[number]
        keys = self._keys
        self._keys += 1 + max((key for key, _ in part.parents), default=-1)
        leads = {str(target): self._lead(str(target)) for kind, target in part.symbols if kind == "lead"}
        return Linked(part=part, numbers=tuple(numbers), keys=keys, leads=leads, table=self._table)

    def write(
        self, linked: Linked, stamps: Sequence[Stamp], *, roles: Mapping[str, str], contents: Mapping[int, bytes]
    ) -> None:
        """Write the objects of a part, with a stamp for each page.

        *roles* are its tags that are renamed in the file, *contents* the streams, by their numbers in the part, whose
        content differs in this file.
        """
        part, shown = linked.part, [b"%d 0 R" % number for number in linked.numbers]
        values = [_value(symbol, linked, roles) for symbol in part.symbols]
        resources = part.resources.filled(shown[m] if m > 0 else values[-1 - m] for m in part.resources.marks)
        for index, (kind, number) in enumerate(part.symbols):
            if kind == "contents":
                values[index] = _contents(part.pages[int(number)], shown, stamps[int(number)])
            elif kind == "resources":
                values[index] = _resources(resources[3 * int(number) :][:3], stamps[int(number)])
        texts = part.texts.filled(shown[m] if m > 0 else values[-1 - m] for m in part.texts.marks)
        numbers = [linked.numbers[number] for number in part.packed]
        self._table.pack(numbers, texts[: len(numbers)])
        for stream, head in zip(part.streams, texts[len(numbers) :], strict=True):
            number = linked.numbers[stream.number]
            if number not in self._written:
                drawn = contents.get(stream.number)
                self._table.stream(number, *((head, stream.data) if drawn is None else _packed(drawn)))
                self._written.add(number)


def _value(symbol: Symbol, linked: Linked, roles: Mapping[str, str]) -> bytes:
    """Write the value of *symbol*; symbols of pages come later."""
    kind, value = symbol
    match kind:
        case "key":
            return b"%d" % (linked.keys + int(value))
        case "role":
            return objects.written(NameObject(roles.get(str(value), str(value))))
        case "lead":
            return b"\n".join(objects.written(part) for entry in linked.leads[str(value)].items() for part in entry)
        case "contents" | "resources":
            return b""
        case _:
            assert_never(kind)


def _contents(page: Page, shown: Sequence[bytes], stamp: Stamp) -> bytes:
    before, behind = ([b"%d 0 R" % one.idnum for one in some] for some in (stamp.before, stamp.behind))
    return b"[%b]" % b" ".join((*before, *(shown[number] for number in page.contents), *behind))


def _resources(texts: Sequence[bytes], stamp: Stamp) -> bytes:
    """Join a page's pictures, fonts and other resources with those of its stamp."""
    pictures, fonts, rest = (text.removeprefix(b"<<").removesuffix(b">>").strip() for text in texts)
    for name, own, added in ((b"/XObject", pictures, stamp.pictures), (b"/Font", fonts, stamp.fonts)):
        new = b"\n".join(
            b"%b %b" % (objects.written(NameObject(key)), objects.written(value)) for key, value in added.items()
        )
        if own or new:
            rest += b"\n%b <<%b\n%b>>" % (name, own, new)
    return b"<<%b>>" % rest


def _packed(drawn: bytes) -> tuple[bytes, bytes]:
    """Return the dictionary and the bytes of a stream with the content *drawn*."""
    data = zlib.compress(drawn, objects.LEVEL)
    return b"<</Filter /FlateDecode /Length %d>>" % len(data), data
