"""Against the real boundaries of 2018 and the real table of Korean administrative codes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.data.profiles.places import KR_ADMIN_CODES
from sandan.report.maps.outlines import outline
from sandan.report.maps.viewport import METERS_PER_DEGREE, rings_of

SEONGNAM = ("31021", "31022", "31023")
# Seongnam-si, statistical yearbook: 141.6 square kilometers.
AREA_OF_SEONGNAM = 141.6


def read(shared: Path, name: str, level: str) -> pd.DataFrame:
    path = shared / f"data/kr-boundaries-2018/skorea-{name}-2018-topo-simple.json"
    (chunk,) = BOUNDARIES.read(path, {"system": "statistics", "level": level})
    assert chunk.rows_read == chunk.rows_used == len(chunk.table)
    return chunk.table


@pytest.fixture(scope="module")
def cities(shared: Path) -> pd.DataFrame:
    return read(shared, "municipalities", "sigungu")


def area(ring: np.ndarray) -> float:
    x, y = ring.T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def test_file_has_218_cities_and_32_districts_of_2018(cities: pd.DataFrame) -> None:
    assert cities["level"].value_counts().to_dict() == {"city": 218, "district": 32}
    assert set(cities["valid_from"]) == {2018}
    assert cities["code"].is_unique


def test_codes_are_those_of_the_statistics_office_but_for_one_that_changed(
    cities: pd.DataFrame, shared: Path
) -> None:
    (chunk,) = KR_ADMIN_CODES.read(shared / "data/kr-admin-codes-cp949/propertiesTable.tsv", {})
    known = chunk.table[chunk.table["system"] == "statistics"].set_index("code")["level"]
    assert set(cities["code"]) - set(known.index) == {"23030"}
    same = cities[cities["code"] != "23030"]
    assert (same["code"].map(known) == same["level"]).all()


def test_districts_of_seongnam_have_the_area_of_the_city_and_meet_without_gaps(cities: pd.DataFrame) -> None:
    found = outline(cities, codes=SEONGNAM)
    assert [shape.name_en for shape in found.shapes] == [
        "Seongnamsisujeonggu",
        "Seongnamsijungwongu",
        "Seongnamsibundanggu",
    ]
    scale = found.viewport.meters_per_unit
    units = {shape.code: [np.array(ring).reshape(-1, 2) for ring in shape.rings] for shape in found.shapes}
    whole = sum(area(ring) for rings in units.values() for ring in rings) * scale**2 / 1e6
    assert whole == pytest.approx(AREA_OF_SEONGNAM, rel=0.01)
    for one, other in (SEONGNAM[:2], SEONGNAM[1:], SEONGNAM[::2]):
        shared = set(map(tuple, np.vstack(units[one]))) & set(map(tuple, np.vstack(units[other])))
        assert len(shared) > 5, (one, other)


@pytest.mark.parametrize("tolerance", [0.002, 0.01])
def test_country_keeps_its_area_with_a_fraction_of_the_corners(
    cities: pd.DataFrame, tolerance: float
) -> None:
    found = outline(cities, tolerance=tolerance)
    assert len(found.shapes) == 250
    assert all(shape.rings for shape in found.shapes)
    assert found.corners_left < 0.4 * found.corners_given
    across = found.viewport.across
    given = sum(area(ring * (across, 1)) for shape in cities["geometry"] for ring in rings_of(shape))
    per_unit = (found.viewport.meters_per_unit / METERS_PER_DEGREE) ** 2
    left = per_unit * sum(
        area(np.array(ring).reshape(-1, 2)) for shape in found.shapes for ring in shape.rings
    )
    assert left == pytest.approx(given, rel=0.01)


def test_provinces_cover_what_their_cities_cover_although_the_files_were_simplified_apart(
    cities: pd.DataFrame, shared: Path
) -> None:
    provinces = read(shared, "provinces", "province")
    assert len(provinces) == 17
    sums = [
        sum(area(ring) for shape in table["geometry"] for ring in rings_of(shape))
        for table in (provinces, cities)
    ]
    assert sums[0] == pytest.approx(sums[1], rel=0.005)
