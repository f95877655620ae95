"""What stands behind the rungs that only describe: who came and went, and every way to take the mix away."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.disclosure.contributions import publication_cells
from sandan.data.disclosure.suppression import primary_suppression, protect, rule_in_force
from sandan.data.missing import Status
from sandan.evaluate.ladder.counting import counted_jobs, region_of_places
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.observe.change.change_account import FLOWS, change_account
from sandan.observe.change.spatial_shift_share import spatial_shift_share
from sandan.report.calculations.base import Registered
from sandan.report.calculations.growth_parts import growth_parts
from sandan.report.calculations.policy import ROLES
from sandan.report.calculations.protected import EVERYTHING, gives_away

__all__ = ["ACCOUNT_LINES", "FROM_DESCRIBED", "SPATIAL_COLUMNS"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

AT_START = ("stayers", "deaths", "moves_out", "reclassified_out")
AT_END = ("stayers", "births", "moves_in", "reclassified_in")
"""Lines that add up to what there is at each date."""
ACCOUNT_LINES = ("stayers", *(line for line in FLOWS if line in {*AT_START, *AT_END}))
"""Lines that add up to the change; the target is frozen, so that no definition changes."""
SPATIAL_COLUMNS = {
    "national": "national",
    "mix": "industry_mix",
    "neighbors_against_nation": "neighbors_against_nation",
    "rest": "rest",
    "new_around": "new_around",
    "change": "change",
}
"""Parts of the variant among neighbors, and the column of the decomposition that holds each."""


def _account(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Account for the change of the outcome from the year before the beginning to the last year."""
    fixed, register = specification_from(parameters["specification"]), tables["establishments"]
    years = _years(register, fixed)
    base, last = years[0], years[-1]
    before, after = (_units(register, fixed, year) for year in (base, last))
    account = change_account(
        before,
        after,
        places=[fixed.place],
        surveyed=(set(before["place"]), set(after["place"])),
        many_places=fixed.outcome == "firms",
    )
    day = date.fromisoformat(parameters["published_on"])
    ends = ((base, before, AT_START), (last, after, AT_END))
    told = [_told(account.units, units, fixed, year, lines, day) for year, units, lines in ends]
    if any(one.isna()[EVERYTHING] for one in told) or _apart_gives_away(register, fixed, (base, last), day):
        told = [one * np.nan for one in told]
    return _lines(*told).assign(base=base, last=last)


def _years(register: pd.DataFrame, fixed: Specification) -> list[int]:
    """List the years from the one before the beginning on, as far as the register has them."""
    known = sorted(int(year) for year in register["period"].unique() if fixed.first <= year <= fixed.last)
    base = max(year for year in known if year < fixed.start)
    return [year for year in known if year >= base]


def _units(register: pd.DataFrame, fixed: Specification, year: int) -> pd.DataFrame:
    """List establishments, or enterprises once in each place, with what each has in the target."""
    present = register.loc[register["period"] == year]
    counts = present["industry"].str.startswith(fixed.target)
    rows = pd.DataFrame(
        {
            "unit": present["enterprise" if fixed.outcome == "firms" else "establishment"],
            "enterprise": present["enterprise"],
            "place": present["city"],
            "workers": present["workers"],
            "counts_old": counts,
        }
    )
    if fixed.outcome == "firms":
        ordered = rows.sort_values("counts_old", ascending=False, kind="stable")
        rows = ordered.drop_duplicates(["unit", "place"]).sort_index()
    return rows.assign(counts_new=rows["counts_old"])


def _told(
    lines_of_units: pd.DataFrame,
    units: pd.DataFrame,
    fixed: Specification,
    year: int,
    lines: tuple[str, ...],
    day: date,
) -> pd.Series:
    """Add up what stands on each line at one date, without what would give a firm away."""
    here = units.loc[units["place"].eq(fixed.place) & units["counts_old"]].drop(columns="place")
    rows = lines_of_units.loc[lines_of_units["line"].isin(lines), ["line", "unit"]].merge(here, on="unit")
    sums = {EVERYTHING: list(lines)}
    cells = publication_cells(
        rows.assign(region=fixed.place, industry=rows["line"]),
        contributor="enterprise",
        value="workers" if fixed.outcome == "jobs" else None,
        measure=fixed.outcome,
        unit=fixed.outcome,
        period=year,
        region_sums={},
        industry_sums=sums,
    )
    shown = protect(cells, rule_in_force(day), region_sums={}, industry_sums=sums).published
    return shown.set_index("industry")["value"].astype(float)


def _lines(start: pd.Series, end: pd.Series) -> pd.DataFrame:
    """Put the lines between what there was and what there is, in the order in which they add up."""
    stayers = {"stayers": end["stayers"] - start["stayers"]}
    flows = {line: FLOWS[line] * (start if line in AT_START else end)[line] for line in ACCOUNT_LINES[1:]}
    change = {"start": start[EVERYTHING], **stayers, **flows, "end": end[EVERYTHING]}
    change["change"] = end[EVERYTHING] - start[EVERYTHING]
    table = pd.DataFrame({"line": list(change), "change": list(change.values())})
    shares = 100 * table["change"] / start[EVERYTHING] if start[EVERYTHING] > 0 else np.nan
    return table.assign(share=shares, status=_status(table["change"]))


def _status(numbers: pd.Series) -> pd.Series:
    return numbers.isna().map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})


def _in_target(register: pd.DataFrame, fixed: Specification, years: Collection[int]) -> pd.DataFrame:
    there = register.loc[register["period"].isin(years)]
    inside = there.loc[there["industry"].str.startswith(fixed.target)]
    named = {
        code: max((one for one in fixed.target if code.startswith(one)), key=len)
        for code in inside["industry"].unique()
    }
    return inside.assign(target=inside["industry"].map(named))


def _sensitive(sites: pd.DataFrame, day: date) -> pd.DataFrame:
    """List years and target industries whose jobs may not be told of by themselves."""
    if sites.empty:
        return pd.DataFrame(columns=["period", "target"])
    rule = rule_in_force(day)
    cells = publication_cells(
        sites.loc[sites["status"] == Status.REPORTED].assign(
            region=sites["period"].astype(str), industry=sites["target"]
        ),
        contributor="enterprise",
        value="workers",
        measure="jobs",
        unit="persons",
        period=0,
        region_sums={},
        industry_sums={},
        largest=rule.largest_needed,
    )
    few = cells.loc[primary_suppression(cells, rule)["reason"] != "", ["region", "industry"]]
    return pd.DataFrame({"period": few["region"].astype(int), "target": few["industry"]})


def _apart_gives_away(
    register: pd.DataFrame, fixed: Specification, years: Collection[int], day: date
) -> bool:
    """Say whether a sum over the target, less what other pages show of its industries, gives a firm away."""
    own = _in_target(register.loc[register["city"] == fixed.place], fixed, years)
    few = own.merge(_sensitive(own, day), on=["period", "target"])
    return any(gives_away(one, published_on=day) for _, one in few.groupby("period"))


def _growth(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Take nation and mix away from the change in the target industries, in every variant."""
    fixed, register = specification_from(parameters["specification"]), tables["establishments"]
    day, years = date.fromisoformat(parameters["published_on"]), _years(register, fixed)
    counted = counted_jobs(register, fixed.target, outcome=fixed.outcome, first=years[0], last=years[-1])
    missing = set(counted.loc[counted["jobs"].isna(), "place"])
    by_year = _by_year(counted.loc[~counted["place"].isin(missing)], years)
    first, last = by_year[years[0]], by_year[years[-1]]
    sites = _in_target(register, fixed, years)
    own = sites["city"] == fixed.place
    others = sites.loc[~own & ~sites["city"].isin(missing)]
    near = _neighbors(tables["places"], fixed, first.index)
    few = set(_sensitive(others.loc[others["city"].isin(near)], day)["target"])
    parts = [
        growth_parts(by_year, fixed.place, industries=fixed.target),
        _among_neighbors(first, last, fixed, near, few),
    ]
    # Parts are sums of the same few industries with known weights: what one hides could be solved for.
    hidden = any(not _sensitive(one, day).empty for one in (sites.loc[own], others))
    table = pd.concat(parts, ignore_index=True)
    values = table["value"].astype(float) * (np.nan if hidden else 1.0)
    return table.assign(value=values, status=_status(values), base=years[0], last=years[-1])


def _by_year(counted: pd.DataFrame, years: Iterable[int]) -> dict[int, pd.DataFrame]:
    """Set every year up by place and industry; what is not in the register has none."""
    places, industries = (sorted(counted[name].unique()) for name in ("place", "industry"))
    return {
        year: counted.loc[counted["period"] == year]
        .pivot_table(index="place", columns="industry", values="jobs")
        .reindex(index=places, columns=industries)
        .fillna(0.0)
        for year in years
    }


def _neighbors(places: pd.DataFrame, fixed: Specification, counted: Iterable[str]) -> list[str]:
    """List the other cities of the region, as far as they are counted."""
    regions = region_of_places(places)
    inside = set(regions.index[regions == regions.get(fixed.place)])
    return [place for place in counted if place in inside and place != fixed.place]


def _among_neighbors(
    first: pd.DataFrame,
    last: pd.DataFrame,
    fixed: Specification,
    near: Collection[str],
    few: Collection[str],
) -> pd.DataFrame:
    """Compare with the other cities of the region taken together; without any there is nothing.

    An industry of which the neighbors have too few firms is taken as one that they do not have: the growth of
    one firm is no rate, and would give it away.
    """
    if not near:
        return pd.DataFrame(columns=["variant", "part", "value"])
    # Only the row of the place is read; the others need some neighbor, so each has all.
    weights = pd.DataFrame(1.0 - np.eye(len(first)), index=first.index, columns=first.index)
    weights.loc[fixed.place] = first.index.isin(near).astype(float)
    parts = spatial_shift_share(first, last, weights, variant="mix")
    own = parts.loc[parts["region"].eq(fixed.place) & parts["industry"].isin(fixed.target)]
    compared = ["neighbors_against_nation", "rest", "new_around"]
    alone = own["industry"].isin(few)
    own = own.assign(new_around=own["new_around"].mask(alone, own[compared].sum(axis=1)))
    own[compared[:2]] = own[compared[:2]].mask(alone, 0.0)
    rows = [("spatial", part, float(own[column].sum())) for part, column in SPATIAL_COLUMNS.items()]
    return pd.DataFrame(rows, columns=["variant", "part", "value"])


FROM_DESCRIBED = (
    Registered("policy_account", ROLES, _account),
    Registered("policy_growth", ROLES, _growth),
)
