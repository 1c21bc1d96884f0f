"""Run a command: its time, its processor time, and the peak memory of it and of its children (Linux)."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.metadata
import os
import pathlib
import platform
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence

PROC = pathlib.Path("/proc")

PAUSE = 0.25
"""Seconds between two readings of the processes' memory."""

LIBRARIES = ("weasyprint", "pydyf", "pypdf", "Jinja2", "Babel", "fonttools", "typst", "selenium")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The cost of a command: seconds, and mebibytes."""

    seconds: float
    cpu: float
    """Seconds of processor time, including all processes that it started."""
    main: float
    """The peak of the command's own process."""
    worker: float
    """The highest peak of a process that it started, 0 if there was none."""
    together: float
    """The peak of all of them together; shared memory is counted once."""


class Failed(Exception):  # noqa: N818 - as `SystemExit`
    """A command that failed."""


def run(command: Sequence[str], *, cwd: pathlib.Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run *command*; raise `Failed`, with the end of its stderr, if it does not exit with 0."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    looker = _Looker(process.pid)
    looker.start()
    said: list[str] = []
    assert process.stderr  # noqa: S101 - it is a pipe
    with process.stderr as lines:
        for line in lines:
            said = [*said[-20:], line]
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    looker.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command[:4])} … ended with {process.returncode}:\n{''.join(said)}")
    return Cost(
        seconds=seconds,
        cpu=usage.ru_utime + usage.ru_stime,
        main=looker.peaks.get(process.pid, 0),
        worker=max((peak for pid, peak in looker.peaks.items() if pid != process.pid), default=0),
        together=looker.together,
    )


class _Looker(threading.Thread):
    """Watches the memory of a process and its descendants until it is stopped."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peaks: dict[int, float] = {}
        self.together = 0.0
        self._root = root
        self._end = threading.Event()

    def run(self) -> None:
        """Read the memory repeatedly."""
        while not self._end.wait(PAUSE):
            total = 0.0
            for pid in tree(self._root):
                self.peaks[pid] = max(self.peaks.get(pid, 0), _figure(PROC / str(pid) / "status", "VmHWM"))
                total += _figure(PROC / str(pid) / "smaps_rollup", "Pss")
            self.together = max(self.together, total)

    def stop(self) -> None:
        """Stop."""
        self._end.set()
        self.join()


def tree(root: int) -> Iterator[int]:
    """Return a process and its descendants."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        with contextlib.suppress(OSError):  # it, or a descendant, has ended meanwhile
            for task in (PROC / str(pid) / "task").glob("*/children"):
                waiting += map(int, task.read_text("ascii").split())


def _figure(place: pathlib.Path, name: str) -> float:
    """Read a line of kibibytes as mebibytes; 0 of a process that has ended."""
    try:
        found = re.search(rf"^{name}:\s+(\d+)", place.read_text("ascii"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) / 1024 if found else 0


def machine() -> dict[str, str]:
    """Describe the machine: processor, cores, memory, system, versions; nothing that identifies its owner."""
    cpu = re.search(r"model name\s*:\s*(.*)", (PROC / "cpuinfo").read_text("utf-8"))
    memory = _figure(PROC / "meminfo", "MemTotal") / 1024
    found = {
        "Processor": cpu[1] if cpu else platform.machine(),
        "Cores": str(len(os.sched_getaffinity(0))),
        "Memory": f"{memory:.0f} GiB",
        "System": f"{platform.freedesktop_os_release().get('PRETTY_NAME', '')}, Linux {platform.release()}",
        "Python": platform.python_version(),
    }
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    found["HarfBuzz subset"] = "installed" if _has_subsetter() else "not installed"
    found["Chromium"] = _chromium()
    return found


def _has_subsetter() -> bool:
    """Ask WeasyPrint's own door whether the library is there that writes fonts fast."""
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - only here, and slow

    return harfbuzz_subset is not None


def _chromium() -> str:
    program = shutil.which("chromium")
    if not program:
        return "not installed"
    said = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)  # noqa: S603 - found above
    found = re.search(r"[\d.]{5,}", said.stdout)
    return found[0] if found else "unknown"
