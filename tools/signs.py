"""Make the faces of signs in src/protocolpress/signs/files/: Greek, primes, arrows, mathematics, to fit PT.

The outlines are those of Noto Serif, Noto Sans and STIX Two Math, from locked packages, drawn at the size and with the
weight that fit (ADR 33): the same bytes each time. `python tools/signs.py --check` checks the files.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import io
import pathlib
import sys
from collections.abc import Iterable

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.roundingPen import RoundingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from protocolpress.pdf.typefaces import LETTERS, MATHEMATICAL, SIGN_FACES, SMALL, STANDING

FOLDER = pathlib.Path(__file__).parents[1] / "src/protocolpress/signs/files"
UNITS = 1000
DATE = 3408048000
"""Date of the outlines (2012-01-01), in seconds since 1904, independent of the day of the run."""

LETTER_SCALE = 0.95
"""Noto's x-height is 0.536 of the size, PT's 0.5; its capitals are 0.714, PT's 0.7: between the two."""
MATHEMATICAL_SCALE = 0.9
"""STIX draws signs for running text in Times, PT's own are narrower: = is 596 wide there, 450 in PT Serif."""
LIFT = 110
"""PT's signs are centred on its figures, 343 above the baseline; those of STIX at 259, times the scale."""

SPACES = (0x20, 0xA0)
"""Pango sets the space after a sign in the face of the sign."""

COPYRIGHT = (
    "Greek, raised and lowered figures: Copyright 2022 The Noto Project Authors (https://github.com/notofonts/"
    "latin-greek-cyrillic). Mathematical signs: Copyright 2001-2020 The STIX Fonts Project Authors "
    "(https://github.com/stipub/stixfonts)."
)
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."


@dataclasses.dataclass(frozen=True)
class _Face:
    style: str
    italic: bool
    weight: int
    """Of the axis of Noto, chosen so that stems are as wide as PT's."""
    bold: bool
    space: int
    """Width of a space, the same as PT's."""


# The stems of l: PT Serif 90 and 144, Noto Serif at 400 and 700 times the scale 89 and 145;
# PT Sans 80 and 130, Noto Sans at 375 and 640 times the scale 80 and 130.
SERIF = (
    _Face("Regular", italic=False, weight=400, bold=False, space=243),
    _Face("Italic", italic=True, weight=400, bold=False, space=243),
    _Face("Bold", italic=False, weight=700, bold=True, space=270),
    _Face("BoldItalic", italic=True, weight=700, bold=True, space=270),
)
SANS = tuple(
    dataclasses.replace(face, weight=640, space=253) if face.bold else dataclasses.replace(face, weight=375, space=267)
    for face in SERIF
)


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    differ = []
    for path, data in made():
        if check and (not path.exists() or path.read_bytes() != data):
            differ.append(path.name)
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    if differ:
        print("not as made by tools/signs.py:", ", ".join(differ))  # noqa: T201 - a command
    return bool(differ)


def made() -> Iterable[tuple[pathlib.Path, bytes]]:
    """Return each file with its bytes."""
    for typeface, faces, package in zip(
        SIGN_FACES, (SERIF, SANS), (("fontpkg_noto_serif", "NotoSerif"), ("fontpkg_noto_sans", "NotoSans")), strict=True
    ):
        for file, face in zip(typeface.files, faces, strict=True):
            yield FOLDER / pathlib.PurePosixPath(file).name, _face(typeface.name, face, *package)


def _face(family: str, face: _Face, package: str, name: str) -> bytes:
    wanted = _codes(LETTERS, SMALL)
    noto = _static(package, f"files/{name}{'-Italic' * face.italic}[wdth,wght].ttf", wanted, face.weight)
    stix = _static("ziamath", "fonts/STIXTwoMath-Regular.ttf", _codes(MATHEMATICAL, STANDING), None)
    empty = TTGlyphPen(None).glyph()
    glyphs, widths = {".notdef": empty, "space": empty}, {".notdef": 0, "space": face.space}
    cmap = dict.fromkeys(SPACES, "space")
    lifted = _codes(MATHEMATICAL)
    for font, codes in ((noto, wanted), (stix, _codes(MATHEMATICAL, STANDING))):
        for code in sorted(codes):
            scale = LETTER_SCALE if font is noto else MATHEMATICAL_SCALE
            lift = LIFT if code in lifted else 0
            key = f"uni{code:04X}"
            glyphs[key], widths[key] = _drawn(font, code, scale * UNITS / font["head"].unitsPerEm, lift)
            cmap[code] = key
    return _built(family, face, glyphs, widths, cmap)


def _codes(*kinds: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(code for kind in kinds for first, last in kind for code in range(first, last + 1))


def _static(package: str, file: str, codes: Iterable[int], weight: int | None) -> TTFont:
    """Return the required part of a font, at one weight."""
    spec = importlib.util.find_spec(package)  # not imported: one of them would import more
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed: run `make setup-test`")
    data = (pathlib.Path(spec.origin).parent / file).read_bytes()
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    missing = [f"U+{code:04X}" for code in sorted(codes) if code not in font.getBestCmap()]
    if missing:
        sys.exit(f"{file} has no {' '.join(missing)}")
    options = Options()
    options.layout_features = []
    options.hinting = False
    cut = Subsetter(options)
    cut.populate(unicodes=codes)
    cut.subset(font)
    return instantiateVariableFont(font, {"wght": weight, "wdth": 100}) if weight is not None else font


def _drawn(font: TTFont, code: int, scale: float, lift: int) -> tuple[object, int]:
    """Return an outline, drawn smaller, and its advance."""
    glyphs = font.getGlyphSet()
    name = font.getBestCmap()[code]
    whole = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(whole)
    pen = TTGlyphPen(None)
    whole.replay(TransformPen(RoundingPen(pen), (scale, 0, 0, scale, 0, lift)))
    return pen.glyph(), round(font["hmtx"][name][0] * scale)


def _built(family: str, face: _Face, glyphs: dict[str, object], widths: dict[str, int], cmap: dict[int, str]) -> bytes:
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics({key: (width, getattr(table[key], "xMin", 0)) for key, width in widths.items()})
    # PT's own, so that no line becomes higher because of a sign
    up, down = (1039, -286) if "Serif" in family else (1018, -276)
    builder.setupHorizontalHeader(ascent=up, descent=down)
    style = {"BoldItalic": "Bold Italic"}.get(face.style, face.style)
    builder.setupNameTable(
        {
            "copyright": COPYRIGHT,
            "familyName": family,
            "styleName": style,
            "uniqueFontIdentifier": f"{family} {style} 1.0",
            "fullName": f"{family} {style}",
            "version": "Version 1.0",
            "psName": f"{family.replace(' ', '')}-{face.style}",
            "licenseDescription": LICENCE,
            "licenseInfoURL": "https://openfontlicense.org",
        },
        mac=False,
    )
    selection = (0x01 if face.italic else 0) | (0x20 if face.bold else 0) or 0x40
    builder.setupOS2(
        fsType=0,
        usWeightClass=700 if face.bold else 400,
        fsSelection=selection,
        sTypoAscender=up,
        sTypoDescender=down,
        usWinAscent=up,
        usWinDescent=-down,
    )
    builder.setupPost(italicAngle=-12 if face.italic else 0, keepGlyphNames=False)
    font = builder.font
    font["head"].macStyle = face.bold | face.italic << 1
    font["head"].created = font["head"].modified = DATE
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
