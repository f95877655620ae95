"""Jobs in the seven official kinds: persons and person-days apart, every client once, sums checked."""

from enum import StrEnum

import numpy as np
import pandas as pd

from sandan.data.contracts import JOB_COUNTS
from sandan.data.job_kinds import JobKind
from sandan.data.tables import check_table
from sandan.errors import MeasureError
from sandan.evaluate.stages import FACTS, PLANS

__all__ = ["ALL_KINDS", "Adds", "job_counts", "job_sums", "repeated_clients"]

TOTAL = "total"
ALL_KINDS = "once_over_all_kinds"
"""The row in which a client that is in several kinds counts once."""


class Adds(StrEnum):
    """What a stated total is, beside the sum of its kinds."""

    YES = "adds_up"
    NO = "does_not_add_up"
    WITH_DAYS = "adds_up_only_with_person_days"
    """The total is the sum of persons and person-days, which have no sum."""
    NOT_STATED = "not_stated"


def job_counts(jobs: pd.DataFrame, *, area: str, period: int, plans: bool = False) -> pd.DataFrame:
    """Count the jobs of a place and year by kind.

    Parameters
    ----------
    jobs : DataFrame
        Table of the kind ``job_counts``.
    area : str
        Code of the place.
    period : int
        Calendar year.
    plans : bool
        Count what was intended instead of what was counted; the two are never mixed.

    Returns
    -------
    DataFrame, shape (8,)
        ``kind`` (the seven, then `ALL_KINDS`), ``rows``, ``clients``, ``persons_listed`` (as the rows say),
        ``persons`` (every client once), ``repeated`` (the difference), ``persons_unnamed`` (of rows without a
        client, which cannot be checked), ``person_days``, ``net_lower`` and ``net_upper`` (persons without
        those who would have had the job anyway), ``provisional`` (some rows are). A kind of which no row
        gives a number has none; zero is a number.

    Raises
    ------
    MeasureError
        If a row says that more persons would have had the job anyway than it counts.
    TableError
        If the table breaks its contract.

    Notes
    -----
    A client's persons are the largest number that one of its rows gives, not their sum: the rows may speak of
    the same jobs. ``net_lower`` takes away ``anyway`` where it is known and everybody where nobody asked,
    ``net_upper`` takes away only what is known. Persons and person-days are never added.

    References
    ----------
    US Economic Development Administration, form ED-916, counts a client once. ``docs/methods/job-kinds.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"record": list("abc"), "area": "A", "period": 2013, "kind": "placement",
    ...     "programme": ["P", "Q", "P"], "client": ["f1", "f1", "f2"], "persons": [3.0, 2, 4],
    ...     "person_days": np.nan, "anyway": [1.0, 0, np.nan], "stage": "final"})
    >>> job_counts(jobs, area="A", period=2013).loc[2, ["persons_listed", "persons", "net_lower", "net_upper"]
    ...     ].tolist()
    [9.0, 7.0, 2.0, 6.0]
    """
    rows = _rows(jobs, area, period, plans=plans)
    kinds = [_counted(kind.value, rows[rows["kind"] == kind]) for kind in JobKind]
    table = pd.DataFrame([*kinds, _counted(ALL_KINDS, rows)])
    return table.astype({"rows": "int64", "clients": "int64", **dict.fromkeys(_NUMBERS, float)})


_NUMBERS = (
    "persons_listed",
    "persons",
    "repeated",
    "persons_unnamed",
    "person_days",
    "net_lower",
    "net_upper",
)


def _rows(jobs: pd.DataFrame, area: str, period: int, *, plans: bool) -> pd.DataFrame:
    check_table(jobs, JOB_COUNTS)
    stages = [one.value for one in (PLANS if plans else FACTS)]
    here = jobs[(jobs["area"] == area) & (jobs["period"] == period) & jobs["stage"].isin(stages)]
    wrong = here[here["anyway"] > here["persons"]]
    if len(wrong):
        first = wrong.iloc[0]
        raise MeasureError(
            f"The row {first['record']!r} says that {first['anyway']:g} persons would have had the job "
            f"anyway, of {first['persons']:g}; correct one of the two."
        )
    return here[here["kind"] != TOTAL]


def _counted(kind: str, rows: pd.DataFrame) -> dict[str, object]:
    named, unnamed = rows[rows["client"].notna()], rows[rows["client"].isna()]
    # Of each client the row with the most persons; the days of all rows, which were worked each once.
    once = pd.concat([_largest(named), unnamed[unnamed["persons"].notna()]])
    known = once["anyway"].fillna(0.0)
    unknown = once["persons"].where(once["anyway"].isna(), 0.0)
    listed, persons = _sum(rows["persons"]), _sum(once["persons"])
    return {
        "kind": kind,
        "rows": len(rows),
        "clients": named["client"].nunique(),
        "persons_listed": listed,
        "persons": persons,
        "repeated": listed - persons,
        "persons_unnamed": _sum(unnamed["persons"]),
        "person_days": _sum(rows["person_days"]),
        "net_lower": persons - float((known + unknown).sum()),
        "net_upper": persons - float(known.sum()),
        "provisional": bool((rows["stage"] == "provisional").any()),
    }


def _largest(named: pd.DataFrame) -> pd.DataFrame:
    counted = named[named["persons"].notna()]
    return counted.sort_values("persons", kind="stable").drop_duplicates("client", keep="last")


