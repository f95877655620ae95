"""Candidate groupings: industries cut into groups by a named method from a matrix of relatedness."""

import itertools
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, fields
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.definitions.standardized_mean import complete_industries, joint_relatedness
from sandan.parallel import map_in_order
from sandan.types import FloatArray, IntArray

__all__ = [
    "Candidate",
    "Candidates",
    "Distance",
    "Method",
    "Normalization",
    "Recipe",
    "candidate_groupings",
    "cut",
    "cut_all",
    "recipes",
]

Method: TypeAlias = Literal["ward", "average", "kmeans"]
"""Hierarchical with Ward's or with average linkage, or k-means."""

Distance: TypeAlias = Literal["chord", "complement", "profiles"]
"""How relatedness becomes distance; k-means knows ``profiles`` only."""

Normalization: TypeAlias = Literal["none", "rows", "ranks"]
"""What is done to the matrix first: nothing, each industry to one level, or the ranks of the pairs."""

_STARTS = 10  # of k-means; the best of them is kept


@dataclass(frozen=True)
class Recipe:
    """How to cut a matrix: into how many ``groups``, by which method, and from which ``seed`` (k-means)."""

    groups: int
    method: Method = "ward"
    distance: Distance = "chord"
    normalization: Normalization = "none"
    seed: int = 0


@dataclass(frozen=True)
class Candidate:
    """A recipe and the linkages to which it is applied, as their standardized mean if several."""

    linkages: tuple[str, ...]
    recipe: Recipe


@dataclass(frozen=True)
class Candidates:
    """Groupings side by side.

    ``parameters`` has one row per candidate: ``linkages``, the fields of its recipe, ``industries``,
    ``left_out``, ``largest`` (industries in the largest group) and ``singletons``. ``labels`` has
    industries as rows, candidates as columns, and the group from 1, the largest first; missing where
    a linkage of the candidate does not know the industry.
    """

    parameters: pd.DataFrame
    labels: pd.DataFrame


def recipes(
    groups: Sequence[int],
    *,
    methods: Sequence[Method] = ("ward", "kmeans"),
    distances: Sequence[Distance] = ("chord",),
    normalizations: Sequence[Normalization] = ("none",),
    seeds: Sequence[int] = (0,),
) -> list[Recipe]:
    """Write down every combination of parameters that makes sense, once.

    Parameters
    ----------
    groups : sequence of int
        Numbers of groups.
    methods : sequence of {"ward", "average", "kmeans"}
        Methods.
    distances : sequence of {"chord", "complement", "profiles"}
        Distances of the hierarchical methods; k-means always uses ``profiles``.
    normalizations : sequence of {"none", "rows", "ranks"}
        What is done to the matrix first.
    seeds : sequence of int
        Starts of k-means; the hierarchical methods have none and appear once.

    Returns
    -------
    list of Recipe
        In the order of methods, distances, normalizations, groups, seeds.

    Raises
    ------
    MeasureError
        If a sequence is empty.

    Notes
    -----
    A product of lists; nothing is computed.

    References
    ----------
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> [(r.method, r.groups, r.seed) for r in recipes([2, 3], seeds=[7])]
    [('ward', 2, 0), ('ward', 3, 0), ('kmeans', 2, 7), ('kmeans', 3, 7)]
    """
    given = {"groups": groups, "methods": methods, "distances": distances, "normalizations": normalizations}
    for name, values in {**given, "seeds": seeds}.items():
        if not len(values):
            raise MeasureError(f"`{name}` is empty; give at least one value for it.")
    found: list[Recipe] = []
    for method in methods:
        kinds: Sequence[Distance] = ("profiles",) if method == "kmeans" else distances
        starts = seeds if method == "kmeans" else (0,)
        for distance, normalization, number, seed in itertools.product(kinds, normalizations, groups, starts):
            found.append(Recipe(number, method, distance, normalization, seed))
    return list(dict.fromkeys(found))


