"""How often what was near came, with intervals, and whether a forecast of that holds later."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_same_labels
from sandan.observe.relatedness.matrices import check_numbers, check_presence
from sandan.observe.wilson import wilson_interval
from sandan.types import FloatArray, IntArray

__all__ = ["calibration", "entry_rates", "predicted_entry"]


def entry_rates(
    entered: pd.DataFrame, score: pd.DataFrame, *, groups: int = 10, confidence: float = 0.95
) -> pd.DataFrame:
    """Count entries by groups of rising score.

    Parameters
    ----------
    entered : DataFrame, shape (n_regions, n_industries)
        1 entered, 0 did not, NaN not absent at the start; the table of ``entries``.
    score : DataFrame, shape (n_regions, n_industries)
        Density at the start, or whatever else shall foretell entries.
    groups : int
        Number of groups of about the same size; 10 gives deciles. Equal scores stay together.
    confidence : float
        Nominal coverage of the interval.

    Returns
    -------
    DataFrame
        One row per group with cells, by rising score: ``group``, ``lowest_score``, ``highest_score``,
        ``cells``, ``entries``, ``rate``, ``lower``, ``upper``.

    Raises
    ------
    TableError
        If an entry is neither 0, 1 nor NaN.
    MeasureError
        If labels differ, ``groups`` is below 1, or no cell has both an entry and a score.

    Notes
    -----
    The interval is Wilson's, for cells as independent trials. Cells of one region or one industry are
    not independent, so it is too narrow when whole regions rise or fall.

    References
    ----------
    Hidalgo et al. (2007), figure 3. ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> entered = pd.DataFrame([[0, 0, 1, 1]], index=["a"])
    >>> score = pd.DataFrame([[0.1, 0.2, 0.3, 0.4]], index=["a"])
    >>> entry_rates(entered, score, groups=2)[["lowest_score", "cells", "rate"]].to_numpy().tolist()
    [[0.1, 2.0, 0.0], [0.3, 2.0, 1.0]]
    """
    came, value = _known(entered, score, "score")
    return _by_group(came, value, _groups(value, groups), confidence).rename(
        columns={"lowest": "lowest_score", "highest": "highest_score", "observed": "rate"}
    )[["group", "lowest_score", "highest_score", "cells", "entries", "rate", "lower", "upper"]]


def predicted_entry(score: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Foretell entries by the rates at which cells of the same score entered before.

    Parameters
    ----------
    score : DataFrame, shape (n_regions, n_industries)
        Score at the start of a later period.
    rates : DataFrame
        From :func:`entry_rates` of an earlier period.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Probability of entry; NaN where there is no score.

    Raises
    ------
    TableError
        If a score is not a number.
    MeasureError
        If ``rates`` has no row.

    Notes
    -----
    A score takes the rate of the first group whose highest score it does not exceed; above all groups
    that of the last.

    References
    ----------
    ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> rates = pd.DataFrame({"highest_score": [0.2, 0.4], "rate": [0.01, 0.09]})
    >>> predicted_entry(pd.DataFrame([[0.1, 0.2, 0.3, 0.9]]), rates).loc[0].tolist()
    [0.01, 0.01, 0.09, 0.09]
    """
    if rates.empty:
        raise MeasureError(f"`rates` has {len(rates)} rows; give the result of `entry_rates`.")
    numbers = check_numbers(score, "score")
    place = np.searchsorted(rates["highest_score"].to_numpy(), numbers)
    foretold = rates["rate"].to_numpy()[np.minimum(place, len(rates) - 1)]
    return pd.DataFrame(
        np.where(np.isnan(numbers), np.nan, foretold), index=score.index, columns=score.columns
    )


def calibration(
    entered: pd.DataFrame, probability: pd.DataFrame, *, groups: int = 10, confidence: float = 0.95
) -> pd.DataFrame:
    """Compare foretold probabilities with what came of them.

    Parameters
    ----------
    entered : DataFrame, shape (n_regions, n_industries)
        1 entered, 0 did not, NaN not absent at the start.
    probability : DataFrame, shape (n_regions, n_industries)
        Foretold from other data than ``entered``, as by :func:`predicted_entry`.
    groups : int
        Number of groups of about the same size; equal probabilities stay together.
    confidence : float
        Nominal coverage of the interval.

    Returns
    -------
    DataFrame
        One row per group: ``group``, ``cells``, ``entries``, ``predicted`` (mean probability),
        ``observed``, ``lower``, ``upper``, and ``agrees``: the prediction lies in the interval.

    Raises
    ------
    TableError
        If an entry is neither 0, 1 nor NaN.
    MeasureError
        If labels differ, a probability is below 0 or above 1, or no cell has both.

    Notes
    -----
    No curve is fitted; groups are compared as they are. Intervals as in :func:`entry_rates`. A table
    that was fitted on the same entries agrees with them by construction and shows nothing.

    References
    ----------
    ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> entered = pd.DataFrame([[0, 0, 0, 1]], index=["a"])
    >>> foretold = pd.DataFrame([[0.1, 0.1, 0.5, 0.5]], index=["a"])
    >>> calibration(entered, foretold, groups=2)[["cells", "predicted", "observed", "agrees"]].values.tolist()
    [[2, 0.1, 0.0, True], [2, 0.5, 0.5, True]]
    """
    came, value = _known(entered, probability, "probability")
    wrong = (value < 0) | (value > 1)
    if wrong.any():
        raise MeasureError(f"A probability is {value[wrong][0]}; it lies between 0 and 1.")
    table = _by_group(came, value, _groups(value, groups), confidence)
    table["agrees"] = table["predicted"].between(table["lower"], table["upper"])
    return table[["group", "cells", "entries", "predicted", "observed", "lower", "upper", "agrees"]]


def _known(entered: pd.DataFrame, score: pd.DataFrame, name: str) -> tuple[FloatArray, FloatArray]:
    """Return entries and scores of the cells that have both, in one row each."""
    check_same_labels(entered, score, ("entered", name))
    came, value = check_presence(entered, "entered", unknown=True), check_numbers(score, name)
    both = ~np.isnan(came) & ~np.isnan(value)
    if not both.any():
        raise MeasureError(f"None of {both.size} cells has both an entry (0 or 1) and a {name}.")
    return came[both], value[both]


def _groups(value: FloatArray, groups: int) -> IntArray:
    if groups < 1:
        raise MeasureError(f"`groups` is {groups}; give 1 or more.")
    rank = pd.Series(value).rank().to_numpy()
    return np.floor((rank - 0.5) / len(value) * groups).astype(np.int64)


def _by_group(came: FloatArray, value: FloatArray, group: IntArray, confidence: float) -> pd.DataFrame:
    cells = pd.DataFrame({"group": group, "came": came, "value": value}).groupby("group")
    table = cells.agg(
        lowest=("value", "min"),
        highest=("value", "max"),
        predicted=("value", "mean"),
        cells=("came", "size"),
        entries=("came", "sum"),
    ).reset_index()
    table["group"] += 1
    table["entries"] = table["entries"].astype(np.int64)
    table["observed"] = table["entries"] / table["cells"]
    table["lower"], table["upper"] = wilson_interval(
        table["entries"].to_numpy(), table["cells"].to_numpy(), confidence=confidence
    )
    return table
