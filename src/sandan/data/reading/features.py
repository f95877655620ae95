"""Shapes with names, from GeoJSON and TopoJSON: what a file says, before anybody judges it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from sandan.data.reading.encodings import read_text
from sandan.errors import SourceError
from sandan.types import FloatArray

__all__ = ["Feature", "Polygons", "read_features"]

Polygons: TypeAlias = tuple[tuple[FloatArray, ...], ...]
"""Each polygon is its outer ring and the rings of its holes; a ring has shape (n_positions, 2)."""

DEGREES = frozenset({"CRS84", "4326", "4737"})
"""Names of reference systems in degrees that are WGS84, or differ from it by less than a meter."""
_UNREADABLE = (TypeError, ValueError, IndexError, KeyError, OverflowError, AttributeError)


@dataclass(frozen=True)
class Feature:
    """One shape: its properties as the file has them, and its polygons.

    ``polygons`` is None if there are none that can be read; ``fault`` then says what stands there.
    """

    properties: Mapping[str, Any]
    polygons: Polygons | None
    fault: str = ""


def read_features(path: Path, *, part: str = "") -> list[Feature]:
    """Read the polygons of a GeoJSON or TopoJSON file.

    Parameters
    ----------
    path : Path
        The file, plain or packed with gzip.
    part : str, optional
        Which object of a topology is meant, if it has several.

    Returns
    -------
    list of Feature
        In the order of the file; positions as they stand there, in x and y.

    Raises
    ------
    SourceError
        If the file is neither, says that it is not in degrees, or has several objects and no
        ``part`` is named.

    Notes
    -----
    Arcs of a topology are put together as its specification says: differences are added up, scaled
    and moved; a negative number ``k`` is arc ``-1 - k`` backwards. Further coordinates (heights)
    are left out.

    References
    ----------
    Butler, H. et al. (2016), RFC 7946, The GeoJSON Format. Bostock, M. and Metcalf, C. (2013), The
    TopoJSON Format Specification.

    Examples
    --------
    >>> import tempfile
    >>> square = '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.geojson")
    ...     _ = path.write_text('{"type": "Feature", "properties": {"code": 7}, "geometry": %s}' % square)
    ...     (feature,) = read_features(path)
    >>> feature.properties, feature.polygons[0][0].shape
    ({'code': 7}, (4, 2))
    """
    content = _parsed(path)
    kind = content.get("type")
    _refuse_other_systems(content, path.name)
    if kind == "Topology":
        return list(_of_topology(content, part, path.name))
    if kind == "Feature":
        return [_of_geojson(content)]
    if kind != "FeatureCollection" or not isinstance(content.get("features"), list):
        raise SourceError(
            f"{path.name} is JSON of the type {str(kind)[:40]!r}, but a FeatureCollection (GeoJSON) or a "
            "Topology (TopoJSON) was expected; export the boundaries as GeoJSON."
        )
    return [_of_geojson(feature) for feature in content["features"]]


def _parsed(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{path.name} is no JSON ({str(error)[:80]}); export the boundaries as GeoJSON."
        ) from error
    if not isinstance(content, dict):
        raise SourceError(
            f"{path.name} holds a {type(content).__name__}, but a FeatureCollection was expected; export the "
            "boundaries as GeoJSON."
        )
    return content


def _refuse_other_systems(content: Mapping[str, Any], name: str) -> None:
    """Refuse a file that names a reference system which is not in degrees."""
    try:
        said = str(content["crs"]["properties"]["name"])
    except _UNREADABLE:
        return
    if said.upper().rsplit(":", maxsplit=1)[-1] not in DEGREES:
        raise SourceError(
            f"{name} says that it is in {said[:60]!r}, but boundaries must be in degrees of WGS84; project "
            "it to EPSG:4326 and import it again."
        )


def _of_geojson(feature: Any) -> Feature:
    if not isinstance(feature, dict):
        return Feature({}, None, "no feature")
    shape = feature.get("geometry")
    listed = shape.get("coordinates") if isinstance(shape, dict) else None
    return _feature(feature, shape, listed, _ring)


def _feature(feature: Mapping[str, Any], shape: Any, listed: Any, ring_of: Any) -> Feature:
    """Read polygons; ``ring_of`` makes a ring of what stands in the place of one."""
    properties = feature.get("properties")
    known = properties if isinstance(properties, dict) else {}
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        return Feature(known, None, f"geometry {str(kind)[:40]}")
    try:
        parts = [listed] if kind == "Polygon" else list(listed)
        polygons = tuple(tuple(ring_of(ring) for ring in part) for part in parts)
    except _UNREADABLE:
        return Feature(known, None, "positions that are none")
    return Feature(known, polygons)


def _ring(positions: Sequence[Sequence[float]]) -> FloatArray:
    """Read the positions of a ring; text and truth values are no numbers here."""
    found = [(position[0], position[1]) for position in positions]
    if not all(type(number) in {int, float} for position in found for number in position):
        raise TypeError
    ring = np.array(found, dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(ring).all():
        raise ValueError
    return ring


def _of_topology(content: Mapping[str, Any], part: str, name: str) -> Iterator[Feature]:
    shapes = _object(content, part, name).get("geometries")
    try:
        arcs = _arcs(content)
    except _UNREADABLE as error:
        raise SourceError(
            f"The arcs of {name} are no lists of positions ({error}); fetch the file again, or export the "
            "boundaries as GeoJSON."
        ) from error

    def ring_of(numbers: Sequence[int]) -> FloatArray:
        pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])

    for shape in shapes if isinstance(shapes, list) else ():
        known = shape if isinstance(shape, dict) else {}
        yield _feature(known, known, known.get("arcs"), ring_of)


def _object(content: Mapping[str, Any], part: str, name: str) -> Mapping[str, Any]:
    objects = content.get("objects")
    named = (
        {key: one for key, one in objects.items() if isinstance(one, dict)}
        if isinstance(objects, dict)
        else {}
    )
    if part in named:
        return named[part]
    if part or len(named) != 1:
        raise SourceError(
            f"{name} has the objects {', '.join(named) or 'none'}, and {part!r} is not one of them; say with "
            "--option object=NAME which one holds the boundaries."
        )
    return next(iter(named.values()))


def _arcs(content: Mapping[str, Any]) -> list[FloatArray]:
    arcs = [_ring(arc) for arc in content["arcs"]]
    transform = content.get("transform")
    if transform is None:
        return arcs
    scale, moved = _ring([transform["scale"], transform["translate"]])
    return [np.cumsum(arc, axis=0) * scale + moved for arc in arcs]
