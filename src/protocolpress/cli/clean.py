"""`protocolpress clean`: remove the recorded outputs of builds and their cache, and nothing else."""

from __future__ import annotations

import pathlib

import click

from protocolpress.cli import output


@click.command("clean")
@click.pass_obj
def command(root: pathlib.Path) -> None:
    """Remove the outputs of builds in the project's build/ folder, and their cache in .cache/protocolpress/.

    A build records its outputs; files that are not recorded, or were changed since, are left and reported. No symbolic
    link is followed or removed.

    \b
    Example:
      protocolpress clean
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import projects

    problems = projects.clean(root)
    output.problems(problems)
    if problems.errors:
        click.get_current_context().exit(1)
