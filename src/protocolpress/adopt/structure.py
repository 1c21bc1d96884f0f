"""A text from Word → a source in our Markdown: the title, articles and numbered paragraphs are recognized here.

Numbers that our structure prints are removed, automatic or typed; a number that it would print differently stays in the
text as words. So the result prints what Word prints, and no word is lost.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from protocolpress import numbering
from protocolpress.adopt import columns, labels
from protocolpress.adopt.labels import Label
from protocolpress.model import Path
from protocolpress.sources.body import MAX_LEVEL
from protocolpress.word.values import Block, Paragraph, Piece, Table

Kind = Literal["heading", "text", "agreed", "closing", "quote", "bullet", "item", "table"]

_AGREED = re.compile(
    r"(?:have|has) agreed (?:as follows|on the following)\s*:?$"
    r"|(?:согласились|договорились|условились) о (?:ниже)?следующем\s*:?$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:DONE|Done) (?:at|in)\b|(?:Совершено|СОВЕРШЕНО) в\b")

LONGEST_HEADING = 200

LONGEST_BOLD = 100


@dataclasses.dataclass(slots=True, kw_only=True)
class Node:
    """A block on its way into a source."""

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    path: Path = ()
    block: Block
    label: str = ""
    """Its number as Word prints it."""
    reading: Label | None = None
    """The reading of that number."""
    number: str = ""
    """A number that stays in the text, as words."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The structure found in a text from Word."""

    title: Paragraph | None
    nodes: tuple[Node, ...]
    scheme: tuple[str, ...]
    """The patterns of its numbers, from articles down."""


def find(blocks: Sequence[Block], scheme: tuple[str, ...], *, articles: bool) -> Structure:
    """Find the structure of a text; *scheme* gives the patterns of the levels at which the text has no numbers.

    Without *articles*, as in a report of an event, headings are sections without numbers.
    """
    blocks = _flat(blocks)
    title, rest = _title(blocks)
    nodes = _Outline(rest, articles=articles).nodes()
    found = _scheme(nodes, scheme)
    _count(nodes, found)
    return Structure(title=title, nodes=tuple(nodes), scheme=found)


# ── before: the kind of each block ───────────────────────────────────────────────────────────────────────────────────


