"""The page of one document, in one edition: one column or two, row beside row."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from protocolpress import markup
from protocolpress.model import Block, HtmlPage, LocalizedDocument, Text
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import INTERNAL, SpanWriter

Gettext = Callable[..., tuple[Text, ...]]
"""`gettext(msgid, context="", **values)` → the words in each locale of the edition, in its order."""

LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}
"""Each language's name in itself."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What every page of an edition shares."""

    edition: str
    locales: tuple[str, ...]
    gettext: Gettext
    ngettext: Gettext
    """`ngettext(singular, plural, n, **values)` → the form for *n* things, in the same way."""
    group: tuple[Text, ...]
    commission: tuple[Text, ...]
    """Empty where the publication names no commission."""
    every_locale: tuple[str, ...]
    """All locales of the publication: a document is offered in each."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Blocks that say the same, one for each column."""

    cells: tuple[Block, ...]
    kind: str


def render(
    renderer: HtmlRenderer, columns: tuple[LocalizedDocument, ...], setup: Setup, *, draft: bool = False
) -> HtmlPage:
    """Make the page of a document, its *columns* in the edition's order; *draft* marks it though its text is whole."""
    first = columns[0]
    writer = SpanWriter(setup.edition)
    html = renderer.render(
        "document.html",
        **shared(setup, writer),
        columns=columns,
        doc=first,
        rows=rows(columns),
        annexes=tuple(zip(*(column.annexes for column in columns), strict=True)),
        annex_rows=tuple(rows(annex) for annex in zip(*(column.annexes for column in columns), strict=True)),
        draft=draft or any(column.draft for column in columns),
        title=" / ".join(markup.plain(column.title.spans) for column in columns),
        picture=f"/sources/{first.photo.file}" if first.photo else "",
    )
    return HtmlPage(path=f"html/{setup.edition}/{first.id}.html", html=html)


def shared(setup: Setup, writer: SpanWriter) -> dict[str, object]:
    """Give what every template of an edition may use: the words, the columns' languages, and how text is written."""
    return {
        "_": setup.gettext,
        "ngettext": setup.ngettext,
        "edition": setup.edition,
        "locales": setup.locales,
        "parallel": len(setup.locales) > 1,
        "every_locale": setup.every_locale,
        "language_names": LANGUAGE_NAMES,
        "group": setup.group,
        "commission": setup.commission,
        "internal": INTERNAL,
        "text": writer.text,
        "words": lambda text: markup.plain(text.spans),
    }


def rows(columns: tuple[LocalizedDocument, ...]) -> tuple[Row, ...]:
    """Put the blocks of the columns side by side; translation keeps their number and order."""
    return tuple(
        Row(cells=cells, kind=type(cells[0]).__name__.lower())
        for cells in zip(*(column.blocks for column in columns), strict=True)
    )
