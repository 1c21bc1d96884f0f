"""The body of a source: Markdown blocks in; structured blocks out, each translatable text a `Message` with its place.

In protocols and annexes a heading of level 2 opens an article; ordered lists are its numbered paragraphs, up to three
levels. The numbers themselves are printed later, in the format of each language.
"""

from __future__ import annotations

import dataclasses
import re
from typing import cast, get_args

from protocolpress import markup, model
from protocolpress.errors import Position, Problems
from protocolpress.markup import (
    HeadingBlock,
    Inline,
    ListBlock,
    MarkupBlock,
    NoteBlock,
    ParagraphBlock,
    QuoteBlock,
    TableBlock,
)
from protocolpress.model import (
    ActionState,
    Cell,
    Document,
    EntityRef,
    Heading,
    Message,
    Paragraph,
    Path,
    PlaceRef,
    Role,
    SourceBlock,
    Table,
)
from protocolpress.numbering import LATIN, letters, roman
from protocolpress.sources.fields import ID, parse_date
from protocolpress.sources.front_matter import where

MAX_LEVEL = 6
"""Lists nest to six levels: paragraph, sub-paragraph, item, and three below."""

_FRAGMENT = re.compile(r"#[\w-]+(?:/\w+)*")

ROLES: dict[str, Role] = {"agreed": "agreed", "closing": "closing", "decision": "decision"}

STATES = get_args(model.State)


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """The state of the walk: nesting, role of plain paragraphs, the path above."""

    level: int = 0
    role: Role = "text"
    path: Path = ()


MERGED = ("^^", "<<", ">>", "||")
"""Marks of merged cells in other dialects of Markdown."""

_ITEM = re.compile(r"[-*+•] +[^\W\d]")
"""The beginning of a list in a cell."""


def read(document: Document, text: str, first_line: int, problems: Problems) -> Document:
    """Return *document* with the blocks and footnotes of its body."""
    reader = _Body(document, problems)
    blocks = markup.blocks(text, reader.path, first_line, problems)
    reader.walk(blocks, Spot())
    document = dataclasses.replace(document, blocks=tuple(reader.blocks), notes=reader.notes)
    reader.collisions()
    called = _called_notes(document, problems)
    return dataclasses.replace(document, notes={label: reader.notes[label] for label in called})


