"""Which firms can be followed over which years: rules with names, and what each of them leaves out."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns

__all__ = ["ExitRule", "FirmPanel", "firm_panel"]

ExitRule: TypeAlias = Literal["complete", "while_there", "zero_after_closing"]
"""What is done with firms that are not there in every year."""

CLOSED = "closed"


@dataclass(frozen=True)
class FirmPanel:
    """Firms by year under one rule, and what became of all of them.

    ``table`` has ``unit``, ``period``, ``outcome``, ``cohort``. ``fates`` has one row per ``fate``
    (``complete``, ``enters_later``, ``gap``, ``exit: REASON``) and ``cohort`` (a year, or
    ``without support``), with the number of ``units`` before the rule and of those ``kept`` by it.
    """

    table: pd.DataFrame
    fates: pd.DataFrame
    rule: ExitRule


def firm_panel(
    outcomes: pd.DataFrame,
    *,
    outcome: str,
    cohorts: pd.Series,
    rule: ExitRule,
    exits: pd.DataFrame | None = None,
) -> FirmPanel:
    """Follow firms over all years of a table under a named rule for those that leave.

    Parameters
    ----------
    outcomes : DataFrame, shape (n_unit_years, n_columns)
        One row per firm and year in which it was there: ``unit``, ``period``, and the outcome.
    outcome : str
        Name of the column with the outcome; an empty cell is unknown, not zero.
    cohorts : Series
        Year in which the support of each supported unit began; empty where nobody knows. Units that are not
        in it had none. Units with an empty year are left out.
    rule : {"complete", "while_there", "zero_after_closing"}
        Only firms with an outcome in every year; every firm in the years in which it has one; or the latter,
        with an outcome of 0 in the years after it closed, since closing is an outcome too.
    exits : DataFrame, optional
        One row per firm that left: ``unit``, ``period`` (its last year) and ``reason`` (``closed``,
        ``moved``, ``merged`` or what else is known). Needed for ``zero_after_closing``.

    Returns
    -------
    FirmPanel
        The table, in order of unit and period, and the fates.

    Raises
    ------
    TableError
        If a column is missing, or a firm stands twice in a year.
    MeasureError
        If the rule is not known, or exits are needed and not given.

    Notes
    -----
    Under ``complete`` survivors are compared with survivors: if support keeps firms alive, weak firms stay
    among the supported only, and the effect looks smaller. Run more than one rule and show both.

    References
    ----------
    ``docs/methods/firm-panels.md``.

    Examples
    --------
    >>> rows = [("a", 2012, 5.0), ("a", 2013, 6.0), ("b", 2012, 4.0)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "jobs"])
    >>> left = pd.DataFrame({"unit": ["b"], "period": [2012], "reason": ["closed"]})
    >>> found = firm_panel(
    ...     table, outcome="jobs", cohorts=pd.Series({"a": 2013}), rule="zero_after_closing", exits=left
    ... )
    >>> found.table["outcome"].tolist()
    [5.0, 6.0, 4.0, 0.0]
    """
    if rule not in get_args(ExitRule):
        raise MeasureError(f"`rule` is {rule!r}; use one of {', '.join(get_args(ExitRule))}.")
    if rule == "zero_after_closing" and exits is None:
        raise MeasureError("`rule` is 'zero_after_closing', so `exits` has to say who closed, and when.")
    wide = _wide(outcomes, outcome)
    unknown = cohorts.index[cohorts.isna()]
    wide = wide.drop(index=wide.index.intersection(unknown))
    reasons = _reasons(exits, wide.index)
    fates = _fates(wide, reasons)
    kept = wide.loc[wide.notna().all(axis=1)] if rule == "complete" else wide
    if rule == "zero_after_closing" and exits is not None:
        kept = _with_zeros(kept, exits)
    long = kept.reset_index().melt(id_vars="unit", var_name="period", value_name="outcome").dropna()
    table = long.sort_values(["unit", "period"], ignore_index=True)
    table["cohort"] = table["unit"].map(cohorts).astype("Int64")
    return FirmPanel(table, _counted(fates, cohorts, set(table["unit"])), rule)


def _wide(outcomes: pd.DataFrame, outcome: str) -> pd.DataFrame:
    check_columns(outcomes, ["unit", "period"], "outcomes")
    if outcome not in outcomes:
        raise TableError(f"`outcomes` lacks the column {outcome!r}; name the one with the outcome.")
    twice = outcomes.duplicated(["unit", "period"])
    if twice.any():
        where = outcomes.loc[twice, ["unit", "period"]].iloc[0].tolist()
        raise TableError(f"{where} stands twice in `outcomes`; a firm has one row a year.")
    indexed = outcomes.set_index(["unit", "period"])[outcome].astype(float)
    return indexed.unstack("period").sort_index().sort_index(axis=1)  # noqa: PD010 -- the keys are unique


def _reasons(exits: pd.DataFrame | None, units: pd.Index) -> pd.Series:
    if exits is None:
        return pd.Series("unknown", index=units)
    check_columns(exits, ["unit", "period", "reason"], "exits")
    twice = exits["unit"].duplicated()
    if twice.any():
        raise TableError(f"{exits.loc[twice, 'unit'].iloc[0]!r} stands twice in `exits`; a firm leaves once.")
    return exits.set_index("unit")["reason"].reindex(units).fillna("unknown")


def _fates(wide: pd.DataFrame, reasons: pd.Series) -> pd.Series:
    there = wide.notna()
    last = there.iloc[:, -1]
    first = there.iloc[:, 0]
    seen = there.to_numpy()
    begins = seen.argmax(axis=1)
    ends = seen.shape[1] - 1 - seen[:, ::-1].argmax(axis=1)
    has_gap = (ends - begins + 1) > seen.sum(axis=1)
    fates = pd.Series("complete", index=wide.index)
    fates[~first.to_numpy()] = "enters_later"
    fates[has_gap] = "gap"
    gone = ~last.to_numpy()
    fates[gone] = "exit: " + reasons[gone].astype(str)
    return fates


def _with_zeros(wide: pd.DataFrame, exits: pd.DataFrame) -> pd.DataFrame:
    closed = exits.loc[exits["reason"] == CLOSED].set_index("unit")["period"].reindex(wide.index)
    after = wide.columns.to_numpy()[None, :] > closed.to_numpy(dtype=float)[:, None]
    return wide.mask(wide.isna() & after, 0.0)


def _counted(fates: pd.Series, cohorts: pd.Series, kept: set[str]) -> pd.DataFrame:
    group = fates.index.to_series().map(cohorts).astype("Int64").astype("string").fillna("without support")
    rows = pd.DataFrame({"fate": fates, "cohort": group, "kept": fates.index.isin(list(kept))})
    counted = rows.groupby(["fate", "cohort"])["kept"].agg(units="size", kept="sum")
    return counted.reset_index()
