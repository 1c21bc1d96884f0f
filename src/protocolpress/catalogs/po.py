"""Read gettext catalogs exactly: the bytes of a .po file come in, its entries go out, with every line of every one.

Joining the raw lines of all entries gives the file back byte by byte, whatever is wrong with it; what is wrong goes
into `Problems`, and reading goes on behind a broken entry. What `msgfmt -c` refuses is refused here, except that
format strings (`c-format`) are not looked at. Nothing is evaluated: plural formulas have their own small parser.
"""

from __future__ import annotations

import codecs
import dataclasses
import functools
import operator
import re
from collections.abc import Callable, Iterator

from protocolpress.errors import Position, Problems

CODEC = re.compile(
    r"ascii|utf-8|koi8-[rut]|cp8(50|66|74)|cp9(32|49|50)|cp125[0-8]|iso8859-([1-9]|1[345])|tis-620|gb2312|euc_(jp|kr)|"
    r"big5(hkscs)?|gbk|gb18030|shift_jis|johab"
)
"""The charsets that GNU gettext calls portable, by their names in Python; all of them contain ASCII."""

SPACE = " \t\r\f\v\n"
TOKEN = re.compile(
    r'[ \t\r\f\v]*(?:"((?:[^"\\]++|\\.)*+)"|(domain|msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_])'
    r"(?:[ \t]*\[[ \t]*(\d{1,9})[ \t]*\])?)[ \t\r\f\v]*"
)
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]++)|(.))", re.DOTALL)
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MARKER = re.compile(r"(<{7}|>{7}|\|{7}|={7})(?: |\r?\n|$)")
REFERENCE = re.compile("\u2068[^\u2069]*\u2069|[^ \\t\u2068]+")
UNDECODED = re.compile("[\udc80-\udcff]")
PLURAL_FORMS = re.compile(r"nplurals\s*=\s*(\d{1,9})\s*;\s*plural\s*=\s*([^;\n]*)")

# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message of a catalog; lines count from 1, 0 where there is none."""

    msgid: str
    msgstr: tuple[str, ...] = ()
    msgid_plural: str | None = None
    msgctxt: str | None = None
    comments: tuple[str, ...] = ()
    """The translator's own, `# `, a line each."""
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    """The lines behind `#|`: what msgid was when the translation was made."""
    obsolete: bool = False
    broken: bool = False
    """True where a problem was found in its lines: then only *raw* may be trusted."""
    line: int = 0
    """The first line that is not empty: a comment or a keyword."""
    msgid_line: int = 0
    msgstr_lines: tuple[int, ...] = ()
    raw: str = ""
    """Its lines as they stand, with the empty ones around it."""

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes a message unique in a file: an empty context is another one than none."""
        return self.msgctxt, self.msgid

    @property
    def is_header(self) -> bool:
        """Tell whether it is the entry that describes the file."""
        return self.key == (None, "") and not self.obsolete and self.msgid_line > 0

    @property
    def is_fuzzy(self) -> bool:
        """Tell whether somebody has to look at the translation before it may be used."""
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Tell whether the translation may be used: whole, current, in all its plural forms."""
        fit = not (self.broken or self.obsolete or self.is_fuzzy or self.is_header)
        return fit and bool(self.msgstr) and all(self.msgstr)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PoFile:
    """A catalog file as it is: entries in order, and *tail*, the lines after the last of them."""

    entries: tuple[Entry, ...]
    tail: str = ""
    charset: str = "utf-8"
    """Python's name of it."""
    bom: bool = False

    @property
    def header(self) -> Entry | None:
        """The entry that describes the file, or None where there is none to trust."""
        return next((entry for entry in self.entries if entry.is_header and not entry.broken), None)

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the header by name."""
        lines = self.header.msgstr[0].split("\n") if self.header else []
        pairs = (line.partition(":") for line in lines)
        return {name.strip(): value.strip() for name, colon, value in pairs if colon}


class FormulaError(ValueError):
    """A plural formula cannot be used; the text is the fact."""


# ── reading and writing ──────────────────────────────────────────────────────────────────────────────────────────────


def parse(data: bytes, path: str, problems: Problems) -> PoFile:
    """Read *data*, the content of *path*; all that is wrong with it goes into *problems*.

    A file that does not fit its charset is read with the bad bytes kept, so `serialize` gives it back as well. In a
    template (a *path* that ends in `.pot`) plural forms are not checked: it belongs to no language.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data.removeprefix(codecs.BOM_UTF8)
    charset = _charset(body, path, problems, bom=bom)
    text = None if body.startswith(UTF_16) else _decode(body, charset, path, problems)
    if text is None:  # reported, with all that would follow from it
        return PoFile(entries=(), tail=body.decode("latin-1"), charset="latin-1", bom=bom)
    reader = _Reader(text, path, charset, problems)
    file = PoFile(entries=tuple(reader.entries()), tail=reader.tail, charset=charset, bom=bom)
    _check(file, path, problems)
    return file


