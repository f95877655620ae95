"""How much more one group changed than another, with covariates held fixed, and what each row adds to it.

A mean with weights, of what a regression leaves over, moves with its rows, with the coefficients of the
regression, and with those of the logit that gives the weights. Everything here is a sum of such means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from sandan.errors import MeasureError
from sandan.evaluate.effects.propensity import propensity
from sandan.types import BoolArray, FloatArray

__all__ = [
    "Difference",
    "Groups",
    "Method",
    "difference_of_changes",
    "difference_of_levels",
    "difference_of_means",
    "groups",
]

Method: TypeAlias = Literal["doubly_robust", "weighting", "regression"]
"""How covariates are held fixed; without any the three are one."""

TRIMMED_FROM = 0.995
"""Others that are as likely to be treated as this are left out: each would count as two hundred."""
_RANK = 1e-10
"""Smallest share of the largest spread of the covariates that still counts as one."""


@dataclass(frozen=True)
class Difference:
    """An estimate and its influence by row, of which the sum of squares is the variance."""

    estimate: float
    influence: FloatArray

    def __add__(self, other: "Difference") -> "Difference":
        """Add two estimates from the same rows."""
        return Difference(self.estimate + other.estimate, self.influence + other.influence)

    def __sub__(self, other: "Difference") -> "Difference":
        """Subtract an estimate from the same rows."""
        return Difference(self.estimate - other.estimate, self.influence - other.influence)


@dataclass(frozen=True)
class Groups:
    """Who is treated, what is held fixed, and what follows from these two alone.

    ``design`` has a column of ones. ``scores`` is None if no weights are asked for.
    """

    treated: BoolArray
    design: FloatArray
    scores: FloatArray | None

    @cached_property
    def odds(self) -> FloatArray:
        """Weights that make the others look like the treated; 0 for the treated."""
        others = (~self.treated).astype(np.float64)
        if self.scores is None:
            return others
        kept = self.scores < TRIMMED_FROM
        return others * kept * self.scores / np.where(kept, 1 - self.scores, 1.0)

    @cached_property
    def others(self) -> "_Rows":
        """Rows without treatment, for lines among them."""
        return _Rows(self.design, ~self.treated)

    def through_scores(self, direction: FloatArray) -> FloatArray:
        """Say how much each row moves ``direction @ coefficients`` of the logit."""
        if self.scores is None:
            return np.zeros(len(self.treated))
        return (self.treated - self.scores) * (self.design @ np.linalg.solve(self._bend, direction))

    @cached_property
    def _bend(self) -> FloatArray:
        scores = np.zeros(0) if self.scores is None else self.scores
        return (self.design * (scores * (1 - scores))[:, None]).T @ self.design


def difference_of_means(ours: FloatArray, theirs: FloatArray) -> Difference:
    """Compare two groups as they are.

    Parameters
    ----------
    ours, theirs : ndarray, shape (n_ours,) and (n_theirs,)
        Values of either group; at least one.

    Returns
    -------
    Difference
        In the unit of the values; the influence by row, ours first.

    Raises
    ------
    ZeroDivisionError
        If a group is empty.

    Notes
    -----
    ``mean(ours) - mean(theirs)``; a row adds its distance from the mean of its group, divided by the number
    of rows there.

    References
    ----------
    ``docs/methods/staggered.md``.

    Examples
    --------
    >>> difference_of_means(np.array([3.0, 5.0]), np.array([1.0, 2.0])).influence.tolist()
    [-0.5, 0.5, 0.25, -0.25]
    """
    means = float(ours.sum()) / len(ours), float(theirs.sum()) / len(theirs)
    influence = np.empty(len(ours) + len(theirs))
    own, other = influence[: len(ours)], influence[len(ours) :]
    np.subtract(ours, means[0], out=own)
    own /= len(ours)
    np.subtract(means[1], theirs, out=other)
    other /= len(theirs)
    return Difference(means[0] - means[1], influence)


def groups(treated: BoolArray, covariates: FloatArray, method: Method) -> Groups:
    """Prepare a comparison of treated rows with others.

    Parameters
    ----------
    treated : ndarray of bool, shape (n_rows,)
        Which rows are of treated units.
    covariates : ndarray, shape (n_rows, n_covariates)
        What is held fixed.
    method : {"doubly_robust", "weighting", "regression"}
        By weights and a regression, by weights, by a regression.

    Returns
    -------
    Groups
        With the probability of being treated, unless the method is ``regression``.

    Raises
    ------
    MeasureError
        If covariates follow from each other, or tell almost surely who is treated.

    Notes
    -----
    Covariates are centered and scaled, which changes no estimate. Others with a probability of .995 or more
    get no weight.

    References
    ----------
    Sant'Anna, P. H. C. and Zhao, J. (2020), Doubly robust difference-in-differences estimators, Journal of
    Econometrics 219, 101-122. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> treated = np.array([True, False, False, True, False])
    >>> groups(treated, np.array([[0.0], [0], [1], [1], [1]]), "weighting").odds.round(6).tolist()
    [0.0, 1.0, 0.5, 0.0, 0.5]
    """
    spread = covariates.std(axis=0)
    plain = (covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(len(plain)), plain])
    _check_rank(design.T @ design, len(design))
    return Groups(treated, design, None if method == "regression" else propensity(design, treated))


def difference_of_changes(change: FloatArray, found: Groups, method: Method) -> Difference:
    """Compare changes of treated units with those of others.

    Parameters
    ----------
    change : ndarray, shape (n_units,)
        Outcome less that of the base, by unit.
    found : Groups
        As of `groups`, with the same rows and method.
    method : {"doubly_robust", "weighting", "regression"}
        By weights and a regression, by weights, by a regression.

    Returns
    -------
    Difference
        In the unit of the outcome; the influence by unit.

    Raises
    ------
    MeasureError
        If covariates follow from each other among the others.

    Notes
    -----
    With ``D`` treated, ``e`` the probability of it, ``b`` the regression of ``change`` on ``x`` among others
    (0 for ``weighting``) and ``r = change - x'b``::

        mean of r over D - sum r (1 - D) e / (1 - e) / sum (1 - D) e / (1 - e)

    ``regression`` has no second part, since nothing is left over there on average. The influence contains
    that of ``b`` and ``e``.

    References
    ----------
    Sant'Anna, P. H. C. and Zhao, J. (2020), Doubly robust difference-in-differences estimators, Journal of
    Econometrics 219, 101-122. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> x = np.array([[0.0], [1.0], [0.0], [1.0]])
    >>> two = groups(np.array([True, True, False, False]), x, "regression")
    >>> round(difference_of_changes(np.array([3.0, 5.0, 1.0, 2.0]), two, "regression").estimate, 6)
    2.5
    """
    ours = found.treated.astype(np.float64)
    if method == "weighting":
        return _mean(found, ours, change) - _mean(found, found.odds, change, by_logit=True)
    line = _Line(found.others, change)
    rest, less = change - line.fitted, [(-1.0, line)]
    supported = _mean(found, ours, rest, less)
    if method == "regression":
        return supported
    return supported - _mean(found, found.odds, rest, less, by_logit=True)


def difference_of_levels(level: FloatArray, after: BoolArray, found: Groups, method: Method) -> Difference:
    """Compare changes between two draws of rows: who was drawn before need not be there after.

    Parameters
    ----------
    level : ndarray, shape (n_rows,)
        Outcome.
    after : ndarray of bool, shape (n_rows,)
        Whether a row is of the later draw.
    found : Groups
        As of `groups`, with the same rows and method.
    method : {"doubly_robust", "weighting", "regression"}
        By weights and regressions, by weights, by regressions.

    Returns
    -------
    Difference
        In the unit of the outcome; the influence by row.

    Raises
    ------
    MeasureError
        If covariates follow from each other in one of the groups.

    Notes
    -----
    As `difference_of_changes`, with a mean in either draw for every change. ``regression`` takes what the
    lines of the others expect for the treated of both draws together; ``doubly_robust`` is the one of the
    two estimators in the paper that is efficient, with lines among the treated as well.

    References
    ----------
    Sant'Anna, P. H. C. and Zhao, J. (2020), Doubly robust difference-in-differences estimators, Journal of
    Econometrics 219, 101-122, section 3. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> x, after = np.tile([[0.0], [1.0]], (4, 1)), np.array([True, True, False, False] * 2)
    >>> four = groups(np.arange(8) < 4, x, "regression")
    >>> level = np.array([5.0, 5.0, 1.0, 1.0, 3.0, 3.0, 2.0, 2.0])
    >>> round(difference_of_levels(level, after, four, "regression").estimate, 6)
    3.0
    """
    ours, late = found.treated.astype(np.float64), after.astype(np.float64)
    times = (late, 1.0 - late)
    if method == "weighting":
        apart = [
            _mean(found, ours * when, level) - _mean(found, found.odds * when, level, by_logit=True)
            for when in times
        ]
        return apart[0] - apart[1]
    theirs = [_Line(_Rows(found.design, ~found.treated & (when > 0)), level) for when in times]
    if method == "regression":
        expected = theirs[0].fitted - theirs[1].fitted
        observed = _mean(found, ours * times[0], level) - _mean(found, ours * times[1], level)
        return observed - _mean(found, ours, expected, [(1.0, theirs[0]), (-1.0, theirs[1])])
    own = [_Line(_Rows(found.design, found.treated & (when > 0)), level) for when in times]
    parts = [
        _efficient(found, level, ours, when, ahead, behind)
        for when, ahead, behind in zip(times, own, theirs, strict=True)
    ]
    return parts[0] - parts[1]


class _Rows:
    """Some rows with their normal equations, which serve any outcome."""

    def __init__(self, design: FloatArray, among: BoolArray) -> None:
        self.design, self.among = design, among.astype(np.float64)
        self.gram = (design * self.among[:, None]).T @ design
        _check_rank(self.gram, int(among.sum()))


class _Line:
    """A regression among some rows, and how its coefficients move with them."""

    def __init__(self, rows: _Rows, y: FloatArray) -> None:
        self.rows = rows
        self.fitted = rows.design @ np.linalg.solve(rows.gram, rows.design.T @ (rows.among * y))
        self.rest = rows.among * (y - self.fitted)

    def through(self, direction: FloatArray) -> FloatArray:
        """Say how much each row moves ``direction @ coefficients``."""
        return self.rest * (self.rows.design @ np.linalg.solve(self.rows.gram, direction))


def _efficient(
    found: Groups, level: FloatArray, ours: FloatArray, when: FloatArray, own: _Line, theirs: _Line
) -> Difference:
    """One of the two draws: the plain doubly robust mean, and what lines among the treated add to it."""
    rest, less = level - theirs.fitted, [(-1.0, theirs)]
    apart, lines = own.fitted - theirs.fitted, [(1.0, own), (-1.0, theirs)]
    plain = _mean(found, ours * when, rest, less) - _mean(found, found.odds * when, rest, less, by_logit=True)
    return plain + _mean(found, ours, apart, lines) - _mean(found, ours * when, apart, lines)


def _mean(
    found: Groups,
    weights: FloatArray,
    value: FloatArray,
    lines: Sequence[tuple[float, _Line]] = (),
    *,
    by_logit: bool = False,
) -> Difference:
    """Take a mean with weights; ``value`` contains the lines with their signs."""
    total = weights.sum()
    if not total > 0:
        raise MeasureError(f"None of the {len(weights)} rows is like the treated; leave covariates out.")
    mean = float(weights @ value / total)
    influence = weights * (value - mean) / total
    pull = influence @ found.design
    for sign, line in lines:
        influence = influence + sign * line.through(weights @ found.design / total)
    if by_logit:
        influence = influence + found.through_scores(pull)
    return Difference(mean, influence)


def _check_rank(gram: FloatArray, rows: int) -> None:
    sizes = np.linalg.eigvalsh(gram)
    if sizes[0] <= _RANK * sizes[-1]:
        raise MeasureError(
            f"The {len(gram) - 1} covariates follow from each other among {rows} units; leave some out."
        )
