"""Moves beside neighbors by hand and by loops, and the error rates of the three tests."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import chi2_contingency

from sandan.errors import MeasureError
from sandan.observe.dynamics.mobility import quantile_classes
from sandan.observe.dynamics.spatial_markov import homogeneity, spatial_markov

TEST = {"chi2": 0, "likelihood_ratio": 1}


def ring(places: int) -> sparse.dia_array:
    return sparse.diags_array(
        [1.0, 1.0, 1.0, 1.0], offsets=[1, -1, places - 1, 1 - places], shape=(places, places)
    )


def by_loops(values: np.ndarray, weights: np.ndarray, classes: int) -> np.ndarray:
    """Count one move at a time, as the method is told in Rey (2001)."""
    own = quantile_classes(pd.DataFrame(values), classes=classes).to_numpy()
    lag = np.array([[w @ values[:, t] / w.sum() for t in range(values.shape[1])] for w in weights])
    lags = quantile_classes(pd.DataFrame(lag), classes=classes).to_numpy()
    counts = np.zeros((classes, classes, classes), dtype=int)
    for i in range(len(values)):
        for t in range(values.shape[1] - 1):
            counts[lags[i, t], own[i, t], own[i, t + 1]] += 1
    return counts


def test_two_chains_by_hand() -> None:
    # Of 10 moves out of class 0 the first chain stays 8 times, the second 4: pooled 0.6.
    counts = np.array([[[8, 2], [3, 7]], [[4, 6], [3, 7]]])
    table = homogeneity(counts).set_index("test")
    chi2 = 10 * (0.2**2 / 0.6 + 0.2**2 / 0.4) * 2
    ratio = 2 * (8 * np.log(8 / 6) + 2 * np.log(2 / 4) + 4 * np.log(4 / 6) + 6 * np.log(6 / 4))
    assert table["value"].tolist() == pytest.approx([chi2, ratio])
    assert table["degrees_of_freedom"].tolist() == [2, 2]


def test_one_row_is_a_contingency_table() -> None:
    counts = np.zeros((3, 2, 2), dtype=int)
    counts[:, 0] = [[8, 2], [4, 6], [5, 5]]
    for name, power in (("chi2", None), ("likelihood_ratio", "log-likelihood")):
        theirs = chi2_contingency(counts[:, 0], correction=False, lambda_=power)
        ours = homogeneity(counts).loc[TEST[name]]
        assert ours["value"] == pytest.approx(theirs.statistic)
        assert ours["p_value"] == pytest.approx(theirs.pvalue)
        assert ours["degrees_of_freedom"] == theirs.dof


def test_chains_without_freedom_have_no_p_value() -> None:
    table = homogeneity(np.array([[[3, 0], [0, 2]], [[1, 0], [0, 4]]]))
    assert table["value"].tolist() == [0.0, 0.0]
    assert table["p_value"].isna().all()


def test_counts_of_another_shape_are_refused() -> None:
    with pytest.raises(MeasureError, match=r"\(2, 2\)"):
        homogeneity(np.ones((2, 2)))


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_conditional_counts_agree_with_loops(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, weights = rng.normal(size=(12, 4)), rng.random((12, 12)) * (rng.random((12, 12)) < 0.4)
    weights[:, 0] += 0.1
    found = spatial_markov(
        pd.DataFrame(values), weights, ids=range(12), classes=3, lag_classes=3, draws=19, rng=rng
    )
    counts = by_loops(values, weights, 3)
    np.testing.assert_array_equal(found.conditional["moves"], counts.ravel())
    np.testing.assert_array_equal(found.counts, counts.sum(axis=0))


def test_ids_say_which_row_is_which_place() -> None:
    rng = np.random.default_rng(1)
    values = pd.DataFrame(rng.normal(size=(20, 4)), index=[f"p{k}" for k in range(20)])
    options = {"classes": 2, "lag_classes": 2, "draws": 19}
    first = spatial_markov(values, ring(20), ids=values.index, rng=np.random.default_rng(1), **options)
    order = rng.permutation(20)
    second = spatial_markov(
        values.sample(frac=1, random_state=3),
        ring(20).tocsr()[order][:, order],
        ids=values.index[order],
        rng=np.random.default_rng(1),
        **options,
    )
    pd.testing.assert_frame_equal(first.conditional, second.conditional)


@pytest.mark.parametrize("kind", [sparse.csr_array, sparse.coo_matrix, np.asarray])
def test_any_matrix_of_weights_is_taken(kind: type) -> None:
    values = pd.DataFrame(np.random.default_rng(1).normal(size=(10, 3)))
    weights = kind(ring(10).toarray())
    found = spatial_markov(
        values, weights, ids=range(10), classes=2, lag_classes=2, draws=19, rng=np.random.default_rng(1)
    )
    assert found.counts.to_numpy().sum() == 20


def test_place_without_neighbors_is_left_out_and_named() -> None:
    values = pd.DataFrame(np.random.default_rng(1).normal(size=(10, 3)))
    weights = ring(10).toarray()
    weights[4] = 0
    found = spatial_markov(
        values, weights, ids=range(10), classes=2, lag_classes=2, draws=19, rng=np.random.default_rng(1)
    )
    assert found.without_neighbors == (4,)
    assert found.counts.to_numpy().sum() == found.conditional["moves"].sum() == 18


@pytest.mark.parametrize(
    ("weights", "ids", "match"),
    [
        (np.ones((3, 3)), range(4), r"\(3, 3\)"),
        (-np.ones((4, 4)), range(4), "-1"),
        (np.zeros((4, 4)), range(4), "0 of 4"),
        (np.ones((4, 4)), [0, 1, 2, 2], "3 places"),
    ],
)
def test_weights_that_do_not_fit_are_refused(weights: np.ndarray, ids: list, match: str) -> None:
    values = pd.DataFrame(np.random.default_rng(1).normal(size=(4, 3)))
    with pytest.raises(MeasureError, match=match):
        spatial_markov(values, weights, ids=ids, classes=2, lag_classes=2, rng=np.random.default_rng(1))


def test_neighbors_that_pull_are_found() -> None:
    rng = np.random.default_rng(4)
    weights = ring(60).tocsr() / 2
    values = [rng.normal(size=60)]
    for _ in range(8):
        values.append(0.3 * values[-1] + 0.65 * (weights @ values[-1]) + 0.3 * rng.normal(size=60))
    found = spatial_markov(
        pd.DataFrame(np.array(values).T), weights, ids=range(60), classes=3, lag_classes=3, draws=99, rng=rng
    )
    assert found.tests["p_permutation"].tolist() == [0.01, 0.01]


def test_permutation_holds_its_level() -> None:
    # Each place has a dynamic of its own, some sluggish and some not, and nothing to do with its neighbors.
    calls = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        memory = rng.uniform(0.2, 0.99, 40)
        values = [rng.normal(size=40)]
        for _ in range(6):
            values.append(memory * values[-1] + np.sqrt(1 - memory**2) * rng.normal(size=40))
        found = spatial_markov(
            pd.DataFrame(np.array(values).T),
            ring(40),
            ids=range(40),
            classes=3,
            lag_classes=3,
            draws=39,
            rng=rng,
        )
        calls.append(found.tests["p_permutation"] <= 0.05)
    assert (np.mean(calls, axis=0) <= 0.11).all()
    assert (np.mean(calls, axis=0) >= 0.005).all()
