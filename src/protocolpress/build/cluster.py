"""The same tasks on other machines, through Dask's futures.

In: the address of a scheduler. Out: a session whose pool is its workers. The inputs of a job are sent there once, by
digest, and then go from worker to worker; results come back into the store. All communication is initiated by the
client: a job that needs a missing answer ends, and is sent again with it (`remote`). If a worker dies, Dask gives its
job to another one; inputs lost with it are sent again.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import pickle
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future

from protocolpress.build import connection, prefetch, recording, remote
from protocolpress.build.cache import Cache
from protocolpress.build.connection import Connection, Held
from protocolpress.build.environment import Environment
from protocolpress.build.interrupts import Interrupts
from protocolpress.build.pool import Job, Limits, Result, WorkerContext
from protocolpress.build.prefetch import Predictor
from protocolpress.build.remote import Answer, Lookup, RemoteRequest, RemoteWorkerDiedError, Reply
from protocolpress.build.run import Session
from protocolpress.build.schedule import Scene
from protocolpress.build.task import Made
from protocolpress.errors import BuildError, FilesError
from protocolpress.files import Files

JOBS_A_WORKER = 2
"""Jobs in the queue of each worker, so that the next one is there when one ends."""

SECONDS_BETWEEN = 2
"""Seconds between two checks of the cluster while no job ends."""

TRIES = 5
"""A job fails after its inputs have been lost with their workers this many times."""

SECONDS_MORE = 0.5
"""Additional delay before each retry: Dask may not have noticed yet which worker died."""

MOST_BESIDE = 8 << 20
"""Largest folder, in bytes, that is sent whole when a job asks for one of its files."""


@contextlib.contextmanager
def opened(
    files: Files,
    cache: Cache,
    address: str,
    *,
    libraries: Sequence[str],
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Session]:
    """Open a session that performs tasks on the cluster at *address*, *jobs* at a time, by default two for each worker.

    *libraries* are those whose versions the workers must share, as `versions` knows them; a job keeps to *limits*.

    Raises:
        BuildError: there is no such cluster, or one of its workers would make other bytes; later, the cluster is lost.
    """
    link = connection.connected(address)
    try:
        jobs = jobs or JOBS_A_WORKER * link.inspect(libraries)
        context = WorkerContext(files=files, store=cache.store, limits=limits or Limits())
        pool = Cluster(link, context, libraries, jobs)
        with Interrupts() as interrupts, pool.held():
            yield Session(
                Scene(cache=cache, environment=Environment(files), workers=pool, jobs=jobs, interrupts=interrupts),
                cache,
            )
    finally:
        link.close()


class Cluster:
    """Performs jobs on the workers of a cluster; a thread for each waits for its reply."""

    def __init__(self, link: Connection, context: WorkerContext, libraries: Sequence[str], jobs: int) -> None:
        """Send nothing yet."""
        self._link = link
        self._context = context
        self._libraries = tuple(libraries)
        self._stamp = remote.stamp_of(remote.description(libraries))
        self._threads = concurrent.futures.ThreadPoolExecutor(jobs)
        self._predictor = Predictor()
        self._known: dict[Lookup, Answer] = {}
        self._folders: dict[str, frozenset[str]] = {}
        self._ended = threading.Event()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Release everything on exit: at once if there was an exception."""
        try:
            yield
        except BaseException:
            self.end(at_once=True)
            raise
        self.end(at_once=False)

    def perform(self, job: Job) -> Future[Result]:
        """Send *job* to the cluster."""
        return self._threads.submit(self._do, job)

    def wait(self, futures: Collection[Future[Result]]) -> set[Future[Result]]:
        """Wait for the first results.

        Raises:
            BuildError: the cluster is lost.
        """
        while True:
            done = concurrent.futures.wait(futures, SECONDS_BETWEEN, concurrent.futures.FIRST_COMPLETED).done
            if done:
                return done
            self._link.look()

    def end(self, *, at_once: bool) -> None:
        """Release everything; workers finish their current tasks, and the results are discarded."""
        self._ended.set()
        if at_once:
            self._link.close()
        self._threads.shutdown(wait=not at_once, cancel_futures=True)

    def _do(self, job: Job) -> Result:
        try:
            return self._done(job)
        except Exception:
            if not self._ended.is_set():
                self._link.check()  # after the loss of a cluster, this is the error to report
            raise

    def _done(self, job: Job) -> Result:
        found = {digest: self._context.store.get(digest) for digest in job.needs.values()}
        needs = {digest: data for digest, data in found.items() if data is not None}
        if gone := tuple(name for name, digest in job.needs.items() if digest not in needs):
            return Result(digest="", gone=gone)
        made = self._made(job, needs)
        digest = "" if made.data is None else self._context.store.put(made.data)
        return Result(digest=digest, problems=made.problems, dependencies=made.dependencies)

    def _made(self, job: Job, needs: Mapping[str, bytes]) -> Made:
        """Send *job* until all its questions are answered."""
        asked = self._predictor.likely(job.action)
        while True:
            reply = self._replied(job, asked, needs)
            if reply.differs is not None:
                raise BuildError(*connection.differences(reply.place, reply.differs, self._libraries))
            if reply.made is not None:
                questions = {(kind, name) for kind, name, _ in reply.made.dependencies}
                self._predictor.learn(job.action, questions, asked)
                return reply.made
            self._predictor.learn(job.action, reply.asked)
            # Other threads have learned more meanwhile.
            asked = asked.union(self._predictor.likely(job.action), *map(self._around, reply.asked))

    def _replied(self, job: Job, asked: Collection[Lookup], needs: Mapping[str, bytes]) -> Reply:
        """Send *job* with answers, again if its inputs were lost on the way."""
        held: dict[str, Held] = {}
        for number in range(TRIES):
            try:
                answers, held = self._answered(asked, needs)
                order = pickle.dumps(RemoteRequest(job=job, answers=answers, limits=self._context.limits))
                beside = (self._libraries, self._stamp, order, tuple(held))
                name = prefetch.function(job.action).rpartition(".")[2].replace(":", ".")
                return self._link.call(name, remote.perform, *beside, *held.values())
            except CancelledError:
                while self._ended.wait(number * SECONDS_MORE) or not self._link.takes_work():
                    if self._ended.wait(SECONDS_BETWEEN):
                        raise
                self._link.shelf.drop(held)
        raise RemoteWorkerDiedError(f"was lost, and its inputs with it, {TRIES} times")

    def _answered(
        self, asked: Collection[Lookup], needs: Mapping[str, bytes]
    ) -> tuple[dict[Lookup, Answer], dict[str, Held]]:
        """Answer questions; return the answers, and by digest those of them and of *needs* that the cluster holds."""
        shelf = self._link.shelf
        held = {digest: there for digest in needs if (there := shelf.get(digest)) is not None}
        fresh = {digest: data for digest, data in needs.items() if digest not in held}
        answers: dict[Lookup, Answer] = {}
        for question in sorted(asked):
            known = self._known.get(question)
            if question[0] == recording.READ and isinstance(known, str) and known not in fresh and known not in held:
                there = shelf.get(known)
                known = None if there is None else known
                held |= {} if known is None else {known: there}
            if known is None:
                known = self._known[question] = self._look_up(question, fresh)
            answers[question] = known
        return answers, held | shelf.put(fresh)

    def _look_up(self, question: Lookup, fresh: dict[str, bytes]) -> Answer:
        """Answer from the project; new contents go to *fresh*."""
        kind, name = question
        files = self._context.files
        try:
            if kind == recording.EXISTS:
                return files.exists(name)
            if kind == recording.GLOB:
                return files.glob(name)
            data = files.read(name)
        except FilesError as refusal:
            return refusal
        digest = recording.digest(data)
        fresh[digest] = data
        return digest

    def _around(self, question: Lookup) -> Collection[Lookup]:
        """Guess the next questions after *question*: the same about neighbouring files, if they are small."""
        kind, name = question
        folder = name.rpartition("/")[0]
        if kind == recording.GLOB or not folder:
            return {question}
        if folder not in self._folders:
            self._folders[folder] = _small(self._context.files, folder)
        return {
            (kind, beside) for kind in (recording.EXISTS, recording.READ) for beside in {name, *self._folders[folder]}
        }


def _small(files: Files, folder: str) -> frozenset[str]:
    """Return the files of *folder*; none if they are too large to send without being asked for."""
    size, found = 0, set()
    with contextlib.suppress(FilesError):
        for path in files.glob(f"{folder}/*"):
            if path.rpartition("/")[0] == folder:
                size += len(files.read(path))
                found.add(path)
            if size > MOST_BESIDE:
                return frozenset()
    return frozenset(found)
