"""Fonts for browsers: a part of a face, without hints, compressed, under the family name of pages (WOFF2, W3C, 2024).

In: a font that the program ships or the project replaces. Out: the same bytes each time. A door to fontTools.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from protocolpress.pdf import fonts
from protocolpress.pdf.typefaces import SIGNS
from protocolpress.pdf.webfonts import MAIN, WebFont

COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, LICENCE = 0, 1, 2, 3, 4, 5, 6, 13
"""Names of a font (OpenType, "name")."""

WINDOWS = (3, 1, 0x409)
"""The platform, encoding and language of names that every program reads."""

SHAPING = ("kern", "liga", "locl", "ccmp", "mark", "mkmk")

COMPRESSED = "woff2"

OPEN = "This Font Software is licensed under the SIL Open Font License, Version 1.1; see OFL.txt."


def make(data: bytes, font: WebFont) -> bytes:
    """Return the part of a face that *font* describes.

    Raises:
        BadFontError: a font of the project is damaged.
    """
    with fonts.reading(data) as face:
        known = frozenset(map(chr, face.getBestCmap()))
        _cut(face, known & _wanted(font))
        _name(face, font.family, font.face.replace("BoldItalic", "Bold Italic"), OPEN)
        return _compressed(face)


def own(data: bytes, characters: Collection[str], family: str) -> bytes:
    """Return the part of a font that a project declares; a variable one keeps its weights between regular and bold.

    Raises:
        BadFontError: it takes too much time or memory, or is damaged.
    """
    with fonts.reading(data) as face:
        licence = face["name"].getDebugName(LICENCE) or ""
        _cut(face, characters)
        if "fvar" in face:
            instantiateVariableFont(face, {axis.axisTag: _place(axis) for axis in face["fvar"].axes}, inplace=True)
        _name(face, family, "Regular", licence)
        return _compressed(face)


def _place(axis: Any) -> float | tuple[float, float, float]:  # noqa: ANN401 - fontTools has no types
    if axis.axisTag != "wght":
        return float(axis.defaultValue)
    low, high = (min(max(weight, axis.minValue), axis.maxValue) for weight in (fonts.REGULAR, fonts.BOLD))
    return (low, min(max(axis.defaultValue, low), high), high)


def _compressed(face: TTFont) -> bytes:
    face.flavor = COMPRESSED
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def _wanted(font: WebFont) -> frozenset[str]:
    if font.part == "signs":
        return SIGNS | {" "}
    main = frozenset(chr(code) for first, last in MAIN for code in range(first, last + 1))
    if font.part == "main":
        return main
    return frozenset(chr(code) for first, last in font.ranges for code in range(first, last + 1)) - main


def _cut(face: TTFont, characters: Collection[str]) -> None:
    options = Options()
    options.hinting = False
    options.legacy_kern = False
    options.notdef_outline = True
    options.layout_features = [*SHAPING]
    options.name_IDs = [COPYRIGHT, VERSION]
    part = Subsetter(options)
    part.populate(unicodes=[ord(one) for one in characters])
    part.subset(face)


def _name(face: TTFont, family: str, style: str, licence: str) -> None:
    """Name a font as pages do: its licence may reserve the original names for the unchanged font."""
    table = face["name"]
    copyright_, version = (table.getDebugName(number) or "" for number in (COPYRIGHT, VERSION))
    full = f"{family} {style}"
    table.names = []
    for number, words in (
        (COPYRIGHT, copyright_),
        (FAMILY, family),
        (STYLE, style),
        (UNIQUE, full),
        (FULL, full),
        (VERSION, version),
        (POSTSCRIPT, full.replace(" ", "")),
        (LICENCE, licence),
    ):
        if words:
            table.setName(words, number, *WINDOWS)


def licence(*faces: bytes) -> str:
    """Return the copyright notices of some fonts, and the licence that they have in common."""
    notices, texts = [], []
    for data in faces:
        with fonts.reading(data) as face:
            notice, text = (face["name"].getDebugName(number) or "" for number in (COPYRIGHT, LICENCE))
        notices.append(notice)
        texts.append(text.replace("\r\n", "\n"))
    return "\n\n".join((*dict.fromkeys(notices), max(texts, key=len).strip(), ""))
