"""Read the keys of a mapping with their expected types; each wrong value is a problem with its place and a hint.

A reader asks for each key it knows and then calls `done`, which reports all other keys.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from protocolpress import errors, markup
from protocolpress.errors import Position, Problems
from protocolpress.model import Edtf, Message
from protocolpress.sources import dates
from protocolpress.sources.yaml_tree import Mapping, Node, Scalar, Sequence

ID = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")


class Fields:
    """A mapping being read; *where* names it in messages of the catalog ("Event 2012-02-29")."""

    def __init__(self, mapping: Mapping, problems: Problems, where: str = "") -> None:
        """Read *mapping*, reporting to *problems*."""
        self.mapping = mapping
        self.problems = problems
        self.where = where
        self._asked: dict[str, None] = {}

    def node(self, key: str) -> Node | None:
        """Return the node of *key*, None if it is absent."""
        self._asked[key] = None
        return self.mapping.entries.get(key)

    def position(self, key: str) -> Position:
        """Return the position of *key*, or of the mapping if the key is absent."""
        return self.mapping.keys.get(key, self.mapping.position)

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text; empty if it is absent."""
        node = self.node(key)
        if isinstance(node, Scalar) and node.text.strip():
            return " ".join(node.text.split())
        if node is not None and not isinstance(node, Scalar):
            self.wrong(key, f"{key} is not text", f"write {key}: …")
        elif node is not None or required:
            self.problems.error(self.position(key), "missing-value", f"{key} is missing", f"write {key}: …")
        return ""

    def given(self, key: str) -> str:
        """Return a text, which may be absent but not empty."""
        self._asked[key] = None
        return self.text(key) if key in self.mapping.entries else ""

    def message(self, key: str, comment: str, *, required: bool = False) -> Message | None:
        """Return a translatable text, None if it is absent."""
        text = self.text(key, required=required)
        node = self.mapping.entries.get(key)
        if not text or node is None:
            return None
        if wrong := markup.mistake(text):
            self.problems.error(node.position, *wrong)
            return None
        return Message(
            msgid=text, position=node.position, comment=" · ".join(part for part in (self.where, comment) if part)
        )

    def messages(self, key: str, comment: str) -> tuple[Message, ...]:
        """Return a list of translatable texts, or a single one; empty if it is absent."""
        node = self.node(key)
        items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        found = []
        for item in items:
            text = " ".join(item.text.split()) if isinstance(item, Scalar) else ""
            if not text:
                hint = f"write {key}: and below it a line - … for each"
                self.problems.error(item.position, "bad-value", f"{key} is not a list of texts", hint)
            elif wrong := markup.mistake(text):
                self.problems.error(item.position, *wrong)
            else:
                said = " · ".join(filter(None, (self.where, comment)))
                found.append(Message(msgid=text, position=item.position, comment=said))
        return tuple(found)

    def needed(self, key: str, comment: str) -> Message:
        """Return a required translatable text; an empty one, and a problem, if it is missing."""
        return self.message(key, comment, required=True) or Message(msgid="", position=self.position(key))

    def choice(self, key: str, known: Iterable[str], default: str) -> str:
        """Return one of the known words."""
        text = self.text(key) if key in self.mapping.entries else ""
        known = tuple(known)
        if text and text not in known:
            self.wrong(key, f"unknown {key} {text}", errors.nearest(text, known))
            return default
        return text or default

    def switch(self, key: str, *, default: bool = False) -> bool:
        """Return whether *key* says yes."""
        return self.choice(key, ("yes", "no"), "yes" if default else "no") == "yes"

    def day(self, key: str) -> dt.date | None:
        """Return a full date, None if it is absent."""
        value = self.date(key)
        if value is None:
            return None
        if value.end is not None:
            self.wrong(key, f"{key} is a range", "write one date")
        return value.start.first_day()

    def date(self, key: str, *, required: bool = False) -> Edtf | None:
        """Return an EDTF date or range, None if it is absent or wrong."""
        text = self.text(key, required=required)
        if not text:
            return None
        return parse_date(text, self.mapping.entries[key].position, self.problems)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return a list of ids; each must be valid and occur once."""
        node = self.node(key)
        if node is None:
            return ()
        return self.id_list(node, key)

    def id_list(self, node: Node, key: str) -> tuple[str, ...]:
        """Return the ids of a list, or of a single word."""
        items = node.items if isinstance(node, Sequence) else (node,)
        found: list[str] = []
        for item in items:
            if not isinstance(item, Scalar) or not ID.fullmatch(item.text):
                hint = f"write {key}: [first-id, second-id]"
                self.problems.error(item.position, "bad-value", f"{key} is not a list of ids", hint)
            elif item.text in found:
                self.problems.error(item.position, "bad-value", f"{item.text} occurs twice in {key}")
            else:
                found.append(item.text)
        return tuple(found)

    def table(self, key: str) -> Mapping | None:
        """Return a mapping, None if it is absent."""
        node = self.node(key)
        if node is not None and not isinstance(node, Mapping):
            self.wrong(key, f"{key} is not a group of keys", f"write {key}: followed by its keys, indented")
            return None
        return node

    def wrong(self, key: str, message: str, hint: str) -> None:
        """Report a wrong value at *key*."""
        node = self.mapping.entries.get(key)
        self.problems.error(node.position if node else self.position(key), "bad-value", message, hint)

    def done(self) -> None:
        """Report all keys that were not asked for, with the nearest known one."""
        for key, position in self.mapping.keys.items():
            if key not in self._asked:
                self.problems.error(position, "unknown-key", f"unknown key {key}", errors.nearest(key, self._asked))


def parse_date(text: str, position: Position, problems: Problems) -> Edtf | None:
    """Read a date at *position*; None, and a problem, if it is not one."""
    try:
        return dates.parse(text)
    except dates.DateError as mistake:
        problems.error(position, "bad-date", mistake.message, mistake.hint)
        return None
