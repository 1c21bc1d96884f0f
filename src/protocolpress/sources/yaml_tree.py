"""The door to PyYAML: YAML text in, a tree of nodes with positions out.

Values remain the written words (a date stays text), so that each reader judges its own. Aliases, tags and merge keys
are refused: no document needs them, and they allow exponential use of memory.
"""

from __future__ import annotations

import dataclasses
import re

import yaml

from protocolpress import files
from protocolpress.errors import Position, Problems

MAX_DEPTH = 12

MAX_CHARACTERS = 300_000
"""Maximum number of nodes: a registry of a thousand people, read in a second or two."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A word or a text; *text* is empty for a null."""

    text: str
    position: Position


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    position: Position


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys with their nodes, in the order of the file; *keys* has the position of each key."""

    entries: dict[str, Node]
    keys: dict[str, Position]
    position: Position


QUOTE = "put a text that has a colon, a hash or quotation marks in it between quotation marks"

MISTAKES = (
    (
        "mapping values are not allowed",
        "a colon is not allowed here",
        f"{QUOTE}, and indent all keys of a group alike",
    ),
    ("could not find expected ':'", "a line has no colon after its key", "write lines of the form key: value"),
    ("expected <block end>", "the line does not fit those above it", "indent all keys of a group alike"),
    ("found unexpected end of stream", "a quotation mark is not closed", "close it, or delete it"),
    ("expected ',' or ']'", "a list in square brackets is malformed here", "write [first, second]"),
    ("expected ',' or '}'", "a group in braces is malformed here", "write {first: value, second: value}"),
    ("found character '\\t'", "a tab is used where spaces are needed", "indent with spaces"),
    ("found character", "a value may not start with this character", QUOTE),
    (
        "found undefined alias",
        "an alias (*name) is not allowed",
        "put a text that starts with * between quotation marks",
    ),
    ("expected alphabetic or numeric", "a value may not start with * or &", QUOTE),
)
"""Beginnings of PyYAML's messages, and their meanings."""

TAGS = ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
"""Plain words and groups that YAML interprets by itself."""

Node = Scalar | Sequence | Mapping


def without_comments(text: str) -> str:
    """Take the comments out of YAML text that `compose` has read, and the lines that had nothing else on them."""
    lines = text.split("\n")
    ends = dict.fromkeys(range(len(lines)), 0)
    for token in yaml.scan(text):
        for line in range(token.start_mark.line, token.end_mark.line):  # all but the last line of a text of several
            ends[line] = len(lines[line])
        ends[token.end_mark.line] = max(ends.get(token.end_mark.line, 0), token.end_mark.column)
    kept = (
        (line, f"{line[: ends[number]]}{re.sub(r'[ ]*#.*', '', line[ends[number] :])}")
        for number, line in enumerate(lines)
    )
    return "\n".join(short for line, short in kept if short.strip() or not line.strip())


def compose(text: str, path: str, first_line: int, problems: Problems) -> Mapping | None:
    """Parse *text*, which must be a mapping and whose first line is line *first_line* of *path*; None if it is not."""
    reader = _Composer(path, first_line, problems)
    if len(text) > MAX_CHARACTERS:
        message, hint = f"{len(text)} characters of YAML are too many", f"at most {MAX_CHARACTERS} can be read"
        problems.error(Position(path, first_line), "too-long", message, hint)
        return None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        problems.error(Position(path, first_line), "bad-yaml", "YAML is nested too deeply")
        return None
    except ValueError:  # PyYAML's own: an escape like "\\U00110000", which is no character
        problems.error(Position(path, first_line), "bad-yaml", "an escape (\\U…) is not a character", "write it itself")
        return None
    except yaml.YAMLError as mistake:
        mark = getattr(mistake, "problem_mark", None) or getattr(mistake, "context_mark", None)
        position = reader.position(mark) if mark else Position(path, first_line)
        what = str(getattr(mistake, "problem", None) or getattr(mistake, "reason", None) or "it cannot be read")
        problems.error(position, "bad-yaml", *_explain(what))
        return None
    except Exception as mistake:  # noqa: BLE001 - what PyYAML does not foresee
        problems.error(Position(path, first_line), "bad-yaml", f"not YAML: {type(mistake).__name__}: {mistake}", QUOTE)
        return None
    if node is None:
        return Mapping(entries={}, keys={}, position=Position(path, first_line))
    tree = reader.node(node)
    if tree is not None and not isinstance(tree, Mapping):
        problems.error(
            tree.position, "bad-yaml", "these are not keys with values", "write lines of the form key: value"
        )
        return None
    return tree


def _explain(what: str) -> tuple[str, str]:
    """Return PyYAML's finding in words that need no knowledge of its grammar, and what to do."""
    for start, message, hint in MISTAKES:
        if what.startswith(start):
            return message, hint
    return f"not YAML: {what}", QUOTE


class _Composer:
    """Turns PyYAML's nodes into ours, for one parse."""

    def __init__(self, path: str, first_line: int, problems: Problems) -> None:
        self.path = path
        self.first_line = first_line
        self.problems = problems
        self.seen: set[int] = set()

    def position(self, mark: yaml.Mark) -> Position:
        """Return the file's position of a mark."""
        return Position(self.path, self.first_line + mark.line, mark.column + 1)

    def node(self, node: yaml.Node, depth: int = 0) -> Node | None:
        """Turn one node, reporting what is refused."""
        position = self.position(node.start_mark)
        if id(node) in self.seen or depth > MAX_DEPTH:
            message = "an alias (*name) is not allowed" if id(node) in self.seen else "YAML is nested too deeply"
            self.problems.error(position, "bad-yaml", message, "write the value again in full")
            return None
        self.seen.add(id(node))
        if node.tag.removeprefix("tag:yaml.org,2002:") not in TAGS:
            self.problems.error(position, "bad-yaml", f"a tag ({node.tag}) is not allowed", "remove it")
            return None
        if isinstance(node, yaml.ScalarNode):
            if files.CONTROL.search(str(node.value)):
                message = "an escape (\\x…, \\u…) stands for a control character"
                self.problems.error(position, "control-character", message, "write the text itself")
                return None
            return Scalar(text="" if node.tag.endswith(":null") else str(node.value), position=position)
        if isinstance(node, yaml.SequenceNode):
            items = (self.node(item, depth + 1) for item in node.value)
            return Sequence(items=tuple(item for item in items if item is not None), position=position)
        return self.mapping(node, depth)

    def mapping(self, node: yaml.Node, depth: int) -> Mapping:
        """Convert a mapping; a repeated key is an error, and the first one counts."""
        entries: dict[str, Node] = {}
        keys: dict[str, Position] = {}
        for key_node, value_node in node.value:
            place = self.position(key_node.start_mark)
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            if not key.isprintable() or key in ("", "<<"):
                self.problems.error(place, "bad-yaml", "a key is not a word", "write lines of the form key: value")
            elif key in entries:
                hint = f"the first one is in line {keys[key].line}: keep one of them"
                self.problems.error(place, "duplicate-key", f"the key {key} occurs twice", hint)
            elif (value := self.node(value_node, depth + 1)) is not None:
                entries[key] = value
                keys[key] = place
        return Mapping(entries=entries, keys=keys, position=self.position(node.start_mark))
