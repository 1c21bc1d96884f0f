"""The one door to the disk: a stage reads through `Files` and cannot see anything outside the project.

Paths are POSIX strings relative to the project's root. Three folders have a second layer that the program ships:
`templates/` and `locales/` (a project's own file of the same name wins) and `fonts/` (never in a project).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import fnmatch
import importlib.resources
import os
import pathlib
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Protocol

from protocolpress.errors import FilesError, Position, Problem, SourceError, error

MAX_BYTES = 64 * 1024 * 1024
"""No file that the program reads is larger; what is larger is refused unread."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text has: controls but tab and the end of a line, halves of a pair, what is not Unicode."""

PART = (".protocolpress-", ".part")
"""How the names of files begin and end that are being written."""

FONT_PACKAGES = ("fontpkg_pt_serif", "fontpkg_pt_sans")


class Files(Protocol):
    """Reading access to a project."""

    def read(self, path: str) -> bytes:
        """Give the bytes of *path*; raise `FilesError` where there is no such file or it may not be read."""
        ...

    def exists(self, path: str) -> bool:
        """Tell whether *path* is a file that may be read."""
        ...

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Give the files that match *pattern*, sorted; `*` matches any characters, `/` included.

        Raises:
            FilesError: a folder that cannot be read, or a link to one outside the project.
        """
        ...


class MemoryFiles:
    """A project in memory, for tests."""

    def __init__(self, contents: Mapping[str, bytes | str]) -> None:
        """Hold *contents*; text is kept as UTF-8."""
        self._contents = {path: data.encode() if isinstance(data, str) else data for path, data in contents.items()}

    def read(self, path: str) -> bytes:
        """Give the bytes of *path*."""
        try:
            return self._contents[path]
        except KeyError:
            raise FilesError(_missing(path)) from None

    def exists(self, path: str) -> bool:
        """Tell whether *path* is there."""
        return path in self._contents

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Give the matching paths, sorted."""
        return tuple(sorted(path for path in self._contents if fnmatch.fnmatchcase(path, pattern)))


class DiskFiles:
    """A project on the disk, with what the program ships beneath it."""

    def __init__(self, root: pathlib.Path) -> None:
        """Read below *root*; nothing is opened yet."""
        self.root = root.resolve()

    def read(self, path: str) -> bytes:
        """Give the bytes of *path*, from the project or from what is shipped."""
        place = self._find(path)
        if place is None:
            raise FilesError(_missing(path, self.root / path))
        try:
            with open(place, "rb") as file:  # noqa: PTH123 - thousands of times in a run
                if os.fstat(file.fileno()).st_size > MAX_BYTES:
                    message = f"the file is larger than {MAX_BYTES >> 20} MB"
                    raise FilesError(error(Position(path), "file-too-large", message, "make it smaller, or split it"))
                return file.read()
        except OSError as problem:
            message = f"cannot read the file: {problem.strerror}"
            raise FilesError(error(Position(path), "unreadable-file", message)) from problem

    def exists(self, path: str) -> bool:
        """Tell whether *path* can be read."""
        return self._find(path) is not None

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Give the matching files of the project (and of the shipped layer), sorted."""
        base = pattern.split("*", 1)[0].rpartition("/")[0]
        found = set(_walk(self.root, base))
        for folder, prefix in shipped_folders(base):
            found.update(prefix + path for path in _walk(folder, base.removeprefix(prefix)) if _is_shipped(path))
        return tuple(sorted(path for path in found if fnmatch.fnmatchcase(path, pattern)))

    def is_own(self, path: str) -> bool:
        """Tell whether *path* is a file of the project itself, and not one that the program ships."""
        return self.exists(path) and (self.root / path).is_file()

    def write(self, path: str, data: bytes, *, name: str = "", read: Mapping[str, bytes | None]) -> None:
        """Write *path* as the module's `write` does, through links; *read* is what was read, None for nothing there.

        A problem names the file *name*, or *path*.

        Raises:
            FilesError: something else is there now than was read, it is outside the project, or cannot be written.
        """
        place = self.root / path
        if not is_inside(path) or not _is_below(place, self.root):
            raise FilesError(outside(Position(path), path))

        def unchanged() -> None:
            if path in read and read[path] != (self.read(path) if self.exists(path) else None):
                message = "the file was changed by something else meanwhile; it is left as it is now"
                raise FilesError(error(Position(name or path), "changed-meanwhile", message, "run the command again"))

        write(pathlib.Path(os.path.realpath(place)), data, name=name or path, unchanged=unchanged)

    def _find(self, path: str) -> str | None:
        # Without pathlib, which takes half of the time of a build that has nothing to do.
        if not is_inside(path):
            raise FilesError(outside(Position(path), path))
        place = f"{self.root}/{path}"
        if os.path.lexists(place) and not _is_below(place, self.root):
            raise FilesError(outside(Position(path), path))
        if os.path.isfile(place):  # noqa: PTH113
            return place
        for folder, prefix in shipped_folders(path) if _is_shipped(path) else ():
            place = f"{folder}/{path.removeprefix(prefix)}"
            if os.path.isfile(place):  # noqa: PTH113
                return place
        return None


def is_inside(path: str) -> bool:
    """Tell whether *path*, as written, stays below the folder it is relative to."""
    parts = path.split("/")
    return bool(path) and ".." not in parts and "\\" not in path and not path.startswith("/") and ":" not in parts[0]


def outside(position: Position, path: str) -> Problem:
    """Make the problem of a path that leaves the project."""
    return error(position, "outside-project", f"{path} is outside the project", "copy it into the project")


def shipped_folders(path: str) -> tuple[tuple[pathlib.Path, str], ...]:
    """Give the folders that ship files for *path*, each with the prefix of the paths it stands for."""
    top = path.split("/", 1)[0]
    if top in ("templates", "locales"):
        return ((shipped(), ""),)
    if top == "fonts":
        return tuple((fonts(package), "fonts/") for package in FONT_PACKAGES)
    return ()


def shipped() -> pathlib.Path:
    """Give the folder with the program's own templates/, locales/ and skeleton/: in the wheel, or the checkout."""
    package = pathlib.Path(__file__).parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parents[1]


