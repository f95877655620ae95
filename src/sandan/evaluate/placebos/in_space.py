"""Every donor in turn is compared as if it had had the policy: none is left to a draw."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.designs.comparison import Comparison
from sandan.evaluate.designs.panel import TreatedPanel
from sandan.parallel import Progress, map_in_order
from sandan.types import Executor, FloatArray

__all__ = [
    "Fit",
    "PlaceboTest",
    "Statistic",
    "band_half_width",
    "placebo_gaps",
    "placebos_in_space",
    "rank_p_value",
    "ranks_within",
]

Fit: TypeAlias = Callable[[TreatedPanel], Comparison]
"""A design with its options; importable by name where an executor uses processes."""

Statistic: TypeAlias = Literal["effect", "ratio"]
"""What is ranked: the size of the mean effect, or the squared gap after over the squared gap before."""

PIECE = 8
"""Placebos that one worker makes at a time."""


@dataclass(frozen=True)
class PlaceboTest:
    """A comparison with what the same comparison finds where there was no policy.

    ``placebos`` has one row per donor: ``effect``, ``error_before``, ``error_after``, ``ratio``. ``rank``
    counts from 1, the farthest from nothing, among ``of`` units. ``lower`` and ``upper`` bound the effect;
    they are infinite where there are too few donors for the level.
    """

    comparison: Comparison
    placebos: pd.DataFrame
    statistic: Statistic
    rank: int
    p: float
    lower: float
    upper: float
    level: float

    @property
    def of(self) -> int:
        """Number of units that were ranked."""
        return len(self.placebos) + 1

    @property
    def least_p(self) -> float:
        """The smallest p-value that so few units can give."""
        return 1 / self.of


def placebos_in_space(
    panel: TreatedPanel,
    fit: Fit,
    *,
    statistic: Statistic = "effect",
    level: float = 0.9,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> PlaceboTest:
    """Rank the treated place among all donors, each compared with the other donors in the same way.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period; the treated unit is no donor of any placebo.
    fit : callable
        Takes a panel, returns a `Comparison`, as ``partial(weighted_comparison, design="synthetic_did")``.
    statistic : {"effect", "ratio"}
        Rank the absolute mean effect, or the mean squared gap after over that before.
    level : float
        Probability of the band, between 0 and 1.
    executor : concurrent.futures.Executor, optional
        Where to run; the numbers do not depend on it.
    progress : callable, optional
        Called with how many pieces are done, and of how many.

    Returns
    -------
    PlaceboTest
        Rank, p-value, band, and one row per donor.

    Raises
    ------
    MeasureError
        If the statistic is not known, the level is none, or a donor cannot be compared.

    Notes
    -----
    With ``a`` the statistic of the treated unit and ``b_j`` those of the ``N`` donors::

        p = (1 + #{j: b_j >= a}) / (1 + N)

    which is never below ``1 / (1 + N)``. It is exact if, without an effect, the unit with the policy could
    have been any of them. The band holds every effect ``t`` with ``p(t) > 1 - level``: the estimate plus and
    minus the ``m``-th largest ``|b_j|`` of the mean effects, ``m = floor((1 - level) (1 + N))``; if ``m`` is
    0, no effect can be excluded.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010), Synthetic control methods for comparative case
    studies, Journal of the American Statistical Association 105, 493-505.
    Phipson, B. and Smyth, G. K. (2010), Permutation p-values should never be zero, Statistical Applications
    in Genetics and Molecular Biology 9, article 39. ``docs/methods/placebo-ranks.md``.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> from sandan.evaluate.designs.weighted import weighted_comparison
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 7], [2, 2, 3, 3]], list("abcd"), years)
    >>> fit = partial(weighted_comparison, design="difference_in_differences")
    >>> test = placebos_in_space(treated_panel(jobs, treated="a", start=2014), fit)
    >>> test.rank, test.of, test.p, test.upper
    (1, 4, 0.25, inf)
    """
    if statistic not in ("effect", "ratio"):
        raise MeasureError(f"`statistic` is {statistic!r}; use 'effect' or 'ratio'.")
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.9.")
    own = fit(panel)
    donors = list(panel.donors)
    pieces = [donors[at : at + PIECE] for at in range(0, len(donors), PIECE)]
    found = map_in_order(partial(_pretend, panel, fit), pieces, executor=executor, progress=progress)
    placebos = pd.DataFrame([row for piece in found for row in piece], index=panel.donors)
    ranked = placebos[statistic].abs().to_numpy()
    p = rank_p_value(abs(_summary(own)[statistic]), ranked)
    half = band_half_width(placebos["effect"].to_numpy(), level=level)
    rank = round(p * (len(donors) + 1))
    return PlaceboTest(own, placebos, statistic, rank, p, own.estimate - half, own.estimate + half, level)


def _pretend(panel: TreatedPanel, fit: Fit, donors: list[str]) -> list[dict[str, float]]:
    return [_summary(fit(panel.among_donors(donor))) for donor in donors]


def placebo_gaps(panel: TreatedPanel, fit: Fit, *, executor: Executor | None = None) -> pd.DataFrame:
    """Give the gap of every donor by period, as a picture shows them.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period; the treated unit is no donor of any placebo.
    fit : callable
        Takes a panel, returns a `Comparison`.
    executor : concurrent.futures.Executor, optional
        Where to run; the numbers do not depend on it.

    Returns
    -------
    DataFrame, shape (n_donors, n_periods)
        ``effect`` by donor and period, in the unit of the outcome.

    Raises
    ------
    MeasureError
        If a donor cannot be compared.

    Notes
    -----
    Row ``j`` is ``fit(panel.among_donors(j)).effects["effect"]``; its mean since the beginning is the effect
    of `placebos_in_space`.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010), Synthetic control methods for comparative case
    studies, Journal of the American Statistical Association 105, 493-505, figure 4.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> from sandan.evaluate.designs.weighted import weighted_comparison
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 7], [2, 2, 3, 3]], list("abcd"), years)
    >>> fit = partial(weighted_comparison, design="difference_in_differences")
    >>> placebo_gaps(treated_panel(jobs, treated="a", start=2014), fit)[2014].round(2).tolist()
    [0.17, 1.67, -1.83]
    """
    gaps = map_in_order(partial(_gap, panel, fit), list(panel.donors), executor=executor)
    return pd.DataFrame(gaps, index=panel.donors, columns=panel.outcome.columns)


def _gap(panel: TreatedPanel, fit: Fit, donor: str) -> FloatArray:
    return fit(panel.among_donors(donor)).effects["effect"].to_numpy()


def _summary(found: Comparison) -> dict[str, float]:
    before, after = found.error_before, found.error_after
    ratio = (after / before) ** 2 if before else (np.inf if after else np.nan)
    return {"effect": found.estimate, "error_before": before, "error_after": after, "ratio": ratio}


def rank_p_value(own: float, others: FloatArray) -> float:
    """Say how often something at least as far from nothing is found where there was nothing.

    Parameters
    ----------
    own : float
        The statistic of the treated unit; larger is farther from nothing.
    others : ndarray, shape (n_donors,)
        The statistic of every donor.

    Returns
    -------
    float
        p-value, from ``1 / (1 + n_donors)`` to 1.

    Raises
    ------
    MeasureError
        If a number is missing.

    Notes
    -----
    ``p = (1 + #{others >= own}) / (1 + n_donors)``; a tie counts against the treated unit.

    References
    ----------
    Phipson, B. and Smyth, G. K. (2010), Permutation p-values should never be zero, Statistical Applications
    in Genetics and Molecular Biology 9, article 39.

    Examples
    --------
    >>> rank_p_value(3.0, np.array([1.0, 3.0, 2.0]))
    0.5
    """
    if np.isnan(own) or np.isnan(others).any():
        raise MeasureError(
            f"{int(np.isnan(others).sum())} of {len(others)} donors have no number to be ranked by; leave "
            "them out, or rank another statistic."
        )
    return float((1 + np.sum(others >= own)) / (1 + len(others)))


def band_half_width(effects: FloatArray, *, level: float) -> float:
    """Say how far an effect may lie from the estimate before a placebo rank excludes it.

    Parameters
    ----------
    effects : ndarray, shape (n_donors,)
        Effects that were found where there was no policy.
    level : float
        Probability of the band.

    Returns
    -------
    float
        Half of the width of the band, in the unit of the effects; infinite for too few donors.

    Raises
    ------
    MeasureError
        If an effect is missing.

    Notes
    -----
    The ``m``-th largest ``|effects|``, ``m = floor((1 - level) (1 + n_donors))``; infinite if ``m = 0``.

    References
    ----------
    As for `placebos_in_space`, by inversion of the test.

    Examples
    --------
    >>> band_half_width(np.array([-3.0, 1.0, 2.0, -1.0]), level=0.6)
    2.0
    """
    sizes = np.sort(np.abs(effects))[::-1]
    if np.isnan(sizes).any():
        raise MeasureError(
            f"{int(np.isnan(sizes).sum())} of {len(sizes)} placebos have no effect; leave them out."
        )
    excluded = ranks_within(1 - level, 1 + len(sizes))
    return float(sizes[excluded - 1]) if excluded else float(np.inf)


def ranks_within(share: float, of: int) -> int:
    """Count the ranks that a share of all ranks holds.

    Parameters
    ----------
    share : float
        Such as a significance level, from 0 to 1.
    of : int
        How many are ranked.

    Returns
    -------
    int
        From 0 to ``of``.

    Raises
    ------
    MeasureError
        If the share is not between 0 and 1.

    Notes
    -----
    ``floor(share of)``. Such a share as 0.1 is no binary number: a hair below a whole number is that number.

    References
    ----------
    As for `placebos_in_space`.

    Examples
    --------
    >>> ranks_within(1 - 0.9, 20), ranks_within(0.05, 19)
    (2, 0)
    """
    if not 0 <= share <= 1:
        raise MeasureError(f"The share is {share}; give one from 0 to 1.")
    return int(np.floor(share * of + 1e-9))
