"""Reflections by hand, and at a thousand steps, where others have only rounding left."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.eigen import economic_complexity
from sandan.observe.complexity.reflections import reflections


def by_the_paper(table: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Average without rescaling, as the paper writes it; good for a few steps."""
    k, u = table.sum(axis=1), table.sum(axis=0)
    regions, industries = k.copy(), u.copy()
    for _ in range(steps):
        regions, industries = table @ industries / k, table.T @ regions / u
    return regions, industries


def random_table(seed: int, shape: tuple[int, int]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    table = (rng.random(shape) < 0.25).astype(float)
    table[0], table[:, 0] = 1, 1
    return table


def test_two_steps_by_hand() -> None:
    # a has x and y, b has y: diversity 2, 1; average diversity of x 2, of y (2 + 1)/2;
    # average of those over a (2 + 1.5)/2 = 1.75, over b 1.5. Two values have z-scores 1 and -1.
    found = reflections(pd.DataFrame([[1, 1], [0, 1]], index=["a", "b"], columns=["x", "y"]), iterations=2)
    assert found.industries.tolist() == pytest.approx([1, -1])
    assert found.regions.tolist() == pytest.approx([1, -1])
    assert (found.region_step, found.industry_step) == (2, 1)


@given(
    table=arrays(
        np.float64, st.tuples(st.integers(3, 6), st.integers(3, 6)), elements=st.sampled_from([0.0, 1.0])
    ),
    steps=st.integers(2, 5),
)
def test_few_steps_agree_with_the_paper(table: np.ndarray, steps: int) -> None:
    table[0] = table[:, 0] = 1
    even, odd = steps - steps % 2, steps - 1 + steps % 2
    regions, industries = by_the_paper(table, even)[0], by_the_paper(table, odd)[1]
    assume(regions.std() > 1e-6 and industries.std() > 1e-6 and np.ptp(table.sum(axis=1)) > 0)
    found = reflections(pd.DataFrame(table), iterations=steps)
    np.testing.assert_allclose(found.regions, (regions - regions.mean()) / regions.std(), atol=1e-8)
    np.testing.assert_allclose(
        found.industries, (industries - industries.mean()) / industries.std(), atol=1e-8
    )


@pytest.mark.parametrize("iterations", [100, 200, 1000])
def test_many_steps_do_not_collapse(iterations: int) -> None:
    # Peers correlate -0.007, -0.27 and -0.29 with the eigenvector after 200, 50 and 100 steps.
    rng = np.random.default_rng(2)
    can, needs = rng.random((60, 1)), rng.random((1, 80))
    table = pd.DataFrame((rng.random((60, 80)) < np.clip(1.3 * can - needs + 0.3, 0.02, 0.98)).astype(float))
    eigenvector = economic_complexity(table)
    found = reflections(table, iterations=iterations)
    assert found.regions.corr(eigenvector.regions["eci"]) > 1 - 1e-9
    assert found.industries.corr(eigenvector.industries["pci"]) > 1 - 1e-9
    assert found.change < 1e-9


def test_random_table_with_a_small_gap_comes_nearer_with_every_step() -> None:
    table = pd.DataFrame(random_table(3, (250, 300)))
    eigenvector = economic_complexity(table).regions["eci"]
    near = [abs(reflections(table, iterations=n).regions.corr(eigenvector)) for n in (20, 100, 1000)]
    assert near == sorted(near)
    assert near[-1] > 0.999


def test_same_diversity_everywhere_is_refused() -> None:
    with pytest.raises(MeasureError, match="nothing to reflect"):
        reflections(pd.DataFrame([[1, 1, 0], [0, 1, 1], [1, 0, 1]]))


def test_one_step_is_refused() -> None:
    with pytest.raises(MeasureError, match="`iterations` is 1"):
        reflections(pd.DataFrame([[1, 1], [0, 1]]), iterations=1)


def test_empty_region_is_left_out_and_listed() -> None:
    found = reflections(pd.DataFrame([[1, 1], [0, 1], [0, 0]], index=list("abc")))
    assert np.isnan(found.regions["c"])
    assert found.left_out["label"].tolist() == ["c"]
