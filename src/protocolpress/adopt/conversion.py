"""A text from Word → the Markdown of a source, notes for translators, and a list of what could not be converted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocolpress.adopt import citing, columns, inlines, markdown, structure
from protocolpress.adopt.citing import Cite
from protocolpress.adopt.structure import Node
from protocolpress.errors import Position
from protocolpress.markup import MAX_COLUMNS, MAX_TEXT
from protocolpress.model import Heading, Message, Paragraph, Path, SourceBlock, Table
from protocolpress.word import values
from protocolpress.word.values import Left, Picture, Piece, WordText

NOWHERE = Position("")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A converted source: its title and body, with line-by-line notes."""

    title: str
    title_remarks: tuple[str, ...]
    body: str
    scheme: tuple[str, ...]
    origins: Mapping[int, int]
    """By line of the body, the paragraph that a block comes from."""
    groups: Mapping[int, int]
    """By line of the body, the row or turn that a block comes from."""
    remarks: Mapping[int, tuple[str, ...]]
    """By line of the body, the comments on a block."""
    left: tuple[Left, ...]
    pictures: tuple[Picture, ...]


def convert(
    text: WordText,
    locale: str,
    scheme: tuple[str, ...],
    cite: Cite,
    *,
    articles: bool,
    groups: Mapping[int, int] | None = None,
) -> Converted:
    """Convert a text in one language to a source; *groups* has, by paragraph, its row or turn."""
    found = structure.find(text.blocks, scheme, articles=articles)
    writer = _Converter(text, found.nodes, locale, cite)
    blocks = [writer.block(node) for node in found.nodes]
    title = writer.title(found.title) if found.title else ""
    notes = {
        writer.labels[key]: writer.note(paragraphs) for key, paragraphs in text.notes.items() if key in writer.labels
    }
    body, starts = markdown.write(blocks, notes)
    origins = {line: node.block.place for node, line in zip(found.nodes, starts, strict=True)}
    beside = found.title.comments if found.title else ()
    writer.left += _unplaced(
        text, (*beside, *_comments([paragraph for node in found.nodes for paragraph in _paragraphs(node.block)]))
    )
    return Converted(
        title=title,
        title_remarks=tuple(map(_said, beside)),
        body=body,
        scheme=found.scheme,
        origins=origins,
        groups={line: row for line, place in origins.items() if (row := (groups or {}).get(place))},
        remarks=dict(_remarks(found.nodes, starts)),
        left=(*text.left, *writer.left),
        pictures=text.pictures,
    )


