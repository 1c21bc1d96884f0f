"""Shortcuts change how long WeasyPrint takes, and not a byte of what it makes: each page is set with them and without.

And three times: with rules of its own, then twice with the same stylesheet, whose styles are kept.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from protocolpress import files

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
    for n in range(1, 60)
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

SCRIPT = """
import hashlib, json, re, sys
from protocolpress.pdf import shortcuts
from protocolpress.pdf.shortcuts.kept import Kept
if sys.argv[1] == "without":
    shortcuts.mend = lambda: None
from protocolpress.pdf import render
import logging, weasyprint
from weasyprint.text.fonts import FontConfiguration
logging.getLogger("weasyprint").handlers[:] = [logging.NullHandler()]
made = {}
def make(html, **options):
    document = weasyprint.HTML(string=html).render(pdf_variant="pdf/ua-1", **options)
    return hashlib.sha256(document.write_pdf(pdf_identifier=b"x", pdf_variant="pdf/ua-1")).hexdigest()
for name, html in json.load(sys.stdin).items():
    fonts = FontConfiguration()
    fonts.styles = Kept()
    rules = "".join(re.findall("<style>(.*?)</style>", html, re.DOTALL))
    linked = {"stylesheets": [weasyprint.CSS(string=rules, font_config=fonts)], "font_config": fonts}
    bare = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
    made[name] = [make(html), make(bare, **linked), make(bare, **linked)]
shortcuts_taken = weasyprint.css.AnonymousStyle.__init__.__module__
print(json.dumps([shortcuts_taken, made]))
"""

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


def made(how: str) -> tuple[str, dict[str, list[str]]]:
    pages = {name: page(body) for name, body in PAGES.items()}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, how],
        input=json.dumps(pages),
        text=True,
        capture_output=True,
        check=True,
        env={"SOURCE_DATE_EPOCH": "0", "PATH": "/usr/bin:/bin"},
    )
    where, found = json.loads(run.stdout)
    return where, found


def test_a_page_comes_out_the_same_with_shortcuts_and_without() -> None:
    where, without = made("without")
    assert where == "weasyprint.css", "the second half of this test compares the same thing"
    where, taken = made("with")
    assert where.startswith("protocolpress.pdf.shortcuts")
    assert taken == without
    assert all(once == again for _, once, again in taken.values())
    assert taken.keys() == PAGES.keys()


@pytest.mark.parametrize("opposite", [False, True])
def test_patterns_find_what_those_of_the_reader_find(*, opposite: bool) -> None:
    from protocolpress.pdf.shortcuts import reading  # noqa: PLC0415 - the room, as WeasyPrint's reader calls it

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
