"""Errors of an exposure: by hand, in how many of drawn worlds they hold, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.exposure import exposure_effect


def world(seed, *, places=120, industries=25, effect=1.5):
    """Places whose errors are made of industry errors, so that places with like mixes err alike."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(industries, 0.3), size=places)
    exposure = shares @ rng.normal(size=industries)
    outcome = effect * exposure + shares @ rng.normal(size=industries) + rng.normal(0, 0.05, places)
    return {
        "outcome": pd.Series(outcome),
        "exposure": pd.Series(exposure),
        "shares": pd.DataFrame(shares),
        "controls": pd.DataFrame({"one": np.ones(places)}),
    }


def test_error_by_hand():
    # Each place is one industry: the scores are the places, so AKM is the robust error.
    rng = np.random.default_rng(1)
    exposure, outcome = rng.normal(size=6), rng.normal(size=6)
    found = exposure_effect(
        pd.Series(outcome),
        pd.Series(exposure),
        pd.DataFrame(np.eye(6)),
        controls=pd.DataFrame({"one": np.ones(6)}),
    )
    x = exposure - exposure.mean()
    slope = x @ outcome / (x @ x)
    rest = outcome - outcome.mean() - slope * x
    assert found.estimate == pytest.approx(slope)
    assert found.error == pytest.approx(np.sqrt(((x * rest) ** 2).sum()) / (x @ x))
    assert found.error == pytest.approx(found.robust_error)


def test_null_interval_holds_what_the_null_test_does_not_refuse():
    data = world(2)
    found = exposure_effect(**data)
    for end in (found.null_lower, found.null_upper):
        moved = exposure_effect(**data | {"outcome": data["outcome"] - end * data["exposure"]})
        assert moved.null_p == pytest.approx(0.05, abs=1e-9)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    found = [exposure_effect(**world(seed)) for seed in range(400)]
    holds = {
        "null": np.mean([one.null_lower <= 1.5 <= one.null_upper for one in found]),
        "akm": np.mean([one.lower <= 1.5 <= one.upper for one in found]),
        "robust": np.mean([abs(one.estimate - 1.5) <= 1.96 * one.robust_error for one in found]),
    }
    assert holds["null"] > 0.92
    assert holds["akm"] > 0.85
    assert holds["robust"] < holds["akm"]


def test_few_shocks_cannot_exclude_anything():
    data = world(3, industries=3)
    found = exposure_effect(**data, clusters=["a", "a", "a"])
    assert (found.null_lower, found.null_upper) == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"exposure": pd.Series(1.0, range(5))}, TableError, "`exposure` has other places than the 120"),
        ({"exposure": pd.Series(np.nan, range(120))}, TableError, "`exposure` has 120 cells"),
        (
            {"exposure": pd.Series(2.0, range(120))},
            MeasureError,
            "1 controls explain the exposure in full",
        ),
        ({"shares": pd.DataFrame(np.ones((120, 121)))}, MeasureError, "121 industries and 120 places"),
        ({"level": 95}, MeasureError, "`level` is 95"),
    ],
)
def test_unusable_input_is_refused(change, error, said):
    with pytest.raises(error, match=said):
        exposure_effect(**world(4) | change)
