"""Page numbers in references between documents of a compendium: "· p. 41" after the title of a protocol.

A document does not know the number, and leaves a slot: marked content with nothing in it. A private name (see `links`)
names the document and the language (`en:en-ru/protocols/2012-02-29-quebec`), the start of its line, and the size. The
words come as pages of a PDF with nothing else on them, in the font of their stylesheet. They are written into these
slots, so the tags are the document's own and define the reading order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from pypdf import PageObject
from pypdf.generic import PdfObject

from protocolpress.pdf import links, object_copy, parsing

SLOT = re.compile(
    rb"(/Span\s+<</MCID \d+)/%b \[\(([^()\\]*)\) (\S+) (\S+) (\S+)\](>>\s+BDC\s+BT\s+)(?=ET\b)" % links.TARGET.encode()
)
"""A slot in the content of a page: a mark, its document, its offset right and down, its size, and no content."""

WORDS = re.compile(rb"/(\S+) \S+ Tf\s+(\[[^\]]*\] TJ)")
"""The content of a page of words: font, and glyphs."""

FONT = "/Protocolpress"
"""Prefix of the words' fonts among a document's fonts."""


class Numbers:
    """The page numbers of one compendium."""

    def __init__(self, words: Mapping[str, PageObject], copier: object_copy.Copier) -> None:
        """Use the page with the *words* for each number, by document; *copier* copies from their file."""
        self._copier = copier
        self._fonts: dict[bytes, PdfObject] = {}
        self._words = {whose: self._read(page) for whose, page in words.items()}

    def fill(self, content: bytes) -> tuple[bytes, dict[str, PdfObject]]:
        """Write numbers into the *content* of a page; return it, and the fonts that the page needs for them.

        A slot with an unknown number stays empty.
        """
        fonts: dict[str, PdfObject] = {}

        def write(match: re.Match[bytes]) -> bytes:
            head, whose, right, down, size, begin = match.groups()
            runs = self._words.get(unquote(whose.decode("ascii")))
            if runs is None:
                return match[0]
            fonts.update({_name(font): self._fonts[font] for font, _ in runs})
            shown = b"".join(b"%b %b Tf\n%b\n" % (_name(font).encode(), size, glyphs) for font, glyphs in runs)
            return b"%b%b1 0 0 -1 %b %b Tm\n%b" % (head, begin, right, down, shown)

        return SLOT.sub(write, content), fonts

    def _read(self, page: PageObject) -> tuple[tuple[bytes, bytes], ...]:
        """Read the words of a page: runs of glyphs, each with its font, which is copied."""
        content = page.get_contents()
        drawn = b"" if content is None else content.get_data()
        runs = tuple((match[1], match[2]) for match in WORDS.finditer(drawn))
        known = parsing.dictionary(parsing.dictionary(page.get("/Resources")).get("/Font"))
        for font, _ in runs:
            if font not in self._fonts:
                self._fonts[font] = self._copier.value(known.raw_get(f"/{font.decode('latin-1')}"))
        return runs


def _name(font: bytes) -> str:
    return FONT + font.decode("latin-1")
