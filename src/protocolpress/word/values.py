"""A text from Word as values: blocks in order, pieces of text with marks, notes, comments, and what is left out."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text with its marks."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    """Web address of its link."""
    target: str = ""
    """Bookmark of this text that it refers to."""
    note: str = ""
    """Label of the footnote called here; such a piece has no text."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment on the text."""

    author: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as Word prints it."""

    pieces: tuple[Piece, ...]
    place: int
    """Its number among the paragraphs of its part, from 1."""
    style: str = ""
    """The name of its style in lower case: "heading 1"."""
    outline: int | None = None
    """Its outline level, from 0; None for body text."""
    label: str = ""
    """Its number as Word prints it; empty if it has none."""
    bullet: bool = False
    depth: int = 0
    """Its level in its list, from 0."""
    series: str = ""
    """The list of its number; empty if it has none."""
    centered: bool = False
    bookmarks: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    locale: str = ""
    """The language with which most of it is marked."""
    authors: tuple[str, ...] = ()
    """Author of a tracked change to it."""
    joined: bool = False
    """Whether its end was deleted or inserted by a resolved change, so that it is joined with the next one."""

    @property
    def text(self) -> str:
        """Its words, without its number."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_strong(self) -> bool:
        """Whether all of its words are bold."""
        return all(piece.strong for piece in self.pieces if piece.text.strip()) and bool(self.text.strip())


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; merged cells are empty except the first."""

    blocks: tuple[Block, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]
    place: int
    """Number of the paragraph that it precedes."""


Block = Paragraph | Table


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Content that cannot be converted: its kind, its place, its words."""

    what: str
    place: str
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the text."""

    name: str
    """The last part of its path in the file."""
    data: bytes
    alt: str
    place: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WordText:
    """A whole text from Word."""

    name: str
    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Paragraph, ...]]
    """Footnotes and endnotes by label, in the order of their calls."""
    left: tuple[Left, ...]
    pictures: tuple[Picture, ...]
    locale: str = ""
    """The language with which the text is marked."""
    changes: int = 0
    """Number of tracked changes."""
