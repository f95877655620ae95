"""The commands of ``sandan evaluate``, each under the name of what is asked."""

import typer

from sandan.cli.evaluate import firms, panels, places, registered, standing

__all__ = ["app"]

app = typer.Typer(add_completion=False, no_args_is_help=True)

for part in (registered, panels, firms, places, standing):
    for name, command in part.COMMANDS.items():
        app.command(name)(command)


@app.callback()
def evaluate() -> None:
    """Say what a policy did, and what nobody can know: of a workspace, or of a file of your own."""
