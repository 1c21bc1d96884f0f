"""Merge one entry of a catalog: base, ours and theirs come in, the merged entry and whether they conflict go out.

What one side left as it was is the other side's, byte for byte. What both changed is merged field by field; a text that
finds no place as the translation is kept in a translator comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocolpress.catalogs import edit, template, three_way
from protocolpress.catalogs.entries import Entry

NOTE = "merge-po: "
"""How a comment begins that keeps the text of a side."""


def both(
    base: Entry | None, ours: Entry, theirs: Entry, *, names: tuple[str, str] = ("", ""), newline: str = "\n"
) -> tuple[Entry, bool]:
    """Merge an entry that both sides have; tell whether they translate it differently, and both for use.

    *names* of who saved the two files go into the comments that keep a text, where they are known. The text of *base*
    is not kept: both sides have seen it. One of the sides may be without lines, and *base* too.
    """
    lines = core(base) if base else ""
    if lines and lines == core(theirs):
        return ours, False
    if lines and lines == core(ours):
        return theirs, False
    if base is None:  # nothing was there, and where only one side has plural forms ours counts
        base = Entry(msgid=ours.msgid, msgid_plural=theirs.msgid_plural, obsolete=True)
    text, conflict = _translation(base, ours, theirs)
    comments = three_way.lines(base.comments, ours.comments, theirs.comments)
    kept = _kept(base, text, (ours, theirs), names, conflict=conflict)
    fields = edit.Fields(
        msgid_plural=three_way.pick(base.msgid_plural, ours.msgid_plural, theirs.msgid_plural),
        msgstr=text.forms or (theirs.msgstr if any(ours.msgstr) else ours.msgstr),
        comments=(*comments, *(line for line in kept if _quoted(line) not in _noted(comments))),
        extracted=three_way.lines(base.extracted, ours.extracted, theirs.extracted),
        references=three_way.lines(base.references, ours.references, theirs.references),
        flags=_flags(base, ours, theirs, fuzzy=text.fuzzy),
        previous=text.previous,
        obsolete=three_way.pick(base.obsolete, ours.obsolete, theirs.obsolete),
    )
    written = [side for side in (ours, theirs) if side.raw]
    for side in written:
        if all(getattr(side, field) == value for field, value in fields.items()):
            return side, conflict
    return edit.change(written[0], newline=newline, **fields), conflict


def header(base: Entry | None, ours: Entry, theirs: Entry, *, newline: str = "\n") -> tuple[Entry, tuple[str, ...]]:
    """Merge the headers of two files; name the fields that both sides changed, and differently: ours are kept."""
    if base and core(ours) == core(base):
        return theirs, ()
    base = base or Entry(msgid="", msgstr=("",))
    text, conflicts = three_way.header(base.msgstr[0], ours.msgstr[0], theirs.msgstr[0])
    fuzzy = three_way.pick(base.is_fuzzy, ours.is_fuzzy, theirs.is_fuzzy)
    comments = three_way.lines(base.comments, ours.comments, theirs.comments)
    flags = _flags(base, ours, theirs, fuzzy=fuzzy)
    return edit.change(ours, newline=newline, msgstr=(text,), comments=comments, flags=flags), conflicts


def work(entry: Entry) -> tuple[object, ...]:
    """Return what a translator did to an entry, for comparison."""
    return entry.msgstr, entry.comments, any(entry.msgstr) and entry.is_fuzzy


def core(entry: Entry) -> str:
    """Return the lines of an entry without the empty ones around it."""
    start, end = around(entry.raw)
    return entry.raw[start:end]


def around(raw: str) -> tuple[int, int]:
    """Return where the first non-empty line of *raw* begins, and where the last one ends."""
    start = raw.rfind("\n", 0, len(raw) - len(raw.lstrip(edit.SPACE))) + 1
    end = raw.find("\n", len(raw.rstrip(edit.SPACE)))
    return start, end + 1 if end >= 0 else len(raw)


def name(translator: str) -> str:
    """Return a name as the header has it, without the address and without the signs that a note is made of."""
    return " ".join(re.sub(r'[()":]', " ", translator.partition("<")[0]).split())


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _translation(base: Entry, ours: Entry, theirs: Entry) -> tuple[three_way.Text, bool]:
    """Choose a translation; where only one side has plural forms the other's text cannot take its place.

    A side that comes from a merge with the other one's text, and is still undecided about it, is the later one.
    """
    for entry, other in ((ours, theirs), (theirs, ours)):
        if any(other.msgstr) and {_string(form) for form in other.msgstr} <= _noted(entry.comments):
            return _text(entry), False
    if (ours.msgid_plural is None) == (theirs.msgid_plural is None):
        return three_way.translation(_text(base), _text(ours), _text(theirs))
    plural = three_way.pick(base.msgid_plural, ours.msgid_plural, theirs.msgid_plural)
    kept, other = (ours, theirs) if ours.msgid_plural == plural else (theirs, ours)
    conflict = not set(other.msgstr) <= {"", *base.msgstr, *kept.msgstr}
    return three_way.Text(kept.msgstr, conflict or kept.is_fuzzy, kept.previous), conflict


def _text(entry: Entry) -> three_way.Text:
    return three_way.Text(entry.msgstr if any(entry.msgstr) else (), entry.is_fuzzy, entry.previous)


def _flags(base: Entry, ours: Entry, theirs: Entry, *, fuzzy: bool) -> tuple[str, ...]:
    """Join flags; a side that has just the right ones keeps their order."""
    bare = [tuple(flag for flag in entry.flags if flag != "fuzzy") for entry in (base, ours, theirs)]
    flags = (*["fuzzy"] * fuzzy, *three_way.lines(*bare))
    likely = (theirs, ours) if ours.flags == base.flags else (ours, theirs)
    return next((side.flags for side in likely if sorted(side.flags) == sorted(flags)), flags)


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _kept(
    base: Entry, text: three_way.Text, sides: tuple[Entry, Entry], names: tuple[str, str], *, conflict: bool
) -> Iterator[str]:
    """Return comments with the texts that would be lost: neither the translation nor an old one.

    In a conflict they hold both sides' texts, to be compared.
    """
    known = {"", *base.msgstr, *text.forms}
    for side, who, entry in zip(("ours", "theirs"), names, sides, strict=True):
        if (conflict and any(entry.msgstr)) or not known.issuperset(entry.msgstr):
            remarks = ", ".join(filter(None, (who, "fuzzy" * entry.is_fuzzy)))
            for number, form in enumerate(entry.msgstr):
                index = "" if entry.msgid_plural is None else f"[{number}]"
                yield f"{NOTE}{side}{index}{f' ({remarks})' * bool(remarks)}: {_string(form)}"


def _noted(comments: Iterable[str]) -> frozenset[str]:
    """Return the texts that *comments* keep, as strings of a catalog."""
    return frozenset(_quoted(line) for line in comments if line.startswith(NOTE))


def _quoted(note: str) -> str:
    """Return what is in quotation marks, with them: nothing before it has any."""
    return note[note.find('"') :]


def _string(text: str) -> str:
    return f'"{text.translate(template.ESCAPES)}"'
