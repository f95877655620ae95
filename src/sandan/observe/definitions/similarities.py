"""How related two industries are: by place, by trade with each other, by the work that is done in them."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts
from sandan.observe.concentration.coagglomeration import pairwise_coagglomeration
from sandan.types import BoolArray, FloatArray

__all__ = [
    "Combination",
    "Scale",
    "coagglomeration_relatedness",
    "input_output_relatedness",
    "location_correlation",
    "occupation_relatedness",
]

Scale: TypeAlias = Literal["levels", "shares", "ranks"]
"""What is correlated over regions: the counts, each region's shares, or the ranks of those shares."""

Combination: TypeAlias = Literal["max", "average"]
"""The greatest of the four shares of two industries in each other's inputs and outputs, or their mean."""

_FLAT = 1e-12  # a standard deviation below this part of the mean is rounding, not variation


def location_correlation(
    counts: pd.DataFrame, *, scale: Scale = "levels", totals: pd.Series | None = None
) -> pd.DataFrame:
    """Correlate every two industries over regions: LC-Emp of jobs, LC-Est of establishments.

    Parameters
    ----------
    counts : DataFrame, shape (n_regions, n_industries)
        Persons employed (LC-Emp) or establishments (LC-Est) at one date.
    scale : {"levels", "shares", "ranks"}
        Correlate the counts themselves, as Porter does, so that large regions weigh most and any
        two industries that follow population are alike; each industry's share of the region; or the
        rank of that share among the regions, which no single region can decide.
    totals : Series, shape (n_regions,), optional
        All jobs or establishments of each region, for ``shares`` and ``ranks``, if ``counts`` holds
        only some of the industries. Without it the sums of the rows.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Pearson correlation from -1 to 1. NaN on the diagonal, and in the whole row and column of an
        industry that does not vary over the regions.

    Raises
    ------
    TableError
        If a cell is missing or negative.
    MeasureError
        If there are fewer than three regions, ``scale`` is unknown, or a share is asked of a region
        without jobs.

    Notes
    -----
    With ``y[r, i]`` the counts, ``x[r, i] / x[r, .]``, or the mean rank of that share::

        LC[i, j] = sum_r (y[r, i] - mean y[., i]) (y[r, j] - mean y[., j]) / (n sd y[., i] sd y[., j])

    Location quotients need no scale of their own: they are shares divided by one number per
    industry, which leaves every correlation as it is.

    References
    ----------
    Porter, M. (2003), The economic performance of regions, Regional Studies 37, 549-578. Delgado,
    M., Porter, M. and Stern, S. (2016), Defining clusters of related industries, Journal of
    Economic Geography 16, 1-38. ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C26": [1, 2, 3], "J62": [2, 4, 6], "I56": [3, 2, 1]}, index=list("abc"))
    >>> location_correlation(jobs).round(2).loc["C26"].tolist()
    [nan, 1.0, -1.0]
    """
    check_counts(counts, "counts")
    if scale not in ("levels", "shares", "ranks"):
        raise MeasureError(f"`scale` is {scale!r}; use 'levels', 'shares' or 'ranks'.")
    if len(counts) < 3:
        raise MeasureError(f"`counts` has {len(counts)} regions; a correlation over regions needs three.")
    values = counts.to_numpy(dtype=np.float64)
    if scale != "levels":
        values = values / _region_totals(counts, totals)
    if scale == "ranks":
        values = pd.DataFrame(values).rank().to_numpy()
    return _labeled(_correlations(values), counts.columns)


