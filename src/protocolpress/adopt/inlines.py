"""Pieces of text from Word → inline Markdown that prints the same words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from protocolpress import markup
from protocolpress.word.values import Piece

_SPECIAL = re.compile(r"[*\[\]`]|\\(?=[!-/:-@\[-`{-~]|$|\n)|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_EVERY = re.compile(r"[!-/:-@\[-`{-~]")
_ADDRESS = re.compile(r"https?://[^\s<>()\\]+")


def markdown(pieces: Sequence[Piece], notes: Callable[[str], str], refer: Callable[[Piece], str]) -> str:
    """Write pieces as inline Markdown; *notes* gives the label of a note, *refer* the place of a reference or nothing.

    Marks that Markdown cannot set around these words are dropped; words never are.
    """
    pieces = _trimmed(pieces)
    groups = tuple(_grouped(pieces))
    labels = [notes(piece.note) for piece in pieces if piece.note]
    # Without references, because their words are not there yet.
    text = "".join(_written(group, notes, lambda _: "") for group in groups)
    if " ".join(markup.plain(markup.inline(text, labels)).split()) == _words(pieces):
        return "".join(_written(group, notes, refer) for group in groups)
    return "".join(_call(piece, notes) or _broken(_EVERY.sub(_escaped, piece.text)) for piece in pieces)


def _trimmed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces trimmed at both ends, with single spaces within a line."""
    found: list[Piece] = []
    for piece in pieces:
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t\r]+", " ", piece.text))
        last = found[-1].text if found else "\n"
        if last.endswith((" ", "\n")):
            text = text.lstrip(" \n" if not found else " ")
        if text or piece.note:
            found.append(dataclasses.replace(piece, text=text))
    while found and not found[-1].note and not found[-1].text.rstrip():
        found.pop()
    if found and not found[-1].note:
        found[-1] = dataclasses.replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def _grouped(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Group the pieces of one link."""
    group: list[Piece] = []
    for piece in pieces:
        if group and (piece.note or (piece.href, piece.target) != (group[-1].href, group[-1].target) or group[-1].note):
            yield tuple(group)
            group = []
        group.append(piece)
    if group:
        yield tuple(group)


def _written(group: tuple[Piece, ...], notes: Callable[[str], str], refer: Callable[[Piece], str]) -> str:
    first = group[0]
    if first.note:
        return _call(first, notes)
    words = "".join(_marked(piece) for piece in group)
    whole = "".join(piece.text for piece in group)
    if first.href and _ADDRESS.fullmatch(first.href) and whole.strip():
        return f"[{words}]({first.href})"
    if first.target and whole.strip() and (place := refer(dataclasses.replace(first, text=whole))):
        return place if place.startswith("[") else f"[{words}]({place})"
    return words


def _call(piece: Piece, notes: Callable[[str], str]) -> str:
    return f"[^{label}]" if piece.note and (label := notes(piece.note)) else ""


def _marked(piece: Piece) -> str:
    """Write a piece with its marks; spaces stay outside them."""
    text = _broken(_SPECIAL.sub(_escaped, piece.text))
    mark = "*" * (2 * piece.strong + piece.emphasis)
    core = text.strip(" \n\\") if mark else ""
    if not core or "\n" in core:
        return text
    head, tail = text[: text.index(core)], text[text.index(core) + len(core) :]
    return f"{head}{mark}{core}{mark}{tail}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _broken(text: str) -> str:
    """Write line ends so that they survive."""
    return text.replace("\n", "\\\n")


def _words(pieces: Iterable[Piece]) -> str:
    return " ".join("".join("" if piece.note else piece.text for piece in pieces).split())
