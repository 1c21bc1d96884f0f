"""GNU make's job server: under `make -jN`, at most N jobs run at once, in all processes together.

In: MAKEFLAGS. Out: tokens. A job begins when it has one, and gives it back, the byte that it was, when it ends; the
first of several jobs has the token that make gave to this command itself. Nothing is ever asked of make that is not
read from its pipe at once, so other processes that read there too can only make this one wait.

See "POSIX Jobserver Interaction" in the manual of GNU make: `--jobserver-auth=R,W` (before 4.2 `--jobserver-fds`), two
file descriptors of a pipe, or `--jobserver-auth=fifo:PATH` (since 4.4).
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import select
import stat
import threading
from collections.abc import Iterator

OWN = b"+"
"""The token that make gave to this command; it never leaves this process."""


class NoJobServerError(Exception):
    """Make names a job server that cannot be reached; the text gives the reason."""


class ClosedError(Exception):
    """The run is over: there are no more tokens."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A job server as given in MAKEFLAGS."""

    name: str
    """"3,4" or "fifo:/tmp/GMfifo7"."""
    jobs: int = 0
    """The N of `make -jN`; 0 if unknown."""


def address(flags: str) -> Address | None:
    """Find the job server in MAKEFLAGS; the last one counts. Words after "--" define variables."""
    name, jobs = "", 0
    # Make puts a backslash before a space or a backslash that belongs to a word.
    for word in re.findall(r"(?:[^\\\s]|\\.)+", flags):
        option = re.sub(r"\\(.)", r"\1", word)
        if option == "--":
            break
        if match := re.fullmatch(r"--jobserver-(?:auth|fds)=(.*)", option, re.DOTALL):
            name = match[1]
        elif match := re.fullmatch(r"-j([0-9]{1,9})", option):
            jobs = int(match[1])
    return Address(name=name, jobs=jobs) if name else None


class JobServer:
    """The tokens of a run; any thread may take and give."""

    def __init__(self, reader: int, writer: int, own: tuple[int, int]) -> None:
        """Take tokens from *reader* and give them back to *writer*; *own* is a pipe for our own token.

        No reading end may block.
        """
        self._reader = reader
        self._writer = writer
        self._own = own
        os.write(self._own[1], OWN)
        self._held: list[bytes] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextlib.contextmanager
    def token(self) -> Iterator[None]:
        """Hold a token, waiting until one is free.

        Raises:
            ClosedError: the run is over.
        """
        self._take()
        try:
            yield
        finally:
            self._give()

    def close(self) -> None:
        """Stop all waiting. Tokens in use are given back by their holders."""
        self._closed = True
        os.write(self._own[1], OWN)  # never read again: it wakes all waiting threads

    def _take(self) -> None:
        waiting = select.poll()
        waiting.register(self._own[0], select.POLLIN)
        waiting.register(self._reader, select.POLLIN)
        while True:
            ready = waiting.poll()
            with self._lock:
                if self._closed:
                    raise ClosedError
                if _read(self._own[0]):
                    return
                if token := _read(self._reader):
                    self._held.append(token)
                    return
            if any(what == self._reader and how & ~select.POLLIN for what, how in ready):
                waiting.unregister(self._reader)  # make is gone: only our own token is left

    def _give(self) -> None:
        """Return a token, make's before our own, because jobs still running then have our own."""
        with self._lock, contextlib.suppress(OSError):  # make is gone
            if self._held:
                os.write(self._writer, self._held.pop())
            elif not self._closed:
                os.write(self._own[1], OWN)


@contextlib.contextmanager
def joined(where: Address) -> Iterator[JobServer]:
    """Connect to the job server at *where*.

    Raises:
        NoJobServerError: it cannot be reached.
    """
    with contextlib.ExitStack() as opened:
        try:
            if where.name.startswith("fifo:"):
                reader = writer = _fifo(where.name)
            else:
                reader, writer = _pipe(where.name)
        except OSError as problem:
            message = f"{where.name}: {problem.strerror}"
            raise NoJobServerError(message) from problem
        own = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        for handle in (reader, *own):
            opened.callback(os.close, handle)
        yield JobServer(reader, writer, own)


def _fifo(name: str) -> int:
    path = name.removeprefix("fifo:")
    _check(name, os.stat(path).st_mode)  # noqa: PTH116 - no path of the project
    return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)


def _pipe(name: str) -> tuple[int, int]:
    """Open the read end a second time, because all processes share the first one, and it may block."""
    match = re.fullmatch(r"([0-9]{1,9}),([0-9]{1,9})", name)
    if match is None:  # since 4.4, make passes "-2,-2" to commands that may not take tokens
        message = f"{name}: make does not pass it on"
        raise NoJobServerError(message)
    reader, writer = int(match[1]), int(match[2])
    for handle in (reader, writer):
        _check(name, os.fstat(handle).st_mode)
    os.write(writer, b"")  # raises if it cannot be written to
    return os.open(f"/proc/self/fd/{reader}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), writer


def _check(name: str, mode: int) -> None:
    if not stat.S_ISFIFO(mode):
        message = f"{name}: it is not a pipe"
        raise NoJobServerError(message)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 1)
    except OSError:  # another process was quicker
        return b""
