"""Compare a released folder with its own lists: a folder comes in; problems go out; nothing is changed.

Each missing, changed or extra file is named. The digests are not a signature: whoever can change the files and both
lists can make another release of it. To detect that, sign SHA256SUMS: the signature beside it is judged by the caller.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from protocolpress import files
from protocolpress.errors import FilesError, Position, PressError, Problem, Problems, error
from protocolpress.release import folder, manifest
from protocolpress.release.folder import FolderEntry
from protocolpress.release.manifest import MANIFEST, SIGNATURE, SUMS, Released

HINT = "copy it from another copy of this release"

T = TypeVar("T")


def is_release(place: pathlib.Path) -> bool:
    """Whether *place* is a folder that looks like a release."""
    return any((place / name).is_file() for name in (MANIFEST, SUMS))


def check(place: pathlib.Path) -> tuple[Problem, ...]:
    """Find all changes in the folder *place* since its release."""
    problems = Problems()
    try:
        found = folder.contents(place)
    except PressError as refused:
        return refused.problems
    listed = _read(place, MANIFEST, found, manifest.read, problems)
    sums = _read(place, SUMS, found, manifest.read_sums, problems)
    if listed is not None and sums is not None:
        problems.add(*_contradictions(place, listed, sums))
    released = {path: Released(path=path, size=-1, sha256=digest) for path, digest in (sums or {}).items()}
    released |= listed or {}
    for path, file in released.items():
        problems.add(*_compared(place, file, found.get(path)))
    # Without a list, nothing would be part of the release.
    extra = found.keys() - released.keys() - {MANIFEST, SUMS, SIGNATURE} if released else ()
    for path in extra:
        message = f"{found[path].kind} that is not part of the release"
        problems.error(Position(str(place / path)), "extra-release-file", message, "move it elsewhere")
    return tuple(problems)


def _read(
    place: pathlib.Path, name: str, found: Mapping[str, FolderEntry], read: Callable[[bytes], T], problems: Problems
) -> T | None:
    """Read one of the two lists; None if it is missing or malformed."""
    there, at = found.get(name), Position(str(place / name))
    if there is None or there.kind != folder.FILE:
        problems.error(at, "missing-release-file", "there is no such file", HINT)
        return None
    try:
        return read(files.read_named(place / name, most=files.MAX_BYTES))
    except FilesError as refused:
        problems.add(*refused.problems)
    except ValueError as mistake:
        problems.error(at, "bad-manifest", f"this is not a valid list of a release's files: {mistake}", HINT)
    return None


def _contradictions(place: pathlib.Path, listed: Mapping[str, Released], sums: Mapping[str, str]) -> Iterator[Problem]:
    digests = manifest.sums_of(listed.values())
    for path in sorted({*digests, *sums} - {MANIFEST}):
        if digests.get(path) != sums.get(path):
            message = f"{SUMS} and {MANIFEST} disagree about {path}"
            yield error(Position(str(place / SUMS)), "bad-manifest", message, HINT)


def _compared(place: pathlib.Path, released: Released, there: FolderEntry | None) -> Iterator[Problem]:
    at = Position(str(place / released.path))
    if there is None:
        if released.path != MANIFEST:  # already reported
            yield error(at, "missing-release-file", "there is no such file", HINT)
    elif there.kind != folder.FILE:
        yield error(at, "changed-release-file", f"this is {there.kind} instead of a file", HINT)
    elif there.sha256 != released.sha256:
        sizes = f": {there.size} bytes instead of {released.size}" if released.size not in (-1, there.size) else ""
        yield error(at, "changed-release-file", f"the file was changed{sizes}", HINT)
