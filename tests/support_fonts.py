"""Fonts that are made for a test: squares."""

from __future__ import annotations

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation


def font(signs: str, *, space: str = " ", family: str = "Squares", rights: int = 0, variable: bool = False) -> bytes:
    """Make a font with a square for each of *signs*, wider where a variable one is bolder."""
    pen = TTGlyphPen(None)
    for place, step in enumerate(((50, 0), (550, 0), (550, 500), (50, 500))):
        (pen.lineTo if place else pen.moveTo)(step)
    pen.closePath()
    signs += space
    names = [".notdef", *(f"u{ord(sign):04X}" for sign in signs)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(map(ord, signs), names[1:], strict=True)))
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"}, mac=False)
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, fsType=rights)
    builder.setupPost()
    if variable:
        builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
        wider = [(0, 0), (200, 0), (200, 0), (0, 0), (0, 0), (200, 0), (0, 0), (0, 0)]
        builder.setupGvar({name: [_variation(wider)] for name in names})
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _variation(deltas: list[tuple[int, int]]) -> object:
    return TupleVariation({"wght": (0, 1, 1)}, deltas)
