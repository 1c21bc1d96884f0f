"""The folder of a publication: start one from the shipped example, and remove the outputs of builds.

In: a folder. Out: files, all or none. Failures are `PressError`.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
from collections.abc import Sequence

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position, Problems
from protocolpress.folders import Folder

MADE = ("build", "dist", "__pycache__")
"""Files in a checkout's skeleton that are not part of it."""


def create(folder: pathlib.Path, languages: Sequence[str] | None = None) -> None:
    """Write the shipped example, in *languages* if they are given, into a new or empty folder.

    The first language is that of the sources. Each must be one of `protocolpress.languages.LANGUAGES`, and only once.

    Raises:
        FilesError: the folder is not empty, or cannot be written; nothing is left in it.
    """
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        contents = _contents(_skeleton())
        if languages is not None:
            contents = _said(contents, languages)
        with Folder(folder, make=True) as place:
            _refuse(folder, [name for names in place.entries() for name in names])
            _copy(contents, place, made)
    except NotADirectoryError as problem:
        message = "this is a file, not a folder"
        raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "choose a new folder")) from problem
    except OSError as problem:
        message = f"cannot make the project: {problem.strerror}"
        at = Position(str(problem.filename or folder))
        hint = "free some space, or allow writing there; no partial files are left"
        raise FilesError(errors.error(at, "cannot-write", message, hint)) from problem


def clean(root: pathlib.Path) -> Problems:
    """Remove the recorded outputs of builds in *root*, and their cache; return the names that were left, as problems.

    Raises:
        PressError: *root* is not a project, or the system refuses to remove a file.
    """
    from protocolpress import project
    from protocolpress.build import cleaning

    if not (disk := files.DiskFiles(root)).exists(project.PATH):
        project.read(disk)  # reports what is missing
    return cleaning.clean(root)


def _skeleton() -> pathlib.Path:
    """Return the folder of the shipped project."""
    skeleton = files.shipped() / "skeleton"
    settings = skeleton / "protocolpress.toml"
    if not settings.is_file():
        message = "the project skeleton that comes with the program is missing"
        raise FilesError(errors.error(Position(str(settings)), "missing-file", message, "install protocolpress again"))
    return skeleton


def _unreadable(problem: OSError) -> None:
    raise problem


def _refuse(folder: pathlib.Path, names: list[str]) -> None:
    """Refuse a place that is not empty."""
    if names:
        some = ", ".join(sorted(names)[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        message = f"the folder is not empty: it holds {some}"
        raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "choose a new folder"))


def _contents(skeleton: pathlib.Path) -> dict[str, bytes]:
    """Read the skeleton's contents only, because an installed one may be read-only, and the copy must be writable."""
    found = {}
    for top, folders, names in os.walk(skeleton, onerror=_unreadable):
        folders[:] = [name for name in folders if name not in MADE]
        for name in names:
            if not name.endswith((".mo", ".part")):
                place = pathlib.Path(top, name)
                found[place.relative_to(skeleton).as_posix()] = place.read_bytes()
    return found


def _said(contents: dict[str, bytes], codes: Sequence[str]) -> dict[str, bytes]:
    """Write the example in other languages."""
    from protocolpress.plan import example

    words = {path.stem: path.read_bytes() for path in (files.shipped() / "skeleton-languages").glob("*.po")}
    return example.contents(contents, words, tuple(codes))


def _copy(contents: dict[str, bytes], folder: Folder, made: list[pathlib.Path]) -> None:
    """Write all or nothing: on an error the new files, with the folders *made* before, are removed again.

    Files that somebody else creates there in the meantime are neither overwritten nor removed.
    """
    files_made: list[str] = []
    folders_made: list[str] = []
    try:
        for path, data in contents.items():
            for place in reversed(pathlib.PurePosixPath(path).parents[:-1]):
                if str(place) not in folders_made:
                    folder.handle(str(place), make=True)
                    folders_made.append(str(place))
            folder.write(path, data, fresh=True)
            files_made.append(path)
    except BaseException:
        for path in files_made:
            with contextlib.suppress(OSError):
                folder.remove(path)
        for path in reversed(folders_made):
            with contextlib.suppress(OSError):
                folder.remove_folder(path)
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise
