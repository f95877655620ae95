"""Ranks inside a stored set of places, as a range wherever the values allow more than one order."""

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.comparison_sets import POPULATION, ComparisonSet
from sandan.evaluate.indicators import Registry
from sandan.evaluate.stages import ends, values_in_year
from sandan.observe.rank_range import rank_range
from sandan.types import FloatArray

__all__ = ["RANK_COLUMNS", "ranks"]

RANK_COLUMNS = (
    "area",
    "area_name",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "stage",
    "definition_version",
    "rank",
    "best_rank",
    "worst_rank",
    "tied_with",
    "ranked",
    "missing",
    "worst_rank_with_missing",
)


def ranks(
    values: pd.DataFrame,
    comparison_set: ComparisonSet,
    registry: Registry,
    *,
    indicator: str,
    period: int,
    per_capita: bool = False,
) -> pd.DataFrame:
    """Rank the places of a stored set by one indicator in one year.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    comparison_set : ComparisonSet
        Among whom.
    registry : Registry
        Indicators by key.
    indicator : str
        Key in the registry.
    period : int
        Calendar year.
    per_capita : bool
        Relate the value to the population of the same year.

    Returns
    -------
    DataFrame
        One row for every place of the set, ranked ones first: ``area``, ``area_name``, ``value``,
        ``lower``, ``upper``, ``unit``, ``status``, ``stage``, ``definition_version``, ``rank``,
        ``best_rank``, ``worst_rank``, ``tied_with`` (codes that share the exact value, with
        ``"; "`` between), ``ranked`` and ``missing`` (how many of the set have a number or none),
        ``worst_rank_with_missing``. Places without a number are listed, never ranked.

    Raises
    ------
    DefinitionError
        If the indicator is not in the registry or may not be related to people.
    MeasureError
        If a value lies outside its own interval, or a population is not positive.
    TableError
        If the table breaks its contract.

    Notes
    -----
    ``rank[i] = 1 + #{j : better(x[j], x[i])}``; ranges as in `rank_range`, on the values turned
    over where lower is better. Only values under one definition are ranked: the newest one that
    any place of the set has for the year; a place that has another one only is ``not_comparable``.
    Per capita: ``value / population * people``, with ``people`` from the registry. An indicator
    without a direction is ranked by size, which says nothing about better and worse.

    References
    ----------
    ``docs/methods/ranks.md``.

    Examples
    --------
    >>> from datetime import date
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "workers", "area": ["A", "B", "C"], "area_name": None,
    ...     "period": 2013, "value": [90.0, 60.0, 60.0], "unit": "persons", "status": "reported",
    ...     "stage": "final", "definition_version": "1", "lower": np.nan, "upper": np.nan})
    >>> peers = ComparisonSet("all", "전체", "all", "전체", "all", date(2013, 1, 1), ("A", "B", "C", "D"))
    >>> ranks(values, peers, indicator_registry(), indicator="workers", period=2013)[
    ...     ["area", "rank", "tied_with", "status"]]
      area  rank tied_with      status
    0    A     1              reported
    1    B     2         C    reported
    2    C     2         B    reported
    3    D  <NA>            not_stated
    """
    areas = comparison_set.areas
    rows = values_in_year(values, registry, indicator=indicator, period=period, areas=areas)
    rows["lower"], rows["upper"] = ends(rows)
    if per_capita:
        people = values_in_year(values, registry, indicator=POPULATION, period=period, areas=areas)
        rows = _per_capita(rows, people, registry, indicator)
    table = rows.set_index("area").reindex(list(areas))
    table["status"] = table["status"].astype(object).fillna(Status.NOT_STATED.value).astype("str")
    people_of = f" per {registry[indicator].per_capita} people" if per_capita else ""
    table["unit"] = registry[indicator].unit + people_of
    table = _ranked(table, sign=-1.0 if registry[indicator].direction == "lower" else 1.0)
    table = table.rename_axis("area").reset_index().sort_values(["rank", "area"], na_position="last")
    return table.reset_index(drop=True)[list(RANK_COLUMNS)]


def _per_capita(rows: pd.DataFrame, people: pd.DataFrame, registry: Registry, indicator: str) -> pd.DataFrame:
    scale = registry[indicator].per_capita
    if scale == 0:
        raise DefinitionError(
            f"The indicator {indicator!r} has no `per_capita` in the registry, so it may not be related "
            "to people; rank it as it is."
        )
    population = rows["area"].map(people.set_index("area")["value"]).astype(float)
    if (population <= 0).any():
        raise MeasureError(
            f"The population of {rows.loc[population <= 0, 'area'].iloc[0]!r} is not positive, so nothing "
            "can be related to it; correct it."
        )
    lost = (rows["status"] == Status.REPORTED) & population.isna()
    return rows.assign(
        status=rows["status"].mask(lost, Status.NOT_STATED.value),
        **{name: scale * rows[name] / population for name in ("value", "lower", "upper")},
    )


def _ranked(table: pd.DataFrame, *, sign: float) -> pd.DataFrame:
    reported = table["status"] == Status.REPORTED
    known = table[reported]
    value = sign * known["value"].to_numpy(dtype=float)
    bounds = (sign * known[["lower", "upper"]].to_numpy(dtype=float)).reshape(-1, 2)
    lower, upper = bounds.min(axis=1), bounds.max(axis=1)
    if ((value < lower) | (value > upper)).any():
        first = int(np.flatnonzero((value < lower) | (value > upper))[0])
        raise MeasureError(
            f"The value {known['value'].iloc[first]} of {known.index[first]!r} lies outside its interval "
            f"[{known['lower'].iloc[first]}, {known['upper'].iloc[first]}]; correct one of them."
        )
    best, worst = rank_range(lower, upper)
    point, _ = rank_range(value, value)
    missing = int((~reported).sum())
    found = pd.DataFrame(
        {
            "rank": point,
            "best_rank": best,
            "worst_rank": worst,
            "tied_with": _ties(known.index.astype(str).tolist(), value),
            "worst_rank_with_missing": worst + missing,
        },
        index=known.index,
    ).reindex(table.index)
    counts = ["rank", "best_rank", "worst_rank", "worst_rank_with_missing"]
    found = found.astype(dict.fromkeys(counts, "Int64")).assign(
        tied_with=found["tied_with"].astype(object).fillna("").astype("str")
    )
    return table.join(found).assign(ranked=int(reported.sum()), missing=missing)


def _ties(areas: list[str], value: FloatArray) -> list[str]:
    sharing: dict[float, list[str]] = {}
    for area, number in zip(areas, value.tolist(), strict=True):
        sharing.setdefault(number, []).append(area)
    return [
        "; ".join(other for other in sharing[number] if other != area)
        for area, number in zip(areas, value.tolist(), strict=True)
    ]
