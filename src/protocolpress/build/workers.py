"""Worker processes: long-lived, each with its own pipe.

In: jobs. Out: futures, as `pool` says; the worker's traceback is in a note of an action's exception. Nothing here can
wait for a dead process, and no worker outlives this process by more than its task.

Workers are spawned, not forked: threads (Pango's, the standard library's) do not survive a fork, and a fork server
keeps the environment of its first use. Measured on two cores: two workers are there after 0.10 s (fork server 0.09 s),
with `import weasyprint` in both after 1.0 s (fork server with preload 0.8 s).

`ProcessPoolExecutor` is not used. Its workers share one pipe for their results: when one of them is killed while it
writes there, the whole pool hangs (measured, Python 3.11). Nor can it say which task a dead worker was busy with.

The time limit is processor time: a task that exceeds it is interrupted, and its worker is killed if that does not help.
The memory limit is for resident memory: a worker is watched constantly, and its peak is read after each task. Whether a
document is too large must not depend on the worker's earlier tasks, so it is tried again in a new one.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import gc
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from protocolpress import limits
from protocolpress.build import memory, quiet
from protocolpress.build.jobserver import JobServer
from protocolpress.build.pool import Here, Job, OutOfMemoryError, Pool, Result, WorkerContext, WorkerDiedError

if TYPE_CHECKING:  # a build with nothing to do starts no process
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

SECONDS_TO_END = 5.0
"""An idle worker ends at once; one that has not ended by then is killed."""

SECONDS_BETWEEN = 0.02
"""Seconds between two looks at the memory of a worker with an explicit limit."""

SELDOM = 0.25
"""The same with the default limit, which is far away: looks cost time too."""

COLLECTED = (100_000, 10, 10)
"""Thresholds for collecting cycles in a worker (`gc.set_threshold`).

Layout makes millions of objects and releases them together; with Python's defaults a sixth of the time is spent
looking for cycles.
"""

YOUNG = 1
"""The generation that a worker collects after each task: everything that the task made.

A layout is full of cycles; if they are not collected at once they grow old and stay for some thirty documents: 175 MB
instead of 99 (measured with 40 protocols).
"""

OF_TERMINALS = {signal.SIGINT, signal.SIGHUP, signal.SIGQUIT}
"""Signals that a terminal sends to all processes that it started; the parent takes care of its workers."""

SLACK = 2
"""Multiple of its memory limit that a worker may allocate, used or not: stops a sudden allocation between two looks."""


@contextlib.contextmanager
def opened(context: WorkerContext, jobs: int, server: JobServer | None = None) -> Iterator[Pool]:
    """Open a pool for *jobs* at a time, one in this process, more in workers; an exception ends it at once.

    With chosen limits, one job at a time has a worker too: this process must not be the one that dies. With a job
    *server*, a job waits for a token before it begins.
    """
    pool: Pool = Workers(context, jobs, server) if jobs > 1 or context.limits.chosen else Here(context)
    try:
        yield pool
    except BaseException:
        pool.end(at_once=True)
        raise
    pool.end(at_once=False)


class Workers:
    """Performs jobs in worker processes, one at a time each; a thread for each starts it and waits for its answer."""

    def __init__(self, context: WorkerContext, jobs: int, server: JobServer | None = None) -> None:
        """Start no worker yet; each gets *context* once. With a job *server*, a job begins when there is a token."""
        self._context = context
        self._server = server
        self._threads = concurrent.futures.ThreadPoolExecutor(jobs)
        self._lock = threading.Lock()
        self._ended = False
        self._all: list[_Worker] = []
        self._idle: list[_Worker] = []

    def perform(self, job: Job) -> concurrent.futures.Future[Result]:
        """Assign *job* to an idle worker, or to a new one."""
        return self._threads.submit(self._begin, job)

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Wait for the first answers."""
        return concurrent.futures.wait(futures, return_when=concurrent.futures.FIRST_COMPLETED).done

    def end(self, *, at_once: bool) -> None:
        """End all workers, and wait until they are gone."""
        with self._lock:
            self._ended = True
        if self._server is not None:
            self._server.close()
        for worker in self._all:
            worker.end(at_once=at_once)
        for worker in self._all:
            worker.join()
        self._threads.shutdown(cancel_futures=True)
        if at_once or any(worker.has_died for worker in self._all):
            self._context.store.sweep()

    def _begin(self, job: Job) -> Result:
        with self._server.token() if self._server is not None else contextlib.nullcontext():
            return self._ask(job)

    def _ask(self, job: Job) -> Result:
        worker = self._worker()
        try:
            result = worker.ask(job)
        except OutOfMemoryError:
            if worker.is_new():
                raise
            worker = self._worker(new=True)
            result = worker.ask(job)
        # Only a worker that answered is reused, and it is idle before its task is known to be done.
        with self._lock:
            self._idle.append(worker)
        return result

    def _worker(self, *, new: bool = False) -> _Worker:
        with self._lock:
            if self._idle and not new:
                return self._idle.pop()
            if self._ended:
                message = "was not started: the run is over"
                raise WorkerDiedError(message)
            self._all.append(_Worker(self._context))
            return self._all[-1]


