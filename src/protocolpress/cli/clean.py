"""`protocolpress clean`: what the build made and kept is removed, and nothing else."""

from __future__ import annotations

import contextlib
import pathlib
import shutil

import click

from protocolpress import errors
from protocolpress.errors import FilesError, Position


@click.command("clean")
@click.pass_obj
def command(root: pathlib.Path) -> None:
    """Remove the project's build/ folder, and the cache of its builds in .cache/protocolpress/.

    A folder that holds something else than what a build makes is left as it is. Where build/ is a symbolic link, only
    the link is removed; so it is with the cache.

    \b
    Example:
      protocolpress clean
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import project
    from protocolpress.build import cache
    from protocolpress.files import DiskFiles
    from protocolpress.plan import paths

    if not DiskFiles(root).exists(project.PATH):
        project.read(DiskFiles(root))  # says what is missing
    place = root / "build"
    try:
        _remove(place, (*paths.FOLDERS, "wheel"))  # the last is what `make wheel` puts there
        place = root / cache.FOLDER
        _remove_cache(place)
    except OSError as problem:
        message = f"cannot remove the file: {problem.strerror}"
        at = Position(str(problem.filename or place))
        raise FilesError(errors.error(at, "cannot-remove", message, "allow writing there, or remove it by hand")) from (
            problem
        )


def _remove(place: pathlib.Path, ours: tuple[str, ...]) -> None:
    if place.is_symlink():
        place.unlink()
        return
    if not place.exists():
        return
    names = sorted(path.name for path in place.iterdir()) if place.is_dir() else [place.name]
    foreign = [name for name in names if name not in ours and not name.endswith(".part")]
    if foreign:
        message = (
            f"no build makes {', '.join(foreign[:3])}{' and more' if len(foreign) > 3 else ''}; nothing is removed"
        )
        raise FilesError(errors.error(Position(str(place)), "not-ours", message, "move it elsewhere"))
    shutil.rmtree(place)


def _remove_cache(place: pathlib.Path) -> None:
    """Remove the cache, and its folder if that was its only content."""
    if place.parent.is_symlink():
        return  # it leads to somebody's own folder
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)
    with contextlib.suppress(OSError):
        place.parent.rmdir()