def serialize(file: PoFile) -> bytes:
    """Write *file* as it was read."""
    text = "".join(entry.raw for entry in file.entries) + file.tail
    return (codecs.BOM_UTF8 if file.bom else b"") + text.encode(file.charset, "surrogateescape")


def _charset(body: bytes, path: str, problems: Problems, *, bom: bool) -> str:
    """Find the charset before anything is decoded: headers are ASCII, which all charsets here contain."""
    if body.startswith(UTF_16):
        _encoding(problems, Position(path, 1), "the file is UTF-16")
        return "latin-1"
    reader = _Reader(body.decode("latin-1"), path, "latin-1", Problems())
    header = next((entry for entry in reader.entries() if entry.is_header), None)
    found = re.search(r"charset=[ \t]*([^\s;]+)", "".join(header.msgstr)) if header else None
    line = header.msgstr_lines[0] if header and header.msgstr_lines else 1
    if not found:
        if header:  # a missing header is a problem of its own
            _encoding(problems, Position(path, line), "the header names no charset")
        return "utf-8"
    try:
        name = codecs.lookup(found[1]).name
    except (LookupError, ValueError):  # ValueError: NUL or not ASCII
        name = ""
    if not CODEC.fullmatch(name):
        _encoding(problems, Position(path, line), f"unknown charset {found[1][:40]!r}")
        return "utf-8"
    if bom and name != "utf-8":
        _encoding(problems, Position(path, line), f"the file starts as UTF-8 and its header says {found[1]}")
        return "utf-8"
    return name


def _decode(body: bytes, charset: str, path: str, problems: Problems) -> str | None:
    """Give the text, or None where it could not be written back; bytes that do not fit are kept as surrogates."""
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        message = f"byte 0x{body[problem.start]:02x} is not {charset} text, which the header promises"
        _encoding(problems, Position(path, line), message)
        text = body.decode(charset, "surrogateescape")
    try:
        exact = text.encode(charset, "surrogateescape") == body
    except UnicodeEncodeError:
        exact = False
    if not exact:
        _encoding(problems, Position(path, 1), f"the text cannot be written back exactly in {charset}")
    return text if exact else None


def _encoding(problems: Problems, position: Position, message: str) -> None:
    hint = "save the file as UTF-8, with Content-Type: text/plain; charset=UTF-8 in its header"
    problems.error(position, "catalog-encoding", message, hint)


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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


class _Reader:
    """Goes through the lines once; `entries` gives each entry as soon as it is complete, `tail` what is left."""

    def __init__(self, text: str, path: str, charset: str, problems: Problems) -> None:
        self.tail = ""
        self._lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        self._path = path
        self._charset = charset
        self._problems = problems
        self._draft = _Draft(0)
        self._done: list[Entry] = []
        self._conflict = False

    def entries(self) -> Iterator[Entry]:
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


# ── checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _check(file: PoFile, path: str, problems: Problems) -> None:
    if not any(entry.is_header for entry in file.entries):
        hint = 'start the file with msgid "", msgstr "Content-Type: text/plain; charset=UTF-8\\n" and so on'
        problems.error(Position(path, 1), "missing-header", "the file has no header", hint)
    _duplicates(file, path, problems)
    count = 0 if path.endswith(".pot") else _nplurals(file, path, problems)
    for entry in file.entries:
        if not entry.is_translated:
            continue
        if count and entry.msgid_plural is not None and len(entry.msgstr) != count:
            message = f"{len(entry.msgstr)} plural forms, and the header says {count}"
            position = Position(path, entry.msgstr_lines[0])
            problems.error(position, "plural-forms", message, f"translate msgstr[0] to msgstr[{count - 1}]")
        _forms(entry, path, problems)


def _duplicates(file: PoFile, path: str, problems: Problems) -> None:
    first: dict[tuple[str | None, str], int] = {}
    for entry in file.entries:
        if entry.broken:
            continue
        line = first.setdefault(entry.key, entry.msgid_line)
        if line != entry.msgid_line:
            hint = f"the first one stands in line {line}: keep the better of the two"
            problems.error(Position(path, entry.msgid_line), "duplicate-message", "the message is there twice", hint)


def _nplurals(file: PoFile, path: str, problems: Problems) -> int:
    """Check the header's Plural-Forms; give the number of forms, 0 where it is not known."""
    header, value = file.header, file.fields.get("Plural-Forms")
    position = Position(path, header.msgstr_lines[0] if header else 1)
    hint = "for Russian: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || …"
    if value is None:
        plural = next((entry for entry in file.entries if entry.is_translated and entry.msgid_plural is not None), None)
        if plural:
            message = "plural forms are used, and the header has no Plural-Forms"
            problems.error(Position(path, plural.msgstr_lines[0]), "missing-plural-forms", message, hint)
        return 0
    match = PLURAL_FORMS.search(value)
    if not match:
        problems.error(position, "plural-formula", "Plural-Forms is not nplurals=…; plural=…;", hint)
        return 0
    try:
        check_formula(match[2], int(match[1]))
    except FormulaError as problem:
        problems.error(position, "plural-formula", str(problem), hint)
    return int(match[1])


