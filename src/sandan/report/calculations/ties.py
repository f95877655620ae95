"""Calculations on observed ties: how many stay inside two complexes, how many join them, against chance."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.disclosure.contributions import publication_cells
from sandan.data.disclosure.suppression import protect, rule_in_force
from sandan.data.missing import Status
from sandan.observe.bridges.openness import openness, openness_change
from sandan.report.calculations.base import Registered
from sandan.report.calculations.complexes import members
from sandan.report.calculations.protected import EVERYTHING, EVERYWHERE

__all__ = ["FROM_TIES", "RELATIONS"]

RELATIONS = ("first", "second", "between", "one_end", "no_end")
"""Inside of one of the two, between them, with one end in them, with none."""

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _pair(parameters: Parameters) -> tuple[str, str]:
    return parameters["first"], parameters["second"]


def _dated(tables: Tables) -> pd.DataFrame:
    ties = tables["ties"]
    return ties.assign(year=pd.to_datetime(ties["date"]).dt.year)


def _years(tables: Tables, ties: pd.DataFrame) -> list[int]:
    """List the years of which there are both ties and a register."""
    known = {int(year) for year in tables["establishments"]["period"].unique()}
    return sorted(known & {int(year) for year in ties["year"].unique()})


def _related(ties: pd.DataFrame, group: pd.Series, pair: tuple[str, str]) -> pd.DataFrame:
    """Say of every tie where its ends are; a tie of an enterprise with itself is none."""
    start, end = (ties[side].map(group) for side in ("from", "to"))
    inside = start.notna().astype(int) + end.notna().astype(int)
    same = start.eq(end)
    relation = np.select(
        [same & start.eq(pair[0]), same & start.eq(pair[1]), inside.eq(2), inside.eq(1)],
        RELATIONS[:4],
        default=RELATIONS[4],
    )
    return ties.assign(relation=relation).loc[ties["from"] != ties["to"]]


def _protected(related: pd.DataFrame, *, period: int, published_on: date) -> pd.DataFrame:
    """Count ties by relation and kind; what few enterprises are behind is hidden, and what would tell it."""
    ends = pd.concat(
        [
            related[["relation", "kind", side]].rename(
                columns={"relation": "region", "kind": "industry", side: "enterprise"}
            )
            for side in ("from", "to")
        ]
    )
    region_sums = {EVERYWHERE: list(RELATIONS)}
    industry_sums = {EVERYTHING: sorted(ends["industry"].unique())}
    cells = publication_cells(
        ends,
        contributor="enterprise",
        value=None,
        measure="ends",
        unit="ends",
        period=period,
        region_sums=region_sums,
        industry_sums=industry_sums,
    )
    rule = rule_in_force(published_on)
    told = protect(cells, rule, region_sums=region_sums, industry_sums=industry_sums).published
    # Every tie has two ends.
    return told.pivot_table(
        index="industry", columns="region", values="value", aggfunc="first", dropna=False
    ).div(2)


def _of_year(tables: Tables, ties: pd.DataFrame, parameters: Parameters, year: int) -> dict[str, Any]:
    pair = _pair(parameters)
    group, in_both = members(tables["establishments"], period=year, pair=pair)
    there = ties.loc[ties["year"] == year]
    related = _related(there, group, pair)
    row: dict[str, Any] = {
        "period": year,
        "first_firms": int((group == pair[0]).sum()),
        "second_firms": int((group == pair[1]).sum()),
        "in_both": in_both,
        "self_ties": len(there) - len(related),
        "status": Status.REPORTED.value,
    }
    counts = dict.fromkeys([*RELATIONS, EVERYWHERE], 0.0)
    if len(related):
        day = date.fromisoformat(parameters["published_on"])
        told = _protected(related, period=year, published_on=day)
        numbers = told.loc[[EVERYTHING]].to_numpy(dtype=np.float64)[0].tolist()
        counts = dict(zip(told.columns.astype(str), numbers, strict=True))
    row |= {name: counts[name] for name in RELATIONS} | {"ties": counts[EVERYWHERE]}
    if pd.isna([counts[name] for name in RELATIONS[:3]]).any():
        row["status"] = Status.SUPPRESSED.value
    return row | _openness(related, group, parameters, year, told=row["status"] == Status.REPORTED)


def _openness(
    related: pd.DataFrame, group: pd.Series, parameters: Parameters, year: int, *, told: bool
) -> dict[str, float]:
    """Give the index of a year; none where one complex has no enterprise or nothing is counted."""
    blank = dict.fromkeys(("e_i", "expected", "p_low", "p_high", "p"), np.nan)
    if group.nunique() < 2:
        return blank
    if not told or related["relation"].isin(RELATIONS[3:]).all():
        return blank
    rng = np.random.default_rng([parameters["seed"], year])
    found = openness(related.assign(date=year), group, draws=parameters["draws"], rng=rng).index
    row = found.loc[found["scope"] == "all"].iloc[0]
    return {name: float(row[name]) for name in ("e_i", "expected", "p_low", "p_high")} | {
        "p": float(row["p_value"])
    }


def _by_year(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the ties of every year by where their ends are, with the index of openness."""
    ties = _dated(tables)
    rows = [_of_year(tables, ties, parameters, year) for year in _years(tables, ties)]
    table = pd.DataFrame(rows)
    level = parameters["level"]
    if rows:
        closed, open_ = table["p"].le(level) & table["p_low"].lt(table["p_high"]), table["p"].le(level)
        table["verdict"] = np.select([closed, open_], ["closed", "open"], default="neither")
    return table


