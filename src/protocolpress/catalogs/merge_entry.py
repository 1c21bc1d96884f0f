"""Merge one entry of a catalog: base, ours and theirs come in; the merged entry goes out, and whether they conflict.

A side's unchanged part is taken from the other side, byte for byte. Parts that both changed are merged field by field;
a text that cannot be the translation is kept in a translator comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocolpress.catalogs import edit, template, three_way
from protocolpress.catalogs.entries import Entry

NOTE = "merge-po: "
"""Prefix of a comment that keeps the text of a side."""


def both(
    base: Entry | None, ours: Entry, theirs: Entry, *, names: tuple[str, str] = ("", ""), newline: str = "\n"
) -> tuple[Entry, bool]:
    """Merge an entry that both sides have; return whether they translate it differently, and both for use.

    *names*, if known, are the people who saved the two files, for comments that keep a text. The text of *base* is not
    kept, because both sides have seen it. One of the sides may be without lines, and so may *base*.
    """
    lines = core(base) if base else ""
    if lines and lines == core(theirs):
        return ours, False
    if lines and lines == core(ours):
        return theirs, False
    if base is None:  # no base; if only one side has plural forms, ours counts
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
    """Merge the headers of two files; return the fields that both sides changed differently, of which ours are kept."""
    if base and core(ours) == core(base):
        return theirs, ()
    base = base or Entry(msgid="", msgstr=("",))
    text, conflicts = three_way.header(base.msgstr[0], ours.msgstr[0], theirs.msgstr[0])
    fuzzy = three_way.pick(base.is_fuzzy, ours.is_fuzzy, theirs.is_fuzzy)
    comments = three_way.lines(base.comments, ours.comments, theirs.comments)
    flags = _flags(base, ours, theirs, fuzzy=fuzzy)
    return edit.change(ours, newline=newline, msgstr=(text,), comments=comments, flags=flags), conflicts


def work(entry: Entry) -> tuple[object, ...]:
    """Return a translator's changes to an entry, for comparison."""
    return entry.msgstr, entry.comments, any(entry.msgstr) and entry.is_fuzzy


def core(entry: Entry) -> str:
    """Return the lines of an entry without the empty ones around it."""
    start, end = around(entry.raw)
    return entry.raw[start:end]


def around(raw: str) -> tuple[int, int]:
    """Return the start of the first non-empty line of *raw*, and the end of the last one."""
    start = raw.rfind("\n", 0, len(raw) - len(raw.lstrip(edit.SPACE))) + 1
    end = raw.find("\n", len(raw.rstrip(edit.SPACE)))
    return start, end + 1 if end >= 0 else len(raw)


def name(translator: str) -> str:
    """Return a name from the header without its address and the characters that notes use."""
    return " ".join(re.sub(r'[()":]', " ", translator.partition("<")[0]).split())


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _translation(base: Entry, ours: Entry, theirs: Entry) -> tuple[three_way.Text, bool]:
    """Choose a translation; if only one side has plural forms, the other's text cannot replace it.

    A side that already merged the other one's text, and is still undecided about it, is the later one.
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
    """Join flags; a side that has exactly the right ones keeps its order."""
    bare = [tuple(flag for flag in entry.flags if flag != "fuzzy") for entry in (base, ours, theirs)]
    flags = (*["fuzzy"] * fuzzy, *three_way.lines(*bare))
    likely = (theirs, ours) if ours.flags == base.flags else (ours, theirs)
    return next((side.flags for side in likely if sorted(side.flags) == sorted(flags)), flags)


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _kept(
    base: Entry, text: three_way.Text, sides: tuple[Entry, Entry], names: tuple[str, str], *, conflict: bool
) -> Iterator[str]:
    """Return comments with the texts that would otherwise be lost: neither the translation nor an old one.

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
    """Return the texts kept in *comments*, as catalog strings."""
    return frozenset(_quoted(line) for line in comments if line.startswith(NOTE))


def _quoted(note: str) -> str:
    """Return the part in quotation marks, including them; nothing before it contains any."""
    return note[note.find('"') :]


def _string(text: str) -> str:
    return f'"{text.translate(template.ESCAPES)}"'
