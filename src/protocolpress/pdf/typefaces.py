"""The typefaces of pages: the only list of them, and of the signs that the text faces lack."""

from __future__ import annotations

import dataclasses
import re

from protocolpress.files import packaged_fonts
from protocolpress.project import Fonts

FACES = ("Regular", "Italic", "Bold", "BoldItalic")


@dataclasses.dataclass(frozen=True, slots=True)
class Typeface:
    """A family of fonts."""

    name: str
    """Its name in stylesheets."""
    files: tuple[str, ...]
    """The paths of its font files for `Files`."""

    @property
    def embedded(self) -> str:
        """The prefix of its font names in a PDF."""
        return self.name.replace(" ", "-")


@dataclasses.dataclass(frozen=True, slots=True)
class Face:
    """A font file, and its purpose."""

    path: str
    language: str
    """The language whose text it sets; empty for a fallback for missing characters."""


TEXT = (
    Typeface("PT Serif", tuple(f"fonts/PT_Serif-Web-{face}.ttf" for face in FACES)),
    Typeface("PT Sans", tuple(f"fonts/PT_Sans-Web-{face}.ttf" for face in FACES)),
)
"""The families named in stylesheets."""

SIGN_FACES = (
    Typeface("Signs Serif", tuple(f"fonts/Signs_Serif-{face}.ttf" for face in FACES)),
    Typeface("Signs Sans", tuple(f"fonts/Signs_Sans-{face}.ttf" for face in FACES)),
)
"""The fallback of each family for missing signs (ADR 33); tools/signs.py makes the files."""

SIGNS_SHEET = "templates/signs.css"
"""The stylesheet that loads them."""

TYPEFACES = TEXT + SIGN_FACES

FONTS = tuple(file for typeface in TYPEFACES for file in typeface.files)
"""The files of all faces."""

LETTERS = ((0x0386, 0x0386), (0x0388, 0x038A), (0x038C, 0x038C), (0x038E, 0x03A1), (0x03A3, 0x03CE), (0x03D1, 0x03D1),
           (0x03D5, 0x03D6), (0x03F0, 0x03F1), (0x03F5, 0x03F5))  # fmt: skip
"""Greek, first and last code of each range."""

SMALL = ((0x2032, 0x2034), (0x2070, 0x2071), (0x2074, 0x208E), (0x2090, 0x209C), (0x2150, 0x215E))
"""Primes, raised and lowered figures and signs, fractions."""

MATHEMATICAL = ((0x2190, 0x2199), (0x21A6, 0x21A6), (0x21C4, 0x21C4), (0x21CB, 0x21CC), (0x21D0, 0x21D5),
                (0x27F5, 0x27FA), (0x2208, 0x220E), (0x2213, 0x2214), (0x2217, 0x2218), (0x221B, 0x221D),
                (0x221F, 0x2229), (0x222C, 0x222E), (0x2234, 0x2238), (0x223C, 0x223D), (0x2243, 0x2247),
                (0x2249, 0x224D), (0x2250, 0x2255), (0x2259, 0x225A), (0x225C, 0x225F), (0x2261, 0x2263),
                (0x2266, 0x227B), (0x2282, 0x228B), (0x2295, 0x229B), (0x22A2, 0x22A5), (0x22C0, 0x22C6),
                (0x22D6, 0x22D9), (0x22EE, 0x22F1), (0x25A0, 0x25A1), (0x25B2, 0x25B3), (0x25B6, 0x25B7),
                (0x25BC, 0x25BD), (0x25C6, 0x25C7), (0x25CB, 0x25CB), (0x25CF, 0x25CF), (0x2609, 0x2609),
                (0x263F, 0x2642))  # fmt: skip
"""Arrows, operators and shapes, which stand at the height of figures."""

STANDING = ((0x2102, 0x2103), (0x2107, 0x2107), (0x2109, 0x2109), (0x210B, 0x210F), (0x2112, 0x2113), (0x2115, 0x2115),
            (0x211A, 0x211A), (0x211D, 0x211D), (0x2124, 0x2124), (0x2127, 0x2127), (0x212B, 0x212B), (0x2130, 0x2131),
            (0x2133, 0x2133), (0x2135, 0x2135), (0x2200, 0x2201), (0x2203, 0x2205), (0x2207, 0x2207), (0x2308, 0x230B),
            (0x27E8, 0x27E9))  # fmt: skip
"""Letters and brackets of formulas, which stand on the line."""


def _letters(*kinds: tuple[tuple[int, int], ...]) -> frozenset[str]:
    return frozenset(chr(code) for kind in kinds for first, last in kind for code in range(first, last + 1))


SIGNS = _letters(LETTERS, SMALL, MATHEMATICAL, STANDING)
"""The characters of the faces of signs; a text face that has them too takes precedence."""

_SIGN = re.compile(f"[{''.join(sorted(SIGNS))}]")


def has_signs(text: str) -> bool:
    """Whether *text* may need the faces of signs."""
    return _SIGN.search(text) is not None


def declared(settings: Fonts) -> tuple[Face, ...]:
    """Return the files of the declared fonts; a package that is not installed has none."""
    found = [Face(path, "") for name in settings.fallback for path in paths(name)]
    for language, names in settings.languages.items():
        found += [Face(path, language.replace("_", "-")) for name in names for path in paths(name)]
    return tuple(dict.fromkeys(found))


def paths(name: str) -> tuple[str, ...]:
    """Return the files that a setting names: a font, or those of a package."""
    if name.startswith("fonts/"):
        return (name,)
    return tuple(f"fonts/{name}/{file}" for file in packaged_fonts(name) or {})
