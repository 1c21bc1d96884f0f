"""Format strings: may a translation stand where its source stood, for the program that fills it in?

In come the texts of an entry and its flags (`c-format`), out go complaints, as `msgfmt -c` of GNU gettext 0.21 has
them: an argument lost, added, or taken for something else, and a text that is no format string although its source is
one. A source that is none is not looked at. The kinds: c, objc, python, python-brace, perl, perl-brace, php, sh, qt,
qt-plural, csharp. Not looked at are the others: awk, boost, elisp, gcc-internal, gfc-internal, java, java-printf,
javascript, kde, kde-kuit, librep, lisp, lua, object-pascal, ruby, scheme, smalltalk, tcl, ycp.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterator, Sequence

from protocolpress.catalogs import directives
from protocolpress.catalogs.directives import Argument, Arguments, FormatError
from protocolpress.catalogs.entries import Entry

Parse = Callable[[str], Arguments]

FLAG = re.compile(r"(possible-|impossible-|no-)?([a-z-]+)-format")
RANGE = re.compile(r"range:\s*([0-9]{1,9})\.\.([0-9]{1,9})")
NAME = r"[A-Za-z_][A-Za-z_0-9]*"
BRACE = re.compile(r"\{(?:\{|([^{}]*(?:\{[^{}]*\}[^{}]*)?)(\}?))")
FIELD = re.compile(
    rf"((?:{NAME}|[0-9]+)(?:\.{NAME}|\[(?:{NAME}|[0-9]+)\])*|)"
    rf"(?::(?:\{{(?:{NAME}|[0-9]+)(?:\.{NAME}|\[(?:{NAME}|[0-9]+)\])*\}}|"
    r"(?:.?[<>=^])?[+\- ]?#?0?[0-9]*(?:\.[0-9]+)?[bcdoxXneEfFgG%]?))?",
    re.DOTALL,
)
PERL_BRACE = re.compile(rf"\{{({NAME})\}}")
SHELL = re.compile(rf"\$(?:\{{({NAME})\}}|({NAME})|(.?))", re.DOTALL)
QT = re.compile(r"%(L?)([0-9][0-9]?)")
QT_PLURAL = re.compile(r"%L?n")
CSHARP = re.compile(r"\{\{|\}\}|\{([0-9]+)(?:,-?[0-9]+)?(?::[^}]*)?\}|([{}].{0,9})", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong with a form of the translation, counted from 0."""

    form: int
    message: str
    hint: str


