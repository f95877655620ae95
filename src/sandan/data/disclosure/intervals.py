"""Least and greatest values of unknown numbers of which only sums are known."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csgraph

from sandan.errors import MeasureError
from sandan.types import BoolArray, FloatArray, IntArray

ROUNDS = 200
RELATIVE_ERROR = 1e-9
SOLVER_SCALE = 1e6
"""Numbers are brought below this before they reach the solver, whose tolerance is absolute (1e-7)."""


@dataclass(frozen=True)
class Unknowns:
    """Unknown numbers ``x`` with ``least <= x <= most`` and ``low <= equations @ x <= high``.

    Every coefficient is +1 or -1. ``slack`` is the size below which two numbers are the same.
    """

    equations: sparse.csr_array
    low: FloatArray
    high: FloatArray
    least: FloatArray
    most: FloatArray
    slack: float

    def part(self, lines: BoolArray, columns: BoolArray) -> "Unknowns":
        """Return some of the sums and unknowns as a problem of their own."""
        return Unknowns(
            sparse.csr_array(self.equations[lines][:, columns]),
            self.low[lines],
            self.high[lines],
            self.least[columns],
            self.most[columns],
            self.slack,
        )


def slack_for(numbers: FloatArray) -> float:
    """Return the rounding error that sums of these numbers may carry."""
    known = np.abs(numbers[np.isfinite(numbers)])
    return RELATIVE_ERROR * max(1.0, float(known.max(initial=0.0)))


def tighten(problem: Unknowns) -> tuple[Unknowns, int | None]:
    """Narrow the interval of each unknown by looking at one sum at a time, until nothing moves.

    Returns the narrower problem and the line of a sum that cannot hold, if there is one.
    """
    entries = problem.equations.tocoo()
    line, cell, plus = entries.row.astype(np.int64), entries.col.astype(np.int64), entries.data > 0
    least, most = problem.least.copy(), problem.most.copy()
    for _ in range(ROUNDS):
        term_low = np.where(plus, least[cell], -most[cell])
        term_high = np.where(plus, most[cell], -least[cell])
        miss = _miss(problem, line, term_low, term_high)
        if miss.max(initial=0.0) > problem.slack:
            return replace(problem, least=least, most=most), int(miss.argmax())
        room_high = problem.high[line] - _sum_of_others(line, term_low, len(problem.low))
        room_low = problem.low[line] - _sum_of_others(line, term_high, len(problem.low))
        before = (least.copy(), most.copy())
        np.maximum.at(least, cell, np.where(plus, room_low, -room_high))
        np.minimum.at(most, cell, np.where(plus, room_high, -room_low))
        crossed = least > most
        gap = np.subtract(least, most, out=np.zeros_like(least), where=crossed)
        if gap.max(initial=0.0) > problem.slack:
            return replace(problem, least=least, most=most), int(line[cell == gap.argmax()][0])
        least[crossed] = most[crossed] = (least[crossed] + most[crossed]) / 2
        if all(
            np.allclose(old, new, rtol=0.0, atol=problem.slack)
            for old, new in zip(before, (least, most), strict=True)
        ):
            break
    return replace(problem, least=least, most=most), None


def _miss(problem: Unknowns, line: IntArray, term_low: FloatArray, term_high: FloatArray) -> FloatArray:
    """Tell how far each sum is out of reach."""
    lines = len(problem.low)
    lowest, highest = np.zeros(lines), np.zeros(lines)
    np.add.at(lowest, line, term_low)
    np.add.at(highest, line, term_high)
    return np.maximum(lowest - problem.high, problem.low - highest)


def _sum_of_others(line: IntArray, term: FloatArray, lines: int) -> FloatArray:
    """For every entry, add up the other entries of its line; infinite as soon as one of them is."""
    infinite = ~np.isfinite(term)
    finite_sum = np.bincount(line, np.where(infinite, 0.0, term), lines)
    infinities = np.bincount(line, infinite, lines)
    others = finite_sum[line] - np.where(infinite, 0.0, term)
    unbounded = infinities[line] - infinite > 0
    sign = np.inf if (term == np.inf).any() else -np.inf
    return np.where(unbounded, sign, others)


def inconsistent_sum(problem: Unknowns) -> int | None:
    """Find the sum that is farthest from possible, if the sums contradict each other."""
    tight, line = tighten(problem)
    if line is not None:
        return line
    sizes = problem.equations.shape
    gap = sparse.eye_array(sizes[0])
    free = sparse.csc_array(sparse.hstack([tight.equations, gap, -gap]))
    unit = _unit(tight)
    result = milp(
        np.r_[np.zeros(sizes[1]), np.ones(2 * sizes[0])],
        constraints=LinearConstraint(free, tight.low / unit, tight.high / unit),
        bounds=Bounds(
            np.r_[tight.least / unit, np.zeros(2 * sizes[0])],
            np.r_[tight.most / unit, np.full(2 * sizes[0], np.inf)],
        ),
    )
    miss = np.asarray(result.x)[sizes[1] :].reshape(2, -1).sum(axis=0) * unit
    return int(miss.argmax()) if miss.max(initial=0.0) > max(tight.slack, 1e-6 * unit) else None


def exact_intervals(
    problem: Unknowns,
    *,
    enough_low: FloatArray | None = None,
    enough_high: FloatArray | None = None,
    enough_width: float = np.inf,
    reached: tuple[FloatArray, FloatArray] | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Find the least and greatest value that each unknown can take while all sums hold.

    Every solution found for one unknown also shows what the others can be. So a question is put
    to the solver only if those solutions have not yet reached the outer bound, or what the
    caller says is ``enough``; where they have reached that, the reached values are returned.
    ``reached`` are the least and greatest values of each unknown in solutions known before.
    """
    tight, line = tighten(problem)
    if line is not None:
        raise MeasureError(f"Sum {line} cannot hold with the numbers given; correct them.")
    low, high = tight.least.copy(), tight.most.copy()
    goals = (
        low if enough_low is None else np.maximum(low, enough_low),
        high if enough_high is None else np.minimum(high, enough_high),
    )
    for lines, columns in _pieces(tight):
        search = _Search(
            tight.part(lines, columns),
            goals[0][columns],
            goals[1][columns],
            enough_width,
            None if reached is None else (reached[0][columns], reached[1][columns]),
        )
        low[columns], high[columns] = search.run()
    return low, high


