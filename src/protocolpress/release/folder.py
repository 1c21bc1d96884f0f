"""Folders of releases: the one being made, the contents of a folder, and publication by atomic rename.

In: a folder for releases. Out: a folder in it that cannot be mistaken for a release, and that is removed afterwards
unless it was published; publishing is a rename, after everything is on the disk. The folder of a killed run is removed
by the next one. An error of the system is a `FilesError`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import pathlib
import shutil
import stat
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from protocolpress import errors, files, folders
from protocolpress.build import keys, record
from protocolpress.build.keys import Key
from protocolpress.build.record import Record
from protocolpress.errors import FilesError, Position
from protocolpress.folders import Folder

STAGE = f"{folders.PART[0]}release{folders.PART[1]}"
"""The name of the unfinished folder."""

MODE = 0o755
"""Everybody may read a release, whatever the umask of its maker; its files get the same treatment."""

HINT = "free some space, or allow writing there, then run the command again; no partial files are left"


class FolderEntry(NamedTuple):
    """The entry at a path; only a file has a size and a digest."""

    kind: str
    """"a file", "a symbolic link", "a device or a pipe"."""
    size: int = 0
    sha256: str = ""


FILE = "a file"


@contextlib.contextmanager
def staging(home: pathlib.Path, key: Key | None = None, *, root: pathlib.Path | None = None) -> Iterator[pathlib.Path]:
    """Yield an empty folder in *home*, and remove it at the end if it still exists.

    *home* is reached through no link below the project in *root*. A record in *home*, sealed with *key*, by default the
    user's, shows that the folder is ours: the rest of a killed run is removed, and nothing else.

    Raises:
        FilesError: another release is being made in *home*, it cannot be written, or something is there.
    """
    stage, key, owner = home / STAGE, key or keys.find_or_passing(root), record.owner(root, home)
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(_opened(home, root, make=True))
            _lock(folder)
            folder.sweep()  # a record that a killed run was writing
            if folder.exists(STAGE):
                _clear(folder, record.read(folder, key, owner))
            record.write(folder, key, owner, {STAGE: ""})
            stack.callback(_end, folder)
            os.mkdir(STAGE, 0o777, dir_fd=folder.handle())
        except OSError as problem:
            _refuse(home, problem)
        yield stage


def publish(stage: pathlib.Path, target: pathlib.Path, *, root: pathlib.Path | None = None) -> None:
    """Rename the folder *stage* to *target* beside it, which does not exist or is empty, atomically.

    Raises:
        FilesError: with the system's reason.
    """
    try:
        with _opened(stage.parent, root) as home:
            for top, _ in home.walk(stage.name):
                os.fchmod(home.handle(top), MODE)
                folders.sync(home.handle(top))
            os.rename(stage.name, target.name, src_dir_fd=home.handle(), dst_dir_fd=home.handle())
            folders.sync(home.handle())
    except OSError as problem:
        _refuse(target, problem)


def contents(folder: pathlib.Path) -> dict[str, FolderEntry]:
    """Return the entries below *folder*, by path, sorted; links are not followed, and folders are not entries.

    Raises:
        FilesError: a folder or a file cannot be read.
    """
    found = {}
    try:
        with Folder(folder) as opened:
            for top, names in opened.walk():
                for name in names:
                    path = f"{top}/{name}" if top else name
                    found[path] = _entry(opened, path)
    except OSError as problem:
        message = f"cannot be read: {problem.strerror}"
        at = Position(str(folder / str(problem.filename or "")))
        raise FilesError(errors.error(at, "unreadable-file", message, "allow reading it")) from problem
    return dict(sorted(found.items()))


def _entry(folder: Folder, path: str) -> FolderEntry:
    status = folder.status(path)
    if stat.S_ISLNK(status.st_mode):
        return FolderEntry("a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        return FolderEntry("a device or a pipe")
    with os.fdopen(folder.open(path), "rb") as file:
        return FolderEntry(FILE, status.st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _opened(home: pathlib.Path, root: pathlib.Path | None, *, make: bool = False) -> Folder:
    known = files.inside(root, home)
    return Folder.below(*known, make=make) if known else Folder(home, make=make)


def _clear(folder: Folder, noted: Record) -> None:
    """Remove the remains of a killed run: a folder that is recorded, or empty."""
    if noted.trusted and STAGE in noted.outputs:
        shutil.rmtree(STAGE, dir_fd=folder.handle())
        return
    for place, names in [*folder.walk(STAGE)]:
        if names:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), place)
        folder.remove_folder(place)


def _end(folder: Folder) -> None:
    shutil.rmtree(STAGE, ignore_errors=True, dir_fd=folder.handle())
    with contextlib.suppress(OSError):
        folder.remove(record.NAME)


def _lock(folder: Folder) -> None:
    """Lock *folder* for one release; if the file system has no locks, the lock of the cache must suffice."""
    try:
        fcntl.flock(folder.handle(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        hint = "wait for it to finish, then run the command again"
        raise FilesError(
            errors.error(Position(str(folder.place)), "build-at-work", "another release is being made here", hint)
        ) from None
    except OSError:
        return


def _refuse(place: pathlib.Path, problem: OSError) -> NoReturn:
    message, hint = f"cannot write the folder: {problem.strerror}", HINT
    if isinstance(problem, folders.LinkError):
        hint = "put a folder there"
    if isinstance(problem, FileExistsError | NotADirectoryError):
        message, hint = (
            "cannot write the folder: something else is there",
            "move it away, and run the command again",
        )
    raise FilesError(errors.error(Position(str(place)), "cannot-write", message, hint)) from problem
