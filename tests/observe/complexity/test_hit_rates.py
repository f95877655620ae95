"""Hits of lists against lists by lot, exactly."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.hit_rates import hit_rates


def by_every_list(came: np.ndarray, length: int, hits: int) -> float:
    """Count among all lists of the length those with as many hits or more."""
    lists = list(itertools.combinations(range(len(came)), length))
    return sum(sum(came[i] for i in one) >= hits for one in lists) / len(lists)


def test_one_region_by_hand() -> None:
    # Two of five entered; both are on a list of two: 1 of the 10 possible lists.
    found = hit_rates(pd.DataFrame([[1, 0, 1, 0, 0]]), pd.DataFrame([[0.9, 0.1, 0.8, 0.2, 0.3]]), top=2)
    row = found.regions.loc[0]
    assert row[["at_risk", "entries", "listed", "hits"]].tolist() == [5, 2, 2, 2]
    assert (row["hit_rate"], row["expected"]) == (1, pytest.approx(2 * 2 / 5))
    assert row["p_value"] == pytest.approx(1 / 10)
    assert found.p_value == pytest.approx(1 / 10)


@given(
    came=arrays(np.float64, 7, elements=st.sampled_from([0.0, 1.0])),
    score=arrays(np.float64, 7, elements=st.sampled_from([0.1, 0.2, 0.3, 0.4])),
    top=st.integers(1, 8),
)
def test_any_list_agrees_with_every_list(came: np.ndarray, score: np.ndarray, top: int) -> None:
    found = hit_rates(pd.DataFrame([came]), pd.DataFrame([score]), top=top).regions.loc[0]
    last = sorted(score, reverse=True)[min(top, 7) - 1]
    assert found["listed"] == (score >= last).sum()
    assert found["hits"] == came[score >= last].sum()
    assert found["p_value"] == pytest.approx(by_every_list(came, int(found["listed"]), int(found["hits"])))


def test_sum_over_regions_is_exact() -> None:
    came = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0]], dtype=float)
    score = np.array([[4, 3, 2, 1], [4, 3, 2, 1], [4, 3, 2, 1]], dtype=float)
    found = hit_rates(pd.DataFrame(came), pd.DataFrame(score), top=2)
    lists = list(itertools.combinations(range(4), 2))
    sums = [
        came[0, list(a)].sum() + came[1, list(b)].sum() + came[2, list(c)].sum()
        for a, b, c in itertools.product(lists, repeat=3)
    ]
    assert found.hits == 3
    assert found.p_value == pytest.approx(np.mean(np.array(sums) >= 3))
    assert found.expected == pytest.approx(np.mean(sums))


def test_region_without_risk_and_cells_without_score_are_reported() -> None:
    came = pd.DataFrame([[np.nan, np.nan, np.nan], [1, 0, 0]], index=["a", "b"])
    score = pd.DataFrame([[0.1, 0.2, 0.3], [0.3, np.nan, 0.1]], index=["a", "b"])
    found = hit_rates(came, score, top=1)
    assert found.regions.loc["a", ["hit_rate", "expected", "p_value", "q_value"]].isna().all()
    assert found.regions.loc["b", "at_risk"] == 2
    assert found.without_score == 1


def test_empty_list_is_refused() -> None:
    with pytest.raises(MeasureError, match="`top` is 0"):
        hit_rates(pd.DataFrame([[1]]), pd.DataFrame([[1.0]]), top=0)
    with pytest.raises(MeasureError, match="None of 1 cells"):
        hit_rates(pd.DataFrame([[1]]), pd.DataFrame([[np.nan]]))


def test_probability_holds_its_level_where_lists_are_drawn_by_lot() -> None:
    rng = np.random.default_rng(3)
    shares = [
        hit_rates(
            pd.DataFrame((rng.random((15, 40)) < 0.1).astype(float)), pd.DataFrame(rng.random((15, 40)))
        ).p_value
        for _ in range(200)
    ]
    assert 0.01 < np.mean(np.array(shares) <= 0.05) <= 0.08
