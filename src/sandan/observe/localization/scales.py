"""At which distances a curve is asked for, and how smooth it is."""

import numpy as np

from sandan.errors import MeasureError
from sandan.observe.localization.bandwidth import BandwidthRule, rule_of_thumb, spread
from sandan.observe.localization.grid import grid_histogram
from sandan.observe.localization.histograms import MANY_BINS, PairHistogram, pair_histogram
from sandan.observe.localization.patterns import Pattern, Sites
from sandan.types import FloatArray

__all__ = ["asked_distances", "fixed_bandwidth", "median_distance", "own_bandwidth", "site_distances"]

_FEW = 5_000  # sites whose distances are counted one by one
_CELLS = 1_024  # along the diagonal, for more sites


def site_distances(sites: Sites) -> PairHistogram:
    """Count the distances between all sites.

    Parameters
    ----------
    sites : Sites
        All sites where an industry could be.

    Returns
    -------
    PairHistogram
        Up to the longest distance.

    Raises
    ------
    MeasureError
        If there are fewer than two sites.

    Notes
    -----
    Up to 5,000 sites pair by pair; more of them on a grid of 1,024 cells along the diagonal, which is
    all that a bandwidth or a median needs.

    References
    ----------
    `grid_histogram`.

    Examples
    --------
    >>> import pandas as pd
    >>> from sandan.observe.localization.patterns import read_sites
    >>> table = pd.DataFrame({"x": [0.0, 3e3, 0.0], "y": [0.0, 0.0, 4e3], "industry": list("aab")})
    >>> site_distances(read_sites(table)).pairs
    3
    """
    pattern, reach = Pattern(sites.pattern.x, sites.pattern.y), sites.diameter * (1 + 1e-6)
    if pattern.size <= _FEW:
        return pair_histogram(pattern, reach=reach, bins=MANY_BINS)
    return grid_histogram(pattern, cell=sites.diameter / _CELLS, reach=reach, bins=MANY_BINS)


def median_distance(histogram: PairHistogram) -> float:
    """Give the distance that half of all pairs do not reach.

    Parameters
    ----------
    histogram : PairHistogram
        Pairs by distance, all of them.

    Returns
    -------
    float
        Meters.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    The upper edge of the bin in which half of the pairs is reached.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, section 3: distances up to the
    median one, since beyond it localization and dispersion say the same.

    Examples
    --------
    >>> median_distance(PairHistogram(np.array([1.0, 1.0, 2.0]), 10.0, 4.0, 4))
    20.0
    """
    reached = np.cumsum(histogram.sums)
    return float(histogram.width * (1 + np.searchsorted(reached, reached[-1] / 2)))


def asked_distances(
    distances: FloatArray | None, between_sites: PairHistogram, *, number: int = 101
) -> FloatArray:
    """Check the distances that were asked for, or choose them.

    Parameters
    ----------
    distances : ndarray or None, shape (n_distances,), meters
        Rising, from 0 on; None to choose.
    between_sites : PairHistogram
        Distances between all sites.
    number : int
        How many are chosen.

    Returns
    -------
    ndarray, shape (n_distances,)
        Meters.

    Raises
    ------
    MeasureError
        If a distance is negative or not finite, or they do not rise.

    Notes
    -----
    Chosen are equal steps from 0 to the median distance between sites.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, section 3.

    Examples
    --------
    >>> asked_distances(None, PairHistogram(np.ones(4), 10.0, 4.0, 4), number=3).tolist()
    [0.0, 10.0, 20.0]
    """
    if distances is None:
        return np.linspace(0.0, median_distance(between_sites), number)
    asked = np.asarray(distances, dtype=np.float64)
    if asked.ndim != 1 or not len(asked) or not np.isfinite(asked).all() or (asked < 0).any():
        raise MeasureError(f"`distances` are {distances!r}; give a list of meters, each 0 or more.")
    if (np.diff(asked) <= 0).any():
        raise MeasureError(
            "`distances` do not rise; give each distance once, from the shortest to the longest."
        )
    return asked


def fixed_bandwidth(rule: BandwidthRule | float, between_sites: PairHistogram, pairs: float) -> float:
    """Give the bandwidth of all patterns with so many pairs.

    Parameters
    ----------
    rule : "sites" or float
        The one rule that does not look at the pattern, or meters.
    between_sites : PairHistogram
        Distances between all sites.
    pairs : float
        Number of pairs of the pattern.

    Returns
    -------
    float
        Meters.

    Raises
    ------
    MeasureError
        If all sites are equally far from each other, or the rule is another.

    Notes
    -----
    ``h = 0.9 s pairs^(-1/5)`` with ``s`` of all distances between sites (`spread`). It follows from the
    number of plants alone and the data have no say in it: observed and simulated curves are equally
    smooth.

    References
    ----------
    Silverman, B. W. (1986), Density estimation for statistics and data analysis, Chapman and Hall, 3.31.

    Examples
    --------
    >>> flat = PairHistogram(np.ones(100), 1.0, 100.0, 100)
    >>> round(fixed_bandwidth("sites", flat, 10) / fixed_bandwidth("sites", flat, 1000), 2)
    2.51
    """
    if rule == "sites":
        return rule_of_thumb(spread(between_sites)[0], pairs)
    if isinstance(rule, str):
        raise MeasureError(
            f"The rule {rule!r} looks at each pattern; use 'sites' or meters where many share one."
        )
    return float(rule)


def own_bandwidth(rule: BandwidthRule | float, own: PairHistogram, *, longest: float) -> float:
    """Give the bandwidth that a pattern's own distances ask for.

    Parameters
    ----------
    rule : {"pattern", "truncated"}
        All distances of the pattern, or those up to twice the longest distance asked for.
    own : PairHistogram
        Distances of the pattern, without weights.
    longest : float, meters
        Longest distance asked for; only ``truncated`` looks at it.

    Returns
    -------
    float
        Meters.

    Raises
    ------
    MeasureError
        If there are too few distances, or all are equal.

    Notes
    -----
    ``h = 0.9 s m^(-1/5)`` with ``s`` and ``m`` of those distances. Each simulated pattern has its own. Under
    ``truncated`` the curve at one distance depends on which other distances are asked for.

    References
    ----------
    Duranton and Overman (2005) for ``pattern``; the manual of dbmss for ``truncated``.

    Examples
    --------
    >>> own = PairHistogram(np.ones(100), 1.0, 100.0, 100)
    >>> round(own_bandwidth("pattern", own, longest=10) / own_bandwidth("truncated", own, longest=10), 2)
    3.55
    """
    return rule_of_thumb(*spread(own, up_to=2 * longest if rule == "truncated" else np.inf))
