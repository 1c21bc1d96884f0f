"""Change entries of a catalog: an entry and new fields come in; the entry with few changed lines goes out.

Only the lines of a changed field are rewritten, the way msgcat writes them; all other lines stay byte for byte,
wherever they are in the entry. Nothing is read or written here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict, Unpack

from protocolpress.catalogs import escapes, template
from protocolpress.catalogs.entries import Entry, PoFile

SPACE = " \t\r\f\v\n"
COMMENTS = ("", ".", ":", ",", "|")
"""The kinds of comment lines, in the order in which msgcat writes them; "" is the translator's own."""
STRINGS = ("msgctxt", "msgid", "msgid_plural", "msgstr")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
PART = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|(msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_])(?:[ \t]*\[[ \t]*(\d+)[ \t]*\])?'
)
CHARSET = re.compile(r"(charset=[ \t]*)[^\s;\"\\]+")
NUMERIC = re.compile(r"\\(?:[0-7]|x[0-9A-Fa-f])")


class Fields(TypedDict, total=False):
    """The fields of an entry that `change` can replace."""

    msgid: str
    msgid_plural: str | None
    msgctxt: str | None
    msgstr: tuple[str, ...]
    comments: tuple[str, ...]
    extracted: tuple[str, ...]
    references: tuple[str, ...]
    flags: tuple[str, ...]
    previous: tuple[str, ...]
    obsolete: bool


@dataclasses.dataclass(slots=True)
class _Line:
    """A line of an entry, and the field that it belongs to; None for empty lines."""

    text: str
    field: str | None = None


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def change(entry: Entry, *, newline: str = "\n", charset: str = "utf-8", **fields: Unpack[Fields]) -> Entry:
    """Replace *fields* of *entry*, rewriting only the lines that must differ; new ones end with *newline*.

    An entry that becomes obsolete loses its references and extracted comments (`#:` and `#.`), as with msgmerge, unless
    *fields* say otherwise. Line numbers remain those of the file that was read.

    Raises:
        ValueError: the entry is broken, so nobody knows what its lines mean.
        UnicodeEncodeError: a new line cannot be written in *charset*.
    """
    if fields.get("obsolete") and not entry.obsolete:
        fields = {"extracted": (), "references": (), **fields}
    new = dataclasses.replace(entry, **fields)
    if new == entry:
        return entry
    if entry.broken:
        raise ValueError("a broken entry cannot be changed")
    if not entry.raw:
        return compose(new, newline=newline)
    lines, mixed = _split(entry.raw)
    if new.obsolete != entry.obsolete:
        for line in lines:
            line.text = _turn(line, obsolete=new.obsolete)
    for field, fresh in _differing(entry, new, lines, whole=mixed):
        texts = [f"{text}{newline}" for text in fresh]
        "".join(texts).encode(charset, "surrogateescape")
        lines = _put(lines, field, texts, newline)
    return dataclasses.replace(new, raw="".join(line.text for line in lines), msgstr_lines=_places(new))


def append(entry: Entry, text: str, *, newline: str = "\n") -> Entry:
    """Append *text*, on lines of its own, to the last form of the translation; every other line stays."""
    *forms, last = entry.msgstr
    text = text if last.endswith("\n") or not last else f"\n{text}"
    lines, _ = _split(entry.raw)
    end = max(number + 1 for number, line in enumerate(lines) if line.field is not None)
    if not lines[end - 1].text.endswith("\n"):
        lines[end - 1].text += newline
    lines.insert(end, _Line(f'"{text.translate(template.ESCAPES)}"{newline}'))
    return dataclasses.replace(entry, msgstr=(*forms, last + text), raw="".join(line.text for line in lines))


def compose(entry: Entry, *, newline: str = "\n") -> Entry:
    """Rewrite the lines of *entry* from its fields, without empty lines around them."""
    raw = "".join(f"{line}{newline}" for line in template.lines(entry))
    return dataclasses.replace(entry, raw=raw, msgstr_lines=_places(entry))


def previous(entry: Entry) -> tuple[str, ...]:
    """Return `#|` lines with the current source of *entry*."""
    texts = (("msgctxt", entry.msgctxt), ("msgid", entry.msgid), ("msgid_plural", entry.msgid_plural))
    lines = (template.string_lines(f"#| {word}", text, "#| ") for word, text in texts if text is not None)
    return tuple(line[3:] for strings in lines for line in strings)


