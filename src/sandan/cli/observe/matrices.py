"""Regions by industries: ``specialization``, ``concentration``, ``complexity`` and ``opportunities``."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sandan.cli.common import console
from sandan.cli.observe.files import Csv, Longest, hand_out, read_file
from sandan.cli.observe.running import Dask, Seed, Threads, chance, executor_for
from sandan.errors import TableError
from sandan.observe.checks import check_columns

__all__ = ["COMMANDS"]

Cells = Annotated[
    Path, typer.Argument(help="CSV or Parquet: one row per region and industry.", metavar="FILE")
]
Plants = Annotated[
    Path, typer.Argument(help="CSV or Parquet: one row per establishment of all regions.", metavar="FILE")
]
Region = Annotated[str, typer.Option(help="Column with the region.")]
Industry = Annotated[str, typer.Option(help="Column with the industry.")]
Value = Annotated[str, typer.Option(help="Column with jobs, plants or value added.")]


def specialization(
    file: Cells,
    *,
    region: Region = "region",
    industry: Industry = "industry",
    value: Value = "value",
    csv: Csv = None,
    rows: Longest = 40,
) -> None:
    """Say how one-sided every region is: Krugman, Herfindahl, Hachman, entropy."""
    from sandan.observe.specialization.diversity import diversity  # noqa: PLC0415 - slow to load

    found = diversity(_jobs(file, region, industry, value))
    ranked = found.sort_values("krugman", ascending=False)
    hand_out(ranked.rename_axis("region").reset_index(), csv, rows=rows)


def concentration(
    file: Plants,
    *,
    region: Region = "region",
    industry: Industry = "industry",
    workers: Annotated[str, typer.Option(help="Column with the persons employed.")] = "workers",
    plants: Annotated[bool, typer.Option(help="Count plants instead of persons.")] = False,
    simulations: Annotated[int, typer.Option(min=0, help="How often plants are thrown; 0 for never.")] = 999,
    seed: Seed = 1,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
    rows: Longest = 40,
) -> None:
    """Say how much more concentrated every industry is than darts would be (Ellison and Glaeser)."""
    from sandan.observe.concentration.ellison_glaeser import ellison_glaeser  # noqa: PLC0415 - slow to load

    with executor_for(threads, dask) as executor:
        found = ellison_glaeser(
            read_file(file),
            region=region,
            industry=industry,
            workers=workers,
            weighting="plants" if plants else "jobs",
            simulations=simulations,
            rng=chance(seed),
            executor=executor,
        )
    hand_out(
        found.sort_values("gamma", ascending=False),
        csv,
        rows=rows,
        file_only={"raw_concentration", "expected", "variance", "z", "p_normal"},
    )


def complexity(
    file: Cells,
    *,
    region: Region = "region",
    industry: Industry = "industry",
    value: Value = "value",
    largest: Annotated[
        bool, typer.Option(help="Take the largest part of a network that falls apart.")
    ] = False,
    csv: Csv = None,
    rows: Longest = 40,
) -> None:
    """Rank regions by the complexity of what they are specialized in (ECI)."""
    from sandan.observe.complexity.eigen import economic_complexity  # noqa: PLC0415 - slow to load
    from sandan.observe.relatedness.presence import presence  # noqa: PLC0415
    from sandan.observe.specialization.location_quotient import location_quotient  # noqa: PLC0415

    made = presence(location_quotient(_jobs(file, region, industry, value)))
    found = economic_complexity(made.table, component="largest" if largest else "refuse")
    ranked = found.regions.sort_values("eci", ascending=False)
    hand_out(ranked.rename_axis("region").reset_index(), csv, rows=rows)
    left_out = len(made.left_out) + len(found.left_out)
    if left_out:
        console().print(f"{left_out} regions or industries have no place in the network and no index.")


def opportunities(
    file: Cells,
    *,
    of: Annotated[str, typer.Option("--of", help="Code of the region.")],
    region: Region = "region",
    industry: Industry = "industry",
    value: Value = "value",
    csv: Csv = None,
    rows: Longest = 20,
) -> None:
    """List what a region does not have, the most related to what it has first."""
    from sandan.observe.relatedness.co_occurrence import proximity  # noqa: PLC0415 - slow to load
    from sandan.observe.relatedness.density import excess_density, relatedness_density  # noqa: PLC0415
    from sandan.observe.relatedness.presence import presence  # noqa: PLC0415
    from sandan.observe.specialization.location_quotient import location_quotient  # noqa: PLC0415

    quotients = location_quotient(_jobs(file, region, industry, value))
    made = presence(quotients).table
    if of not in made.index:
        some = ", ".join(map(str, made.index[:5]))
        raise TableError(f"{file} has no region {of!r} with a specialization; it has {some} and others.")
    density = relatedness_density(made, proximity(made))
    here = {"density": density, "excess_density": excess_density(density), "location_quotient": quotients}
    table = pd.DataFrame({name: one.T[of] for name, one in here.items()}).loc[made.columns]
    table["regions_with_it"] = made.sum().astype(int)
    ranked = table.loc[made.T[of].eq(0).to_numpy()].sort_values("density", ascending=False)
    hand_out(ranked.rename_axis("industry").reset_index(), csv, rows=rows)


def _jobs(file: Path, region: str, industry: str, value: str) -> pd.DataFrame:
    """Turn one row per region and industry into a matrix; a pair that is not in the file has nothing."""
    table = read_file(file)
    check_columns(table, [region, industry, value], str(file))
    twice = table.duplicated([region, industry])
    if twice.any():
        row = table.loc[twice].iloc[0]
        raise TableError(
            f"{file} has ({row[region]}, {row[industry]}) twice; choose one year, or add the rows up."
        )
    return table.pivot_table(index=region, columns=industry, values=value, fill_value=0, observed=True)


COMMANDS = {
    "specialization": specialization,
    "concentration": concentration,
    "complexity": complexity,
    "opportunities": opportunities,
}
