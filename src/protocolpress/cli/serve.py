"""`protocolpress serve`: the translator's desk, in the browser."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import os
import pathlib
import sys
import webbrowser

import click

from protocolpress.cli import output

SHORTEST = 16
"""Minimum length of a token."""

NEEDED = ("starlette", "uvicorn", "watchfiles")


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8230, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Address to listen on; one that other machines can reach needs a token.",
)
@click.option(
    "--token-file",
    "token_file",
    type=click.Path(path_type=pathlib.Path, dir_okay=False, exists=True),
    help="File with the token that everybody enters; also PROTOCOLPRESS_TOKEN.",
)
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.pass_obj
def command(root: pathlib.Path, *, port: int, host: str, token_file: pathlib.Path | None, no_open: bool) -> None:
    """Open the translator's desk: edit each message beside the page that prints it, and see the page change.

    The desk is on this machine only, and ends with Ctrl-C. Catalogs are changed one message at a time; text that has
    not been saved is kept by the browser. Pages and PDFs are made in build/desk/, as a build makes them.

    \b
    Examples:
      protocolpress serve
      protocolpress serve --port 9000 --no-open
      protocolpress serve --host 0.0.0.0 --token-file token.txt
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        message = f"the desk needs {', '.join(missing)}: pip install 'protocolpress[serve]'"
        raise click.ClickException(message)
    from protocolpress.desk import server

    token = _token(token_file)
    if not server.is_local(host) and not token:
        message = f"other machines can reach {host}: give a token too, with --token-file or PROTOCOLPRESS_TOKEN"
        raise click.UsageError(message)

    def ready(address: str) -> None:
        click.echo(address)
        click.echo("the desk is open; Ctrl-C closes it", err=True)
        if not no_open:
            webbrowser.open(address)

    place = server.Place(host=host, port=port, token=token)
    with output.named(), contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        server.serve(root, place, ready=ready, now=lambda: dt.datetime.now(dt.UTC))
    # Everything is closed by now; taking down the interpreter would take longer than all of that, up to a second.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _token(place: pathlib.Path | None) -> str:
    """Return the token; a short one could be guessed."""
    token = place.read_text("utf-8").strip() if place else os.environ.get("PROTOCOLPRESS_TOKEN", "").strip()
    if token and len(token) < SHORTEST:
        raise click.UsageError(f"a token has at least {SHORTEST} characters: openssl rand -hex 16 makes one")
    return token
