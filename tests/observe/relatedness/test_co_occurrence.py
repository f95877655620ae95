"""Proximity and relatedness by hand and against loops."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.relatedness.co_occurrence import (
    co_occurrence,
    correlation_proximity,
    proximity,
    relatedness,
)

TABLE = pd.DataFrame({"x": [1, 1, 1, 0], "y": [1, 0, 1, 0], "z": [0, 0, 1, 1]})
SCALES = ("minimum", "cosine", "jaccard")
LINK_SCALES = ("association", "probability", "cosine", "jaccard")


def proximity_by_loops(table: np.ndarray, scale: str) -> np.ndarray:
    """Count regions one pair at a time."""
    size = table.shape[1]
    result = np.ones((size, size))
    for i, j in np.ndindex(size, size):
        both, one, other = (table[:, i] * table[:, j]).sum(), table[:, i].sum(), table[:, j].sum()
        if i != j:
            result[i, j] = {
                "minimum": min(both / one, both / other),
                "cosine": both / sqrt(one * other),
                "jaccard": both / (one + other - both),
            }[scale]
    return result


def relatedness_by_loops(links: np.ndarray, scale: str) -> np.ndarray:
    """Compare links with what is expected, one pair at a time."""
    links = links - np.diag(np.diag(links))
    s, t = links.sum(axis=0), links.sum()
    result = np.zeros(links.shape)
    for i, j in np.ndindex(links.shape):
        if links[i, j] == 0:
            continue
        drawn = s[i] / t * s[j] / (t - s[i]) + s[j] / t * s[i] / (t - s[j])
        result[i, j] = {
            "association": (links[i, j] / t) / (s[i] * s[j] / t**2),
            "probability": links[i, j] / (drawn * t / 2),
            "cosine": links[i, j] / sqrt(s[i] * s[j]),
            "jaccard": links[i, j] / (s[i] + s[j] - links[i, j]),
        }[scale]
    return result


def test_pair_by_hand() -> None:
    # x is in 3 regions, y in 2, both in 2.
    assert co_occurrence(TABLE).loc["x"].tolist() == [3, 2, 1]
    assert proximity(TABLE).at["x", "y"] == 2 / 3
    assert proximity(TABLE, scale="cosine").at["x", "y"] == pytest.approx(2 / sqrt(6))
    assert proximity(TABLE, scale="jaccard").at["x", "y"] == 2 / (3 + 2 - 2)


def test_diagonal_is_one_or_zero() -> None:
    assert np.diag(proximity(TABLE)).tolist() == [1, 1, 1]
    assert np.diag(proximity(TABLE, diagonal=0)).tolist() == [0, 0, 0]
    assert np.diag(relatedness(co_occurrence(TABLE))).tolist() == [0, 0, 0]


def test_probability_by_hand() -> None:
    # Links x-y 2, x-z 1, y-z 1; sums x 3, y 3, z 2; total 8.
    expected = (3 / 8 * 3 / (8 - 3) + 3 / 8 * 3 / (8 - 3)) * 8 / 2
    assert relatedness(co_occurrence(TABLE)).at["x", "y"] == pytest.approx(2 / expected)


@given(
    table=arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 5)), elements=st.integers(0, 1)),
    scale=st.sampled_from(SCALES),
)
def test_any_presence_agrees_with_loops(table: np.ndarray, scale: str) -> None:
    table[0] = 1
    ours = proximity(pd.DataFrame(table), scale=scale)  # type: ignore[arg-type]
    np.testing.assert_allclose(ours, proximity_by_loops(table, scale), rtol=1e-12)


@given(
    half=arrays(np.int64, (5, 5), elements=st.integers(0, 9)),
    scale=st.sampled_from(LINK_SCALES),
)
def test_any_links_agree_with_loops(half: np.ndarray, scale: str) -> None:
    links = half + half.T
    links[0, 1] = links[1, 0] = 1
    ours = relatedness(pd.DataFrame(links), scale=scale)  # type: ignore[arg-type]
    np.testing.assert_allclose(ours, relatedness_by_loops(links, scale), rtol=1e-12)


def test_industry_without_any_link_is_related_to_none() -> None:
    links = pd.DataFrame([[0, 2, 0], [2, 0, 0], [0, 0, 5]])
    for scale in LINK_SCALES:
        assert relatedness(links, scale=scale).loc[2].tolist() == [0, 0, 0]  # type: ignore[arg-type]


def test_correlation_by_hand() -> None:
    quotient = pd.DataFrame({"x": [0.0, 1.0, 2.0], "y": [0.0, 2.0, 4.0], "z": [3.0, 1.5, 0.0]})
    near = correlation_proximity(quotient, diagonal=0)
    assert near.at["x", "y"] == pytest.approx(1)
    assert near.at["x", "z"] == pytest.approx(0)
    assert near.at["x", "x"] == 0


def test_industry_present_nowhere_is_refused_by_name() -> None:
    with pytest.raises(MeasureError, match="'y' and 1 industries in all are present nowhere"):
        proximity(pd.DataFrame({"x": [1, 1], "y": [0, 0]}))


def test_constant_quotient_is_refused_by_name() -> None:
    with pytest.raises(MeasureError, match="'y' has the quotient 2"):
        correlation_proximity(pd.DataFrame({"x": [1.0, 0.0], "y": [2.0, 2.0]}))


def test_links_without_a_link_are_refused() -> None:
    with pytest.raises(MeasureError, match="None of 2 industries"):
        relatedness(pd.DataFrame([[3, 0], [0, 3]]))


def test_unknown_scale_is_refused() -> None:
    with pytest.raises(MeasureError, match="'lift'"):
        proximity(TABLE, scale="lift")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="'lift'"):
        relatedness(co_occurrence(TABLE), scale="lift")  # type: ignore[arg-type]


def test_table_that_cannot_be_written_to_is_read_and_not_changed() -> None:
    # Tables of pandas 3 give out read-only arrays, on which a peer stops.
    numbers = TABLE.to_numpy(dtype=float)
    numbers.flags.writeable = False
    frame = pd.DataFrame(numbers, columns=TABLE.columns, copy=False)
    pd.testing.assert_frame_equal(proximity(frame, diagonal=0), proximity(TABLE, diagonal=0))
    links = co_occurrence(frame)
    before = links.copy()
    relatedness(links)
    pd.testing.assert_frame_equal(links, before)
