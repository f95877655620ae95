"""The portfolio of clusters: groups of industries tested in every city, with their growth and their links."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from sandan.data.missing import Status
from sandan.observe.definitions.evidence import REGIONS
from sandan.observe.definitions.linkage import cluster_linkage
from sandan.observe.specialization.clusters import find_clusters
from sandan.report.calculations.base import Registered
from sandan.report.calculations.cluster_groups import Groups, define_groups, surveyed_at
from sandan.report.calculations.protected import EVERYTHING, EVERYWHERE, ProtectedGroups, protected_groups

__all__ = ["FROM_GROUPS", "RELATIONS", "portfolio_name"]

RELATIONS = ("industry_occupations", "input_output")
"""Roles of the tables that say how industries are related, besides where they stand."""

LEFT_OUT = ""
"""Stands for the industries that are in no cluster, so that the jobs of a city add up."""

OF_QUOTIENTS = ("location_quotient", "lower", "upper")
OF_TESTS = ("p", "q_value", "is_cluster", "vanishes_without_largest")

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def portfolio_name(*roles: str) -> str:
    """Name the calculation that uses just these roles besides the register.

    Parameters
    ----------
    *roles : str
        Any of :data:`RELATIONS`.

    Returns
    -------
    str
        A name in :data:`FROM_GROUPS`.

    Raises
    ------
    TypeError
        If the roles are not text.

    Notes
    -----
    A calculation has the same roles every time, so there is one for each set of tables that an office
    may have.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> portfolio_name(), portfolio_name("input_output")
    ('portfolio', 'portfolio_with_input_output')
    """
    return "_and_".join(["portfolio", *sorted(roles)]).replace("_and_", "_with_", 1)


def _portfolio(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Define clusters, test them in all cities, follow those of one city, and relate them to each other.

    The parts of the table: ``summary``, ``source``, ``evidence``, ``member``, ``cluster``, ``cell`` and
    ``link``. A cluster is called by its industry with the most jobs in the country.
    """
    found = define_groups(tables, parameters)
    register = tables["establishments"]
    last = _protected(register, found.cluster, parameters, "end")
    order = _order(found.cluster, last.industries)
    names = {int(number): str(one.index[0]) for number, one in order.groupby(order)}
    shown, before = (
        _renamed(one.groups, names)
        for one in (last, _protected(register, found.cluster, parameters, "start"))
    )
    cells = _cells(register, found.cluster.map(names), shown, parameters)
    cells = cells.join(_growth(cells, before, shown, parameters["city"]))
    hidden = cells["status"].eq(Status.SUPPRESSED) | cells["growth_hidden"].eq(other=True)
    parts = {
        "summary": _summary(found, cells, register, parameters),
        "source": found.sources,
        "evidence": _evidence(found),
        "member": _members(found, order.map(names)),
        "cluster": _clusters(order.map(names), cells),
        "cell": cells.assign(status=cells["status"].mask(hidden, Status.SUPPRESSED.value)),
        "link": _links(found, names),
    }
    table = pd.concat([part.assign(part=name) for name, part in parts.items()], ignore_index=True)
    return table.assign(status=table["status"].fillna(Status.REPORTED.value))


def _protected(
    register: pd.DataFrame, cluster: pd.Series, parameters: Parameters, year: str
) -> ProtectedGroups:
    return protected_groups(
        register,
        dict(cluster.astype("str")),
        period=parameters[year],
        digits=parameters["digits"],
        published_on=date.fromisoformat(parameters["published_on"]),
    )


def _order(cluster: pd.Series, industries: pd.DataFrame) -> pd.Series:
    """Put industries in the order of their jobs in the whole country, as far as these may be shown."""
    everywhere = industries.loc[industries["region"].eq(EVERYWHERE) & industries["industry"].ne(EVERYTHING)]
    jobs = everywhere.set_index("industry")["value"].reindex(cluster.index)
    return cluster.loc[jobs.sort_values(ascending=False, kind="stable").index]


