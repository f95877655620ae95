"""Where establishments are, in meters of a plane whose error is known."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.types import BoolArray, FloatArray

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["PLANE_METERS", "Missing", "Points", "in_degrees", "project_points"]

PLANE_METERS = "plane meters"
"""The plane of coordinates that are meters and have no place on the earth."""

Missing: TypeAlias = Literal["refuse", "drop"]
"""What to do with rows that have no coordinates."""

_DEGREES = "EPSG:4326"
_PROJECTIONS = ("laea", "aeqd")  # Lambert azimuthal equal-area, azimuthal equidistant
_STEP = 1000.0  # meters to each side of a point, to measure the scale there


@dataclass(frozen=True)
class Points:
    """Establishments with coordinates in meters, and what was done to get there.

    ``table`` has the caller's columns and ``x``, ``y`` in meters (x to the east). ``crs`` names the
    plane, ``largest_distortion`` is the largest relative error of a distance in it (NaN for
    ``PLANE_METERS``, which cannot be checked), ``dropped`` counts rows without coordinates that were
    left out, ``duplicates`` rows that stand where an earlier row stands.
    """

    table: pd.DataFrame
    crs: str
    largest_distortion: float
    dropped: int
    duplicates: int


def project_points(
    table: pd.DataFrame,
    *,
    x: str = "x",
    y: str = "y",
    longitude: str | None = None,
    latitude: str | None = None,
    crs: str | None = None,
    missing: Missing = "refuse",
    most_distortion: float = 0.03,
) -> Points:
    """Give every establishment coordinates in meters, and say how wrong distances between them can be.

    Parameters
    ----------
    table : DataFrame or GeoDataFrame, shape (n_rows, n_columns)
        One row per establishment. A GeoDataFrame needs points and a coordinate reference system.
    x, y : str
        Columns with meters to the east and to the north; read if there is no geometry and
        ``longitude`` and ``latitude`` are not given.
    longitude, latitude : str, optional
        Columns with degrees (WGS 84), to be projected.
    crs : str, optional
        The plane that the result shall be in, as ``"EPSG:5179"``; columns ``x`` and ``y`` must be in
        it already (``PLANE_METERS``: meters without a place on the earth). Without it a GeoDataFrame
        in meters keeps its plane if that is accurate enough, and everything else is projected around
        the middle of the points.
    missing : {"refuse", "drop"}
        What to do with rows without coordinates: none at all, not finite, or longitude 0 and latitude
        0, which is how failed geocoding is written.
    most_distortion : float
        Largest relative error of a distance that is accepted.

    Returns
    -------
    Points
        ``table`` with ``x`` and ``y`` in meters and without the geometry, ``crs``,
        ``largest_distortion``, ``dropped``, ``duplicates``. Order and index of the rows are kept.

    Raises
    ------
    TableError
        If a column is missing, holds no numbers, or would be overwritten; if rows lack coordinates
        (unless dropped), no row is left, or coordinates lie outside the earth.
    MeasureError
        If ``x`` and ``y`` look like degrees, the plane is unknown, not in meters or too inaccurate, or
        the parameters contradict each other.

    Notes
    -----
    The middle is that of the box around the points in an azimuthal projection about their mean
    direction, so that it is right across the date line. Candidates are Lambert's azimuthal
    equal-area and the azimuthal equidistant projection about it, on WGS 84; the one with the smaller
    largest distortion is taken. The distortion is measured::

        max |plane distance / geodesic distance - 1|

    over all pairs of up to about 130 places (the outermost in 32 directions, the farthest from the
    middle, and 100 spread evenly over the rows) and over steps of 1 km in eight directions from each.
    Coordinates look like degrees if no absolute value exceeds 180.

    References
    ----------
    Snyder, J. P. (1987), Map projections: a working manual, USGS Professional Paper 1395. Karney, C.
    (2013), Algorithms for geodesics, Journal of Geodesy 87, 43-55. Computed by PROJ;
    ``docs/methods/points-and-projection.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"lon": [127.0, 127.2, 127.2], "lat": [37.3, 37.5, 37.5]})
    >>> points = project_points(sites, longitude="lon", latitude="lat")
    >>> points.crs, points.duplicates
    ('+proj=aeqd +lat_0=37.4 +lon_0=127.1 +datum=WGS84 +units=m +no_defs +type=crs', 1)
    >>> points.table[["x", "y"]].round().astype(int).to_numpy().tolist()
    [[-8866, -11094], [8843, 11103], [8843, 11103]]
    >>> points.largest_distortion < 1e-6
    True
    >>> project_points(sites.rename(columns={"lon": "x", "lat": "y"}))
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: `x` and `y` look like degrees (from 127 to 127.2 and from 37.3 to
    37.5), but distances need meters. Give the columns as `longitude` and `latitude`; if they are meters,
    say so with crs='plane meters'.
    """
    if missing not in ("refuse", "drop"):
        raise MeasureError(f"`missing` is {missing!r}; use 'refuse' or 'drop'.")
    if not len(table):
        raise TableError("`table` has no rows; give one row per establishment.")
    given = _read(table, x, y, longitude, latitude, crs)
    kept = _with_place(given, missing)
    east, north = given.east[kept], given.north[kept]
    if crs != PLANE_METERS and (given.plane is None or given.plane.is_projected):
        _refuse_degrees(east, north)
    if given.plane is None:
        name, error = PLANE_METERS, np.nan
    else:
        east, north, name, error = _project(east, north, given.plane, crs, most_distortion)
    placed = given.rest.loc[kept].assign(x=east, y=north)
    return Points(
        table=placed,
        crs=name,
        largest_distortion=error,
        dropped=int((~kept).sum()),
        duplicates=int(placed.duplicated(["x", "y"]).sum()),
    )


@dataclass(frozen=True)
class _Given:
    """Coordinates as they came, the plane they are in (None: meters of no place), and all else."""

    rest: pd.DataFrame
    east: FloatArray
    north: FloatArray
    plane: "CRS | None"


def in_degrees(places: FloatArray, *, crs: str) -> FloatArray:
    """Turn meters of a plane back into longitude and latitude.

    Parameters
    ----------
    places : array of float, shape (n, 2)
        ``x`` and ``y`` in meters.
    crs : str
        The plane, as `Points` names it.

    Returns
    -------
    array of float, shape (n, 2)
        Longitude and latitude (WGS 84).

    Raises
    ------
    MeasureError
        If a place is not on the earth.

    Notes
    -----
    The inverse of `project_points`.

    References
    ----------
    Computed by PROJ; ``docs/methods/points-and-projection.md``.

    Examples
    --------
    >>> plane = "+proj=aeqd +lat_0=37.4 +lon_0=127.1 +datum=WGS84 +units=m +no_defs"
    >>> in_degrees(np.array([[0.0, 0.0]]), crs=plane).round(6).tolist()
    [[127.1, 37.4]]
    """
    x, y = np.asarray(places, dtype=np.float64).reshape(-1, 2).T
    return np.column_stack(_transform(crs, _DEGREES, x, y))


def _read(
    table: pd.DataFrame, x: str, y: str, longitude: str | None, latitude: str | None, crs: str | None
) -> _Given:
    if (longitude is None) != (latitude is None):
        raise MeasureError(f"`longitude` is {longitude!r} and `latitude` {latitude!r}; give both or neither.")
    # GeoDataFrame and its subclasses, without importing the package.
    if hasattr(type(table), "to_crs"):
        if longitude is not None:
            raise MeasureError(f"`table` has a geometry and `longitude` is {longitude!r}; give one of them.")
        return _read_geometry(table)
    columns = (x, y) if longitude is None or latitude is None else (longitude, latitude)
    values = [_numbers(table, column) for column in columns]
    rest = table.drop(columns=[c for c in columns if c in ("x", "y") and longitude is None])
    _refuse_overwriting(rest)
    named = _DEGREES if longitude is not None else crs
    plane = None if named is None or named == PLANE_METERS else _crs(named)
    return _Given(rest, values[0], values[1], plane)


def _read_geometry(table: Any) -> _Given:
    geometry = table.geometry
    if table.crs is None:
        raise MeasureError(
            f"The geometry {geometry.name!r} has no coordinate reference system; name it with `set_crs`."
        )
    kinds = sorted(set(geometry.geom_type.dropna()) - {"Point"})
    if kinds:
        raise TableError(
            f"The geometry {geometry.name!r} holds {', '.join(kinds)}, but an establishment is a point; "
            "take `representative_point()` first."
        )
    rest = pd.DataFrame(table.drop(columns=geometry.name))
    _refuse_overwriting(rest)
    east, north = (axis.to_numpy(dtype=np.float64) for axis in (geometry.x, geometry.y))
    plane = _crs(table.crs)
    if not (plane.is_geographic or plane.is_projected):
        raise MeasureError(
            f"The geometry is in {plane.name!r}, which is neither degrees nor a plane; reproject it."
        )
    return _Given(rest, east, north, plane)


def _numbers(table: pd.DataFrame, column: str) -> FloatArray:
    if column not in table.columns:
        have = ", ".join(str(c) for c in table.columns)
        raise TableError(f"`table` lacks the column {column!r}; it has {have}.")
    try:
        return table[column].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise TableError(
            f"`table` has a {column!r} that is not a number ({error}); give coordinates as numbers."
        ) from error


def _refuse_overwriting(rest: pd.DataFrame) -> None:
    taken = [name for name in ("x", "y") if name in rest.columns]
    if taken:
        raise TableError(
            f"`table` has a column {taken[0]!r} that is not the coordinate in use and would be overwritten; "
            "rename it or leave it out."
        )


def _crs(named: Any) -> "CRS":
    # PROJ opens its database when it is imported; tables in meters need none of it.
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        return CRS.from_user_input(named)
    except CRSError as error:
        raise MeasureError(
            f"`crs` is {named!r}, which PROJ does not know; use a name as 'EPSG:5179'."
        ) from error


def _with_place(given: _Given, missing: Missing) -> BoolArray:
    """Say which rows have coordinates; refuse if some have none and they may not be dropped."""
    kept = np.isfinite(given.east) & np.isfinite(given.north)
    if given.plane is not None and given.plane.is_geographic:
        kept &= (given.east != 0) | (given.north != 0)
        _refuse_off_earth(given.rest.index, given.east, given.north, kept)
    if not kept.all() and missing == "refuse":
        first = given.rest.index[~kept][0]
        raise TableError(
            f"{int((~kept).sum())} of {len(kept)} rows have no coordinates, the first is row {first}. Find "
            "them or drop them with missing='drop', which counts them; missing is not zero."
        )
    if not kept.any():
        raise TableError(f"None of {len(kept)} rows has coordinates; nothing can be measured.")
    return kept


def _refuse_off_earth(index: pd.Index, east: FloatArray, north: FloatArray, kept: BoolArray) -> None:
    off = kept & ((np.abs(east) > 180) | (np.abs(north) > 90))
    if off.any():
        first = int(np.argmax(off))
        raise TableError(
            f"Row {index[first]} has longitude {east[first]} and latitude {north[first]}, and "
            f"{int(off.sum())} rows lie off the earth. Degrees go to 180 and 90; perhaps the two are "
            "exchanged, or are meters."
        )


def _refuse_degrees(east: FloatArray, north: FloatArray) -> None:
    if max(np.abs(east).max(), np.abs(north).max()) <= 180:
        raise MeasureError(
            f"`x` and `y` look like degrees (from {east.min():g} to {east.max():g} and from {north.min():g} "
            f"to {north.max():g}), but distances need meters. Give the columns as `longitude` and "
            f"`latitude`; if they are meters, say so with crs={PLANE_METERS!r}."
        )


def _project(
    east: FloatArray, north: FloatArray, source: "CRS", crs: str | None, most: float
) -> tuple[FloatArray, FloatArray, str, float]:
    longitude, latitude = _transform(source, _DEGREES, east, north)
    middle = _middle(longitude, latitude)
    sample = _sample(longitude, latitude, middle)
    lon, lat = longitude[sample], latitude[sample]
    if crs is None and _in_meters(source) and (error := _distortion(source, lon, lat)) <= most:
        return east, north, source.to_string(), error
    planes = [_azimuthal(kind, *middle) for kind in _PROJECTIONS] if crs is None else [_named_plane(crs)]
    errors = [_distortion(plane, lon, lat) for plane in planes]
    # Rounded, so that over a small city the choice does not hang on the last bits.
    best = int(np.argmin(np.round(errors, 7)))
    plane, error = planes[best], errors[best]
    _refuse_distorted(plane, error, most, crs)
    if not plane.equals(source):
        east, north = _transform(_DEGREES, plane, longitude, latitude)
    return east, north, plane.to_string(), error


def _refuse_distorted(plane: "CRS", error: float, most: float, crs: str | None) -> None:
    if error > most:
        raise MeasureError(
            f"Distances in {plane.to_string()} are wrong by up to {100 * error:.2g} % over these points, and "
            f"{100 * most:.2g} % are allowed. "
            + ("Leave out far places" if crs is None else "Give degrees or a geometry and no `crs`")
            + ", or raise `most_distortion`."
        )


def _in_meters(plane: "CRS") -> bool:
    return plane.is_projected and all(axis.unit_conversion_factor == 1 for axis in plane.axis_info[:2])


def _named_plane(crs: str) -> "CRS":
    plane = _crs(crs)
    if not _in_meters(plane):
        unit = plane.axis_info[0].unit_name if plane.axis_info else "no unit"
        raise MeasureError(
            f"`crs` is {crs!r} ({plane.name}) in {unit}, but distances need meters. Name a plane in meters, "
            "or give longitude and latitude and leave `crs` out."
        )
    return plane


def _transform(
    source: "CRS | str", target: "CRS | str", east: FloatArray, north: FloatArray
) -> tuple[FloatArray, FloatArray]:
    from pyproj import Transformer  # noqa: PLC0415 (as in _crs)

    first, second = Transformer.from_crs(source, target, always_xy=True).transform(east, north)
    lost = int((~(np.isfinite(first) & np.isfinite(second))).sum())
    if lost:
        raise MeasureError(
            f"{lost} of {len(east)} points cannot be shown in {target}; check their coordinates, or leave "
            "`crs` out."
        )
    return first, second


def _azimuthal(kind: str, lon_0: float, lat_0: float) -> "CRS":
    return _crs(f"+proj={kind} +lat_0={lat_0:g} +lon_0={lon_0:g} +datum=WGS84 +units=m +no_defs")


def _middle(longitude: FloatArray, latitude: FloatArray) -> tuple[float, float]:
    """Return the middle of the extent, to 0.01 degrees; right across the date line and at a pole."""
    plane = _about_mean(longitude, latitude)
    east, north = _transform(_DEGREES, plane, longitude, latitude)
    half = [np.array([(axis.min() + axis.max()) / 2]) for axis in (east, north)]
    lon, lat = _transform(plane, _DEGREES, half[0], half[1])
    return round(float(lon[0]), 2), round(float(lat[0]), 2)


def _about_mean(longitude: FloatArray, latitude: FloatArray) -> "CRS":
    lon, lat = np.radians(longitude), np.radians(latitude)
    a, b, c = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    return _azimuthal(
        "aeqd", float(np.degrees(np.arctan2(b, a))), float(np.degrees(np.arctan2(c, np.hypot(a, b))))
    )


def _sample(longitude: FloatArray, latitude: FloatArray, middle: tuple[float, float]) -> list[int]:
    """Choose the outermost points in 32 directions, the farthest, and 100 evenly from all rows."""
    east, north = _transform(_DEGREES, _azimuthal("aeqd", *middle), longitude, latitude)
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    outermost = (int(np.argmax(east * np.cos(a) + north * np.sin(a))) for a in angles)
    spread = np.linspace(0, len(east) - 1, 100).astype(int).tolist()
    return sorted({*outermost, int(np.argmax(np.hypot(east, north))), *spread})


def _distortion(plane: "CRS", longitude: FloatArray, latitude: FloatArray) -> float:
    """Measure the largest relative error of a distance, between the places and close to each."""
    from pyproj import Geod  # noqa: PLC0415 (as in _crs)

    earth = Geod(ellps="WGS84")
    first, second = np.triu_indices(len(longitude), 1)
    azimuth = np.repeat(np.arange(0.0, 360.0, 45.0), len(longitude))
    lon, lat = np.tile(longitude, 8), np.tile(latitude, 8)
    near_lon, near_lat, _ = earth.fwd(lon, lat, azimuth, np.full(len(lon), _STEP))
    lon_a, lat_a = np.append(longitude[first], lon), np.append(latitude[first], lat)
    lon_b, lat_b = np.append(longitude[second], near_lon), np.append(latitude[second], near_lat)
    _, _, true = earth.inv(lon_a, lat_a, lon_b, lat_b)
    (x0, y0), (x1, y1) = _transform(_DEGREES, plane, lon_a, lat_a), _transform(_DEGREES, plane, lon_b, lat_b)
    # Below a meter the rounding of coordinates would pass for distortion.
    far = true > 1
    return float(np.abs(np.hypot(x1 - x0, y1 - y0)[far] / true[far] - 1).max())
