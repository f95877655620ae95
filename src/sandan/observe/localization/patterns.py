"""Points of one kind as arrays, read from a table of sites."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.observe.localization.points import Points, project_points
from sandan.types import BoolArray, FloatArray, IntArray, SingleArray

__all__ = ["Pattern", "Sites", "read_sites"]


@dataclass(frozen=True)
class Pattern:
    """Points in meters, with weights or without."""

    x: FloatArray
    y: FloatArray
    weight: FloatArray | None = None

    @property
    def size(self) -> int:
        """Number of points."""
        return len(self.x)

    @property
    def weights(self) -> FloatArray:
        """Weights; ones where there are none."""
        return np.ones(self.size) if self.weight is None else self.weight

    def single(self) -> tuple[SingleArray, SingleArray]:
        """Coordinates in single precision, for loops over pairs."""
        return self.x.astype(np.float32), self.y.astype(np.float32)

    def at(self, rows: IntArray | BoolArray, *, weight: FloatArray | None = None) -> "Pattern":
        """Take some of the points, with their own weights or with others."""
        own = None if self.weight is None else self.weight[rows]
        return Pattern(self.x[rows], self.y[rows], own if weight is None else weight)


@dataclass(frozen=True)
class Sites:
    """All sites where an industry could be, and which industry is at each."""

    pattern: Pattern
    codes: IntArray
    industries: pd.Index

    @property
    def diameter(self) -> float:
        """Diagonal of the box around all sites, in meters."""
        return float(np.hypot(np.ptp(self.pattern.x), np.ptp(self.pattern.y)))

    def rows_of(self, industry: object) -> IntArray:
        """Rows of one industry."""
        if industry not in self.industries:
            some = ", ".join(str(name) for name in self.industries[:5])
            raise MeasureError(f"No site has the industry {industry!r}; there are {some} and others.")
        return np.flatnonzero(self.codes == self.industries.get_loc(industry))


def read_sites(
    sites: pd.DataFrame | Points, *, industry: str = "industry", weight: str | None = None
) -> Sites:
    """Read coordinates, industries and weights of all sites.

    Parameters
    ----------
    sites : DataFrame or Points, shape (n_sites, n_columns)
        One row per establishment, with ``x`` and ``y`` in meters, a GeoDataFrame, or what
        `project_points` gives.
    industry : str
        Name of the column with the industry.
    weight : str, optional
        Name of the column with the weight of a site, as persons employed.

    Returns
    -------
    Sites
        Coordinates relative to the middle of all sites.

    Raises
    ------
    TableError
        If a column is missing, has empty cells, or a weight is negative or not finite.
    MeasureError
        If the coordinates are degrees, or all sites stand in one place.

    Notes
    -----
    ``x - (min x + max x) / 2``, and so for ``y``: short numbers lose less in single precision.

    References
    ----------
    ``docs/methods/points-and-projection.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"x": [9e5, 9e5, 9.1e5], "y": [2e6, 2.1e6, 2e6], "industry": ["a", "b", "a"]})
    >>> read_sites(table).rows_of("a").tolist()
    [0, 2]
    """
    points = sites if isinstance(sites, Points) else project_points(sites)
    table = points.table
    check_columns(table, [industry, *([weight] if weight else [])], "sites")
    codes, industries = pd.factorize(table[industry], sort=True)
    middle = [table[axis].to_numpy(dtype=np.float64) for axis in ("x", "y")]
    x, y = (values - (values.min() + values.max()) / 2 for values in middle)
    if not (np.ptp(x) > 0 or np.ptp(y) > 0):
        raise MeasureError(f"All {len(x)} sites stand in one place; distances between them say nothing.")
    pattern = Pattern(x, y, _weights(table, weight) if weight else None)
    return Sites(pattern, codes.astype(np.int64), pd.Index(industries))


def _weights(table: pd.DataFrame, column: str) -> FloatArray:
    weights = table[column].to_numpy(dtype=np.float64)
    bad = ~(np.isfinite(weights) & (weights >= 0))
    if bad.any():
        first = int(np.argmax(bad))
        raise TableError(
            f"`sites` has {column!r} {weights[first]} in row {table.index[first]}; weights are numbers of 0 "
            "or more."
        )
    return weights