def previous_texts(entry: Entry, charset: str = "utf-8") -> dict[str, str]:
    """Read the lines after `#|` of an entry that is not broken, from a file in *charset*: keyword → text."""
    texts: dict[str, str] = {}
    keyword = ""
    for match in PART.finditer(" ".join(entry.previous)):
        if match[1]:
            keyword = match[1]
            texts[keyword] = ""
        elif keyword:
            texts[keyword] += escapes.unescape(match[0][1:-1], charset)
    return texts


def _places(entry: Entry) -> tuple[int, ...]:
    """Assign a line to each form; a new form gets the line of the one before it."""
    places = entry.msgstr_lines or (0,)
    return (*places, *[places[-1]] * len(entry.msgstr))[: len(entry.msgstr)]


# ── the lines of an entry ────────────────────────────────────────────────────────────────────────────────────────────


def _split(raw: str) -> tuple[list[_Line], bool]:
    """Return the lines with their fields, and whether two strings share a line somewhere."""
    lines = [_Line(text) for text in LINE.findall(raw)]
    field: str | None = None
    mixed = False
    for line in lines:
        text = line.text.strip(SPACE)
        if text.startswith("#") and (text.startswith("#~|") or not text.startswith("#~")):
            mark = text[1:2] if not text.startswith("#~") else "|"
            line.field = "," if mark == "=" else mark if mark and mark in ".:,|" else ""
            continue
        text = text.removeprefix("#~").strip(SPACE)
        for match in PART.finditer(text):
            if match[1]:
                mixed |= match.start() > 0
                field = match[1] if match[2] is None else f"{match[1]}[{int(match[2])}]"
            line.field = line.field or field
    return lines, mixed


def _turn(line: _Line, *, obsolete: bool) -> str:
    """Add or remove the mark of an obsolete entry before a line; nothing else changes."""
    if line.field == "|":
        return re.sub(r"^([ \t\r\f\v]*)#~?\|", rf"\1#{'~' * obsolete}|", line.text)
    if line.field in COMMENTS or (obsolete and line.field is None):
        return line.text
    return f"#~ {line.text}" if obsolete else re.sub(r"^([ \t\r\f\v]*)#~ ?", r"\1", line.text)


def _differing(old: Entry, new: Entry, lines: Sequence[_Line], *, whole: bool) -> Iterator[tuple[str, list[str]]]:
    """Return the fields whose lines must be rewritten, with these lines, without line ends."""
    for kind, before, after in (("", old.comments, new.comments), (".", old.extracted, new.extracted)):
        if before != after:
            yield kind, _again(kind, before, after, lines, f"#{kind} ")
    if old.references != new.references:
        yield ":", list(template.reference_lines(new.references))
    if old.flags != new.flags:
        yield ",", [f"#, {', '.join(new.flags)}"] if new.flags else []
    if old.previous != new.previous:
        yield "|", _again("|", old.previous, new.previous, lines, f"#{'~' * new.obsolete}| ")
    was, now = _strings(old), _strings(new)
    anew = whole and was != now
    yield from _written(new, {field: text for field, text in now.items() if anew or was.get(field) != text})
    yield from ((field, []) for field in was if field not in now)


