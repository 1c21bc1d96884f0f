"""The target for files from Word: their parts come in as one text, separated by lines `=== name`."""

from __future__ import annotations

import collections
import re

from fuzz.world import demand
from protocolpress.adopt import columns, conversion, labels
from protocolpress.adopt.conversion import Converted
from protocolpress.word import archive, reader, returned
from protocolpress.word.values import WordText

_PART = re.compile(rb"^=== ([a-z/0-9]{1,30})\n", re.MULTILINE)

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

SCHEME = ("Article 1.", "1.", "(a)", "(i)")


def text(data: bytes) -> None:
    """Read the file, make a source of it, split it as if it were bilingual, and look for our bookmarks."""
    first, *others = _PART.split(data)
    named = dict(zip(others[::2], others[1::2], strict=True))
    names = [name.decode() for name in named]
    related = "".join(f'<Relationship Id="{name}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>' for name in names)
    parts = {
        "word/document.xml": first,
        "word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>".encode(),
        **{f"word/{name.decode()}.xml": part for name, part in named.items()},
    }
    found = reader.read(archive.pack(parts), "fuzzed.docx", changes="accept")
    converted = conversion.convert(found, "en", SCHEME, lambda *_: ("",), articles=True)
    if "](" not in converted.body:  # a reference has no words of its own
        lost = _words(_said(found)) - _words(_kept(converted))
        demand(not lost, "words are lost", lost)
    columns.split(found, ("en", "ru"))
    returned.units(found)


def _said(found: WordText) -> str:
    return "\n".join(paragraph.text for paragraph in returned.paragraphs(found))


def _kept(converted: Converted) -> str:
    left = "\n".join(each.words for each in converted.left)
    return f"{converted.title}\n{converted.body}\n{left}"


def _words(text: str) -> collections.Counter[str]:
    """Count the longer words; marks and escapes may occur inside them, and nouns of articles may be removed."""
    found = re.findall(r"[^\W\d_]{4,}", re.sub(r"[*\\]", "", text))
    return collections.Counter(word for word in found if word.lower() not in labels.ARTICLE_NOUNS)