def coagglomeration_relatedness(jobs: pd.DataFrame, *, benchmark: pd.Series | None = None) -> pd.DataFrame:
    """Take the Ellison-Glaeser coagglomeration of every two industries as their relatedness.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Persons employed at one date.
    benchmark : Series, shape (n_regions,), optional
        What the industries would follow by chance, as in ``pairwise_coagglomeration``.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Coagglomeration, 0 = as if located independently. NaN on the diagonal, and in the whole row
        and column of an industry without jobs.

    Raises
    ------
    TableError
        If a cell is missing or negative.
    MeasureError
        If no industry has jobs, or ``benchmark`` is refused.

    Notes
    -----
    With ``s[r, i]`` the region's share of the industry and ``x[r]`` its share of the benchmark::

        COI[i, j] = sum_r (s[r, i] - x[r]) (s[r, j] - x[r]) / (1 - sum_r x[r]^2)

    computed by ``sandan.observe.concentration.coagglomeration``. Unlike the correlations it grows
    with the concentration of both industries.

    References
    ----------
    Ellison, G., Glaeser, E. and Kerr, W. (2010), What causes industry agglomeration?, American
    Economic Review 100, 1195-1213. ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C26": [8, 1, 1], "J62": [8, 1, 1], "I56": [2, 4, 4]}, index=list("abc"))
    >>> relatedness = coagglomeration_relatedness(jobs)
    >>> bool(relatedness.at["C26", "J62"] > 0 > relatedness.at["C26", "I56"])
    True
    """
    return _labeled(pairwise_coagglomeration(jobs, benchmark=benchmark).to_numpy(), jobs.columns)


