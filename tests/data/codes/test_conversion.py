import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.codes.concordance import concordance_from_pairs, reverse
from sandan.data.codes.conversion import convert, separate, straddling, target_of
from sandan.errors import CodeError, InseparableError, TableError

PAIRS = pd.DataFrame(
    {"source": ["26110", "26110", "26120", "01110"], "target": ["26111", "26112", "26112", "01110"]}
)
NINE_TO_TEN = concordance_from_pairs(PAIRS, source="KSIC9", target="KSIC10")
LINKS = st.fixed_dictionaries({s: st.sets(st.sampled_from("wxyz"), min_size=1, max_size=3) for s in "abcd"})
ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(["11", "31"]), st.one_of(st.none(), st.integers(0, 999))
    ),
    min_size=1,
    max_size=30,
)


def test_convert_splits_and_says_how_much_is_exact() -> None:
    table = pd.DataFrame({"industry": ["26110", "26120", "01110"], "firms": [8, 3, 5]})
    found = convert(table, NINE_TO_TEN, column="industry", value="firms").set_index("industry")
    assert found.loc["26111"].tolist() == [4.0, 0.0, 4.0, 0]
    assert found.loc["26112"].tolist() == [7.0, 3.0, 4.0, 0]
    assert found.loc["01110"].tolist() == [5.0, 5.0, 0.0, 0]


def test_convert_keeps_the_columns_that_it_is_told_to_keep() -> None:
    table = pd.DataFrame({"region": ["11", "31"], "industry": ["26110", "26110"], "firms": [2, 6]})
    found = convert(table, NINE_TO_TEN, column="industry", value="firms", keep=["region"])
    assert found[["region", "industry", "firms"]].to_numpy().tolist() == [
        ["11", "26111", 1.0],
        ["11", "26112", 1.0],
        ["31", "26111", 3.0],
        ["31", "26112", 3.0],
    ]


def test_convert_keeps_missing_apart_from_zero() -> None:
    table = pd.DataFrame({"industry": ["26110", "26120", "01110"], "firms": [np.nan, 3, 0]})
    found = convert(table, NINE_TO_TEN, column="industry", value="firms").set_index("industry")
    assert math.isnan(found.at["26112", "firms"])
    assert found.loc["26112", ["firms_exact", "firms_missing"]].tolist() == [3.0, 1]
    assert found.at["01110", "firms"] == 0


def test_convert_does_not_spread_a_missing_number_over_a_share_of_zero() -> None:
    pairs = PAIRS.assign(weight=[1.0, 0.0, 1.0, 1.0])
    table = pd.DataFrame({"industry": ["26110", "26120"], "firms": [np.nan, 3]})
    weighted = concordance_from_pairs(pairs, source="9", target="10")
    found = convert(table, weighted, column="industry", value="firms").set_index("industry")
    assert found.at["26112", "firms"] == 3


def test_convert_refuses_strangers_and_says_what_stands_below() -> None:
    table = pd.DataFrame({"industry": ["2611"], "firms": [1]})
    with pytest.raises(CodeError, match=r"'2611' is not a source code .* it stands above 26110"):
        convert(table, NINE_TO_TEN, column="industry", value="firms")


def test_convert_refuses_a_column_that_is_not_there() -> None:
    with pytest.raises(TableError, match="no column `jobs`"):
        convert(pd.DataFrame({"industry": ["01110"]}), NINE_TO_TEN, column="industry", value="jobs")


def test_target_is_given_where_there_is_one() -> None:
    assert target_of(NINE_TO_TEN, "26120") == "26112"


def test_target_that_cannot_be_separated_is_refused_with_all_of_them() -> None:
    assert separate(NINE_TO_TEN, "26110") == ("26111", "26112")
    with pytest.raises(InseparableError, match=r"'26110' of KSIC9 .* in KSIC10 it may be 26111, 26112"):
        target_of(NINE_TO_TEN, "26110")


def test_straddling_lists_sources_partly_inside_a_group() -> None:
    assert straddling(NINE_TO_TEN, ["26112"]).to_numpy().tolist() == [["26110", "26112", "26111"]]
    assert len(straddling(NINE_TO_TEN, ["26111", "26112"])) == 0
    with pytest.raises(CodeError, match="'99999' is not a target code"):
        straddling(NINE_TO_TEN, ["99999"])


@given(LINKS, ROWS)
def test_convert_equals_a_slow_loop_and_keeps_the_total(
    links: dict[str, set[str]], rows: list[tuple[str, str, int | None]]
) -> None:
    pairs = pd.DataFrame([(s, t) for s, ts in links.items() for t in ts], columns=["source", "target"])
    table = pd.DataFrame(rows, columns=["code", "region", "firms"])
    concordance = concordance_from_pairs(pairs, source="A", target="B")
    found = convert(table, concordance, column="code", value="firms", keep=["region"])
    expected: dict[tuple[str, str], list[float]] = {}
    for code, region, firms in rows:
        for target in links[code]:
            cell = expected.setdefault((region, target), [0.0, 0.0, 0.0])
            place = 2 if firms is None else int(len(links[code]) > 1)
            cell[place] += 1 if firms is None else firms / len(links[code])
    assert len(found) == len(expected)
    for row in found.itertuples():
        exact, estimated, missing = expected[row.region, row.code]
        assert row.firms_exact == pytest.approx(exact)
        assert row.firms_estimated == pytest.approx(estimated)
        assert row.firms_missing == missing
        assert math.isnan(row.firms) if missing else row.firms == pytest.approx(exact + estimated)
    known = sum(firms for _, _, firms in rows if firms is not None)
    assert found["firms_exact"].sum() + found["firms_estimated"].sum() == pytest.approx(known)


@given(LINKS, st.lists(st.integers(0, 999), min_size=4, max_size=4))
def test_there_and_back_keeps_the_total_and_codes_that_only_split(
    links: dict[str, set[str]], numbers: list[int]
) -> None:
    pairs = pd.DataFrame([(s, t) for s, ts in links.items() for t in ts], columns=["source", "target"])
    concordance = concordance_from_pairs(pairs, source="A", target="B")
    table = pd.DataFrame({"code": list("abcd"), "firms": numbers})
    there = convert(table, concordance, column="code", value="firms")[["code", "firms"]]
    back = convert(there, reverse(concordance), column="code", value="firms").set_index("code")["firms"]
    assert back.sum() == pytest.approx(sum(numbers))
    for code, number in zip("abcd", numbers, strict=True):
        if all(links[code].isdisjoint(links[other]) for other in "abcd" if other != code):
            assert back[code] == pytest.approx(number)
