"""The project's typefaces: the files of their faces."""

from __future__ import annotations

FONTS = tuple(
    f"fonts/{family}-Web-{face}.ttf"
    for family in ("PT_Serif", "PT_Sans")
    for face in ("Regular", "Italic", "Bold", "BoldItalic")
)
