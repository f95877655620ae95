"""One register of support: announced, decided and paid are three dates, and none stands for another."""

from collections.abc import Collection
from typing import Literal, TypeAlias, get_args

import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns

__all__ = ["TREATMENT_DATES", "Basis", "cohorts", "doses"]

TREATMENT_DATES = ("announced", "decided", "paid")
Basis: TypeAlias = Literal["announced", "decided", "paid"]
"""Which of the three dates begins the support."""


def cohorts(
    register: pd.DataFrame,
    *,
    basis: Basis = "decided",
    kinds: Collection[str] | None = None,
    anticipation: int = 0,
) -> pd.DataFrame:
    """Say for every supported firm in which year its support began.

    Parameters
    ----------
    register : DataFrame, shape (n_supports, n_columns)
        One row per support: ``unit``, ``kind``, and the dates ``announced``, ``decided``, ``paid`` (dates or
        empty).
    basis : {"announced", "decided", "paid"}
        Which date begins the support.
    kinds : collection of str, optional
        Count only these kinds; all of them without it.
    anticipation : int
        Years by which the beginning is put forward, at least 0.

    Returns
    -------
    DataFrame, shape (n_units, 4)
        Indexed by ``unit``: ``cohort`` (year of the first support, less ``anticipation``), ``supports``,
        ``kinds`` (joined by commas, in order of names) and ``undated``, the number of supports without the
        date. A unit whose every support lacks the date has an empty cohort: it was supported and nobody knows
        since when, so it can be neither treated nor a comparison.

    Raises
    ------
    TableError
        If a column is missing or a unit or kind is empty, or dates of one support are not in their order.
    MeasureError
        If the basis is not known, a kind is not in the register, or ``anticipation`` is negative.

    Notes
    -----
    ``cohort[u] = min over supports of year(date) - anticipation``.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple time periods, Journal
    of Econometrics 225, 200-230, for cohorts. ``docs/methods/firm-panels.md``.

    Examples
    --------
    >>> register = pd.DataFrame({
    ...     "unit": ["f1", "f1", "f2"], "kind": ["money", "network", "money"],
    ...     "announced": ["2012-11-02", "2013-05-01", "2013-05-01"],
    ...     "decided": ["2013-02-01", "2013-09-01", None], "paid": ["2014-01-10", None, None],
    ... })
    >>> cohorts(register)["cohort"].tolist()
    [2013, <NA>]
    """
    chosen = _chosen(register, kinds)
    if basis not in get_args(Basis):
        raise MeasureError(f"`basis` is {basis!r}; use one of {', '.join(get_args(Basis))}.")
    if anticipation < 0:
        raise MeasureError(f"`anticipation` is {anticipation}; give a number of years, 0 or more.")
    years = _dates(chosen)[basis].dt.year.astype("Int64")
    by_unit = chosen.assign(year=years).groupby("unit")
    return pd.DataFrame(
        {
            "cohort": by_unit["year"].min() - anticipation,
            "supports": by_unit.size(),
            "kinds": by_unit["kind"].agg(lambda names: ",".join(sorted(set(names)))),
            "undated": by_unit["year"].agg(lambda found: int(found.isna().sum())),
        }
    )


def doses(register: pd.DataFrame, *, amount: str, kinds: Collection[str] | None = None) -> pd.DataFrame:
    """Add up what was paid to every firm in every year, so that no firm of two programs is counted twice.

    Parameters
    ----------
    register : DataFrame, shape (n_supports, n_columns)
        As for `cohorts`, and the column ``amount``.
    amount : str
        Name of the column with what was paid, at least 0; empty where nothing is known.
    kinds : collection of str, optional
        Count only these kinds.

    Returns
    -------
    DataFrame, shape (n_unit_years, 5)
        One row per unit and year of payment: ``unit``, ``period``, ``dose`` (in the unit of ``amount``; empty
        if any amount of the year is unknown), ``known`` (what is known of it), ``supports``.

    Raises
    ------
    TableError
        If a column is missing, an amount is negative, or an amount has no date of payment.
    MeasureError
        If a kind is not in the register.

    Notes
    -----
    ``dose[u, t] = sum of amounts paid to u in t``. Supports that were never paid have no row.

    References
    ----------
    ``docs/methods/firm-panels.md``.

    Examples
    --------
    >>> register = pd.DataFrame({
    ...     "unit": ["f1", "f1"], "kind": ["money", "loan"], "announced": None, "decided": None,
    ...     "paid": ["2014-01-10", "2014-08-01"], "won": [300.0, 200.0],
    ... })
    >>> doses(register, amount="won")[["unit", "period", "dose"]].values.tolist()
    [['f1', 2014, 500.0]]
    """
    chosen = _chosen(register, kinds)
    if amount not in chosen:
        raise TableError(f"`register` lacks the column {amount!r}; name the one with what was paid.")
    amounts = pd.to_numeric(chosen[amount])
    if (amounts < 0).any():
        raise TableError(
            f"`{amount}` holds {amounts.min()}; a repayment is a support of its own kind, not negative."
        )
    paid = _dates(chosen)["paid"]
    if (amounts.notna() & (amounts > 0) & paid.isna()).any():
        first = chosen.loc[amounts.gt(0) & paid.isna(), "unit"].iloc[0]
        raise TableError(f"{first!r} has an amount without a date of payment; give the date, or no amount.")
    there = paid.notna()
    table = pd.DataFrame(
        {"unit": chosen.loc[there, "unit"], "period": paid[there].dt.year, "amount": amounts[there]}
    )
    by_year = table.groupby(["unit", "period"])["amount"]
    known = by_year.sum()
    found = pd.DataFrame({"dose": known.where(by_year.count() == by_year.size()), "known": known})
    return found.assign(supports=by_year.size()).reset_index()


def _chosen(register: pd.DataFrame, kinds: Collection[str] | None) -> pd.DataFrame:
    check_columns(register, ["unit", "kind"], "register")
    absent = [name for name in TREATMENT_DATES if name not in register]
    if absent:
        raise TableError(f"`register` lacks the column {absent[0]!r}; a date that is not known may be empty.")
    unknown = sorted(set(kinds or ()) - set(register["kind"]))
    if unknown:
        raise MeasureError(
            f"{unknown[0]!r} is no kind of support in the register; it has {_some(register['kind'])}."
        )
    return register if kinds is None else register.loc[register["kind"].isin(list(kinds))]


def _some(kinds: pd.Series) -> str:
    names = sorted(set(kinds))
    return ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")


def _dates(register: pd.DataFrame) -> pd.DataFrame:
    """Read the three dates, which come in this order."""
    dates = pd.DataFrame({name: pd.to_datetime(register[name]) for name in TREATMENT_DATES})
    for earlier, later in (("announced", "decided"), ("decided", "paid"), ("announced", "paid")):
        wrong = dates[later] < dates[earlier]
        if wrong.any():
            row = register.loc[wrong].iloc[0]
            raise TableError(
                f"A support of {row['unit']!r} was {later} on {row[later]} and {earlier} on {row[earlier]}; "
                "one of the dates is wrong."
            )
    return dates
