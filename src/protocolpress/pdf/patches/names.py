"""Names in a PDF: pypdf escapes each letter by letter whenever it writes it, and a file has some dozens of names."""

from __future__ import annotations

import functools

from pypdf.generic import NameObject

from protocolpress.pdf.patches.patch import Patch

MOST = 4096
"""Names whose written form is kept."""

PATCHES = (
    Patch("pypdf.generic:NameObject", "renumber", functools.lru_cache(MOST)(NameObject.renumber), "5d7a996c39e225e6"),
)
