"""The process around a command: what is nobody's fault is one line and an exit code."""

from __future__ import annotations

import errno
import logging
import os
import warnings

import click
import pytest

from protocolpress.cli import process
from protocolpress.errors import FilesError, Position, error

MEMORY = "memory: error: out of memory [system-error]\n"

MANY = "system: error: the system reported: Too many open files [system-error]\n"

NAMED = "a\\nb: error: the system reported: Input/output error [system-error]\n"

FULL = "standard output: error: cannot write the results: No space left on device [cannot-write]\n"


@pytest.mark.parametrize(
    ("raised", "code", "told"),
    [
        (MemoryError(), 1, MEMORY),
        (OSError(errno.EMFILE, "Too many open files"), 1, MANY),
        (OSError(errno.EIO, "Input/output error", "a\nb"), 1, NAMED),
        (OSError(errno.ENOSPC, "No space left on device"), 1, FULL),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 1, ""),
        (KeyboardInterrupt(), 130, ""),
        (click.exceptions.Abort(), 130, ""),
        (click.UsageError("no such thing"), 2, "Error: no such thing\n"),
        (FilesError(error(Position("a"), "missing-file", "gone")), 1, "a: error: gone [missing-file]\n1 error"),
    ],
)
def test_what_is_nobodys_fault(
    raised: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")

    def command() -> None:
        raise raised

    assert process.run(command) == code
    assert capsys.readouterr().err.startswith(told)


def test_a_fault_of_our_own_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    with pytest.raises(AttributeError):
        process.run(lambda: object().missing)  # type: ignore[attr-defined]  # that is what is tried


def test_libraries_say_nothing_on_their_own(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Mars/Olympus")

    def command() -> int:
        logging.getLogger("pypdf").warning("Superfluous whitespace found")
        warnings.warn("Corrupt EXIF data", UserWarning, stacklevel=1)
        return len(os.environ["TZ"])

    monkeypatch.setattr("logging.root.handlers", [])
    assert process.run(command) == 3
    assert capfd.readouterr() == ("", "")