def _written(entry: Entry, strings: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    mark = "#~ " if entry.obsolete else ""
    for field, text in strings.items():
        yield field, list(template.string_lines(f"{mark}{field}", text, mark))


def _strings(entry: Entry) -> dict[str, str]:
    texts = (entry.msgctxt, entry.msgid, entry.msgid_plural)
    found = {word: text for word, text in zip(STRINGS, texts, strict=False) if text is not None}
    words = ("msgstr",) if entry.msgid_plural is None else (f"msgstr[{n}]" for n in range(len(entry.msgstr)))
    return {**found, **dict(zip(words, entry.msgstr, strict=False))}


def _again(kind: str, before: tuple[str, ...], after: tuple[str, ...], lines: Sequence[_Line], mark: str) -> list[str]:
    """Write comment lines; existing ones keep their spacing."""
    known = dict(zip(before, (line.text.rstrip("\r\n") for line in lines if line.field == kind), strict=False))
    return [known.get(text) or template.comment_line(mark, text) for text in after]


def _put(lines: Sequence[_Line], field: str, texts: Iterable[str], newline: str) -> list[_Line]:
    """Put *texts* where the lines of *field* are, or, if there are none, where msgcat would put them."""
    fresh = [_Line(text, field) for text in texts]
    place = next((number for number, line in enumerate(lines) if line.field == field), None)
    if place is None:
        later = (n for n, line in enumerate(lines) if line.field is not None and _rank(line.field) > _rank(field))
        last = max((n + 1 for n, line in enumerate(lines) if line.field is not None), default=len(lines))
        place = next(later, last)
    before = [line for line in lines[:place] if line.field != field]
    if fresh and before and not before[-1].text.endswith("\n"):
        before[-1].text += newline
    return [*before, *fresh, *(line for line in lines[place:] if line.field != field)]


def _rank(field: str) -> tuple[int, int]:
    if field in COMMENTS:
        return COMMENTS.index(field), 0
    word, _, number = field.partition("[")
    return len(COMMENTS) + STRINGS.index(word), int(number.rstrip("]") or 0)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def newline_of(file: PoFile) -> str:
    """Return the line ending of the first line of *file*, which new lines also get."""
    raw = next((entry.raw for entry in file.entries if entry.raw), file.tail)
    end = raw.find("\n")
    return "\r\n" if end > 0 and raw[end - 1] == "\r" else "\n"


def arrange(file: PoFile, entries: Sequence[Entry]) -> PoFile:
    """Return *file* with these *entries* in this order; its charset and its tail stay.

    Entries that were consecutive in *file* keep the lines between them; others are separated by one empty line. Entries
    without lines are written.
    """
    newline = newline_of(file)
    numbers = {entry.line: number for number, entry in enumerate(file.entries) if entry.line}
    places = [numbers.get(entry.line, -2) for entry in entries]
    arranged: list[Entry] = []
    for number, (entry, place) in enumerate(zip(entries, places, strict=True)):
        following = places[number + 1] if number + 1 < len(entries) else len(file.entries)
        raw = entry.raw or compose(entry, newline=newline).raw
        if number and place == 0:
            raw = LINE.sub("", raw, count=_leading(raw))
        body, between = _body(raw)
        if following != place + 1 or (between == "" and not body.endswith("\n") and number + 1 < len(entries)):
            body = body if body.endswith("\n") else body + newline
            between = newline if number + 1 < len(entries) or file.tail.strip(SPACE) else ""
        raw = body + between
        arranged.append(entry if raw == entry.raw else dataclasses.replace(entry, raw=raw))
    return dataclasses.replace(file, entries=tuple(arranged))


def _body(raw: str) -> tuple[str, str]:
    """Split lines into those up to the last non-empty one, and the empty ones after it."""
    end = raw.find("\n", len(raw.rstrip(SPACE)))
    return (raw, "") if end < 0 else (raw[: end + 1], raw[end + 1 :])


def _leading(raw: str) -> int:
    """Count the empty lines at the head."""
    return raw[: len(raw) - len(raw.lstrip(SPACE))].count("\n")


def recode(file: PoFile) -> PoFile:
    """Convert *file* and its header to UTF-8; bytes written as numeric escapes become letters."""
    newline = newline_of(file)
    entries = (
        _renamed(entry, newline) if entry.is_header else _lettered(entry, file.charset, newline)
        for entry in file.entries
    )
    return dataclasses.replace(file, entries=tuple(entries), charset="utf-8")


def _renamed(header: Entry, newline: str) -> Entry:
    text = CHARSET.sub(r"\1UTF-8", header.msgstr[0], count=1)
    raw, count = re.subn(rf"(?m)^(?!#)([^\n]*?){CHARSET.pattern}", r"\1\2UTF-8", header.raw, count=1)
    if not count:  # the charset is split over two lines
        return change(header, newline=newline, msgstr=(text,))
    return dataclasses.replace(header, msgstr=(text,), raw=raw)


def _lettered(entry: Entry, charset: str, newline: str) -> Entry:
    """Rewrite an entry if it has bytes of *charset* written as numbers."""
    if not NUMERIC.search(entry.raw):
        return entry
    texts = previous_texts(entry, charset)
    old = Entry(msgctxt=texts.get("msgctxt"), msgid=texts.get("msgid", ""), msgid_plural=texts.get("msgid_plural"))
    lines = previous(old) if texts else ()
    fresh = compose(dataclasses.replace(entry, previous=lines), newline=newline)
    return dataclasses.replace(fresh, raw=fresh.raw + _body(entry.raw)[1])
