"""Who is whose neighbor, and with what weight."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.observe.hotspots.coordinates import ground_coordinates
from sandan.observe.hotspots.weights import SpatialWeights, Style, checked_style
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = [
    "Contiguity",
    "nearest_neighbors",
    "neighbors_from_pairs",
    "neighbors_within",
    "touching_neighbors",
]

Contiguity: TypeAlias = Literal["queen", "rook"]
"""``queen``: areas that share a point are neighbors. ``rook``: they must share a line."""


def nearest_neighbors(sites: pd.DataFrame, count: int, *, style: Style = "row") -> SpatialWeights:
    """Make the nearest places of every place its neighbors.

    Parameters
    ----------
    sites : DataFrame, shape (n_sites, n_columns)
        One row per place; ``x``, ``y`` in meters. The index names the places.
    count : int
        Number of neighbors of each.
    style : {"row", "as_given"}
        Whether measures let the weights of a place add up to 1.

    Returns
    -------
    SpatialWeights
        Exactly ``count`` neighbors each, generally not mutual; ``ties`` counts the places for which the
        last neighbor was one of several at the same distance.

    Raises
    ------
    TableError
        If coordinates are missing or look like degrees, or a label stands twice.
    MeasureError
        If there are not more than ``count`` places, or ``count`` is below 1.

    Notes
    -----
    Weight 1 for the ``count`` least distances to others. Places at the same point are neighbors at
    distance 0. Where distances are equal, the choice is arbitrary but always the same.

    References
    ----------
    Cliff, A. and Ord, J. (1981), Spatial processes. ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"x": [0, 1000, 3000], "y": [0, 0, 0]}, index=["a", "b", "c"])
    >>> nearest_neighbors(sites, 1).matrix.toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    places = ground_coordinates(sites, "sites")
    if not 1 <= count < len(places):
        raise MeasureError(
            f"`count` is {count}, but there are {len(places)} sites; give 1 or more, and fewer."
        )
    # Those who bring their own pairs shall not wait for the search tree.
    from scipy.spatial import cKDTree  # noqa: PLC0415

    asked = min(count + 2, len(places))
    distances, found = (np.asarray(table) for table in cKDTree(places).query(places, k=asked))
    # Of several places at one point, any may come back first: the place itself goes to the end.
    own = found == np.arange(len(places))[:, None]
    order = np.argsort(own, axis=1, kind="stable")
    distances, found = np.take_along_axis(distances, order, 1), np.take_along_axis(found, order, 1)
    tied = np.zeros(len(places), dtype=np.bool_)
    if asked > count + 1:
        tied = ~own.any(axis=1) | (distances[:, count] == distances[:, count - 1])
    rows = np.repeat(np.arange(len(places)), count)
    return _weights(
        sites.index,
        (rows, found[:, :count].ravel(), np.ones(len(rows))),
        style,
        f"the {count} nearest",
        ties=int(tied.sum()),
    )


def neighbors_within(sites: pd.DataFrame, distance: float, *, style: Style = "row") -> SpatialWeights:
    """Make all places within a distance neighbors of each other.

    Parameters
    ----------
    sites : DataFrame, shape (n_sites, n_columns)
        One row per place; ``x``, ``y`` in meters. The index names the places.
    distance : float
        Meters; a place exactly that far is a neighbor.
    style : {"row", "as_given"}
        Whether measures let the weights of a place add up to 1.

    Returns
    -------
    SpatialWeights
        Mutual neighbors. Places with nobody so near are its ``islands``.

    Raises
    ------
    TableError
        If coordinates are missing or look like degrees, or a label stands twice.
    MeasureError
        If ``distance`` is not above 0.

    Notes
    -----
    ``w[i, j] = 1`` if ``d(i, j) <= distance`` and ``i != j``.

    References
    ----------
    Getis, A. and Ord, J. (1992). ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"x": [0, 1000, 3000], "y": [0, 0, 0]}, index=["a", "b", "c"])
    >>> neighbors_within(sites, 1000).islands.tolist()
    ['c']
    """
    places = ground_coordinates(sites, "sites")
    if not 0 < distance < np.inf:
        raise MeasureError(f"`distance` is {distance}; give meters above 0.")
    from scipy.spatial import cKDTree  # noqa: PLC0415  # as above

    pairs = cKDTree(places).query_pairs(distance, output_type="ndarray").astype(np.int64)
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    return _weights(sites.index, (rows, columns, np.ones(len(rows))), style, f"within {distance:g} m")


