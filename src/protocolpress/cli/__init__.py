"""The command line: arguments → one call → problems on stderr, results on stdout, an exit code.

One module for each command. Exit codes: 0 done, 1 problems found, 2 usage, 130 interrupted; a bug of our own keeps its
traceback. A command's module imports nothing heavy until the command runs, so `--help` is instant.
"""

from __future__ import annotations

import importlib
import pathlib
import sys

import click

from protocolpress import __version__
from protocolpress.cli import output, process

COMMANDS = {
    "init": "init",
    "new": "new",
    "rename": "rename",
    "adopt": "adopt",
    "extract": "extract",
    "update": "update",
    "status": "status",
    "suggest": "suggest",
    "check": "check",
    "seal": "seal",
    "diff": "diff",
    "history": "history",
    "consolidate": "consolidate",
    "sign": "sign",
    "export": "export",
    "import": "import_",
    "merge-po": "merge_po",
    "compile": "compile",
    "build": "build",
    "show": "show",
    "serve": "serve",
    "verify": "verify",
    "release": "release",
    "clean": "clean",
}
"""The commands, in working order, and their modules."""


class _Commands(click.Group):
    """Finds a command in the module of its name on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in working order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"protocolpress.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; suggest the nearest if there is none."""
        if args and not args[0].startswith("-"):
            output.known("command", args[:1], tuple(COMMANDS))
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=pathlib.Path, file_okay=False, exists=True),
    default=".",
    help="Folder of the publication, with protocolpress.toml (default: the current folder).",
)
@click.pass_context
def command(context: click.Context, folder: pathlib.Path) -> None:
    """Publish events and protocols in two languages: sources in, PDFs and a dated compendium out.

    \b
    Examples:
      protocolpress init bulletin              a new publication, with an example in it
      protocolpress --project bulletin build   everything that it consists of
    """  # noqa: D301 - \b is Click's mark for lines that stay as they are
    process.stand_somewhere()
    context.obj = folder


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(process.run(lambda: command.main(prog_name="protocolpress", standalone_mode=False)))
