"""Groups of establishments: where an industry's sites stand close, how surely, and whether by chance."""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.random import SeedSequence

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.observe.hotspots.conditional_null import check_permutations
from sandan.observe.hotspots.coordinates import ground_coordinates
from sandan.parallel import map_in_order
from sandan.types import BoolArray, FloatArray, IntArray, Rng

__all__ = ["Boundary", "EstablishmentGroups", "Method", "Resampling", "establishment_groups"]

Method: TypeAlias = Literal["dbscan", "hdbscan"]
"""``dbscan``: one density for all groups. ``hdbscan``: each group at its own."""

Boundary: TypeAlias = Literal["convex", "concave", "discs"]
"""``convex``: hull. ``concave``: hull that follows bays. ``discs``: everything within the distance."""

Resampling: TypeAlias = Literal["subsample", "bootstrap"]
"""``subsample``: four sites of five, each once. ``bootstrap``: as many sites as there are, some repeated."""

_SHARE = 0.8  # of the sites in a subsample
_BATCH = 25  # random maps in one piece of work
_SAME = 1 - 1e-10  # ratios that differ by less are the same


@dataclass(frozen=True)
class EstablishmentGroups:
    """Groups, who is in them, and how many there are where an industry is spread by chance."""

    groups: pd.DataFrame
    members: pd.DataFrame
    """One row per site of the industry: ``group``, 0 where it is in none."""
    alone: int
    """Sites of the industry in no group."""
    groups_by_chance: float
    """Mean number of groups in a random map."""


@dataclass(frozen=True)
class _Rule:
    """How sites are grouped."""

    method: Method
    distance: float
    least: int


