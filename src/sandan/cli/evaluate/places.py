"""Rings around a site, and the jump at a cut-off, on anybody's table: ``rings`` and ``cutoff``."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sandan.cli.common import console, show_lines
from sandan.cli.observe.files import Csv, hand_out, read_file, write_csv
from sandan.errors import MeasureError, TableError
from sandan.evaluate.effects.cutoff import balance_at_cutoff, cutoff_effect, density_jump, placebo_cutoffs
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.effects.rings import comparable_sites, ring_effect

__all__ = ["COMMANDS"]

Cells = Annotated[
    Path,
    typer.Argument(
        help="CSV or Parquet, by cell and period: unit, period, outcome, x and y in kilometers.",
        metavar="FILE",
    ),
]
Applications = Annotated[
    Path, typer.Argument(help="CSV or Parquet: one row per application.", metavar="FILE")
]
X = Annotated[float, typer.Option(help="Where the policy is, in kilometers to the east.")]
Y = Annotated[float, typer.Option(help="Where the policy is, in kilometers to the north.")]
Start = Annotated[int, typer.Option(help="First period in which the policy can have had an effect.")]
Breaks = Annotated[str, typer.Option(help="Edges of the rings in kilometers; the last ring is untouched.")]
Factor = Annotated[
    float, typer.Option(help="How many times more or less a comparable site may have in its inner ring.")
]
Sites = Annotated[
    Path | None, typer.Option(help="File with x and y of sites where the policy might have been.")
]
Level = Annotated[float, typer.Option(help="Probability of the band.")]
Outcome = Annotated[str, typer.Option(help="Column with the outcome.")]
Score = Annotated[str, typer.Option(help="Column with the score.")]
Cutoff = Annotated[str, typer.Option(help="A number, or the column with the cut-off of each round.")]
Bandwidth = Annotated[float | None, typer.Option(help="How near to the cut-off; chosen by rule without it.")]
Before = Annotated[
    list[str] | None, typer.Option("--before", help="Column with what was so before the decision.")
]


def rings(
    file: Cells,
    *,
    x: X,
    y: Y,
    start: Start,
    breaks: Breaks = "0,10,25,50",
    factor: Factor = 3.0,
    sites: Sites = None,
    level: Level = 0.9,
    csv: Csv = None,
) -> None:
    """Say what a policy at one site changed there and around it, the net first."""
    cells = read_file(file, text=["unit"])
    edges = _edges(breaks)
    if sites is None:
        others = comparable_sites(cells, site=(x, y), start=start, breaks=edges, factor=factor)
    else:
        others = read_file(sites)
    found = ring_effect(cells, site=(x, y), start=start, placebo_sites=others, breaks=edges, level=level)
    _show(found, f"log points x 100, net of all rings; {found.comparisons} placebo sites")
    hand_out(found.parts, csv)


def cutoff(
    file: Applications,
    *,
    outcome: Outcome,
    score: Score = "score",
    cutoff: Cutoff = "cut_off",
    bandwidth: Bandwidth = None,
    before: Before = None,
    level: Level = 0.9,
    csv: Csv = None,
) -> None:
    """Measure the jump of an outcome where those chosen begin, and look for jumps where none should be."""
    table = read_file(file)
    table = table.assign(running=_running(file, table, score, cutoff))
    found = cutoff_effect(table, outcome=outcome, bandwidth=bandwidth, level=level)
    _show(found, f"{found.comparisons} below and {found.treated} above within the bandwidth")
    density = density_jump(table["running"])
    console().print(
        f"Density just above over just below: log ratio {density['estimate']:.3g}, p {density['p']:.3f}."
    )
    if before:
        console().print("\nJumps in what was so before (should be near 0):")
        hand_out(balance_at_cutoff(table, covariates=before, level=level), None)
    console().print("\nJumps where nothing was decided (should be near 0):")
    hand_out(placebo_cutoffs(table, outcome=outcome, level=level), None)
    console().print("\nOther bandwidths:")
    hand_out(found.parts, None)
    if csv is not None:
        write_csv(found.parts, csv)


def _edges(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise MeasureError(f"`breaks` is {text!r}; give kilometers with commas, as 0,10,25,50.") from error


def _running(file: Path, table: pd.DataFrame, score: str, cutoff: str) -> pd.Series:
    if score not in table.columns:
        raise TableError(f"{file} has no column {score!r}; it has {', '.join(map(str, table.columns))}.")
    if cutoff in table.columns:
        return table[score] - table[cutoff]
    try:
        return table[score] - float(cutoff)
    except ValueError as error:
        raise TableError(f"{file} has no column {cutoff!r}; name one, or give a number.") from error


def _show(found: Effect, about: str) -> None:
    show_lines(
        {
            "design": found.design,
            "estimate": f"{found.estimate:.4g} ({about})",
            f"{found.level:.0%} band": f"{found.lower:.4g} to {found.upper:.4g}",
            "p": f"{found.p:.3f}",
            "assumed": found.assumption,
        }
    )


COMMANDS = {"rings": rings, "cutoff": cutoff}
