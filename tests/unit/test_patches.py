"""Patches of other packages: in place only while our pages are set, refused or left out with another version.

Those that save time change not a byte: each page is set with them and without.
"""

from __future__ import annotations

import dataclasses
import fractions
import hashlib
import importlib.metadata
import inspect
import linecache
import logging
import pathlib
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator

import pytest
import weasyprint
from tools import assignments
from weasyprint.text.fonts import FontConfiguration

from protocolpress import files
from protocolpress.errors import RenderError
from protocolpress.pdf import patches
from protocolpress.pdf.patches import patch
from protocolpress.pdf.patches.kept import Kept
from protocolpress.pdf.patches.patch import Patch

PARALLEL = """
<style>td { width: 50%; padding: 1%; vertical-align: top } td:first-child { border-right: 0.3pt solid #789 }
  .number { display: inline-block; min-width: 7.5mm; white-space: pre } p { margin-block: 1.2em 0.4em }
  .note { float: footnote } .note::footnote-call { content: "*"; color: red }</style>
<table style="border-collapse: collapse; width: 100%; border: 1pt solid">
""" + "".join(
    f"<tr><td lang=en><p id=e{n}><span class=number>{n}. </span>The Parties inform each other <em>before</em> a gauge is moved"
    f", in accordance with <a href=#r{n}>Article {n}</a>, and after the survey.<span class=note>A note.</span></p></td>"
    f"<td lang=ru><p id=r{n}><span class=number>{n}. </span>Стороны уведомляют друг друга <em>заранее</em> о переносе поста"
    f" в соответствии со <a href=#e{n}>статьей {n}</a> и после завершения съемки на месте.</p></td></tr>"
    for n in range(1, 25)
)

LENGTHS = """
<style>
  div { border: 2px solid; padding: 3%; margin: calc(1em + 2%) auto; width: calc(50% - 10px) }
  .b { box-sizing: border-box; width: 60%; min-width: 12em; max-height: 5cm; height: 40% }
  .c { border-radius: 4pt 10%; margin-inline: 3em 1em; padding-block-start: 1ex; inline-size: 50%; font-size: smaller }
  .d { position: absolute; right: 5mm; top: 10%; width: 30mm; border-radius: 50% }
  .e { position: relative; left: 5%; outline: 1px dotted blue; direction: rtl }
  .f { float: left; width: 20% } .g { overflow: hidden; clear: left }
  .h { display: flex; gap: 3mm } .h p { flex: 1 } .i { display: grid; grid-template-columns: 1fr 30% auto }
  .j { border-start-start-radius: 8px; border-inline-start: 5px double green }
</style>
<div>calc</div><div class=b>box</div><div class=c>logical</div><div class=d>away</div><div class=e>right to left</div>
<p class=f>A float stands at the left of some lines, so the text beside it is narrower than the text below it is.</p>
<p>Text beside the float, which goes on for a while, until it is longer than the float is high, and then some more of it
   follows, so that lines stand below.</p><div class=g>context</div>
<div class=h><p>one<p>two two<p>three three three</div><div class=i><p>one<p>two<p>three</div><div class=j>corner</div>
<div dir=rtl style="padding-inline-start: 2em">start</div>
"""

TEXTS = """
<style>
  .a { letter-spacing: 1pt; word-spacing: 2pt } .b { white-space: pre-line } .c { white-space: pre; tab-size: 4 }
  .d { text-align: justify; hyphens: auto } .e { text-overflow: ellipsis; overflow: hidden; white-space: nowrap; width: 8em }
  .f { overflow-wrap: anywhere; width: 3em } .g::first-line { font-weight: bold; text-transform: uppercase }
  .h::first-letter { font-size: 200% } .i { text-decoration: underline wavy red; font-variant-caps: small-caps }
  .j { font-feature-settings: "kern" 0; font-variant-ligatures: none; line-height: 2 } .k { display: inline-block; width: 40% }
  .l { max-lines: 2; block-ellipsis: auto; continue: discard } .m { font-size: 0 } .n { visibility: hidden }
  .o::before { content: counter(x) leader(".") "\\2003"; counter-increment: x } .p { text-indent: -2em; padding-left: 2em }
</style>
""" + "".join(
    f"<p lang={language} class={letter}>{text}</p>"
    for letter in "abcdefghijklmnop"
    for language, text in (
        ("en", "Obser\u00advations of inland waters,\nexchanged\tby <i>both sides</i>, are 1\u00a0200 in number."),
        (
            "ru",
            "Наблюдения за внутренними водами,\nкоторыми <b>обмениваются</b> Стороны,\u2028насчитывают 1\u00a0200\u2029штук.",
        ),
    )
)

