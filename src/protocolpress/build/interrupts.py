"""Ctrl-C, and requests to terminate, admitted only at points where nothing can be left half done.

In: SIGINT; SIGTERM, SIGHUP (the terminal was closed), SIGQUIT. Out: `KeyboardInterrupt` or `SystemExit`, raised inside
`Interrupts.admitted` and nowhere else, so that no temporary file, no process and no token of make's is forgotten by an
exception between two lines. Outside the main thread, or where a signal is handled or ignored already (nohup), nothing
is changed.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Self

USUAL: Mapping[signal.Signals, Callable[[int, types.FrameType | None], object] | signal.Handlers] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,
    signal.SIGQUIT: signal.SIG_DFL,
}
"""The signals, and Python's default handlers for them."""

ENDED = 128
"""Added to a signal's number for the exit code of a terminated program."""


class Interrupts:
    """Defers an interruption until it is admitted, at the latest until this context ends."""

    def __init__(self) -> None:
        """Change nothing before the context is entered."""
        self._pending = 0
        self._open = False
        self._installed: list[signal.Signals] = []

    def __enter__(self) -> Self:
        """Start deferring."""
        if threading.current_thread() is threading.main_thread():
            self._installed = [number for number, usual in USUAL.items() if signal.getsignal(number) == usual]
            for number in self._installed:
                signal.signal(number, self._arrive)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        """Stop deferring; a pending interruption is raised now."""
        for number in self._installed:
            signal.signal(number, USUAL[number])
        if self._pending and kind is None:
            raise _interruption(self._pending)

    @contextlib.contextmanager
    def admitted(self) -> Iterator[None]:
        """Admit an interruption: the pending one, or one that comes meanwhile."""
        self._open = True
        try:
            if self._pending:
                raise _interruption(self._pending)
            yield
        finally:
            self._open = False

    def _arrive(self, number: int, _frame: types.FrameType | None) -> None:
        if not self._open:
            self._pending = number
            return
        self._open = False
        raise _interruption(number)


def _interruption(number: int) -> BaseException:
    return KeyboardInterrupt() if number == signal.SIGINT else SystemExit(ENDED + number)
