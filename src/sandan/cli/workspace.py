"""``sandan init``: make a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from sandan.data.workspace import create_workspace

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("init")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make into a workspace.")],
    name: Annotated[str, typer.Option(help="Name of the office or city, as reports print it.")],
    language: Annotated[str, typer.Option(help="Language of its documents: ko or en.")] = "ko",
) -> None:
    """Make a folder into a workspace."""
    workspace = create_workspace(folder, name=name, language=language)
    typer.echo(f"{workspace.root} is now the workspace of {workspace.settings.name}.")
