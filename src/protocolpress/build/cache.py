"""What is kept between two runs: traces, and what the tasks made. It can be removed at any time.

In: a project's folder. Out: a `Cache`, which one run at a time holds. A cache that is damaged or of another version
counts as empty; one that cannot be written is replaced by a temporary one. None of that is an error.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import pathlib
import tempfile
from collections.abc import Callable, Collection, Iterator

from protocolpress.build import outputs, run_trace
from protocolpress.build.lock import Lock
from protocolpress.build.log import Log
from protocolpress.build.run_trace import RunTrace
from protocolpress.build.store import Store

FOLDER = ".cache/protocolpress"
"""Where the cache is, below the project's folder."""


class Cache:
    """Traces and results, held by one run."""

    def __init__(self, folder: pathlib.Path, lock: Lock | None = None) -> None:
        """Open the cache in *folder*; *lock* is that of the folder."""
        self.store = Store(folder)
        self._folder = folder
        self._lock = lock

    @functools.cached_property
    def log(self) -> Log:
        """The traces, which are read when somebody asks for them first."""
        # Hundreds of thousands of values that live as long as the run: looking for cycles among them takes long.
        gc.disable()
        try:
            log = Log(self._folder)
        finally:
            gc.freeze()
            gc.enable()
        if log.compacted:
            self.store.keep(log.results())
        return log

    def last_run(self) -> RunTrace | None:
        """Give the last run that was remembered."""
        return run_trace.read(self._folder)

    def remember(self, trace: RunTrace) -> None:
        """Keep what a run came to, instead of the last one."""
        run_trace.write(self._folder, trace)

    def begin(self, folder: pathlib.Path) -> None:
        """Let the next run know where this one writes, and sweep up behind one that was killed there."""
        if self._lock is None:
            return
        if self._lock.left:
            for place in {str(folder), *self._lock.left[1:]}:
                outputs.sweep(pathlib.Path(place))
            self._lock.left = []
        self._lock.note(str(folder.resolve()))

    def clock(self) -> int:
        """Give the file system's time; 0 where nothing is kept for another run."""
        with contextlib.suppress(OSError):
            return self._lock.clock() if self._lock else 0
        return 0

    def keep(self, names: Collection[str]) -> None:
        """Forget the traces of all tasks but *names*, and what only they have made."""
        self.log.prune(names)
        if self.log.is_loose():
            self.log.compact()
            self.store.keep(self.log.results())

    def close(self) -> None:
        """Write no more."""
        if "log" in vars(self):
            self.log.close()


@contextlib.contextmanager
def opened(
    root: pathlib.Path, holder: str, *, wait: bool = True, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Cache]:
    """Hold the cache of the project in *root*; while another run does, wait, and *tell* who it is.

    Raises:
        FilesError: another run holds it, and *wait* is off.
    """
    with contextlib.ExitStack() as stack:
        folder = root.resolve() / FOLDER
        lock = None
        try:
            # A link that leads out of the project may lead to somebody's files.
            if folder.resolve().is_relative_to(root.resolve()):
                folder.mkdir(parents=True, exist_ok=True)
                lock = Lock(folder, holder, wait=wait, tell=tell)
                stack.callback(lock.release)
        except OSError:
            lock = None
        if lock is None:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="protocolpress-")))
        current = Cache(folder, lock)
        stack.callback(current.close)
        yield current


@contextlib.contextmanager
def temporary() -> Iterator[Cache]:
    """Give a cache that is empty and goes with the run."""
    with tempfile.TemporaryDirectory(prefix="protocolpress-") as folder:
        current = Cache(pathlib.Path(folder))
        try:
            yield current
        finally:
            current.close()
