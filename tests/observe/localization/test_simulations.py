from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization.simulations import simulate_curves


def one_curve(size, rng):
    return rng.random(size)


def test_simulate_curves_gives_the_same_bits_whatever_runs_them():
    here = simulate_curves(one_curve, 4, simulations=60, seed=3)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        for executor in (threads, processes):
            assert np.array_equal(
                simulate_curves(one_curve, 4, simulations=60, seed=3, executor=executor), here
            )
    assert len(np.unique(here)) == 240


def test_simulate_curves_begins_alike_however_many_are_asked_for():
    few, many = (simulate_curves(one_curve, 2, simulations=n, seed=3) for n in (7, 40))
    assert np.array_equal(few, many[:7])


def test_simulate_curves_refuses_no_simulations():
    with pytest.raises(MeasureError, match="`simulations` is 0"):
        simulate_curves(one_curve, 2, simulations=0, seed=3)
