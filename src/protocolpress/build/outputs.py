"""The output folder: files written there, and files removed.

In: bytes and paths below the folder. Out: files, whole or not at all. Only files that a build of the project has
recorded (`record`) are replaced or removed; all others are left alone and reported. No symbolic link is followed below
the folder, nor between it and the project. A file that is already right is not touched, so its time stays. Files are
compared by content; if a file has not changed since it was last hashed, its stamp is enough.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pathlib
import stat
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Self

from protocolpress import errors, files
from protocolpress.build import record
from protocolpress.build.keys import Key
from protocolpress.errors import FilesError, Position, Problem, Problems
from protocolpress.folders import IS_PART, Folder, LinkError, OtherKindError

TICK = 50_000_000
"""Nanoseconds: a file system may give the same time to two changes this close together."""

NOT_OURS_HINT = "move it elsewhere, or choose another folder; if one of your builds made it, remove it by hand"

NAMED = 3
"""Maximum number of foreign files that are named; the rest are counted."""


class Stamp(NamedTuple):
    """The metadata of a file when it was hashed; a file with the same metadata is not hashed again."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: str


class Outputs:
    """The output folder during a run; close it, or use it in a `with`."""

    def __init__(  # noqa: PLR0913 - all of different kinds
        self,
        place: pathlib.Path,
        key: Key,
        *,
        root: pathlib.Path | None = None,
        stamps: Mapping[str, Stamp] | None = None,
        planned: Collection[str] = (),
        recorded: bool = True,
        make: bool = True,
    ) -> None:
        """Open the folder *place* of the project in *root*; *key* authenticates its record, *stamps* are those known.

        *planned* are the paths that may be written. Without *recorded*, nothing is recorded for other runs.

        Raises:
            FilesError: it cannot be opened, or belongs to another project.
        """
        self._place, self._key, self._planned, self._records = place, key, planned, recorded
        self._owner = record.owner(root, place)
        self._stamps = dict(stamps or {})
        self._folder = _opened(root, place, make=make)
        try:
            noted = record.read(self._folder, key, self._owner)
        except BaseException:
            self._folder.close()
            raise
        self._noted = dict(noted.outputs) if noted.trusted else None
        """The contents of its record, if the key authenticates it."""
        self._hearsay = {} if noted.trusted else noted.outputs
        """The contents of its record otherwise."""
        self._ours = dict(self._noted or {})
        """Outputs of all builds, including this one, with their digests; empty if unknown."""
        self._claims: set[str] | None = None
        """Planned files that did not exist when the run began to write, and have not been written yet."""

    def __enter__(self) -> Self:
        """Stay open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._folder.close()

    def hold(self, path: str, digest: str) -> bool:
        """Whether the file at *path* has this digest; it then counts as ours, whoever wrote it.

        Raises:
            FilesError: a link is on the way.
        """
        try:
            held = self._digest(path) == digest
        except LinkError as problem:
            raise FilesError(files.cannot_write(str(self._place / path), problem)) from problem
        except OSError:
            return False
        if held:
            self._ours[path] = digest
        return held

    def write(self, path: str, data: bytes, digest: str) -> None:
        """Write *data*, whose digest is *digest*, to *path*.

        Raises:
            FilesError: it cannot be written, or a file that no build of this project has recorded is in its place.
        """
        if self._claims is None:
            self._claims = self._claimed()
        ours = self._is_ours(path)
        self._stamps.pop(path, None)
        try:
            self._folder.write(path, data, fresh=not ours)
            self._stamps[path] = _stamp(self._folder.status(path), digest)
        except FileExistsError as problem:
            if path in self._claims:  # it appeared since
                self._claims.discard(path)
                self._note(self._ours | dict.fromkeys(self._claims, ""))
            raise FilesError(_not_ours(self._place / path)) from problem
        except OSError as problem:
            raise FilesError(files.cannot_write(str(self._place / path), problem)) from problem
        self._claims.discard(path)
        self._ours[path] = digest

    def stamps(self, now: int) -> dict[str, Stamp]:
        """Return the stamps that can be trusted at the file system's time *now*: a later change would alter them."""
        return {path: stamp for path, stamp in self._stamps.items() if stamp.changed + TICK < now}

    def remove_unowned(
        self, owned: Collection[str], problems: Problems, folders: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Remove our files whose paths are not in *owned*; return their paths, sorted.

        Folders that become empty are removed too. A file that was changed after it was built, or that no build has
        recorded, is not ours: such files in the top folders of *owned*, and in *folders*, are reported. A file that
        cannot be removed is a problem.
        """
        removed = [path for path in [*self._ours] if path not in owned and self._remove(path, problems)]
        for path in sorted(removed, reverse=True):
            self._remove_empty(path.rpartition("/")[0])
        tops = sorted({*folders, *(path.split("/", 1)[0] for path in owned if "/" in path)})
        if others := [
            path for top in tops for path in self._files(top) if path not in owned and path not in self._ours
        ]:
            names = ", ".join(others[:NAMED]) + (f" and {len(others) - NAMED} more" if len(others) > NAMED else "")
            message = f"no build of this project has recorded {names}; nothing there is changed"
            problems.warning(Position(str(self._place)), "not-ours", message, NOT_OURS_HINT)
        return tuple(sorted(removed))

    def clear(self, problems: Problems) -> list[str]:
        """Remove all files of ours, and the folder if it is then empty; return the names of the entries left in it."""
        self.remove_unowned((), problems)
        if not self._ours and self._noted is not None:
            self._folder.remove(record.NAME)
        return sorted(name for names in self._folder.entries() for name in names)

    def keep(self) -> None:
        """Record our files for later runs.

        Raises:
            FilesError: it cannot be written down.
        """
        if self._noted != self._ours and (self._ours or self._noted):
            self._note(self._ours)
        self._claims = None

    def sweep(self) -> None:
        """Remove the temporary files of a killed run."""
        for folder in {"", *(path.rpartition("/")[0] for path in self._ours)}:
            self._folder.sweep(folder)

    def _claimed(self) -> set[str]:
        """Record the files to be written, so that a killed run leaves no unknown files behind."""
        claims = {path for path in self._planned if path not in self._ours and not self._stands(path)}
        changing = {path for path in self._planned if path in self._ours}
        self._note(self._ours | dict.fromkeys((*claims, *changing), ""))
        return claims

    def _note(self, outputs: Mapping[str, str]) -> None:
        if self._records:
            record.write(self._folder, self._key, self._owner, outputs)
        self._noted = dict(outputs)

    def _stands(self, path: str) -> bool:
        try:
            return self._folder.exists(path)
        except OSError:
            return True

    def _is_ours(self, path: str) -> bool:
        """Whether a file at *path* may be replaced."""
        if path in self._ours:
            return True
        with contextlib.suppress(OSError):
            return path in self._hearsay and self._digest(path) == self._hearsay[path]
        return False

    def _digest(self, path: str) -> str:
        """Return the digest of a regular file; raise `OSError` if there is none."""
        status = self._folder.status(path)
        if not stat.S_ISREG(status.st_mode):
            raise OtherKindError(path)
        known = self._stamps.get(path)
        if known is None or known[:4] != (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino):
            with os.fdopen(self._folder.open(path), "rb") as file:
                known = self._stamps[path] = _stamp(status, hashlib.file_digest(file, "sha256").hexdigest())
        return known.digest

    def _remove(self, path: str, problems: Problems) -> bool:
        """Remove a file of ours if it is unchanged; in any case it is no longer ours."""
        try:
            if self._ours[path] in ("", self._digest(path)):
                self._folder.remove(path)
                del self._ours[path]
                return True
        except (FileNotFoundError, NotADirectoryError, LinkError, OtherKindError):
            pass
        except OSError as error:
            message = f"cannot remove an obsolete output: {error.strerror}"
            problems.error(Position(str(self._place / path)), "cannot-remove", message, "remove it by hand")
            return False
        del self._ours[path]
        return False

    def _remove_empty(self, folder: str) -> None:
        with contextlib.suppress(OSError):
            while folder:
                self._folder.remove_folder(folder)
                folder = folder.rpartition("/")[0]

    def _files(self, top: str) -> Iterator[str]:
        """Return the paths of all files in a top folder, or of the file in its place."""
        try:
            for folder, names in self._folder.walk(top):
                yield from (f"{folder}/{name}" for name in names if not IS_PART.fullmatch(name))
        except FileNotFoundError:
            return
        except OSError:
            yield top


def _opened(root: pathlib.Path | None, place: pathlib.Path, *, make: bool) -> Folder:
    """Open an output folder: inside the project without following links, elsewhere as given."""
    try:
        known = files.inside(root, place)
        folder = Folder.below(*known, make=make) if known else Folder(place, make=make)
    except LinkError as problem:
        message = "cannot write the folder: a symbolic link is in the way"
        hint = "replace the link with a folder, or choose another one with -o"
        raise FilesError(errors.error(Position(str(place)), "cannot-write", message, hint)) from problem
    except OSError as problem:
        raise FilesError(files.cannot_write(str(place), problem)) from problem
    folder.place = place
    return folder


def _not_ours(place: pathlib.Path) -> Problem:
    message = "it was not made by a build of this project; it is left unchanged"
    return errors.error(Position(str(place)), "not-ours", message, NOT_OURS_HINT)


def _stamp(status: os.stat_result, digest: str) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, digest)