def _forms(entry: Entry, path: str, problems: Problems) -> None:
    """Check what a translation shares with its source: newlines at both ends; and that no tool marked a conflict."""
    sources = [entry.msgid, *([] if entry.msgid_plural is None else [entry.msgid_plural])]
    forms = zip(entry.msgstr, entry.msgstr_lines, strict=True)
    for text, line in [*((source, entry.msgid_line) for source in sources[1:]), *forms]:
        for end, test in (("begin", str.startswith), ("end", str.endswith)):
            if test(text, "\n") != test(entry.msgid, "\n"):
                hint = f"let the texts of this message {end} alike"
                message = f"of msgid and its translation only one {end}s with \\n"
                problems.error(Position(path, line), "newline-mismatch", message, hint)
        if text.startswith("#-#-#-#-#"):
            message = "two translations were joined and nobody has chosen one"
            problems.error(Position(path, line), "conflict-marker", message, "keep one, without the #-#-#-#-# lines")


# ── plural formulas ──────────────────────────────────────────────────────────────────────────────────────────────────

Formula = Callable[[int], int]

LEVELS = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"))
"""C's binary operators, from the loosest to the tightest."""
OPERATORS: dict[str, Callable[[int, int], int]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.floordiv,
    "%": operator.mod,
}
LONGEST = 500
DEEPEST = 30
WORD = (1 << 64) - 1  # C computes them in unsigned long: 1 - 2 is a large number
LEXEME = re.compile(r"\s*(\d{1,18}|\|\||&&|[=!<>]=|[-+*/%<>!?:()n])")


def check_formula(text: str, nplurals: int) -> None:
    """Try the plural formula *text* on 0 to 1000, as `msgfmt -c` does.

    Raises:
        FormulaError: it cannot be read, divides by zero, or picks a form that does not exist.
    """
    pick = formula(text)
    for n in range(1001):
        try:
            form = pick(n)
        except ZeroDivisionError:
            raise FormulaError(f"the plural formula divides by zero for n={n}") from None
        if form >= nplurals:
            raise FormulaError(f"the plural formula picks form {form} for n={n}, and there are {nplurals}")


def formula(text: str) -> Formula:
    """Read a C expression of n, as Plural-Forms has it.

    Raises:
        FormulaError: it is not one, or longer or deeper than any language needs.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"the plural formula is longer than {LONGEST} characters")
    tokens: list[str] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = LEXEME.match(text, place)
        if not match:
            raise FormulaError(f"the plural formula has no meaning at {text[place : place + 10].strip()!r}")
        tokens.append(match[1])
        place = match.end()
    return _Formula(tokens).read()


class _Formula:
    """A recursive descent over tokens, one method a rule; rules give functions of n."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._place = 0
        self._depth = 0

    def read(self) -> Formula:
        whole = self._choice()
        if self._tokens[self._place]:
            raise FormulaError(f"the plural formula goes on with {self._tokens[self._place]!r} where it should end")
        return whole

    def _take(self, *wanted: str) -> str:
        token = self._tokens[self._place]
        if token not in wanted:
            return ""
        self._place += 1
        return token

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise FormulaError(f"the plural formula lacks {token!r}")

    def _choice(self) -> Formula:
        self._deeper()
        test = self._binary(0)
        if self._take("?"):
            yes = self._choice()
            self._need(":")
            no = self._choice()
            self._depth -= 1
            return lambda n: yes(n) if test(n) else no(n)
        self._depth -= 1
        return test

    def _binary(self, level: int) -> Formula:
        if level == len(LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while sign := self._take(*LEVELS[level]):
            left = _combine(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Formula:
        if self._take("!"):
            self._deeper()
            inner = self._unary()
            self._depth -= 1
            return lambda n: int(not inner(n))
        if self._take("("):
            inner = self._choice()
            self._need(")")
            return inner
        if self._take("n"):
            return lambda n: n
        token = self._tokens[self._place]
        if not token.isdigit():
            raise FormulaError(f"the plural formula lacks a value before {token or 'its end'!r}")
        self._place += 1
        return functools.partial(_number, int(token))

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(f"the plural formula is nested deeper than {DEEPEST}")


def _number(value: int, _n: int) -> int:
    return value


def _combine(sign: str, left: Formula, right: Formula) -> Formula:
    if sign == "&&":
        return lambda n: int(bool(left(n)) and bool(right(n)))
    if sign == "||":
        return lambda n: int(bool(left(n)) or bool(right(n)))
    apply = OPERATORS[sign]
    return lambda n: int(apply(left(n), right(n))) & WORD
