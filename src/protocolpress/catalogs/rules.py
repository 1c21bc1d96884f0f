"""The rules for a whole catalog, as in `msgfmt -c`.

A header, no duplicate messages, plural forms that match the formula, the same newlines at both ends, and texts flagged
`python-brace-format` that take the same arguments. As in msgfmt, fuzzy, obsolete and untranslated messages are not
checked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from protocolpress.catalogs import format_strings, plurals
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.errors import Position, Problems, Severity

HINT = "for Russian: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || …"

FAR = 1_000_000_000
"""More lines than a file has: a message with line numbers from here on can be found in problems."""

HEADER_RULES = frozenset({"missing-plural-forms", "plural-formula"})
"""Rules about the header that affect every plural message."""


def check(file: PoFile, path: str, problems: Problems, content: Severity = Severity.ERROR) -> frozenset[int]:
    """Check *file*, read from *path*, as a whole.

    Faults of a single translation have the severity *content*; return the lines of their msgids.
    """
    if not any(entry.is_header for entry in file.entries):
        hint = 'start the file with msgid "", msgstr "Content-Type: text/plain; charset=UTF-8\\n" and so on'
        problems.error(Position(path, 1), "missing-header", "the file has no header", hint)
    _duplicates(file, path, problems)
    found = Problems()
    used = [entry for entry in file.entries if _is_used(entry)]
    forms = None if path.endswith(".pot") else _plurals(file, used, path, found)
    for entry in used:
        _newlines(entry, path, found)
        if entry.flags:
            for complaint in format_strings.check(entry, forms):
                position = Position(path, entry.msgstr_lines[complaint.form])
                found.error(position, "placeholder-mismatch", complaint.message, complaint.hint)
    problems.add(*(dataclasses.replace(problem, severity=content) for problem in found))
    lines = {problem.position.line for problem in found}
    no_plurals = any(problem.rule in HEADER_RULES for problem in found)
    return frozenset(
        entry.msgid_line
        for entry in used
        if not lines.isdisjoint((entry.msgid_line, *entry.msgstr_lines))
        or (no_plurals and entry.msgid_plural is not None)
    )


def unsound(file: PoFile, header: Entry, entries: Mapping[int, Entry]) -> list[int]:
    """Return those of *entries* that would be faulty in *file* with this *header*."""
    numbered = [
        dataclasses.replace(entry, unfit=False, msgid_line=FAR + place, msgstr_lines=(FAR + place,) * len(entry.msgstr))
        for place, entry in entries.items()
    ]
    lines = check(dataclasses.replace(file, entries=(header, *numbered)), "", Problems())
    return [place for place in entries if FAR + place in lines]


def _is_used(entry: Entry) -> bool:
    """Whether programs would use the translation; GNU gettext looks only at the first plural form."""
    if entry.broken or entry.unfit or entry.obsolete or not (entry.msgid and entry.msgstr and entry.msgstr[0]):
        return False
    return "fuzzy" not in entry.flags


def _duplicates(file: PoFile, path: str, problems: Problems) -> None:
    first: dict[tuple[str | None, str], int] = {}
    for entry in file.entries:
        if entry.broken:
            continue
        line = first.setdefault(entry.key, entry.msgid_line)
        if line != entry.msgid_line:
            hint = f"the first one is in line {line}: keep the better of the two"
            problems.error(Position(path, entry.msgid_line), "duplicate-message", "the message occurs twice", hint)


def _plurals(file: PoFile, used: Sequence[Entry], path: str, problems: Problems) -> format_strings.Plurals | None:
    """Check the header's plural forms and whether all messages have as many; return them if usable."""
    header = file.header
    if not header:
        return None
    found = plurals.fields(header.msgstr[0])
    many = [entry for entry in used if entry.msgid_plural is not None]
    if not found:
        if many:
            message = "plural forms are used, but the header has no Plural-Forms"
            problems.error(Position(path, many[0].msgstr_lines[0]), "missing-plural-forms", message, HINT)
        return format_strings.GERMANIC
    formula, count = found
    position = Position(path, header.msgstr_lines[0])
    if count is None:
        problems.error(position, "plural-formula", "nplurals= of Plural-Forms is not a number", HINT)
        return None
    for entry in many:
        if len(entry.msgstr) != count:
            message = f"{len(entry.msgstr)} plural forms, but the header says {count}"
            hint = f"translate msgstr[0] to msgstr[{count - 1}]"
            problems.error(Position(path, entry.msgstr_lines[0]), "plural-forms", message, hint)
    try:
        often = plurals.check_formula(formula, count)
    except plurals.FormulaError as problem:
        problems.error(position, "plural-formula", str(problem), HINT)
        return None
    return format_strings.Plurals(formula=plurals.formula(formula), often=often)


def _newlines(entry: Entry, path: str, problems: Problems) -> None:
    """Check that source and translation have the same newlines at both ends, and that no tool marked a conflict."""
    begins, ends = entry.msgid[0] == "\n", entry.msgid[-1] == "\n"
    if entry.msgid_plural is not None:
        _ends(entry.msgid_plural, begins, ends, Position(path, entry.msgid_line), problems)
    for text, line in zip(entry.msgstr, entry.msgstr_lines, strict=True):
        if (text[:1] == "\n") != begins or (text[-1:] == "\n") != ends:
            _ends(text, begins, ends, Position(path, line), problems)
        if text.startswith("#-#-#-#-#"):
            message = "two translations were joined by a tool, and neither has been chosen"
            problems.error(Position(path, line), "conflict-marker", message, "keep one, without the #-#-#-#-# lines")


def _ends(text: str, begins: bool, ends: bool, position: Position, problems: Problems) -> None:
    for end, same in (("begin", (text[:1] == "\n") == begins), ("end", (text[-1:] == "\n") == ends)):
        if not same:
            message = f"msgid and msgstr must both {end} with \\n, or neither"
            problems.error(position, "newline-mismatch", message, f"make both texts {end} alike")
