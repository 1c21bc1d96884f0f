"""HtmlPage → PDF: the door to WeasyPrint.

Everything that a page refers to is read through `Files`; the network and the rest of the disk are out of reach.
Messages that WeasyPrint merely logs (a missing picture, a bad declaration, a dead link) are problems here. One page at
a time in a process, because WeasyPrint has a single logger.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import logging
import os
import pathlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from protocolpress.pdf import patches
from protocolpress.pdf.patches import libraries

patches.require()  # before another WeasyPrint fails in its own way
libraries.load()  # before anything asks for WeasyPrint

# ruff: noqa: E402 - the other imports must follow

import pydyf
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from protocolpress.errors import Position, PressError, Problem, RenderError, error
from protocolpress.files import Files
from protocolpress.model import Attachment, HtmlPage
from protocolpress.pdf import (
    declared,
    fitting,
    fontconfig,
    giving_up,
    glib,
    links,
    pictures,
    stylesheets,
    svg,
    typefaces,
    xmp,
)
from protocolpress.pdf.fonts import alphabet
from protocolpress.photographs import without_metadata

HOST = "project.invalid"
"""The address that stands for the project's root (RFC 2606: no such host can exist)."""

OWN_FONTS = tuple(typeface.embedded for typeface in typefaces.TYPEFACES)
"""Prefixes of the names of all fonts that a PDF may contain."""

VARIANT = "pdf/a-3a"
"""WeasyPrint's variant; its tags are all that PDF/UA-1 needs from it."""

LOGGERS = ("weasyprint", "weasyprint.progress")

TITLE = "title-"
"""Prefix of the names of a page's metadata that have its title in one language: title-en-US."""

DRAWINGS = ("svg", "{http://www.w3.org/2000/svg}svg")

SIMPLER = "draw it more simply, with fewer repetitions"

_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".ttf": "font/ttf", ".jpg": "image/jpeg"}


def render(  # noqa: PLR0913 - a page, and what is done with it
    page: HtmlPage,
    files: Files,
    *,
    day: dt.date,
    resolve: links.Resolve | None = None,
    tagged: bool = True,
    compact: str = "",
    faces: Sequence[typefaces.Face] = (),
) -> bytes:
    """Make the PDF of *page*, dated *day*, with its attachments, the same bytes each time.

    *resolve* leads to the PDFs of other documents; *tagged* is off only for folios, which are no content. *compact* is
    a stylesheet that is tried where the page needs a second sheet, and kept if it then needs only one. *faces* are what
    the project declares.

    Raises:
        RenderError: whatever WeasyPrint complained of or raised, and a font that is not the project's.
    """
    loading = declared.load(page.html, files, faces, known=alphabet(files)) if faces else declared.Loading()
    fetcher = _ProjectFetcher(files, page.path, loading)
    problems: list[Problem] = []
    fonts: set[str] = set()

    def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        if resolve is not None:
            links.finish_links(pdf, resolve, path=page.path)
        if tagged:
            _describe(document, pdf, day)
        fonts.update(_fonts(pdf))

    with (
        giving_up.refusing(page.path, problems),
        patches.rendering(),
        fontconfig.current(),
        _dated(day),
        _listening(page.path, fetcher, problems),
    ):
        document = _fitted(page, fetcher, problems, tagged=tagged)
        if compact and len(document.pages) > 1:
            smaller = _layout(page, fetcher, tagged=tagged, extra=compact)
            document = smaller if len(smaller.pages) == 1 and not fitting.outside(smaller) else document
        identifier = hashlib.sha256(f"{page.path}\0{page.html}".encode()).digest()[:16]
        data: bytes = document.write_pdf(
            finisher=finish,
            pdf_variant=VARIANT if tagged else None,
            pdf_identifier=identifier,
            attachments=[_attached(attachment, day) for attachment in page.attachments],
        )
    foreign = sorted(name for name in fonts if not name.startswith((*OWN_FONTS, *loading.names)))
    if foreign:
        hint = "use only characters that PT Serif and PT Sans have, and only their families in stylesheets"
        problems.append(error(Position(page.path), "foreign-font", f"text is set in {', '.join(foreign)}", hint))
    if problems:
        raise RenderError(*dict.fromkeys(problems))
    for shelf in fetcher.shelves:
        stylesheets.keep(shelf)
    return data


def _fitted(page: HtmlPage, fetcher: _ProjectFetcher, problems: list[Problem], *, tagged: bool) -> weasyprint.Document:
    """Lay the page out, setting overflowing tables more tightly; those that still do not fit are problems."""
    document = _layout(page, fetcher, tagged=tagged)
    steps: dict[int, int] = {}
    while found := fitting.outside(document) if tagged else ():
        closer = fitting.raised(steps, found)
        if closer is None:
            problems.extend(fitting.problems(page.path, found))
            break
        steps = closer
        document = _layout(dataclasses.replace(page, html=fitting.fitted(page.html, steps)), fetcher, tagged=tagged)
    return document


