"""Verifying traces: the state in which a task was last performed, and whether it is still the same.

In: a task and the environment as they are now, and the task's trace. Out: the reason why the task is stale, or nothing.
Pure: the same words decide what is done and are printed by `build --explain`. Needs are compared by the digests of
their results, so a change that leads to the same bytes goes no further (*early cutoff*).

See A. Mokhov, N. Mitchell, S. Peyton Jones, "Build systems à la carte", 2018, 4.2.2.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from protocolpress.build.canonical import Identity
from protocolpress.build.task import Dependency
from protocolpress.errors import Problem

Need = tuple[str, str]
"""The name of a task, and the digest of its result."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The last performance of a task."""

    function: str
    parameters: Mapping[str, str]
    needs: tuple[Need, ...]
    dependencies: tuple[Dependency, ...]
    output: str
    """The digest of its result."""
    problems: tuple[Problem, ...] = ()
    """Its warnings; a task that is not performed again repeats them."""


def why_stale(
    identity: Identity,
    needs: Sequence[Need],
    trace: Trace | None,
    now: Callable[[str, str], str],
    holding: set[Dependency] | None = None,
) -> str | None:
    """Return why a task must be performed, or None if its trace still holds.

    *needs* are what it needs, with their present digests, in order; *now* returns the present value of a dependency by
    its kind and its name. *holding* are dependencies that are known to hold: thousands of tasks share most of theirs.
    """
    if trace is None:
        return "it is new: there is no trace of it"
    if trace.function != identity.function:
        return f"it is made by {identity.function}; before, by {trace.function}"
    if trace.parameters != identity.parameters:
        return _parameters(trace.parameters, identity.parameters)
    if trace.needs != tuple(needs):
        return _needs(trace.needs, needs)
    if holding is not None and holding.issuperset(trace.dependencies):
        return None
    for kind, name, value in trace.dependencies:
        present = now(kind, name)
        if present != value:
            return _fact(kind, name, value, present)
    if holding is not None:
        holding.update(trace.dependencies)
    return None


def _parameters(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    names = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    return f"its {' and its '.join(names)} {'has' if len(names) == 1 else 'have'} changed"


def _needs(then: Sequence[Need], now: Sequence[Need]) -> str:
    before, after = dict(then), dict(now)
    for name in after:
        if name not in before:
            return f"it now needs {name}"
    for name in before:
        if name not in after:
            return f"it no longer needs {name}"
    for name, digest in now:
        if before[name] != digest:
            return f"{name} has changed"
    return "it needs the same tasks in a different order"


def _fact(kind: str, name: str, then: str, now: str) -> str:
    match kind:
        case "code":
            return "the program has changed"
        case "version":
            return f"{name} is {now}; before, it was {then}"
        case "glob":
            return f"different files match {name}"
    there, was_there = (value != "no" and not value.startswith("-") for value in (now, then))
    if there and not was_there:
        return f"it asks for {name}, which now exists"
    return f"{name} has changed" if there or not was_there else f"{name} is gone"
