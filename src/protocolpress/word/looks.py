"""The parts of a DOCX that describe it: content types, relationships, title and date, the document it was made from.

How it looks is in `templates/word-styles.xml` and `templates/word-settings.xml`; a project may have its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from protocolpress.word.package import MAIN, NAMES

STYLES = "templates/word-styles.xml"
SETTINGS = "templates/word-settings.xml"

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

HEAD = f'xmlns:w="{MAIN}" xmlns:r="{NAMES["r"]}"'

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_ENDINGS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}

DOCUMENT, EDITION = "protocolpress-document", "protocolpress-edition"
"""The properties that identify the document and the edition of a file."""


def content_types() -> str:
    """Write the types of all parts."""
    usual = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in _ENDINGS.items())
    named = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    return f'{XML}<Types xmlns="{PACKAGE}/content-types">{usual}{named}</Types>'


def relations(entries: Iterable[tuple[str, str, str]]) -> str:
    """Write the relationships of a part: the id, kind and target of each; a hyperlink is external."""
    inside = []
    for key, kind, target in entries:
        whole = kind if ":" in kind else f"{OFFICE}/relationships/{kind}"
        outside = ' TargetMode="External"' if kind == "hyperlink" else ""
        inside.append(f'<Relationship Id="{key}" Type="{whole}" Target={quoteattr(target)}{outside}/>')
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(inside)}</Relationships>'


ROOT_RELATIONS = relations(
    [
        ("rId1", "officeDocument", "word/document.xml"),
        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", "extended-properties", "docProps/app.xml"),
        ("rId4", "custom-properties", "docProps/custom.xml"),
    ]
)

APP = f'{XML}<Properties xmlns="{OFFICE}/extended-properties"><Application>protocolpress</Application></Properties>'


def core(title: str, author: str, language: str, day: dt.date) -> str:
    """Write title, author, language and date."""
    moment = f"{max(day, dt.date(1980, 1, 1)).isoformat()}T00:00:00Z"
    dates = (f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified"))
    names = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="{NAMES["dc"]}" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    said = f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
    inside = f"{said}<dc:language>{language}</dc:language>{''.join(dates)}"
    return f"{XML}<cp:coreProperties {names}>{inside}</cp:coreProperties>"


def custom(document: str, edition: str) -> str:
    """Write the properties that identify the document and edition when the file is read back."""
    inside = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(((DOCUMENT, document), (EDITION, edition)), 2)
    )
    names = f'xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes"'
    return f"{XML}<Properties {names}>{inside}</Properties>"
