"""The report of an adoption as a page: pairs of blocks come in; one HTML file that needs no other file goes out."""

from __future__ import annotations

import dataclasses

from protocolpress.pages.renderer import HtmlRenderer


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionRow:
    """A block and its translation; one of the texts is empty if a block has no partner."""

    place: str
    source: str
    target: str
    positions: tuple[str, ...]
    """Its places, each as a file and a line."""
    alone: bool = False
    """Whether it has no partner; a heading that is only a number has one, and no words."""
    reason: str = ""
    doubts: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The contents of the page."""

    title: str
    rows: tuple[AdoptionRow, ...]
    left: tuple[tuple[str, str, str], ...] = ()
    """Content that could not be converted: its kind, its place, its words."""
    proposed: tuple[tuple[str, str], ...] = ()
    """Entries for the registry: the file, and the line."""


def render(renderer: HtmlRenderer, page: Page) -> str:
    """Make the page; raise `TemplateError` if its template has an error."""
    alone = sum(row.alone for row in page.rows)
    doubtful = sum(bool(row.doubts) for row in page.rows)
    return renderer.render("adoption.html", page=page, alone=alone, doubtful=doubtful)
