"""One pass through a list of tasks: ready, running and finished tasks, and their results.

In: chosen tasks, and the scene of their run. Out: digests, problems, written files. Everything reported is sorted or in
the order of the tasks, so the number of workers does not affect it.
"""

from __future__ import annotations

import collections
import dataclasses
import errno
import heapq
from collections.abc import Callable, Mapping
from concurrent.futures import Future

from protocolpress import errors
from protocolpress.build import graph, pool, traces
from protocolpress.build.cache import Cache
from protocolpress.build.canonical import Canon, Identity
from protocolpress.build.environment import Environment
from protocolpress.build.interrupts import Interrupts
from protocolpress.build.outputs import Outputs
from protocolpress.build.pool import Job, Result
from protocolpress.build.progress import Progress
from protocolpress.build.task import Dependency, Task
from protocolpress.build.traces import Need, Trace
from protocolpress.errors import FilesError, Position, Problem, Problems

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Problems of the whole disk, not of one file: the next task would fail in the same way, so none is started."""

GONE = "its result is gone from the cache"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The values that all passes of a session share."""

    cache: Cache
    environment: Environment
    workers: pool.Pool
    jobs: int
    interrupts: Interrupts
    canon: Canon = dataclasses.field(default_factory=Canon)

    @property
    def begun_at_most(self) -> int:
        """Return the maximum number of started tasks: with workers, each has its next one waiting.

        Otherwise workers would wait while this process writes results and flushes them to disk.
        """
        return 2 * self.jobs if self.jobs > 1 else 1


