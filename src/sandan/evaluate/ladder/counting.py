"""From a register of establishments and a list of places to what the ladder compares."""

from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_columns

__all__ = ["Outcome", "counted_jobs", "region_of_places"]

Outcome: TypeAlias = Literal["jobs", "firms"]
"""What is counted in the target industries of a place."""

DIGITS = 3
"""Digits of the industry codes outside of the target: groups."""


def counted_jobs(
    establishments: pd.DataFrame, target: Collection[str], *, outcome: Outcome, first: int, last: int
) -> pd.DataFrame:
    """Count jobs or firms by city, industry and year, with the target industries as they were frozen.

    Parameters
    ----------
    establishments : DataFrame
        A table of the kind ``establishments``.
    target : collection of str
        Codes of industries; a longer code of the register lies inside.
    outcome : {"jobs", "firms"}
        Persons employed, or enterprises: each once in every industry of a city.
    first, last : int
        First and last year, both inside.

    Returns
    -------
    DataFrame, shape (n_rows, 4)
        ``place``, ``industry`` (a target code, or the first three digits of any other), ``period``, ``jobs``;
        missing where persons of a site are not reported.

    Raises
    ------
    MeasureError
        If no year of the register lies inside.

    Notes
    -----
    The longest code of the target that a code begins with is its industry. What is of the target and what is
    not is decided by the code alone: a firm that is named as one of the target later is none for this.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"city": "A", "industry": ["26112", "26295", "47111"], "period": 2010,
    ...                       "enterprise": ["x", "y", "z"], "workers": [5, 7, 2]})
    >>> found = counted_jobs(sites, ["2611"], outcome="jobs", first=2010, last=2010)
    >>> dict(zip(found["industry"], found["jobs"], strict=True))
    {'2611': 5.0, '262': 7.0, '471': 2.0}
    """
    inside = establishments.loc[establishments["period"].between(first, last)]
    if inside.empty:
        raise MeasureError(
            f"The register has no year from {first} to {last}; import one that has, or look at other years."
        )
    named = {code: _industry(code, target) for code in inside["industry"].unique()}
    rows = inside.assign(place=inside["city"], industry=inside["industry"].map(named))
    cells = rows.groupby(["place", "industry", "period"])
    if outcome == "firms":
        counted = cells["enterprise"].nunique().astype(float)
    else:
        # A sum with an unknown part is unknown: missing is not zero.
        unknown = rows["workers"].isna().groupby([rows["place"], rows["industry"], rows["period"]]).any()
        counted = cells["workers"].sum().astype(float).mask(unknown)
    return counted.rename("jobs").reset_index()


def _industry(code: str, target: Iterable[str]) -> str:
    inside = [one for one in target if code.startswith(one)]
    return max(inside, key=len) if inside else code[:DIGITS]


def region_of_places(places: pd.DataFrame) -> pd.Series:
    """Say in which region every city lies.

    Parameters
    ----------
    places : DataFrame
        A table of the kind ``regions``: ``code``, ``level``, ``parent``.

    Returns
    -------
    Series of str
        Code of the place right above, by code of the city.

    Raises
    ------
    TableError
        If a column is missing, or a city has nothing above it.

    Notes
    -----
    The ``parent`` of every row of the level ``city``.

    References
    ----------
    ``docs/methods/places.md``.

    Examples
    --------
    >>> places = pd.DataFrame({"code": ["31", "31020"], "level": ["province", "city"], "parent": ["K", "31"]})
    >>> region_of_places(places).to_dict()
    {'31020': '31'}
    """
    check_columns(places, ["code", "level"], "places")
    cities = places.loc[places["level"].eq("city")].drop_duplicates("code")
    check_columns(cities, ["parent"], "places")
    return pd.Series(cities["parent"].to_numpy(), index=cities["code"].to_numpy(), name="region")