class _Body:
    """Walks one body, numbering articles and paragraphs."""

    def __init__(self, document: Document, problems: Problems) -> None:
        self.document = document
        self.path = document.position.path
        self.problems = problems
        self.blocks: list[SourceBlock] = []
        self.notes: dict[str, Message] = {}
        self.anchors: dict[str, int] = {}
        self.article = 0
        self.paragraph = 0
        self.decided = 0

    def walk(self, blocks: tuple[MarkupBlock, ...], spot: Spot) -> None:
        """Read blocks in order."""
        for block in blocks:
            match block:
                case HeadingBlock():
                    self.heading(block, spot)
                case ParagraphBlock():
                    role = next((ROLES[name] for name in block.classes if name in ROLES), spot.role)
                    self.classes(block.classes, tuple(ROLES), block.text.line)
                    if role == "decision":
                        self.decision(block, spot)
                        continue
                    text = self.message(
                        block.text, self.place(spot.path, "closing clause" if role == "closing" else "")
                    )
                    self.blocks.append(Paragraph(text=text, role=role, level=spot.level))
                case ListBlock():
                    self.list(block, spot)
                case QuoteBlock():
                    if spot.role == "quote":
                        self.error(block.line, "too-deep", "a quotation inside a quotation")
                    else:
                        self.walk(block.blocks, dataclasses.replace(spot, role="quote"))
                case TableBlock():
                    self.table(block)
                case NoteBlock():
                    self.note(block)

    def collisions(self) -> None:
        """Report headings with the name of a numbered paragraph: {#scope-2} beside paragraph 2 of {#scope}."""
        article = ""
        for block in self.blocks:
            if isinstance(block, Heading) and block.path:
                article = block.anchor
            elif isinstance(block, Paragraph) and (block.path or block.anchor):
                numbers = (str(number) for number in block.path[1:])
                name = block.anchor or "-".join([article or "paragraph", *numbers])
                if name in self.anchors:
                    message = f"the anchor {name} is also that of the paragraph in line {block.text.position.line}"
                    hint = "give the heading another {#name}, one that does not end in a number"
                    self.error(self.anchors[name], "duplicate-anchor", message, hint)

    def decision(self, block: ParagraphBlock, spot: Spot) -> None:
        """Take a decision: it has a number that counts on from that of the front matter."""
        first = self.document.decisions
        if not first:
            hint = "write decisions: 2012/1 in the front matter, the number of the first one"
            self.error(block.text.line, "bad-value", "nothing says which number this decision has", hint)
            return
        figure = re.search(r"[0-9]+$", first)
        start = int(figure[0]) if figure else 1
        number = f"{first[: figure.start() if figure else None]}{start + self.decided}"
        self.decided += 1
        text = self.message(block.text, self.place(spot.path, f"decision {number}"))
        anchor = decision_anchor(number)
        self.blocks.append(Paragraph(text=text, role="decision", level=spot.level, number=number, anchor=anchor))

    def heading(self, block: HeadingBlock, spot: Spot) -> None:
        """Open an article or a section."""
        line = block.text.line
        if block.level not in (2, 3) or spot != Spot():
            hint = "articles and sections start with ##, parts of them with ###, outside lists and quotations"
            self.error(line, "bad-heading", "a heading is not allowed here", hint)
            return
        path: Path = ()
        if block.level == 2 and self.document.kind != "event" and self.document.form.headings != "plain":
            self.article += 1
            self.paragraph = 0
            path = (self.article,)
        anchor = block.anchor or (f"article-{self.article}" if path else "")
        if anchor and anchor in self.anchors:
            hint = f"the first one is in line {self.anchors[anchor]}: give one of them another {{#name}}"
            self.error(line, "duplicate-anchor", f"the anchor {anchor} occurs twice", hint)
        self.anchors[anchor] = line
        what = self.place(path, "heading") if path else "heading"
        self.blocks.append(Heading(text=self.message(block.text, what), level=block.level, path=path, anchor=anchor))

    def list(self, block: ListBlock, spot: Spot) -> None:
        """Read a list: numbered paragraphs, or bullets."""
        level = spot.level + 1
        if level > MAX_LEVEL:
            self.error(block.line, "too-deep", f"lists nest deeper than {MAX_LEVEL} levels", "use fewer levels")
            return
        if spot.role == "quote":
            for item, mark in zip(block.items, block.marks, strict=True):
                self.quoted_item(item, dataclasses.replace(spot, level=level), mark if block.ordered else "–")
            return
        number = self.paragraph if level == 1 and block.ordered else 0
        for item, mark in zip(block.items, block.marks, strict=True):
            number += 1
            path = ((spot.path or (self.article,)) + (number,)) if block.ordered else spot.path
            self.item(item, Spot(level, spot.role, path), mark if block.ordered else "")
        if level == 1 and block.ordered:
            self.paragraph = number

    def quoted_item(self, blocks: tuple[MarkupBlock, ...], spot: Spot, mark: str) -> None:
        """Read an item in a quotation, which keeps its marker and does not count."""
        first, *rest = blocks or (None,)
        if isinstance(first, ParagraphBlock):
            text = self.message(first.text, self.place(spot.path, "quotation"))
            self.blocks.append(Paragraph(text=text, role="quote", level=spot.level, number=mark))
        elif first is not None:
            self.walk((first,), spot)
        self.walk(tuple(rest), spot)

    def item(self, blocks: tuple[MarkupBlock, ...], spot: Spot, mark: str) -> None:
        """Read a list item: its first paragraph gets the number, if it has a *mark*, and the rest continues it."""
        first, *rest = blocks or (None,)
        if isinstance(first, ParagraphBlock):
            text = self.message(first.text, self.place(spot.path, "" if mark else "list item"))
            path = spot.path if mark else ()
            role: Role = "item" if mark else "bullet"
            self.blocks.append(Paragraph(text=text, role=role, level=spot.level, path=path, number=mark))
        elif first is not None:
            hint = "start the item with words, followed by the nested list"
            self.error(_line(first), "bad-item", "a list item does not start with a paragraph", hint)
        self.walk(tuple(rest), spot)

    def table(self, block: TableBlock) -> None:
        """Read a table; an action table has owners and dates, a table of corrections begins each row with a place."""
        known = ("corrections", "total") if self.document.kind == "corrigendum" else ("actions", "total")
        self.classes(block.classes, known, block.line)
        actions = "actions" in block.classes and "actions" in known
        corrections = "corrections" in block.classes and "corrections" in known
        if corrections and len(block.header) != 3:
            hint = "write: where | for | read"
            self.error(block.line, "bad-corrections", "a table of corrections has three columns", hint)
            corrections = False
        if actions and len(block.header) not in (3, 4):
            hint = "write: what | owner | due date, and perhaps | state"
            self.error(block.line, "bad-actions", "a table of actions has three or four columns", hint)
            actions = False
        where_ = self.place((self.article,) if self.article else (), "table")
        header = tuple(self.message(cell, f"{where_}, heading of a column") for cell in block.header)
        rows: list[tuple[Cell, ...]] = []
        for row in block.rows:
            cells: list[Cell] = [self.message(self.fit_for_cell(cell), where_) for cell in row]
            if actions:
                cells[1:] = [self.owners(row[1]), self.due(row[2]), *map(self.state, row[3:])]
            if corrections:
                cells[0] = self.corrected(row[0], cells[0])
            rows.append(tuple(cells))
        self.blocks.append(
            Table(
                header=header,
                rows=tuple(rows),
                align=block.align,
                actions=actions,
                corrections=corrections,
                total="total" in block.classes,
            )
        )

    def fit_for_cell(self, cell: Inline) -> Inline:
        """Report what a cell cannot hold: a list, or a mark of merged cells."""
        if cell.text in MERGED:
            hint = "repeat the words, or leave the cell empty: a listener hears each cell with its heads"
            self.error(cell.line, "bad-cell", f"cells cannot be merged ({cell.text})", hint)
        elif _ITEM.match(cell.text):
            hint = "end its lines with a backslash (first \\ second), or take the list out of the table"
            self.error(cell.line, "bad-cell", "a cell cannot hold a list", hint)
        return cell

    def owners(self, cell: Inline) -> EntityRef:
        """Read the owners of an action, `@id, @id`."""
        ids = tuple(part.strip() for part in cell.text.split(","))
        for part in ids:
            if not part.startswith("@") or not ID.fullmatch(part[1:]):
                hint = "write @id of a party, a person or an organization"
                self.error(cell.line, "bad-actions", f"the owner {part or '(empty)'} is not an id", hint)
        return EntityRef(tuple(part.removeprefix("@") for part in ids), Position(self.path, cell.line))

    def state(self, cell: Inline) -> ActionState:
        """Read what has become of an action; an empty cell is open."""
        if cell.text and cell.text not in STATES:
            hint = f"write {', '.join(STATES)}; what is overdue, the program finds by the date"
            self.error(cell.line, "bad-actions", f"unknown state {cell.text}", hint)
        known = cell.text if cell.text in STATES else "open"
        return ActionState(cast("model.State", known), Position(self.path, cell.line))

    def corrected(self, cell: Inline, words: Cell) -> Cell:
        """Read the place of a correction: `#article/1/b`, or *words* that describe it."""
        if not cell.text.startswith("#"):
            return words
        if not _FRAGMENT.fullmatch(cell.text):
            hint = "write #article/1/b: the article's {#anchor}, then numbers or letters"
            self.error(cell.line, "bad-corrections", f"{cell.text} is not a place in a document", hint)
        return PlaceRef(cell.text[1:], Position(self.path, cell.line))

    def due(self, cell: Inline) -> Cell:
        """Read the due date of an action."""
        date = parse_date(cell.text, Position(self.path, cell.line), self.problems)
        return date or Message(msgid="", position=Position(self.path, cell.line))

    def note(self, block: NoteBlock) -> None:
        """Read a footnote."""
        first, *rest = block.blocks or (None,)
        if not isinstance(first, ParagraphBlock) or rest:
            self.error(
                block.line, "bad-footnote", f"footnote {block.label} is not one paragraph", "write it as one paragraph"
            )
        elif block.label in self.notes:
            self.error(block.line, "bad-footnote", f"footnote {block.label} is defined twice")
        else:
            self.notes[block.label] = self.message(first.text, f"footnote {block.label}")

    def message(self, inline: Inline, place: str) -> Message:
        """Make the message of a block."""
        comment = " · ".join(part for part in (where(self.document.kind, self.document.id), place) if part)
        return Message(msgid=inline.text, position=Position(self.path, inline.line), comment=comment)

    def place(self, path: Path, what: str) -> str:
        """Return the place of a block as an English lawyer would cite it: Article 2 · paragraph 1(b)."""
        words = []
        noun = "Chapter" if self.document.form.headings == "chapters" else "Article"
        if article := (path and path[0]) or self.article:
            words.append(f"{noun} {article}")
        elif not what and not path and self.document.kind != "event":
            words.append("preamble")
        if path[1:]:
            inner = "".join(f"({letters(n, LATIN) if depth == 1 else roman(n)})" for depth, n in enumerate(path[2:], 1))
            words.append(f"paragraph {path[1]}{inner}")
        return " · ".join([*words, what] if what else words)

    def classes(self, classes: tuple[str, ...], known: tuple[str, ...], line: int) -> None:
        """Report unknown words in an attribute line."""
        for name in classes:
            if name not in known:
                hint = f"allowed here: {', '.join(f'{{.{word}}}' for word in known)}"
                self.error(line, "unknown-attribute", f"unknown attribute .{name}", hint)

    def error(self, line: int, rule: str, message: str, hint: str = "") -> None:
        """Report a mistake in a line of the source."""
        self.problems.error(Position(self.path, line), rule, message, hint)


def decision_anchor(number: str) -> str:
    """Return the name by which a decision is referred to: "2012/3" → "decision-2012-3"."""
    return "-".join(("decision", *re.findall(r"\w+", number.lower())))


def _line(block: MarkupBlock) -> int:
    return block.text.line if isinstance(block, HeadingBlock | ParagraphBlock) else block.line


def _called_notes(document: Document, problems: Problems) -> tuple[str, ...]:
    """Return the footnotes in the order of their calls; report unknown calls and uncalled footnotes."""
    called: dict[str, None] = {}
    for message in model.messages(document):
        for label in re.findall(r"(?<!\\)\[\^([^\]\s]+)\]", message.msgid):
            called[label] = None
            if label not in document.notes:
                hint = f"write a line [^{label}]: and the text of the note"
                problems.error(message.position, "unknown-footnote", f"there is no footnote {label}", hint)
    for label, note in document.notes.items():
        if label not in called:
            hint = f"write [^{label}] where it belongs, or remove it"
            problems.error(note.position, "unused-footnote", f"footnote {label} is never called", hint)
    return tuple(label for label in called if label in document.notes)
