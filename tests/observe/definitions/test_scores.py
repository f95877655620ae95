"""Validation scores: by hand, against loops, and what shuffled groups reach."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.definitions.candidates import Recipe, cut
from sandan.observe.definitions.scores import (
    SCORES,
    cluster_relatedness,
    industry_relatedness,
    shuffled_baseline,
    validation_scores,
)
from sandan.observe.definitions.similarities import location_correlation

NAMES = list("abcdef")


@pytest.fixture
def six() -> pd.DataFrame:
    """Three pairs; e is nearer to the first pair than to f."""
    values = [
        [0, 8, 1, 1, 5, 0],
        [8, 0, 1, 1, 5, 0],
        [1, 1, 0, 6, 0, 2],
        [1, 1, 6, 0, 0, 2],
        [5, 5, 0, 0, 0, 1],
        [0, 0, 2, 2, 1, 0],
    ]
    return pd.DataFrame(values, index=NAMES, columns=NAMES, dtype=float)


@pytest.fixture
def pairs() -> pd.Series:
    return pd.Series([1, 1, 2, 2, 3, 3], index=NAMES)


def scores_by_loops(
    matrix: np.ndarray, labels: np.ndarray, percentile: float, singletons: str
) -> list[float]:
    """Average pair by pair, as the definitions read."""
    clusters = sorted(set(labels))
    shares = []
    own_and_others = {"cluster": [], "industry": []}
    for c in clusters:
        inside = [matrix[i, j] for i, j in np.ndindex(matrix.shape) if i != j and labels[i] == labels[j] == c]
        others = [
            np.mean([matrix[i, j] for i, j in np.ndindex(matrix.shape) if labels[i] == c and labels[j] == d])
            for d in clusters
            if d != c
        ]
        own_and_others["cluster"].append((inside, others))
    for i, c in enumerate(labels):
        inside = [matrix[i, j] for j in range(len(labels)) if j != i and labels[j] == c]
        others = [
            np.mean([matrix[i, j] for j in range(len(labels)) if labels[j] == d]) for d in clusters if d != c
        ]
        own_and_others["industry"].append((inside, others))
    for cases in own_and_others.values():
        for limit in (np.mean, lambda x: np.percentile(x, percentile)):
            counted = [(inside, others) for inside, others in cases if inside or singletons == "fail"]
            passed = [bool(inside) and np.mean(inside) > limit(others) for inside, others in counted]
            shares.append(100 * np.mean(passed))
    return [*shares, float(np.mean(shares))]


def test_relatedness_of_clusters_by_hand(six: pd.DataFrame, pairs: pd.Series) -> None:
    expected = [[8, 1, (5 + 0 + 5 + 0) / 4], [1, 6, (0 + 2 + 0 + 2) / 4], [2.5, 1, 1]]
    assert cluster_relatedness(six, pairs).to_numpy().tolist() == expected


def test_relatedness_of_industries_by_hand(six: pd.DataFrame, pairs: pd.Series) -> None:
    table = industry_relatedness(six, pairs)
    assert table.loc["a"].tolist() == [8, 1, (5 + 0) / 2]
    assert table.loc["e"].tolist() == [5, 0, 1]


def test_scores_by_hand(six: pd.DataFrame, pairs: pd.Series) -> None:
    found = validation_scores(six, pairs)
    # Clusters: 8 > 1 and 2.5; 6 > 1 and 1; 1 is below 2.5 and 1. Industries: e (1 against 5 and 0) and
    # f (1 against 0 and 2) fail; f's own 1 is not above the mean 1 either.
    assert found.scores[["cluster_mean", "cluster_percentile"]].tolist() == pytest.approx([200 / 3, 200 / 3])
    assert found.scores[["industry_mean", "industry_percentile"]].tolist() == pytest.approx(
        [400 / 6, 400 / 6]
    )
    assert found.scores["overall"] == pytest.approx(200 / 3)
    outlier = found.industries.loc["e"]
    assert outlier[["cluster", "within", "closest", "closest_relatedness"]].tolist() == [3, 1, 1, 5]
    assert found.clusters["industries"].tolist() == [2, 2, 2]


@given(
    seed=st.integers(0, 9_999),
    labels=st.lists(st.integers(1, 3), min_size=6, max_size=6).filter(lambda x: 1 < len(set(x)) < 6),
    percentile=st.sampled_from([50.0, 90.0, 95.0]),
    singletons=st.sampled_from(["fail", "leave_out"]),
)
def test_any_scores_agree_with_loops(
    seed: int, labels: list[int], percentile: float, singletons: str
) -> None:
    values = np.random.default_rng(seed).normal(size=(6, 6))
    matrix = values + values.T
    found = validation_scores(
        pd.DataFrame(matrix, index=NAMES, columns=NAMES),
        pd.Series(labels, index=NAMES),
        percentile=percentile,
        singletons=singletons,  # type: ignore[arg-type]
    )
    by_loops = scores_by_loops(matrix, np.array(labels), percentile, singletons)
    np.testing.assert_allclose(found.scores[list(SCORES)], by_loops, atol=1e-9)


def test_cluster_of_one_fails_or_is_left_out(six: pd.DataFrame) -> None:
    labels = pd.Series([1, 1, 2, 2, 1, 3], index=NAMES)
    assert np.isnan(cluster_relatedness(six, labels).at[3, 3])
    fails = validation_scores(six, labels).scores
    assert fails["cluster_mean"] == pytest.approx(100 * 2 / 3)
    assert validation_scores(six, labels, singletons="leave_out").scores["cluster_mean"] == 100
    with pytest.raises(MeasureError, match="All 6 clusters"):
        validation_scores(six, pd.Series(range(6), index=NAMES), singletons="leave_out")


def test_industries_that_one_side_does_not_know_are_named(six: pd.DataFrame, pairs: pd.Series) -> None:
    six.loc["f", :] = six.loc[:, "f"] = np.nan
    labels = pairs.astype("Int64").rename({"b": "z"})
    labels["a"] = pd.NA
    found = validation_scores(six, labels)
    assert found.left_out == ["f", "a", "b", "z"]
    assert list(found.industries.index) == ["c", "d", "e"]


def test_order_of_labels_does_not_matter(six: pd.DataFrame, pairs: pd.Series) -> None:
    backwards = validation_scores(six, pairs[::-1]).scores
    pd.testing.assert_series_equal(validation_scores(six, pairs).scores, backwards)


def test_what_cannot_be_scored_is_refused(six: pd.DataFrame, pairs: pd.Series) -> None:
    with pytest.raises(MeasureError, match="1 clusters"):
        validation_scores(six, pd.Series(1, index=NAMES))
    with pytest.raises(MeasureError, match="`percentile` is 100"):
        validation_scores(six, pairs, percentile=100)
    with pytest.raises(MeasureError, match="'ignore'"):
        validation_scores(six, pairs, singletons="ignore")  # type: ignore[arg-type]
    with pytest.raises(TableError, match="'a' more than once"):
        validation_scores(six, pd.concat([pairs, pairs.iloc[:1]]))
    with pytest.raises(MeasureError, match="`draws` is 1"):
        shuffled_baseline(six, pairs, draws=1, rng=np.random.default_rng(0))


def test_shuffles_are_those_of_the_labels(six: pd.DataFrame, pairs: pd.Series) -> None:
    table = shuffled_baseline(six, pairs, draws=25, rng=np.random.default_rng(5))
    rng = np.random.default_rng(5)
    code = np.array([0, 0, 1, 1, 2, 2])
    drawn = [scores_by_loops(six.to_numpy(), rng.permutation(code), 95.0, "fail")[-1] for _ in range(25)]
    assert table.at["overall", "mean"] == pytest.approx(np.mean(drawn))
    assert table.at["overall", "sd"] == pytest.approx(np.std(drawn, ddof=1))
    reached = sum(value >= table.at["overall", "observed"] - 1e-9 for value in drawn)
    assert table.at["overall", "p_value"] == (1 + reached) / 26
    np.testing.assert_array_equal(table["observed"], validation_scores(six, pairs).scores)


def test_p_value_of_labels_by_lot_holds_its_level() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(size=(40, 40))
    matrix = pd.DataFrame(values + values.T)
    p = []
    for _ in range(200):
        labels = pd.Series(rng.permutation(np.repeat(range(8), 5)))
        p.append(shuffled_baseline(matrix, labels, draws=19, rng=rng).at["overall", "p_value"])
    # At most 5 % are expected; three standard errors of 200 tries are 4.6 points.
    assert np.mean(np.array(p) <= 0.05) < 0.096


def test_score_on_the_matrix_of_the_cut_means_nothing() -> None:
    jobs = pd.DataFrame(np.random.default_rng(1).poisson(30, (100, 150)))
    relatedness = location_correlation(jobs, scale="shares")
    labels = cut(relatedness, Recipe(15))
    own = shuffled_baseline(relatedness, labels, draws=19, rng=np.random.default_rng(0))
    assert own.at["overall", "observed"] > 90
    assert own.at["overall", "mean"] < 40
    assert own.at["overall", "p_value"] == 1 / 20