COMPLEX = "complex"
"""Marks a text of Qt that uses L or two figures."""
HIGHEST = 1000
"""The highest number of an argument that is taken for one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plurals:
    """What the header says of plural forms: the formula, and which forms it gives for many numbers."""

    formula: Callable[[int], int]
    often: Sequence[bool]


GERMANIC = Plurals(formula=lambda n: int(n != 1), often=(False, True))
"""What GNU gettext assumes where the header says nothing."""


def check(entry: Entry, plurals: Plurals | None) -> Iterator[Complaint]:
    """Compare each form of *entry* with its source, for each kind that its flags name.

    Of a plural message all forms are compared with msgid_plural; a form that stands for a single number may leave
    that number out («один файл»). Without *plurals* (its formula cannot be used) every form may.
    """
    asked = entry.msgid if entry.msgid_plural is None else entry.msgid_plural
    for name in _kinds(entry.flags):
        kind = KINDS[name]
        if not any(kind.mark in text for text in (asked, *entry.msgstr)):
            continue
        try:
            source = kind.source(asked)
        except FormatError:
            continue
        for number, text in enumerate(entry.msgstr):
            message = _compare(name, source, text, strict=_is_strict(entry, number, plurals))
            if message:
                yield Complaint(form=number, message=message, hint=kind.hint)


@functools.lru_cache(maxsize=1024)
def _kinds(flags: tuple[str, ...]) -> list[str]:
    """Give the kinds that *flags* name; of two flags for a kind the last one counts."""
    wanted: dict[str, bool] = {}
    for flag in flags:
        match = FLAG.fullmatch(flag)
        if match and match[2] in KINDS:
            wanted[match[2]] = match[1] in (None, "possible-")
    return [kind for kind, yes in wanted.items() if yes]


def _is_strict(entry: Entry, number: int, plurals: Plurals | None) -> bool:
    """Tell whether the form has to use all arguments: unless it stands for one number only, or for few."""
    if entry.msgid_plural is None or len(entry.msgstr) == 1:
        return True
    if plurals is None or number >= len(plurals.often) or not plurals.often[number]:
        return False
    bounds = next(filter(None, map(RANGE.fullmatch, entry.flags)), None)
    low, high = (int(bounds[1]), int(bounds[2])) if bounds else (1, 0)
    numbers = range(low, min(high, low + 1000) + 1)
    return not numbers or sum(plurals.formula(n) == number for n in numbers) > 1


def _compare(name: str, source: Arguments, text: str, *, strict: bool) -> str:
    """Say what is wrong with *text*, or nothing."""
    kind = KINDS[name]
    try:
        found = kind.translation(text)
    except FormatError as problem:
        return f"the translation is no {name}-format string: {str(problem)[:40]}"
    added = [key for key in found if key not in source]
    if added and not kind.may_add:
        return f"the translation has {found[added[0]].text}, and its source has not"
    lost = [key for key in source if key not in found and key != COMPLEX]
    if lost and (strict or not kind.may_lose or (kind.whole_row and isinstance(lost[0], int))):
        return f"the translation lost {source[lost[0]].text}"
    for key, argument in found.items():
        if key in source and not _is_same(source[key], argument, strict=strict):
            return f"the translation has {argument.text} where its source has {source[key].text}"
    return ""


def _is_same(one: Argument, other: Argument, *, strict: bool) -> bool:
    return one.type == other.type or (not strict and "any" in (one.type, other.type))


# ── kinds with names ─────────────────────────────────────────────────────────────────────────────────────────────────


def _python_brace(text: str) -> Arguments:
    """Read what `str.format` would; `{}` counts from 0, and cannot be mixed with `{0}`.

    How an argument is to be printed counts as a part of its name.
    """
    found: dict[directives.Key, Argument] = {}
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
        found.setdefault(name, Argument(text=match[0]))
    return found


def _perl_brace(text: str) -> Arguments:
    return {match[1]: Argument(text=match[0]) for match in PERL_BRACE.finditer(text)}


def _shell(text: str) -> Arguments:
    """Read what `envsubst` would; nothing that the shell alone knows, as `${name:-value}`."""
    found: dict[directives.Key, Argument] = {}
    for match in SHELL.finditer(text):
        name = match[1] or match[2]
        if not name:
            raise FormatError(match[0])
        found.setdefault(name, Argument(text=match[0]))
    return found


def _qt(text: str) -> Arguments:
    """Read what `QString::arg` would; only where a source has L or two figures may its translation have them."""
    found: dict[directives.Key, Argument] = {}
    for match in QT.finditer(text):
        found.setdefault(int(match[2]), Argument(text=match[0]))
        if match[1] or len(match[2]) > 1:
            found.setdefault(COMPLEX, Argument(text=match[0]))
    return found


def _qt_plural(text: str) -> Arguments:
    match = QT_PLURAL.search(text)
    return {"n": Argument(text=match[0])} if match else {}


def _csharp(text: str) -> Arguments:
    """Read what `String.Format` would; the highest number counts, those below it are taken as used."""
    used: set[int] = set()
    for match in CSHARP.finditer(text):
        if match[2] or (match[1] and int(match[1][:9]) > HIGHEST):
            raise FormatError(match[0])
        if match[1]:
            used.add(int(match[1]))
    return {number: Argument(text=f"{{{number}}}") for number in range(max(used, default=-1) + 1)}


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a kind of format string is read, and what a translation may do."""

    source: Parse
    translation: Parse
    mark: str = "%"
    """What every directive has."""
    hint: str = "keep every directive of the source text, and write a percent sign as %%"
    may_add: bool = False
    """More names are allowed: they are printed as they stand."""
    may_lose: bool = True
    """A plural form that stands for one number only may leave out the number."""
    whole_row: bool = False
    """Arguments in a row must all be there, in each plural form."""


NAMES = "keep every name of the source text as it is"

KINDS = {
    "c": Kind(
        source=functools.partial(directives.c, translated=False),
        translation=functools.partial(directives.c, translated=True),
    ),
    "objc": Kind(
        source=functools.partial(directives.c, translated=False, objective=True),
        translation=functools.partial(directives.c, translated=True, objective=True),
    ),
    "python": Kind(source=directives.python, translation=directives.python, whole_row=True),
    "perl": Kind(source=directives.perl, translation=directives.perl),
    "php": Kind(source=directives.php, translation=directives.php),
    "python-brace": Kind(source=_python_brace, translation=_python_brace, mark="{", hint=NAMES),
    "perl-brace": Kind(source=_perl_brace, translation=_perl_brace, mark="{", hint=NAMES, may_add=True),
    "sh": Kind(source=_shell, translation=_shell, mark="$", hint=NAMES),
    "qt": Kind(source=_qt, translation=_qt, hint="keep every %1, %2, … of the source text", may_lose=False),
    "qt-plural": Kind(source=_qt_plural, translation=_qt_plural, hint="keep the %n of the source text"),
    "csharp": Kind(source=_csharp, translation=_csharp, mark="", hint="keep every {0}, {1}, … of the source text"),
}
