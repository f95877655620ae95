"""What each compared rung compares: the same place and periods, another outcome or other donors."""

import pandas as pd

from sandan.evaluate.designs.panel import TreatedPanel, treated_panel
from sandan.evaluate.ladder.outcomes import LadderOutcomes

__all__ = ["compared_tables", "rung_panel"]

PERCENT = 100.0


def compared_tables(outcomes: LadderOutcomes) -> dict[str, pd.DataFrame]:
    """Give the outcomes of every rung that compares.

    Parameters
    ----------
    outcomes : LadderOutcomes
        Logarithms by place and period.

    Returns
    -------
    dict of str to DataFrame, shape (n_places, n_periods)
        By ``national``, ``same_region`` and ``target_minus_rest``, in log points times 100.

    Raises
    ------
    KeyError
        If a place in the region has no outcome.

    Notes
    -----
    ``target`` of all places, ``target`` of the places in the region, ``target - rest`` of all places.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> logs = pd.DataFrame([[0.0, 0.1], [0.0, 0.2]], index=["a", "b"], columns=[2012, 2013])
    >>> regions = pd.Series({"a": "x", "b": "y"})
    >>> outcomes = LadderOutcomes("a", 2013, logs, logs, logs, regions, pd.DataFrame())
    >>> [len(table) for table in compared_tables(outcomes).values()]
    [2, 1, 2]
    """
    return {
        "national": PERCENT * outcomes.target,
        "same_region": PERCENT * outcomes.target.loc[outcomes.neighbors],
        "target_minus_rest": PERCENT * (outcomes.target - outcomes.rest),
    }


def rung_panel(outcomes: LadderOutcomes, name: str) -> TreatedPanel:
    """Give the panel of a rung that compares.

    Parameters
    ----------
    outcomes : LadderOutcomes
        Logarithms by place and period.
    name : str
        ``national``, ``same_region`` or ``target_minus_rest``.

    Returns
    -------
    TreatedPanel
        In log points times 100.

    Raises
    ------
    KeyError
        If the rung compares nothing.
    MeasureError
        If there are too few donors or periods.

    Notes
    -----
    A row of `compared_tables` for every place.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> logs = pd.DataFrame([[0.0, 0.0, 0.1]] * 3, index=list("abc"), columns=[2011, 2012, 2013])
    >>> regions = pd.Series(dict.fromkeys("abc", "x"))
    >>> outcomes = LadderOutcomes("a", 2013, logs, logs, logs, regions, pd.DataFrame())
    >>> rung_panel(outcomes, "national").own.round(3).tolist()
    [0.0, 0.0, 10.0]
    """
    return treated_panel(compared_tables(outcomes)[name], treated=outcomes.place, start=outcomes.start)
