"""The cache between two runs: traces, and the results of tasks. It can be removed at any time.

In: a project's folder. Out: a `Cache`, held by one run at a time. A cache that is damaged or of another version counts
as empty; so does one not sealed with this user's key, because it may have come with the project. One that cannot be
written, or for which there is no key, is replaced by a temporary one. None of this is an error; it is reported.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import pathlib
import tempfile
from collections.abc import Callable, Collection, Iterator

from protocolpress.build import keys, run_trace
from protocolpress.build import store as stores
from protocolpress.build.keys import Key, NoKeyError
from protocolpress.build.lock import Lock
from protocolpress.build.log import Log
from protocolpress.build.outputs import Outputs, Stamp
from protocolpress.build.run_trace import RunTrace
from protocolpress.build.store import Store
from protocolpress.errors import FilesError
from protocolpress.folders import Folder

FOLDER = ".cache/protocolpress"
"""The cache folder, below the project's folder."""

FOREIGN = f"note: {FOLDER}/ was not made with this user's key: it is ignored and made again"


class Cache:
    """Traces and results, held by one run."""

    def __init__(
        self,
        folder: Folder,
        store: Store,
        key: Key,
        *,
        root: pathlib.Path | None = None,
        lock: Lock | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Open the cache in *folder*, sealed with *key*, of the project in *root*; *lock* is the lock of the folder."""
        self.store = store
        self._folder = folder
        self.key = key
        self._root = root
        self._lock = lock
        self._tell = tell
        self._told = False

    @functools.cached_property
    def log(self) -> Log:
        """The traces, read on first use."""
        # Hundreds of thousands of values that live as long as the run; looking for cycles among them takes long.
        gc.disable()
        try:
            log = Log(self._folder, self.key)
        finally:
            gc.freeze()
            gc.enable()
        if log.compacted:
            self.store.keep(log.results())
        if log.is_foreign:
            self._tell_foreign()
        return log

    def last_run(self) -> RunTrace | None:
        """Return the trace of the last successful run."""
        last = run_trace.read(self._folder, self.key)
        if last is None and run_trace.stands(self._folder):
            self._tell_foreign()
        return last

    def remember(self, trace: RunTrace) -> None:
        """Store the trace of a run, replacing the last one."""
        run_trace.write(self._folder, self.key, trace)

    def outputs(
        self,
        place: pathlib.Path,
        stamps: dict[str, Stamp],
        *,
        planned: Collection[str] = (),
        recorded: bool = True,
        make: bool = True,
    ) -> Outputs:
        """Open the output folder *place*; see `Outputs`."""
        return Outputs(place, self.key, root=self._root, stamps=stamps, planned=planned, recorded=recorded, make=make)

    def begin(self, folder: pathlib.Path) -> None:
        """Record the output folder of this run for the next one, and clean up after a killed run."""
        if self._lock is None:
            return
        if self._lock.left:
            for place in {str(folder), *self._lock.left[1:]}:
                with contextlib.suppress(FilesError), self.outputs(pathlib.Path(place), {}, make=False) as there:
                    there.sweep()
            self._folder.sweep()
            self.store.sweep()
            self._lock.left = []
        self._lock.note(str(folder.resolve()))

    def clock(self) -> int:
        """Return the file system's time; 0 if nothing is kept for another run."""
        with contextlib.suppress(OSError):
            return self._lock.clock() if self._lock else 0
        return 0

    def keep(self, names: Collection[str]) -> None:
        """Forget the traces of all tasks but *names*, and the results that only they refer to."""
        self.log.prune(names)
        if self.log.is_loose():
            self.log.compact()
            self.store.keep(self.log.results())

    def _tell_foreign(self) -> None:
        if not self._told:
            self._tell(FOREIGN)
        self._told = True

    def close(self) -> None:
        """Stop writing."""
        if "log" in vars(self):
            self.log.close()


@contextlib.contextmanager
def opened(
    root: pathlib.Path,
    holder: str,
    *,
    wait: bool = True,
    fresh: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Cache]:
    """Hold the cache of the project in *root*; if another run holds it, call *tell* with its name and wait.

    With *fresh*, the cache is neither read nor written: the run gets an empty temporary one.

    Raises:
        FilesError: another run holds it, and *wait* is off.
    """
    with contextlib.ExitStack() as stack:
        reason, folder, lock = "", None, None
        try:
            key = keys.find(root)
        except NoKeyError as problem:
            key, reason = keys.passing(), str(problem)
        try:
            folder, lock = _locked(root.resolve(), key, holder, wait=wait, tell=tell)
            stack.enter_context(folder)
            stack.callback(lock.release)
            folder.handle(stores.FOLDER, make=True)
        except OSError as problem:
            reason = f"{FOLDER}: {problem.strerror}"
        store = Store(root.resolve(), FOLDER)
        if reason and not fresh:
            tell(f"note: the cache is not used: {reason}")
        if reason or fresh or folder is None:
            place = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="protocolpress-")))
            folder, store = stack.enter_context(Folder(place)), Store(place)
        current = Cache(folder, store, key, root=root, lock=lock, tell=tell)
        stack.callback(current.close)
        yield current


def _locked(
    root: pathlib.Path, key: Key, holder: str, *, wait: bool, tell: Callable[[str], None]
) -> tuple[Folder, Lock]:
    """Open the folder of the cache and lock it; start again if the folder is removed during the wait."""
    while True:
        folder = Folder.below(root, FOLDER, make=True)
        try:
            return folder, Lock(folder, key, holder, wait=wait, tell=tell)
        except FileNotFoundError:
            folder.close()
        except BaseException:
            folder.close()
            raise


@contextlib.contextmanager
def temporary() -> Iterator[Cache]:
    """Return an empty cache that is removed after the run."""
    key = keys.find_or_passing(None)
    with tempfile.TemporaryDirectory(prefix="protocolpress-") as name:
        place = pathlib.Path(name)
        with Folder(place) as folder:
            current = Cache(folder, Store(place), key)
            try:
                yield current
            finally:
                current.close()
