"""Calculations on published tables of region, industry and period: what totals allow, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.observe.change.common_sample import common_sample
from sandan.observe.change.shift_share import shift_share
from sandan.observe.specialization.location_quotient import bounded_location_quotient, location_quotient
from sandan.report.calculations.base import Registered
from sandan.report.calculations.growth_parts import growth_parts
from sandan.report.wording.published_names import counts_things

__all__ = ["FROM_STATISTICS"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

BOUNDS = ("value", "lower", "upper")

NOTHING = 1e-4
"""A cell that can hold no more than this share of its place changes no digit that a report shows."""


@dataclass(frozen=True)
class _Wide:
    """A measure at one date, regions by industries.

    ``numbers`` is empty where the source gives no number and no total proves that there is nothing;
    such a cell lies between ``lower`` and ``upper``.
    """

    numbers: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    as_nothing: pd.DataFrame

    @property
    def open(self) -> pd.DataFrame:
        """Mark the cells of which nobody knows the number."""
        return self.numbers.isna()


def _wide(tables: Tables, parameters: Parameters, period: int) -> _Wide:
    """Lay out a measure; an empty cell is nothing only where its bounds leave no room for more."""
    table = tables["statistics"]
    chosen = table.loc[(table["measure"] == parameters["measure"]) & (table["period"] == period)]
    values, lower, upper = (_pivoted(chosen, name) for name in BOUNDS)
    least = 0.0 if counts_things(parameters["measure"]) else -np.inf
    room = values.sum(axis=1).mul(NOTHING)
    as_nothing = values.isna() & (lower == 0) & upper.le(room, axis=0)
    return _Wide(values.mask(as_nothing, 0.0), lower.fillna(least), upper.fillna(np.inf), as_nothing)


def _pivoted(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    wide = rows.pivot_table(index="region", columns="industry", values=column, dropna=False, observed=True)
    return wide.reindex(index=sorted(rows["region"].unique()), columns=sorted(rows["industry"].unique()))


def _may_be_negative(parameters: Parameters) -> bool:
    return not counts_things(parameters["measure"])


def _sample(tables: Tables, parameters: Parameters) -> tuple[dict[int, pd.DataFrame], dict[str, int]]:
    """Take what was counted at both dates, and count what was not."""
    years = (parameters["start"], parameters["end"])
    wide = {year: _wide(tables, parameters, year) for year in years}
    sample, lost = common_sample({year: wide[year].numbers for year in years}, missing="leave_out")
    some = sample[years[0]]
    nothing = [wide[year].as_nothing.reindex_like(some) for year in years]
    return sample, {
        "places": len(some),
        "left_out": lost.loc[lost["what"] == "region", "region"].nunique(),
        "industries_left_out": lost.loc[lost["what"] == "industry", "industry"].nunique(),
        "cells_left_out": len(lost.loc[lost["what"] == "cell", ["region", "industry"]].drop_duplicates()),
        "cells_as_nothing": int(sum(marks.to_numpy().sum() for marks in nothing)),
        "cells_negative": int(sum((table < 0).to_numpy().sum() for table in sample.values())),
    }


def _published_totals(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Add the industries up in the city and in the whole common sample, first and last year."""
    sample, counts = _sample(tables, parameters)
    first, last = (sample[parameters[name]] for name in ("start", "end"))
    totals = pd.DataFrame({"first": first.sum(axis=1), "last": last.sum(axis=1)})
    everywhere = totals.sum().to_frame("all").T
    chosen = pd.concat([totals.loc[[parameters["city"]]], everywhere]).rename_axis("region").reset_index()
    return chosen.assign(
        change=chosen["last"] - chosen["first"],
        growth=100 * (chosen["last"] / chosen["first"].where(chosen["first"] > 0) - 1),
        **counts,
    )


