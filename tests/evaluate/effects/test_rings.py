"""Rings by hand, against a Poisson regression, and what they find of a displacement that is known."""

import warnings

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.effects.rings import NET, comparable_sites, ring_effect, ring_lacks, ring_totals

BREAKS = (0, 3, 6, 10)
YEARS = range(2001, 2007)
START = 2004


def world(seed, *, site=(10.5, 10.5), gain=0.0, loss=0.0, side=48):
    """Draw cells of 1 km with growth of their own, some of them empty, and what a policy does by distance."""
    rng = np.random.default_rng(seed)
    x, y = (one.ravel() + 0.5 for one in np.meshgrid(np.arange(side), np.arange(side)))
    size = np.exp(rng.normal(2.5, 0.5, len(x))) * (rng.random(len(x)) > 0.3)
    apart = np.hypot(x - site[0], y - site[1])
    effect = gain * (apart < BREAKS[1]) + loss * ((apart >= BREAKS[1]) & (apart < BREAKS[2]))
    rows = []
    for year in YEARS:
        jobs = size * np.exp(rng.normal(0, 0.2, len(x)) + effect * (year >= START))
        rows.append(
            pd.DataFrame({"unit": np.arange(len(x)), "period": year, "outcome": jobs, "x": x, "y": y})
        )
    return pd.concat(rows, ignore_index=True)


def found_in(cells, site=(10.5, 10.5)):
    sites = comparable_sites(cells, site=site, start=START, breaks=BREAKS)
    return ring_effect(cells, site=site, start=START, placebo_sites=sites, breaks=BREAKS)


def test_rings_by_hand():
    cells = pd.DataFrame(
        {"unit": list("abcd"), "period": 2001, "outcome": [3.0, 4, 5, 6], "x": [0.0, 3, 5.9, 10], "y": 0.0}
    )
    totals = ring_totals(cells, site=(0, 0), breaks=BREAKS)
    # An edge belongs to the ring behind it; what is at the last edge is in none.
    assert totals[["ring", "cells", "outcome"]].to_numpy().tolist() == [
        ["0-3", 1, 3.0],
        ["3-6", 2, 9.0],
        ["6-10", 0, 0.0],
    ]


def test_estimate_and_jobs_by_hand():
    cells = world(1)
    found = found_in(cells)
    totals = ring_totals(cells, site=(10.5, 10.5), breaks=BREAKS)
    mean = totals.groupby(["ring", totals["period"] >= START])["outcome"].mean().unstack()  # noqa: PD010
    far = mean.loc["6-10", True] / mean.loc["6-10", False]
    parts = found.parts.set_index("ring")
    for ring in ("0-3", "3-6"):
        before, after = mean.loc[ring]
        assert parts.loc[ring, "estimate"] == pytest.approx(100 * np.log(after / before / far))
        assert parts.loc[ring, "jobs"] == pytest.approx(after - before * far)
    assert parts.index[0] == NET
    assert parts.loc[["0-3", "3-6"], "jobs"].sum() == pytest.approx(parts.loc[NET, "jobs"])
    assert found.estimate == parts.loc[NET, "estimate"]
    assert (parts["lower"] < parts["estimate"]).all()
    assert (parts["jobs_lower"] < parts["jobs"]).all()


