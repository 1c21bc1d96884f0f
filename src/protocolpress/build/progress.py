"""The progress of a run, as a value for whoever displays it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The progress of a run. A failed task counts as done; tasks that need it never run."""

    done: Mapping[str, int]
    """Number of finished tasks, by kind: the part of a name before the first colon, "pdf"."""
    total: Mapping[str, int]
    """Number of all tasks, by kind."""
    running: tuple[str, ...]
    """The names of the running tasks, sorted."""
