"""WordprocessingML as text: values come in, elements of a body go out, escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from protocolpress import languages
from protocolpress.word import package

PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

NAMES = f'xmlns:pic="{PICTURE}" ' + " ".join(f'xmlns:{key}="{package.NAMES[key]}"' for key in ("w", "r", "a", "wp"))
"""The XML namespaces of a main part."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

WIDTH = 9638
"""Text width of A4 with 20 mm margins, in twentieths of a point."""

GAP = 227
"""Left and right padding of a cell together, 4 mm, in the same unit."""


def text(words: str) -> str:
    """Write words inside a run."""
    return f'<w:t xml:space="preserve">{escape(_FORBIDDEN.sub("", words))}</w:t>'


def attribute(words: str) -> str:
    """Write the value of an attribute, with its quotation marks."""
    return quoteattr(_FORBIDDEN.sub("", words))


def run(
    words: str, locale: str, *, strong: bool = False, emphasis: bool = False, style: str = "", script: str = ""
) -> str:
    """Write a run of words in a language."""
    properties = (
        f'<w:rStyle w:val="{style}"/>' if style else "",
        "<w:b/>" if strong else "",
        "<w:i/>" if emphasis else "",
        f'<w:vertAlign w:val="{script}"/>' if script else "",
        f'<w:lang w:val="{languages.tag(locale)}"/>',
    )
    return f"<w:r><w:rPr>{''.join(properties)}</w:rPr>{text(words)}</w:r>"


def paragraph(inside: str, style: str, *, properties: str = "", numbered: tuple[int, int] | None = None) -> str:
    """Write a paragraph in a named style; *numbered* is its list and its level in that list."""
    listed = (
        ""
        if numbered is None
        else f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}{properties}</w:pPr>{inside}</w:p>'


def bookmark(number: int, name: str, inside: str = "") -> str:
    """Set a bookmark around elements."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, shown: str, locale: str) -> str:
    """Write a field that Word evaluates when it prints."""
    inside = f'<w:r><w:rPr><w:lang w:val="{languages.tag(locale)}"/></w:rPr>{{}}</w:r>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        text(shown),
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(inside.format(part) for part in parts)


def table(rows: Iterable[str], widths: Iterable[int], style: str, *, description: str = "") -> str:
    """Write a table of rows; *description* is its alternative text."""
    widths = tuple(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = f"<w:tblDescription w:val={attribute(description)}/>" if description else ""
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/>{said}'
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(cells: Iterable[tuple[str, int]], *, head: bool = False, whole: bool = False) -> str:
    """Write a row of cells, each with its width; a *head* is repeated on every page, a *whole* row is kept on one."""
    properties = ("<w:cantSplit/>" if whole or head else "") + ("<w:tblHeader/>" if head else "")
    marked = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>' for cell, width in cells
    )
    return f"<w:tr>{marked}{inside}</w:tr>"


EMU = 635
"""English metric units in a twentieth of a point."""


def picture(key: str, size: tuple[int, int], alt: str) -> str:
    """Write a picture as wide as the text; *key* is the id of its part, *alt* its alternative text."""
    width = WIDTH * EMU
    height = width * size[1] // max(1, size[0])
    described = f'id="1" name="picture" descr={attribute(alt)}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr {described}/><a:graphic><a:graphicData uri="{PICTURE}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def leveled(style: str, level: int) -> str:
    """Return the name of a level's style: Word's have no number at the first level, and there are three of them."""
    return style if level <= 1 else f"{style}{min(level, 3)}"
