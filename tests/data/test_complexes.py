import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.complexes import as_regions, assign_complexes
from sandan.errors import CodeError, TableError

COMPLEXES = pd.DataFrame(
    {
        "code": ["S1", "P1", "P2", "31020"],
        "level": ["complex", "complex", "complex", "city"],
        "name_ko": ["성남일반산업단지", "판교테크노밸리", "제2판교테크노밸리", "성남시"],
        "name_en": ["Seongnam Complex", None, None, "Seongnam"],
    }
)
ALIASES = pd.DataFrame(
    {"alias": ["성남하이테크밸리", "판교", "판교"], "complex": ["S1", "P1", "P2"]},
)


@pytest.mark.parametrize(
    ("stated", "code", "match"),
    [
        ("S1", "S1", "stated"),
        ("성남 일반산업단지 ", "S1", "stated"),
        ("SEONGNAM complex", "S1", "stated"),
        ("성남하이테크밸리", "S1", "alias"),
        ("판교", None, "several"),
        ("성남산단", None, "unknown"),
        ("성남시", None, "unknown"),
        ("", None, "none"),
        (None, None, "none"),
    ],
)
def test_each_state_of_a_match(stated: str | None, code: str | None, match: str) -> None:
    found = assign_complexes(pd.Series([stated], dtype="str"), COMPLEXES, aliases=ALIASES).iloc[0]
    assert (None if pd.isna(found["complex"]) else found["complex"], found["match"]) == (code, match)


def test_alias_for_a_stranger_is_refused() -> None:
    aliases = pd.DataFrame({"alias": ["성남시"], "complex": ["31020"]})
    with pytest.raises(CodeError, match="'성남시' stands for '31020'"):
        assign_complexes(pd.Series(["a"]), COMPLEXES, aliases=aliases)


def test_index_is_kept() -> None:
    assert assign_complexes(pd.Series(["S1"], index=[9]), COMPLEXES).index.tolist() == [9]


def sites_of(rows: list[tuple[str, str | None, str, int | None]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["city", "complex", "industry", "workers"])
    return table.astype({"complex": "str", "workers": "Int64"}).assign(period=2013)


def test_complex_and_the_rest_of_its_city_are_two_regions() -> None:
    sites = sites_of(
        [("A", "S1", "26", 10), ("A", None, "26", 5), ("A", "S1", "26", None), ("B", None, "62", 7)]
    )
    found = as_regions(sites).set_index("region")
    assert found["establishments"].to_dict() == {"S1": 2, "A-outside": 1, "B": 1}
    assert found["workers_known"].to_dict() == {"S1": 10, "A-outside": 5, "B": 7}
    assert found["workers"].isna().to_dict() == {"S1": True, "A-outside": False, "B": False}


def test_only_complexes_that_are_asked_for_become_places() -> None:
    sites = sites_of([("A", "S1", "26", 1), ("A", "S2", "26", 1), ("A", None, "26", 1)])
    found = as_regions(sites, complexes=["S2"]).set_index("region")["establishments"]
    assert found.to_dict() == {"A-outside": 2, "S2": 1}
    with pytest.raises(CodeError, match="in the complex 'S9'; the complexes are S1, S2"):
        as_regions(sites, complexes=["S9"])


def test_column_that_is_missing_is_named() -> None:
    with pytest.raises(TableError, match="no column `complex`"):
        as_regions(sites_of([("A", None, "1", 1)]).drop(columns="complex"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from([None, "S1", "S2"]),
            st.sampled_from(["26", "62"]),
            st.integers(0, 9),
        ),
        min_size=1,
    )
)
def test_regions_add_up_to_their_cities(rows: list[tuple[str, str | None, str, int | None]]) -> None:
    sites = sites_of(rows)
    found = as_regions(sites)
    pd.testing.assert_series_equal(
        found.groupby("city")["establishments"].sum(), sites.groupby("city").size(), check_names=False
    )
    assert (
        found.groupby("city")["workers"].sum().to_dict() == sites.groupby("city")["workers"].sum().to_dict()
    )