def cut(relatedness: pd.DataFrame, recipe: Recipe) -> pd.Series:
    """Cut the industries of a matrix into groups.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        Symmetric; the diagonal is not read. Industries that it does not know are left out.
    recipe : Recipe
        How.

    Returns
    -------
    Series of int, shape (n_known_industries,)
        Group by industry, numbered from 1 by falling size, then by first industry.

    Raises
    ------
    TableError
        If the matrix is not square and symmetric, or has single gaps.
    MeasureError
        If a parameter is unknown, or there are not enough (different) industries for the groups.

    Notes
    -----
    With ``s`` the relatedness after normalization and ``m`` its greatest value::

        rows        s[i, j] = (z_i[j] + z_j[i]) / 2, z_i the other cells of row i at mean 0 and sd 1
        ranks       s[i, j] = mean rank of the pair among all pairs, from 0 to 1
        chord       d[i, j] = sqrt(2 (m - s[i, j]))
        complement  d[i, j] = m - s[i, j]
        profiles    d[i, j] = distance between the rows i and j of s, own cell = greatest of the row

    Ward's method (updating squared distances, so exact for ``chord`` of correlations, whose distances
    are those of the standardized columns, and for ``profiles``) and average linkage come from
    ``scipy.cluster.hierarchy``; k-means, the best of ten starts, from scikit-learn.

    References
    ----------
    Ward, J. (1963), Journal of the American Statistical Association 58, 236-244. Delgado, Porter and
    Stern (2016). ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> cut(pd.DataFrame(s, index=names, columns=names), Recipe(groups=2)).to_dict()
    {'C26': 1, 'J62': 1, 'C10': 2, 'C11': 2}
    """
    return cut_all(relatedness, [recipe]).iloc[:, 0].rename("cluster")


def cut_all(relatedness: pd.DataFrame, plans: Sequence[Recipe]) -> pd.DataFrame:
    """Cut one matrix by many recipes, growing each tree once.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        As in :func:`cut`.
    plans : sequence of Recipe
        How.

    Returns
    -------
    DataFrame of int, shape (n_known_industries, n_plans)
        As from :func:`cut`, one column per recipe in their order.

    Raises
    ------
    TableError, MeasureError
        As in :func:`cut`.

    Notes
    -----
    As in :func:`cut`. A tree is cut by undoing its last ``groups - 1`` mergers, so that the number
    of groups is exact also where distances tie.

    References
    ----------
    As in :func:`cut`.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> cut_all(pd.DataFrame(s, index=names, columns=names), [Recipe(2), Recipe(3)]).values.tolist()
    [[1, 1], [1, 1], [2, 2], [2, 3]]
    """
    matrix, _ = complete_industries(relatedness)
    for plan in plans:
        _check_recipe(plan, len(matrix))
    similar = {name: _normalized(matrix.to_numpy(), name) for name in {p.normalization for p in plans}}
    trees = {
        (p.method, p.distance, p.normalization): _tree(similar[p.normalization], p)
        for p in plans
        if p.method != "kmeans"
    }
    columns = [
        _k_means(similar[p.normalization], p)
        if p.method == "kmeans"
        else _undo_mergers(trees[p.method, p.distance, p.normalization], p.groups)
        for p in plans
    ]
    numbered = [_by_size(column) for column in columns]
    return pd.DataFrame(dict(enumerate(numbered)), index=matrix.index)


def candidate_groupings(
    matrices: Mapping[str, pd.DataFrame],
    candidates: Sequence[Candidate],
    *,
    executor: Executor | None = None,
) -> Candidates:
    """Cut matrices and their standardized means by many recipes.

    Parameters
    ----------
    matrices : mapping of str to DataFrame, each of shape (n_industries, n_industries)
        Relatedness by linkage.
    candidates : sequence of Candidate
        What to cut and how.
    executor : concurrent.futures.Executor, optional
        Where to cut; one piece of work per set of linkages.

    Returns
    -------
    Candidates
        Parameters and labels; candidates are numbered from 0 in the order given.

    Raises
    ------
    TableError, MeasureError
        As in :func:`cut` and ``standardized_mean``, or if a linkage is not among the matrices.

    Notes
    -----
    ``C = F(M, parameters)``, ``M`` one matrix or the standardized mean of several.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> both = [Candidate(("LC-Emp",), Recipe(2)), Candidate(("LC-Emp",), Recipe(3))]
    >>> found = candidate_groupings({"LC-Emp": pd.DataFrame(s, index=names, columns=names)}, both)
    >>> found.parameters[["linkages", "groups", "largest", "singletons"]].values.tolist()
    [['LC-Emp', 2, 2, 0], ['LC-Emp', 3, 2, 2]]
    """
    sets = list(dict.fromkeys(candidate.linkages for candidate in candidates))
    work = [
        (joint_relatedness(matrices, names), [c.recipe for c in candidates if c.linkages == names])
        for names in sets
    ]
    tables = map_in_order(_cut_pair, work, executor=executor)
    everybody = list(dict.fromkeys(label for matrix in matrices.values() for label in matrix.index))
    columns: dict[int, pd.Series] = {}
    for names, table in zip(sets, tables, strict=True):
        numbers = [k for k, c in enumerate(candidates) if c.linkages == names]
        columns |= {k: table.iloc[:, place].astype("Int64") for place, k in enumerate(numbers)}
    labels = pd.DataFrame({k: columns[k].reindex(everybody) for k in range(len(candidates))}, index=everybody)
    return Candidates(_parameters(candidates, labels), labels)


