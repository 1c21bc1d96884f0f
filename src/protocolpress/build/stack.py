"""Call a function so that all frames below it are on one chunk of the interpreter's stack.

CPython (3.11 and later) keeps frames in chunks of 16 KiB. A call that does not fit allocates a new chunk, and its
return frees it: a loop at exactly the depth where a chunk ends does both each time, which takes a hundred times as long
as the call. Layout is deep, and full of such loops. A chunk is made as large as its first frame requires, rounded up to
a power of two; so after a frame that asks for slightly more than half, there is room for all the others.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SLOTS = 65_000
"""Words that the first frame requires: with CPython's margin of 1,000, just over half a mebibyte."""


def _call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return function(*args, **kwargs)


_with_stack = types.FunctionType(_call.__code__.replace(co_stacksize=SLOTS), globals())


def in_one_piece(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call *function*, and return its result."""
    result: T = _with_stack(function, *args, **kwargs)
    return result
