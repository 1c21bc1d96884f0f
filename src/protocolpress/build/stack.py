"""Calling a function so that all it calls finds the interpreter's stack in one piece.

CPython (3.11 and later) keeps the frames of calls in pieces of 16 KiB. A call that does not fit begins a new piece, and
its return gives that back to the system: a loop at the very depth where a piece ends does both each time, which takes a
hundred times as long as the call. Layout is deep, and full of such loops. A piece is made as large as its first frame
wants, in powers of two; so behind a frame that asks for a little more than half of one there is room for all the rest.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SLOTS = 65_000
"""Words that the first frame asks for: with CPython's margin of 1,000, just over half a mebibyte."""


def _call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return function(*args, **kwargs)


_with_stack = types.FunctionType(_call.__code__.replace(co_stacksize=SLOTS), globals())


def in_one_piece(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call *function*, and give what it gives."""
    result: T = _with_stack(function, *args, **kwargs)
    return result
