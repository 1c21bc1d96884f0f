"""Compile a catalog for other programs: a `entries.PoFile` comes in, the bytes of a GNU .mo file go out.

The build itself reads .po files. The same catalog gives the same bytes; nothing can fail here.
"""

from __future__ import annotations

import re
import struct

from protocolpress.catalogs import entries

MAGIC = 0x950412DE
HEAD = struct.Struct("<7I")
PAIR = struct.Struct("<2I")
MIME = "Content-Type: text/plain; charset=UTF-8\n"


def write(file: entries.PoFile) -> bytes:
    """Compile the translated entries of *file*: little-endian, sorted by the bytes of msgid, all in UTF-8.

    Fuzzy, empty, obsolete and broken entries are left out; of two entries for one message the first counts. There is
    no hash table: the format makes it optional, and readers then search the sorted table (GNU gettext manual, "MO
    Files").
    """
    strings: dict[bytes, bytes] = {b"": _header(file).encode()}
    for entry in file.entries:
        if entry.is_translated:
            strings.setdefault(_key(entry).encode(), "\0".join(entry.msgstr).encode())
    keys = sorted(strings)
    tables = HEAD.size + 2 * PAIR.size * len(keys)
    head = HEAD.pack(MAGIC, 0, len(keys), HEAD.size, HEAD.size + PAIR.size * len(keys), 0, tables)
    originals, end = _table(keys, tables)
    translations, _ = _table([strings[key] for key in keys], end)
    data = b"".join(text + b"\0" for text in [*keys, *(strings[key] for key in keys)])
    return head + originals + translations + data


def _header(file: entries.PoFile) -> str:
    text = file.header.msgstr[0] if file.header else ""
    renamed, count = re.subn(r"(charset=[ \t]*)[^\s;]+", r"\1UTF-8", text, count=1)
    return renamed if count else text + MIME


def _key(entry: entries.Entry) -> str:
    context = "" if entry.msgctxt is None else f"{entry.msgctxt}\x04"
    plural = "" if entry.msgid_plural is None else f"\0{entry.msgid_plural}"
    return f"{context}{entry.msgid}{plural}"


def _table(texts: list[bytes], place: int) -> tuple[bytes, int]:
    """Return the lengths and places of *texts* that start at *place*, and the place after them."""
    table = bytearray()
    for text in texts:
        table += PAIR.pack(len(text), place)
        place += len(text) + 1
    return bytes(table), place
