"""The trace of a whole run: the quickest way to see that there is nothing to do.

In: a successful run, and its question. Out: the same answer, as long as all dependencies of its tasks and of its plan
hold, and all outputs are there. A run is thus a task too, and this is its trace; with 1,200 documents there are 37,000
tasks and five thousand files. If it is damaged or answers another question, it counts as missing, and the tasks are
examined.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Mapping

from protocolpress.build.keys import Key
from protocolpress.build.outputs import Stamp
from protocolpress.build.task import Dependency
from protocolpress.errors import Position, Problem, Severity
from protocolpress.folders import Folder

NAME = "run"

PURPOSE = b"run 2"
"""The purpose of its seal, and the version of its format."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunTrace:
    """A successful run."""

    question: str
    """The caller's question: with the same files, the same question makes the same tasks."""
    folder: str
    """The output folder."""
    dependencies: frozenset[Dependency]
    outputs: Mapping[str, str]
    """The digest of each output, by its path."""
    stamps: Mapping[str, Stamp]
    problems: tuple[Problem, ...]
    """Warnings."""


def read(folder: Folder, key: Key) -> RunTrace | None:
    """Read the last trace written to *folder*, if it was sealed with *key*."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        data = key.opened(PURPOSE, folder.read(NAME))
        if data is not None:
            record = json.loads(data)
            return RunTrace(
                question=record["question"],
                folder=record["folder"],
                dependencies=frozenset(map(tuple, record["dependencies"])),
                outputs=record["outputs"],
                stamps={path: Stamp(*stamp) for path, stamp in record["stamps"].items()},
                problems=tuple(_problem(*fields) for fields in record["problems"]),
            )
    return None


def stands(folder: Folder) -> bool:
    """Whether there is one, whoever wrote it."""
    with contextlib.suppress(OSError):
        return folder.read(NAME).startswith(b"protocolpress %s " % PURPOSE)
    return False


def write(folder: Folder, key: Key, trace: RunTrace) -> None:
    """Write *trace* to *folder*; if that is impossible, the next run examines its tasks."""
    record = {field.name: getattr(trace, field.name) for field in dataclasses.fields(trace)}
    record["dependencies"] = sorted(trace.dependencies)
    record["problems"] = [
        [*dataclasses.astuple(problem.position), problem.severity, problem.rule, problem.message, problem.hint]
        for problem in trace.problems
    ]
    data = json.dumps(record, separators=(",", ":")).encode()
    with contextlib.suppress(OSError):
        folder.write(NAME, key.sealed(PURPOSE, data), durable=False)


def _problem(path: str, line: int, column: int, severity: str, rule: str, message: str, hint: str) -> Problem:  # noqa: PLR0913, PLR0917 - as in the file
    return Problem(Position(path, line, column), Severity(severity), rule, message, hint)
