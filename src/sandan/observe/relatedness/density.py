"""How much of what is near to an industry a region already has."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_same_labels
from sandan.observe.relatedness.matrices import check_numbers, check_presence, check_proximity, with_diagonal
from sandan.types import FloatArray

__all__ = [
    "BoundedDensity",
    "bounded_density",
    "distance",
    "excess_density",
    "mean_density",
    "relatedness_density",
    "relative_relatedness",
]


@dataclass(frozen=True)
class BoundedDensity:
    """Least and greatest possible density, beside what is known of the presence.

    ``presence`` has 1 and 0, and NaN where the two bounds of the presence differ.
    """

    lower: pd.DataFrame
    upper: pd.DataFrame
    presence: pd.DataFrame


def relatedness_density(
    presence: pd.DataFrame,
    proximity: pd.DataFrame,
    *,
    diagonal: float | None = None,
    nearest: int | None = None,
) -> pd.DataFrame:
    """Say how much of the proximity around an industry lies in industries that the region has.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 where the industry is present, 0 where it is absent, or a weight of 0 or more.
    proximity : DataFrame, shape (n_industries, n_industries)
        How near the industries are to each other, for the same industries in the same order.
    diagonal : {0, 1}, optional
        What to put on the diagonal of ``proximity`` first: 1 lets an industry speak for itself, 0 does
        not. Without it the diagonal stays as it is.
    nearest : int, optional
        Count only so many nearest industries of each, itself apart; those as near as the last one
        are counted with it.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        From 0 to 1 for a presence of 0 and 1 (a weighted mean of the weights otherwise). NaN where
        nothing is near to the industry.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the industries of the tables differ, ``proximity`` is not symmetric, or ``diagonal`` or
        ``nearest`` is out of range.

    Notes
    -----
    ``density[r, i] = sum_j M[r, j] phi[j, i] / sum_j phi[j, i]``; with ``nearest``, ``j`` runs over the
    nearest industries of ``i`` (and ``i`` itself, if the diagonal is not 0) in both sums.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), The product space conditions
    the development of nations, Science 317, 482-487. ``docs/methods/relatedness-density.md``.

    Examples
    --------
    >>> near = pd.DataFrame([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]])
    >>> has = pd.DataFrame([[1, 0, 0]], index=["a"])
    >>> relatedness_density(has, near).round(3).to_dict("index")
    {'a': {0: 0.556, 1: 0.3, 2: 0.125}}
    >>> relatedness_density(has, near, diagonal=0).round(3).to_dict("index")
    {'a': {0: 0.0, 1: 0.6, 2: 0.333}}
    """
    numbers = check_presence(presence, weights=True)
    weights = _weights(check_proximity(proximity, presence.columns), diagonal, nearest)
    return pd.DataFrame(_density(numbers, weights), index=presence.index, columns=presence.columns)


def bounded_density(
    lower: pd.DataFrame,
    upper: pd.DataFrame,
    proximity: pd.DataFrame,
    *,
    diagonal: float | None = None,
    nearest: int | None = None,
) -> BoundedDensity:
    """Bound the density of regions of which it is not known whether they have some industries.

    Parameters
    ----------
    lower, upper : DataFrame, shape (n_regions, n_industries)
        Least and greatest possible presence, 0 or 1; equal where it is known (``presence_bounds``).
    proximity : DataFrame, shape (n_industries, n_industries)
        As in :func:`relatedness_density`; it is taken as known.
    diagonal, nearest
        As in :func:`relatedness_density`.

    Returns
    -------
    BoundedDensity
        Least and greatest density of every cell, and the presence with NaN where it is not known.

    Raises
    ------
    TableError
        If a cell is neither 0 nor 1, or a lower bound exceeds its upper bound.
    MeasureError
        As :func:`relatedness_density`, or if the two tables differ in their labels.

    Notes
    -----
    A density never falls when an industry is added, and the cells of a region vary independently, so
    the density of ``lower`` and that of ``upper`` are sharp bounds, given the proximities.

    References
    ----------
    Own derivation, in ``docs/methods/relatedness-density.md``.

    Examples
    --------
    >>> near = pd.DataFrame([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]])
    >>> low, high = pd.DataFrame([[1, 0, 0]]), pd.DataFrame([[1, 1, 0]])
    >>> found = bounded_density(low, high, near)
    >>> found.lower.at[0, 2].round(3), found.upper.at[0, 2].round(3), found.presence.loc[0].tolist()
    (np.float64(0.125), np.float64(0.375), [1.0, nan, 0.0])
    """
    check_same_labels(lower, upper, ("lower", "upper"))
    least, most = check_presence(lower, "lower"), check_presence(upper, "upper")
    if (least > most).any():
        row, column = np.argwhere(least > most)[0]
        raise TableError(
            f"`lower` is 1 and `upper` 0 in ({lower.index[row]}, {lower.columns[column]}); "
            "a lower bound cannot exceed its upper bound."
        )
    weights = _weights(check_proximity(proximity, lower.columns), diagonal, nearest)
    tables = [_density(least, weights), _density(most, weights), np.where(least == most, least, np.nan)]
    return BoundedDensity(*(pd.DataFrame(t, index=lower.index, columns=lower.columns) for t in tables))


def distance(density: pd.DataFrame) -> pd.DataFrame:
    """Say how much of what is near to an industry the region lacks.

    Parameters
    ----------
    density : DataFrame, shape (n_regions, n_industries)
        As from :func:`relatedness_density`, from a presence of 0 and 1.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        From 0 (it has all that is near) to 1 (it has nothing of it); NaN where the density is NaN.

    Raises
    ------
    MeasureError
        If a density is below 0 or above 1.

    Notes
    -----
    ``distance = 1 - density``.

    References
    ----------
    Hausmann, R., Hidalgo, C. A. et al. (2014), The atlas of economic complexity, MIT Press.
    ``docs/methods/relatedness-density.md``.

    Examples
    --------
    >>> distance(pd.DataFrame({"C26": [0.25, 1.0]})).to_dict("list")
    {'C26': [0.75, 0.0]}
    """
    numbers = density.to_numpy(dtype=np.float64)
    wrong = (numbers < 0) | (numbers > 1)
    if wrong.any():
        raise MeasureError(f"A density is {numbers[wrong][0]}; only one from 0 to 1 has a distance.")
    return pd.DataFrame(1 - numbers, index=density.index, columns=density.columns)


def relative_relatedness(density: pd.DataFrame, presence: pd.DataFrame, *, ddof: int = 1) -> pd.DataFrame:
    """Compare the density of an absent industry with those of all that the region lacks.

    Parameters
    ----------
    density : DataFrame, shape (n_regions, n_industries)
        As from :func:`relatedness_density`.
    presence : DataFrame, shape (n_regions, n_industries)
        1, 0, or NaN where it is not known.
    ddof : {0, 1}
        Whether the standard deviation divides by the number of absent industries or by one less.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Standard deviations above the region's mean. NaN where the industry is present or not known,
        where it has no density, and where the absent ones do not differ.

    Raises
    ------
    TableError
        If a presence is neither 0, 1 nor NaN.
    MeasureError
        If the tables differ in their labels, or ``ddof`` is neither 0 nor 1.

    Notes
    -----
    ``(density[r, i] - mean) / sd``, mean and standard deviation over the industries absent from ``r``.

    References
    ----------
    Pinheiro, F. L., Hartmann, D., Boschma, R. and Hidalgo, C. A. (2022), The time and frequency of
    unrelated diversification, Research Policy 51, 104323. ``docs/methods/relatedness-density.md``.

    Examples
    --------
    >>> density = pd.DataFrame([[0.9, 0.25, 0.5, 0.75]], index=["a"])
    >>> relative_relatedness(density, pd.DataFrame([[1, 0, 0, 0]], index=["a"])).loc["a"].tolist()
    [nan, -1.0, 0.0, 1.0]
    """
    check_same_labels(density, presence, ("density", "presence"))
    if ddof not in (0, 1):
        raise MeasureError(f"`ddof` is {ddof}; use 0 or 1.")
    absent = density.where(check_presence(presence, unknown=True) == 0).astype(np.float64)
    spread = absent.std(axis=1, ddof=ddof)
    # Equal densities differ by rounding; that is no spread to measure by.
    spread = spread.where(spread > 1e-12)
    return absent.sub(absent.mean(axis=1), axis=0).div(spread, axis=0)


def excess_density(density: pd.DataFrame) -> pd.DataFrame:
    """Take out of a density what a region has for all industries and an industry in all regions.

    Parameters
    ----------
    density : DataFrame, shape (n_regions, n_industries)
        As from :func:`relatedness_density`; NaN where there is none.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Density above (or below) what its row and its column would give; NaN stays NaN.

    Raises
    ------
    TableError
        If a cell is not a number or a label stands twice.

    Notes
    -----
    The mean of every row is taken off, then the mean of every column of what is left; without NaN
    that is ``density - row mean - column mean + mean``. Regions with many industries are near to
    everything, and common industries are near to every region, whether or not industries are
    related; what is left is nearer to relatedness.

    References
    ----------
    ``docs/methods/opportunity-backtest.md``, where it is measured.

    Examples
    --------
    >>> excess_density(pd.DataFrame([[0.1, 0.2], [0.5, 0.4]])).round(2).to_numpy().tolist()
    [[-0.05, 0.05], [0.05, -0.05]]
    """
    numbers = pd.DataFrame(check_numbers(density, "density"), density.index, density.columns)
    centered = numbers.sub(numbers.mean(axis=1), axis=0)
    return centered.sub(centered.mean(axis=0), axis=1)


def mean_density(density: pd.DataFrame, presence: pd.DataFrame) -> pd.DataFrame:
    """Say how well the industries of a region fit together, and how near it is to the others.

    Parameters
    ----------
    density : DataFrame, shape (n_regions, n_industries)
        As from :func:`relatedness_density`.
    presence : DataFrame, shape (n_regions, n_industries)
        1, 0, or NaN where it is not known.

    Returns
    -------
    DataFrame, shape (n_regions, 5)
        ``internal`` and ``external``: mean density of the present and of the absent industries, NaN if
        there is none; ``present``, ``absent``, ``unknown``: their numbers.

    Raises
    ------
    TableError
        If a presence is neither 0, 1 nor NaN.
    MeasureError
        If the tables differ in their labels.

    Notes
    -----
    Industries that are not known are in neither mean; nor are those without a density.

    References
    ----------
    The internal and external relatedness density of the package EconGeo.
    ``docs/methods/relatedness-density.md``.

    Examples
    --------
    >>> density = pd.DataFrame([[0.9, 0.2, 0.4, 0.6]], index=["a"])
    >>> mean_density(density, pd.DataFrame([[1, 0, 0, np.nan]], index=["a"])).round(2).to_dict("records")
    [{'internal': 0.9, 'external': 0.3, 'present': 1, 'absent': 2, 'unknown': 1}]
    """
    check_same_labels(density, presence, ("density", "presence"))
    numbers = check_presence(presence, unknown=True)
    return pd.DataFrame(
        {
            "internal": density.where(numbers == 1).mean(axis=1),
            "external": density.where(numbers == 0).mean(axis=1),
            "present": (numbers == 1).sum(axis=1),
            "absent": (numbers == 0).sum(axis=1),
            "unknown": np.isnan(numbers).sum(axis=1),
        },
        index=density.index,
    )


def _weights(near: FloatArray, diagonal: float | None, nearest: int | None) -> FloatArray:
    """Return one column per industry: what counts in its density, and how much."""
    if diagonal is not None:
        near = with_diagonal(near, diagonal)
    if nearest is None:
        return near
    count = len(near)
    if not 1 <= nearest < count:
        raise MeasureError(f"`nearest` is {nearest}; with {count} industries give 1 to {count - 1}.")
    others = with_diagonal(near, 0)
    np.fill_diagonal(others, -np.inf)
    last = np.partition(others, count - nearest, axis=0)[count - nearest]
    kept = near >= last
    np.fill_diagonal(kept, 1)
    return np.where(kept, near, 0.0)


def _density(presence: FloatArray, weights: FloatArray) -> FloatArray:
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore"):
        mean = np.where(total > 0, (presence @ weights) / total, np.nan)
    # A mean exceeds the greatest of its terms by rounding only.
    return np.asarray(np.minimum(mean, presence.max()), dtype=np.float64)
