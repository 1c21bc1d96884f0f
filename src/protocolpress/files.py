"""The one door to the disk: a stage reads through `Files` and cannot see anything outside the project.

Paths are POSIX strings relative to the project's root. Three folders have a second layer that the program ships:
`templates/`, `locales/` and `fonts/`; a project's own file of the same name wins. Fonts of other installed packages are
below `fonts/<package>/`.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import functools
import importlib.metadata
import importlib.resources
import os
import pathlib
import re
import stat
import weakref
from collections.abc import Iterator, Mapping
from typing import Protocol

from protocolpress import folders
from protocolpress.errors import FilesError, Position, Problem, SourceError, error

MAX_BYTES = 64 * 1024 * 1024
"""Maximum size of a file; larger ones are refused unread."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text may contain: controls but tab and line end, surrogates, noncharacters."""

WRITE_HINT = "free some space, or allow writing there, then run the command again; no partial files are left"

FONT_FILES = (".ttf", ".otf")

PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
"""The name of a package (PEP 508)."""

LICENCE = re.compile(r"(?:^|/)[^/]*(?:licen[cs]e|ofl|copying)[^/]*$", re.IGNORECASE)
"""How a file is named that has the licence of the fonts beside it."""

FONT_PACKAGES = ("fontpkg_pt_serif", "fontpkg_pt_sans", "protocolpress.signs")


class Files(Protocol):
    """Read access to a project."""

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*; raise `FilesError` if there is no such file or it is not readable."""
        ...

    def exists(self, path: str) -> bool:
        """Whether *path* is a readable file."""
        ...

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files that match *pattern*, sorted; `*` matches any characters, `/` included.

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
        """Return the bytes of *path*."""
        try:
            return self._contents[path]
        except KeyError:
            raise FilesError(_missing(path)) from None

    def exists(self, path: str) -> bool:
        """Whether *path* exists."""
        return path in self._contents

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the matching paths, sorted."""
        return tuple(sorted(path for path in self._contents if fnmatch.fnmatchcase(path, pattern)))


class HeldFiles(MemoryFiles):
    """An earlier version of a project, held in memory, with the shipped files as a second layer."""

    def __init__(self, contents: Mapping[str, bytes | str]) -> None:
        """Hold *contents* over the shipped files."""
        super().__init__(contents)
        self._shipped = DiskFiles(shipped() / "templates" / ".none")  # a folder that does not exist

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*, held or shipped."""
        return super().read(path) if super().exists(path) else self._shipped.read(path)

    def exists(self, path: str) -> bool:
        """Whether *path* is held or shipped."""
        return super().exists(path) or self._shipped.exists(path)

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the matching paths, held and shipped, sorted."""
        return tuple(sorted({*super().glob(pattern), *self._shipped.glob(pattern)}))


class _NoFileError(OSError):
    """There is an entry that cannot be opened, and is not a file."""