def _published_growth(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Decompose the published change of the city, on the common sample."""
    sample, _ = _sample(tables, parameters)
    return growth_parts(sample, parameters["city"], allow_negative=_may_be_negative(parameters))


def _published_growth_by_industry(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Decompose the published change of the city industry by industry, and in all."""
    sample, _ = _sample(tables, parameters)
    first, last = (sample[parameters[name]] for name in ("start", "end"))
    parts = shift_share(first, last, allow_negative=_may_be_negative(parameters))
    here = parts.loc[parts["region"] == parameters["city"]].drop(columns="region")
    total = here.drop(columns="industry").sum().to_frame().T.assign(industry="all")
    whole: pd.DataFrame = pd.concat([here, total], ignore_index=True)
    names = _industry_names(tables["statistics"]).reindex(whole["industry"])
    whole.insert(1, "industry_name", names.to_numpy())
    return whole


def _published_level(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Add up what is known of the city and of all places at one date, and count what is not."""
    wide = _wide(tables, parameters, parameters["period"])
    rows = {parameters["city"]: [parameters["city"]], "all": list(wide.numbers.index)}
    return pd.DataFrame(
        {
            "region": list(rows),
            "value": [float(wide.numbers.loc[labels].sum().sum()) for labels in rows.values()],
            "cells": [wide.numbers.loc[labels].size for labels in rows.values()],
            "cells_open": [int(wide.open.loc[labels].to_numpy().sum()) for labels in rows.values()],
            "cells_as_nothing": [
                int(wide.as_nothing.loc[labels].to_numpy().sum()) for labels in rows.values()
            ],
            "cells_negative": [
                int((wide.numbers.loc[labels] < 0).to_numpy().sum()) for labels in rows.values()
            ],
            "places": [len(labels) for labels in rows.values()],
            "industries": wide.numbers.shape[1],
        }
    )


def _published_quotients(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compute the location quotients of the city on all places that have the date; not a test."""
    city, period = parameters["city"], parameters["period"]
    wide = _wide(tables, parameters, period)
    quotients, lower, upper = _quotients(wide, parameters)
    table = tables["statistics"]
    here = table.loc[(table["region"] == city) & (table["period"] == period)]
    status = here.loc[here["measure"] == parameters["measure"]].set_index("industry")["status"]
    stated = wide.numbers.loc[city]
    return pd.DataFrame(
        {
            "industry": stated.index,
            "industry_name": _industry_names(table).reindex(stated.index).to_numpy(),
            "value": stated.to_numpy(),
            "at_least": stated.fillna(wide.lower.loc[city]).to_numpy(),
            "status": status.reindex(stated.index).fillna(Status.NOT_STATED).to_numpy(),
            "location_quotient": quotients.loc[city].to_numpy(),
            "lower": lower.loc[city].to_numpy(),
            "upper": upper.loc[city].to_numpy(),
        }
    )


def _quotients(wide: _Wide, parameters: Parameters) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Compute quotients, or bounds of them where cells are open, or nothing where those have no bounds."""
    if not wide.open.to_numpy().any():
        exact = location_quotient(wide.numbers, allow_negative=_may_be_negative(parameters))
        return exact, exact, exact
    unknown = pd.DataFrame(np.nan, index=wide.numbers.index, columns=wide.numbers.columns)
    lower, upper = wide.numbers.fillna(wide.lower), wide.numbers.fillna(wide.upper)
    if not np.isfinite(upper.to_numpy()).all() or not (lower >= 0).to_numpy().all():
        return unknown, unknown, unknown
    return unknown, *bounded_location_quotient(lower, upper)


def _common_quotients(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compute the location quotients of the city at two dates among the places that both of them have."""
    sample, counts = _sample(tables, parameters)
    ends = {
        name: (
            table.loc[parameters["city"]],
            location_quotient(table, allow_negative=_may_be_negative(parameters)),
        )
        for name, table in (("first", sample[parameters["start"]]), ("last", sample[parameters["end"]]))
    }
    industries = sample[parameters["end"]].columns
    return pd.DataFrame(
        {
            "industry": industries,
            "industry_name": _industry_names(tables["statistics"]).reindex(industries).to_numpy(),
            **{name: value.to_numpy() for name, (value, _) in ends.items()},
            **{
                f"quotient_{name}": quotients.loc[parameters["city"]].to_numpy()
                for name, (_, quotients) in ends.items()
            },
            "places": counts["places"],
        }
    )


def _industry_names(table: pd.DataFrame) -> pd.Series:
    return table.drop_duplicates("industry").set_index("industry")["industry_name"]


def _hidden_cells(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the cells of the published table that are hidden by their source."""
    table = tables["statistics"]
    hidden = table.loc[table["period"].between(parameters["start"], parameters["end"]), "status"]
    return pd.DataFrame({"hidden": [int((hidden == Status.SUPPRESSED).sum())]})


FROM_STATISTICS = (
    Registered("published_totals", ("statistics",), _published_totals),
    Registered("published_growth", ("statistics",), _published_growth),
    Registered("published_growth_by_industry", ("statistics",), _published_growth_by_industry),
    Registered("published_level", ("statistics",), _published_level),
    Registered("published_quotients", ("statistics",), _published_quotients),
    Registered("common_quotients", ("statistics",), _common_quotients),
    Registered("hidden_cells", ("statistics",), _hidden_cells),
)
