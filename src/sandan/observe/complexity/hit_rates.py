"""Whether the industries at the top of a region's list came more often than a list by lot."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln

from sandan.errors import MeasureError
from sandan.observe.checks import check_same_labels
from sandan.observe.false_discovery import q_values
from sandan.observe.relatedness.matrices import check_numbers, check_presence
from sandan.types import FloatArray

__all__ = ["HitRates", "hit_rates"]


@dataclass(frozen=True)
class HitRates:
    """Hits of every region's list, and of all lists together.

    ``regions`` has one row per region: ``at_risk``, ``entries``, ``listed``, ``hits``, ``hit_rate``,
    ``expected`` (hits of a list by lot), ``p_value``, ``q_value``. ``hits``, ``listed``, ``expected`` and
    ``p_value`` are those of all lists together; ``without_score`` counts cells at risk that had no
    score and are in no list.
    """

    regions: pd.DataFrame
    listed: int
    hits: int
    expected: float
    p_value: float
    without_score: int


def hit_rates(entered: pd.DataFrame, score: pd.DataFrame, *, top: int = 10) -> HitRates:
    """Count how many of each region's nearest absent industries entered.

    Parameters
    ----------
    entered : DataFrame, shape (n_regions, n_industries)
        1 entered, 0 did not, NaN not absent at the start; the table of ``entries``.
    score : DataFrame, shape (n_regions, n_industries)
        Density at the start, or whatever else the list is made by.
    top : int
        Length of each list; industries as high as the last one are listed too.

    Returns
    -------
    HitRates
        Lists compared with chance. NaN where a region has nothing at risk.

    Raises
    ------
    TableError
        If an entry is neither 0, 1 nor NaN.
    MeasureError
        If labels differ, ``top`` is below 1, or no cell has both an entry and a score.

    Notes
    -----
    Null hypothesis: the list is drawn by lot from the ``m`` industries at risk of the region, of which
    ``e`` entered. Then the hits of ``k`` listed ones are hypergeometric with mean ``k e / m``;
    ``p_value = P(H >= hits)`` is exact, as is that of the sum over regions, by convolution. The ``q_value``
    is Benjamini-Hochberg over regions with something at risk. The null does not know that some
    industries enter everywhere: see the page.

    References
    ----------
    Fisher, R. A. (1935), The logic of inductive inference, Journal of the Royal Statistical Society 98,
    39-82, for the exact test. ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> entered = pd.DataFrame([[1, 1, 0, 0, 0]], index=["a"])
    >>> score = pd.DataFrame([[0.9, 0.8, 0.3, 0.2, 0.1]], index=["a"])
    >>> found = hit_rates(entered, score, top=2)
    >>> found.hits, round(found.expected, 2), round(found.p_value, 3)
    (2, 0.8, 0.1)
    """
    check_same_labels(entered, score, ("entered", "score"))
    if top < 1:
        raise MeasureError(f"`top` is {top}; a list has at least one industry.")
    came, value = check_presence(entered, "entered", unknown=True), check_numbers(score, "score")
    usable = ~np.isnan(came) & ~np.isnan(value)
    if not usable.any():
        raise MeasureError(f"None of {usable.size} cells has both an entry (0 or 1) and a score.")
    counts = [_one_list(c[use], v[use], top) for c, v, use in zip(came, value, usable, strict=True)]
    table = pd.DataFrame(counts, index=entered.index, columns=["at_risk", "entries", "listed", "hits"])
    chances = [_chances(*row) for row in counts]
    at_risk = table["at_risk"].where(table["at_risk"] > 0)
    table["hit_rate"] = table["hits"] / table["listed"].where(table["listed"] > 0)
    table["expected"] = table["listed"] * table["entries"] / at_risk
    tails = [_tail(chance, row[3]) for chance, row in zip(chances, counts, strict=True)]
    table["p_value"] = np.where(at_risk.isna(), np.nan, tails)
    table["q_value"] = q_values(table["p_value"].to_numpy())
    hits = int(table["hits"].sum())
    return HitRates(
        regions=table,
        listed=int(table["listed"].sum()),
        hits=hits,
        expected=float(table["expected"].sum()),
        p_value=_tail(_sum_of(chances), hits),
        without_score=int((~np.isnan(came) & np.isnan(value)).sum()),
    )


def _one_list(came: FloatArray, value: FloatArray, top: int) -> tuple[int, int, int, int]:
    if not len(value):
        return 0, 0, 0, 0
    last = np.sort(value)[-min(top, len(value))]
    listed = value >= last
    return len(came), int(came.sum()), int(listed.sum()), int(came[listed].sum())


def _chances(at_risk: int, entered: int, listed: int, _hits: int) -> FloatArray:
    """Return the probability of 0, 1, ... hits of a list by lot."""
    hits = np.arange(min(entered, listed) + 1, dtype=np.float64)
    possible = listed - hits <= at_risk - entered
    logarithm = (
        _log_choose(entered, hits)
        + _log_choose(at_risk - entered, np.where(possible, listed - hits, 0))
        - _log_choose(at_risk, np.array(float(listed)))
    )
    chance = np.where(possible, np.exp(logarithm), 0.0)
    return np.asarray(chance / chance.sum(), dtype=np.float64)


def _log_choose(of: int, number: FloatArray) -> FloatArray:
    return np.asarray(gammaln(of + 1) - gammaln(number + 1) - gammaln(of - number + 1), dtype=np.float64)


def _sum_of(chances: list[FloatArray]) -> FloatArray:
    """Return the distribution of the sum; pairs of similar length first, so that it stays fast."""
    while len(chances) > 1:
        pairs = zip(chances[::2], chances[1::2], strict=False)
        rest = chances[-1:] if len(chances) % 2 else []
        chances = [np.convolve(one, other) for one, other in pairs] + rest
    return chances[0]


def _tail(chance: FloatArray, hits: int) -> float:
    return float(min(chance[hits:].sum(), 1.0))