def _layout(page: HtmlPage, fetcher: _ProjectFetcher, *, tagged: bool, extra: str = "") -> weasyprint.Document:
    """Lay the page out with *extra* as its last stylesheet, in the page, because WeasyPrint ranks a given one lower."""
    added = (typefaces.SIGNS_SHEET if typefaces.has_signs(page.html) else "", fetcher.loading.sheet, extra)
    links = "".join(f'<link rel="stylesheet" href="/{sheet}">' for sheet in added if sheet)
    source = page.html.replace("</head>", f"{links}</head>", 1)
    fetcher.shelves.append(stylesheets.take(page.path, source, fetcher.files))
    html = weasyprint.HTML(string=source, base_url=f"https://{HOST}/{page.path}", url_fetcher=fetcher)
    drawings = (one for one in html.etree_element.iter() if one.tag in DRAWINGS) if "<svg" in source.lower() else ()
    for drawing in drawings:
        if fault := svg.fault(drawing):
            raise RenderError(error(Position(page.path), "bad-picture", f"a drawing cannot be drawn: {fault}", SIMPLER))
    variant = VARIANT if tagged else None
    return html.render(font_config=fetcher.shelf.fonts, pdf_variant=variant, cache=fetcher.pictures)


def _attached(attachment: Attachment, day: dt.date) -> weasyprint.Attachment:
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    return weasyprint.Attachment(
        string=attachment.text,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relation,
        created=moment,
        modified=moment,
    )


def _describe(document: weasyprint.Document, pdf: pydyf.PDF, day: dt.date) -> None:
    """Declare PDF/A and PDF/UA in the metadata: WeasyPrint supports either, and this file is both."""
    about = document.metadata
    number = int(pdf.catalog["Metadata"].split()[0])
    given = ((name.removeprefix(TITLE), words) for name, words in about.custom.items() if name.startswith(TITLE))
    titles = {_cased(lang): words for lang, words in given} or {about.lang or "": about.title or ""}
    packet = xmp.packet(
        title=about.title or "",
        locales=tuple(titles),
        date=day,
        authors=tuple(about.authors),
        titles=tuple(titles.items()),
    )
    pdf.objects[number].stream = [packet]
    if "AF" in pdf.catalog:  # WeasyPrint names each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.info["Producer"] = pydyf.String(xmp.PRODUCER)
    pdf.info["CreationDate"] = pdf.info["ModDate"] = pydyf.String(xmp.info_date(day))


def _cased(lang: str) -> str:
    """Return a language tag with its region in capitals (BCP 47, 2.1.1): WeasyPrint puts names in small letters."""
    return re.sub(r"-[a-z]{2}(?![a-z])", lambda region: region[0].upper(), lang)


def _fonts(pdf: pydyf.PDF) -> set[str]:
    """Return the names of all fonts of a file that is being written, without subset prefixes."""
    found = [one["BaseFont"] for one in pdf.objects if isinstance(one, pydyf.Dictionary) and "BaseFont" in one]
    names = (name.decode("latin-1") if isinstance(name, bytes) else str(name) for name in found)
    return {name.removeprefix("/").split("+")[-1] for name in names}


def _path(address: str) -> str:
    """Return the path below the project's root for one of its addresses."""
    return unquote(urlsplit(address).path).removeprefix("/")


