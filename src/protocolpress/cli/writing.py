"""What commands write into a project: only what changes, each file whole or not at all, its path on stdout."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping

import click

from protocolpress import files


def write(root: pathlib.Path, contents: Mapping[str, bytes], *, check: bool) -> None:
    """Write what is not there yet below *root*; with *check*, write nothing and end with 1 if something would be."""
    changed = [path for path, data in contents.items() if not _holds(root / path, data)]
    for path in changed:
        if not check:
            files.write(root / path, contents[path])
        click.echo(path)
    if check and changed:
        click.get_current_context().exit(1)


def _holds(place: pathlib.Path, data: bytes) -> bool:
    try:
        return place.read_bytes() == data
    except OSError:
        return False