def _sum(numbers: pd.Series) -> float:
    """Add what is known; nothing known is no number, and not zero."""
    known = numbers.dropna()
    return float(known.sum()) if len(known) else np.nan


def repeated_clients(jobs: pd.DataFrame, *, area: str, period: int, plans: bool = False) -> pd.DataFrame:
    """List the clients that stand in more than one row of a year.

    Parameters
    ----------
    jobs : DataFrame
        Table of the kind ``job_counts``.
    area : str
        Code of the place.
    period : int
        Calendar year.
    plans : bool
        As for `job_counts`.

    Returns
    -------
    DataFrame
        ``client``, ``record``, ``kind``, ``programme``, ``persons``, ``counts`` (this row's persons are those
        that count in its kind) and ``counts_over_all`` (over all kinds), client by client.

    Raises
    ------
    MeasureError, TableError
        As `job_counts`.

    Notes
    -----
    The row that counts is the one with the most persons, the last one if several have as many.

    References
    ----------
    ``docs/methods/job-kinds.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"record": list("abc"), "area": "A", "period": 2013, "kind": "placement",
    ...     "programme": ["P", "Q", "P"], "client": ["f1", "f1", "f2"], "persons": [3.0, 2, 4],
    ...     "person_days": np.nan, "anyway": np.nan, "stage": "final"})
    >>> repeated_clients(jobs, area="A", period=2013)[["record", "counts"]].values.tolist()
    [['a', True], ['b', False]]
    """
    rows = _rows(jobs, area, period, plans=plans)
    named = rows[rows["client"].notna()]
    within = {one for _, group in named.groupby("kind") for one in _largest(group).index}
    over_all = set(_largest(named).index)
    again = named[named.duplicated("client", keep=False)]
    table = again[["client", "record", "kind", "programme", "persons"]].assign(
        counts=again.index.isin(list(within)), counts_over_all=again.index.isin(list(over_all))
    )
    return table.sort_values(["client", "kind", "record"], ignore_index=True)


def job_sums(jobs: pd.DataFrame, *, area: str, period: int, plans: bool = False) -> pd.DataFrame:
    """Compare a stated total with the sum of its kinds.

    Parameters
    ----------
    jobs : DataFrame
        Table of the kind ``job_counts``; rows of the kind ``total`` state a sum.
    area : str
        Code of the place.
    period : int
        Calendar year.
    plans : bool
        As for `job_counts`.

    Returns
    -------
    DataFrame, shape (2,)
        ``unit`` (``persons``, ``person_days``), ``stated``, ``sum_of_kinds`` (as listed), ``difference``,
        ``adds``, and ``of_distinct_clients`` (persons, every client once over all kinds).

    Raises
    ------
    MeasureError
        If a unit has two stated totals, or as `job_counts`.
    TableError
        If the table breaks its contract.

    Notes
    -----
    ``difference = stated - sum``. If stated persons equal persons plus person-days, that is said: the two
    units were added.

    References
    ----------
    ``docs/methods/job-kinds.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"record": list("abcde"), "area": "A", "period": 2018,
    ...     "kind": ["direct", "placement", "start_up", "other", "total"], "programme": None, "client": None,
    ...     "persons": [14551.0, 15449, 1034, 3083, 34117], "person_days": np.nan, "anyway": np.nan,
    ...     "stage": "final"})
    >>> job_sums(jobs, area="A", period=2018)[["unit", "stated", "sum_of_kinds", "adds"]].values.tolist()
    [['persons', 34117.0, 34117.0, 'adds_up'], ['person_days', nan, nan, 'not_stated']]
    """
    rows = _rows(jobs, area, period, plans=plans)
    stages = [one.value for one in (PLANS if plans else FACTS)]
    totals = jobs[
        (jobs["area"] == area)
        & (jobs["period"] == period)
        & (jobs["kind"] == TOTAL)
        & jobs["stage"].isin(stages)
    ]
    sums = {unit: _sum(rows[unit]) for unit in ("persons", "person_days")}
    once = float(_counted(ALL_KINDS, rows)["persons"])  # type: ignore[arg-type]
    return pd.DataFrame(
        [
            _compared(unit, _stated(totals, unit), sums) | {"of_distinct_clients": own}
            for unit, own in (("persons", once), ("person_days", np.nan))
        ]
    )


def _stated(totals: pd.DataFrame, unit: str) -> float:
    stated = totals[unit].dropna()
    if len(stated) > 1:
        raise MeasureError(
            f"There are {len(stated)} totals of {unit}, among them {stated.iloc[0]:g} and "
            f"{stated.iloc[1]:g}; keep one."
        )
    return float(stated.iloc[0]) if len(stated) else np.nan


def _compared(unit: str, stated: float, sums: dict[str, float]) -> dict[str, object]:
    both = np.nansum(list(sums.values()))
    if np.isnan(stated) or np.isnan(sums[unit]):
        adds = Adds.NOT_STATED
    elif np.isclose(stated, sums[unit], rtol=0, atol=1e-9):
        adds = Adds.YES
    elif not np.isnan(sums["person_days"]) and np.isclose(stated, both, rtol=0, atol=1e-9):
        adds = Adds.WITH_DAYS
    else:
        adds = Adds.NO
    return {
        "unit": unit,
        "stated": stated,
        "sum_of_kinds": sums[unit],
        "difference": stated - sums[unit],
        "adds": adds.value,
    }
