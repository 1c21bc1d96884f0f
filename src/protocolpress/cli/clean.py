"""`protocolpress clean`: what the build made is removed, and nothing else."""

from __future__ import annotations

import pathlib
import shutil

import click

from protocolpress import errors
from protocolpress.errors import FilesError, Position

OURS = ("compendium", "html", "pdf", "site", "wheel")
"""What may lie in build/; the last is what `make wheel` puts there."""


@click.command("clean")
@click.pass_obj
def command(root: pathlib.Path) -> None:
    """Remove the project's build/ folder.

    A folder that holds something else than what a build makes is left as it is. Where build/ is a symbolic link, only
    the link is removed.

    \b
    Example:
      protocolpress clean
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import project
    from protocolpress.files import DiskFiles

    if not DiskFiles(root).exists(project.PATH):
        project.read(DiskFiles(root))  # says what is missing
    place = root / "build"
    try:
        _remove(place)
    except OSError as problem:
        message = f"cannot remove the file: {problem.strerror}"
        at = Position(str(problem.filename or place))
        raise FilesError(errors.error(at, "cannot-remove", message, "allow writing there, or remove it by hand")) from (
            problem
        )


def _remove(place: pathlib.Path) -> None:
    if place.is_symlink():
        place.unlink()
        return
    if not place.exists():
        return
    names = sorted(path.name for path in place.iterdir()) if place.is_dir() else [place.name]
    foreign = [name for name in names if name not in OURS and not name.endswith(".part")]
    if foreign:
        message = (
            f"no build makes {', '.join(foreign[:3])}{' and more' if len(foreign) > 3 else ''}; nothing is removed"
        )
        raise FilesError(errors.error(Position(str(place)), "not-ours", message, "move it elsewhere"))
    shutil.rmtree(place)
