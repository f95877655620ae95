import json

import numpy as np
import pytest

from sandan.data.reading.features import read_features
from sandan.errors import SourceError

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
# Two squares side by side, as in the specification: arc 0 is the border that they share.
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.25], "translate": [100, 10]},
    "arcs": [[[2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
    "objects": {
        "places": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "L"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"code": "R"}},
            ],
        }
    },
}


@pytest.fixture
def read(tmp_path):
    def run(content, **options):
        path = tmp_path / "file.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read_features(path, **options)

    return run


def feature(coordinates, kind="Polygon"):
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_polygons_are_read_and_heights_left_out(read):
    (found,) = read(collection(feature([[[*corner, 40.5] for corner in SQUARE]])))
    assert found.polygons[0][0].tolist() == SQUARE
    assert found.fault == ""


def test_arcs_of_a_topology_are_put_together_by_hand(read):
    left, right = read(TOPOLOGY)
    assert left.properties == {"code": "L"}
    assert left.polygons[0][0].tolist() == [[101, 10], [101, 11], [100, 11], [100, 10], [101, 10]]
    assert right.polygons[0][0].tolist() == [[101, 10], [102, 10], [102, 11], [101, 11], [101, 10]]


def test_border_that_two_places_share_is_equal_to_the_last_digit(read):
    topology = TOPOLOGY | {"transform": {"scale": [7.26e-5, 5.5e-5], "translate": [124.6097, 33.1124]}}
    left, right = (set(map(tuple, found.polygons[0][0])) for found in read(topology))
    assert len(left & right) == 2


def test_topology_without_a_transform_holds_positions(read):
    plain = {key: value for key, value in TOPOLOGY.items() if key != "transform"}
    left, _ = read(plain)
    assert left.polygons[0][0][:2].tolist() == [[2, 0], [0, 4]]


def test_object_of_a_topology_is_chosen_or_asked_for(read):
    both = TOPOLOGY | {"objects": TOPOLOGY["objects"] | {"lakes": {"type": "GeometryCollection"}}}
    assert len(read(both, part="places")) == 2
    assert read(both, part="lakes") == []
    with pytest.raises(SourceError, match="has the objects places, lakes, and '' is not one of them"):
        read(both)
    with pytest.raises(SourceError, match="'seas' is not one of them"):
        read(TOPOLOGY, part="seas")


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        (None, "geometry None"),
        ({"type": "Point", "coordinates": [1, 2]}, "geometry Point"),
        ({"type": "Polygon", "coordinates": [[["127", "37"]]]}, "positions that are none"),
        ({"type": "Polygon", "coordinates": [[[True, False]]]}, "positions that are none"),
        ({"type": "Polygon", "coordinates": [[[1]]]}, "positions that are none"),
        ({"type": "Polygon", "coordinates": 7}, "positions that are none"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 1]]]}, "positions that are none"),
        ({"type": "Polygon", "coordinates": [[[10**400, 1]]]}, "positions that are none"),
    ],
)
def test_shape_that_cannot_be_read_is_named(read, shape, fault):
    (found,) = read(collection({"type": "Feature", "properties": {"code": "A"}, "geometry": shape}))
    assert (found.polygons, found.fault, found.properties) == (None, fault, {"code": "A"})


def test_what_is_no_feature_is_kept_in_its_place(read):
    first, second = read(collection(7, feature([SQUARE])))
    assert (first.fault, second.fault) == ("no feature", "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("code,name\n1,a\n", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[1, 2]", "holds a list"),
        ({"type": "Point", "coordinates": [1, 2]}, "of the type 'Point'"),
        ({"type": "FeatureCollection"}, "of the type 'FeatureCollection'"),
        (TOPOLOGY | {"arcs": [[["a", 1]]]}, "are no lists of positions"),
        (TOPOLOGY | {"objects": 3}, "has the objects none"),
    ],
)
def test_file_of_another_kind_is_refused(read, content, message):
    with pytest.raises(SourceError, match=message):
        read(content)


def test_file_that_names_a_projection_is_refused(read):
    def named(name):
        return {"type": "name", "properties": {"name": name}}

    with pytest.raises(SourceError, match=r"'urn:ogc:def:crs:EPSG::5179'.* project it to EPSG:4326"):
        read(collection(feature([SQUARE]), crs=named("urn:ogc:def:crs:EPSG::5179")))
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4737"):
        assert len(read(collection(feature([SQUARE]), crs=named(name)))) == 1


def test_arc_that_is_not_there_is_a_fault_of_its_shape(read):
    shapes = {"a": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[9]]}, "x"]}}
    assert [found.fault for found in read(TOPOLOGY | {"objects": shapes})] == [
        "positions that are none",
        "geometry None",
    ]


def test_single_feature_is_read(read):
    assert np.array_equal(read(feature([SQUARE]))[0].polygons[0][0], SQUARE)
