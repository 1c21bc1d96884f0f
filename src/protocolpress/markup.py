"""The door to markdown-it-py: Markdown text in, blocks with their lines out; inline Markdown in, spans out.

CommonMark with tables, footnotes and attribute lines. HTML is never interpreted: it is detected, so that a source can
be refused, and otherwise printed literally. Nothing here knows documents, numbering or languages.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Literal, cast
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.footnote import footnote_plugin

from protocolpress.errors import Position, Problems
from protocolpress.model import Break, Emphasis, Link, Mention, NoteCall, Passage, Plain, Reference, Span

MAX_DEPTH = 20
"""Maximum nesting of the parser; documents may nest far less, which is checked when they are read."""

MAX_TEXT = 20_000
"""Maximum length of one line or one text, eight pages, in characters; longer ones are refused before parsing."""

MAX_BRACKETS = 500
"""Maximum opening brackets in one text: the parser looks for the end of a link after each of them."""

SOFT_HYPHEN = "\u00ad"
"""Soft hyphens: useful in a text, but not in a title, which is also a bookmark."""

INVISIBLE = re.compile("[\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")
"""Zero-width characters, line separators that are not valid here, and bidirectional controls."""

MAX_COLUMNS = 20
"""Maximum columns of a table; more do not fit on a page."""

_CELL_BREAK = re.compile(r"(?<!\\)(?<![ \t])[ \t]*\\[ \t]+")
"""A line break in the cell of a table, whose source has only one line: a backslash and a space."""

_LANG = re.compile(r"\]\{lang=([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})\}")
"""The attribute after the words of a passage: a language tag (BCP 47)."""

_IN_SCRIPT = r"[^\s^~\[\]*_`\\<>]{1,40}"
_RAISED = re.compile(rf"(?<![\^\[])\^({_IN_SCRIPT})\^(?!\^)|(?<!~)~({_IN_SCRIPT})~(?!~)")

Align = Literal["left", "center", "right"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """Inline Markdown of one block, joined to one line."""

    text: str
    line: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    """A heading with the anchor given after it, `## Title {#anchor}`."""

    text: Inline
    level: int
    anchor: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphBlock:
    """A paragraph with the classes of the attribute line above it."""

    text: Inline
    classes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A list; an item is a sequence of blocks."""

    ordered: bool
    items: tuple[tuple[MarkupBlock, ...], ...]
    line: int
    marks: tuple[str, ...]
    """The marker typed before each item: "3.", "3)" or "-"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    """A quotation."""

    blocks: tuple[MarkupBlock, ...]
    line: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table with its header row."""

    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    align: tuple[Align, ...]
    classes: tuple[str, ...]
    line: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoteBlock:
    """The text of a footnote, `[^label]: text`."""

    label: str
    blocks: tuple[MarkupBlock, ...]
    line: int


MarkupBlock = HeadingBlock | ParagraphBlock | ListBlock | QuoteBlock | TableBlock | NoteBlock


@functools.cache
def _block_parser() -> MarkdownIt:
    """Make a parser that leaves the text of blocks alone, so that its length can be checked first."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_DEPTH})
    parser.enable("table").use(attrs_block_plugin).use(footnote_plugin, inline=False)
    parser.core.ruler.disable(["inline", "text_join", "footnote_tail"])
    return parser


@functools.cache
def _finder() -> MarkdownIt:
    """Make a parser of inline Markdown that finds HTML."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_DEPTH})
    # A link is checked when it is read, with its position; the parser would silently print a bad one as text.
    parser.validateLink = _any_link  # type: ignore[method-assign]  # the documented way to set the policy
    return parser


