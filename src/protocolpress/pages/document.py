"""The page of one document in one edition: one column or two, with rows side by side."""

from __future__ import annotations

import dataclasses
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping

from protocolpress import languages, markup
from protocolpress.model import Block, Heading, HtmlPage, LocalizedDocument, Paragraph, Table, Text
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.pages.spans import INTERNAL, NARROW, NBSP, SpanWriter
from protocolpress.project import Layout

Gettext = Callable[..., tuple[Text, ...]]
"""`gettext(msgid, context="", **values)` → the words in each locale of the edition, in order."""

TWO_LINES = 120
"""Length in characters from which a text needs more than one line in any layout."""

LINE = 36
"""Length in characters up to which a text fits on one line in any layout."""

COLUMN = 1600
"""Length in characters that fits in a column of one page with other content: 40 lines of 40."""

PARTED = 260
"""Length of more than six lines, three for each page; only longer texts may be divided."""

SHORT = 3 * LINE
"""Length of three lines, which are kept whole beside the first three of a longer text."""

LARGE_PRINT = "templates/large-print.css"
"""The stylesheet of a brief in 18 points."""

_LINK = '<link rel="stylesheet" href="/{}">\n'


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The values shared by all pages of an edition."""

    edition: str
    locales: tuple[str, ...]
    gettext: Gettext
    ngettext: Gettext
    """`ngettext(singular, plural, n, **values)` → the form for *n* things, in the same manner."""
    group: tuple[Text, ...]
    commission: tuple[Text, ...]
    """Empty if the publication names no commission."""
    emblem: str = ""
    """The path below sources/ of a group's own emblem."""
    color: str = ""
    """A group's own color."""
    abbreviations: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    """By language: the abbreviations of the registry, with what they stand for."""
    every_locale: tuple[str, ...]
    """All locales of the publication: the website has a page of each document in each."""
    offered: tuple[str, ...]
    """The editions in which a document has its own PDF."""
    sheets: tuple[str, ...] = ()
    """The additional stylesheets of printed pages, in this order."""
    fields: bool = False
    """Whether documents have fields for electronic signatures."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Corresponding blocks, one for each column."""

    cells: tuple[Block, ...]
    kind: str
    kept: bool = False
    """Whether it is kept on one page with the next row: two lines with a closing clause, or with a heading."""
    tall: bool = False
    """Whether it may be divided: it has lines for two pages, or may not fit on one."""


def render(
    renderer: HtmlRenderer,
    columns: tuple[LocalizedDocument, ...],
    setup: Setup,
    *,
    draft: bool = False,
    foreign: Mapping[str, int] | None = None,
    share: float | None = None,
) -> HtmlPage:
    """Make the page of a document, its *columns* in the edition's order; *draft* marks it even if it is complete.

    *foreign* has, for each annex that is a PDF from elsewhere, how many pages to leave blank for it. *share* is the
    width of the picture as a share of its height.
    """
    first = columns[0]
    writer = SpanWriter(setup.edition, locales=setup.every_locale, abbreviations=setup.abbreviations)
    marked = draft or any(column.draft for column in columns)
    html = renderer.render(
        "document.html",
        **shared(setup, writer),
        columns=columns,
        doc=first,
        rows=rows(columns),
        annexes=tuple(zip(*(column.annexes for column in columns), strict=True)),
        annex_rows=tuple(rows(annex) for annex in zip(*(column.annexes for column in columns), strict=True)),
        draft=marked,
        fields=setup.fields and not marked,
        **titled(markup.plain(column.title.spans) for column in columns),
        picture=urllib.parse.quote(f"/sources/{first.photo.file}") if first.photo else "",
        shape=shape(share or 16 / 9),
        foreign=foreign or {},
    )
    return HtmlPage(path=f"html/{setup.edition}/{first.id}.html", html=html)


def titled(titles: Iterable[str]) -> dict[str, object]:
    """Return the title of a page, in all languages of the edition, and that in each, in order."""
    each = tuple(titles)
    return {"title": " / ".join(each), "titled": each}


