"""`protocolpress check`: every problem of a project, or of some catalogs, in one run."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import pathlib
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from protocolpress import languages
from protocolpress.cli import output, writing
from protocolpress.errors import FilesError, Problem, Severity

if TYPE_CHECKING:  # heavy, and `--help` does not need it
    from protocolpress.files import DiskFiles

COLLECTED = (100_000, 10, 10)
"""Thresholds for collecting cycles (`gc.set_threshold`): sources and catalogs stay in memory, and have no cycles.

With Python's defaults, 7 per cent of the time is spent looking for some (40 protocols).
"""


@click.command("check")
@click.argument(
    "catalogs",
    nargs=-1,
    metavar="[CATALOG.po]...",
    type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path),
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--fix", is_flag=True, help="First fix the typography of translations where that is safe.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "sarif")),
    default="text",
    help="Lines for people on stderr (text); for programs on stdout, a list (json) or SARIF 2.1.0 (sarif).",
)
@click.option(
    "--source",
    "source_locale",
    default=languages.DEFAULT.code,
    metavar="LOCALE",
    help="The language of msgid, outside a project (default: en).",
)
@click.pass_context
def command(
    context: click.Context,
    *,
    catalogs: tuple[pathlib.Path, ...],
    strict: bool,
    fix: bool,
    form: str,
    source_locale: str,
) -> None:
    """Find every problem in settings, sources, registry, catalogs and page templates, or in the CATALOGs alone.

    A catalog may belong to no project; then its language is taken from its name (ru.po, mutt.ru.po,
    ru/LC_MESSAGES/x.po) or its header. Only --fix writes anything, and prints the paths of the written files. Without
    problems, nothing is printed.

    \b
    Examples:
      protocolpress check
      protocolpress check --strict --format sarif
      protocolpress check --fix locales/ru/LC_MESSAGES/registry.po
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Listener, Publication
    from protocolpress.api import catalogs as single

    publication = Publication(context.obj)
    files = publication.files
    gc.set_threshold(*COLLECTED)
    if fix:
        contents = _read(files, catalogs or _own(files))
        fixed = single.fixed(publication, contents, source_locale=source_locale)
        with contextlib.redirect_stdout(sys.stdout if form == "text" else sys.stderr):  # a program reads one thing
            _write(files, fixed, contents)
    if catalogs:
        found = single.check(publication, _read(files, catalogs), source_locale=source_locale)
    else:
        found = publication.check(jobs=output.jobs(), listener=Listener(draw=output.progress))
    silent = single.silent_rules(publication, _read(files, catalogs) if catalogs else None) if form == "json" else ()
    show((*found, *silent), form)
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(problem.severity in failing for problem in found):
        context.exit(1)


def show(found: Iterable[Problem], form: str) -> None:
    """Print problems in a format."""
    if form == "json":
        click.echo(as_json(found))
    elif form == "sarif":
        from protocolpress.cli import sarif

        click.echo(sarif.write(tuple(found)))
    else:
        output.problems(found)


def _own(files: DiskFiles) -> tuple[pathlib.Path, ...]:
    """Return the project's own catalogs, without those that the program ships."""
    return tuple(files.root / path for path in files.glob("locales/*.po") if files.is_own(path))


def _read(files: DiskFiles, places: Iterable[pathlib.Path]) -> dict[str, bytes]:
    """Read catalogs; a path inside the project is the project's, any other is relative to the current folder.

    Raises:
        FilesError: the problems of all files that cannot be read.
    """
    from protocolpress.files import DiskFiles

    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for place in places:
        absolute = place.parent.resolve() / place.name
        try:
            if absolute.is_relative_to(files.root):
                path = absolute.relative_to(files.root).as_posix()
                contents[path] = files.read(path)
            else:
                real = place.resolve()
                path = (place if files.root == pathlib.Path.cwd() else real).as_posix()  # unlike the project's
                contents[path] = DiskFiles(real.parent).read(real.name)
        except FilesError as failure:
            for problem in failure.problems:
                position = dataclasses.replace(problem.position, path=str(place))
                problems.append(dataclasses.replace(problem, position=position))
    if problems:
        raise FilesError(*problems)
    return contents


def _write(files: DiskFiles, fixed: Mapping[str, bytes], read: Mapping[str, bytes]) -> None:
    """Write the corrected files, in the project and outside, and print the paths."""
    from protocolpress.files import DiskFiles, is_inside

    writing.write(files.root, {path: data for path, data in fixed.items() if is_inside(path)}, check=False, read=read)
    for path, data in fixed.items():
        if not is_inside(path):
            real = pathlib.Path(path).resolve()
            DiskFiles(real.parent).write(real.name, data, read={real.name: read[path]})
            click.echo(path)


def as_json(found: Iterable[Problem]) -> str:
    """Write problems as a list of objects; an unknown line or column is 0."""
    return output.as_json(
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
        ]
    )
