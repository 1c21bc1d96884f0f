"""The only place where attributes of other packages are replaced, and only while our own pages are set.

Each module here holds replacements, and lists them as `PATCHES`. `rendering` and `linking` apply them for the duration
of a block (`patch`); outside it, a program that uses WeasyPrint beside us gets WeasyPrint unchanged. ADR 26 explains
the purpose of each set and how much it saves.

Patches are written against one version of a library. If another is installed, required patches raise an error
(`require`), and those that only save time are left out (`notes`). `tests/unit/test_patches.py` compares the source of
everything replaced with a digest, so an upgrade fails there first.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import importlib.metadata
from collections.abc import Iterator

from protocolpress.errors import Position, Problem, RenderError, Severity, error
from protocolpress.pdf.patches.patch import Patch, applied

TESTED = {"weasyprint": "70.0", "pydyf": "0.13.0", "tinyhtml5": "2.1.0", "pypdf": "7.1.0"}
"""The versions that the patches are written against."""


@dataclasses.dataclass(frozen=True, slots=True)
class PatchSet:
    """A module with patches of one library."""

    module: str
    library: str
    required: bool = False
    """Whether pages would be wrong without it; otherwise it only saves time."""

    def patches(self) -> tuple[Patch, ...]:
        """Return the patches; importing them needs the tested version."""
        found: tuple[Patch, ...] = importlib.import_module(f"protocolpress.pdf.{self.module}").PATCHES
        return found


RENDERING: tuple[PatchSet, ...] = (
    PatchSet("patches.footnotes", "weasyprint", required=True),
    PatchSet("patches.line_breaking", "weasyprint", required=True),
    PatchSet("patches.hyphens", "weasyprint", required=True),
    PatchSet("patches.running_heads", "weasyprint", required=True),
    PatchSet("tagging", "weasyprint", required=True),
    PatchSet("stylesheets", "weasyprint"),
    PatchSet("patches.cascade", "weasyprint"),
    PatchSet("patches.texts", "weasyprint"),
    PatchSet("patches.inline_blocks", "weasyprint"),
    PatchSet("patches.lines", "weasyprint"),
    PatchSet("patches.glyphs", "weasyprint"),
    PatchSet("patches.reading", "tinyhtml5"),
    PatchSet("patches.writing", "pydyf"),
)
"""Applied while a page is set."""

LINKING: tuple[PatchSet, ...] = (PatchSet("patches.names", "pypdf"),)
"""Applied while pypdf writes a PDF."""


@contextlib.contextmanager
def rendering() -> Iterator[None]:
    """Apply the patches needed for setting a page.

    Raises:
        RenderError: another version is installed than a required patch is written against.
    """
    require()
    with applied(_usable(RENDERING)):
        yield


@contextlib.contextmanager
def linking() -> Iterator[None]:
    """Apply the patches that make pypdf write a PDF faster."""
    with applied(_usable(LINKING)):
        yield


def require() -> None:
    """Refuse versions other than those that required patches are written against.

    Raises:
        RenderError: one for all of them, naming the versions.
    """
    wrong = dict.fromkeys(one.library for one in RENDERING if one.required and not _is_tested(one.library))
    if wrong:
        raise RenderError(*map(_refused, wrong))


def notes() -> tuple[Problem, ...]:
    """Return a note for each library of another version, whose optional patches are left out."""
    libraries = dict.fromkeys(one.library for one in (*RENDERING, *LINKING) if not _is_tested(one.library))
    return tuple(map(_left_out, libraries))


@functools.cache
def _usable(sets: tuple[PatchSet, ...]) -> tuple[Patch, ...]:
    return tuple(patch for one in sets if _is_tested(one.library) for patch in one.patches())


def _is_tested(library: str) -> bool:
    return _version(library) == TESTED[library]


@functools.cache
def _version(library: str) -> str:
    return importlib.metadata.version(library)


def _refused(library: str) -> Problem:
    tested = TESTED[library]
    message = f"version {_version(library)} is installed, but pages are correct only with {tested}"
    return error(Position(library), "untested-version", message, f"install {library}=={tested}")


def _left_out(library: str) -> Problem:
    tested = TESTED[library]
    message = f"version {_version(library)} is installed, so optimizations for {tested} are off"
    return Problem(
        Position(library),
        Severity.NOTE,
        "untested-version",
        message,
        f"install {library}=={tested} for faster builds",
    )
