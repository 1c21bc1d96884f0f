"""Save one message of a catalog as a translator left it: a file and a change come in; the file to be written goes out.

Only the lines of that entry change. If somebody else has changed the entry since the translator saw it, both changes
are merged as `merge` does; a text that both changed differently is a `Clash`, and nothing is to be written. Nothing is
read or written here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from protocolpress.catalogs import edit, merge_entry, suggest
from protocolpress.catalogs.entries import Entry, PoFile

Key = tuple[str | None, str]

ANSWERED = (suggest.MARK, merge_entry.NOTE)
"""Prefixes of comments that ask a translator something, and are gone when the translation is accepted."""

FIELD = re.compile(r"(?m)^(?P<name>Last-Translator|PO-Revision-Date):[^\n]*\n")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The part of an entry that a translator sees, and may change."""

    forms: tuple[str, ...]
    fuzzy: bool = False
    comments: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A catalog with the change in it."""

    file: PoFile
    entry: Entry
    merged: bool = False
    """Whether somebody else's change of the same entry was merged with it."""
    recoded: bool = False
    """Whether a text did not fit the charset, and the file is now UTF-8."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """The entry as it is now, which somebody else has changed differently; None if the catalog no longer has it."""

    entry: Entry | None


def work(entry: Entry) -> Work:
    """Return what a translator sees of *entry*."""
    return Work(forms=entry.msgstr, fuzzy=entry.is_fuzzy, comments=entry.comments)


def find(file: PoFile, key: Key) -> Entry | None:
    """Return the entry of a message that is in use."""
    return next((each for each in file.entries if each.key == key and is_editable(each)), None)


def is_editable(entry: Entry) -> bool:
    """Whether an entry is a message whose translation may be changed."""
    return bool(entry.msgid) and not (entry.obsolete or entry.broken)


def save(file: PoFile, key: Key, base: Work, new: Work) -> Saved | Clash:
    """Put *new* into the entry *key* of *file*, which a translator saw as *base*.

    If the entry is now accepted, what asked for it goes: `#|` lines, and comments on where a text came from.

    Raises:
        ValueError: the number of forms differs from the entry's.
    """
    entry = find(file, key)
    if entry is None:
        return Clash(entry=None)
    if len(new.forms) != len(entry.msgstr):
        raise ValueError(f"{len(new.forms)} forms, but the message has {len(entry.msgstr)}")
    newline = edit.newline_of(file)
    now = work(entry)
    if new == now:
        return Saved(file=file, entry=entry)
    try:
        if now == base:
            saved, merged = _changed(entry, new, newline, file.charset), False
        elif (both := _merged(entry, base, new, newline)) is None:
            return Clash(entry=entry)
        else:
            saved, merged = both, True
    except UnicodeEncodeError:
        again = save(edit.recode(file), key, base, new)
        return dataclasses.replace(again, recoded=True) if isinstance(again, Saved) else again
    entries = tuple(saved if each is entry else each for each in file.entries)
    return Saved(file=dataclasses.replace(file, entries=entries), entry=saved, merged=merged)


def _changed(entry: Entry, new: Work, newline: str, charset: str) -> Entry:
    """Change *entry*; comments are compared with the charset too."""
    "".join(new.comments).encode(charset, "surrogateescape")
    return edit.change(entry, newline=newline, charset=charset, **_fields(entry, new))


def _fields(entry: Entry, new: Work) -> edit.Fields:
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    accepted = not new.fuzzy and any(new.forms)
    kept = (line for line in new.comments if not line.startswith(ANSWERED)) if accepted else new.comments
    fields = edit.Fields(msgstr=new.forms, comments=tuple(kept))
    if new.fuzzy != entry.is_fuzzy:
        fields["flags"] = ("fuzzy", *flags) if new.fuzzy else flags
    if accepted and entry.previous:
        fields["previous"] = ()
    return fields


def _merged(entry: Entry, base: Work, new: Work, newline: str) -> Entry | None:
    """Merge *new* with the changes made to *entry* since *base*; None if they conflict."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    seen = dataclasses.replace(
        entry, msgstr=base.forms, comments=base.comments, flags=("fuzzy",) * base.fuzzy + flags, raw=""
    )
    ours = dataclasses.replace(seen, **_fields(seen, new))
    found, conflict = merge_entry.both(seen, ours, entry, newline=newline)
    return None if conflict else found


def credited(file: PoFile, translator: str, when: str) -> PoFile:
    """Write *translator* and *when* ("2012-02-29 10:00+0000") into the header, where these fields are."""
    header = file.header
    if header is None:
        return file
    values = {"Last-Translator": translator, "PO-Revision-Date": when}
    text = FIELD.sub(_line(values), header.msgstr[0])
    changed = edit.change(header, newline=edit.newline_of(file), msgstr=(text,))
    return dataclasses.replace(file, entries=tuple(changed if each is header else each for each in file.entries))


def _line(values: dict[str, str]) -> Callable[[re.Match[str]], str]:
    def write(match: re.Match[str]) -> str:
        value = " ".join(values[match["name"]].split())
        return f"{match['name']}: {value}\n" if value else match[0]

    return write