def _by_kind(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the ties of one year by kind and by where their ends are."""
    pair, year = _pair(parameters), parameters["period"]
    ties = _dated(tables)
    group, _ = members(tables["establishments"], period=year, pair=pair)
    related = _related(ties.loc[ties["year"] == year], group, pair)
    if related.empty:
        return pd.DataFrame({"kind": [], **{name: [] for name in RELATIONS}, "status": []})
    day = date.fromisoformat(parameters["published_on"])
    table = _protected(related, period=year, published_on=day)[list(RELATIONS)].rename_axis("kind")
    hidden = table.isna().any(axis=1)
    status = hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})
    return table.assign(status=status).rename_axis(columns=None).reset_index()


def _change(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compare the openness of two years, each with the enterprises that were there."""
    pair, ties = _pair(parameters), _dated(tables)
    years = (parameters["before"], parameters["after"])
    groups = [members(tables["establishments"], period=year, pair=pair)[0] for year in years]
    both = groups[0].index.intersection(groups[1].index)
    movers = both[groups[0][both] != groups[1][both]]
    known = pd.concat(groups)
    known = known.loc[~known.index.duplicated() & ~known.index.isin(movers)]
    chosen = [
        _related(ties.loc[ties["year"] == year], group.drop(movers, errors="ignore"), pair)
        for year, group in zip(years, groups, strict=True)
    ]
    counted = pd.concat([one.loc[one["relation"].isin(RELATIONS[:3])] for one in chosen])
    found = openness_change(
        counted.assign(date=counted["year"]),
        known,
        before=[years[0]],
        after=[years[1]],
        draws=parameters["draws"],
        rng=np.random.default_rng(parameters["seed"]),
    )
    names = ("before", "after", "change", "lower", "upper", "draws", "usable_draws")
    table = pd.DataFrame({name: [getattr(found, name)] for name in names})
    return table.assign(movers=len(movers), status=Status.REPORTED.value)


FROM_TIES = (
    Registered("bridge_ties", ("establishments", "ties"), _by_year),
    Registered("bridge_tie_kinds", ("establishments", "ties"), _by_kind),
    Registered("bridge_openness_change", ("establishments", "ties"), _change),
)
