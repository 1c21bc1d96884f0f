"""The output folder: what is written there, and what is removed.

In: bytes and paths below the folder. Out: files, whole or not at all. Nothing is written or removed through a symbolic
link that leads out of the folder, and a file that is right already is not touched, so its time stays. Whether a file is
right is known from its content; of a file that has not changed since it was last hashed, the stamp tells.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import stat
from collections.abc import Collection, Mapping
from typing import NamedTuple

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position, Problems

TICK = 50_000_000
"""Nanoseconds: a file system may give two changes that are no further apart the same time."""


class Stamp(NamedTuple):
    """What a file was like when it had a digest; a file that differs in nothing of it is not hashed again."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: str


class Outputs:
    """The output folder during a run."""

    def __init__(self, folder: pathlib.Path, stamps: Mapping[str, Stamp]) -> None:
        """Work below *folder*, of whose files *stamps* are known."""
        self._folder = folder
        self._root = str(folder)
        self._real = folder.resolve()
        self._stamps = dict(stamps)
        self._inside: set[str] = set()

    def hold(self, path: str, digest: str) -> bool:
        """Tell whether the file at *path* has this digest.

        Raises:
            FilesError: a link on the way leads out of the folder.
        """
        self._check(path)
        place = f"{self._root}/{path}"
        try:
            status = os.lstat(place)
            if not stat.S_ISREG(status.st_mode):
                return False
            known = self._stamps.get(path)
            if known is None or known[:4] != (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino):
                with open(place, "rb") as file:  # noqa: PTH123 - ten thousand times in a run
                    known = self._stamps[path] = _stamp(status, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError:
            return False
        return known.digest == digest

    def write(self, path: str, data: bytes, digest: str) -> None:
        """Write *data*, whose digest is *digest*, to *path*.

        Raises:
            FilesError: it cannot be written, or a link on the way leads out of the folder.
        """
        self._check(path)
        place = self._folder / path
        self._stamps.pop(path, None)
        files.write(place, data)
        self._stamps[path] = _stamp(place.lstat(), digest)

    def stamps(self, now: int) -> dict[str, Stamp]:
        """Give the stamps that can be trusted when the file system's time is *now*: a change would be seen in them."""
        return {path: stamp for path, stamp in self._stamps.items() if stamp.changed + TICK < now}

    def _check(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        if parent not in self._inside:
            place = self._folder / path
            if not place.parent.resolve().is_relative_to(self._real):
                message = "cannot write the file: a symbolic link on the way leads out of the output folder"
                hint = "remove the link, or link the whole output folder instead"
                raise FilesError(errors.error(Position(str(place)), "cannot-write", message, hint))
            self._inside.add(parent)


def _stamp(status: os.stat_result, digest: str) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, digest)


def remove_unowned(
    output: pathlib.Path, owned: Collection[str], problems: Problems, folders: Collection[str] = ()
) -> tuple[str, ...]:
    """Remove the files below *output* that are not among the paths *owned*; give their paths, sorted.

    Only the top folders that *owned* names are looked into, and *folders*, which are a build's own even when it makes
    nothing for them: what else lies in the output folder is somebody else's. So is a symbolic link, because a build
    never makes one: it stays, and is not followed. Folders that are empty then go too. What cannot be removed is a
    problem.
    """
    removed: list[str] = []
    for folder in sorted({*folders, *(path.split("/", 1)[0] for path in owned if "/" in path)}):
        if (output / folder).is_symlink():
            continue
        for top, _, names in os.walk(output / folder, topdown=False):
            place = pathlib.Path(top)
            prefix = place.relative_to(output).as_posix()
            for name in sorted(names):
                path = f"{prefix}/{name}"
                if path not in owned and not (place / name).is_symlink() and _remove(place / name, problems):
                    removed.append(path)
            if not os.listdir(place):  # noqa: PTH208 - names are enough
                _remove(place, problems)
    return tuple(sorted(removed))


def sweep(folder: pathlib.Path) -> None:
    """Remove what a run that was killed was writing below *folder*."""
    for top, _, names in os.walk(folder):
        if any(name.startswith(files.PART[0]) for name in names):
            files.sweep(pathlib.Path(top))


def _remove(place: pathlib.Path, problems: Problems) -> bool:
    try:
        if place.is_dir():
            place.rmdir()
        else:
            place.unlink()
    except OSError as error:
        message = f"cannot remove what no source asks for any more: {error.strerror}"
        problems.error(Position(str(place)), "cannot-remove", message, "remove it by hand")
        return False
    return True
