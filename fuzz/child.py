"""The process that runs one target; started by `__main__`. The tested modules are instrumented by atheris."""

from __future__ import annotations

import contextlib
import importlib
import pathlib
import sys
from typing import Any

WATCHED = ["protocolpress", "edtf", "pyparsing", "yaml", "tomllib", "openpyxl", "translate", "markdown_it", "pypdf"]
"""Packages whose branches atheris counts."""


def main() -> None:
    """Run the target named on the command line."""
    name, folder, seconds, each, seed, how = sys.argv[1:]
    atheris: Any = None
    watching: contextlib.AbstractContextManager[Any] = contextlib.nullcontext()
    if how == "guided":
        atheris = importlib.import_module("atheris")  # not everywhere installed
        watching = atheris.instrument_imports(include=WATCHED)
    with watching:
        import edtf  # noqa: F401, PLC0415 - the program loads it late

        from fuzz import limits, running, targets  # noqa: PLC0415
    limits.memory(running.MEMORY)
    session = running.Session(targets.TARGETS[name], pathlib.Path(folder), float(seconds), float(each))
    if how == "guided":
        running.guided(session, atheris, int(seed))
    else:
        running.plain(session, int(seed))


main()
