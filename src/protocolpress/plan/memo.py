"""What was read once in this process, for tasks that would read the same again: registry, sources, catalogs.

A value is taken again only where every question that was asked of `Files` for it has the answer that it had then. So
each task still asks all of them: what it depends on is seen, and another project or an edit between two is noticed.
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
"""Values that are kept; what was not asked for longest goes first."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    value: Any
    problems: tuple[Problem, ...]
    dependencies: tuple[Dependency, ...]


kept: collections.OrderedDict[Hashable, _Kept] = collections.OrderedDict()


def recall(key: Hashable, files: Files, problems: Problems, make: Callable[[Files, Problems], T]) -> T:
    """Return what *make* returns for *files*, or returned before; its problems are added to *problems* either way.

    *key* names all that *make* depends on beside the files. Exceptions pass through and are not kept; nor is a value
    with a refused part: that is reported each time.
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
    return known.value  # type: ignore[no-any-return]  # it is what make gave