def fonts(package: str) -> pathlib.Path:
    """Give the folder of TrueType files of a font package."""
    return pathlib.Path(str(importlib.resources.files(package))) / "files"


def read_text(files: Files, path: str) -> str:
    """Give a source as text; raise `SourceError` with the line of the first byte that is not UTF-8."""
    data = files.read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        position = Position(path, data.count(b"\n", 0, problem.start) + 1)
        raise SourceError(
            error(position, "not-utf-8", "the file is not UTF-8 text", "save it as UTF-8 and try again")
        ) from problem
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := CONTROL.search(text):
        line, column = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
        message = f"a control character (U+{ord(match[0]):04X}) stands in the text"
        hint = "delete it; if the file came from a word processor, save it as plain text"
        raise SourceError(error(Position(path, line, column), "control-character", message, hint))
    return text


def write(
    place: pathlib.Path,
    data: bytes,
    *,
    name: str = "",
    unchanged: Callable[[], None] = lambda: None,
    durable: bool = True,
) -> None:
    """Write *data* to *place* whole or not at all, making its folders; a file that is there keeps its mode.

    *unchanged* is called at the last moment: what it raises leaves the file as it is. The file is on the disk, not in
    a cache of it, when this returns, unless *durable* is off. A problem names the file *name*, or as *place* does.

    Raises:
        FilesError: with the system's reason.
    """
    temporary = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary, file = _temporary(place.parent)
        with file:
            file.write(data)
            file.flush()
            _keep(file, place)
            if durable:
                os.fsync(file.fileno())
            unchanged()
            temporary.replace(place)
        if durable:
            _sync(place.parent)
    except OSError as problem:
        hint = "make room, or allow writing there, and run the command again; nothing half-written was left"
        message = f"cannot write the file: {problem.strerror}"
        if isinstance(problem, FileExistsError | NotADirectoryError):
            message = "cannot write the file: a file stands where its folder should be"
            hint = "move that file away, or choose another output folder"
        raise FilesError(error(Position(name or str(place)), "cannot-write", message, hint)) from problem
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def sweep(folder: pathlib.Path) -> None:
    """Remove what runs that were killed while they wrote have left in *folder*; what a living one writes stays."""
    for place in folder.glob(f"{PART[0]}*{PART[1]}"):
        with contextlib.suppress(OSError), place.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held by who writes it, as long as he lives
            place.unlink()


def _temporary(folder: pathlib.Path) -> tuple[pathlib.Path, BinaryIO]:
    """Open a new file that others can see is being written."""
    while True:
        handle, name = tempfile.mkstemp(prefix=PART[0], suffix=PART[1], dir=folder)
        file = os.fdopen(handle, "wb")
        with contextlib.suppress(OSError):  # a file system without locks: then only a sweep in this moment can harm
            fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # nobody swept it before it was locked
            return pathlib.Path(name), file
        file.close()


def _keep(file: BinaryIO, place: pathlib.Path) -> None:
    """Give *file* the owner and the mode of what is at *place*; a new one may be read by everybody."""
    try:
        old = place.stat()
    except OSError:
        os.fchmod(file.fileno(), 0o644)
        return
    with contextlib.suppress(OSError):  # only root may give files to others
        os.fchown(file.fileno(), old.st_uid, old.st_gid)
    os.fchmod(file.fileno(), stat.S_IMODE(old.st_mode))


def _sync(folder: pathlib.Path) -> None:
    """Let the folder's new entry survive a loss of power, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _walk(folder: pathlib.Path, base: str) -> Iterator[str]:
    """Give the paths of all files below *base*, relative to *folder*; links to folders of the project are followed."""
    seen: set[str] = set()
    for top, folders, names in os.walk(folder / base.strip("/"), onerror=_unreadable, followlinks=True):
        place = pathlib.Path(top)
        relative = place.relative_to(folder).as_posix()
        if not _is_below(place, folder):
            raise FilesError(outside(Position(relative), relative))
        real = os.path.realpath(place)
        if place.is_symlink() and real in seen:  # links may lead in a circle
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (name if relative == "." else f"{relative}/{name}" for name in names)


def _unreadable(problem: OSError) -> None:
    """Let a folder be absent; one that is there and cannot be listed would lose what is in it without a word."""
    if problem.errno not in (errno.ENOENT, errno.ENOTDIR):
        message = f"cannot read the folder: {problem.strerror}"
        raise FilesError(error(Position(str(problem.filename)), "unreadable-file", message, "allow reading it"))


def _is_below(place: str | pathlib.Path, folder: pathlib.Path) -> bool:
    """Tell whether *place* is in *folder*, wherever links on the way lead."""
    return f"{os.path.realpath(place)}/".startswith(f"{str(folder).rstrip('/')}/")


def _is_shipped(path: str) -> bool:
    """Tell whether the program may have *path*: of catalogs, only the interface's."""
    return not path.startswith("locales/") or path.endswith("/interface.po")


def _missing(path: str, place: pathlib.Path | None = None) -> Problem:
    if place is None or not os.path.lexists(place):
        return error(Position(path), "missing-file", "there is no such file")
    what = "a folder" if place.is_dir() else "a device or a pipe" if place.exists() else "a link that leads nowhere"
    return error(Position(path), "unreadable-file", f"a file is expected, and this is {what}", "put a file there")