def _remarks(nodes: Sequence[Node], starts: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for node, line in zip(nodes, starts, strict=True):
        said = [comment for paragraph in _paragraphs(node.block) for comment in paragraph.comments]
        if said:
            yield line, tuple(map(_said, said))


def _unplaced(text: WordText, placed: Iterable[values.Comment]) -> Iterator[Left]:
    """Return the comments that belong to no block of the source: on notes, on paragraphs without words."""
    known = {id(comment) for comment in placed}
    for paragraph in (*columns.paragraphs(text.blocks), *(each for note in text.notes.values() for each in note)):
        for comment in paragraph.comments:
            if id(comment) not in known:
                yield Left(what="comment", place=f"paragraph {paragraph.place}", words=_said(comment))


def _comments(paragraphs: Iterable[values.Paragraph]) -> Iterator[values.Comment]:
    for paragraph in paragraphs:
        yield from paragraph.comments


def _paragraphs(block: values.Block) -> Iterator[values.Paragraph]:
    return columns.paragraphs((block,))


def _said(comment: values.Comment) -> str:
    return f"comment by {comment.author or 'somebody'}: {comment.text}"


class _Converter:
    """Writes the blocks of one text."""

    def __init__(self, text: WordText, nodes: Sequence[Node], locale: str, cite: Cite) -> None:
        self.locale = locale
        self.cite = cite
        self.places = structure.places(nodes)
        self.bookmarks = {
            name: node.path
            for node in nodes
            if isinstance(node.block, values.Paragraph) and node.path
            for name in node.block.bookmarks
        }
        self.labels = {key: str(number) for number, key in enumerate(text.notes, 1)}
        self.left: list[Left] = []

    def block(self, node: Node) -> SourceBlock:
        """Write one block."""
        if isinstance(node.block, values.Table):
            return self.table(node.block)
        pieces = node.pieces
        if node.number:
            pieces = (Piece(text=f"{node.number} "), *pieces)
        text = self.message(self.inline(_unmarked(pieces) if node.kind == "heading" else pieces, node.path))
        if node.kind == "heading":
            text = self.message(text.msgid.replace("\\\n", " "))
            anchor = f"article-{node.path[0]}" if node.path else ""
            return Heading(text=text, level=node.level, path=node.path, anchor=anchor)
        if node.kind in ("text", "agreed", "closing", "quote", "bullet", "item"):
            return Paragraph(text=text, role=node.kind, level=node.level, path=node.path)
        raise AssertionError(node.kind)

    def title(self, paragraph: values.Paragraph) -> str:
        """Write the title, with its number if it has one."""
        number = Piece(text=f"{paragraph.label} " if paragraph.label and not paragraph.bullet else "")
        return self.inline(_unmarked((number, *paragraph.pieces)), ()).replace("\\\n", " ")

    def message(self, text: str) -> Message:
        """Make the message of a text; one that is too long is refused when the source is parsed."""
        return Message(msgid=text, position=NOWHERE)

    def note(self, paragraphs: Sequence[values.Paragraph]) -> Message:
        """Write a footnote as one paragraph."""
        return self.message(self.inline(_joined(paragraphs), ()).replace("\\\n", " "))

    def table(self, table: values.Table) -> SourceBlock:
        """Write a table; one that is too wide becomes paragraphs, one for each row."""
        width = max(map(len, table.rows))
        rows = [[self.cell(cell) for cell in row] + [""] * (width - len(row)) for row in table.rows]
        if width > MAX_COLUMNS or any(len(" | ".join(row)) > MAX_TEXT for row in rows):
            self.left.append(Left(what="table too wide, set as a paragraph", place=f"paragraph {table.place}"))
            return Paragraph(text=self.message("\\\n".join("; ".join(filter(None, row)) for row in rows)))
        header, *body = (tuple(map(self.message, row)) for row in rows)
        return Table(header=header, rows=tuple(body), align=tuple("left" for _ in range(width)))

    def cell(self, cell: values.Cell) -> str:
        """Write the words of a cell on one line."""
        found = []
        for block in cell.blocks:
            if isinstance(block, values.Table):
                self.left.append(Left(what="table in a table, set as words", place=f"paragraph {block.place}"))
                found += [words for row in block.rows for each in row if (words := self.cell(each))]
            else:
                number = Piece(text=f"{block.label} " if block.label and not block.bullet else "")
                found.append(self.inline((number, *block.pieces), ()).replace("\\\n", " "))
        return " ".join(filter(None, found))

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def inline(self, pieces: Sequence[Piece], here: Path) -> str:
        """Write pieces as inline Markdown, with the references that their words or fields make."""
        split = tuple(part for piece in pieces for part in self.split(piece, here))
        return inlines.markdown(split, lambda key: self.labels.get(key, ""), lambda piece: self.reference(piece, here))

    def split(self, piece: Piece, here: Path) -> Iterator[Piece]:
        """Split a piece where its words cite a place of this text."""
        last = 0
        if piece.target and piece.target not in self.bookmarks:
            piece = dataclasses.replace(piece, target="")
        if not (piece.href or piece.target or piece.note):
            for found in citing.find(piece.text, self.locale, here, self.places):
                yield dataclasses.replace(piece, text=piece.text[last : found.start])
                target = f"/{self.places[found.path]}"
                yield dataclasses.replace(piece, text=piece.text[found.start : found.end], target=target)
                last = found.end
        yield dataclasses.replace(piece, text=piece.text[last:])

    def reference(self, piece: Piece, here: Path) -> str:
        """Write the reference of a piece, or return only its place; nothing if it refers to no place of this text."""
        if piece.target.startswith("/"):
            place = piece.target[1:]
            path = next(path for path, name in self.places.items() if name == place)
        elif (path := self.bookmarks.get(piece.target, ())) and path in self.places:
            place = self.places[path]
        else:
            return ""
        return citing.written(piece.text, path, here, self.locale, place, self.cite) or f"#{place}"


def _unmarked(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of a heading without bold, which a heading has anyway."""
    return tuple(dataclasses.replace(piece, strong=False) for piece in pieces)


def _joined(paragraphs: Sequence[values.Paragraph]) -> tuple[Piece, ...]:
    """Return the pieces of several paragraphs, joined by spaces."""
    found: list[Piece] = []
    for paragraph in paragraphs:
        found += [Piece(text=" "), *paragraph.pieces] if found else paragraph.pieces
    return tuple(found)
