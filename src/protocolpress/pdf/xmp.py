"""The metadata packet of a file that is PDF/UA-1 and PDF/A-3a: title, languages, date in, XML bytes out.

Cannot fail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

PRODUCER = "protocolpress"

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li>{titles}</rdf:Alt></dc:title>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>{creators}
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
"""XMP Specification Part 1, 7.3; ISO 14289-1, 5 (`pdfuaid`); ISO 19005-3, 6.6.4 (`pdfaid`), 6.6.2.3 (the extension)."""


Titles = Sequence[tuple[str, str]]
"""Languages (BCP 47) of a file, each with its title."""


def packet(
    *, title: str, locales: tuple[str, ...], date: dt.date, authors: tuple[str, ...] = (), titles: Titles = ()
) -> bytes:
    """Make the packet: the title as it is, and in each language; the languages of the parts; midnight UTC of *date*."""
    creators = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in authors)
    return PACKET.format(
        title=escape(title),
        titles="".join(f"<rdf:li xml:lang={quoteattr(lang)}>{escape(own)}</rdf:li>" for lang, own in titles),
        languages="".join(f"<rdf:li>{escape(locale)}</rdf:li>" for locale in locales),
        creators=f"\n<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>" if creators else "",
        date=f"{date.isoformat()}T00:00:00Z",
        producer=PRODUCER,
    ).encode()


def info_date(date: dt.date) -> str:
    """Write *date* the way the information dictionary does (ISO 32000-1, 7.9.4)."""
    return f"D:{date:%Y%m%d}000000Z"
