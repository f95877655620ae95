"""What would be left without one complex or one firm."""

from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.change.shift_share import region_totals, shift_share
from sandan.observe.checks import check_columns, whole_workers
from sandan.types import BoolArray

__all__ = ["jobs_table", "leave_out", "shift_share_without"]


def jobs_table(
    establishments: pd.DataFrame,
    *,
    region: str = "region",
    industry: str = "industry",
    workers: str = "workers",
) -> pd.DataFrame:
    """Add the persons employed up by region and industry.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per establishment of a complete register at one date.
    region, industry, workers : str
        Names of the columns.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Jobs; 0 where the register has no establishment. Rows and columns sorted.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or sizes are not whole numbers of 0 or more.

    Notes
    -----
    In a complete register no establishment means no jobs; in a list with gaps it does not, and the
    zeros of this table would be wrong.

    References
    ----------
    ``docs/methods/location-quotient.md``.

    Examples
    --------
    >>> rows = [("a", "C26", 5), ("a", "C26", 2), ("b", "J62", 3)]
    >>> jobs_table(pd.DataFrame(rows, columns=["region", "industry", "workers"])).values.tolist()
    [[7, 0], [0, 3]]
    """
    check_columns(establishments, [region, industry], "establishments")
    sizes = whole_workers(establishments, workers, "establishments")
    row, regions = pd.factorize(establishments[region], sort=True)
    column, industries = pd.factorize(establishments[industry], sort=True)
    shape = (len(regions), len(industries))
    jobs = np.bincount(row * shape[1] + column, weights=sizes, minlength=shape[0] * shape[1])
    return pd.DataFrame(jobs.reshape(shape).astype(np.int64), index=regions, columns=industries)


def leave_out(establishments: pd.DataFrame, *, column: str, value: Any) -> pd.DataFrame:
    """Return the register as if one complex, one firm or one group had never been there.

    Parameters
    ----------
    establishments : DataFrame
        One row per establishment.
    column : str
        What to look at, for example ``complex`` or ``enterprise``.
    value : scalar
        Which one to leave out.

    Returns
    -------
    DataFrame
        The other rows, those with an empty cell included.

    Raises
    ------
    TableError
        If the column is not there.
    MeasureError
        If no row has the value.

    Notes
    -----
    ``establishments[establishments[column] != value]``. The jobs leave the region and the nation alike.

    References
    ----------
    ``docs/methods/shift-share.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"complex": ["K1", None, "K2"], "workers": [1, 2, 3]})
    >>> leave_out(table, column="complex", value="K1")["workers"].tolist()
    [2, 3]
    """
    gone = _rows_of(establishments, column, value)
    if not gone.any():
        raise MeasureError(f"No row has {column!r} {value!r}; there is nothing to leave out, check the code.")
    return establishments[~gone]


def shift_share_without(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    column: str,
    value: Any,
    region: str = "region",
    industry: str = "industry",
    workers: str = "workers",
) -> pd.DataFrame:
    """Decompose the change of every region with and without one complex or firm.

    Parameters
    ----------
    before, after : DataFrame
        The register at two dates, one row per establishment.
    column : str
        What to look at, for example ``complex`` or ``enterprise``.
    value : scalar
        Which one to leave out; it may be there at one date only.
    region, industry, workers : str
        Names of the columns.

    Returns
    -------
    DataFrame, shape (2 * n_regions, 11)
        ``region``, ``sample`` (``all`` or ``without``) and the numbers of :func:`region_totals`.

    Raises
    ------
    TableError
        If a column is missing or sizes are not whole numbers of 0 or more.
    MeasureError
        If neither register has the value, or a region is in one of them only.

    Notes
    -----
    Two calls of :func:`shift_share`, on the same regions and industries. The difference of the two
    rows is what the complex or firm contributes to each part; it is arithmetic, not an effect.

    References
    ----------
    Dunn (1960). ``docs/methods/shift-share.md``.

    Examples
    --------
    >>> rows = [("a", "C26", 50, "K1"), ("a", "C26", 50, None), ("b", "C26", 100, None)]
    >>> before = pd.DataFrame(rows, columns=["region", "industry", "workers", "complex"])
    >>> after = before.assign(workers=[90, 50, 100])
    >>> both = shift_share_without(before, after, column="complex", value="K1")
    >>> both.loc[both["region"] == "a", ["sample", "change"]].values.tolist()
    [['all', 40.0], ['without', 0.0]]
    """
    names = {"region": region, "industry": industry, "workers": workers}
    registers = {"before": before, "after": after}
    gone = {key: _rows_of(table, column, value) for key, table in registers.items()}
    if not any(rows.any() for rows in gone.values()):
        raise MeasureError(f"Neither register has {column!r} {value!r}; check the code.")
    whole = {key: jobs_table(table, **names) for key, table in registers.items()}
    lonely = whole["before"].index.symmetric_difference(whole["after"].index)
    if len(lonely):
        raise MeasureError(f"Region {lonely[0]!r} is in one register only; leave it out of both.")
    rest = {key: jobs_table(table[~gone[key]], **names) for key, table in registers.items()}
    industries = whole["before"].columns.union(whole["after"].columns)
    results = []
    for sample, tables in (("all", whole), ("without", rest)):
        start, end = (
            tables[key].reindex(index=whole["before"].index, columns=industries, fill_value=0)
            for key in registers
        )
        totals = region_totals(shift_share(start, end)).reset_index()
        results.append(totals.assign(sample=sample))
    both = pd.concat(results, ignore_index=True)
    order = ["region", "sample", *[c for c in both.columns if c not in ("region", "sample")]]
    return both[order].sort_values(["region", "sample"], ignore_index=True)


def _rows_of(table: pd.DataFrame, column: str, value: Any) -> BoolArray:
    if column not in table.columns:
        raise TableError(
            f"The register lacks the column {column!r}; it has {', '.join(map(str, table.columns))}."
        )
    return np.asarray((table[column] == value).fillna(value=False), dtype=bool)
