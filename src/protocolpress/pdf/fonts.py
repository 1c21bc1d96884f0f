"""What the project's fonts can print, so that a character without a glyph is found where it is written."""

from __future__ import annotations

import functools
import io

from fontTools.ttLib import TTFont

from protocolpress.files import Files
from protocolpress.pdf.typefaces import FONTS

CONTROLS = frozenset("\n\u00ad\u200b\u2060")
"""Characters that are never drawn: they break or join lines."""


def alphabet(files: Files) -> frozenset[str]:
    """Return the characters that every face has a glyph for."""
    return functools.reduce(frozenset.intersection, (_characters(files.read(path)) for path in FONTS)) | CONTROLS


def _characters(data: bytes) -> frozenset[str]:
    with TTFont(io.BytesIO(data), lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())
