"""The inputs of each output: the engine's traces come in; files with their digests and versions of tools go out.

A trace lists the files that a task itself read; the inputs of the tasks that it needs are included too. Files that were
looked for and are missing are left out: they influenced decisions, but nothing was made from them. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress.build import recording, versions
from protocolpress.build.traces import Trace

Inputs = frozenset[tuple[str, str]]
"""Paths with their digests."""

PROGRAM = "protocolpress, its code"
"""Name of the digest of all the program's modules among the tools."""


def inputs(traces: Mapping[str, Trace]) -> dict[str, Inputs]:
    """Return the inputs of each task, by name; *traces* include those of all its needs."""
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
    """Return the versions of everything that the tasks have used: libraries, Python, and the program itself."""
    found = {}
    for trace in traces.values():
        for kind, name, value in trace.dependencies:
            if kind == versions.VERSION:
                found[name] = value
            elif kind == versions.CODE:
                found[PROGRAM] = value
    return found
