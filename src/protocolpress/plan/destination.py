"""Where a build may put its outputs: not where it would spread its folders over others, or read them back.

In: the project's folder and the one that somebody named for outputs. Out: why that one will not do, or nothing.
"""

from __future__ import annotations

import pathlib

from protocolpress import files

RESERVED = (".cache", ".git", "dist", "fonts", "locales", "sources", "templates")
"""Folders of a project that hold something else than what a build makes."""


def refusal(root: pathlib.Path, named: pathlib.Path) -> str:
    """Return why the folder *named* cannot take the outputs of the project in *root*; empty where it can."""
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
