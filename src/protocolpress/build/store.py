"""The content-addressed store: bytes by their digest.

In: bytes. Out: their digest, and by it the same bytes, or nothing. Everything read is verified: a damaged object counts
as absent, so an object needs no fsync and no seal, because its digest authenticates it. `put` raises `FilesError` if
the disk is full or read-only.
"""

from __future__ import annotations

import contextlib
import pathlib
import re
from collections.abc import Collection

from protocolpress import files
from protocolpress.build.recording import digest
from protocolpress.folders import Folder

FOLDER = "objects"


class Store:
    """Objects in a folder; picklable, so that workers put results there themselves."""

    def __init__(self, root: pathlib.Path, path: str = "") -> None:
        """Keep objects in a subfolder of *path* below *root*; it is created on first use."""
        self._root = root
        self._path = f"{path}/{FOLDER}".removeprefix("/")

    def put(self, data: bytes) -> str:
        """Store *data* and return its digest; a damaged object is replaced.

        Raises:
            FilesError: it cannot be written.
        """
        name = digest(data)
        with files.writing(str(self._root / self._path)), self._opened(make=True) as folder:
            folder.write(_place(name), data, durable=False)
        return name

    def get(self, name: str) -> bytes | None:
        """Return the bytes of a digest; None if they are missing or damaged."""
        try:
            with self._opened() as folder:
                data = folder.read(_place(name))
                if digest(data) == name:
                    return data
                folder.remove(_place(name))
        except OSError:
            return None
        return None

    def keep(self, names: Collection[str]) -> None:
        """Remove all objects but those of the digests *names*, and the temporary files of a killed run."""
        self.sweep()
        with contextlib.suppress(OSError), self._opened() as folder:
            for above in folder.entries()[0]:
                for name in folder.entries(above)[1]:
                    if re.fullmatch(r"[0-9a-f]{62}", name) and above + name not in names:
                        folder.remove(f"{above}/{name}")

    def sweep(self) -> None:
        """Remove the temporary files of a killed process."""
        with contextlib.suppress(OSError), self._opened() as folder:
            for above in folder.entries()[0]:
                folder.sweep(above)

    def _opened(self, *, make: bool = False) -> Folder:
        return Folder.below(self._root, self._path, make=make)


def _place(name: str) -> str:
    return f"{name[:2]}/{name[2:]}"
