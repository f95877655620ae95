import json

import numpy as np
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.country.boundaries import boundaries_table, boundaries_text
from sandan.data.country.plan import NOTICE
from sandan.data.country.shapes import area, enclosed
from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.data.tables import check_table


def rings(shape):
    parsed = json.loads(shape)
    parts = [parsed["coordinates"]] if parsed["type"] == "Polygon" else parsed["coordinates"]
    return [np.array(ring[:-1]) for part in parts for ring in part]


@pytest.fixture(scope="module")
def table(demo):
    return boundaries_table(demo)


def test_table_keeps_its_contract_and_every_city_has_a_shape(demo, table):
    check_table(table, CONTRACTS["boundaries"])
    assert table["level"].value_counts().to_dict() == {
        "district": len(demo.world.places.districts),
        "city": 40,
        "complex": len(demo.world.places.complexes),
        "province": 6,
        "country": 1,
    }
    assert table["code"].is_unique


def test_research_complex_has_a_shape_from_the_year_in_which_it_opens(table):
    assert table.loc[table["level"] == "complex", "valid_from"].tolist()[-1] == 2011
    assert set(table["valid_from"]) == {2006, 2011}


@pytest.mark.parametrize(
    ("below", "above"), [("district", "city"), ("city", "province"), ("province", "country")]
)
def test_area_of_a_place_is_the_sum_of_its_parts(demo, table, below, above):
    parents = demo.world.places.regions.set_index("code")["parent"]
    areas = table["geometry"].map(lambda shape: sum(area(ring) for ring in rings(shape)))
    parts = areas[table["level"] == below].groupby(table["code"].map(parents)).sum()
    whole = areas[table["level"] == above].set_axis(table.loc[table["level"] == above, "code"])
    assert parts.sort_index().to_numpy() == pytest.approx(whole.sort_index().to_numpy(), rel=1e-9)


def test_points_of_the_list_of_places_lie_inside(demo, table):
    regions = demo.world.places.regions.set_index("code")
    for code, level, shape in table[["code", "level", "geometry"]].itertuples(index=False):
        if level in {"city", "district", "complex"}:
            point = regions.loc[[code], ["longitude", "latitude"]].to_numpy()
            assert sum(enclosed(ring, point)[0] for ring in rings(shape)) % 2 == 1, code


def test_written_file_comes_back_as_the_table(table, tmp_path):
    path = tmp_path / "boundaries.geojson"
    path.write_text(boundaries_text(table), encoding="utf-8")
    (chunk,) = BOUNDARIES.read(path, {})
    assert chunk.findings == ()
    assert chunk.table.astype(object).equals(table.astype(object))
    assert json.loads(path.read_text(encoding="utf-8"))["notice"] == NOTICE
