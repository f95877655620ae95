"""A common sample: only what was counted at every date can be compared between dates."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError

__all__ = ["MissingCells", "common_sample"]

MissingCells: TypeAlias = Literal["keep", "leave_out", "zero"]
"""What to do about a cell without a number in a region and industry that the sample keeps."""


def common_sample(
    tables: Mapping[int, pd.DataFrame], *, missing: MissingCells = "keep"
) -> tuple[dict[int, pd.DataFrame], pd.DataFrame]:
    """Keep the regions and industries that are there at every date, and say what was left out.

    Parameters
    ----------
    tables : mapping of year to DataFrame, shape (n_regions, n_industries)
        Two dates or more.
    missing : {"keep", "leave_out", "zero"}
        ``keep`` leaves empty cells empty (the measures refuse them); ``leave_out`` takes a cell that
        is empty at one date out of all of them; ``zero`` counts it as nothing at its own date, which
        is right only if a total proves it.

    Returns
    -------
    tuple of dict and DataFrame
        The tables with the same regions and industries, sorted; and one row per thing that was left
        out or filled, with ``what`` (region, industry, cell, cell_as_zero), ``region``, ``industry``,
        ``year`` where it is missing, and ``value``, the sum of what is lost at the other dates.

    Raises
    ------
    MeasureError
        If there are fewer than two years, nothing is common, or ``missing`` is unknown.

    Notes
    -----
    Regions and industries are intersected over all years. Nothing is estimated.

    References
    ----------
    ``docs/methods/shift-share.md``.

    Examples
    --------
    >>> before = pd.DataFrame({"C26": [5.0, 1.0]}, index=["a", "b"])
    >>> after = pd.DataFrame({"C26": [6.0, 2.0, 3.0]}, index=["a", "b", "c"])
    >>> tables, left_out = common_sample({2010: before, 2015: after})
    >>> tables[2015].index.tolist(), left_out[["what", "region", "year", "value"]].values.tolist()
    (['a', 'b'], [['region', 'c', 2010, 3.0]])
    """
    if len(tables) < 2:
        raise MeasureError(f"`tables` has {len(tables)} year(s); a common sample needs two or more.")
    if missing not in ("keep", "leave_out", "zero"):
        raise MeasureError(f"`missing` is {missing!r}; use 'keep', 'leave_out' or 'zero'.")
    regions = _common([table.index for table in tables.values()], "region")
    industries = _common([table.columns for table in tables.values()], "industry")
    report = [
        *_lost_labels(tables, "region", regions),
        *_lost_labels({year: table.T for year, table in tables.items()}, "industry", industries),
    ]
    sample = {year: table.loc[regions, industries] for year, table in tables.items()}
    if missing != "keep":
        report += _lost_cells(sample, missing)
        sample = _filled(sample, missing)
    return sample, pd.DataFrame(report, columns=["what", "region", "industry", "year", "value"])


def _common(labels: list[pd.Index], what: str) -> pd.Index:
    common = labels[0]
    for other in labels[1:]:
        common = common.intersection(other)
    if not len(common):
        raise MeasureError(f"No {what} is there in every year; check that the codes are of one system.")
    return common.sort_values()


def _lost_labels(
    tables: Mapping[int, pd.DataFrame], what: str, common: pd.Index
) -> list[tuple[str, object, object, int, float]]:
    everything = pd.Index([]).append([t.index for t in tables.values()]).unique()
    lost = []
    for label in everything.difference(common):
        holders = [t.loc[[label]].to_numpy(dtype=np.float64) for t in tables.values() if label in t.index]
        value = float(sum(np.nansum(numbers) for numbers in holders))
        place = (label, None) if what == "region" else (None, label)
        lost += [(what, *place, year, value) for year, t in tables.items() if label not in t.index]
    return lost


def _lost_cells(
    sample: Mapping[int, pd.DataFrame], missing: MissingCells
) -> list[tuple[str, object, object, int, float]]:
    values = np.stack([table.to_numpy(dtype=np.float64) for table in sample.values()])
    years, some = list(sample), next(iter(sample.values()))
    return [
        (
            "cell" if missing == "leave_out" else "cell_as_zero",
            some.index[row],
            some.columns[column],
            years[year],
            float(np.nansum(values[:, row, column])) if missing == "leave_out" else 0.0,
        )
        for year, row, column in np.argwhere(np.isnan(values))
    ]


def _filled(sample: dict[int, pd.DataFrame], missing: MissingCells) -> dict[int, pd.DataFrame]:
    if missing == "zero":
        return {year: table.fillna(0.0) for year, table in sample.items()}
    gone = np.any([table.isna().to_numpy() for table in sample.values()], axis=0)
    return {year: table.mask(gone, 0.0) for year, table in sample.items()}
