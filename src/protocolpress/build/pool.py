"""Pools that perform tasks: their interface, and the one that needs no other process.

In: a `Job`: an action, and the digests of its needs. Out: a future of its `Result`; the bytes themselves are in the
store before and after, so they do not pass through this process. An action's own exception is raised unchanged. A
worker that dies, or exceeds its memory or time, fails only its current task, with `WorkerDiedError`.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import errno
import tempfile
from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar, Protocol

from protocolpress import limits
from protocolpress.build import task
from protocolpress.build.store import Store
from protocolpress.build.task import Action, Dependency
from protocolpress.errors import FilesError, Position, Problem, error
from protocolpress.files import Files

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

HELD = 32 << 20
"""Bytes of a job's needs that are held while it runs; a compendium of a thousand documents needs 200 MiB."""

HINT = "free some space there, or set TMPDIR to another folder, then run the command again"


class WorkerDiedError(Exception):
    """A worker process ended in the middle of a task; the text says how: "was killed by SIGKILL"."""

    hint: ClassVar[str] = "it may have run out of memory: run the command again with fewer jobs"


class OutOfMemoryError(WorkerDiedError):
    """A worker process exceeded its memory."""

    hint: ClassVar[str] = "allow more with --memory, split the document, or make its picture smaller"


class OutOfTimeError(WorkerDiedError):
    """A task exceeded its processor time."""

    hint: ClassVar[str] = "allow more with --time, split the document, or simplify its longest tables and lists"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a task: MiB of memory and seconds of processor time; 0 is no limit."""

    memory: int = limits.MEMORY
    seconds: int = limits.SECONDS
    chosen: bool = False
    """Whether they were set explicitly; then even a single job gets a worker, which can always be stopped."""

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Apply these limits to the work inside the context.

        Raises:
            OutOfMemoryError: it has asked for more memory.
            OutOfTimeError: it has taken more time.
        """
        try:
            with limits.bounded(self.seconds, self.memory):
                yield
        except MemoryError as problem:
            raise self.out_of_memory() from problem
        except limits.OutOfTimeError as problem:
            raise self.out_of_time() from problem

    def out_of_memory(self) -> OutOfMemoryError:
        """Make the error of a task that needs more memory."""
        return OutOfMemoryError(
            f"exceeded its memory limit of {self.memory} MB" if self.memory else "ran out of memory"
        )

    def out_of_time(self) -> OutOfTimeError:
        """Make the error of a task that needs more time."""
        return OutOfTimeError(f"exceeded its time limit of {self.seconds} s")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task as a worker sees it."""

    action: Action
    needs: Mapping[str, str]
    """The digests of its needs, by the names of the tasks, in order."""
    places: frozenset[str] = frozenset()
    """The files of its parameters' positions."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a job; *digest* is empty if it failed. Either kind may have warnings."""

    digest: str
    problems: tuple[Problem, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    gone: tuple[str, ...] = ()
    """Needs that are no longer in the store; the job was not started."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WorkerContext:
    """The context of every worker: the project, the store, and the limits of a task."""

    files: Files
    store: Store
    limits: Limits = dataclasses.field(default_factory=Limits)

    def perform(self, job: Job) -> Result:
        """Perform a job: read its needs from the store, and store its result.

        Raises:
            FilesError: the disk is full, for the store or for a library's temporary file.
        """
        needs = _Needs(self.store, job.needs)
        if needs.gone:
            return Result(digest="", gone=needs.gone)
        try:
            made = task.perform(job.action, self.files, needs, job.places)
        except OSError as problem:
            if problem.errno not in DISK_FULL:
                raise
            message = f"cannot write a temporary file: {problem.strerror}"
            raise FilesError(error(Position(tempfile.gettempdir()), "cannot-write", message, HINT)) from problem
        digest = "" if made.data is None else self.store.put(made.data)
        return Result(digest=digest, problems=made.problems, dependencies=made.dependencies)


class _Needs(Mapping[str, bytes]):
    """A job's needs: all are checked before the job begins; those too large to hold are read again."""

    def __init__(self, store: Store, digests: Mapping[str, str]) -> None:
        self._store = store
        self._digests = digests
        self._held: dict[str, bytes] = {}
        gone, free = [], HELD
        for name, digest in digests.items():
            data = store.get(digest)
            if data is None:
                gone.append(name)
            elif len(data) <= free:
                self._held[name] = data
                free -= len(data)
        self.gone = tuple(gone)
        """The names of tasks whose results are no longer in the store."""

    def __getitem__(self, name: str) -> bytes:
        data = self._held.get(name)
        if data is None:
            data = self._store.get(self._digests[name])
        if data is None:
            message = f"the cached result of {name} cannot be read"
            hint = "check the disk, then run the command again"
            raise FilesError(error(Position(name), "unreadable-cache", message, hint))
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


class Pool(Protocol):
    """A pool that performs jobs: here, in workers, or on other machines."""

    def perform(self, job: Job) -> concurrent.futures.Future[Result]:
        """Start *job*, or queue it if the pool is full."""
        ...

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Wait until at least one of *futures* is done, and return those that are."""
        ...

    def end(self, *, at_once: bool) -> None:
        """Release everything; *at_once* does not wait for running jobs."""
        ...


class Here:
    """Performs jobs in this process, while the caller waits for them."""

    def __init__(self, context: WorkerContext) -> None:
        """Work in *context*."""
        self._context = context
        self._waiting: dict[concurrent.futures.Future[Result], Job] = {}

    def perform(self, job: Job) -> concurrent.futures.Future[Result]:
        """Queue *job* until its future is waited for."""
        future = concurrent.futures.Future[Result]()
        self._waiting[future] = job
        return future

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Perform the jobs of *futures*."""
        for future in futures:
            try:
                with self._context.limits.kept():
                    future.set_result(self._context.perform(self._waiting.pop(future)))
            except Exception as error:  # noqa: BLE001 - passed on: the future raises it when its result is requested
                future.set_exception(error)
        return set(futures)

    def end(self, *, at_once: bool) -> None:
        """Do nothing: nothing is running."""
