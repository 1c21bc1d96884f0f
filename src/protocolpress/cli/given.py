"""Files given to a command: they may be anywhere, and are named as given."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterable

from protocolpress import files
from protocolpress.errors import FilesError, Position, Problems


def read(places: Iterable[pathlib.Path]) -> dict[str, bytes]:
    """Return the bytes of files by their names as given; raise `FilesError` with the problems of all of them."""
    found: dict[str, bytes] = {}
    problems = Problems()
    for place in places:
        real = place.resolve()
        try:
            found[str(place)] = files.DiskFiles(real.parent).read(real.name)
        except FilesError as mistake:
            problems.add(*(dataclasses.replace(each, position=Position(str(place))) for each in mistake.problems))
    if problems:
        raise FilesError(*problems)
    return found