def _renamed(groups: pd.DataFrame, names: Mapping[int, str]) -> pd.DataFrame:
    """Index protected groups by the names of clusters; all industries together keep their code."""
    codes = {str(number): name for number, name in names.items()} | {EVERYTHING: EVERYTHING}
    return groups.assign(cluster=groups["industry"].map(codes)).set_index(["region", "cluster"])


def _cells(
    register: pd.DataFrame, cluster: pd.Series, shown: pd.DataFrame, parameters: Parameters
) -> pd.DataFrame:
    """Test every city and cluster of the country, and give ranges for what may not be shown."""
    tested = _tested(register, cluster, parameters)
    own = _shown_at(shown, tested["city"], tested["cluster"])
    others = (
        _shown_at(shown, EVERYWHERE, tested["cluster"]),
        _shown_at(shown, tested["city"], EVERYTHING),
        _shown_at(shown, EVERYWHERE, EVERYTHING, tested.index),
    )
    # The quotient gives away each of its four numbers to who knows the other three.
    hidden = pd.concat([one["value"].isna() for one in (own, *others)], axis=1).any(axis=1)
    everywhere, city, everything = others
    return tested[["city", "cluster", *OF_TESTS]].assign(
        present=tested["jobs"].gt(0),
        **_named(own, "jobs"),
        **{name: tested[name].mask(hidden) for name in OF_QUOTIENTS},
        quotient_low=own["lower"] / everywhere["upper"] / (city["upper"] / everything["lower"]),
        quotient_high=own["upper"] / everywhere["lower"] / (city["lower"] / everything["upper"]),
        status=pd.Series(Status.REPORTED.value, tested.index).mask(hidden, Status.SUPPRESSED.value),
    )


def _tested(register: pd.DataFrame, cluster: pd.Series, parameters: Parameters) -> pd.DataFrame:
    sites = surveyed_at(register, parameters["end"], parameters["digits"])
    tested = find_clusters(
        sites.assign(cluster=sites["group"].map(cluster).fillna(LEFT_OUT)),
        region="city",
        industry="cluster",
        enterprise="enterprise",
        draws=parameters["draws"],
        seed=parameters["seed"],
        level=parameters["level"],
    )
    exact_where_rare = tested["p_tail"].where(tested["p_tail"].notna(), tested["p_value"])
    cells = tested.assign(p=exact_where_rare)
    return cells.loc[cells["cluster"] != LEFT_OUT].reset_index(drop=True)


def _shown_at(
    shown: pd.DataFrame, city: pd.Series | str, cluster: pd.Series | str, index: pd.Index | None = None
) -> pd.DataFrame:
    """Look cells of a protected table up; what is not in it has no jobs in the whole country."""
    series = [one.index for one in (city, cluster) if isinstance(one, pd.Series)]
    asked = pd.DataFrame({"region": city, "cluster": cluster}, index=series[0] if series else index)
    found = shown[["value", "lower", "upper", "status"]].reindex(pd.MultiIndex.from_frame(asked))
    numbers = found[["value", "lower", "upper"]].mask(found["status"].isna(), 0.0)
    return numbers.set_axis(asked.index)


def _named(numbers: pd.DataFrame, name: str) -> dict[str, pd.Series]:
    return {name: numbers["value"], f"{name}_low": numbers["lower"], f"{name}_high": numbers["upper"]}


def _growth(cells: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, city: str) -> pd.DataFrame:
    """Follow the clusters of one city between two dates, beside the same clusters in the country."""
    cluster = cells.loc[cells["city"] == city, "cluster"]
    first, last = (_shown_at(shown, city, cluster) for shown in (before, after))
    own = _ratios(first, last)
    everywhere = _ratios(*(_shown_at(shown, EVERYWHERE, cluster) for shown in (before, after)))
    relative = {
        "relative_growth": own["value"] / everywhere["value"],
        "relative_growth_low": own["lower"] / everywhere["upper"],
        "relative_growth_high": own["upper"] / everywhere["lower"],
    }
    return pd.DataFrame(
        {
            **_named(first, "first"),
            **{
                name: 100 * (one - 1)
                for name, one in (
                    _named(own, "growth") | _named(everywhere, "growth_everywhere") | relative
                ).items()
            },
            "growth_hidden": pd.concat([one["value"].isna() for one in (first, last)], axis=1).any(axis=1)
            | (everywhere["value"].isna() & everywhere["upper"].notna()),
        }
    )


