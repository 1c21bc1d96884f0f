"""Removing the recorded outputs of builds and their cache, and nothing else.

In: a project's folder. Out: problems: names that no build has recorded, which are left alone. No link is followed.
"""

from __future__ import annotations

import contextlib
import pathlib
import re
import stat

from protocolpress import errors
from protocolpress.build import cache, keys, lock, log, run_trace, store
from protocolpress.build.outputs import Outputs
from protocolpress.errors import FilesError, Position, Problems
from protocolpress.folders import IS_PART, Folder, LinkError

DESK = "build/desk"
"""The output folder of the translator's desk, in the project."""


def clean(root: pathlib.Path) -> Problems:
    """Remove what builds of the project in *root* have made, and return the problems.

    Raises:
        FilesError: the system refuses to remove a file.
    """
    problems = Problems()
    place = root / "build"
    try:
        try:
            for place in (root / DESK, root / "build"):  # that of the desk lies in that of builds
                _clear_outputs(root, place, problems)
        except FilesError as refused:
            problems.add(*refused.problems)
        place = root / ".cache"
        _clear_cache(root, problems)
    except OSError as problem:
        message = f"cannot remove the file: {problem.strerror}"
        at = Position(str(place / str(problem.filename or "")))
        hint = "allow writing there, or remove it by hand"
        raise FilesError(errors.error(at, "cannot-remove", message, hint)) from problem
    return problems


def _clear_outputs(root: pathlib.Path, place: pathlib.Path, problems: Problems) -> None:
    with Folder(root) as project:
        try:
            if not project.exists(place.relative_to(root).as_posix()):
                return
        except LinkError:  # the folder around it is a link, which is reported for that folder
            return
    with Outputs(place, keys.find_or_passing(root), root=root, make=False) as there:
        left = there.clear(problems)
    if left:
        _leave(place, left, problems)
        return
    with Folder(root) as project, contextlib.suppress(FileNotFoundError):
        project.remove_folder(place.relative_to(root).as_posix())


def _clear_cache(root: pathlib.Path, problems: Problems) -> None:
    """Remove the cache, which is recognized by its names, and the folders that are then empty."""
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
    above, _, name = path.rpartition("/")
    if not above:
        return name in {lock.NAME, log.NAME, run_trace.NAME, "whole"} or bool(IS_PART.fullmatch(name))
    objects = re.fullmatch(rf"{store.FOLDER}(/[0-9a-f]{{2}})?", above)
    return objects is not None and (not name or bool(re.fullmatch(r"[0-9a-f]{62}", name) or IS_PART.fullmatch(name)))


def _leave(place: pathlib.Path, names: list[str], problems: Problems) -> None:
    some = f"{', '.join(names[:3])}{' and more' if len(names) > 3 else ''}"
    message = f"no build has recorded {some}: left unchanged"
    problems.warning(Position(str(place)), "not-ours", message, "if you do not need it, remove it by hand")
