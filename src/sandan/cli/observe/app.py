"""The commands of ``sandan observe``, each under the name of its measure."""

import typer

from sandan.cli.observe import distances, matrices, places, published

__all__ = ["app"]

app = typer.Typer(add_completion=False, no_args_is_help=True)

for part in (published, matrices, distances, places):
    for name, command in part.COMMANDS.items():
        app.command(name)(command)


@app.callback()
def observe() -> None:
    """Compute measures: of a published table of the vault, or of a file of your own."""
