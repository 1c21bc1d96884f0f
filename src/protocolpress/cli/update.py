"""`protocolpress update`: changes in the sources → the translators' catalogs, without losing their work."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import click

from protocolpress.cli import output, writing
from protocolpress.errors import PressError, Problems


@click.command("update")
@click.option(
    "-l", "--locale", "locales", multiple=True, help="Only the catalogs of this language: en, ru; repeatable."
)
@click.option(
    "--typo",
    "typos",
    multiple=True,
    metavar="ID[:LINE]",
    help="Treat changes in this source, or in this line of it, as typos: translations stay valid.",
)
@click.option(
    "--template",
    type=click.Path(path_type=pathlib.Path, dir_okay=False, exists=True),
    help="Update CATALOGS from this .pot file, in a project or not.",
)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.argument("catalogs", nargs=-1, type=click.Path(path_type=pathlib.Path, dir_okay=False, exists=True))
@click.pass_obj
def command(
    root: pathlib.Path,
    *,
    locales: tuple[str, ...],
    typos: tuple[str, ...],
    template: pathlib.Path | None,
    check: bool,
    catalogs: tuple[pathlib.Path, ...],
) -> None:
    """Bring templates and catalogs up to date with the sources.

    Whatever need not change stays byte for byte. A changed text keeps its translation as fuzzy, with the old text after
    `#|`; a removed one becomes obsolete; one that returns, or moves to another document, gets its translation back. The
    paths of the written files go to stdout, and so do the texts covered by --typo.

    \b
    Examples:
      protocolpress update
      protocolpress update -l ru --check
      protocolpress update --typo events/2012-02-29-quebec:12
      protocolpress update --template messages.pot ru.po de.po
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    if template is None:
        if catalogs:
            raise click.UsageError("CATALOGS can be named only with --template")
        _project(root, locales, typos, check=check)
        return
    if locales or typos or not catalogs:
        raise click.UsageError("with --template, name CATALOGS, without --locale and --typo")
    _files(root, template, catalogs, check=check)


def _project(root: pathlib.Path, locales: tuple[str, ...], typos: tuple[str, ...], *, check: bool) -> None:
    from protocolpress.api import Publication, catalogs

    with output.named():
        outcome = catalogs.update(Publication(root), locales=locales, typos=typos)
    output.problems(outcome.problems)
    for old, new in outcome.typos:
        click.echo(f"{old} → {new}")
    writing.write(root, outcome.contents, check=check, read=outcome.read)


def _files(root: pathlib.Path, template: pathlib.Path, places: Sequence[pathlib.Path], *, check: bool) -> None:
    """Update single files; the stages of a project are neither needed nor loaded."""
    from protocolpress import files
    from protocolpress.api import catalogs

    problems = Problems()
    named = {str(place): place for place in (template, *places)}
    read = {name: _read(place, problems) for name, place in named.items()}
    outcome = catalogs.updated(str(template), [str(place) for place in places], read, problems)
    output.problems(outcome.problems)
    changed = False
    failures = Problems()
    for name, data in outcome.contents.items():
        base, path = files.located(root, named[name])
        before = {path: read[name]}
        folder = named[name].as_posix().removesuffix(path)
        changed |= writing.store(base, {path: data}, check=check, read=before, problems=failures, folder=folder)
    writing.finish(check=check, changed=changed, problems=failures)


def _read(place: pathlib.Path, problems: Problems) -> bytes:
    from protocolpress.files import DiskFiles

    real = place.resolve()
    try:
        return DiskFiles(real.parent).read(real.name)
    except PressError as mistake:
        problems.add(*mistake.problems)
        return b""