class _Worker:
    """A worker process; if either side of the pipe is gone, the other one notices."""

    def __init__(self, context: WorkerContext) -> None:
        import multiprocessing.resource_tracker  # noqa: PLC0415 - only where a worker is started

        spawning = multiprocessing.get_context("spawn")
        self._limits = context.limits
        self._jobs = 0
        self.has_died = False
        """Whether it died in the middle of a task, and may have left temporary files."""
        self._pipe, theirs = spawning.Pipe()
        self._process: SpawnProcess = spawning.Process(target=_serve, args=(theirs, context), daemon=True)
        # Started first, because starting it would unblock the signal again.
        multiprocessing.resource_tracker.ensure_running()
        # A terminal sends Ctrl-C to workers too, even to those that do not ignore it yet.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, OF_TERMINALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            theirs.close()

    def is_new(self) -> bool:
        """Whether it has had at most one job."""
        return self._jobs <= 1

    def ask(self, job: Job) -> Result:
        """Send *job* and wait for its result."""
        self._jobs += 1
        question = pickle.dumps(job)
        try:
            self._pipe.send_bytes(question)
            self._watch()
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise self._death() from error
        result: Result | Exception = pickle.loads(answer)  # noqa: S301 - from our own process
        if isinstance(result, WorkerDiedError):  # it answered, and is no longer needed
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

    def _watch(self) -> None:
        """Wait for the answer while the memory limit holds."""
        most = self._limits.memory
        while most and not self._pipe.poll(SECONDS_BETWEEN if self._limits.chosen else SELDOM):
            if memory.held(self._process.pid or 0) > most:
                self._process.kill()
                self.has_died = True
                raise self._limits.out_of_memory()

    def _death(self) -> WorkerDiedError:
        self.has_died = True
        self.join()
        code = self._process.exitcode or 0
        if code == -signal.SIGXCPU:
            return self._limits.out_of_time()
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return WorkerDiedError(how)


def _serve(pipe: Connection, context: WorkerContext) -> None:
    """Answer requests until the pipe is closed: the life of a worker."""
    for number in OF_TERMINALS:
        signal.signal(number, signal.SIG_IGN)
    quiet.begin()
    gc.set_threshold(*COLLECTED)
    # The parent ends workers by closing the pipe; it is closed too when the parent was killed, even in mid-answer.
    with contextlib.suppress(EOFError, OSError):
        while True:
            question = pipe.recv_bytes()
            pipe.send_bytes(_answer(question, context))
            gc.collect(YOUNG)
    # The result is in the store. Freeing the libraries' objects takes longer than a page, and the parent is waiting.
    os._exit(0)


def _answer(question: bytes, context: WorkerContext) -> bytes:
    most = context.limits
    try:
        with limits.last_resort(most.seconds), dataclasses.replace(most, memory=SLACK * most.memory).kept():
            data = pickle.dumps(context.perform(pickle.loads(question)))  # noqa: S301 - from our own process
    except OutOfMemoryError:
        data = pickle.dumps(most.out_of_memory())
    except Exception as error:  # noqa: BLE001 - passed on: the parent raises it
        error.add_note(f"in the worker process:\n{traceback.format_exc()}")
        data = _pickled(error)
    too_much = most.memory and memory.peak() > most.memory
    return pickle.dumps(most.out_of_memory()) if too_much else data


def _pickled(error: Exception) -> bytes:
    """Pickle *error*, or its name and text if it cannot be pickled and restored."""
    try:
        data = pickle.dumps(error)
        pickle.loads(data)  # noqa: S301 - a trial: many exceptions can be pickled but not restored
    except Exception:  # noqa: BLE001 - whatever it is, the traceback in the note is what matters
        substitute = RuntimeError(f"{type(error).__name__}: {error}")
        substitute.__notes__ = error.__notes__
        return pickle.dumps(substitute)
    return data
