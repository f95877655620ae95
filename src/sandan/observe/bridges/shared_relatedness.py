"""Whether what two places are specialized in is closer to each other than industries in general."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.bridges.inputs import check_presence, check_proximity
from sandan.observe.chance import against_chance, check_draws
from sandan.types import FloatArray, IntArray, Rng

__all__ = ["shared_relatedness"]

_CELLS = 1 << 22  # numbers held at once


def shared_relatedness(
    present: pd.DataFrame, proximity: pd.DataFrame, *, draws: int = 999, rng: Rng
) -> pd.DataFrame:
    """Compare the mean proximity between two places' specializations with that of all industries.

    Parameters
    ----------
    present : DataFrame of bool, shape (n_places, n_industries)
        Which industries each place is specialized in; two places or more.
    proximity : DataFrame, shape (n_industries, n_industries)
        Relatedness, from 0 to 1, symmetric; the diagonal is not read.
    draws : int
        Number of random relabelings of the industries.
    rng : Generator
        Source of chance; every pair of places meets the same relabelings.

    Returns
    -------
    DataFrame, shape (n_places * (n_places - 1) / 2, 9)
        ``first``, ``second``; ``pairs`` of different industries compared; ``mean_proximity``;
        ``national_mean``; ``difference``; ``p_high`` (as close by chance), ``p_low`` (as far),
        ``p_value`` (two-sided). NaN where a pair has nothing to compare.

    Raises
    ------
    TableError
        If presence is not a truth value, or a proximity is missing or out of range.
    MeasureError
        If the industries differ, there are fewer than two places, or too few draws.

    Notes
    -----
    ``mean_proximity = mean of phi_ij over i in A, j in B, i != j``, ordered pairs, so that a pair of
    industries that both places have counts twice. Under the null the names of the industries are dealt
    anew: each place keeps its number of industries and the two keep the number that they share, and the
    expected value is exactly the mean of ``phi_ij`` over all ``i != j``, the national mean.

    References
    ----------
    Hubert, L. (1987), Assignment methods in combinatorial data analysis, Dekker, for relabeling both
    sides of a matrix. Hidalgo, C., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), The product
    space conditions the development of nations, Science 317, 482-487, for proximity.

    Examples
    --------
    >>> names = ["C26", "C27", "M70", "I56"]
    >>> phi = pd.DataFrame([[1, .6, .7, 0], [.6, 1, .5, 0], [.7, .5, 1, 0], [0, 0, 0, 1]], names, names)
    >>> present = pd.DataFrame([[True, True, False, False], [False, False, True, False]],
    ...                        index=["plants", "labs"], columns=names)
    >>> found = shared_relatedness(present, phi, draws=199, rng=np.random.default_rng(1))
    >>> found[["pairs", "mean_proximity", "national_mean", "difference"]].round(3)
       pairs  mean_proximity  national_mean  difference
    0      2             0.6            0.3         0.3
    """
    check_draws(draws)
    check_presence(present)
    phi = check_proximity(proximity, present)
    if len(present) < 2:
        raise MeasureError(f"`present` has {len(present)} place; a comparison needs two or more.")
    has = present.to_numpy(dtype=np.float64)
    national = phi.sum() / (phi.size - len(phi)) if len(phi) > 1 else np.nan
    first, second = np.triu_indices(len(has), k=1)
    number = has.sum(axis=1)
    compared = (number[first] * number[second] - (has[first] * has[second]).sum(axis=1)).astype(np.int64)
    orders = np.vstack([np.arange(len(phi)), rng.permuted(np.tile(np.arange(len(phi)), (draws, 1)), axis=1)])
    step = max(1, _CELLS // has.size)
    sums = [_sums(phi, has[:, orders[k : k + step]], first, second) for k in range(0, draws + 1, step)]
    means = np.where(compared > 0, np.concatenate(sums) / np.maximum(compared, 1), np.nan)
    tests = [against_chance(float(column[0]), column[1:]) for column in means.T]
    return pd.DataFrame(
        {
            "first": present.index.take(first),
            "second": present.index.take(second),
            "pairs": compared,
            "mean_proximity": means[0],
            "national_mean": national,
            "difference": means[0] - national,
            "p_high": [test.p_high for test in tests],
            "p_low": [test.p_low for test in tests],
            "p_value": [test.p_value for test in tests],
        }
    )


def _sums(phi: FloatArray, has: FloatArray, first: IntArray, second: IntArray) -> FloatArray:
    """Return the proximity summed over both places' industries, for places by draws by industries."""
    near = has @ phi
    pairs = zip(first, second, strict=True)
    return np.column_stack([(has[a] * near[b]).sum(axis=1) for a, b in pairs])
