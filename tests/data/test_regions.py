import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.regions import codes_at, crosswalk, region_concordance, without_double_counting
from sandan.errors import CodeError, TableError

PLACES = pd.DataFrame(
    [
        ("00", "country", None),
        ("31", "province", "00"),
        ("31020", "city", "31"),
        ("31021", "district", "31020"),
        ("31022", "district", "31020"),
        ("31030", "city", "31"),
        ("29", "province", "00"),
        ("29010", "city", "29"),
    ],
    columns=["code", "level", "parent"],
)
VINTAGES = pd.DataFrame(
    {
        "code": ["23030", "23090", "23010"],
        "system": "statistics",
        "level": "city",
        "parent": None,
        "name_ko": ["남구", "미추홀구", "중구"],
        "valid_from": pd.array([None, 2018, None], dtype="Int64"),
        "valid_to": pd.array([2017, None, None], dtype="Int64"),
    }
)


def table_of(**values: float | None) -> pd.DataFrame:
    return pd.DataFrame({"region": [k[1:] for k in values], "value": list(values.values())}).astype(
        {"value": float}
    )


def found(level: str, **values: float | None) -> dict[str, float]:
    result = without_double_counting(table_of(**values), PLACES, level=level)
    return dict(zip(result["region"], result["value"], strict=True))


def test_codes_at_both_sides_of_a_rename() -> None:
    assert codes_at(VINTAGES, 2017, system="statistics")["code"].tolist() == ["23030", "23010"]
    assert codes_at(VINTAGES, 2018, system="statistics")["code"].tolist() == ["23090", "23010"]


def test_codes_at_refuses_an_unknown_system_and_a_code_twice() -> None:
    with pytest.raises(CodeError, match="system 'interior'; the regions have statistics"):
        codes_at(VINTAGES, 2018, system="interior")
    with pytest.raises(CodeError, match="'23010' of statistics is valid twice in 2018"):
        codes_at(pd.concat([VINTAGES, VINTAGES.iloc[[2]]]), 2018, system="statistics")


def test_rename_is_followed_and_other_codes_keep_themselves() -> None:
    changes = pd.DataFrame({"code": ["23030"], "successor": ["23090"]})
    way = region_concordance(VINTAGES, changes, system="statistics", earlier=2015, later=2020)
    assert way.targets == {"23010": ("23010",), "23030": ("23090",)}
    assert (way.source, way.target) == ("statistics 2015", "statistics 2020")


def test_code_without_successor_is_refused() -> None:
    changes = pd.DataFrame({"code": ["x"], "successor": ["y"]})
    with pytest.raises(CodeError, match="'23030' is not valid in 2020 and no successor is named"):
        region_concordance(VINTAGES, changes, system="statistics", earlier=2015, later=2020)


def test_changes_that_run_in_a_circle_are_refused() -> None:
    changes = pd.DataFrame({"code": ["23030", "a"], "successor": ["a", "23030"]})
    with pytest.raises(CodeError, match="'23030' is not valid in 2020"):
        region_concordance(VINTAGES, changes, system="statistics", earlier=2015, later=2020)


def test_crosswalk_needs_the_names_above() -> None:
    regions = pd.DataFrame(
        [
            ("21", "statistics", "province", None, "부산"),
            ("22", "statistics", "province", None, "대구"),
            ("21020", "statistics", "city", "21", "동구"),
            ("22020", "statistics", "city", "22", "동구"),
            ("26", "interior", "province", None, "부산"),
            ("27", "interior", "province", None, "대구"),
            ("27140", "interior", "city", "27", "동구"),
            ("26170", "interior", "city", "26", "동구"),
        ],
        columns=["code", "system", "level", "parent", "name_ko"],
    )
    pairs = crosswalk(regions, source="statistics", target="interior")
    assert dict(zip(pairs["source"], pairs["target"], strict=True)) == {
        "21": "26",
        "22": "27",
        "21020": "26170",
        "22020": "27140",
    }


def test_crosswalk_refuses_a_place_that_stands_twice() -> None:
    regions = VINTAGES.assign(name_ko="남구")
    with pytest.raises(CodeError, match="has the same name as another place beside it"):
        crosswalk(regions, source="statistics", target="statistics")


