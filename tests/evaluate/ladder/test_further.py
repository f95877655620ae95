"""Firms, rings and the walk to the net by hand, in the unit of the ladder."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.ladder.further import beyond_firms, firm_rung, net_rung, ring_rung, with_rung
from sandan.evaluate.ladder.rungs import FURTHER, Ladder, Rung
from sandan.evaluate.netting import Rate, Rates

BEFORE, GROWTH = {"0-10": 400.0, "10-25": 1200.0}, 1.1


def effect_on_firms(**change):
    numbers = {"treated": 60, "comparisons": 400, "p": 0.01, "error": 0.02} | change
    return Effect("imputation", 0.08, 0.04, 0.12, 0.9, "clustered", assumption="", library="", **numbers)


def rings_of(gained, lost, half=20.0):
    """Build the result of two rings, whose net is that of both added up, in jobs."""
    parts = pd.DataFrame({"ring": ["net", "0-10", "10-25"], "jobs": [gained - lost, gained, -lost]})
    parts = parts.assign(jobs_lower=parts["jobs"] - half, jobs_upper=parts["jobs"] + half)
    return Effect("rings", 1.0, 0.0, 2.0, 0.9, "placebo_ranks", 1, 40, "", "", p=0.1, parts=parts)


def test_firms_by_hand():
    # 250 of 1000 jobs grow by the factor exp(0.08), the others stay.
    rung = firm_rung(effect_on_firms(), share=0.25, periods_before=2)
    assert rung.estimate == pytest.approx(100 * np.log((250 * np.exp(0.08) + 750) / 1000))
    assert rung.lower < rung.estimate < rung.upper
    assert (rung.p, rung.donors, rung.is_estimated) == (0.01, 400, True)
    # With all jobs in supported firms the place has their effect: 8 log points, 4.97 could be shown.
    whole = firm_rung(effect_on_firms(), share=1.0, periods_before=2)
    assert (whole.estimate, whole.detectable) == pytest.approx((8, 2.4865 * 2))


def test_firms_without_a_band_keep_their_number():
    rung = firm_rung(effect_on_firms(error=np.nan, p=np.nan), share=0.5, periods_before=3)
    assert np.isfinite(rung.estimate)
    assert np.isnan(rung.detectable)


@pytest.mark.parametrize(
    ("change", "share", "before", "lacking"),
    [
        ({"treated": 12}, 0.2, 4, (("supported", 12, 50),)),
        ({"treated": 12, "comparisons": 90}, 0.2, 1, None),
        ({}, 0.0, 4, (("jobs_of_supported", 0, 1),)),
    ],
)
def test_firms_that_are_too_few_have_no_number(change, share, before, lacking):
    rung = firm_rung(effect_on_firms(**change), share=share, periods_before=before)
    assert rung.lacking == (
        lacking or (("periods_before", 1, 2), ("supported", 12, 50), ("comparable", 90, 200))
    )
    assert np.isnan(rung.estimate)


def test_share_that_is_none_is_refused():
    with pytest.raises(MeasureError, match="`share` is 25"):
        firm_rung(effect_on_firms(), share=25, periods_before=4)


def test_net_of_rings_is_a_change_of_the_place():
    rung = ring_rung(rings_of(gained=100, lost=40), before=500.0)
    assert rung.estimate == pytest.approx(100 * np.log(560 / 500))
    assert (rung.lower, rung.upper) == pytest.approx((100 * np.log(540 / 500), 100 * np.log(580 / 500)))
    assert (rung.p, rung.donors) == (0.1, 40)


def test_losses_beyond_all_that_the_place_had_have_no_end():
    assert ring_rung(rings_of(gained=0, lost=40, half=80), before=100.0).lower == -np.inf


def test_net_loss_of_more_than_the_place_had_is_said_in_words():
    rung = ring_rung(rings_of(gained=0, lost=140), before=100.0)
    assert (rung.is_estimated, rung.lacking) == (False, (("loss_over_before", 0, 1),))


@pytest.mark.parametrize("before", [0.0, np.nan])
def test_rings_around_a_place_that_had_nothing_have_no_number(before):
    assert ring_rung(rings_of(10, 5), before=before).lacking == (("ring_comparison", 0, 1),)


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        ({"0-10": 19, "10-25": 40, "25-50": 50}, (("cells_per_ring", 19, 20),)),
        ({"0-10": 30, "10-25": 40, "25-50": 5}, (("far_rings", 0, 1),)),
        ({"0-10": 30, "10-25": 40, "25-50": 50}, ()),
        (None, ()),
    ],
)
def test_rings_with_few_cells_have_no_number(cells, lacking):
    assert ring_rung(rings_of(10, 5), before=100.0, cells=cells).lacking == lacking
    assert ring_rung(None, before=100.0, cells=cells).lacking == (lacking or (("ring_comparison", 0, 1),))


def test_net_is_in_the_unit_of_the_ladder_and_keeps_its_origins():
    def rate(central, origin="assumed"):
        return Rate(central / 2, central, central, origin, "by hand")

    rates = Rates(rate(0.4), displacement=rate(0.25, "estimated"))
    rung = net_rung(Rung("gross", 100 * np.log(1.2)), rates)
    assert rung.estimate == pytest.approx(100 * np.log(1.09))
    assert rung.lower == rung.estimate < rung.upper == pytest.approx(100 * np.log(1.14))
    assert rung.steps["origin"].dropna().tolist() == ["assumed", "estimated"]
    assert np.isnan([rung.p, rung.detectable]).all()


@pytest.mark.parametrize("gross", [0.0, -3.0, np.nan])
def test_net_of_what_was_not_gained_has_no_number(gross):
    sure = Rate(0.0, 0.0, 0.0, "assumed", "by hand")
    assert net_rung(Rung("gross", gross), Rates(sure)).lacking == (("gain", 0, 1),)


def test_rungs_without_their_data_say_so():
    rungs = (
        firm_rung(None, share=0.0, periods_before=0),
        ring_rung(None, before=1.0),
        net_rung(Rung("gross", 1.0), None),
    )
    assert [(rung.name, rung.lacking) for rung in rungs] == [
        (name, ((what, 0, 1),)) for name, what in FURTHER.items()
    ]


def test_rung_is_put_in_its_place_and_what_firms_do_not_account_for_is_told():
    rungs = (
        Rung("target_minus_rest", 8.0, 4.0, 12.0),
        *(Rung(name, lacking=(("x", 0, 1),)) for name in FURTHER),
    )
    ladder = Ladder(rungs, None, None, 0.9)
    assert beyond_firms(ladder) is None
    ladder = with_rung(ladder, firm_rung(effect_on_firms(), share=1.0, periods_before=2))
    assert [rung.name for rung in ladder.rungs] == ["target_minus_rest", *FURTHER]
    beyond = beyond_firms(ladder)
    assert (beyond.estimate, beyond.lower, beyond.upper) == pytest.approx((0, -8, 8))
    with pytest.raises(MeasureError, match="is estimated by `climb`"):
        with_rung(ladder, Rung("national"))
