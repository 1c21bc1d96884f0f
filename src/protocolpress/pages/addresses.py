"""Paths of the website's pages below the output folder."""

from __future__ import annotations

import posixpath
import urllib.parse


def page_path(locale: str = "", document_id: str = "") -> str:
    """Return the path below the output folder of a document's page, a language's list, or the start page."""
    return posixpath.join("site", locale, f"{document_id or 'index'}.html")


def asset_path(name: str) -> str:
    """Return the path below the output folder of a file shared by pages: "screen.css", "fonts/…", "media/…"."""
    return f"site/assets/{name}"


def absolute(url: str, path: str) -> str:
    """Return the address of a file of the website that is published at *url*; *path* is below the output folder."""
    return f"{url}/{urllib.parse.quote(path.removeprefix('site/').removesuffix('index.html'))}"


def search_path(locale: str, name: str) -> str:
    """Return the path below the output folder of a file of a language's search."""
    return f"site/{locale}/search/{name}.js"
