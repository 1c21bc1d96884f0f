"""Where the pages of the website lie below the output folder."""

from __future__ import annotations

import posixpath


def page_path(locale: str = "", document_id: str = "") -> str:
    """Return the path, below the output folder, of a document's page, of a language's list, or of the first page."""
    return posixpath.join("site", locale, f"{document_id or 'index'}.html")


def asset_path(name: str) -> str:
    """Return the path, below the output folder, of what pages share: "screen.css", "fonts/…", "media/…"."""
    return f"site/assets/{name}"
