"""The compiled search against the formulas, window by window."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.observe.hotspots.kernels import HIGH, LANES, LOW, best_windows, log_ratio, search_windows
from sandan.observe.hotspots.windows import Limits, circular_windows


def part(observed: float, expected: float) -> float:
    return observed * math.log(observed / expected) if observed > 1e-9 else 0.0


def ratio(c: float, e: float, total: float, trials: float) -> float:
    """Sum observed times log of observed over expected over the cells of the table."""
    result = part(c, e) + part(total - c, total - e)
    if trials:
        n, everybody = e * trials, total * trials
        result += part(n - c, n - e) + part(everybody - n - total + c, everybody - n - total + e)
    return result


def test_ratio_of_one_window_by_hand() -> None:
    # 6 of 10 cases where 2 are expected: 6 log 3 + 4 log (4 / 8).
    assert log_ratio(6, 2, 10, 0) == pytest.approx(6 * math.log(3) + 4 * math.log(0.5))
    # 6 of 10 at risk are cases, 4 of 40 outside: as a table of two by two.
    table = 6 * math.log(6 / 2) + 4 * math.log(4 / 8) + 4 * math.log(4 / 8) + 36 * math.log(36 / 32)
    assert log_ratio(6, 2, 10, 5) == pytest.approx(table)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    trials=st.sampled_from([0.0, 4.0]),
    sides=st.sampled_from([HIGH, LOW, HIGH + LOW]),
    crowd=st.sampled_from([1, 30, 3_000]),
)
def test_search_finds_the_largest_ratio_of_every_replication(
    seed: int, trials: float, sides: int, crowd: int
) -> None:
    rng = np.random.default_rng(seed)
    n = 12
    places, risk = rng.random((n, 2)), rng.integers(1, 5, n) * 4.0 * crowd
    total = int(risk.sum() / 4)
    expected = risk * total / risk.sum()
    if trials:
        maps = np.stack([rng.multivariate_hypergeometric(risk.astype(int), total) for _ in range(LANES)])
    else:
        maps = np.stack([rng.multinomial(total, expected / expected.sum()) for _ in range(LANES)])
    (around,) = circular_windows(places, expected, range(n), Limits(total / 2, np.inf))
    shape = (around.order, around.lengths, around.ends, expected)
    best = np.zeros((1, LANES))
    lanes = np.ascontiguousarray(maps.T[None], dtype=np.int32)
    search_windows(*shape, lanes, float(total), trials, sides, best)
    for lane, cases in enumerate(maps):
        truth = np.zeros(n)
        for center in range(n):
            for t in np.flatnonzero(around.ends[center, : around.lengths[center]]):
                inside = around.order[center, : t + 1]
                c, e = cases[inside].sum(), expected[inside].sum()
                if (sides & HIGH and c > e) or (sides & LOW and c < e):
                    truth[center] = max(truth[center], ratio(c, e, total, trials))
        assert best[0, lane] == pytest.approx(truth.max(), rel=1e-9, abs=1e-9)
        own, sizes = np.zeros(n), np.zeros(n, dtype=np.int64)
        best_windows(*shape, cases.astype(np.int64), float(total), trials, sides, own, sizes)
        assert own == pytest.approx(truth, rel=1e-9, abs=1e-9)
        # The same numbers, or an observed map could not be ranked among the random ones.
        if best[0, lane] > 1e-6:
            assert own.max() == pytest.approx(best[0, lane], rel=1e-13)
