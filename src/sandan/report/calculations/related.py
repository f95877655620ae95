"""Calculations on the industry space of a register: what a city has, what is near, how complex it is."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.observe.complexity.outlook import outlook_gain
from sandan.observe.relatedness.backbone import backbone
from sandan.observe.relatedness.bounded_excess import bounded_excess
from sandan.observe.relatedness.density import bounded_density
from sandan.observe.relatedness.layout import stress_layout
from sandan.observe.relatedness.presence import presence_bounds, presence_from_bounds
from sandan.report.calculations.base import Registered
from sandan.report.calculations.protected import EVERYTHING, EVERYWHERE
from sandan.report.calculations.protected_once import protected_once
from sandan.report.calculations.quotient_bounds import quotient_bounds
from sandan.report.calculations.spaces import Space, complexity_of, space_of

__all__ = ["DIAGONAL", "FROM_SPACE", "NEIGHBORS"]

DIAGONAL = 0.0
"""An industry does not speak for itself in a density: that it is there is no reason why it should come."""

NEIGHBORS = 3
"""How many of the nearest industries are named."""

KINDS = ("present", "absent", "hidden", "not_surveyed")

RANGES = ("density", "excess", "gain", "quotient")

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _space(tables: Tables, parameters: Parameters) -> Space:
    return space_of(tables["establishments"], period=parameters["period"], digits=parameters["digits"])


def _related_industries(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say of every industry whether the city has it, what it is near to, and what may be published of it."""
    space = _space(tables, parameters)
    cells = protected_once(
        tables["establishments"],
        period=parameters["period"],
        digits=parameters["digits"],
        jobs=True,
        published_on=parameters["published_on"],
    )
    city, industries = parameters["city"], space.presence.columns
    least, most = (
        table.reindex(index=space.presence.index, columns=industries)
        for table in quotient_bounds(cells, digits=parameters["digits"])
    )
    known = _known_presence(space, least, most)
    peers = [one for one in known.index if one != city and one in (parameters["peers"] or known.index)]
    table = pd.DataFrame(
        {
            "jobs": _published(cells, city, industries),
            "jobs_everywhere": _published(cells, EVERYWHERE, industries),
            "quotient_low": _row(least, city),
            "quotient_high": _row(most, city),
            "kind": _kinds(_row(known, city), _row(space.unreported.reindex(columns=industries), city)),
            **_nearness(space, known, city),
            **_complexity(space, known.loc[[city]]),
            **_peers(known.loc[peers]),
            **_neighbors(space),
        },
        index=industries,
    )
    counts = table["kind"].value_counts().reindex(KINDS, fill_value=0)
    table = table.assign(**{f"count_{kind}": count for kind, count in counts.items()}, count_all=len(table))
    table["listed"] = table["kind"].eq("absent") & table["quotient_high"].lt(parameters["absent_below"])
    table["count_listed"] = int(table["listed"].sum())
    table["count_peers"] = len(peers)
    return _with_status(_with_values(table)).rename_axis("industry").reset_index()


def _row(table: pd.DataFrame, city: str) -> pd.Series:
    return table.loc[[city]].iloc[0]


def _known_presence(space: Space, least: pd.DataFrame, most: pd.DataFrame) -> pd.DataFrame:
    """Return 1, 0, and NaN where a reader of the protected table cannot tell."""
    decided = presence_from_bounds(least, most).table
    # What was left out of it is present nowhere, or hidden everywhere.
    unknown = least.isna() | most.isna() | (least.lt(1) & most.ge(1))
    table = decided.reindex(index=least.index, columns=least.columns).fillna(0.0).mask(unknown)
    return table.mask(space.unreported.reindex(index=least.index, columns=least.columns).notna())


def _published(cells: pd.DataFrame, region: str, industries: pd.Index) -> pd.Series:
    there = cells.loc[cells["region"].eq(region) & cells["industry"].ne(EVERYTHING)]
    return there.set_index("industry")["value"].reindex(industries)


def _kinds(known: pd.Series, unreported: pd.Series) -> pd.Series:
    silent = unreported.map({Status.SUPPRESSED.value: "hidden", Status.NOT_SURVEYED.value: "not_surveyed"})
    said = known.map({1.0: "present", 0.0: "absent"}).astype(object)
    return said.where(known.notna(), silent.astype(object).where(silent.notna(), "hidden"))


