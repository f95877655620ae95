"""Cells of a grid from a register with coordinates: what is counted there, and where nobody has counted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns

__all__ = ["CELL_KM", "GridCells", "grid_cells"]

CELL_KM = 1.0
"""Side of a cell in kilometers."""


@dataclass(frozen=True)
class GridCells:
    """Cells by period, and what could not be placed.

    ``table`` has ``unit`` (``COLUMN:ROW`` of the grid), ``period``, ``outcome``, and ``x``, ``y`` of the
    middle of the cell in kilometers. ``not_placed`` counts rows without coordinates, by period.
    """

    table: pd.DataFrame
    not_placed: pd.Series
    size_km: float


def grid_cells(
    register: pd.DataFrame,
    *,
    counted: pd.Series,
    amount: str | None = None,
    size_km: float = CELL_KM,
    not_surveyed: pd.DataFrame | None = None,
) -> GridCells:
    """Count establishments, or what they have, in the cells of a grid.

    Parameters
    ----------
    register : DataFrame, shape (n_site_years, n_columns)
        All establishments, counted or not: ``period``, ``x`` and ``y`` (meters of a plane, as from
        `project_points`; empty where unknown), ``region`` if ``not_surveyed`` is given, and ``amount``.
    counted : Series of bool, shape (n_site_years,)
        Which rows are counted, as those in the target industries; index of ``register``.
    amount : str, optional
        Column that is added up, as ``workers``; without it establishments are counted.
    size_km : float
        Side of a cell.
    not_surveyed : DataFrame, optional
        One row per ``region`` and ``period`` in which nobody asked.

    Returns
    -------
    GridCells
        One row per cell and period, in this order. A cell in which the register never has anything is not
        there: it may be sea or forest. A cell without what is counted has 0.

    Raises
    ------
    TableError
        If a column is missing, or no row has coordinates.
    MeasureError
        If the size is not positive, or ``counted`` has another index.

    Notes
    -----
    ``outcome[c, t] = sum of amount over counted rows of c in t``. It is missing if one of these amounts is
    missing, or if a site of the cell, in any period, lies in a region that was not surveyed in ``t``.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"period": [2011, 2011, 2012], "x": [500.0, 2500.0, 2600.0], "y": [100.0] * 3,
    ...     "workers": [5, 7, 9]})
    >>> cells = grid_cells(sites, counted=sites["workers"] > 5, amount="workers").table
    >>> cells[["unit", "period", "outcome"]].values.tolist()
    [['0:0', 2011, 0.0], ['0:0', 2012, 0.0], ['2:0', 2011, 7.0], ['2:0', 2012, 9.0]]
    """
    needed = ["period", "x", "y", *([] if amount is None else [amount])]
    # No rows, so that columns are asked for and coordinates and amounts may be empty.
    check_columns(register.iloc[:0], [*needed, *([] if not_surveyed is None else ["region"])], "register")
    if not size_km > 0:
        raise MeasureError(f"`size_km` is {size_km}; give the side of a cell in kilometers, such as 2.")
    if not counted.index.equals(register.index):
        raise MeasureError(
            "`counted` has another index than `register`; give one answer for each of its rows."
        )
    placed = register["x"].notna() & register["y"].notna()
    if not placed.any():
        raise TableError("No row of `register` has coordinates; a grid needs `x` and `y` in meters.")
    sites = _sites(register.loc[placed], counted.loc[placed], amount, size_km)
    wide = _summed(sites, register["period"])
    if not_surveyed is not None:
        wide = _without_survey(wide, sites.assign(region=register.loc[placed, "region"]), not_surveyed)
    table = wide.melt(value_name="outcome", ignore_index=False).reset_index()
    table = table.sort_values(["column", "row", "period"], ignore_index=True)
    middles = (table[["column", "row"]] + 0.5) * size_km
    unit = table["column"].astype(str) + ":" + table["row"].astype(str)
    cells = table[["period", "outcome"]].assign(unit=unit, x=middles["column"], y=middles["row"])
    missing = (~placed).groupby(register["period"]).sum()
    return GridCells(cells[["unit", "period", "outcome", "x", "y"]], missing.rename("not_placed"), size_km)


def _sites(register: pd.DataFrame, counted: pd.Series, amount: str | None, size_km: float) -> pd.DataFrame:
    meters = 1000 * size_km
    each = 1.0 if amount is None else register[amount].astype(float)
    return pd.DataFrame(
        {
            "column": np.floor(register["x"] / meters).astype(int),
            "row": np.floor(register["y"] / meters).astype(int),
            "period": register["period"],
            "value": pd.Series(each, index=register.index).where(counted, 0.0),
        }
    )


def _summed(sites: pd.DataFrame, periods: pd.Series) -> pd.DataFrame:
    by_cell = sites.groupby(["column", "row", "period"])["value"]
    known = by_cell.count() == by_cell.size()
    # A cell that has no row in a period has nothing in it; one with an unknown amount stays unknown.
    wide = by_cell.sum().where(known).unstack("period", fill_value=0)  # noqa: PD010 -- the keys are unique
    return wide.reindex(columns=pd.Index(sorted(set(periods)), name="period"), fill_value=0.0)


def _without_survey(wide: pd.DataFrame, sites: pd.DataFrame, not_surveyed: pd.DataFrame) -> pd.DataFrame:
    check_columns(not_surveyed, ["region", "period"], "not_surveyed")
    for region, period in not_surveyed[["region", "period"]].itertuples(index=False):
        if period in wide.columns:
            there = sites.loc[sites["region"] == region, ["column", "row"]]
            wide = wide.copy()
            wide.loc[wide.index.isin(pd.MultiIndex.from_frame(there)), period] = np.nan
    return wide
