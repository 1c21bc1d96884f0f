"""Targets for drawn content: attached PDFs, photographs, and the drawings and stylesheets of templates."""

from __future__ import annotations

import datetime as dt
import functools

from fuzz.world import Over, demand
from protocolpress.errors import CompendiumError, Position, Problems
from protocolpress.model import HtmlPage, Inset, Message, Photo
from protocolpress.pdf import annexes, foreign, parsing, render
from protocolpress.sources import pictures

DAY = dt.date(2012, 5, 15)

SHEETS = 3
"""Maximum pages of an annex in the test document."""

HEAD = '<!DOCTYPE html><html lang="en"><head><title>Title</title>{}</head><body><h1>Title</h1>'

PLAIN = """<style>
@font-face { font-family: "PT Serif"; src: url(/fonts/PT_Serif-Web-Regular.ttf) }
@page { size: 12cm 12cm; margin: 1cm }
* { font: 11pt "PT Serif" }
</style>"""


def annex(data: bytes) -> None:
    """Check a PDF, and insert it into a document, with its own tags and as pictures: every page occurs once."""
    refused = 0
    for alt in ("", "a scan"):
        try:
            count = foreign.examine(data, "annex.pdf", pictured=bool(alt))
        except CompendiumError:
            refused += 1
            continue
        if count <= SHEETS:
            inset = Inset(anchor="a", file="annex.pdf", title="Annex", locale="en", alt=alt)
            made = annexes.insert(_host(count), [(inset, data)], path="document.pdf")
            pages = len(parsing.opened(made, "made.pdf").pages)
            demand(pages == 1 + count, "pages are missing", pages, count)


@functools.cache
def _host(count: int) -> bytes:
    """Return a document with blank sheets for an annex."""
    sheets = "".join(
        f'<div id="a-foreign-{number}" style="break-before: page">{"" if number > 1 else "<p>blank</p>"}</div>'
        for number in range(1, count + 1)
    )
    return _set(Over({}), f"{HEAD.format(PLAIN)}<section>{sheets}</section>")


def photograph(data: bytes) -> None:
    """Check a photograph; an accepted one can be set."""
    files = Over({"sources/media/photo.png": data})
    problems = Problems()
    words = Message(msgid="A gauge", position=Position("a.md"))
    photo = Photo(file="media/photo.png", description=words, alt=words, credit=words, position=Position("a.md"))
    pictures.check(files, photo, problems)
    if not problems.errors and len(data) < 20_000:
        _set(files, f'{HEAD.format(PLAIN)}<img src="/sources/media/photo.png" alt="x" style="width: 5cm">')


def drawing(data: bytes) -> None:
    """Set a drawing included by a template."""
    page = f'{HEAD.format(PLAIN)}<img src="/templates/drawing.svg" alt="x" style="width: 5cm; height: 5cm">'
    _set(Over({"templates/drawing.svg": data}), page)


def stylesheet(data: bytes) -> None:
    """Set a page with a project's own stylesheet."""
    link = '<link rel="stylesheet" href="/templates/own.css">'
    body = '<p class="a">Words of <em>some</em> length.</p><ul><li>one<li>two</ul><table><tr><td>cell</table>'
    _set(Over({"templates/own.css": data}), HEAD.format(PLAIN + link) + body)


def _set(files: Over, html: str) -> bytes:
    data = render.render(HtmlPage(path="html/en/x.html", html=html), files, day=DAY)
    demand(data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), "no PDF")
    return data
