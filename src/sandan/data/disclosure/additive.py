"""A table and its totals as a system of sums: every total equals its parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from sandan.data.missing import Status
from sandan.errors import TableError
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Grid", "Sums", "grid_of", "sums_to"]

Sums: TypeAlias = Mapping[str, Sequence[str]]
"""Code of a total to the codes of its parts; totals may be parts of other totals."""


@dataclass(frozen=True)
class Grid:
    """Regions by industries, totals among them, with what is known of every cell.

    Arrays have one row per region and one column per industry. ``number`` is empty where no number
    is given; ``row`` is the cell's position in the table it came from, -1 where the table has no
    such row.
    """

    regions: pd.Index
    industries: pd.Index
    region_sums: Sums
    industry_sums: Sums
    number: FloatArray
    row: IntArray
    suppressed: BoolArray

    @cached_property
    def equations(self) -> sparse.csr_array:
        """One line per sum, one column per cell: +1 for a part, -1 for the total."""
        over_regions = _signs(self.region_sums, self.regions, "region")
        over_industries = _signs(self.industry_sums, self.industries, "industry")
        n, m = self.number.shape
        parts = [
            sparse.kron(over_regions, sparse.eye_array(m)),
            sparse.kron(sparse.eye_array(n), over_industries),
        ]
        equations = sparse.csr_array(sparse.vstack(parts))
        # For small factors kron stores zeros, which are no parts of a sum.
        equations.eliminate_zeros()
        return equations

    def sum_name(self, line: int) -> str:
        """Say in words which sum a line of :attr:`equations` is."""
        m = len(self.industries)
        by_region = len(self.region_sums) * m
        if line < by_region:
            total = list(self.region_sums)[line // m]
            return f"the regions that add to {total!r} in industry {self.industries[line % m]!r}"
        region, number = divmod(line - by_region, len(self.industry_sums))
        total = list(self.industry_sums)[number]
        return f"the industries that add to {total!r} in region {self.regions[region]!r}"

    def cell_name(self, cell: int) -> str:
        """Name a cell by its region and industry."""
        region, industry = divmod(cell, len(self.industries))
        return f"({self.regions[region]}, {self.industries[industry]})"


def sums_to(total: str, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Say that all codes but one add up to that one.

    Parameters
    ----------
    total : str
        Code of the total, for example ``total``.
    codes : iterable of str
        All codes; the total may be among them.

    Returns
    -------
    dict of str to tuple of str
        The total with its parts, in the order in which they first came.

    Raises
    ------
    TableError
        If there is no code besides the total.

    Notes
    -----
    ``{total: every other code, once}``.

    References
    ----------
    ``docs/methods/suppressed-cells.md``.

    Examples
    --------
    >>> sums_to("total", ["C26", "J62", "total", "C26"])
    {'total': ('C26', 'J62')}
    """
    parts = tuple(dict.fromkeys(code for code in codes if code != total))
    if not parts:
        raise TableError(f"{total!r} has no parts: the table has no other code; give one that adds up.")
    return {total: parts}


def grid_of(table: pd.DataFrame, region_sums: Sums, industry_sums: Sums) -> Grid:
    """Lay out a tidy table as a grid with its sums.

    Parameters
    ----------
    table : DataFrame, shape (n_cells, n_columns)
        Columns ``region``, ``industry``, ``value``, ``status``; one measure and one period, totals
        as rows of their own.
    region_sums : mapping of str to sequence of str
        Code of each regional total to the codes of its parts; may be empty.
    industry_sums : mapping of str to sequence of str
        The same for industries.

    Returns
    -------
    Grid
        Every pair of a region and an industry, also those without a row.

    Raises
    ------
    TableError
        If a pair stands twice, if a sum names a code that the table has not, or if the table holds
        more than one measure or period.

    Notes
    -----
    A pair without a row is not zero: its number is empty.

    References
    ----------
    ``docs/methods/suppressed-cells.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"region": ["a", "b"], "industry": ["C", "C"], "value": [1.0, 2.0],
    ...                       "status": ["reported", "reported"]})
    >>> grid_of(table, {}, {}).number.tolist()
    [[1.0], [2.0]]
    """
    _check_one_table(table)
    regions = pd.Index(table["region"].unique())
    industries = pd.Index(table["industry"].unique())
    at = (regions.get_indexer(table["region"]), industries.get_indexer(table["industry"]))
    shape = (len(regions), len(industries))
    number = np.full(shape, np.nan)
    number[at] = table["value"].to_numpy(dtype=float)
    row = np.full(shape, -1, dtype=np.int64)
    row[at] = np.arange(len(table))
    suppressed = np.zeros(shape, dtype=np.bool_)
    suppressed[at] = (table["status"] == Status.SUPPRESSED).to_numpy()
    grid = Grid(regions, industries, region_sums, industry_sums, number, row, suppressed)
    _signs(region_sums, regions, "region")
    _signs(industry_sums, industries, "industry")
    return grid


def _check_one_table(table: pd.DataFrame) -> None:
    for name in ("region", "industry", "value", "status"):
        if name not in table.columns:
            raise TableError(f"The table lacks the column `{name}`, which a table with totals needs; add it.")
    for name in ("measure", "period"):
        several = table[name].unique() if name in table.columns else ()
        if len(several) > 1:
            found = ", ".join(str(x) for x in several[:3])
            raise TableError(
                f"The table holds several of `{name}` ({found}), but one is expected; choose one."
            )
    twice = table.duplicated(["region", "industry"])
    if twice.any():
        first = table.loc[twice.to_numpy()].iloc[0]
        raise TableError(
            f"The cell ({first['region']}, {first['industry']}) stands in {int(twice.sum()) + 1} rows or "
            "more, but once is expected; add the rows up or leave the repeated ones out."
        )


def _signs(sums: Sums, codes: pd.Index, what: str) -> sparse.csr_array:
    signs: npt.NDArray[np.float64] = np.zeros((len(sums), len(codes)))
    for line, (total, parts) in enumerate(sums.items()):
        for code in (total, *parts):
            if code not in codes:
                raise TableError(
                    f"The {what} sum {total!r} names {code!r}, which no row of the table has; leave it "
                    "out of the sum or add its rows."
                )
        signs[line, codes.get_indexer(pd.Index(list(parts)))] = 1.0
        signs[line, codes.get_loc(total)] = -1.0
    return sparse.csr_array(signs)
