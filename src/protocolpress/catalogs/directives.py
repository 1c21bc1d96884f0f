"""What a format string asks for: a text comes in, the arguments that its directives take go out, kind by kind.

The rules are those of GNU gettext 0.21 (`format-*.c`), for a text that does not fit as well: `FormatError` is raised.
Every pattern here takes whatever follows a `%`, so none of them goes back over a text again and again.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

Key = int | str
"""An argument's place, from 1, or its name."""


class FormatError(ValueError):
    """The text is no format string; the message is the piece where that shows."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument that a text uses: its type, and the directive that does."""

    type: str = ""
    text: str


Arguments = Mapping[Key, Argument]

# Whatever stands behind the last part is taken too, so that nothing is tried twice.
C_HEAD = r"%(?:([0-9]+)\$)?"
C_REST = (
    r"(?:(\*)(?:([0-9]+)\$)?|[0-9]+)?(?:\.(?:(\*)(?:([0-9]+)\$)?|[0-9]*))?"
    r"(?:<PRI([diouxX])((?:LEAST|FAST)?(?:8|16|32|64)|MAX|PTR)>|([hlLqjzZt]*)(.?))"
)
C_SOURCE = re.compile(rf"{C_HEAD}[ +\-#0']*{C_REST}", re.DOTALL)
C_TRANSLATION = re.compile(rf"{C_HEAD}[ +\-#0'I]*{C_REST}", re.DOTALL)
"""`I` asks for the digits of the reader's language."""
PERL = re.compile(
    r"%(?:([1-9][0-9]*)\$)?[ +\-#0]*((?:\*(?:[1-9][0-9]*\$)?)?v)?(?:(\*)(?:([1-9][0-9]*)\$)?|[1-9][0-9]*)?"
    r"(?:\.(?:(\*)(?:([1-9][0-9]*)\$)?|[0-9]*))?(h|ll?|L|q|V|I64|I32|I|)(.?)",
    re.DOTALL,
)
PHP = re.compile(r"%(?:([0-9]+)\$)?(?:[0 -]|'.)*[0-9]*(?:\.[0-9]+)?l?(.?)", re.DOTALL)
PYTHON = re.compile(r"[-+ #0]*(?:(\*)|[0-9]+)?(?:\.(?:(\*)|([0-9]+))?)?[hlL]?(.?)", re.DOTALL)
WIDTHS = {"L": "ll", "q": "ll", "Z": "z"} | {width: width for width in ("h", "hh", "l", "ll", "j", "z", "t")}
C_SIGNS = (
    dict.fromkeys("%m", "")
    | dict.fromkeys("di", "int")
    | dict.fromkeys("uoxX", "unsigned")
    | dict.fromkeys("aAeEfFgG", "double")
    | {"c": "char", "C": "wide char", "s": "string", "S": "wide string", "p": "pointer", "n": "count"}
)
PERL_SIZES = {"I64": "ll", "L": "ll", "q": "ll", "I32": ""}
PERL_SIGNS = (
    dict.fromkeys("id", "int") | dict.fromkeys("uboxX", "unsigned") | dict.fromkeys("eEfFgG", "float") | {"n": "count"}
)
PERL_WHOLE = {
    "%": "",
    "c": "char",
    "s": "string",
    "_": "vector",
    "p": "pointer",
    "D": "V int",
    "U": "V unsigned",
    "O": "V unsigned",
}
"""What no size changes."""
PHP_SIGNS = dict.fromkeys("bduoxX", "int") | dict.fromkeys("ef", "float") | {"c": "char", "s": "string"}
PYTHON_SIGNS = (
    dict.fromkeys("iduoxX", "int")
    | dict.fromkeys("eEfgG", "float")
    | {"c": "char", "s": "string", "r": "string", "%": ""}
)


def c(text: str, *, translated: bool, objective: bool = False) -> Arguments:
    """Read what `printf` would: arguments in a row, or all of them with a number, none left out."""
    numbered: list[tuple[Key, Argument]] = []
    row: list[Argument] = []
    for match in (C_TRANSLATION if translated else C_SOURCE).finditer(text):
        number, star, width, dot_star, precision, macro, bits, size, sign = match.groups()
        kind = _c_macro(macro, bits) if macro else _c_type(size, sign, objective=objective)
        if kind is None:
            raise FormatError(match[0])
        for place, used, name in ((width, star, "int"), (precision, dot_star, "int"), (number, kind, kind)):
            if not used:
                continue
            argument = Argument(type=name, text=match[0])
            if place is None:
                row.append(argument)
            else:
                numbered.append((_number(place), argument))
    if row and numbered:
        raise FormatError(row[0].text)
    if row:
        return dict(enumerate(row, 1))
    found = _merge(numbered)
    if any(place not in found for place in range(1, len(found) + 1)):
        raise FormatError(numbered[-1][1].text)
    return found


