"""The fonts of the website: letters, names, licence, rules; the same bytes each time, and few of them."""

from __future__ import annotations

import io
import pathlib
import re

import pytest
from fontTools.ttLib import TTFont

import support_site
from protocolpress.files import DiskFiles
from protocolpress.pdf import typefaces, webfonts, woff

ROOT = pathlib.Path(__file__).resolve().parents[2]

DISK = DiskFiles(ROOT)

RESERVED = ("pt serif", "pt sans", "paratype", "ptserif", "ptsans")

SAID = (
    "Words — “quoted”, ‘so’, «слова», „Worte“, №\u00a05, 30°, 1,5 × 10, §\u00a04; Ёлка, їжак, ґанок, Є; "
    "Әлем қаңтар ұлт үй һәм өнер ғалым; l’été, à Noël, œuvre, ¿Qué? ¡Año! Straße, Übung"
)


def faces() -> list[webfonts.WebFont]:
    return [
        font for font in webfonts.every() if font.family == "Press Serif" and font.face in ("Regular", "BoldItalic")
    ]


def made(font: webfonts.WebFont) -> bytes:
    return woff.make(DISK.read(font.source), font)


def codes(ranges: webfonts.Ranges) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


@pytest.mark.parametrize("font", faces(), ids=lambda font: font.name)
def test_a_part_bears_no_reserved_name_has_no_hints_and_is_always_the_same(font: webfonts.WebFont) -> None:
    data = made(font)
    assert data == made(font)
    face = TTFont(io.BytesIO(data))
    assert face.flavor == "woff2"
    assert not {"fpgm", "prep", "cvt ", "hdmx", "LTSH", "DSIG"} & set(face.keys())
    names = {record.nameID: str(record) for record in face["name"].names}
    assert names[1] == "Press Serif"
    shown = " ".join(words for number, words in names.items() if number not in (0, 13)).lower()
    assert not [word for word in RESERVED if word in shown]
    assert "Open Font License" in names[13]


def test_the_first_part_has_every_letter_of_our_languages() -> None:
    (font,) = (one for one in faces() if one.part == "main" and one.face == "Regular")
    has = set(TTFont(io.BytesIO(made(font))).getBestCmap())
    assert {ord(one) for one in SAID} <= has
    assert has == codes(webfonts.MAIN)


@pytest.mark.parametrize("typeface", typefaces.TEXT, ids=lambda one: one.name)
def test_no_letter_of_a_face_is_lost(typeface: typefaces.Typeface) -> None:
    for path in typeface.files:
        known = set(TTFont(io.BytesIO(DISK.read(path))).getBestCmap())
        assert {code for code in known if code > 0x1F} <= codes(webfonts.MAIN) | codes(webfonts.REST)


def test_a_browser_looks_for_every_sign_in_the_signs() -> None:
    assert {ord(sign) for sign in typefaces.SIGNS} <= codes(webfonts.SIGNS)


def test_lines_are_as_high_as_ours_whatever_stands_in() -> None:
    for typeface in typefaces.TEXT:
        for path in typeface.files:
            lines = TTFont(io.BytesIO(DISK.read(path)))["hhea"]
            assert (lines.ascent / 1000, -lines.descent / 1000) == webfonts.EXTENT[webfonts.FAMILIES[typeface.name]]
    rules = webfonts.rules()
    for size, above in re.findall(r"size-adjust:([\d.]+)%;ascent-override:([\d.]+)%", rules):
        assert round(float(size) * float(above) / 1e4, 2) in (1.04, 1.02)
    assert rules.count("size-adjust") == 16


def test_a_page_loads_less_than_120_kilobytes() -> None:
    """Everything but pictures: the page, its styles, and each face that a text with headings and notes may need."""
    site = support_site.make(ROOT)
    styles = len(site.files["site/assets/screen.css"])
    used = ("Serif-Regular", "Serif-Bold", "Serif-Italic", "Sans-Regular", "Sans-Bold")
    fonts = sum(len(site.files[f"site/assets/fonts/Press_{face}.woff2"]) for face in used)
    assert fonts < 80_000
    briefs = [path for path in site.pages if "/events/" in path and "-" not in path.split("/")[1]]
    assert briefs
    for path in briefs:
        assert len(site.files[path]) + styles + fonts < 120 * 1024, path


def test_the_licence_goes_with_the_fonts_and_no_original_does() -> None:
    site = support_site.make(ROOT)
    text = site.files["site/assets/fonts/OFL.txt"].decode()
    assert 'Reserved Font Names "PT Sans", "PT Serif"' in text
    assert "The Noto Project Authors" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "THE FONT SOFTWARE IS PROVIDED" in text
    assert not [path for path in site.promised if path.endswith((".ttf", ".otf"))]
    loaded = set(re.findall(r"url\((fonts/[^)]*)\)", site.files["site/assets/screen.css"].decode()))
    there = {path.removeprefix("site/assets/") for path in site.promised if path.endswith(".woff2")}
    assert loaded == there == {font.name for font in webfonts.every()}
