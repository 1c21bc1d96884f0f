"""The environment of the tested bytes: a project in memory around them, and a format for several files in one input."""

from __future__ import annotations

import fnmatch
import pathlib
import re
from collections.abc import Mapping

from protocolpress import project
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles

ROOT = pathlib.Path(__file__).resolve().parents[1]

CORPUS = ROOT / "fuzz" / "corpus"
"""The corpus, one folder for each target; inputs named `good…` have no errors."""

SKELETON = DiskFiles(ROOT / "skeleton")

SETTINGS = project.read(SKELETON)

PART = re.compile(rb"^=== ([^\n]{0,100})\n", re.MULTILINE)
"""The line before each file of an input with several files."""


class Over:
    """A project with some files of its own, and those of the skeleton as a second layer."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        """Put *contents*, by path, over the skeleton."""
        self._contents = contents

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*."""
        return self._contents[path] if path in self._contents else SKELETON.read(path)

    def exists(self, path: str) -> bool:
        """Whether *path* is there."""
        return path in self._contents or SKELETON.exists(path)

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the matching paths, sorted."""
        own = (path for path in self._contents if fnmatch.fnmatchcase(path, pattern))
        return tuple(sorted({*SKELETON.glob(pattern), *own}))


def parts(data: bytes) -> dict[str, bytes]:
    """Split an input into files, by name; text before the first name is the file ""."""
    first, *rest = PART.split(data)
    named = zip(rest[::2], rest[1::2], strict=True)
    return {"": first, **{name.decode("latin-1"): content for name, content in named}}


def demand(right: object, *said: object) -> None:
    """Fail if something is not *right*; an `assert` that no option disables."""
    if not right:
        raise WrongResultError(*said)


def silent(problems: Problems, *said: object) -> None:
    """Fail if there are errors."""
    demand(not problems.errors, *said, *map(str, problems.errors))


class WrongResultError(Exception):
    """The program accepted an input, but its result is wrong."""
