"""The door to git: the files of a publication in a revision, and the revision of a day.

In: a project's folder and the name of a revision. Out: bytes by path. Only `git rev-parse`, `rev-list`, `ls-tree` and
`cat-file` are run: none of them runs a hook, a filter or a pager of the repository, and no transport is allowed, so
nothing is fetched. Links and submodules are left out.
"""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import subprocess
from collections.abc import Sequence

from protocolpress.errors import FilesError, Position, error
from protocolpress.files import MAX_BYTES

MOST_BYTES = 512 * 1024 * 1024
"""Maximum size of all files of a revision that are read."""

SECONDS = 120
"""Maximum time of one command."""

FOLDERS = ("protocolpress.toml", "sources", "locales", "templates", "seals")
"""The parts of a publication that decide what its documents say."""

TEXTS = (".md", ".po", ".toml", ".yaml", ".txt", ".html", ".css", ".tsv")
"""Extensions of the files that are read; what a picture shows is not compared."""

_GIT = ("git", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "--no-replace-objects")


def find(root: pathlib.Path, name: str) -> str | None:
    """Return the id of the commit that *name* leads to; None if there is no such revision, no repository or no git."""
    if not name or name.startswith("-") or "\0" in name:
        return None
    done = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return done.decode().strip() if done else None


def on(root: pathlib.Path, day: dt.date) -> str | None:
    """Return the id of the last commit of *day* or before, in UTC; None if there is none."""
    done = _run(root, "rev-list", "-1", f"--before={day.isoformat()}T23:59:59Z", "HEAD", "--")
    return done.decode().strip() or None if done else None


def read(root: pathlib.Path, commit: str) -> dict[str, bytes]:
    """Return the texts of the publication in *commit*, by their paths below *root*.

    Raises:
        FilesError: git fails, or the files are too large.
    """
    listed = _run(root, "ls-tree", "-r", "-z", "--long", commit, "--", *FOLDERS)
    if listed is None:
        raise FilesError(error(Position(str(root)), "unreadable-file", f"git cannot list the files of {commit}"))
    wanted = []
    total = 0
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = entry.partition("\t")
        mode, kind, name, size = (about.split() + [""] * 4)[:4]
        if kind == "blob" and mode.startswith("100") and path.endswith(TEXTS) and int(size) <= MAX_BYTES:
            wanted.append((path, name))
            total += int(size)
    if total > MOST_BYTES:
        message = f"the files of {commit} are larger than {MOST_BYTES >> 20} MB"
        raise FilesError(error(Position(str(root)), "file-too-large", message))
    return _contents(root, wanted)


def _contents(root: pathlib.Path, wanted: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """Return the contents of blobs by path."""
    names = "".join(f"{name}\n" for _, name in wanted).encode()
    data = _run(root, "cat-file", "--batch", given=names)
    if data is None:
        raise FilesError(error(Position(str(root)), "unreadable-file", "git cannot read the files of a revision"))
    found = {}
    place = 0
    for path, name in wanted:
        end = data.find(b"\n", place)
        head = data[place:end].split()
        if len(head) != 3 or head[0].decode() != name:
            raise FilesError(error(Position(path), "unreadable-file", "the repository lacks this file"))
        size = int(head[2])
        found[path] = data[end + 1 : end + 1 + size]
        place = end + 2 + size
    return found


def _run(root: pathlib.Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Run git in *root* and return what it prints; None if it fails, or is not installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {
        **kept,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(  # noqa: S603 - no shell; a name that begins with a hyphen is refused above
            [*_GIT, *arguments],
            cwd=root,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
