"""The versions that results depend on: our own code, Python, libraries of Python, libraries of the system.

In: a name. Out: a version, or "none" if it is not installed. Nothing here imports a library to learn its version:
WeasyPrint would take longer than a build with nothing to do.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pathlib
import re
import sys
import zlib

import protocolpress

CODE = "code"
VERSION = "version"

NONE = "none"

SYSTEM = {
    "Pango": ("libpango-1.0.so.0", "pango_version_string"),
    "HarfBuzz": ("libharfbuzz.so.0", "hb_version_string"),
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "hb_version_string"),
    "Fontconfig": ("libfontconfig.so.1", "FcGetVersion"),
}
"""Libraries that WeasyPrint loads: their file, and the function that returns their version."""


@functools.cache
def code() -> str:
    """Return the digest of this program: of every module, with its name."""
    package = pathlib.Path(protocolpress.__file__).parent
    digest = hashlib.sha256()
    for place in sorted(package.rglob("*.py")):
        digest.update(f"{place.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(place.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def of(name: str) -> str:
    """Return the version of "Python", of its "zlib", of a library of the system, or of a distribution: "WeasyPrint"."""
    if name == "Python":
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    if name == "zlib":
        return zlib.ZLIB_RUNTIME_VERSION
    if name in SYSTEM:
        return _of_system(*SYSTEM[name])
    return _installed().get(_normal(name), NONE)


@functools.cache
def _installed() -> dict[str, str]:
    """Return the versions of all distributions; the first in the path is the one that is imported.

    The names of their folders have both (PyPA, "Recording installed projects"); `importlib.metadata` would read and
    parse a file for each, and takes as long to import as hashing a hundred sources.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        with contextlib.suppress(OSError):
            for folder in sorted(os.listdir(place or ".")):  # noqa: PTH208 - names are enough
                if folder.endswith(".dist-info"):
                    name, _, version = folder.removesuffix(".dist-info").partition("-")
                    found.setdefault(_normal(name), version)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_system(file: str, function: str) -> str:
    import ctypes  # noqa: PLC0415 - only when a PDF is involved

    with contextlib.suppress(OSError, AttributeError):
        ask = getattr(ctypes.CDLL(file), function)
        if function == "FcGetVersion":
            return str(ask())
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return NONE
