"""The scheduler: it performs stale tasks as soon as their needs are ready, and writes their outputs.

In: tasks, the files they read, the cache, the output folder. Out: the files below that folder and an `Outcome`. A task
with a valid trace is not performed again, but its warnings are repeated. A failed task silently fails those that need
it; all others continue, so one run reports every problem. A failed run removes nothing. An exception that is not a
`PressError` ends the run and is raised unchanged, with a note that names its task.
"""

from __future__ import annotations

import contextlib
import dataclasses
import pathlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from protocolpress import errors
from protocolpress.build import cache as caches
from protocolpress.build import graph, outputs, pool, workers
from protocolpress.build.cache import Cache
from protocolpress.build.environment import Environment
from protocolpress.build.interrupts import Interrupts
from protocolpress.build.jobserver import JobServer
from protocolpress.build.pool import Limits
from protocolpress.build.progress import Progress
from protocolpress.build.run_trace import RunTrace
from protocolpress.build.schedule import Scene, Schedule
from protocolpress.build.task import Dependency, Task
from protocolpress.errors import FilesError, Problem, Problems
from protocolpress.files import Files

A_WHILE = 100
"""Number of dependencies checked between two points where Ctrl-C is admitted."""

NEVER: Dependency = ("never", "", "-")
"""A dependency that never holds."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The question that a run answers: its words, and the dependencies of the plan."""

    words: str
    everything: bool
    """Whether all tasks are wanted."""
    dependencies: tuple[Dependency, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of a run; everything is sorted."""

    outputs: Mapping[str, str]
    """The path and the SHA-256 digest of each output that is up to date."""
    problems: tuple[Problem, ...]
    """Errors and warnings, each once."""
    failed: tuple[str, ...]
    """The tasks that failed and those that could not start."""
    written: tuple[str, ...]
    """Outputs that were created or changed."""
    removed: tuple[str, ...]
    done: tuple[str, ...] = ()
    """Stale tasks that were performed, including failed ones."""

    @property
    def ok(self) -> bool:
        """Whether every task succeeded without errors; there may be warnings."""
        return not self.failed and not any(problem.severity is errors.Severity.ERROR for problem in self.problems)


class Session:
    """A run of the program: one cache, one set of workers, one view of the environment, for several lists of tasks."""

    def __init__(self, scene: Scene, cache: Cache) -> None:
        """Work in *scene*; `opened` makes one."""
        self._scene = scene
        self._cache = cache
        self._names: set[str] = set()
        self._faults: tuple[Problem, ...] = ()

    def results(
        self,
        tasks: Sequence[Task],
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        explain: Callable[[str], None] = lambda _: None,
    ) -> dict[str, bytes | None]:
        """Perform *tasks*, none of which has an output, and return their results; None for those that failed.

        Their problems are dropped: use this only for problems that other tasks report too. A task that failed through
        no fault of its own, such as a killed worker, is tried twice; one still without a result fails the next `run`.
        """
        self._names |= {task.name for task in tasks}
        gone: frozenset[str] = frozenset()
        found: dict[str, bytes | None] = {}
        for _ in range(2):
            current = self._go(graph.choose(tasks, None), None, gone, progress, explain)
            found = {name: self._cache.store.get(digest) for name, digest in current.digests.items()}
            gone = frozenset(name for name, data in found.items() if data is None)
            if not gone and not current.faults:
                break
        self._faults = tuple(current.faults)
        return {task.name: found.get(task.name) for task in tasks}

    def unchanged(self, question: Question, *, output: pathlib.Path, folders: Collection[str] = ()) -> Outcome | None:
        """Return the last run's outcome below *output*, if it answered the same question and everything still holds.

        None if something has changed, or nothing is known: then the tasks have to be examined. Files that no task owns
        are removed, as by `run`.
        """
        last = self._cache.last_run()
        if last is None or (last.question, last.folder) != (question.words, str(output.resolve())):
            return None
        try:
            there = self._cache.outputs(output, dict(last.stamps), make=False)
        except FilesError:  # reported by the task whose output it is
            return None
        with there:
            if not self._hold(last, there):
                return None
            self._cache.begin(output)
            problems = Problems(last.problems)
            removed = there.remove_unowned(last.outputs, problems, folders) if question.everything else ()
            with contextlib.suppress(FilesError):  # an unwritable folder: the next run reports it if it must write
                there.keep()
        stamps = there.stamps(self._cache.clock())
        if stamps != last.stamps:
            self._cache.remember(dataclasses.replace(last, stamps=stamps))
        return Outcome(outputs=last.outputs, problems=tuple(problems), failed=(), written=(), removed=removed)

    def run(  # noqa: PLR0913 - all of different kinds
        self,
        tasks: Sequence[Task],
        *,
        output: pathlib.Path,
        folders: Collection[str] = (),
        wanted: Collection[str] | None = None,
        question: Question | None = None,
        recorded: bool = True,
        progress: Callable[[Progress], None] = lambda _: None,
        explain: Callable[[str], None] = lambda _: None,
    ) -> Outcome:
        """Perform *tasks* and write their outputs below *output*.

        With *wanted*, only these and what they need. Without, and if nothing failed, obsolete files that earlier runs
        recorded there are removed; files that nobody recorded in the top folders of the outputs, and in *folders*, are
        left, and reported. Without *recorded*, nothing is recorded of this run. *explain* is told why each task that is
        done is stale. If all goes well, `unchanged` can answer the *question* next time.

        Raises:
            BuildError: the list of tasks is wrong; nothing was run.
            KeyboardInterrupt: no incomplete file and no worker is left; finished outputs stay.
        """
        chosen = graph.choose(tasks, wanted)
        self._cache.begin(output)
        known = str(output.resolve())
        planned = [task.output for task in chosen.values() if task.output]
        there = self._cache.outputs(output, self._cache.log.stamps(known), planned=planned, recorded=recorded)
        found, removed = Problems(), tuple[str, ...]()
        with there:
            try:
                current = self._go(chosen, there, frozenset(), progress, explain)
                if wanted is None and not current.failed() and not self._faults:
                    owned = {task.output for task in tasks if task.output}
                    removed = there.remove_unowned(owned, found, folders)
                    self._cache.keep({*self._names, *(task.name for task in tasks)})
            finally:
                with contextlib.suppress(FilesError):  # then the planned files stay recorded, and that is enough
                    there.keep()
        current.problems.add(*self._faults)
        stamps = there.stamps(self._cache.clock())
        self._cache.log.stamp(known, stamps)
        made = {task.output: current.digests[name] for name, task in chosen.items() if name in current.digests}
        outcome = Outcome(
            outputs={path: made[path] for path in sorted(made) if path},
            problems=tuple(Problems((*current.problems, *found))),
            failed=current.failed(),
            written=tuple(sorted(current.written)),
            removed=removed,
            done=tuple(sorted(current.performed)),
        )
        if outcome.ok and question is not None:
            dependencies = {
                dependency for name in (*self._names, *chosen) for dependency in self._dependencies(name)
            } | {*question.dependencies}
            self._cache.remember(
                RunTrace(
                    question=question.words,
                    folder=known,
                    dependencies=frozenset(dependencies),
                    outputs=outcome.outputs,
                    stamps=stamps,
                    problems=tuple(current.problems),
                )
            )
        return outcome

    def _dependencies(self, name: str) -> tuple[Dependency, ...]:
        trace = self._cache.log.trace(name)
        return trace.dependencies if trace else (NEVER,)

    def _hold(self, last: RunTrace, there: outputs.Outputs) -> bool:
        for number, (kind, name, value) in enumerate(last.dependencies):
            if not number % A_WHILE:
                with self._scene.interrupts.admitted():
                    pass
            if self._scene.environment.now(kind, name) != value:
                return False
        try:
            return all(there.hold(path, digest) for path, digest in last.outputs.items())
        except FilesError:  # reported by the task whose output it is
            return False

    def _go(
        self,
        chosen: Mapping[str, Task],
        there: outputs.Outputs | None,
        gone: frozenset[str],
        progress: Callable[[Progress], None] = lambda _: None,
        explain: Callable[[str], None] = lambda _: None,
    ) -> Schedule:
        current = Schedule(self._scene, chosen, there, gone)
        while True:
            current.go(progress, explain)
            # Results lost from the cache are made once more; if they are lost again at once, that is a problem.
            if not current.gone or current.is_stuck():
                return current
            current = current.again()


@contextlib.contextmanager
def opened(
    files: Files, cache: Cache, *, jobs: int, limits: Limits | None = None, server: JobServer | None = None
) -> Iterator[Session]:
    """Open a session that performs *jobs* tasks at a time; a single job runs in this process unless *limits* are set.

    A job *server* may allow fewer than *jobs* for a while. Until the session ends, Ctrl-C is admitted only where
    nothing can be left half done.
    """
    context = pool.WorkerContext(files=files, store=cache.store, limits=limits or Limits())
    with Interrupts() as interrupts, workers.opened(context, jobs, server) as place:
        scene = Scene(cache=cache, environment=Environment(files), workers=place, jobs=jobs, interrupts=interrupts)
        yield Session(scene, cache)


def run(
    tasks: Sequence[Task],
    files: Files,
    *,
    output: pathlib.Path,
    jobs: int,
    wanted: Collection[str] | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """Perform *tasks*, *jobs* at a time, without a cache; see `Session.run`."""
    with caches.temporary() as cache, opened(files, cache, jobs=jobs) as session:
        return session.run(tasks, output=output, wanted=wanted, progress=progress)
