"""From a registered specification and applications to the effect of support, and whose jobs it is on."""

import pandas as pd

from sandan.evaluate.effects.firm_level import FirmEffect, support_effect
from sandan.evaluate.panels.rounds import rounds_table
from sandan.evaluate.registration.specification import Specification
from sandan.observe.checks import check_columns

__all__ = ["LEAST_JOBS", "jobs_before", "specified_support", "supported_share"]

LEAST_JOBS = 5
"""Jobs in the year before the decision, below which one person more or less is a large change."""
EARLIER = 5
"""Years of own growth that a change is compared with."""


def specified_support(
    fixed: Specification, establishments: pd.DataFrame, applications: pd.DataFrame
) -> FirmEffect:
    """Estimate what support did to firms in the years of the policy.

    Parameters
    ----------
    fixed : Specification
        What was registered.
    establishments : DataFrame
        A table of the kind ``establishments``.
    applications : DataFrame
        A table of the kind ``applications``.

    Returns
    -------
    FirmEffect
        On the logarithm of jobs, by the end of the year of the decision, with a band of the registered level.

    Raises
    ------
    MeasureError
        If no round since the beginning of the policy has firms with and without support, or no weights exist.

    Notes
    -----
    Outcome ``excess`` of `rounds_table`, beside firms that were refused in the same round; `support_effect`,
    doubly robust with size. Jobs of a firm are those of all its establishments, unknown if one of them is;
    firms of five jobs or more in the year before.

    References
    ----------
    ``docs/methods/firm-effects.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_support.py`` shows one.
    """
    asked = _dated(applications, fixed)
    jobs = _jobs(fixed, establishments, asked)
    table = rounds_table(jobs, asked, outcome="jobs", controls="refused", earlier=EARLIER)
    large = jobs.loc[jobs["jobs"] >= LEAST_JOBS, ["unit", "period"]].assign(
        round=lambda one: one["period"] + 1
    )
    table = table.loc[table["round"] >= fixed.start].merge(large[["unit", "round"]], on=["unit", "round"])
    return support_effect(table, outcome="excess", covariates=("size",), level=fixed.level)


def supported_share(fixed: Specification, establishments: pd.DataFrame, applications: pd.DataFrame) -> float:
    """Say how many of the jobs before the policy were in firms that were supported since.

    Parameters
    ----------
    fixed, establishments, applications
        As for `specified_support`.

    Returns
    -------
    float
        Share of the jobs in the target industries of the place, 0 to 1; 0 where there were none.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    With ``B_i`` the jobs of firm ``i`` over all years before ``start``, and ``d_i`` the year of its first
    support, none for a firm that was supported before ``start``::

        sum over supported of B_i (last + 1 - d_i) / (last + 1 - start) / sum over all of B_i

    The ladder compares the mean of all years since the beginning; a firm that was supported in the last of
    them had the effect in that one alone. Sites without a number of jobs are in neither sum.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_support.py`` shows one.
    """
    before = jobs_before(fixed, establishments, applications)
    jobs = before.groupby("enterprise")["workers"].sum().astype(float)
    since = before.groupby("enterprise")["since"].first()
    years = (fixed.last + 1 - since) / (fixed.last + 1 - fixed.start)
    return float((jobs * years).sum() / jobs.sum()) if jobs.sum() > 0 else 0.0


def jobs_before(
    fixed: Specification, establishments: pd.DataFrame, applications: pd.DataFrame
) -> pd.DataFrame:
    """Take the sites of the target industries of the place before the policy, and who was supported since.

    Parameters
    ----------
    fixed, establishments, applications
        As for `specified_support`.

    Returns
    -------
    DataFrame
        Rows of the register with ``since``: year of the first support, empty for a firm that was never
        supported since the beginning, or already before.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    Target industries as they were registered; years from the first to the one before the beginning.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_support.py`` shows one.
    """
    asked = _dated(applications, fixed)
    since = asked.loc[asked["selected"]].groupby("unit")["period"].min()
    inside = establishments.loc[
        establishments["city"].eq(fixed.place)
        & establishments["period"].between(fixed.first, fixed.start - 1)
        & establishments["industry"].str.startswith(tuple(fixed.target))
    ]
    return inside.assign(since=inside["enterprise"].map(since.loc[since >= fixed.start]).astype(float))


def _dated(applications: pd.DataFrame, fixed: Specification) -> pd.DataFrame:
    """Put all applications of a firm in one year together; decisions before the policy stay."""
    check_columns(applications, ["enterprise", "decided_on", "selected"], "applications")
    years = pd.to_datetime(applications["decided_on"]).dt.year.rename("period")
    chosen = applications["selected"].astype(bool).groupby([applications["enterprise"], years]).any()
    table = chosen.rename("selected").rename_axis(["unit", "period"]).reset_index()
    return table.loc[table["period"] <= fixed.last]


def _jobs(fixed: Specification, establishments: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Add the establishments of every applicant up; unknown and empty firms are left out."""
    inside = establishments["enterprise"].isin(asked["unit"].unique())
    inside &= establishments["period"].between(fixed.first, fixed.last)
    of_firm = establishments.loc[inside].groupby(["enterprise", "period"])["workers"]
    known = of_firm.count() == of_firm.size()
    jobs = of_firm.sum().astype(float).loc[known].rename("jobs")
    return jobs.loc[jobs > 0].rename_axis(["unit", "period"]).reset_index()
