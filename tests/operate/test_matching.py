import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.operate.addresses import AddressMatch, compare_addresses, parse_address
from sandan.operate.business_number import NumberMatch, partial_match
from sandan.operate.company_names import parse_company_name
from sandan.operate.firm_features import prepare_firms
from sandan.operate.matching import KEPT, MatchState, find_duplicates, likely_duplicates, match_firms

LISTS = runpy.run_path(str(Path(__file__).with_name("firm_lists.py")))

REGISTER = pd.DataFrame(
    [
        ("㈜한빛전자", "124-81-00998", "경기도 성남시 중원구 둔촌대로 12", "김민수", "031-123-4567"),
        ("한빛전자 제2공장", None, "경기도 안산시 단원구 공단로 3", "김민수", None),
        ("새봄정밀", "220-81-62517", "경기도 성남시 분당구 판교로 242", "이영희", None),
        ("에스케이바이오 주식회사", None, "경기도 성남시 분당구 판교로 310", "박*영", None),
        ("도레미산업", None, "경기도 성남시 중원구 상대원동 513-15", None, None),
        ("도레미산업", None, "경기도 성남시 중원구 갈마치로 50", None, None),
    ],
    columns=["name", "business_number", "address", "representative", "phone"],
    index=["F1", "F2", "F3", "F4", "F5", "F6"],
)


BY_NAME, SEVERAL, ALONE = "name-and-address", "several-possible", "one-possible"
NUMBER = {"business_number": "2208162517"}


def outcome(**row):
    found = match_firms(pd.DataFrame([row], index=["R1"]), REGISTER)
    state = found.states.loc["R1"]
    return str(state["state"]), str(state["why"]), state["firm"], found.candidates["firm"].tolist()


@pytest.mark.parametrize(
    ("row", "state", "why", "firm", "candidates"),
    [
        ({"name": "한빛전자", "business_number": "1248100998"}, "match", "number", "F1", ["F1", "F2"]),
        ({"name": "SK바이오", "address": "성남시 판교로 310, 5층"}, "match", BY_NAME, "F4", ["F4"]),
        ({"name": "한빛전자"}, "multiple", SEVERAL, None, ["F1", "F2"]),
        ({"name": "도레미산업(주)"}, "multiple", SEVERAL, None, ["F5", "F6"]),
        ({"name": "도레미산업(주)", "address": "성남시 갈마치로 50"}, "match", BY_NAME, "F6", ["F6", "F5"]),
        ({"name": "새봄정밀"}, "unknown", ALONE, None, ["F3"]),
        ({"name": "새봄정빌", "address": "경기도 성남시 판교로 242"}, "unknown", ALONE, None, ["F3"]),
        ({"name": "노을화학", "address": "경기도 성남시 판교로 242"}, "none", "nothing-near", None, []),
        ({"name": "노을화학", **NUMBER}, "unknown", ALONE, None, ["F3"]),
        ({"name": "노을화학", **NUMBER, "representative": "이영희"}, "match", "number", "F3", ["F3"]),
        ({"name": "", **NUMBER}, "match", "number", "F3", ["F3"]),
        ({"name": "새봄정밀", "business_number": "2208162518"}, "unknown", ALONE, None, ["F3"]),
        ({"name": None, "address": "경기도 성남시 판교로 242"}, "unknown", "too-little", None, []),
        ({"name": "빛"}, "unknown", "too-little", None, []),
    ],
)  # fmt: skip
def test_match_firms_decides_as_a_person_would(row, state, why, firm, candidates):
    assert outcome(**row) == (state, why, firm, candidates)


def test_disagreeing_number_forbids_a_match_by_name_and_address():
    row = {"name": "새봄정밀", "address": "경기도 성남시 판교로 242", "business_number": "1248100998"}
    assert outcome(**row)[:3] == ("multiple", SEVERAL, None)


def test_same_number_twice_in_the_register_is_never_a_match():
    register = pd.DataFrame(
        {
            "name": ["한빛전자", "다른이름"],
            "business_number": ["1248100998"] * 2,
            "address": ["성남시 판교로 1", None],
        }
    )
    row = pd.DataFrame(
        {"name": ["한빛전자"], "business_number": ["1248100998"], "address": ["성남시 판교로 1"]}
    )
    assert match_firms(row, register).states["state"].tolist() == ["multiple"]


