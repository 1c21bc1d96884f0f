"""One build at a time in one project: a lock that the kernel releases when its holder dies.

In: a folder. Out: the lock, and what its last holder left behind if it died holding it. While somebody else holds it, a
caller learns who holds it, after a moment, and waits, or gets a `FilesError`. The holder's message is sealed: a lock
that came with a project is not trusted.
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
"""What its words are sealed for, and the version of their form."""

SECONDS_UNTIL_TOLD = 1.0
SECONDS_BETWEEN = 0.05

HINT = "wait for it or stop it, then run the command again"


class Lock:
    """The lock of a folder, held from the beginning to `release`."""

    def __init__(self, folder: Folder, key: Key, holder: str, *, wait: bool, tell: Callable[[str], None]) -> None:
        """Take the lock of *folder* for *holder*, a line that says who that is; *tell* is called if that takes long.

        Only what was sealed with *key* is believed of what the last holder wrote.

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
            """What the last holder wrote, if he did not release the lock himself; his name is the first line."""
            self.note(*self.left[1:])
        except BaseException:
            if self._handle >= 0:
                os.close(self._handle)
            raise

    def note(self, *lines: str) -> None:
        """Write down what somebody should know if this process dies now, below the line that says who it is."""
        words = "\n".join((self.holder, *lines)).encode("utf-8", "surrogateescape")
        data = self._key.sealed(PURPOSE, words)
        os.ftruncate(self._handle, 0)
        try:
            os.pwrite(self._handle, data, 0)
        except OSError:  # a full disk: nobody learns who holds the lock
            return

    def clock(self) -> int:
        """Return the time of the file system, in nanoseconds, as it stamps changed files."""
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
        if os.fstat(self._handle).st_nlink > 1:  # another name of somebody's file
            raise OtherKindError(NAME)

    def _is_there(self) -> bool:
        """Whether the open file is still the one at its path: it may have been removed while this run waited."""
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
                message = f"{who} is at work in this project"
                raise FilesError(errors.error(Position(str(self._folder.place / NAME)), "build-at-work", message, HINT))
            if waited >= SECONDS_UNTIL_TOLD and not told:
                tell(f"waiting for {who}, which is at work in this project")
                told = True
            time.sleep(SECONDS_BETWEEN)
            waited += SECONDS_BETWEEN

    def _said(self) -> str:
        words = self._key.opened(PURPOSE, os.pread(self._handle, 1 << 16, 0))
        return (words or b"").decode("utf-8", "surrogateescape")
