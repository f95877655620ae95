"""The jump by hand and against a slow least squares, what it finds of a known one, and how often of none."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.effects.cutoff import balance_at_cutoff, cutoff_effect, density_jump, placebo_cutoffs
from sandan.evaluate.effects.local_polynomial import jump_at_zero, optimal_bandwidth


def scores(seed, *, count=600, jump=0.0, step=None):
    rng = np.random.default_rng(seed)
    running = rng.normal(-1, 8, count)
    running = running if step is None else np.round(running / step) * step
    growth = 0.01 * running + jump * (running >= 0) + rng.normal(0, 0.3, count)
    return pd.DataFrame({"running": running, "growth": growth, "workers": rng.normal(10, 2, count)})


def test_two_lines_by_hand():
    x = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
    y = np.array([1.0, 2.0, 3.0, 10.0, 9.0, 8.0])
    # The left line ends in 4, the right one begins in 10.
    found = jump_at_zero(x, y, bandwidth=4, degree=1)
    assert found.estimate == pytest.approx(6)
    assert found.error == pytest.approx(0, abs=1e-9)
    assert (found.left, found.right) == (3, 3)


@pytest.mark.parametrize("degree", [1, 2])
def test_jump_and_error_agree_with_the_whole_regression(degree):
    table = scores(1, count=200)
    x, y = table["running"].to_numpy(), table["growth"].to_numpy()
    found = jump_at_zero(x, y, bandwidth=9, degree=degree)
    kept = np.abs(x) < 9
    x, y, weight = x[kept], y[kept], 1 - np.abs(x[kept]) / 9
    above = (x >= 0).astype(float)
    design = np.column_stack([x**k * side for side in (above, 1 - above) for k in range(degree + 1)])
    root = np.sqrt(weight)[:, None]
    inverse = np.linalg.inv((design * root).T @ (design * root))
    beta = inverse @ design.T @ (weight * y)
    leverage = np.diag(design @ inverse @ design.T) * weight
    meat = design.T @ np.diag((weight * (y - design @ beta) / (1 - leverage)) ** 2) @ design
    contrast = np.zeros(2 * (degree + 1))
    contrast[[0, degree + 1]] = 1, -1
    assert found.estimate == pytest.approx(contrast @ beta, abs=1e-9)
    assert found.error == pytest.approx(np.sqrt(contrast @ inverse @ meat @ inverse @ contrast), rel=1e-8)


@pytest.mark.parametrize(
    ("bandwidth", "line", "line_error", "curve", "curve_error"),
    [
        (0.3, 0.382592340497, 0.085093033945, 0.417874578687, 0.116325338178),
        (0.6, 0.389137869330, 0.062453774937, 0.403424754090, 0.088535646007),
    ],
)
def test_lines_and_parabolas_agree_with_rdrobust(bandwidth, line, line_error, curve, curve_error):
    # Typed from a run of rdrobust 2.1.1 with h = b and vce="hc3" on the same points.
    rng = np.random.default_rng(11)
    x = rng.uniform(-1, 1, 400)
    y = 0.5 * x + 0.8 * x**2 + 0.3 * (x >= 0) + rng.normal(0, 0.2, 400)
    straight, bent = (jump_at_zero(x, y, bandwidth=bandwidth, degree=degree) for degree in (1, 2))
    assert (straight.estimate, straight.error) == pytest.approx((line, line_error), abs=1e-9)
    assert (bent.estimate, bent.error) == pytest.approx((curve, curve_error), abs=1e-9)


def test_estimate_does_not_depend_on_units():
    table = scores(2, jump=0.4)
    once = cutoff_effect(table, outcome="growth")
    scaled = table.assign(running=table["running"] * 10, growth=table["growth"] * 100)
    again = cutoff_effect(scaled, outcome="growth")
    assert again.estimate == pytest.approx(100 * once.estimate)
    assert again.upper == pytest.approx(100 * once.upper)
    assert again.parts["bandwidth"].iloc[0] == pytest.approx(10 * once.parts["bandwidth"].iloc[0])


def test_band_is_around_the_parabolas_and_rows_without_outcome_are_told():
    table = scores(3, jump=0.5)
    table.loc[:4, "growth"] = np.nan
    found = cutoff_effect(table, outcome="growth", bandwidth=12.0)
    known = table.dropna()
    curve = jump_at_zero(known["running"].to_numpy(), known["growth"].to_numpy(), bandwidth=12.0, degree=2)
    assert found.estimate == curve.estimate == pytest.approx((found.lower + found.upper) / 2)
    assert found.notes == ("rows_left_out",)
    assert found.parts["times"].tolist() == [0.5, 0.75, 1.0, 1.5, 2.0]


def test_bandwidth_narrows_where_the_curve_bends_and_more_is_known():
    rng = np.random.default_rng(4)
    x = rng.uniform(-1, 1, 4000)
    noise = rng.normal(0, 0.2, 4000)
    straight, bent = x + noise, 12 * x**2 * np.sign(x) + noise
    assert optimal_bandwidth(x, bent) < optimal_bandwidth(x, straight)
    assert optimal_bandwidth(x, bent) < optimal_bandwidth(x[:400], bent[:400])


@pytest.mark.parametrize("step", [None, 0.5])
def test_band_holds_the_truth_and_finds_nothing_as_often_as_it_says(step):
    draws = 60
    found = [cutoff_effect(scores(seed, jump=0.2, step=step), outcome="growth") for seed in range(draws)]
    covered = np.mean([one.lower <= 0.2 <= one.upper for one in found])
    # Three standard errors of a rate of 90 %.
    assert abs(covered - 0.9) < 3 * np.sqrt(0.09 / draws)


def test_density_calls_chance_as_often_as_it_says_and_finds_moved_scores():
    draws = 150
    even = np.mean([density_jump(scores(seed, step=0.1)["running"])["p"] <= 0.1 for seed in range(draws)])
    assert abs(even - 0.1) < 3 * np.sqrt(0.09 / draws)
    running = scores(5, count=1500)["running"]
    lifted = running.between(-2, 0, inclusive="left") & (np.arange(1500) % 3 > 0)
    moved = running.mask(lifted, running + 2)
    found = density_jump(moved)
    assert found["p"] < 0.001
    assert found["estimate"] > 0


def test_jump_is_found_at_the_cutoff_and_not_beside_it():
    table = scores(6, count=1500, jump=0.6)
    assert cutoff_effect(table, outcome="growth").p < 0.001
    beside = placebo_cutoffs(table, outcome="growth")
    assert (beside["cutoff"] < 0).sum() == (beside["cutoff"] > 0).sum() == 3
    assert (beside["p"] > 0.001).all()
    assert balance_at_cutoff(table, covariates=["workers"])["p"].iloc[0] > 0.01


def test_too_little_is_refused_with_numbers():
    with pytest.raises(MeasureError, match="20 are needed"):
        cutoff_effect(scores(7, count=40), outcome="growth", bandwidth=1.0)
    with pytest.raises(TableError, match="'jobs'"):
        cutoff_effect(scores(7), outcome="jobs")
    with pytest.raises(MeasureError, match="does not vary"):
        cutoff_effect(scores(7).assign(growth=1.0), outcome="growth")
    with pytest.raises(MeasureError, match="`level` is 90"):
        cutoff_effect(scores(7), outcome="growth", level=90)
    with pytest.raises(MeasureError, match="fewer than four values"):
        cutoff_effect(scores(7).iloc[:0], outcome="growth")
    with pytest.raises(MeasureError, match="on one side"):
        density_jump(pd.Series(np.arange(30.0)))
