"""Choosing which further cells to hide, so that the hidden ones protect each other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.disclosure.additive import Grid, Sums
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Hiding"]

TOTAL_COST = 1e6
"""Totals are hidden only where nothing else protects: readers miss them most."""


@dataclass(frozen=True)
class _Family:
    """A total with its parts in one direction; ``members`` starts with the total if there is one."""

    members: IntArray
    has_total: bool

    @property
    def signs(self) -> FloatArray:
        signs = np.ones(len(self.members) + (not self.has_total))
        signs[0] = -1.0 if self.has_total else 1.0
        return signs


class Hiding:
    """Which cells are hidden; grows by rectangles of four cells that can trade value.

    In a rectangle two opposite corners may gain what the other two lose, and all totals stay. If
    all four are hidden, a reader cannot tell how much was traded.
    """

    def __init__(self, grid: Grid, hidden: BoolArray, usable: BoolArray, least: float) -> None:
        self.grid = grid
        self.hidden = hidden.copy()
        self.usable = usable
        self.room = grid.number - least
        is_total = np.logical_or.outer(
            grid.regions.isin(list(grid.region_sums)), grid.industries.isin(list(grid.industry_sums))
        )
        self.cost = np.log1p(np.abs(grid.number)) + TOTAL_COST * is_total
        self.rows = _families(grid.region_sums, grid.regions)
        self.columns = _families(grid.industry_sums, grid.industries)

    def protect(self, cells: IntArray, need: FloatArray) -> None:
        """Hide what these cells (flat positions) need to be able to be greater by ``need``."""
        waiting = [(int(cell), float(amount), -1) for cell, amount in zip(cells, need, strict=True)]
        while waiting:
            cell, amount, done = waiting.pop()
            for number, (rows, columns) in enumerate(self.subtables(cell)):
                if number != done:
                    new = self._close(cell, amount, rows, columns, again=False)
                    # In the subtable where it was found a new cell is already part of a rectangle.
                    waiting += [(c, 0.0, self._number_of(c, rows, columns)) for c in new]

    def add_for(self, cell: int, need: float) -> None:
        """Hide at least one more cell for a cell that is still exposed."""
        for rows, columns in self.subtables(cell):
            if self._close(cell, need, rows, columns, again=True):
                return
        region, industry = divmod(cell, self.hidden.shape[1])
        near = np.zeros_like(self.hidden)
        near[region, :] = near[:, industry] = True
        left = self.usable & ~self.hidden
        left = left & near if (left & near).any() else left
        self.hidden.flat[np.where(left, self.cost, np.inf).argmin()] = True

    def subtables(self, cell: int) -> Iterator[tuple[_Family, _Family]]:
        """List the two-way tables in which a cell stands."""
        region, industry = divmod(cell, self.hidden.shape[1])
        for rows in self.rows[region]:
            for columns in self.columns[industry]:
                if rows.has_total or columns.has_total:
                    yield rows, columns

    def _number_of(self, cell: int, rows: _Family, columns: _Family) -> int:
        for number, pair in enumerate(self.subtables(cell)):
            if pair[0] is rows and pair[1] is columns:
                return number
        return -1

    def _close(self, cell: int, need: float, rows: _Family, columns: _Family, *, again: bool) -> list[int]:
        """Hide the cheapest rectangle at a cell in one subtable; return what is newly hidden."""
        region, industry = divmod(cell, self.hidden.shape[1])
        i = int(np.flatnonzero(rows.members == region)[0])
        j = int(np.flatnonzero(columns.members == industry)[0])
        price = self._sheet(
            np.where(self.hidden, 0.0, np.where(self.usable, self.cost, np.inf)), rows, columns, 0.0
        )
        room = self._sheet(self.room, rows, columns, np.inf)
        cost = price + price[i, :] + price[:, [j]]
        cost[i, :] = cost[:, j] = np.inf
        if again:
            cost[cost == 0.0] = np.inf
        if not np.isfinite(cost).any():
            return []
        trade = _trade(room, np.outer(rows.signs, columns.signs), i, j)
        enough = np.isfinite(cost) & (trade >= need)
        if not enough.any():
            best = trade[np.isfinite(cost)].max()
            enough = np.isfinite(cost) & (trade >= best)
        k, m = np.unravel_index(np.where(enough, cost, np.inf).argmin(), cost.shape)
        return self._hide(rows, columns, [(i, int(m)), (int(k), j), (int(k), int(m))])

    def _hide(self, rows: _Family, columns: _Family, corners: list[tuple[int, int]]) -> list[int]:
        new = []
        for k, m in corners:
            if k < len(rows.members) and m < len(columns.members):
                at = (int(rows.members[k]), int(columns.members[m]))
                if not self.hidden[at]:
                    self.hidden[at] = True
                    new.append(at[0] * self.hidden.shape[1] + at[1])
        return new

    def _sheet(self, of: FloatArray, rows: _Family, columns: _Family, beyond: float) -> FloatArray:
        """Cut out a subtable; a direction without total gets one more line that takes anything."""
        sheet = of[np.ix_(rows.members, columns.members)]
        more = ((0, int(not rows.has_total)), (0, int(not columns.has_total)))
        return np.pad(sheet, more, constant_values=beyond) if more != ((0, 0), (0, 0)) else sheet


def _trade(room: FloatArray, signs: FloatArray, i: int, j: int) -> FloatArray:
    """Return by how much the cell (i, j) can grow, for each opposite corner of a rectangle."""
    gains = signs[i, j] * signs
    row = np.where(gains[i, :] < 0, np.inf, room[i, :])
    column = np.where(gains[:, [j]] < 0, np.inf, room[:, [j]])
    corner = np.where(gains > 0, np.inf, room)
    trade: FloatArray = np.minimum(np.minimum(row, column), corner)
    return trade


def _families(sums: Sums, codes: pd.Index) -> list[list[_Family]]:
    """For every code, list the families in which it is a total or a part."""
    of_code: list[list[_Family]] = [[] for _ in codes]
    for total, parts in sums.items():
        members = codes.get_indexer(pd.Index([total, *parts]))
        family = _Family(members.astype(np.int64), has_total=True)
        for member in family.members:
            of_code[member].append(family)
    for code, families in enumerate(of_code):
        if not families:
            families.append(_Family(np.array([code], dtype=np.int64), has_total=False))
    return of_code
