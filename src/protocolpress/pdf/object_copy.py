"""Copy the objects of one part into the new file, each once, with everything they refer to.

Names of the part become names of the compendium: destinations and structure ids are prefixed with the part's key,
structure keys (`/StructParents`) are renumbered, links to other documents are redirected. Streams that are identical in
several parts, fonts and pictures, are stored once. The work is a queue, so a circle of references ends, and depth is
bounded by the nesting that pypdf has already read.
"""

from __future__ import annotations

import collections
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

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

from protocolpress.pdf import links, objects, parsing

ACTIONS = frozenset({"/GoTo", "/GoToR", "/URI", "/Named"})
"""Actions that are kept, because they only navigate. A foreign PDF's scripts and programs are dropped."""

FOREIGN_ACTIONS = frozenset({"/GoTo", "/URI"})
"""Actions that are kept in an attached PDF: the files beside it are not beside the document it is inserted into."""

DROPPED = frozenset(
    {
        "/Alternates",
        "/B",
        "/HTO",
        "/HTP",
        "/Interpolate",
        "/Metadata",
        "/OPI",
        "/PieceInfo",
        "/SD",
        "/TR",
        "/TR2",
        "/Thumb",
    }
)
"""Entries of an attached PDF that PDF/A-3 forbids or that only its own program needs; no content is lost."""

HIDDEN = 0b100011
"""Flags of an annotation that is invisible, hidden or not viewed (ISO 32000-1, 12.5.3)."""

PRINTED = 0b100
"""The print flag of an annotation, which PDF/A requires."""

KEYS = ("/StructParent", "/StructParents")
"""Entries that lead from the content to the tags."""

DEPTH = 4
"""A stream may be shared if all its references are within this many steps (picture → mask → color space)."""

Lead = Callable[[str], Mapping[NameObject, PdfObject]]
"""Key and anchor of a place → the entries of an annotation that links to it."""


