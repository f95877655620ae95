from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.designs.comparison import Comparison
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.placebos.in_space import PlaceboTest, placebos_in_space
from sandan.evaluate.placebos.several import corrected_together

FIT = partial(weighted_comparison, design="difference_in_differences")
UNITS = [f"u{number:02}" for number in range(20)]


def _test_of(values, statistic="effect"):
    table = pd.DataFrame(values, UNITS[: len(values)], range(2010, 2010 + values.shape[1]))
    return placebos_in_space(treated_panel(table, treated="u00", start=2013), FIT, statistic=statistic)


def _drawn(rng, outcomes, shared=0.0):
    common = rng.normal(size=(20, 5))
    return {
        f"o{number}": _test_of(shared * common + (1 - shared) * rng.normal(size=(20, 5)))
        for number in range(outcomes)
    }


def _slowly(tests):
    """Go down the list by hand."""
    units = ["own", *UNITS[1:]]
    size = {
        name: {"own": abs(test.comparison.estimate)} | test.placebos["effect"].abs().to_dict()
        for name, test in tests.items()
    }
    share = {
        name: {u: sum(one >= by_unit[u] for one in by_unit.values()) / len(units) for u in units}
        for name, by_unit in size.items()
    }
    left = sorted(tests, key=lambda name: share[name]["own"])
    found, floor = {}, 0.0
    while left:
        first = left[0]
        count = sum(min(share[name][u] for name in left) <= share[first]["own"] for u in units)
        floor = max(floor, count / len(units))
        found[first] = floor
        left = left[1:]
    return found


def test_one_outcome_is_not_corrected():
    tests = _drawn(np.random.default_rng(1), 1)
    found = corrected_together(tests).loc["o0"]
    assert found["p_together"] == found["p"] == pytest.approx(tests["o0"].p)


@pytest.mark.parametrize("seed", range(6))
def test_correction_equals_the_slow_one(seed):
    tests = _drawn(np.random.default_rng(seed), 4, shared=0.3)
    found = corrected_together(tests)
    assert found["p_together"].to_dict() == pytest.approx(_slowly(tests))
    assert (found["p_together"] >= found["p"] - 1e-12).all()
    assert list(found.index) == list(tests)
    assert found["outcomes"].eq(4).all()


def test_outcome_given_twice_is_not_corrected():
    values = np.random.default_rng(3).normal(size=(20, 5))
    found = corrected_together({"jobs": _test_of(values), "again": _test_of(values)})
    assert found["p_together"].to_list() == pytest.approx(found["p"].to_list())


def _ranked(effects):
    """A test whose first place has the first effect, and each donor one of the others."""
    own, *others = effects
    after = pd.DataFrame({"observed": [own], "without_policy": [0.0], "effect": [own]}, index=[2013])
    none = pd.Series(dtype=float)
    placebos = pd.DataFrame({"effect": others})
    p = float((np.abs(effects) >= abs(own)).mean())
    found = Comparison("drawn", none, none, after)
    return PlaceboTest(found, placebos, "effect", round(len(effects) * p), p, -np.inf, np.inf, 0.9)


def test_any_of_five_true_nulls_is_called_at_most_as_often_as_said():
    rng = np.random.default_rng(11)
    worlds = [
        corrected_together({str(number): _ranked(rng.normal(size=120)) for number in range(5)})
        for _ in range(250)
    ]
    alone, together = ([(world[name] <= 0.1).any() for world in worlds] for name in ("p", "p_together"))
    # Three standard errors of 250 draws.
    assert np.mean(together) == pytest.approx(0.1, abs=0.057)
    assert np.mean(alone) == pytest.approx(1 - 0.9**5, abs=0.094)


def test_only_donors_with_every_outcome_are_ranked():
    values = np.random.default_rng(5).normal(size=(20, 5))
    found = corrected_together({"jobs": _test_of(values), "firms": _test_of(values[:12])})
    assert found["donors"].eq(11).all()


def test_outcomes_that_cannot_be_corrected_together_are_refused():
    values = np.random.default_rng(5).normal(size=(20, 5))
    with pytest.raises(MeasureError, match="0 outcomes"):
        corrected_together({})
    with pytest.raises(MeasureError, match="effect and ratio"):
        corrected_together({"a": _test_of(values), "b": _test_of(values, "ratio")})