def _flat(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks with words; a table of one row or one column is only a way to lay out paragraphs."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.text.strip() or any(piece.note for piece in block.pieces):
                found.append(block)
        elif not any(each.text.strip() for each in columns.paragraphs((block,))):
            continue
        elif len(block.rows) < 2 or max(map(len, block.rows)) < 2:
            found += _flat([each for row in block.rows for cell in row for each in cell.blocks])
        else:
            found.append(block)
    return found


def _title(blocks: list[Block]) -> tuple[Paragraph | None, list[Block]]:
    """Take the title off: the paragraph with its style, or else the first one."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    styled = next((each for each in paragraphs[:20] if each.style == "title"), None)
    title = styled or next(iter(paragraphs), None)
    return title, [block for block in blocks if block is not title]


class _Outline:
    """Goes through the blocks of a text once and decides what each is."""

    def __init__(self, blocks: list[Block], *, articles: bool) -> None:
        self.blocks = blocks
        self.articles = articles
        self.open: list[tuple[tuple[str, ...], int]] = []
        """The open lists, outermost first: the key of each, and its last number."""
        self.count = 0

    def nodes(self) -> list[Node]:
        """Make the nodes."""
        found: list[Node] = []
        skip = False
        for index, block in enumerate(self.blocks):
            if skip:
                skip = False
                continue
            if isinstance(block, Table):
                self.open = []
                found.append(Node(kind="table", block=block))
                continue
            node = self.node(block, index)
            following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
            if (
                isinstance(following, Paragraph)
                and node.kind == "heading"
                and node.reading
                and not _said(node.pieces)
                and _is_title(following)
            ):
                node.pieces, skip = following.pieces, True
                node.block = dataclasses.replace(
                    block,
                    bookmarks=(*block.bookmarks, *following.bookmarks),
                    comments=(*block.comments, *following.comments),
                )
            found.append(node)
        _continue(found)
        return found

    def node(self, block: Paragraph, index: int) -> Node:
        """Classify a paragraph."""
        heading = self.heading(block)
        if heading:
            self.open = []
            return heading
        if block.bullet:
            level = min(block.depth + 1, MAX_LEVEL)
            return Node(kind="bullet", pieces=block.pieces, level=level, block=block)
        if block.label:
            return self.item(block, block.label, block.pieces, ("auto", block.series, str(block.depth)))
        number, rest = labels.typed(block.text)
        if number and self.goes_on(number, index):
            pieces = cut(block.pieces, len(block.text) - len(rest))
            pattern = next(labels.readings(number)).pattern
            return self.item(block, number, pieces, ("typed", pattern))
        kind: Kind = "text"
        text = " ".join(block.text.split())
        if _AGREED.search(text) and len(text) < LONGEST_HEADING:
            kind = "agreed"
        elif _CLOSING.match(text):
            kind = "closing"
        elif "quote" in block.style or "block text" in block.style:
            kind = "quote"
        return Node(kind=kind, pieces=block.pieces, block=block)

    def heading(self, block: Paragraph) -> Node | None:
        """Make the node of a heading, if the paragraph is one."""
        styled = block.outline is not None or block.style.startswith("heading") or _is_bold_line(block)
        number, title = (block.label, block.text) if labels.is_article(block.label) else labels.article(block.text)
        typed = number and number != block.label
        reading = next(labels.readings(number), None) if number else None
        next_one = reading is not None and reading.number == self.count + 1
        likely = (
            styled
            or block.is_strong
            or block.centered
            or not title
            or (next_one and len(title) < 80 and not title.endswith("."))
        )
        if self.articles and reading and likely and (next_one or styled or number == block.label):
            self.count = reading.number
            pieces = cut(block.pieces, len(block.text) - len(title)) if typed else block.pieces
            return Node(kind="heading", pieces=pieces, level=2, block=block, label=number, reading=reading)
        if not styled or len(block.text) > LONGEST_HEADING or not block.text.strip():
            return None
        reading = next(labels.readings(block.label), None) if block.label else None
        if (
            self.articles
            and reading
            and reading.number == self.count + 1
            and block.depth == 0
            and "1" in reading.pattern
        ):
            self.count += 1
            return Node(kind="heading", pieces=block.pieces, level=2, block=block, label=block.label, reading=reading)
        level = 3 if self.articles or (block.outline or 0) > 0 else 2
        number = "" if block.bullet else block.label
        return Node(kind="heading", pieces=block.pieces, level=level, block=block, label=number, number=number)

    def item(self, block: Paragraph, label: str, pieces: tuple[Piece, ...], key: tuple[str, ...]) -> Node:
        """Make the node of a numbered paragraph, opening or closing lists as needed."""
        readings = list(labels.readings(label))
        known = [one for one, _ in self.open]
        if not readings:
            return Node(kind="text", pieces=pieces, block=block, label=label, number=label)
        if key[0] == "auto":
            deeper = [at for at, one in enumerate(known) if one[:2] == key[:2] and int(one[2]) >= int(key[2])]
            if deeper and key not in known:
                del self.open[deeper[0] :]
                known = known[: deeper[0]]
        reading = self.reading(readings, key)
        key = key if key[0] == "auto" else ("typed", reading.pattern)
        if key in known:
            del self.open[known.index(key) :]
        elif self.open and reading.number != 1:
            self.open.pop()
        self.open.append((key, reading.number))
        return Node(kind="item", pieces=pieces, level=len(self.open), block=block, label=label, reading=reading)

    def reading(self, readings: list[Label], key: tuple[str, ...]) -> Label:
        """Choose the reading of a number: one that continues an open list, or else one that begins a list."""
        for one, last in reversed(self.open):
            for reading in readings:
                if one == (key if key[0] == "auto" else ("typed", reading.pattern)) and reading.number == last + 1:
                    return reading
        return min(readings, key=lambda reading: reading.number)

    def goes_on(self, number: str, index: int) -> bool:
        """Whether a typed number really is one: a letter with a full stop may be an initial, so another must follow."""
        readings = list(labels.readings(number))
        if not readings:
            return False
        if any(one == ("typed", r.pattern) and r.number == last + 1 for one, last in self.open for r in readings):
            return True
        before = self.blocks[index - 1] if index else None
        last = labels.readings(labels.typed(before.text)[0]) if isinstance(before, Paragraph) else ()
        if any(r.pattern == one.pattern and r.number == one.number + 1 for one in last for r in readings):
            return False  # it continues something that was not a list
        first = [reading for reading in readings if reading.number == 1]
        if not first and not number[0].isdigit() and not number.startswith("(1"):
            return False
        if number.endswith(")") or number[0].isdigit():
            return bool(first) or number.endswith(")")
        later = (block for block in self.blocks[index + 1 :] if isinstance(block, Paragraph))
        follow = {(reading.pattern, 2) for reading in first}
        return any(
            (r.pattern, r.number) in follow for each in later for r in labels.readings(labels.typed(each.text)[0])
        )


def _is_bold_line(block: Paragraph) -> bool:
    """Whether a paragraph is one bold line without a full stop: a heading, where nobody uses styles."""
    text = block.text.strip()
    short = len(text) <= LONGEST_BOLD and "\n" not in text
    return short and block.is_strong and not block.label and not re.search(r"[.,;:!?]$", text)


def _is_title(block: Paragraph) -> bool:
    """Whether a paragraph is the title of the article whose number is above it."""
    return (
        not block.label
        and len(block.text) <= labels.LONGEST_TITLE
        and (block.centered or _is_bold_line(block) or block.outline is not None)
        and not labels.article(block.text)[0]
    )


def _said(pieces: Iterable[Piece]) -> bool:
    return any(piece.text.strip() or piece.note for piece in pieces)


def cut(pieces: Iterable[Piece], length: int) -> tuple[Piece, ...]:
    """Return pieces without their first *length* characters."""
    found = []
    for piece in pieces:
        if length >= len(piece.text) and not piece.note:
            length -= len(piece.text)
            continue
        found.append(dataclasses.replace(piece, text=piece.text[length:]))
        length = 0
    return tuple(found)


def _continue(nodes: list[Node]) -> None:
    """Attach a paragraph between two numbers of one list to the first of them, so that the list continues."""
    for index, node in enumerate(nodes):
        if node.kind != "text" or node.number or not index:
            continue
        before = nodes[index - 1]
        after = next((each for each in nodes[index + 1 :] if each.kind != "text"), None)
        goes_on = after is not None and after.kind == "item" and after.reading is not None and after.reading.number > 1
        if goes_on and after and before.level >= after.level and before.kind in ("item", "text", "bullet"):
            node.level = after.level


# ── after: which numbers our structure prints ────────────────────────────────────────────────────────────────────────


def _scheme(nodes: Iterable[Node], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return the most common pattern of each level."""
    counted: dict[int, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for node in nodes:
        if node.reading and node.kind in ("heading", "item"):
            counted[0 if node.kind == "heading" else node.level][node.reading.pattern] += 1
    patterns = [*usual, *("1.",) * (MAX_LEVEL + 1 - len(usual))]
    for level, patterns_there in counted.items():
        if level <= MAX_LEVEL:
            patterns[level] = patterns_there.most_common(1)[0][0]
    deepest = max((level for level in counted if level <= MAX_LEVEL), default=0)
    return tuple(patterns[: max(len(usual), deepest + 1)])


def _count(nodes: Iterable[Node], scheme: tuple[str, ...]) -> None:
    """Assign paths to the nodes whose numbers our structure prints; other numbers become words."""
    scheme = (*scheme, *("1.",) * (MAX_LEVEL + 1 - len(scheme)))
    article = paragraph = 0
    path: list[int] = []
    """The open numbered paragraphs."""
    bullets = 0
    for node in nodes:
        if node.kind == "heading":
            path = []
            if node.level == 2 and node.reading:
                if _prints(scheme[0], article + 1, node.label):
                    article, paragraph = article + 1, 0
                    node.path = (article,)
                else:
                    node.level, node.number = 3, node.label
        elif node.kind == "item":
            last = paragraph if node.level == 1 else path[node.level - 1] if len(path) >= node.level else 0
            fits = node.level <= MAX_LEVEL and len(path) >= node.level - 1
            if fits and _prints(scheme[node.level], last + 1, node.label):
                path[node.level - 1 :] = [last + 1]
                paragraph = path[0]
                node.path = (article, *path)
            else:
                node.kind, node.level, node.number, path = "text", 0, node.label, []
        elif node.kind == "bullet":
            open_ = len(path) if path else bullets
            node.level = min(node.level + len(path), open_ + 1, MAX_LEVEL)
            path = path[: node.level - 1]
        elif node.kind == "table" or not node.level:
            path = []
        else:
            node.level = min(node.level, len(path))
        bullets = node.level if node.kind == "bullet" else 0


def _prints(pattern: str, number: int, label: str) -> bool:
    return " ".join(numbering.printed(pattern, number).split()) == " ".join(label.split())


def places(nodes: Iterable[Node]) -> Mapping[Path, str]:
    """Return the reference for each numbered block, by its path."""
    return {
        node.path: "/".join(
            [f"article-{node.path[0]}", *map(str, node.path[1:])] if node.path[0] else map(str, node.path[1:])
        )
        for node in nodes
        if node.path
    }
