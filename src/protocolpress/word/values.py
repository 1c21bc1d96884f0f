"""A text from Word as values: blocks in order, pieces of text with their marks, notes, comments, what is left out."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text with its marks."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    """A web address that it leads to."""
    target: str = ""
    """The bookmark of this text that it refers to."""
    note: str = ""
    """The footnote that is called here; then there is no text."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody wrote beside the text."""

    author: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as Word prints it."""

    pieces: tuple[Piece, ...]
    place: int
    """Which paragraph of its part it is, from 1."""
    style: str = ""
    """The name of its style, in small letters: "heading 1"."""
    outline: int | None = None
    """Its level in the outline, from 0; None for body text."""
    label: str = ""
    """Its number as Word prints it; empty if it has none."""
    bullet: bool = False
    depth: int = 0
    """Its level in its list, from 0."""
    series: str = ""
    """Which list its number belongs to; empty if it has none."""
    centered: bool = False
    bookmarks: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    locale: str = ""
    """The language that most of it is marked with."""
    authors: tuple[str, ...] = ()
    """Who changed it, where changes are tracked."""
    joined: bool = False
    """Whether its end is a change that is decided on, so that the next one goes on in it."""

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
    """A cell of a table; a merged one is empty but for its first."""

    blocks: tuple[Block, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]
    place: int
    """Which paragraph it stands before."""


Block = Paragraph | Table


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What cannot be brought over: what it is, where it stands, its words."""

    what: str
    place: str
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the text."""

    name: str
    """The last part of its name in the file."""
    data: bytes
    alt: str
    place: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WordText:
    """A whole text from Word."""

    name: str
    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Paragraph, ...]]
    """Footnotes and endnotes by a label of their own, in the order of their calls."""
    left: tuple[Left, ...]
    pictures: tuple[Picture, ...]
    locale: str = ""
    """The language that the text is marked with."""
    changes: int = 0
    """How many tracked changes it has."""
