"""What was read once in this process, for tasks that would read the same again: registry, sources, catalogs.

A value is taken again only where every question that was asked of `Files` for it has the answer that it had then. So
each task still asks all of them: what it depends on is seen, and another project or an edit between two is noticed.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import hashlib
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeVar

from protocolpress.errors import FilesError, Problem, Problems
from protocolpress.files import Files

T = TypeVar("T")

MOST = 128
"""Values that are kept; what was not asked for longest goes first."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    value: Any
    problems: tuple[Problem, ...]
    answers: dict[tuple[str, str], object]


kept: collections.OrderedDict[Hashable, _Kept] = collections.OrderedDict()


def recall(key: Hashable, files: Files, problems: Problems, make: Callable[[Files, Problems], T]) -> T:
    """Give what *make* gives for *files*, or gave before; its problems are added to *problems* either way.

    *key* names all that *make* depends on beside the files. What it raises is raised, and not kept.
    """
    known = kept.get(key)
    if known is None or any(_answer(files, *question) != answer for question, answer in known.answers.items()):
        noting, own = _Noting(files), Problems()
        try:
            value = make(noting, own)
        finally:
            problems.add(*own)
        if noting.refused:
            return value
        known = kept[key] = _Kept(value, tuple(own), noting.answers)
        while len(kept) > MOST:
            kept.popitem(last=False)
    else:
        problems.add(*known.problems)
    kept.move_to_end(key)
    return known.value  # type: ignore[no-any-return]  # it is what make gave


class _Noting:
    """Files, and what they were asked and said."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.answers: dict[tuple[str, str], object] = {}
        self.refused = False
        """Whether something was refused: that is said anew each time."""

    def read(self, path: str) -> bytes:
        """Give the bytes of *path*."""
        with self._refusals():
            data = self._files.read(path)
        self.answers["read", path] = hashlib.sha256(data).digest()
        return data

    def exists(self, path: str) -> bool:
        """Tell whether *path* is there."""
        with self._refusals():
            found = self.answers["exists", path] = self._files.exists(path)
        return found

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Give the matching paths."""
        with self._refusals():
            found = self.answers["glob", pattern] = self._files.glob(pattern)
        return found

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except FilesError:
            self.refused = True
            raise


def _answer(files: Files, kind: str, path: str) -> object:
    """Ask *files* again; None where it cannot be said."""
    try:
        match kind:
            case "read":
                return hashlib.sha256(files.read(path)).digest()
            case "exists":
                return files.exists(path)
            case _:
                return files.glob(path)
    except FilesError:
        return None
