"""The process of a command: external failures end with a message and an exit code, never with a traceback.

In: a command. Out: its exit code. Streams may be closed, full or gone, and so may the current folder; the time zone may
name no file of zones; memory may run out.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable

import click

from protocolpress.build import quiet
from protocolpress.cli import output
from protocolpress.errors import FilesError, Position, PressError, Problem, error

STREAMS = (0, 1, 2)

INTERRUPTED = 130

OF_STREAMS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def run(command: Callable[[], object]) -> int:
    """Call *command*, report failures, and return the exit code."""
    _begin()
    try:
        code = _called(command)
        sys.stdout.flush()
    except OSError as failure:
        code = 1
        _tell(_of_system(failure))
    except MemoryError:
        code = 1
        hint = "run it again with fewer jobs (-j1), or on a larger machine"
        _tell(error(Position("memory"), "system-error", "out of memory", hint))
    return _end(code)


def stand_somewhere() -> None:
    """Check that the folder to which paths are relative exists.

    Raises:
        FilesError: somebody has removed it.
    """
    try:
        os.getcwd()  # noqa: PTH109 - pathlib would do the same
    except OSError as failure:
        message = "the folder that the command was started in no longer exists"
        raise FilesError(error(Position("."), "missing-file", message, "change to an existing folder")) from failure


def _called(command: Callable[[], object]) -> int:
    try:
        code = command()
    except (click.exceptions.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except PressError as failure:
        output.problems(failure.problems)
        return 1
    return code if isinstance(code, int) else 0


def _begin() -> None:
    for number in STREAMS:
        try:
            os.fstat(number)
        except OSError:  # closed: the next opened file would become this stream
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open until the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name that cannot be written in the terminal's encoding
    # No page shows the local time, but Babel asks for it, and fails if TZ names a file without zones.
    os.environ["TZ"] = "UTC"
    quiet.begin()


def _of_system(failure: OSError) -> Problem | None:
    """Describe an error of the system; None if nobody is listening."""
    if isinstance(failure, BrokenPipeError):  # the reader of the results has had enough
        return None
    reason = failure.strerror or str(failure)
    if failure.filename is None and failure.errno in OF_STREAMS:  # code that writes files reports its own problems
        message = f"cannot write the results: {reason}"
        return error(Position("standard output"), "cannot-write", message, "free some space, or redirect the output")
    hint = "fix that, then run the command again"
    return error(Position(str(failure.filename or "system")), "system-error", f"the system reported: {reason}", hint)


def _tell(problem: Problem | None) -> None:
    if problem is not None:
        try:
            output.problems([problem])
        except OSError:
            return  # stderr is full or closed: only the exit code is left


def _end(code: int) -> int:
    """Write nothing more, discarding unwritten output."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 1
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return code
