"""Ranks, classes and moves by hand, against slow references, and the error rate of theta."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.dynamics.mobility import (
    mobility_index,
    quantile_classes,
    rank_mobility,
    regime_theta,
    transition_counts,
    transition_probabilities,
)


def named(*values: float) -> pd.Series:
    return pd.Series(values, index=[f"p{k}" for k in range(len(values))])


def test_three_places_by_hand() -> None:
    found = rank_mobility(named(1, 2, 3), named(1, 3, 2))
    assert found.spearman == pytest.approx(1 - 6 * (0 + 1 + 1) / (3 * 8))
    assert found.kendall == pytest.approx((2 - 1) / 3)


@settings(max_examples=40)
@given(values=arrays(np.int64, (2, 6), elements=st.integers(0, 4)))
def test_correlations_agree_with_loops(values: np.ndarray) -> None:
    found = rank_mobility(named(*values[0]), named(*values[1]))
    if np.ptp(values, axis=1).min() == 0:
        assert np.isnan(found.spearman)
        return
    pairs = [(i, j) for i in range(6) for j in range(i)]
    signs = [[np.sign(row[i] - row[j]) for i, j in pairs] for row in values.astype(float)]
    tau = np.dot(*signs) / np.sqrt(np.dot(signs[0], signs[0]) * np.dot(signs[1], signs[1]))
    ranks = [[(np.sum(row < v) + np.sum(row <= v) + 1) / 2 for v in row] for row in values]
    assert found.kendall == pytest.approx(tau)
    assert found.spearman == pytest.approx(np.corrcoef(*ranks)[0, 1])


def test_places_are_joined_by_name() -> None:
    before, after = named(1, 2, 3), named(10, 20, 30)
    assert rank_mobility(before, after[::-1]).spearman == pytest.approx(1.0)
    with pytest.raises(MeasureError, match="'p2'"):
        rank_mobility(before, after[:2])


def test_theta_by_hand() -> None:
    # Ranks 1 2 3 4 become 2 4 1 3: north moves 1 and 2 up, south 2 and 1 down; all move together.
    regimes = pd.Series(["n", "n", "s", "s"], index=named(0, 0, 0, 0).index)
    together = regime_theta(
        named(1, 2, 3, 4), named(2, 4, 1, 3), regimes, draws=99, rng=np.random.default_rng(1)
    )
    assert together.theta == 1.0
    # Pairs (1, 3) and (2, 4): |1 - 2| + |2 - 1| of 6; the third way to pair them gives 0.
    mixed = regimes.set_axis(regimes.index[[0, 2, 1, 3]])
    apart = regime_theta(named(1, 2, 3, 4), named(2, 4, 1, 3), mixed, draws=999, rng=np.random.default_rng(1))
    assert apart.theta == 2 / 6
    assert apart.expected == pytest.approx((6 + 2 + 0) / 18, abs=0.03)


def test_unmoved_places_have_no_theta() -> None:
    regimes = pd.Series(["n", "n", "s"], index=named(0, 0, 0).index)
    assert np.isnan(regime_theta(named(1, 2, 3), named(1, 2, 3), regimes, rng=np.random.default_rng(1)).theta)


def test_theta_holds_its_level() -> None:
    calls = []
    for seed in range(250):
        rng = np.random.default_rng(seed)
        before, after = (named(*rng.normal(size=40)) for _ in range(2))
        regimes = pd.Series(np.repeat(list("abcde"), 8), index=before.index)
        calls.append(regime_theta(before, after, regimes, draws=199, rng=rng).p_value <= 0.05)
    assert 0.02 <= np.mean(calls) <= 0.085


def test_regimes_of_other_places_are_refused() -> None:
    with pytest.raises(MeasureError, match="`regimes` has 2 places"):
        regime_theta(named(1, 2, 3), named(1, 2, 3), pd.Series(["n", "s"]), rng=np.random.default_rng(1))


def test_quantiles_by_hand() -> None:
    values = pd.DataFrame({2010: [4, 1, 3, 2], 2013: [8, 7, 6, 5]})
    assert quantile_classes(values, classes=2).to_numpy().T.tolist() == [[1, 0, 1, 0], [1, 1, 0, 0]]
    assert quantile_classes(values, classes=2, over="all_dates").to_numpy().T.tolist() == [[0] * 4, [1] * 4]


def test_ties_on_a_border_go_where_they_are_told() -> None:
    values = pd.DataFrame({2010: [1, 2, 2, 9]})
    assert quantile_classes(values, classes=2, ties="lower")[2010].tolist() == [0, 0, 0, 1]
    assert quantile_classes(values, classes=2, ties="upper")[2010].tolist() == [0, 1, 1, 1]
    with pytest.raises(TableError, match=r"2\.0 stands 2 times"):
        quantile_classes(values, classes=2, ties="refuse")
    inside = pd.DataFrame({2010: [1, 1, 2, 9]})
    assert quantile_classes(inside, classes=2, ties="refuse")[2010].tolist() == [0, 0, 1, 1]


@settings(max_examples=60)
@given(
    values=arrays(np.int64, st.tuples(st.integers(3, 8), st.integers(1, 2)), elements=st.integers(-3, 3)),
    classes=st.integers(2, 3),
    ties=st.sampled_from(["lower", "upper"]),
)
def test_classes_agree_with_loops(values: np.ndarray, classes: int, ties: str) -> None:
    found = quantile_classes(pd.DataFrame(values), classes=classes, ties=ties).to_numpy()  # type: ignore[arg-type]
    for column, ours in zip(values.T, found.T, strict=True):
        ordered = sorted(column)
        for value, own in zip(column, ours, strict=True):
            places = [k for k, other in enumerate(ordered) if other == value]
            rank = places[0] if ties == "lower" else places[-1]
            assert own == classes * rank // len(column)


def test_moves_by_hand() -> None:
    classes = pd.DataFrame({2010: [0, 0, 1], 2011: [0, 1, 1], 2012: [1, 1, 0]})
    counts = transition_counts(classes, number=3)
    assert counts.to_numpy().tolist() == [[1, 2, 0], [1, 2, 0], [0, 0, 0]]
    shares = transition_probabilities(counts)
    assert shares.loc[0].tolist() == [1 / 3, 2 / 3, 0]
    assert shares.loc[2].isna().all()


def test_class_out_of_range_is_refused() -> None:
    with pytest.raises(TableError, match=r"reaches 2\.0"):
        transition_counts(pd.DataFrame({2010: [0], 2011: [2]}), number=2)
    with pytest.raises(MeasureError, match="1 date"):
        transition_counts(pd.DataFrame({2010: [0]}), number=2)


def test_indices_of_two_classes_by_hand() -> None:
    matrix = pd.DataFrame([[0.75, 0.25], [0.5, 0.5]])
    assert mobility_index(matrix) == (2 - 1.25) / 1
    # Determinant 0.75 * 0.5 - 0.25 * 0.5 = 0.25, which is also the second eigenvalue.
    assert mobility_index(matrix, index="determinant") == pytest.approx(0.75)
    assert mobility_index(matrix, index="second_eigenvalue") == pytest.approx(0.75)


@pytest.mark.parametrize("index", ["shorrocks", "determinant", "second_eigenvalue"])
def test_indices_at_their_ends(index: str) -> None:
    assert mobility_index(pd.DataFrame(np.eye(4)), index=index) == pytest.approx(0.0)  # type: ignore[arg-type]
    assert mobility_index(pd.DataFrame(np.full((4, 4), 0.25)), index=index) == pytest.approx(1.0)  # type: ignore[arg-type]


def test_matrices_that_are_none_are_refused() -> None:
    with pytest.raises(MeasureError, match="adds up to"):
        mobility_index(pd.DataFrame([[0.5, 0.4], [0.5, 0.5]]))
    with pytest.raises(MeasureError, match="'gini'"):
        mobility_index(pd.DataFrame(np.eye(2)), index="gini")  # type: ignore[arg-type]
