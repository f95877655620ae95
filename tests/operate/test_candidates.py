import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sandan.operate import candidates
from sandan.operate.candidates import CandidateIndex, all_pairs
from sandan.operate.firm_features import compare_firms, prepare_firms
from sandan.operate.matching import SHOWN

FIRMS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.text("가각간나빛빗한a", min_size=2, max_size=5),
            "business_number": st.sampled_from(["1248100998", "2208162517", "124810", None]),
            "address": st.sampled_from(
                ["성남시 판교로 1", "성남시 판교로 2", "성남시 공단로 1", "수원시", None]
            ),
            "representative": st.sampled_from(["김민수", "김*수", "김민준", "이영희", None]),
            "phone": st.sampled_from(["031-123-4567", "031-123-4568", None]),
        }
    ),
    min_size=1,
    max_size=12,
)


def pairs_of(incoming, register):
    pieces = list(CandidateIndex(register).pairs(incoming))
    return {(int(a), int(b)) for left, right in pieces for a, b in zip(left, right, strict=True)}


def ends_and_pairs(key):
    text = f"^{key}$"
    return {text[i : i + 2] for i in range(len(text) - 1)}


@given(FIRMS, FIRMS)
def test_index_loses_no_pair_that_would_be_shown(one, other):
    incoming, register = prepare_firms(pd.DataFrame(one)), prepare_firms(pd.DataFrame(other))
    left, right = all_pairs(incoming, register)
    score = compare_firms(incoming, register, left, right)["score"]
    found = pairs_of(incoming, register)
    lost = [
        (a, b)
        for a, b, points in zip(left, right, score, strict=True)
        if points >= SHOWN and (int(a), int(b)) not in found
    ]
    keys = incoming.texts["key"], register.texts["key"]
    assert [(a, b) for a, b in lost if ends_and_pairs(keys[0][a]) & ends_and_pairs(keys[1][b])] == []


def test_pairs_of_large_tables_come_in_parts_and_each_once():
    names = pd.DataFrame({"name": [f"한{k:04d}" for k in range(2_500)]})
    firms = prepare_firms(names)
    pieces = list(CandidateIndex(firms).pairs(firms))
    assert len(pieces) == 3
    assert all((left // candidates.CHUNK == k).all() for k, (left, _) in enumerate(pieces))
    pairs = [pair for left, right in pieces for pair in zip(left.tolist(), right.tolist(), strict=True)]
    assert len(pairs) == len(set(pairs))
    assert {(k, k) for k in range(2_500)} <= set(pairs)


def test_common_keys_find_nothing_unless_the_city_narrows_them(monkeypatch):
    monkeypatch.setattr(candidates, "LARGEST_BLOCK", 2)
    monkeypatch.setattr(candidates, "MOST_COMMON", 2)
    register = prepare_firms(
        pd.DataFrame(
            {"name": ["한빛"] * 3, "address": ["성남시 판교로 1", "수원시 공단로 1", "안산시 공단로 1"]}
        )
    )
    assert pairs_of(prepare_firms(pd.DataFrame({"name": ["한빛"]})), register) == set()
    here = prepare_firms(pd.DataFrame({"name": ["한빛"], "address": ["수원시 번영로 3"]}))
    assert pairs_of(here, register) == {(0, 1)}


def test_empty_tables_have_no_pairs():
    nobody = prepare_firms(pd.DataFrame({"name": pd.Series([], dtype="str")}))
    somebody = prepare_firms(pd.DataFrame({"name": ["한빛"]}))
    assert pairs_of(nobody, somebody) == pairs_of(somebody, nobody) == set()
    assert [len(rows) for rows in all_pairs(nobody, somebody)] == [0, 0]


def test_all_pairs_are_the_product():
    two, three = (prepare_firms(pd.DataFrame({"name": ["가"] * n})) for n in (2, 3))
    left, right = all_pairs(two, three)
    assert np.stack([left, right]).T.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
