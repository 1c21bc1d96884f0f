"""Write a command's files into a project: only changes, each file whole or not at all, its path on stdout."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping

import click

from protocolpress import files
from protocolpress.errors import FilesError, PressError, Problems
from protocolpress.folders import Folder


def write(
    root: pathlib.Path,
    contents: Mapping[str, bytes],
    *,
    check: bool,
    read: Mapping[str, bytes | None] | None = None,
) -> None:
    """Write the changed files below *root*; with *check*, write nothing and exit with 1 if there are any.

    *read* has the contents that were read, None for a missing file: a file with other contents by now is left
    unchanged. A file that cannot be written does not prevent writing the others; stdout lists the written ones.

    Raises:
        FilesError: the problems of the files that could not be written.
    """
    problems = Problems()
    changed = store(root, contents, check=check, read=read or {}, problems=problems)
    finish(check=check, changed=changed, problems=problems)


def store(
    root: pathlib.Path,
    contents: Mapping[str, bytes],
    *,
    check: bool,
    read: Mapping[str, bytes | None],
    problems: Problems,
    folder: str = "",
) -> bool:
    """Do the same as `write` for one of several folders, and return whether anything changed.

    *folder* is shown before the paths.
    """
    disk = files.DiskFiles(root)
    with files.writing(str(root)), Folder(root) as own:
        changed = [path for path, data in contents.items() if not _holds(own, path, data)]
        for place in () if check else {path.rpartition("/")[0] for path in contents}:
            own.sweep(place)
    for path in changed:
        try:
            if not check:
                disk.write(path, contents[path], name=folder + path, read=read)
            click.echo(folder + path)
        except PressError as mistake:
            problems.add(*mistake.problems)
    return bool(changed)


def finish(*, check: bool, changed: bool, problems: Problems) -> None:
    """Exit with the result of `store`."""
    if problems:
        raise FilesError(*problems)
    if check and changed:
        click.get_current_context().exit(1)


def _holds(folder: Folder, path: str, data: bytes) -> bool:
    try:
        return folder.read(path) == data
    except OSError:
        return False
