import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.ladder.counting import counted_jobs, region_of_places


@pytest.fixture
def sites():
    rows = [
        ("A", "26112", 2010, "x", 5),
        ("A", "26111", 2010, "x", 4),
        ("A", "26119", 2010, "x", 1),
        ("A", "47111", 2010, "z", 2),
        ("B", "26112", 2010, "y", None),
        ("B", "26112", 2011, "y", 3),
        ("B", "26112", 2012, "y", 9),
    ]
    return pd.DataFrame(rows, columns=["city", "industry", "period", "enterprise", "workers"])


def _cells(found):
    return found.set_index(["place", "industry", "period"])["jobs"].to_dict()


def test_jobs_add_up_by_the_longest_code_of_the_target(sites):
    found = _cells(counted_jobs(sites, ["2611", "26111"], outcome="jobs", first=2010, last=2010))
    assert found["A", "2611", 2010] == 6
    assert found["A", "26111", 2010] == 4
    assert found["A", "471", 2010] == 2


def test_jobs_with_an_unknown_part_are_unknown(sites):
    found = counted_jobs(sites, ["2611"], outcome="jobs", first=2010, last=2011)
    assert found["jobs"].isna().sum() == 1
    assert _cells(found)["B", "2611", 2011] == 3


def test_firms_count_once_in_an_industry_of_a_city(sites):
    found = _cells(counted_jobs(sites, ["2611"], outcome="firms", first=2010, last=2010))
    assert found == {("A", "2611", 2010): 1, ("A", "471", 2010): 1, ("B", "2611", 2010): 1}


def test_years_outside_are_left_out_and_a_register_without_any_is_refused(sites):
    found = counted_jobs(sites, ["2611"], outcome="firms", first=2011, last=2011)
    assert found["period"].tolist() == [2011]
    with pytest.raises(MeasureError, match="no year from 2001 to 2002"):
        counted_jobs(sites, ["2611"], outcome="jobs", first=2001, last=2002)


def test_regions_are_those_right_above_cities():
    rows = [
        ("31", "province", "K"),
        ("31020", "city", "31"),
        ("31023", "district", "31020"),
    ]
    places = pd.DataFrame(rows, columns=["code", "level", "parent"])
    assert region_of_places(places).to_dict() == {"31020": "31"}
    with pytest.raises(TableError, match="no 'parent' in row 1"):
        region_of_places(places.assign(parent=None))