def test_candidates_carry_the_reasons_feature_by_feature():
    row = pd.DataFrame({"name": ["한빛전자"], "business_number": ["124810"], "representative": ["김*수"]})
    found = match_firms(row, REGISTER).candidates
    assert found.to_dict("records") == [
        {
            "row": 0, "firm": "F1", "rank": 1, "score": 9.0, "certain": False, "similarity": 1.0,
            "name": "same", "address": "absent", "number": "part", "representative": "masked",
            "phone": "absent",
        },
        {
            "row": 0, "firm": "F2", "rank": 2, "score": 6.0, "certain": False, "similarity": 1.0,
            "name": "branch", "address": "absent", "number": "absent", "representative": "masked",
            "phone": "absent",
        },
    ]  # fmt: skip


def test_more_candidates_are_counted_than_kept():
    register = pd.DataFrame({"name": ["한빛전자"] * (KEPT + 3)})
    found = match_firms(pd.DataFrame({"name": ["한빛전자"]}), register)
    assert found.states["candidates"].tolist() == [KEPT + 3]
    assert found.candidates["rank"].tolist() == list(range(1, KEPT + 1))


def slow_outcome(row, firms):
    """Decide by the rules as the page states them, one pair after the other."""
    shown = []
    for label, firm in enumerate(firms):
        points, certain, whole = slow_pair(row, firm)
        if points >= 4:
            shown.append((-points, label, certain, whole))
    if not shown:
        return "unknown" if len(parse_company_name(row["name"]).key) < 2 else "none"
    shown.sort()
    rivals = [s for s in shown[1:] if s[2] or s[3] or s[0] <= shown[0][0] + 3]
    if shown[0][2] and not rivals:
        return f"match {shown[0][1]}"
    return "multiple" if len(shown) > 1 else "unknown"


def slow_pair(row, firm):
    one, other = parse_company_name(row["name"]), parse_company_name(firm["name"])
    number = partial_match(row["business_number"], firm["business_number"])
    address = compare_addresses(parse_address(row["address"]), parse_address(firm["address"]))
    people = (row["representative"], firm["representative"])
    person = {True: 2, False: -1}[people[0] == people[1]] if all(people) else 0
    same = one.key == other.key
    begins = one.key.startswith(other.key) or other.key.startswith(one.key)
    points = 7 if same and one.branch == other.branch else 5 if same else 2 if begins else -2
    points += {"same": 4, "near": 1, "place": 0, "different": -2, "absent": 0}[address]
    points += {"whole": 10, "part": 1, "different": -5, "absent": 0}[number] + person
    by_number = number == NumberMatch.WHOLE and (
        same or begins or address == AddressMatch.SAME or person == 2
    )
    by_name = same and one.branch == other.branch and address == AddressMatch.SAME
    certain = by_number or (by_name and number != NumberMatch.DIFFERENT)
    return points, certain, number == NumberMatch.WHOLE


# Names of which no two are similar, so that the slow rules need no distance.
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["한빛", "한빛전자", "㈜한빛", "한빛 제2공장", "새봄정밀", "도레미산업"]),
            "business_number": st.sampled_from(["1248100998", "2208162517", "124810", "1248100991", None]),
            "address": st.sampled_from(
                ["성남시 판교로 1", "성남시 판교로 2", "수원시 공단로 1", "성남시", None]
            ),
            "representative": st.sampled_from(["김민수", "이영희", None]),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS, ROWS)
def test_match_firms_agrees_with_the_rules_pair_by_pair(rows, firms):
    states = match_firms(pd.DataFrame(rows), pd.DataFrame(firms)).states
    found = [s if f is None else f"{s} {f}" for s, f in zip(states["state"], states["firm"], strict=True)]
    assert found == [slow_outcome(row, firms) for row in rows]


@given(ROWS, ROWS)
def test_a_match_is_always_carried_by_number_or_by_name_and_address(rows, firms):
    found = match_firms(pd.DataFrame(rows), pd.DataFrame(firms))
    matched = found.states[found.states["state"] == "match"]
    best = found.candidates[found.candidates["rank"] == 1].set_index("row").loc[matched.index]
    by_number = best["number"] == "whole"
    by_name = (best["name"] == "same") & (best["address"] == "same") & (best["number"] != "different")
    assert (by_number | by_name).all()
    assert (best["firm"] == matched["firm"]).all()


