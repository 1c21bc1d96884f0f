"""What a whole catalog must keep: a header, no message twice, plural forms that fit, newlines alike at both ends."""

from __future__ import annotations

import re

from protocolpress.catalogs import plurals
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.errors import Position, Problems

PLURAL_FORMS = re.compile(r"nplurals\s*=\s*(\d{1,9})\s*;\s*plural\s*=\s*([^;\n]*)")


def check(file: PoFile, path: str, problems: Problems) -> None:
    """Report what is wrong with *file*, read from *path*, as a whole."""
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
        plurals.check_formula(match[2], int(match[1]))
    except plurals.FormulaError as problem:
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
