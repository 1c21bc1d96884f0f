"""`protocolpress init`: the shipped skeleton → a new project."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shlex

import click

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position
from protocolpress.folders import Folder

MADE = ("build", "dist", "__pycache__")
"""What lies in the skeleton of a checkout only after somebody worked there."""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=pathlib.Path))
def command(folder: pathlib.Path) -> None:
    """Make a new project in DIR, with one event and one protocol in English and Russian.

    It builds at once. A folder that is not empty is left as it is.

    \b
    Example:
      protocolpress init bulletin
      protocolpress --project bulletin build
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        skeleton = _skeleton()
        with Folder(folder, make=True) as place:
            _refuse(folder, [name for names in place.entries() for name in names])
            _copy(skeleton, place, made)
    except NotADirectoryError as problem:
        message = "this is a file, not a folder"
        raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "name a new folder")) from problem
    except OSError as problem:
        message = f"cannot make the project: {problem.strerror}"
        at = Position(str(problem.filename or folder))
        hint = "make room, or allow writing there; nothing half-made was left"
        raise FilesError(errors.error(at, "cannot-write", message, hint)) from problem
    click.echo(folder)
    click.echo(f"next: protocolpress --project {shlex.quote(str(folder))} build")


def _skeleton() -> pathlib.Path:
    """Return the folder of the shipped project."""
    skeleton = files.shipped() / "skeleton"
    settings = skeleton / "protocolpress.toml"
    if not settings.is_file():
        message = "the project that the program ships is missing"
        raise FilesError(errors.error(Position(str(settings)), "missing-file", message, "install protocolpress again"))
    return skeleton


def _unreadable(problem: OSError) -> None:
    raise problem


def _refuse(folder: pathlib.Path, names: list[str]) -> None:
    """Refuse a place where something is."""
    if names:
        some = ", ".join(sorted(names)[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        message = f"the folder is not empty: it holds {some}"
        raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "name a new folder"))


def _copy(skeleton: pathlib.Path, folder: Folder, made: list[pathlib.Path]) -> None:
    """Copy all or nothing: what was made, with the folders *made* before, is removed again when something goes wrong.

    What somebody else puts there meanwhile is neither written over nor removed.
    """
    files_made: list[str] = []
    folders_made: list[str] = []
    try:
        for top, folders, names in os.walk(skeleton, onerror=_unreadable):
            folders[:] = [name for name in folders if name not in MADE]
            place = "" if top == str(skeleton) else pathlib.Path(top).relative_to(skeleton).as_posix()
            if place:
                folder.handle(place, make=True)
                folders_made.append(place)
            for name in names:
                if not name.endswith((".mo", ".part")):
                    # The contents only: an installed skeleton may be read-only, and its copy is there to be changed.
                    path = f"{place}/{name}" if place else name
                    folder.write(path, pathlib.Path(top, name).read_bytes(), fresh=True)
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
