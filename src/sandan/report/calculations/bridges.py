"""Calculations on two complexes of a city: how alike their industries are, and how related."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.observe.bridges.complementarity import complementarity, mix_similarity, overlap_test
from sandan.observe.bridges.shared_relatedness import shared_relatedness
from sandan.observe.specialization.location_quotient import location_quotient
from sandan.report.calculations.base import Registered
from sandan.report.calculations.complexes import few_firms, mixes_of, protected_mixes, sited
from sandan.report.calculations.protected import EVERYTHING
from sandan.report.calculations.spaces import space_of

__all__ = ["FROM_COMPLEXES"]

PERCENT = 100.0

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _pair(parameters: Parameters) -> tuple[str, str]:
    return parameters["first"], parameters["second"]


def _day(parameters: Parameters) -> date:
    return date.fromisoformat(parameters["published_on"])


def _sites(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    sites = sited(tables["establishments"], period=parameters["period"], pair=_pair(parameters))
    return sites.assign(group=sites["industry"].str[: parameters["digits"]])


def _unless_few(table: pd.DataFrame, sites: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Blank every number if one of the two complexes has too few firms to be told of."""
    if not few_firms(sites, pair=_pair(parameters), published_on=_day(parameters)):
        return table.assign(status=Status.REPORTED.value)
    numbers = table.select_dtypes("number").columns
    return table.assign(**dict.fromkeys(numbers, np.nan), status=Status.SUPPRESSED.value)


def _mixes(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Put the jobs of the two complexes side by side, industry by industry, in percent of each."""
    names = ("city", "period", "digits")
    cells = protected_mixes(
        tables["establishments"], published_on=_day(parameters), **{name: parameters[name] for name in names}
    ).reindex(list(_pair(parameters)))
    jobs = cells.drop(columns=EVERYTHING).T
    jobs = jobs.loc[jobs.ne(0).any(axis=1)]
    share = PERCENT * jobs / cells[EVERYTHING]
    first, second = _pair(parameters)
    table = pd.DataFrame(
        {
            "first_jobs": jobs[first],
            "second_jobs": jobs[second],
            "first_share": share[first],
            "second_share": share[second],
            "common": share.min(axis=1, skipna=False),
        }
    ).rename_axis("industry")
    hidden = table.isna().any(axis=1)
    status = hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})
    # What is hidden stands last: its place would tell how large it is.
    largest = share.max(axis=1, skipna=False).fillna(-1.0)
    order = np.lexsort((table.index, -largest))
    return table.assign(status=status).iloc[order].reset_index()


def _overlap(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compare the two mixes, and test whether chance would make them so alike or so different."""
    sites = _sites(tables, parameters)
    first, second = _pair(parameters)
    test = overlap_test(
        sites,
        places=(first, second),
        industry="group",
        workers="workers",
        draws=parameters["draws"],
        rng=np.random.default_rng(parameters["seed"]),
    )
    alike = mix_similarity(mixes_of(sites, pair=(first, second), industry="group").loc[[first, second]])
    counts = sites["place"].value_counts()
    verdict = "neither"
    if test.p_value <= parameters["level"]:
        verdict = "less" if test.p_low < test.p_high else "more"
    table = pd.DataFrame(
        {
            "overlap": [PERCENT * test.observed],
            "expected": [PERCENT * test.expected],
            "p_low": [test.p_low],
            "p_high": [test.p_high],
            "p": [test.p_value],
            "cosine": [float(alike["cosine"].iloc[0])],
            "first_sites": [int(counts[first])],
            "second_sites": [int(counts[second])],
            "verdict": [verdict],
        }
    )
    return _unless_few(table, sites, parameters)


def _related(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say in both directions what one complex has that is new to the other and yet close to it."""
    sites = _sites(tables, parameters)
    space = space_of(tables["establishments"], period=parameters["period"], digits=parameters["digits"])
    quotient = location_quotient(mixes_of(sites, pair=_pair(parameters), industry="group"))
    has = quotient.loc[list(_pair(parameters))].ge(1)
    present = has.reindex(columns=space.proximity.columns, fill_value=False)
    at_least = _close(space.proximity, parameters["closest"])
    table = complementarity(present, space.proximity, at_least=at_least)
    near = shared_relatedness(
        present,
        space.proximity,
        draws=parameters["draws"],
        rng=np.random.default_rng(parameters["seed"]),
    ).iloc[0]
    columns = ("pairs", "mean_proximity", "national_mean", "difference", "p_high", "p_low")
    table = table.assign(
        complementarity=PERCENT * table["complementarity"],
        at_least=at_least,
        p=near["p_value"],
        **{name: near[name] for name in columns},
    )
    return _unless_few(table, sites, parameters)


def _close(proximity: pd.DataFrame, closest: float) -> float:
    """Return the proximity that the closest part of all pairs of industries reaches."""
    apart = proximity.to_numpy()[~np.eye(len(proximity), dtype=bool)]
    some = apart[apart > 0]
    reached = float(np.quantile(apart, 1 - closest)) if len(apart) else 1.0
    # Where few industries are ever together, related means together at all.
    return reached if reached > 0 else float(some.min(initial=1.0))


FROM_COMPLEXES = (
    Registered("bridge_mixes", ("establishments",), _mixes),
    Registered("bridge_overlap", ("establishments",), _overlap),
    Registered("bridge_related", ("establishments",), _related),
)
