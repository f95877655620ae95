"""``sandan audit``: whether the trail is as it was written."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from sandan.cli.common import show_table
from sandan.web.audit.chain import Head
from sandan.web.commands.common import prepare

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def audit() -> None:
    """Verify the trail of what was done in the office."""


@app.command("verify")
def verify(
    ctx: typer.Context,
    *,
    expect: Annotated[
        str,
        typer.Option(
            metavar="NUMBER:HASH",
            help="An earlier end of the trail, noted elsewhere: shows whether it was cut.",
        ),
    ] = "",
) -> None:
    """Walk the whole chain; fails with status 1 if anything was changed, removed or cut off."""
    expected = Head.read(expect) if expect else None
    prepare(Path(ctx.obj))
    queries = import_module("sandan.web.audit.queries")
    breaks, end = list(queries.broken_links(expected=expected)), queries.head()
    if breaks:
        show_table(
            ("event", "what is wrong"), [(str(one.number), one.why) for one in breaks], right=("event",)
        )
        typer.echo(f"The trail is not as it was written ({len(breaks)} findings above). Its end is now {end}")
        raise typer.Exit(1)
    typer.echo(f"All {end.number} events are as they were written. The end of the trail is {end}")
    if expected is None:
        typer.echo(
            "Note that end elsewhere and give it to --expect later: a chain cannot show that its end was cut."
        )
