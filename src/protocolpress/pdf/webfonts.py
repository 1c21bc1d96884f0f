"""The fonts of the website: which letters each file has, and the rules with which pages load them.

A file has the letters of our languages (`MAIN`), the other letters of its face (`REST`), or signs; a browser asks for
the last two only where a page needs them. The files are made by `woff`. Nothing is read here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from protocolpress.pdf.typefaces import FACES, SIGN_FACES, TEXT

Ranges = tuple[tuple[int, int], ...]
"""The first and the last code of each range."""

FAMILIES = {
    "PT Serif": "Press Serif",
    "PT Sans": "Press Sans",
    "Signs Serif": "Press Serif",
    "Signs Sans": "Press Sans",
}
"""The family of pages to which a typeface belongs. The fonts' licence reserves their own names for unchanged files."""

MAIN: Ranges = (
    (0x20, 0x7E), (0xA0, 0xA1), (0xA7, 0xA7), (0xA9, 0xA9), (0xAB, 0xAB), (0xB0, 0xB1), (0xB5, 0xB5), (0xB7, 0xB7),
    (0xBB, 0xBB), (0xBF, 0xC0), (0xC2, 0xC2), (0xC4, 0xC4), (0xC6, 0xCB), (0xCD, 0xCF), (0xD1, 0xD1), (0xD3, 0xD4),
    (0xD6, 0xD7), (0xD9, 0xDC), (0xDF, 0xE0), (0xE2, 0xE2), (0xE4, 0xE4), (0xE6, 0xEB), (0xED, 0xEF), (0xF1, 0xF1),
    (0xF3, 0xF4), (0xF6, 0xF6), (0xF9, 0xFC), (0xFF, 0xFF), (0x152, 0x153), (0x401, 0x401), (0x404, 0x404),
    (0x406, 0x407), (0x410, 0x44F), (0x451, 0x451), (0x454, 0x454), (0x456, 0x457), (0x490, 0x493), (0x49A, 0x49B),
    (0x4A2, 0x4A3), (0x4AE, 0x4B1), (0x4BA, 0x4BB), (0x4D8, 0x4D9), (0x4E8, 0x4E9), (0x2011, 0x2011), (0x2013, 0x2014),
    (0x2018, 0x201A), (0x201C, 0x201E), (0x2022, 0x2022), (0x2026, 0x2026), (0x20AC, 0x20AC), (0x2116, 0x2116),
    (0x2212, 0x2212),
)  # fmt: skip
"""English, French, German and Spanish, Russian, Ukrainian and Kazakh, with figures and punctuation."""

REST: Ranges = ((0xA2, 0x3C0), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x20CF), (0x2113, 0x212E), (0x2202, 0x2265),
                (0x22C5, 0x22C5), (0x25CA, 0x25CA), (0x2C67, 0x2C68), (0xF400, 0xFB02))  # fmt: skip
"""Around everything else that the text faces have; a letter that is not there is looked for in the signs."""

SIGNS: Ranges = ((0x370, 0x3FF), (0x2032, 0x209C), (0x2100, 0x27FF))
"""Around the signs that the text faces lack."""

EXTENT = {"Press Serif": (1.039, 0.286), "Press Sans": (1.018, 0.276)}
"""How far each family goes above and below the line, for a size of 1; the same in all faces."""

LIKE = {
    "Press Serif": (
        ("Press Serif A", ("Times New Roman", "Liberation Serif"), (111.2, 104.8, 113.1, 109.7)),
        ("Press Serif B", ("DejaVu Serif",), (87.4, 82.1, 85.3, 79.4)),
    ),
    "Press Sans": (
        ("Press Sans A", ("Arial", "Liberation Sans"), (97.6, 92.5, 89.9, 85.5)),
        ("Press Sans B", ("DejaVu Sans",), (83.5, 81.1, 75.1, 73.2)),
    ),
}
"""Faces of the reader that stand in until ours have come: the family made of them, and for each of `FACES` its size in
per cent of ours, so that lines of English or Russian end where ours will (letters weighted by frequency)."""

STYLES = {
    "Regular": "",
    "Italic": "font-style:italic;",
    "Bold": "font-weight:700;",
    "BoldItalic": "font-weight:700;font-style:italic;",
}

NAMED = {"Regular": "", "Italic": " Italic", "Bold": " Bold", "BoldItalic": " Bold Italic"}

OBLIQUE = {"Italic": " Oblique", "BoldItalic": " Bold Oblique"}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WebFont:
    """A font file of the website: a part of a face."""

    source: str
    """The path for `Files` of the font that it is made from."""
    family: str
    face: str
    part: str
    """"main", "rest" or "signs"."""

    @property
    def name(self) -> str:
        """Its path among the files that pages share."""
        part = "" if self.part == "main" else f"-{self.part}"
        return f"fonts/{self.family.replace(' ', '_')}-{self.face}{part}.woff2"

    @property
    def ranges(self) -> Ranges:
        """The codes for which a browser looks into it."""
        return {"main": MAIN, "rest": REST, "signs": SIGNS}[self.part]


def own_name(number: int) -> str:
    """Return the path of a font that the project declares, among the files that pages share."""
    return f"fonts/own-{number}.woff2"


def every() -> tuple[WebFont, ...]:
    """Return all fonts of a website, those that come first for a letter last."""
    parts = (("signs", SIGN_FACES), ("rest", TEXT), ("main", TEXT))
    return tuple(
        WebFont(source=path, family=FAMILIES[typeface.name], face=face, part=part)
        for part, typefaces in parts
        for typeface in typefaces
        for path, face in zip(typeface.files, FACES, strict=True)
    )


def rules() -> str:
    """Return the rules that load the fonts, and those of the faces that stand in for them."""
    return "\n".join((*map(_rule, every()), *_stand_ins(), ""))


def _rule(font: WebFont) -> str:
    ranges = ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in font.ranges)
    return (
        f'@font-face{{font-family:"{font.family}";{STYLES[font.face]}src:url({font.name}) format("woff2");'
        f"font-display:swap;unicode-range:{ranges}}}"
    )


def _stand_ins() -> Iterator[str]:
    for family, kinds in LIKE.items():
        above, below = EXTENT[family]
        for name, theirs, sizes in kinds:
            for face, size in zip(FACES, sizes, strict=True):
                oblique = name == "Press Sans B"  # DejaVu's own name for it
                style = OBLIQUE.get(face, NAMED[face]) if oblique else NAMED[face]
                local = ",".join(f'local("{one}{style}")' for one in theirs)
                yield (
                    f'@font-face{{font-family:"{name}";{STYLES[face]}src:{local};size-adjust:{size}%;'
                    f"ascent-override:{above / size * 1e4:.1f}%;descent-override:{below / size * 1e4:.1f}%;"
                    "line-gap-override:0%}"
                )
