"""Lists of numbers as short texts that JSON writes unchanged; `templates/search.js` reads them."""

from __future__ import annotations

from collections.abc import Iterable

DIGITS = "!#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvw"
"""Eighty characters: the first half ends a number, the second half is followed by more digits of the same number."""

BASE = len(DIGITS) // 2


def packed(numbers: Iterable[int]) -> str:
    """Write numbers that are not negative, to base 40, the greatest digit first: a small one is one character."""
    return "".join(map(_written, numbers))


def _written(number: int) -> str:
    if number < BASE:
        return DIGITS[number]
    rest, last = divmod(number, BASE)
    digits = DIGITS[last]
    while rest:
        rest, digit = divmod(rest, BASE)
        digits = DIGITS[BASE + digit] + digits
    return digits


def rising(numbers: Iterable[int]) -> Iterable[int]:
    """Yield the differences of rising numbers."""
    before = 0
    for number in numbers:
        yield number - before
        before = number


def shard(text: str, of: int) -> int:
    """Return the number of the file, below *of*, that holds *text*: FNV-1a of 32 bits over its UTF-16 units."""
    value = 0x811C9DC5
    data = text.encode("utf-16-le")
    for low, high in zip(data[::2], data[1::2], strict=True):
        value = ((value ^ (low | high << 8)) * 0x01000193) & 0xFFFFFFFF
    return value % of
