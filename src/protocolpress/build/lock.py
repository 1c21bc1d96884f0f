"""One build at a time in one project: a lock that the kernel releases when its holder dies.

In: a folder. Out: the lock, and the note of its last holder if it died holding it. While another process holds it, a
caller learns its name after a moment and waits, or gets a `FilesError`. The note is sealed: a lock that came with a
project is not trusted.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable

from protocolpress import errors
from protocolpress.build.keys import Key
from protocolpress.errors import FilesError, Position
from protocolpress.folders import Folder, OtherKindError

NAME = "lock"

PURPOSE = b"lock 2"
"""The purpose of its seal, and the version of its format."""

SECONDS_UNTIL_TOLD = 1.0
SECONDS_BETWEEN = 0.05

HINT = "wait for it or stop it, then run the command again"


class Lock:
    """The lock of a folder, held from construction to `release`."""

    def __init__(self, folder: Folder, key: Key, holder: str, *, wait: bool, tell: Callable[[str], None]) -> None:
        """Take the lock of *folder* for *holder*, a line that names it; *tell* is called if that takes long.

        The last holder's note is trusted only if it was sealed with *key*.

        Raises:
            FilesError: somebody else holds it, and *wait* is off.
            OSError: there can be no lock in *folder*.
        """
        self._folder = folder
        self._key = key
        self.holder = holder
        self._handle = -1
        try:
            while not self._is_there():
                self._open()
                self._take(wait=wait, tell=tell)
            self.left = self._said().splitlines()
            """The note of the last holder if it did not release the lock; the first line is its name."""
            self.note(*self.left[1:])
        except BaseException:
            if self._handle >= 0:
                os.close(self._handle)
            raise

    def note(self, *lines: str) -> None:
        """Write a note for the next holder in case this process dies, below the line with its name."""
        words = "\n".join((self.holder, *lines)).encode("utf-8", "surrogateescape")
        data = self._key.sealed(PURPOSE, words)
        os.ftruncate(self._handle, 0)
        try:
            os.pwrite(self._handle, data, 0)
        except OSError:  # a full disk: nobody learns the holder's name
            return

    def clock(self) -> int:
        """Return the file system's time, in nanoseconds, as it stamps changed files."""
        os.utime(self._handle)
        return os.fstat(self._handle).st_ctime_ns

    def release(self) -> None:
        """Release the lock."""
        os.ftruncate(self._handle, 0)
        os.close(self._handle)

    def _open(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        self._handle = self._folder.open(NAME, os.O_RDWR | os.O_CREAT)
        if os.fstat(self._handle).st_nlink > 1:  # a hard link to somebody's file
            raise OtherKindError(NAME)

    def _is_there(self) -> bool:
        """Whether the open file is still the one at its path; it may have been removed during the wait."""
        with contextlib.suppress(OSError):
            return os.path.samestat(os.fstat(self._handle), self._folder.status(NAME))
        return False

    def _take(self, *, wait: bool, tell: Callable[[str], None]) -> None:
        waited, told = 0.0, False
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                return
            who = self._said().partition("\n")[0] or "another build"
            if not wait:
                message = f"{who} is already running in this project"
                raise FilesError(errors.error(Position(str(self._folder.place / NAME)), "build-at-work", message, HINT))
            if waited >= SECONDS_UNTIL_TOLD and not told:
                tell(f"waiting for {who}, which is running in this project")
                told = True
            time.sleep(SECONDS_BETWEEN)
            waited += SECONDS_BETWEEN

    def _said(self) -> str:
        words = self._key.opened(PURPOSE, os.pread(self._handle, 1 << 16, 0))
        return (words or b"").decode("utf-8", "surrogateescape")
