"""What the project's fonts can print, so that a character without a glyph is found where it is written."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence

from fontTools.ttLib import TTFont

from protocolpress.files import Files
from protocolpress.pdf.typefaces import SIGN_FACES, TEXT, Typeface

CONTROLS = frozenset("\n\u00ad\u200b\u2060")
"""Characters that are never drawn: they break or join lines."""


def alphabet(files: Files) -> frozenset[str]:
    """Return the characters that can be printed in every style: letters of the text faces, and signs."""
    return _common(files, TEXT) | _common(files, SIGN_FACES) | CONTROLS


def _common(files: Files, typefaces: Sequence[Typeface]) -> frozenset[str]:
    """Return the characters that all faces of *typefaces* have."""
    paths = (path for typeface in typefaces for path in typeface.files)
    return functools.reduce(frozenset.intersection, (_characters(files.read(path)) for path in paths))


def _characters(data: bytes) -> frozenset[str]:
    with TTFont(io.BytesIO(data), lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())
