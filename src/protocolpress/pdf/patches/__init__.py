"""The only place where attributes of other packages are replaced, and only while our own pages are set.

Each module here holds replacements, and lists them as `PATCHES`. `rendering` and `linking` put them in their places for
as long as a block lasts (`patch`); outside it, a program that uses WeasyPrint beside us gets WeasyPrint as it is.
ADR 26 says what each set is for and what it saves.

Patches are written against one version of a library. Where another is installed, those that pages need to be right
refuse it (`require`), and those that only save time are left out (`notes`). `tests/unit/test_patches.py` compares the
source of all that is replaced with what it was, so an upgrade fails there first.
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
    """Whether pages are wrong without it; else it only saves time."""

    def patches(self) -> tuple[Patch, ...]:
        """Return the patches; importing them needs the tested version."""
        found: tuple[Patch, ...] = importlib.import_module(f"protocolpress.pdf.{self.module}").PATCHES
        return found


RENDERING: tuple[PatchSet, ...] = (
    PatchSet("patches.footnotes", "weasyprint", required=True),
    PatchSet("patches.line_breaking", "weasyprint", required=True),
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
"""What is in place while a page is set."""

LINKING: tuple[PatchSet, ...] = (PatchSet("patches.names", "pypdf"),)
"""What is in place while a PDF is written by pypdf."""


@contextlib.contextmanager
def rendering() -> Iterator[None]:
    """Hold the patches in place that setting a page needs.

    Raises:
        RenderError: another version is installed than a required patch is written against.
    """
    require()
    with applied(_usable(RENDERING)):
        yield


@contextlib.contextmanager
def linking() -> Iterator[None]:
    """Hold the patches in place that writing a PDF by pypdf is quicker with."""
    with applied(_usable(LINKING)):
        yield


def require() -> None:
    """Refuse other versions than those that required patches are written against.

    Raises:
        RenderError: one for all of them, naming the versions.
    """
    wrong = dict.fromkeys(one.library for one in RENDERING if one.required and not _is_tested(one.library))
    if wrong:
        raise RenderError(*map(_refused, wrong))


def notes() -> tuple[Problem, ...]:
    """Return a note for each library of another version, without whose patches the work goes on."""
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
    message = f"version {_version(library)} is installed, and pages are set correctly with {tested} only"
    return error(Position(library), "untested-version", message, f"install {library}=={tested}")


def _left_out(library: str) -> Problem:
    tested = TESTED[library]
    message = f"version {_version(library)} is installed, so shortcuts written for {tested} are not taken"
    return Problem(
        Position(library),
        Severity.NOTE,
        "untested-version",
        message,
        f"install {library}=={tested} for a quicker build",
    )
