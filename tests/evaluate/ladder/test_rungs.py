"""The ladder in worlds whose truth is known, and where the data do not reach a rung."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sandan.data.country.policy_worlds import START, policy_world
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.ladder.outcomes import ladder_outcomes
from sandan.evaluate.ladder.rungs import COMPARED, DESIGN, FURTHER, climb


def outcomes_of(seed, scenario="none", effect=0.08, **change):
    jobs, regions, target = policy_world(np.random.default_rng(seed), scenario=scenario, effect=effect)
    asked = {"place": "p00", "target": target, "start": START, "regions": regions}
    return ladder_outcomes(jobs, **asked | change)


def test_rungs_by_hand():
    outcomes = outcomes_of(1)
    ladder = climb(outcomes)
    own = outcomes.jobs.loc["p00"]
    assert [rung.name for rung in ladder.rungs] == ["gross", "shift_share", *COMPARED, *FURTHER]
    assert ladder["gross"].estimate == pytest.approx(100 * (own.iloc[10:].mean() - own.iloc[:10].mean()))
    assert (ladder["national"].donors, ladder["same_region"].donors) == (59, 11)
    assert ladder["national"].test.of == 60
    # Eleven donors allow p = 1/12; nothing can be excluded at 95 %.
    assert ladder["same_region"].test.least_p == pytest.approx(1 / 12)
    assert climb(outcomes, level=0.95)["same_region"].upper == np.inf


def test_location_is_what_the_two_rungs_differ_by():
    ladder = climb(outcomes_of(2, "region_shock"))
    apart = ladder["national"].estimate - ladder["same_region"].estimate
    assert ladder.location.estimate == pytest.approx(apart)
    assert ladder.location.placebos == 11
    sizes = (
        ladder["national"].test.placebos["effect"] - ladder["same_region"].test.placebos["effect"]
    ).dropna()
    assert ladder.location.upper - apart == pytest.approx(sizes.abs().max())


def test_effect_moves_every_rung_alike():
    one, two = climb(outcomes_of(3)), climb(outcomes_of(3, effect=0.18))
    for name in ("gross", "shift_share", *COMPARED):
        assert two[name].estimate - one[name].estimate == pytest.approx(10, abs=1e-6)


def test_shock_to_all_industries_leaves_only_the_last_rung_as_it_was():
    calm, shaken = climb(outcomes_of(4)), climb(outcomes_of(4, "place_shock"))
    assert shaken["national"].estimate - calm["national"].estimate == pytest.approx(8, abs=1e-6)
    assert shaken["same_region"].estimate - calm["same_region"].estimate == pytest.approx(8, abs=1e-6)
    assert shaken["target_minus_rest"].estimate == pytest.approx(calm["target_minus_rest"].estimate, abs=1e-6)


def test_rungs_that_the_data_do_not_reach_say_what_is_lacking():
    few = outcomes_of(5, start=2004)
    ladder = climb(few)
    assert [ladder[name].lacking for name in FURTHER] == [((what, 0, 1),) for what in FURTHER.values()]
    assert all(ladder[name].lacking[0] == ("periods_before", 3, 5) for name in COMPARED)
    assert np.isfinite(ladder["shift_share"].estimate)
    assert ladder.location is None
    assert not ladder["national"].is_estimated
    lonely = outcomes_of(5, treated_elsewhere=[f"p{number:02}" for number in range(1, 5)])
    found = climb(lonely)["same_region"]
    assert (found.donors, found.lacking, np.isnan(found.estimate)) == (7, (("donors", 7, 9),), True)


def test_executor_changes_no_number():
    outcomes = outcomes_of(6)
    with ThreadPoolExecutor(2) as threads:
        shared = climb(outcomes, executor=threads)
    for one, other in zip(climb(outcomes).rungs, shared.rungs, strict=True):
        assert (one.estimate, one.lower, one.p) == pytest.approx(
            (other.estimate, other.lower, other.p), rel=0, abs=0, nan_ok=True
        )


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["none", "region_trend", "region_shock", "place_shock"])
def test_last_rung_is_right_on_average_whatever_happens_beside_the_policy(scenario):
    found = []
    for seed in range(40):
        outcomes = outcomes_of(seed, scenario)
        table = 100 * (outcomes.target - outcomes.rest)
        found.append(DESIGN(treated_panel(table, treated="p00", start=START)).estimate)
    # A small version of `benchmarks/ladder_simulation.py`: three standard errors around the truth of 8.
    assert abs(np.mean(found) - 8) < 3 * np.std(found, ddof=1) / np.sqrt(len(found))
