"""Tasks: a name, an action, the tasks it needs, and the path of its output.

In: a task's action with the files and the bytes it needs. Out: its bytes, or problems if there are none, and its
questions about the project. An action cannot see other tasks, the output folder, the cache, or the number of workers;
it reads the disk only through `Files`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Callable, Collection, Mapping

from protocolpress.build import stack
from protocolpress.build.recording import RecordingFiles
from protocolpress.errors import PressError, Problem, Problems
from protocolpress.files import Files


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The inputs of an action: the project, the bytes of the tasks that it needs, and a collector for problems."""

    files: Files
    needs: Mapping[str, bytes]
    problems: Problems


Action = Callable[[Inputs], bytes]
"""A pure function of its files and needs; picklable: a frozen dataclass, whose fields are its parameters.

Fields are frozen dataclasses, texts, numbers, dates, tuples, frozensets, mappings of these. It imports its stage when
called, so that a plan without work to do loads no library.
"""

Dependency = tuple[str, str, str]
"""A dependency of a result: a kind, a name of that kind, a value: ("read", "sources/events/x.md", its digest)."""


def described(action: Action) -> tuple[str, Mapping[str, object]]:
    """Return the name of the function that *action* calls, "module:name", and its parameters by name."""
    if isinstance(action, functools.partial):
        given = {str(number): value for number, value in enumerate(action.args)}
        return _name(action.func), {**given, **action.keywords}
    value: object = action
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return _name(value), {}
    return _name(type(value)), {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _name(function: object) -> str:
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', type(function).__name__)}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step of a run."""

    name: str
    """Unique: "pdf:en-ru:protocols/2012-02-29-quebec"."""
    action: Action
    needs: tuple[str, ...] = ()
    """The names of the tasks whose bytes the action gets, in this order."""
    output: str = ""
    """A path below the output folder, "pdf/en-ru/protocols/x.pdf"; empty if only other tasks use the bytes."""
    uses: tuple[str, ...] = ()
    """The libraries whose versions matter to the action, as `versions.of` knows them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The result of an action; *data* is None if it failed. Either kind may have warnings."""

    data: bytes | None
    problems: tuple[Problem, ...]
    dependencies: tuple[Dependency, ...] = ()
    """Its questions to `Files`, with their answers, sorted."""


def perform(action: Action, files: Files, needs: Mapping[str, bytes], places: Collection[str] = ()) -> Made:
    """Call *action* and return its result.

    A task with an error among its problems has failed even if it returned bytes: they are not fit for readers.
    An exception that is no `PressError` is a bug and passes through. A problem names lines of files, so a
    task with problems has also read the files with those lines, and *places*, the files that its parameters come from.
    """
    problems = Problems()
    data: bytes | None = None
    traced = RecordingFiles(files)
    try:
        data = stack.in_one_piece(action, Inputs(files=traced, needs=needs, problems=problems))
    except PressError as error:
        problems.add(*error.problems)
    if problems:
        for path in sorted({*places, *(problem.position.path for problem in problems)}):
            with contextlib.suppress(PressError):
                traced.read(path)
    return Made(data=None if problems.errors else data, problems=tuple(problems), dependencies=traced.dependencies())
