"""The list of tasks, checked before anything runs.

In: all tasks, and the names that are wanted. Out: the tasks to run, in the given order. All errors in the list are
reported at once; nothing is run or read here.
"""

from __future__ import annotations

import collections
import graphlib
import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence

from protocolpress import errors, files
from protocolpress.build.task import Task
from protocolpress.errors import BuildError, Position, Problem


class ReadyQueue:
    """The tasks that are ready: all their needs are done. Lives as long as a pass through the list."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        """Start with nothing done; every need of *tasks* is one of them."""
        self._needed: dict[str, list[str]] = {name: [] for name in tasks}
        self._open = {name: len(task.needs) for name, task in tasks.items()}
        self._ready = [name for name, number in self._open.items() if not number]
        for name, task in tasks.items():
            for need in task.needs:
                self._needed[need].append(name)

    def ready(self) -> list[str]:
        """Return the tasks that have become ready since the last call."""
        ready, self._ready = self._ready, []
        return ready

    def done(self, name: str) -> None:
        """Release the tasks that wait for a task."""
        for other in self._needed[name]:
            self._open[other] -= 1
            if not self._open[other]:
                self._ready.append(other)


def choose(tasks: Sequence[Task], wanted: Collection[str] | None) -> dict[str, Task]:
    """Return the *wanted* tasks and everything they need, by name; without *wanted*, all tasks.

    Raises:
        BuildError: two tasks share a name or an output, an output leaves its folder, a need or a wanted task does not
            exist, tasks need each other in a circle. The whole list is checked, whatever is wanted.
    """
    by_name = {task.name: task for task in tasks}
    problems = [*_names(tasks), *_outputs(tasks), *_needs(by_name), *_unknown(by_name, wanted or ())]
    problems += () if problems else _cycle(by_name)
    if problems:
        raise BuildError(*sorted(problems))
    if wanted is None:
        return by_name
    chosen, waiting = set[str](), list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in chosen:
            chosen.add(name)
            waiting += by_name[name].needs
    return {name: task for name, task in by_name.items() if name in chosen}


def _names(tasks: Sequence[Task]) -> Iterator[Problem]:
    by_name = collections.defaultdict[str, list[str]](list)
    for task in tasks:
        by_name[task.name].append(task.output or "no file")
    for name, outputs in by_name.items():
        if len(outputs) > 1:
            message = f"{len(outputs)} tasks have the name {name}; they make {', '.join(outputs)}"
            yield errors.error(Position(name), "duplicate-task", message)


def _outputs(tasks: Sequence[Task]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for task in tasks:
        if not task.output:
            continue
        if not files.is_inside(task.output) or posixpath.normpath(task.output) != task.output:
            message = f"{task.name} writes to {task.output}, which is not a plain path below the output folder"
            yield errors.error(Position(task.output), "bad-output", message)
        # A repeated name is reported as such; its output need not be reported too.
        if owners.setdefault(task.output, task.name) != task.name:
            message = f"{owners[task.output]} and {task.name} write the same file"
            yield errors.error(Position(task.output), "duplicate-output", message)
    for output, name in owners.items():
        folder = posixpath.dirname(output)
        while folder:
            if folder in owners:
                message = f"{owners[folder]} writes a file where {name} needs a folder"
                yield errors.error(Position(folder), "duplicate-output", message)
            folder = posixpath.dirname(folder) if folder != "/" else ""


def _needs(by_name: Mapping[str, Task]) -> Iterator[Problem]:
    for task in by_name.values():
        for need in task.needs:
            if need not in by_name:
                message = f"{task.name} needs {need}, which does not exist"
                yield errors.error(Position(task.name), "missing-need", message)


def _unknown(by_name: Mapping[str, Task], wanted: Collection[str]) -> Iterator[Problem]:
    for name in wanted:
        if name not in by_name:
            yield errors.error(Position(name), "unknown-task", f"there is no task {name}")


def _cycle(by_name: Mapping[str, Task]) -> Iterator[Problem]:
    order = ReadyQueue(by_name)
    left = set(by_name)
    while ready := order.ready():
        left.difference_update(ready)
        for name in ready:
            order.done(name)
    try:
        graphlib.TopologicalSorter({name: by_name[name].needs for name in by_name if name in left}).prepare()
    except graphlib.CycleError as error:
        # Each name in the cycle is needed by the next one; the first is repeated at the end.
        circle: list[str] = error.args[1][:0:-1]
        start = circle.index(min(circle))
        chain = " needs ".join((*circle[start:], *circle[: start + 1]))
        yield errors.error(Position(circle[start]), "task-cycle", f"tasks depend on each other: {chain}")
