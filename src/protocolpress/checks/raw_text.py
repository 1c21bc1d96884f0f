"""A catalog text with everything but its words set aside: raw Markdown in, a line out.

The line is the one used for typesetting (`languages.typography.common` has the stand-ins): a separator for each mark of
emphasis or of a link, one character each for placeholders, addresses, code, calls of notes, breaks. `restore` puts
everything back in order. A rule can therefore change neither markup nor text that programs read.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Sequence

from protocolpress import markup, model
from protocolpress.languages.typography import common

_STAND_INS = f"{common.SEPARATOR}{common.OBJECT}{common.BREAK}{common.GUARDED}{common.PLACEHOLDER}"
_STAND_IN = re.compile(f"[{_STAND_INS}]")

_TARGET = r"\((?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.)*\))*(?:[ ]+\"[^\"]*\")?\)|\(<[^<>\n]*>\)"
_NOT_ADDRESS = r"\s<>\"“”«»„–—()\[\]"
_LAST = rf"[^{_NOT_ADDRESS}.,;:!?'’*_]"
_PIECE = re.compile(
    rf"(?P<break>\\?\n)"
    r"|(?P<guarded>\\[!-/:-@\[-`{-~]"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^`]*(?P=ticks)(?!`)"
    r"|</?[A-Za-z][^<>\n]*>"
    r"|&(?:[A-Za-z][A-Za-z0-9]{0,31}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});"
    rf"|\b[a-z][a-z+.]{{1,9}}://[^{_NOT_ADDRESS}]*{_LAST}"
    rf"|\b(?:www\.|mailto:)[^{_NOT_ADDRESS}]*{_LAST}"
    r"|(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[\w-]+\.)+[\w-]+"
    rf"|(?<![\w.-])(?:[\w-]{{1,63}}\.)+[a-z]{{2,}}/[^{_NOT_ADDRESS}]*{_LAST}"
    rf"|[{_STAND_INS}])"
    r"|(?P<placeholder>\{\{[^{}\n]*\}\}|\{[^{}\s\"'«»“”]*\}"
    r"|%\(\w{1,63}\)[#0+-]*[\d.]*[a-zA-Z]|%%|%(?:\d+\$)?[-+\#0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh?|ll?|[zjtLq])?[A-Za-z])"
    r"|(?P<note>\[\^[^\[\]\s]+\])"
    r"|(?P<open>\[)"
    rf"|(?P<close>\](?P<target>{_TARGET}|\{{lang=[A-Za-z0-9-]+\}})?)"
    r"|(?P<emphasis>\*+|_+)"
)
# Each alternative starts with a different character and stops at the first that cannot belong to it.
_SIGNS = re.compile(rf"[\\`<&@%{{\[\]*_\n/{_STAND_INS}]|www\.|mailto:")
"""Characters of which at least one occurs in any piece."""


@dataclasses.dataclass(frozen=True, slots=True)
class Raw:
    """A split text: the *line* with stand-ins, and what they replace, in order."""

    line: str
    taken: tuple[str, ...]
    words: str
    """The line without separators, as a reader sees it."""

    @property
    def is_laid_out(self) -> bool:
        """Whether line breaks or tabs structure the text, so that its spaces may be intended."""
        return "\t" in self.words or any(piece == "\n" for piece in self.taken)

    def restore(self, line: str) -> str:
        """Convert *line*, which has the same stand-ins, back to catalog text."""
        taken = iter(self.taken)
        return _STAND_IN.sub(lambda _: next(taken), line)

    def excerpt(self, start: int, end: int) -> str:
        """Quote the part of *words* from *start* to *end*, in whole words, without markup."""
        before = re.search(r"\S{0,20}\Z", self.words[max(0, start - 20) : start])
        after = re.match(r"\S{0,20}", self.words[end : end + 20])
        found = (before[0] if before else "") + self.words[start:end] + (after[0] if after else "")
        return _STAND_IN.sub("…", found)


@functools.lru_cache(maxsize=128)  # all rules examine a text one after the other
def cut(text: str) -> Raw:
    """Set aside everything that is not words."""
    if len(text) > markup.MAX_TEXT:  # reported when catalogs are read
        return Raw("", (), "")
    if not _SIGNS.search(text):
        return Raw(text, (), text)
    pieces = list(_PIECE.finditer(text))
    links = _links(pieces)
    parts: list[str] = []
    taken: list[str] = []
    done = 0
    for place, piece in enumerate(pieces):
        sign = _sign(piece, is_link=place in links)
        if sign:
            parts += text[done : piece.start()], sign
            taken.append(piece[0])
            done = piece.end()
    line = "".join(parts) + text[done:]
    return Raw(line, tuple(taken), line.replace(common.SEPARATOR, ""))


def fixed(text: str, *changes: Callable[[str], str]) -> str:
    """Apply *changes* to the line of *text*; if that would change its markup, return *text* unchanged."""
    raw = cut(text)
    line = raw.line
    for change in changes:
        line = change(line)
    if line == raw.line:
        return text
    changed = raw.restore(line)
    same = cut(changed).taken == raw.taken and _shape(changed) == _shape(text)
    return changed if same else text


def printed(text: str) -> str:
    """Return the printed words of *text*."""
    return markup.plain(markup.inline(text, re.findall(r"\[\^([^\]\s]+)\]", text)))


def _links(pieces: Sequence[re.Match[str]]) -> frozenset[int]:
    """Return the places of brackets that are links; others are text."""
    opened: list[int] = []
    links: set[int] = set()
    for place, piece in enumerate(pieces):
        if piece["open"]:
            opened.append(place)
        elif piece["close"] and opened:
            start = opened.pop()
            if piece["target"]:
                links |= {start, place}
    return frozenset(links)


def _sign(piece: re.Match[str], *, is_link: bool) -> str:
    """Choose the stand-in of a piece; nothing if it is text after all."""
    match piece.lastgroup:
        case "break":
            return common.BREAK
        case "placeholder":
            return common.PLACEHOLDER
        case "note":
            return common.OBJECT
        case "open" | "close":
            if is_link and piece["target"] and piece.string[piece.start() - 1] == "[":
                return common.GUARDED  # a reference with words written by the program
            return common.SEPARATOR if is_link else common.GUARDED if piece["target"] else ""
        case "emphasis":
            return common.SEPARATOR if _may_emphasize(piece) else ""
        case _:
            return common.GUARDED


def _may_emphasize(piece: re.Match[str]) -> bool:
    """Distinguish emphasis marks from asterisks between spaces and underscores inside words."""
    text, (start, end) = piece.string, piece.span()
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    inside = piece[0][0] == "_" and before.isalnum() and after.isalnum()
    return not inside and not (before.isspace() and after.isspace())


def _shape(text: str) -> object:
    """Return the syntax tree of a text without its words."""
    return _empty(markup.inline(text, re.findall(r"\[\^([^\]\s]+)\]", text)))


def _empty(spans: tuple[model.Span, ...]) -> tuple[object, ...]:
    return tuple(
        type(span).__name__
        if isinstance(span, model.Plain)
        else span
        if isinstance(span, model.Break | model.NoteCall)
        else (dataclasses.replace(span, children=()), _empty(span.children))
        for span in spans
    )
