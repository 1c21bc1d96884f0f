"""A localized document → a DOCX: one column, or two side by side as a table with one row for each block.

Numbers are Word's own lists, notes its footnotes, headings named styles with outline levels; each run is marked with
its language. Each text has a bookmark with its id and a digest of its words, so that an edited file can be read back.
The same document gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from protocolpress import languages
from protocolpress.model import LocalizedDocument, Text
from protocolpress.word import archive, elements, looks
from protocolpress.word.bodies import Body
from protocolpress.word.texts import said

Words = Callable[..., tuple[Text, ...]]
"""`words(msgid, context="", **values)`: interface words in each language of the edition."""

PARTS = ("styles", "settings", "numbering", "footnotes", "header", "footer")
"""The kinds of parts that the main part refers to, in the order of their ids."""

PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Page size and margins are in twentieths of a point."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture of a document: its bytes, "png" or "jpg", its size in pixels."""

    data: bytes
    ending: str
    width: int
    height: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything a file is made from."""

    columns: tuple[LocalizedDocument, ...]
    schemes: tuple[tuple[str, ...], ...]
    """The numbering scheme of each column."""
    words: Words
    author: str
    edition: str
    looks: Mapping[str, str]
    """The layout parts, styles and settings, by the names of their templates."""
    names: Mapping[str, str]
    """The languages' own names."""
    draft: bool = False
    paper: str = "a4"
    picture: Picture | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The contents of a file as WordprocessingML, and what describes it."""

    document_id: str
    edition: str
    title: str
    author: str
    locale: str
    """Its first language."""
    day: dt.date
    body: str
    notes: list[str]
    links: Mapping[str, str]
    """The ids of web addresses."""
    numbering: str
    header: str
    footer: str
    looks: Mapping[str, str]
    """The layout parts, as in `Sheet`."""
    paper: str = "a4"
    picture: Picture | None = None


def write(sheet: Sheet) -> bytes:
    """Make the file."""
    body = Body(sheet.columns, sheet.schemes, sheet.words, sheet.names)
    picture = sheet.picture if sheet.columns[0].photo else None
    inside = body.write((picture.width, picture.height) if picture else None)
    first = sheet.columns[0]
    return pack(
        Contents(
            document_id=first.id,
            edition=sheet.edition,
            title=" / ".join(said(column.title) for column in sheet.columns),
            author=sheet.author,
            locale=first.locale,
            day=first.day,
            body=inside,
            notes=body.texts.notes,
            links=body.texts.links,
            numbering=body.lists.part(),
            header=_header(sheet),
            footer=_footer(sheet),
            looks=sheet.looks,
            paper=sheet.paper,
            picture=picture,
        )
    )


def pack(contents: Contents) -> bytes:
    """Make a file of its contents."""
    wide, high = PAPERS[contents.paper]
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="1247" w:right="1134" w:bottom="1247" w:left="1134" '
        'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    picture = contents.picture
    links = [(key, "hyperlink", href) for href, key in contents.links.items()]
    places = zip(PARTS, (*PARTS[:4], "header1", "footer1"), strict=True)
    related = [(f"rId{at}", kind, f"{place}.xml") for at, (kind, place) in enumerate(places, 1)]
    related += [("rId7", "image", f"media/picture.{picture.ending}")] if picture else []
    language = languages.tag(contents.locale)
    main = f"<w:body>{contents.body}{section}</w:body>"
    texts = {
        "[Content_Types].xml": looks.content_types(),
        "_rels/.rels": looks.ROOT_RELATIONS,
        "docProps/app.xml": looks.APP,
        "docProps/core.xml": looks.core(contents.title, contents.author, language, contents.day),
        "docProps/custom.xml": looks.custom(contents.document_id, contents.edition),
        "word/_rels/document.xml.rels": looks.relations([*related, *links]),
        "word/_rels/footnotes.xml.rels": looks.relations(links),
        "word/document.xml": f"{looks.XML}<w:document {elements.NAMES}>{main}</w:document>",
        "word/footer1.xml": contents.footer,
        "word/footnotes.xml": _footnotes(contents.notes),
        "word/header1.xml": contents.header,
        "word/numbering.xml": f"{looks.XML}<w:numbering {looks.HEAD}>{contents.numbering}</w:numbering>",
        "word/settings.xml": contents.looks[looks.SETTINGS],
        "word/styles.xml": contents.looks[looks.STYLES].replace("{language}", language),
    }
    parts = {name: text.encode() for name, text in texts.items()}
    parts |= {f"word/media/picture.{picture.ending}": picture.data} if picture else {}
    return archive.pack(parts)


def marked(sheet: Sheet) -> Sheet:
    """Return a sheet marked as a draft."""
    return dataclasses.replace(sheet, draft=True)


def _marks(sheet: Sheet) -> str:
    """Return what every page says: how the document is to be handled, and that it is not finished, or not real."""
    markings = dict.fromkeys(said(column.marking) for column in sheet.columns if column.marking)
    return " · ".join(filter(None, (*markings, _status(sheet))))


def _status(sheet: Sheet) -> str:
    """Return the mark for every page of a draft or a specimen."""
    if sheet.draft or any(column.draft for column in sheet.columns):
        return " · ".join(map(said, sheet.words("DRAFT")))
    return " · ".join(map(said, sheet.words("SPECIMEN"))) if sheet.columns[0].status == "specimen" else ""


def _header(sheet: Sheet) -> str:
    """Write the header of every page: short titles, and the mark of a draft."""
    return header([(said(column.short)[:110], column.locale) for column in sheet.columns], _marks(sheet))


def header(titles: Sequence[tuple[str, str]], status: str) -> str:
    """Write the header of every page: titles with their languages, after the mark that every page has."""
    first = titles[0][1]
    mark = elements.run(f"{status} — ", first, strong=True) if status else ""
    inside = mark + elements.run(" · ", first).join(elements.run(*title) for title in titles)
    return f"{looks.XML}<w:hdr {looks.HEAD}>{elements.paragraph(inside, 'Header')}</w:hdr>"


def _footer(sheet: Sheet) -> str:
    """Write the footer of every page: document number and page number."""
    return footer(sheet.words, sheet.columns[0].number, sheet.columns[0].locale)


def footer(words: Words, number: str, locale: str) -> str:
    """Write the footer of every page: a *number*, if there is one, and the page number."""
    page = said(words("Page {page} of {pages}", page="{page}", pages="{pages}")[0])
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    parts = [part for part in re.split(r"(\{pages?\})", page) if part]
    inside = elements.run(f"{number} · ", locale) if number else ""
    inside += "".join(
        elements.field(fields[part], "1", locale) if part in fields else elements.run(part, locale) for part in parts
    )
    return f"{looks.XML}<w:ftr {looks.HEAD}>{elements.paragraph(inside, 'Footer')}</w:ftr>"


def _footnotes(notes: list[str]) -> str:
    """Write the footnotes, after the two separators that Word requires."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for key, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{looks.XML}<w:footnotes {looks.HEAD}>{lines}{''.join(notes)}</w:footnotes>"