def shape(share: float) -> str:
    """Return the shape of a picture, which decides its place; *share* is its width as a share of its height."""
    kinds = (("portrait", 0.9), ("square", 1.45), ("wide", 2.4))
    return next((name for name, limit in kinds if share < limit), "panorama")


def sheets(layout: Layout, edition: str = "") -> tuple[str, ...]:
    """Return the paths of the stylesheets for *layout* and *edition*; later ones override earlier ones.

    None for the usual one.
    """
    gost, archive = layout.margins != "standard", layout.margins == "gost-archive"
    both_sides = layout.sides == 2
    chosen = (
        ("letter", layout.paper == "letter"),
        ("two-sided", both_sides),
        ("gost", gost),
        ("gost-two-sided", gost and both_sides),
        ("gost-archive", archive),
        ("gost-archive-two-sided", archive and both_sides),
        ("numbers-top", layout.page_numbers == "top-center"),
        ("below", edition in layout.below),
    )
    return tuple(f"templates/{name}.css" for name, wanted in chosen if wanted)


def enlarged(html: str) -> str:
    """Return the page of a brief in large print, which replaces the layout but keeps the paper size."""
    for sheet in sheets(Layout(sides=2, margins="gost-archive", page_numbers="top-center")):
        html = html.replace(_LINK.format(sheet), "", 1)
    return html.replace("</head>", _LINK.format(LARGE_PRINT) + "</head>", 1)


def shared(setup: Setup, writer: SpanWriter) -> dict[str, object]:
    """Return the values for every template of an edition: words, languages of columns, functions for writing text."""
    return {
        "_": setup.gettext,
        "ngettext": setup.ngettext,
        "edition": setup.edition,
        "locales": setup.locales,
        "parallel": len(setup.locales) > 1,
        "every_locale": setup.every_locale,
        "offered": setup.offered,
        "language_names": languages.NAMES,
        "called": lambda locale: setup.gettext(languages.ENGLISH_NAMES[locale], "in the language"),
        "group": setup.group,
        "emblem": urllib.parse.quote(setup.emblem),
        "color": setup.color,
        "commission": setup.commission,
        "internal": INTERNAL,
        "sheets": setup.sheets,
        "text": writer.text,
        "words": lambda text: markup.plain(text.spans).replace(NARROW, NBSP),
    }


def rows(columns: tuple[LocalizedDocument, ...]) -> tuple[Row, ...]:
    """Put the blocks of the columns side by side; translation keeps their number and order."""
    found: list[Row] = []
    missing = 0
    blocks = (_leveled(column.blocks) for column in columns)
    for cells in reversed(list(zip(*blocks, strict=True))):
        lengths = [_length(cell) for cell in cells]
        tall = max(lengths) > COLUMN or (max(lengths) > PARTED and not SHORT < min(lengths) <= PARTED)
        found.append(Row(cells=cells, kind=type(cells[0]).__name__.lower(), kept=missing > 0, tall=tall))
        first = cells[0]
        if isinstance(first, Paragraph) and first.role == "closing":
            missing = 2
        else:
            missing -= 2 if all(_length(cell) >= TWO_LINES for cell in cells) else 1
    return tuple(_below_headings(tuple(reversed(found))))


def _below_headings(rows_: tuple[Row, ...]) -> Iterator[Row]:
    """Keep a single line below a heading with the next paragraph, so that they do not end a page."""
    kinds = ("", *(row.kind for row in rows_), "")
    for above, row, below in zip(kinds, rows_, kinds[2:], strict=False):
        alone = above == "heading" and row.kind == below == "paragraph"
        alone = alone and all(_length(cell) <= LINE for cell in row.cells)
        yield dataclasses.replace(row, kept=True) if alone else row


def _leveled(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Raise headings before the first article, "Preamble", by a level: below the title no level may be skipped."""
    within = False
    for block in blocks:
        if isinstance(block, Heading):
            within = within or bool(block.path)
            yield block if within else dataclasses.replace(block, level=min(block.level, 2))
        else:
            yield block


def _length(block: Block) -> int:
    """Return the length of a block in characters; a table counts as long."""
    return TWO_LINES if isinstance(block, Table) else len(markup.plain(block.text.spans))
