"""Whether the opportunities that a score pointed to at one date came true by another."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.observe.checks import check_same_labels
from sandan.observe.complexity.calibration import entry_rates
from sandan.observe.complexity.discrimination import discrimination
from sandan.observe.complexity.entries import Entries, entries
from sandan.observe.complexity.hit_rates import HitRates, hit_rates
from sandan.observe.relatedness.density import excess_density
from sandan.observe.relatedness.matrices import check_numbers

__all__ = ["BackTest", "back_test", "popularity"]


@dataclass(frozen=True)
class BackTest:
    """What came of a score, beside what came of one that knows nothing of relatedness.

    ``entries`` says what counts as an entry and how many there were, ``rates`` has entries by group of
    rising score, ``hits`` the lists of the regions, ``popularity_hits`` the lists that popularity alone
    would have given, and ``discrimination`` the AUC (column ``score``) of the ``score``, of its ``excess``
    over what region and industry alone give, and of ``popularity``.
    """

    entries: Entries
    rates: pd.DataFrame
    hits: HitRates
    popularity_hits: HitRates
    discrimination: pd.DataFrame


def popularity(start: pd.DataFrame, *, present_from: float = 1.0) -> pd.DataFrame:
    """Score every cell by how much its region has and how common its industry is.

    Parameters
    ----------
    start : DataFrame, shape (n_regions, n_industries)
        Location quotients; NaN where there is none.
    present_from : float
        Quotient from which an industry counts as present.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Number of industries present in the region times number of regions that have the industry; NaN
        where the quotient is missing.

    Raises
    ------
    TableError
        If a cell is not a number or a label stands twice.

    Notes
    -----
    ``k_r u_i``: a forecast that knows nothing of which industries go together. A density that does no
    better has shown nothing about relatedness. Missing cells count in neither number.

    References
    ----------
    ``docs/methods/opportunity-backtest.md``, on the baseline.

    Examples
    --------
    >>> popularity(pd.DataFrame({"C26": [1.2, 0.3], "J62": [1.5, 2.0]}, index=["a", "b"])).to_numpy().tolist()
    [[2.0, 4.0], [1.0, 2.0]]
    """
    numbers = check_numbers(start, "start")
    present = numbers >= present_from
    score = np.outer(present.sum(axis=1), present.sum(axis=0)).astype(np.float64)
    return pd.DataFrame(np.where(np.isnan(numbers), np.nan, score), index=start.index, columns=start.columns)


def back_test(
    start: pd.DataFrame,
    end: pd.DataFrame,
    score: pd.DataFrame,
    *,
    absent_below: float = 0.5,
    entered_from: float = 1.0,
    top: int = 10,
    groups: int = 10,
    confidence: float = 0.95,
) -> BackTest:
    """Test whether absent industries with a high score entered later.

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Location quotients at the two dates; NaN where there is none.
    score : DataFrame, shape (n_regions, n_industries)
        Density (or another score) computed from nothing later than ``start``.
    absent_below, entered_from : float
        An entry rises from below the first to at least the second.
    top : int
        Length of the list of each region.
    groups : int
        Number of groups of rising score.
    confidence : float
        Nominal coverage of the intervals.

    Returns
    -------
    BackTest
        Entries by group, lists against chance, AUC; lists and AUC beside the baseline
        :func:`popularity`.

    Raises
    ------
    TableError
        If a cell is not a number or a label stands twice.
    MeasureError
        If the tables differ in their labels, a parameter is out of range, or nothing is at risk.

    Notes
    -----
    The equations are those of :func:`~sandan.observe.complexity.entries.entries`,
    :func:`~sandan.observe.complexity.calibration.entry_rates`,
    :func:`~sandan.observe.complexity.hit_rates.hit_rates` and
    :func:`~sandan.observe.complexity.discrimination.discrimination`.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), The product space conditions
    the development of nations, Science 317, 482-487. ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> start = pd.DataFrame([[1.5, 0.1, 0.1, 0.1]], index=["a"])
    >>> end = pd.DataFrame([[1.5, 1.2, 0.1, 0.1]], index=["a"])
    >>> found = back_test(start, end, pd.DataFrame([[0.9, 0.8, 0.2, 0.1]], index=["a"]), top=1, groups=3)
    >>> found.entries.entered, found.hits.hits, round(found.hits.expected, 2)
    (1, 1, 0.33)
    """
    check_same_labels(start, score, ("start", "score"))
    found = entries(start, end, absent_below=absent_below, entered_from=entered_from)
    baseline = popularity(start, present_from=entered_from)
    scores = {"score": score, "excess": excess_density(score), "popularity": baseline}
    areas = {name: discrimination(found.table, table) for name, table in scores.items()}
    return BackTest(
        entries=found,
        rates=entry_rates(found.table, score, groups=groups, confidence=confidence),
        hits=hit_rates(found.table, score, top=top),
        popularity_hits=hit_rates(found.table, baseline, top=top),
        discrimination=pd.concat(areas, names=["score"]).reset_index(level="score").reset_index(drop=True),
    )
