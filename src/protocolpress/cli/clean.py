"""`protocolpress clean`: remove the recorded outputs of builds and their cache, and nothing else."""

from __future__ import annotations

import contextlib
import pathlib
import re
import stat
from typing import TYPE_CHECKING

import click

from protocolpress import errors
from protocolpress.cli import output
from protocolpress.errors import FilesError, Position

if TYPE_CHECKING:  # heavy, and `--help` does without it
    from protocolpress.errors import Problems


@click.command("clean")
@click.pass_obj
def command(root: pathlib.Path) -> None:
    """Remove the outputs of builds in the project's build/ folder, and their cache in .cache/protocolpress/.

    A build records its outputs; files that are not recorded, or were changed since, are left and reported. No symbolic
    link is followed or removed.

    \b
    Example:
      protocolpress clean
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import project
    from protocolpress.errors import Problems
    from protocolpress.files import DiskFiles

    if not DiskFiles(root).exists(project.PATH):
        project.read(DiskFiles(root))  # reports what is missing
    problems = Problems()
    place = root / "build"
    try:
        try:
            _clear_outputs(root, place, problems)
        except FilesError as refused:
            problems.add(*refused.problems)
        place = root / ".cache"
        _clear_cache(root, problems)
    except OSError as problem:
        message = f"cannot remove the file: {problem.strerror}"
        at = Position(str(place / str(problem.filename or "")))
        raise FilesError(errors.error(at, "cannot-remove", message, "allow writing there, or remove it by hand")) from (
            problem
        )
    output.problems(problems)
    if problems.errors:
        click.get_current_context().exit(1)


def _clear_outputs(root: pathlib.Path, place: pathlib.Path, problems: Problems) -> None:
    from protocolpress.build import keys
    from protocolpress.build.outputs import Outputs
    from protocolpress.folders import Folder

    with Folder(root) as project:
        if not project.exists("build"):
            return
    with Outputs(place, keys.find_or_passing(root), root=root, make=False) as there:
        left = there.clear(problems)
    if left:
        _leave(place, left, problems)
        return
    with Folder(root) as project, contextlib.suppress(FileNotFoundError):
        project.remove_folder("build")


def _clear_cache(root: pathlib.Path, problems: Problems) -> None:
    """Remove the cache, which is recognized by its names, and the folders that are then empty."""
    from protocolpress.build import cache
    from protocolpress.folders import Folder

    with Folder(root) as project:
        try:
            found = [*project.walk(cache.FOLDER)]
        except FileNotFoundError:
            return
        for folder, names in found:
            for path in (f"{folder}/{name}" for name in names):
                if _is_kept(path.removeprefix(f"{cache.FOLDER}/")) and stat.S_ISREG(project.status(path).st_mode):
                    project.remove(path)
            if folder != cache.FOLDER and _is_kept(f"{folder}/".removeprefix(f"{cache.FOLDER}/")):
                with contextlib.suppress(OSError):  # it contains something else
                    project.remove_folder(folder)
        if left := [name for names in project.entries(cache.FOLDER) for name in names]:
            _leave(root / cache.FOLDER, left, problems)
            return
        with contextlib.suppress(OSError):  # other programs keep files there
            for folder in (cache.FOLDER, cache.FOLDER.rpartition("/")[0]):
                project.remove_folder(folder)


def _is_kept(path: str) -> bool:
    """Whether a cache may contain a file with this path, or a folder, whose path then ends in a slash."""
    from protocolpress.build import lock, log, run_trace, store
    from protocolpress.folders import IS_PART

    above, _, name = path.rpartition("/")
    if not above:
        return name in {lock.NAME, log.NAME, run_trace.NAME, "whole"} or bool(IS_PART.fullmatch(name))
    objects = re.fullmatch(rf"{store.FOLDER}(/[0-9a-f]{{2}})?", above)
    return objects is not None and (not name or bool(re.fullmatch(r"[0-9a-f]{62}", name) or IS_PART.fullmatch(name)))


def _leave(place: pathlib.Path, names: list[str], problems: Problems) -> None:
    some = f"{', '.join(names[:3])}{' and more' if len(names) > 3 else ''}"
    message = f"no build has recorded {some}: left unchanged"
    problems.warning(Position(str(place)), "not-ours", message, "if you do not need it, remove it by hand")
