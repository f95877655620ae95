"""Which industries of a country are localized or dispersed, all of them in one call."""

import hashlib
from collections.abc import Hashable, MutableMapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.correction import Correction
from sandan.observe.localization.bands import BandRule, Side
from sandan.observe.localization.bandwidth import check_rule, rule_of_thumb, spread
from sandan.observe.localization.histograms import PairHistogram, bins_for
from sandan.observe.localization.nested import CELL, FINE, SizedCurves, null_curves, observed_curve
from sandan.observe.localization.nulls import draw_seed
from sandan.observe.localization.patterns import Pattern, Sites, read_sites
from sandan.observe.localization.points import Points
from sandan.observe.localization.scales import asked_distances, site_distances
from sandan.observe.localization.smoothing import BEYOND
from sandan.observe.localization.verdicts import Curves, judge_with_bands
from sandan.parallel import Progress, each_in_order, map_in_order
from sandan.types import Executor, FloatArray, IntArray, Rng

__all__ = ["LocalizedIndustries", "localize_industries"]

_AT_ONCE = 20
_LEAST_GRIDDED, _PAIRS_TO_A_CELL = 2_000, 40


@dataclass(frozen=True)
class LocalizedIndustries:
    """What was found of every industry.

    ``table`` has one row per industry, as `judge` gives it, with plants and bandwidth (m). ``curves`` has
    one row per tested industry and distance: industry, distance (m), observed, expected, lower, upper,
    localization, dispersion.
    """

    table: pd.DataFrame
    curves: pd.DataFrame
    simulations: int
    seed: int


def localize_industries(
    sites: pd.DataFrame | Points,
    *,
    rng: Rng,
    industry: str = "industry",
    distances: FloatArray | None = None,
    bandwidth: float | None = None,
    smallest: int = 10,
    simulations: int = 999,
    level: float = 0.05,
    correction: Correction = "benjamini-hochberg",
    band: BandRule = "rank",
    side: Side = "both",
    gridded_from: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    store: MutableMapping[str, FloatArray] | None = None,
) -> LocalizedIndustries:
    """Test for every industry whether its plants stand closer together, or farther apart, than by chance.

    Parameters
    ----------
    sites : DataFrame or Points, shape (n_sites, n_columns)
        All establishments, of all industries: columns ``x`` and ``y`` in meters, or a GeoDataFrame.
    rng : Generator
        Source of chance.
    industry : str
        Name of the column.
    distances : ndarray, optional, meters
        By default 101 steps up to the median distance between sites.
    bandwidth : float, optional, meters
        One for all industries; by default each industry's follows from its number of plants
        (rule ``sites``).
    smallest : int
        Industries with fewer plants are listed as not testable.
    simulations : int
        Throws of all sites; each serves all industries.
    level : float
        Error rate of the bands and, after correction, of the calls.
    correction, band, side
        As for `judge`.
    gridded_from : int, optional
        Number of plants from which on pairs are counted on a grid (`grid_histogram`). By default where the
        grid is the faster one: 40 pairs or more to each of its cells, and not below 2,000 plants.
    executor : concurrent.futures.Executor, optional
        Where simulations run.
    progress : callable, optional
        Is told how many pieces of 20 simulations are done.
    store : mutable mapping of str to ndarray, optional
        Keeps finished pieces by a key that names everything they follow from. A call that was broken off
        goes on from there, if it is given the same store, data and seed.

    Returns
    -------
    LocalizedIndustries
        The same numbers whatever the executor and however often it was broken off.

    Raises
    ------
    MeasureError
        If no industry is large enough, or coordinates are degrees.
    TableError
        If a column is missing or has empty cells.

    Notes
    -----
    Unweighted, under random location: the curves of chance depend on the number of plants alone, and all
    numbers share the throws (`null_curves`). Industries are corrected together (`judge`). Memory holds the
    simulated curves: 8 bytes for every simulation, different number of plants and distance.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Testing for localization using micro-geographic data,
    Review of Economic Studies 72, 1077-1106; `judge`.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> table = pd.DataFrame(chance.uniform(0, 1e5, (300, 2)), columns=["x", "y"])
    >>> table["industry"] = chance.choice(["shops", "schools"], 300)
    >>> table.loc[:29, ["x", "y"]] /= 10
    >>> table.loc[:29, "industry"] = "chips"
    >>> found = localize_industries(table, rng=chance, simulations=99).table
    >>> found[["industry", "verdict"]].iloc[0].tolist()
    ['chips', 'localized']
    """
    if bandwidth is not None:
        check_rule(bandwidth)
    read = read_sites(sites, industry=industry)
    between = site_distances(read)
    members = _members(read)
    testable = {name: rows for name, rows in members.items() if len(rows) >= max(smallest, 2)}
    if not testable:
        raise MeasureError(
            f"None of the {len(members)} industries has {smallest} plants; lower `smallest` or join some."
        )
    asked = asked_distances(distances, between)
    setup = _setup(read, testable, asked, bandwidth, between, gridded_from, draw_seed(rng))
    observed = map_in_order(partial(observed_curve, setup), testable.values(), executor=executor)
    chance = _simulated(setup, simulations, executor, progress, store)
    curves: dict[str, Curves] = {
        name: (asked, curve, chance[:, int(np.searchsorted(setup.sizes, len(rows)))])
        for (name, rows), curve in zip(testable.items(), observed, strict=True)
    }
    told: dict[Hashable, Curves | str] = dict.fromkeys(members, f"fewer than {smallest} plants")
    told.update(curves)
    table, bands = judge_with_bands(told, level=level, correction=correction, rule=band, side=side)
    sizes = table["industry"].map({name: len(rows) for name, rows in members.items()})
    widths = table["industry"].map(
        {name: setup.bandwidths[np.searchsorted(setup.sizes, len(rows))] for name, rows in testable.items()}
    )
    return LocalizedIndustries(table.assign(plants=sizes, bandwidth=widths), bands, simulations, setup.seed)


