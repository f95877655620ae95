"""Against the real table of Korean administrative codes and the real district census."""

from pathlib import Path

import pandas as pd
import pytest

from sandan.data.codes.conversion import convert
from sandan.data.profiles.places import KR_ADMIN_CODES
from sandan.data.quality import Action
from sandan.data.regions import codes_at, crosswalk, region_concordance, without_double_counting


@pytest.fixture(scope="module")
def regions(shared: Path) -> pd.DataFrame:
    path = shared / "data/kr-admin-codes-cp949/propertiesTable.tsv"
    (chunk,) = KR_ADMIN_CODES.read(path, {})
    assert (chunk.rows_read, chunk.rows_used) == (3512, 3512)
    assert {f.code: f.rows for f in chunk.findings if f.rows} == {"placeholder-code": 10}
    assert not any(f.action == Action.REFUSED for f in chunk.findings)
    return chunk.table


@pytest.fixture(scope="module")
def companies(shared: Path) -> pd.DataFrame:
    census = pd.read_csv(shared / "data/kr-sigungu-census/censuskor.csv.gz", low_memory=False)
    chosen = census[
        (census["type"] == "economy") & (census["class1"] == "company") & (census["year"] == 2020)
    ]
    region = chosen["adm2_code"].astype(int).astype(str)
    return pd.DataFrame({"region": region, "value": chosen["value"]}).reset_index(drop=True)


def test_both_systems_have_250_places_under_17_provinces_and_11_divided_cities(regions: pd.DataFrame) -> None:
    for system in ("statistics", "interior"):
        levels = codes_at(regions, 2022, system=system)["level"].value_counts().to_dict()
        assert levels == {"city": 229, "district": 32, "province": 17, "country": 1}


def test_crosswalk_finds_every_place_of_the_other_system(regions: pd.DataFrame) -> None:
    pairs = crosswalk(regions, source="statistics", target="interior")
    assert len(pairs) == 279
    partner = dict(zip(pairs["source"], pairs["target"], strict=True))
    assert [partner[code] for code in ("31020", "31021", "23090", "29010")] == [
        "41130",
        "41131",
        "28177",
        "36110",
    ]


def test_cities_beside_their_districts_count_once(regions: pd.DataFrame, companies: pd.DataFrame) -> None:
    places = codes_at(regions, 2020, system="statistics")
    cities = without_double_counting(companies, places, level="city")
    districts = without_double_counting(companies, places, level="district")
    assert len(cities) == 229
    assert len(districts) == 250
    assert cities["value"].sum() == districts["value"].sum() == 6_032_022
    assert companies["value"].sum() == 7_001_418
    seongnam = companies.set_index("region")["value"]
    assert seongnam["31020"] == seongnam[["31021", "31022", "31023"]].sum()


def test_code_of_2015_is_followed_to_its_successor(regions: pd.DataFrame) -> None:
    now = codes_at(regions, 2022, system="statistics")
    born = now.assign(valid_from=now["valid_from"].where(now["code"] != "23090", 2018))
    gone = born[born["code"] == "23090"].assign(code="23030", name_ko="남구", valid_from=pd.NA, valid_to=2017)
    way = region_concordance(
        pd.concat([born, gone]),
        pd.DataFrame({"code": ["23030"], "successor": ["23090"]}),
        system="statistics",
        earlier=2015,
        later=2020,
    )
    table = pd.DataFrame({"region": ["23030", "31020"], "value": [5.0, 7.0]})
    found = convert(table, way, column="region", value="value").set_index("region")["value"]
    assert found.to_dict() == {"23090": 5.0, "31020": 7.0}
