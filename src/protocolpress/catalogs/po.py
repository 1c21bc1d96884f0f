"""Read gettext catalogs exactly: the bytes of a .po file come in, its entries go out, with every line of every one.

Joining the raw lines of all entries gives the file back byte by byte, whatever is wrong with it; what is wrong goes
into `Problems`, and reading goes on behind a broken entry. What `msgfmt -c` refuses is refused here, except that
format strings (`c-format`) are not looked at. Nothing is evaluated: plural formulas have their own small parser.
"""

from __future__ import annotations

import codecs
import re

from protocolpress.catalogs import rules
from protocolpress.catalogs.entries import PoFile
from protocolpress.catalogs.reader import Reader
from protocolpress.errors import Position, Problems

CODEC = re.compile(
    r"ascii|utf-8|koi8-[rut]|cp8(50|66|74)|cp9(32|49|50)|cp125[0-8]|iso8859-([1-9]|1[345])|tis-620|gb2312|euc_(jp|kr)|"
    r"big5(hkscs)?|gbk|gb18030|shift_jis|johab"
)
"""The charsets that GNU gettext calls portable, by their names in Python; all of them contain ASCII."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse(data: bytes, path: str, problems: Problems) -> PoFile:
    """Read *data*, the content of *path*; all that is wrong with it goes into *problems*.

    A file that does not fit its charset is read with the bad bytes kept, so `serialize` gives it back as well. In a
    template (a *path* that ends in `.pot`) plural forms are not checked: it belongs to no language.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data.removeprefix(codecs.BOM_UTF8)
    charset = _charset(body, path, problems, bom=bom)
    text = None if body.startswith(UTF_16) else _decode(body, charset, path, problems)
    if text is None:  # reported, with all that would follow from it
        return PoFile(entries=(), tail=body.decode("latin-1"), charset="latin-1", bom=bom)
    reader = Reader(text, path, charset, problems)
    file = PoFile(entries=tuple(reader.entries()), tail=reader.tail, charset=charset, bom=bom)
    rules.check(file, path, problems)
    return file


def serialize(file: PoFile) -> bytes:
    """Write *file* as it was read."""
    text = "".join(entry.raw for entry in file.entries) + file.tail
    return (codecs.BOM_UTF8 if file.bom else b"") + text.encode(file.charset, "surrogateescape")


def _charset(body: bytes, path: str, problems: Problems, *, bom: bool) -> str:
    """Find the charset before anything is decoded: headers are ASCII, which all charsets here contain."""
    if body.startswith(UTF_16):
        _encoding(problems, Position(path, 1), "the file is UTF-16")
        return "latin-1"
    reader = Reader(body.decode("latin-1"), path, "latin-1", Problems())
    header = next((entry for entry in reader.entries() if entry.is_header), None)
    found = re.search(r"charset=[ \t]*([^\s;]+)", "".join(header.msgstr)) if header else None
    line = header.msgstr_lines[0] if header and header.msgstr_lines else 1
    if not found:
        if header:  # a missing header is a problem of its own
            _encoding(problems, Position(path, line), "the header names no charset")
        return "utf-8"
    try:
        name = codecs.lookup(found[1]).name
    except (LookupError, ValueError):  # ValueError: NUL or not ASCII
        name = ""
    if not CODEC.fullmatch(name):
        _encoding(problems, Position(path, line), f"unknown charset {found[1][:40]!r}")
        return "utf-8"
    if bom and name != "utf-8":
        _encoding(problems, Position(path, line), f"the file starts as UTF-8 and its header says {found[1]}")
        return "utf-8"
    return name


def _decode(body: bytes, charset: str, path: str, problems: Problems) -> str | None:
    """Give the text, or None where it could not be written back; bytes that do not fit are kept as surrogates."""
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        message = f"byte 0x{body[problem.start]:02x} is not {charset} text, which the header promises"
        _encoding(problems, Position(path, line), message)
        text = body.decode(charset, "surrogateescape")
    try:
        exact = text.encode(charset, "surrogateescape") == body
    except UnicodeEncodeError:
        exact = False
    if not exact:
        _encoding(problems, Position(path, 1), f"the text cannot be written back exactly in {charset}")
    return text if exact else None


def _encoding(problems: Problems, position: Position, message: str) -> None:
    hint = "save the file as UTF-8, with Content-Type: text/plain; charset=UTF-8 in its header"
    problems.error(position, "catalog-encoding", message, hint)
