"""What a statistics office would publish about the generated country: jobs and sites by city and division."""

from functools import cache

import numpy as np
import pandas as pd

from sandan.data.codes.ksic import ksic10
from sandan.data.contracts import INDUSTRY_TABLE
from sandan.data.country.generate import Country
from sandan.data.country.places import COUNTRY
from sandan.data.missing import Status

MARK = "X"
"""Stands in a published file where a number is hidden."""
TOTAL = "TOTAL"
"""Code of the sum over all industries."""
JOBS, SITES = ("jobs", "persons"), ("establishments", "establishments")


def counted_cells(country: Country) -> pd.DataFrame:
    """Count jobs and sites of every city, division and year; nothing is hidden."""
    places, industries = country.world.places, country.world.industries
    divisions = len(industries.divisions)
    shape = (len(places.cities), divisions)
    pieces = []
    for year in country.years:
        state = country.state(year)
        cell = places.district_city[state.district] * divisions + industries.division[state.industry]
        sites = np.bincount(cell, minlength=shape[0] * shape[1])
        jobs = np.bincount(cell, weights=state.workers, minlength=shape[0] * shape[1]).astype(np.int64)
        city, division = np.indices(shape)
        pieces.append(
            pd.DataFrame(
                {
                    "region": np.array(places.cities, dtype=object)[city.ravel()],
                    "region_name": np.array(places.city_names, dtype=object)[city.ravel()],
                    "industry": np.array(industries.divisions, dtype=object)[division.ravel()],
                    "period": year,
                    "jobs": jobs,
                    "establishments": sites,
                }
            )
        )
    return pd.concat(pieces, ignore_index=True)


def published_cells(cells: pd.DataFrame, *, suppressed_below: int) -> pd.DataFrame:
    """Hide the jobs of cells with few sites and return a table by the contract ``industry_table``.

    Sites are published in any case, so that a hidden number of jobs has a lower bound: one each.
    """
    hidden = (cells["establishments"] > 0) & (cells["establishments"] < suppressed_below)
    return _long(cells, hidden)


def hidden_cells(cells: pd.DataFrame, *, suppressed_below: int) -> pd.DataFrame:
    """Return the true numbers of the cells that are hidden in publication."""
    hidden = (cells["establishments"] > 0) & (cells["establishments"] < suppressed_below)
    columns = ["region", "industry", "period", "jobs", "establishments"]
    return cells.loc[hidden, columns].reset_index(drop=True)


def published_totals(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the sums over industries and over cities, which are always published."""
    counts = ["jobs", "establishments"]
    cities = cells.groupby(["region", "region_name", "period"], as_index=False)[counts].sum()
    divisions = cells.groupby(["industry", "period"], as_index=False)[counts].sum()
    whole = cells.groupby("period", as_index=False)[counts].sum()
    name = "가상국(실재하지 않음)"
    parts = [
        cities.assign(industry=TOTAL),
        divisions.assign(region=COUNTRY, region_name=name),
        whole.assign(region=COUNTRY, region_name=name, industry=TOTAL),
    ]
    totals = pd.concat(parts, ignore_index=True)
    return _long(totals, pd.Series(data=False, index=totals.index))


@cache
def _names() -> dict[str, str]:
    """Name the divisions in Korean, and the sum over them."""
    classification = ksic10()
    return {TOTAL: "전산업"} | {code: classification.label(code, "ko") for code in classification.at_level(2)}


def _long(cells: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    parts = [_measure(cells, JOBS, hidden), _measure(cells, SITES, hidden & False)]
    return pd.concat(parts, ignore_index=True)[INDUSTRY_TABLE.names]


def _measure(cells: pd.DataFrame, measure: tuple[str, str], hidden: pd.Series) -> pd.DataFrame:
    name, unit = measure
    value = cells[name].astype(float).mask(hidden)
    return pd.DataFrame(
        {
            "region": cells["region"],
            "region_name": cells["region_name"],
            "industry": cells["industry"],
            "industry_name": cells["industry"].map(_names()),
            "period": cells["period"],
            "measure": name,
            "unit": unit,
            "value": value,
            "status": np.where(hidden, Status.SUPPRESSED, Status.REPORTED),
            "lower": value.where(~hidden, cells["establishments"].astype(float)),
            "upper": value,
        }
    )
