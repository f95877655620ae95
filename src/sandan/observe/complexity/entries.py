"""Which absent industries came: a stated rule for what counts as an entry."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_same_labels
from sandan.observe.relatedness.matrices import check_numbers

__all__ = ["Entries", "entries"]


@dataclass(frozen=True)
class Entries:
    """Entries of industries between two dates, under a rule.

    ``table`` has 1 where an absent industry came, 0 where it did not, NaN where it was not absent or
    that is not known. ``at_risk`` counts the absent, ``entered`` those that came, ``halfway`` those that
    left the absent without arriving (they are 0 in the table), ``not_absent`` those that were not absent
    at the start, ``unknown`` those of which one of the two quotients is missing.
    """

    table: pd.DataFrame
    absent_below: float
    entered_from: float
    at_risk: int
    entered: int
    halfway: int
    not_absent: int
    unknown: int


def entries(
    start: pd.DataFrame, end: pd.DataFrame, *, absent_below: float = 0.5, entered_from: float = 1.0
) -> Entries:
    """Say which industries that a region lacked at the start it has at the end.

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Location quotients at the two dates; NaN where there is none.
    absent_below : float
        An industry is absent at the start if its quotient is below this.
    entered_from : float
        It has entered if its quotient at the end is at least this.

    Returns
    -------
    Entries
        The table and its counts, which sum to the number of cells.

    Raises
    ------
    TableError
        If a cell is not a number or a label stands twice.
    MeasureError
        If the tables differ in their labels, ``absent_below`` exceeds ``entered_from``, or nothing is
        absent at the start.

    Notes
    -----
    ``1[start < absent_below and end >= entered_from]`` among ``start < absent_below``. The gap between
    the thresholds keeps industries that hover about one of them from counting as entries; with both
    thresholds the same there is no gap.

    References
    ----------
    Hidalgo et al. (2007) take a rise from below 0.5 to above 1. ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> start = pd.DataFrame({"C26": [0.2, 0.4], "J62": [0.1, 0.8]}, index=["a", "b"])
    >>> end = pd.DataFrame({"C26": [1.3, 0.7], "J62": [0.1, 2.0]}, index=["a", "b"])
    >>> found = entries(start, end)
    >>> found.table.to_dict("index"), (found.at_risk, found.entered, found.halfway, found.not_absent)
    ({'a': {'C26': 1.0, 'J62': 0.0}, 'b': {'C26': 0.0, 'J62': nan}}, (3, 1, 1, 1))
    """
    check_same_labels(start, end, ("start", "end"))
    if not absent_below <= entered_from:
        raise MeasureError(
            f"`absent_below` is {absent_below} and `entered_from` {entered_from}; what has entered cannot "
            "still be absent, so give a first threshold that is not above the second."
        )
    first, last = check_numbers(start, "start"), check_numbers(end, "end")
    known = ~np.isnan(first) & ~np.isnan(last)
    at_risk = known & (first < absent_below)
    if not at_risk.any():
        raise MeasureError(
            f"No industry is below {absent_below} at the start, so none can enter; raise `absent_below`."
        )
    entered = at_risk & (last >= entered_from)
    table = pd.DataFrame(np.where(at_risk, entered, np.nan), index=start.index, columns=start.columns)
    return Entries(
        table=table,
        absent_below=absent_below,
        entered_from=entered_from,
        at_risk=int(at_risk.sum()),
        entered=int(entered.sum()),
        halfway=int((at_risk & (last >= absent_below) & ~entered).sum()),
        not_absent=int((known & ~at_risk).sum()),
        unknown=int((~known).sum()),
    )
