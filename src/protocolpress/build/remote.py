"""A job on another machine: the request, its execution, the reply.

In: a `RemoteRequest`: a job, and answers to its probable questions to `Files`, with digests instead of bytes; the bytes
come separately. Out: a `Reply`: the result, or the unanswered questions. In the latter case nothing was made, and the
request is sent again with the answers. A worker reads no file of a project from its own disk: it knows only the answers
it was sent, so a task observes the same here and there.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
import pickle
import platform
import socket
import threading
import zlib
from collections.abc import Mapping, Sequence
from typing import ClassVar

import protocolpress
from protocolpress import limits
from protocolpress.build import task, versions
from protocolpress.build.pool import Job, Limits, WorkerDiedError
from protocolpress.build.recording import EXISTS, GLOB, READ
from protocolpress.build.task import Made
from protocolpress.errors import FilesError

Lookup = tuple[str, str]
"""A kind of dependency and a name: ("read", "sources/events/x.md")."""

Answer = str | bool | tuple[str, ...] | FilesError
"""The digest of the content, whether a file exists, the files that match, or the reason for no answer."""


class RemoteWorkerDiedError(WorkerDiedError):
    """A worker of the cluster could not finish a task."""

    hint: ClassVar[str] = "it may have run out of memory: start the workers with a larger --memory-limit"


class Unanswered(BaseException):
    """A job asked a question without an answer; no `except Exception` on the way may mistake it for an error."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRequest:
    """A job and everything it may know of the project."""

    job: Job
    answers: Mapping[Lookup, Answer]
    limits: Limits


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The reply to a request, one of three kinds."""

    made: Made | None = None
    asked: tuple[Lookup, ...] = ()
    """Questions to be answered first."""
    differs: Mapping[str, str] | None = None
    """Differences between the worker and the required environment; nothing was tried."""
    place: str = ""
    """The worker's name."""


class AnsweredFiles:
    """A project of which only some answers are known, as `Files`; lives as long as a job."""

    def __init__(self, answers: Mapping[Lookup, Answer], blobs: Mapping[str, bytes]) -> None:
        """Use *answers*, and *blobs* by their digests."""
        self._answers = answers
        self._blobs = blobs
        self.asked: list[Lookup] = []
        """Unanswered questions."""

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*."""
        return self._blobs[str(self._answer(READ, path))]

    def exists(self, path: str) -> bool:
        """Whether *path* is a readable file."""
        return bool(self._answer(EXISTS, path))

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files that match *pattern*, sorted."""
        found = self._answer(GLOB, pattern)
        return found if isinstance(found, tuple) else ()

    def _answer(self, kind: str, name: str) -> str | bool | tuple[str, ...]:
        answer = self._answers.get((kind, name))
        if answer is None:
            self.asked.append((kind, name))
            raise Unanswered(kind, name)
        if isinstance(answer, FilesError):
            raise FilesError(*answer.problems)
        return answer


_ALONE = threading.Lock()
"""WeasyPrint has one logger for a whole process, so a worker performs one job at a time, whatever its threads."""


def perform(libraries: tuple[str, ...], stamp: str, request: bytes, digests: Sequence[str], *blobs: bytes) -> Reply:
    """Perform a pickled `RemoteRequest` on a worker.

    *blobs* are the bytes of *digests*. The request is not even unpickled if the worker does not match *stamp*.

    Raises:
        OutOfMemoryError, OutOfTimeError: it exceeds its limits. An action's own exception passes through.
    """
    place = f"{socket.gethostname()}, process {os.getpid()}"
    here = description(libraries)
    if stamp_of(here) != stamp:
        return Reply(differs=here, place=place)
    wanted: RemoteRequest = pickle.loads(request)  # noqa: S301 - like everything that a scheduler sends; docs/cluster.md says whom to trust
    known = dict(zip(digests, blobs, strict=True))
    files = AnsweredFiles(wanted.answers, known)
    needs = {name: known[digest] for name, digest in wanted.job.needs.items()}
    made = None
    with contextlib.suppress(Unanswered), _ALONE, limits.last_resort(wanted.limits.seconds), wanted.limits.kept():
        made = task.perform(wanted.job.action, files, needs, wanted.job.places)
    # A library may swallow anything; a result made without an answer is not valid.
    return Reply(asked=tuple(files.asked), place=place) if files.asked else Reply(made=made, place=place)


def description(libraries: Sequence[str]) -> dict[str, str]:
    """Return everything that the bytes made here depend on: our code, Python, *libraries*, the processor."""
    return dict(_description(tuple(libraries)))


def stamp_of(description: Mapping[str, str]) -> str:
    """Write a description on one line, so that two can be compared."""
    return "; ".join(f"{name} {version}" for name, version in sorted(description.items()))


@functools.cache
def _description(libraries: tuple[str, ...]) -> Mapping[str, str]:
    return {
        "protocolpress": f"{protocolpress.__version__} (code {versions.code()[:8]})",
        "processor": platform.machine(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: versions.of(name) for name in ("Python", *libraries)},
    }
