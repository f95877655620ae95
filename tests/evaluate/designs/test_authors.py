import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.designs.authors import authors_synthetic_control, authors_synthetic_did
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison


def _panel(seed):
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=(15, 12)).cumsum(axis=1) + rng.normal(size=12).cumsum()
    names = [f"u{number:02}" for number in range(15)]
    return treated_panel(pd.DataFrame(steps, names, range(2001, 2013)), treated="u00", start=2010)


@pytest.mark.parametrize("seed", range(4))
def test_weights_of_the_authors_are_near_the_exact_ones(seed):
    panel = _panel(seed)
    theirs, exact = authors_synthetic_did(panel), weighted_comparison(panel, design="synthetic_did")
    assert theirs.estimate == pytest.approx(exact.estimate, abs=0.05)
    assert theirs.unit_weights.sum() == pytest.approx(1)
    assert theirs.time_weights.sum() == pytest.approx(1)
    assert list(theirs.time_weights.index) == list(exact.time_weights.index)


@pytest.mark.parametrize("seed", range(4))
def test_control_of_the_authors_is_near_the_exact_one_and_keeps_the_level(seed):
    panel = _panel(seed)
    theirs, exact = (
        authors_synthetic_control(panel),
        weighted_comparison(panel, design="synthetic_control"),
    )
    assert theirs.time_weights.sum() == 0
    assert theirs.unit_weights.sum() == pytest.approx(1)
    assert exact.error_before <= theirs.error_before <= 1.1 * exact.error_before
    assert theirs.estimate == pytest.approx(theirs.effects["effect"].loc[2010:].mean())


def test_estimate_does_not_depend_on_the_order_of_units():
    panel = _panel(9)
    turned = treated_panel(panel.outcome.iloc[::-1], treated="u00", start=2010)
    assert authors_synthetic_did(turned).estimate == pytest.approx(authors_synthetic_did(panel).estimate)
