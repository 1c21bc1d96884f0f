"""WeasyPrint gets the libraries that it would find by itself, and starts next to no programs to find them."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import ctypes.util, subprocess, sys
find, begin, started = ctypes.util.find_library, subprocess.Popen.__init__, []
def init(self, *given, **named):
    started.append(given)
    begin(self, *given, **named)
subprocess.Popen.__init__ = init
from protocolpress.pdf.patches import libraries
if sys.argv[1] == "unlisted":
    libraries.LIST = ("/nonexistent/ldconfig",)
if sys.argv[1] != "alone":
    libraries.load()
assert ctypes.util.find_library is find
from weasyprint.text import ffi
names = ("gobject", "pango", "harfbuzz", "harfbuzz_subset", "harfbuzz_vector", "fontconfig", "pangoft2")
print(len(started), [name for name in names if getattr(ffi, name)])
"""


def found(how: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, how], capture_output=True, text=True, check=True
    )
    count, _, names = run.stdout.partition(" ")
    return int(count), names


@pytest.mark.parametrize("how", ["listed", "unlisted"])
def test_the_same_libraries_are_found(how: str) -> None:
    assert found(how)[1] == found("alone")[1]


def test_few_programs_are_started() -> None:
    count, _ = found("listed")
    assert count < found("alone")[0] / 2
