"""The typefaces that pages are set in: the one list of them, and of the files of their faces."""

from __future__ import annotations

import dataclasses

FACES = ("Regular", "Italic", "Bold", "BoldItalic")


@dataclasses.dataclass(frozen=True, slots=True)
class Typeface:
    """A family of fonts."""

    name: str
    """As stylesheets call it."""
    files: tuple[str, ...]
    """The files of its faces, as `Files` reads them."""

    @property
    def embedded(self) -> str:
        """The beginning of the names of its faces in a PDF."""
        return self.name.replace(" ", "-")


TYPEFACES = (
    Typeface("PT Serif", tuple(f"fonts/PT_Serif-Web-{face}.ttf" for face in FACES)),
    Typeface("PT Sans", tuple(f"fonts/PT_Sans-Web-{face}.ttf" for face in FACES)),
)

FONTS = tuple(file for typeface in TYPEFACES for file in typeface.files)
"""The files of all faces."""