def test_estimate_is_that_of_a_poisson_regression():
    import pyfixest  # noqa: PLC0415 -- slow to load

    cells = world(2, gain=0.4, loss=-0.2, side=24)
    apart = np.hypot(cells["x"] - 10.5, cells["y"] - 10.5)
    near = cells.loc[apart < BREAKS[-1]].assign(
        ring=np.searchsorted(BREAKS, apart[apart < BREAKS[-1]], side="right")
    )
    since = near["period"] >= START
    near = near.assign(first=(near["ring"].eq(1) & since) * 1, second=(near["ring"].eq(2) & since) * 1)
    near = near.loc[near.groupby("unit")["outcome"].transform("sum") > 0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = pyfixest.fepois("outcome ~ first + second | unit + period", near, vcov="iid").coef()
    parts = found_in(world(2, gain=0.4, loss=-0.2)).parts
    own = ring_totals(cells, site=(10.5, 10.5), breaks=BREAKS)
    mean = own.groupby(["ring", own["period"] >= START])["outcome"].mean().unstack()  # noqa: PD010
    growth = np.log(mean[True] / mean[False])
    assert fitted["first"] == pytest.approx(growth["0-3"] - growth["6-10"], abs=1e-6)
    assert fitted["second"] == pytest.approx(growth["3-6"] - growth["6-10"], abs=1e-6)
    assert len(parts) == 3


def test_known_displacement_is_found_without_bias():
    found = [found_in(world(seed, gain=0.3, loss=-0.1)).parts.set_index("ring") for seed in range(6)]
    inside, around = (np.mean([one.loc[ring, "estimate"] for one in found]) for ring in ("0-3", "3-6"))
    assert inside == pytest.approx(30, abs=5)
    assert around == pytest.approx(-10, abs=4)
    assert np.mean([one.loc["0-3", "p"] <= 0.1 for one in found]) == 1


def test_placebo_sites_are_alike_apart_and_keep_off_what_was_touched():
    cells, site = world(3), (10.5, 10.5)
    sites = comparable_sites(cells, site=site, start=START, breaks=BREAKS)
    points = sites.to_numpy()
    apart = np.hypot(*(points[:, None] - points[None]).T)
    assert apart[~np.eye(len(points), dtype=bool)].min() >= 2 * BREAKS[1]
    own = (
        ring_totals(cells, site=site, breaks=BREAKS)
        .query("period < @START and ring == '0-3'")["outcome"]
        .sum()
    )
    touched = np.hypot(cells["x"] - site[0], cells["y"] - site[1]) < BREAKS[2]
    for point in points:
        there = ring_totals(cells.loc[~touched], site=tuple(point), breaks=BREAKS)
        before = there.query("period < @START and ring == '0-3'")["outcome"].sum()
        assert own / 3 <= before <= own * 3


def test_nothing_after_the_start_chooses_the_placebo_sites():
    cells = world(4)
    other = cells.assign(outcome=cells["outcome"].where(cells["period"] < START, cells["outcome"] * 7))
    first, second = (
        comparable_sites(one, site=(10.5, 10.5), start=START, breaks=BREAKS) for one in (cells, other)
    )
    pd.testing.assert_frame_equal(first, second)


def test_cells_that_were_not_counted_are_left_out_and_told():
    cells = world(5)
    gap = cells.assign(outcome=cells["outcome"].mask((cells["unit"] == 630) & (cells["period"] == 2002)))
    found = found_in(gap)
    assert found.notes == ("cells_left_out",)
    whole = found_in(cells.loc[cells["unit"] != 630])
    assert found.estimate == pytest.approx(whole.estimate)


def test_data_that_lack_something_say_what():
    cells = world(6)
    few = ring_lacks(cells, site=(10.5, 10.5), start=2002, breaks=(0, 1, 6, 10))
    assert [(one.what, one.there, one.needed) for one in few] == [
        ("periods_before", 1, 2),
        ("cells_0-1", 1, 20),
    ]
    empty = cells.assign(outcome=cells["outcome"].where(cells["x"] > 20, 0.0))
    assert {one.what for one in ring_lacks(empty, site=(10.5, 10.5), start=START, breaks=BREAKS)} >= {
        "jobs_0-3"
    }
    sites = comparable_sites(cells, site=(10.5, 10.5), start=START, breaks=BREAKS)
    with pytest.raises(MeasureError, match="There are 1 cells 0-1"):
        ring_effect(cells, site=(10.5, 10.5), start=START, breaks=(0, 1, 6, 10), placebo_sites=sites)
    with pytest.raises(MeasureError, match="Only 3 placebo sites"):
        ring_effect(cells, site=(10.5, 10.5), start=START, breaks=BREAKS, placebo_sites=sites.head(3))
    with pytest.raises(MeasureError, match="begin at 0"):
        ring_totals(cells, site=(0, 0), breaks=(1, 2, 3))
    with pytest.raises(TableError, match="stands twice"):
        ring_totals(pd.concat([cells, cells.head(1)]), site=(0, 0))
    with pytest.raises(TableError, match="-1"):
        ring_totals(cells.assign(outcome=-1.0), site=(0, 0))
