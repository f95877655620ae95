"""Two complexes of a city: who stands in which, and what may not be told of them."""

from datetime import date

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.report.calculations.protected import EVERYTHING, gives_away, protected_cells

__all__ = ["ELSEWHERE", "OUTSIDE_COMPLEXES", "few_firms", "members", "mixes_of", "protected_mixes", "sited"]

ELSEWHERE = "elsewhere"
"""Stands for all sites of the country outside of the two complexes."""

OUTSIDE_COMPLEXES = "outside"
"""Stands for the sites of the city that are in none of its complexes."""


def sited(register: pd.DataFrame, *, period: int, pair: tuple[str, str]) -> pd.DataFrame:
    """List the sites of a year that report their jobs, with the complex of the two that they stand in.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``.
    period : int
        Calendar year.
    pair : tuple of str
        Codes of the two complexes.

    Returns
    -------
    DataFrame
        The columns of the register and ``place``, one of the two or ``elsewhere``.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    A selection; nothing is computed.

    References
    ----------
    ``docs/methods/bridges.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"period": 2013, "complex": ["X", None, "Y"], "status": "reported"})
    >>> sited(sites, period=2013, pair=("X", "Y"))["place"].tolist()
    ['X', 'elsewhere', 'Y']
    """
    there = register.loc[(register["period"] == period) & (register["status"] == Status.REPORTED)]
    place = np.where(there["complex"].isin(pair), there["complex"].fillna(ELSEWHERE), ELSEWHERE)
    return there.assign(place=pd.Series(place, index=there.index, dtype="str"))


def mixes_of(sites: pd.DataFrame, *, pair: tuple[str, str], industry: str) -> pd.DataFrame:
    """Add up jobs by place and industry, the two complexes first and the rest of the country third.

    Parameters
    ----------
    sites : DataFrame
        From :func:`sited`.
    pair : tuple of str
        Codes of the two complexes.
    industry : str
        Column of the industry.

    Returns
    -------
    DataFrame, shape (3, n_industries)
        Jobs; 0 where a place has nobody in an industry.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    A sum; sites that do not report were left out before.

    References
    ----------
    ``docs/methods/bridges.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"place": ["X", "Y"], "group": ["26", "47"], "workers": [5, 7]})
    >>> mixes_of(sites, pair=("X", "Y"), industry="group").values.tolist()
    [[5.0, 0.0], [0.0, 7.0], [0.0, 0.0]]
    """
    added = sites.pivot_table(index="place", columns=industry, values="workers", aggfunc="sum", fill_value=0)
    return added.astype(np.float64).reindex([*pair, ELSEWHERE], fill_value=0.0)


def few_firms(sites: pd.DataFrame, *, pair: tuple[str, str], published_on: date) -> bool:
    """Say whether one of the two complexes has so few firms that nothing may be told of it.

    Parameters
    ----------
    sites : DataFrame
        From :func:`sited`.
    pair : tuple of str
        Codes of the two complexes.
    published_on : date
        Day whose disclosure rule is applied.

    Returns
    -------
    bool
        True if the jobs of one of them would give a firm away.

    Raises
    ------
    DefinitionError
        If no rule was in force on the day.

    Notes
    -----
    See :func:`sandan.report.calculations.protected.gives_away`.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"place": ["X"] * 3 + ["Y"], "enterprise": list("abcd"), "workers": 5,
    ...                       "status": "reported"})
    >>> few_firms(sites, pair=("X", "Y"), published_on=date(2013, 12, 31))
    True
    """
    return any(gives_away(sites.loc[sites["place"] == one], published_on=published_on) for one in pair)


def protected_mixes(
    register: pd.DataFrame, *, city: str, period: int, digits: int, published_on: date
) -> pd.DataFrame:
    """Add up jobs by complex and industry, without what would give a firm away.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``.
    city : str
        Code of the city.
    period : int
        Calendar year.
    digits : int
        Digits of the industry code.
    published_on : date
        Day whose disclosure rule is applied.

    Returns
    -------
    DataFrame, shape (n_complexes + 2, n_industries)
        Jobs by place and industry, NaN where they are hidden; ``TOTAL`` is among the industries.

    Raises
    ------
    DisclosureError
        If the table cannot be protected.

    Notes
    -----
    What lies in no complex is a part too, so that a hidden cell is not the difference to the city.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"enterprise": list("abcdefgh"), "city": "A", "complex": ["X"] * 4 + ["Y"] * 4,
    ...     "industry": "26112", "period": 2013, "workers": 5, "status": "reported"})
    >>> about = {"city": "A", "period": 2013, "digits": 3, "published_on": date(2013, 12, 31)}
    >>> protected_mixes(sites, **about).loc["X"].tolist()
    [20.0, 20.0]
    """
    here = register.loc[register["city"] == city]
    parts = here.assign(city=here["complex"].fillna(OUTSIDE_COMPLEXES))
    cells = protected_cells(parts, period=period, digits=digits, jobs=True, published_on=published_on)
    finest = cells["industry"].eq(EVERYTHING) | cells["industry"].str.len().eq(digits)
    chosen = cells.loc[finest]
    return chosen.pivot_table(
        index="region", columns="industry", values="value", aggfunc="first", dropna=False
    )


def members(register: pd.DataFrame, *, period: int, pair: tuple[str, str]) -> tuple[pd.Series, int]:
    """Say which enterprise belongs to which of the two complexes in a year.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``.
    period : int
        Calendar year.
    pair : tuple of str
        Codes of the two complexes.

    Returns
    -------
    tuple of Series and int
        The complex of every enterprise with a site in one of them, and how many enterprises have sites in
        both and therefore belong to neither.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    An enterprise may have sites outside of the two besides: it still belongs to the one that it is in.

    References
    ----------
    ``docs/methods/ties-and-openness.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"period": 2013, "enterprise": list("aabbc"), "complex": list("XXXYY")})
    >>> found, in_both = members(sites, period=2013, pair=("X", "Y"))
    >>> found.to_dict(), in_both
    ({'a': 'X', 'c': 'Y'}, 1)
    """
    there = register.loc[(register["period"] == period) & register["complex"].isin(pair)]
    found = there.groupby("enterprise")["complex"].agg(["nunique", "first"])
    alone = found["nunique"] == 1
    return found.loc[alone, "first"].rename("complex"), int((~alone).sum())
