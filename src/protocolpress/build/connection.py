"""The door to Dask: a scheduler, its workers, and the data that they hold.

In: an address. Out: a `Connection`, through which functions are called on workers. A cluster that cannot be reached,
has no suitable worker, or is lost is a `BuildError` within seconds: nothing here waits indefinitely. A worker that
would produce different bytes is refused, with its name and the differences.
"""

from __future__ import annotations

import collections
import contextlib
import logging
import threading
import uuid
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Any

from protocolpress.build import remote
from protocolpress.build.remote import RemoteWorkerDiedError, Reply
from protocolpress.errors import BuildError, Position, Problem, error

SECONDS_TO_CONNECT = 5
"""Seconds to wait for the scheduler's answer, and for its first worker."""

LOOKS_WITHOUT_WORKER = 10
"""Number of checks that may find no worker accepting work, since a killed worker is restarted."""

LEAST_MEMORY = 512 << 20
"""Least memory limit of a worker, in bytes: with less, Dask pauses it before its first document."""

MOST_HELD = 512 << 20
"""Bytes of inputs that the cluster keeps for later jobs; the least recently used go first."""

HINT = "docs/cluster.md says how to start a cluster and its workers"
WORKER_HINT = "start one: dask worker ADDRESS --nthreads 1"
LOST_HINT = "run the command again when the cluster is back: finished tasks are kept"

Client = Any
"""`distributed.Client`, imported only when a cluster is used."""

Held = Any
"""`distributed.Future` of bytes that the cluster holds."""


class Connection:
    """A connected cluster; several threads may use it."""

    def __init__(self, client: Client, address: str, killed: type[Exception]) -> None:
        """Talk through *client* to the scheduler at *address*; *killed* is Dask's exception for a lost task."""
        self.shelf = ClusterStore(client)
        self._client = client
        self._address = address
        self._killed = killed
        self._looks = 0

    def call(self, name: str, function: Callable[..., Reply], *arguments: object) -> Reply:
        """Call *function* on a worker; `Held` values among *arguments* arrive as bytes. *name* groups similar jobs.

        Raises:
            CancelledError: what is held was lost with its worker, or the connection is closed.
            RemoteWorkerDiedError: as many workers died of it as Dask permits.
        """
        # Dask learns the duration of similar jobs from the first part of a key.
        future = self._client.submit(function, *arguments, key=f"{name}-{uuid.uuid4().hex}")
        try:
            reply: Reply = future.result()
        except self._killed as death:
            times, last = getattr(death, "allowed_failures", 0) + 1, getattr(death, "last_worker", None)
            again = f" {times} times, the last time" if times > 1 else ""
            message = f"died{again} at {getattr(last, 'address', '?')}"
            raise RemoteWorkerDiedError(message) from death
        return reply

    def check(self) -> None:
        """Raise a `BuildError` if the scheduler is gone."""
        if self._client.status != "running":
            raise no_cluster(self._address, "the connection to the scheduler was lost", LOST_HINT)

    def look(self) -> None:
        """Check that a worker can still finish a job; called repeatedly while none is finished.

        Raises:
            BuildError: there has been nobody for a while.
        """
        self._looks = 0 if self.takes_work() else self._looks + 1
        if self._looks >= LOOKS_WITHOUT_WORKER:
            raise no_cluster(self._address, "no worker of the cluster accepts work", WORKER_HINT)

    def takes_work(self) -> bool:
        """Whether any worker is not paused.

        Raises:
            BuildError: there is no scheduler.
        """
        self.check()
        with contextlib.suppress(OSError):
            return any(worker["status"] == "running" for worker in self._client.scheduler_info()["workers"].values())
        return False

    def inspect(self, libraries: Sequence[str]) -> int:
        """Check that every worker is suitable; return their number.

        Raises:
            BuildError: there is none, or one is not fit.
        """
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
            workers = self._client.scheduler_info()["workers"]
            ask = {"workers": list(workers), "on_error": "return"}
            found = self._client.run(remote.description, tuple(libraries), **ask)
        except OSError as problem:  # TimeoutError is a subclass
            raise no_cluster(self._address, "the cluster has no worker", WORKER_HINT) from problem
        problems = [
            problem
            for place, worker in sorted(workers.items())
            for problem in _faults(place, worker, found.get(place), libraries)
        ]
        if problems:
            raise BuildError(*problems)
        return len(workers)

    def close(self) -> None:
        """Release everything; workers finish their current tasks, and the results are discarded."""
        with contextlib.suppress(Exception):  # whatever the error: the connection may be its cause
            self._client.close(timeout=1)