def test_city_beside_its_districts_counts_once() -> None:
    assert found("city", r31020=7, r31021=3, r31022=4, r31030=5) == {"31020": 7, "31030": 5}


def test_districts_are_added_up_to_their_city() -> None:
    result = without_double_counting(table_of(r31021=3, r31022=4, r31030=5), PLACES, level="city")
    assert result.to_numpy().tolist() == [["31020", 7.0, "sum"], ["31030", 5.0, "stated"]]


def test_city_without_districts_stands_for_itself_among_districts() -> None:
    assert found("district", r31020=7, r31021=3, r31022=4, r31030=5) == {"31021": 3, "31022": 4, "31030": 5}


def test_all_levels_add_up_to_the_country() -> None:
    values = {"r31021": 3, "r31022": 4, "r31030": 5, "r29010": 2}
    assert found("province", **values) == {"29": 2, "31": 12}
    assert found("country", **values) == {"00": 14}


def test_totals_above_the_level_are_checked_and_left_out() -> None:
    assert found("city", r00=14, r31=12, r31020=7, r31030=5, r29010=2) == {"29010": 2, "31020": 7, "31030": 5}
    with pytest.raises(TableError, match="31 is stated as 99, but its parts add up to 12"):
        found("city", r31=99, r31020=7, r31030=5)


def test_districts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(TableError, match="31020 is stated as 8, but its parts add up to 7"):
        found("city", r31020=8, r31021=3, r31022=4)


def test_missing_district_is_refused_unless_the_city_is_stated() -> None:
    with pytest.raises(TableError, match=r"Of 31020 the parts 31022 are missing \(1 of 2\)"):
        found("city", r31021=3, r31030=5)
    assert found("city", r31020=7, r31021=3) == {"31020": 7}


@pytest.mark.parametrize("level", ["district", "city"])
def test_total_whose_parts_are_missing_is_refused(level: str) -> None:
    whole = {"district": {"r31020": 7.0}, "city": {"r31": 12.0, "r31030": 5.0}}[level]
    with pytest.raises(TableError, match="are missing"):
        found(level, **whole)


def test_unknown_part_makes_an_unknown_sum() -> None:
    assert np.isnan(found("city", r31021=3, r31022=None)["31020"])
    assert found("city", r31020=7, r31021=3, r31022=None) == {"31020": 7}


def test_groups_are_kept_apart() -> None:
    table = pd.DataFrame(
        {
            "period": [2010, 2010, 2015],
            "region": ["31021", "31022", "31020"],
            "value": [1, 2, 9],
        }
    )
    result = without_double_counting(table, PLACES, level="city", by=["period"])
    assert result[["period", "value", "origin"]].to_numpy().tolist() == [
        [2010, 3.0, "sum"],
        [2015, 9.0, "stated"],
    ]


def test_tables_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(TableError, match="`level` is 'dong'"):
        found("dong", r31020=7)
    with pytest.raises(CodeError, match="1 codes of the table, first '41130', are not among the regions"):
        found("city", r41130=7)
    with pytest.raises(TableError, match="no column `jobs`"):
        without_double_counting(table_of(r31020=7), PLACES, level="city", value="jobs")
    with pytest.raises(TableError, match="several numbers for 31020"):
        without_double_counting(pd.concat([table_of(r31020=7)] * 2), PLACES, level="city")


@given(
    st.dictionaries(st.sampled_from(["31021", "31022", "31030", "29010"]), st.integers(0, 99), min_size=4),
    st.sets(st.sampled_from(["31020", "31", "29", "00"])),
    st.sampled_from(["district", "city", "province", "country"]),
)
def test_totals_do_not_depend_on_the_level_or_on_additional_totals(
    leaves: dict[str, int], stated: set[str], level: str
) -> None:
    inside = {
        "31020": ["31021", "31022"],
        "31": ["31021", "31022", "31030"],
        "29": ["29010"],
        "00": list(leaves),
    }
    values = {**leaves, **{code: sum(leaves[part] for part in inside[code]) for code in stated}}
    result = found(level, **{f"r{code}": float(number) for code, number in values.items()})
    assert sum(result.values()) == sum(leaves.values())
