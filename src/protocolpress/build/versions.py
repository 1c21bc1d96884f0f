"""The versions that results depend on: our own code, Python, libraries of Python, libraries of the system.

In: a name. Out: a version, or "none" where it is not there. Nothing here imports the library it tells of: WeasyPrint
would take longer than a build that has nothing to do.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import pathlib
import sys

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
"""Libraries that WeasyPrint loads: their file, and the function that tells their version."""


@functools.cache
def code() -> str:
    """Give the digest of this program: of every module, with its name."""
    package = pathlib.Path(protocolpress.__file__).parent
    digest = hashlib.sha256()
    for place in sorted(package.rglob("*.py")):
        digest.update(f"{place.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(place.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def of(name: str) -> str:
    """Give the version of "Python", of a library of the system, or of a distribution: "WeasyPrint"."""
    if name == "Python":
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    if name in SYSTEM:
        return _of_system(*SYSTEM[name])
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return NONE


def _of_system(file: str, function: str) -> str:
    import ctypes  # noqa: PLC0415 - only where a PDF is asked about

    with contextlib.suppress(OSError, AttributeError):
        ask = getattr(ctypes.CDLL(file), function)
        if function == "FcGetVersion":
            return str(ask())
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return NONE
