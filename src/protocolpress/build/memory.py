"""The memory use of a process: its resident size, from /proc on Linux.

In: a process. Out: MiB, 0 if unknown. Address space would be useless: libraries and thread stacks reserve much of it
and use little.
"""

from __future__ import annotations

import contextlib
import pathlib

PROC = pathlib.Path("/proc")

PEAK = "VmHWM"
"""Peak resident size since the program began; `ru_maxrss` would include the parent's memory."""

NOW = "VmRSS"


def held(process: int) -> float:
    """Return the memory that *process* uses now."""
    return _field(str(process), NOW)


def peak() -> float:
    """Return the peak memory of this process."""
    return max(_field("self", PEAK), _field("self", NOW))


def _field(process: str, name: str) -> float:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (PROC / process / "status").read_text("ascii", "replace").splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0
