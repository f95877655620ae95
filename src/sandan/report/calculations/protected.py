"""Counts and jobs by place and industry as they may leave the house: one hiding for report and package."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from sandan.data.disclosure.bounds import suppressed_bounds
from sandan.data.disclosure.contributions import publication_cells
from sandan.data.disclosure.linked import linked_totals
from sandan.data.disclosure.suppression import Protected, primary_suppression, protect, rule_in_force
from sandan.data.missing import Status

__all__ = [
    "EVERYTHING",
    "EVERYWHERE",
    "ProtectedGroups",
    "gives_away",
    "industry_sums_of",
    "protected_cells",
    "protected_groups",
    "with_hidden",
]

EVERYWHERE, EVERYTHING = "all", "TOTAL"
"""Codes of the totals over all places and over all industries."""

DIVISION = 2
"""Digits of the industry codes that are published beside the finer ones."""

GROUP = "group "
"""Keeps the codes of groups apart from those of industries."""

OF_QUOTIENTS = ("location_quotient", "lower", "upper")


def industry_sums_of(codes: Sequence[str]) -> dict[str, list[str]]:
    """Say which industries add up to which: groups to divisions, divisions to the total.

    Parameters
    ----------
    codes : sequence of str
        The finest codes that are published, all of one length.

    Returns
    -------
    dict of str to list of str
        Code of each total to its parts; without divisions if the codes are no finer than these.

    Raises
    ------
    TypeError
        If a code is not text.

    Notes
    -----
    A division is the first two digits of a code.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> industry_sums_of(["261", "262", "10"])
    {'26': ['261', '262'], 'TOTAL': ['10', '26']}
    """
    divisions: dict[str, list[str]] = {}
    for code in sorted(codes):
        divisions.setdefault(code[:DIVISION], []).append(code)
    finer = {division: parts for division, parts in divisions.items() if parts != [division]}
    return {**finer, EVERYTHING: sorted(divisions)}


def protected_cells(
    register: pd.DataFrame, *, period: int, digits: int, jobs: bool, published_on: date
) -> pd.DataFrame:
    """Add up a register by place and industry, and hide what would give a firm away.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``; sites whose jobs are not reported are left out.
    period : int
        Calendar year.
    digits : int
        Digits of the finest industry code.
    jobs : bool
        Add up persons employed; count establishments otherwise.
    published_on : date
        Day whose disclosure rule is applied.

    Returns
    -------
    DataFrame
        A table of the kind ``industry_table`` with totals; hidden cells have the status ``suppressed``
        and no number.

    Raises
    ------
    DisclosureError
        If the table cannot be protected.
    DefinitionError
        If no rule was in force on the day.

    Notes
    -----
    Contributors are enterprises. Groups, divisions and totals of all places are protected together:
    protected apart, the division minus its open groups would be the hidden group.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"establishment": list("abcdefgh"), "enterprise": list("abcdefgh"),
    ...     "period": 2013, "city": ["X"] * 4 + ["Y"] * 4, "industry": "26112", "workers": 5,
    ...     "status": "reported"})
    >>> table = protected_cells(sites, period=2013, digits=3, jobs=True, published_on=date(2013, 12, 31))
    >>> table.loc[table["industry"] == "261", ["region", "value"]].values.tolist()
    [['X', 20.0], ['Y', 20.0], ['all', 40.0]]
    """
    units = _units(register, period, digits)
    return _decided(units, period, _sums(units), jobs=jobs, published_on=published_on).published


class ProtectedGroups(NamedTuple):
    """What may be shown of groups of industries, beside what is shown of the industries."""

    groups: pd.DataFrame
    industries: pd.DataFrame


def protected_groups(
    register: pd.DataFrame, groups: Mapping[str, str], *, period: int, digits: int, published_on: date
) -> ProtectedGroups:
    """Add up jobs by place and group of industries, as they may stand beside :func:`protected_cells`.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``; sites whose jobs are not reported are left out.
    groups : mapping of str to str
        Group by industry; industries that it does not name are in none.
    period : int
        Calendar year.
    digits : int
        Digits of the industry codes.
    published_on : date
        Day whose disclosure rule is applied.

    Returns
    -------
    ProtectedGroups
        ``groups``: ``region`` (cities and ``all``), ``industry`` (the group, and ``TOTAL`` for all
        industries), ``value``, ``status``, and ``lower`` and ``upper``, between which a reader of both
        tables finds it; groups that nobody has in the year have no rows.
        ``industries``: from :func:`protected_cells`.

    Raises
    ------
    DisclosureError
        If the table cannot be protected.
    DefinitionError
        If no rule was in force on the day.

    Notes
    -----
    The cells of industries, divisions and totals are those that other pages show; a group is hidden where
    with them it would tell what they hide.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"establishment": list("abcdefgh"), "enterprise": list("abcdefgh"),
    ...     "period": 2013, "city": ["X"] * 4 + ["Y"] * 4, "industry": "26112", "workers": 5,
    ...     "status": "reported"})
    >>> about = {"period": 2013, "digits": 3, "published_on": date(2013, 12, 31)}
    >>> table = protected_groups(sites, {"261": "chips"}, **about).groups
    >>> table.loc[table["industry"] == "chips", ["region", "value"]].values.tolist()
    [['X', 20.0], ['Y', 20.0], ['all', 40.0]]
    """
    units = _units(register, period, digits)
    sums = _sums(units)
    protected = _decided(units, period, sums, jobs=True, published_on=published_on)
    known = units.assign(group=units["industry"].map(dict(groups))).dropna(subset=["group"])
    parts = {str(group): sorted(one["industry"].unique()) for group, one in known.groupby("group")}
    more = _cells(known.assign(industry=known["group"]), period, _Sums(sums.regions, {}), jobs=True)
    shown = linked_totals(protected, more, parts, region_sums=sums.regions, industry_sums=sums.industries)
    return ProtectedGroups(_with_bounds(shown, protected, parts, sums), protected.published)


def _with_bounds(
    shown: pd.DataFrame, protected: Protected, parts: Mapping[str, list[str]], sums: "_Sums"
) -> pd.DataFrame:
    """Say between which numbers a reader of groups, industries and totals finds what is hidden."""
    columns = ["region", "industry", "value", "status"]
    apart = shown.assign(industry=GROUP + shown["industry"])
    both = pd.concat([protected.published, apart], ignore_index=True)[columns]
    bounded = suppressed_bounds(
        both.assign(lower=np.nan, upper=np.nan),
        region_sums=sums.regions,
        industry_sums={**sums.industries, **{GROUP + code: one for code, one in parts.items()}},
        least=protected.least,
        exact=False,
    )
    chosen = bounded.loc[bounded["industry"].str.startswith(GROUP) | bounded["industry"].eq(EVERYTHING)]
    return chosen.assign(industry=chosen["industry"].str.removeprefix(GROUP)).reset_index(drop=True)


class _Sums(NamedTuple):
    """Which places and which industries add up to which."""

    regions: dict[str, list[str]]
    industries: dict[str, list[str]]


def _units(register: pd.DataFrame, period: int, digits: int) -> pd.DataFrame:
    there = register.loc[(register["period"] == period) & (register["status"] == Status.REPORTED)]
    return there.assign(region=there["city"], industry=there["industry"].str[:digits])


def _sums(units: pd.DataFrame) -> _Sums:
    regions = {EVERYWHERE: sorted(units["region"].unique())}
    return _Sums(regions, industry_sums_of(list(units["industry"].unique())))


def _cells(units: pd.DataFrame, period: int, sums: _Sums, *, jobs: bool) -> pd.DataFrame:
    return publication_cells(
        units,
        contributor="enterprise",
        value="workers" if jobs else None,
        measure="jobs" if jobs else "establishments",
        unit="persons" if jobs else "establishments",
        period=period,
        region_sums=sums.regions,
        industry_sums=sums.industries,
    )


def _decided(units: pd.DataFrame, period: int, sums: _Sums, *, jobs: bool, published_on: date) -> Protected:
    cells = _cells(units, period, sums, jobs=jobs)
    rule = rule_in_force(published_on)
    return protect(cells, rule, region_sums=sums.regions, industry_sums=sums.industries)


def with_hidden(cells: pd.DataFrame, *, jobs: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Blank what the protected tables hide in a table of tested cells, and keep what the test says.

    Parameters
    ----------
    cells : DataFrame
        Columns ``city``, ``industry``, ``establishments``, ``jobs``, ``location_quotient``, ``lower``,
        ``upper`` and those of the test.
    jobs, sites : DataFrame
        From :func:`protected_cells`, of the same date and digits.

    Returns
    -------
    DataFrame
        The same rows with a ``status``, ``suppressed`` where anything is hidden.

    Raises
    ------
    KeyError
        If a cell is not in the protected tables.

    Notes
    -----
    A quotient is ``(x / industry) / (place / all)``, so that it gives away any of the four numbers to
    who knows the other three: it is hidden if one of the four is. The largest firm's jobs follow
    from the quotient without it, so that is in no table that leaves the house.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> cells = pd.DataFrame({"city": ["X"], "industry": ["261"], "establishments": [1], "jobs": [70],
    ...     "location_quotient": [2.0], "lower": [0.5], "upper": [4.0], "q_value": [0.3]})
    >>> pairs = pd.MultiIndex.from_product([["X", "all"], ["261", "TOTAL"]], names=["region", "industry"])
    >>> jobs = pd.DataFrame({"status": ["suppressed", *["reported"] * 3]}, index=pairs).reset_index()
    >>> blanked = with_hidden(cells, jobs=jobs, sites=jobs)
    >>> blanked["status"].tolist(), blanked["jobs"].isna().tolist(), blanked["q_value"].tolist()
    (['suppressed'], [True], [0.3])
    """
    hidden_jobs, hidden_sites = (
        _hidden_in(cells, table, cells["city"], cells["industry"]) for table in (jobs, sites)
    )
    hidden_quotient = hidden_jobs
    for region, industry in (
        (EVERYWHERE, cells["industry"]),
        (cells["city"], EVERYTHING),
        (EVERYWHERE, EVERYTHING),
    ):
        hidden_quotient = hidden_quotient | _hidden_in(cells, jobs, region, industry)
    blanked = cells.drop(columns=["lq_without_largest"], errors="ignore").assign(
        establishments=cells["establishments"].astype("Int64").mask(hidden_sites),
        jobs=cells["jobs"].astype("Int64").mask(hidden_jobs),
    )
    for column in OF_QUOTIENTS:
        blanked[column] = cells[column].mask(hidden_quotient)
    anything = hidden_jobs | hidden_sites | hidden_quotient
    return blanked.assign(
        status=pd.Series(Status.REPORTED.value, cells.index).mask(anything, Status.SUPPRESSED.value)
    )


