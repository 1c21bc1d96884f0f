"""The faces of signs: what they have, that they fit, and that nothing but signs is set in them."""

from __future__ import annotations

import datetime as dt
import io
import pathlib
import re
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from protocolpress.files import DiskFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import facts, render, typefaces, verify
from protocolpress.pdf.verify import verapdf

ROOT = pathlib.Path(__file__).parents[2]
DISK = DiskFiles(ROOT)

SAID = "The flux is 1.5×10⁻³ W/m²; λ = 0.1 nm; the angle is 30°15′20″; A → B; ω ≤ 2π, x ∉ ∅."


def page(body: str, *sheets: str) -> HtmlPage:
    links = "".join(f'<link rel="stylesheet" href="/templates/{sheet}">' for sheet in ("print.css", *sheets))
    head = f'<html lang="en"><head><title>Signs</title>{links}</head>'
    return HtmlPage(path="html/en/a.html", html=f"<!doctype html>{head}<body>{body}</body></html>")


def made(body: str) -> bytes:
    return render.render(page(body), DISK, day=dt.date(2012, 5, 15))


@pytest.fixture(scope="module")
def signs() -> bytes:
    kinds = f"<p>{SAID}</p><p><em>{SAID}</em></p><p><strong>{SAID}</strong></p>"
    return made(f"<h1>Signs λ</h1>{kinds}<p style=\"font-family: 'PT Sans'\">{SAID}</p>")


def fonts(path: str) -> TTFont:
    return TTFont(io.BytesIO(DISK.read(path)))


def test_the_files_are_what_the_tool_makes() -> None:
    subprocess.run([sys.executable, ROOT / "tools/signs.py", "--check"], check=True)


@pytest.mark.parametrize("path", [file for typeface in typefaces.SIGN_FACES for file in typeface.files])
def test_a_face_has_all_signs_and_no_letter_of_plain_words(path: str) -> None:
    with fonts(path) as font:
        assert {chr(code) for code in font.getBestCmap()} == typefaces.SIGNS | set(" \u00a0")
        assert font["OS/2"].fsType == 0


@pytest.mark.parametrize(("signs_face", "text_face"), list(zip(typefaces.SIGN_FACES, typefaces.TEXT, strict=True)))
def test_a_sign_makes_no_line_higher_and_no_space_wider(
    signs_face: typefaces.Typeface, text_face: typefaces.Typeface
) -> None:
    for one, other in zip(signs_face.files, text_face.files, strict=True):
        with fonts(one) as sign, fonts(other) as text:
            assert (sign["hhea"].ascent, sign["hhea"].descent) == (text["hhea"].ascent, text["hhea"].descent)
            assert sign["hmtx"][sign.getBestCmap()[0x20]][0] == text["hmtx"][text.getBestCmap()[0x20]][0]


def test_signs_are_set_in_the_face_of_their_style(signs: bytes) -> None:
    names = {name.split("+")[-1] for name in facts.fonts(signs)}
    assert {name for name in names if name.startswith("Signs")} == {
        "Signs-Serif",
        "Signs-Serif-Italic",
        "Signs-Serif-Bold",
        "Signs-Sans",
    }


def test_signs_are_read_and_copied_as_they_are_written(signs: bytes) -> None:
    words = " ".join(" ".join(facts.text(signs)).split())
    assert words.count(SAID) == 4
    assert verify.inspect(signs, "a.pdf", lambda _: True) == ()


def test_a_page_with_signs_is_right_by_verapdf(signs: bytes, tmp_path: pathlib.Path) -> None:
    if verapdf.missing() is not None:
        pytest.skip("veraPDF or Java is not installed")
    (tmp_path / "signs.pdf").write_bytes(signs)
    assert not verapdf.judge([tmp_path / "signs.pdf"])


def test_a_page_without_signs_loads_none_of_their_faces_and_keeps_its_bytes() -> None:
    plain = made("<p>Words — and № 5, 30°.</p>")
    assert not typefaces.has_signs("Words — and № 5, 30°. «Слова», l’été, 1,5 × 10 ≤ 20 ℓ".replace("ℓ", ""))
    assert all(not name.split("+")[-1].startswith("Signs") for name in facts.fonts(plain))
    assert made("<p>Words — and № 5, 30°.</p>") == plain == made("<p>Words — and № 5, 30°.</p>")


def test_signs_give_the_same_bytes_each_time(signs: bytes) -> None:
    kinds = f"<p>{SAID}</p><p><em>{SAID}</em></p><p><strong>{SAID}</strong></p>"
    again = made(f"<h1>Signs λ</h1>{kinds}<p style=\"font-family: 'PT Sans'\">{SAID}</p>")
    assert again == signs


def test_the_stylesheet_of_print_loads_all_files() -> None:
    names = {pathlib.PurePosixPath(file).name for typeface in typefaces.SIGN_FACES for file in typeface.files}
    text = DISK.read("templates/signs.css").decode()
    assert set(re.findall(r"fonts/(Signs_[\w-]+\.ttf)", text)) == names
