"""How far trends may part, beside linear programs and brute force, and how often the truth is kept."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.optimize import linprog, minimize

from sandan.errors import MeasureError
from sandan.evaluate.effects.cells import aggregated
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.effects.sensitivity import (
    _corners,
    _events,
    _kept,
    _rejected,
    _two_sided,
    sensitivity,
)
from sandan.evaluate.effects.staggered import group_time_effects
from sandan.evaluate.effects.two_way import event_study


def study(estimates, covariance, before):
    events = [*range(-before - 1, -1), *range(len(estimates) - before)]
    index = pd.Index(events, name="event")
    parts = pd.DataFrame({"estimate": estimates}, index=index)
    spread = pd.DataFrame(covariance, index, index)
    return Effect("event_study", 0, 0, 0, 0.95, "clustered", 50, 50, "", "", parts=parts, covariance=spread)


def drawn(seed, before=4, after=3):
    rng = np.random.default_rng(seed)
    mixed = rng.normal(size=(before + after,) * 2)
    covariance = 0.01 * (mixed @ mixed.T / (before + after) + np.eye(before + after))
    estimates = np.append(rng.normal(0, 0.1, before), 1 + rng.normal(0, 0.1, after))
    return study(estimates, covariance, before)


def by_linear_programs(events, size, at, sign, effect):
    """Solve the programs of the test as they are written in the paper."""
    count, after = len(events.estimates), len(events.weights)
    worst = np.zeros(count + 1)
    worst[at], worst[at + 1] = -sign, sign
    steps = np.zeros((after, count + 1))
    for step in range(after):
        steps[step, events.before + step : events.before + step + 2] = -1, 1
    rows = np.vstack([steps - size * worst, -steps - size * worst])
    rows = np.delete(rows, events.before, axis=1)
    spread = rows @ events.covariance @ rows.T
    errors = np.sqrt(np.diag(spread))
    # Effects after the beginning whose weighted sum is the effect that is tested: a point, and directions.
    point = np.append(np.zeros(events.before), effect * events.weights / (events.weights**2).sum())
    free = np.vstack([np.zeros((events.before, after - 1)), np.linalg.svd(events.weights[None])[2][1:].T])
    y, nuisance = rows @ (events.estimates - point), rows @ free
    cost = np.append(1.0, np.zeros(after - 1))
    bounds = [(None, None)] * after
    found = linprog(cost, -np.column_stack([errors, nuisance]), -y, bounds=bounds)
    corner = -found.ineqlin.marginals
    variance = corner @ spread @ corner
    share = spread @ corner / variance
    rest = y - share * (corner @ y)
    # All values of the statistic for which this corner stays the best one.
    ends = [
        linprog(way * cost, np.column_stack([share - errors, -nuisance]), -rest, bounds=bounds).x
        for way in (1, -1)
    ]
    low, high = (np.inf * way if end is None else end[0] for way, end in zip((-1, 1), ends, strict=True))
    return found.fun, variance, low, high


@pytest.mark.parametrize("seed", range(12))
def test_corners_solve_the_linear_programs(seed):
    rng = np.random.default_rng(seed)
    events = _events(drawn(seed), (None, 0, 2)[seed % 3], -1, 2)
    size, at, sign = float(rng.uniform(0.2, 2)), int(rng.integers(4)), float(rng.choice([-1, 1]))
    effect = float(rng.uniform(0, 2))
    corners = _corners(events, size, at, sign, 0.05, rng.standard_normal((200, 7)) * 0.1)
    values = corners.estimates + effect * corners.slopes
    best = int(values.argmax())
    largest, variance, low, high = by_linear_programs(events, size, at, sign, effect)
    assert values[best] == pytest.approx(largest, abs=1e-8)
    assert corners.spread[best, best] == pytest.approx(variance, rel=1e-6)
    share = corners.spread[best] / variance
    ends = (values - share * largest) / np.where(np.abs(1 - share) > 1e-9, 1 - share, np.nan)
    assert np.nanmax(np.where(share < 1, ends, -np.inf)) == pytest.approx(low, abs=1e-6)
    assert np.nanmin(np.where(share > 1 + 1e-9, ends, np.inf)) == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_smooth_interval_is_the_shortest_of_many(seed):
    found, size = drawn(seed), 0.05
    answer = sensitivity(found, "smooth", [size], event=0, rng=np.random.default_rng(1)).table.iloc[0]
    events = _events(found, 0, -1, 1)
    distance = np.arange(4, 0, -1)

    def half(free):
        weights = np.append([*free, 1 - free @ distance[:3]], events.weights)
        error = np.sqrt(weights @ events.covariance @ weights)
        bends = [weights[:4] @ np.maximum(distance - j, 0) for j in (1, 2, 3)]
        return error * _two_sided(size * (np.abs(bends).sum() + 1) / error, 0.05)

    rng = np.random.default_rng(seed)
    starts = [rng.normal(0, 0.5, 3) for _ in range(12)]
    best = min(minimize(half, start, method="Nelder-Mead", options={"maxiter": 2000}).fun for start in starts)
    assert (answer["upper"] - answer["lower"]) / 2 == pytest.approx(best, rel=1e-4)


def test_size_of_a_shifted_normal_number():
    for shift in (0.0, 0.3, 2.0, 30.0):
        assert _two_sided(shift, 0.05) == pytest.approx(np.sqrt(stats.ncx2.ppf(0.95, 1, shift**2)), rel=1e-8)


@pytest.mark.parametrize("departure", ["relative", "smooth"])
def test_wider_departures_give_wider_intervals_up_to_the_breakdown(departure):
    answer = sensitivity(drawn(3), departure, [0, 0.1, 0.5, 1], rng=np.random.default_rng(1))
    widths = answer.table["upper"] - answer.table["lower"]
    assert widths.is_monotonic_increasing
    around = [answer.breakdown * 0.98, answer.breakdown * 1.02]
    inside, outside = (
        sensitivity(drawn(3), departure, around, rng=np.random.default_rng(1)).table["lower"] > 0
    )
    assert inside
    assert not outside


def test_every_change_before_counts():
    """A released program never takes the earliest change for the largest."""
    covariance = 1e-4 * np.eye(6)
    for at in range(4):
        before = np.zeros(4)
        before[: at + 1] = 0.5
        table = sensitivity(
            study([*before, 1.0, 1.0], covariance, 4),
            "relative",
            [1.0],
            event=0,
            rng=np.random.default_rng(1),
        ).table
        assert table["lower"].iloc[0] == pytest.approx(0.5, abs=0.06)
        assert table["upper"].iloc[0] == pytest.approx(1.5, abs=0.06)


def test_true_effect_is_kept_as_often_as_promised_where_trends_part_most():
    before, after, alpha = 3, 2, 0.1
    covariance = 0.01 * (0.5 * np.eye(5) + 0.5)
    parted = np.array([0.1, 0.3, 0.3, -0.2, -0.4])  # after: as fast as the worst change before
    rng = np.random.default_rng(5)
    draws = rng.standard_normal((2000, 5)) @ np.linalg.cholesky(covariance).T
    kept = []
    for noise in rng.standard_normal((150, 5)) @ np.linalg.cholesky(covariance).T:
        events = _events(
            study(parted + noise + np.repeat([0, 1.0], [before, after]), covariance, 3), 0, -1, 2
        )
        cases = [_corners(events, 1.0, at, sign, alpha, draws) for at in range(3) for sign in (1.0, -1.0)]
        kept.append(bool(_kept(cases, np.array([1.0]), alpha)[0]))
    assert np.mean(kept) > 0.9 - 3 * np.sqrt(0.09 / 150)


def test_rejection_far_away_is_certain():
    events = _events(drawn(1), 0, -1, 2)
    draws = np.random.default_rng(1).standard_normal((500, 7)) * 0.1
    assert _rejected(_corners(events, 0.1, 0, 1.0, 0.05, draws), np.array([-50.0, 50.0]), 0.05).all()


def test_event_studies_of_both_kinds_can_be_asked(make_staggered):
    table = make_staggered(
        np.random.default_rng(1), [2011] * 60 + [0] * 90, effect=lambda since: 1.0 + 0 * since
    )
    rng = np.random.default_rng(2)
    of_regression = sensitivity(event_study(table), "smooth", [0.1], event=0, rng=rng)
    cells = aggregated(group_time_effects(table, one_base=True), "dynamic")
    of_cells = sensitivity(cells, "smooth", [0.1], event=0, rng=rng)
    assert of_cells.breakdown == pytest.approx(of_regression.breakdown, rel=0.1)
    assert of_cells.table["lower"].iloc[0] > 0
    changing = aggregated(group_time_effects(table), "dynamic")
    with pytest.raises(MeasureError, match="Event -1 has an error"):
        sensitivity(changing, "relative", [1.0], rng=rng)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"departure": "linear"}, "'linear'"),
        ({"level": 95}, "`level` is 95"),
        ({"sizes": [-1.0]}, "A size is -1.0"),
        ({"event": 9}, "Event 9 is not after -1"),
        ({"found": drawn(1, before=1)}, "1 events are before -1; 2 are needed"),
        ({"base": -3}, "Event -3 has an error"),
    ],
)
def test_unusable_questions_are_refused(change, said):
    asked = {"found": drawn(1), "departure": "relative", "sizes": [1.0], "rng": np.random.default_rng(1)}
    with pytest.raises(MeasureError, match=said):
        sensitivity(**(asked | change))


def test_studies_without_covariance_or_with_holes_are_refused():
    rng = np.random.default_rng(1)
    bare = Effect("event_study", 0, 0, 0, 0.95, "none", 3, 50, "", "")
    with pytest.raises(MeasureError, match="ten treated clusters"):
        sensitivity(bare, "smooth", [0.0], rng=rng)
    holed = drawn(1)
    left = holed.parts.index.drop(1)
    holed = Effect(
        *("event_study", 0, 0, 0, 0.95, "clustered", 50, 50, "", ""),
        parts=holed.parts.loc[left],
        covariance=holed.covariance.loc[left, left],
    )
    with pytest.raises(MeasureError, match="must have an effect"):
        sensitivity(holed, "smooth", [0.0], rng=rng)


def test_where_like_trends_show_nothing_the_breakdown_is_zero():
    nothing = study(np.zeros(6), 0.01 * np.eye(6), 4)
    assert sensitivity(nothing, "smooth", [], rng=np.random.default_rng(1)).breakdown == 0
