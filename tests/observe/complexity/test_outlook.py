"""Outlook and gain by hand, against loops, and that three definitions are three."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.eigen import economic_complexity
from sandan.observe.complexity.outlook import outlook_gain, outlook_index
from sandan.observe.relatedness.co_occurrence import proximity
from sandan.observe.relatedness.density import relatedness_density

NEAR = pd.DataFrame([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]], index=list("xyz"), columns=list("xyz"))
HAS = pd.DataFrame([[1, 0, 0]], index=["a"], columns=list("xyz"))
PCI = pd.Series({"x": 3.0, "y": 1.0, "z": 2.0})
DEFINITIONS = ("growth_lab", "atlas", "datawheel")


def gain_by_loops(has: np.ndarray, near: np.ndarray, pci: np.ndarray, definition: str) -> np.ndarray:
    """Sum over the absent industries one at a time."""
    result = np.full(has.shape, np.nan)
    around = near.sum(axis=0)
    for r, i in np.ndindex(has.shape):
        if has[r, i]:
            continue
        total = 0.0
        for j in range(len(pci)):
            total += (1 - has[r, j]) * near[i, j] / around[i if definition == "datawheel" else j] * pci[j]
        density = (has[r] * near[i]).sum() / around[i]
        result[r, i] = total if definition == "growth_lab" else total - density * pci[i]
    return result


def test_gain_by_hand() -> None:
    # Sums around x, y, z: 1.5, 2, 1.5. y would bring near y itself (1/2) and z (0.5/1.5).
    first = 1 / 2 * 1 + 0.5 / 1.5 * 2
    assert outlook_gain(HAS, NEAR, PCI, definition="growth_lab").at["a", "y"] == pytest.approx(first)
    # Less the density of y, 0.5/2, times its own complexity.
    assert outlook_gain(HAS, NEAR, PCI, definition="atlas").at["a", "y"] == pytest.approx(first - 0.25 * 1)
    # Divided by what is around y, not around what it opens up.
    other = 1 / 2 * 1 + 0.5 / 2 * 2 - 0.25 * 1
    assert outlook_gain(HAS, NEAR, PCI, definition="datawheel").at["a", "y"] == pytest.approx(other)


def test_index_by_hand() -> None:
    density = relatedness_density(HAS, NEAR)
    assert outlook_index(density, HAS, PCI)["a"] == pytest.approx(0.5 / 2 * 1 + 0 * 2)


@given(
    has=arrays(np.float64, (3, 5), elements=st.sampled_from([0.0, 1.0])),
    near=arrays(np.float64, (5, 5), elements=st.floats(0.01, 1)),
    pci=arrays(np.float64, 5, elements=st.floats(-3, 3)),
    definition=st.sampled_from(DEFINITIONS),
)
def test_any_gain_agrees_with_loops(
    has: np.ndarray, near: np.ndarray, pci: np.ndarray, definition: str
) -> None:
    near = (near + near.T) / 2
    ours = outlook_gain(
        pd.DataFrame(has),
        pd.DataFrame(near),
        pd.Series(pci),
        definition=definition,  # type: ignore[arg-type]
    )
    np.testing.assert_allclose(ours, gain_by_loops(has, near, pci, definition), atol=1e-9)


def test_definitions_rank_industries_differently() -> None:
    rng = np.random.default_rng(5)
    can, needs = rng.random((60, 1)), rng.random((1, 80))
    has = pd.DataFrame((rng.random((60, 80)) < np.clip(1.2 * can - needs + 0.2, 0.03, 0.97)).astype(float))
    has.loc[0], has[0] = 1.0, 1.0
    found = economic_complexity(has)
    gains = [
        outlook_gain(has, proximity(has), found.industries["pci"], definition=d).to_numpy()[has == 0]  # type: ignore[arg-type]
        for d in DEFINITIONS
    ]
    assert not np.isnan(gains).any()
    between = np.corrcoef(gains)
    assert between[0, 1:].max() < 0.6
    assert between[1, 2] < 0.95


def test_industry_that_nothing_is_near_to_gains_nothing() -> None:
    near = pd.DataFrame([[0, 0, 0], [0, 0, 0.5], [0, 0.5, 0]], index=list("xyz"), columns=list("xyz"))
    has = pd.DataFrame([[0, 1, 0]], index=["a"], columns=list("xyz"))
    for definition in DEFINITIONS:
        gain = outlook_gain(has, near, PCI, definition=definition)  # type: ignore[arg-type]
        assert gain.at["a", "x"] == 0
    with pytest.raises(MeasureError, match=r"\(a, x\) is absent and its density is nan"):
        outlook_index(relatedness_density(has, near), has, PCI)


def test_industry_without_complexity_is_refused_by_name() -> None:
    with pytest.raises(MeasureError, match="'z' and 1 of 3"):
        outlook_gain(HAS, NEAR, PCI.drop("z"), definition="atlas")
    with pytest.raises(MeasureError, match="'x' more than once"):
        outlook_index(HAS, HAS, pd.concat([PCI, PCI]))


def test_unknown_definition_is_refused() -> None:
    with pytest.raises(MeasureError, match="'text'"):
        outlook_gain(HAS, NEAR, PCI, definition="text")  # type: ignore[arg-type]
