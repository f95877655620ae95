"""Firms of each selection round, supported or not, from the year before the decision to a year after it."""

from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns

__all__ = ["ControlGroup", "rounds_table"]

ControlGroup: TypeAlias = Literal["refused", "not_yet", "all_others"]
"""Refused in the same round; supported in a later round than the year that is looked at; all unsupported."""


def rounds_table(
    outcomes: pd.DataFrame,
    applications: pd.DataFrame,
    *,
    outcome: str,
    controls: ControlGroup,
    after: int = 0,
    earlier: int = 3,
) -> pd.DataFrame:
    """Put the firms of every round beside those that they are compared with.

    Parameters
    ----------
    outcomes : DataFrame, shape (n_unit_years, n_columns)
        One row per firm and year in which it was there: ``unit``, ``period`` and the outcome, above 0.
    applications : DataFrame, shape (n_applications, 3)
        ``unit``, ``period`` (year of the decision) and ``selected``.
    outcome : str
        Column with the outcome; its logarithm is taken.
    controls : {"refused", "not_yet", "all_others"}
        Refused in the same round and not supported up to the year that is looked at; supported in a later
        round; or every firm that is not supported up to then, whether it applied or not.
    after : int
        Years from the decision to the year that is looked at, at least 0.
    earlier : int
        Years of growth before, which ``growth`` is the mean of, as far as the firm was there.

    Returns
    -------
    DataFrame, shape (n_firms_in_rounds, 9)
        One row per round and firm that was there in the year before it: ``unit``, ``round``, ``supported``,
        ``is_there`` (in the year that is looked at), ``change`` (of the logarithm since the year before
        the round; empty if the firm has left), ``excess`` (the change less what the firm's own growth before
        lets expect; empty for new firms too), ``size`` (logarithm, the year before), ``growth`` (a year,
        before; 0 for firms that were new) and ``is_new``.

    Raises
    ------
    TableError
        If a column is missing, a firm stands twice in a year or a round, or an outcome is not above 0.
    MeasureError
        If the control group is not known, a number is negative, or no round has firms of both kinds.

    Notes
    -----
    ``change = log y[t0 + after] - log y[t0 - 1]`` for a decision in ``t0``, ``excess = change - (after + 1) *
    growth``: what lasts in a firm's growth leaves it, and noise of the years before enters. A firm that has
    left stays in the table: its leaving is an outcome. A round without firms of both kinds is left out.

    References
    ----------
    ``docs/methods/firm-effects.md``.

    Examples
    --------
    >>> rows = [(u, t, w) for u, ws in {"a": (4, 8), "b": (5, 5), "c": (3, 4)}.items()
    ...         for t, w in zip((2010, 2011), ws)]
    >>> jobs = pd.DataFrame(rows, columns=["unit", "period", "jobs"])
    >>> asked = pd.DataFrame({"unit": ["a", "b"], "period": 2011, "selected": [True, False]})
    >>> rounds_table(jobs, asked, outcome="jobs", controls="refused")["change"].round(3).tolist()
    [0.693, 0.0]
    """
    if controls not in get_args(ControlGroup):
        raise MeasureError(f"`controls` is {controls!r}; use one of {', '.join(get_args(ControlGroup))}.")
    if after < 0 or earlier < 1:
        raise MeasureError(f"`after` is {after} and `earlier` {earlier}; give 0 or more, and 1 or more.")
    check_columns(applications, ["unit", "period", "selected"], "applications")
    if applications.duplicated(["unit", "period"]).any():
        twice = applications.loc[applications.duplicated(["unit", "period"]), "unit"].iloc[0]
        raise TableError(f"{twice!r} stands twice in a round; keep one application.")
    logs = _logarithms(outcomes, outcome)
    chosen = applications.loc[applications["selected"].astype(bool)]
    since = chosen.groupby("unit")["period"].min().reindex(logs.index)
    found = []
    for year in sorted(set(chosen["period"])):
        if year - 1 in logs and year + after in logs:
            asked = applications.loc[applications["period"] == year, "unit"]
            one = _round(logs, since, asked, year, after, earlier, controls)
            found += [one] if one["supported"].nunique() == 2 else []
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"supported": []})
    if table["supported"].nunique() < 2:
        raise MeasureError(
            f"No round has firms with support and others ({controls}) that were there the year before and "
            f"can be seen {after} years after."
        )
    return table


def _logarithms(outcomes: pd.DataFrame, outcome: str) -> pd.DataFrame:
    check_columns(outcomes, ["unit", "period", outcome], "outcomes")
    values = outcomes[outcome].to_numpy(dtype=np.float64)
    if not (values > 0).all():
        raise TableError(f"`{outcome}` holds {values[~(values > 0)][0]}; logarithms need numbers above 0.")
    twice = outcomes.duplicated(["unit", "period"])
    if twice.any():
        raise TableError(f"{outcomes.loc[twice, 'unit'].iloc[0]!r} stands twice in a year; keep one row.")
    long = outcomes.assign(log=np.log(values)).set_index(["unit", "period"])["log"]
    return long.unstack("period").sort_index(axis=1)  # noqa: PD010 -- the keys are unique


def _round(
    logs: pd.DataFrame,
    since: pd.Series,
    asked: pd.Series,
    year: int,
    after: int,
    earlier: int,
    controls: ControlGroup,
) -> pd.DataFrame:
    there = logs[year - 1].notna()
    ours = since.eq(year) & there
    free = there & ~(since <= year + after)
    others = {
        "refused": free & logs.index.isin(asked),
        "not_yet": free & since.notna(),
        "all_others": free,
    }[controls]
    kept = logs.loc[ours | others]
    years = kept.columns.to_numpy(dtype=np.int64)
    before = kept.loc[:, (years >= year - 1 - earlier) & (years < year)]
    growth = before.T.diff().mean()
    later = kept[year + after]
    return pd.DataFrame(
        {
            "unit": kept.index,
            "round": year,
            "supported": ours.loc[kept.index].to_numpy(),
            "is_there": later.notna().to_numpy(),
            "change": (later - kept[year - 1]).to_numpy(),
            "excess": (later - kept[year - 1] - (after + 1) * growth).to_numpy(),
            "size": kept[year - 1].to_numpy(),
            "growth": growth.fillna(0.0).to_numpy(),
            "is_new": growth.isna().to_numpy(),
        }
    )
