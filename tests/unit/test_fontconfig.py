"""Pages are set in what their stylesheets load: no font and no rule of the machine changes a byte or says a word."""

from __future__ import annotations

import ctypes
import io
import os
import pathlib
import subprocess
import sys

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from protocolpress import files
from protocolpress.pdf import fontconfig

ROOT = pathlib.Path(__file__).parents[2]

SCRIPT = """
import datetime, hashlib, os, pathlib, sys
from protocolpress.errors import RenderError
from protocolpress.files import MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pdf import render
style = "@font-face { font-family: PT Serif; src: url(/f.ttf) } html { font: 10pt PT Serif } i { font-family: Machine, monospace }"
held = MemoryFiles({"f.ttf": pathlib.Path(sys.argv[1]).read_bytes()})
for words in ("Words <b>in bold</b>, <i>in another font</i>", "a \u263a", "a <span style='font-family: Machine'>\u4e2d</span>"):
    html = f"<html lang=en><head><title>t</title><style>{style}</style></head><body><p>{words}</p></body></html>"
    try:
        data = render.render(HtmlPage(path="a.html", html=html), held, day=datetime.date(2012, 2, 29))
        print(hashlib.sha256(data).hexdigest())
    except RenderError as refused:
        print(refused)
print(os.environ.get("FONTCONFIG_FILE"))
"""


def font(family: str, signs: str) -> bytes:
    """Make a font with a square for each of some signs; with none, the one that we start from."""
    pen = TTGlyphPen(None)
    if signs:
        for place, step in enumerate(((0, 0), (500, 0), (500, 500), (0, 500))):
            (pen.lineTo if place else pen.moveTo)(step)
        pen.closePath()
    glyphs = [".notdef", *(f"u{ord(sign):04X}" for sign in signs)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(dict(zip(map(ord, signs), glyphs[1:], strict=True)))
    builder.setupGlyf(dict.fromkeys(glyphs, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"}, mac=False)
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return the environments of a machine with fonts of its own, and of one without any configuration."""
    folder = tmp_path_factory.mktemp("machine")
    alphabet = "Words inbld,another fontW\u263a\u4e2d"
    (folder / "machine.ttf").write_bytes(font("Machine", "".join(sorted(set(alphabet)))))
    (folder / "serif.ttf").write_bytes(font("PT Serif", "".join(sorted(set(alphabet)))))
    rule = '<match target="font"><edit name="embolden" mode="assign"><bool>true</bool></edit></match>'
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>{rule}</fontconfig>"
    )
    return {
        "with fonts": {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
        "without": {"FONTCONFIG_FILE": "/nonexistent/fonts.conf", "FONTCONFIG_PATH": "/nonexistent"},
    }


def made(environment: dict[str, str]) -> tuple[str, str]:
    face = files.fonts("fontpkg_pt_serif") / "PT_Serif-Web-Regular.ttf"
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(face)],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout, run.stderr


def test_the_fonts_of_a_machine_change_nothing(machines: dict[str, dict[str, str]]) -> None:
    (one, silent), (other, too) = (made(environment) for environment in machines.values())
    digest, *said = one.splitlines()
    assert len(digest) == 64
    assert ["\u263a" in one, "\u4e2d" in one] == [True, True]
    assert said[-1] == machines["with fonts"]["FONTCONFIG_FILE"]
    assert other.splitlines()[:-1] == one.splitlines()[:-1]
    assert (silent, too) == ("", "")


def test_the_font_that_we_start_from_has_no_glyph() -> None:
    assert fontconfig.LAST_RESORT.read_bytes() == font("Last Resort", "")


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    with fontconfig.private():
        assert pathlib.Path(os.environ["FONTCONFIG_FILE"]).is_file()
    assert "FONTCONFIG_FILE" not in os.environ


HOST = """
import datetime, hashlib, pathlib, sys
def of_host():
    import weasyprint
    return hashlib.sha256(weasyprint.HTML(string="<p>Words <i style='font-family: PT Serif'>\u03bb</i>").write_pdf(
        pdf_identifier=b"0" * 16)).hexdigest()
def of_ours():
    from protocolpress.files import DiskFiles
    from protocolpress.model import HtmlPage
    from protocolpress.pdf import render
    link = "<link rel=stylesheet href=/templates/print.css>"
    html = f"<html lang=en><head><title>t</title>{link}</head><body><p style='font-family: PT Sans'>a \u03bb</body></html>"
    page = HtmlPage(path="html/en/a.html", html=html)
    return hashlib.sha256(render.render(page, DiskFiles(pathlib.Path.cwd()), day=datetime.date(2012, 2, 29))).hexdigest()
print(*(globals()[f"of_{whose}"]() for whose in sys.argv[1:]))
"""


def host(environment: dict[str, str], *whose: str) -> list[str]:
    """Return the digests of pages that a program with WeasyPrint of its own sets, one after the other."""
    command = [sys.executable, "-c", HOST, *whose]
    paths = {"PATH": os.environ["PATH"]}
    run = subprocess.run(command, cwd=ROOT, env={**paths, **environment}, capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_a_host_program_and_we_change_no_page_of_each_other(machines: dict[str, dict[str, str]]) -> None:
    environment = machines["with fonts"]
    theirs, again, ours = host(environment, "host", "host", "ours")
    assert theirs == again
    assert host(environment, "ours", "host", "ours") == [ours, theirs, ours]


def test_the_current_configuration_is_ours_within_the_context_only() -> None:
    library = ctypes.CDLL("libfontconfig.so.1")
    library.FcConfigGetCurrent.restype = ctypes.c_void_p
    before = library.FcConfigGetCurrent()
    with fontconfig.current():
        within = library.FcConfigGetCurrent()
        with fontconfig.current():
            assert library.FcConfigGetCurrent() == within
        assert library.FcConfigGetCurrent() == within
    assert within != before
    assert library.FcConfigGetCurrent() == before
