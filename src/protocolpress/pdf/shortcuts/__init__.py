"""What WeasyPrint 70 works out again and again for one page, worked out once or not at all: the same bytes, sooner.

Each room replaces private functions of a part of it, so the versions are pinned; ADR 18 says why. `mend` opens them
all. Tests hold that pages come out the same with them and without.
"""

from __future__ import annotations

from protocolpress.pdf.shortcuts import cascade, glyphs, inline_blocks, lengths, lines, reading, styles, texts, writing

ROOMS = (reading, styles, cascade, lengths, texts, inline_blocks, lines, glyphs, writing)


def mend() -> None:
    """Let WeasyPrint, pydyf and tinyhtml5 take the shortcuts, in this process."""
    for room in ROOMS:
        room.mend()
