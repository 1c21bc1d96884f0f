"""One patch: the attribute replaced in another package, its replacement, and the digest of the original source.

A patch is active only inside `applied`. The original is restored afterwards, even after an exception. Blocks nest.
Patches are process-wide, so a second thread waits until the first has left; a thread that calls the other package
directly in the meantime sees the patches.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib
import inspect
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_lock = threading.RLock()


@dataclasses.dataclass(frozen=True, slots=True)
class Patch:
    """A replacement for an attribute of another package.

    The owner is a module or a class in a module: "weasyprint.layout.inline", "pydyf:PDF".
    """

    owner: str
    name: str
    replacement: Any
    source: str
    """The digest of the replaced source, or of the function that uses the replaced attribute."""
    used_by: str = ""
    """That function, if the attribute is not code: "pydyf:Stream.data"."""

    def digest(self) -> str:
        """Return the digest of the installed source."""
        code: Any = _find(self.used_by) if self.used_by else getattr(_find(self.owner), self.name)
        text = inspect.getsource(getattr(code, "fget", code))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def put(self) -> Callable[[], None]:
        """Install the replacement; return the function that removes it."""
        owner = _find(self.owner)
        before = vars(owner).get(self.name, self)
        if before is self.replacement:
            return lambda: None
        setattr(owner, self.name, self.replacement)
        if before is self:  # inherited, so it did not exist here
            return lambda: delattr(owner, self.name)
        return lambda: setattr(owner, self.name, before)


@contextlib.contextmanager
def applied(patches: Iterable[Patch]) -> Iterator[None]:
    """Apply *patches* within this context."""
    with _lock, contextlib.ExitStack() as stack:
        for patch in patches:
            stack.callback(patch.put())
        yield


def outdated(patches: Iterable[Patch]) -> list[str]:
    """Return the patches whose original source differs from the one that they were written against."""
    return [f"{patch.owner}.{patch.name}" for patch in patches if patch.digest() != patch.source]


def _find(path: str) -> Any:  # noqa: ANN401 - a module, a class or a function of another package
    module, _, inner = path.partition(":")
    found: Any = importlib.import_module(module)
    for name in filter(None, inner.split(".")):
        found = inspect.getattr_static(found, name)
    return found
