"""`protocolpress adopt`: an existing text and its translation → a source and its catalog."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from protocolpress import errors, files
from protocolpress.cli import given, output, writing
from protocolpress.errors import FilesError, Position

if TYPE_CHECKING:  # heavy, and `--help` does without it
    from protocolpress.api.documents import Adopted, Changes

_FILE = click.Path(path_type=pathlib.Path)


@click.command("adopt")
@click.argument("document_id", metavar="ID")
@click.option("--source", "source", type=_FILE, help="The text, in Markdown.")
@click.option("--translation", "translation", type=_FILE, help="Its translation, in Markdown too.")
@click.option("--from", "word", type=_FILE, help="The text from Word (DOCX), in one language or in both.")
@click.option("--with", "second", type=_FILE, help="Its translation from Word (DOCX).")
@click.option(
    "--changes",
    type=click.Choice(("refuse", "accept", "reject")),
    default="refuse",
    show_default=True,
    help="What to do with tracked changes.",
)
@click.option("--source-locale", help="The language of the text (default: source_locale of the settings).")
@click.option("-l", "--locale", help="The language of the translation (default: the other language).")
@click.option("--date", default="", help="The document's date, if neither the text nor the ID has one.")
@click.option("--title", default="", help="The document's title, if the text has none.")
@click.option("--report", type=_FILE, help="Write all pairs, with the evidence for each, to an HTML file.")
@click.option("--force", is_flag=True, help="Overwrite an existing source and catalogs that differ.")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
def command(
    root: pathlib.Path,
    *,
    document_id: str,
    source: pathlib.Path | None,
    translation: pathlib.Path | None,
    word: pathlib.Path | None,
    second: pathlib.Path | None,
    changes: Changes,
    source_locale: str | None,
    locale: str | None,
    date: str,
    title: str,
    report: pathlib.Path | None,
    force: bool,
    check: bool,
) -> None:
    """Make a source and its catalog from existing texts, in Markdown or from Word.

    Blocks are paired by structure (articles, paragraphs, letters, rows, notes), then by length and by their figures,
    dates and names. A doubtful pair becomes a fuzzy entry with the reason; a block without a partner is listed. The ID
    is that of a document, such as protocols/2012-02-29-quebec. The paths of the written files go to stdout.

    A DOCX may hold one language, or both: in a table of two columns, or paragraph by paragraph. The numbers that Word
    prints become our structure; content that cannot be converted is listed with its place and its words.

    \b
    Examples:
      protocolpress adopt protocols/2012-02-29-quebec --source en.md --translation ru.md
      protocolpress adopt protocols/2012-02-29-quebec --from en.docx --with ru.docx --report pairs.html
      protocolpress adopt protocols/2012-02-29-quebec --from bilingual.docx --changes accept
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    from protocolpress.api import Publication, documents

    publication = Publication(root)
    with output.named():
        first, other = documents.locales_of_texts(publication, source_locale, locale)
    document_id = documents.plain_id(document_id)
    if document_id.partition("/")[0] not in documents.FOLDERS or not document_id.partition("/")[2]:
        raise click.UsageError(f"{document_id} is not the id of a document: write protocols/2012-02-29-quebec")
    if bool(source) == bool(word) or (translation and word) or (second and source):
        raise click.UsageError("use --source and --translation, or --from and --with")
    if first == other and (translation or second):
        raise click.UsageError(f"both texts are in {first}: use --locale")
    known = {"date": date, "title": title}
    places = [place for place in (source or word, translation or second) if place]
    data = given.read(places)
    named = (source_locale or (first if second else ""), other) if word else (first, other)
    texts = [
        documents.Text(name=str(place), data=data[str(place)], locale=each)
        for place, each in zip(places, named, strict=False)
    ]
    if word:
        adopted = documents.adopt_word(publication, document_id, texts, known, changes=changes)
    else:
        adopted = documents.adopt(publication, document_id, texts, known)
    finish(root, adopted, report, force=force, check=check)


def finish(root: pathlib.Path, adopted: Adopted, report: pathlib.Path | None, *, force: bool, check: bool) -> None:
    """Report the result, and write it."""
    from protocolpress.api import Publication, documents

    publication = Publication(root)
    if not force and (taken := documents.taken(publication, adopted)):
        hint = "choose another ID, or overwrite it with --force"
        message = "a different file already exists here"
        raise FilesError(*(errors.error(Position(path), "already-there", message, hint) for path in taken))
    output.problems(documents.doubts(adopted))
    if report:
        files.write(report, documents.report(publication, adopted).encode())
    if adopted.pairs:
        said = f"{_many(len(adopted.pairs) - len(adopted.alone), 'pair')}, {len(adopted.doubtful)} doubtful, so fuzzy; "
        click.echo(f"{said}{_many(len(adopted.alone), 'block')} without a partner", err=True)
    for key, value in adopted.added.items():
        click.echo(f"added to the front matter: {key}: {value}", err=True)
    disk = publication.files
    read = {path: disk.read(path) if disk.exists(path) else None for path in adopted.contents}
    writing.write(root, adopted.contents, check=check, read=read)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