def touching_neighbors(
    areas: pd.Series, *, contiguity: Contiguity = "queen", gap: float = 0.0, style: Style = "row"
) -> SpatialWeights:
    """Make areas that touch neighbors of each other.

    Parameters
    ----------
    areas : Series of shapely polygons or multipolygons, shape (n_areas,)
        The index names the areas.
    contiguity : {"queen", "rook"}
        Whether a common point is enough, or a common line is asked for.
    gap : float
        Areas up to this far apart (in the unit of the coordinates) touch; for boundaries that were
        drawn apart. Only with ``queen``.
    style : {"row", "as_given"}
        Whether measures let the weights of an area add up to 1.

    Returns
    -------
    SpatialWeights
        Mutual neighbors; ``overlaps`` counts pairs of which one covers part of the other, which are
        neighbors too.

    Raises
    ------
    TableError
        If an area is missing, empty, no polygon or not valid, or a label stands twice.
    MeasureError
        If a parameter is out of its range.

    Notes
    -----
    ``queen``: the distance of two areas is at most ``gap``. ``rook``: their boundaries have a line in
    common, or their insides overlap.

    References
    ----------
    Cliff and Ord (1981). ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> from shapely import box
    >>> areas = pd.Series({"a": box(0, 0, 1, 1), "b": box(1, 0, 2, 1), "c": box(2, 1, 3, 2)})
    >>> touching_neighbors(areas).counts.tolist()
    [1, 2, 1]
    >>> touching_neighbors(areas, contiguity="rook").islands.tolist()
    ['c']
    """
    if contiguity not in ("queen", "rook"):
        raise MeasureError(f"`contiguity` is {contiguity!r}; use 'queen' or 'rook'.")
    if not 0 <= gap < np.inf or (gap and contiguity == "rook"):
        raise MeasureError(f"`gap` is {gap} with {contiguity!r}; give 0 or more, and only with 'queen'.")
    # Those who work with points shall not wait for it.
    import shapely  # noqa: PLC0415

    shapes = _polygons(areas)
    tree = shapely.STRtree(shapes)
    if gap:
        first, second = tree.query(shapes, predicate="dwithin", distance=gap)
    else:
        first, second = tree.query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    overlapping = shapely.relate_pattern(shapes[first], shapes[second], "T********")
    if contiguity == "rook":
        kept = overlapping | shapely.relate_pattern(shapes[first], shapes[second], "****1****")
        first, second, overlapping = first[kept], second[kept], overlapping[kept]
    rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
    rule = f"{contiguity} contiguity" + (f", up to {gap:g} apart" if gap else "")
    cells = (rows, columns, np.ones(len(rows)))
    return _weights(areas.index, cells, style, rule, overlaps=int(overlapping.sum()))


def neighbors_from_pairs(
    pairs: pd.DataFrame,
    ids: pd.Index,
    *,
    origin: str = "origin",
    neighbor: str = "neighbor",
    weight: str | None = None,
    style: Style = "row",
) -> SpatialWeights:
    """Take neighbors from a table of pairs.

    Parameters
    ----------
    pairs : DataFrame, shape (n_pairs, n_columns)
        One row per pair and direction: that A is a neighbor of B does not make B one of A.
    ids : Index
        All places, those without neighbors too, in the order of the values to come.
    origin, neighbor : str
        Names of the columns with the place and with its neighbor.
    weight : str, optional
        Name of a column with weights above 0; without it every weight is 1.
    style : {"row", "as_given"}
        Whether measures let the weights of a place add up to 1.

    Returns
    -------
    SpatialWeights
        The neighbors of the table; places that are no ``origin`` are its ``islands``.

    Raises
    ------
    TableError
        If a pair names a place that is not in ``ids``, a place is its own neighbor, a pair stands twice,
        or a weight is not above 0.

    Notes
    -----
    ``w[origin, neighbor] = weight``.

    References
    ----------
    ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> pairs = pd.DataFrame({"origin": ["a", "b"], "neighbor": ["b", "a"]})
    >>> neighbors_from_pairs(pairs, pd.Index(["a", "b", "c"])).counts.tolist()
    [1, 1, 0]
    """
    _check_labels(ids)
    check_columns(pairs, [origin, neighbor, *([weight] if weight else [])], "pairs")
    rows, columns = ids.get_indexer(pd.Index(pairs[origin])), ids.get_indexer(pd.Index(pairs[neighbor]))
    for positions, column in ((rows, origin), (columns, neighbor)):
        if (positions < 0).any():
            stranger = pairs[column].iloc[int(np.argmax(positions < 0))]
            raise TableError(
                f"`pairs` has {stranger!r} as {column}, which is not in `ids`; add or remove it."
            )
    if (rows == columns).any():
        own = pairs[origin].iloc[int(np.argmax(rows == columns))]
        raise TableError(f"`pairs` makes {own!r} its own neighbor; leave such rows out.")
    twice = pairs.duplicated([origin, neighbor]).to_numpy()
    if twice.any():
        a, b = pairs[[origin, neighbor]].iloc[int(np.argmax(twice))]
        raise TableError(f"`pairs` has {b!r} twice as neighbor of {a!r}; keep one row and one weight.")
    weights = _pair_weights(pairs, weight)
    return _weights(ids, (rows, columns, weights), style, "a table of pairs")


def _weights(
    ids: pd.Index,
    cells: tuple[IntArray, IntArray, FloatArray],
    style: Style,
    rule: str,
    *,
    ties: int = 0,
    overlaps: int = 0,
) -> SpatialWeights:
    _check_labels(ids)
    rows, columns, values = cells
    matrix = csr_array(coo_array((values, (rows, columns)), shape=(len(ids), len(ids))))
    matrix.sort_indices()
    return SpatialWeights(ids, matrix, checked_style(style), rule, ties, overlaps)


def _check_labels(ids: pd.Index) -> None:
    if ids.has_duplicates:
        raise TableError(f"The place {ids[ids.duplicated()][0]!r} stands twice; name every place once.")


def _polygons(areas: pd.Series) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    import shapely  # noqa: PLC0415  # as above

    shapes = np.asarray(areas, dtype=object)
    fit: BoolArray = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    fit &= shapely.is_valid(shapes)
    if not fit.all():
        first = areas.index[~fit][0]
        raise TableError(
            f"`areas` has no valid polygon for {first!r} and for {int((~fit).sum())} of {len(fit)} areas; "
            "mend the boundaries (shapely.make_valid) or leave the areas out."
        )
    return shapes


def _pair_weights(pairs: pd.DataFrame, weight: str | None) -> FloatArray:
    if weight is None:
        return np.ones(len(pairs))
    numbers = pairs[weight].to_numpy(dtype=np.float64)
    bad = ~((numbers > 0) & np.isfinite(numbers))
    if bad.any():
        raise TableError(
            f"`pairs` has the weight {numbers[bad][0]} in row {pairs.index[bad][0]}; weights are above 0, "
            "and those who are no neighbors have no row."
        )
    return numbers