def _c_macro(macro: str, bits: str) -> str:
    return f"{bits} {'int' if macro in 'di' else 'unsigned'}"


def _c_type(size: str, sign: str, *, objective: bool) -> str | None:
    """Give the type, "" for a directive that takes no argument, None for one that is none."""
    name = C_SIGNS.get(sign)
    if name is None and not (sign == "@" and objective):
        return None
    width = ""
    for letter in size:
        again = (letter == "h" and width.startswith("h")) or (letter == "l" and width.startswith(("l", "L", "q")))
        width = WIDTHS[letter * 2 if again else letter]
    if sign in "cs":
        return f"wide {name}" if width.startswith("l") else name
    if name == "double":
        return "long double" if width == "ll" else name
    return (
        f"{width} {name}".strip() if name in ("int", "unsigned", "count") else name or ("object" if sign == "@" else "")
    )


def perl(text: str) -> Arguments:
    """Read what Perl's `sprintf` would; numbers and the row may be mixed, a vector is one argument or two."""
    found: list[tuple[Key, Argument]] = []
    row = 0
    for match in PERL.finditer(text):
        number, vector, star, width, dot_star, precision, size, sign = match.groups()
        size = PERL_SIZES.get(size, size)
        kind = PERL_WHOLE.get(sign, f"{size} {PERL_SIGNS[sign]}".strip() if sign in PERL_SIGNS else None)
        if kind is None or (kind in ("h float", "l float")):
            raise FormatError(match[0])
        vector = vector or ""
        taken = [(vector[1:-2] or None, vector.startswith("*"), "vector"), (number, bool(vector), "vector")]
        taken += [(width, bool(star), "int"), (precision, bool(dot_star), "int")]
        taken += [(number, bool(kind) and not vector, kind)]
        for place, used, name in taken:
            if used:
                row += place is None
                found.append((row if place is None else int(place[:9]), Argument(type=name, text=match[0])))
    return _merge(found)


def php(text: str) -> Arguments:
    """Read what PHP's `sprintf` would; numbers do not count in the row."""
    found: list[tuple[Key, Argument]] = []
    row = 0
    for match in PHP.finditer(text):
        if match[0] == "%%":
            continue
        if match[2] not in PHP_SIGNS:
            raise FormatError(match[0])
        row += match[1] is None
        found.append((_number(match[1]) if match[1] else row, Argument(type=PHP_SIGNS[match[2]], text=match[0])))
    return _merge(found)


def python(text: str) -> Arguments:
    """Read what Python's `%` would: all arguments named, or all in a row."""
    named: list[tuple[Key, Argument]] = []
    row: list[Argument] = []
    end = 0
    while (start := text.find("%", end)) >= 0:
        close = _closing(text, start + 1) if text.startswith("(", start + 1) else start
        match = PYTHON.match(text, close + 1)
        if not match or match[4] not in PYTHON_SIGNS:
            raise FormatError(text[start : match.end() if match else start + 1])
        end = match.end()
        row += [Argument(type="int", text=text[start:end])] * (bool(match[1]) + bool(match[2]))
        kind = "any" if match[4] in "sr" and match[3] and not match[3].strip("0") else PYTHON_SIGNS[match[4]]
        if close > start:
            named.append((text[start + 2 : close], Argument(type=kind, text=text[start:end])))
        elif kind:
            row.append(Argument(type=kind, text=text[start:end]))
    if row and named:
        raise FormatError(row[0].text)
    return dict(enumerate(row, 1)) if row else _merge(named)


def _closing(text: str, place: int) -> int:
    """Find the bracket that closes the one at *place*."""
    depth = 0
    for match in re.compile(r"[()]").finditer(text, place):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.start()
    raise FormatError(text[place - 1 : place + 20])


def _number(digits: str) -> int:
    if not int(digits[:9]):
        raise FormatError(f"%{digits}$")
    return int(digits[:9])


def _merge(found: Iterable[tuple[Key, Argument]]) -> dict[Key, Argument]:
    """Join the directives of each argument, which must agree."""
    merged: dict[Key, Argument] = {}
    for key, argument in found:
        known = merged.setdefault(key, argument)
        if known.type == "any":
            merged[key] = argument
        elif argument.type not in (known.type, "any"):
            raise FormatError(argument.text)
    return merged
