"""The industry space of a register at one date: who has what, what goes together, how complex that is."""

from dataclasses import dataclass

import pandas as pd

from sandan.data.missing import Status
from sandan.errors import MeasureError
from sandan.observe.complexity.eigen import Complexity, economic_complexity
from sandan.observe.complexity.network import bipartite_network
from sandan.observe.relatedness.co_occurrence import co_occurrence, proximity
from sandan.observe.relatedness.presence import presence
from sandan.observe.specialization.leave_out import jobs_table
from sandan.observe.specialization.location_quotient import location_quotient

__all__ = ["Space", "complexity_of", "space_of"]


@dataclass(frozen=True)
class Space:
    """Quotients of every city and industry, and what follows for industries from all cities together.

    ``quotient`` is NaN where a site of the cell does not report its jobs; ``unreported`` names the status of
    such cells. ``presence`` (0 and 1), ``proximity`` and ``shared`` are made from the jobs that are reported,
    and only for industries that some city has.
    """

    quotient: pd.DataFrame
    unreported: pd.DataFrame
    presence: pd.DataFrame
    proximity: pd.DataFrame
    shared: pd.DataFrame


def space_of(register: pd.DataFrame, *, period: int, digits: int) -> Space:
    """Make the industry space of a register.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``.
    period : int
        Calendar year.
    digits : int
        Digits of the industry code.

    Returns
    -------
    Space
        All of it, exact: for the house.

    Raises
    ------
    MeasureError
        If no city has any jobs.

    Notes
    -----
    An industry is present where its location quotient is 1 or more. Proximity is the smaller of the two
    conditional probabilities of having one given the other.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), Science 317, 482-487.
    ``docs/methods/industry-space.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"city": list("AABB"), "industry": ["26112", "47111"] * 2, "period": 2013,
    ...                       "workers": [30, 70, 10, 90], "status": "reported"})
    >>> space_of(sites, period=2013, digits=2).presence.astype(int).to_dict("index")
    {'A': {'26': 1, '47': 0}, 'B': {'26': 0, '47': 1}}
    """
    there = register.loc[register["period"] == period]
    sites = there.assign(group=there["industry"].str[:digits])
    surveyed = sites["status"] == Status.REPORTED
    if not surveyed.any():
        raise MeasureError(f"No establishment reports its jobs in {period}; import a register that does.")
    exact = location_quotient(jobs_table(sites.loc[surveyed], region="city", industry="group"))
    unreported = _statuses(sites.loc[~surveyed], exact)
    has = presence(exact).table
    return Space(
        quotient=exact.mask(unreported.notna()),
        unreported=unreported,
        presence=has.fillna(0.0),
        proximity=proximity(has.fillna(0.0)),
        shared=co_occurrence(has.fillna(0.0)),
    )


def _statuses(sites: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Say why jobs of a cell are not known: hidden only if that is so of all of its silent sites."""
    table = pd.DataFrame(None, index=cells.index, columns=cells.columns, dtype=object)
    for (city, group), said in sites.groupby(["city", "group"])["status"]:
        if city in table.index and group in table.columns:
            hidden = said.eq(Status.SUPPRESSED).all()
            table.at[city, group] = (Status.SUPPRESSED if hidden else Status.NOT_SURVEYED).value
    return table


def complexity_of(presence: pd.DataFrame) -> tuple[Complexity | None, str]:
    """Compute complexity, or say why there is none.

    Parameters
    ----------
    presence : DataFrame, shape (n_cities, n_industries)
        0 and 1.

    Returns
    -------
    tuple of Complexity or None, and str
        Without complexity the reason: ``pieces`` (the network is not connected) or ``undetermined`` (too
        few, too alike, several indices as good, or no sign); empty otherwise.

    Raises
    ------
    TableError
        If a presence is not a number.

    Notes
    -----
    Between pieces of a network complexity has no meaning, so none is given.

    References
    ----------
    ``docs/methods/economic-complexity.md``.

    Examples
    --------
    >>> apart, nested = [[1, 0], [0, 1]], [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    >>> complexity_of(pd.DataFrame(apart))[1], complexity_of(pd.DataFrame(nested))[1]
    ('pieces', '')
    """
    if min(presence.shape) < 2:
        return None, "undetermined"
    try:
        bipartite_network(presence)
    except MeasureError:
        return None, "pieces"
    try:
        return economic_complexity(presence), ""
    except MeasureError:
        return None, "undetermined"
