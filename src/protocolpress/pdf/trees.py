"""The trees of a PDF: name trees, number trees (ISO 32000-1, 7.9.6 and 7.9.7) and outlines (12.3.3), read and written.

A tree in a file is followed only as long as it is a tree: a node seen before, or one deeper than `DEPTH`, is refused
with a `ValueError`, which `parsing.naming` turns into a problem of the file.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from protocolpress.pdf import object_copy, objects, parsing

FAN = 64
"""Maximum number of entries or children of a node in a written tree."""

DEPTH = 64
"""Maximum depth of an outline."""

Pair = tuple[PdfObject, PdfObject]

_Limited = tuple[PdfObject, PdfObject, IndirectObject]
"""First and last key of a node, and the node."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    """An item of an outline; *destination* is a destination of the file the entry is in, None if it leads nowhere.

    The entries below an *unfolded* one are visible when the file is opened.
    """

    title: str
    destination: PdfObject | None
    children: tuple[OutlineItem, ...] = ()
    unfolded: bool = True


def pairs(root: PdfObject, leaf: str) -> list[Pair]:
    """Flatten a name tree (*leaf* is `/Names`) or a number tree (`/Nums`), in its order."""
    found: list[Pair] = []
    seen: set[int] = set()
    waiting: list[PdfObject] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            _once(node, seen)
        resolved = node.get_object()
        if not isinstance(resolved, DictionaryObject):
            raise TypeError(f"a node of a {leaf} tree is missing")
        entries = parsing.array(resolved.get(leaf))
        found += zip(entries[::2], entries[1::2], strict=True)
        waiting += reversed(parsing.array(resolved.get("/Kids")))
    return found


def write(table: objects.Table, leaf: str, entries: Sequence[Pair]) -> IndirectObject:
    """Write sorted *entries* as a tree whose nodes hold at most `FAN` of them each."""
    return _write(table, leaf, len(entries), iter(entries))


def _write(table: objects.Table, leaf: str, count: int, entries: Iterator[Pair]) -> IndirectObject:
    """Write *count* entries; those of a large tree are settled, with all that is open in them, as it grows."""
    if count <= FAN:
        return table.add(_node(leaf, (item for pair in entries for item in pair)))
    nodes = []
    while chunk := list(itertools.islice(entries, FAN)):
        nodes.append(_limited(table, _node(leaf, (item for pair in chunk for item in pair)), chunk[0][0], chunk[-1][0]))
        table.settle()
    while len(nodes) > FAN:
        groups = [nodes[start : start + FAN] for start in range(0, len(nodes), FAN)]
        nodes = [_limited(table, _kids(group), group[0][0], group[-1][1]) for group in groups]
    return table.add(_kids(nodes))


def _limited(table: objects.Table, node: DictionaryObject, first: PdfObject, last: PdfObject) -> _Limited:
    node[NameObject("/Limits")] = ArrayObject([first, last])
    return first, last, table.add(node)


def _kids(nodes: Sequence[_Limited]) -> DictionaryObject:
    return _node("/Kids", (reference for _, _, reference in nodes))


def write_names(table: objects.Table, entries: Mapping[str, PdfObject]) -> IndirectObject:
    """Write a name tree, sorted by the bytes of the names, because readers search by these."""
    names = sorted(entries, key=lambda name: objects.text(name).get_encoded_bytes())
    return _write(table, "/Names", len(names), ((objects.text(name), entries[name]) for name in names))


def outline(catalog: DictionaryObject, destination: Callable[[PdfObject], PdfObject | None]) -> tuple[OutlineItem, ...]:
    """Read a file's outline; *destination* converts its destinations to those of another file."""
    return _entries(parsing.dictionary(catalog.get("/Outlines")), destination, set(), 0)


def write_outline(table: objects.Table, entries: Sequence[OutlineItem]) -> IndirectObject:
    """Write an outline and return the reference of its root."""
    root = table.add(objects.dictionary(Type=NameObject("/Outlines")))
    _write_children(table, root, entries, unfolded=True)
    return root


def _entries(
    parent: DictionaryObject, destination: Callable[[PdfObject], PdfObject | None], seen: set[int], depth: int
) -> tuple[OutlineItem, ...]:
    if depth > DEPTH:
        raise ValueError(f"the outline is nested more than {DEPTH} deep")
    found = []
    node = parent.raw_get("/First") if "/First" in parent else None
    while isinstance(node, IndirectObject):
        _once(node, seen)
        item = node.get_object()
        if not isinstance(item, DictionaryObject):
            raise TypeError("an entry of the outline is missing")
        target = _target(item)
        found.append(
            OutlineItem(
                title=object_copy.words(item["/Title"]),
                destination=None if target is None else destination(target),
                children=_entries(item, destination, seen, depth + 1),
            )
        )
        node = item.raw_get("/Next") if "/Next" in item else None
    return tuple(found)


def _target(item: DictionaryObject) -> PdfObject | None:
    """Return the target of an outline entry, written as a destination or as an action."""
    if "/Dest" in item:
        return item.raw_get("/Dest")  # type: ignore[no-any-return]  # pypdf's dictionaries hold Any
    action = parsing.dictionary(item.get("/A"))
    if action.get("/S") == "/GoTo" and "/D" in action:
        return action.raw_get("/D")  # type: ignore[no-any-return]
    return None


def _write_children(
    table: objects.Table, parent: IndirectObject, entries: Sequence[OutlineItem], *, unfolded: bool
) -> int:
    """Write *entries* below *parent*; return the number of visible lines, including unfolded ones below."""
    references = [table.reserve() for _ in entries]
    lines = 0
    for index, (reference, entry) in enumerate(zip(references, entries, strict=True)):
        item = objects.dictionary(Title=objects.text(entry.title), Parent=parent)
        if entry.destination is not None:
            item[NameObject("/Dest")] = entry.destination
        if index:
            item[NameObject("/Prev")] = references[index - 1]
        if index + 1 < len(references):
            item[NameObject("/Next")] = references[index + 1]
        table.put(reference, item)
        below = _write_children(table, reference, entry.children, unfolded=entry.unfolded)
        lines += 1 + (below if entry.unfolded else 0)
    if references:
        parsing.dictionary(parent).update(
            objects.dictionary(
                First=references[0], Last=references[-1], Count=NumberObject(lines if unfolded else -lines)
            )
        )
    return lines


def _node(key: str, items: Iterable[PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): ArrayObject(items)})


def _once(reference: IndirectObject, seen: set[int]) -> None:
    if reference.idnum in seen:
        raise ValueError("a tree in the file contains a cycle")
    seen.add(reference.idnum)