def _cut_pair(work: tuple[pd.DataFrame, list[Recipe]]) -> pd.DataFrame:
    return cut_all(*work)


def _parameters(candidates: Sequence[Candidate], labels: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for number, candidate in enumerate(candidates):
        sizes = labels[number].value_counts()
        known = int(sizes.sum())
        made = {"industries": known, "left_out": len(labels) - known}
        made |= {"largest": int(sizes.max()), "singletons": int((sizes == 1).sum())}
        rows.append({"linkages": " + ".join(candidate.linkages), **asdict(candidate.recipe), **made})
    names = ["linkages", *(field.name for field in fields(Recipe))]
    columns = [*names, "industries", "left_out", "largest", "singletons"]
    return pd.DataFrame(rows, columns=columns).rename_axis("candidate")


def _check_recipe(plan: Recipe, industries: int) -> None:
    known = {
        "method": ("ward", "average", "kmeans"),
        "distance": ("profiles",) if plan.method == "kmeans" else ("chord", "complement", "profiles"),
        "normalization": ("none", "rows", "ranks"),
    }
    for name, values in known.items():
        if getattr(plan, name) not in values:
            raise MeasureError(
                f"`{name}` is {getattr(plan, name)!r}; with the method {plan.method!r} use one of "
                f"{', '.join(map(repr, values))}."
            )
    if not 2 <= plan.groups < industries:
        raise MeasureError(
            f"`groups` is {plan.groups} with {industries} industries; give 2 or more groups, and fewer than "
            "industries."
        )


def _normalized(matrix: FloatArray, normalization: Normalization) -> FloatArray:
    if normalization == "ranks":
        upper = np.triu_indices(len(matrix), 1)
        result = np.full_like(matrix, np.nan)
        ranks = pd.Series(matrix[upper]).rank().to_numpy()
        result[upper] = (ranks - 1) / max(len(ranks) - 1, 1)
        result.T[upper] = result[upper]
        return result
    if normalization == "rows":
        spread = np.nanstd(matrix, axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            rows = np.where(spread > 0, (matrix - np.nanmean(matrix, axis=1, keepdims=True)) / spread, 0.0)
        np.fill_diagonal(rows, np.nan)
        return (rows + rows.T) / 2
    return matrix


def _profiles(similar: FloatArray) -> FloatArray:
    rows = similar.copy()
    np.fill_diagonal(rows, np.nanmax(rows, axis=1))
    return rows


def _tree(similar: FloatArray, plan: Recipe) -> FloatArray:
    # scipy.cluster takes half a second to import.
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415
    from scipy.spatial.distance import pdist  # noqa: PLC0415

    if plan.distance == "profiles":
        apart = pdist(_profiles(similar))
    else:
        pairs = similar[np.triu_indices(len(similar), 1)]
        apart = pairs.max() - pairs
        if plan.distance == "chord":
            apart = np.sqrt(2 * apart)
    return np.asarray(linkage(apart, "ward" if plan.method == "ward" else "average"), dtype=np.float64)


def _undo_mergers(tree: FloatArray, groups: int) -> IntArray:
    industries = len(tree) + 1
    group = np.arange(industries + len(tree))
    # From the last merger kept to the first, both parts take the name of their union.
    for step in range(industries - groups - 1, -1, -1):
        group[tree[step, :2].astype(int)] = group[industries + step]
    return group[:industries]


def _k_means(similar: FloatArray, plan: Recipe) -> IntArray:
    # scikit-learn takes seconds to import; those who cut trees shall not wait for it.
    from sklearn.cluster import KMeans  # noqa: PLC0415

    rows = _profiles(similar)
    different = len(np.unique(rows, axis=0))
    if different < plan.groups:
        raise MeasureError(
            f"Only {different} industries differ in their relatedness; {plan.groups} groups cannot be made."
        )
    fitted = KMeans(plan.groups, n_init=_STARTS, random_state=plan.seed).fit(rows)
    return np.asarray(fitted.labels_, dtype=np.int64)


def _by_size(group: IntArray) -> IntArray:
    """Give groups their numbers from 1: the largest first, of equals the one that comes first."""
    _, first, code, size = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    number = np.empty(len(size), dtype=np.int64)
    number[np.lexsort((first, -size))] = np.arange(1, len(size) + 1)
    return number[code]
