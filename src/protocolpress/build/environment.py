"""The environment of this run: files, versions and our own code, each examined once.

In: `Files`. Out: the present value of a dependency. A file is represented by its content, never by its time.
"""

from __future__ import annotations

from protocolpress.build import recording, versions
from protocolpress.build.task import Dependency, Task
from protocolpress.files import Files

PYTHON = "Python"


class Environment:
    """Returns the values of dependencies; they stay the same throughout a run."""

    def __init__(self, files: Files) -> None:
        """Start without values."""
        self._files = files
        self._known: dict[tuple[str, str], str] = {}
        self.holding: set[Dependency] = set()
        """Facts that are known to hold."""

    def now(self, kind: str, name: str) -> str:
        """Return the present value of a dependency."""
        known = self._known.get((kind, name))
        if known is None:
            known = self._known[kind, name] = self._look(kind, name)
        return known

    def versions(self, task: Task) -> tuple[Dependency, ...]:
        """Return the constant dependencies of *task*: this program, Python, the libraries it uses."""
        asked = [(versions.CODE, ""), *((versions.VERSION, name) for name in (PYTHON, *task.uses))]
        return tuple((kind, name, self.now(kind, name)) for kind, name in asked)

    def _look(self, kind: str, name: str) -> str:
        match kind:
            case versions.CODE:
                return versions.code()
            case versions.VERSION:
                return versions.of(name)
            case _:
                return recording.now(self._files, kind, name)
