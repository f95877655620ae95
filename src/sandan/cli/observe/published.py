"""Measures of a published table of the vault: location quotients and shift-share."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sandan.cli.common import console, workspace_of
from sandan.cli.observe.files import Csv, hand_out
from sandan.data.workspace import Workspace
from sandan.errors import ReportError
from sandan.report.case import Shelf
from sandan.report.choosing import choose_measure, choose_snapshot

__all__ = ["COMMANDS"]

KIND = "industry_table"
COUNTED = {
    "places": "places in the sample",
    "left_out": "places left out, absent at one of the dates",
    "industries_left_out": "industries left out, absent at one of the dates",
    "cells_left_out": "cells left out at both dates, without a number at one",
    "cells_as_nothing": "cells counted as nothing, because their total leaves no room for more",
    "cells_negative": "cells below zero, taken as published",
    "cells_open": "cells without a number",
}
"""What is said about the sample, where it is not zero."""

FILE_ONLY = frozenset(
    {"places", "at_least", "not_explained_by_mix_homothetic", "not_explained_by_mix_allocation"}
)
"""Columns that only the file has, so that the table fits a screen."""

Region = Annotated[str, typer.Option(help="Code of the place.")]
End = Annotated[int, typer.Option("--to", help="Last year, or the only one.")]
Measure = Annotated[str | None, typer.Option(help="Published quantity, where the table has several.")]
Use = Annotated[
    str | None,
    typer.Option("--snapshot", help="Table to use, where there are several; its beginning is enough."),
]


def location_quotients(
    ctx: typer.Context,
    *,
    region: Region,
    start: Annotated[
        int | None, typer.Option("--from", help="First year; with it both are compared on common places.")
    ] = None,
    end: End,
    measure: Measure = None,
    snapshot: Use = None,
    csv: Csv = None,
) -> None:
    """Compare each industry's share of a place with its share of all places of the table."""
    table = _Table(workspace_of(ctx), snapshot, measure, region)
    if start is None:
        found, about = table.ask("published_quotients", period=end), table.ask("published_level", period=end)
        order = "location_quotient"
    else:
        found, about = (
            table.ask(name, start=start, end=end) for name in ("common_quotients", "published_totals")
        )
        order = "quotient_last"
    everywhere = about.loc[about["region"] == "all"]
    _tell(found.sort_values(order, ascending=False, ignore_index=True), everywhere, csv)


def shift_shares(
    ctx: typer.Context,
    *,
    region: Region,
    start: Annotated[int, typer.Option("--from", help="First year.")],
    end: End,
    measure: Measure = None,
    snapshot: Use = None,
    csv: Csv = None,
) -> None:
    """Split the change of a place, industry by industry, into nation, mix and what they do not explain."""
    table = _Table(workspace_of(ctx), snapshot, measure, region)
    names = ("published_growth_by_industry", "published_totals")
    found, about = (table.ask(name, start=start, end=end) for name in names)
    _tell(found, about.loc[about["region"] == "all"], csv)


class _Table:
    """A measure of one snapshot, asked about one place."""

    def __init__(self, workspace: Workspace, snapshot: str | None, measure: str | None, region: str) -> None:
        named = [] if snapshot is None else [workspace.vault.get(snapshot)]
        if named and named[0].kind != KIND:
            raise ReportError(
                f"The snapshot {snapshot} is of the kind {named[0].kind}, but this needs one of {KIND}."
            )
        found = choose_snapshot(workspace.vault, KIND, named)
        if found is None:
            raise ReportError(f"The workspace has no snapshot of the kind {KIND}; import a published table.")
        self._shelf, self._key = Shelf(workspace.vault), found.id
        rows = self._shelf.read(found.id)
        self._asked = {"city": region, "measure": choose_measure(rows, measure)}
        rows = rows.loc[rows["measure"] == self._asked["measure"]]
        self._years = {int(year) for year in rows.loc[rows["region"] == region, "period"]}
        if not self._years:
            some = ", ".join(sorted(rows["region"].unique())[:5])
            raise ReportError(f"The table has no place {region!r}; it has {some} and others.")

    def ask(self, name: str, **years: int) -> pd.DataFrame:
        """Carry out the calculation that the report would carry out."""
        if years.get("start", -1) >= max(years.values()):
            raise ReportError(
                f"--from is {years['start']} and --to {years['end']}, but the first year must be before "
                "the last."
            )
        absent = [str(year) for year in years.values() if year not in self._years]
        if absent:
            known = ", ".join(map(str, sorted(self._years)))
            raise ReportError(
                f"The table has the place {self._asked['city']} in {known}, but not in "
                f"{' and '.join(absent)}; choose from these years."
            )
        return self._shelf.result(name, {"statistics": self._key}, {**self._asked, **years}).table


def _tell(found: pd.DataFrame, about: pd.DataFrame, csv: Path | None) -> None:
    """Show the table, and say of the sample what is not zero."""
    hand_out(found, csv, file_only=FILE_ONLY)
    for name, words in COUNTED.items():
        if name in about.columns and about[name].iloc[0]:
            console().print(f"{words}: {about[name].iloc[0]:,}")


COMMANDS = {"location-quotient": location_quotients, "shift-share": shift_shares}
