"""The stack of a task is in one piece: no call, however deep, begins a new one."""

from __future__ import annotations

import resource

import pytest

from protocolpress.build import stack

DEPTHS = 250
"""Deeper than any layout of ours; CPython's own pieces end every thirty calls or so."""

CALLS = 300


def _nothing(first: int, second: int, third: int) -> int:
    return first + second + third


def _faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def _deepest(depth: int) -> int:
    """Call a function again and again at each depth; give the most page faults that this took at one of them."""
    before = _faults()
    for _ in range(CALLS):
        _nothing(1, 2, 3)
    own = _faults() - before
    return max(own, _deepest(depth - 1)) if depth else own


def test_no_depth_begins_a_new_piece_with_each_call() -> None:
    assert stack.in_one_piece(_deepest, DEPTHS) < CALLS / 2


def test_what_a_function_gives_and_raises_comes_through() -> None:
    assert stack.in_one_piece(divmod, 7, 2) == (3, 1)
    assert stack.in_one_piece(int, "11", base=2) == 3
    with pytest.raises(ZeroDivisionError):
        stack.in_one_piece(divmod, 7, 0)
