"""Messages of Pango and the libraries below it, which GLib prints on the terminal, bypassing Python.

In: nothing. Out: messages, each once, within a context; afterwards the previous handler is restored. A message means
that a value was not accepted, for example a font size beyond Pango's range.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
from collections.abc import Callable, Iterator

LIBRARIES = ("libglib-2.0.so.0", "libglib-2.0.0.dylib", "libglib-2.0-0.dll")
"""The names on each system of the library, which WeasyPrint has loaded."""

HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
"""GLogFunc: the domain, the level, the message, and user data (GLib, "Message Logging")."""


@contextlib.contextmanager
def listening(tell: Callable[[str], None]) -> Iterator[None]:
    """Call *tell* with each message, "Pango: …", within this context."""
    library = _library()
    if library is None:
        yield
        return

    def hear(domain: bytes | None, _level: int, message: bytes | None, _data: object) -> None:
        tell(": ".join(part.decode("utf-8", "replace") for part in (domain, message) if part))

    handler = HANDLER(hear)
    before = library.g_log_set_default_handler(ctypes.cast(handler, ctypes.c_void_p), None)
    try:
        yield
    finally:
        library.g_log_set_default_handler(before, None)


@functools.cache
def _library() -> ctypes.CDLL | None:
    for name in LIBRARIES:
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(name)
            library.g_log_set_default_handler.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
            library.g_log_set_default_handler.restype = ctypes.c_void_p
            return library
    return None
