import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.operate.addresses import compare_addresses, parse_address
from sandan.operate.business_number import partial_match
from sandan.operate.candidates import all_pairs
from sandan.operate.company_names import parse_company_name
from sandan.operate.firm_features import FEATURES, POINTS, answer_word, compare_firms, prepare_firms

NUMBERS = ["124-81-00998", "1248100998", "220-81-62517", "124810", "220810", "1248100991", "", None]
ADDRESSES = [
    "경기도 성남시 분당구 판교로 242",
    "경기 성남시 판교로 242, 3층",
    "성남시 판교로 235",
    "판교로 242",
    "경기도 성남시 삼평동 670",
    "경기도 수원시 판교로 242",
    "강원도 성남시 판교로 242",
    "경기도 성남시",
    "경기도 성남시 산업단지 3블록",
    "",
    None,
]
NAMES = ["㈜한빛전자", "한빛전자 제2공장", "한빗전자", "한빛", "새빛전자", "빛", "", None]


def compared(one, other):
    firms = prepare_firms(pd.DataFrame([one, other]))
    found = compare_firms(firms, firms, np.array([0]), np.array([1]))
    words = {feature: str(answer_word(feature, found[feature])[0]) for feature in FEATURES}
    return words, float(found["score"][0]), float(found["similarity"][0])


def distance(one, other):
    """Count the changes between two texts, row by row of the usual table."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("㈜한빛전자", "한빛전자 주식회사", "same"),
        ("SK한빛", "에스케이 한빛(주)", "same"),
        ("한빛전자 제2공장", "한빛전자 제2공장", "same"),
        ("한빛전자", "한빛전자 제2공장", "branch"),
        ("한빛전자", "한빗전자", "similar"),
        ("한빛", "한빛전자", "begins"),
        ("한", "한빛전자", "different"),
        ("한빛전자", "새봄정밀", "different"),
        ("한빛전자", None, "absent"),
    ],
)
def test_name_answers_as_worked_by_hand(one, other, answer):
    for a, b in ((one, other), (other, one)):
        words, score, _ = compared({"name": a}, {"name": b})
        assert (words["name"], score) == (answer, POINTS["name"][answer])


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("김민수", "김민수", "same"),
        ("김민수", " 김 민수 외 1명", "same"),
        ("김민수, 이영희", "김민수", "same"),
        ("김*수", "김민수", "masked"),
        ("김○○", "김민수", "masked"),
        ("김xx", "김민수", "masked"),
        ("김**", "김민", "masked"),
        ("김*수", "김*수", "masked"),
        ("김*수", "김민준", "different"),
        ("이*수", "김민수", "different"),
        ("**수", "김민수", "different"),
        ("Max Kim", "Max Kim", "same"),
        ("김민수", "이민수", "different"),
        ("", "김민수", "absent"),
        (None, None, "absent"),
    ],
)
def test_representative_answers_as_worked_by_hand(one, other, answer):
    for a, b in ((one, other), (other, one)):
        words, _, _ = compared({"name": "가나", "representative": a}, {"name": "가나", "representative": b})
        assert words["representative"] == answer


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("031-123-4567", "0311234567", "same"),
        ("+82 31 123 4567", "031)123-4567", "same"),
        ("031-123-4567~9", "031-123-4567 / 010-0000-0000", "same"),
        ("031-123-4567", "031-123-4568", "different"),
        ("1234567", "1234567", "absent"),
        (None, "031-123-4567", "absent"),
    ],
)
def test_phone_answers_as_worked_by_hand(one, other, answer):
    words, _, _ = compared({"name": "가나", "phone": one}, {"name": "가나", "phone": other})
    assert words["phone"] == answer


def test_number_answers_are_those_of_partial_match():
    firms = prepare_firms(pd.DataFrame({"name": "가나", "business_number": NUMBERS}))
    left, right = all_pairs(firms, firms)
    words = answer_word("number", compare_firms(firms, firms, left, right)["number"])
    one_by_one = [str(partial_match(NUMBERS[a], NUMBERS[b])) for a, b in zip(left, right, strict=True)]
    assert words.tolist() == one_by_one
    assert set(one_by_one) == set(POINTS["number"])


def test_address_answers_are_those_of_compare_addresses():
    firms = prepare_firms(pd.DataFrame({"name": "가나", "address": ADDRESSES}))
    left, right = all_pairs(firms, firms)
    words = answer_word("address", compare_firms(firms, firms, left, right)["address"])
    parsed = [parse_address(text) for text in ADDRESSES]
    one_by_one = [str(compare_addresses(parsed[a], parsed[b])) for a, b in zip(left, right, strict=True)]
    assert words.tolist() == one_by_one
    assert set(one_by_one) == set(POINTS["address"])


@given(
    st.text("가각강나난간빛빗", min_size=2, max_size=6), st.text("가각강나난간빛빗", min_size=2, max_size=6)
)
@example("가가", "가각")
def test_similarity_is_the_share_of_letters_that_stay(one, other):
    a, b = (unicodedata.normalize("NFD", parse_company_name(name).key) for name in (one, other))
    share = 1 - distance(a, b) / max(len(a), len(b))
    _, _, similarity = compared({"name": one}, {"name": other})
    assert similarity == pytest.approx(share if share >= 0.8 else 0.0)


@given(st.data())
def test_score_is_the_sum_of_the_points(data):
    def firm():
        return {
            "name": data.draw(st.sampled_from(NAMES)),
            "business_number": data.draw(st.sampled_from(NUMBERS)),
            "address": data.draw(st.sampled_from(ADDRESSES)),
            "representative": data.draw(st.sampled_from(["김민수", "김*수", "이영희", None])),
            "phone": data.draw(st.sampled_from(["031-123-4567", "02-123-4567", None])),
        }

    words, score, _ = compared(firm(), firm())
    assert score == sum(POINTS[feature][answer] for feature, answer in words.items())


def test_prepare_firms_changes_nothing_it_was_given():
    table = pd.DataFrame({"name": ["㈜한빛"], "other": [1]})
    before = table.copy(deep=True)
    prepare_firms(table)
    pd.testing.assert_frame_equal(table, before)


def test_prepare_firms_takes_an_empty_table():
    firms = prepare_firms(pd.DataFrame({"name": pd.Series([], dtype="str")}))
    nothing = np.zeros(0, dtype=np.int64)
    assert len(firms) == 0
    assert compare_firms(firms, firms, nothing, nothing)["score"].tolist() == []


def test_prepare_firms_refuses_a_table_without_names():
    with pytest.raises(TableError, match="need a column `name`, but the table has company, address"):
        prepare_firms(pd.DataFrame({"company": ["가"], "address": ["나"]}))


def test_prepare_firms_refuses_labels_that_repeat():
    with pytest.raises(TableError, match="The firm 'F1' stands twice"):
        prepare_firms(pd.DataFrame({"name": ["가", "나"]}, index=["F1", "F1"]))
