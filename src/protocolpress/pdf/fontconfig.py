"""Fontconfig without the machine's fonts and rules: pages use only the fonts that stylesheets load.

WeasyPrint starts from the fonts that Fontconfig finds, so a character may have a glyph on one machine and none on
another, and a distribution's rule may choose another face. Here it starts from the fonts.conf beside this module, which
has no fonts, and from a font without glyphs: text in it means that a stylesheet loads no font, and is refused like any
foreign font. Pango takes rules from the process's current configuration, whatever a page's fonts were loaded into: ours
is current only while a page is set, so a host program's pages stay as they are.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import pathlib
from collections.abc import Iterator

CONFIGURATION = pathlib.Path(__file__).with_name("fonts.conf")
LAST_RESORT = pathlib.Path(__file__).with_name("last-resort.ttf")

LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
"""The names on each system of the library, which WeasyPrint has loaded."""


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


@contextlib.contextmanager
def current() -> Iterator[None]:
    """Make our configuration the current one of the process within this context, and the former one afterwards.

    Where there was none, there is none afterwards: whoever asks for it then loads the machine's.
    """
    library = _library()
    with private():
        former = library.FcConfigReference(None)  # Fontconfig loads one here if there is none: ours
        mine = _loaded()
    try:
        library.FcConfigSetCurrent(mine)
        yield
    finally:
        library.FcConfigSetCurrent(former if former == mine or not _is_ours(former) else None)
        library.FcConfigDestroy(former)


@functools.cache
def _loaded() -> int:
    """Return our configuration, loaded once; it stays as long as the process."""
    configuration: int = _library().FcInitLoadConfigAndFonts()
    return configuration


def _is_ours(configuration: int) -> bool:
    library = _library()
    names = library.FcConfigGetConfigFiles(configuration)
    try:
        return bool(library.FcStrListNext(names) == os.fsencode(CONFIGURATION))
    finally:
        library.FcStrListDone(names)


@functools.cache
def _library() -> ctypes.CDLL:
    """Return the library. OSError: it has none of its names on any system; WeasyPrint does not work then either."""
    for name in LIBRARIES:
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(name)
            break
    else:
        library = ctypes.CDLL(LIBRARIES[0])
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for function, result, arguments in (
        ("FcInitLoadConfigAndFonts", pointer, ()),
        ("FcConfigReference", pointer, (pointer,)),
        ("FcConfigSetCurrent", ctypes.c_int, (pointer,)),
        ("FcConfigDestroy", None, (pointer,)),
        ("FcConfigGetConfigFiles", pointer, (pointer,)),
        ("FcStrListNext", text, (pointer,)),
        ("FcStrListDone", None, (pointer,)),
    ):
        declared = getattr(library, function)
        declared.restype, declared.argtypes = result, arguments
    return library
