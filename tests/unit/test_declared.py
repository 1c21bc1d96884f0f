"""Faces that a project declares: what can go wrong with them, and that pages are set in them."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import pathlib
from collections.abc import Callable

import pytest
from fontTools.ttLib import TTFont

from protocolpress import files, project
from protocolpress.build.task import Inputs
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import declared, facts, fonts, render, typefaces, verify
from protocolpress.pdf.verify import verapdf
from protocolpress.plan import web_faces
from protocolpress.plan.site_actions import MakeOwnFont
from support_fonts import font

ROOT = pathlib.Path(__file__).parents[2]
SHIPPED = {path: DiskFiles(ROOT).read(path) for path in typefaces.FONTS}
SHEETS = {path: DiskFiles(ROOT).read(path) for path in ("templates/print.css", "templates/signs.css")}
LICENCE = {"fonts/OFL.txt": "SIL Open Font License"}


def found(settings: project.Fonts, contents: dict[str, bytes | str]) -> tuple[frozenset[str], list[str]]:
    problems = Problems()
    known = declared.check(MemoryFiles(contents), settings, problems)
    return known, [f"{problem.rule}: {problem.position}: {problem.message}" for problem in problems]


OWN = project.Fonts(fallback=("fonts/Own.ttf",))


def made(body: str, settings: project.Fonts, contents: dict[str, bytes | str], lang: str = "en") -> bytes:
    link = '<link rel="stylesheet" href="/templates/print.css">'
    html = f'<!doctype html><html lang="{lang}"><head><title>Own</title>{link}</head><body>{body}</body></html>'
    held = MemoryFiles({**SHIPPED, **SHEETS, **contents})
    return render.render(
        HtmlPage(path="html/en/a.html", html=html), held, day=dt.date(2012, 2, 29), faces=typefaces.declared(settings)
    )


def names(data: bytes) -> set[str]:
    """Return the fonts of the text; PT Sans is that of the page number."""
    return {name.split("+")[-1] for name in facts.fonts(data)} - {"PT-Sans"}


def test_a_font_with_its_licence_adds_what_it_has() -> None:
    assert found(OWN, {"fonts/Own.ttf": font("会王"), **LICENCE}) == (frozenset("会王"), [])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: b"", "it is not a TrueType or OpenType font"),
        (lambda: b"wOF2" + bytes(100), "it is not a TrueType or OpenType font"),
        (lambda: b"\0\1\0\0" + b"\xff" * 60, "it is damaged"),
        (lambda: font("会")[:400], "it is damaged"),
        (lambda: without("cmap"), "it is damaged: it has no cmap"),
        (lambda: without("glyf"), "it is damaged: it has no outlines"),
        (lambda: font("会", space=""), "it has no space character"),
        (lambda: font("会", rights=0x0002), "its makers do not allow embedding it (fsType of its table OS/2)"),
        (
            lambda: font("会", rights=0x0100),
            "its makers do not allow embedding a part of its outlines (fsType of its table OS/2)",
        ),
        (
            lambda: font("会", rights=0x0200),
            "its makers do not allow embedding a part of its outlines (fsType of its table OS/2)",
        ),
    ],
)
def test_a_font_that_cannot_be_used_is_named(data: Callable[[], bytes], reason: str) -> None:
    known, problems = found(OWN, {"fonts/Own.ttf": data(), **LICENCE})
    assert (known, problems) == (frozenset(), [f"bad-font: fonts/Own.ttf: the font cannot be used: {reason}"])


def without(table: str) -> bytes:
    with TTFont(io.BytesIO(font("会"))) as whole:
        del whole[table]
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def test_every_byte_of_a_font_may_be_wrong() -> None:
    good = font("会王")
    for place in range(0, len(good), 3):
        bad = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
        with contextlib.suppress(fonts.BadFontError):  # and nothing else
            fonts.describe(bad)


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008, 0x000E])
def test_a_font_may_be_embedded_for_print_and_for_editing(rights: int) -> None:
    assert fonts.describe(font("会", rights=rights)).characters == frozenset("会")


def test_a_font_without_its_licence_or_that_is_not_there_is_an_error() -> None:
    elsewhere = {"fonts/other/OFL.txt": "of another"}
    _, problems = found(OWN, {"fonts/Own.ttf": font("会"), **elsewhere})
    assert problems == ["font-licence: fonts/Own.ttf: the font has no licence beside it"]
    _, problems = found(OWN, {})
    assert problems == ["missing-file: fonts/Own.ttf: there is no such file"]


def test_a_package_that_is_not_installed_is_an_error_with_what_to_install() -> None:
    problems = Problems()
    declared.check(MemoryFiles({}), project.Fonts(fallback=("no-such-font-package",)), problems)
    (problem,) = problems
    assert (problem.rule, problem.hint) == ("bad-font", "run: pip install no-such-font-package")


def test_an_installed_package_is_read_like_a_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = tmp_path / "own_font-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: own-font\nVersion: 1.0\nLicense: OFL-1.1\n")
    (about / "RECORD").write_text("own_font/Own.ttf,,\nown_font-1.0.dist-info/METADATA,,\n")
    (tmp_path / "own_font").mkdir()
    (tmp_path / "own_font/Own.ttf").write_bytes(font("会"))
    monkeypatch.syspath_prepend(tmp_path)
    files.packaged_fonts.cache_clear()
    settings, problems = project.Fonts(fallback=("own-font",)), Problems()
    (face,) = typefaces.declared(settings)
    assert face.path == "fonts/own-font/Own.ttf"
    assert declared.check(DiskFiles(tmp_path / "project"), settings, problems) == frozenset("会")
    assert [*problems] == []
    files.packaged_fonts.cache_clear()


def test_a_character_that_the_usual_faces_lack_is_set_in_the_declared_one_alone() -> None:
    data = made("<h1>Names</h1><p>Mr Wang (王) → B</p>", OWN, {"fonts/Own.ttf": font("王MrWang"), **LICENCE})
    assert names(data) == {"PT-Serif", "PT-Serif-Bold", "Signs-Serif", "Own-Squares"}
    assert "".join(facts.text(data)).startswith("Names\nMr Wang (王) → B\n")
    assert verify.inspect(data, "a.pdf", lambda _: True) == ()


def test_a_page_that_needs_no_declared_face_has_the_same_bytes_without_it() -> None:
    held: dict[str, bytes | str] = {"fonts/Own.ttf": font("王"), **LICENCE}
    assert made("<p>Words</p>", OWN, held) == made("<p>Words</p>", project.Fonts(), held)


def test_a_face_of_a_language_sets_its_text_and_no_other() -> None:
    settings = project.Fonts(languages={"kk": ("fonts/Own.ttf",)})
    body = '<p>Text</p><p lang="kk">Мәтін</p>'
    data = made(body, settings, {"fonts/Own.ttf": font("Мәтін"), **LICENCE})
    assert names(data) == {"PT-Serif", "Own-Squares"}
    assert names(made("<p>Text</p>", settings, {"fonts/Own.ttf": font("Text"), **LICENCE})) == {"PT-Serif"}


def test_a_variable_font_is_made_static_and_right(tmp_path: pathlib.Path) -> None:
    held: dict[str, bytes | str] = {"fonts/Own.ttf": font("王会", variable=True), **LICENCE}
    data = made("<p>王会 <strong>王会</strong></p>", OWN, held)
    assert names(data) >= {"Own-Squares", "Own-Squares-Bold"}
    assert data == made("<p>王会 <strong>王会</strong></p>", OWN, held)
    if verapdf.missing() is not None:
        pytest.skip("veraPDF or Java is not installed")
    (tmp_path / "a.pdf").write_bytes(data)
    assert not verapdf.judge([tmp_path / "a.pdf"])


def test_a_website_has_what_its_pages_use() -> None:
    held = MemoryFiles({"fonts/Own.ttf": font("王会東"), **LICENCE})
    rules = declared.web([b"<p>Wang " + "王".encode() + b"</p>"], held, typefaces.declared(OWN), frozenset("Wang <p>/"))
    assert "U+738B }" in rules
    assert 'font-family: "Press Serif"' in rules
    assert 'font-family: "Press Sans"' in rules
    part = declared.web_font(["王".encode()], held, typefaces.declared(OWN), 0, frozenset())
    assert set(TTFont(io.BytesIO(part)).getBestCmap()) == {0x20, 0x738B}
    assert declared.web([b"<p>Wang</p>"], held, typefaces.declared(OWN), frozenset("Wang <p>/")) == ""
    of_language = typefaces.declared(project.Fonts(languages={"zh": ("fonts/Own.ttf",)}))
    assert ":lang(zh)" in declared.web(["王".encode()], held, of_language, frozenset())


def test_a_face_that_cannot_be_cut_for_the_website_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise fonts.BadFontError("it takes too much memory")

    monkeypatch.setattr("protocolpress.pdf.woff.own", refuse)
    held = MemoryFiles({"fonts/Own.ttf": font("王"), **LICENCE, **SHIPPED})
    given = Inputs(files=held, needs={"page": "王".encode()}, problems=Problems())
    assert web_faces.make_own(MakeOwnFont(fonts=OWN, number=0), given) == b""
    assert [(one.rule, one.position.path) for one in given.problems] == [("bad-font", "fonts/Own.ttf")]


def test_settings_name_packages_and_files(tmp_path: pathlib.Path) -> None:
    (tmp_path / "protocolpress.toml").write_text(
        '[group]\nname = "G"\n\n[fonts]\nfallback = ["fontpkg-noto-sans"]\nkk = ["fonts/Own.otf"]\n'
    )
    settings = project.read(DiskFiles(tmp_path)).fonts
    assert settings.fallback == ("fontpkg-noto-sans",)
    assert settings.languages == {"kk": ("fonts/Own.otf",)}
    assert settings.positions["kk"].line == 6
    assert settings.packages == ("fontpkg-noto-sans",)