class Schedule:
    """A pass in progress."""

    def __init__(
        self, scene: Scene, tasks: Mapping[str, Task], outputs: Outputs | None, gone: frozenset[str] = frozenset()
    ) -> None:
        """Perform *tasks*; those in *gone* even if their traces hold, because their results were lost."""
        self._scene = scene
        self._tasks = tasks
        self._outputs = outputs
        self._lost = gone
        self._order = graph.ReadyQueue(tasks)
        self._places = {name: place for place, name in enumerate(tasks)}
        self._ready: list[tuple[int, str]] = []
        self._running: dict[Future[Result], str] = {}
        self._begun: dict[str, tuple[Identity, tuple[Dependency, ...]]] = {}
        """The started tasks, and the versions at that time: the program may change meanwhile."""
        self._total = collections.Counter(map(_kind, tasks))
        self._ended = collections.Counter[str]()
        self._kept = set[str]()
        """Tasks performed in this run, in this pass or an earlier one."""
        self._stopped = False
        self._progress: Callable[[Progress], None] = lambda _: None
        self._explain: Callable[[str], None] = lambda _: None
        self.digests: dict[str, str] = {}
        """The digest of the result of each successful task."""
        self.written: list[str] = []
        self.performed: set[str] = set()
        self.problems = Problems()
        self.faults = Problems()
        """Problems among them that come from no action: a worker died, the disk is full."""
        self.gone: set[str] = set()
        """Tasks whose results were needed, but are no longer in the store."""

    def again(self) -> Schedule:
        """Return a pass that makes lost results again, and also reports the tasks performed in this one."""
        lost = (self._lost - self._kept) | self.gone
        other = Schedule(self._scene, self._tasks, self._outputs, frozenset(lost))
        other.written, other.performed, other._kept = self.written, self.performed, self._kept
        return other

    def is_stuck(self) -> bool:
        """Whether the store loses results of this very run; if so, that is a problem."""
        again = sorted(self.gone & self._kept)
        for name in again:
            message = f"the cached result of {name} cannot be read"
            self._fault(
                errors.error(Position(name), "unreadable-cache", message, "check the disk, then run the command again")
            )
        return bool(again)

    def go(self, progress: Callable[[Progress], None], explain: Callable[[str], None]) -> None:
        """Continue until nothing more can start and nothing is running."""
        self._progress, self._explain = progress, explain
        while True:
            self._take_ready()
            while self._ready and len(self._running) < self._scene.begun_at_most and not self._stopped:
                self._begin(self._tasks[heapq.heappop(self._ready)[1]])
                self._take_ready()
            if not self._running:
                return
            with self._scene.interrupts.admitted():
                done = self._scene.workers.wait(self._running)
            # Sorted, so that of two bugs of our own the same one is always raised.
            for future in sorted(done, key=lambda future: self._places[self._running[future]]):
                self._end(future)

    def failed(self) -> tuple[str, ...]:
        """Return the names of the tasks that did not succeed, sorted."""
        return tuple(sorted(self._tasks.keys() - self.digests.keys()))

    def _take_ready(self) -> None:
        for name in self._order.ready():
            heapq.heappush(self._ready, (self._places[name], name))

    def _begin(self, task: Task) -> None:
        """Reuse a task's earlier result if its trace holds; otherwise perform it."""
        with self._scene.interrupts.admitted():
            pass  # in a run with nothing to do, Ctrl-C is admitted here
        identity = self._scene.canon.identity(task.action)
        needs = self._needs(task)
        known = self._scene.cache.log.trace(task.name)
        environment = self._scene.environment
        why = (
            GONE
            if task.name in self._lost
            else traces.why_stale(identity, needs, known, environment.now, environment.holding)
        )
        if why is None and known is not None:
            self.problems.add(*known.problems)
            self._finish(task, known.output)
            self._ended[_kind(task.name)] += 1
            return
        self._explain(f"{task.name}: {why}")
        self.performed.add(task.name)
        self._begun[task.name] = identity, environment.versions(task)
        job = Job(action=task.action, needs=dict(needs), places=identity.places)
        self._running[self._scene.workers.perform(job)] = task.name
        self._report()

    def _end(self, future: Future[Result]) -> None:
        task = self._tasks[self._running.pop(future)]
        result = self._result(task, future)
        if result is not None:
            self.gone.update(result.gone)
            self.problems.add(*result.problems)
            if result.digest:
                self._keep(task, result)
                self._finish(task, result.digest)
        self._ended[_kind(task.name)] += 1
        self._report()

    def _result(self, task: Task, future: Future[Result]) -> Result | None:
        try:
            return future.result()
        except pool.WorkerDiedError as death:
            message = f"the worker process of the task {task.name} {death}"
            self._fault(errors.error(Position(task.output or task.name), "worker-died", message, death.hint))
        except FilesError as error:  # not the action's fault: the store is full
            self._refuse(error)
        except Exception as error:
            error.add_note(f"in the task {task.name}")
            raise
        return None

    def _keep(self, task: Task, result: Result) -> None:
        self._kept.add(task.name)
        identity, versions = self._begun.pop(task.name)
        kept = Trace(
            function=identity.function,
            parameters=identity.parameters,
            needs=self._needs(task),
            dependencies=(*versions, *result.dependencies),
            output=result.digest,
            problems=result.problems,
        )
        self._scene.cache.log.add(task.name, kept)

    def _finish(self, task: Task, digest: str) -> None:
        """Make sure that the output of *task* exists, and release the tasks that wait for it.

        A failed task never counts as done, so tasks that need it never become ready.
        """
        if task.output and self._outputs is not None:
            try:
                if not self._outputs.hold(task.output, digest) and not self._write(task, digest, self._outputs):
                    return
            except FilesError as error:
                self._refuse(error)
                return
        self.digests[task.name] = digest
        self._order.done(task.name)

    def _write(self, task: Task, digest: str, outputs: Outputs) -> bool:
        data = self._scene.cache.store.get(digest)
        if data is None:
            self.gone.add(task.name)
            return False
        outputs.write(task.output, data, digest)
        self.written.append(task.output)
        return True

    def _needs(self, task: Task) -> tuple[Need, ...]:
        return tuple((need, self.digests[need]) for need in task.needs)

    def _fault(self, *problems: Problem) -> None:
        self.faults.add(*problems)
        self.problems.add(*problems)

    def _refuse(self, error: FilesError) -> None:
        self._fault(*error.problems)
        self._stopped |= isinstance(error.__cause__, OSError) and error.__cause__.errno in DISK_FULL

    def _report(self) -> None:
        running = tuple(sorted([*self._running.values()][: max(self._scene.jobs, 1)]))  # the others wait in the pool
        self._progress(Progress(done=dict(self._ended), total=self._total, running=running))


def _kind(name: str) -> str:
    return name.partition(":")[0]
