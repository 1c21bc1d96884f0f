"""What is wrong with a finished PDF: its bytes come in, problems go out; nothing is changed.

`inspect` finds what validators let pass and a reader or a listener would notice; `verapdf` asks veraPDF about the
standards. Any PDF is judged, even one that this program has not made.
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
    """Find what is wrong with the PDF at *path*; *exists* tells of a file beside it, for links to other documents."""
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