def _ratios(first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Divide the last by the first numbers, each end at its own end; by nothing there is no ratio."""
    some = first.where(first > 0)
    return pd.DataFrame(
        {
            "value": last["value"] / some["value"],
            "lower": last["lower"] / some["upper"],
            "upper": last["upper"] / some["lower"],
        }
    )


def _summary(
    found: Groups, cells: pd.DataFrame, register: pd.DataFrame, parameters: Parameters
) -> pd.DataFrame:
    here = cells.loc[(cells["city"] == parameters["city"]) & cells["present"]]
    definition = found.definition
    at_first = surveyed_at(register, parameters["start"], parameters["digits"])["group"]
    alike = definition.stability
    return pd.DataFrame(
        {
            "clusters": [int(found.cluster.nunique())],
            "industries": [len(found.cluster)],
            "industries_left_out": [len(found.industries) - len(found.cluster)],
            "industries_gone": [len(set(at_first.unique()) - set(found.cluster.index))],
            "cities": [found.cities],
            "candidates": [found.candidates],
            "moves": [len(definition.reassignment.moves)],
            "stability": [float(alike["adjusted_rand"].mean())],
            "country_cells": [int(cells["q_value"].notna().sum())],
            "here": [len(here)],
            "confirmed": [int(here["is_cluster"].sum())],
            "vanishing": [int(here["vanishes_without_largest"].sum())],
            "hidden": [int((here["status"] == Status.SUPPRESSED).sum())],
        }
    )


def _evidence(found: Groups) -> pd.DataFrame:
    """Give the score of the grouping on what it was not cut from, beside its own and shuffled ones."""
    definition = found.definition
    chosen = definition.held_out.loc[definition.held_out["candidate"] == definition.ranking.index[0]]
    means = chosen.groupby("source")[["own", "overall", "shuffled_mean"]].mean()
    table = means.rename(columns={"overall": "held_out", "shuffled_mean": "shuffled"})
    # The best of many has had luck: halves that did not choose it say what it is worth.
    again = definition.confirmation[["reassigned", "shuffled_mean"]].mean()
    table.loc[REGIONS, ["held_out", "shuffled"]] = again.to_list()
    scored: pd.DataFrame = table.rename_axis("linkage").reset_index()
    return scored


def _members(found: Groups, cluster: pd.Series) -> pd.DataFrame:
    """List the industries of every cluster, those with the most jobs in the country first."""
    moved = found.definition.grouping["first_cut"] != found.definition.grouping["cluster"]
    table = cluster.rename("cluster").rename_axis("industry").reset_index()
    return table.assign(moved=moved.reindex(table["industry"]).to_numpy())


def _clusters(cluster: pd.Series, cells: pd.DataFrame) -> pd.DataFrame:
    """Count the industries of every cluster, and the cities that have it and where it is confirmed."""
    by_cluster = cells.assign(confirmed=cells["is_cluster"]).groupby("cluster")
    counts = by_cluster[["present", "confirmed"]].sum().add_prefix("cities_").astype("int64")
    return counts.assign(size=cluster.value_counts().reindex(counts.index)).reset_index()


def _links(found: Groups, names: Mapping[int, str]) -> pd.DataFrame:
    """Put every pair of clusters under both, with how related it is among all pairs."""
    links = cluster_linkage(found.definition.relatedness.matrix, found.cluster)
    sides = [
        links.assign(cluster=links[one].map(names), other=links[two].map(names))
        for one, two in (("first", "second"), ("second", "first"))
    ]
    both = pd.concat(sides, ignore_index=True)
    return both[["cluster", "other", "percentile", "related_pairs", "pairs"]]


FROM_GROUPS = tuple(
    Registered(portfolio_name(*roles), ("establishments", *roles), _portfolio)
    for roles in ((), RELATIONS[:1], RELATIONS[1:], RELATIONS)
)
