"""Names in a PDF: pypdf escapes each letter by letter on every write, although a file has only some dozens of names."""

from __future__ import annotations

import functools

from pypdf.generic import NameObject

from protocolpress.pdf.patches.patch import Patch

MOST = 4096
"""Maximum number of names whose written form is kept."""

PATCHES = (
    Patch("pypdf.generic:NameObject", "renumber", functools.lru_cache(MOST)(NameObject.renumber), "5d7a996c39e225e6"),
)
