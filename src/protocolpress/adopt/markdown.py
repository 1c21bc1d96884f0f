"""A document → Markdown: blocks and footnotes come in; the body of a source that parses to the same blocks goes out.

Texts are inline Markdown already; a character at the head of a line that would start another block is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from protocolpress.model import (
    ActionState,
    Cell,
    Edtf,
    EntityRef,
    Heading,
    Message,
    Moment,
    Paragraph,
    PlaceRef,
    SourceBlock,
    Table,
)

WIDTH = 120

_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_BLOCK = re.compile(
    r"[-+](?=\s|$)|#{1,6}(?=\s|$)|[>|]|`{3}|~{3}|\*(?=\s|$)|(?:[-*_]\s*){3,}$|=+\s*$|-+\s*$|\[\^[^\]]*\]:|\{[.#]"
)
_SAFE = re.compile(r"[^\W\d_]|[(«“„‘’\"']")
"""A line may end before a word that begins like this."""

_RULES = {"left": "---", "center": ":---:", "right": "---:"}


def write(blocks: Sequence[SourceBlock], notes: Mapping[str, Message]) -> tuple[str, tuple[int, ...]]:
    """Return the body of a source, and the line, counted from 1, on which each block begins."""
    writer = _Writer()
    for block in blocks:
        writer.block(block)
    for label, note in notes.items():
        writer.part(_lines(note.msgid, f"[^{label}]: ", "    "))
    return "".join(f"{line}\n" for line in writer.lines), tuple(writer.starts)


class _Writer:
    """Writes one body, keeping track of how deep each level of a list is indented."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.starts: list[int] = []
        self.indents = [0]
        """Column where the text begins, by level."""
        self.article = 0

    def part(self, lines: Iterable[str]) -> None:
        """Add a block's lines, preceded by an empty one."""
        self.lines += ["", *lines] if self.lines else [*lines]

    def block(self, block: SourceBlock) -> None:
        """Add a block."""
        self.starts.append(len(self.lines) + (2 if self.lines else 1))
        match block:
            case Heading():
                self.indents = [0]
                self.article += bool(block.path)
                named = block.anchor and block.anchor != f"article-{self.article}"
                words = " ".join(block.text.msgid.replace("\\\n", " ").split("\n"))
                anchor = f"{{#{block.anchor}}}" if named else ""
                self.part([" ".join(filter(None, ("#" * block.level, words, anchor)))])
            case Paragraph():
                self.paragraph(block)
            case Table():
                self.indents = [0]
                self.part(_table(block))
            case _:
                assert_never(block)

    def paragraph(self, block: Paragraph[Message]) -> None:
        """Add a paragraph at its depth."""
        marker = f"{block.path[-1]}. " if block.role == "item" else "- " if block.role == "bullet" else ""
        level = block.level - 1 if marker else block.level
        while len(self.indents) <= level:  # a level without its own item
            self.indents.append(self.indents[-1])
        del self.indents[level + 1 :]
        indent = " " * self.indents[level]
        if marker:
            self.indents.append(len(indent) + len(marker))
        quoted = block.role == "quote"
        mark = f"{'-' if block.number == '–' else block.number} " if quoted and block.number else ""
        head = f"{indent}> {mark}" if quoted else f"{indent}{marker}"
        rest = f"{indent}> {' ' * len(mark)}" if quoted else " " * len(head)
        named = [f"{indent}{{.{block.role}}}"] if block.role in ("agreed", "closing", "decision") else []
        self.part([*named, *_lines(block.text.msgid, head, rest)])
        self.starts[-1] += len(named)


def _lines(text: str, head: str, rest: str) -> Iterator[str]:
    """Break a text into lines: *head* before the first, *rest* before the others."""
    for number, broken in enumerate(text.split("\n")):
        line = (rest if number else head) + _escaped(broken)
        words = line.split(" ")
        line = words[0]
        for word in words[1:]:
            if len(line) + 1 + len(word) > WIDTH and _SAFE.match(word) and line.strip():
                yield line
                line = rest + word
            else:
                line += f" {word}"
        yield line


def _escaped(text: str) -> str:
    """Escape a text so that it begins no block."""
    if match := _NUMBERED.match(text):
        return f"{match[1]}\\{text[len(match[1]) :]}"
    return f"\\{text}" if _BLOCK.match(text) else text


def _table(table: Table[Cell]) -> Iterator[str]:
    classes = ("actions", table.actions), ("corrections", table.corrections), ("total", table.total)
    if marks := [f".{name}" for name, said in classes if said]:
        yield f"{{{' '.join(marks)}}}"
    yield _row(map(_cell, table.header))
    yield _row(_RULES[align] for align in table.align)
    yield from (_row(map(_cell, row)) for row in table.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    """Write a cell."""
    match cell:
        case Message():
            return re.sub(r"(?<!\\)\|", r"\\|", cell.msgid.replace("\\\n", " ").replace("\n", " "))
        case Edtf(start, end):
            about = "%" if cell.approximate and cell.uncertain else "~" if cell.approximate else "?" * cell.uncertain
            return f"{_moment(start)}{about}" + (f"/{_moment(end)}" if end else "")
        case EntityRef(ids):
            return ", ".join(f"@{entry}" for entry in ids)
        case ActionState(state):
            return state
        case PlaceRef(fragment):
            return f"#{fragment}"
        case _:
            assert_never(cell)


def _moment(moment: Moment) -> str:
    parts = (f"{moment.year:04}", f"{moment.month:02}", f"{moment.day:02}")
    return "-".join(parts[: 1 + bool(moment.month) + bool(moment.day)])
