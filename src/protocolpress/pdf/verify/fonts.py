"""Missing glyphs: characters for which the embedded font has no glyph, so nothing is drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator

from fontTools.ttLib import TTFont, TTLibError
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, PdfObject, TextStringObject

from protocolpress.errors import Position, Problems
from protocolpress.pdf import object_copy, parsing


def check(reader: PdfReader, path: str, problems: Problems) -> None:
    """Report each font from which a page draws missing glyphs."""
    counts: dict[int, int | None] = {}
    for number, page in enumerate(reader.pages, 1):
        for font, codes in _shown(reader, page, 0):
            if parsing.dictionary(font).get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
                continue
            count = counts.setdefault(id(font), None) or _glyphs(font)
            counts[id(font)] = count
            missing = {code for code in codes if code == 0 or (count is not None and code >= count)}
            if missing:
                name = object_copy.words(font["/BaseFont"]).split("+")[-1]
                message = f"{len(missing)} glyphs of {name} are used but missing from the font"
                hint = "embed the font with all the characters that are used, or use other characters"
                problems.error(Position(f"{path}, page {number}"), "missing-glyph", message, hint)


def _shown(reader: PdfReader, owner: DictionaryObject, depth: int) -> Iterator[tuple[DictionaryObject, set[int]]]:
    """Return the fonts of a page or a form, each with the two-byte codes that it uses."""
    resources = parsing.dictionary(owner.get("/Resources"))
    fonts = parsing.dictionary(resources.get("/Font"))
    forms = parsing.dictionary(resources.get("/XObject"))
    codes: dict[str, set[int]] = {}
    current = ""
    contents = owner.get("/Contents") if "/Contents" in owner else owner
    for operands, operator in ContentStream(contents, reader).operations:
        if operator == b"Tf":
            current = str(operands[0])
        elif operator in (b"Tj", b"TJ", b"'", b'"'):
            codes.setdefault(current, set()).update(_codes(operands[-1]))
        elif operator == b"Do" and depth < 8:
            form = parsing.dictionary(forms.get(operands[0]))
            if form.get("/Subtype") == "/Form":
                yield from _shown(reader, form, depth + 1)
    for name, found in codes.items():
        yield parsing.dictionary(fonts.get(name)), found


def _codes(operand: PdfObject) -> Iterator[int]:
    for item in operand if isinstance(operand, list) else [operand]:
        data = item.original_bytes if isinstance(item, TextStringObject) else item
        if isinstance(data, bytes):
            yield from (data[place] << 8 | data[place + 1] for place in range(0, len(data) - 1, 2))


def _glyphs(font: DictionaryObject) -> int | None:
    """Count the glyphs of an embedded TrueType or OpenType font; None for other kinds."""
    descendant = parsing.dictionary(parsing.array(font.get("/DescendantFonts"))[0])
    if descendant.get("/CIDToGIDMap", "/Identity") != "/Identity":
        return None
    descriptor = parsing.dictionary(descendant.get("/FontDescriptor"))
    file = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    stream = file.get_object() if file is not None else None
    if stream is None or not hasattr(stream, "get_data"):
        return None
    try:
        with TTFont(io.BytesIO(stream.get_data()), lazy=True) as opened:
            return int(opened["maxp"].numGlyphs)
    except (TTLibError, KeyError):
        return None
