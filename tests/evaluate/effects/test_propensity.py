import numpy as np
import pytest
from scipy.optimize import minimize

from sandan.errors import MeasureError
from sandan.evaluate.effects.propensity import propensity


def test_probabilities_are_the_most_likely_ones():
    rng = np.random.default_rng(1)
    design = np.column_stack([np.ones(200), rng.normal(5, 2, (200, 2))])
    treated = rng.random(200) < 1 / (1 + np.exp(2 - 0.4 * design[:, 1]))

    def unlikely(at):
        score = design @ at
        return np.logaddexp(0, score).sum() - score[treated].sum()

    slow = design @ minimize(unlikely, np.zeros(3), method="BFGS", options={"gtol": 1e-6}).x
    found = propensity(design, treated)
    assert found == pytest.approx(1 / (1 + np.exp(-slow)), abs=1e-5)
    assert design.T @ (treated - found) == pytest.approx(np.zeros(3), abs=1e-7)


@pytest.mark.parametrize("told", [[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]])
def test_separated_groups_are_refused(told):
    design = np.column_stack([np.ones(6), np.array(told, dtype=float)])
    with pytest.raises(
        MeasureError, match=r"1 covariates tell almost surely which of the 6 units are .*\(3 are\)"
    ):
        propensity(design, np.array([False, False, False, True, True, True]))
