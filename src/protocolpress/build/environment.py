"""The environment as it is in this run: files, versions, our own code, each looked at once.

In: `Files`. Out: the present value of a dependency. What a file says is its content, never its time.
"""

from __future__ import annotations

from protocolpress.build import recording, versions
from protocolpress.build.task import Dependency, Task
from protocolpress.files import Files

PYTHON = "Python"


class Environment:
    """Answers what dependencies ask; lives as long as a run, and gives the same answer as long."""

    def __init__(self, files: Files) -> None:
        """Look at nothing yet."""
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
        """Return what *task* depends on whatever it reads: this program, Python, the libraries it uses."""
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
