"""An entry under construction: keywords, strings and comments come in from `reader`; an `Entry` goes out.

Nothing is checked or reported here.
"""

from __future__ import annotations

import dataclasses

from protocolpress.catalogs import comments
from protocolpress.catalogs.entries import Entry


@dataclasses.dataclass(slots=True)
class Statement:
    """A keyword with its strings; lines count from 0."""

    keyword: str
    index: int
    line: int
    parts: list[str] = dataclasses.field(default_factory=list)

    @property
    def text(self) -> str:
        """The strings, joined."""
        return "".join(self.parts)


@dataclasses.dataclass(slots=True)
class Draft:
    """An entry that starts at place *start* of the text."""

    start: int
    line: int = 0
    statements: list[Statement] = dataclasses.field(default_factory=list)
    firsts: dict[str, Statement] = dataclasses.field(default_factory=dict)
    """The first statement of each keyword."""
    comments: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    pending: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    """Comments after msgid, by line and place: misplaced if msgstr follows, the next entry's if msgid does."""
    previous: list[str] = dataclasses.field(default_factory=list)
    """The structure of the `#|` lines: a letter for each keyword and string."""
    previous_obsolete: bool = False
    obsolete: bool = False
    broken: bool = False
    unfit: bool = False

    @property
    def last(self) -> str:
        """The last keyword read, "" before the first one."""
        return self.statements[-1].keyword if self.statements else ""

    def add(self, statement: Statement) -> None:
        """Append *statement*."""
        self.statements.append(statement)
        self.firsts.setdefault(statement.keyword, statement)

    def entry(self, raw: str) -> Entry:
        """Make the entry whose lines are *raw*."""
        forms = [statement for statement in self.statements if statement.keyword == "msgstr"]
        msgid, plural, context = (self.firsts.get(keyword) for keyword in ("msgid", "msgid_plural", "msgctxt"))
        return Entry(
            msgid=msgid.text if msgid else "",
            msgstr=tuple(form.text for form in forms),
            msgid_plural=plural.text if plural else None,
            msgctxt=context.text if context else None,
            comments=tuple(self.comments.get("", ())),
            extracted=tuple(self.comments.get(".", ())),
            references=comments.references(self.comments),
            flags=comments.flags(self.comments),
            previous=tuple(self.comments.get("|", ())),
            obsolete=self.obsolete,
            broken=self.broken,
            unfit=self.unfit,
            line=self.line,
            msgid_line=msgid.line + 1 if msgid else 0,
            msgstr_lines=tuple(form.line + 1 for form in forms),
            raw=raw,
        )
