"""Small DOCX files for tests: the inside of a body comes in, and, if wanted, other parts; the bytes of a file go out."""

from __future__ import annotations

import collections
import io
import os
import pathlib
import re
import unicodedata
import zipfile
from collections.abc import Mapping

from lxml import etree  # type: ignore[import-untyped]  # it has no types

from protocolpress.word.package import NAMES
from support import ROOT

HEAD = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def part(tag: str, inside: str) -> str:
    """Write a part with the names that it needs."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} {HEAD}>{inside}</w:{tag}>'


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, extra: str = "") -> bytes:
    """Make a file; *parts* are others by their names (numbering, styles, footnotes …), *extra* more relationships."""
    every = {name: text if isinstance(text, bytes) else part(name, text) for name, text in (parts or {}).items()}
    known = "".join(
        f'<Relationship Id="r{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for name in every
        if "/" not in name
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f"<Relationships>{known}{extra}</Relationships>",
    }
    files |= {name if "/" in name else f"word/{name}.xml": text for name, text in every.items()}
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Make an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def p(text: str = "", *, style: str = "", list_: str = "", level: int = 0, more: str = "", inside: str = "") -> str:
    """Write a paragraph: of *text*, in a style, in a list at a level; *inside* are runs of one's own."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>' if list_ else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}{more}</w:pPr>{inside}{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def levels(*patterns: tuple[str, str], more: Mapping[int, str] | None = None) -> str:
    """Write the levels of a list: the format and the pattern of each."""
    return "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{(more or {}).get(depth, "")}<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(patterns)
    )


def abstract(key: str, inside: str) -> str:
    """Write the definition of a list."""
    return f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'


def num(key: str, definition: str, inside: str = "") -> str:
    """Write a list of a definition."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{inside}</w:num>'


# ── files of others ──────────────────────────────────────────────────────────────────────────────────────────────────

DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data")) / "docx"
REAL = sorted(DATA.glob("*.docx"))


def words(text: str) -> collections.Counter[str]:
    return collections.Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def truth(path: pathlib.Path, changes: str) -> collections.Counter[str]:
    """Count the words of a file by itself: all texts of all parts, paragraph by paragraph."""
    gone = {"accept": {"del", "moveFrom"}, "reject": {"ins", "moveTo"}}[changes]
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes|comments|header|footer)\d*\.xml", name):
                for paragraph in etree.fromstring(archive.read(name)).iter("{*}p"):
                    said = []
                    for each in paragraph.iter("{*}t", "{*}delText", "{*}tab", "{*}br"):
                        above = {etree.QName(one).localname for one in each.iterancestors()}
                        if next(each.iterancestors("{*}p")) is paragraph and not above & {*gone, "Fallback"}:
                            said.append(each.text or "" if etree.QName(each).localname in ("t", "delText") else " ")
                    found.append("".join(said))
    return words("\n".join(found))
