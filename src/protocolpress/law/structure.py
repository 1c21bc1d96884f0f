"""Blocks → the hierarchy of Akoma Ntoso: articles, paragraphs, sub-paragraphs, points, and the text around them.

A flat sequence of blocks comes in; each becomes a part of the one above it. Text of a numbered part before its parts is
its introduction, text after them its wrap-up; text between two parts is a part without a number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from protocolpress import markup
from protocolpress.law import naming
from protocolpress.law.inlines import Inlines, plain
from protocolpress.model import Block, Heading, NoteCall, Paragraph, Path, Table, Text


@dataclasses.dataclass(slots=True)
class Part:
    """A part of the hierarchy while it is built: its element, its own words, and its contents in order."""

    element: str
    eid: str
    num: str = ""
    heading: str = ""
    inside: list[str | Part] = dataclasses.field(default_factory=list)
    """Written blocks, and parts."""

    def write(self) -> str:
        """Write the part."""
        own = f"<num>{plain(self.num)}</num>" if self.num else ""
        own += f"<heading>{self.heading}</heading>" if self.heading else ""
        name = ' name="part"' if self.element == "hcontainer" else ""
        return f'<{self.element} eId="{self.eid}"{name}>{own}{self._contents()}</{self.element}>'

    def _contents(self) -> str:
        at = [number for number, one in enumerate(self.inside) if isinstance(one, Part)]
        if not at:
            return f"<content>{joined(self.inside) or '<p/>'}</content>"
        before, between, after = self.inside[: at[0]], self.inside[at[0] : at[-1] + 1], self.inside[at[-1] + 1 :]
        found = [f"<intro>{joined(before)}</intro>" if before else ""]
        count = 0
        for run in _runs(between):
            if isinstance(run, Part):
                found.append(run.write())
            else:
                count += 1
                found.append(
                    f'<hcontainer eId="{self.eid}__text_{count}" name="text"><content>{run}</content></hcontainer>'
                )
        return "".join((*found, f"<wrapUp>{joined(after)}</wrapUp>" if after else ""))


def joined(inside: Iterable[str | Part]) -> str:
    """Join written blocks."""
    return "".join(one for one in inside if isinstance(one, str))


def _runs(inside: Iterable[str | Part]) -> Iterator[str | Part]:
    """Return the parts, joining the blocks between two of them into one."""
    held = ""
    for one in inside:
        if isinstance(one, str):
            held += one
            continue
        if held:
            yield held
            held = ""
        yield one


@dataclasses.dataclass(frozen=True, slots=True)
class Outline:
    """A text in three pieces: the preamble, the body and the closing clauses, all written."""

    preamble: str
    body: str
    closing: str


def outline(blocks: Sequence[Block], inlines: Inlines, prefix: str = "") -> Outline:
    """Split the blocks of a document into these pieces; *prefix* begins the identifiers of an annex.

    Without articles there is no preamble: all is the body.
    """
    first = next((at for at, one in enumerate(blocks) if isinstance(one, Heading) and one.path), None)
    closing = [one for one in blocks if isinstance(one, Paragraph) and one.role == "closing"]
    rest = [one for one in blocks if one not in closing]
    start = 0 if first is None else rest.index(blocks[first])
    before = _Builder(inlines, prefix, plain_only=True).parts(rest[:start])
    parts = _Builder(inlines, prefix, plain_only=False).parts(rest[start:])
    said = "".join(f"<p>{inlines.text(one.text)}</p>" for one in closing)
    return Outline(preamble=joined(before), body=_body(parts, prefix), closing=said)


def _body(parts: Sequence[str | Part], prefix: str) -> str:
    """Write the parts of a body; text outside them becomes a part without a number."""
    found = []
    for number, run in enumerate(_runs([*parts, Part("", "")]), 1):
        if isinstance(run, Part):
            found.append(run.write() if run.element else "")
        else:
            key = f"{prefix}__text_{number}" if prefix else f"text_{number}"
            found.append(f'<hcontainer eId="{key}" name="text"><content>{run}</content></hcontainer>')
    return "".join(found)


class _Builder:
    """Builds parts from blocks. With *plain_only*, as in a preamble, there are no parts."""

    def __init__(self, inlines: Inlines, prefix: str, *, plain_only: bool) -> None:
        self.inlines = inlines
        self.prefix = prefix
        self.plain_only = plain_only
        self.sections = 0
        self.top: list[str | Part] = []
        self.open: list[tuple[int, Part]] = []
        """The open parts, each with its depth."""
        self.bullets: list[str] = []

    def parts(self, blocks: Sequence[Block]) -> list[str | Part]:
        """Put blocks into parts."""
        for block in blocks:
            if isinstance(block, Paragraph) and block.role == "bullet":
                self.bullets.append(self.inlines.text(block.text))
                continue
            self.end_list()
            match block:
                case Table():
                    self.into(2 if self.open else 0).append(self.table(block))
                case Heading() if self.plain_only:
                    self.top.append(f"<p><b>{self.inlines.text(block.text)}</b></p>")
                case Heading():
                    self.begin(self.heading(block), 0 if block.path else 1)
                case Paragraph(path=path) if path and block.number and not self.plain_only:
                    self.begin(self.part(path, block), len(path))
                case Paragraph() if not _is_empty(block):
                    number = f"{plain(block.number)} " if block.number else ""
                    self.into(block.level + 2).append(f"<p>{number}{self.inlines.text(block.text)}</p>")
        self.end_list()
        return self.top

    def into(self, depth: int) -> list[str | Part]:
        """Return the parent of a block at a depth, closing the parts at that depth and below."""
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()
        return self.open[-1][1].inside if self.open else self.top

    def begin(self, part: Part, depth: int) -> None:
        """Begin a part."""
        self.into(depth).append(part)
        self.open.append((depth, part))

    def end_list(self) -> None:
        """End the open list of bullets, if any; it belongs to the current part."""
        if self.bullets:
            items = "".join(f"<li>{one}</li>" for one in self.bullets)
            (self.open[-1][1].inside if self.open else self.top).append(f"<ul>{items}</ul>")
            self.bullets = []

    def heading(self, block: Heading[Text]) -> Part:
        """Begin an article, or a part under a heading without a number."""
        words = self.inlines.text(block.text)
        if block.path:
            return Part("article", naming.eid(block.path, self.prefix), block.number, words)
        self.sections += 1
        key = f"hcontainer_{self.sections}"
        return Part("hcontainer", f"{self.prefix}__{key}" if self.prefix else key, "", words)

    def part(self, path: Path, block: Paragraph[Text]) -> Part:
        """Begin a numbered paragraph."""
        element = naming.ELEMENTS[min(len(path) - 1, len(naming.ELEMENTS) - 1)]
        words = f"<p>{self.inlines.text(block.text)}</p>"
        return Part(element, naming.eid(path, self.prefix), block.number, "", [words])

    def table(self, table: Table[Text]) -> str:
        """Write a table."""
        head = "".join(f"<th><p>{self.inlines.text(cell)}</p></th>" for cell in table.header)
        rows = ("".join(f"<td><p>{self.inlines.text(cell)}</p></td>" for cell in row) for row in table.rows)
        return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _is_empty(block: Paragraph[Text]) -> bool:
    """Whether a paragraph is missing in its language."""
    words = markup.plain(block.text.spans).strip()
    return words in ("", "\\") and not any(isinstance(span, NoteCall) for span in block.text.spans)
