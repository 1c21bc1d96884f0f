"""How much memory a process holds: what is resident, as Linux tells it in /proc.

In: a process. Out: MiB, 0 if the system does not tell. Address space would say nothing: libraries and stacks of
threads reserve much of it and use little.
"""

from __future__ import annotations

import contextlib
import pathlib

PROC = pathlib.Path("/proc")

PEAK = "VmHWM"
"""The most that was resident since the program began; `ru_maxrss` would count in what its parent had held."""

NOW = "VmRSS"


def held(process: int) -> float:
    """Return how much memory *process* uses now."""
    return _field(str(process), NOW)


def peak() -> float:
    """Return the most memory that this process has used."""
    return max(_field("self", PEAK), _field("self", NOW))


def _field(process: str, name: str) -> float:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (PROC / process / "status").read_text("ascii", "replace").splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0
