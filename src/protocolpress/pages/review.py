"""The review table as a page: rows come in, one HTML file goes out that a reviewer fills in, saves and sends back.

The file needs no network and no other file. A script in it, of this program's own, grows the fields and writes what was
filled in as JSON into the page that it saves; without it the table can be read and printed. What is in the rows is
text, escaped, whatever it looks like.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Protocol

from protocolpress import languages, markup
from protocolpress.model import Text
from protocolpress.pages.renderer import HtmlRenderer

HELP = (
    "Where the translation should be another one, write the whole of it as the correction; "
    "write remarks wherever you like."
)
"""A message of the page template, which a spreadsheet says too."""


class Say(Protocol):
    """Words of the interface in the reviewer's language."""

    def __call__(self, msgid: str, **values: str) -> str:
        """Return the translation of *msgid*, with *values* in its `{names}`."""
        ...


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A text and its translation."""

    domain: str
    stamp: str
    """What the row is known by when it comes back."""
    source: str
    target: str
    state: str
    context: str = ""
    places: tuple[str, ...] = ()
    form: int = 0
    """Which form of a plural message, from 1; 0 for a message without plural."""
    forms: int = 1
    limit: int = 0
    """Characters there is room for; 0 if nobody says."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a page shows."""

    group: str
    source_locale: str
    locale: str
    rows: tuple[ReviewRow, ...]


def render(renderer: HtmlRenderer, table: Table, say: Say) -> str:
    """Make the page; raise `TemplateError` where its template has a mistake."""
    parts: dict[str, list[ReviewRow]] = {}
    for row in table.rows:
        parts.setdefault(row.domain, []).append(row)
    return renderer.render(
        "review.html",
        _=say,
        group=table.group,
        locale=table.locale,
        source_locale=table.source_locale,
        names=languages.NAMES,
        parts=parts,
        count=len(table.rows),
    )


def language_name(locale: str) -> str:
    """Return a language's name in itself."""
    return languages.NAMES.get(locale, locale)


def plain(texts: Iterable[Text]) -> str:
    """Return the words of the first of some texts, without markup."""
    return next((markup.plain(text.spans) for text in texts), "")
