"""Check a finished PDF: its bytes come in, problems go out; nothing is changed.

`inspect` finds faults that validators do not check but a reader or a listener would notice; `verapdf` asks veraPDF
about the standards. Any PDF can be checked, including those from other programs.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from protocolpress import files
from protocolpress.errors import CompendiumError, Position, Problem, Problems
from protocolpress.pdf import parsing, tag_tree
from protocolpress.pdf.verify import fonts, pages, tags

MAX_BYTES = 1 << 30
"""No PDF that is judged is larger; a compendium of ten thousand documents has half of that."""


def read(place: pathlib.Path) -> bytes:
    """Return the bytes of a PDF; raise `FilesError` where it cannot be read, or is too large."""
    return files.read_named(place, most=MAX_BYTES)


def inspect(data: bytes, path: str, exists: Callable[[str], bool] | None = None) -> tuple[Problem, ...]:
    """Find the faults of the PDF at *path*; *exists* says whether a file beside it exists, for links to documents."""
    problems = Problems()
    try:
        reader = parsing.opened(data, path)
        with parsing.naming(path):
            tree = tag_tree.read(reader)
            pages.check(reader, path, problems, exists)
            fonts.check(reader, path, problems)
            if any(tree.root):
                tags.check(tree, path, problems)
            else:
                problems.add(parsing.untagged(Position(path)))
    except CompendiumError as refused:
        problems.add(*refused.problems)
    return tuple(problems)
