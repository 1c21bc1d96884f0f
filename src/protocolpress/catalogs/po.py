"""Read gettext catalogs exactly: the bytes of a .po file come in; its entries go out, with all of their lines.

Joining the raw lines of all entries gives the file back byte by byte, whatever is wrong with it; what is wrong goes
into `Problems`, and reading continues after a broken entry. Nothing is evaluated: plural formulas have a small parser
of their own. What `msgfmt -c` of GNU gettext 0.21 refuses is refused here, and nothing else, with these exceptions:

- read although GNU refuses it: a byte order mark, which editors of Windows write; a byte right after `#` that is not
  text; format strings of other kinds than `python-brace-format`, the only one that our own texts are;
- refused although GNU reads it, mostly with a warning: no charset in the header, or one that Python does not know
  (EUC-TW, VISCII, GEORGIAN-PS) or that does not contain ASCII (UTF-16); a NUL, also as an escape; escapes above 255;
  joined translations that are unresolved (`#-#-#-#-#`); two messages, or an obsolete part, in the middle of a line;
  `domain`; a plural formula of more than 500 characters or 30 levels; in some plural forms, a `{name}` of Python that
  the source does not have (later versions of GNU gettext refuse it too);
- read differently: the flags of all `#,` lines of an entry count, so that no `fuzzy` is lost (GNU takes the last
  line's).
"""

from __future__ import annotations

import codecs
import dataclasses
import re

from protocolpress.catalogs import rules
from protocolpress.catalogs.entries import PoFile
from protocolpress.catalogs.reader import ENCODING, Reader
from protocolpress.errors import Position, Problems, Severity

MAX_ENTRIES = 50_000
"""Maximum number of entries in a file, checked in about twenty seconds; the largest GNU catalogs have a third of it."""

ENTRY = re.compile(rb'^(?:#~[ \t]*)?msgid[ \t"]', re.MULTILINE)

CODEC = re.compile(
    r"ascii|utf-8|koi8-[rut]|cp(437|7[0-9]{2}|8[0-9]{2}|9(32|49|50)|1006|1125|125[0-8])|iso8859-[0-9]{1,2}|tis-620|"
    r"gb2312|euc_(jp|kr)|big5(hkscs)?|gbk|gb18030|shift_jis|johab|mac-[a-z0-9]+|kz1048|ptcp154"
)
"""Charsets by their Python names; all of them contain ASCII. GNU gettext supports the first ones."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UNSET = "CHARSET"
"""The charset that xgettext writes into an ASCII template."""


def parse(data: bytes, path: str, problems: Problems, *, content: Severity = Severity.ERROR) -> PoFile:
    """Parse *data*, the content of *path*; problems go into *problems*.

    A translation that can be read but not used (a placeholder, a newline, the number of plural forms, an escape) is
    reported with severity *content*, and its entry is marked: callers that only transport texts continue with a
    warning.

    A file that does not fit its charset is read with the bad bytes kept, so `serialize` gives it back as well; in
    comments they do no harm, as in GNU gettext, and are in the fields as lone surrogates (U+DC80 to U+DCFF). In a
    template (a *path* that ends in `.pot`) plural forms are not checked: it belongs to no language.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data.removeprefix(codecs.BOM_UTF8)
    if (count := sum(1 for _ in ENTRY.finditer(body))) > MAX_ENTRIES:
        hint = f"split the file: at most {MAX_ENTRIES} can be read"
        problems.error(Position(path), "too-long", f"{count} entries are too many", hint)
        return PoFile(entries=(), tail=body.decode("latin-1"), charset="latin-1", bom=bom)
    charset = _charset(body, path, problems, bom=bom)
    text, exact = _decode(body, charset)
    if not text and body:  # after a problem with the charset there is nothing more to say
        if not body.startswith(UTF_16):
            _encoding(problems, Position(path, 1), f"the text cannot be written back exactly in {charset}")
        return PoFile(entries=(), tail=body.decode("latin-1"), charset="latin-1", bom=bom)
    reader = Reader(text, path, charset, problems, exact=exact, content=content)
    file = PoFile(entries=tuple(reader.entries()), tail=reader.tail, charset=charset, bom=bom)
    unfit = rules.check(file, path, problems, content)
    if not unfit:
        return file
    entries = (dataclasses.replace(entry, unfit=True) if entry.msgid_line in unfit else entry for entry in file.entries)
    return dataclasses.replace(file, entries=tuple(entries))


def serialize(file: PoFile) -> bytes:
    """Write *file* as it was read."""
    text = "".join([*(entry.raw for entry in file.entries), file.tail])
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
        if header:  # a missing header is reported separately
            _encoding(problems, Position(path, line), "the header names no charset")
        return "utf-8"
    try:
        name = codecs.lookup(found[1]).name
    except (LookupError, ValueError):  # ValueError: NUL or not ASCII
        name = ""
    if not CODEC.fullmatch(name):
        if found[1] != UNSET or not path.endswith(".pot"):
            _encoding(problems, Position(path, line), f"unknown charset {found[1][:40]!r}")
        return "utf-8"
    if bom and name != "utf-8":
        _encoding(problems, Position(path, line), f"the file starts as UTF-8, but its header says {found[1]}")
        return "utf-8"
    return name


def _decode(body: bytes, charset: str) -> tuple[str, bool]:
    """Return the text, and whether all of it is text; bytes that are not become surrogates.

    The text is empty if it could not be written back.
    """
    if body.startswith(UTF_16):
        return "", False
    try:
        text, exact = body.decode(charset), True
    except UnicodeDecodeError:
        text, exact = body.decode(charset, "surrogateescape"), False
    try:
        same = text.encode(charset, "surrogateescape") == body
    except UnicodeEncodeError:
        same = False
    return (text if same else ""), exact


def _encoding(problems: Problems, position: Position, message: str) -> None:
    problems.error(position, "catalog-encoding", message, ENCODING)
