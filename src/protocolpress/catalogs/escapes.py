"""The C escapes in the strings of a catalog → text."""

from __future__ import annotations

import re

SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
"""Escapes for a single character, whatever the charset."""
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.?))", re.DOTALL)
UNDECODED = re.compile("[\udc80-\udcff]")
"""A byte that is not text in the charset of the file."""


def unescape(text: str, charset: str = "utf-8") -> str:
    """Read the C escapes of *text*; numbers stand for bytes of *charset*.

    Raises:
        ValueError: an unknown escape, or numeric ones that are not text.
    """
    found = expand(text, charset)
    return found if UNDECODED.search(text) else decode(found, charset)


def expand(text: str, charset: str) -> str:
    """Decode a part of a text; bytes that are not characters on their own are kept for `decode`.

    Raises:
        ValueError: an unknown escape.
    """
    if "\\" not in text:
        return text
    parts: list[bytes] = []
    place = 0
    for match in ESCAPE.finditer(text):
        parts.append(text[place : match.start()].encode(charset, "surrogateescape"))
        place = match.end()
        if match[3] is not None:
            if match[3] not in SIMPLE:
                raise ValueError(f"unknown escape \\{match[3]}")
            parts.append(SIMPLE[match[3]].encode())
            continue
        value = int(match[1], 8) if match[1] else int(match[2][:8], 16)
        if not 0 < value < 256:
            raise ValueError(f"the escape {match[0][:12]} is not a character")
        parts.append(bytes([value]))
    parts.append(text[place:].encode(charset, "surrogateescape"))
    return b"".join(parts).decode(charset, "surrogateescape")


def decode(text: str, charset: str) -> str:
    """Join the bytes that escapes left in *text*.

    Raises:
        ValueError: they make no text.
    """
    if text.isascii() or not UNDECODED.search(text):
        return text
    try:
        return text.encode(charset, "surrogateescape").decode(charset)
    except UnicodeDecodeError as problem:
        raise ValueError(f"the escapes are not {charset} text") from problem


def as_written(text: str) -> str:
    """Return *text*, writing bytes that are not characters as the escapes that they may have come from."""
    return UNDECODED.sub(lambda match: f"\\{ord(match[0]) - 0xDC00:03o}", text)
