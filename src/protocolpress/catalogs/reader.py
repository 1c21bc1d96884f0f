"""Text of a catalog → entries, line by line; what is wrong with a line is a problem, and reading goes on behind it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from protocolpress.catalogs.entries import Entry
from protocolpress.errors import Position, Problems

SPACE = " \t\r\f\v\n"
TOKEN = re.compile(
    r'[ \t\r\f\v]*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|(domain|msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_])'
    r"(?:[ \t]*\[[ \t]*(\d{1,9})[ \t]*\])?)[ \t\r\f\v]*"
)
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
MARKER = re.compile(r"(<{7}|>{7}|\|{7}|={7})(?: |\r?\n|$)")
REFERENCE = re.compile("\u2068[^\u2069]*\u2069|[^ \\t\u2068]+")
UNDECODED = re.compile("[\udc80-\udcff]")


@dataclasses.dataclass(slots=True)
class _Statement:
    """A keyword with its strings."""

    keyword: str
    index: int
    line: int
    parts: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class _Draft:
    """An entry in the making, from line *start* of the file on (from 0)."""

    start: int
    line: int = 0
    statements: list[_Statement] = dataclasses.field(default_factory=list)
    comments: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    pending: list[int] = dataclasses.field(default_factory=list)
    """Comment lines after msgid: a mistake if msgstr follows, the next entry's if msgid does."""
    obsolete: bool = False
    broken: bool = False

    @property
    def last(self) -> str:
        return self.statements[-1].keyword if self.statements else ""

    def find(self, keyword: str) -> _Statement | None:
        return next((statement for statement in self.statements if statement.keyword == keyword), None)


