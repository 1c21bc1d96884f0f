"""The door to git: what is not committed, a file at a revision, a commit. Nothing is pushed, and no hook is run.

In: the folder of a project. Out: text and bytes. Without git, or outside a repository, there is no history.
"""

from __future__ import annotations

import pathlib
import re
import subprocess

from protocolpress.desk.refusals import RefusedError

SECONDS = 20
"""Maximum time of a command."""

REVISION = re.compile(r"(?!-)[\w./@{}~^+-]{1,100}")
"""The name of a revision: no option of a command."""

SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat", "--no-pager")
"""Options without which a repository could name programs to be run."""

DAY = re.compile(r"\d{4}-\d\d-\d\d")

CATALOGS = "locales"


def changed(root: pathlib.Path) -> tuple[str, ...] | None:
    """Return the catalogs that are not committed; None if there is no repository."""
    found = _run(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", CATALOGS)
    if found is None:
        return None
    prefix = (_run(root, "rev-parse", "--show-prefix") or b"").decode("utf-8", "replace").strip()
    names = (line[3:].decode("utf-8", "replace") for line in found.split(b"\0") if line)
    return tuple(sorted(name.removeprefix(prefix) for name in names if name.endswith(".po")))


def at(root: pathlib.Path, revision: str, path: str) -> bytes | None:
    """Return a file as it was at a revision, or at the end of a day in UTC; None if it was not there.

    Raises:
        RefusedError: there is no such revision.
    """
    if not REVISION.fullmatch(revision):
        raise RefusedError(400, "revision", "this is not the name of a revision")
    if DAY.fullmatch(revision):
        before = f"--before={revision}T23:59:59Z"
        revision = (_run(root, "rev-list", "-1", before, "HEAD") or b"").decode("ascii").strip() or revision
    if _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") is None:
        raise RefusedError(404, "revision", f"there is no revision {revision}")
    return _run(root, "show", "--no-textconv", "--no-ext-diff", "--end-of-options", f"{revision}:./{path}")


def commit(root: pathlib.Path, message: str, author: str) -> str:
    """Commit the changed catalogs, and nothing else, with *message*; return the short name of the commit.

    Raises:
        RefusedError: with what git says.
    """
    paths = changed(root)
    if not paths:
        raise RefusedError(409, "nothing", "there is nothing to commit")
    named = ("--author", f"{author} <>") if author else ()
    try:
        _checked(root, "add", "--", *paths)
        _checked(root, "commit", "--no-verify", "--quiet", *named, "-m", message, "--", *paths)
    except subprocess.CalledProcessError as failure:
        said = failure.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RefusedError(409, "git", said[0] if said else "git failed") from failure
    return (_run(root, "rev-parse", "--short", "HEAD") or b"").decode("ascii", "replace").strip()


def _run(root: pathlib.Path, *arguments: str) -> bytes | None:
    """Return what git prints; None if it fails, or is not installed."""
    try:
        return _checked(root, *arguments)
    except (OSError, subprocess.SubprocessError):
        return None


def _checked(root: pathlib.Path, *arguments: str) -> bytes:
    command = ("git", *SAFE, *arguments)
    done = subprocess.run(  # noqa: S603 - arguments are our own, paths of catalogs, and a revision that is no option
        command, cwd=root, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS
    )
    return done.stdout
