"""`protocolpress import`: files returned by translators and reviewers → their changes in the catalogs."""

from __future__ import annotations

import pathlib

import click

from protocolpress import files
from protocolpress.cli import given, output, writing


@click.command("import")
@click.argument("places", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=pathlib.Path))
@click.option(
    "--patch",
    type=click.Path(path_type=pathlib.Path),
    help="Write reviewers' changes to the sources to this file, as a patch (default: show it).",
)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_context
def command(
    context: click.Context, *, places: tuple[pathlib.Path, ...], patch: pathlib.Path | None, check: bool
) -> None:
    """Import changes made in files that `export` wrote into the catalogs and the glossary.

    Only changes are imported, as fuzzy, with a comment on their origin and the text that they replace; remarks become
    comments. A translation is refused, with both texts, if its source text or the catalog's own translation has changed
    since; the others are imported. To use somebody else's memory (TMX), run `protocolpress suggest --tmx FILE`. The
    paths of the written files go to stdout.

    A DOCX made by `build --only docx` can be imported too, with or without tracked changes: changes in the source
    language become a patch for `git apply`.

    \b
    Examples:
      protocolpress import ru.xlf
      protocolpress import --check review-ru.html review-ru.xlsx
      protocolpress import --patch source.patch 2012-03-30-specimen.docx
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, catalogs

    root: pathlib.Path = context.obj
    brought = catalogs.bring(Publication(root), given.read(places))
    output.problems(brought.problems)
    if brought.contents and not check:
        came = f"{_many(brought.translations, 'translation')}, as fuzzy, and {_many(brought.remarks, 'remark')} came in"
        click.echo(f"{came}; next: review them, then run protocolpress check", err=True)
    if brought.patch and patch and not check:
        files.write(patch, brought.patch.encode())
    elif brought.patch:
        click.echo(f"proposed for the sources:\n{brought.patch}", err=True)
    writing.write(root, brought.contents, check=check, read=brought.read)
    if brought.problems.errors:
        context.exit(1)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
