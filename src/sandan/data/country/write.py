"""Writing the generated country: what an office would have on one side, the truth on the other."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sandan.data.country.boundaries import boundaries_table, boundaries_text
from sandan.data.country.chains import chains_table
from sandan.data.country.definitions import definition_text
from sandan.data.country.generate import Country
from sandan.data.country.indicators import indicator_values
from sandan.data.country.jobs import job_table
from sandan.data.country.occupations import occupation_tables
from sandan.data.country.panel import Words, event_table, panel_table
from sandan.data.country.plan import NOTICE
from sandan.data.country.published import MARK, counted_cells, hidden_cells, published_cells, published_totals
from sandan.data.country.ties import tie_list
from sandan.data.country.trade import input_output_table
from sandan.data.country.truth import (
    applications_table,
    cells_truth,
    effects_truth,
    groups_truth,
    supported_truth,
)
from sandan.data.country.ventures import venture_list
from sandan.data.missing import Status
from sandan.data.strategic_rules import parse_definition
from sandan.errors import WorkspaceError

__all__ = ["FILES", "TRUTH", "write_country"]

FILES = (
    "regions.csv",
    "boundaries.geojson",
    "strategic.toml",
    "establishments.parquet",
    "industry_table.csv",
    "industry_totals.csv",
    "indicator_values.csv",
    "applications.csv",
    "ventures.csv",
    "input_output.csv",
    "occupations.csv",
    "industry_occupations.csv",
    "occupation_concordance.csv",
    "ties.csv",
    "jobs.csv",
)
TRUTH = (
    "events.parquet",
    "cells.csv",
    "effects.json",
    "supported.csv",
    "suppressed_cells.csv",
    "indicator_values.csv",
    "ventures.csv",
    "groups.csv",
    "chains.csv",
    "occupations.csv",
    "creative_class.csv",
    "ties.csv",
)
ROWS_PER_GROUP = 1 << 18
NUMBER = "%.15g"
_SORTED = ("establishment", "enterprise")
_REPEATED = ("longitude", "latitude")


def write_country(
    country: Country, folder: Path, *, on_progress: Callable[[str], None] | None = None
) -> None:
    """Write a generated country into ``files`` and ``truth`` below a folder.

    Parameters
    ----------
    country : Country
        From :func:`~sandan.data.country.generate.generate_country`.
    folder : Path
        Made if it is not there; it must not hold a generated country already.
    on_progress : callable, optional
        Called with the name of each file before it is written.

    Returns
    -------
    None
        The files are named in ``FILES`` and ``TRUTH``.

    Raises
    ------
    WorkspaceError
        If the folder holds other things.

    Notes
    -----
    The same country gives the same bytes. Sites and events are written one year at a time. Every
    file says that it is generated: text files in their first line, Parquet files in their metadata.

    References
    ----------
    ``docs/methods/generated-country.md`` describes every file.

    Examples
    --------
    >>> import tempfile
    >>> from sandan.data.country.generate import generate_country
    >>> from sandan.data.country.plan import CountryPlan
    >>> country = generate_country(CountryPlan(establishments=300, cities=6, provinces=2), seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_country(country, Path(folder) / "country")
    ...     sorted(path.name for path in Path(folder).rglob("*.parquet"))
    ['establishments.parquet', 'events.parquet']
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise WorkspaceError(
            f"The folder {folder} is not empty; name a new one, so that nothing is overwritten."
        )
    report = on_progress or _silent
    files, truth = folder / "files", folder / "truth"
    files.mkdir(parents=True)
    truth.mkdir()
    _write_tables(country, files, truth, report)
    words = Words.of(country)
    report("ventures.csv")
    ventures = venture_list(country, words)
    _write_csv(ventures.listed, files / "ventures.csv")
    _write_csv(ventures.truth, truth / "ventures.csv")
    _write_links(country, files, truth, report)
    report("establishments.parquet")
    _write_years(partial(panel_table, country, words), country.years, files / "establishments.parquet")
    report("events.parquet")
    _write_years(partial(event_table, country, words), country.years[1:], truth / "events.parquet")


def _silent(name: str) -> None:
    """Report nothing."""


def _write_tables(country: Country, files: Path, truth: Path, report: Callable[[str], None]) -> None:
    """Write everything that is small."""
    report("strategic.toml")
    text = definition_text(country)
    (files / "strategic.toml").write_text(text, encoding="utf-8", newline="\n")
    report("boundaries.geojson")
    shapes = boundaries_text(boundaries_table(country))
    (files / "boundaries.geojson").write_text(shapes, encoding="utf-8", newline="\n")
    report("industry_table.csv")
    limit = country.world.plan.suppressed_below
    cells = counted_cells(country)
    _write_csv(published_cells(cells, suppressed_below=limit), files / "industry_table.csv")
    _write_csv(published_totals(cells), files / "industry_totals.csv")
    _write_csv(hidden_cells(cells, suppressed_below=limit), truth / "suppressed_cells.csv")
    report("indicator_values.csv")
    published, true = indicator_values(country, parse_definition(text))
    _write_csv(published, files / "indicator_values.csv")
    _write_csv(true, truth / "indicator_values.csv")
    report("applications.csv")
    _write_csv(applications_table(country), files / "applications.csv")
    report("jobs.csv")
    _write_csv(job_table(country), files / "jobs.csv")
    _write_csv(country.world.places.regions, files / "regions.csv")
    _write_csv(cells_truth(country), truth / "cells.csv")
    _write_csv(supported_truth(country), truth / "supported.csv")
    effects = json.dumps(effects_truth(country), ensure_ascii=False, indent=1, sort_keys=True)
    (truth / "effects.json").write_text(effects + "\n", encoding="utf-8", newline="\n")


def _write_links(country: Country, files: Path, truth: Path, report: Callable[[str], None]) -> None:
    """Write who trades with whom, who does what, and who works with whom."""
    report("input_output.csv")
    _write_csv(input_output_table(country), files / "input_output.csv")
    _write_csv(groups_truth(country), truth / "groups.csv")
    _write_csv(chains_table(country.world.industries.groups), truth / "chains.csv")
    report("occupations.csv")
    made = occupation_tables(country)
    _write_csv(made.regional, files / "occupations.csv")
    _write_csv(made.national, files / "industry_occupations.csv")
    _write_csv(made.concordance, files / "occupation_concordance.csv")
    _write_csv(made.cells, truth / "occupations.csv")
    _write_csv(made.creative, truth / "creative_class.csv")
    report("ties.csv")
    ties = tie_list(country)
    _write_csv(ties.listed, files / "ties.csv")
    _write_csv(ties.truth, truth / "ties.csv")


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table below a line that says what it is; hidden numbers get their mark."""
    if "status" in table:
        shown = table["value"].map(NUMBER.__mod__, na_action="ignore").astype(object)
        table = table.assign(value=shown.mask(table["status"] == Status.SUPPRESSED, MARK))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {NOTICE}\n")
        table.to_csv(file, index=False, lineterminator="\n", float_format=NUMBER)


def _write_years(table_of: Callable[[int], pa.Table], years: Iterable[int], path: Path) -> None:
    """Write one year after the other; only one is in memory."""
    writer = None
    for year in years:
        table = table_of(year)
        if writer is None:
            writer = _open_parquet(table.schema, path)
        writer.write_table(table, row_group_size=ROWS_PER_GROUP)
    if writer is not None:
        writer.close()


def _open_parquet(schema: pa.Schema, path: Path) -> pq.ParquetWriter:
    """Store sorted identifiers as differences and dictionaries as they are; readers see plain text.

    Coordinates are stored as dictionaries too: many sites share a door.
    """
    coded: Any = [
        field.name for field in schema if pa.types.is_dictionary(field.type) or field.name in _REPEATED
    ]
    encoding = {name: "PLAIN" for name in schema.names if name not in coded}
    encoding |= {name: "DELTA_BYTE_ARRAY" for name in _SORTED if name in schema.names}
    writer = pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=coded,
        column_encoding=encoding,
        store_schema=False,
    )
    writer.add_key_value_metadata({"notice": NOTICE})
    return writer
