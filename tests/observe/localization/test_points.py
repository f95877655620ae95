"""Coordinates in meters: projected, checked, counted, or refused with advice."""

import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from shapely.geometry import MultiPoint, Point

from sandan.errors import MeasureError, TableError
from sandan.observe.localization.points import PLANE_METERS, project_points

EARTH = Geod(ellps="WGS84")
# City halls of Seoul, Busan, Gwangju and Jeju, to the hundredth of a degree.
HALLS = pd.DataFrame(
    {"firm": list("abcd"), "lon": [126.98, 129.08, 126.85, 126.53], "lat": [37.57, 35.18, 35.16, 33.50]},
    index=[10, 11, 12, 13],
)


def degrees(table: pd.DataFrame, **options: object) -> object:
    return project_points(table, longitude="lon", latitude="lat", **options)  # type: ignore[arg-type]


def geo(table: pd.DataFrame, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(table[["firm"]], geometry=points, index=table.index).to_crs(crs)


def apart(table: pd.DataFrame) -> np.ndarray:
    """Distances between all pairs in the plane."""
    x, y = table["x"].to_numpy(), table["y"].to_numpy()
    first, second = np.triu_indices(len(x), 1)
    return np.hypot(x[first] - x[second], y[first] - y[second])


def along_earth(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Geodesic distances between all pairs."""
    first, second = np.triu_indices(len(lon), 1)
    return np.asarray(EARTH.inv(lon[first], lat[first], lon[second], lat[second])[2])


def test_two_points_by_hand() -> None:
    # A degree of latitude at 37.5 is about 110.99 km, one of longitude 88.4 km; 0.2 of each are
    # sqrt(22.2^2 + 17.7^2) = 28.4 km.
    table = degrees(pd.DataFrame({"lon": [127.0, 127.2], "lat": [37.4, 37.6]})).table
    assert table["y"].diff()[1] == pytest.approx(0.2 * 110_990, rel=1e-3)
    assert table["x"].diff()[1] == pytest.approx(0.2 * 88_400, rel=1e-3)
    assert apart(table)[0] == pytest.approx(28_400, rel=1e-3)


def test_columns_index_and_order_are_kept() -> None:
    points = degrees(HALLS)
    assert points.table.columns.tolist() == ["firm", "lon", "lat", "x", "y"]
    assert points.table.index.tolist() == [10, 11, 12, 13]
    assert points.table["firm"].tolist() == list("abcd")
    assert (points.dropped, points.duplicates) == (0, 0)


def test_distances_over_a_country_are_as_wrong_as_reported_and_no_more() -> None:
    points = degrees(HALLS)
    error = np.abs(apart(points.table) / along_earth(HALLS["lon"].to_numpy(), HALLS["lat"].to_numpy()) - 1)
    assert error.max() <= points.largest_distortion < 5e-4
    assert points.crs.startswith("+proj=")


@settings(max_examples=10)
@given(
    seed=st.integers(0, 1000),
    lon=st.floats(-179, 179),
    lat=st.floats(-80, 80),
    width=st.sampled_from([0.05, 0.5, 4.0]),
)
def test_no_pair_anywhere_is_wrong_by_more_than_reported(
    seed: int, lon: float, lat: float, width: float
) -> None:
    # 300 places, of which the measurement looks at less than half; a tenth more is allowed for the rest.
    rng = np.random.default_rng(seed)
    east = lon + width * rng.uniform(-1, 1, 300) / np.cos(np.radians(lat))
    table = pd.DataFrame({"lon": (east + 180) % 360 - 180, "lat": lat + width * rng.uniform(-1, 1, 300)})
    points = degrees(table)
    true = along_earth(table["lon"].to_numpy(), table["lat"].to_numpy())
    far = true > 1
    error = np.abs(apart(points.table)[far] / true[far] - 1).max()
    assert error <= 1.1 * points.largest_distortion + 1e-9


@pytest.mark.parametrize(
    ("table", "taken", "other"),
    [(HALLS, "laea", "aeqd"), (pd.DataFrame({"lon": [127.0, 127.2], "lat": [37.4, 37.6]}), "aeqd", "laea")],
)
def test_better_of_two_projections_is_taken(table: pd.DataFrame, taken: str, other: str) -> None:
    points = degrees(table)
    assert points.crs.startswith(f"+proj={taken} ")
    worse = degrees(table, crs=points.crs.replace(taken, other))
    assert worse.largest_distortion > points.largest_distortion


def test_points_on_both_sides_of_the_date_line_are_near() -> None:
    fiji = pd.DataFrame({"lon": [179.9, -179.9], "lat": [-16.8, -16.8]})
    assert apart(degrees(fiji).table)[0] == pytest.approx(along_earth(*fiji.to_numpy().T)[0], rel=1e-5)


def test_plane_of_the_country_is_taken_when_named() -> None:
    points = degrees(HALLS, crs="EPSG:5179")
    x, y = Transformer.from_crs(4326, 5179, always_xy=True).transform(HALLS["lon"], HALLS["lat"])
    assert points.crs == "EPSG:5179"
    assert points.table["x"].tolist() == x.tolist()
    assert points.table["y"].tolist() == y.tolist()
    # The scale at its central meridian is 0.9996.
    assert points.largest_distortion == pytest.approx(4e-4, rel=0.2)


def test_geodataframe_gives_the_same_points_as_its_columns() -> None:
    ours, theirs = degrees(HALLS), project_points(geo(HALLS))
    assert theirs.crs == ours.crs
    assert theirs.table.columns.tolist() == ["firm", "x", "y"]
    assert type(theirs.table) is pd.DataFrame
    np.testing.assert_array_equal(theirs.table[["x", "y"]], ours.table[["x", "y"]])


def test_geodataframe_in_meters_keeps_its_plane() -> None:
    frame = geo(HALLS, "EPSG:5179")
    points = project_points(frame)
    assert points.crs == "EPSG:5179"
    assert points.table["x"].tolist() == frame.geometry.x.tolist()
    assert 3e-4 < points.largest_distortion < 5e-4


def test_web_mercator_is_left_because_its_meters_are_not_meters() -> None:
    points = project_points(geo(HALLS, "EPSG:3857"))
    assert points.crs.startswith("+proj=laea")
    assert points.largest_distortion < 5e-4
    with pytest.raises(MeasureError, match=r"EPSG:3857 are wrong by up to 2\d %"):
        degrees(HALLS, crs="EPSG:3857")


def test_feet_become_meters_or_are_refused() -> None:
    york = pd.DataFrame({"firm": ["a", "b"], "lon": [-73.98, -73.90], "lat": [40.75, 40.70]})
    true = along_earth(york["lon"].to_numpy(), york["lat"].to_numpy())[0]
    feet = geo(york, "EPSG:2263")
    assert feet.geometry.iloc[0].distance(feet.geometry.iloc[1]) == pytest.approx(true / 0.3048, rel=1e-3)
    assert apart(project_points(feet).table)[0] == pytest.approx(true, rel=1e-5)
    with pytest.raises(MeasureError, match="US survey foot"):
        degrees(york, crs="EPSG:2263")
    plain = pd.DataFrame({"x": feet.geometry.x, "y": feet.geometry.y})
    with pytest.raises(MeasureError, match="US survey foot"):
        project_points(plain, crs="EPSG:2263")


def test_meters_are_taken_as_they_are() -> None:
    table = pd.DataFrame({"east": [0.0, 300.0], "north": [0.0, 400.0], "firm": ["a", "b"]})
    points = project_points(table, x="east", y="north")
    assert points.crs == PLANE_METERS
    assert np.isnan(points.largest_distortion)
    assert apart(points.table)[0] == 500.0
    assert points.table.columns.tolist() == ["east", "north", "firm", "x", "y"]


def test_plane_of_columns_in_meters_can_be_named_and_is_then_checked() -> None:
    frame = geo(HALLS, "EPSG:5179")
    table = pd.DataFrame({"x": frame.geometry.x, "y": frame.geometry.y})
    points = project_points(table, crs="EPSG:5179")
    assert points.crs == "EPSG:5179"
    assert points.table["x"].tolist() == table["x"].tolist()
    assert 3e-4 < points.largest_distortion < 5e-4


@pytest.mark.parametrize(("x", "y"), [("lon", "lat"), ("lat", "lon")])
def test_degrees_passed_as_meters_are_refused_with_advice(x: str, y: str) -> None:
    # dbmss takes longitude and latitude as meters without a word; so would an exchange of the two.
    with pytest.raises(
        MeasureError, match=r"look like degrees .* `longitude` and\s+`latitude`.*'plane meters'"
    ):
        project_points(HALLS, x=x, y=y)
    with pytest.raises(MeasureError, match="look like degrees"):
        project_points(HALLS, x=x, y=y, crs="EPSG:5179")


def test_degrees_under_the_name_of_a_plane_are_refused() -> None:
    with pytest.raises(MeasureError, match="look like degrees"):
        project_points(geo(HALLS).set_crs("EPSG:5179", allow_override=True))


def test_small_plane_is_taken_when_it_is_said_to_be_one() -> None:
    table = pd.DataFrame({"x": [1.0, 50.0], "y": [2.0, 80.0]})
    assert project_points(table, crs=PLANE_METERS).table["x"].tolist() == [1.0, 50.0]


def test_exchanged_longitude_and_latitude_are_refused() -> None:
    with pytest.raises(TableError, match=r"longitude 37\.57 and latitude 126\.98.* exchanged"):
        project_points(HALLS, longitude="lat", latitude="lon")


def test_missing_coordinates_are_refused_with_a_count_or_dropped_with_one() -> None:
    table = HALLS.astype({"lon": object})
    table.loc[11, "lon"] = None
    # Null Island: how a failed search for an address is written.
    table.loc[13, ["lon", "lat"]] = 0.0
    with pytest.raises(TableError, match="2 of 4 rows have no coordinates, the first is row 11"):
        degrees(table)
    points = degrees(table, missing="drop")
    assert points.dropped == 2
    assert points.table.index.tolist() == [10, 12]
    with pytest.raises(TableError, match="None of 1 rows"):
        degrees(table.loc[[11]], missing="drop")


def test_missing_geometry_is_counted() -> None:
    frame = geo(HALLS)
    frame.loc[10, "geometry"] = None
    frame.loc[12, "geometry"] = Point()
    with pytest.raises(TableError, match="2 of 4 rows"):
        project_points(frame)
    assert project_points(frame, missing="drop").dropped == 2


def test_duplicates_are_counted_and_kept() -> None:
    table = pd.concat([HALLS, HALLS.iloc[[0, 0, 1]]], ignore_index=True)
    points = degrees(table)
    assert (len(points.table), points.duplicates) == (7, 3)


def test_far_places_make_a_plane_impossible() -> None:
    world = pd.DataFrame({"lon": [127.0, -74.0], "lat": [37.5, 40.7]})
    with pytest.raises(MeasureError, match=r"wrong by up to .* 3 % are allowed"):
        degrees(world)
    assert degrees(world, most_distortion=10.0).largest_distortion > 0.05


def test_all_points_in_one_place_are_taken() -> None:
    points = degrees(HALLS.iloc[[0, 0]])
    assert points.duplicates == 1
    assert apart(points.table)[0] == 0


def test_input_is_not_changed() -> None:
    table, frame = HALLS.copy(), geo(HALLS)
    copy = frame.copy()
    degrees(table)
    project_points(frame)
    pd.testing.assert_frame_equal(table, HALLS)
    assert frame.geom_equals(copy).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"longitude": "lon"}, "`latitude` None"),
        ({"missing": "fill", "longitude": "lon", "latitude": "lat"}, "'fill'"),
        ({"crs": "EPSG:0", "longitude": "lon", "latitude": "lat"}, "'EPSG:0'"),
        ({"crs": "EPSG:4326", "longitude": "lon", "latitude": "lat"}, "in degree"),
    ],
)
def test_bad_requests_are_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        project_points(HALLS, **options)  # type: ignore[arg-type]


def test_bad_tables_are_refused() -> None:
    with pytest.raises(TableError, match="lacks the column 'x'; it has firm, lon, lat"):
        project_points(HALLS)
    with pytest.raises(TableError, match="no rows"):
        degrees(HALLS.iloc[:0])
    with pytest.raises(TableError, match="'lon' that is not a number"):
        degrees(HALLS.assign(lon="east"))
    with pytest.raises(TableError, match=r"column 'y' .* overwritten"):
        degrees(HALLS.assign(y=1))


def test_bad_geometries_are_refused() -> None:
    frame = geo(HALLS)
    with pytest.raises(MeasureError, match="`longitude` is 'lon'"):
        degrees(frame)
    with pytest.raises(MeasureError, match="no coordinate reference system"):
        project_points(gpd.GeoDataFrame(geometry=[Point(1, 2)]))
    with pytest.raises(TableError, match=r"holds MultiPoint.*representative_point"):
        project_points(gpd.GeoDataFrame(geometry=[MultiPoint([(1, 2)])], crs=4326))
    with pytest.raises(MeasureError, match="neither degrees nor a plane"):
        project_points(gpd.GeoDataFrame(geometry=[Point(1e6, 2e6)], crs=4978))
    assert CRS(4978).is_geocentric


def test_neither_proj_nor_geopandas_is_loaded_for_meters() -> None:
    code = (
        "import sys, pandas as pd; from sandan.observe.localization.points import project_points; "
        "project_points(pd.DataFrame({'x': [0.0, 900.0], 'y': [0.0, 1.0]})); "
        "print('pyproj' in sys.modules, 'geopandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
