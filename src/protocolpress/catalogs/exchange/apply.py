"""Apply answers to a catalog: a catalog file and answers come in; the file with the answered entries goes out.

Three texts are compared: the exported one (by its digest), the returned one, and the current one of the catalog. A text
that was returned unchanged, or is already there, changes nothing, so an import can be repeated. An imported text is
fuzzy, has a comment with its origin, and keeps the replaced words in a comment. An answer that no longer fits is a
problem and changes nothing. All other entries stay byte for byte.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from protocolpress.catalogs import edit
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.catalogs.exchange import units
from protocolpress.catalogs.exchange.units import STAMP, Answer, Returned
from protocolpress.errors import Position, Problems
from protocolpress.files import CONTROL

AGAIN = "export it again, and carry the change over"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A catalog with its answers, and the number of imported translations and remarks."""

    file: PoFile
    translations: int = 0
    remarks: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The answers for one message, by form."""

    answers: Mapping[int, Answer]
    target: str
    comments: str
    """The stamp's digests of the exported translation and comments."""

    @property
    def first(self) -> Answer:
        return next(iter(self.answers.values()))


def apply(file: PoFile, answers: Sequence[Answer], returned: Returned, path: str, problems: Problems) -> Applied:
    """Apply *answers* of *returned*, all for one domain, to *file*, read from *path*."""
    domain = answers[0].domain
    places = {
        units.message_digest(entry, domain): number
        for number, entry in enumerate(file.entries)
        if not (entry.is_header or entry.obsolete or entry.broken)
    }
    entries = list(file.entries)
    newline = edit.newline_of(file)
    translations = remarks = 0
    heirs: dict[str, Entry] = {}
    for key, group in _groups(answers).items():
        position = Position(returned.path, group.first.line)
        if not _is_clean(group, position, problems):
            continue
        place = places.get(key)
        if place is None or not _is_same_source(entries[place], group):
            heirs = heirs or {previous_source(each, file.charset): each for each in file.entries if not each.obsolete}
            _report_source(group, heirs, path, position, problems)
            continue
        entry = entries[place]
        forms = _forms(entry, group, path, position, problems)
        said = _remarks(entry, group)
        if not (forms or said):
            continue
        try:
            entries[place] = _changed(entry, forms, said, returned, newline=newline, charset=file.charset)
        except UnicodeEncodeError:
            message = f"{path} is in {file.charset}, which cannot hold {units.shown(group.first.target)}"
            problems.error(position, "catalog-encoding", message, "save the catalog as UTF-8, then import again")
            continue
        translations += bool(forms)
        remarks += bool(said)
    if entries == list(file.entries):
        return Applied(file=file)
    changed = dataclasses.replace(file, entries=tuple(entries))
    return Applied(file=changed, translations=translations, remarks=remarks)


def _groups(answers: Iterable[Answer]) -> dict[str, _Group]:
    """Group the forms of each message, by its stamp."""
    found: dict[str, _Group] = {}
    for answer in answers:
        stamp = STAMP.fullmatch(answer.stamp)
        if stamp:
            form = int(stamp[4] or 0)
            before = found[stamp[1]].answers if stamp[1] in found else {}
            group = _Group(answers={**before, form: answer}, target=stamp[2], comments=stamp[3])
            found[stamp[1]] = group
    return found


def _is_clean(group: _Group, position: Position, problems: Problems) -> bool:
    """Report a character that is not allowed in a catalog; return whether there is none."""
    texts = (text for answer in group.answers.values() for text in (answer.target, *answer.remarks))
    found = next(filter(None, map(CONTROL.search, texts)), None)
    if found:
        message = f"a control character (U+{ord(found[0]):04X}) is in the text"
        problems.error(position, "control-character", message, "delete it, then import again")
    return not found


def _is_same_source(entry: Entry, group: _Group) -> bool:
    """Whether the source text in the file still matches its stamp; it must not be changed there."""
    return all(answer.source == units.source_of(entry, form) for form, answer in group.answers.items())


