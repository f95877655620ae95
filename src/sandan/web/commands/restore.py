"""``sandan restore``: an office out of a backup."""

from pathlib import Path
from typing import Annotated

import typer

from sandan.web.administration.archive.restoring import restore_backup

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder for the workspace.")],
    *,
    database: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="An empty PostgreSQL database, if the office used one."),
    ] = "",
) -> None:
    """Give an office back as it was when the backup was made; everything is compared before it appears."""
    restored = restore_backup(file, folder, database=database)
    manifest = restored.manifest
    typer.echo(f"{restored.root} is {manifest.office} as of {manifest.made_at}.")
    rows = sum(manifest.contents.rows.values())
    typer.echo(f"{len(manifest.members):,} files and {rows:,} rows are those of the backup.")
    typer.echo(f"End of the trail: {manifest.contents.head}")
    typer.echo("Everybody signs in anew. Start it with sandan serve.")
