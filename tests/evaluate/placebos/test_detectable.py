"""What can be detected, by hand and by trying every size in every place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.evaluate.placebos.detectable import detectable_effect, power_curve
from sandan.evaluate.placebos.in_space import rank_p_value

lists = st.lists(st.integers(-30, 30).map(lambda value: value / 4), min_size=3, max_size=15, unique_by=abs)


def tried(effects, size, significance):
    """Add the effect to one donor after the other, with both signs, and rank it."""
    shown = []
    for place, effect in enumerate(effects):
        others = np.abs(np.delete(effects, place))
        for sign in (1, -1):
            moved = effect + sign * size
            shown.append(sign * moved > 0 and rank_p_value(abs(moved), others) <= significance)
    return np.mean(shown)


def test_detectable_effect_by_hand():
    # One of three may be excluded at a third. Others' largest: 3 for 1, 3 for -2, 2 for 3.
    effects = np.array([1.0, -2.0, 3.0])
    # Thresholds upwards 2, 5, -1; downwards 4, 1, 5.
    assert detectable_effect(effects, power=0.5, significance=0.34) == 2
    assert detectable_effect(effects, power=0.8, significance=0.34) == 5


@settings(max_examples=80)
@given(lists, st.sampled_from([0.1, 0.2, 0.34, 0.5]))
def test_power_is_that_of_trying(effects, significance):
    effects = np.array(effects)
    sizes = np.array([0.06, 1.06, 3.06, 9.06, 27.06])
    found = power_curve(effects, sizes, significance=significance)["power"]
    assert found.tolist() == pytest.approx([tried(effects, size, significance) for size in sizes])


@settings(max_examples=80)
@given(lists, st.sampled_from([0.3, 0.5, 0.8]))
def test_detectable_effect_is_the_first_with_the_power(effects, power):
    effects = np.array(effects)
    size = detectable_effect(effects, power=power, significance=0.4)
    just_above, below = power_curve(effects, np.array([size + 1e-9, size - 1e-9]), significance=0.4)["power"]
    assert just_above >= power > below


def test_too_few_donors_detect_nothing():
    assert detectable_effect(np.array([1.0, 2.0, 3.0]), significance=0.1) == np.inf
    assert power_curve(np.array([1.0, 2.0, 3.0]), np.array([1e9]), significance=0.1)["power"].tolist() == [0]


def test_missing_placebo_is_refused():
    with pytest.raises(MeasureError, match="1 of 3 placebos"):
        detectable_effect(np.array([1.0, np.nan, 2.0]))
    with pytest.raises(MeasureError, match="`power` is 80"):
        detectable_effect(np.array([1.0, 2.0]), power=80, significance=0.5)
