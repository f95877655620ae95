import json

import numpy as np
import pandas as pd
import pytest

from sandan.data.country.boundaries import boundaries_table
from sandan.errors import ReportError
from sandan.report.maps.outlines import boundaries_at, outline
from sandan.report.maps.viewport import Viewport

VIEW = Viewport(0, -5, 10, 5, 1000, 1000)


def row(code, *rings, level="city", valid_from=2018, system="own"):
    parts = [[[*ring, ring[0]]] for ring in rings]
    geometry = json.dumps({"type": "MultiPolygon", "coordinates": parts})
    names = {"name_ko": f"{code}시", "name_en": None}
    return {
        "code": code,
        "system": system,
        "level": level,
        **names,
        "valid_from": valid_from,
        "geometry": geometry,
    }


def square(x, y, size=1.0):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size]]


@pytest.fixture(scope="module")
def country(small_country):
    return boundaries_table(small_country)


def test_shape_is_drawn_in_units_by_hand():
    found = outline(pd.DataFrame([row("A", square(1, 1))]), viewport=VIEW, tolerance=0.01)
    (shape,) = found.shapes
    assert shape.path == "M100 400 200 400 200 300 100 300Z"
    assert (shape.code, shape.level, shape.name_ko, shape.name_en) == ("A", "city", "A시", None)
    assert (found.corners_given, found.corners_left, found.rings_dropped, found.tolerance) == (4, 4, 0, 0.01)


def test_small_parts_are_dropped_and_counted_but_never_a_whole_place():
    table = pd.DataFrame([row("A", square(1, 1), square(5, 1, 0.001)), row("B", square(3, 3, 0.001))])
    found = outline(table, viewport=VIEW, tolerance=0.1)
    assert [shape.path for shape in found.shapes] == ["M100 400 200 400 200 300 100 300Z", "M300 200Z"]
    assert found.rings_dropped == 1


def test_tolerance_that_is_not_given_is_a_part_of_the_screen():
    found = outline(pd.DataFrame([row("A", square(1, 1))]), viewport=VIEW)
    assert found.tolerance == pytest.approx(10 / 2000)


def test_places_are_chosen_by_level_and_code():
    table = pd.DataFrame(
        [row("A", square(0, 0)), row("B", square(2, 0)), row("A1", square(0, 0), level="district")]
    )
    assert [shape.code for shape in outline(table, level="city").shapes] == ["A", "B"]
    assert [shape.code for shape in outline(table, codes=["A1", "A"]).shapes] == ["A", "A1"]
    assert [shape.code for shape in outline(table, codes=["A"], level=["city"]).shapes] == ["A"]


def test_shape_is_that_of_the_year():
    table = pd.DataFrame(
        [row("A", square(0, 0), valid_from=2018), row("A", square(0, 0, 2), valid_from=2010)]
    )
    assert [len(boundaries_at(table, year)) for year in (2009, 2010, 2020)] == [0, 1, 1]
    paths = {year: outline(table, viewport=VIEW, year=year).shapes[0].path for year in (2015, 2018, None)}
    assert paths[2015] == "M0 500 200 500 200 300 0 300Z"
    assert paths[2018] == paths[None] == "M0 500 100 500 100 400 0 400Z"


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        (
            [row("A", square(0, 0))],
            {"codes": ["A", "Z"]},
            "'Z' has no boundary, and 1 places have none in all",
        ),
        ([row("A", square(0, 0))], {"level": "complex"}, "None of 1 boundaries is of the level 'complex'"),
        ([row("A", square(0, 0))], {"year": 1990}, "the levels there are none"),
        ([row("A", square(0, 0)), row("B", square(0, 0), system="x")], {}, "in the code systems own, x"),
        ([row("A", square(0, 0))], {"tolerance": -1.0}, "`tolerance` is -1.0"),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows, options, message):
    with pytest.raises(ReportError, match=message):
        outline(pd.DataFrame(rows), **options)


def area(ring):
    x, y = np.array(ring, dtype=float).reshape(-1, 2).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


@pytest.mark.parametrize("tolerance", [0.0, 0.01, 0.05])
def test_districts_fill_the_country_without_gaps_in_units(country, tolerance):
    found = outline(country, level=["country", "province", "city", "district"], tolerance=tolerance)
    areas = pd.Series(
        {shape.code: abs(sum(area(ring) for ring in shape.rings)) for shape in found.shapes}
    ).groupby([shape.level for shape in found.shapes])
    assert areas.sum().to_dict() == pytest.approx(dict.fromkeys(areas.groups, areas.sum()["country"]))
    assert found.rings_dropped == 0


def test_outline_is_plain_json_and_smaller_than_its_source(country):
    found = outline(country)
    written = json.dumps(found.to_json(), ensure_ascii=False)
    assert len(written) < country["geometry"].str.len().sum() / 1.5
    read = json.loads(written)
    assert len(read["shapes"]) == len(country)
    assert set(read["shapes"][0]) == {"code", "level", "name_ko", "name_en", "path"}
    assert read["viewport"]["width"] == found.viewport.width
