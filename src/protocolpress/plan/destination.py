"""Check the output folder of a build: it must not scatter folders among other files, or be read back as input.

In: the project's folder and the requested output folder. Out: why the latter cannot be used, or nothing.
"""

from __future__ import annotations

import pathlib

from protocolpress import files

RESERVED = (".cache", ".git", "dist", "fonts", "locales", "sources", "templates")
"""Folders of a project that have another purpose than outputs."""


def refusal(root: pathlib.Path, named: pathlib.Path) -> str:
    """Return why the folder *named* cannot take the outputs of the project in *root*; empty if it can."""
    real, project = named.resolve(), root.resolve()
    if project == real:
        return "this is the project's own folder"
    if project.is_relative_to(real):
        return "the project is inside it"
    if real in _homes():
        return "this is your home folder"
    known = files.inside(root, named)
    top = known[1].partition("/")[0] if known else ""
    return f"{top}/ has another purpose in a project" if top in RESERVED else ""


def _homes() -> frozenset[pathlib.Path]:
    try:
        return frozenset({pathlib.Path.home().resolve()})
    except (OSError, RuntimeError):
        return frozenset()