@functools.cache
def _text_parser() -> MarkdownIt:
    """Make a parser that treats HTML as text, so that hostile translations print literally."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_DEPTH}).use(footnote_plugin, inline=False)
    parser.disable(["footnote_tail", "html_inline"])
    parser.inline.ruler.before("link", "script", _script)
    parser.inline.ruler.before("link", "passage", _passage)
    parser.validateLink = _any_link  # type: ignore[method-assign]  # as above
    return parser


def _script(state: StateInline, silent: bool) -> bool:
    """Parse `^2^` as a superscript and `~2~` as a subscript; a rule of the parser.

    The usual plugins would also match `[^a][^b]`, two calls of notes, and `~~words~~`.
    """
    match = _RAISED.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        tag = "sup" if match[1] else "sub"
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = match[1] or match[2]
        state.push(f"{tag}_close", tag, -1)
    state.pos = match.end()
    return True


def _passage(state: StateInline, silent: bool) -> bool:
    """Parse `[words]{lang=ru}` as a passage in another language; a rule of the parser."""
    if state.src[state.pos] != "[" or _LANG.search(state.src, state.pos) is None:
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    found = _LANG.match(state.src, end) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        outer = state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.push("passage_open", "span", 1).attrs = {"lang": found[1]}
        state.md.inline.tokenize(state)
        state.push("passage_close", "span", -1)
        state.posMax = outer
    state.pos = found.end()
    return True


def _any_link(url: str) -> bool:
    del url
    return True


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(text: str, path: str, first_line: int, problems: Problems) -> tuple[MarkupBlock, ...]:
    """Parse *text*, whose first line is line *first_line* of file *path*; report content not allowed in documents."""
    for number, line in enumerate(text.split("\n"), first_line):
        if len(line) > MAX_TEXT:
            problems.error(Position(path, number), *too_long("a line", len(line)))
            return ()
    environment: dict[str, Any] = {}
    tokens = _block_parser().parse(text, environment)
    for reference in environment.get("references", {}).values():
        hint = "write the address in the link itself: [words](https://…)"
        place = Position(path, first_line + reference["map"][0])
        problems.error(place, "unsupported-block", "link definitions are not allowed in a document", hint)
    return _Blocks(path, first_line, problems).sequence(tokens)


def too_long(what: str, length: int) -> tuple[str, str, str]:
    """Return the rule, the message and the hint for a text that is too long to parse."""
    hint = f"split it: {MAX_TEXT} characters are eight pages"
    return "too-long", f"{what} of {length} characters is too long", hint


def placeholders_differ(lost: Iterable[str], added: Iterable[str]) -> str:
    """Return the message for a translation that lacks the placeholders *lost* or has *added* ones."""
    lacks, has = (", ".join(f"{{{name}}}" for name in sorted(names)) for names in (lost, added))
    if lacks and has:
        return f"the translation lacks {lacks} and has {has}"
    return f"the translation lacks {lacks}" if lacks else f"the translation has {has}, which the source does not"


def mistake(text: str) -> tuple[str, str, str] | None:
    """Return the rule, message and hint for inline Markdown that is too complex to parse; None if it is not."""
    if len(text) > MAX_TEXT:
        return too_long("a text", len(text))
    if (count := text.count("[")) > MAX_BRACKETS:
        return "too-long", f"a text with {count} opening brackets is too complex", "split it into several"
    return None


def invisible(text: str, *, title: bool = False) -> str:
    """Return the names of the invisible characters in *text*; nothing if there are none."""
    found = dict.fromkeys((*INVISIBLE.findall(text), *(SOFT_HYPHEN if title and SOFT_HYPHEN in text else "")))
    return ", ".join(f"U+{ord(one):04X} ({unicodedata.name(one, 'without a name').lower()})" for one in found)


class _Blocks:
    """Turns markdown-it's flat tokens into blocks, for one parse."""

    def __init__(self, path: str, first_line: int, problems: Problems) -> None:
        self.path = path
        self.first_line = first_line
        self.problems = problems

    def sequence(self, tokens: Sequence[Token]) -> tuple[MarkupBlock, ...]:
        """Turn the tokens of one level into blocks."""
        found: list[MarkupBlock] = []
        for group in _groups(tokens):
            block = self.block(group)
            if block is not None:
                found.append(block)
        return tuple(found)

    def block(self, group: Sequence[Token]) -> MarkupBlock | None:
        """Turn an opening token, its contents and its closing token into a block."""
        first, inner = group[0], group[1:-1]
        match first.type:
            case "heading_open":
                return self.heading(first, inner[0])
            case "paragraph_open":
                return ParagraphBlock(text=self.inline(inner[0]), classes=_classes(first))
            case "ordered_list_open" | "bullet_list_open":
                groups = tuple(_groups(inner))
                return ListBlock(
                    ordered=first.type.startswith("ordered"),
                    items=tuple(self.sequence(item[1:-1]) for item in groups),
                    line=self.line(first),
                    marks=tuple(f"{item[0].info}{item[0].markup}" for item in groups),
                )
            case "blockquote_open":
                return QuoteBlock(blocks=self.sequence(inner), line=self.line(first))
            case "table_open":
                return self.table(first, inner)
            case "footnote_reference_open":
                label = str(first.meta["label"])
                return NoteBlock(label=label, blocks=self.sequence(inner), line=self.line(first))
            case "html_block":
                self.html(first.content, self.line(first))
            case kind:
                names = {"hr": "a rule", "fence": "a code block", "code_block": "a code block (four spaces of indent)"}
                message = f"{names.get(kind, kind)} is not allowed in a document"
                position = Position(self.path, self.line(first))
                self.problems.error(
                    position, "unsupported-block", message, "write it as a paragraph, a list or a table"
                )
        return None

    def heading(self, first: Token, content: Token) -> HeadingBlock:
        """Split the anchor off a heading."""
        inline = self.inline(content)
        match = re.search(r"\{#([^{}\s]+)\}$", inline.text)
        text, anchor = (inline.text[: match.start()].rstrip(), match[1]) if match else (inline.text, "")
        if anchor and not re.fullmatch(r"[a-z][a-z0-9-]*", anchor):
            message, hint = f"bad anchor {anchor}", "an anchor has only small Latin letters, digits and hyphens"
            self.problems.error(Position(self.path, inline.line), "bad-anchor", message, hint)
        return HeadingBlock(text=Inline(text=text, line=inline.line), level=int(first.tag[1]), anchor=anchor)

    def table(self, first: Token, inner: Sequence[Token]) -> TableBlock:
        """Collect the cells of a table."""
        rows: list[list[Inline]] = []
        align: list[Align] = []
        row_line = self.line(first)
        for index, token in enumerate(inner):
            if token.type == "tr_open":
                rows.append([])
                row_line = self.line(token)
            elif token.type in ("th_open", "td_open"):
                cell = self.inline(inner[index + 1])
                rows[-1].append(Inline(text=_CELL_BREAK.sub("\\\\\n", cell.text), line=row_line))
                if token.type == "th_open":
                    style = str(token.attrs.get("style", ""))
                    align.append(cast("Align", style.removeprefix("text-align:") or "left"))
        if len(rows[0]) > MAX_COLUMNS:
            message, hint = (
                f"a table has {len(rows[0])} columns",
                f"split it: at most {MAX_COLUMNS} columns are allowed",
            )
            self.problems.error(Position(self.path, self.line(first)), "too-long", message, hint)
        header, *body = (tuple(row) for row in rows)
        return TableBlock(
            header=header, rows=tuple(body), align=tuple(align), classes=_classes(first), line=self.line(first)
        )

    def inline(self, token: Token) -> Inline:
        """Join the lines of a block, and refuse HTML in it."""
        line = self.line(token)
        if wrong := mistake(token.content):
            self.problems.error(Position(self.path, line), *wrong)
            return Inline(text="", line=line)
        # Each pattern starts only at the beginning of a run of spaces, so long runs cost no more than short ones.
        text = re.sub(r"(?:(?<! ) {2,}|\\)\n[ \t]*", "\\\\\n", token.content)
        text = re.sub(r"(?<![\\ \t])[ \t]*\n[ \t]*", " ", text).strip()
        (parsed,) = _finder().parseInline(token.content)
        for child in parsed.children or ():
            if child.type == "html_inline":
                self.html(child.content, line + token.content[: token.content.find(child.content)].count("\n"))
            elif child.type == "image":
                hint = "use photo: in the front matter"
                self.problems.error(
                    Position(self.path, line), "picture-in-text", "pictures are not allowed in the text", hint
                )
        return Inline(text=text, line=line)

    def html(self, content: str, line: int) -> None:
        """Report HTML."""
        shown = content.strip().split("\n", 1)[0][:40]
        hint = "use Markdown; to print the characters, write a backslash before <"
        self.problems.error(Position(self.path, line), "raw-html", f"raw HTML is not allowed: {shown}", hint)

    def line(self, token: Token) -> int:
        """Return the file's line of a token."""
        return self.first_line + (token.map[0] if token.map else 0)


