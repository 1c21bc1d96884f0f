"""The review table as a page: rows come in; one HTML file goes out that a reviewer fills in, saves and sends back.

The file needs no network and no other file. A script in it enlarges the fields and writes the filled-in values as JSON
into the page that it saves; without the script the table can be read and printed. The contents of rows are escaped
text, whatever they look like.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Protocol

from protocolpress import languages, markup
from protocolpress.model import Text
from protocolpress.pages.renderer import HtmlRenderer

HELP = "If a translation should be different, write the complete text as the correction; add remarks wherever you like."
"""A message of the page template, also used in the spreadsheet."""


class Say(Protocol):
    """Returns interface words in the reviewer's language."""

    def __call__(self, msgid: str, **values: str) -> str:
        """Return the translation of *msgid*, with *values* in its `{names}`."""
        ...


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A text and its translation."""

    domain: str
    stamp: str
    """The id of the row when it is returned."""
    source: str
    target: str
    state: str
    context: str = ""
    places: tuple[str, ...] = ()
    form: int = 0
    """Number of the form of a plural message, from 1; 0 for a message without plural."""
    forms: int = 1
    limit: int = 0
    """Maximum number of characters; 0 if unknown."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The contents of a page."""

    group: str
    source_locale: str
    locale: str
    rows: tuple[ReviewRow, ...]


def render(renderer: HtmlRenderer, table: Table, say: Say) -> str:
    """Make the page; raise `TemplateError` if its template has an error."""
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
    """Return the name of a language in that language."""
    return languages.NAMES.get(locale, locale)


def plain(texts: Iterable[Text]) -> str:
    """Return the words of the first of some texts, without markup."""
    return next((markup.plain(text.spans) for text in texts), "")
