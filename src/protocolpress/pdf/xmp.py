"""The metadata packet of a PDF/UA-1 file: title, languages and date in, XML bytes out. It cannot fail."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

PRODUCER = "protocolpress"

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
"""XMP Specification Part 1, 7.3; `pdfuaid:part` is ISO 14289-1, clause 5."""


def packet(*, title: str, locales: tuple[str, ...], date: dt.date) -> bytes:
    """Make the packet: the title as it is, the languages of the parts, midnight UTC of *date*."""
    return PACKET.format(
        title=escape(title),
        languages="".join(f"<rdf:li>{escape(locale)}</rdf:li>" for locale in locales),
        date=f"{date.isoformat()}T00:00:00Z",
        producer=PRODUCER,
    ).encode()


def info_date(date: dt.date) -> str:
    """Write *date* the way the information dictionary does (ISO 32000-1, 7.9.4)."""
    return f"D:{date:%Y%m%d}000000Z"