def _groups(tokens: Iterable[Token]) -> Iterable[Sequence[Token]]:
    """Split a level into groups of an opening token, contents, closing token; a lone token is a group too."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _classes(token: Token) -> tuple[str, ...]:
    return tuple(str(token.attrs.get("class", "")).split())


# ── inline ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def raw_html(text: str) -> str:
    """Return the first piece of HTML in inline Markdown, or nothing."""
    if "<" not in text:
        return ""
    for token in _finder().parseInline(text):
        for child in token.children or ():
            if child.type == "html_inline":
                return child.content
    return ""


def inline(text: str, notes: Iterable[str] = ()) -> tuple[Span, ...]:
    """Parse inline Markdown; a footnote call is recognized only if *notes* has its label.

    A link's target decides its kind: `@id` names a registry entry, `scheme:` is a web address, anything else is a
    structural reference. Pictures and code print as their words. Letters with combining marks are composed, because
    some systems write й as и with a breve.
    """
    return _inline(unicodedata.normalize("NFC", text), tuple(notes))


@functools.lru_cache(maxsize=8192)  # as for typography
def _inline(text: str, notes: tuple[str, ...]) -> tuple[Span, ...]:
    environment = {"footnotes": {"refs": {f":{label}": -1 for label in notes}}}
    tokens = _text_parser().parseInline(text, environment)
    children = [child for token in tokens for child in token.children or ()]
    return _spans(children)


def _spans(tokens: Sequence[Token], depth: int = 0) -> tuple[Span, ...]:
    """Turn the tokens of one level into spans; excessively nested emphasis is dropped."""
    if depth > MAX_DEPTH:
        return (Plain("".join(token.content for token in tokens)),)
    spans: list[Span] = []
    for group in _groups(tokens):
        first, children = group[0], group[1:-1]
        match first.type:
            case "em_open" | "strong_open":
                spans.append(Emphasis(_spans(children, depth + 1), strong=first.type == "strong_open"))
            case "sup_open" | "sub_open":
                inner = _spans(children, depth + 1)
                raised = first.type == "sup_open"
                spans.append(Emphasis(inner, script="superscript" if raised else "subscript"))
            case "link_open":
                spans.append(_link(str(first.attrs.get("href", "")), _spans(children, depth + 1)))
            case "passage_open":
                spans.append(Passage(str(first.attrs["lang"]), _spans(children, depth + 1)))
            case "softbreak":
                spans.append(Plain(" "))
            case "hardbreak":
                spans.append(Break())
            case "footnote_ref":
                spans.append(NoteCall(str(first.meta["label"])))
            case _:
                spans.append(Plain(first.content))
    return _joined(spans)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbouring runs of characters; drop empty ones."""
    joined: list[Span] = []
    for span in spans:
        if isinstance(span, Plain) and joined and isinstance(last := joined[-1], Plain):
            joined[-1] = Plain(last.text + span.text)
        elif span != Plain(""):
            joined.append(span)
    return tuple(joined)


def _link(target: str, children: tuple[Span, ...]) -> Span:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target):
        return Link(target, children)
    target = unquote(target)  # the parser encodes addresses that are not URLs too: #oil/1/б
    return Mention(target[1:], children) if target.startswith("@") else Reference(target, children)


def plain(spans: Iterable[Span]) -> str:
    """Return the words of *spans* without markup, for outlines, titles and alternative texts."""
    words = []
    for span in spans:
        match span:
            case Plain(text):
                words.append(text)
            case Break():
                words.append(" ")
            case NoteCall():
                pass
            case (
                Emphasis(children=children)
                | Link(children=children)
                | Reference(children=children)
                | Mention(children=children)
                | Passage(children=children)
            ):
                words.append(plain(children))
    return "".join(words)
