"""A built protocol with fields for two signatories, signed in memory by the people of `support_pki`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import pathlib

import support_pki
from protocolpress import project
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import HtmlPage
from protocolpress.pages import document as page
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pdf import render
from protocolpress.plan.library import Library
from protocolpress.signing import making, trust
from protocolpress.signing.trust import Trust
from protocolpress.signing.values import KeyFiles, Order

ROOT = pathlib.Path(__file__).parents[1]
ID = "protocols/2012-05-15-exampleton"
FILES = DiskFiles(ROOT / "skeleton")
PATH = "protocol.pdf"

PARTIES = {"north": "north", "south": "south"}


def html(edition: str, *, draft: bool = False, fields: bool = True) -> str:
    """Return the page of the skeleton's protocol."""
    problems = Problems()
    library = Library(FILES, project.read(FILES), problems)
    library.project = dataclasses.replace(library.project, signing=project.Signing(fields=fields))
    columns = library.localized(library.parse(ID), edition)
    setup = library.setup(edition, library.interface(edition))
    assert not problems
    return page.render(HtmlRenderer(FILES), columns, setup, draft=draft).html


@functools.cache
def built(*, fields: bool = True) -> bytes:
    """Return the PDF of the skeleton's protocol in its parallel edition."""
    sheet = HtmlPage(path=f"html/en-ru/{ID}.html", html=html("en-ru", fields=fields))
    return render.render(sheet, FILES, day=dt.date(2012, 5, 15), resolve=lambda _: None)


FACE = "fonts/PT_Sans-Web-Regular.ttf"
STYLE = f"""@font-face {{ font-family: PT Sans; src: url(/{FACE}) }}
@page {{ size: A4; margin: 20mm }} html {{ font: 10pt PT Sans }} .ink {{ height: 25mm }} table {{ width: 100% }}"""
TWO = (
    ("north/sample", "en-US", "Jane Sample", "Director of the Northern Water Office", "Signed electronically"),
    (
        "south/primerov",
        "ru",
        "Иван Примеров",
        "руководитель Южного водного агентства",
        "Подписано электронной подписью",
    ),
)


@functools.cache
def small(*, fields: bool = True) -> bytes:
    """Return a PDF of two pages with the same fields and little else: pyHanko compares all objects of a file."""
    cells = "".join(
        f'<td><div class="ink" data-signature="{name}" lang="{lang}" data-name="{who}" data-office="{office}"'
        f' data-signed="{words}" data-title="Signature: {who}"></div><p>{who}</p></td>'
        for name, lang, who, office, words in TWO
    )
    table = f'<table class="signing" data-archive="Archive time stamp"><tbody><tr>{cells}</tr></tbody></table>'
    body = f'<p>First page.</p><p style="break-before: page">Second page.</p>{table if fields else ""}'
    head = '<title>T</title><link rel="stylesheet" href="/templates/x.css">'
    page_ = HtmlPage(path="html/en/a.html", html=f'<html lang="en-US"><head>{head}</head><body>{body}</body></html>')
    memory = MemoryFiles({"templates/x.css": STYLE, FACE: FILES.read(FACE)})
    return render.render(page_, memory, day=dt.date(2012, 5, 15))


def trusted(pki: support_pki.Authorities) -> Trust:
    """Trust the root of the tests."""
    return trust.read([("root.crt", pki.pem("root").read_bytes())], [("interm.crt", pki.pem("interm").read_bytes())])


def key(pki: support_pki.Authorities, name: str) -> KeyFiles:
    """Return the key of somebody, with the certificate of the authority that signed theirs."""
    certificates = pki.pem(name).read_bytes() + (b"" if name == "stranger" else pki.pem("interm").read_bytes())
    return KeyFiles(place=f"{name}.key", key=pki.key(name).read_bytes(), certificates=certificates)


def signed(
    pki: support_pki.Authorities,
    data: bytes,
    party: str,
    level: str = "B-LT",
    *,
    name: str = "",
    time_stamps: str = "",
    place: str = "",
    reason: str = "",
) -> bytes:
    """Sign for a party, by the person of its name or by another."""
    order = Order(party=party, level=level, place=place, reason=reason)
    stamps = time_stamps or pki.tsa
    return making.sign(data, order, key(pki, name or party), trusted=trusted(pki), time_stamps=stamps, path=PATH)
