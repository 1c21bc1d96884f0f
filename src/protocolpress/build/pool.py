"""Where tasks are performed: in this process, or in worker processes.

In: a `Job`: an action, and the digests of what it needs. Out: a future of its `Result`; the bytes themselves are in the
store before and after, so they do not pass through this process. An action's own exception comes back as it was raised,
the worker's traceback in a note; a worker that dies, or needs more memory than it may, fails only the task it was busy
with, by `WorkerDiedError`. Nothing here can wait for a dead process, and no worker outlives this process by more than
its task.

Workers are spawned, not forked: threads (Pango's, the standard library's) do not survive a fork, and a fork server
keeps the environment of its first use. Measured on two cores: two workers are there after 0.10 s (fork server 0.09 s),
with `import weasyprint` in both after 1.0 s (fork server with preload 0.8 s).

`ProcessPoolExecutor` is not used. Its workers share one pipe for their results: when one of them is killed while it
writes there, the whole pool hangs (measured, Python 3.11). Nor can it say which task a dead worker was busy with.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import multiprocessing
import pickle
import resource
import signal
import traceback
from collections.abc import Collection, Iterator, Mapping
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Protocol

from protocolpress.build import task
from protocolpress.build.store import Store
from protocolpress.build.task import Action, Fact
from protocolpress.errors import Problem
from protocolpress.files import Files

SECONDS_TO_END = 5.0
"""An idle worker ends at once; one that has not ended by then is killed."""


class WorkerDiedError(Exception):
    """A worker process ended in the middle of a task; the text says how: "was killed by SIGKILL"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task as a worker sees it."""

    action: Action
    needs: Mapping[str, str]
    """The digests of what it needs, by the names of the tasks, in order."""
    places: frozenset[str] = frozenset()
    """The files that its parameters come from."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a job came to; *digest* is empty where it failed. Warnings come with either."""

    digest: str
    problems: tuple[Problem, ...] = ()
    facts: tuple[Fact, ...] = ()
    gone: tuple[str, ...] = ()
    """What it needs and is no longer in the store: the job was not begun."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What every worker has: the project, the store, and so many MiB of memory; 0 is no limit."""

    files: Files
    store: Store
    memory: int = 0

    def perform(self, job: Job) -> Result:
        """Do a job: take what it needs out of the store, put what it makes there.

        Raises:
            FilesError: there is no room in the store.
        """
        found = {name: self.store.get(digest) for name, digest in job.needs.items()}
        needs = {name: data for name, data in found.items() if data is not None}
        if gone := tuple(name for name in found if name not in needs):
            return Result(digest="", gone=gone)
        made = task.perform(job.action, self.files, needs, job.places)
        digest = "" if made.data is None else self.store.put(made.data)
        return Result(digest=digest, problems=made.problems, facts=made.facts)


class Pool(Protocol):
    """A place where jobs are done: here, in workers, and perhaps one day on other machines."""

    def perform(self, job: Job) -> concurrent.futures.Future[Result]:
        """Start *job*; never more of them at a time than the pool was opened for."""
        ...

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Wait until at least one of *futures* is done, and give those that are."""
        ...

    def end(self, *, at_once: bool) -> None:
        """Let go of everything; *at_once* does not wait for what is still running."""
        ...


@contextlib.contextmanager
def opened(room: Room, jobs: int) -> Iterator[Pool]:
    """Open a pool for *jobs* at a time, one in this process, more in workers; an exception ends it at once.

    With a limit of memory, one job at a time has a worker too: this process must not be the one that dies.
    """
    pool: Pool = Workers(room, jobs) if jobs > 1 or room.memory else Here(room)
    try:
        yield pool
    except BaseException:
        pool.end(at_once=True)
        raise
    pool.end(at_once=False)


class Here:
    """Does jobs in this process, while somebody waits for them."""

    def __init__(self, room: Room) -> None:
        """Work in *room*."""
        self._room = room
        self._waiting: dict[concurrent.futures.Future[Result], Job] = {}

    def perform(self, job: Job) -> concurrent.futures.Future[Result]:
        """Keep *job* until its future is waited for."""
        future = concurrent.futures.Future[Result]()
        self._waiting[future] = job
        return future

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Do the jobs of *futures*."""
        for future in futures:
            try:
                future.set_result(self._room.perform(self._waiting.pop(future)))
            except Exception as error:  # noqa: BLE001 - handed on: the future raises it where its result is asked for
                future.set_exception(error)
        return set(futures)

    def end(self, *, at_once: bool) -> None:
        """Do nothing: nothing is running."""


