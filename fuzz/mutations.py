"""Mutations of an input: bytes and a list of numbers in, other bytes out.

The same numbers always make the same mutation, so a driver can take them from anywhere: at random, or from Hypothesis,
which then finds the fewest changes that show a fault.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

BYTES = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe")

TEXTS = (
    *("\0", "\n", "\r", "\t", " ", '"', "'", "\\", "/", ":", "=", "#", "[", "]", "{", "}", "(", ")", "<", ">", "&"),
    *("0", "-1", "1.5", "2147483648", "9" * 40, "1e999", "é", "я", "\u202e", "\u200b", "\ufeff", "\U0001f600"),
    *("a" * 300, "\n" * 200, "[" * 200, "((" * 100, "../../x", "%s%n", "{0.a}", "<!--", "]]>", "&#0;"),
)

COMMON = (*(text.encode() for text in TEXTS), *BYTES)
"""Pieces inserted anywhere, in any format."""

WORD = re.compile(rb"[\w.-]+|[^\w\s]")
NUMBER = re.compile(rb"[0-9]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """One change: its kind, its place and its content; any numbers are valid."""

    kind: int
    place: int
    size: int
    choice: int


def mutated(data: bytes, edits: Sequence[Edit], others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Mutate *data*; *others* are inputs to take pieces from, *tokens* words of the format."""
    for edit in edits:
        data = _changed(data, edit, others, (*tokens, *COMMON))
    return data


def _changed(data: bytes, edit: Edit, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    token = tokens[edit.choice % len(tokens)]
    match edit.kind % 10:
        case 0:
            return _spliced(data, edit, others)
        case 1:
            return _swapped_lines(data, edit)
        case 2:
            return _doubled_line(data, edit)
        case 3:
            return _replaced(data, NUMBER, edit, token if token[:1].isdigit() else str(edit.size).encode())
        case 4:
            return _replaced(data, WORD, edit, token)
        case kind:
            return _put(data, edit, kind - 5, token)


def _put(data: bytes, edit: Edit, kind: int, token: bytes) -> bytes:
    """Change a piece in one of five ways: removed, preceded or replaced by a word, repeated, with a bit flipped."""
    start = edit.place % (len(data) + 1)
    end = min(len(data), start + 1 + edit.size % 64)
    piece = data[start:end]
    turned = bytes(byte ^ (1 << edit.choice % 8) for byte in piece[:1]) + piece[1:]
    ways = (b"", token + piece, token, piece * (2 + edit.choice % 30), turned)
    return data[:start] + ways[kind] + data[end:]


def _spliced(data: bytes, edit: Edit, others: Sequence[bytes]) -> bytes:
    place = edit.place % (len(data) + 1)
    other = others[edit.choice % len(others)] if others else b""
    start = edit.size % (len(other) + 1)
    return data[:place] + other[start : start + edit.size % 500] + data[place + edit.kind % 64 :]


def _swapped_lines(data: bytes, edit: Edit) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        one, two = edit.place % len(lines), edit.choice % len(lines)
        lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _doubled_line(data: bytes, edit: Edit) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        lines.insert(edit.choice % len(lines), lines[edit.place % len(lines)])
    return b"".join(lines)


def _replaced(data: bytes, pattern: re.Pattern[bytes], edit: Edit, token: bytes) -> bytes:
    found = list(itertools.islice(pattern.finditer(data), 2000))
    if not found:
        return data
    match = found[edit.place % len(found)]
    return data[: match.start()] + token + data[match.end() :]
