"""Where the maker of PDFs gives up: an exception comes in, a problem that names it goes out.

A drawing or a stylesheet of a project can lead WeasyPrint to any exception. One that comes out of our own functions, be
it through WeasyPrint, is a fault of ours and stays what it is.
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
"""A full disk is nobody's stylesheet."""

HINT = "look in the stylesheets and drawings of this project's templates for what was changed last"


@contextlib.contextmanager
def refusing(path: str, known: Sequence[Problem]) -> Iterator[None]:
    """Turn what a library raises while *path* is set into a problem; *known* are those that were found before.

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
        message = f"WeasyPrint gave up: {type(mistake).__name__}: {mistake} ({where})"
        raise RenderError(*known, error(Position(path), "weasyprint", message, HINT)) from mistake
