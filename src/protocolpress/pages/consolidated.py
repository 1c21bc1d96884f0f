"""The page of a consolidated text: that it is not authentic, what amends it, and the text as amended."""

from __future__ import annotations

from collections.abc import Sequence

from protocolpress import markup
from protocolpress.model import HtmlPage, LocalizedDocument
from protocolpress.pages.document import Setup, rows, shared, titled
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import SpanWriter

Columns = tuple[LocalizedDocument, ...]


def render(renderer: HtmlRenderer, setup: Setup, columns: Columns, amending: Sequence[Columns]) -> HtmlPage:
    """Make the page of a document in an edition, with the titles of the instruments that amend it."""
    writer = SpanWriter(setup.edition, locales=setup.every_locale)
    annexes = tuple(zip(*(column.annexes for column in columns), strict=True))
    html = renderer.render(
        "consolidated.html",
        **shared(setup, writer),
        columns=columns,
        doc=columns[0],
        rows=rows(columns),
        annexes=annexes,
        annex_rows=tuple(rows(annex) for annex in annexes),
        amending=tuple(amending),
        **titled(markup.plain(column.title.spans) for column in columns),
    )
    return HtmlPage(path=f"html/{setup.edition}/{columns[0].id}.html", html=html)