class DiskFiles:
    """A project on the disk, with the shipped files as a second layer."""

    def __init__(self, root: pathlib.Path) -> None:
        """Read below *root*, opening nothing yet."""
        self.root = root.resolve()
        self._home = str(self.root)
        self._handle: int | None = None

    def __reduce__(self) -> tuple[type[DiskFiles], tuple[pathlib.Path]]:
        """Pass a process boundary without the descriptor."""
        return type(self), (self.root,)

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*, from the project or the shipped files."""
        try:
            handle = self._open(path)
            try:
                data = _all(handle, MAX_BYTES)
            finally:
                os.close(handle)
        except OSError as problem:
            message = f"cannot read the file: {problem.strerror}"
            raise FilesError(error(Position(path), "unreadable-file", message)) from problem
        if data is None:
            raise FilesError(too_large(Position(path), MAX_BYTES))
        return data

    def exists(self, path: str) -> bool:
        """Whether *path* is a file of the project or a shipped one."""
        return self.is_own(path) or _shipped_file(path) is not None

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the matching files of the project (and of the shipped layer), sorted."""
        base = pattern.split("*", 1)[0].rpartition("/")[0]
        root = self._root()
        found = set() if root is None else set(_walk(root, self._home, base))
        for folder, prefix in shipped_folders(base):
            with folders.Folder(folder) as opened:
                paths = [*_walk(opened.handle(), str(folder), base.removeprefix(prefix))]
            found.update(prefix + path for path in paths if _is_shipped(path))
        return tuple(sorted(path for path in found if fnmatch.fnmatchcase(path, pattern)))

    def is_own(self, path: str) -> bool:
        """Whether *path* is a file of the project itself, not a shipped one."""
        try:
            handle = self._reach(path, folders.LOOK)
        except (OSError, ValueError):
            return False
        try:
            return stat.S_ISREG(os.fstat(handle).st_mode)
        finally:
            os.close(handle)

    def write(self, path: str, data: bytes, *, name: str = "", read: Mapping[str, bytes | None]) -> None:
        """Write *path* whole or not at all, through no link; *read* is the content that was read, None for a new file.

        A problem names the file *name*, or *path*.

        Raises:
            FilesError: something else is there now than was read, it is outside the project, or cannot be written.
        """
        if not is_inside(path):
            raise FilesError(outside(Position(path), path))

        def unchanged() -> None:
            if path in read and read[path] != (self.read(path) if self.exists(path) else None):
                message = "the file was changed by another program in the meantime; it was not overwritten"
                raise FilesError(error(Position(name or path), "changed-meanwhile", message, "run the command again"))

        fresh = path in read and read[path] is None and not self.is_own(path)
        with writing(name or path), folders.Folder(self.root) as folder:
            folder.write(path, data, unchanged=unchanged, fresh=fresh)

    def _open(self, path: str) -> int:
        """Open a file of the project, or else a shipped one."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, _NoFileError, ValueError):
            handle = self._reach(path, os.O_RDONLY | folders.FILE)
            if stat.S_ISREG(os.fstat(handle).st_mode):
                return handle
            os.close(handle)
        place = _shipped_file(path)
        if place is None:
            raise FilesError(self._missing(path))
        return os.open(place, os.O_RDONLY | os.O_CLOEXEC)

    def _reach(self, path: str, flags: int) -> int:
        if not is_inside(path):
            raise FilesError(outside(Position(path), path))
        root = self._root()
        if root is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        try:
            return folders.reach(root, self._home, path, flags)
        except folders.OutsideError:
            raise FilesError(outside(Position(path), path)) from None
        except OSError as problem:
            if problem.errno in (errno.ELOOP, errno.ENXIO):  # links in a circle, a socket
                raise _NoFileError from problem
            raise

    def _root(self) -> int | None:
        """Return the descriptor of the project's folder, which stays open as long as this object."""
        if self._handle is None:
            with contextlib.suppress(FileNotFoundError):
                self._handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                weakref.finalize(self, os.close, self._handle)
        return self._handle

    def _missing(self, path: str) -> Problem:
        """Return a description of the entry in the place of a file."""
        try:
            handle = self._reach(path, folders.LOOK)
        except (OSError, ValueError):
            place = self.root / path
            leads_nowhere = "\0" not in path and os.path.lexists(place) and place.is_symlink()
            return _no_file(path, "a broken link") if leads_nowhere else _missing(path)
        try:
            is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        finally:
            os.close(handle)
        return _no_file(path, "a folder" if is_folder else "a device or a pipe")


def is_inside(path: str) -> bool:
    """Whether *path*, as written, stays below the folder it is relative to."""
    parts = path.split("/")
    return bool(path) and ".." not in parts and "\\" not in path and not path.startswith("/") and ":" not in parts[0]


def outside(position: Position, path: str) -> Problem:
    """Make the problem of a path outside the project."""
    return error(position, "outside-project", f"{path} is outside the project", "copy it into the project")


def shipped_folders(path: str) -> tuple[tuple[pathlib.Path, str], ...]:
    """Return the folders that ship files for *path*, each with the path prefix that it serves."""
    top = path.split("/", 1)[0]
    if top in ("templates", "locales"):
        return ((shipped(), ""),)
    if top == "fonts":
        return tuple((fonts(package), "fonts/") for package in FONT_PACKAGES)
    return ()


def shipped() -> pathlib.Path:
    """Return the folder with the program's own templates/, locales/ and skeleton/: in the wheel, or the checkout."""
    package = pathlib.Path(__file__).parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parents[1]


def fonts(package: str) -> pathlib.Path:
    """Return the folder of TrueType files of a font package."""
    return pathlib.Path(str(importlib.resources.files(package))) / "files"


@functools.cache
def packaged_fonts(package: str) -> Mapping[str, pathlib.Path] | None:
    """Return the font files of an installed package, by name; None if there is no such package."""
    try:
        found = importlib.metadata.files(package) if PACKAGE.fullmatch(package) else None
    except importlib.metadata.PackageNotFoundError:
        found = None
    if found is None:
        return None
    fonts = (path for path in found if path.suffix.lower() in FONT_FILES)
    return {path.name: pathlib.Path(str(path.locate())) for path in sorted(fonts)}


def has_licence(package: str) -> bool:
    """Whether an installed package has a licence: a file of its own, or what it says of itself."""
    known = importlib.metadata.metadata(package)
    named = any(key in known and known[key] for key in ("License-Expression", "License", "License-File"))
    return named or any(LICENCE.search(str(path)) for path in importlib.metadata.files(package) or ())


def read_text(files: Files, path: str) -> str:
    """Return a source as text; raise `SourceError` with the line of the first byte that is not UTF-8."""
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
        message = f"a control character (U+{ord(match[0]):04X}) is in the text"
        hint = "delete it; if the file came from a word processor, save it as plain text"
        raise SourceError(error(Position(path, line, column), "control-character", message, hint))
    return text


def read_named(place: pathlib.Path, *, most: int) -> bytes:
    """Return the bytes of a file that somebody has named, wherever it is, if they are not over *most*.

    Raises:
        FilesError: it cannot be read, or is too large.
    """
    at = Position(str(place))
    try:
        handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            data = _all(handle, most)
        finally:
            os.close(handle)
    except OSError as problem:
        message = f"cannot read the file: {problem.strerror}"
        raise FilesError(error(at, "unreadable-file", message)) from problem
    if data is None:
        raise FilesError(too_large(at, most))
    return data


def too_large(position: Position, most: int) -> Problem:
    """Make the problem of a file with more than *most* bytes."""
    message = f"the file is larger than {most >> 20} MB"
    return error(position, "file-too-large", message, "make it smaller, or split it")


def write(place: pathlib.Path, data: bytes, *, root: pathlib.Path | None = None) -> None:
    """Write *data* to *place* whole or not at all, making its folders; an existing file keeps its mode.

    *place* was given by the user: its folders are trusted as explained in `located`, but it must not be a link itself.

    Raises:
        FilesError: with the system's reason.
    """
    base, path = located(root, place)
    with writing(str(place)), folders.Folder(base, make=True) as folder:
        folder.write(path, data)


def located(root: pathlib.Path | None, place: pathlib.Path) -> tuple[pathlib.Path, str]:
    """Return a trusted folder, and the path from there to *place*, on which no link is followed.

    Below the project *root* that is the project's own folder, because the project's author may have put links there.
    Elsewhere it is the folder of *place*, as given.
    """
    way = absolute(place)
    return inside(root, place) or (way.parent, way.name)


def inside(root: pathlib.Path | None, place: pathlib.Path) -> tuple[pathlib.Path, str] | None:
    """Return the project's folder and the path from there to *place*; None if *place* is not below *root*."""
    way = absolute(place)
    for above in way.parents if root is not None else ():
        with contextlib.suppress(OSError):  # missing or invisible to us: then it is not the project either
            if root is not None and above.samefile(root):
                return above, way.relative_to(above).as_posix()
    return None


def absolute(place: pathlib.Path) -> pathlib.Path:
    """Return the absolute path of *place* without accessing the disk; links on the way are kept."""
    return pathlib.Path(os.path.abspath(place))  # noqa: PTH100 - pathlib's version would access it


@contextlib.contextmanager
def writing(name: str) -> Iterator[None]:
    """Turn the system's refusal to write into a `FilesError` that names *name*."""
    try:
        yield
    except OSError as problem:
        raise FilesError(cannot_write(name, problem)) from problem


