"""Limits for one input: processor time is watched by a signal, memory by the system."""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Iterator


class TooSlow(BaseException):
    """An input took too long; no code may catch this, unlike exceptions of libraries."""


@contextlib.contextmanager
def seconds(most: float) -> Iterator[None]:
    """Limit the processor time of the block; raise `TooSlow` in the middle of it."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {most} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def memory(megabytes: int) -> None:
    """Limit the memory of this process from now on; exceeding it raises `MemoryError`."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, hard))
