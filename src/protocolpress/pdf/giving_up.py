"""Handle WeasyPrint's failures: an exception comes in, a problem that names it goes out.

A drawing or a stylesheet of a project can make WeasyPrint raise any exception. One raised in our own functions, even
when called by WeasyPrint, is a bug of ours and passes through.
"""

from __future__ import annotations

import contextlib
import errno
import pathlib
import traceback
from collections.abc import Iterator, Sequence

from protocolpress.errors import Position, PressError, Problem, RenderError, error

OWN = str(pathlib.Path(__file__).resolve().parents[1])

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""A full disk is no stylesheet's fault."""

HINT = "check the latest changes to the stylesheets and drawings in templates/"


@contextlib.contextmanager
def refusing(path: str, known: Sequence[Problem]) -> Iterator[None]:
    """Turn a library's exceptions while *path* is set into a problem; *known* are the problems found before.

    Raises:
        RenderError: all of them.
    """
    try:
        yield
    except (PressError, MemoryError):
        raise
    except Exception as mistake:
        if isinstance(mistake, OSError) and mistake.errno in NO_ROOM:
            raise
        place = traceback.extract_tb(mistake.__traceback__)[-1]
        if place.filename.startswith(OWN):
            raise
        where = f"{pathlib.PurePath(place.filename).name}:{place.lineno}"
        message = f"WeasyPrint failed: {type(mistake).__name__}: {mistake} ({where})"
        raise RenderError(*known, error(Position(path), "weasyprint", message, HINT)) from mistake
