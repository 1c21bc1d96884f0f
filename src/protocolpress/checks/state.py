"""The state of a catalog: missing, fuzzy, obsolete or stale messages, each reported once, at its line.

A catalog comes in; problems go out. They are facts about the work, not about a translation, so they cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocolpress.catalogs.entries import PoFile, has_text
from protocolpress.errors import Position, Problem, Problems
from protocolpress.model import Message


def find(file: PoFile, path: str, *, own: bool = False) -> Iterator[Problem]:
    """Report every untranslated or fuzzy message and, as a note, the number of obsolete ones.

    With *own*, the catalog is in the language of its sources: an empty message prints as its source, and is complete.
    """
    problems = Problems()
    for entry in file.entries:
        if entry.obsolete or entry.broken or entry.unfit or entry.is_header or entry.is_translated:
            continue
        line = entry.msgstr_lines[0] if entry.msgstr_lines else entry.line
        if entry.is_fuzzy and any(map(has_text, entry.msgstr)):
            hint = "compare it with its source and remove fuzzy; until then it is not printed"
            problems.warning(Position(path, line), "fuzzy-message", "a translation is fuzzy", hint)
        elif not own:
            missing = next((form for form, text in enumerate(entry.msgstr) if not has_text(text)), 0)
            line = entry.msgstr_lines[missing] if entry.msgstr_lines else line
            what = f"msgstr[{missing}] of a text is" if any(map(has_text, entry.msgstr)) else "a text is"
            hint = "translate it; until then its source is printed, and the document is a draft"
            problems.warning(Position(path, line), "untranslated", f"{what} not translated", hint)
    obsolete = sum(entry.obsolete for entry in file.entries)
    if obsolete:
        message = f"{_many(obsolete, 'message')} no longer needed"
        problems.note(Position(path), "obsolete-message", message, "kept in case the text returns")
    yield from problems


def stale(file: PoFile, path: str, messages: Iterable[Message]) -> Iterator[Problem]:
    """Report a catalog that differs from the current messages of its template."""
    wanted = {(message.context, message.msgid) for message in messages if message.msgid}
    there = {
        (entry.msgctxt or "", entry.msgid)
        for entry in file.entries
        if entry.msgid and not (entry.obsolete or entry.is_header)
    }
    parts = [(wanted - there, "missing here"), (there - wanted, "no longer needed")]
    facts = [f"{_many(len(keys), 'message')} {what}" for keys, what in parts if keys]
    if facts:
        problems = Problems()
        hint = "run: protocolpress update"
        problems.warning(Position(path), "stale-catalog", f"the sources have changed: {', '.join(facts)}", hint)
        yield from problems


def _many(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"
