"""`protocolpress diff`: two versions of a publication → what changed, in all languages."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from protocolpress.cli import output

if TYPE_CHECKING:  # heavy, and `--help` does not need them
    from protocolpress.api import Difference, Publication


FORMS = ("text", "json", "pdf", "html", "docx")

DOCUMENTS = FORMS[2:]
"""The forms that are files, one for each document."""

FOLDER = "redline"
"""The usual folder of these files."""


@click.command("diff")
@click.argument("old")
@click.argument("new", default="")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="Output format.")
@click.option("-e", "--edition", "editions", multiple=True, help="Edition of the files: en-ru; repeatable.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=pathlib.Path, file_okay=False),
    help="Folder for the files (default: redline/ in the project).",
)
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with 1 if anything changed.")
@click.option("--check", "checked", is_flag=True, help="Exit with 1 if a text changed in one language only.")
@click.pass_context
def command(
    context: click.Context,
    *,
    old: str,
    new: str,
    ids: tuple[str, ...],
    form: str,
    editions: tuple[str, ...],
    folder: pathlib.Path | None,
    by_code: bool,
    checked: bool,
) -> None:
    """Show what changed between two versions, in all languages beside each other.

    OLD and NEW are folders (of a publication or of a release), days (the release of that day in dist/, or the last
    commit until then), or revisions of git; without NEW, or with an empty one, the publication as it is now. An ID is a
    document; by default all that changed. Texts are compared by place and words: an article that was moved is a move,
    and one that was only renumbered is unchanged. A change made in one language only is named.

    With --format pdf, html or docx, each document becomes a file in which deleted words are struck through and
    inserted ones underlined (in Word, tracked changes), in the editions named or in all: redline/EDITION/ID.pdf. Their
    paths go to stdout.

    \b
    Examples:
      protocolpress diff HEAD
      protocolpress diff 2012-03-01 2012-12-31 protocols/2012-02-29-quebec
      protocolpress diff ../draft-1 . --format json
      protocolpress diff HEAD~1 HEAD --format pdf -e en-ru
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication

    publication = Publication(context.obj)
    names = (old, new, tuple(one.removeprefix("sources/").removesuffix(".md") for one in ids))
    with output.named():
        if form in DOCUMENTS:
            found = _files(publication, names, form, editions, folder)
        else:
            found = publication.compare(old, new, ids=names[2])
            _show(found, form)
    changed = any(one.changes or one.whole for one in found.documents)
    if (by_code and changed) or (checked and any(one.one_sided for one in found.documents)):
        context.exit(1)


def _show(found: Difference, form: str) -> None:
    """Print the changes on stdout, and remarks and the number of changes on stderr."""
    from protocolpress.compare import written

    for note in found.notes:
        click.echo(note, err=True)
    if form == "json":
        shown = {"old": found.old, "new": found.new, "documents": written.data(found.documents)}
        click.echo(output.as_json(shown))
    else:
        click.echo(written.text(found.documents), nl=False)
        click.echo(written.summary(found.documents), err=True)


def _files(
    publication: Publication,
    names: tuple[str, str, tuple[str, ...]],
    form: str,
    editions: tuple[str, ...],
    folder: pathlib.Path | None,
) -> Difference:
    """Write a file for each document in each edition, and print their paths."""
    from protocolpress import files
    from protocolpress.api import versions

    old, new, ids = names
    place = folder or publication.root / FOLDER
    wanted = versions.editions(publication, editions)
    for edition in wanted:
        found = publication.compare(old, new, ids=ids, edition=edition)
        if edition == wanted[0]:
            for note in found.notes:
                click.echo(note, err=True)
        for one in versions.redlines(publication, found, edition=edition, form=form):
            files.write(place / one.path, one.data, root=publication.root)
            click.echo(place / one.path)
    return found
