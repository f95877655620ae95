import numpy as np
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.country.places import FOCAL, make_places
from sandan.data.country.plan import SCALES
from sandan.data.tables import check_table

REAL = (
    "서울",
    "성남",
    "수원",
    "판교",
    "부산",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "세종",
    "창원",
    "제주",
)


@pytest.fixture(scope="module", params=list(SCALES))
def places(request):
    return make_places(SCALES[request.param], 7)


def test_regions_keep_their_contract(places):
    check_table(places.regions, CONTRACTS["regions"])


def test_codes_are_unique_and_have_a_parent_one_level_up(places):
    above = {"province": "country", "city": "province", "district": "city", "complex": "district"}
    level = places.regions.set_index("code")["level"]
    assert level.index.is_unique
    rest = places.regions[places.regions["level"] != "country"]
    assert (rest["parent"].map(level) == rest["level"].map(above)).all()


def test_names_are_unique_and_of_no_real_city(places):
    cities = places.regions[places.regions["level"] == "city"]
    assert cities["name_ko"].is_unique
    assert cities["name_en"].is_unique
    assert not [name for name in places.regions["name_ko"] if any(real in name for real in REAL)]


def test_city_weights_add_up_and_give_the_focal_city_its_share():
    plan = SCALES["demo"]
    places = make_places(plan, 7)
    assert places.weight.sum() == pytest.approx(1)
    assert places.weight[FOCAL] == plan.focal_share
    assert places.capital[FOCAL]


def test_focal_city_has_an_older_and_a_research_complex(places):
    of_focal = np.flatnonzero(places.complex_city == FOCAL)
    opened = places.regions.set_index("code")["valid_from"]
    assert len(of_focal) == 2
    assert of_focal[-1] == places.research
    assert [opened[places.complexes[k]] for k in of_focal] == [2006, 2011]


def test_complexes_lie_in_a_district_of_their_city(places):
    assert (places.district_city[places.complex_district] == places.complex_city).all()
