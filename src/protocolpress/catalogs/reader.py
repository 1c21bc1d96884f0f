"""Text of a catalog → entries, line by line; a faulty line is a problem, and reading continues after it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from protocolpress.catalogs import comments, escapes, fast_reader
from protocolpress.catalogs.comments import SPACE
from protocolpress.catalogs.entries import Entry
from protocolpress.catalogs.escapes import UNDECODED
from protocolpress.catalogs.partial_entry import Draft, Statement
from protocolpress.errors import Position, Problem, Problems, Severity

TOKEN = re.compile(
    r'[ \t\r\f\v]*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|(domain|msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_])'
    r"(?:[ \t\r\f\v]*\[[ \t\r\f\v]*(\d{1,9})[ \t\r\f\v]*\])?)[ \t\r\f\v]*"
)
MARKER = re.compile(r"(<{7}|>{7}|\|{7}|={7})(?: |\r?\n|$)")
OBSOLETE_COMMENT = re.compile(r"(?:#~[ \t\r\f\v]*)+(?=#)")
COMMENT = re.compile(r"#[^~|]|#$")  # after a translation, on its line; it stays in `raw` only
LETTERS = {"msgctxt": "c", "msgid": "i", "msgid_plural": "p"}
PREVIOUS = re.compile("(?:cs+)?is+(?:ps+)?")
"""Valid sequences in the `#|` lines of an entry: a letter for each keyword and "s" for a string."""
ESCAPES = r"only \n \t \r \a \b \f \v \\ \" and \ooo, \xhh with a number are known; a backslash is written \\"
ENCODING = "save the file as UTF-8, with Content-Type: text/plain; charset=UTF-8 in its header"


class Reader:
    """Goes through the text once; `entries` yields each entry as soon as it is complete, `tail` is the rest."""

    def __init__(
        self,
        text: str,
        path: str,
        charset: str,
        problems: Problems,
        *,
        exact: bool = True,
        content: Severity = Severity.ERROR,
    ) -> None:
        """Read *text*, the decoded content of *path*; not *exact* means that it contains bytes that are not text.

        *content* is the severity of an escape that only makes a translation unusable.
        """
        self.tail = ""
        self._text = text
        self._path = path
        self._charset = charset
        self._problems = problems
        self._draft = Draft(0)
        self._done: list[Entry] = []
        self._conflict = False
        self._number = self._place = 0  # the current line, and where it starts
        self._exact = exact
        self._content = content
        self._undecodable = False  # whether a byte that is not text was reported

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in order, including broken ones, which are marked."""
        while self._place < len(self._text):
            if self._may_start():
                yield from self._ordinary()
            line = self._line(self._place)
            self._read(self._number, line)
            self._number += line.count("\n")
            self._place += len(line)
            if self._done:
                yield from self._done
                self._done.clear()
        if self._draft.statements:
            self._next(self._draft.pending[0][1] if self._draft.pending else len(self._text))
            yield from self._done
        self._settle_previous()
        self.tail = self._text[self._draft.start :]

    def _line(self, place: int) -> str:
        """Return the line at *place*, joined with the next one if it ends with a backslash, as in C."""
        end = self._text.find("\n", place) + 1
        while end and self._text.startswith("\\", max(end - 2, place)):
            end = self._text.find("\n", end) + 1
        return self._text[place : end or None]

    def _may_start(self) -> bool:
        """Whether an entry may start here: the previous one is complete, or nothing of this one has been read yet."""
        draft = self._draft
        free = draft.last == "msgstr" or not (draft.statements or draft.comments or draft.broken)
        return free and self._exact and not self._conflict and self._text.startswith(("#", "msg"), self._place)

    def _ordinary(self) -> Iterator[Entry]:
        """Read the ordinary entries at this place."""
        row = fast_reader.read(self._text, self._place, self._number + 1)
        first = next(row, None)
        if not first:
            return
        if self._draft.statements:
            self._next(self._place)
            yield self._done.pop()
        entry, place, line = first
        if self._draft.start < self._place:  # empty lines at the head of the file belong to the first entry
            entry = dataclasses.replace(entry, raw=self._text[self._draft.start : place])
        yield entry
        for following, place, line in row:  # noqa: B007 # where the last one ends is used behind the loop
            yield following
        self._place, self._number, self._draft = place, line - 1, Draft(place)

    def _read(self, number: int, line: str) -> None:
        stripped = line.replace("\\\n", "").strip(SPACE)
        if not stripped:
            return
        if "\0" in line:
            self._error(number, "nul-byte", "NUL in the text", "delete it: programs ignore the text after it")
            self._draft.broken = True
        if self._conflict or MARKER.match(line):
            self._marker(number, line)
            if MARKER.match(line):
                return
        if stripped.startswith("#~"):  # "#~ # text" is a comment, "#~ #| msgid" the same as "#~| msgid"
            bare = OBSOLETE_COMMENT.sub("", stripped, count=1)
            stripped = f"#~{bare[1:]}" if bare.startswith("#|") else bare
        if stripped.startswith("#~") and not stripped.startswith("#~|"):
            self._tokens(number, stripped[2:], obsolete=True)
        elif stripped.startswith("#"):
            self._comment(number, self._place, stripped)
        else:
            self._tokens(number, stripped, obsolete=False)

    def _marker(self, number: int, line: str) -> None:
        if line.startswith("<<<<<<<") or not self._conflict:
            message = "a merge conflict is not resolved"
            self._error(number, "conflict-marker", message, "choose one side and delete the marker lines")
        self._draft.broken = True
        self._conflict = not line.startswith(">" * 7)

    def _comment(self, number: int, place: int, stripped: str) -> None:
        draft = self._draft
        kind, text = comments.split(stripped)
        if kind == "|" and not text and draft.statements:
            return
        if draft.last == "msgstr":
            self._next(place)
        elif draft.statements:
            draft.pending.append((number, place))
            return
        draft = self._draft
        if kind != "|":
            self._settle_previous()
        draft.line = draft.line or number + 1
        draft.comments.setdefault(kind, []).append(text.removeprefix(" "))
        if kind == "|":
            self._previous(number, text, obsolete=stripped.startswith("#~"))

    def _previous(self, number: int, text: str, *, obsolete: bool) -> None:
        """Read a `#|` line, which has only strings and the keywords of a source text."""
        draft = self._draft
        self._undecoded(number, text)
        if text and draft.previous and draft.previous_obsolete != obsolete:
            self._syntax(number, "#| and #~| are mixed", "write #| before msgid, and #~| before #~ msgid")
        place = 0
        while place < len(text):
            match = TOKEN.match(text, place)
            if not match or match[2] in ("msgstr", "domain") or match[3]:
                self._syntax(number, "a #| line is not a keyword with strings", "delete the entry's #| lines")
                return
            if match[1] is not None:
                self._string(number, match[1])
            draft.previous.append(LETTERS.get(match[2], "s"))
            draft.previous_obsolete = obsolete
            place = match.end()

    def _settle_previous(self, *, obsolete: bool | None = None) -> None:
        """Report `#|` lines that are incomplete, or not right before msgctxt or msgid."""
        draft = self._draft
        if not draft.previous:
            return
        whole = PREVIOUS.fullmatch("".join(draft.previous))
        if not whole or obsolete != draft.previous_obsolete:
            message = "the #| lines do not belong to a msgid" if whole else "the #| lines are not a whole msgid"
            hint = "put #| msgid and its text right before msgctxt or msgid (#~| before #~), or delete the #| lines"
            self._syntax(self._number, message, hint)
        draft.previous.clear()

    def _tokens(self, number: int, text: str, *, obsolete: bool) -> None:
        self._undecoded(number, text)
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
                self._syntax(number, "a string is outside any message", "put msgid or msgstr before it, or delete it")
            else:
                self._settle()
                statement = self._draft.statements[-1]
                translation = statement.keyword == "msgstr"
                statement.parts.append(self._string(number, match[1], translation=translation))
            place = match.end()

    def _stray(self, number: int, text: str) -> None:
        draft = self._draft
        if text.startswith('"'):
            message = "the string has no closing quotation mark"
            self._error(number, "unterminated-string", message, 'end the line with "')
            draft.broken = True
            if draft.statements:
                draft.statements[-1].parts.append(text[1:])
        elif not (COMMENT.match(text) and draft.last == "msgstr" and draft.statements[-1].parts):
            hint = 'quote it; a quotation mark inside a string is written \\"'
            self._syntax(number, f"text outside quotation marks: {text[:40]}", hint)

    def _keyword(self, number: int, keyword: str, index: str | None, *, obsolete: bool, first: bool) -> bool:
        """Open a statement, starting a new entry if needed; return whether the rest of the line can be read."""
        draft = self._draft
        opens = keyword == "msgctxt" or (keyword == "msgid" and draft.last != "msgctxt")
        repeats = keyword == "msgstr" and draft.last == "msgstr" and index is None
        if draft.statements and (opens or repeats or draft.obsolete != obsolete):
            if not first:
                self._syntax(number, "two messages are on one line", "start each message on a line of its own")
                return False
            pending = draft.pending if opens else []
            self._next(pending[0][1] if pending else self._place)
            for line, place in pending:  # now it is clear that they belong to this entry
                self._comment(line, place, self._line(place).strip(SPACE))
        draft = self._draft
        self._settle()
        self._settle_previous(obsolete=obsolete)
        draft.line = draft.line or number + 1
        draft.obsolete = obsolete
        self._order(number, keyword, index)
        draft.add(Statement(keyword, int(index or 0), number))
        return True

    def _settle(self) -> None:
        """Report comments between msgid and msgstr, now that they are known to be inside an entry."""
        if self._draft.pending:
            hint = "move it above the entry's msgctxt or msgid"
            self._syntax(self._draft.pending[0][0], "a comment is inside a message", hint)
            self._draft.pending.clear()

    def _order(self, number: int, keyword: str, index: str | None) -> None:
        draft = self._draft
        if keyword == "domain":
            self._syntax(number, "a domain line cannot be used", "keep each domain in a file of its own")
        elif keyword == "msgid_plural" and draft.last != "msgid":
            self._syntax(number, "msgid_plural does not follow msgid", "put it right after msgid")
        elif keyword == "msgstr" and "msgid" not in draft.firsts:
            hint = "put the msgid back, or delete the translation"
            self._fault(number, "missing-msgid", "msgstr without msgid", hint)
        elif keyword != "msgstr":
            if index is not None:
                self._syntax(number, f"{keyword} has no plural forms", "delete the number in brackets")
        elif (index is None) != ("msgid_plural" not in draft.firsts):
            wrong = "plural msgstr without msgid_plural" if index is not None else "msgstr without a plural number"
            self._fault(number, "plural-forms", wrong, 'a message with msgid_plural has msgstr[0] "…", msgstr[1] "…"')
        elif index is not None and int(index) != (draft.statements[-1].index + 1 if draft.last == "msgstr" else 0):
            self._fault(number, "plural-forms", f"msgstr[{index}] is out of order", "number the forms 0, 1, 2, …")

    def _string(self, number: int, text: str, *, translation: bool = False) -> str:
        try:
            return escapes.expand(text, self._charset)
        except ValueError as problem:
            self._bad_escape(number, str(problem), translation=translation)
            return text

    def _bad_escape(self, number: int, message: str, *, translation: bool) -> None:
        """Report an escape; in a translation it does not make the message unidentifiable."""
        severity = self._content if translation else Severity.ERROR
        self._problems.add(Problem(Position(self._path, number + 1), severity, "bad-escape", message, ESCAPES))
        self._draft.unfit |= translation
        self._draft.broken |= not translation

    def _undecoded(self, number: int, text: str) -> None:
        """Report the first byte that is not text; those in comments do no harm and are kept."""
        match = None if self._exact else UNDECODED.search(text)
        if match and not self._undecodable:
            byte = f"0x{ord(match[0]) - 0xDC00:02x}"
            message = f"byte {byte} is not {self._charset} text, the charset given in the header"
            self._error(number, "catalog-encoding", message, ENCODING)
        self._undecodable |= bool(match)
        self._draft.broken |= bool(match)

    def _next(self, end: int) -> None:
        """Finish the entry before place *end*, and start the next."""
        draft = self._draft
        for statement in draft.statements:
            if not statement.parts and not draft.broken:
                self._syntax(statement.line, f"{statement.keyword} has no string", 'add ""')
            if not draft.broken:
                try:
                    statement.parts = [escapes.decode(statement.text, self._charset)]
                except ValueError as problem:
                    self._bad_escape(statement.line, str(problem), translation=statement.keyword == "msgstr")
                    statement.parts = [escapes.as_written(statement.text)]
        if "msgstr" not in draft.firsts:
            known = "msgid" in draft.firsts
            hint = 'add msgstr "" below it' if known else "add msgid and msgstr below it, or delete the line"
            message = "msgid without msgstr" if known else "msgctxt without msgid"
            self._fault(draft.statements[0].line, "missing-msgstr", message, hint)
        self._done.append(draft.entry(self._text[draft.start : end]))
        self._draft = Draft(end, broken=self._conflict)

    def _error(self, number: int, rule: str, message: str, hint: str) -> None:
        self._problems.error(Position(self._path, number + 1), rule, message, hint)

    def _syntax(self, number: int, message: str, hint: str) -> None:
        self._fault(number, "catalog-syntax", message, hint)

    def _fault(self, number: int, rule: str, message: str, hint: str) -> None:
        """Report a structural error in an entry, unless it follows from one already reported."""
        if not self._draft.broken:
            self._error(number, rule, message, hint)
        self._draft.broken = True
