"""The record of outputs: which files in an output folder a project's builds have made, and how they left them.

In: an open output folder. Out: what is recorded there. It lies in the folder itself, so it goes where the folder goes,
and a cache may be lost. What the user's key has sealed is believed. Any other record may be somebody's who wants files
to go: then nothing is removed, and only a file that still is what the record says may be replaced by its newer self.
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
"""What it is sealed for, and the version of its form."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is recorded of an output folder."""

    outputs: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The digest of each output by its path; empty if a run began to write it, and did not end."""
    trusted: bool = False
    """Whether the user's key vouches for it."""


def owner(root: pathlib.Path | None, output: pathlib.Path) -> str:
    """Return which project in *root* this is: by the path from its output folder, if that moves with it."""
    if root is None:
        return ""
    known = files.inside(root, output)
    return os.path.relpath(known[0], files.absolute(output)) if known else str(root.resolve())


def read(folder: Folder, key: Key, project: str) -> Record:
    """Read what is recorded in *folder* of the builds of *project*; nothing, where there is no record.

    Raises:
        FilesError: the folder holds what builds of another project have made.
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
        raise FilesError(errors.error(Position(str(folder.place)), "not-ours", message, "name another one with -o"))
    return Record(
        outputs={path: outputs[path] for path in outputs if files.is_inside(path)}, trusted=sealed is not None
    )


def write(folder: Folder, key: Key, project: str, outputs: Mapping[str, str]) -> None:
    """Write down what the builds of *project* have made in *folder*.

    Raises:
        FilesError: it cannot be written.
    """
    said = {"project": project, "outputs": dict(sorted(outputs.items()))}
    data = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()
    with files.writing(str(folder.place / NAME)):
        folder.write(NAME, key.sealed(PURPOSE, data))
