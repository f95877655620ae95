"""How much of what is near a plant is its own industry, beside the share everywhere."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.localization.against_chance import LocalizationTest, against_chance
from sandan.observe.localization.bands import BandRule, Side
from sandan.observe.localization.bandwidth import BandwidthRule, check_rule
from sandan.observe.localization.histograms import (
    MANY_BINS,
    PairHistogram,
    bin_centers,
    bins_for,
    pair_histogram,
)
from sandan.observe.localization.neighborhoods import Around, Neighborhoods, relative_curve
from sandan.observe.localization.nulls import Null, check_null, draw_seed
from sandan.observe.localization.patterns import Pattern, Sites, read_sites
from sandan.observe.localization.points import Points
from sandan.observe.localization.scales import asked_distances, fixed_bandwidth, own_bandwidth, site_distances
from sandan.observe.localization.simulations import simulate_curves
from sandan.observe.localization.smoothing import BEYOND, kernel_weights
from sandan.parallel import Progress
from sandan.types import Executor, FloatArray, IntArray, Rng

__all__ = ["Form", "m_function", "m_function_test"]

Form: TypeAlias = Literal["cumulative", "density"]
"""Neighbors within a distance (M), or at a distance (m)."""

_MOST_BINS = 2048  # for each plant


def m_function(
    sites: pd.DataFrame | Points,
    of: str,
    *,
    neighbors: str | None = None,
    industry: str = "industry",
    weight: str | None = None,
    distances: FloatArray | None = None,
    form: Form = "cumulative",
    bandwidth: BandwidthRule | float = "sites",
    controls_only: bool = False,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Compare the share of an industry within each distance of its plants with its share everywhere.

    Parameters
    ----------
    sites : DataFrame or Points, shape (n_sites, n_columns)
        All establishments, of all industries: columns ``x`` and ``y`` in meters, or a GeoDataFrame.
    of : str
        The industry around whose plants is looked.
    neighbors : str, optional
        The industry that is looked for; by default the same.
    industry, weight : str
        Names of columns; without a weight every plant counts alike.
    distances : ndarray, optional, meters
        By default 101 steps up to the median distance between sites.
    form : {"cumulative", "density"}
        Neighbors within each distance (M), or at each distance (m).
    bandwidth : {"sites", "pattern", "truncated"} or float
        Of the kernel of the density, as for `k_density`.
    controls_only : bool
        Compare with the plants of other industries instead of with all plants.
    executor : concurrent.futures.Executor, optional
        Where plants are looked around; threads gain.

    Returns
    -------
    DataFrame, shape (n_distances, 4)
        distance (m); m, 1 = no more and no less than everywhere, NaN where nobody has a neighbor;
        plants, those that have a neighbor within the distance; and alone, those that have none.

    Raises
    ------
    MeasureError
        If the industry has too few plants, coordinates are degrees, or an industry is not known.
    TableError
        If a column is missing or has empty cells.

    Notes
    -----
    With ``w`` the weights, ``S`` the industry that is looked for and sums over ``j != i``::

        M(r) = sum_i [sum_(j in S, d_ij <= r) w_j / sum_(j, d_ij <= r) w_j] / sum_i [(W_S - w_i) / (W - w_i)]

    Both outer sums leave out the plants that have no neighbor within ``r``; ``w_i`` is taken from ``W_S``
    only if ``i`` belongs to ``S``. With ``controls_only`` the inner denominators run over plants outside
    of ``S``. In the form of a density ``1(d_ij <= r)`` is a Gaussian kernel of ``r - d_ij``, reflected at
    0, with one bandwidth for all plants.

    References
    ----------
    Marcon, E. and Puech, F. (2010), Measures of the geographic concentration of industries: improving
    distance-based methods, Journal of Economic Geography 10, 745-762; Lang, G., Marcon, E. and Puech, F.
    (2020), Distance-based measures of spatial concentration: introducing a relative density function,
    Annals of Regional Science 64, 243-265, for m.

    Examples
    --------
    Around each of the two plants of ``a`` stands, within 1 km, the other one and nobody else.

    >>> place = {"x": [0.0, 1e3, 9e3, 9e3], "y": [0.0, 0.0, 0.0, 9e3], "industry": ["a", "a", "b", "b"]}
    >>> m_function(pd.DataFrame(place), "a", distances=np.array([1e3]))["m"].tolist()
    [3.0]
    """
    setup = _read(sites, of, neighbors, industry, weight, distances, bandwidth if form == "density" else None)
    curve, plants, _ = _curve(
        replace(setup, controls_only=controls_only), setup.sites.pattern, executor=executor
    )
    alone = len(setup.first) - plants
    return pd.DataFrame({"distance": setup.distances, "m": curve, "plants": plants, "alone": alone})


