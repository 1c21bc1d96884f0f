"""`protocolpress init`: the shipped skeleton → a new project."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shlex

import click

from protocolpress import errors, files, languages
from protocolpress.errors import FilesError, Position
from protocolpress.folders import Folder

MADE = ("build", "dist", "__pycache__")
"""Files in a checkout's skeleton that are not part of it."""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=pathlib.Path))
@click.option(
    "--languages", "wanted", metavar="LIST", help="Languages of the example, the source language first: fr,en"
)
def command(folder: pathlib.Path, wanted: str | None) -> None:
    """Make a new project in DIR, with one event and one protocol, in English and Russian or in other languages.

    It can be built at once. A folder that is not empty is left unchanged.

    \b
    Example:
      protocolpress init bulletin
      protocolpress init --languages fr,en bulletin
      protocolpress --project bulletin build
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        contents = _contents(_skeleton())
        if wanted is not None:
            contents = _said(contents, wanted)
        with Folder(folder, make=True) as place:
            _refuse(folder, [name for names in place.entries() for name in names])
            _copy(contents, place, made)
    except NotADirectoryError as problem:
        message = "this is a file, not a folder"
        raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "choose a new folder")) from problem
    except OSError as problem:
        message = f"cannot make the project: {problem.strerror}"
        at = Position(str(problem.filename or folder))
        hint = "free some space, or allow writing there; no partial files are left"
        raise FilesError(errors.error(at, "cannot-write", message, hint)) from problem
    click.echo(folder)
    click.echo(f"next: protocolpress --project {shlex.quote(str(folder))} build")


def _skeleton() -> pathlib.Path:
    """Return the folder of the shipped project."""
    skeleton = files.shipped() / "skeleton"
    settings = skeleton / "protocolpress.toml"
    if not settings.is_file():
        message = "the project skeleton that comes with the program is missing"
        raise FilesError(errors.error(Position(str(settings)), "missing-file", message, "install protocolpress again"))
    return skeleton


def _unreadable(problem: OSError) -> None:
    raise problem


def _refuse(folder: pathlib.Path, names: list[str]) -> None:
    """Refuse a place that is not empty."""
    if names:
        some = ", ".join(sorted(names)[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        message = f"the folder is not empty: it holds {some}"
        raise FilesError(errors.error(Position(str(folder)), "not-empty", message, "choose a new folder"))


def _contents(skeleton: pathlib.Path) -> dict[str, bytes]:
    """Read the skeleton's contents only, because an installed one may be read-only, and the copy must be writable."""
    found = {}
    for top, folders, names in os.walk(skeleton, onerror=_unreadable):
        folders[:] = [name for name in folders if name not in MADE]
        for name in names:
            if not name.endswith((".mo", ".part")):
                place = pathlib.Path(top, name)
                found[place.relative_to(skeleton).as_posix()] = place.read_bytes()
    return found


def _said(contents: dict[str, bytes], wanted: str) -> dict[str, bytes]:
    """Write the example in the languages *wanted*, a comma-separated list."""
    from protocolpress.plan import example

    codes = tuple(code.strip() for code in wanted.split(","))
    unknown = [code for code in codes if code not in languages.LANGUAGES]
    if unknown or len({*codes}) < len(codes):
        message = f"unknown language {unknown[0][:20]!r}" if unknown else "a language is named twice"
        raise click.BadParameter(f"{message}; known are {', '.join(languages.LANGUAGES)}", param_hint="--languages")
    words = {path.stem: path.read_bytes() for path in (files.shipped() / "skeleton-languages").glob("*.po")}
    return example.contents(contents, words, codes)


def _copy(contents: dict[str, bytes], folder: Folder, made: list[pathlib.Path]) -> None:
    """Write all or nothing: on an error the new files, with the folders *made* before, are removed again.

    Files that somebody else creates there in the meantime are neither overwritten nor removed.
    """
    files_made: list[str] = []
    folders_made: list[str] = []
    try:
        for path, data in contents.items():
            for place in reversed(pathlib.PurePosixPath(path).parents[:-1]):
                if str(place) not in folders_made:
                    folder.handle(str(place), make=True)
                    folders_made.append(str(place))
            folder.write(path, data, fresh=True)
            files_made.append(path)
    except BaseException:
        for path in files_made:
            with contextlib.suppress(OSError):
                folder.remove(path)
        for path in reversed(folders_made):
            with contextlib.suppress(OSError):
                folder.remove_folder(path)
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise
