"""Protected tables that several calculations of a process look at: worked out once, whoever asks first."""

from datetime import date
from functools import lru_cache

import pandas as pd

from sandan.data.missing import Status
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.protected import EVERYTHING, EVERYWHERE, protected_cells

__all__ = ["open_in", "protected_once"]

USED = ["enterprise", "period", "city", "industry", "workers", "status"]
"""What the hiding looks at, and no more."""


def protected_once(
    register: pd.DataFrame, *, period: int, digits: int, jobs: bool, published_on: str
) -> pd.DataFrame:
    """Return a protected table, and work it out only if nobody has asked for it before.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``.
    period, digits, jobs
        As in :func:`~sandan.report.calculations.protected.protected_cells`.
    published_on : str
        Day whose disclosure rule is applied, as ISO date.

    Returns
    -------
    DataFrame
        As :func:`~sandan.report.calculations.protected.protected_cells` gives it.

    Raises
    ------
    DisclosureError
        If the table cannot be protected.
    DefinitionError
        If no rule was in force on the day.

    Notes
    -----
    Asked for is what the hiding looks at: the columns of the year, digits, measure and day.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"enterprise": list("abcdefgh"), "period": 2013, "city": ["X"] * 4 + ["Y"] * 4,
    ...     "industry": "26112", "workers": 5, "status": "reported", "establishment": list("abcdefgh")})
    >>> table = protected_once(sites, period=2013, digits=3, jobs=True, published_on="2013-12-31")
    >>> table.loc[table["industry"] == "261", "value"].tolist()
    [20.0, 20.0, 40.0]
    """
    there = register.loc[register["period"] == period, [*USED, "establishment"]]
    return _carried_out(Asked.of(there, period, digits, jobs, published_on)).copy()


@lru_cache(maxsize=64)
def _carried_out(asked: Asked) -> pd.DataFrame:
    period, digits, jobs, published_on = asked.settings
    day = date.fromisoformat(published_on)
    return protected_cells(asked.register, period=period, digits=digits, jobs=jobs, published_on=day)


def open_in(table: pd.DataFrame, industry: str, *, with_totals: bool) -> pd.Series:
    """Say for every place whether a protected table shows its number of an industry.

    Parameters
    ----------
    table : DataFrame
        From :func:`protected_once`.
    industry : str
        Code of the industry.
    with_totals : bool
        Whether the totals that a quotient is made of must be shown too: those of the place, of the
        industry and of everything.

    Returns
    -------
    Series of bool
        By place.

    Raises
    ------
    KeyError
        If the table has no total of all places for the industry.

    Notes
    -----
    See :func:`~sandan.report.calculations.protected.with_hidden` for why a quotient needs four numbers.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> names = ["region", "industry", "status"]
    >>> rows = [("X", "26", "reported"), ("Y", "26", "suppressed"), ("all", "26", "suppressed"),
    ...         *((place, "TOTAL", "reported") for place in ("X", "Y", "all"))]
    >>> table = pd.DataFrame(rows, columns=names)
    >>> [open_in(table, "26", with_totals=one).to_dict() for one in (False, True)]
    [{'X': True, 'Y': False}, {'X': False, 'Y': False}]
    """
    shown = table.assign(shown=table["status"] == Status.REPORTED).set_index("region")
    own = shown.loc[shown["industry"] == industry, "shown"]
    totals = shown.loc[shown["industry"] == EVERYTHING, "shown"]
    told = own & totals.reindex(own.index) & own[EVERYWHERE] & totals[EVERYWHERE] if with_totals else own
    return told.drop(EVERYWHERE).rename_axis(None)
