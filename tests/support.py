"""`Press`: a project in a folder of its own, the real command run on it, and readable views of what it made.

The command runs as a separate process with a clean environment, so nothing of the machine, the user or the other tests
gets in. Views are text that a person can review: words per page, bookmarks, page labels; never the bytes of a PDF.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping

from protocolpress import model
from protocolpress.build import record
from protocolpress.pdf import facts

ROOT = pathlib.Path(__file__).resolve().parents[1]
"""The checkout."""

COMMAND = (sys.executable, "-m", "protocolpress")

SECONDS = 300
"""No command of a test takes longer."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command came to."""

    code: int
    out: str
    err: str


class Press:
    """A temporary project: write sources, run the command, look at the results. All paths are relative to it."""

    def __init__(self, root: pathlib.Path) -> None:
        """Work in *root*, a folder that exists."""
        self.root = root

    def fill(self) -> Press:
        """Copy the skeleton of `protocolpress init`: an event and a protocol, complete in both languages."""
        shutil.copytree(ROOT / "skeleton", self.root, dirs_exist_ok=True)
        return self

    def write(self, path: str, content: str | bytes) -> pathlib.Path:
        """Write a file, making its folders."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def replace(self, path: str, old: str, new: str) -> None:
        """Change words of a file; they must be there."""
        text = self.read(path)
        assert old in text, f"{path} does not say {old!r}"
        self.write(path, text.replace(old, new))

    def read(self, path: str) -> str:
        """Return the text of a file."""
        return self.data(path).decode()

    def data(self, path: str) -> bytes:
        """Return the bytes of a file."""
        return (self.root / path).read_bytes()

    def files(self, folder: str = ".") -> tuple[str, ...]:
        """Return the paths of all files below *folder*, sorted, hidden ones too, but not the record of outputs."""
        found = (self.root / folder).rglob("*")
        places = (p for p in found if (not p.is_dir() or p.is_symlink()) and p.name != record.NAME)
        return tuple(sorted(place.relative_to(self.root).as_posix() for place in places))

    def environment(self, **variables: str) -> dict[str, str]:
        """Return the whole environment that a command gets."""
        return environment(**variables)

    def run(self, *arguments: str, code: int | None = None, env: Mapping[str, str] | None = None) -> Run:
        """Run `protocolpress *arguments*` in the project's folder; with *code*, it must end with that exit code."""
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.root,
            env=environment(**(env or {})),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
        result = Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
        if code is not None:
            assert result.code == code, f"exit code {result.code}\n{result.out}\n{result.err}"
        return result

    def build(self, *arguments: str, code: int | None = 0) -> Run:
        """Run `protocolpress build *arguments*`."""
        return self.run("build", *arguments, code=code)

    def text(self, pdf: str) -> tuple[str, ...]:
        """Return the words of each page of a PDF."""
        return facts.text(self.data(pdf))

    def outline(self, pdf: str) -> str:
        """Return the bookmarks of a PDF, one a line, indented, each with the page it leads to, counted from 1."""
        return "".join(f"{line}\n" for line in _bookmarks(facts.outline(self.data(pdf)), ""))

    def labels(self, pdf: str) -> tuple[str, ...]:
        """Return the page labels of a PDF."""
        return facts.labels(self.data(pdf))


def environment(**variables: str) -> dict[str, str]:
    """Return an environment with nothing of the user's but the paths of programs and font caches."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "XDG_STATE_HOME") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONPATH": str(ROOT / "src"), **variables}


def _bookmarks(bookmarks: Iterable[model.Bookmark], indent: str) -> Iterator[str]:
    for bookmark in bookmarks:
        yield f"{indent}{bookmark.title} [{bookmark.page + 1}]"
        yield from _bookmarks(bookmark.children, f"{indent}  ")


def digests(folder: pathlib.Path) -> dict[str, str]:
    """Return the digest of each file below *folder*, by its path there; without the record of outputs."""
    return {
        place.relative_to(folder).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in folder.rglob("*")
        if place.is_file() and place.name != record.NAME
    }
