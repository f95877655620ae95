"""How wide the kernel is that makes a smooth curve of distances."""

from typing import Literal, TypeAlias

import numpy as np

from sandan.errors import MeasureError
from sandan.observe.localization.histograms import PairHistogram
from sandan.types import FloatArray

__all__ = ["BandwidthRule", "check_rule", "rule_of_thumb", "spread"]

BandwidthRule: TypeAlias = Literal["sites", "pattern", "truncated"]
"""Whose distances set the width: all sites' (``sites``), the industry's own (``pattern``), or the
industry's own up to twice the longest distance asked for, as dbmss has it (``truncated``)."""


def spread(histogram: PairHistogram, *, up_to: float = np.inf) -> tuple[float, float]:
    """Measure how far distances scatter.

    Parameters
    ----------
    histogram : PairHistogram
        Pairs by distance, without weights.
    up_to : float, meters
        Leave out longer distances.

    Returns
    -------
    tuple of float
        The lesser of standard deviation and interquartile range / 1.34, in meters; number of pairs.

    Raises
    ------
    MeasureError
        If fewer than two pairs are left.

    Notes
    -----
    ``min(sd, IQR / 1.34)``, with ``ddof = 1``; pairs are taken at the middle of their bin for the
    deviation, and evenly spread in it for the quartiles. With an interquartile range of 0 it is the
    deviation alone.

    References
    ----------
    Silverman, B. W. (1986), Density estimation for statistics and data analysis, Chapman and Hall, 3.31.

    Examples
    --------
    >>> counts = np.zeros(100)
    >>> counts[10:30] = 5
    >>> width, pairs = spread(PairHistogram(counts, 1.0, 100.0, 100))
    >>> round(width, 2), pairs
    (5.8, 100.0)
    """
    inside = histogram.centers <= up_to
    sums, centers = histogram.sums[inside], histogram.centers[inside]
    pairs = float(sums.sum())
    if pairs < 2:
        raise MeasureError(
            f"Only {pairs:.0f} pairs are up to {up_to:.0f} m apart; a bandwidth needs two. Ask for longer "
            "distances or give a number of meters."
        )
    mean = float((sums * centers).sum()) / pairs
    deviation = float(np.sqrt((sums * (centers - mean) ** 2).sum() / (pairs - 1)))
    reached = np.append(0.0, np.cumsum(sums)) / pairs
    edges = np.asarray(np.arange(len(reached)) * histogram.width, dtype=np.float64)
    lower, upper = (_where(reached, edges, share) for share in (0.25, 0.75))
    quartiles = (upper - lower) / 1.34
    return (min(deviation, quartiles) if quartiles > 0 else deviation), pairs


def _where(reached: FloatArray, edges: FloatArray, share: float) -> float:
    at = int(np.searchsorted(reached, share))
    step = reached[at] - reached[at - 1]
    return float(edges[at - 1] + (share - reached[at - 1]) / step * (edges[at] - edges[at - 1]))


def rule_of_thumb(scatter: float, pairs: float) -> float:
    """Give the bandwidth for so many distances that scatter so far.

    Parameters
    ----------
    scatter : float, meters
        What `spread` gives.
    pairs : float
        Number of distances.

    Returns
    -------
    float
        Standard deviation of the Gaussian kernel, in meters.

    Raises
    ------
    MeasureError
        If all distances are equal.

    Notes
    -----
    ``h = 0.9 scatter pairs^(-1/5)``.

    References
    ----------
    Silverman, B. W. (1986), Density estimation for statistics and data analysis, Chapman and Hall, 3.31.

    Examples
    --------
    >>> round(rule_of_thumb(1_000, 32), 1)
    450.0
    """
    if not scatter > 0:
        raise MeasureError(
            "All distances are equal, so that no bandwidth follows from them; give one in meters."
        )
    return float(0.9 * scatter * pairs**-0.2)


def check_rule(bandwidth: BandwidthRule | float) -> None:
    """Refuse what is neither the name of a rule nor a number of meters.

    Parameters
    ----------
    bandwidth : {"sites", "pattern", "truncated"} or float
        What the caller asked for.

    Returns
    -------
    None
        It is one of these.

    Raises
    ------
    MeasureError
        If it is not.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    >>> check_rule("silverman")
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: `bandwidth` is 'silverman'; use 'sites', 'pattern', 'truncated' or meters
    above 0.
    """
    named = bandwidth in ("sites", "pattern", "truncated")
    if not named and not (isinstance(bandwidth, int | float) and 0 < bandwidth < np.inf):
        raise MeasureError(
            f"`bandwidth` is {bandwidth!r}; use 'sites', 'pattern', 'truncated' or meters above 0."
        )
