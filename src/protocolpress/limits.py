"""Limits of processor time and memory for work in this process.

In: seconds and MiB. Out: `OutOfTimeError` or `MemoryError`, raised inside the work by a timer and by the kernel.
Signals reach the main thread only; in another one, as in a worker of a cluster, a second thread watches the work's
processor time. Processor time is used, so that a busy machine makes no document too large.
"""

from __future__ import annotations

import contextlib
import ctypes
import pathlib
import resource
import signal
import threading
import time
import types
from collections.abc import Iterator

SECONDS = 1800
"""Default limit of processor time for a document, in seconds; the largest of ours take some seconds."""

MEMORY = 4096
"""Default limit of memory for a document, in MiB."""

AGAIN = 0.2
"""Seconds until the work is interrupted again if it has swallowed the exception."""

LONGER = 1.2
"""So many times its time the work may take before the kernel ends the process."""

STATM = pathlib.Path("/proc/self/statm")


class OutOfTimeError(BaseException):
    """The work has exceeded its time; no `except Exception` of a library can swallow this."""


_allowed: list[tuple[float, int]] = []
"""The limits in force, the outermost first."""


def allowed() -> tuple[float, int]:
    """Return the seconds and the MiB that the current work as a whole may use."""
    return _allowed[0] if _allowed else (SECONDS, MEMORY)


@contextlib.contextmanager
def bounded(seconds: float, memory: int) -> Iterator[None]:
    """Limit the work inside to *seconds* of processor time and *memory* MiB in addition to current use; 0 is no limit.

    Raises:
        OutOfTimeError: inside, when the time is over.
        MemoryError: inside, if more memory is requested than is allowed.
    """
    timed = _timed if threading.current_thread() is threading.main_thread() else _watched
    _allowed.append((seconds, memory))
    try:
        with _held(memory), timed(seconds):
            yield
    finally:
        _allowed.pop()


@contextlib.contextmanager
def last_resort(seconds: float) -> Iterator[None]:
    """Have the kernel end this process, by SIGXCPU, if an interruption after *seconds* cannot get through.

    That is so in one long call of a C library. 0 is no limit.
    """
    before = resource.getrlimit(resource.RLIMIT_CPU)
    if not seconds:
        yield
        return
    end = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + LONGER * seconds) + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (end if before[1] == resource.RLIM_INFINITY else min(end, before[1]), before[1])
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, before)


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Limit the time of the thread that calls this; CPython delivers the exception between two of its steps."""
    if not seconds:
        yield
        return
    number = threading.get_ident()
    clock = time.pthread_getcpuclockid(number)
    end = time.clock_gettime(clock) + seconds
    done = threading.Event()

    def watch() -> None:
        while not done.wait(AGAIN):
            if time.clock_gettime(clock) >= end:
                _raise_in(number, OutOfTimeError)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        while not _ended(watcher, done):
            pass


def _ended(watcher: threading.Thread, done: threading.Event) -> bool:
    """End a watcher; False if its exception came during these lines, so that they must run again."""
    try:
        done.set()
        watcher.join()
        _deliver()
    except OutOfTimeError:
        return False
    return True


def _deliver() -> None:
    """Do nothing: a call is where Python raises an exception that is still waiting for this thread.

    Taking it back with PyThreadState_SetAsyncExc(…, NULL) is shorter, but CPython 3.11 then looks for one at every
    step of the process from then on, and never gets past the first one of a traced function.
    """


def _raise_in(thread: int, what: type[BaseException]) -> None:
    """Raise an exception in another thread."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(what))


@contextlib.contextmanager
def _timed(seconds: float) -> Iterator[None]:
    left, every = signal.getitimer(signal.ITIMER_PROF)
    if not seconds or 0 < left <= seconds:  # the outer limit is lower
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