@pytest.fixture(scope="module")
def known():
    rng = np.random.default_rng(20_131_104)
    register = LISTS["register"](3_000, rng)
    incoming = LISTS["incoming"](register.iloc[:2_000], 1_000, rng)
    return register, incoming, match_firms(incoming.drop(columns="truth"), register)


def test_states_are_right_on_lists_of_which_the_truth_is_known(known):
    _, incoming, found = known
    truth, states = incoming["truth"], found.states
    matched = states["state"] == MatchState.MATCH
    assert (states["firm"][matched] == truth[matched]).mean() >= 0.999
    assert matched[truth.notna()].mean() >= 0.65
    assert (states["state"][truth.isna()] == "none").mean() >= 0.95
    assert (states["state"][truth.notna()] == "none").mean() <= 0.025


def test_true_firm_is_among_the_candidates_of_known_lists(known):
    _, incoming, found = known
    pairs = found.candidates.assign(truth=incoming["truth"].loc[found.candidates["row"]].to_numpy())
    seen = pairs.loc[pairs["firm"] == pairs["truth"], "row"].nunique()
    assert seen / incoming["truth"].notna().sum() >= 0.975


def test_matching_does_not_depend_on_the_order_of_the_rows(known):
    register, incoming, found = known
    part = incoming.iloc[:200].drop(columns="truth")
    turned = match_firms(part.iloc[::-1], register.iloc[::-1]).states.loc[part.index]
    pd.testing.assert_frame_equal(turned, found.states.loc[part.index])


def test_find_duplicates_gives_each_pair_once_in_the_order_of_the_table():
    table = pd.concat([REGISTER, REGISTER.loc[["F3"]].set_axis(["F9"])])
    found = find_duplicates(table)
    assert found[["one", "other", "score", "certain"]].to_numpy().tolist() == [
        ["F3", "F9", 23.0, True],
        ["F5", "F6", 7.0, False],
        ["F1", "F2", 5.0, False],
    ]


def test_find_duplicates_finds_none_in_an_empty_table():
    assert find_duplicates(REGISTER.iloc[:0]).empty


def test_find_duplicates_recovers_firms_that_were_entered_twice(known):
    register, incoming, _ = known
    again = incoming[incoming["truth"].notna()].iloc[:300]
    found = find_duplicates(pd.concat([register, again.drop(columns="truth")]))
    pairs = set(zip(found["one"], found["other"], strict=True))
    caught = sum((truth, label) in pairs for label, truth in again["truth"].items())
    assert caught / len(again) >= 0.97
    certain = found[found["certain"]]
    right = certain["other"].map(again["truth"]) == certain["one"]
    assert right.mean() >= 0.99


def test_likely_duplicates_are_the_candidates_of_the_matching():
    one = {"name": "한빛전자(주)", "address": "성남시 둔촌대로 12", "representative": "김민수"}
    found = likely_duplicates(one, REGISTER)
    matched = match_firms(pd.DataFrame([one]), REGISTER).candidates.drop(columns="row")
    pd.testing.assert_frame_equal(found, matched)
    assert found["firm"].tolist() == ["F1", "F2"]


def test_likely_duplicates_work_on_a_prepared_register_and_keep_to_the_limit():
    found = likely_duplicates({"name": "한빛전자"}, prepare_firms(REGISTER), limit=1)
    assert found["firm"].tolist() == ["F1"]


def test_likely_duplicates_are_none_for_a_new_name():
    assert likely_duplicates({"name": "노을화학"}, REGISTER).empty


def test_match_firms_keeps_every_row_when_the_register_is_empty():
    found = match_firms(REGISTER, REGISTER.iloc[:0])
    assert found.states["state"].tolist() == ["none"] * 6
    assert found.candidates.empty


def test_match_firms_changes_nothing_it_was_given():
    before = REGISTER.copy(deep=True)
    match_firms(REGISTER, REGISTER)
    pd.testing.assert_frame_equal(REGISTER, before)


def test_match_firms_refuses_a_table_without_names():
    with pytest.raises(TableError, match="need a column `name`"):
        match_firms(pd.DataFrame({"firm": ["가"]}), REGISTER)
