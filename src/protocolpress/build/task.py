"""Tasks: a name, an action, what it needs, where its bytes go.

In: a task's action with the files and the bytes it needs. Out: its bytes, or the problems why there are none. An action
cannot see other tasks, the output folder, or how many workers there are; it touches no disk but through `Files`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from protocolpress.errors import PressError, Problem, Problems
from protocolpress.files import Files

Action = Callable[[Files, Mapping[str, bytes], Problems], bytes]
"""A pure function of what it reads and needs; picklable: a module-level function, or `functools.partial` of one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step of a run."""

    name: str
    """Unique: "pdf:en-ru:protocols/2012-02-29-quebec"."""
    action: Action
    needs: tuple[str, ...] = ()
    """The names of the tasks whose bytes the action gets, in this order."""
    output: str = ""
    """A path below the output folder, "pdf/en-ru/protocols/x.pdf"; empty where only other tasks use the bytes."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a task came to; *data* is None where it failed. Warnings come with either."""

    data: bytes | None
    problems: tuple[Problem, ...]


def perform(action: Action, files: Files, needs: Mapping[str, bytes]) -> Result:
    """Call *action* and tell what it came to.

    A task with an error among its problems has failed even if it gave bytes: they are not what its reader should see.
    An exception that is no `PressError` is an error of our own and passes through.
    """
    problems = Problems()
    data: bytes | None = None
    try:
        data = action(files, needs, problems)
    except PressError as error:
        problems.add(*error.problems)
    return Result(data=None if problems.errors else data, problems=tuple(problems))