def input_output_relatedness(
    flows: pd.DataFrame,
    *,
    combine: Combination = "max",
    total_inputs: pd.Series | None = None,
    total_outputs: pd.Series | None = None,
) -> pd.DataFrame:
    """Relate industries by what they buy from and sell to each other.

    Parameters
    ----------
    flows : DataFrame, shape (n_industries, n_industries)
        Money; the row sells to the column. Both in the same order.
    combine : {"max", "average"}
        The greatest of the four shares of a pair, or their mean.
    total_inputs, total_outputs : Series, shape (n_industries,), optional
        What the shares are of, for example all inputs with imports and wages, and all output with
        final demand. Without them the sums of the columns and rows: intermediate flows only.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Share from 0 to 1, symmetric. NaN on the diagonal, and in the whole row and column of an
        industry that neither buys nor sells.

    Raises
    ------
    TableError
        If a flow is missing or negative, or rows and columns differ.
    MeasureError
        If ``combine`` is unknown, or a total is smaller than the flows that it holds.

    Notes
    -----
    With ``x[i, j]`` what ``i`` sells to ``j``, the four shares of a pair are
    ``x[j, i] / x[., i]`` and ``x[i, j] / x[., j]`` (of inputs), ``x[i, j] / x[i, .]`` and
    ``x[j, i] / x[j, .]`` (of outputs). A share whose total is 0 is not defined and takes no part.

    References
    ----------
    Ellison, Glaeser and Kerr (2010); Delgado, Porter and Stern (2016).
    ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> flows = pd.DataFrame([[0, 6, 0], [1, 2, 3], [3, 0, 1]], index=list("abc"), columns=list("abc"))
    >>> input_output_relatedness(flows).round(2).loc["a"].tolist()
    [nan, 1.0, 0.75]
    >>> input_output_relatedness(flows, combine="average").round(3).at["a", "b"]
    np.float64(0.542)
    """
    check_counts(flows, "flows")
    if not flows.index.equals(flows.columns):
        raise TableError(
            f"`flows` has {len(flows)} rows and {flows.shape[1]} columns, which are not the same "
            "industries in the same order; leave value added and final demand out."
        )
    if combine not in ("max", "average"):
        raise MeasureError(f"`combine` is {combine!r}; use 'max' or 'average'.")
    sold = flows.to_numpy(dtype=np.float64)
    inputs = _flow_totals(flows, total_inputs, "total_inputs", axis=0)
    outputs = _flow_totals(flows, total_outputs, "total_outputs", axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_inputs = np.where(inputs > 0, sold / inputs, np.nan)  # [seller, buyer]
        of_outputs = np.where(outputs[:, None] > 0, sold / outputs[:, None], np.nan)
    four = np.stack([of_inputs, of_inputs.T, of_outputs, of_outputs.T])
    known = ~np.isnan(four)
    filled = np.where(known, four, -1.0 if combine == "max" else 0.0)
    joint = filled.max(axis=0) if combine == "max" else filled.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    # An industry that neither buys nor sells would otherwise be known through its partners' shares.
    silent = (inputs <= 0) & (outputs <= 0)
    return _labeled(_without(joint, silent), flows.columns)


def occupation_relatedness(workers: pd.DataFrame) -> pd.DataFrame:
    """Correlate every two industries over the occupations of their workers.

    Parameters
    ----------
    workers : DataFrame, shape (n_industries, n_occupations)
        Persons by industry and occupation.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Pearson correlation from -1 to 1. NaN on the diagonal, and in the whole row and column of an
        industry without workers or with equally many in every occupation.

    Raises
    ------
    TableError
        If a cell is missing or negative.
    MeasureError
        If there are fewer than three occupations.

    Notes
    -----
    ``Occ[i, j] = corr over o of (x[i, o] / x[i, .], x[j, o] / x[j, .])``. The denominators cancel, so
    counts and shares give the same matrix.

    References
    ----------
    Delgado, Porter and Stern (2016), after Glaeser and Kerr (2009).
    ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> workers = pd.DataFrame([[8, 1, 1], [16, 2, 2], [1, 1, 8]], index=["C26", "C27", "I56"])
    >>> occupation_relatedness(workers).round(2).loc["C26"].tolist()
    [nan, 1.0, -0.5]
    """
    check_counts(workers, "workers")
    if workers.shape[1] < 3:
        raise MeasureError(
            f"`workers` has {workers.shape[1]} occupations; a correlation over occupations needs three."
        )
    return _labeled(_correlations(workers.to_numpy(dtype=np.float64).T), workers.index)


def _region_totals(counts: pd.DataFrame, totals: pd.Series | None) -> FloatArray:
    sums = counts.sum(axis=1)
    given = sums if totals is None else totals.reindex(counts.index)
    numbers = given.to_numpy(dtype=np.float64, na_value=np.nan)
    bad = ~(numbers > 0) | (numbers < sums.to_numpy() * (1 - 1e-9))
    if bad.any():
        where = int(np.argmax(bad))
        raise MeasureError(
            f"The total of region {counts.index[where]!r} is {numbers[where]} with {sums.iloc[where]} in its "
            "industries; shares need a total above 0 that holds them. Leave such regions out."
        )
    return numbers[:, None]


def _correlations(values: FloatArray) -> FloatArray:
    """Correlate the columns; NaN where a column does not vary."""
    centered = values - values.mean(axis=0)
    norm = np.sqrt((centered**2).sum(axis=0))
    flat = norm <= _FLAT * np.abs(values).max(axis=0) * np.sqrt(len(values))
    scaled = centered / np.where(flat, 1.0, norm)
    return _without(np.clip(scaled.T @ scaled, -1.0, 1.0), flat)


def _without(matrix: FloatArray, absent: BoolArray) -> FloatArray:
    result = matrix.copy()
    result[absent, :] = np.nan
    result[:, absent] = np.nan
    return result


def _labeled(values: FloatArray, labels: pd.Index) -> pd.DataFrame:
    """Return a symmetric table without a diagonal: that an industry is like itself is no finding."""
    symmetric = (values + values.T) / 2
    np.fill_diagonal(symmetric, np.nan)
    return pd.DataFrame(symmetric, index=labels, columns=labels)


def _flow_totals(
    flows: pd.DataFrame, given: pd.Series | None, name: str, *, axis: Literal[0, 1]
) -> FloatArray:
    sums = flows.sum(axis=axis).to_numpy(dtype=np.float64)
    if given is None:
        return sums
    numbers = given.reindex(flows.columns).to_numpy(dtype=np.float64, na_value=np.nan)
    bad = ~(numbers >= sums * (1 - 1e-9))
    if bad.any():
        where = int(np.argmax(bad))
        raise MeasureError(
            f"`{name}` of {flows.columns[where]!r} is {numbers[where]}, but its flows add up to "
            f"{sums[where]}; a total holds all of them."
        )
    return numbers
