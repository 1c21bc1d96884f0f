"""Values read once in this process, for tasks that would read the same again: registry, sources, catalogs.

A value is reused only if every question asked of `Files` while making it still has the same answer. So each task still
asks all of them: its dependencies are recorded, and another project or an edit in between is noticed.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from protocolpress.build import recording
from protocolpress.build.task import Dependency
from protocolpress.errors import Problem, Problems
from protocolpress.files import Files

T = TypeVar("T")

MOST = 128
"""Maximum number of values; the least recently used goes first."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    value: Any
    problems: tuple[Problem, ...]
    dependencies: tuple[Dependency, ...]


kept: collections.OrderedDict[Hashable, _Kept] = collections.OrderedDict()


def recall(key: Hashable, files: Files, problems: Problems, make: Callable[[Files, Problems], T]) -> T:
    """Return what *make* returns for *files*, or returned before; its problems are added to *problems* either way.

    *key* names everything that *make* depends on beside the files. Exceptions pass through and are not kept; nor is a
    value with a refused part, so that it is reported each time.
    """
    known = kept.get(key)
    if known is None or any(recording.now(files, kind, name) != value for kind, name, value in known.dependencies):
        asked, own = recording.RecordingFiles(files), Problems()
        try:
            value = make(asked, own)
        finally:
            problems.add(*own)
        dependencies = asked.dependencies()
        if any(answer.startswith(recording.REFUSED) for _, _, answer in dependencies):
            return value
        known = kept[key] = _Kept(value, tuple(own), dependencies)
        while len(kept) > MOST:
            kept.popitem(last=False)
    else:
        problems.add(*known.problems)
    kept.move_to_end(key)
    return known.value  # type: ignore[no-any-return]  # the result of make
