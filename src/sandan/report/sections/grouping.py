"""What the screens on groups of industries share: the calculation, names of clusters, numbers and ranges."""

import math
from typing import Any

import pandas as pd

from sandan.data.codes.ksic import ksic10
from sandan.data.missing import Status
from sandan.report.calculations.base import Result
from sandan.report.calculations.cluster_groups import LEAST_CITIES, LEAST_INDUSTRIES, surveyed_at
from sandan.report.calculations.portfolio import RELATIONS, portfolio_name
from sandan.report.case import Case
from sandan.report.document import Inline, Number
from sandan.report.sections.common import Row

GROUPS, SPLITS, SHUFFLES, LEAST_KNOWN = (15, 20, 30), 4, 4, 0.9
"""The grid of candidates: numbers of groups, halvings, shuffles, share of industries that must be known."""

WIDEST = 1.5
"""A range of a quotient is drawn where its upper end is no more than so many times its lower end."""

IN_NAME = 2
"""Industries that name a cluster."""


def what_is_missing(case: Case) -> str | None:
    """Name the sentence that says what the workspace lacks; None where clusters can be defined."""
    if not case.has("establishments"):
        return "needs_establishments"
    if case.end not in case.known_years:
        return "needs_last_year"
    register = case.shelf.read(case.snapshots["establishments"].id)
    sites = surveyed_at(register, case.end, case.parameters["digits"])
    few = sites["city"].nunique() < LEAST_CITIES or sites["group"].nunique() < LEAST_INDUSTRIES
    return "needs_country" if few else None


def portfolio_of(case: Case) -> Result:
    """Define clusters and test them; the same call serves every screen on them."""
    both = case.covers_both_years()
    return case.calculate(
        portfolio_name(*(role for role in RELATIONS if case.has(role))),
        city=case.city,
        start=case.start if both else case.end,
        end=case.end,
        published_on=case.published_on,
        groups=list(GROUPS),
        splits=SPLITS,
        shuffles=SHUFFLES,
        least_known=LEAST_KNOWN,
        **{name: case.parameters[name] for name in ("digits", "draws", "seed", "level")},
    )


def part_of(case: Case, name: str) -> pd.DataFrame:
    """Return one part of the table."""
    table = portfolio_of(case).table
    return table.loc[table["part"] == name]


def cells_of_city(case: Case) -> pd.DataFrame:
    """List the clusters of the city: confirmed ones first, then by what is known of the quotient."""
    cells = part_of(case, "cell")
    here = cells.loc[(cells["city"] == case.city) & cells["present"].eq(other=True)]
    return strongest_first(here)


def strongest_first(cells: pd.DataFrame) -> pd.DataFrame:
    """Order cells by what readers know of their quotients, so that the order tells nothing more."""
    ordered = with_middles(cells).sort_values(
        ["is_cluster", "middle", "cluster", "city"], ascending=[False, False, True, True]
    )
    return ordered.reset_index(drop=True)


def with_middles(cells: pd.DataFrame) -> pd.DataFrame:
    """Add where to draw a quotient: itself, or the middle of its range; and how wide that is."""
    low, high = cells["quotient_low"].astype(float), cells["quotient_high"].astype(float)
    hidden = cells["location_quotient"].isna()
    return cells.assign(
        middle=cells["location_quotient"].astype(float).where(~hidden, (low * high) ** 0.5),
        least=cells["lower"].astype(float).where(~hidden, low),
        most=cells["upper"].astype(float).where(~hidden, high),
        is_range=hidden,
        is_drawn=~hidden | (high <= WIDEST * low),
    )


def members_of(case: Case, cluster: str) -> list[str]:
    """List the industries of a cluster, those with the most jobs in the country first."""
    members = part_of(case, "member")
    return [str(code) for code in members.loc[members["cluster"] == cluster, "industry"]]


def cluster_name(case: Case, cluster: str, *, shown: int = IN_NAME) -> str:
    """Name a cluster by its largest industries in the report's language."""
    codes = members_of(case, cluster)
    named = " · ".join(str(ksic10().label(code, case.language)) for code in codes[:shown])
    rest = len(codes) - shown
    return named if rest < 1 else case.words.text("portfolio.name", named=named, rest=str(rest))


def in_summary(case: Case, definition: str, column: str) -> Number:
    """Give one number of the summary."""
    return case.number(
        portfolio_of(case),
        definition,
        column,
        where={"part": "summary"},
        label=f"groups_{column}",
        period=str(case.end),
    )


def in_cell(case: Case, row: Row, definition: str, column: str, **about: Any) -> Number:
    """Give a number of a cluster and a city; where it is hidden, the range in which readers find it."""
    low, high = f"{column}_low", f"{column}_high"
    if column == "location_quotient":
        low, high = "quotient_low", "quotient_high"
    asked = {"period": str(case.end), "area": str(row["city"])} | about
    signed = asked.pop("signed", False)
    where = {"part": "cell", "city": row["city"], "cluster": row["cluster"]}
    about_cell = {"where": where, "label": f"cluster: {row['cluster']}", **asked}
    known = pd.notna(row.get(column))
    ends = ("lower", "upper") if known and column == "location_quotient" else None
    if not known and row["status"] == Status.SUPPRESSED and _limited(row.get(low), row.get(high)):
        ends = (low, high)
    figure = case.figure(portfolio_of(case), definition, column, interval=ends, **about_cell)
    if known or ends is None:
        return case.shown(figure, signed=signed)
    return case.interval(figure)


def _limited(low: Any, high: Any) -> bool:
    return all(pd.notna(end) and math.isfinite(end) for end in (low, high))


def interval_of(case: Case, row: Row) -> Inline:
    """Show the interval of a quotient, or say that what stands beside it is a range."""
    if pd.isna(row.get("location_quotient")):
        return case.words.text("portfolio.is_range")
    figure = in_cell(case, row, "cluster_quotient", "location_quotient").figure
    return case.interval(figure)
