"""Opening a PDF: bytes in, pypdf's reader out, or a `CompendiumError` that names the file.

A file is read strictly: pypdf's repair of broken files can lose pages unnoticed. pypdf's exceptions are handled only
here. Nothing is unpacked before it is needed.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Iterator

import pypdf
from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject, PdfObject, StreamObject

from protocolpress.errors import CompendiumError, Position, Problem, error

TREE = frozenset({"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/RoleMap", "/ClassMap", "/IDTree"})
"""Permitted entries in the root of a structure tree (ISO 32000-1, 14.7.2); PDF 2.0 has more, which PDF/UA-1 lacks."""

MAX_PAGES = 500
"""Maximum pages of an attached PDF; a longer one is a publication of its own."""

MAX_UNPACKED = 64 * 1024 * 1024
"""Maximum total bytes of packed objects in an attached PDF, and of each of its other streams."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Within this context, apply the limits of attached documents to every PDF."""
    with pypdf.apply_configuration(
        zlib_maximum_output_length=MAX_UNPACKED,
        lzw_maximum_output_length=MAX_UNPACKED,
        run_length_maximum_output_length=MAX_UNPACKED,
        array_based_stream_maximum_output_length=MAX_UNPACKED,
        stream_decoding_work_maximum_length=2 * MAX_UNPACKED,
        stream_parsing_work_maximum_count=500_000,
        page_tree_maximum_entries=2 * MAX_PAGES,
        page_tree_maximum_page_entries=100 * MAX_PAGES,
    ):
        yield


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Turn any exception while reading *path* into a problem of that file.

    Raises:
        CompendiumError: the file is damaged, or is not a PDF.
    """
    try:
        yield
    except (CompendiumError, MemoryError):
        raise
    except (LimitReachedError, RecursionError) as problem:
        raise CompendiumError(too_large(path, str(problem).rstrip("!."))) from problem
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
        _weigh(reader, path)
        if reader.is_encrypted:
            hint = "save it without a password"
            raise CompendiumError(error(Position(path), "encrypted-pdf", "the PDF is encrypted", hint))
        if not reader.pages:
            raise CompendiumError(error(Position(path), "empty-pdf", "the PDF has no pages"))
        return reader


def too_large(path: str, why: str) -> Problem:
    """Make the problem of a PDF that exceeds the limits."""
    hint = "print it to a new PDF, with fewer pages if it is long"
    return error(Position(path), "pdf-too-large", f"the PDF is too large or too deep to be read: {why}", hint)


def _weigh(reader: PdfReader, path: str) -> None:
    """Refuse a file whose packed objects would not fit in memory, before they are unpacked."""
    limit = pypdf.get_configuration().zlib_maximum_output_length
    left = limit
    for number in sorted({stream for stream, _ in reader.xref_objStm.values()}):
        stream = reader.get_object(number)
        unpacker = zlib.decompressobj()
        packed = stream._data if isinstance(stream, StreamObject) else b""  # noqa: SLF001 - as in objects.stored
        with contextlib.suppress(zlib.error):  # no zlib: pypdf will report it
            while packed and left >= 0:
                left -= len(unpacker.decompress(packed, 1 << 20))
                packed = unpacker.unconsumed_tail
        if left < 0:
            raise CompendiumError(too_large(path, f"its objects come to more than {limit >> 20} MB"))


def forget(reader: PdfReader) -> None:
    """Release everything that *reader* has read: its objects refer to it, and would otherwise stay in memory."""
    reader.resolved_objects.clear()
    reader.flattened_pages = None


@contextlib.contextmanager
def reading(data: bytes) -> Iterator[PdfReader]:
    """Open bytes for reading; problems call them "PDF"."""
    reader = opened(data, "PDF")
    with naming("PDF"):
        yield reader


def structure(reader: PdfReader, path: str) -> DictionaryObject:
    """Return the structure tree of a tagged PDF.

    Raises:
        CompendiumError: the PDF is not tagged, or its tags use what cannot be merged.
    """
    with naming(path):
        tree = reader.root_object.get("/StructTreeRoot")
        tree = tree.get_object() if tree is not None else None
        if not isinstance(tree, DictionaryObject) or not tree.get("/K") or "/ParentTree" not in tree:
            raise CompendiumError(untagged(Position(path)))
        unknown = sorted(set(tree) - TREE)
        if unknown:
            message = f"the structure tree has {', '.join(unknown)}, which cannot be merged"
            raise CompendiumError(error(Position(path), "foreign-tags", message, "save it as PDF/UA-1"))
        return tree


def untagged(position: Position) -> Problem:
    """Make the problem of a PDF whose words a screen reader cannot find."""
    hint = "export it as a tagged PDF (PDF/UA)"
    return error(position, "untagged-pdf", "the PDF is not tagged", hint)


def dictionary(item: PdfObject | None) -> DictionaryObject:
    """Return the dictionary that a reference leads to; anything else counts as an empty one."""
    resolved = None if item is None else item.get_object()
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()


def resolved(owner: DictionaryObject, key: str) -> PdfObject | None:
    """Return the value of an entry; None if there is none."""
    found = owner.get(key)
    return None if found is None else found.get_object()


def array(item: PdfObject | None) -> list[PdfObject]:
    """Return the items of the array that a reference leads to; a single item counts as an array of one."""
    resolved = None if item is None else item.get_object()
    if isinstance(resolved, ArrayObject):
        return list(resolved)
    return [] if item is None else [item]


def numbers(item: PdfObject | None) -> tuple[float, ...]:
    """Return the numbers in an array behind a reference, or the only one."""
    found = (one.get_object() for one in array(item))
    return tuple(float(one) for one in found if isinstance(one, NumberObject | FloatObject))
