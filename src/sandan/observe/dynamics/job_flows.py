"""Job creation and job destruction behind a net change of jobs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sandan.observe.checks import whole_workers
from sandan.observe.dynamics.units import check_units, grouped_sums, per_hundred

__all__ = ["job_flows"]


def job_flows(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    unit: str = "unit",
    workers: str = "workers",
) -> pd.DataFrame:
    """Measure job creation and job destruction behind a net change.

    Parameters
    ----------
    before, after : DataFrame
        One row per unit of the register at each date with its persons employed and the columns of ``by``.
    by : sequence of str
        Columns that make the groups, such as place and industry; empty for all together.
    unit, workers : str
        Names of the columns with the identifier and the persons employed.

    Returns
    -------
    DataFrame, shape (n_groups, n_by + 16)
        ``by``; ``start``, ``end`` (jobs); ``creation`` of which ``by_births``, ``by_arrivals`` (units that
        came from another group) and ``by_growth``; ``destruction`` of which ``by_deaths``,
        ``by_departures`` and ``by_decline``; ``net``; ``mean``; and in per cent of the mean
        ``creation_rate``, ``destruction_rate``, ``net_rate``, ``reallocation_rate`` and
        ``excess_reallocation_rate``. Rates are NaN in a group that has no jobs at either date.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, a unit stands twice at a date, or sizes are not whole
        numbers of 0 or more.

    Notes
    -----
    With ``x`` and ``y`` the jobs of a unit in the group at the two dates (0 if it is not in it)::

        creation = sum max(y - x, 0)        destruction = sum max(x - y, 0)
        net = end - start = creation - destruction
        mean = (start + end) / 2            reallocation = creation + destruction
        excess reallocation = reallocation - |net|

    A unit that moves destroys its jobs in one group and creates them in the other: they are
    ``by_departures`` and ``by_arrivals`` and vanish when both groups are put together.

    References
    ----------
    Davis, S. J., Haltiwanger, J. and Schuh, S. (1996), Job creation and destruction, MIT Press.

    Examples
    --------
    >>> before = pd.DataFrame({"unit": ["u1", "u2", "u3"], "workers": [10, 20, 5]})
    >>> after = pd.DataFrame({"unit": ["u1", "u2", "u4"], "workers": [16, 12, 7]})
    >>> flows = job_flows(before, after).iloc[0]
    >>> [int(flows[c]) for c in ("start", "creation", "destruction", "net", "end")]
    [35, 13, 13, 0, 35]
    """
    old, new = (_jobs(t, n, unit, by, workers) for t, n in ((before, "before"), (after, "after")))
    keys = ["unit", *by]
    both = old.merge(new, on=keys, how="outer", suffixes=("_before", "_after"), indicator=True)
    x, y = (both[f"jobs_{end}"].fillna(0).to_numpy(dtype=np.int64) for end in ("before", "after"))
    only_before, only_after = ((both["_merge"] == side).to_numpy() for side in ("left_only", "right_only"))
    gone, fresh = (~both["unit"].isin(table["unit"]).to_numpy() for table in (new, old))
    gain, loss = np.maximum(y - x, 0), np.maximum(x - y, 0)
    rows = both[[*by]].assign(
        start=x,
        end=y,
        creation=gain,
        by_births=gain * fresh,
        by_arrivals=gain * (only_after & ~fresh),
        by_growth=gain * ~only_after,
        destruction=loss,
        by_deaths=loss * gone,
        by_departures=loss * (only_before & ~gone),
        by_decline=loss * ~only_before,
    )
    table = grouped_sums(rows, by, [str(column) for column in rows.columns if column not in by])
    table["net"] = table["creation"] - table["destruction"]
    table["mean"] = (table["start"] + table["end"]) / 2
    for name in ("creation", "destruction", "net"):
        table[f"{name}_rate"] = per_hundred(table[name], table["mean"])
    table["reallocation_rate"] = table["creation_rate"] + table["destruction_rate"]
    table["excess_reallocation_rate"] = table["reallocation_rate"] - table["net_rate"].abs()
    return table


def _jobs(table: pd.DataFrame, name: str, unit: str, by: Sequence[str], workers: str) -> pd.DataFrame:
    check_units(table, name, unit=unit, columns=[*by, workers])
    sizes = whole_workers(table, workers, name)
    return table[[*by]].assign(unit=table[unit].to_numpy(), jobs=sizes)
