"""Opening a PDF: bytes in, pypdf's reader out, or a `CompendiumError` that names the file.

A file is read strictly: pypdf's mending of broken files can lose pages, and nobody would see it. Here and nowhere else
pypdf's exceptions end. Nothing is unpacked before it is asked for.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from protocolpress.errors import CompendiumError, Position, Problem, error


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Turn whatever goes wrong inside while reading *path* into a problem of that file.

    Raises:
        CompendiumError: the file is damaged, or is not a PDF.
    """
    try:
        yield
    except (CompendiumError, MemoryError):
        raise
    except Exception as problem:
        # pypdf's documentation: "broken PDF files might cause other Exceptions"
        message = f"cannot be read as a PDF: {type(problem).__name__}: {problem}".replace("\n", " ")
        hint = "make the PDF again; if it came from elsewhere, ask for an undamaged copy"
        raise CompendiumError(error(Position(path), "broken-pdf", message, hint)) from problem


def opened(data: bytes, path: str) -> PdfReader:
    """Open *data*, the bytes of the PDF at *path*.

    Raises:
        CompendiumError: not a PDF, damaged, encrypted, or without pages.
    """
    with naming(path):
        reader = PdfReader(io.BytesIO(data), strict=True)
        if reader.is_encrypted:
            hint = "save it without a password"
            raise CompendiumError(error(Position(path), "encrypted-pdf", "the PDF is encrypted", hint))
        if not reader.pages:
            raise CompendiumError(error(Position(path), "empty-pdf", "the PDF has no pages"))
        return reader


@contextlib.contextmanager
def reading(data: bytes) -> Iterator[PdfReader]:
    """Open bytes for as long as they are read; problems call them "PDF"."""
    reader = opened(data, "PDF")
    with naming("PDF"):
        yield reader


def structure(reader: PdfReader, path: str) -> DictionaryObject:
    """Give the structure tree of a tagged PDF.

    Raises:
        CompendiumError: the PDF is not tagged, or its tags use what cannot be merged.
    """
    with naming(path):
        tree = reader.root_object.get("/StructTreeRoot")
        tree = tree.get_object() if tree is not None else None
        if not isinstance(tree, DictionaryObject) or not tree.get("/K") or "/ParentTree" not in tree:
            raise CompendiumError(untagged(Position(path)))
        unknown = sorted(set(tree) - {"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/RoleMap", "/IDTree"})
        if unknown:
            message = f"the structure tree has {', '.join(unknown)}, which cannot be merged"
            raise CompendiumError(error(Position(path), "foreign-tags", message, "save it as PDF/UA-1"))
        return tree


def untagged(position: Position) -> Problem:
    """Make the problem of a PDF whose words a screen reader cannot find."""
    hint = "give a PDF with a structure tree (tagged, PDF/UA)"
    return error(position, "untagged-pdf", "the PDF is not tagged", hint)


def dictionary(item: PdfObject | None) -> DictionaryObject:
    """Give a dictionary behind a reference; what is none, or missing, counts as an empty one."""
    resolved = None if item is None else item.get_object()
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()


def array(item: PdfObject | None) -> list[PdfObject]:
    """Give the items of an array behind a reference; a single item counts as an array of one."""
    resolved = None if item is None else item.get_object()
    if isinstance(resolved, ArrayObject):
        return list(resolved)
    return [] if item is None else [item]
