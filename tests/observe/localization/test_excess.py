import numpy as np
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization.excess import beside_chance

CHANCE = np.random.default_rng(1).normal(size=(199, 3))
DISTANCES = np.array([0.0, 1.0, 2.0])


def test_beside_chance_leaves_out_distances_where_any_curve_is_undefined():
    chance = CHANCE.copy()
    chance[7, 1] = np.nan
    table, band = beside_chance(DISTANCES, np.array([0.0, 9.0, 0.0]), chance)
    assert table[["lower", "upper", "localization"]].isna().all(axis=1).tolist() == [False, True, False]
    assert len(band.lower) == 2


def test_beside_chance_refuses_when_no_distance_is_left():
    with pytest.raises(MeasureError, match="At none of the 3 distances every curve is defined"):
        beside_chance(DISTANCES, np.full(3, np.nan), CHANCE)
