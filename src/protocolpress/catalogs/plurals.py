"""Plural formulas: the C expression of Plural-Forms → a function, by a small parser; nothing is evaluated."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable


class FormulaError(ValueError):
    """A plural formula cannot be used; the text gives the reason."""


Formula = Callable[[int], int]

LEVELS = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"))
"""C's binary operators, from the loosest to the tightest."""
OPERATORS: dict[str, Callable[[int, int], int]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.floordiv,
    "%": operator.mod,
}
LONGEST = 500
DEEPEST = 30
"""No language comes close; GNU gettext sets no limits, and may overflow its stack."""
WORD = (1 << 64) - 1  # C computes in unsigned long: 1 - 2 is a large number
LEXEME = re.compile(r"[ \t]*([0-9]+|\|\||&&|[=!<>]=|[-+*/%<>!?:()n])")
HEADER = re.compile(r"plural=([^;\n]*)")
NUMBER = re.compile(r"nplurals=[ \t]*([0-9]{1,9})")
MOST = 100
"""Maximum number of forms for which their use is counted."""
OFTEN = 5


def fields(header: str) -> tuple[str, int | None] | None:
    """Find the formula and the number of forms in a header, as GNU gettext does: anywhere in its text.

    None if one of them is missing; the number is None if it is not a number.
    """
    formula = HEADER.search(header)
    if not formula or "nplurals=" not in header:
        return None
    number = NUMBER.match(header, header.index("nplurals="))
    return formula[1], int(number[1]) if number else None


@functools.lru_cache(maxsize=64)
def check_formula(text: str, nplurals: int) -> tuple[bool, ...]:
    """Try the plural formula *text* on 0 to 1000, as `msgfmt -c` does; return which forms are for many numbers.

    Raises:
        FormulaError: it cannot be read, divides by zero, or picks a form that does not exist.
    """
    pick = formula(text)
    counts = dict.fromkeys(range(min(nplurals, MOST)), 0)
    for n in range(1001):
        try:
            form = pick(n)
        except ZeroDivisionError:
            raise FormulaError(f"the plural formula divides by zero for n={n}") from None
        if form >= nplurals:
            raise FormulaError(f"the plural formula picks form {form} for n={n}, but there are {nplurals}")
        counts[form] = counts.get(form, 0) + 1
    return tuple(counts[form] >= OFTEN for form in range(nplurals)) if nplurals <= MOST else ()


def formula(text: str) -> Formula:
    """Parse a C expression of n, as in Plural-Forms.

    Raises:
        FormulaError: it is not one, or longer or deeper than any language needs.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"the plural formula is longer than {LONGEST} characters")
    tokens: list[str] = []
    place, end = 0, len(text.rstrip(" \t"))
    while place < end:
        match = LEXEME.match(text, place)
        if not match:
            raise FormulaError(f"the plural formula cannot be read at {text[place : place + 10].strip()!r}")
        tokens.append(match[1])
        place = match.end()
    return _Formula(tokens).read()


class _Formula:
    """A recursive-descent parser, with one method for each rule; rules return functions of n."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._place = 0
        self._depth = 0

    def read(self) -> Formula:
        whole = self._choice()
        if self._tokens[self._place]:
            raise FormulaError(f"the plural formula should end before {self._tokens[self._place]!r}")
        return whole

    def _take(self, *wanted: str) -> str:
        token = self._tokens[self._place]
        if token not in wanted:
            return ""
        self._place += 1
        return token

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise FormulaError(f"the plural formula lacks {token!r}")

    def _choice(self) -> Formula:
        self._deeper()
        test = self._binary(0)
        if self._take("?"):
            yes = self._choice()
            self._need(":")
            no = self._choice()
            self._depth -= 1
            return lambda n: yes(n) if test(n) else no(n)
        self._depth -= 1
        return test

    def _binary(self, level: int) -> Formula:
        if level == len(LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while sign := self._take(*LEVELS[level]):
            left = _combine(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Formula:
        if self._take("!"):
            self._deeper()
            inner = self._unary()
            self._depth -= 1
            return lambda n: int(not inner(n))
        if self._take("("):
            inner = self._choice()
            self._need(")")
            return inner
        if self._take("n"):
            return lambda n: n
        token = self._tokens[self._place]
        if not token.isdigit():
            raise FormulaError(f"the plural formula lacks a value before {token or 'its end'!r}")
        self._place += 1
        return functools.partial(_number, int(token) & WORD)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(f"the plural formula is nested deeper than {DEEPEST}")


def _number(value: int, _n: int) -> int:
    return value


def _combine(sign: str, left: Formula, right: Formula) -> Formula:
    if sign == "&&":
        return lambda n: int(bool(left(n)) and bool(right(n)))
    if sign == "||":
        return lambda n: int(bool(left(n)) or bool(right(n)))
    apply = OPERATORS[sign]
    return lambda n: int(apply(left(n), right(n))) & WORD
