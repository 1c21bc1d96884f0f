"""`protocolpress init`: the shipped skeleton → a new project."""

from __future__ import annotations

import pathlib
import shlex

import click

from protocolpress import languages


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
    from protocolpress.api import projects

    projects.create(folder, None if wanted is None else _codes(wanted))
    click.echo(folder)
    where = f" --project {shlex.quote(str(folder))}" if folder != pathlib.Path() else ""
    click.echo(f"next: protocolpress{where} build")


def _codes(wanted: str) -> tuple[str, ...]:
    """Read a comma-separated list of languages."""
    codes = tuple(code.strip() for code in wanted.split(","))
    unknown = [code for code in codes if code not in languages.LANGUAGES]
    if unknown or len({*codes}) < len(codes):
        message = f"unknown language {unknown[0][:20]!r}" if unknown else "a language is named twice"
        raise click.BadParameter(f"{message}; known are {', '.join(languages.LANGUAGES)}", param_hint="--languages")
    return codes