def cannot_write(name: str, problem: OSError) -> Problem:
    """Make the problem of a file that cannot be written."""
    reason, hint = problem.strerror, WRITE_HINT
    match problem:
        case folders.LinkError():
            hint = "replace the link with a file or a folder: nothing is written through links"
        case folders.OtherKindError():
            hint = "move it away, or choose another place"
        case FileExistsError():
            reason, hint = "another entry has appeared there", "run the command again"
        case NotADirectoryError():
            reason = "a file is where its folder should be"
            hint = "move that file away, or choose another output folder"
        case OSError(errno=errno.ENAMETOOLONG):
            hint = "shorten the name, or work in a folder whose path is shorter"
    return error(Position(name), "cannot-write", f"cannot write the file: {reason}", hint)


def sweep(folder: pathlib.Path) -> None:
    """Remove temporary files of killed runs from *folder*; those of a running one stay."""
    with contextlib.suppress(OSError), folders.Folder(folder) as opened:
        opened.sweep()


def _all(handle: int, most: int) -> bytes | None:
    """Read a whole file; None if it has more than *most* bytes."""
    size = os.fstat(handle).st_size
    if size > most:
        return None
    data = os.read(handle, size + 1)
    while len(data) != size and (more := os.read(handle, most + 1 - len(data))):  # it grows, or is not local
        data += more
        if len(data) > most:
            return None
    return data


def _walk(root: int, home: str, base: str) -> Iterator[str]:
    """Return the paths of all files below *base*, relative to *root*; links to folders of the project are followed."""
    seen: set[tuple[int, int]] = set()
    waiting = [(base.strip("/"), False)]
    while waiting:
        path, is_link = waiting.pop()
        if path.count("/") >= folders.MOST_DEEP:
            raise FilesError(error(Position(path), "unreadable-file", f"cannot read the folder: {folders.TOO_DEEP}"))
        try:
            handle = folders.reach(root, home, path, folders.FOLDER)
        except folders.OutsideError:
            raise FilesError(outside(Position(path), path)) from None
        except OSError as problem:
            _unreadable(f"{home}/{path}", problem)
            continue
        try:
            status = os.fstat(handle)
            same = (status.st_dev, status.st_ino)
            if is_link and same in seen:  # links may lead in a circle
                continue
            seen.add(same)
            names, inner = _listed(handle, f"{path}/" if path else "")
        finally:
            os.close(handle)
        yield from names
        waiting += inner


def _listed(handle: int, prefix: str) -> tuple[list[str], list[tuple[str, bool]]]:
    """List an open folder: its files, and its subfolders, with whether they are links."""
    names, inner = [], []
    with os.scandir(handle) as found:
        for entry in found:
            if not _is_folder(entry):
                names.append(prefix + entry.name)
            elif not entry.name.startswith("."):
                inner.append((prefix + entry.name, entry.is_symlink()))
    return names, sorted(inner, reverse=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def _unreadable(place: str, problem: OSError) -> None:
    """Ignore a missing folder; report an unreadable one, whose contents would silently be lost otherwise."""
    if problem.errno not in (errno.ENOENT, errno.ENOTDIR):
        message = f"cannot read the folder: {problem.strerror}"
        raise FilesError(error(Position(place), "unreadable-file", message, "allow reading it"))


def _shipped_file(path: str) -> str | None:
    """Return the path of a shipped file."""
    for folder, prefix in shipped_folders(path) if _is_shipped(path) else ():
        place = f"{folder}/{path.removeprefix(prefix)}"
        if os.path.isfile(place):  # noqa: PTH113 - thousands of times in a run
            return place
    top, _, rest = path.partition("/")
    package, _, name = rest.partition("/")
    if top == "fonts" and name:
        found = (packaged_fonts(package) or {}).get(name)
        return None if found is None else str(found)
    return None


def _is_shipped(path: str) -> bool:
    """Whether the program may ship *path*: of catalogs, only the interface's."""
    return not path.startswith("locales/") or path.endswith("/interface.po")


def _missing(path: str) -> Problem:
    return error(Position(path), "missing-file", "there is no such file")


def _no_file(path: str, what: str) -> Problem:
    return error(Position(path), "unreadable-file", f"a file is expected, but this is {what}", "replace it with a file")
