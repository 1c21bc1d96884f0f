"""The scheduler: it runs tasks as soon as what they need is there, and writes what they make.

In: tasks, the files they read, the output folder. Out: the files below that folder and an `Outcome`. A failed task
fails those that need it, silently; all others go on, so one run reports every problem. A failed run removes nothing. An
exception that is no `PressError` ends the run and leaves it as it was raised, with a note that names its task.
"""

from __future__ import annotations

import collections
import dataclasses
import errno
import hashlib
import heapq
import pathlib
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future

from protocolpress import errors
from protocolpress.build import graph, outputs, pool
from protocolpress.build.interrupts import Interrupts
from protocolpress.build.task import Result, Task
from protocolpress.errors import FilesError, Position, Problem, Problems
from protocolpress.files import Files

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What is wrong with the whole disk, not with one file: the next task would say the same, so none is started."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; *running* are names of tasks, sorted. A failed task is done, what needed it never will be."""

    done: int
    total: int
    running: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to; everything is sorted."""

    outputs: Mapping[str, str]
    """The path and the SHA-256 digest of each output that is now as its task made it."""
    problems: tuple[Problem, ...]
    """Errors and warnings, each once."""
    failed: tuple[str, ...]
    """The tasks that failed and those that could not start."""
    written: tuple[str, ...]
    """The outputs that were not there before with the same bytes."""
    removed: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether every task was done and nothing is wrong; warnings may be there."""
        return not self.failed and not any(problem.severity is errors.Severity.ERROR for problem in self.problems)


def run(
    tasks: Sequence[Task],
    files: Files,
    *,
    output: pathlib.Path,
    jobs: int,
    wanted: Collection[str] | None = None,
    progress: Callable[[Progress], None],
) -> Outcome:
    """Run *tasks*, *jobs* at a time, and write what they make below *output*.

    With *wanted*, only these and what they need. Without, and if nothing failed, files in the folders of the outputs
    that no task owns any more are removed. *jobs* of 1 stays in this process.

    Raises:
        BuildError: the list of tasks is wrong; nothing was run.
        KeyboardInterrupt: nothing half-written and no worker is left; finished outputs stay.
    """
    chosen = graph.choose(tasks, wanted)
    with Interrupts() as interrupts:
        current = _Run(chosen, output, progress)
        with pool.opened(files, min(jobs, len(chosen))) as workers:
            current.go(workers, jobs, interrupts)
        removed: tuple[str, ...] = ()
        if wanted is None and not current.failed():
            removed = outputs.remove_unowned(output, {task.output for task in tasks if task.output}, current.problems)
    return Outcome(
        outputs=dict(sorted(current.digests.items())),
        problems=tuple(current.problems),
        failed=current.failed(),
        written=tuple(sorted(current.written)),
        removed=removed,
    )


class _Run:
    """A run under way: what is ready, running, done, and what came of it."""

    def __init__(self, tasks: Mapping[str, Task], output: pathlib.Path, progress: Callable[[Progress], None]) -> None:
        self._tasks = tasks
        self._output = output
        self._progress = progress
        self._sorter = graph.order(tasks)
        self._sorter.prepare()
        self._places = {name: place for place, name in enumerate(tasks)}
        self._ready: list[tuple[int, str]] = []
        self._running: dict[Future[Result], str] = {}
        self._data: dict[str, bytes] = {}
        self._users = collections.Counter(need for task in tasks.values() for need in set(task.needs))
        self._ended = 0
        self._succeeded = set[str]()
        self._stopped = False
        self.digests: dict[str, str] = {}
        self.written: list[str] = []
        self.problems = Problems()

    def go(self, workers: pool.Pool, jobs: int, interrupts: Interrupts) -> None:
        """Run until nothing more can start and nothing is running."""
        while True:
            for name in self._sorter.get_ready() if self._sorter.is_active() else ():
                heapq.heappush(self._ready, (self._places[name], name))
            while self._ready and len(self._running) < max(jobs, 1) and not self._stopped:
                self._start(heapq.heappop(self._ready)[1], workers)
            if not self._running:
                return
            with interrupts.admitted():
                done = workers.wait(self._running)
            # Sorted, so that of two errors of our own it is always the same one that is raised.
            for future in sorted(done, key=lambda future: self._places[self._running[future]]):
                self._end(future)

    def failed(self) -> tuple[str, ...]:
        """Give the names of the tasks that did not succeed, sorted."""
        return tuple(sorted(self._tasks.keys() - self._succeeded))

    def _start(self, name: str, workers: pool.Pool) -> None:
        task = self._tasks[name]
        needs = {need: self._data[need] for need in task.needs}
        self._running[workers.perform(task.action, needs)] = name
        self._report()

    def _end(self, future: Future[Result]) -> None:
        task = self._tasks[self._running.pop(future)]
        data = self._take(task, future)
        # A failed task is never done for the sorter, so what needs it never becomes ready.
        if data is not None and self._write(task, data):
            self._succeeded.add(task.name)
            self._sorter.done(task.name)
            if self._users[task.name]:
                self._data[task.name] = data
        for need in set(task.needs):
            self._users[need] -= 1
            if not self._users[need]:
                del self._data[need]
        self._ended += 1
        self._report()

    def _take(self, task: Task, future: Future[Result]) -> bytes | None:
        try:
            result = future.result()
        except pool.WorkerDiedError as death:
            message = f"the worker process of the task {task.name} {death}"
            hint = "it may have run out of memory: run the command again with fewer jobs"
            self.problems.error(Position(task.output or task.name), "worker-died", message, hint)
            return None
        except Exception as error:
            error.add_note(f"in the task {task.name}")
            raise
        self.problems.add(*result.problems)
        return result.data

    def _write(self, task: Task, data: bytes) -> bool:
        if not task.output:
            return True
        try:
            if outputs.write(self._output, task.output, data):
                self.written.append(task.output)
        except FilesError as error:
            self.problems.add(*error.problems)
            self._stopped |= isinstance(error.__cause__, OSError) and error.__cause__.errno in NO_ROOM
            return False
        self.digests[task.output] = hashlib.sha256(data).hexdigest()
        return True

    def _report(self) -> None:
        running = tuple(sorted(self._running.values()))
        self._progress(Progress(done=self._ended, total=len(self._tasks), running=running))
