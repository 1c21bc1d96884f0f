"""A version of the publication from its name: a folder, a release, a day, or a revision of git.

In: what somebody wrote on the command line. Out: a `Version`, its files held in memory or on the disk. A release holds
no project: its sources and catalogs are taken from its PDFs, in which they are embedded, and its settings and registry
from the publication, with a note if they have changed since.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pathlib
import re
from collections.abc import Sequence

from protocolpress import project
from protocolpress.errors import CompendiumError, FilesError, Position, Problem, Problems, error
from protocolpress.files import MAX_BYTES, DiskFiles, HeldFiles, read_named
from protocolpress.plan import released
from protocolpress.plan.comparing import Version
from protocolpress.release import manifest, revisions, verifying

NOW = "now"
"""The name of the project as it is in its folder."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def find(root: pathlib.Path, name: str) -> Version:
    """Return the version *name* of the publication in *root*; an empty name is the publication as it is now.

    Tried in this order: a folder with a publication or a release; a day, which is the release of that day, or else the
    last commit until then; a revision of git.

    Raises:
        FilesError: there is no such version.
    """
    if not name:
        return Version(name=NOW, files=DiskFiles(root))
    place = pathlib.Path(name)
    if place.is_dir():
        return _folder(root, place)
    if _DAY.fullmatch(name) and (found := _day(root, name)):
        return found
    if commit := revisions.find(root, name):
        return Version(name=name, files=HeldFiles(revisions.read(root, commit)))
    raise FilesError(unknown(name))


def unknown(name: str) -> Problem:
    """Make the problem of a version that cannot be found."""
    message = f"there is no version {name}: no folder, no release of that day, and no revision of git"
    hint = "name a folder of a publication or of a release, a day (2012-02-29), or a revision (HEAD~1, a tag)"
    return error(Position(name), "unknown-version", message, hint)


def releases(root: pathlib.Path) -> tuple[pathlib.Path, ...]:
    """Return the folders of the releases of a publication, the oldest first."""
    home = root / released.HOME
    found = sorted(home.iterdir()) if home.is_dir() else []
    return tuple(place for place in found if _DAY.fullmatch(place.name) and verifying.is_release(place))


def _folder(root: pathlib.Path, place: pathlib.Path) -> Version:
    if verifying.is_release(place):
        return release(root, place)
    if (place / project.PATH).is_file():
        return Version(name=str(place), files=DiskFiles(place))
    message = f"there is neither a publication nor a release in {place}"
    hint = f"a publication has a {project.PATH}, a release a {manifest.MANIFEST}"
    raise FilesError(error(Position(str(place)), "unknown-version", message, hint))


def _day(root: pathlib.Path, name: str) -> Version | None:
    """Return the release of a day, or the publication as it was committed then."""
    place = root / released.HOME / name
    if place.is_dir() and verifying.is_release(place):
        return release(root, place)
    try:
        day = dt.date.fromisoformat(name)
    except ValueError:
        return None
    commit = revisions.on(root, day)
    return Version(name=f"{name} ({commit[:10]})", files=HeldFiles(revisions.read(root, commit))) if commit else None


def release(root: pathlib.Path, place: pathlib.Path, *, ids: Sequence[str] = ()) -> Version:
    """Return a released version: the sources and the catalogs embedded in its PDFs, of all documents or of *ids*.

    Raises:
        FilesError: its manifest is missing or malformed, or no PDF in it has a source.
    """
    files = DiskFiles(root)
    data = read_named(place / manifest.MANIFEST, most=MAX_BYTES)
    try:
        listed = manifest.read(data)
        inputs = json.loads(data).get("inputs")
    except ValueError as mistake:
        at = Position(str(place / manifest.MANIFEST))
        raise FilesError(error(at, "bad-manifest", f"cannot be read: {mistake}")) from mistake
    held: dict[str, bytes | str] = {}
    only: set[str] = set()
    problems = Problems()
    for path in sorted(listed):
        if path.startswith("pdf/") and path.endswith(".pdf") and (not ids or released.id_of(path) in ids):
            try:
                pdf = read_named(place / path, most=MAX_BYTES)
                only |= released.unpack(pdf, path, held, place=str(place))
            except CompendiumError as mistake:
                problems.add(*mistake.problems)
    if problems.errors:
        raise FilesError(*problems)
    if not only and not ids:
        hint = "its PDFs must have been made by protocolpress, which embeds the sources in them"
        raise FilesError(error(Position(str(place)), "unknown-version", "no PDF of this release has its source", hint))
    shared = {
        path: files.read(path) for pattern in released.SHARED for path in files.glob(pattern) if files.is_own(path)
    }
    known = inputs if isinstance(inputs, dict) else {}
    notes = tuple(_changed(place, shared, known))
    return Version(name=str(place), files=HeldFiles({**shared, **held}), only=tuple(sorted(only)), notes=notes)


def _changed(place: pathlib.Path, shared: dict[str, bytes], known: dict[str, object]) -> list[str]:
    """Say which of the shared files are not those that the release was made from."""
    differ = [
        path for path, data in shared.items() if known.get(path, "") not in ("", hashlib.sha256(data).hexdigest())
    ]
    return [f"{place}: names and settings are those of now; changed since: {', '.join(differ)}"] if differ else []