def _report_source(
    group: _Group, heirs: Mapping[str, Entry], path: str, position: Position, problems: Problems
) -> None:
    """Report an answer whose source text is gone; an unchanged translation is not reported.

    *heirs* are the entries by their previous source text.
    """
    targets = tuple(answer.target for answer in group.answers.values())
    if not any(text.strip() for text in targets) or units.target_digest(targets) == group.target:
        return
    source = group.first.source
    heir = heirs.get(source)
    message = f"the source text {units.shown(source)} is no longer in {path}"
    hint = f"it now reads {units.shown(heir.msgid)}, in line {heir.line}: {AGAIN}" if heir else AGAIN
    problems.error(position, "source-changed", message, hint)


def previous_source(entry: Entry, charset: str) -> str:
    """Return what the source of an entry was before it changed, empty if unknown."""
    return "" if entry.broken else edit.previous_texts(entry, charset).get("msgid", "")


def _forms(entry: Entry, group: _Group, path: str, position: Position, problems: Problems) -> tuple[str, ...]:
    """Return the imported translation in all its forms; empty if there is none."""
    if max(group.answers) >= len(entry.msgstr):
        message = f"form {max(group.answers) + 1} of {len(entry.msgstr)} of {units.shown(entry.msgid)}"
        problems.error(position, "bad-exchange-file", message, AGAIN)
        return ()
    given = tuple(
        group.answers[form].target if form in group.answers and group.answers[form].target.strip() else now
        for form, now in enumerate(entry.msgstr)
    )
    whole = tuple(group.answers[form].target if form in group.answers else "" for form in range(len(entry.msgstr)))
    if given == entry.msgstr or units.target_digest(whole) == group.target:
        return ()
    if units.target_digest(entry.msgstr) != group.target:
        now, theirs = (units.shown(" / ".join(forms)) for forms in (entry.msgstr, given))
        was = f"the translation of {units.shown(entry.msgid)} has changed since the export"
        message = f"{was}: it is now {now}; the file has {theirs}"
        hint = f"choose one, and write it into {path}:{entry.msgstr_lines[0]}"
        problems.error(position, "translation-changed", message, hint)
        return ()
    return tuple(_fitted(text, entry.msgid) for text in given)


def _fitted(text: str, msgid: str) -> str:
    """Make a text begin and end with newlines as its source does, because cells and browsers add and drop them."""
    bare = text.strip("\n")
    return "\n" * (len(msgid) - len(msgid.lstrip("\n"))) + bare + "\n" * (len(msgid) - len(msgid.rstrip("\n")))


def _remarks(entry: Entry, group: _Group) -> tuple[str, ...]:
    """Return the remarks that the entry does not have yet, as comments."""
    lines = tuple(line for answer in group.answers.values() for line in answer.remarks)
    if units.comments_digest(tuple(dict.fromkeys(lines))) == group.comments:
        return ()  # they were exported with the file
    known = {line.strip() for line in entry.comments}
    return tuple(dict.fromkeys(f"review: {line}" for line in lines if not {line, f"review: {line}"} & known))


def _changed(
    entry: Entry, forms: tuple[str, ...], said: tuple[str, ...], returned: Returned, *, newline: str, charset: str
) -> Entry:
    comments = [*said]
    if forms:
        pairs = zip(entry.msgstr, forms, strict=True)
        comments += [f"before: {_one_line(old)}" for old, new in pairs if old.strip() and old != new]
    name = " ".join(returned.reviewer.split())[:100]
    origin = f"reviewed: {name}" if name and name.isprintable() else f"imported: {_file_name(returned.path)}"
    comments = [line for line in (*comments, origin) if line not in entry.comments]
    fields: edit.Fields = {"comments": (*entry.comments, *comments)}
    if forms:
        fields["msgstr"] = forms
        fields["flags"] = entry.flags if entry.is_fuzzy else ("fuzzy", *entry.flags)
    return edit.change(entry, newline=newline, charset=charset, **fields)


def _one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _file_name(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return "".join(sign if sign.isprintable() else "?" for sign in name)
