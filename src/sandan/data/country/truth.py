"""What is true in the generated country and stands in no published file."""

from typing import Any

import numpy as np
import pandas as pd

from sandan.data.contracts import APPLICATIONS
from sandan.data.country.generate import Country
from sandan.data.country.names import enterprise_ids, establishment_ids
from sandan.data.country.places import FOCAL
from sandan.data.country.plan import NOTICE
from sandan.data.country.propensities import cells_table


def applications_table(country: Country) -> pd.DataFrame:
    """Return all applications, by the contract ``applications``."""
    if country.applications.empty:
        return pd.DataFrame(columns=APPLICATIONS.names)
    ids = enterprise_ids(country.applications["number"].to_numpy()).to_pylist()
    return country.applications.assign(enterprise=pd.Series(ids, dtype="str"))[APPLICATIONS.names]


def cells_truth(country: Country) -> pd.DataFrame:
    """Return the true location ratio of every cell of city and group of industries."""
    world = country.world
    return cells_table(world.places, world.industries, world.propensities)


def groups_truth(country: Country) -> pd.DataFrame:
    """Say of every group of industries with which others it is likely to be in complexes, and if it is null.

    The sites of a null group are a random draw among those of all null groups of its ``pool``.
    """
    world = country.world
    industries, cells = world.industries, cells_truth(country)
    null = cells["kind"].eq("null").groupby(cells["group"], sort=False).all()
    made = np.array([10 <= int(group[:2]) < 34 for group in industries.groups])
    pool = np.where(made, "manufacturing", np.where(industries.technology, "technology", "others"))
    return pd.DataFrame(
        {
            "group": industries.groups,
            "role": industries.roles,
            "pool": pool,
            "null": null.loc[list(industries.groups)].to_numpy(),
        }
    )


def effects_truth(country: Country) -> dict[str, Any]:
    """Return every effect that is built in, in log points of workers per year unless it says otherwise."""
    plan, places = country.world.plan, country.world.places
    traits = country.world.industries.traits.set_index("division")
    return {
        "notice": NOTICE,
        "seed": country.world.seed,
        "focal_city": places.cities[FOCAL],
        "research_complex": places.complexes[places.research],
        "research_complex_opens": plan.research_opens,
        "industry_trend": {str(k): float(v) for k, v in traits["trend"].items()},
        "location_effect": {
            city: plan.location_effect if capital else 0.0
            for city, capital in zip(places.cities, places.capital.tolist(), strict=True)
        },
        "support": {
            "effect_log_points_once": plan.support_effect,
            "felt_in": "the reference year in which the decision falls; none before, none after",
            "decided_on": "15 March",
            "displacement_share": plan.displacement,
            "selection": "firms with better lasting growth apply more often and score higher",
        },
        "firm_prospects_sd": plan.prospects,
        "yearly_noise_sd": plan.noise,
        "clusters": plan.clusters,
    }


def supported_truth(country: Country) -> pd.DataFrame:
    """Return, for each supported firm and year from the decision on, its workers with and without support."""
    chosen = country.applications
    chosen = chosen[chosen["selected"]] if len(chosen) else chosen
    pieces = [_with_and_without(country, chosen, year) for year in country.years]
    return pd.concat(pieces, ignore_index=True)


def _with_and_without(country: Country, chosen: pd.DataFrame, year: int) -> pd.DataFrame:
    state = country.state(year)
    begun = chosen[chosen["round"].str[:4].astype(int) <= year] if len(chosen) else chosen
    rows = pd.Series(range(len(state.number)), index=state.number)
    place = rows.reindex(begun["number"]).dropna().astype(int) if len(begun) else rows.iloc[:0]
    numbers = place.index.to_numpy()
    return pd.DataFrame(
        {
            "establishment": establishment_ids(numbers).to_pylist(),
            "enterprise": enterprise_ids(numbers).to_pylist(),
            "period": year,
            "workers": state.workers[place.to_numpy()],
            "workers_without_support": state.untreated[place.to_numpy()],
        }
    )
