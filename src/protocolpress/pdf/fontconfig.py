"""Fontconfig without the fonts and the rules of the machine: what pages are set in is what stylesheets load.

WeasyPrint starts from what Fontconfig finds, so a character may find a glyph on one machine and none on another, and
a rule of a distribution may choose another face. Here it starts from fonts.conf beside this module, which is empty,
and from a font with no glyph: text in it means that a stylesheet loads none, and is refused as any other font is.
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
    """Make Fontconfig load our configuration instead of the machine's, as long as this lasts."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(CONFIGURATION)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
