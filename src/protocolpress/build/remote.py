"""A job on another machine: the request, its execution, the reply.

In: a `RemoteRequest`: a job, and answers to what it will probably ask `Files`, with digests instead of bytes; the bytes
come separately. Out: a `Reply`: what was made, or the questions that had no answer. Then nothing was made, and the
request is sent again with these answers. A worker reads no file of a project from its own disk: it knows only the
answers it was sent, so a task observes the same here and there.
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
"""The digest of what was read, whether a file is there, which files match, or why there is no answer."""


class RemoteWorkerDiedError(WorkerDiedError):
    """A worker of the cluster could not end a task."""

    hint: ClassVar[str] = "it may have run out of memory: start the workers with a larger --memory-limit"


class Unanswered(BaseException):
    """A job asked what its request has no answer to; no `except Exception` on the way may take it for a mistake."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRequest:
    """A job and what it may know of the project."""

    job: Job
    answers: Mapping[Lookup, Answer]
    limits: Limits


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a request came to: one of three."""

    made: Made | None = None
    asked: tuple[Lookup, ...] = ()
    """What has to be answered first."""
    differs: Mapping[str, str] | None = None
    """How the worker differs from what it should be; nothing was tried."""
    place: str = ""
    """Which worker this is."""


class AnsweredFiles:
    """A project of which nothing is known but answers, as `Files`; lives as long as a job."""

    def __init__(self, answers: Mapping[Lookup, Answer], blobs: Mapping[str, bytes]) -> None:
        """Know *answers*, and *blobs* by their digests."""
        self._answers = answers
        self._blobs = blobs
        self.asked: list[Lookup] = []
        """What there was no answer to."""

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*."""
        return self._blobs[str(self._answer(READ, path))]

    def exists(self, path: str) -> bool:
        """Whether *path* is a file that may be read."""
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
"""WeasyPrint has one logger for a whole process: whatever threads a worker has, it does one job at a time."""


def perform(libraries: tuple[str, ...], stamp: str, request: bytes, digests: Sequence[str], *blobs: bytes) -> Reply:
    """Do a pickled `RemoteRequest`: the life of a task on a worker.

    *blobs* are the bytes of *digests*. The request is not even looked at where the worker is not what *stamp* says.

    Raises:
        OutOfMemoryError, OutOfTimeError: it needs more than it may take. An action's own exception passes through.
    """
    place = f"{socket.gethostname()}, process {os.getpid()}"
    here = description(libraries)
    if stamp_of(here) != stamp:
        return Reply(differs=here, place=place)
    wanted: RemoteRequest = pickle.loads(request)  # noqa: S301 - as everything that a scheduler sends; docs/cluster.md says whom to trust
    known = dict(zip(digests, blobs, strict=True))
    files = AnsweredFiles(wanted.answers, known)
    needs = {name: known[digest] for name, digest in wanted.job.needs.items()}
    made = None
    with contextlib.suppress(Unanswered), _ALONE, limits.last_resort(wanted.limits.seconds), wanted.limits.kept():
        made = task.perform(wanted.job.action, files, needs, wanted.job.places)
    # A library may swallow anything: what was made without an answer is not what was asked for.
    return Reply(asked=tuple(files.asked), place=place) if files.asked else Reply(made=made, place=place)


def description(libraries: Sequence[str]) -> dict[str, str]:
    """Return what the bytes that this process makes depend on: our code, Python, *libraries*, the processor."""
    return dict(_description(tuple(libraries)))


def stamp_of(description: Mapping[str, str]) -> str:
    """Write a description in one line, so that two can be compared."""
    return "; ".join(f"{name} {version}" for name, version in sorted(description.items()))


@functools.cache
def _description(libraries: tuple[str, ...]) -> Mapping[str, str]:
    return {
        "protocolpress": f"{protocolpress.__version__} (code {versions.code()[:8]})",
        "processor": platform.machine(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: versions.of(name) for name in ("Python", *libraries)},
    }
