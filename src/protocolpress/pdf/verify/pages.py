"""Faults that a reader would notice: dead or silent links, no title, no bookmarks."""

from __future__ import annotations

import collections
import posixpath
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from protocolpress.errors import Position, Problems
from protocolpress.pdf import object_copy, parsing, trees


def check(reader: PdfReader, path: str, problems: Problems, exists: Callable[[str], bool] | None) -> None:
    """Report the faults of *reader*, the PDF at *path*; *exists* says whether a file beside it exists."""
    root = reader.root_object
    title = parsing.dictionary(reader.trailer.get("/Info")).get("/Title")
    if title is None or not object_copy.words(title).strip():
        hint = "put its title into the metadata"
        problems.error(Position(path), "missing-title", "the document has no title", hint)
    entries = trees.outline(root, lambda destination: destination)
    if not entries:
        problems.error(Position(path), "missing-bookmarks", "the document has no bookmarks", "add bookmarks to it")
    names = list(_names(root))
    for name, count in collections.Counter(names).items():
        if count > 1:
            message = f"{count} places have the name {name}"
            problems.error(Position(path), "duplicate-destination", message, "give each place a unique name")
    known = frozenset(names)
    for entry in _flat(entries):
        if entry.destination is not None and _is_dead(entry.destination, known):
            message = f"the bookmark “{entry.title}” leads nowhere"
            problems.error(Position(path), "dead-link", message, "point it to a place that exists")
    for number, page in enumerate(reader.pages, 1):
        _links(page, Position(f"{path}, page {number}"), known, problems, exists)


def _links(
    page: PageObject,
    position: Position,
    names: frozenset[str],
    problems: Problems,
    exists: Callable[[str], bool] | None,
) -> None:
    for annotation in map(parsing.dictionary, parsing.array(page.get("/Annots"))):
        if annotation.get("/Subtype") != "/Link":
            continue
        action = parsing.dictionary(annotation.get("/A"))
        place = annotation.get("/Dest") or (action.get("/D") if action.get("/S") == "/GoTo" else None)
        if place is not None and _is_dead(place, names):
            message = f"a link leads to {object_copy.words(place)}, but nothing has that name"
            problems.error(position, "dead-link", message, "point it to a place that exists")
        if exists and action.get("/S") == "/GoToR" and (file := _file(action)) and not exists(file):
            message = f"a link leads to {file}, which does not exist"
            problems.error(position, "dead-link", message, "keep the documents together as they were built")
        contents = annotation.get("/Contents")
        if contents is None or not object_copy.words(contents).strip():
            hint = "give its annotation /Contents"
            problems.error(position, "silent-link", "a link has no text that says where it leads", hint)


def _names(root: DictionaryObject) -> Iterator[str]:
    names = parsing.dictionary(root.get("/Names"))
    if "/Dests" in names:
        yield from (object_copy.words(name) for name, _ in trees.pairs(names.raw_get("/Dests"), "/Names"))
    yield from (str(name)[1:] for name in parsing.dictionary(root.get("/Dests")))


def _is_dead(place: PdfObject, names: frozenset[str]) -> bool:
    resolved = place.get_object()
    if isinstance(resolved, DictionaryObject):
        resolved = resolved.get("/D", resolved)
    return not isinstance(resolved, ArrayObject | DictionaryObject) and object_copy.words(place) not in names


def _file(action: DictionaryObject) -> str:
    file = action.get("/F")
    words = file if isinstance(file, str) else parsing.dictionary(file).get("/UF", "")
    return posixpath.normpath(unquote(str(words))) if words else ""


def _flat(entries: tuple[trees.OutlineItem, ...]) -> Iterator[trees.OutlineItem]:
    for entry in entries:
        yield entry
        yield from _flat(entry.children)