LISTS = """
<style>li::marker { color: blue; font-weight: bold } .x { display: list-item; list-style-position: inside }
  .y { display: list-item; margin-left: 3em } q { quotes: "«" "»" } .z { position: running(head) }
  @page { @top-left { content: element(head) } @bottom-right { content: counter(page) " of " counter(pages) }
    @left-middle { content: "side"; width: 10mm } @footnote { margin-top: 5mm } }
  @page :first { @bottom-right { content: none } } @page wide { size: A5 landscape } .w { page: wide }</style>
<div class=z lang=en>Head</div><ol><li>one<li>two<ul><li>three</ul></ol><p class=x>inside<p class=y>outside
<p style="color: red" lang=en>red<p style="color: green" lang=en>green<p lang=en>black<p lang=en id=i>black<q>quoted</q>
<p class=w>Wide</p><table><caption>Rows</caption><tr><th rowspan=2>a<td style="border: 3px solid">b<tr><td colspan=2>c</table>
<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="1" y="15">s</text></svg>
"""

PAGES = {"parallel": PARALLEL, "lengths": LENGTHS, "texts": TEXTS, "lists": LISTS}

FACES = "".join(
    f"@font-face {{ font-family: 'PT Serif'; {style}; src: url({files.fonts('fontpkg_pt_serif').as_uri()}/PT_Serif-Web-{face}.ttf) }}"
    for face, style in {
        "Regular": "font-style: normal",
        "Italic": "font-style: italic",
        "Bold": "font-weight: bold",
    }.items()
)


def page(body: str) -> str:
    head = f"<style>{FACES} html {{ font: 10pt 'PT Serif' }}</style><title>x</title>"
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>"


def made(taken: Iterable[Patch], body: str) -> list[str]:
    """Set a page three times: with rules of its own, then twice with the same stylesheet, whose styles are kept."""

    def digest(html: str, **options: object) -> str:
        document = weasyprint.HTML(string=html).render(pdf_variant="pdf/ua-1", **options)
        return hashlib.sha256(document.write_pdf(pdf_identifier=b"x", pdf_variant="pdf/ua-1")).hexdigest()

    html = page(body)
    rules = "".join(re.findall("<style>(.*?)</style>", html, re.DOTALL))
    bare = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
    fonts = FontConfiguration()
    fonts.styles = Kept()
    with patch.applied(taken):
        linked = {"stylesheets": [weasyprint.CSS(string=rules, font_config=fonts)], "font_config": fonts}
        return [digest(html), digest(bare, **linked), digest(bare, **linked)]


