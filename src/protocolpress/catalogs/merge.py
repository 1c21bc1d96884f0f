"""Merge two catalogs with a common base, entry by entry: base, ours and theirs come in; one catalog goes out.

Messages are told apart by context and msgid. An entry that only one side changed keeps that side's bytes. No text of
either side is lost: it is the translation, or it is in a translator comment of the entry,

    # merge-po: theirs (Ivan Petrov): "the text, as a string of a catalog"

with `[1]` behind the side for a plural form and `fuzzy` beside the name of who saved the file. Where both sides
translated a message differently, both texts are there and the entry is fuzzy. Conflict markers are never written.

An entry that one side removed and the other translated again becomes obsolete. Where one side has run `update` and the
source of a message has changed, what the other side did to the old message goes into the new one, which is fuzzy.
"""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping

from protocolpress.catalogs import edit, merge_entry, plurals, po, three_way
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.errors import Position, Problems, Severity

Key = tuple[str | None, str]
Side = Mapping[Key, Entry]

HEADER: Key = (None, "")
CHARSET = re.compile(r"(charset=[ \t]*)([^\s;]+)")
NUMBER = re.compile(r"\\[0-7x]")
"""An escape for a byte, and therefore for another character in another charset."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merged catalog; *conflicts* are messages that the sides translate differently, *fields* those of its header."""

    file: PoFile
    conflicts: tuple[Key, ...] = ()
    fields: tuple[str, ...] = ()
    recoded: str = ""
    """The charset that cannot hold all texts, so that the file is now UTF-8."""


def contents(base: bytes, ours: bytes, theirs: bytes, path: str, problems: Problems) -> bytes | None:
    """Merge the contents of three versions of *path*; None if a side, or the result, has errors.

    Mistakes in *base*, which may be empty, do not matter: a broken message counts as missing. Conflicts are warnings.
    """
    sides = []
    for name, data in (("ours", ours), ("theirs", theirs)):
        found = Problems()
        sides.append(po.parse(data, path, found, content=Severity.WARNING))
        problems.add(*(dataclasses.replace(error, message=f"{name}: {error.message}") for error in found.errors))
    if problems.errors:
        return None
    merged = merge(po.parse(base, path, Problems()), *sides)
    data = po.serialize(merged.file)
    proof = po.parse(data, path, problems, content=Severity.WARNING)
    if problems.errors:
        return None
    _report(merged, {entry.key: Position(path, entry.msgid_line) for entry in proof.entries}, problems)
    return data


def _report(merged: Merged, places: Mapping[Key, Position], problems: Problems) -> None:
    for key in merged.conflicts:
        message = "the two sides translate the message differently"
        hint = "keep the better text as msgstr, then delete fuzzy and the merge-po comments"
        problems.warning(places[key], "merge-conflict", message, hint)
    for name in merged.fields:
        message = f"both sides changed {name} in the header; ours was kept"
        problems.warning(places[HEADER], "header-conflict", message, "correct it if theirs is right")
    if merged.recoded:
        message = f"the texts of both sides cannot be written in {merged.recoded}: the file is now UTF-8"
        hint = "tell everybody whose editor is set to another charset"
        problems.warning(places[HEADER], "catalog-recoded", message, hint)


