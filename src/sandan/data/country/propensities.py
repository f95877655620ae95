"""Who is drawn where: the known location propensities, exact for every cell of city and group."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.country.chains import make_chains
from sandan.data.country.chance import cumulative, stream
from sandan.data.country.industries import Industries
from sandan.data.country.places import FOCAL, Places
from sandan.data.country.plan import CountryPlan
from sandan.types import BoolArray, FloatArray

WEAKEST, STRONGEST = 2.5, 9.0
CITIES_PER_CLUSTER = 40
CLUSTER_RATIO = 1.5
"""A planned cell that the margins press below this ratio is no cluster after all."""
ROUNDS = 400
CHAIN_CITIES = 3
"""Cities that a chain favors, for every 40."""
WEAKEST_CHAIN, STRONGEST_CHAIN = 2.0, 6.0


@dataclass(frozen=True)
class Propensities:
    """Chance of each city for a site of each group, by row; and which cells were made clusters."""

    chance: FloatArray
    planned: BoolArray
    shares: FloatArray
    """The rows of ``chance``, cumulative."""


def make_propensities(plan: CountryPlan, seed: int, places: Places, industries: Industries) -> Propensities:
    """Give every group its chance of each city.

    A group with role ``null`` follows city size exactly. The others are fitted so that each city
    still holds its share of all sites: what clusters take is given back by the ``offset`` groups,
    and the null cells stay null. With ``plan.chains`` the groups of chains are fitted too.
    """
    groups, cities = len(industries.groups), len(places.cities)
    chance = np.tile(places.weight, (groups, 1))
    planned = np.zeros((groups, cities), dtype=bool)
    if plan.clusters or plan.chains:
        strength = _strengths(seed, places, industries) if plan.clusters else np.ones_like(chance)
        free = np.array([role != "null" for role in industries.roles])
        if plan.chains:
            strength *= _of_chains(seed, places, industries)
            free |= make_chains(industries.groups).chained
        planned = strength > 1
        size = industries.group_share[free]
        fitted = fit_margins(
            strength[free] * size[:, None] * places.weight, size, places.weight * size.sum(), rounds=ROUNDS
        )
        chance[free] = fitted / fitted.sum(axis=1, keepdims=True)
        planned &= chance >= CLUSTER_RATIO * places.weight
    return Propensities(chance, planned, cumulative(chance))


def _strengths(seed: int, places: Places, industries: Industries) -> FloatArray:
    """Draw the clusters: those of the focal city as planned, one to three others for every 40 cities."""
    rng = stream(seed, "clusters")
    counts = np.minimum(
        np.ceil(industries.cluster_count * len(places.cities) / CITIES_PER_CLUSTER), len(places.cities) - 1
    )
    strength = np.ones((len(industries.groups), len(places.cities)))
    strength[:, FOCAL] = industries.focal_strength
    for group, count in enumerate(counts.astype(int)):
        others = 1 + rng.choice(len(places.cities) - 1, size=count, replace=False)
        strength[group, others] = np.exp(rng.uniform(np.log(WEAKEST), np.log(STRONGEST), size=count))
    return strength


def _of_chains(seed: int, places: Places, industries: Industries) -> FloatArray:
    """Draw the cities that each chain favors; all of its groups cluster there, equally strongly."""
    rng = stream(seed, "chains")
    chains = make_chains(industries.groups)
    others = len(places.cities) - 1
    count = min(int(np.ceil(CHAIN_CITIES * len(places.cities) / CITIES_PER_CLUSTER)), others)
    strength = np.ones((len(chains.table), len(places.cities)))
    for row in np.flatnonzero(~chains.general):
        cities = 1 + rng.choice(others, size=count, replace=False)
        strength[row, cities] = np.exp(rng.uniform(np.log(WEAKEST_CHAIN), np.log(STRONGEST_CHAIN), count))
    return strength[chains.of_group]


def fit_margins(seed_table: FloatArray, rows: FloatArray, columns: FloatArray, *, rounds: int) -> FloatArray:
    """Scale rows and columns of a table until it has the given totals.

    Parameters
    ----------
    seed_table : array, shape (n_rows, n_columns)
        Positive weights; their odds ratios are kept.
    rows, columns : array
        The totals that are wanted; both must add up to the same number.
    rounds : int
        How often rows and columns are scaled.

    Returns
    -------
    array, shape (n_rows, n_columns)
        ``a[i] * seed_table[i, j] * b[j]`` with the totals.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Notes
    -----
    Iterative proportional fitting: ``x[i, :] *= rows[i] / x[i, :].sum()``, then the same for the
    columns, ``rounds`` times.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940), On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known, Annals of Mathematical Statistics 11(4).

    Examples
    --------
    >>> fit_margins(np.array([[3.0, 1.0], [1.0, 1.0]]), np.array([4.0, 4.0]), np.array([5.0, 3.0]),
    ...             rounds=50).round(2)
    array([[3., 1.],
           [2., 2.]])
    """
    fitted = seed_table.copy()
    for _ in range(rounds):
        fitted *= (rows / fitted.sum(axis=1))[:, None]
        fitted *= columns / fitted.sum(axis=0)
    return fitted


def cells_table(places: Places, industries: Industries, propensities: Propensities) -> pd.DataFrame:
    """List every cell of city and group with its true ratio and whether it is a cluster."""
    ratio = propensities.chance / places.weight
    group, city = np.indices(ratio.shape)
    null = np.isclose(ratio, 1.0, rtol=0, atol=1e-12)
    kind = np.where(propensities.planned, "cluster", np.where(null, "null", "offset"))
    return pd.DataFrame(
        {
            "city": np.array(places.cities)[city.ravel()],
            "group": np.array(industries.groups)[group.ravel()],
            "role": np.array(industries.roles)[group.ravel()],
            "probability": propensities.chance.ravel(),
            "city_weight": np.tile(places.weight, len(ratio)),
            "true_ratio": ratio.ravel(),
            "kind": kind.ravel(),
            "is_cluster": propensities.planned.ravel(),
        }
    )
