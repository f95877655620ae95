import json

import pytest

from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.data.tables import check_table, contract_of
from sandan.errors import SourceError

OPTIONS = {"system": "statistics", "level": "city"}
SQUARE = [[127.0, 37.0], [127.1, 37.0], [127.1, 37.1], [127.0, 37.1], [127.0, 37.0]]
FLAT = [[127.0, 37.0], [127.1, 37.0], [127.2, 37.0], [127.0, 37.0]]


def feature(code="31020", *rings, **properties):
    shape = {"type": "Polygon", "coordinates": list(rings or [SQUARE])}
    return {
        "type": "Feature",
        "properties": {"code": code, "base_year": "2018"} | properties,
        "geometry": shape,
    }


@pytest.fixture
def read(tmp_path):
    def run(*features, **options):
        path = tmp_path / "file.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        (chunk,) = BOUNDARIES.read(path, OPTIONS | options)
        check_table(chunk.table, contract_of("boundaries"))
        assert chunk.rows_used == len(chunk.table)
        return chunk

    return run


def found(chunk):
    return {(finding.code, finding.action.value, finding.rows) for finding in chunk.findings}


def shape(chunk, row=0):
    return json.loads(chunk.table["geometry"][row])


def test_feature_is_read_as_it_stands(read):
    chunk = read(feature(name="성남시", name_eng="Seongnam"))
    row = chunk.table.iloc[0].to_dict()
    assert json.loads(row.pop("geometry")) == {"type": "Polygon", "coordinates": [SQUARE]}
    assert row == {
        "code": "31020",
        "system": "statistics",
        "level": "city",
        "name_ko": "성남시",
        "name_en": "Seongnam",
        "valid_from": 2018,
    }
    assert found(chunk) == set()


def test_options_name_other_properties(read):
    chunk = read(
        feature("x", SIG_CD=41130, SIG_KOR_NM="성남시"), code="SIG_CD", name="SIG_KOR_NM", valid_from="1990"
    )
    assert chunk.table[["code", "name_ko", "valid_from"]].to_numpy().tolist() == [["41130", "성남시", 2018]]


def test_code_that_went_through_floats_is_mended(read):
    chunk = read(feature(31020.0))
    assert chunk.table["code"].tolist() == ["31020"]
    assert found(chunk) == {("mended-code", "repaired", 1)}


def test_own_properties_come_before_options(read):
    chunk = read(feature(level="Complex", system="own", valid_from=2011))
    assert chunk.table[["level", "system", "valid_from"]].to_numpy().tolist() == [["complex", "own", 2011]]


def test_names_tell_districts_of_cities_from_cities(read):
    names = ("성남시분당구", "성남시", "양평군", "종로구", "세종특별자치시")
    chunk = read(*(feature(f"{k}", name=name) for k, name in enumerate(names)), level="sigungu")
    assert chunk.table["level"].tolist() == ["district", "city", "city", "city", "city"]


def test_rings_are_mended_and_reported(read):
    doubled = [SQUARE[0], *SQUARE]
    chunk = read(
        feature("1", SQUARE[:-1]),
        feature("2", doubled),
        feature("3", SQUARE, FLAT),
        feature("4", SQUARE, []),
    )
    assert found(chunk) == {
        ("ring-closed", "repaired", 1),
        ("ring-repeated", "repaired", 1),
        ("ring-dropped", "repaired", 2),
    }
    assert [shape(chunk, row)["coordinates"] for row in range(4)] == [[SQUARE]] * 4


def test_ring_that_touches_itself_is_kept_and_noted(read):
    knot = [[127, 37], [127.1, 37], [127.05, 37.05], [127.1, 37.1], [127, 37.1], [127.05, 37.05], [127, 37]]
    chunk = read(feature("1", knot))
    assert found(chunk) == {("ring-touching", "noted", 1)}
    assert shape(chunk)["coordinates"] == [knot]


def test_part_without_an_area_goes_with_its_holes(read):
    parts = {"type": "MultiPolygon", "coordinates": [[FLAT, SQUARE], [SQUARE]]}
    chunk = read(feature() | {"geometry": parts})
    assert shape(chunk) == {"type": "Polygon", "coordinates": [SQUARE]}


def test_features_that_cannot_be_used_are_refused(read):
    chunk = read(
        feature(""),
        feature("1") | {"geometry": {"type": "LineString", "coordinates": SQUARE}},
        feature("2", FLAT),
        feature("3", level="village"),
        feature("4", valid_from="soon"),
        feature("5"),
    )
    assert chunk.table["code"].tolist() == ["5"]
    assert {(code, action) for code, action, _ in found(chunk)} == {
        ("no-code", "refused"),
        ("no-polygon", "refused"),
        ("empty-shape", "refused"),
        ("unknown-level", "refused"),
        ("unreadable-year", "refused"),
    }


def test_code_with_two_shapes_is_refused_whole_and_a_repeated_one_taken_once(read):
    other = [[x + 1, y] for x, y in SQUARE]
    chunk = read(feature("1"), feature("1", other), feature("2"), feature("2"), feature("2", valid_from=2020))
    assert chunk.table[["code", "valid_from"]].to_numpy().tolist() == [["2", 2018], ["2", 2020]]
    assert found(chunk) == {("two-shapes", "refused", 2), ("repeated-feature", "set_aside", 1)}


@pytest.mark.parametrize("position", [[953421.2, 1952034.1], [37.4, 127.1]])
def test_projected_or_exchanged_coordinates_are_refused_with_the_way_out(read, position):
    with pytest.raises(SourceError) as refused:
        read(feature(), feature("2", [position, *SQUARE]))
    assert str(refused.value) == (
        f"Feature 2 of file.geojson has the position ({position[0]}, {position[1]}), but longitude must lie "
        "between -180 and 180 degrees and latitude, which comes second, between -90 and 90; project the file "
        "to WGS84 (EPSG:4326) and import it again."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"system": ""}, "Feature 1 names no code system"),
        ({"level": ""}, "Feature 1 does not say what it is"),
    ],
)
def test_what_neither_file_nor_option_says_is_asked_for(read, options, message):
    with pytest.raises(SourceError, match=message):
        read(feature(), **options)


def test_year_is_asked_for_if_nothing_says_it(read):
    with pytest.raises(SourceError, match="Feature 1 does not say of which year its shape is"):
        read(feature(base_year=None))


def test_half_a_character_in_a_name_becomes_a_question_mark(read):
    assert read(feature(name="시\ud800")).table["name_ko"].tolist() == ["시?"]