def _own_bounds(space: Space, known: pd.DataFrame, city: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the city as it is published and all others as they are, which enter as averages alone."""
    low, high = presence_bounds(known.loc[[city]])
    tables = (space.presence.copy(), space.presence.copy())
    for table, own in zip(tables, (low, high), strict=True):
        table.loc[city] = own.loc[city]
    return tables


def _nearness(space: Space, known: pd.DataFrame, city: str) -> dict[str, pd.Series]:
    low, high = _own_bounds(space, known, city)
    density = bounded_density(low.loc[[city]], high.loc[[city]], space.proximity, diagonal=DIAGONAL)
    least, most = bounded_excess(low, high, space.proximity, diagonal=DIAGONAL)
    return {
        "density_low": 100 * _row(density.lower, city),
        "density_high": 100 * _row(density.upper, city),
        "excess_low": 100 * _row(least, city),
        "excess_high": 100 * _row(most, city),
    }


def _complexity(space: Space, known: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the complexity of industries, and what each would open up; without complexity neither."""
    found, _ = complexity_of(space.presence)
    if found is None:
        nothing = pd.Series(np.nan, index=space.presence.columns)
        return {"complexity": nothing, "gain_low": nothing, "gain_high": nothing}
    pci = found.industries["pci"]
    low, high = presence_bounds(known)
    # What is complex and here already opens up less; what is below zero, more.
    below = (pci.reindex(known.columns) < 0).to_numpy()
    ends = (low.where(below[None], high), low.where(~below[None], high))
    least, most = (
        outlook_gain(has, space.proximity, pci, definition="growth_lab").iloc[0].where(known.iloc[0] == 0)
        for has in ends
    )
    return {"complexity": pci, "gain_low": least, "gain_high": most}


def _peers(there: pd.DataFrame) -> dict[str, pd.Series]:
    """Count the peers that are known to have an industry, and those that may have it besides."""
    low = (there == 1).sum()
    return {"peers_low": low, "peers_high": low + there.isna().sum()}


def _neighbors(space: Space) -> dict[str, pd.Series]:
    """Name the nearest industries of each; equal ones by how many cities have both."""
    near, shared = space.proximity.to_numpy(), space.shared.to_numpy()
    labels = space.proximity.columns
    columns: dict[str, list[Any]] = {}
    for place in range(len(near)):
        order = [one for one in np.lexsort((-shared[place], -near[place])) if one != place]
        first = [one for one in order[:NEIGHBORS] if near[place, one] > 0]
        for rank in range(NEIGHBORS):
            one = first[rank] if rank < len(first) else None
            columns.setdefault(f"related_{rank + 1}", []).append(None if one is None else labels[one])
            columns.setdefault(f"proximity_{rank + 1}", []).append(
                np.nan if one is None else near[place, one]
            )
    return {name: pd.Series(values, index=labels) for name, values in columns.items()}


def _with_values(table: pd.DataFrame) -> pd.DataFrame:
    """Give a value where the two ends meet."""
    values = {}
    for name in RANGES:
        low, high = (table[f"{name}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
        meet = np.isclose(low, high, rtol=1e-9, atol=1e-12)
        values[name] = np.where(meet, low, np.nan)
        values[f"{name}_high"] = np.where(meet, low, np.where(np.isinf(high), np.nan, high))
    values["peers_with"] = np.where(table["peers_low"] == table["peers_high"], table["peers_low"], np.nan)
    return table.assign(**values)


def _with_status(table: pd.DataFrame) -> pd.DataFrame:
    """Say why a number of a row is not there: every range comes from hidden cells."""
    open_ones = ["jobs", "jobs_everywhere", "quotient", "density", "excess", "peers_with"]
    hidden = table[open_ones].isna().any(axis=1) | table["kind"].eq("hidden")
    status = pd.Series(Status.REPORTED.value, index=table.index).mask(hidden, Status.SUPPRESSED.value)
    return table.assign(status=status.mask(table["kind"].eq("not_surveyed"), Status.NOT_SURVEYED.value))


def _space_links(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Choose the links that are drawn."""
    return _links(_space(tables, parameters), parameters)


def _links(space: Space, parameters: Parameters) -> pd.DataFrame:
    return backbone(
        space.proximity, links_per_industry=parameters["links_per_industry"], support=space.shared
    )


def _space_layout(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say where every industry stands on paper."""
    space = _space(tables, parameters)
    places = stress_layout(_links(space, parameters), space.proximity.columns)
    return places.rename_axis("industry").reset_index()


def _place_complexity(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Rank the cities by complexity, with how well the index is determined; or say why there is none."""
    presence = _space(tables, parameters).presence
    found, reason = complexity_of(presence)
    diversity = presence.sum(axis=1).astype("int64")
    table = pd.DataFrame({"diversity": diversity, "cities": len(presence), "reason": reason})
    about: dict[str, Any] = dict.fromkeys(("eci", "rank", "second", "third", "sign_correlation"), np.nan)
    if found is not None:
        eci = found.regions["eci"]
        values = [*found.eigenvalues.tolist(), np.nan, np.nan]
        about = {
            "eci": eci,
            "rank": eci.rank(ascending=False, method="min"),
            "second": values[1],
            "third": values[2],
            "sign_correlation": found.sign_correlation,
        }
    return table.assign(**about).rename_axis("city").reset_index()


FROM_SPACE = (
    Registered("related_industries", ("establishments",), _related_industries),
    Registered("space_links", ("establishments",), _space_links),
    Registered("space_layout", ("establishments",), _space_layout),
    Registered("place_complexity", ("establishments",), _place_complexity),
)
