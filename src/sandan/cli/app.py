"""All commands by name; each is loaded only when it is called, so that help comes at once."""

import importlib
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from sandan import __version__

__all__ = ["COMMANDS", "command_line"]

COMMANDS = {
    "init": ("sandan.cli.workspace", "Make a folder into a workspace."),
    "profiles": ("sandan.cli.profiles", "List the sources that can be imported."),
    "import": ("sandan.cli.importing", "Turn a file into a snapshot in the vault."),
    "generate": ("sandan.cli.generate", "Write a generated country whose truth is known."),
    "report": ("sandan.cli.report", "Write the case report on a city."),
    "observe": ("sandan.cli.observe.app", "Compute measures of a published table, or of a file of your own."),
    "evaluate": (
        "sandan.cli.evaluate.app",
        "Register what is compared, climb the ladder, or compare a place of a file of your own.",
    ),
    "compile": ("sandan.cli.compiling", "Compile every loop; set-up does this."),
    "account": ("sandan.cli.account", "Show why a count of firms changed, down to the firm."),
    "replay": ("sandan.cli.replay", "Make a figure again and compare."),
    "demo": ("sandan.cli.demo", "Generate a country, import it, write the report on its focal city."),
    "vault": ("sandan.cli.vault", "List, show and verify snapshots."),
    "claims": ("sandan.cli.claims", "Judge published claims by the record, and print what decided."),
    "serve": ("sandan.web.commands.serve", "Serve the pages of the office and do its background jobs."),
    "worker": ("sandan.web.commands.worker", "Do the background jobs that wait."),
    "migrate": ("sandan.web.commands.migrate", "Make the database fit this version."),
    "furnish": ("sandan.web.commands.furnish", "Fill the office of a demonstration."),
    "audit": ("sandan.web.commands.audit", "Verify the trail of what was done."),
    "backup": ("sandan.web.commands.backup", "Write the office into one file, and read it back."),
    "restore": ("sandan.web.commands.restore", "Give an office back out of a backup."),
}
"""Name of each command, the module whose ``app`` holds it, and its line in ``sandan --help``."""


class _Deferred(TyperCommand):
    """Stands for a command until it is called."""

    def __init__(self, name: str, module: str, summary: str) -> None:
        super().__init__(name=name, help=summary)
        self._module = module

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        app = importlib.import_module(self._module).app
        return typer.main.get_command(app).make_context(*args, **kwargs)


def _root(
    ctx: typer.Context,
    *,
    workspace: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the workspace.", envvar="SANDAN_WORKSPACE")
    ] = Path(),
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Industrial-cluster policy for cities and regions, with every number traceable."""
    ctx.obj = workspace
    if version:
        typer.echo(f"sandan {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _command_line() -> typer.core.TyperGroup:
    app = typer.Typer(add_completion=False, no_args_is_help=True)
    app.callback(invoke_without_command=True)(_root)
    group = typer.main.get_group(app)
    for name, (module, summary) in COMMANDS.items():
        group.add_command(_Deferred(name, module, summary))
    return group


command_line = _command_line()
