import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.codes.concordance import (
    Concordance,
    chain,
    concordance_from_pairs,
    counts,
    reverse,
    weighted_by,
)
from sandan.data.codes.conversion import convert, separate
from sandan.errors import CodeError, TableError

PAIRS = pd.DataFrame(
    {"source": ["26110", "26110", "26120", "01110"], "target": ["26111", "26112", "26112", "01110"]}
)


def pairs_of(sources: str, targets: str) -> st.SearchStrategy[pd.DataFrame]:
    """Every source has one to three targets."""
    some = st.sets(st.sampled_from(targets), min_size=1, max_size=3)
    links = st.fixed_dictionaries(dict.fromkeys(sources, some))
    return links.map(
        lambda found: pd.DataFrame(
            [(s, t) for s, ts in found.items() for t in sorted(ts)], columns=["source", "target"]
        )
    )


@pytest.fixture
def nine_to_ten() -> Concordance:
    return concordance_from_pairs(PAIRS, source="KSIC9", target="KSIC10")


def test_equal_shares_and_their_basis(nine_to_ten: Concordance) -> None:
    assert nine_to_ten.links.to_numpy().tolist() == [
        ["01110", "01110", 1.0, "only"],
        ["26110", "26111", 0.5, "equal"],
        ["26110", "26112", 0.5, "equal"],
        ["26120", "26112", 1.0, "only"],
    ]


def test_pair_that_stands_twice_counts_once(nine_to_ten: Concordance) -> None:
    twice = concordance_from_pairs(pd.concat([PAIRS, PAIRS]), source="KSIC9", target="KSIC10")
    pd.testing.assert_frame_equal(twice.links, nine_to_ten.links)


def test_given_weights_are_taken_and_must_sum_to_one() -> None:
    given_weights = PAIRS.assign(weight=[0.9, 0.1, 1.0, 1.0])
    links = concordance_from_pairs(given_weights, source="9", target="10").links
    assert links["weight"].tolist() == [1.0, 0.9, 0.1, 1.0]
    assert links["basis"].tolist() == ["only", "observed", "observed", "only"]
    with pytest.raises(TableError, match=r"'26110' sum to 0\.5"):
        concordance_from_pairs(given_weights.assign(weight=[0.4, 0.1, 1.0, 1.0]), source="9", target="10")
    with pytest.raises(TableError, match="shares are 0 or more"):
        concordance_from_pairs(given_weights.assign(weight=[1.5, -0.5, 1.0, 1.0]), source="9", target="10")


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (PAIRS[["source"]], "needs a column `target`"),
        (PAIRS.iloc[:0], "of 0 rows"),
        (PAIRS.assign(target=[None, "a", "b", "c"]), "of 4 rows 1 lack one"),
    ],
)
def test_pairs_that_are_no_pairs_are_refused(pairs: pd.DataFrame, message: str) -> None:
    with pytest.raises(TableError, match=message):
        concordance_from_pairs(pairs, source="9", target="10")


def test_observed_shares_replace_equal_ones_where_something_was_counted(nine_to_ten: Concordance) -> None:
    observed = pd.DataFrame(
        {"source": ["26110", "26110", "26110"], "target": ["26111", "26112", "26111"], "value": [5, 2, 1]}
    )
    links = weighted_by(nine_to_ten, observed).links
    assert links["weight"].tolist() == [1.0, 0.75, 0.25, 1.0]
    assert links["basis"].tolist() == ["only", "observed", "observed", "only"]


def test_observed_zeros_leave_equal_shares(nine_to_ten: Concordance) -> None:
    observed = PAIRS.assign(value=0)
    pd.testing.assert_frame_equal(weighted_by(nine_to_ten, observed).links, nine_to_ten.links)


def test_observed_pair_without_a_link_is_refused(nine_to_ten: Concordance) -> None:
    observed = pd.DataFrame({"source": ["26120"], "target": ["01110"], "value": [1]})
    with pytest.raises(CodeError, match="'26120' and '01110' were observed"):
        weighted_by(nine_to_ten, observed)


@pytest.mark.parametrize("value", [-1.0, np.nan])
def test_observed_value_that_is_no_count_is_refused(nine_to_ten: Concordance, value: float) -> None:
    with pytest.raises(TableError, match="count of 0 or more"):
        weighted_by(nine_to_ten, PAIRS.assign(value=[value, 1, 1, 1]))


def test_counts_of_a_split_and_a_merge(nine_to_ten: Concordance) -> None:
    assert counts(nine_to_ten).to_dict() == {
        "pairs": 4,
        "sources": 3,
        "targets": 3,
        "split": 1,
        "merged": 1,
        "one_to_one": 1,
        "unchanged": 1,
        "most_targets": 2,
        "most_sources": 2,
    }


def test_chain_needs_the_same_revision_in_the_middle(nine_to_ten: Concordance) -> None:
    with pytest.raises(CodeError, match="to KSIC10 cannot be joined to one from KSIC9"):
        chain(nine_to_ten, nine_to_ten)


def test_chain_refuses_a_code_that_the_second_step_lacks(nine_to_ten: Concordance) -> None:
    second = concordance_from_pairs(
        pd.DataFrame({"source": ["26112", "01110"], "target": ["a", "b"]}), source="KSIC10", target="KSIC11"
    )
    with pytest.raises(CodeError, match="'26111' is not a source code of the concordance KSIC10 to KSIC11"):
        chain(nine_to_ten, second)


@given(pairs_of("abcd", "wxyz"), pairs_of("wxyz", "klmn"))
def test_chain_equals_the_product_of_the_matrices(first: pd.DataFrame, second: pd.DataFrame) -> None:
    one = concordance_from_pairs(first, source="A", target="B")
    two = concordance_from_pairs(second, source="B", target="C")
    joined = chain(one, two)
    matrix = joined.links.pivot_table("weight", "source", "target", fill_value=0.0)
    left = one.links.pivot_table("weight", "source", "target", fill_value=0.0)
    right = two.links.pivot_table("weight", "source", "target", fill_value=0.0)
    expected = left @ right.loc[left.columns]
    expected = expected.loc[:, expected.any()]
    np.testing.assert_allclose(matrix.to_numpy(), expected.to_numpy())
    assert set(joined.links.loc[joined.links["weight"] == 1, "basis"]) <= {"only"}


@given(
    pairs_of("abcd", "wxyz"),
    pairs_of("wxyz", "klmn"),
    st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
)
def test_converting_in_two_steps_equals_converting_by_the_chain(
    first: pd.DataFrame, second: pd.DataFrame, numbers: list[int]
) -> None:
    one = concordance_from_pairs(first, source="A", target="B")
    two = concordance_from_pairs(second, source="B", target="C")
    table = pd.DataFrame({"code": list("abcd"), "firms": numbers})
    step = convert(table, one, column="code", value="firms")[["code", "firms"]]
    by_steps = convert(step, two, column="code", value="firms").set_index("code")["firms"]
    by_chain = convert(table, chain(one, two), column="code", value="firms").set_index("code")["firms"]
    pd.testing.assert_series_equal(by_steps, by_chain)


@given(pairs_of("abcd", "wxyz"))
def test_reverse_twice_has_the_same_pairs(pairs: pd.DataFrame) -> None:
    there = concordance_from_pairs(pairs, source="A", target="B")
    back = reverse(reverse(there))
    assert back.targets == there.targets
    assert (back.source, back.target) == ("A", "B")
    assert all(code in separate(reverse(there), t) for code in "abcd" for t in separate(there, code))