class Reader:
    """Goes through the lines once; `entries` gives each entry as soon as it is complete, `tail` what is left."""

    def __init__(self, text: str, path: str, charset: str, problems: Problems) -> None:
        """Read *text*, the decoded content of *path*."""
        self.tail = ""
        self._lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        self._path = path
        self._charset = charset
        self._problems = problems
        self._draft = _Draft(0)
        self._done: list[Entry] = []
        self._conflict = False

    def entries(self) -> Iterator[Entry]:
        """Give the entries in order; broken ones are among them, marked."""
        for number in range(len(self._lines)):
            self._read(number)
            if self._done:
                yield from self._done
                self._done.clear()
        if self._draft.statements:
            end = self._draft.pending[0] if self._draft.pending else len(self._lines)
            self._next(end)
            yield from self._done
        self.tail = "".join(self._lines[self._draft.start :])

    def _read(self, number: int) -> None:
        line = self._lines[number]
        stripped = line.strip(SPACE)
        if not stripped:
            return
        if "\0" in line:
            self._error(number, "nul-byte", "NUL in the text", "delete it: no program shows what stands behind it")
            self._draft.broken = True
        if self._conflict or MARKER.match(line):
            self._marker(number, line)
            if MARKER.match(line):
                return
        if stripped.startswith("#~") and not stripped.startswith("#~|"):
            self._tokens(number, stripped[2:], obsolete=True)
        elif stripped.startswith("#"):
            self._comment(number, stripped)
        else:
            self._tokens(number, stripped, obsolete=False)

    def _marker(self, number: int, line: str) -> None:
        if line.startswith("<<<<<<<") or not self._conflict:
            message = "a merge conflict is not resolved"
            self._error(number, "conflict-marker", message, "choose one side and delete the marker lines")
        self._draft.broken = True
        self._conflict = not line.startswith(">" * 7)

    def _comment(self, number: int, stripped: str) -> None:
        draft = self._draft
        if draft.last == "msgstr":
            draft = self._next(number)
        elif draft.statements:
            draft.pending.append(number)
            return
        draft.line = draft.line or number + 1
        kind = stripped[1:2] if stripped[1:2] in (".", ":", ",", "|", "=") else ""
        text = stripped[1 + len(kind) :]
        if stripped.startswith("#~|"):
            kind, text = "|", stripped[3:]
        draft.comments.setdefault(kind, []).append(text.removeprefix(" "))
        if kind == "|":
            self._previous(number, text)

    def _previous(self, number: int, text: str) -> None:
        """Check a `#|` line: only strings, and keywords that a source text has."""
        place = 0
        while place < len(text):
            match = TOKEN.match(text, place)
            if not match or match[2] in ("msgstr", "domain") or match[3]:
                self._syntax(number, "a #| line is not a keyword with strings", "delete the entry's #| lines")
                return
            if match[1] is not None:
                self._string(number, match[1])
            place = match.end()

    def _tokens(self, number: int, text: str, *, obsolete: bool) -> None:
        place = 0
        while place < len(text):
            match = TOKEN.match(text, place)
            if not match:
                self._stray(number, text[place:].strip(SPACE))
                return
            if match[2]:
                if not self._keyword(number, match[2], match[3], obsolete=obsolete, first=place == 0):
                    return
            elif not self._draft.statements or self._draft.obsolete != obsolete:
                self._syntax(number, "a string stands outside a message", "put msgid or msgstr before it, or delete it")
            else:
                self._settle()
                self._draft.statements[-1].parts.append(self._string(number, match[1]))
            place = match.end()

    def _stray(self, number: int, text: str) -> None:
        if text.startswith('"'):
            self._error(
                number, "unterminated-string", "the string has no closing quotation mark", 'end the line with "'
            )
            self._draft.broken = True
            if self._draft.statements:
                self._draft.statements[-1].parts.append(text[1:])
        else:
            hint = 'put the text into quotation marks; a quotation mark inside a string is written \\"'
            self._syntax(number, f"text outside a string: {text[:40]}", hint)

    def _keyword(self, number: int, keyword: str, index: str | None, *, obsolete: bool, first: bool) -> bool:
        """Open a statement, in a new entry where one starts here; tell whether the line may be read on."""
        draft = self._draft
        opens = keyword == "msgctxt" or (keyword == "msgid" and draft.last != "msgctxt")
        repeats = keyword == "msgstr" and draft.last == "msgstr" and index is None
        if draft.statements and (opens or repeats or draft.obsolete != obsolete):
            if not first:
                self._syntax(number, "two messages stand on one line", "start each message on a line of its own")
                return False
            draft = self._next(draft.pending[0] if draft.pending and opens else number, number)
        self._settle()
        draft.line = draft.line or number + 1
        draft.obsolete = obsolete
        self._order(number, keyword, index)
        draft.statements.append(_Statement(keyword, int(index or 0), number + 1))
        return True

    def _settle(self) -> None:
        """Complain about comments between msgid and msgstr: what follows showed that they stand inside an entry."""
        if self._draft.pending:
            hint = "move it above the entry's msgctxt or msgid"
            self._syntax(self._draft.pending[0], "a comment stands inside a message", hint)
            self._draft.pending.clear()

    def _order(self, number: int, keyword: str, index: str | None) -> None:
        draft = self._draft
        if keyword == "domain":
            self._syntax(number, "a domain line cannot be used", "keep each domain in a file of its own")
        elif keyword == "msgid_plural" and draft.last != "msgid":
            self._syntax(number, "msgid_plural does not follow msgid", "put it right after msgid")
        elif keyword == "msgstr" and not draft.find("msgid"):
            self._fault(
                number, "missing-msgid", "msgstr without msgid", "put the msgid back, or delete the translation"
            )
        elif keyword != "msgstr":
            if index is not None:
                self._syntax(number, f"{keyword} has no plural forms", "delete the number in brackets")
        elif (index is None) != (draft.find("msgid_plural") is None):
            wrong = "plural msgstr without msgid_plural" if index is not None else "msgstr without a plural number"
            self._fault(number, "plural-forms", wrong, 'a message with msgid_plural has msgstr[0] "…", msgstr[1] "…"')
        elif index is not None and int(index) != (draft.statements[-1].index + 1 if draft.last == "msgstr" else 0):
            self._fault(number, "plural-forms", f"msgstr[{index}] is out of order", "number the forms 0, 1, 2, …")

    def _string(self, number: int, text: str) -> str:
        try:
            return unescape(text, self._charset)
        except ValueError as problem:
            hint = r"only \n \t \r \a \b \f \v \\ \" and \ooo, \xhh with a number are known; a backslash is written \\"
            self._error(number, "bad-escape", str(problem), hint)
            self._draft.broken = True
            return text

    def _next(self, end: int, number: int | None = None) -> _Draft:
        """Finish the entry in front of line *end*, start the next; read again the comments that belong to it."""
        draft, self._draft = self._draft, _Draft(end, broken=self._conflict)
        self._done.append(self._entry(draft, "".join(self._lines[draft.start : end])))
        if draft.pending and number is not None:
            for place in draft.pending:
                self._comment(place, self._lines[place].strip(SPACE))
        return self._draft

    def _entry(self, draft: _Draft, raw: str) -> Entry:
        forms = [statement for statement in draft.statements if statement.keyword == "msgstr"]
        msgid, plural, context = (draft.find(keyword) for keyword in ("msgid", "msgid_plural", "msgctxt"))
        for statement in draft.statements:
            if not statement.parts and not draft.broken:
                self._fault(statement.line - 1, "catalog-syntax", f"{statement.keyword} has no string", 'add ""', draft)
        if not forms:
            hint = 'add msgstr "" below it' if msgid else "add msgid and msgstr below it, or delete the line"
            message = "msgid without msgstr" if msgid else "msgctxt without msgid"
            self._fault(draft.statements[0].line - 1, "missing-msgstr", message, hint, draft)
        comments = draft.comments
        return Entry(
            msgid="".join(msgid.parts) if msgid else "",
            msgstr=tuple("".join(statement.parts) for statement in forms),
            msgid_plural="".join(plural.parts) if plural else None,
            msgctxt="".join(context.parts) if context else None,
            comments=tuple(comments.get("", ())),
            extracted=tuple(comments.get(".", ())),
            references=tuple(REFERENCE.findall(" ".join(comments.get(":", ())))),
            flags=tuple(
                flag.strip(SPACE)
                for kind in (",", "=")
                for line in comments.get(kind, ())
                for flag in line.split(",")
                if flag.strip(SPACE)
            ),
            previous=tuple(comments.get("|", ())),
            obsolete=draft.obsolete,
            broken=draft.broken or bool(UNDECODED.search(raw)),
            line=draft.line,
            msgid_line=msgid.line if msgid else 0,
            msgstr_lines=tuple(statement.line for statement in forms),
            raw=raw,
        )

    def _error(self, number: int, rule: str, message: str, hint: str) -> None:
        self._problems.error(Position(self._path, number + 1), rule, message, hint)

    def _syntax(self, number: int, message: str, hint: str) -> None:
        self._fault(number, "catalog-syntax", message, hint)

    def _fault(self, number: int, rule: str, message: str, hint: str, draft: _Draft | None = None) -> None:
        """Report a mistake in the shape of an entry, unless it follows from one that was reported."""
        draft = draft or self._draft
        if not draft.broken:
            self._error(number, rule, message, hint)
        draft.broken = True


def unescape(text: str, charset: str = "utf-8") -> str:
    """Read the C escapes of *text*; numbers stand for bytes of *charset*.

    Raises:
        ValueError: an unknown escape, or numbers that make no text.
    """
    if "\\" not in text:
        return text
    parts: list[bytes] = []
    place = 0
    for match in ESCAPE.finditer(text):
        parts.append(text[place : match.start()].encode(charset, "surrogateescape"))
        place = match.end()
        if match[3] is not None:
            if match[3] not in SIMPLE:
                raise ValueError(f"unknown escape \\{match[3]}")
            parts.append(SIMPLE[match[3]].encode())
            continue
        value = int(match[1], 8) if match[1] else int(match[2][:8], 16)
        if not 0 < value < 256:
            raise ValueError(f"the escape {match[0][:12]} is not a character")
        parts.append(bytes([value]))
    parts.append(text[place:].encode(charset, "surrogateescape"))
    try:
        return b"".join(parts).decode(charset, "surrogateescape" if UNDECODED.search(text) else "strict")
    except UnicodeDecodeError as problem:
        raise ValueError(f"the escapes make no {charset} text") from problem
