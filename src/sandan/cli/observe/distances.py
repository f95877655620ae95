"""How close the plants of an industry stand to each other: ``kd``, ``m`` and ``localization``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import numpy as np
import typer

from sandan.cli.common import console
from sandan.cli.observe.files import Csv, Longest, hand_out, read_file, write_csv
from sandan.cli.observe.running import Dask, Seed, Simulations, Threads, chance, executor_for, told
from sandan.data.array_folder import ArrayFolder
from sandan.observe.localization.against_chance import LocalizationTest
from sandan.observe.localization.bandwidth import BandwidthRule
from sandan.observe.localization.points import PLANE_METERS, Points, project_points
from sandan.types import FloatArray

if TYPE_CHECKING:
    from sandan.observe.localization.nulls import Null

__all__ = ["COMMANDS"]

ROWS_OF_CURVE = 26
SHOWN = {
    "industry",
    "verdict",
    "plants",
    "p_value",
    "q_value",
    "first_distance",
    "last_distance",
    "peak_distance",
}
"""Columns that fit a screen."""

File = Annotated[
    Path, typer.Argument(help="CSV or Parquet: one row per establishment, of all industries.", metavar="FILE")
]
Of = Annotated[str, typer.Option("--of", help="Code of the industry.")]
Neighbors = Annotated[str | None, typer.Option(help="A second industry, to measure the distance to.")]
Industry = Annotated[str, typer.Option(help="Column with the industry.")]
Weight = Annotated[str | None, typer.Option(help="Column with the weight of a plant, such as its workers.")]
X = Annotated[str, typer.Option(help="Column with meters to the east in a plane.")]
Y = Annotated[str, typer.Option(help="Column with meters to the north in a plane.")]
Longitude = Annotated[str | None, typer.Option(help="Column with degrees of longitude, instead of meters.")]
Latitude = Annotated[str | None, typer.Option(help="Column with degrees of latitude, instead of meters.")]
Reach = Annotated[
    float | None, typer.Option(help="Longest distance in meters; by default the median between all sites.")
]
Steps = Annotated[int, typer.Option(min=1, help="Number of distances after 0.")]
Bandwidth = Annotated[str, typer.Option(help="sites, pattern, truncated (as dbmss), or meters.")]
NullOption = Annotated[str, typer.Option(help="random_location, random_labeling or population_independence.")]
Level = Annotated[float, typer.Option(help="Error rate.")]


def kd(
    file: File,
    *,
    of: Of,
    neighbors: Neighbors = None,
    industry: Industry = "industry",
    weight: Weight = None,
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    reach: Reach = None,
    steps: Steps = 100,
    bandwidth: Bandwidth = "sites",
    null: NullOption = "random_location",
    simulations: Simulations = 999,
    level: Level = 0.05,
    seed: Seed = 1,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
) -> None:
    """Compare the distances between the plants of an industry with those of plants thrown at random."""
    from sandan.observe.localization.duranton_overman import k_density_test  # noqa: PLC0415 - slow to load

    points = _points(file, x, y, longitude, latitude)
    with executor_for(threads, dask) as executor, told(f"Throwing {of}") as progress:
        found = k_density_test(
            points,
            of,
            neighbors=neighbors,
            industry=industry,
            weight=weight,
            distances=_distances(reach, steps),
            bandwidth=_bandwidth(bandwidth),
            null=cast("Null", null),
            simulations=simulations,
            level=level,
            rng=chance(seed),
            executor=executor,
            progress=progress,
        )
    _tell(found, points, csv)


def m(
    file: File,
    *,
    of: Of,
    neighbors: Neighbors = None,
    industry: Industry = "industry",
    weight: Weight = None,
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    reach: Reach = None,
    steps: Steps = 25,
    density: Annotated[bool, typer.Option(help="Neighbors at each distance instead of within it.")] = False,
    null: NullOption = "random_location",
    simulations: Simulations = 199,
    level: Level = 0.05,
    seed: Seed = 1,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
) -> None:
    """Compare the share of an industry near its plants with its share everywhere."""
    from sandan.observe.localization.marcon_puech import m_function_test  # noqa: PLC0415 - slow to load

    points = _points(file, x, y, longitude, latitude)
    with executor_for(threads, dask) as executor, told(f"Dealing out {of}") as progress:
        found = m_function_test(
            points,
            of,
            neighbors=neighbors,
            industry=industry,
            weight=weight,
            distances=_distances(reach, steps),
            form="density" if density else "cumulative",
            null=cast("Null", null),
            simulations=simulations,
            level=level,
            rng=chance(seed),
            executor=executor,
            progress=progress,
        )
    _tell(found, points, csv)


def localization(
    file: File,
    *,
    industry: Industry = "industry",
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    reach: Reach = None,
    steps: Steps = 100,
    smallest: Annotated[int, typer.Option(min=2, help="Least number of plants that is tested.")] = 10,
    simulations: Simulations = 999,
    level: Level = 0.05,
    seed: Seed = 1,
    threads: Threads = None,
    dask: Dask = None,
    keep: Annotated[
        Path | None,
        typer.Option(help="Folder for finished pieces: a broken run goes on from it."),
    ] = None,
    curves: Annotated[Path | None, typer.Option(help="File to write all curves and bands to.")] = None,
    csv: Csv = None,
    rows: Longest = 40,
) -> None:
    """Test all industries: which are localized or dispersed, and at which distances."""
    from sandan.observe.localization.industries import localize_industries  # noqa: PLC0415 - slow to load

    points = _points(file, x, y, longitude, latitude)
    with executor_for(threads, dask) as executor, told("Throwing all sites") as progress:
        found = localize_industries(
            points,
            industry=industry,
            distances=_distances(reach, steps),
            smallest=smallest,
            simulations=simulations,
            level=level,
            rng=chance(seed),
            executor=executor,
            progress=progress,
            store=None if keep is None else ArrayFolder(keep),
        )
    hand_out(found.table, csv, file_only=set(found.table.columns) - SHOWN, rows=rows)
    _say_points(points)
    if curves is not None:
        write_csv(found.curves, curves)


def _points(file: Path, x: str, y: str, longitude: str | None, latitude: str | None) -> Points:
    return project_points(read_file(file), x=x, y=y, longitude=longitude, latitude=latitude)


def _distances(reach: float | None, steps: int) -> FloatArray | None:
    return None if reach is None else np.linspace(0.0, reach, steps + 1)


def _bandwidth(given: str) -> BandwidthRule | float:
    try:
        return float(given)
    except ValueError:
        return cast("BandwidthRule", given)  # the measure refuses a rule that it does not know


def _tell(found: LocalizationTest, points: Points, csv: Path | None) -> None:
    """Show some of the distances and the verdict."""
    table = found.table
    shown = table.iloc[np.unique(np.linspace(0, len(table) - 1, ROWS_OF_CURVE).round().astype(int))]
    hand_out(shown, None)
    if csv is not None:
        write_csv(table, csv)
    band = found.band
    width = "" if np.isnan(found.bandwidth) else f", bandwidth {found.bandwidth:,.0f} m"
    console().print(
        f"{found.verdict}: p = {found.p:.4g} over all distances; {found.plants:,} plants, "
        f"{band.simulations} simulations of {found.null}{width}, seed {found.seed}."
    )
    _say_points(points)


def _say_points(points: Points) -> None:
    """Say what was done to the coordinates, where anything was."""
    if points.crs != PLANE_METERS:
        most = 100 * points.largest_distortion
        console().print(f"Projected to {points.crs}; no distance is off by more than {most:.2g} %.")
    if points.duplicates:
        console().print(f"{points.duplicates:,} of {len(points.table):,} sites stand where another one does.")


COMMANDS = {"kd": kd, "m": m, "localization": localization}