def establishment_groups(
    establishments: pd.DataFrame,
    *,
    member: str = "member",
    distance: float,
    least: int = 5,
    method: Method = "dbscan",
    boundary: Boundary = "convex",
    concavity: float = 0.3,
    resampling: Resampling = "subsample",
    resamples: int = 100,
    level: float = 0.05,
    permutations: int = 999,
    rng: Rng,
    executor: Executor | None = None,
) -> EstablishmentGroups:
    """Group the sites of an industry that stand close, and test the groups against all establishments.

    Parameters
    ----------
    establishments : DataFrame, shape (n_sites, n_columns)
        One row per establishment of any industry, the index names them; ``x``, ``y`` in meters.
    member : str
        Name of a column of True and False: whether the site belongs to the industry.
    distance : float
        Meters. ``dbscan``: how near two sites must be to be neighbors. Both methods: how far the ground of a
        group reaches around its sites.
    least : int
        ``dbscan``: sites, itself included, that the core of a group has within the distance.
        ``hdbscan``: sites of the smallest group.
    method : {"dbscan", "hdbscan"}
        Density-based grouping of scikit-learn.
    boundary : {"convex", "concave", "discs"}
        Which outline is drawn.
    concavity : float
        Of ``concave``: from 0 (follows every bay) to 1 (the convex hull).
    resampling : {"subsample", "bootstrap"}
        How ``stability`` disturbs the sites.
    resamples : int
        Number of disturbed copies.
    level : float
        False-discovery rate at which a group is called a cluster.
    permutations : int
        Number of random maps.
    rng : Generator
        Where chance comes from; every copy and every map has its own stream, so that the result does not
        depend on ``executor``.
    executor : Executor, optional
        Where pieces run.

    Returns
    -------
    EstablishmentGroups
        ``groups`` has one row per group, the most surprising first:

        - ``group`` (from 1), ``sites``, ``at_risk`` (establishments of any industry on its ground)
        - ``x``, ``y``: mean of its sites; ``area_km2`` of the boundary, ``sites_per_km2`` (NaN without area)
        - ``log_likelihood_ratio``: how unlike the rest of the country the share on its ground is
        - ``stability``: mean Jaccard index of the group and the group most like it in disturbed copies
        - ``p_value``: chance that a random map has any group so surprising; it answers for all groups
        - ``q_value``: estimated share of false ones among this group and all before it; it may be below
          ``p_value``
        - ``is_cluster``; ``boundary``: shapely geometry

    Raises
    ------
    TableError
        If a column is missing or has empty cells, ``member`` is not of True and False, a label stands twice,
        or coordinates look like degrees.
    MeasureError
        If all or fewer than ``least`` sites belong to the industry, or a parameter is out of its range.

    Notes
    -----
    The ground of a group: all establishments whose nearest grouped site of the industry is no farther than
    ``distance`` and belongs to it. With ``k`` of ``K`` sites of the industry among ``n`` of ``N``
    establishments there, ``log_likelihood_ratio`` is that of the Bernoulli model
    (:func:`~sandan.observe.hotspots.scan.scan_statistic`), 0 if ``k / n <= K / N``.

    Null: which ``K`` of the ``N`` establishments belong to the industry is random (random labeling). Every
    random map is grouped anew, so the search for groups is part of the null: testing a group that was
    found where sites are dense against a fixed outline would call nearly every one. With ``M_b`` the
    largest ratio in map ``b``, ``e(s)`` the mean number of groups per map with a ratio of ``s`` or more
    (the observed map is counted as one with one such group), and ``s_1 >= s_2 ...`` the observed ratios::

        p_k = (1 + #{M_b >= s_k}) / (permutations + 1),   q_k = min over j >= k of e(s_j) / j

    which is Benjamini and Hochberg's rule with the expected number of false ones in the place of ``m p``.
    ``p_k`` is the chance of one false group or more, so ``p_k <= e(s_k)``; ``q_k`` is their number over
    that of all groups that would be called, so that it is below ``p_k`` where several groups stand out.

    Stability: an observed group, as far as its sites are in the copy, is held against every group of the
    copy; the largest Jaccard index counts, 0 if there is none. In a subsample ``least`` shrinks with the
    density.

    References
    ----------
    Ester, M. et al. (1996), A density-based algorithm for discovering clusters, KDD-96. Campello, R. et al.
    (2013), Density-based clustering based on hierarchical density estimates. Hennig, C. (2007),
    Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52, 258-271.
    ``docs/methods/establishment-groups.md``.

    Examples
    --------
    A town of shops 1 km apart, and eight workshops within 200 m.

    >>> east, north = np.meshgrid(np.arange(20) * 1000.0, np.arange(20) * 1000.0)
    >>> shops = pd.DataFrame({"x": east.ravel(), "y": north.ravel(), "member": False})
    >>> row = pd.DataFrame({"x": 5000.0 + np.arange(8) * 25, "y": 5100.0, "member": True})
    >>> sites = pd.concat([shops, row], ignore_index=True)
    >>> found = establishment_groups(sites, distance=300, rng=np.random.default_rng(1), permutations=99)
    >>> found.groups[["sites", "at_risk", "stability", "is_cluster"]].to_numpy().tolist()
    [[8, 9, 1.0, True]]
    """
    _check_names(method, boundary, resampling)
    _check_numbers(distance, concavity, level, least, resamples)
    check_permutations(permutations)
    rule = _Rule(method, distance, least)
    places, belongs = _sites(establishments, member, rule)
    own = places[belongs]
    labels = _labels(own, rule)
    sites, at_risk = _on_the_ground(places, own, labels, distance)
    ratios = _surprise(sites, at_risk, len(own), len(places))
    order = np.argsort(-ratios, kind="stable")
    streams = rng.bit_generator.seed_seq.spawn(permutations + resamples)  # type: ignore[attr-defined]
    null = _null(places, len(own), rule, streams[:permutations], executor)
    stability = _stability(own, labels, rule, resampling, streams[permutations:], executor)
    p, q = _probabilities(ratios[order], null)
    inside = [own[labels == group] for group in order]
    shapes = _described(inside, [_outline(part, boundary, concavity, distance) for part in inside])
    tests = {
        "log_likelihood_ratio": ratios[order],
        "stability": stability[order],
        "p_value": p,
        "q_value": q,
        "is_cluster": q <= level,
        "boundary": shapes.pop("boundary"),
    }
    counts = {"group": np.arange(1, len(order) + 1), "sites": sites[order], "at_risk": at_risk[order]}
    number = np.zeros(len(order) + 1, dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    return EstablishmentGroups(
        pd.DataFrame({**counts, **shapes, **tests}),
        pd.DataFrame({"group": number[labels]}, index=establishments.index[belongs]),
        alone=int((labels < 0).sum()),
        groups_by_chance=sum(len(one) for one in null) / permutations,
    )


def _check_names(method: Method, boundary: Boundary, resampling: Resampling) -> None:
    for name, value, known in (
        ("method", method, get_args(Method)),
        ("boundary", boundary, get_args(Boundary)),
        ("resampling", resampling, get_args(Resampling)),
    ):
        if value not in known:
            raise MeasureError(f"`{name}` is {value!r}; use one of {', '.join(known)}.")


def _check_numbers(distance: float, concavity: float, level: float, least: int, resamples: int) -> None:
    if not 0 < distance < np.inf:
        raise MeasureError(f"`distance` is {distance}; give meters above 0.")
    if not 0 <= concavity <= 1:
        raise MeasureError(f"`concavity` is {concavity}; give a number from 0 to 1.")
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a number between 0 and 1.")
    if least < 2 or resamples < 1:
        raise MeasureError(f"`least` is {least} and `resamples` {resamples}; give 2 and 1 or more.")


def _sites(establishments: pd.DataFrame, member: str, rule: _Rule) -> tuple[FloatArray, BoolArray]:
    places = ground_coordinates(establishments, "establishments")
    check_columns(establishments, [member], "establishments")
    if establishments.index.has_duplicates:
        twice = establishments.index[establishments.index.duplicated()][0]
        raise TableError(f"`establishments` names {twice!r} twice; name every site once.")
    if establishments[member].dtype != np.bool_:
        raise TableError(
            f"`establishments` has {establishments[member].tolist()[0]!r} in {member!r}; give True for sites "
            "of the industry and False for all others."
        )
    belongs = establishments[member].to_numpy(dtype=np.bool_)
    if not rule.least <= belongs.sum() < len(belongs):
        raise MeasureError(
            f"{int(belongs.sum())} of {len(belongs)} establishments belong to the industry; a group needs "
            f"{rule.least}, and a test needs others to compare with."
        )
    return places, belongs


def _labels(places: FloatArray, rule: _Rule) -> IntArray:
    """Return the group of every site from 0 on, -1 where it is in none."""
    # Importing scikit-learn takes more than a second.
    from sklearn.cluster import DBSCAN, HDBSCAN  # noqa: PLC0415

    if len(places) < rule.least:
        return np.full(len(places), -1, dtype=np.int64)
    if rule.method == "dbscan":
        found = DBSCAN(eps=rule.distance, min_samples=rule.least).fit(places)
    else:
        found = HDBSCAN(min_cluster_size=rule.least, copy=True).fit(places)
    return np.asarray(found.labels_, dtype=np.int64)


def _on_the_ground(
    places: FloatArray, own: FloatArray, labels: IntArray, distance: float
) -> tuple[IntArray, IntArray]:
    """Count the sites of every group, and the establishments that are nearer to it than to another."""
    # The command line shall not wait for the search tree.
    from scipy.spatial import cKDTree  # noqa: PLC0415

    grouped = np.flatnonzero(labels >= 0)
    if not len(grouped):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    # A hair more than the distance: the search leaves out what is exactly that far.
    _, nearest = cKDTree(own[grouped]).query(places, distance_upper_bound=distance * (1 + 1e-12))
    near = np.asarray(nearest)[np.asarray(nearest) < len(grouped)]
    count = int(labels.max()) + 1
    sites = np.bincount(labels[grouped], minlength=count)
    return sites, np.bincount(labels[grouped][near], minlength=count)


def _surprise(sites: IntArray, at_risk: IntArray, industry: int, everybody: int) -> FloatArray:
    """Return the log likelihood ratio of a share inside and outside; 0 where it is not higher inside."""
    k, n = sites.astype(np.float64), at_risk.astype(np.float64)
    observed = np.stack([k, n - k, industry - k, everybody - n - industry + k])
    part, rest = industry / everybody, 1 - industry / everybody
    expected = np.stack([n * part, n * rest, (everybody - n) * part, (everybody - n) * rest])
    some = observed > 0
    terms = np.zeros(observed.shape)
    terms[some] = observed[some] * np.log(observed[some] / expected[some])
    return np.where(k > n * part, terms.sum(axis=0), 0.0)


def _null(
    places: FloatArray, count: int, rule: _Rule, streams: list[SeedSequence], executor: Executor | None
) -> list[FloatArray]:
    """Return the ratios of all groups of every random map."""
    pieces = [streams[start : start + _BATCH] for start in range(0, len(streams), _BATCH)]
    found = map_in_order(partial(_random_groups, places, count, rule), pieces, executor=executor)
    return [ratios for piece in found for ratios in piece]


def _random_groups(
    places: FloatArray, count: int, rule: _Rule, streams: list[SeedSequence]
) -> list[FloatArray]:
    result = []
    for stream in streams:
        # In the order of the table, as the observed sites are: a site between two groups goes to the first.
        drawn = np.sort(np.random.default_rng(stream).choice(len(places), count, replace=False))
        own = places[drawn]
        sites, at_risk = _on_the_ground(places, own, _labels(own, rule), rule.distance)
        result.append(_surprise(sites, at_risk, count, len(places)))
    return result


def _probabilities(ratios: FloatArray, null: list[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return p and q of ratios that fall."""
    largest = np.sort([one.max(initial=0.0) for one in null])
    everything = np.sort(np.concatenate(null))
    least = ratios * _SAME
    p = (1 + len(largest) - np.searchsorted(largest, least)) / (len(null) + 1)
    false = (1 + len(everything) - np.searchsorted(everything, least)) / (len(null) + 1)
    share = false / np.arange(1, len(ratios) + 1)
    return p, np.minimum(1.0, np.minimum.accumulate(share[::-1])[::-1])


def _stability(
    own: FloatArray,
    labels: IntArray,
    rule: _Rule,
    resampling: Resampling,
    streams: list[SeedSequence],
    executor: Executor | None,
) -> FloatArray:
    pieces = [streams[start : start + _BATCH] for start in range(0, len(streams), _BATCH)]
    likeness = partial(_likeness, own, labels, rule, resampling)
    found = np.concatenate(map_in_order(likeness, pieces, executor=executor))
    seen = ~np.isnan(found)
    return np.asarray(np.where(seen, found, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1))


def _likeness(
    own: FloatArray, labels: IntArray, rule: _Rule, resampling: Resampling, streams: list[SeedSequence]
) -> FloatArray:
    """Return, for every copy and group, the Jaccard index of its best match; NaN if nobody was drawn."""
    groups = int(labels.max(initial=-1)) + 1
    result = np.full((len(streams), groups), np.nan)
    for row, stream in zip(result, streams, strict=True):
        rng = np.random.default_rng(stream)
        if resampling == "bootstrap":
            drawn, copy = rng.integers(len(own), size=len(own)), rule
        else:
            drawn = rng.choice(len(own), round(_SHARE * len(own)), replace=False)
            copy = _Rule(rule.method, rule.distance, max(2, int(np.ceil(_SHARE * rule.least))))
        again = _labels(own[drawn], copy)
        once, first = np.unique(drawn, return_index=True)
        old, new = labels[once] + 1, again[first] + 1
        shared = np.zeros((groups + 1, int(new.max(initial=0)) + 1))
        np.add.at(shared, (old, new), 1)
        before, after = shared.sum(axis=1, keepdims=True), shared.sum(axis=0, keepdims=True)
        jaccard = (shared / np.maximum(before + after - shared, 1))[1:, 1:]
        row[:] = np.where(before[1:, 0] > 0, jaccard.max(axis=1, initial=0.0), np.nan)
    return result


def _described(inside: list[FloatArray], outlines: list[Any]) -> dict[str, npt.NDArray[Any]]:
    """Return the columns that say where the groups lie."""
    area = np.array([outline.area / 1e6 for outline in outlines], dtype=np.float64)
    sites = np.array([len(part) for part in inside], dtype=np.float64)
    middle = np.array([part.mean(axis=0) for part in inside]).reshape(-1, 2)
    per_km2 = np.divide(sites, area, out=np.full(len(area), np.nan), where=area > 0)
    boundary = np.empty(len(outlines), dtype=np.object_)
    boundary[:] = outlines
    return {
        "x": middle[:, 0],
        "y": middle[:, 1],
        "area_km2": area,
        "sites_per_km2": per_km2,
        "boundary": boundary,
    }


def _outline(places: FloatArray, boundary: Boundary, concavity: float, distance: float) -> Any:
    # Those who draw nothing shall not wait for it.
    import shapely  # noqa: PLC0415

    points = shapely.MultiPoint(places)
    if boundary == "convex":
        return shapely.convex_hull(points)
    if boundary == "concave":
        return shapely.concave_hull(points, ratio=concavity)
    return shapely.buffer(points, distance)