class ClusterStore:
    """Data held by the cluster, by digest: Dask moves it to the workers that need it. Several threads may use it."""

    def __init__(self, client: Client) -> None:
        """Start empty."""
        self._client = client
        self._lock = threading.Lock()
        self._held: collections.OrderedDict[str, tuple[Held, int]] = collections.OrderedDict()
        self._size = 0

    def get(self, digest: str) -> Held | None:
        """Return the data held under *digest*."""
        with self._lock:
            if digest not in self._held:
                return None
            self._held.move_to_end(digest)
            return self._held[digest][0]

    def put(self, blobs: Mapping[str, bytes]) -> dict[str, Held]:
        """Send *blobs* to the cluster, and drop the least recently used ones.

        Raises:
            CancelledError: they cannot be sent.
        """
        if not blobs:
            return {}
        # A new name each time: Dask may still be releasing the last one.
        names = {digest: f"{digest}-{uuid.uuid4().hex}" for digest in blobs}
        try:
            sent = self._client.scatter({names[digest]: data for digest, data in blobs.items()})
        except (
            OSError,
            KeyError,
        ) as problem:  # the worker that receives them has just died
            raise CancelledError from problem
        held = {digest: sent[name] for digest, name in names.items()}
        with self._lock:
            for digest, there in held.items():
                self._let_go(digest)
                self._held[digest] = (there, len(blobs[digest]))
                self._size += len(blobs[digest])
            while self._size > MOST_HELD and len(self._held) > 1:
                self._let_go(next(iter(self._held)))
        return held

    def drop(self, digests: Collection[str]) -> None:
        """Forget data that may be lost."""
        with self._lock:
            for digest in digests:
                self._let_go(digest)

    def _let_go(self, digest: str) -> None:
        _, size = self._held.pop(digest, (None, 0))
        self._size -= size


def connected(address: str) -> Connection:
    """Connect with the scheduler at *address*.

    Raises:
        BuildError: Dask is not installed, or nobody answers.
    """
    try:
        import distributed  # noqa: PLC0415 - only if a cluster is used
    except ModuleNotFoundError as missing:
        raise no_cluster(address, "Dask is not installed", "pip install 'protocolpress[cluster]'") from missing
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # its warnings are reported in our own words
    warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)  # versions are compared here
    dask: Any = distributed  # few of its functions have types
    security = dask.Security().get_connection_args("client")
    if address.startswith("tls:") and not security.get("ssl_context"):
        raise no_cluster(address, "Dask's configuration names no certificates", HINT)
    if not address.startswith("tls:") and security.get("require_encryption"):
        raise no_cluster(address, "Dask's configuration asks for encryption", "write tls:// instead of tcp://")
    try:
        client = dask.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="protocolpress")
    except (OSError, ValueError) as problem:
        raise no_cluster(address, f"the scheduler cannot be reached: {problem}", HINT) from problem
    return Connection(client, address, distributed.KilledWorker)


def differences(place: str, about: Mapping[str, str], libraries: Sequence[str]) -> Iterator[Problem]:
    """Return the differences between a worker that describes itself as *about* and this machine."""
    here = remote.description(libraries)
    different = [name for name in here if about.get(name) != here[name]]
    if different:
        words = "; ".join(f"{name} is {about.get(name, 'missing')}, here {here[name]}" for name in different)
        yield _unfit(place, f"the worker would produce different bytes: {words}")


def _faults(place: str, worker: Mapping[str, Any], about: object, libraries: Sequence[str]) -> Iterator[Problem]:
    if isinstance(about, Mapping):
        yield from differences(place, about, libraries)
    elif not isinstance(about, OSError | None):  # it is leaving just now
        yield _unfit(place, f"protocolpress cannot be used there: {about}")
    if worker["nthreads"] != 1:
        yield _unfit(place, f"the worker does {worker['nthreads']} tasks at a time; only one is allowed")
    if 0 < (worker["memory_limit"] or 0) < LEAST_MEMORY:
        memory = worker["memory_limit"] >> 20
        yield _unfit(place, f"the worker may use {memory} MB of memory; it needs {LEAST_MEMORY >> 20} MB")


def _unfit(place: str, message: str) -> Problem:
    return error(Position(place), "unfit-worker", message, HINT)


def no_cluster(address: str, message: str, hint: str) -> BuildError:
    """Make the error of an unavailable cluster."""
    return BuildError(error(Position(address), "no-cluster", message, hint))
