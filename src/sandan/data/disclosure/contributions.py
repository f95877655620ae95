"""From firms to cells, with what disclosure control has to know about each cell."""

import numpy as np
import pandas as pd

from sandan.data.disclosure.additive import Sums
from sandan.data.missing import Status
from sandan.errors import TableError

__all__ = ["publication_cells"]


def publication_cells(
    units: pd.DataFrame,
    *,
    contributor: str,
    value: str | None,
    measure: str,
    unit: str,
    period: int,
    region_sums: Sums,
    industry_sums: Sums,
    largest: int = 2,
) -> pd.DataFrame:
    """Add up firms or sites by region and industry, and keep who stands behind each cell.

    Parameters
    ----------
    units : DataFrame, shape (n_units, n_columns)
        Columns ``region``, ``industry``, the contributor and the value; every unit is at one place.
    contributor : str
        Column that names who must not be recognized: the enterprise, not the site.
    value : str or None
        Column that is added up; None counts the units.
    measure, unit : str
        What is counted and in which unit, as they stand in the table.
    period : int
        Calendar year.
    region_sums, industry_sums : mapping of str to sequence of str
        Code of each total to the codes of its parts; totals may be parts of other totals.
    largest : int, default 2
        How many of the largest contributions of each cell to keep.

    Returns
    -------
    DataFrame, shape (n_regions * n_industries, 11 + largest)
        A table of the kind ``industry_table`` with every pair of a region and an industry, totals
        among them, and ``contributors``, ``largest_1``, .... A pair without units is a true zero.

    Raises
    ------
    TableError
        If a value is missing, since a total with an unknown part is not a number.

    Notes
    -----
    Contributions are added by contributor within each cell before the largest are taken, totals
    included, so that a firm with several sites is one contributor.

    References
    ----------
    Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley, chapter 4, on holdings.

    Examples
    --------
    >>> units = pd.DataFrame({"region": ["a", "a", "b"], "industry": ["C", "C", "C"],
    ...                       "enterprise": ["x", "x", "y"], "workers": [3, 4, 5]})
    >>> cells = publication_cells(units, contributor="enterprise", value="workers", measure="workers",
    ...     unit="persons", period=2013, region_sums={"total": ["a", "b"]}, industry_sums={})
    >>> cells[["region", "value", "contributors", "largest_1"]].values.tolist()
    [['a', 7.0, 1, 7.0], ['b', 5.0, 1, 5.0], ['total', 12.0, 2, 7.0]]
    """
    amount = pd.Series(1.0, units.index) if value is None else units[value].astype(float)
    if amount.isna().any():
        raise TableError(
            f"Row {units.index[amount.isna().to_numpy()][0]} has no `{value}`, but a total needs every part; "
            "leave the unit out with a finding, or count units instead."
        )
    parts = pd.DataFrame(
        {
            "region": units["region"],
            "industry": units["industry"],
            "contributor": units[contributor],
            "value": amount,
        }
    )
    wide = _into_totals(_into_totals(parts, "region", region_sums), "industry", industry_sums)
    by_one = wide.groupby(["region", "industry", "contributor"], sort=False)["value"].sum().reset_index()
    cells = by_one.groupby(["region", "industry"], sort=False)["value"].agg(["sum", "count"])
    cells.columns = pd.Index(["value", "contributors"])
    ranked = by_one.sort_values("value", ascending=False, kind="stable")
    rank = ranked.groupby(["region", "industry"]).cumcount()
    for place in range(largest):
        at_place = ranked[rank == place].set_index(["region", "industry"])["value"]
        cells[f"largest_{place + 1}"] = at_place.reindex(cells.index)
    return _in_form(
        cells, _codes(units["region"], region_sums), _codes(units["industry"], industry_sums)
    ).assign(period=period, measure=measure, unit=unit)


def _codes(seen: pd.Series, sums: Sums) -> list[str]:
    """Order codes: parts as given by the sums, then others, then totals."""
    parts = [code for members in sums.values() for code in members if code not in sums]
    others = [code for code in sorted(seen.unique()) if code not in sums]
    return list(dict.fromkeys([*parts, *others, *sums]))


def _into_totals(parts: pd.DataFrame, column: str, sums: Sums) -> pd.DataFrame:
    """Repeat every row once for each total that holds it, directly or through another total."""
    holders: dict[str, set[str]] = {}
    for total, members in sums.items():
        for member in members:
            holders.setdefault(member, set()).add(total)
    pairs = [(code, above) for code in holders for above in _above(code, holders)]
    link = pd.DataFrame(pairs, columns=[column, "total"])
    lifted = parts.merge(link, on=column, how="inner")
    lifted[column] = lifted["total"]
    return pd.concat([parts, lifted.drop(columns="total")], ignore_index=True)


def _above(code: str, holders: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(holders.get(code, ()))
    while waiting:
        total = waiting.pop()
        if total not in found:
            found.add(total)
            waiting.extend(holders.get(total, ()))
    return found


def _in_form(cells: pd.DataFrame, regions: list[str], industries: list[str]) -> pd.DataFrame:
    every_pair = pd.MultiIndex.from_product([regions, industries], names=["region", "industry"])
    full = cells.reindex(every_pair).fillna(0.0).reset_index()
    full["contributors"] = full["contributors"].astype(np.int64)
    return full.assign(
        region_name=None,
        industry_name=None,
        status=Status.REPORTED.value,
        lower=full["value"],
        upper=full["value"],
    )
