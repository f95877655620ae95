"""The density of distances between the plants of an industry, beside that of plants thrown at random."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from sandan.errors import MeasureError
from sandan.observe.localization.against_chance import LocalizationTest, against_chance
from sandan.observe.localization.bands import BandRule, Side
from sandan.observe.localization.bandwidth import BandwidthRule, check_rule
from sandan.observe.localization.histograms import MANY_BINS, bin_centers, bins_for, coarsen, pair_histogram
from sandan.observe.localization.nulls import Null, check_null, draw_rows, draw_seed
from sandan.observe.localization.patterns import Pattern, Sites, read_sites
from sandan.observe.localization.points import Points
from sandan.observe.localization.scales import (
    asked_distances,
    fixed_bandwidth,
    own_bandwidth,
    site_distances,
)
from sandan.observe.localization.simulations import simulate_curves
from sandan.observe.localization.smoothing import BEYOND, kernel_weights, smooth
from sandan.parallel import Progress
from sandan.types import Executor, FloatArray, IntArray, Rng

__all__ = ["DensityCurve", "k_density", "k_density_test"]


@dataclass(frozen=True)
class DensityCurve:
    """A density of distances: ``table`` has the columns distance (m) and density (per m)."""

    table: pd.DataFrame
    bandwidth: float
    rule: str
    plants: int
    pairs: int


def k_density(
    sites: pd.DataFrame | Points,
    of: str,
    *,
    neighbors: str | None = None,
    industry: str = "industry",
    weight: str | None = None,
    distances: FloatArray | None = None,
    bandwidth: BandwidthRule | float = "sites",
) -> DensityCurve:
    """Estimate how the distances between the plants of an industry are distributed.

    Parameters
    ----------
    sites : DataFrame or Points, shape (n_sites, n_columns)
        All establishments, of all industries: columns ``x`` and ``y`` in meters, or a GeoDataFrame.
    of : str
        The industry.
    neighbors : str, optional
        A second industry: then distances from the first to the second are meant.
    industry, weight : str
        Names of columns; without a weight every plant counts alike, with it a pair counts as the
        product of its two weights.
    distances : ndarray, optional, meters
        Where the density is asked for; by default 101 steps up to the median distance between sites.
    bandwidth : {"sites", "pattern", "truncated"} or float
        Rule of the bandwidth, or meters. It does not depend on ``distances``, unless the rule is
        ``truncated``.

    Returns
    -------
    DensityCurve
        The curve, its bandwidth in meters and where that comes from, and the numbers of plants and pairs.

    Raises
    ------
    MeasureError
        If the industry has no pair, coordinates are degrees, or an argument is not known.
    TableError
        If a column is missing or has empty cells.

    Notes
    -----
    ``K(r) = sum_(i<j) w_i w_j [phi((r - d_ij) / h) + phi((r + d_ij) / h)] / (h sum_(i<j) w_i w_j)``,
    summed over 128 bins to a bandwidth (`bins_for` says what that costs). With ``neighbors`` the sums
    run over all pairs across the two industries.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Testing for localization using micro-geographic data,
    Review of Economic Studies 72, 1077-1106.

    Examples
    --------
    >>> place = {"x": [0.0, 1e3, 0.0, 9e3], "y": [0.0, 0.0, 1e3, 9e3], "industry": ["a", "a", "a", "b"]}
    >>> curve = k_density(pd.DataFrame(place), "a", distances=np.array([1e3, 5e3]), bandwidth=500.0)
    >>> curve.pairs, (1e3 * curve.table["density"]).round(3).tolist()
    (3, [0.72, 0.0])
    """
    setup = _read(sites, of, neighbors, industry, weight, distances, bandwidth)
    curve, width = _curve(setup, *_observed(setup))
    table = pd.DataFrame({"distance": setup.distances, "density": curve})
    rule = bandwidth if isinstance(bandwidth, str) else "given"
    return DensityCurve(table, width, rule, len(setup.first), setup.pairs)


def k_density_test(
    sites: pd.DataFrame | Points,
    of: str,
    *,
    rng: Rng,
    neighbors: str | None = None,
    industry: str = "industry",
    weight: str | None = None,
    distances: FloatArray | None = None,
    bandwidth: BandwidthRule | float = "sites",
    null: Null = "random_location",
    simulations: int = 999,
    level: float = 0.05,
    band: BandRule = "rank",
    side: Side = "both",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> LocalizationTest:
    """Test whether the plants of an industry stand closer together, or farther apart, than chance puts them.

    Parameters
    ----------
    sites, of, neighbors, industry, weight, distances, bandwidth
        As for `k_density`.
    rng : Generator
        Source of chance.
    null : {"random_location", "random_labeling", "population_independence"}
        What chance does.
    simulations : int
        How often.
    level : float
        Error rate of the band.
    band : {"rank", "duranton_overman", "pointwise"}
        How the band is drawn; only ``rank`` holds its level over all distances and gives a p-value.
    side : {"both", "above", "below"}
        Which departures count.
    executor : concurrent.futures.Executor, optional
        Where simulations run.
    progress : callable, optional
        Is told how many pieces are done.

    Returns
    -------
    LocalizationTest
        Distance by distance the observed density, the mean of chance, the band and the excess; the
        p-value, bandwidth, seed and everything that was asked for.

    Raises
    ------
    MeasureError, TableError
        As for `k_density`, and if there are too few simulations for the level.

    Notes
    -----
    Under ``random_location`` the plants are thrown at as many different sites of the whole table, keeping
    their weights; under ``random_labeling`` sites keep their weights and are dealt out anew. Every
    simulated curve is computed as the observed one is, with the bandwidth that its rule gives it.

    References
    ----------
    Duranton and Overman (2005), sections 3 and 4; Myllymäki, M., Mrkvička, T., Grabarnik, P., Seijo, H. and
    Hahn, U. (2017), Global envelope tests for spatial processes, Journal of the Royal Statistical Society B
    79, 381-404, for the band.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> table = pd.DataFrame(chance.uniform(0, 1e5, (300, 2)), columns=["x", "y"]).assign(industry="other")
    >>> table.loc[:29, ["x", "y"]] /= 10
    >>> table.loc[:29, "industry"] = "packed"
    >>> found = k_density_test(table, "packed", rng=chance, simulations=99)
    >>> found.p
    0.01
    """
    check_null(null, two=neighbors is not None)
    setup = replace(_read(sites, of, neighbors, industry, weight, distances, bandwidth), null=null)
    seed = draw_seed(rng)
    observed, width = _curve(setup, *_observed(setup))
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
    """What one curve needs, observed or simulated.

    Where the bandwidth follows from the number of plants alone, ``kernel`` serves all curves.
    """

    pattern: Pattern
    first: IntArray
    second: IntArray | None
    distances: FloatArray
    rule: BandwidthRule | float
    reach: float
    bandwidth: float = np.nan
    kernel: csc_array | None = None
    null: Null = "random_location"

    @property
    def pairs(self) -> int:
        """Pairs that the pattern has, whatever its places."""
        n = len(self.first)
        return n * (n - 1) // 2 if self.second is None else n * len(self.second)


def _read(
    sites: pd.DataFrame | Points,
    of: str,
    neighbors: str | None,
    industry: str,
    weight: str | None,
    distances: FloatArray | None,
    bandwidth: BandwidthRule | float,
) -> _Setup:
    check_rule(bandwidth)
    read = read_sites(sites, industry=industry, weight=weight)
    first, second = _rows(read, of, neighbors)
    between = site_distances(read)
    asked = asked_distances(distances, between)
    setup = _Setup(read.pattern, first, second, asked, bandwidth, read.diameter * (1 + 1e-6))
    if bandwidth in ("pattern", "truncated"):
        return setup
    width = fixed_bandwidth(bandwidth, between, setup.pairs)
    reach = float(asked[-1]) + BEYOND * width
    bins = bins_for(width, reach)
    kernel = kernel_weights(bin_centers(reach, bins), asked, width)
    return replace(setup, reach=reach, bandwidth=width, kernel=kernel)


def _rows(sites: Sites, of: str, neighbors: str | None) -> tuple[IntArray, IntArray | None]:
    first = sites.rows_of(of)
    if neighbors is None:
        if len(first) < 2:
            raise MeasureError(f"The industry {of!r} has {len(first)} plant; distances need two.")
        return first, None
    if neighbors == of:
        raise MeasureError(f"`neighbors` is {of!r} itself; leave it out to compare an industry with itself.")
    return first, sites.rows_of(neighbors)


def _curve(setup: _Setup, pattern: Pattern, others: Pattern | None) -> tuple[FloatArray, float]:
    """Estimate the curve of a pattern, observed or simulated, and give its bandwidth."""
    if setup.kernel is not None:
        counted = pair_histogram(pattern, reach=setup.reach, bins=setup.kernel.shape[0], others=others)
        return counted.sums @ setup.kernel / counted.total, setup.bandwidth
    plain, plain_others = (None if one is None else Pattern(one.x, one.y) for one in (pattern, others))
    assert plain is not None
    own = pair_histogram(plain, reach=setup.reach, bins=MANY_BINS, others=plain_others)
    width = own_bandwidth(setup.rule, own, longest=float(setup.distances[-1]))
    if pattern.weight is not None:
        own = pair_histogram(pattern, reach=setup.reach, bins=MANY_BINS, others=others)
    return smooth(coarsen(own, width), setup.distances, width), width


def _observed(setup: _Setup) -> tuple[Pattern, Pattern | None]:
    second = None if setup.second is None else setup.pattern.at(setup.second)
    return setup.pattern.at(setup.first), second


def _chance(setup: _Setup, rng: Rng) -> FloatArray:
    """Give the curve of one pattern of chance."""
    return _curve(setup, *_thrown(setup, rng))[0]


def _thrown(setup: _Setup, rng: Rng) -> tuple[Pattern, Pattern | None]:
    everything, first, second = setup.pattern, setup.first, setup.second
    n, m = len(first), 0 if second is None else len(second)
    if setup.null == "population_independence":
        elsewhere = np.setdiff1d(np.arange(everything.size), first)
        return everything.at(first), everything.at(rng.choice(elsewhere, m, replace=False))
    rows = draw_rows(everything.size, n + m, rng)
    # Plants that are thrown take their weights along; plants that are dealt out find them there.
    take = setup.null == "random_location" and everything.weight is not None
    patterns = [
        everything.at(drawn, weight=everything.weights[own] if take else None)
        for drawn, own in ((rows[:n], first), (rows[n:], second))
        if own is not None
    ]
    return patterns[0], patterns[1] if second is not None else None
