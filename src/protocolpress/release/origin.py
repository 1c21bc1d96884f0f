"""The released file that a signed one begins with: a signature only appends, so the released bytes are still there.

In: the bytes of a file, and folders of releases. Out: the path of the released file, or nothing. A release need not be
trusted here: what it says of itself is judged by `verifying`.
"""

from __future__ import annotations

import hashlib
import pathlib
import re
from collections.abc import Iterable, Iterator

from protocolpress import files
from protocolpress.errors import PressError
from protocolpress.release import manifest
from protocolpress.release.manifest import MANIFEST, Released

END = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
"""The end of a version of a PDF (ISO 32000-1, 7.5.5)."""


def find(data: bytes, folders: Iterable[pathlib.Path]) -> str:
    """Return the released file that *data* begins with, as the path of its release and its own; empty if there is none.

    The longest one counts, so a file that was signed before its release is found as such.
    """
    ends = {place for match in END.finditer(data) for place in (match.start() + 5, match.end())}
    digests: dict[int, str] = {}
    found: list[tuple[int, str]] = []
    for folder in folders:
        for one in _listed(folder):
            if one.size not in ends:
                continue
            if one.size not in digests:
                digests[one.size] = hashlib.sha256(data[: one.size]).hexdigest()
            if digests[one.size] == one.sha256:
                found.append((one.size, f"{folder}/{one.path}"))
    return max(found, default=(0, ""), key=lambda pair: pair[0])[1]


def _listed(folder: pathlib.Path) -> Iterator[Released]:
    """Yield the PDFs in the list of a release; a list that cannot be read has none."""
    try:
        listed = manifest.read(files.read_named(folder / MANIFEST, most=files.MAX_BYTES))
    except (PressError, ValueError):
        return
    yield from (one for one in listed.values() if one.path.endswith(".pdf"))
