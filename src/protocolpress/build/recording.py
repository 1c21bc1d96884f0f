"""`Files` that record every question: dependencies are observed, not declared.

In: any `Files`. Out: the same answers, and a dependency for each: the digest of the content, whether a file exists, the
files that match. That something is missing is a dependency too. Nothing is decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from protocolpress.errors import FilesError
from protocolpress.files import Files

READ = "read"
EXISTS = "exists"
GLOB = "glob"

REFUSED = "-"
"""Prefix of an answer that means "none"; no digest begins with it."""

CHANGED_MEANWHILE = f"{REFUSED}changed-meanwhile"
"""Equal to no file's digest: for a file that was read twice and had changed in between."""

LARGE = 1 << 16
"""Size in bytes from which comparing contents is faster than hashing them again."""

MOST = 16 << 20
"""Bytes of large files kept for that: a project's fonts, which nearly every task reads, and some pictures."""

T = TypeVar("T")

_digested: dict[str, tuple[bytes, str]] = {}


class RecordingFiles:
    """Reads through other `Files` and records the answers; lives as long as one task."""

    def __init__(self, files: Files) -> None:
        """Start with an empty record."""
        self._files = files
        self._dependencies: dict[tuple[str, str], str] = {}

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*."""
        return self._ask(READ, path, lambda: self._files.read(path), lambda data: digest_of_file(path, data))

    def exists(self, path: str) -> bool:
        """Whether *path* is a readable file."""
        return self._ask(EXISTS, path, lambda: self._files.exists(path), yes_or_no)

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files that match *pattern*, sorted."""
        return self._ask(GLOB, pattern, lambda: self._files.glob(pattern), digest_of_names)

    def dependencies(self) -> tuple[tuple[str, str, str], ...]:
        """Return every question with its answer, sorted."""
        return tuple(sorted((kind, name, value) for (kind, name), value in self._dependencies.items()))

    def _ask(self, kind: str, name: str, ask: Callable[[], T], tell: Callable[[T], str]) -> T:
        try:
            answer = ask()
        except FilesError as refusal:
            self._remember(kind, name, refused(refusal))
            raise
        self._remember(kind, name, tell(answer))
        return answer

    def _remember(self, kind: str, name: str, value: str) -> None:
        if self._dependencies.setdefault((kind, name), value) != value:
            self._dependencies[kind, name] = CHANGED_MEANWHILE


def now(files: Files, kind: str, name: str) -> str:
    """Return the current answer of *files*, as the value of a dependency."""
    try:
        match kind:
            case "read":
                return digest_of_file(name, files.read(name))
            case "exists":
                return yes_or_no(files.exists(name))
            case "glob":
                return digest_of_names(files.glob(name))
            case _:
                return ""
    except FilesError as refusal:
        return refused(refusal)


def digest(data: bytes) -> str:
    """Return the SHA-256 digest of *data*."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: str, data: bytes) -> str:
    """Return the digest of the file *path*, which is *data*; a large one is digested only if it has changed."""
    if len(data) < LARGE:
        return digest(data)
    known = _digested.pop(path, None)
    if known is None or known[0] != data:
        known = (data, digest(data))
    _digested[path] = known
    while sum(len(kept) for kept, _ in _digested.values()) > MOST:
        del _digested[next(iter(_digested))]
    return known[1]


def yes_or_no(there: bool) -> str:
    """Return the value of a dependency on existence."""
    return "yes" if there else "no"


def digest_of_names(names: Sequence[str]) -> str:
    """Return the digest of a list of paths, none of which contains NUL."""
    return digest("\0".join(names).encode("utf-8", "surrogateescape"))


def refused(refusal: FilesError) -> str:
    """Return the value of a dependency without an answer: a hyphen and the rule, "-missing-file"."""
    return f"{REFUSED}{refusal.problems[0].rule}"
