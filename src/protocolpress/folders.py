"""Folders held open by descriptors: paths below one are followed step by step, so nothing can be swapped on the way.

In: a folder as somebody named it, and paths below it. Out: bytes, or files, whole or not at all. What is written,
truncated, renamed or removed is reached through no symbolic link (`Folder`), whether it was there before or appears
between a look and an act: each step is opened from the one before it (`openat`, `O_NOFOLLOW`), and only regular files
are opened. What is read may lie behind links that stay below the folder (`reach`).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pathlib
import re
import stat
from collections.abc import Callable, Iterator
from typing import NoReturn, Self

PART = (".protocolpress-", ".part")
"""Prefix and suffix of the names of temporary files."""

IS_PART = re.compile(re.escape(PART[0]) + "[0-9a-f]{16}" + re.escape(PART[1]))

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""Flags for reading and writing: do not wait for a pipe, and do not acquire a terminal."""

LOOK = getattr(os, "O_PATH", os.O_RDONLY) | FILE
"""Flags for examining an entry, readable or not."""

MOST_LINKS = 40
"""Maximum number of links, as in Linux."""

MOST_DEEP = 200
"""Maximum depth of folders, because each level needs a descriptor; no real project comes near."""

TOO_DEEP = "its folders are nested too deeply"

MOST_OPEN = 64
"""Maximum number of folders held open at once."""

NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
"""Error of a file system without hard links."""


class LinkError(OSError):
    """A symbolic link is in the place of a folder or a file."""

    def __init__(self, path: str) -> None:
        """Name the link."""
        super().__init__(errno.ELOOP, "a symbolic link is in the way", path)


class OtherKindError(OSError):
    """There is an entry that is not a file: a folder, a pipe, a device."""

    def __init__(self, path: str) -> None:
        """Name the entry."""
        super().__init__(errno.EINVAL, "something other than a file is there", path)


class OutsideError(OSError):
    """A symbolic link leads out of the folder."""

    def __init__(self, path: str) -> None:
        """Name the link."""
        super().__init__(errno.EXDEV, "a symbolic link leads out of the folder", path)


