"""Limits of processor time and memory for a piece of work in this process.

In: seconds and MiB. Out: `OutOfTimeError` or `MemoryError`, raised inside the work by a timer and by the kernel.
Signals come to the main thread only; elsewhere, as in a worker of a cluster, nothing is limited here. Time is the
processor's, so that a busy machine makes no document too large.
"""

from __future__ import annotations

import contextlib
import pathlib
import resource
import signal
import threading
import time
import types
from collections.abc import Iterator

SECONDS = 1800
"""Processor time that a document may take, if nobody says otherwise; the largest of ours take some seconds."""

MEMORY = 4096
"""MiB of memory that it may hold."""

AGAIN = 0.2
"""Seconds until the work is stopped once more, where it has swallowed the exception."""

STATM = pathlib.Path("/proc/self/statm")


class OutOfTimeError(BaseException):
    """The work has taken all its time; no `except Exception` of a library on the way keeps it."""


_allowed: list[tuple[float, int]] = []
"""The limits that are in force, the outermost first."""


def allowed() -> tuple[float, int]:
    """Return the seconds and the MiB that the whole of the work in hand may take."""
    return _allowed[0] if _allowed else (SECONDS, MEMORY)


@contextlib.contextmanager
def bounded(seconds: float, memory: int) -> Iterator[None]:
    """Limit the work inside to *seconds* of processor time and *memory* MiB besides what is used now; 0 is no limit.

    Raises:
        OutOfTimeError: inside, when the time is over.
        MemoryError: inside, if more memory is requested than is allowed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _allowed.append((seconds, memory))
    try:
        with _held(memory), _timed(seconds):
            yield
    finally:
        _allowed.pop()


@contextlib.contextmanager
def _timed(seconds: float) -> Iterator[None]:
    left, every = signal.getitimer(signal.ITIMER_PROF)
    if not seconds or 0 < left <= seconds:  # the work around this has less
        yield
        return
    running = True

    def stop(_number: int, _frame: types.FrameType | None) -> None:
        if running:
            raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        running = False
        spent = time.process_time() - start
        signal.setitimer(signal.ITIMER_PROF, max(left - spent, AGAIN) if left else 0, every)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _held(memory: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        now = int(STATM.read_text("ascii").split()[5]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):  # no Linux: no limit
        memory = 0
    if not memory:
        yield
        return
    most = now + (memory << 20)
    soft = most if before[0] == resource.RLIM_INFINITY else min(most, before[0])
    resource.setrlimit(resource.RLIMIT_DATA, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
