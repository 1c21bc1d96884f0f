"""How far a run is: a value that is handed to whoever draws it."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; *running* are names of tasks, sorted. A failed task is done, what needed it never will be."""

    done: int
    total: int
    running: tuple[str, ...]
