"""Fontconfig without the machine's fonts and rules: pages use only the fonts that stylesheets load.

WeasyPrint starts from the fonts that Fontconfig finds, so a character may have a glyph on one machine and none on
another, and a distribution's rule may choose another face. Here it starts from the fonts.conf beside this module, which
is empty, and from a font without glyphs: text in it means that a stylesheet loads no font, and is refused like any
foreign font.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
from collections.abc import Iterator

CONFIGURATION = pathlib.Path(__file__).with_name("fonts.conf")
LAST_RESORT = pathlib.Path(__file__).with_name("last-resort.ttf")


@contextlib.contextmanager
def private() -> Iterator[None]:
    """Make Fontconfig load our configuration instead of the machine's within this context."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(CONFIGURATION)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
