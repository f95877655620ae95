"""Calculations on what two complexes could sell to each other, by the national input-output table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import MeasureError
from sandan.observe.bridges.supply import supply_links, top_links
from sandan.report.calculations.base import Registered
from sandan.report.calculations.complexes import few_firms, mixes_of, protected_mixes, sited
from sandan.report.calculations.protected import EVERYWHERE
from sandan.report.calculations.protected_once import protected_once

__all__ = ["FROM_SUPPLY"]

PERCENT = 100.0

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _pair(parameters: Parameters) -> tuple[str, str]:
    return parameters["first"], parameters["second"]


def _flows(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Return the sales of the table's year, sellers by users, the same industries in both."""
    table = tables["input_output"]
    chosen = (table["period"] == parameters["table_period"]) & (
        table["classification"] == parameters["classification"]
    )
    flows = table.loc[chosen].pivot_table(index="supplier", columns="user", values="value", aggfunc="sum")
    industries = sorted({*flows.index, *flows.columns})
    flows = flows.reindex(index=industries, columns=industries)
    open_pairs = np.argwhere(flows.isna().to_numpy())
    if len(open_pairs):
        supplier, user = (industries[place] for place in open_pairs[0])
        raise MeasureError(
            f"The input-output table of {parameters['table_period']} has no row for {supplier!r} selling to "
            f"{user!r} ({len(open_pairs)} pairs in all). Add them, with 0 only if nothing is sold."
        )
    return pd.DataFrame(flows)


def _sectors(codes: pd.Series, known: pd.Index, digits: int) -> pd.Series:
    """Find for every code the industry of the table that it begins with; its own if there is none."""
    lengths = sorted(set(known.str.len()), reverse=True)
    table = set(known)
    of = {
        code: next((code[:n] for n in lengths if code[:n] in table), code[:digits]) for code in codes.unique()
    }
    return codes.map(of)


def _sized(tables: Tables, parameters: Parameters) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the sites, jobs by place and industry of the table, and what a job uses of every industry."""
    flows = _flows(tables, parameters)
    sites = sited(tables["establishments"], period=parameters["period"], pair=_pair(parameters))
    sites = sites.assign(sector=_sectors(sites["industry"], flows.index, parameters["digits"]))
    jobs = mixes_of(sites, pair=_pair(parameters), industry="sector")
    nation = jobs.sum()
    # What nobody in the register makes or uses cannot be given to a place.
    made = [code for code in flows.index if nation.get(code, 0.0) > 0]
    return sites, jobs, flows.loc[made, made] / nation[made]


def _supply(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Estimate in both directions what one complex could sell to the other."""
    sites, jobs, per_job = _sized(tables, parameters)
    first, second = _pair(parameters)
    links = supply_links(jobs.loc[[first, second]], jobs.sum(), per_job)
    covered = links.coverage.set_index("place")
    share = PERCENT * (1 - covered["size_outside"] / covered["size"])
    table = links.flows.loc[links.flows["seller"] != links.flows["buyer"]].assign(
        local_share=lambda flows: PERCENT * flows["local_share"],
        seller_covered=lambda flows: flows["seller"].map(share),
        buyer_covered=lambda flows: flows["buyer"].map(share),
        industries=len(per_job),
    )
    day = date.fromisoformat(parameters["published_on"])
    if not few_firms(sites, pair=(first, second), published_on=day):
        return table.assign(status=Status.REPORTED.value).reset_index(drop=True)
    numbers = table.select_dtypes("number").columns
    blank = table.assign(**dict.fromkeys(numbers, np.nan), status=Status.SUPPRESSED.value)
    return blank.reset_index(drop=True)


def _top_links(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """List the pairs of industries behind the potentials, without what would give a firm away."""
    _, jobs, per_job = _sized(tables, parameters)
    first, second = _pair(parameters)
    found = pd.concat(
        [
            top_links(
                jobs.loc[[first, second]],
                jobs.sum(),
                per_job,
                seller=seller,
                buyer=buyer,
                count=parameters["count"],
            ).assign(seller=seller, buyer=buyer)
            for seller, buyer in ((first, second), (second, first))
        ],
        ignore_index=True,
    )
    found["rank"] = found.groupby(["seller", "buyer"]).cumcount() + 1
    hidden = _hidden(found, tables, parameters)
    return found.assign(
        potential=found["potential"].mask(hidden),
        share=(PERCENT * found["share"]).mask(hidden),
        status=hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value}),
    ).drop(columns="cumulative")


def _hidden(found: pd.DataFrame, tables: Tables, parameters: Parameters) -> pd.Series:
    """Say which potentials would tell a hidden number: they are products of four that may be hidden."""
    lengths = set(found["sells"].str.len()) | set(found["buys"].str.len())
    if len(lengths) != 1:
        return pd.Series(data=True, index=found.index)
    register, (digits,) = tables["establishments"], tuple(lengths)
    about, day = {"period": parameters["period"], "digits": digits}, parameters["published_on"]
    parts = protected_mixes(register, city=parameters["city"], published_on=date.fromisoformat(day), **about)
    cells = protected_once(register, jobs=True, published_on=day, **about)
    nation = cells.loc[cells["region"] == EVERYWHERE].set_index("industry")["value"]
    rows = zip(found["seller"], found["sells"], found["buyer"], found["buys"], strict=True)
    told = [pd.notna([parts.at[a, i], parts.at[b, j], nation[i], nation[j]]).all() for a, i, b, j in rows]
    return ~pd.Series(told, index=found.index, dtype=bool)


FROM_SUPPLY = (
    Registered("bridge_supply", ("establishments", "input_output"), _supply),
    Registered("bridge_top_links", ("establishments", "input_output"), _top_links),
)
