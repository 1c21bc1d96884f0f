"""The record of outputs: the files that a project's builds have made in an output folder, with their digests.

In: an open output folder. Out: its record. It is stored in the folder itself, so it moves with the folder, and survives
the loss of the cache. A record sealed with the user's key is trusted. Any other may be forged to delete files: then
nothing is removed, and a file is replaced only if it is still as recorded.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
from collections.abc import Mapping

from protocolpress import errors, files
from protocolpress.build.keys import Key
from protocolpress.errors import FilesError, Position
from protocolpress.folders import Folder

NAME = ".protocolpress-outputs"

PURPOSE = b"outputs 1"
"""The purpose of its seal, and the version of its format."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record of an output folder."""

    outputs: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The digest of each output by its path; empty if a run began to write it and was interrupted."""
    trusted: bool = False
    """Whether the user's key authenticates it."""


def owner(root: pathlib.Path | None, output: pathlib.Path) -> str:
    """Return the identity of the project in *root*: its path from its output folder, if they move together."""
    if root is None:
        return ""
    known = files.inside(root, output)
    return os.path.relpath(known[0], files.absolute(output)) if known else str(root.resolve())


def read(folder: Folder, key: Key, project: str) -> Record:
    """Read the record of the builds of *project* in *folder*; empty if there is none.

    Raises:
        FilesError: the folder holds the outputs of another project.
    """
    try:
        data = folder.read(NAME)
    except OSError:
        return Record()
    sealed = key.opened(PURPOSE, data)
    try:
        said = json.loads(data.partition(b"\n")[2] if sealed is None else sealed)
        whose, outputs = str(said["project"]), {str(path): str(digest) for path, digest in said["outputs"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Record()
    if sealed is not None and whose != project:
        message = f"this is the output folder of another project, {whose}"
        raise FilesError(errors.error(Position(str(folder.place)), "not-ours", message, "choose another one with -o"))
    return Record(
        outputs={path: outputs[path] for path in outputs if files.is_inside(path)}, trusted=sealed is not None
    )


def write(folder: Folder, key: Key, project: str, outputs: Mapping[str, str]) -> None:
    """Write the record of the builds of *project* in *folder*.

    Raises:
        FilesError: it cannot be written.
    """
    said = {"project": project, "outputs": dict(sorted(outputs.items()))}
    data = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()
    with files.writing(str(folder.place / NAME)):
        folder.write(NAME, key.sealed(PURPOSE, data))
