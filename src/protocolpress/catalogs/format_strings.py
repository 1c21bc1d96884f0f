"""Format strings: does a translation take the same arguments, its `{names}`, as its source?

In: an entry flagged `python-brace-format`. Out: complaints, as from `msgfmt -c` of GNU gettext 0.21: an argument lost
or added, and a text that is not a format string although its source is one. A source that is not a format string is not
checked, nor are other kinds of format strings: our own texts have none, and `msgfmt -c` checks those of other programs.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from protocolpress.catalogs.entries import Entry

FLAG = re.compile(r"(possible-|impossible-|no-)?python-brace-format")
RANGE = re.compile(r"range:\s*([0-9]{1,9})\.\.([0-9]{1,9})")
NAME = r"[A-Za-z_][A-Za-z_0-9]*"
BRACE = re.compile(r"\{(?:\{|([^{}]*(?:\{[^{}]*\}[^{}]*)?)(\}?))")
FIELD = re.compile(
    rf"((?:{NAME}|[0-9]+)(?:\.{NAME}|\[(?:{NAME}|[0-9]+)\])*|)"
    rf"(?::(?:\{{(?:{NAME}|[0-9]+)(?:\.{NAME}|\[(?:{NAME}|[0-9]+)\])*\}}|"
    r"(?:.?[<>=^])?[+\- ]?#?0?[0-9]*(?:\.[0-9]+)?[bcdoxXneEfFgG%]?))?",
    re.DOTALL,
)
HINT = "keep every name of the source text as it is"


class FormatError(ValueError):
    """The text is not a format string; the message is the offending piece."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A fault in a form of the translation, counted from 0."""

    form: int
    message: str
    hint: str = HINT


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plurals:
    """The header's plural forms: the formula, and which forms it returns for many numbers."""

    formula: Callable[[int], int]
    often: Sequence[bool]


GERMANIC = Plurals(formula=lambda n: int(n != 1), often=(False, True))
"""GNU gettext's default if the header does not say."""


def check(entry: Entry, plurals: Plurals | None) -> Iterator[Complaint]:
    """Compare each form of *entry* with its source, if its flags request it.

    In a plural message all forms are compared with msgid_plural; a form for a single number may leave that number out
    («один файл»). Without *plurals* (its formula cannot be used) every form may.
    """
    asked = entry.msgid if entry.msgid_plural is None else entry.msgid_plural
    if not _is_flagged(entry.flags) or not any("{" in text for text in (asked, *entry.msgstr)):
        return
    try:
        source = _fields(asked)
    except FormatError:
        return
    for number, text in enumerate(entry.msgstr):
        message = _compare(source, text, strict=_is_strict(entry, number, plurals))
        if message:
            yield Complaint(form=number, message=message)


def _is_flagged(flags: Sequence[str]) -> bool:
    """Whether the texts are format strings; of several flags the last one counts."""
    kinds = [match[1] for match in map(FLAG.fullmatch, flags) if match]
    return bool(kinds) and kinds[-1] in (None, "possible-")


def _is_strict(entry: Entry, number: int, plurals: Plurals | None) -> bool:
    """Whether the form must use all arguments: unless it is for one number only, or for few."""
    if entry.msgid_plural is None or len(entry.msgstr) == 1:
        return True
    if plurals is None or number >= len(plurals.often) or not plurals.often[number]:
        return False
    bounds = next(filter(None, map(RANGE.fullmatch, entry.flags)), None)
    low, high = (int(bounds[1]), int(bounds[2])) if bounds else (1, 0)
    numbers = range(low, min(high, low + 1000) + 1)
    return not numbers or sum(plurals.formula(n) == number for n in numbers) > 1


def _compare(source: Mapping[str, str], text: str, *, strict: bool) -> str:
    """Return the fault of *text*, or nothing."""
    try:
        found = _fields(text)
    except FormatError as problem:
        return f"the translation is not a valid python-brace-format string: {str(problem)[:40]}"
    if added := [written for name, written in found.items() if name not in source]:
        return f"the translation has {added[0]}, which the source does not"
    lost = [written for name, written in source.items() if name not in found]
    return f"the translation lacks {lost[0]}" if lost and strict else ""


def _fields(text: str) -> dict[str, str]:
    """Return the arguments that `str.format` would take, as written; `{}` counts from 0, and excludes `{0}`.

    How an argument is to be printed counts as a part of its name.
    """
    found: dict[str, str] = {}
    row = 0
    numbered = False
    for match in BRACE.finditer(text):
        if match[1] is None:
            continue
        field = FIELD.fullmatch(match[1]) if match[2] else None
        if not field:
            raise FormatError(match[0])
        name = match[1]
        numbered = numbered or name[:1].isdigit()
        if not field[1]:
            name, row = f"{row}{name}", row + 1
        if row and numbered:
            raise FormatError(match[0])
        found.setdefault(name, match[0])
    return found
