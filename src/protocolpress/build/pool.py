"""Where tasks are performed: in this process, or in worker processes.

In: a task's action and the bytes it needs. Out: a future of its `Result`. An action's own exception comes back as it
was raised, the worker's traceback in a note; a worker that dies fails only the task it was busy with, by
`WorkerDiedError`. Nothing here can wait for a dead process, and no worker outlives this process by more than its task.

Workers are spawned, not forked: threads (Pango's, the standard library's) do not survive a fork, and a fork server
keeps the environment of its first use. Measured on two cores: two workers are there after 0.10 s (fork server 0.09 s),
with `import weasyprint` in both after 1.0 s (fork server with preload 0.8 s).

`ProcessPoolExecutor` is not used. Its workers share one pipe for their results: when one of them is killed while it
writes there, the whole pool hangs (measured, Python 3.11). Nor can it say which task a dead worker was busy with.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import pickle
import signal
import traceback
from collections.abc import Collection, Iterator, Mapping
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Protocol

from protocolpress.build import task
from protocolpress.build.task import Action, Result
from protocolpress.files import Files

SECONDS_TO_END = 5.0
"""An idle worker ends at once; one that has not ended by then is killed."""


class WorkerDiedError(Exception):
    """A worker process ended in the middle of a task; the text says how: "was killed by SIGKILL"."""


class Pool(Protocol):
    """A place where tasks are performed."""

    def perform(self, action: Action, needs: Mapping[str, bytes]) -> concurrent.futures.Future[Result]:
        """Start *action*; never more of them at a time than the pool was opened for."""
        ...

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Wait until at least one of *futures* is done, and give those that are."""
        ...

    def end(self, *, at_once: bool) -> None:
        """Let go of everything; *at_once* does not wait for what is still running."""
        ...


@contextlib.contextmanager
def opened(files: Files, jobs: int) -> Iterator[Pool]:
    """Open a pool for *jobs* tasks at a time, one in this process, more in workers; an exception ends it at once."""
    pool: Pool = Workers(files, jobs) if jobs > 1 else Here(files)
    try:
        yield pool
    except BaseException:
        pool.end(at_once=True)
        raise
    pool.end(at_once=False)


class Here:
    """Performs tasks in this process, while somebody waits for them."""

    def __init__(self, files: Files) -> None:
        """Let actions read through *files*."""
        self._files = files
        self._waiting: dict[concurrent.futures.Future[Result], tuple[Action, Mapping[str, bytes]]] = {}

    def perform(self, action: Action, needs: Mapping[str, bytes]) -> concurrent.futures.Future[Result]:
        """Keep *action* until its future is waited for."""
        future = concurrent.futures.Future[Result]()
        self._waiting[future] = (action, needs)
        return future

    def wait(self, futures: Collection[concurrent.futures.Future[Result]]) -> set[concurrent.futures.Future[Result]]:
        """Perform the actions of *futures*."""
        for future in futures:
            action, needs = self._waiting.pop(future)
            try:
                future.set_result(task.perform(action, self._files, needs))
            except Exception as error:  # noqa: BLE001 - handed on: the future raises it where its result is asked for
                future.set_exception(error)
        return set(futures)

    def end(self, *, at_once: bool) -> None:
        """Do nothing: nothing is running."""


class Workers:
    """Performs tasks in worker processes, one at a time in each; a thread for each waits for the answer."""

    def __init__(self, files: Files, jobs: int) -> None:
        """Send *files* to each worker once; start none yet."""
        self._files = files
        self._threads = concurrent.futures.ThreadPoolExecutor(jobs)
        self._all: list[_Worker] = []
        self._idle: list[_Worker] = []

    def perform(self, action: Action, needs: Mapping[str, bytes]) -> concurrent.futures.Future[Result]:
        """Give *action* to an idle worker, or to a new one."""
        if self._idle:
            worker = self._idle.pop()
        else:
            worker = _Worker(self._files)
            self._all.append(worker)
        return self._threads.submit(self._ask, worker, action, needs)

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

    def _ask(self, worker: _Worker, action: Action, needs: Mapping[str, bytes]) -> Result:
        result = worker.ask(action, needs)
        # Only a worker that answered is used again, and it is idle before anybody can learn that its task is done.
        self._idle.append(worker)
        return result


class _Worker:
    """A worker process, and the pipe that is its alone: when either side is gone, the other one notices."""

    def __init__(self, files: Files) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(theirs, files), daemon=True)
        # Started first, because starting it would unblock the signal again.
        resource_tracker.ensure_running()
        # A terminal sends Ctrl-C to workers too, also to those that have not got as far as ignoring it.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            theirs.close()

    def ask(self, action: Action, needs: Mapping[str, bytes]) -> Result:
        """Have *action* performed and wait for its result."""
        question = pickle.dumps((action, dict(needs)))
        try:
            self._pipe.send_bytes(question)
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerDiedError(self._death()) from error
        result: Result | Exception = pickle.loads(answer)  # noqa: S301 - from our own process
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


def _serve(pipe: Connection, files: Files) -> None:
    """Answer questions until the pipe is closed: the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The parent ends workers by closing the pipe; it is closed too when the parent was killed, even in mid-answer.
    with contextlib.suppress(EOFError, OSError):
        while True:
            question = pipe.recv_bytes()
            pipe.send_bytes(_answer(question, files))


def _answer(question: bytes, files: Files) -> bytes:
    try:
        action, needs = pickle.loads(question)  # noqa: S301 - from our own process
        return pickle.dumps(task.perform(action, files, needs))
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
