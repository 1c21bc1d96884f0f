"""Read ordinary entries at once: this is where most of the time for a large catalog is spent, or saved.

In: a text and a place where an entry may start. Out: the entries from there on, exactly as `reader` would read them
line by line, up to the first unusual one, where `reader` takes over and reports problems. Nothing is reported here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from protocolpress.catalogs import comments
from protocolpress.catalogs.comments import Comments
from protocolpress.catalogs.entries import Entry
from protocolpress.catalogs.escapes import SIMPLE

# Each repetition starts with characters that cannot continue the one before it, so a text that does not match is
# rejected in linear time.
# No possessive groups: Python 3.11.2, which Debian 12 has, matches them wrongly (its issue gh-106052).
STRING = r'"[^"\\\n\0]*(?:\\[ntrabfv\\"][^"\\\n\0]*)*"\r?\n'


def _pattern(mark: str) -> re.Pattern[str]:
    """Make the pattern of a whole entry with the empty lines after it; *mark* precedes the lines of its texts.

    It must be followed by the start of another entry, or the end.
    """
    strings = rf"{STRING}(?:{mark}{STRING})*"
    was = f"#{mark.strip().removeprefix('#')}\\| "
    old = rf"{STRING}(?:{was}{STRING})*"
    return re.compile(
        r"((?:#[^~|\n\0][^\n\0]*(?<!\\)\n|#\n)*)"
        rf"((?:{was}msgctxt {old})?{was}msgid {old}(?:{was}msgid_plural {old})?)?"
        rf"(?:{mark}msgctxt ({strings}))?"
        rf"{mark}msgid ({strings})"
        rf"(?:{mark}msgstr ({strings})|"
        rf"{mark}msgid_plural ({strings})((?:{mark}msgstr\[[0-9]\] {strings})+))"
        r"(?:[ \t\r\f\v]*\n)*"
        r'(?=\Z|#(?:[^~|]|~ msg(?:id|ctxt)[ "])|#~?\|.|msg(?:id|ctxt)[ "])'
    )


ENTRY = _pattern("")
OBSOLETE = _pattern("#~ ")
FORM = re.compile(rf"msgstr\[([0-9])\] ({STRING}(?:(?:#~ )?{STRING})*)")
NOTHING: Comments = {}
COMMENT = re.compile(r"#([.:,=!]?) ?([^\n]*)\n")
PREVIOUS = re.compile(r"#~?\| ([^\r\n]*)")
CONTINUED = re.compile(r'"\r?\n(?:#~ )?"')
ESCAPE = re.compile(r"\\(.)")


def read(text: str, place: int, line: int) -> Iterator[tuple[Entry, int, int]]:
    """Read the consecutive ordinary entries from *place* in *text*, line *line* of the file.

    Each comes with its end and the number of the next line; the first unusual one ends the sequence.
    """
    while match := ENTRY.match(text, place) or OBSOLETE.match(text, place):
        entry = _entry(match, line)
        if not entry:
            return
        place, line = match.end(), line + entry.raw.count("\n")
        yield entry, place, line


def _entry(match: re.Match[str], line: int) -> Entry | None:
    remarks, previous, context, msgid, msgstr, plural, plurals = match.groups()
    found = _comments(remarks) if remarks else NOTHING
    msgid_line = line + remarks.count("\n")
    if previous:
        msgid_line += previous.count("\n")
    if context:
        msgid_line += context.count("\n")
    first = msgid_line + msgid.count("\n")
    forms: tuple[str, ...]
    if plural:
        first += plural.count("\n")
        matches = list(FORM.finditer(plurals))
        if any(int(form[1]) != number for number, form in enumerate(matches)):
            return None
        forms = tuple([_unquote(form[2]) for form in matches])
        lines = tuple([first + plurals.count("\n", 0, form.start()) for form in matches])
    else:
        forms, lines = (_unquote(msgstr),), (first,)
    return Entry(
        msgid=_unquote(msgid),
        msgstr=forms,
        msgid_plural=_unquote(plural) if plural else None,
        msgctxt=_unquote(context) if context else None,
        comments=tuple(found.get("", ())),
        extracted=tuple(found.get(".", ())),
        references=comments.references(found) if ":" in found else (),
        flags=comments.flags(found) if found else (),
        previous=tuple(PREVIOUS.findall(previous)) if previous else (),
        obsolete=match.re is OBSOLETE,
        line=line,
        msgid_line=msgid_line,
        msgstr_lines=lines,
        raw=match[0],
    )


def _comments(remarks: str) -> Comments:
    found: dict[str, list[str]] = {}
    for kind, text in COMMENT.findall(remarks):
        found.setdefault(kind, []).append(text.rstrip(comments.SPACE))
    return found


def _unquote(strings: str) -> str:
    """Join quoted strings, one a line."""
    text = strings.rstrip("\r\n")[1:-1]
    if "\n" in text:
        text = text.replace('"\n"', "")
        if "\n" in text:
            text = CONTINUED.sub("", text)
    if "\\" not in text:
        return text
    if "\\\\" not in text:  # then no escape can hide another, and the two usual ones go first
        text = text.replace("\\n", "\n").replace('\\"', '"')
    return ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    return SIMPLE[match[1]]
