"""`protocolpress init`: the shipped skeleton → a new project."""

from __future__ import annotations

import os
import pathlib
import shlex
import shutil

import click

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position

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
    try:
        _refuse(folder)
        _copy(_skeleton(), folder)
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


def _refuse(folder: pathlib.Path) -> None:
    """Refuse a place where something is."""
    if not os.path.lexists(folder):
        return
    names = sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208 - only names are needed
    if folder.is_dir() and not names:
        return
    some = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    message = f"the folder is not empty: it holds {some}" if folder.is_dir() else "this is a file, not a folder"
    raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "name a new folder"))


def _copy(skeleton: pathlib.Path, folder: pathlib.Path) -> None:
    """Copy all or nothing: what was made is removed again when something goes wrong."""
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for top, folders, names in os.walk(skeleton, onerror=_unreadable):
            folders[:] = [name for name in folders if name not in MADE]
            place = folder / pathlib.Path(top).relative_to(skeleton)
            place.mkdir(exist_ok=True)
            for name in names:
                if not name.endswith((".mo", ".part")):
                    # The contents only: an installed skeleton may be read-only, and its copy is there to be changed.
                    shutil.copyfile(pathlib.Path(top, name), place / name)
    except BaseException:
        for place in [*folder.iterdir()] if folder.is_dir() else ():
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)
        for parent in made:
            if parent.is_dir():
                parent.rmdir()
        raise
