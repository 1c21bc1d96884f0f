"""Loading the libraries that WeasyPrint needs.

It tries each under its names on several systems, and for a name that does not exist, Python starts the linker's tools
and a compiler, if there is one: 14 times, a tenth of a second each, in every process. Here a library that the system
does not list is not tried.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import re
import subprocess
import warnings

from protocolpress.pdf import fontconfig
from protocolpress.pdf.patches.patch import Patch, applied

LIST = ("/sbin/ldconfig", "-p")
"""The tool that lists the libraries of a system with glibc."""

NAME = re.compile(r"^\s+lib(\S+?)\.so", re.MULTILINE)


def load() -> None:
    """Load WeasyPrint's libraries, once."""
    listed = _listed()
    find = ctypes.util.find_library
    quick = Patch("ctypes.util", "find_library", lambda name: find(name) if name in listed else None, "")
    with applied([quick] if listed else []), fontconfig.private(), warnings.catch_warnings():
        # It looks for fonts at once and warns that there are none: ours are loaded by stylesheets.
        warnings.filterwarnings("ignore", "No fonts configured")
        import weasyprint  # noqa: F401, PLC0415 - this is what loads them


def _listed() -> frozenset[str]:
    """Return the names of all libraries, without "lib" and ".so"; none if the system does not list them."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(LIST, capture_output=True, check=True, timeout=5)  # noqa: S603 - the system's own
        return frozenset(NAME.findall(done.stdout.decode(errors="replace")))
    return frozenset()
