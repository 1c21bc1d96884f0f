"""Ctrl-C, let through only where nothing can be left half done.

In: SIGINT. Out: `KeyboardInterrupt`, raised inside `Interrupts.admitted` and nowhere else, so that no temporary file
and no process is forgotten by an exception between two lines. Outside the main thread, or where somebody else handles
SIGINT already, nothing is changed.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import types
from collections.abc import Iterator
from typing import Self


class Interrupts:
    """Holds an interruption back until it may come, at the latest until this is left."""

    def __init__(self) -> None:
        """Change nothing before this is entered."""
        self._pending = self._open = self._installed = False

    def __enter__(self) -> Self:
        """Begin to hold back."""
        ours = threading.current_thread() is threading.main_thread()
        if ours and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._arrive)
            self._installed = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        """Stop holding back; what is pending comes now."""
        if self._installed:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._pending and kind is None:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def admitted(self) -> Iterator[None]:
        """Let an interruption through: the one that is pending, or one that comes meanwhile."""
        self._open = True
        try:
            if self._pending:
                raise KeyboardInterrupt
            yield
        finally:
            self._open = False

    def _arrive(self, _signal: int, _frame: types.FrameType | None) -> None:
        self._pending = not self._open
        if self._open:
            self._open = False
            raise KeyboardInterrupt
