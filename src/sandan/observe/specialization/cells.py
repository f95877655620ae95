"""Establishments grouped by region and industry, as arrays that the cluster test works on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import TableError
from sandan.observe.checks import check_columns, whole_workers
from sandan.types import BoolArray, FloatArray, IntArray, Table

__all__ = ["Cells", "group_cells"]


@dataclass(frozen=True)
class Cells:
    """A region by industry table that still knows its establishments.

    Rows of ``all_sizes`` are sorted by industry and then region; ``borders[i]`` is the first row of
    industry ``i``. ``largest`` holds the jobs of each cell's largest enterprise, ``in_largest`` says
    of each row whether it belongs to it.
    """

    regions: pd.Index
    industries: pd.Index
    establishments: IntArray
    jobs: IntArray
    largest: IntArray
    all_sizes: IntArray
    row_regions: IntArray
    in_largest: BoolArray
    borders: IntArray

    @property
    def region_jobs(self) -> IntArray:
        """Jobs of every region."""
        return np.asarray(self.jobs.sum(axis=1))

    @property
    def industry_jobs(self) -> IntArray:
        """Jobs of every industry."""
        return np.asarray(self.jobs.sum(axis=0))

    @property
    def effective_numbers(self) -> FloatArray:
        """Effective number of establishments of every industry; 0 where it has no jobs."""
        squares = np.add.reduceat(self.all_sizes.astype(np.float64) ** 2, self.borders[:-1])
        return self.industry_jobs.astype(np.float64) ** 2 / np.where(squares > 0, squares, 1.0)

    def sizes(self, industry: int) -> IntArray:
        """Sizes of the establishments of one industry."""
        return self.all_sizes[self.borders[industry] : self.borders[industry + 1]]

    def sizes_without_largest(self, region: int, industry: int) -> IntArray:
        """Sizes of an industry without one region's largest enterprise."""
        rows = slice(self.borders[industry], self.borders[industry + 1])
        gone = self.in_largest[rows] & (self.row_regions[rows] == region)
        return np.asarray(self.all_sizes[rows][~gone])

    def table(self, columns: Mapping[str, np.ndarray], *, names: tuple[str, str]) -> Table:
        """One row per cell, with the given region by industry arrays as columns."""
        index = pd.MultiIndex.from_product([self.regions, self.industries], names=names)
        everything = {"establishments": self.establishments, "jobs": self.jobs, **columns}
        return pd.DataFrame({k: v.ravel() for k, v in everything.items()}, index=index).reset_index()


def group_cells(
    establishments: pd.DataFrame,
    *,
    region: str = "region",
    industry: str = "industry",
    workers: str = "workers",
    enterprise: str | None = None,
) -> Cells:
    """Group establishments by region and industry and find every cell's largest enterprise.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per establishment at one date.
    region, industry, workers : str
        Names of the columns.
    enterprise : str, optional
        Name of the column with the legal unit; without it every row is one.

    Returns
    -------
    Cells
        Counts by region and industry, and the rows behind them.

    Raises
    ------
    TableError
        If there are no rows, a column is missing or has empty cells, or sizes are not whole numbers.

    Notes
    -----
    ``jobs[r, i] = sum of workers``; ``largest[r, i] = max over enterprises of their workers in (r, i)``.

    References
    ----------
    ``docs/methods/cluster-test.md``.

    Examples
    --------
    >>> rows = [("a", "chips", 5, "x"), ("a", "chips", 4, "y"), ("a", "chips", 3, "y")]
    >>> table = pd.DataFrame(rows, columns=["region", "industry", "workers", "enterprise"])
    >>> group_cells(table).largest.tolist(), group_cells(table, enterprise="enterprise").largest.tolist()
    ([[5]], [[7]])
    """
    check_columns(establishments, [region, industry, *([enterprise] if enterprise else [])], "establishments")
    if establishments.empty:
        raise TableError("`establishments` has no rows; give one row per establishment.")
    sizes = whole_workers(establishments, workers, "establishments")
    row, regions = pd.factorize(establishments[region], sort=True)
    column, industries = pd.factorize(establishments[industry], sort=True)
    firm = (
        pd.factorize(establishments[enterprise], sort=True)[0]
        if enterprise
        else np.arange(len(establishments))
    )
    shape = (len(regions), len(industries))
    cell = column * shape[0] + row
    order = np.lexsort((firm, cell))
    cell, sizes, row, firm = cell[order], sizes[order], row[order], firm[order]
    largest, in_largest = _largest(cell, firm, sizes, shape[0] * shape[1])
    counts = [
        np.bincount(cell, minlength=shape[0] * shape[1]),
        np.bincount(cell, weights=sizes, minlength=shape[0] * shape[1]).astype(np.int64),
        largest,
    ]
    establishments_in, jobs, largest = (c.reshape(shape[::-1]).T for c in counts)
    return Cells(
        regions=pd.Index(regions),
        industries=pd.Index(industries),
        establishments=establishments_in,
        jobs=jobs,
        largest=largest,
        all_sizes=sizes,
        row_regions=row,
        in_largest=in_largest,
        borders=np.searchsorted(cell, np.arange(shape[1] + 1) * shape[0]),
    )


def _largest(cell: IntArray, firm: IntArray, sizes: IntArray, cells: int) -> tuple[IntArray, BoolArray]:
    """Return the jobs of each cell's largest enterprise and which rows (sorted) are part of it."""
    starts = np.flatnonzero((np.diff(cell, prepend=-1) != 0) | (np.diff(firm, prepend=-1) != 0))
    totals = np.add.reduceat(sizes, starts)
    # Sorted by cell, then total from the largest; equal totals keep the order of their names.
    by_size = np.lexsort((-totals, cell[starts]))
    first = by_size[np.diff(cell[starts][by_size], prepend=-1) != 0]
    largest = np.zeros(cells, dtype=np.int64)
    largest[cell[starts[first]]] = totals[first]
    chosen = np.zeros(len(starts), dtype=bool)
    chosen[first] = True
    lengths = np.diff(np.append(starts, len(cell)))
    return largest, np.repeat(chosen, lengths)
