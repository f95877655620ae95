"""Applicants of selection rounds beside the register: who was chosen, and what became of all of them."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.types import FloatArray

__all__ = ["GROUPS", "applicants", "group_paths"]

GROUPS = ("chosen", "refused", "not_applied")
SIZES = (0, 5, 10, 50, 300, np.inf)
"""Edges of size classes in jobs, by which firms that did not apply are made comparable."""


def applicants(applications: pd.DataFrame, jobs: pd.DataFrame) -> pd.DataFrame:
    """Put scores beside growth in the year of the decision and in the years around it.

    Parameters
    ----------
    applications : DataFrame, shape (n_applications, n_columns)
        A table of the kind ``applications``: ``round``, ``enterprise``, ``decided_on``, ``score``,
        ``cut_off``, ``selected``.
    jobs : DataFrame, shape (n_enterprises, n_years)
        Jobs at the end of each year; 0 in a year in which an enterprise is not in the register, empty where
        its number is unknown.

    Returns
    -------
    DataFrame, shape (n_applications, 8)
        ``round``, ``enterprise``, ``running`` (score less cut-off), ``selected``, ``jobs_before`` (end of the
        year before the decision), ``growth_before``, ``growth``, ``growth_after`` (the year before that of
        the decision, that year, and the next). Growth is empty where a number is unknown, outside of the
        years, or if nobody was there at both ends.

    Raises
    ------
    TableError
        If a column is missing or an enterprise stands twice.

    Notes
    -----
    Growth from ``a`` to ``b`` jobs is ``2 (b - a) / (a + b)``, between -2 (closed) and 2 (new), near to the
    difference of logarithms for small changes; so firms that close are not lost.

    References
    ----------
    Davis, S. J., Haltiwanger, J. C. and Schuh, S. (1996), Job Creation and Destruction.
    ``docs/methods/cutoff.md``.

    Examples
    --------
    >>> asked = pd.DataFrame({"round": "2013-1", "enterprise": ["a", "b"], "decided_on": "2013-03-15",
    ...     "score": [71.0, 60.0], "cut_off": 70.0, "selected": [True, False]})
    >>> jobs = pd.DataFrame({2012: [9, 5], 2013: [11, 0]}, index=["a", "b"])
    >>> applicants(asked, jobs)[["running", "growth"]].to_numpy().tolist()
    [[1.0, 0.2], [-10.0, -2.0]]
    """
    needed = ["round", "enterprise", "decided_on", "score", "cut_off", "selected"]
    check_columns(applications, needed, "applications")
    _check_jobs(jobs)
    year = pd.to_datetime(applications["decided_on"]).dt.year
    at = {step: _at(jobs, applications["enterprise"], year + step) for step in (-2, -1, 0, 1)}
    return pd.DataFrame(
        {
            "round": applications["round"],
            "enterprise": applications["enterprise"],
            "running": applications["score"] - applications["cut_off"],
            "selected": applications["selected"].astype(bool),
            "jobs_before": at[-1],
            "growth_before": _growth(at[-2], at[-1]),
            "growth": _growth(at[-1], at[0]),
            "growth_after": _growth(at[0], at[1]),
        }
    )


def group_paths(
    applications: pd.DataFrame,
    jobs: pd.DataFrame,
    industries: pd.Series,
    *,
    rounds: Collection[str] | None = None,
    before: int = 3,
    after: int = 3,
) -> pd.DataFrame:
    """Follow those chosen, those refused, and firms of their industries and sizes that did not apply.

    Parameters
    ----------
    applications, jobs
        As for `applicants`.
    industries : Series, shape (n_enterprises,)
        Industry by enterprise, as coarse as it should be alike; those that are not in it are not compared.
    rounds : collection of str, optional
        Rounds that are followed; all without it. The others say who was chosen earlier.
    before, after : int
        Years before and after that of the decision, at least 1 and 0.

    Returns
    -------
    DataFrame
        One row per ``group`` (``chosen``, ``refused``, ``not_applied``) and ``step`` (year less that of the
        decision): ``index`` (100 at the end of the year before the decision), ``firms`` (that were there
        then) and ``there`` (of these, the share that is there).

    Raises
    ------
    TableError
        If a column is missing or an enterprise stands twice.
    MeasureError
        If ``before`` or ``after`` is too small, or the years hold no round with so many years around it.

    Notes
    -----
    Rounds with all these years are followed together. A firm belongs to a round's groups if it has jobs in
    all ``before`` years; afterwards it is kept with 0 when it closes. Somebody refused who is chosen in a
    later round stays refused in this one. Firms that did not apply in the round, nor were chosen before it,
    are weighted so that each cell of industry and size class (by jobs before the decision) counts as much as
    among the applicants; cells without applicants count nothing::

        index[g, k] = 100 sum of w jobs[year + k] / sum of w jobs[year - 1]

    References
    ----------
    ``docs/methods/cutoff.md``.

    Examples
    --------
    >>> asked = pd.DataFrame({"round": "2013-1", "enterprise": ["a", "b"], "decided_on": "2013-03-15",
    ...     "score": [71.0, 60.0], "cut_off": 70.0, "selected": [True, False]})
    >>> jobs = pd.DataFrame({2012: [6, 5, 8], 2013: [9, 0, 8]}, index=["a", "b", "c"])
    >>> paths = group_paths(asked, jobs, pd.Series("26", index=["a", "b", "c"]), before=1, after=0)
    >>> paths.loc[paths["step"] == 0, ["group", "index", "there"]].to_numpy().tolist()
    [['chosen', 150.0, 1.0], ['refused', 0.0, 0.0], ['not_applied', 100.0, 1.0]]
    """
    check_columns(applications, ["round", "enterprise", "decided_on", "selected"], "applications")
    _check_jobs(jobs)
    if before < 1 or after < 0:
        raise MeasureError(f"`before` is {before} and `after` {after}; give 1 or more, and 0 or more.")
    steps = list(range(-before, after + 1))
    dated = applications.assign(year=pd.to_datetime(applications["decided_on"]).dt.year)
    pieces = [
        _of_round(rows, dated, jobs, industries, int(rows["year"].iloc[0]), steps)
        for _, rows in dated.groupby(["round", "year"])
        if (rounds is None or rows["round"].iloc[0] in rounds)
        and {int(rows["year"].iloc[0]) + step for step in steps} <= set(jobs.columns)
    ]
    if not pieces:
        raise MeasureError(
            f"No round has {before} years before its decision and {after} after it; follow fewer years."
        )
    return _summed(pd.concat(pieces, ignore_index=True), steps)


def _of_round(
    rows: pd.DataFrame,
    every: pd.DataFrame,
    jobs: pd.DataFrame,
    industries: pd.Series,
    year: int,
    steps: list[int],
) -> pd.DataFrame:
    years = [year + step for step in steps]
    known = jobs.loc[jobs[years].notna().all(axis=1), years].set_axis(steps, axis=1)
    known = known.loc[(known[[step for step in steps if step < 0]] > 0).all(axis=1)]
    selected = rows.set_index("enterprise")["selected"].astype(bool)
    served = set(every.loc[(every["year"] < year) & every["selected"], "enterprise"])
    group = known.index.to_series().map(selected).map({True: "chosen", False: "refused"})
    others = group.isna() & ~known.index.isin(list(served))
    group = group.mask(others, "not_applied")
    table = known.assign(group=group).dropna(subset="group")
    table["industry"] = industries.reindex(table.index)
    table["size"] = pd.cut(table[-1], SIZES).cat.codes
    applied = table["group"] != "not_applied"
    cell = [table["industry"].fillna(""), table["size"]]
    asked = applied.groupby(cell).transform("sum")
    quiet = (~applied).groupby(cell).transform("sum")
    comparable = table["industry"].notna() & ~applied
    weight = np.where(applied, 1.0, np.where(comparable, asked / quiet.where(quiet > 0, 1), 0.0))
    return table.assign(weight=weight).loc[weight > 0]


def _summed(table: pd.DataFrame, steps: list[int]) -> pd.DataFrame:
    rows = []
    for group in GROUPS:
        there = table.loc[table["group"] == group]
        weight = there["weight"].to_numpy()
        base = float(weight @ there[-1].to_numpy(dtype=float))
        for step in steps if base else ():
            values = there[step].to_numpy(dtype=float)
            share = float(weight @ (values > 0) / weight.sum())
            rows.append((group, step, 100 * float(weight @ values) / base, len(there), share))
    return pd.DataFrame(rows, columns=["group", "step", "index", "firms", "there"])


def _check_jobs(jobs: pd.DataFrame) -> None:
    if jobs.index.has_duplicates:
        twice = jobs.index[jobs.index.duplicated()][0]
        raise TableError(f"{twice!r} stands twice in `jobs`; add its establishments up.")


def _at(jobs: pd.DataFrame, units: pd.Series, years: pd.Series) -> FloatArray:
    rows, columns = jobs.index.get_indexer(pd.Index(units)), jobs.columns.get_indexer(pd.Index(years))
    found = jobs.to_numpy(dtype=float)[rows, columns]
    # An applicant that the register never holds is unknown, not closed.
    return np.where((rows >= 0) & (columns >= 0), found, np.nan)


def _growth(before: FloatArray, after: FloatArray) -> FloatArray:
    both = before + after
    return np.where(both > 0, 2 * (after - before) / np.where(both > 0, both, 1.0), np.nan)