class Folder:
    """An open folder, and the entries below it, by paths like "a/b/c"; no link is followed there."""

    def __init__(self, place: pathlib.Path, *, make: bool = False) -> None:
        """Open *place*, whose name is trusted: links on the way to it are followed. With *make*, create it.

        Raises:
            OSError: it is no folder, or cannot be opened; so with all that is done in it.
        """
        if make:
            _make(place)
        self.place = place
        self._open = {"": os.open(place, FOLDER & ~os.O_NOFOLLOW)}

    @classmethod
    def below(cls, root: pathlib.Path, path: str, *, make: bool = False) -> Self:
        """Open the folder *path* below *root*, whose name is trusted; *path* may be empty."""
        folder = cls(root)
        try:
            handle = os.dup(folder.handle(path, make=make))
        finally:
            folder.close()
        folder.place = root / path
        folder._open = {"": handle}
        return folder

    def __enter__(self) -> Self:
        """Stay open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close all descriptors."""
        while self._open:
            os.close(self._open.popitem()[1])

    def handle(self, path: str = "", *, make: bool = False) -> int:
        """Return the descriptor of the folder *path*, which this object owns; with *make*, create missing folders."""
        known = self._open.get(path)
        if known is not None:
            return known
        above, _, name = path.rpartition("/")
        if name in ("", ".", ".."):
            raise OSError(errno.EINVAL, "this is not a path below a folder", path)
        parent = self.handle(above, make=make)
        try:
            opened = os.open(name, FOLDER, dir_fd=parent)
        except FileNotFoundError:
            if not make:
                raise
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, 0o777, dir_fd=parent)
            opened = self._opened(name, parent, path)
        except NotADirectoryError:
            opened = self._opened(name, parent, path)
        if len(self._open) >= MOST_OPEN:
            for oldest in [known for known in self._open if known and not path.startswith(f"{known}/")][:1]:
                os.close(self._open.pop(oldest))
        self._open[path] = opened
        return opened

    def status(self, path: str) -> os.stat_result:
        """Return the status of *path*; of a link, its own."""
        above, _, name = path.rpartition("/")
        return os.stat(name, dir_fd=self.handle(above), follow_symlinks=False)

    def exists(self, path: str) -> bool:
        """Whether anything is at *path*, even a broken link."""
        try:
            self.status(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def open(self, path: str, flags: int = os.O_RDONLY) -> int:
        """Open a regular file, or with O_CREAT create one, and return its descriptor."""
        above, _, name = path.rpartition("/")
        parent = self.handle(above)
        try:
            handle = os.open(name, flags | FILE, 0o644, dir_fd=parent)
        except OSError as problem:
            _explain(problem, name, parent, path)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OtherKindError(path)
        return handle

    def read(self, path: str) -> bytes:
        """Return the bytes of a regular file."""
        with os.fdopen(self.open(path), "rb", buffering=0) as file:
            return file.readall()

    def write(
        self,
        path: str,
        data: bytes,
        *,
        unchanged: Callable[[], None] = lambda: None,
        durable: bool = True,
        fresh: bool = False,
        mode: int = 0o644,
    ) -> None:
        """Write a file whole or not at all, making its folders; an existing one keeps its mode, a new one has *mode*.

        *unchanged* is called at the last moment: if it raises, the file is left unchanged. The file is on the disk, not
        just in a cache, when this returns, unless *durable* is off. With *fresh*, no existing file is replaced, even if
        it appears at the last moment.
        """
        above, _, name = path.rpartition("/")
        try:
            parent = self.handle(above, make=True)
            temporary, file = _temporary(parent)
        except FileNotFoundError:  # somebody has removed an open folder
            self._forget()
            parent = self.handle(above, make=True)
            temporary, file = _temporary(parent)
        try:
            with os.fdopen(file, "wb") as written:
                written.write(data)
                written.flush()
                _keep(file, _replaceable(name, parent, path), mode)
                if durable:
                    os.fsync(file)
                unchanged()
                _name(temporary, name, parent, fresh=fresh)
            if durable:
                sync(parent)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=parent)

    def remove(self, path: str) -> None:
        """Remove a file, or a link itself."""
        above, _, name = path.rpartition("/")
        os.unlink(name, dir_fd=self.handle(above))

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        above, _, name = path.rpartition("/")
        parent = self.handle(above)
        for known in [known for known in self._open if known == path or known.startswith(f"{path}/")]:
            os.close(self._open.pop(known))
        os.rmdir(name, dir_fd=parent)

    def entries(self, path: str = "") -> tuple[list[str], list[str]]:
        """Return the names of the subfolders of *path*, and of all other entries, both sorted; links are "other"."""
        folders: list[str] = []
        others: list[str] = []
        with os.scandir(self.handle(path)) as found:
            for entry in found:
                (folders if entry.is_dir(follow_symlinks=False) else others).append(entry.name)
        return sorted(folders), sorted(others)

    def walk(self, path: str = "") -> Iterator[tuple[str, list[str]]]:
        """Walk the folder *path* and its subfolders, the innermost first, each with the names of its files."""
        if path.count("/") >= MOST_DEEP:
            raise OSError(errno.ENAMETOOLONG, TOO_DEEP, path)
        folders, others = self.entries(path)
        for name in folders:
            yield from self.walk(f"{path}/{name}" if path else name)
        yield path, others

    def sweep(self, path: str = "") -> None:
        """Remove temporary files of killed runs from a folder; those of a running one stay."""
        with contextlib.suppress(OSError):
            for name in self.entries(path)[1]:
                if IS_PART.fullmatch(name):
                    self._sweep(f"{path}/{name}" if path else name)

    def _sweep(self, path: str) -> None:
        with contextlib.suppress(OSError):
            handle = self.open(path)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # locked by its writer, as long as that lives
                self.remove(path)
            finally:
                os.close(handle)

    def _opened(self, name: str, parent: int, path: str) -> int:
        try:
            return os.open(name, FOLDER, dir_fd=parent)
        except OSError as problem:
            _explain(problem, name, parent, path)

    def _forget(self) -> None:
        for path in [path for path in self._open if path]:
            os.close(self._open.pop(path))


def _make(place: pathlib.Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except FileExistsError as problem:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place)) from problem


def sync(handle: int) -> None:
    """Make a folder's entries survive a loss of power, if the system supports that."""
    with contextlib.suppress(OSError):
        os.fsync(handle)