def _pieces(problem: Unknowns) -> list[tuple[BoolArray, BoolArray]]:
    """Split into groups of unknowns that share no sum; unknowns already settled are left out."""
    lines = problem.equations.shape[0]
    entries = problem.equations.tocoo()
    size = sum(problem.equations.shape)
    joined = sparse.coo_array((np.abs(entries.data), (entries.row, lines + entries.col)), shape=(size, size))
    count, label = csgraph.connected_components(joined, directed=False)
    open_cells = problem.most - problem.least > problem.slack
    return [
        (label[:lines] == piece, label[lines:] == piece)
        for piece in range(count)
        if (open_cells & (label[lines:] == piece)).any() and (label[:lines] == piece).any()
    ]


def _unit(problem: Unknowns) -> float:
    known = np.abs(np.concatenate([problem.low, problem.high]))
    return max(1.0, float(known[np.isfinite(known)].max(initial=0.0)) / SOLVER_SCALE)


class _Search:
    """The search in one piece: what has been reached, and what is proven."""

    def __init__(
        self,
        problem: Unknowns,
        goal_low: FloatArray,
        goal_high: FloatArray,
        enough_width: float,
        reached: tuple[FloatArray, FloatArray] | None,
    ) -> None:
        self.problem = problem
        self.goal = (goal_low.copy(), goal_high.copy())
        self.enough_width = enough_width
        self.unit = _unit(problem)
        # A basic solution is no greater than the sum of all right sides, so whatever
        # comes close to the cap could grow without end.
        finite = np.concatenate([problem.low, problem.high, problem.least, problem.most])
        self.cap = 4.0 * (1.0 + float(np.abs(finite[np.isfinite(finite)]).sum()))
        self.least = np.maximum(problem.least, -self.cap)
        self.most = np.minimum(problem.most, self.cap)
        self.slack = max(problem.slack, 1e-6 * self.unit)
        self.sums = LinearConstraint(
            problem.equations.tocsc(), problem.low / self.unit, problem.high / self.unit
        )
        if reached is None:
            point = self.solve(np.zeros(len(self.least)))
            reached = (point, point)
        self.low, self.high = reached[0].copy(), reached[1].copy()

    def run(self) -> tuple[FloatArray, FloatArray]:
        self.together()
        wanted = self.wanted(0), self.wanted(1)
        for cell in range(len(self.low)):
            for side in (0, 1):
                if wanted[side][cell]:
                    direction = np.zeros(len(self.low))
                    direction[cell] = 1.0 if side else -1.0
                    self.learn(self.solve(direction))
                    self.settle(side, cell)
                    wanted = self.wanted(0), self.wanted(1)
        self.low[self.low <= -self.cap / 2] = -np.inf
        self.high[self.high >= self.cap / 2] = np.inf
        return self.low, self.high

    def together(self) -> None:
        """Push many unknowns at once while that still brings more than one answer per question."""
        for side in (1, 0):
            sign = 1.0 if side else -1.0
            while (before := int(self.wanted(side).sum())) > 1:
                self.learn(self.solve(sign * self.apart(self.wanted(side))))
                if before - int(self.wanted(side).sum()) <= 1:
                    break

    def apart(self, wanted: BoolArray) -> FloatArray:
        """Choose unknowns of which no two stand in the same sum."""
        columns = self.problem.equations.tocsc()
        taken = np.zeros(columns.shape[0], dtype=np.bool_)
        chosen = np.zeros(columns.shape[1])
        for cell in np.flatnonzero(wanted):
            lines = columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]
            if not taken[lines].any():
                taken[lines] = True
                chosen[cell] = 1.0
        return chosen

    def wanted(self, side: int) -> BoolArray:
        """Tell for which unknowns this side is not known well enough."""
        narrow = self.high - self.low < self.enough_width
        if side:
            return narrow & (self.high < np.minimum(self.goal[1], self.cap / 2) - self.slack)
        return narrow & (self.low > np.maximum(self.goal[0], -self.cap / 2) + self.slack)

    def learn(self, point: FloatArray) -> None:
        np.minimum(self.low, point, out=self.low)
        np.maximum(self.high, point, out=self.high)

    def settle(self, side: int, cell: int) -> None:
        """Keep what was reached for this unknown as the best there is."""
        self.goal[side][cell] = self.high[cell] if side else self.low[cell]

    def solve(self, direction: FloatArray) -> FloatArray:
        result: OptimizeResult = milp(
            -direction,
            constraints=self.sums,
            bounds=Bounds(self.least / self.unit, self.most / self.unit),
        )
        if result.x is None:
            raise MeasureError(
                "The totals contradict each other: no numbers for the hidden cells add up to all of them. "
                "Correct the totals, or allow for their rounding with `tolerance`."
            )
        point = np.asarray(result.x) * self.unit
        near = np.round(point)
        point = np.where(np.abs(point - near) <= self.slack, near, point)
        return np.clip(point, self.least, self.most)
