"""Where something gathers: ``moran``, ``hotspots``, ``scan`` and ``groups``."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sandan.cli.common import console
from sandan.cli.observe.files import Csv, Longest, hand_out, read_file
from sandan.cli.observe.running import Dask, Seed, Threads, chance, executor_for
from sandan.errors import TableError
from sandan.observe.localization.points import project_points

__all__ = ["COMMANDS"]

Areas = Annotated[Path, typer.Argument(help="CSV or Parquet: one row per area.", metavar="FILE")]
Sites = Annotated[Path, typer.Argument(help="CSV or Parquet: one row per establishment.", metavar="FILE")]
Value = Annotated[str, typer.Option(help="Column with the number.")]
Name = Annotated[str, typer.Option(help="Column that names the area.")]
Around = Annotated[int, typer.Option("--neighbors", min=1, help="How many nearest areas are neighbors.")]
X = Annotated[str, typer.Option(help="Column with meters to the east in a plane.")]
Y = Annotated[str, typer.Option(help="Column with meters to the north in a plane.")]
Longitude = Annotated[str | None, typer.Option(help="Column with degrees of longitude, instead of meters.")]
Latitude = Annotated[str | None, typer.Option(help="Column with degrees of latitude, instead of meters.")]
Permutations = Annotated[int, typer.Option(min=1, help="How often numbers are dealt out anew.")]
Level = Annotated[float, typer.Option(help="Error rate.")]


def moran(
    file: Areas,
    *,
    value: Value,
    name: Name = "place",
    neighbors: Around = 8,
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    permutations: Permutations = 9_999,
    level: Level = 0.05,
    seed: Seed = 1,
    csv: Csv = None,
    rows: Longest = 30,
) -> None:
    """Find areas whose neighbors are more like them, or less, than chance would have it (local Moran)."""
    from sandan.observe.hotspots.moran import local_moran  # noqa: PLC0415 - slow to load
    from sandan.observe.hotspots.neighbors import nearest_neighbors  # noqa: PLC0415

    table = _areas(file, name, x, y, longitude, latitude)
    found = local_moran(
        _numbers(table, value),
        nearest_neighbors(table, neighbors),
        level=level,
        permutations=permutations,
        rng=chance(seed),
    )
    hand_out(found.sort_values("p_value").rename_axis(name).reset_index(), csv, rows=rows)


def hotspots(
    file: Areas,
    *,
    value: Value,
    name: Name = "place",
    neighbors: Around = 8,
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    permutations: Permutations = 9_999,
    level: Level = 0.05,
    seed: Seed = 1,
    csv: Csv = None,
    rows: Longest = 30,
) -> None:
    """Find areas with more around them, themselves included, than chance would put there (local G*)."""
    from sandan.observe.hotspots.getis_ord import local_g  # noqa: PLC0415 - slow to load
    from sandan.observe.hotspots.neighbors import nearest_neighbors  # noqa: PLC0415

    table = _areas(file, name, x, y, longitude, latitude)
    found = local_g(
        _numbers(table, value),
        nearest_neighbors(table, neighbors, style="as_given"),
        level=level,
        permutations=permutations,
        rng=chance(seed),
    )
    hand_out(found.sort_values("p_value").rename_axis(name).reset_index(), csv, rows=rows)


def scan(
    file: Areas,
    *,
    cases: Annotated[str, typer.Option(help="Column with the number of cases.")] = "cases",
    at_risk: Annotated[str, typer.Option(help="Column with all that could have been cases.")] = "at_risk",
    name: Name = "place",
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    largest_share: Annotated[float, typer.Option(help="Largest share of all that a circle may hold.")] = 0.5,
    replications: Annotated[int, typer.Option(min=1, help="Maps of chance.")] = 999,
    level: Level = 0.05,
    seed: Seed = 1,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
    rows: Longest = 30,
) -> None:
    """Find the circles with more cases than chance would put there (Kulldorff's scan statistic)."""
    from sandan.observe.hotspots.scan import scan_statistic  # noqa: PLC0415 - slow to load

    table = _areas(file, name, x, y, longitude, latitude)
    with executor_for(threads, dask) as executor:
        found = scan_statistic(
            table,
            cases=cases,
            at_risk=at_risk,
            largest_share=largest_share,
            replications=replications,
            level=level,
            rng=chance(seed),
            executor=executor,
        )
    hand_out(found.clusters, csv, rows=rows)


def groups(
    file: Sites,
    *,
    of: Annotated[str, typer.Option("--of", help="Code of the industry.")],
    distance: Annotated[float, typer.Option(help="Meters up to which two sites are close.")],
    industry: Annotated[str, typer.Option(help="Column with the industry.")] = "industry",
    least: Annotated[int, typer.Option(min=2, help="Least number of sites that make a group.")] = 5,
    x: X = "x",
    y: Y = "y",
    longitude: Longitude = None,
    latitude: Latitude = None,
    permutations: Permutations = 999,
    level: Level = 0.05,
    seed: Seed = 1,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
    rows: Longest = 30,
) -> None:
    """Group the sites of an industry that stand close, and test the groups against all establishments."""
    from sandan.observe.hotspots.groups import establishment_groups  # noqa: PLC0415 - slow to load

    points = project_points(read_file(file), x=x, y=y, longitude=longitude, latitude=latitude).table
    if industry not in points.columns:
        raise TableError(f"{file} has no column {industry!r}; it has {', '.join(map(str, points.columns))}.")
    with executor_for(threads, dask) as executor:
        found = establishment_groups(
            points.assign(member=points[industry] == of),
            distance=distance,
            least=least,
            permutations=permutations,
            level=level,
            rng=chance(seed),
            executor=executor,
        )
    hand_out(found.groups.drop(columns="boundary", errors="ignore"), csv, rows=rows)
    console().print(f"{len(found.groups)} groups.")


def _areas(
    file: Path, name: str, x: str, y: str, longitude: str | None, latitude: str | None
) -> pd.DataFrame:
    table = read_file(file)
    if name not in table.columns:
        raise TableError(f"{file} has no column {name!r} that names its areas; say which with --name.")
    points = project_points(table, x=x, y=y, longitude=longitude, latitude=latitude)
    return points.table.set_index(name)


def _numbers(table: pd.DataFrame, column: str) -> pd.Series:
    if column not in table.columns:
        raise TableError(f"There is no column {column!r}; there are {', '.join(map(str, table.columns))}.")
    return table[column]


COMMANDS = {"moran": moran, "hotspots": hotspots, "scan": scan, "groups": groups}
