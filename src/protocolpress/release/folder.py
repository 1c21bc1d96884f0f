"""Folders of releases: one being made beside the others, what lies in one, the way to its name.

In: a folder for releases. Out: a folder in it that nobody takes for a release, and that is gone afterwards unless it
was published; publishing is a rename, of what is on the disk already. A folder of a run that was killed is removed by
the next one. What the system refuses is a `FilesError`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import stat
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position

STAGE = f"{files.PART[0]}release{files.PART[1]}"
"""The name of the folder that is being made."""

MODE = 0o755
"""Everybody may read a release, whatever the umask of who made it; its files are written so too."""

HINT = "make room, or allow writing there, and run the command again; nothing half-written was left"


class FolderEntry(NamedTuple):
    """What stands at a path; only a file has a size and a digest."""

    kind: str
    """"a file", "a symbolic link", "a device or a pipe"."""
    size: int = 0
    sha256: str = ""


FILE = "a file"


@contextlib.contextmanager
def staging(home: pathlib.Path) -> Iterator[pathlib.Path]:
    """Give an empty folder in *home*, and remove it in the end, if it is still there.

    Raises:
        FilesError: another release is being made in *home*, or it cannot be written.
    """
    with contextlib.ExitStack() as stack:
        stage = home / STAGE
        try:
            home.mkdir(parents=True, exist_ok=True)
            _lock(home, stack)
            if stage.is_dir() and not stage.is_symlink():
                shutil.rmtree(stage)
            stage.mkdir()
        except OSError as problem:
            _refuse(home, problem)
        stack.callback(shutil.rmtree, stage, ignore_errors=True)
        yield stage


def publish(stage: pathlib.Path, target: pathlib.Path) -> None:
    """Let the folder *stage* be *target*, which is no folder yet or an empty one, whole or not at all.

    Raises:
        FilesError: with the system's reason.
    """
    try:
        for top, _, _ in os.walk(stage, topdown=False):
            os.chmod(top, MODE)  # noqa: PTH101 - a folder that os.walk names
            _sync(top)
        stage.rename(target)
        _sync(target.parent)
    except OSError as problem:
        _refuse(target, problem)


def contents(folder: pathlib.Path) -> dict[str, FolderEntry]:
    """Give what is below *folder*, by path, sorted; links are not followed, and folders are no entries.

    Raises:
        FilesError: a folder or a file cannot be read.
    """
    found = {}
    try:
        for top, folders, names in os.walk(folder, onerror=_raise):
            links = (name for name in folders if os.path.islink(f"{top}/{name}"))  # noqa: PTH114 - for each folder
            for name in (*names, *links):
                place = pathlib.Path(top, name)
                found[place.relative_to(folder).as_posix()] = _entry(place)
    except OSError as problem:
        message = f"cannot read it: {problem.strerror}"
        at = Position(str(problem.filename or folder))
        raise FilesError(errors.error(at, "unreadable-file", message, "allow reading it")) from problem
    return dict(sorted(found.items()))


def _entry(place: pathlib.Path) -> FolderEntry:
    status = place.lstat()
    if stat.S_ISLNK(status.st_mode):
        return FolderEntry("a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        return FolderEntry("a device or a pipe")
    with place.open("rb") as file:
        return FolderEntry(FILE, status.st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _lock(home: pathlib.Path, stack: contextlib.ExitStack) -> None:
    """Hold *home* for one release; where the file system has no locks, the one of the cache has to do."""
    handle = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    stack.callback(os.close, handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        hint = "let it end, and run the command again"
        raise FilesError(
            errors.error(Position(str(home)), "build-at-work", "another release is being made here", hint)
        ) from None
    except OSError:
        return


def _sync(place: str | pathlib.Path) -> None:
    """Let the entries of a folder survive a loss of power, where the system can do that."""
    handle = os.open(place, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _raise(problem: OSError) -> NoReturn:
    raise problem


def _refuse(place: pathlib.Path, problem: OSError) -> NoReturn:
    message, hint = f"cannot write the folder: {problem.strerror}", HINT
    if isinstance(problem, FileExistsError | NotADirectoryError):
        message, hint = (
            "cannot write the folder: something else stands there",
            "move it away, and run the command again",
        )
    raise FilesError(errors.error(Position(str(place)), "cannot-write", message, hint)) from problem