class _ProjectFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Reads addresses below the project's root through `Files`, and no others."""

    def __init__(self, files: Files, page: str, loading: declared.Loading) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self.files = files
        self.loading = loading
        self.page = page
        self.stylesheet = ""
        self.refused: list[Problem] = []
        self.shelves: list[stylesheets.Shelf] = []
        self.noted: dict[str, bytes] | None = None
        """Files read for a stylesheet; None while other things are read."""
        self.pictures = pictures.Pictures(self.picture)

    @property
    def shelf(self) -> stylesheets.Shelf:
        """The values that the current layout shares with other pages."""
        return self.shelves[-1]

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401 - WeasyPrint's own signature
        """Return a file of the project, or refuse."""
        del headers
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.netloc != HOST:
            message = f"a page may not load anything from outside the project: {url[:80]}"
            hint = "copy the file into the project and write its path from there, like /templates/name.png"
            self.refused.append(error(self.place(url), "outside-project", message, hint))
            raise ValueError(message)
        path = _path(url)
        suffix = pathlib.PurePosixPath(path).suffix.lower()
        if path in self.loading.files:
            return URLFetcherResponse(url, self.loading.files[path], {"Content-Type": _TYPES.get(suffix, "font/otf")})
        try:
            data = without_metadata(self.files.read(path))
        except PressError as mistake:
            for problem in mistake.problems:
                message, hint = (
                    f"cannot use {path}: {problem.message}",
                    problem.hint or "add the file, or correct its name",
                )
                self.refused.append(error(self.place(path), problem.rule, message, hint))
            raise ValueError(str(mistake)) from mistake
        if suffix not in (".css", ".ttf") and (fault := svg.fault_of_file(data, suffix)):
            self.refuse_drawing(path, fault)
        if self.noted is not None:
            self.noted[path] = data
        if suffix == ".css":
            self.stylesheet = path
        return URLFetcherResponse(url, data, {"Content-Type": _TYPES.get(suffix, "application/octet-stream")})

    def refuse_drawing(self, path: str, fault: str) -> NoReturn:
        """Refuse a drawing that asks for too much.

        Raises:
            ValueError: always; the problem is among the refused.
        """
        message = f"the drawing {path} cannot be drawn: {fault}"
        self.refused.append(error(self.place(path), "bad-picture", message, SIMPLER))
        raise ValueError(message)

    def picture(self, address: str) -> bytes | None:
        """Return the bytes of a picture; None if `fetch` must report a problem, and for drawings."""
        path = _path(address)
        if urlsplit(address).netloc != HOST or not path.lower().endswith((".png", ".jpg", ".jpeg")):
            return None
        try:
            return self.files.read(path)
        except PressError:
            return None

    def place(self, address: str) -> Position:
        """Find the template that refers to *address*, as written or by its last parts, because it was made absolute."""
        parts = address.split("/")
        for first in range(len(parts)):
            wanted = "/".join(parts[first:])
            for path in self.files.glob("templates/*"):
                text = self.files.read(path).decode("utf-8", "replace")
                if wanted and wanted in text:
                    return Position(path, text.count("\n", 0, text.index(wanted)) + 1)
        return Position(self.page)


@contextlib.contextmanager
def _dated(day: dt.date) -> Iterator[None]:
    """Fix the clock: fontTools and WeasyPrint date a file by this variable, or else by the time of day."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(max(0, int(moment.timestamp())))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextlib.contextmanager
def _listening(path: str, fetcher: _ProjectFetcher, problems: list[Problem]) -> Iterator[None]:
    """Turn WeasyPrint's log messages while rendering into problems; nothing reaches the terminal."""
    logger = logging.getLogger("weasyprint")
    handler = _Listener(path, fetcher, problems)
    before = (logger.level, logger.propagate, logger.handlers[:])
    logger.handlers[:] = [handler]
    logger.setLevel(logging.WARNING)
    logger.propagate = False

    def complain(message: str) -> None:
        hint = "look for a size in a stylesheet or drawing that is negative or enormous"
        problems.append(error(Position(path), "weasyprint", f"a library refused a value: {message}", hint))

    try:
        with glib.listening(complain):
            yield
    finally:
        logger.level, logger.propagate = before[:2]
        logger.handlers[:] = before[2]
        problems.extend(fetcher.refused)


class _Listener(logging.Handler):
    """Makes a problem of each record."""

    def __init__(self, path: str, fetcher: _ProjectFetcher, problems: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        self.path = path
        self.fetcher = fetcher
        self.problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        """Find the position of a log message; stylesheets are parsed right after they are fetched."""
        message = record.getMessage()
        if message.startswith(("Failed to load", "Relative URI")) and self.fetcher.refused:
            return  # the fetcher has reported it in more detail
        position, rule, hint = Position(self.path), "weasyprint", ""
        if place := re.search(r" at (\d+):(\d+)", message):
            position = Position(self.fetcher.stylesheet or self.path, int(place[1]), int(place[2]))
            message, rule = message.replace(place[0], "", 1), "bad-css"
        elif place := re.match(r"Failed to load image at '([^']*)'", message):
            path = _path(place[1])
            position, rule = self.fetcher.place(path), "bad-picture"
            message = f"{path} cannot be used as a picture"
        elif place := re.match(r"Failed to render SVG image (\S+)", message):
            path = _path(place[1])
            position, rule = self.fetcher.place(path), "bad-picture"
            message = f"the drawing {path} cannot be drawn"
        elif place := re.match(r"No anchor (#\S+)", message):
            position, rule = self.fetcher.place(place[1]), "dead-link"
            message, hint = (
                f"a link leads to {place[1]}, but nothing has that name",
                "correct the link, or give its target this name",
            )
        message = message.removeprefix("Error: ").rstrip(".")
        small = message[:1].lower() + message[1:] if message[1:2].islower() else message
        self.problems.append(error(position, rule, small, hint))