class Workers:
    """Does jobs in worker processes, one at a time in each; a thread for each waits for the answer."""

    def __init__(self, room: Room, jobs: int) -> None:
        """Send *room* to each worker once; start none yet."""
        self._room = room
        self._threads = concurrent.futures.ThreadPoolExecutor(jobs)
        self._all: list[_Worker] = []
        self._idle: list[_Worker] = []

    def perform(self, job: Job) -> concurrent.futures.Future[Result]:
        """Give *job* to an idle worker, or to a new one."""
        if self._idle:
            worker = self._idle.pop()
        else:
            worker = _Worker(self._room)
            self._all.append(worker)
        return self._threads.submit(self._ask, worker, job)

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Wait for the first answers."""
        return concurrent.futures.wait(futures, return_when=concurrent.futures.FIRST_COMPLETED).done

    def end(self, *, at_once: bool) -> None:
        """End all workers, and wait until they are gone."""
        for worker in self._all:
            worker.end(at_once=at_once)
        for worker in self._all:
            worker.join()
        self._threads.shutdown(cancel_futures=True)

    def _ask(self, worker: _Worker, job: Job) -> Result:
        result = worker.ask(job)
        # Only a worker that answered is used again, and it is idle before anybody can learn that its task is done.
        self._idle.append(worker)
        return result


class _Worker:
    """A worker process, and the pipe that is its alone: when either side is gone, the other one notices."""

    def __init__(self, room: Room) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(theirs, room), daemon=True)
        # Started first, because starting it would unblock the signal again.
        resource_tracker.ensure_running()
        # A terminal sends Ctrl-C to workers too, also to those that have not got as far as ignoring it.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            theirs.close()

    def ask(self, job: Job) -> Result:
        """Have *job* done and wait for its result."""
        question = pickle.dumps(job)
        try:
            self._pipe.send_bytes(question)
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerDiedError(self._death()) from error
        result: Result | Exception = pickle.loads(answer)  # noqa: S301 - from our own process
        if isinstance(result, WorkerDiedError):  # it answered, and is of no more use
            self._pipe.close()
        if isinstance(result, Exception):
            raise result
        return result

    def end(self, *, at_once: bool) -> None:
        """Close the pipe, which ends an idle worker; *at_once* ends a busy one too."""
        if at_once:
            self._process.terminate()
        else:
            self._pipe.close()

    def join(self) -> None:
        """Wait until the process is gone."""
        self._process.join(SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _death(self) -> str:
        self.join()
        code = self._process.exitcode or 0
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


def _serve(pipe: Connection, room: Room) -> None:
    """Answer questions until the pipe is closed: the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if room.memory:
        # What a process has written to, not what it has merely mapped (man setrlimit, RLIMIT_DATA).
        resource.setrlimit(resource.RLIMIT_DATA, (room.memory << 20, room.memory << 20))
    # The parent ends workers by closing the pipe; it is closed too when the parent was killed, even in mid-answer.
    with contextlib.suppress(EOFError, OSError):
        while True:
            question = pipe.recv_bytes()
            pipe.send_bytes(_answer(question, room))


def _answer(question: bytes, room: Room) -> bytes:
    try:
        return pickle.dumps(room.perform(pickle.loads(question)))  # noqa: S301 - from our own process
    except MemoryError:
        limit = f" of {room.memory} MB" if room.memory else ""
        return pickle.dumps(WorkerDiedError(f"ran out of its memory{limit}"))
    except Exception as error:  # noqa: BLE001 - handed on: the parent raises it
        error.add_note(f"in the worker process:\n{traceback.format_exc()}")
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    """Pickle *error*, or, where it cannot make the journey there and back, its name and text."""
    try:
        data = pickle.dumps(error)
        pickle.loads(data)  # noqa: S301 - a trial: many exceptions can be pickled and not made again
    except Exception:  # noqa: BLE001 - whatever it is, the traceback in the note is what matters
        substitute = RuntimeError(f"{type(error).__name__}: {error}")
        substitute.__notes__ = error.__notes__
        return pickle.dumps(substitute)
    return data
