"""`protocolpress merge-po`: three versions of a catalog → one, as a git merge driver.

It works outside a project too: git runs it at the top of the work tree, with the names of temporary files.
"""

from __future__ import annotations

import pathlib

import click

from protocolpress.cli import output


@click.command("merge-po")
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.argument("path", required=False)
@click.pass_context
def command(context: click.Context, *, base: str, ours: str, theirs: str, path: str | None) -> None:
    """Merge catalogs entry by entry: the result of OURS and THEIRS, which come from BASE, replaces OURS.

    PATH is the file's name in the repository; BASE may be empty. A message that both sides translated differently
    becomes fuzzy, with both texts in its comments. If a side cannot be read, nothing is written.

    \b
    To let git merge all catalogs this way:
      git config merge.protocolpress.name "catalogs, entry by entry"
      git config merge.protocolpress.driver "protocolpress merge-po %O %A %B %P"
      printf "*.po merge=protocolpress\\n*.pot merge=protocolpress\\n" >> .git/info/attributes

    \b
    Example:
      protocolpress merge-po base.po ours.po theirs.po
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress import files
    from protocolpress.api import catalogs
    from protocolpress.errors import Problems

    before, left, right = (_read(place) for place in (base, ours, theirs))
    problems = Problems()
    merged = catalogs.merge(before, left, right, path or ours, problems)
    output.problems(problems)
    if merged is None:
        context.exit(1)
    elif merged != left:
        files.sweep(pathlib.Path(ours).parent)
        files.write(pathlib.Path(ours), merged, root=context.obj)


def _read(path: str) -> bytes:
    """Read a file anywhere; git names /dev/null if a side has none."""
    from protocolpress.files import DiskFiles

    place = pathlib.Path(path)
    return b"" if path == "/dev/null" else DiskFiles(place.parent).read(place.name)
