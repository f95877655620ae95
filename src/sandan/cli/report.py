"""``sandan report``: the case report on a city."""

from pathlib import Path
from typing import Annotated

import typer

from sandan.cli.common import workspace_of
from sandan.report.assemble import DIGITS, DRAWS, SEED, open_case
from sandan.report.publish import FORMATS, publish

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("report")
def report(
    ctx: typer.Context,
    city: Annotated[str, typer.Argument(help="Code or name of the city.")],
    *,
    start: Annotated[int, typer.Option("--from", help="First year.")],
    end: Annotated[int, typer.Option("--to", help="Last year.")],
    lang: Annotated[str | None, typer.Option(help="ko or en; that of the workspace without it.")] = None,
    form: Annotated[
        list[str] | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; repeatable.")
    ] = None,
    use: Annotated[
        list[str] | None, typer.Option(help="Snapshot to use where there are several of a kind.")
    ] = None,
    measure: Annotated[
        str | None, typer.Option(help="Published quantity, where the table has several.")
    ] = None,
    digits: Annotated[int, typer.Option(min=1, max=5, help="Digits of the industry code.")] = DIGITS,
    draws: Annotated[int, typer.Option(min=99, help="Random draws of the cluster test.")] = DRAWS,
    seed: Annotated[int, typer.Option(min=0, help="Start of the random numbers.")] = SEED,
    output: Annotated[Path | None, typer.Option(help="Folder to write to.")] = None,
) -> None:
    """Write the case report on a city."""
    workspace = workspace_of(ctx)
    case = open_case(
        workspace,
        city,
        start=start,
        end=end,
        language=lang or workspace.settings.language,
        chosen=use or [],
        measure=measure,
        digits=digits,
        draws=draws,
        seed=seed,
    )
    for path in publish(workspace, case, form or ["html"], folder=output):
        typer.echo(str(path))
