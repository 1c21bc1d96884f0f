"""How far a run is: a value that is handed to whoever draws it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is. A failed task is done, what needed it never will be."""

    done: Mapping[str, int]
    """How many tasks are done, by their kind: what stands before the first colon of a name, "pdf"."""
    total: Mapping[str, int]
    """How many there are."""
    running: tuple[str, ...]
    """The names of the tasks in work, sorted."""
