"""Totals of a second kind beside a table that is published already: which of them may be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from sandan.data.disclosure.additive import Grid, Sums, grid_of
from sandan.data.disclosure.suppression import Protected, primary_suppression
from sandan.data.missing import Status
from sandan.errors import DisclosureError
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["linked_totals"]

NO_TOTAL = -1
"""Stands for the further total of an industry that is in none."""

REGION_COST = 1e6
"""Totals of all regions are hidden only where nothing else protects."""


def linked_totals(
    protected: Protected, more: pd.DataFrame, sums: Sums, *, region_sums: Sums, industry_sums: Sums
) -> pd.DataFrame:
    """Hide further totals until nothing that a published table hides can be worked out from both.

    Parameters
    ----------
    protected : Protected
        The table that is published, from ``protect``. None of its cells is hidden or opened here.
    more : DataFrame, shape (n_regions * n_totals, n_columns)
        The further totals of every region, totals of regions among them, with ``contributors`` and
        ``largest_1``, ... as ``protect`` takes them; ``industry`` holds the codes of the totals.
    sums : mapping of str to sequence of str
        Code of each further total to the finest industries that add up to it; an industry may be in
        one of them, or in none.
    region_sums, industry_sums : mapping of str to sequence of str
        The sums of the published table. Regions have one total, or none.

    Returns
    -------
    DataFrame, shape (n_regions * n_totals, n_columns)
        ``more`` as it may be shown: hidden ones have the status ``suppressed`` and no number, and what
        stands behind the totals is left out.

    Raises
    ------
    DisclosureError
        If an industry is in two further totals, regions have totals inside totals, or a column is
        missing.
    TableError
        If a table cannot be laid out as a grid with its sums.

    Notes
    -----
    A further total that the rule calls sensitive is hidden. Then every hidden cell of the table, and every
    sensitive further total, needs a witness: other numbers for the hidden cells that agree with
    everything shown and leave it as uncertain as ``protect`` demands. First a rectangle is looked for:
    two hidden industries in two regions that trade, where every total that holds only one of them is
    hidden; if that asks for further totals to be hidden, the cheapest rectangle is taken. Where there is
    none, a linear program finds the witness that changes the least of what is still shown. Witnesses
    stay valid when more is hidden. If even hiding all further totals leaves a cell exposed, all are
    hidden: then the published table stands alone, which was protected by itself.

    References
    ----------
    Fischetti and Salazar (2001); Giessing and Repsilber (2002), on linked tables.
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    One firm in ``C10``; the published table hides a rectangle around it, and a total of ``C10`` and ``J62``
    alone would give it away.

    >>> from sandan.data.disclosure.suppression import RULES, protect
    >>> cells = pd.DataFrame([(r, i, v) for r, row in
    ...     {"a": [5.0, 9, 8, 22], "b": [7.0, 5, 20, 32], "all": [12.0, 14, 28, 54]}.items()
    ...     for i, v in zip(["C10", "C11", "J62", "T"], row)], columns=["region", "industry", "value"])
    >>> cells = cells.assign(status="reported", contributors=cells["value"], largest_1=1.0, largest_2=1.0)
    >>> cells.loc[0, ["contributors", "largest_1", "largest_2"]] = [1.0, 5.0, 0.0]
    >>> both = {"region_sums": {"all": ["a", "b"]}, "industry_sums": {"T": ["C10", "C11", "J62"]}}
    >>> table = protect(cells, RULES[0], **both)
    >>> more = pd.DataFrame({"region": ["a", "b", "all"], "industry": "G", "value": [13.0, 27.0, 40.0],
    ...     "status": "reported", "contributors": 9, "largest_1": 1.0, "largest_2": 1.0})
    >>> linked_totals(table, more, {"G": ["C10", "J62"]}, **both)["value"].tolist()
    [nan, nan, 40.0]
    """
    _check(sums, region_sums)
    case = _Linked(protected, more, sums, region_sums, industry_sums)
    case.hide()
    hidden = case.further_hidden[case.rows_of_more, case.columns_of_more]
    inside = [c for c in more.columns if c == "contributors" or str(c).startswith("largest_")]
    return more.drop(columns=inside).assign(
        value=more["value"].mask(hidden), status=more["status"].mask(hidden, Status.SUPPRESSED.value)
    )


def _check(sums: Sums, region_sums: Sums) -> None:
    parts = pd.Series([part for one in sums.values() for part in one], dtype="object")
    if parts.duplicated().any():
        raise DisclosureError(
            f"The industry {parts[parts.duplicated()].iloc[0]!r} is in two further totals; give each "
            "industry one of them at most."
        )
    if len(region_sums) > 1:
        raise DisclosureError(
            f"Regions add up to {len(region_sums)} totals; further totals can be linked to a table with one."
        )


@dataclass(frozen=True)
class _Need:
    """A cell that must stay uncertain: its place, and by how much it must be able to be greater."""

    row: int
    column: int
    amount: float
    either_way: bool


class _Linked:
    """Further totals on their way out: look for witnesses, and hide what stands in their way."""

    def __init__(
        self, protected: Protected, more: pd.DataFrame, sums: Sums, region_sums: Sums, industry_sums: Sums
    ) -> None:
        decided = protected.decided
        self.grid: Grid = grid_of(decided, region_sums, industry_sums)
        self.width, self.least = protected.rule.least_width, protected.least
        self.truth = np.nan_to_num(self.grid.number)
        reasons = np.where(decided["reason"] != "", 1.0, 0.0)
        self.hidden = self._on_grid(reasons) > 0
        self.need = self._on_grid(decided["need"].to_numpy(dtype=float))
        self.room = self.truth - self.least
        self.is_everywhere = np.asarray(self.grid.regions.isin(list(region_sums)))
        self.totals = list(industry_sums)
        self.holds = _members(industry_sums, self.grid.industries)
        at_totals = self.grid.industries.get_indexer(pd.Index(self.totals))
        self.total_shown = ~self.hidden[:, at_totals]
        self.fine = np.flatnonzero(~self.grid.industries.isin(self.totals))
        self.codes = pd.Index(list(sums))
        self.further = np.full(len(self.grid.industries), NO_TOTAL)
        for number, parts in enumerate(sums.values()):
            self.further[self.grid.industries.get_indexer(pd.Index(list(parts)))] = number
        self.rows_of_more = self.grid.regions.get_indexer(pd.Index(more["region"]))
        self.columns_of_more = self.codes.get_indexer(pd.Index(more["industry"]))
        primary = primary_suppression(more, protected.rule)
        self.further_need = self._of_more(primary["need"].to_numpy(dtype=float))
        self.further_hidden = self.further_need > 0
        self.cost = 1 + np.log1p(self._of_more(more["value"].to_numpy(dtype=float)))
        self.cost[self.is_everywhere] *= REGION_COST

    def _on_grid(self, column: FloatArray) -> FloatArray:
        return np.where(self.grid.row >= 0, column[self.grid.row], 0.0)

    def _of_more(self, column: FloatArray) -> FloatArray:
        table = np.zeros((len(self.grid.regions), len(self.codes)))
        table[self.rows_of_more, self.columns_of_more] = column
        return table

    def hide(self) -> None:
        left = [need for need in self.needs() if not self.rectangle(need)]
        if not left and not (self.further_need > 0).any():
            return
        program = _Program(self)
        for need in left:
            self.accept(program.witness_of_cell(need))
        for row, column in np.argwhere(self.further_need > 0):
            # A sensitive total that the published table gives away already is not told by these.
            moved = program.witness_of_total(int(row), int(column), self.further_need[row, column])
            if moved is not None:
                self.accept(moved)

    def needs(self) -> list[_Need]:
        """List the hidden cells of the published table, the greatest need first."""
        wanted = [
            _Need(int(r), int(c), max(self.width, float(self.need[r, c])), either_way=self.need[r, c] == 0)
            for r, c in np.argwhere(self.hidden)
        ]
        return sorted(wanted, key=lambda one: -one.amount)

    def accept(self, moved: BoolArray | None) -> None:
        """Hide the further totals that a witness changes; without a witness all of them."""
        self.further_hidden |= True if moved is None else moved

    def rectangle(self, need: _Need) -> bool:
        """Hide what the cheapest rectangle asks for; False if there is none."""
        offers = [self._cheapest(need, i, others) for i, others in self._pairs(need)]
        price, r, i, s, j = min(offers, default=(np.inf, 0, 0, 0, 0))
        if not np.isfinite(price):
            return False
        if self.further[i] != self.further[j]:
            for column in (self.further[i], self.further[j]):
                if column != NO_TOTAL:
                    self.further_hidden[[r, s], column] = True
        return True

    def _pairs(self, need: _Need) -> Iterator[tuple[int, IntArray]]:
        """List who may gain, and with whom: a total gains from industries outside of it."""
        hidden = self.fine[self.hidden[need.row, self.fine]]
        code = self.grid.industries[need.column]
        if code not in self.totals:
            yield need.column, hidden[hidden != need.column]
            return
        inside = self.holds[self.totals.index(code), hidden]
        for i in hidden[inside]:
            yield int(i), hidden[~inside]

    def _cheapest(self, need: _Need, i: int, others: IntArray) -> tuple[float, int, int, int, int]:
        """Find the region and the industry with which it costs least to trade."""
        r = need.row
        regions = np.flatnonzero(self.hidden[:, i] & (np.arange(len(self.hidden)) != r))
        if not len(others) or not len(regions):
            return np.inf, 0, 0, 0, 0
        s, j = regions[:, None], others[None, :]
        possible = self.hidden[s, j] & self._has_room(need, i, s, j)
        apart = self.holds[:, others] != self.holds[:, [i]]
        shut = ~(self.total_shown[r] @ apart)[None, :] & ~(self.total_shown[regions] @ apart)
        price = np.where(possible & shut, self._price(i, j, r) + self._price(i, j, s), np.inf)
        k, m = np.unravel_index(price.argmin(), price.shape)
        return float(price[k, m]), r, i, int(regions[k]), int(others[m])

    def _has_room(self, need: _Need, i: int, s: IntArray, j: IntArray) -> BoolArray:
        """Say where the cell can gain what it needs; a total of regions gains with its part."""
        r = need.row
        with_total = self.is_everywhere[r] != self.is_everywhere[s]
        across = np.where(with_total, self.room[s, j], self.room[s, i])
        room = np.minimum(self.room[r, j], across)
        if need.either_way:
            back = np.where(with_total, self.room[s, i], self.room[s, j])
            room = np.maximum(room, np.minimum(self.room[r, i], back))
        return np.asarray(room >= need.amount)

    def _price(self, i: int, j: IntArray, row: int | IntArray) -> FloatArray:
        """Price the two further totals of a row between which value would move."""
        first, second = self.further[i], self.further[j]
        cost = np.where(self.further_hidden, 0.0, self.cost)
        one = 0.0 if first == NO_TOTAL else cost[row, first]
        other = np.where(second == NO_TOTAL, 0.0, cost[row, second])
        return np.asarray(np.where(first == second, 0.0, one + other))


class _Program:
    """The linear program behind a witness: moves of hidden cells, and of the further totals shown."""

    def __init__(self, case: _Linked) -> None:
        self.case = case
        self.at = np.flatnonzero(case.hidden)
        self.place = np.full(case.hidden.size, -1)
        self.place[self.at] = np.arange(len(self.at))
        self.equations = sparse.csr_array(case.grid.equations[:, self.at])
        self.floor = case.least - case.truth.ravel()[self.at]
        row, column = np.divmod(self.at, case.hidden.shape[1])
        held = np.flatnonzero(case.further[column] != NO_TOTAL)
        self.line = row[held] * len(case.codes) + case.further[column[held]]
        size = (case.further_hidden.size, len(self.at))
        self.parts = sparse.csr_array((np.ones(len(held)), (self.line, held)), shape=size)

    def witness_of_cell(self, need: _Need) -> BoolArray | None:
        goal = np.zeros(len(self.at))
        goal[self.place[need.row * self.case.hidden.shape[1] + need.column]] = 1.0
        found = self.solve(goal, need.amount)
        return self.solve(-goal, need.amount) if found is None and need.either_way else found

    def witness_of_total(self, row: int, column: int, amount: float) -> BoolArray | None:
        return self.solve(self.parts[[row * len(self.case.codes) + column]].toarray()[0], amount)

    def solve(self, goal: FloatArray, amount: float) -> BoolArray | None:
        """Move the goal by an amount, changing as little as possible of what is shown."""
        shown = np.flatnonzero(~self.case.further_hidden.ravel())
        shown = shown[np.isin(shown, self.line)]
        cost = self.case.cost.ravel()[shown]
        slack = sparse.eye_array(len(shown))
        kept = sparse.hstack([self.equations, sparse.csr_array((self.equations.shape[0], 2 * len(shown)))])
        moved = sparse.hstack([self.parts[shown], slack, -slack])
        wish = sparse.csr_array(np.concatenate([goal, np.zeros(2 * len(shown))])[None, :])
        least = np.concatenate([np.zeros(kept.shape[0] + len(shown)), [amount * (1 - 1e-9)]])
        most = np.concatenate([np.zeros(kept.shape[0] + len(shown)), [np.inf]])
        result = milp(
            np.concatenate([np.zeros(len(self.at)), cost, cost]),
            constraints=LinearConstraint(sparse.csc_array(sparse.vstack([kept, moved, wish])), least, most),
            bounds=Bounds(np.concatenate([self.floor, np.zeros(2 * len(shown))]), np.inf),
        )
        if result.x is None:
            return None
        changed = np.abs(self.parts @ result.x[: len(self.at)]) > 1e-6 * max(1.0, amount)
        return np.asarray(changed.reshape(self.case.further_hidden.shape))


def _members(sums: Sums, industries: pd.Index) -> BoolArray:
    """Say which finest industries are in which totals, also through totals inside totals."""
    holds = np.zeros((len(sums), len(industries)), dtype=np.bool_)
    for line, total in enumerate(sums):
        waiting = list(sums[total])
        while waiting:
            code = waiting.pop()
            holds[line, industries.get_loc(code)] = True
            waiting += sums.get(code, [])
    return holds