def m_function_test(
    sites: pd.DataFrame | Points,
    of: str,
    *,
    rng: Rng,
    neighbors: str | None = None,
    industry: str = "industry",
    weight: str | None = None,
    distances: FloatArray | None = None,
    form: Form = "cumulative",
    bandwidth: BandwidthRule | float = "sites",
    controls_only: bool = False,
    null: Null = "random_location",
    simulations: int = 999,
    level: float = 0.05,
    band: BandRule = "rank",
    side: Side = "both",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> LocalizationTest:
    """Test whether an industry is more, or less, among its own than chance would have it.

    Parameters
    ----------
    sites, of, neighbors, industry, weight, distances, form, bandwidth, controls_only
        As for `m_function`.
    rng : Generator
        Source of chance.
    null : {"random_location", "random_labeling", "population_independence"}
        What chance does: industries with their sizes are dealt out to all sites; sizes stay and industries
        are dealt out; the first industry stays and the rest is dealt out.
    simulations, level, band, side, executor, progress
        As for `k_density_test`.

    Returns
    -------
    LocalizationTest
        Distance by distance. Distances within which no plant has a neighbor, observed or in a simulation,
        are left out of the band; their bounds are NaN.

    Raises
    ------
    MeasureError, TableError
        As for `m_function`, and if no distance is left.

    Notes
    -----
    Positions stay where they are under all three hypotheses, so that the place of all economic activity
    is given and only who is where is chance.

    References
    ----------
    Marcon and Puech (2010), section 3; for the band Myllymäki and others (2017).

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> table = pd.DataFrame(chance.uniform(0, 1e5, (200, 2)), columns=["x", "y"]).assign(industry="other")
    >>> table.loc[:29, ["x", "y"]] /= 10
    >>> table.loc[:29, "industry"] = "packed"
    >>> m_function_test(table, "packed", rng=chance, simulations=99, distances=np.array([5e3, 1e4, 2e4])).p
    0.01
    """
    check_null(null, two=neighbors is not None)
    setup = replace(
        _read(sites, of, neighbors, industry, weight, distances, bandwidth if form == "density" else None),
        controls_only=controls_only,
        null=null,
    )
    seed = draw_seed(rng)
    observed, width = _curve(setup, setup.sites.pattern, executor=executor)[::2]
    curves = simulate_curves(
        _chance, setup, simulations=simulations, seed=seed, executor=executor, progress=progress
    )
    return against_chance(
        setup.distances,
        observed,
        curves,
        plants=len(setup.first),
        null=null,
        seed=seed,
        bandwidth=width,
        rule=band,
        level=level,
        side=side,
    )


@dataclass(frozen=True)
class _Setup:
    """All sites, which of them are looked around and looked for, and how far."""

    sites: Sites
    first: IntArray
    second: IntArray | None
    distances: FloatArray
    rule: BandwidthRule | float | None
    between_sites: PairHistogram
    controls_only: bool = False
    null: Null = "random_location"


def _read(
    sites: pd.DataFrame | Points,
    of: str,
    neighbors: str | None,
    industry: str,
    weight: str | None,
    distances: FloatArray | None,
    bandwidth: BandwidthRule | float | None,
) -> _Setup:
    if bandwidth is not None:
        check_rule(bandwidth)
    read = read_sites(sites, industry=industry, weight=weight)
    between = site_distances(read)
    first = read.rows_of(of)
    second = None if neighbors in (None, of) else read.rows_of(neighbors)
    if second is None and len(first) < 2:
        raise MeasureError(f"The industry {of!r} has {len(first)} plant; its own neighborhood needs two.")
    return _Setup(read, first, second, asked_distances(distances, between), bandwidth, between)


def _curve(
    setup: _Setup, pattern: Pattern, *, executor: Executor | None = None
) -> tuple[FloatArray, IntArray, float]:
    """Look around the plants of the first industry, wherever they are now."""
    around, width = _around(setup, pattern)
    places = Neighborhoods.of(pattern, setup.first, setup.second)
    return *relative_curve(places, around, executor=executor), width


def _around(setup: _Setup, pattern: Pattern) -> tuple[Around, float]:
    if setup.rule is None:
        return Around(setup.distances, controls_only=setup.controls_only), np.nan
    width = _bandwidth(setup, pattern)
    reach = float(setup.distances[-1]) + BEYOND * width
    bins = min(bins_for(width, reach), _MOST_BINS)
    centers = bin_centers(reach, bins)
    kernel = kernel_weights(centers, setup.distances, width)
    return Around(centers + reach / bins / 2, kernel, setup.controls_only), width


def _bandwidth(setup: _Setup, pattern: Pattern) -> float:
    first, second = len(setup.first), setup.second
    if setup.rule in ("pattern", "truncated"):
        plain = Pattern(pattern.x, pattern.y)
        others = None if second is None else plain.at(second)
        reach = setup.between_sites.width * len(setup.between_sites.sums)
        own = pair_histogram(plain.at(setup.first), reach=reach, bins=MANY_BINS, others=others)
        return own_bandwidth(setup.rule, own, longest=float(setup.distances[-1]))
    pairs = first * (first - 1) // 2 if second is None else first * len(second)
    assert setup.rule is not None
    return fixed_bandwidth(setup.rule, setup.between_sites, pairs)


def _chance(setup: _Setup, rng: Rng) -> FloatArray:
    """Give the curve after industries were dealt out anew: the plants keep their rows, and rows move."""
    pattern = setup.sites.pattern
    row = np.arange(pattern.size)
    moves = np.setdiff1d(row, setup.first) if setup.null == "population_independence" else row
    row[moves] = rng.permutation(moves)
    weight = pattern.weight
    if weight is not None and setup.null == "random_labeling":
        weight = weight[row]
    return _curve(setup, Pattern(pattern.x[row], pattern.y[row], weight))[0]
