"""Two groups, two periods: by hand, and against fits with everything written out."""

import numpy as np
import pytest
from scipy.special import expit

from sandan.errors import MeasureError
from sandan.evaluate.effects.differences import (
    difference_of_changes,
    difference_of_levels,
    difference_of_means,
    groups,
)
from sandan.evaluate.effects.propensity import propensity

METHODS = ["doubly_robust", "weighting", "regression"]


def _draw(seed, count=300):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 2))
    treated = rng.random(count) < expit(x[:, 0] - 0.5)
    return x, treated, 0.4 * treated + x @ [0.5, -0.3] + rng.normal(size=count), rng.random(count) < 0.5


def test_means_by_hand():
    found = difference_of_means(np.array([1.0, 3.0]), np.array([0.0, 1.0, 5.0]))
    assert found.estimate == 0.0
    assert found.influence.tolist() == pytest.approx([-0.5, 0.5, 2 / 3, 1 / 3, -1.0])


def test_changes_are_those_of_the_paper():
    x, treated, change, _ = _draw(1)
    design = np.column_stack([np.ones(len(x)), x])
    line = design @ np.linalg.lstsq(design[~treated], change[~treated], rcond=None)[0]
    scores = propensity(design, treated)
    weights = scores[~treated] / (1 - scores[~treated])
    rest = change - line
    by_hand = {
        "regression": rest[treated].mean(),
        "weighting": change[treated].mean() - np.average(change[~treated], weights=weights),
        "doubly_robust": rest[treated].mean() - np.average(rest[~treated], weights=weights),
    }
    for method, estimate in by_hand.items():
        found = difference_of_changes(change, groups(treated, x, method), method)
        assert found.estimate == pytest.approx(estimate, abs=1e-9)
        assert found.influence.sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_influence_is_what_leaving_a_row_out_changes(method):
    x, treated, level, after = _draw(2)

    def both(kept):
        two = groups(treated[kept], x[kept], method)
        return (
            difference_of_changes(level[kept], two, method),
            difference_of_levels(level[kept], after[kept], two, method),
        )

    rows = np.arange(len(x))
    whole = both(rows)
    for row in range(0, 300, 30):
        for found, without in zip(whole, both(rows != row), strict=True):
            scale = np.abs(found.influence).max()
            assert found.estimate - without.estimate == pytest.approx(found.influence[row], abs=0.1 * scale)


@pytest.mark.parametrize("method", METHODS)
def test_levels_of_the_same_rows_are_changes(method):
    """If every unit is drawn in both periods, both ways estimate the same."""
    x, treated, change, _ = _draw(3, 200)
    first = np.random.default_rng(4).normal(size=200)
    two = groups(np.tile(treated, 2), np.tile(x, (2, 1)), method)
    level, after = np.concatenate([first + change, first]), np.arange(400) < 200
    found = difference_of_levels(level, after, two, method)
    same = difference_of_changes(change, groups(treated, x, method), method)
    assert found.estimate == pytest.approx(same.estimate, abs=1e-9)


def test_scale_of_covariates_does_not_matter():
    x, treated, change, _ = _draw(5)
    moved = difference_of_changes(change, groups(treated, 1e6 + 1e3 * x, "doubly_robust"), "doubly_robust")
    plain = difference_of_changes(change, groups(treated, x, "doubly_robust"), "doubly_robust")
    assert moved.estimate == pytest.approx(plain.estimate, abs=1e-7)
    assert moved.influence == pytest.approx(plain.influence, abs=1e-7)


def test_others_that_are_almost_surely_treated_get_no_weight():
    x = np.concatenate([np.linspace(-6, 6, 400), [9.0]])[:, None]
    treated = np.random.default_rng(6).random(401) < expit(2 * x[:, 0])
    treated[-1] = False
    two = groups(treated, x, "weighting")
    assert two.scores[-1] > 0.995
    assert two.odds[-1] == 0
    assert (two.odds[~treated & (two.scores < 0.995)] > 0).all()


def test_covariates_that_follow_from_each_other_are_refused():
    x, treated, change, _ = _draw(7)
    with pytest.raises(MeasureError, match="3 covariates follow from each other among 300 units"):
        groups(treated, np.column_stack([x, x.sum(axis=1)]), "regression")
    only_ours = np.column_stack([x, np.where(treated, x[:, 0] ** 2, 0.0)])
    with pytest.raises(MeasureError, match="among 1"):
        difference_of_changes(change, groups(treated, only_ours, "regression"), "regression")