ALL = [one for each in (*patches.RENDERING, *patches.LINKING) for one in each.patches()]
NEEDED = [one for each in patches.RENDERING if each.required for one in each.patches()]
PACKING = [one for one in ALL if one.name == "zlib"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_comes_out_the_same_with_shortcuts_and_without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr(logging.getLogger("weasyprint"), "handlers", [logging.NullHandler()])
    without = made([*NEEDED, *PACKING], PAGES[name])
    assert made(ALL, PAGES[name]) == without
    assert without[1] == without[2]


# ── applied, and taken back ──────────────────────────────────────────────────────────────────────────────────────────

HOST = """
import hashlib, sys
import weasyprint
html = "<html lang=en><title>t</title><style>p { text-align: justify; width: 6cm } .n { float: footnote; margin-right: 50% }"
html += ".m { float: footnote; margin-left: 50% }</style><p>a word<span class=n>one</span> before <em>another</em><span class=m>two</span>" * 9
def alone():
    return hashlib.sha256(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"x")).hexdigest()
if sys.argv[1] == "beside":
    import datetime
    from protocolpress.files import MemoryFiles
    from protocolpress.model import HtmlPage
    from protocolpress.pdf import render
    print(alone())
    font = open(sys.argv[2], "rb").read()
    ours = "<html lang=en><head><title>t</title><style>@font-face { font-family: PT Serif; src: url(/f.ttf) } * { font-family: PT Serif }</style></head><p>x"
    assert render.render(HtmlPage(path="a.html", html=ours), MemoryFiles({"f.ttf": font}), day=datetime.date(2012, 2, 29))
print(alone())
"""


def test_a_program_beside_us_gets_its_own_weasyprint() -> None:
    def run(how: str) -> list[str]:
        font = files.fonts("fontpkg_pt_serif") / "PT_Serif-Web-Regular.ttf"
        command = [sys.executable, "-W", "ignore", "-c", HOST, how, str(font)]
        env = {"SOURCE_DATE_EPOCH": "0", "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, text=True, capture_output=True, check=True, env=env).stdout.split()

    (alone,) = run("alone")
    assert run("beside") == [alone, alone]


def found() -> list[object]:
    return [inspect.getattr_static(patch._find(one.owner), one.name, None) for one in ALL]  # noqa: SLF001


def test_patches_are_taken_back_after_an_exception_and_blocks_nest() -> None:
    def fail() -> None:
        with patches.rendering(), patches.linking():
            with patches.rendering():
                assert found() == [one.replacement for one in ALL]
            assert found() == [one.replacement for one in ALL]
            raise ZeroDivisionError

    before = found()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert found() == before


def test_what_was_inherited_is_inherited_again() -> None:
    one = patch.Patch("fractions:Fraction", "conjugate", 1, "")
    with patch.applied([one]):
        assert vars(fractions.Fraction)["conjugate"] == 1
    assert "conjugate" not in vars(fractions.Fraction)
    assert fractions.Fraction(1).conjugate() == 1


def test_a_second_thread_waits_until_the_first_has_left() -> None:
    order: list[str] = []

    def second() -> None:
        with patches.rendering():
            order.append("second")

    thread = threading.Thread(target=second)
    with patches.rendering():
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


# ── other versions ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_replaced_is_what_the_patches_were_written_against() -> None:
    """Fails at an upgrade: compare each patch with the new source, then write its digest and version down."""
    assert {library: importlib.metadata.version(library) for library in patches.TESTED} == patches.TESTED
    assert patch.outdated(ALL) == []


def test_a_changed_source_is_found(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    source = "def plain():\n    return 1\n\nclass Kind:\n    table = {}\n    @property\n    def told(self):\n        return self.table\n"
    (tmp_path / "another_package.py").write_text(source)
    drafts = [
        patch.Patch("another_package", "plain", int, ""),
        patch.Patch("another_package:Kind", "told", int, ""),
        patch.Patch("another_package:Kind", "table", {}, "", used_by="another_package:Kind.told"),
    ]
    written = [dataclasses.replace(draft, source=draft.digest()) for draft in drafts]
    assert patch.outdated(written) == []
    for old, new, expected in (
        ("return 1", "return 2", ["another_package.plain"]),
        ("self.table", "self.table or 1", ["another_package:Kind.told", "another_package:Kind.table"]),
    ):
        (tmp_path / "another_package.py").write_text(source.replace(old, new))
        del sys.modules["another_package"]
        linecache.clearcache()
        importlib.invalidate_caches()
        assert patch.outdated(written) == expected
    del sys.modules["another_package"]


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Return a function that pretends another version of a library is installed."""

    def install(library: str, version: str) -> None:
        real = importlib.metadata.version
        monkeypatch.setattr(patches, "_version", lambda name: version if name == library else real(name))
        patches._usable.cache_clear()  # noqa: SLF001

    yield install
    patches._usable.cache_clear()  # noqa: SLF001


def test_another_weasyprint_is_refused_in_one_sentence(other: Callable[[str, str], None]) -> None:
    other("weasyprint", "69.0")
    before = found()
    with pytest.raises(RenderError) as refused, patches.rendering():
        pass
    assert str(refused.value) == (
        "weasyprint: error: version 69.0 is installed, but pages are correct only with 70.0 [untested-version]\n"
        "  hint: install weasyprint==70.0"
    )
    assert found() == before


@pytest.mark.parametrize(("library", "version"), [("pydyf", "0.14.0"), ("tinyhtml5", "2.0.0"), ("pypdf", "8.0.0")])
def test_shortcuts_of_another_version_are_left_out(
    library: str, version: str, other: Callable[[str, str], None]
) -> None:
    assert patches.notes() == ()
    other(library, version)
    before = found()
    with patches.rendering(), patches.linking():
        for one, was, now in zip(ALL, before, found(), strict=True):
            assert (was is now) is one.owner.startswith(library)
    tested = patches.TESTED[library]
    (note,) = map(str, patches.notes())
    assert note == (
        f"{library}: note: version {version} is installed, so optimizations for {tested} are off [untested-version]\n"
        f"  hint: install {library}=={tested} for faster builds"
    )


# ── nothing else assigns ─────────────────────────────────────────────────────────────────────────────────────────────

ROOT = pathlib.Path(__file__).parents[2]


def test_nothing_outside_the_guarded_place_assigns_to_another_package(capsys: pytest.CaptureFixture[str]) -> None:
    source = ROOT / "src/protocolpress"
    assert assignments.main(str(source), str(source / "pdf/patches")) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "a.b = 1",
        "a.b.c += 1",
        "x, a.b = 1, 2",
        "del a.b",
        "setattr(a, 'b', 1)",
        "delattr(a.b, 'c')",
        "vars(a)['b'] = 1",
        "a.b.__dict__['c'] = 1",
        "C.method = None",
        "a.b: int = 1",
        "for a.b in (): pass",
    ],
)
def test_such_assignments_are_found(line: str) -> None:
    assert list(assignments.found(f"import a.b\nfrom a import C\n{line}\n"))
    ours = line.replace("a.", "own.").replace("(a", "(own").replace("C.", "own.")
    assert not list(assignments.found(f"from protocolpress import own\nimport a\n{ours}\n"))


def test_what_is_our_own_may_be_assigned() -> None:
    source = (
        "import a, os, sys\nb = a.make()\nb.c = 1\nsys.stdout = b\nos.environ['X'] = '1'\na.table[1] = 2\nself.a = 1\n"
    )
    assert not list(assignments.found(source))


# ── single patches ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("opposite", [False, True])
def test_patterns_find_what_those_of_the_reader_find(*, opposite: bool) -> None:
    from protocolpress.pdf.patches import reading  # noqa: PLC0415 - as WeasyPrint's reader calls it

    characters = frozenset("<&\x00\n]^-\\")
    theirs = "".join(f"\\x{ord(character):02x}" for character in characters)
    their = re.compile(f"[{'' if opposite else '^'}{theirs}]+")
    ours = reading._Patterns()[characters, opposite]  # noqa: SLF001 - as above
    for text in ("abc<d", "<<&", "]]x", "^-\\", "\x00", "a\nb", ""):
        assert (ours.match(text) is None) == (their.match(text) is None)
        assert [match.span() for match in ours.finditer(text)] == [match.span() for match in their.finditer(text)]


def test_a_picture_is_unpacked_once_and_read_for_each_page() -> None:
    """A task depends on the picture it shows, and another picture at the same address is another picture."""
    import io  # noqa: PLC0415 - with what follows

    import weasyprint.images  # noqa: PLC0415 - as above
    from PIL import Image  # noqa: PLC0415 - as above

    from protocolpress.pdf.pictures import Pictures  # noqa: PLC0415 - as above

    asked: list[str] = []

    def data(shade: int) -> bytes:
        file = io.BytesIO()
        Image.new("L", (3, 2), shade).save(file, "PNG")
        return file.getvalue()

    def shown(picture: bytes) -> object:
        def read(address: str) -> bytes:
            asked.append(address)
            return picture

        pictures = Pictures(read)
        if "https://x.invalid/a.png" not in pictures:
            opened = Image.open(io.BytesIO(picture))
            options = weasyprint.DEFAULT_OPTIONS
            pictures["https://x.invalid/a.png"] = weasyprint.images.RasterImage(
                opened, "a", picture, cache=pictures, options=options
            )
        return pictures["https://x.invalid/a.png"]

    first, other = data(1), data(2)
    assert shown(first) is shown(first)
    assert shown(other) is not shown(first)
    assert len(asked) == 4
    assert "https://x.invalid/a.png" not in Pictures(lambda _: None)
