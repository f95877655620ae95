"""Ranks by hand, how often chance is called, and that no executor changes a number."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.placebos.in_space import (
    band_half_width,
    placebo_gaps,
    placebos_in_space,
    rank_p_value,
    ranks_within,
)

DIFFERENCES = partial(weighted_comparison, design="difference_in_differences")


def noise(seed, *, units=20, periods=8, effect=0.0):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(units, periods)).cumsum(axis=1)
    values[0, 5:] += effect
    frame = pd.DataFrame(values, [f"p{number}" for number in range(units)], range(periods))
    return treated_panel(frame, treated="p0", start=5)


def test_rank_by_hand():
    years = [2011, 2012, 2013, 2014]
    jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 7], [2, 2, 3, 3]], list("abcd"), years)
    test = placebos_in_space(treated_panel(jobs, treated="a", start=2014), DIFFERENCES, level=0.5)
    # Rise of each above its mean before: a 6, b 2, c 3, d 2/3. Placebos leave a out.
    assert test.placebos["effect"].round(9).to_dict() == {
        "b": round(2 - (3 + 2 / 3) / 2, 9),
        "c": round(3 - (2 + 2 / 3) / 2, 9),
        "d": round(2 / 3 - (2 + 3) / 2, 9),
    }
    estimate = 6 - (2 + 3 + 2 / 3) / 3
    assert test.comparison.estimate == pytest.approx(estimate)
    assert (test.rank, test.of, test.p, test.least_p) == (1, 4, 0.25, 0.25)
    # Half of four units may be excluded: the second largest placebo bounds the band.
    assert test.upper - estimate == pytest.approx(3 - (2 + 2 / 3) / 2)
    assert estimate - test.lower == pytest.approx(3 - (2 + 2 / 3) / 2)


def test_band_holds_exactly_the_effects_that_the_rank_does_not_exclude():
    panel, level = noise(1), 0.8
    test = placebos_in_space(panel, DIFFERENCES, level=level)
    sizes = test.placebos["effect"].abs().to_numpy()
    for effect in np.linspace(test.lower - 1, test.upper + 1, 400):
        inside = test.lower <= effect <= test.upper
        assert inside == (rank_p_value(abs(test.comparison.estimate - effect), sizes) > 1 - level + 1e-12)


@settings(max_examples=100)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40), st.floats(0, 5))
def test_p_value_is_never_below_one_over_all_units(others, own):
    p = rank_p_value(own, np.abs(np.array(others)))
    assert 1 / (1 + len(others)) <= p <= 1
    assert p == (1 + sum(abs(other) >= own for other in others)) / (1 + len(others))


def test_too_few_donors_exclude_nothing():
    assert band_half_width(np.array([1.0, 2.0]), level=0.9) == np.inf
    assert band_half_width(np.arange(1.0, 10), level=0.9) == 9


@pytest.mark.slow
@pytest.mark.parametrize(("design", "draws"), [("difference_in_differences", 400), ("synthetic_did", 100)])
def test_nothing_is_called_as_often_as_the_level_says(design, draws):
    fit = partial(weighted_comparison, design=design)
    p = np.array([placebos_in_space(noise(seed), fit).p for seed in range(draws)])
    # Three standard errors of a rate of 10 %.
    assert abs((p <= 0.1).mean() - 0.1) < 3 * np.sqrt(0.1 * 0.9 / draws)


def test_effect_that_is_larger_than_all_noise_has_the_first_rank():
    test = placebos_in_space(noise(2, effect=50), DIFFERENCES, statistic="ratio")
    assert test.rank == 1
    assert test.p == test.least_p == 0.05


def test_executor_changes_no_number():
    alone = placebos_in_space(noise(3), partial(weighted_comparison, design="synthetic_did"))
    with ThreadPoolExecutor(3) as threads:
        shared = placebos_in_space(
            noise(3), partial(weighted_comparison, design="synthetic_did"), executor=threads
        )
    pd.testing.assert_frame_equal(alone.placebos, shared.placebos, check_exact=True)


def test_unknown_statistic_and_level_are_refused():
    with pytest.raises(MeasureError, match="'t'"):
        placebos_in_space(noise(4), DIFFERENCES, statistic="t")
    with pytest.raises(MeasureError, match="`level` is 90"):
        placebos_in_space(noise(4), DIFFERENCES, level=90)
    with pytest.raises(MeasureError, match="1 of 2"):
        rank_p_value(1.0, np.array([1.0, np.nan]))
    with pytest.raises(MeasureError, match="1 of 2"):
        band_half_width(np.array([1.0, np.nan]), level=0.5)


@pytest.mark.parametrize(
    ("share", "of", "ranks"),
    [(1 - 0.9, 20, 2), (0.1, 19, 1), (0.05, 19, 0), (0.05, 20, 1), (0, 9, 0), (1, 9, 9)],
)
def test_ranks_within_a_share_are_whole(share, of, ranks):
    assert ranks_within(share, of) == ranks


def test_ranks_within_no_share_are_refused():
    with pytest.raises(MeasureError, match=r"1\.5"):
        ranks_within(1.5, 10)


def test_gaps_of_placebos_have_their_effects_as_means_since_the_beginning():
    panel = noise(3)
    gaps = placebo_gaps(panel, DIFFERENCES)
    effects = placebos_in_space(panel, DIFFERENCES).placebos["effect"]
    assert gaps[[5, 6, 7]].mean(axis=1).to_numpy() == pytest.approx(effects.to_numpy())
    with ThreadPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(placebo_gaps(panel, DIFFERENCES, executor=executor), gaps)
