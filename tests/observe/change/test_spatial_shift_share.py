"""Neighbors by hand, parts that must add up in every variant, and industries that no neighbor has."""

from typing import get_args

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.change.spatial_shift_share import SPATIAL_PARTS, SpatialVariant, spatial_shift_share

VARIANTS = get_args(SpatialVariant)


def square(values, labels):
    return pd.DataFrame(values, index=labels, columns=labels)


def random_tables(rng):
    regions = rng.integers(2, 6)
    labels = [f"r{number}" for number in range(regions)]
    shape = (regions, rng.integers(1, 5))
    start, end = (
        pd.DataFrame(rng.integers(0, 40, shape) * (rng.random(shape) > 0.3), index=labels) for _ in range(2)
    )
    start.iloc[0, 0] += 1
    near = rng.random((regions, regions)) + 0.01
    np.fill_diagonal(near, 0)
    return start, end, square(near, labels)


def test_three_regions_in_a_row_by_hand():
    start = pd.DataFrame({"i": [100, 300, 50]}, index=list("abc"))
    end = pd.DataFrame({"i": [120, 330, 65]}, index=list("abc"))
    near = square([[0, 1, 0], [2, 0, 2], [0, 1, 0]], list("abc"))
    parts = spatial_shift_share(start, end, near).set_index("region")
    # The nation grows from 450 to 515, the neighbor of a by 10 %, those of b from 150 to 185.
    assert parts["national"].tolist() == pytest.approx([100 * 65 / 450, 300 * 65 / 450, 50 * 65 / 450])
    assert parts["rest"].tolist() == pytest.approx([10, 30 - 300 * 35 / 150, 10])


@pytest.mark.parametrize("variant", VARIANTS)
def test_parts_add_up_to_the_change_in_a_thousand_tables(variant):
    rng = np.random.default_rng(7)
    for _ in range(1000):
        parts = spatial_shift_share(*random_tables(rng), variant=variant)
        total = parts[list(SPATIAL_PARTS[variant])].sum(axis=1)
        np.testing.assert_allclose(total, parts["change"], atol=1e-9)


def test_variants_agree_on_the_rest_and_on_the_change_around():
    start, end, near = random_tables(np.random.default_rng(3))
    total, industry, mix = (spatial_shift_share(start, end, near, variant=one) for one in VARIANTS)
    np.testing.assert_allclose(total["rest"], industry["rest"])
    np.testing.assert_allclose(mix["rest"], industry["rest"])
    known = industry["new_around"] == 0
    both = total["neighbors_total"] + total["industry_against_neighbors"]
    np.testing.assert_allclose(both[known], industry["neighbors_industry"][known])
    other = mix["industry_mix"] + mix["neighbors_against_nation"]
    np.testing.assert_allclose(other[known], industry["neighbors_industry"][known])


def test_industry_that_no_neighbor_has_is_kept_apart():
    start = pd.DataFrame({"i": [10, 0], "j": [5, 5]}, index=list("ab"))
    end = pd.DataFrame({"i": [16, 0], "j": [5, 5]}, index=list("ab"))
    near = square([[0, 1], [1, 0]], list("ab"))
    parts = spatial_shift_share(start, end, near).set_index(["region", "industry"])
    # The nation grows by 6 of 20; the other 3 jobs have no neighbor to be compared with.
    assert parts.loc[("a", "i"), ["national", "new_around", "rest"]].tolist() == pytest.approx([3, 3, 0])


def test_bad_neighbors_and_variants_are_refused():
    start = pd.DataFrame({"i": [10, 4]}, index=list("ab"))
    near = square([[0.0, 1.0], [1.0, 0.0]], list("ab"))
    with pytest.raises(MeasureError, match="'spatial'"):
        spatial_shift_share(start, start, near, variant="spatial")
    with pytest.raises(MeasureError, match="other regions"):
        spatial_shift_share(start, start, near.iloc[::-1])
    with pytest.raises(MeasureError, match="'a' is its own"):
        spatial_shift_share(start, start, near + np.eye(2))
    with pytest.raises(MeasureError, match="'b' has no neighbor"):
        spatial_shift_share(start, start, square([[0, 1], [0, 0]], list("ab")))
    with pytest.raises(TableError, match="negative"):
        spatial_shift_share(start, start, -near)
    with pytest.raises(MeasureError, match="nothing at the start"):
        spatial_shift_share(start * 0, start, near)
