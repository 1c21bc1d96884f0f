"""The output folder: what is written there, and what is removed.

In: bytes and paths below the folder. Out: files, whole or not at all. Nothing is written or removed through a symbolic
link that leads out of the folder, and a file that is right already is not touched, so its time stays.
"""

from __future__ import annotations

import os
import pathlib
import stat
from collections.abc import Collection

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position, Problems


def write(output: pathlib.Path, path: str, data: bytes) -> bool:
    """Write *data* to *path* below *output* unless it is there already; tell whether it was written.

    Raises:
        FilesError: it cannot be written, or a link on the way leads out of *output*.
    """
    place = output / path
    if not place.parent.resolve().is_relative_to(output.resolve()):
        message = "cannot write the file: a symbolic link on the way leads out of the output folder"
        hint = "remove the link, or link the whole output folder instead"
        raise FilesError(errors.error(Position(str(place)), "cannot-write", message, hint))
    if _holds(place, data):
        return False
    files.write(place, data)
    return True


def remove_unowned(output: pathlib.Path, owned: Collection[str], problems: Problems) -> tuple[str, ...]:
    """Remove the files below *output* that are not among the paths *owned*; give their paths, sorted.

    Only the top folders that *owned* names are looked into: what else lies in the output folder is somebody else's. So
    is a symbolic link, because a build never makes one: it stays, and is not followed. Folders that are empty then go
    too. What cannot be removed is a problem.
    """
    removed: list[str] = []
    for folder in sorted({path.split("/", 1)[0] for path in owned if "/" in path}):
        if (output / folder).is_symlink():
            continue
        for top, _, names in os.walk(output / folder, topdown=False):
            place = pathlib.Path(top)
            for name in sorted(names):
                path = (place / name).relative_to(output).as_posix()
                if path not in owned and not (place / name).is_symlink() and _remove(place / name, problems):
                    removed.append(path)
            if not any(place.iterdir()):
                _remove(place, problems)
    return tuple(sorted(removed))


def _holds(place: pathlib.Path, data: bytes) -> bool:
    try:
        status = place.lstat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and place.read_bytes() == data
    except OSError:
        return False


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
