"""Smooth curves of distance out of counts of pairs."""

import numpy as np
from scipy.sparse import csc_array

from sandan.observe.localization.histograms import PairHistogram
from sandan.types import FloatArray

__all__ = ["BEYOND", "kernel_weights", "smooth"]

BEYOND = 8.5
"""Bandwidths from which on a kernel is 0 in double precision."""


def kernel_weights(centers: FloatArray, distances: FloatArray, bandwidth: float) -> csc_array:
    """Give what a pair at each distance adds to the density at each distance asked for.

    Parameters
    ----------
    centers : ndarray, shape (n_bins,), meters
        Distances of pairs, rising.
    distances : ndarray, shape (n_distances,), meters
        Distances asked for, from 0 on.
    bandwidth : float, meters
        Standard deviation of the kernel.

    Returns
    -------
    ndarray, shape (n_bins, n_distances)
        Density per meter.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    ``[phi((r - d) / h) + phi((r + d) / h)] / h``: the Gaussian kernel, reflected at 0, since no
    distance is below 0. Over ``r >= 0`` it has mass 1 for every ``d``.

    References
    ----------
    Silverman, B. W. (1986), Density estimation for statistics and data analysis, section 2.10.

    Examples
    --------
    >>> kernel_weights(np.array([0.0]), np.array([0.0, 1.0]), 1.0).toarray().round(3).tolist()
    [[0.798, 0.484]]
    """
    first = np.searchsorted(centers, distances - BEYOND * bandwidth)
    last = np.searchsorted(centers, distances + BEYOND * bandwidth)
    lengths = last - first
    starts = np.append(0, np.cumsum(lengths))
    rows = np.arange(starts[-1]) + np.repeat(first - starts[:-1], lengths)
    asked, at = np.repeat(distances, lengths) / bandwidth, centers[rows] / bandwidth
    weights = np.exp(-0.5 * (asked - at) ** 2) + np.exp(-0.5 * (asked + at) ** 2)
    weights /= bandwidth * np.sqrt(2 * np.pi)
    return csc_array((weights, rows, starts), shape=(len(centers), len(distances)))


def smooth(histogram: PairHistogram, distances: FloatArray, bandwidth: float) -> FloatArray:
    """Estimate the density of distances between pairs.

    Parameters
    ----------
    histogram : PairHistogram
        Pairs by distance; it must reach beyond the longest distance asked for.
    distances : ndarray, shape (n_distances,), meters
        Where the density is asked for.
    bandwidth : float, meters
        Standard deviation of the Gaussian kernel.

    Returns
    -------
    ndarray, shape (n_distances,)
        Density per meter.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    ``K(r) = sum_k s_k [phi((r - c_k) / h) + phi((r + c_k) / h)] / (h sum over all pairs of w_i w_j)``
    with ``s_k`` the pairs of bin ``k`` and ``c_k`` its middle.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, 1077-1106, equation 1.

    Examples
    --------
    >>> one = PairHistogram(np.array([0.0, 1.0]), 2.0, 1.0, 1)
    >>> smooth(one, np.array([3.0]), 1.0).round(4).tolist()
    [0.3989]
    """
    kernel = kernel_weights(histogram.centers, distances, bandwidth)
    return np.asarray(histogram.sums @ kernel / histogram.total)