def _hidden_in(
    cells: pd.DataFrame, table: pd.DataFrame, region: pd.Series | str, industry: pd.Series | str
) -> pd.Series:
    """Say for every tested cell whether a cell of a protected table is hidden."""
    status = table.set_index(["region", "industry"])["status"]
    asked = pd.DataFrame({"region": region, "industry": industry}, index=cells.index)
    return pd.Series(status.loc[pd.MultiIndex.from_frame(asked)].to_numpy() != Status.REPORTED, cells.index)


def gives_away(sites: pd.DataFrame, *, published_on: date) -> bool:
    """Say whether the jobs of some sites together would give a firm away.

    Parameters
    ----------
    sites : DataFrame
        Columns ``enterprise``, ``workers`` and ``status``.
    published_on : date
        Day whose disclosure rule is applied.

    Returns
    -------
    bool
        True if the sum is a primary cell; nobody's jobs give nobody away.

    Raises
    ------
    DefinitionError
        If no rule was in force on the day.

    Notes
    -----
    See :func:`sandan.data.disclosure.suppression.primary_suppression`.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"enterprise": ["a", "b", "c"], "workers": [5, 5, 5], "status": "reported"})
    >>> [gives_away(sites[:count], published_on=date(2013, 12, 31)) for count in (0, 2, 3)]
    [False, True, False]
    """
    rule = rule_in_force(published_on)
    surveyed = sites.loc[sites["status"] == Status.REPORTED]
    by_firm = surveyed.groupby("enterprise")["workers"].sum().astype(float).sort_values(ascending=False)
    largest = {
        f"largest_{k + 1}": [by_firm.iloc[k] if k < len(by_firm) else 0.0] for k in range(rule.largest_needed)
    }
    cell = pd.DataFrame({"value": [by_firm.sum()], "contributors": [len(by_firm)], **largest})
    return bool((primary_suppression(cell, rule)["reason"] != "").any())
