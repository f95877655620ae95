"""``sandan backup``: the office in one file."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from sandan.web.administration.archive.writing import file_name
from sandan.web.commands.common import prepare

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("backup")
def backup(
    ctx: typer.Context,
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="A new file, or a folder that gets one named by the time.")
    ],
) -> None:
    """Write the office into one file while people go on working, and read it back."""
    prepare(Path(ctx.obj))
    actions = import_module("sandan.web.administration.actions")
    made = actions.write_backup(
        target / file_name(datetime.now().astimezone()) if target.is_dir() else target
    )
    if _knows_backups():
        actions.note_backup(by=None, made=made)
    typer.echo(f"{made.path} holds {made.members:,} files, {made.bytes:,} bytes, and was read back.")
    typer.echo(f"SHA-256: {made.sha256}")
    typer.echo(f"End of the trail: {made.head}")


def _knows_backups() -> bool:
    """Tell whether the database is that of an office; a workspace without pages has none, and gets none."""
    connection = import_module("django.db").connection
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    return "administration_backup" in connection.introspection.table_names()
