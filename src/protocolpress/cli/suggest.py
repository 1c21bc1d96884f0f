"""`protocolpress suggest`: translations from catalogs and memories → suggestions for missing ones."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from protocolpress.cli import output, writing

if TYPE_CHECKING:  # heavy, and `--help` does not need it
    from protocolpress.api.catalogs import Suggestions


@click.command("suggest")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "-l", "--locale", "locales", multiple=True, help="Only translations into this language: en, ru; repeatable."
)
@click.option(
    "--tmx",
    "memories",
    multiple=True,
    type=click.Path(path_type=pathlib.Path, dir_okay=False, exists=True),
    help="Also search this translation memory; repeatable.",
)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(
    root: pathlib.Path,
    *,
    ids: tuple[str, ...],
    locales: tuple[str, ...],
    memories: tuple[pathlib.Path, ...],
    check: bool,
) -> None:
    """Fill in missing translations from the same or a similar text in other catalogs or a memory.

    A suggestion is fuzzy, so it is never printed before somebody has reviewed it. A comment gives its origin and the
    similarity of the texts; if they differ, the other one is after `#|`. Messages with a translation, fuzzy or not, are
    left unchanged. An ID is a document, or interface, or registry. The paths of the written files go to stdout.

    \b
    Examples:
      protocolpress suggest
      protocolpress suggest -l ru events/2012-02-29-quebec
      protocolpress suggest --tmx memory.tmx
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, catalogs

    with output.named():
        outcome = catalogs.suggest(Publication(root), locales=locales, ids=ids, memories=_read(memories))
    output.problems(outcome.problems)
    _report(outcome, check=check)
    writing.write(root, outcome.contents, check=check, read=outcome.read)


def _read(places: Iterable[pathlib.Path]) -> dict[str, bytes]:
    """Read the memories, which may be anywhere; raise `FilesError` with the problems of all of them."""
    from protocolpress.errors import FilesError, Position, Problems
    from protocolpress.files import DiskFiles

    found: dict[str, bytes] = {}
    problems = Problems()
    for place in places:
        real = place.resolve()
        try:
            found[place.as_posix()] = DiskFiles(real.parent).read(real.name)
        except FilesError as mistake:
            for each in mistake.problems:
                problems.error(Position(place.as_posix()), each.rule, each.message, each.hint)
    if problems:
        raise FilesError(*problems)
    return found


def _report(outcome: Suggestions, *, check: bool) -> None:
    """Print on stderr the result and the next steps."""
    for number, before, after in (
        (outcome.suggested, "to be suggested" if check else "suggested, as fuzzy", "look at each"),
        (outcome.left, "missing", "nothing similar was found"),
        (outcome.stale, "not in the catalogs yet", "run protocolpress update"),
    ):
        if number:
            noun = "message" if number == 1 else "messages"
            click.echo(f"{number} {noun} {before}: {after}", err=True)
