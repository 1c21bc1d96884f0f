"""The characters that fonts can print, so that one without a glyph is reported where it is written; subsets of fonts.

The door to fontTools, which reads our own fonts and those that a project declares, which are not trusted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import io
import logging
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeVar

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from protocolpress import limits
from protocolpress.files import Files
from protocolpress.pdf.typefaces import SIGN_FACES, TEXT, Typeface

CONTROLS = frozenset("\n\u00ad\u200b\u2060")
"""Characters that are never drawn; they break or join lines."""

NEEDED = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2")
"""Tables required in every font (OpenType, "Font Tables"); outlines are in glyf or CFF."""

RESTRICTED, NO_SUBSETS, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
"""Bits of fsType that forbid embedding in a PDF (OpenType, "OS/2")."""

SPACE = 0x20

BOLD_FROM = 600
"""The least usWeightClass of a bold face."""

REGULAR, BOLD = 400, 700

SECONDS = 60
"""Maximum processor time for reading or subsetting a font, in seconds."""
MEMORY = 2048
"""Maximum memory for this, in MiB."""

KEPT = 16
"""Maximum number of cached descriptions of fonts, and of instances of variable ones."""

_TYPES = (b"\0\1\0\0", b"OTTO", b"true")


class BadFontError(Exception):
    """A font that cannot be used; the text gives the reason."""


T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The properties of a font."""

    family: str
    weight: int
    """Its nominal weight, from 1 to 1000."""
    italic: bool
    characters: frozenset[str]
    weights: tuple[int, ...]
    """The weights at which it is used: both, if it is variable."""
    is_variable: bool


_known: dict[Any, Known | BadFontError] = {}
_cuts: dict[Any, bytes | BadFontError] = {}


def alphabet(files: Files) -> frozenset[str]:
    """Return the characters available in every style: letters of the text faces, and signs."""
    return _common(files, TEXT) | _common(files, SIGN_FACES) | CONTROLS


def _common(files: Files, typefaces: Sequence[Typeface]) -> frozenset[str]:
    """Return the characters that all faces of *typefaces* have."""
    paths = (path for typeface in typefaces for path in typeface.files)
    return functools.reduce(frozenset.intersection, (_characters(files.read(path)) for path in paths))


def _characters(data: bytes) -> frozenset[str]:
    with TTFont(io.BytesIO(data), lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


def describe(data: bytes) -> Known:
    """Return the properties of a font; it is read completely, so that no fault is found later.

    Raises:
        BadFontError: it is not a font, is damaged, takes too much to read, or may not be embedded.
    """
    return _once(_known, hashlib.sha256(data).digest(), lambda: _described(data))


def _once(kept: dict[Any, T | BadFontError], key: object, make: Callable[[], T]) -> T:
    """Return the result of *make*, or raise its exception, from the first call with *key*, if still cached."""
    if key not in kept:
        try:
            kept[key] = make()
        except BadFontError as refused:
            kept[key] = refused
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
    found = kept[key]
    if isinstance(found, BadFontError):
        raise BadFontError(*found.args)
    return found


def _described(data: bytes) -> Known:
    if data[:4] not in _TYPES:
        raise BadFontError("it is not a TrueType or OpenType font")
    with reading(data) as font:
        return _read(font)


def _read(font: TTFont) -> Known:
    missing = [tag for tag in NEEDED if tag not in font]
    if missing or not ("glyf" in font or "CFF " in font or "CFF2" in font):
        raise BadFontError(f"it is damaged: it has no {missing[0] if missing else 'outlines'}")
    for tag in font.keys():  # noqa: SIM118 - not a dictionary
        if tag not in ("glyf", "CFF ", "CFF2"):
            font[tag]
    if SPACE not in (font.getBestCmap() or {}):
        raise BadFontError("it has no space character")  # Pango sets the space between its words in it
    rights = font["OS/2"].fsType
    if rights & RESTRICTED and not rights & 0x000C:
        raise BadFontError("its makers do not allow embedding it (fsType of its table OS/2)")
    if rights & (NO_SUBSETS | BITMAPS_ONLY):
        raise BadFontError("its makers do not allow embedding a part of its outlines (fsType of its table OS/2)")
    for name in font.getGlyphOrder() if "glyf" in font else ():
        font["glyf"][name].expand(font["glyf"])
    weight = font["OS/2"].usWeightClass
    axes = {axis.axisTag for axis in font["fvar"].axes} if "fvar" in font else set()
    characters = frozenset(map(chr, font.getBestCmap() or {}))
    family = font["name"].getBestFamilyName() or ""
    return Known(
        family=" ".join("".join(one for one in family if one.isascii() and (one.isalnum() or one == " ")).split()),
        weight=weight,
        italic=bool(font["OS/2"].fsSelection & 1),
        characters=frozenset(one for one in characters if unicodedata.category(one)[0] not in "CZ"),
        weights=(REGULAR, BOLD) if "wght" in axes else (BOLD if weight >= BOLD_FROM else REGULAR,),
        is_variable=bool(axes),
    )


def cut(data: bytes, characters: Collection[str], weight: int, *, numbered: bool = True) -> bytes:
    """Return a subset of a font with the glyphs of *characters*; an instance at *weight* of a variable one.

    *numbered* glyphs keep their numbers, so that parts of one font can be joined.

    Raises:
        BadFontError: it takes too much time or memory, or is damaged.
    """
    key = hashlib.sha256(data).digest(), frozenset(characters), weight, numbered
    return _once(_cuts, key, lambda: _cut(data, characters, weight, numbered=numbered))


def _cut(data: bytes, characters: Collection[str], weight: int, *, numbered: bool) -> bytes:
    options = Options()
    options.retain_gids = numbered
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.hinting = False
    with reading(data) as font:
        part = Subsetter(options)
        part.populate(unicodes=[ord(one) for one in characters])
        part.subset(font)
        if "fvar" in font:
            axes = {axis.axisTag: axis for axis in font["fvar"].axes}
            place = {tag: axis.defaultValue for tag, axis in axes.items()}
            if "wght" in axes:
                place["wght"] = min(max(weight, axes["wght"].minValue), axes["wght"].maxValue)
            instantiateVariableFont(font, place, inplace=True)
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


@contextlib.contextmanager
def reading(data: bytes) -> Iterator[TTFont]:
    """Open a font within limits; any exception of fontTools means that it is damaged."""
    logger = logging.getLogger("fontTools")
    before = logger.disabled
    logger.disabled = True
    try:
        with limits.bounded(SECONDS, MEMORY), TTFont(io.BytesIO(data), recalcTimestamp=False) as font:
            yield font
    except BadFontError:
        raise
    except (limits.OutOfTimeError, MemoryError):
        raise BadFontError("it takes too much time or memory to read") from None
    except Exception as mistake:
        raise BadFontError("it is damaged") from mistake
    finally:
        logger.disabled = before
