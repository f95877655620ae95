"""Calculations on published tables of region, industry and period: what totals allow, and no more."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sandan.data.missing import Status
from sandan.observe.common_sample import common_sample
from sandan.observe.location_quotient import location_quotient
from sandan.report.calculations import Registered
from sandan.report.growth_parts import growth_parts

__all__ = ["FROM_STATISTICS"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _published(table: pd.DataFrame, measure: str, period: int) -> pd.DataFrame:
    chosen = table.loc[(table["measure"] == measure) & (table["period"] == period)]
    wide = chosen.pivot_table(index="region", columns="industry", values="value", dropna=False, observed=True)
    return wide.reindex(index=sorted(chosen["region"].unique()), columns=sorted(chosen["industry"].unique()))


def _sample(tables: Tables, parameters: Parameters) -> tuple[dict[int, pd.DataFrame], pd.DataFrame]:
    wide = {
        period: _published(tables["statistics"], parameters["measure"], period)
        for period in (parameters["start"], parameters["end"])
    }
    return common_sample(wide, missing="zero")


def _published_totals(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Add the industries up in the city and in the whole common sample, first and last year."""
    sample, left_out = _sample(tables, parameters)
    first, last = (sample[parameters[name]] for name in ("start", "end"))
    totals = pd.DataFrame({"first": first.sum(axis=1), "last": last.sum(axis=1)})
    everywhere = totals.sum().to_frame("all").T
    chosen = pd.concat([totals.loc[[parameters["city"]]], everywhere]).rename_axis("region").reset_index()
    return chosen.assign(
        change=chosen["last"] - chosen["first"],
        growth=100 * (chosen["last"] / chosen["first"] - 1),
        places=len(totals),
        left_out=left_out.loc[left_out["what"] == "region", "region"].nunique(),
    )


def _published_growth(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Decompose the published change of the city, on the common sample."""
    sample, _ = _sample(tables, parameters)
    return growth_parts(sample, parameters["city"])


def _published_quotients(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compute the location quotients of the city at the last date, on all places that have it; not a test."""
    table = tables["statistics"]
    wide = _published(table, parameters["measure"], parameters["period"])
    quotients = location_quotient(wide.fillna(0.0)).loc[parameters["city"]]
    stated = wide.loc[parameters["city"]]
    names = table.drop_duplicates("industry").set_index("industry")["industry_name"]
    return pd.DataFrame(
        {
            "industry": stated.index,
            "industry_name": names.reindex(stated.index).to_numpy(),
            "value": stated.to_numpy(),
            "location_quotient": quotients.where(stated.notna()).to_numpy(),
        }
    )


def _hidden_cells(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the cells of the published table that are hidden by their source."""
    table = tables["statistics"]
    hidden = table.loc[table["period"].between(parameters["start"], parameters["end"]), "status"]
    return pd.DataFrame({"hidden": [int((hidden == Status.SUPPRESSED).sum())]})


FROM_STATISTICS = (
    Registered("published_totals", ("statistics",), _published_totals),
    Registered("published_growth", ("statistics",), _published_growth),
    Registered("published_quotients", ("statistics",), _published_quotients),
    Registered("hidden_cells", ("statistics",), _hidden_cells),
)
