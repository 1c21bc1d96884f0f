"""Values shared by pages: parsed stylesheets and loaded fonts, kept in the process from one page to the next.

In: a page, and `Files`. Out: a `Shelf` for it. Pages that link the same stylesheets in the same order share one, as
long as every file read for it has the same bytes: the files are read again for each page, so that its task depends on
them. Fonts belong to a shelf: those loaded for one page are invisible to pages with other stylesheets.
"""

from __future__ import annotations

import copy
import dataclasses
import os
import posixpath
import re
from typing import Any

import weasyprint.css
from weasyprint.css.counters import CounterStyle
from weasyprint.css.units import VIEWPORT_UNITS
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration

from protocolpress.errors import FilesError
from protocolpress.files import Files
from protocolpress.pdf import fontconfig
from protocolpress.pdf.patches.kept import Kept
from protocolpress.pdf.patches.patch import Patch

SHELVES = 8
"""More than the kinds of pages: documents, briefs and tight briefs, and a compendium's own pages."""

OF_PAGES = re.compile(rf"\d(?:{'|'.join(VIEWPORT_UNITS)})\b", re.IGNORECASE)
"""A length relative to the page size."""

_make = weasyprint.css.CSS
_shelves: dict[str, Shelf] = {}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    """A stylesheet, and the page-level rules that it adds."""

    css: Any
    pages: list[Any]
    layers: list[Any]
    counters: dict[str, Any]
    profiles: dict[str, Any]


class Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """The fonts that stylesheets load, and none of the machine's."""

    def __init__(self) -> None:
        """Start with only the font without glyphs: without any font, Pango ends the process."""
        with fontconfig.private():
            super().__init__()
        ffi.fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(fontconfig.LAST_RESORT))
        ffi.pangoft2.pango_fc_font_map_config_changed(ffi.ffi.cast("PangoFcFontMap *", self.font_map))


class Shelf:
    """The fonts and stylesheets of pages that link the same ones."""

    def __init__(self, key: str) -> None:
        """Start empty."""
        self.key = key
        self.fonts = Fonts()
        self.read: dict[str, bytes] = {}
        """The files that were read for it."""
        self._sheets: dict[str, _Parsed] = {}

    def holds(self, files: Files) -> bool:
        """Whether all files that were read for it are unchanged."""
        try:
            return all(files.read(path) == data for path, data in self.read.items())
        except FilesError:
            return False

    def share_styles(self) -> None:
        """Reuse the styles of earlier pages, unless lengths depend on the page size."""
        texts = (data.decode("utf-8", "replace") for path, data in self.read.items() if path.endswith(".css"))
        if not hasattr(self.fonts, "styles") and not any(map(OF_PAGES.search, texts)):
            self.fonts.styles = Kept()

    def sheet(self, url: str, fetcher: Any, given: dict[str, Any]) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        """Return the stylesheet at *url* for a page whose other rules are *given*; parse it on first use."""
        if url not in self._sheets:
            self._sheets[url] = self._parse(url, fetcher, given)
        known = self._sheets[url]
        given["page_rules"] += known.pages
        given["layers"] += known.layers
        given["counter_style"].update(known.counters)
        given["color_profiles"].update(known.profiles)
        css = copy.copy(known.css)
        css.page_rules, css.layers = given["page_rules"], given["layers"]
        return css

    def _parse(self, url: str, fetcher: Any, given: dict[str, Any]) -> _Parsed:  # noqa: ANN401 - as above
        new = _Parsed(css=None, pages=[], layers=[], counters=CounterStyle(), profiles={})
        own = {"page_rules": new.pages, "layers": new.layers, "color_profiles": new.profiles}
        fetcher.noted = self.read
        try:
            css = _make(url=url, url_fetcher=fetcher, **{**given, **own, "counter_style": new.counters})
        finally:
            fetcher.noted = None
        return dataclasses.replace(new, css=css)


def take(path: str, html: str, files: Files) -> Shelf:
    """Return the shelf of a page: an existing one that is still valid, or a new one."""
    key = _key(path, html)
    known = _shelves.get(key)
    return known if known is not None and known.holds(files) else Shelf(key)


def keep(shelf: Shelf) -> None:
    """Keep a shelf for other pages, if its stylesheets have no faults."""
    if shelf.key:
        shelf.share_styles()
        _shelves.pop(shelf.key, None)
        _shelves[shelf.key] = shelf
        while len(_shelves) > SHELVES:
            del _shelves[next(iter(_shelves))]


def _css(**given: Any) -> Any:  # noqa: ANN401 - as above
    """Make a stylesheet as WeasyPrint does; one that a page links itself comes from the shelf.

    Layers have an order across stylesheets, so after one that has layers, all are parsed for their page alone.
    """
    fetcher = given.get("url_fetcher")
    shelf = getattr(fetcher, "shelf", None)
    if shelf is None or "url" not in given or "matcher" in given or given["layers"]:
        return _make(**given)
    rest = {name: value for name, value in given.items() if name not in {"url", "url_fetcher"}}
    return shelf.sheet(given["url"], fetcher, rest)


def _key(path: str, html: str) -> str:
    """Return the stylesheets of a page, as written in its links; nothing if it has rules of its own."""
    if re.search(r"<style|@import", html, re.IGNORECASE):
        return ""
    links = re.findall(r"<link[^<>]*>", html, re.IGNORECASE)
    relative = any('href="/' not in link for link in links)
    return "\n".join([posixpath.dirname(path) if relative else "", *links]) if links else ""


PATCHES = (Patch("weasyprint.css", "CSS", _css, "c9b29e561ebe07ea"),)