def reach(root: int, home: str, path: str, flags: int) -> int:
    """Open *path* below the folder *root*, whose real path is *home*, through links that stay below it.

    Raises:
        OutsideError: a link leads elsewhere.
        OSError: with the system's reason.
    """
    way, steps, links = [root], path.split("/")[::-1], 0
    try:
        while steps:
            step = steps.pop()
            if step == "..":
                if len(way) == 1:
                    raise OutsideError(path)
                os.close(way.pop())
            elif step not in ("", "."):
                handle, target = _step(step, way[-1], flags if not steps else LOOK | os.O_DIRECTORY)
                if target is not None:
                    links += 1
                    steps += _led(target, links, way, home, path)
                elif steps:
                    way.append(handle)
                else:
                    return handle
        return os.open(".", flags, dir_fd=way[-1])
    finally:
        for handle in way[1:]:
            os.close(handle)


def _step(name: str, parent: int, flags: int) -> tuple[int, str | None]:
    """Open *name*, or return its target if it is a link."""
    try:
        handle = os.open(name, flags, dir_fd=parent)
    except OSError as problem:
        if problem.errno not in (errno.ELOOP, errno.ENOTDIR):
            raise
        try:
            return -1, os.readlink(name, dir_fd=parent)
        except OSError:
            raise problem from None
    if flags & LOOK == LOOK and stat.S_ISLNK(os.fstat(handle).st_mode):
        os.close(handle)
        return -1, os.readlink(name, dir_fd=parent)
    return handle, None


def _led(target: str, links: int, way: list[int], home: str, path: str) -> list[str]:
    """Return the steps to a link's target, the last one first; an absolute one restarts from the beginning of *way*."""
    if links > MOST_LINKS:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    if target.startswith("/"):
        while len(way) > 1:
            os.close(way.pop())
        # The path from home is then followed step by step, so nothing relies on this check.
        real, home = f"{os.path.realpath(target)}/", f"{home.rstrip('/')}/"
        if not real.startswith(home):
            raise OutsideError(path)
        target = real[len(home) :].rstrip("/")
    return target.split("/")[::-1]


def _temporary(parent: int) -> tuple[str, int]:
    """Open a new file, locked so that others can see it is being written."""
    while True:
        name = os.urandom(8).hex().join(PART)
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | FILE, 0o600, dir_fd=parent)
        with contextlib.suppress(OSError):  # no locks here: only a sweep at this very moment could do harm
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # it was not swept before it was locked
            return name, handle
        os.close(handle)


def _replaceable(name: str, parent: int, path: str) -> os.stat_result | None:
    """Open the file at *name*, None if there is none."""
    try:
        status = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        raise LinkError(path)
    if not stat.S_ISREG(status.st_mode):
        raise OtherKindError(path)
    return status


def _keep(file: int, old: os.stat_result | None, mode: int) -> None:
    """Set the owner and the mode of *file* to those of the *old* one, or to *mode* if there is none."""
    if old is None:
        os.fchmod(file, mode)
        return
    with contextlib.suppress(OSError):  # only root may give files to other users
        os.fchown(file, old.st_uid, old.st_gid)
    os.fchmod(file, stat.S_IMODE(old.st_mode) & 0o777)


def _name(temporary: str, name: str, parent: int, *, fresh: bool) -> None:
    """Rename the file *temporary* to *name*; neither way follows a link that may be there by now."""
    if fresh:
        try:
            os.link(temporary, name, src_dir_fd=parent, dst_dir_fd=parent, follow_symlinks=False)
        except OSError as problem:
            if problem.errno not in NO_LINKS:
                raise
            handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | FILE, 0o600, dir_fd=parent)
            os.close(handle)  # it is ours now, and replaced
        else:
            return
    os.replace(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)


def _explain(problem: OSError, name: str, parent: int, path: str) -> NoReturn:
    """Return the exception for a link, or for an entry that is not a file."""
    try:
        kind = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
    except OSError:
        raise problem from None
    if stat.S_ISLNK(kind):
        raise LinkError(path) from problem
    if problem.errno in (errno.ENXIO, errno.EISDIR):
        raise OtherKindError(path) from problem
    raise problem