def _members(sites: Sites) -> dict[str, IntArray]:
    """Rows of every industry."""
    order = np.argsort(sites.codes, kind="stable")
    borders = np.searchsorted(sites.codes[order], np.arange(len(sites.industries) + 1))
    return {
        str(name): order[first:last]
        for name, first, last in zip(sites.industries, borders[:-1], borders[1:], strict=True)
    }


def _setup(
    sites: Sites,
    testable: dict[str, IntArray],
    distances: FloatArray,
    bandwidth: float | None,
    between: PairHistogram,
    gridded_from: int | None,
    seed: int,
) -> SizedCurves:
    sizes = np.unique([len(rows) for rows in testable.values()])
    scatter = None if bandwidth else spread(between)[0]
    widths = np.array(
        [rule_of_thumb(scatter, n * (n - 1) / 2) if scatter else bandwidth for n in sizes], dtype=np.float64
    )
    reach = float(distances[-1] + BEYOND * widths.max())
    plain = Pattern(sites.pattern.x, sites.pattern.y)
    bins = bins_for(widths.min(), reach, fine=FINE)
    if gridded_from is None:
        gridded_from = _faster_on_grid(plain, sizes, widths, float(distances[-1]))
    return SizedCurves(plain, sizes, widths, distances, reach, bins, gridded_from, seed)


def _faster_on_grid(pattern: Pattern, sizes: IntArray, widths: FloatArray, longest: float) -> int:
    """Say from which number of plants on a grid is faster than counting pairs."""
    beyond = longest + BEYOND * widths
    cells = (np.ptp(pattern.x) + beyond) * (np.ptp(pattern.y) + beyond) / (CELL * widths) ** 2
    crowded = (sizes * (sizes - 1) / 2 >= _PAIRS_TO_A_CELL * cells) & (sizes >= _LEAST_GRIDDED)
    return int(sizes[crowded].min()) if crowded.any() else int(sizes[-1]) + 1


def _simulated(
    setup: SizedCurves,
    simulations: int,
    executor: Executor | None,
    progress: Progress | None,
    store: MutableMapping[str, FloatArray] | None,
) -> FloatArray:
    """Give the simulated curves: those that were kept, and the others."""
    kept: MutableMapping[str, FloatArray] = {} if store is None else store
    fingerprint = _fingerprint(setup)
    pieces = {
        f"{fingerprint}-{first}-{min(first + _AT_ONCE, simulations)}": range(
            first, min(first + _AT_ONCE, simulations)
        )
        for first in range(0, simulations, _AT_ONCE)
    }
    curves = np.empty((simulations, len(setup.sizes), len(setup.distances)))
    open_pieces = {key: numbers for key, numbers in pieces.items() if key not in kept}
    for key in pieces.keys() - open_pieces.keys():
        curves[pieces[key].start : pieces[key].stop] = kept[key]
    made = each_in_order(
        partial(null_curves, setup), open_pieces.values(), executor=executor, progress=progress
    )
    for (key, numbers), piece in zip(open_pieces.items(), made, strict=True):
        curves[numbers.start : numbers.stop] = piece
        if store is not None:
            store[key] = piece
    return curves


def _fingerprint(setup: SizedCurves) -> str:
    """Name everything that simulated curves follow from."""
    hashed = hashlib.sha256()
    arrays = (setup.pattern.x, setup.pattern.y, setup.sizes, setup.bandwidths, setup.distances)
    for array in arrays:
        hashed.update(np.ascontiguousarray(array).tobytes())
    hashed.update(repr((setup.reach, setup.bins, setup.gridded_from, setup.seed)).encode())
    return hashed.hexdigest()[:32]