class Copier:
    """Copies from one part; knows which of its objects have been copied."""

    def __init__(
        self, table: objects.Table, *, key: str, pages: IndirectObject, counter: Iterator[int], lead: Lead | None
    ) -> None:
        """Copy into *table*, for the part *key*; its pages are below *pages*, structure keys come from *counter*.

        Without a key names are unchanged; without *lead* links to other documents are unchanged.
        """
        self._table = table
        self._key = key
        self._pages = pages
        self._counter = counter
        self._lead = lead
        self._known: dict[tuple[int, int], IndirectObject] = {}
        self._digests: dict[tuple[int, int, int], bytes | None] = {}
        self._queue: collections.deque[tuple[PdfObject, IndirectObject]] = collections.deque()
        self._structure_keys: dict[int, int] = {}
        self.ids: list[tuple[str, IndirectObject]] = []
        """Structure elements with an id, under their new ids."""
        self.places: Mapping[str, PdfObject] | None = None
        """Named destinations of an attached PDF: links to them become explicit, and links elsewhere are dropped."""
        self.pictured = False
        """Whether the tags of an attached PDF are dropped, and its links with them."""
        self.roles: Mapping[str, PdfObject] = {}
        """Tags that are renamed in the new file."""
        self.classes: Mapping[str, PdfObject] = {}
        """Attributes of structure elements by class (ISO 32000-1, 14.7.5.3): written where they are used."""
        self.led_to: dict[str, None] = {}
        """Destinations to which copied objects link."""

    def reference(self, source: IndirectObject) -> IndirectObject:
        """Return the new reference of *source*; its object is copied by `finish` at the latest."""
        place = (source.idnum, source.generation)
        known = self._known.get(place)
        if known is None:
            found = source.get_object()
            item = NullObject() if found is None else found
            digest = self._digest_of(source) if isinstance(item, StreamObject) else None
            if digest is not None and digest in self._table.streams:
                known = self._table.streams[digest]
            else:
                known = self._table.reserve()
                self._queue.append((item, known))
                if digest is not None:
                    self._table.streams[digest] = known
            self._known[place] = known
        return known

    def stand_for(self, source: IndirectObject, reference: IndirectObject) -> None:
        """Map *source*, which will not be copied, to *reference*."""
        self._known[source.idnum, source.generation] = reference

    def finish(self) -> None:
        """Copy everything that was referred to."""
        while self._queue:
            source, reference = self._queue.popleft()
            if isinstance(source, DictionaryObject) and _is_element(source) and "/ID" in source:
                self.ids.append((self.name(source["/ID"]), reference))
            copy = self._stream(source) if isinstance(source, StreamObject) else self.value(source)
            self._table.put(reference, copy)

    def value(self, source: PdfObject) -> PdfObject:
        """Copy a direct object; a stream must not be one, so it gets a reference."""
        if isinstance(source, IndirectObject):
            return self.reference(source)
        if isinstance(source, ArrayObject):
            return ArrayObject(self.value(item) for item in source)
        if isinstance(source, StreamObject):
            return self._table.add(self._stream(source))
        if isinstance(source, DictionaryObject):
            return self._dictionary(source, DictionaryObject())
        return source

    def _stream(self, source: StreamObject) -> DictionaryObject:
        return self._dictionary(source, objects.with_data(EncodedStreamObject(), objects.stored(source)))

    def page(self, source: DictionaryObject) -> DictionaryObject:
        """Copy a page; its content becomes an array, so that more can be added."""
        copy = parsing.dictionary(self.value(source))
        copy[NameObject("/Tabs")] = NameObject("/S")
        contents = source.raw_get("/Contents") if "/Contents" in source else ArrayObject()
        streams = parsing.array(contents) if isinstance(contents.get_object(), ArrayObject) else [contents]
        copy[NameObject("/Contents")] = ArrayObject(map(self.value, streams))
        return copy

    def name(self, source: PdfObject) -> str:
        """Return the compendium's name for a name of the part."""
        return links.destination(self._key, words(source)) if self._key else words(source)

    def destination(self, source: PdfObject) -> PdfObject | None:
        """Copy a destination: an array unchanged, a name as the compendium's name for it."""
        resolved = source.get_object()
        if isinstance(resolved, TextStringObject | ByteStringObject | NameObject) and self._key:
            if self.places is not None:
                place = self.places.get(words(resolved))
                found = None if place is None else place.get_object()
                return self.value(found["/D"] if isinstance(found, DictionaryObject) else found) if found else None
            name = self.name(resolved)
            self.led_to[name] = None
            return objects.text(name)
        return self.value(source)

    def leaves_out(self, source: PdfObject) -> bool:
        """Whether *source* is a field for a signature, or its element, and the copy is part of a compendium.

        A signature is valid only in the file that was signed.
        """
        item = source.get_object()
        if self._lead is None or not isinstance(item, DictionaryObject):
            return False
        field = (
            parsing.dictionary(parsing.dictionary(item.get("/K")).get("/Obj")) if item.get("/S") == "/Form" else item
        )
        return field.get("/Subtype") == "/Widget" and field.get("/FT") == "/Sig"

    def structure_key(self, source: PdfObject) -> NumberObject:
        """Return the new key of a page or annotation in the parent tree."""
        key = source.get_object()
        if not isinstance(key, NumberObject):
            raise TypeError(f"a number is missing: {key!r}")
        if key not in self._structure_keys:
            self._structure_keys[key] = next(self._counter)
        return self._table.key(self._structure_keys[key])

    def _dictionary(self, source: DictionaryObject, copy: DictionaryObject) -> DictionaryObject:
        link = source.get("/Subtype") == "/Link"
        target = links.target_of(source) if link and self._lead is not None else ""
        for key in source:
            value = None if target and key == "/A" else self._entry(key, source.raw_get(key), source)
            if value is not None:
                copy[NameObject(key)] = value
        if self.classes and "/C" in copy and _is_element(copy):
            self._take_attributes(copy, names(copy.pop("/C")))
        if link and self.places is not None:
            _make_printable(copy)
        if target and self._lead is not None:
            copy.update(self._lead(target))
        return copy

    def _entry(self, key: str, value: PdfObject, owner: DictionaryObject) -> PdfObject | None:
        """Copy or drop one entry of *owner*."""
        match key:
            case _ if self.places is not None and (key in DROPPED or (self.pictured and key in ("/Annots", *KEYS))):
                return None
            case "/Parent" if owner.get("/Type") == "/Page":
                return self._pages
            case "/StructParents" | "/StructParent":
                return self.structure_key(value)
            case "/S" if self.roles and _is_element(owner):
                return self._role(value)
            case "/ID" if _is_element(owner):
                return objects.text(self.name(value))
            case "/Headers" if owner.get("/O") == "/Table":
                return ArrayObject(objects.text(self.name(item)) for item in _array(value))
            case "/Dest" | "/D" if key == "/Dest" or owner.get("/S") == "/GoTo":
                return self.destination(value)
            case _:
                return self._other(key, value, owner)

    def _other(self, key: str, value: PdfObject, owner: DictionaryObject) -> PdfObject | None:
        """Copy an entry that holds no name."""
        match key:
            case "/A" if isinstance(action := value.get_object(), DictionaryObject) and "/S" in action:
                return self._action(action)
            case "/AA":
                return None
            case "/Annots" | "/K" if self._lead is not None and isinstance(value.get_object(), ArrayObject):
                return ArrayObject(self.value(item) for item in _array(value) if not self.leaves_out(item))
            case "/FontDescriptor" if owner.get("/Subtype") == "/CIDFontType2" and isinstance(value, IndirectObject):
                return self._face(value) if owner.get("/CIDToGIDMap") == "/Identity" else self.value(value)
            case _:
                return self.value(value)

    def _action(self, action: DictionaryObject) -> DictionaryObject | None:
        kind = action.get("/S")
        if kind not in (ACTIONS if self.places is None else FOREIGN_ACTIONS):
            return None
        kept = DictionaryObject({NameObject(key): action.raw_get(key) for key in action if key != "/Next"})
        copy = self._dictionary(kept, DictionaryObject())
        if self.places is not None and ((kind == "/GoTo" and "/D" not in copy) or links.is_own(copy.get("/URI"))):
            return None
        return copy

    def _role(self, source: PdfObject) -> PdfObject:
        role = str(source.get_object())
        return self.roles.get(role) or NameObject(role)

    def _take_attributes(self, element: DictionaryObject, classes: Iterable[str]) -> None:
        """Put the attributes of *classes* before those of *element*, which take precedence (14.7.5.2)."""
        own = element.get("/A")
        found = [item for name in classes if name in self.classes for item in parsing.array(self.classes[name])]
        attributes = [
            *map(self.value, found),
            *(parsing.array(own) if isinstance(own, ArrayObject) else [own] if own else []),
        ]
        if attributes:
            element[NameObject("/A")] = ArrayObject(attributes)

    def _face(self, source: IndirectObject) -> IndirectObject:
        """Copy the description of a font whose codes are glyph numbers; its program may be joined with others."""
        place = (source.idnum, source.generation)
        descriptor = parsing.dictionary(source)
        program = parsing.resolved(descriptor, "/FontFile2")
        if place in self._known or not isinstance(program, StreamObject):
            return self.reference(source)
        joined = self._table.face(program.get_data())
        if joined is None:
            return self.reference(source)
        kept = {NameObject(key): descriptor.raw_get(key) for key in descriptor if key not in ("/FontFile2", "/CIDSet")}
        copy = self._dictionary(DictionaryObject(kept), DictionaryObject())
        copy[NameObject("/FontFile2")] = joined
        self._known[place] = self._table.add(copy)
        return self._known[place]

    def _digest_of(self, source: IndirectObject, depth: int = DEPTH) -> bytes | None:
        """Return the digest of all objects behind *source*, or None if it goes too deep or belongs to one place."""
        place = (source.idnum, source.generation, depth)
        if place not in self._digests:
            item = source.get_object()
            content = None if item is None or depth == 0 else self._content(item, depth)
            self._digests[place] = None if content is None else hashlib.sha256(content).digest()
        return self._digests[place]

    def _content(self, item: PdfObject, depth: int) -> bytes | None:
        """Write *item* so that equal bytes mean equal objects."""
        if isinstance(item, IndirectObject):
            return self._digest_of(item, depth - 1)
        if not isinstance(item, ArrayObject | DictionaryObject):
            return f"{type(item).__name__} {item!r}".encode()
        keys = sorted(item) if isinstance(item, DictionaryObject) else []
        if "/StructParent" in keys or "/StructParents" in keys:
            return None
        inside = []
        for value in (item.raw_get(key) for key in keys) if isinstance(item, DictionaryObject) else item:
            content = self._content(value, depth)
            if content is None:
                return None
            inside.append(content)
        data = objects.stored(item) if isinstance(item, StreamObject) else b""
        return repr((type(item).__name__, keys, inside)).encode() + data


def words(source: PdfObject) -> str:
    """Return a string or a name as text; bytes in an unknown encoding are decoded one by one."""
    resolved = source.get_object()
    if isinstance(resolved, ByteStringObject):
        return resolved.decode("latin-1")
    if isinstance(resolved, NameObject):
        return str(resolved)[1:]
    if isinstance(resolved, TextStringObject):
        return str(resolved)
    raise TypeError(f"a string is missing: {resolved!r}")


def names(source: PdfObject) -> list[str]:
    """Return the names among the items of an array, or the only one."""
    return [str(item) for item in parsing.array(source) if isinstance(item, NameObject)]


def _make_printable(link: DictionaryObject) -> None:
    """Set the print flag of a link, as PDF/A requires."""
    flags = link.get("/F", 0)
    link[NameObject("/F")] = NumberObject((int(flags) & ~HIDDEN) | PRINTED)


def _array(source: PdfObject) -> ArrayObject:
    resolved = source.get_object()
    if not isinstance(resolved, ArrayObject):
        raise TypeError(f"an array is missing: {resolved!r}")
    return resolved


def _is_element(source: DictionaryObject) -> bool:
    return "/S" in source and "/P" in source