def merge(base: PoFile, ours: PoFile, theirs: PoFile) -> Merged:
    """Merge *ours* and *theirs*, two catalogs without problems, derived from *base*.

    Line endings are ours; so are the order and the charset, unless only theirs changed them. If a text does not fit the
    charset, the file becomes UTF-8.
    """
    before, left, right = (po.serialize(file) for file in (base, ours, theirs))
    if left == before:
        return Merged(file=theirs)
    if right in (before, left):
        return Merged(file=ours)
    newline = edit.newline_of(ours)
    merger = _Merger(_renewed(base, newline), ours, _renewed(theirs, newline), newline)
    was = base if base.entries else theirs  # of two new files ours counts
    charset = three_way.pick(was.charset, ours.charset, theirs.charset)
    file = _encoded(merger.file(), charset, {ours.charset, theirs.charset})
    bom = file.charset == "utf-8" and three_way.pick(was.bom, ours.bom, theirs.bom)
    return Merged(
        file=dataclasses.replace(file, bom=bom),
        conflicts=tuple(merger.conflicts),
        fields=tuple(merger.fields),
        recoded="" if file.charset == charset else charset,
    )


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Merger:
    """Merges the entries of three files, one after the other, and records conflicts."""

    def __init__(self, base: PoFile, ours: PoFile, theirs: PoFile, newline: str) -> None:
        self.files = (base, ours, theirs)
        self.base, self.ours, self.theirs = (_by_key(file.entries) for file in self.files)
        self.newline = newline
        names = [merge_entry.name(file.fields.get("Last-Translator", "")) for file in (ours, theirs)]
        self.names = ("", "") if names[0] == names[1] else (names[0], names[1])
        self.moved = {**_moved(self.base, self.theirs, theirs), **_moved(self.base, self.ours, ours)}
        self.carried = {old for key, old in self.moved.items() if (key in self.ours) != (key in self.theirs)}
        """For old messages whose new version only one side has, the other side's changes, to be applied there."""
        self.conflicts: list[Key] = []
        self.fields: list[str] = []

    def file(self) -> PoFile:
        """Merge everything but the charset."""
        found = {key: self._merged(key) for key in {**self.ours, **self.theirs}}
        entries = {key: entry for key, entry in found.items() if entry}
        declared = plurals.fields(entries[HEADER].msgstr[0])
        if declared and declared[1]:
            entries = {key: self._fitting(entry, declared[1]) for key, entry in entries.items()}
        return self._arranged(entries)

    def _merged(self, key: Key) -> Entry | None:
        base, ours, theirs = self.base.get(key), self.ours.get(key), self.theirs.get(key)
        if key in self.moved:
            return self._successor(key, self.base[self.moved[key]])
        if ours and theirs:
            return self._header(base, ours, theirs) if key == HEADER else self._both(base, ours, theirs)
        alone = ours or theirs
        return self._removed(base, alone) if base and alone else alone

    def _both(self, base: Entry | None, ours: Entry, theirs: Entry) -> Entry:
        entry, conflict = merge_entry.both(base, ours, theirs, names=self.names, newline=self.newline)
        self.conflicts += [entry.key] * conflict
        return entry

    def _header(self, base: Entry | None, ours: Entry, theirs: Entry) -> Entry:
        entry, self.fields[:] = merge_entry.header(base, ours, theirs, newline=self.newline)
        return entry

    def _removed(self, base: Entry, alone: Entry) -> Entry | None:
        """Decide about an entry that only one side still has, keeping changes made since."""
        if alone.obsolete != base.obsolete:
            return alone
        if merge_entry.work(alone) == merge_entry.work(base) or base.key in self.carried:
            return None
        if not any(alone.msgstr) and alone.comments == base.comments:
            return None
        return edit.change(alone, newline=self.newline, obsolete=True)

    def _successor(self, key: Key, old: Entry) -> Entry:
        """Merge a new entry, which replaces an *old* one, with the changes to it or to the old one."""
        ours, theirs = self.ours.get(key), self.theirs.get(key)
        new = theirs if theirs and (ours is None or theirs.msgstr == old.msgstr) else self.ours[key]
        base = dataclasses.replace(new, msgstr=old.msgstr, comments=old.comments, raw="")
        if ours and theirs:  # both are updated: texts carried over by update are not a side's work
            worked = new.is_fuzzy and any(ours.msgstr) and any(theirs.msgstr)
            return self._both(base if worked else None, ours, theirs)
        other = (self.theirs if ours else self.ours).get(old.key, old)
        if merge_entry.work(other) == merge_entry.work(old):
            return new
        copy = dataclasses.replace(new, msgstr=old.msgstr, comments=other.comments, raw="")
        if any(other.msgstr) and other.msgstr != old.msgstr:
            flags = new.flags if new.is_fuzzy else ("fuzzy", *new.flags)
            previous = new.previous or edit.previous(old)
            copy = dataclasses.replace(copy, msgstr=other.msgstr, flags=flags, previous=previous)
        return self._both(base, *((new, copy) if ours else (copy, new)))

    def _fitting(self, entry: Entry, count: int) -> Entry:
        """Mark as fuzzy a translation whose number of plural forms differs from the merged header."""
        if entry.msgid_plural is None or not entry.is_translated or len(entry.msgstr) == count:
            return entry
        return edit.change(entry, newline=self.newline, flags=("fuzzy", *entry.flags))

    def _arranged(self, entries: Side) -> PoFile:
        """Put the entries in order: ours, unless only theirs changed it; obsolete ones go to the end."""
        lead, follow = (self.theirs, self.ours) if self._only_theirs_is_reordered() else (self.ours, self.theirs)
        file = self.files[2 if lead is self.theirs else 1]
        keys = [key for key, entry in lead.items() if key in entries and entries[key].obsolete == entry.obsolete]
        for obsolete in (False, True):
            present = ((key, entry) for key, entry in follow.items() if key in entries)
            keys = three_way.weave(
                keys, [key for key, entry in present if entries[key].obsolete == entry.obsolete == obsolete]
            )
        known = set(keys)
        keys += [key for key in entries if key not in known]
        tail = "\n".join(three_way.lines(*(side.tail.split("\n") for side in self.files)))
        placed = [_placed(entries[key], lead.get(key), self.newline) for key in keys]
        arranged = edit.arrange(dataclasses.replace(file, tail=tail), placed)
        gap = self.newline if tail and not arranged.entries[-1].raw.endswith("\n") else ""
        return dataclasses.replace(arranged, tail=gap + tail)

    def _only_theirs_is_reordered(self) -> bool:
        active = [[key for key, entry in side.items() if not entry.obsolete] for side in (self.ours, self.theirs)]
        common = set(active[0]) & set(active[1]) & self.base.keys()
        base, ours, theirs = ([key for key in keys if key in common] for keys in (self.base, *active))
        return ours == base != theirs


