"""The content-addressed store: bytes by their digest.

In: bytes. Out: their digest, and by it the same bytes, or nothing. What is read is verified: an object that is damaged
counts as absent, and so an object needs no fsync. Where a disk is full or may not be written, `put` says so.
"""

from __future__ import annotations

import contextlib
import pathlib
import re
from collections.abc import Collection

from protocolpress import files
from protocolpress.build.recording import digest

FOLDER = "objects"


class Store:
    """Objects in a folder; picklable, so that workers put results there themselves."""

    def __init__(self, folder: pathlib.Path) -> None:
        """Keep objects below *folder*; nothing is made yet."""
        self._folder = folder / FOLDER

    def put(self, data: bytes) -> str:
        """Keep *data* and give its digest; an object that was damaged is whole again.

        Raises:
            FilesError: it cannot be written.
        """
        name = digest(data)
        files.write(self._place(name), data, name=str(self._folder), durable=False)
        return name

    def get(self, name: str) -> bytes | None:
        """Give the bytes of a digest; None where they are not there, or are damaged."""
        try:
            data = self._place(name).read_bytes()
        except OSError:
            return None
        if digest(data) == name:
            return data
        with contextlib.suppress(OSError):
            self._place(name).unlink()
        return None

    def keep(self, names: Collection[str]) -> None:
        """Remove all objects but those of the digests *names*, and what was being written when a run was killed."""
        self.sweep()
        with contextlib.suppress(OSError):
            for folder in self._folder.iterdir():
                for place in folder.iterdir():
                    if re.fullmatch(r"[0-9a-f]{62}", place.name) and folder.name + place.name not in names:
                        place.unlink()

    def sweep(self) -> None:
        """Remove what a process was writing when it was killed."""
        with contextlib.suppress(OSError):
            for folder in self._folder.iterdir():
                files.sweep(folder)

    def _place(self, name: str) -> pathlib.Path:
        return self._folder / name[:2] / name[2:]
