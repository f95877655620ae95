"""``sandan account``: the firms behind every line of the account of change."""

from typing import Annotated

import typer

from sandan.cli.common import show_table, workspace_of
from sandan.errors import ReportError
from sandan.report.assemble import open_case
from sandan.report.calculations.establishments import account_of
from sandan.report.sections.account import LINES, parameters_of, possible

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("account")
def account(
    ctx: typer.Context,
    city: Annotated[str, typer.Argument(help="Code or name of the city.")],
    *,
    start: Annotated[int, typer.Option("--from", help="First year.")],
    end: Annotated[int, typer.Option("--to", help="Last year.")],
    line: Annotated[str | None, typer.Option(help=f"List the firms of one line: {', '.join(LINES)}.")] = None,
) -> None:
    """Show why a count of strategic-industry firms changed, down to the firm."""
    case = open_case(workspace_of(ctx), city, start=start, end=end, language="en")
    if not possible(case):
        raise ReportError(
            f"The account of {city} from {start} to {end} needs a register of establishments, and "
            "strategic-industry rules that are in force at both dates; import them first."
        )
    tables = {role: case.shelf.read(case.snapshots[role].id) for role in ("establishments", "rules")}
    found = account_of(tables, parameters_of(case))
    if line is None:
        rows = found.lines.to_dict("records")
        show_table(
            ("line", "firms"),
            [
                (
                    row["line"],
                    f"{row['sign'] * row['firms']:+,}" if row["role"] == "flow" else f"{row['firms']:,}",
                )
                for row in rows
            ],
            right=("firms",),
        )
        return
    if line not in LINES:
        raise ReportError(
            f"`line` is {line!r}, but the lines of an account are {', '.join(LINES)}; use one of them."
        )
    units = found.units.loc[found.units["line"] == line, "unit"]
    register = tables["establishments"]
    shown = register.loc[register["establishment"].isin(units) & register["period"].isin([start, end])]
    columns = ("establishment", "name", "period", "city", "complex", "industry", "workers")
    cells = (
        shown.sort_values(["establishment", "period"])[list(columns)]
        .astype(object)
        .where(lambda table: table.notna(), "")
    )
    show_table(columns, [tuple(str(cell) for cell in row) for row in cells.to_numpy()], right=("workers",))