def _moved(base: Side, side: Side, file: PoFile) -> dict[Key, Key]:
    """Return the new messages of a side with the old ones that they replaced.

    A new message has the old one after `#|`, or the same translation as one message that is gone.
    """
    gone = {
        key: entry
        for key, entry in base.items()
        if any(entry.msgstr) and not entry.obsolete and (key not in side or side[key].obsolete)
    }
    by_text: dict[tuple[str, ...], list[Key]] = {}
    for key, entry in gone.items():
        by_text.setdefault(entry.msgstr, []).append(key)
    moved: dict[Key, Key] = {}
    for key, entry in side.items():
        if key in base or entry.obsolete or not any(entry.msgstr):
            continue
        texts = edit.previous_texts(entry, file.charset) if entry.is_fuzzy else {}
        same = by_text.get(entry.msgstr, ())
        old = (texts.get("msgctxt"), texts.get("msgid", ""))
        if old not in gone and len(same) == 1:
            old = same[0]
        if old in gone and (gone[old].msgid_plural is None) == (entry.msgid_plural is None):
            moved[key] = old
    return moved


def _by_key(entries: Iterable[Entry]) -> Side:
    """Return the valid entries by key; of two in a base with the same key the first."""
    found: dict[Key, Entry] = {}
    for entry in entries:
        if not entry.broken:
            found.setdefault(entry.key, entry)
    return found


# ── lines and bytes ──────────────────────────────────────────────────────────────────────────────────────────────────


def _placed(entry: Entry, stood: Entry | None, newline: str) -> Entry:
    """Put *entry* in the place of one that *stood* there, with the empty lines around it; a new one gets none here."""
    if entry is stood:
        return entry
    core = merge_entry.core(entry)
    if stood is None:
        return dataclasses.replace(entry, line=0, raw=core)
    start, end = merge_entry.around(stood.raw)
    if stood.raw.endswith("\n") and not core.endswith("\n"):
        core += newline
    return dataclasses.replace(entry, line=stood.line, raw=stood.raw[:start] + core + stood.raw[end:])


def _renewed(file: PoFile, newline: str) -> PoFile:
    """Change the line endings of *file* to those of another."""
    if edit.newline_of(file) == newline:
        return file

    def renew(text: str) -> str:
        return text.replace("\r\n", "\n").replace("\n", newline)

    entries = tuple(dataclasses.replace(entry, raw=renew(entry.raw)) for entry in file.entries)
    return dataclasses.replace(file, entries=entries, tail=renew(file.tail))


def _encoded(file: PoFile, charset: str, read: Collection[str]) -> PoFile:
    """Convert *file*, whose lines were *read* in these charsets, to *charset*, or to UTF-8 if that is impossible."""
    newline = edit.newline_of(file)
    try:
        ("".join(entry.raw for entry in file.entries) + file.tail).encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    entries = file.entries
    if set(read) != {charset}:
        entries = tuple(
            _placed(edit.compose(entry, newline=newline), entry, newline) if NUMBER.search(entry.raw) else entry
            for entry in entries
        )
    entries = tuple(_declared(entry, charset, newline) if entry.is_header else entry for entry in entries)
    return dataclasses.replace(file, entries=entries, charset=charset)


def _declared(header: Entry, charset: str, newline: str) -> Entry:
    found = CHARSET.search(header.msgstr[0])
    if found and codecs.lookup(found[2]).name == charset:
        return header
    text = CHARSET.sub(rf"\g<1>{charset.upper()}", header.msgstr[0])
    return edit.change(header, newline=newline, msgstr=(text,))
