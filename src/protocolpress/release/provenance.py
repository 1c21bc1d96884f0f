"""What something was made from: the engine's traces come in, files with their digests and versions of tools go out.

A trace names what a task read itself; what the tasks that it needs have read is part of it too. Files that were looked
for and are missing are not: something was decided by them, and nothing was made from them. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress.build import recording, versions
from protocolpress.build.traces import Trace

Inputs = frozenset[tuple[str, str]]
"""Paths with their digests."""

PROGRAM = "protocolpress, its code"
"""What the digest of all of the program's modules is called among the tools."""


def inputs(traces: Mapping[str, Trace]) -> dict[str, Inputs]:
    """Return what each task was made from, by its name; *traces* hold what any of them needs."""
    known: dict[str, Inputs] = {}

    def find(name: str) -> Inputs:
        if name not in known:
            trace = traces[name]
            read = {
                (path, value) for kind, path, value in trace.dependencies if kind == recording.READ and value[:1] != "-"
            }
            known[name] = frozenset(read).union(*(find(need) for need, _ in trace.needs))
        return known[name]

    for name in traces:
        find(name)
    return known


def tools(traces: Mapping[str, Trace]) -> dict[str, str]:
    """Return the versions of all that the tasks have used: libraries, Python, and the program itself."""
    found = {}
    for trace in traces.values():
        for kind, name, value in trace.dependencies:
            if kind == versions.VERSION:
                found[name] = value
            elif kind == versions.CODE:
                found[PROGRAM] = value
    return found
