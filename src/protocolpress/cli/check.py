"""`protocolpress check`: every problem of a project in one run; nothing is written."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterable

import click

from protocolpress.cli import output
from protocolpress.errors import Problem, Severity


@click.command("check")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Lines for people on stderr (text), or one list for programs on stdout (json).",
)
@click.pass_context
def command(context: click.Context, *, strict: bool, form: str) -> None:
    """Find every problem in settings, sources, registry, catalogs and page templates.

    Nothing is written. Without problems, nothing is printed.

    \b
    Examples:
      protocolpress check
      protocolpress check --strict --format json
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.files import DiskFiles
    from protocolpress.plan import checking

    root: pathlib.Path = context.obj
    with output.progress("Checking") as step:
        found = checking.check(DiskFiles(root), progress=step, jobs=output.jobs())
    if form == "json":
        click.echo(as_json(found))
    else:
        output.problems(found)
    if any(strict or problem.severity is Severity.ERROR for problem in found):
        context.exit(1)


def as_json(found: Iterable[Problem]) -> str:
    """Write problems as a list of objects; a line or column that is not known is 0."""
    return json.dumps(
        [
            {
                "path": problem.position.path,
                "line": problem.position.line,
                "column": problem.position.column,
                "severity": str(problem.severity),
                "rule": problem.rule,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in found
        ],
        ensure_ascii=False,
        indent=2,
    )
