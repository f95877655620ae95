"""Verdicts by hand, their reasons, and their error rates over many industries."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.localization.bands import simulation_band
from sandan.observe.localization.excess import excess_by_distance
from sandan.observe.localization.verdicts import Curves, judge, judge_with_bands

DISTANCES = np.array([0.0, 10.0, 20.0, 40.0])
# Flat curves at the heights 1 to 39. A flat one above them all is as extreme as the lowest: p = 2 / 40,
# and the band goes from 2 to 39; below them all likewise, from 1 to 38.
FLAT = np.repeat(np.arange(1.0, 40.0)[:, None], 4, axis=1)


def flat(*observed: float) -> Curves:
    return DISTANCES, np.array(observed), FLAT


def one(curves: Curves | str, **options: object) -> pd.Series:
    return judge({"chips": curves}, **options).loc[0]  # type: ignore[arg-type]


def test_localized_industry_by_hand() -> None:
    # Above 39 by 3, 0, 1 and 0; what is below 2 at the end does not count.
    row = one(flat(42, 39, 40, 0.5))
    assert row["verdict"] == "localized"
    assert (row["p_value"], row["q_value"], row["holm_p"]) == (0.025, 0.025, 0.025)
    assert (row["localization_index"], row["dispersion_index"]) == (4.0, 0.0)
    assert row["localization_area"] == 10 * (3 + 0) / 2 + 10 * (0 + 1) / 2 + 20 * (1 + 0) / 2
    assert row["dispersion_area"] == 0
    assert (row["first_distance"], row["last_distance"], row["peak_distance"]) == (0.0, 20.0, 0.0)
    assert (row["distances_outside"], row["distances_used"], row["simulations"]) == (2, 4, 39)


def test_dispersed_industry_by_hand() -> None:
    row = one(flat(0.5, 0, 0.5, 1))
    assert row["verdict"] == "dispersed"
    assert (row["localization_index"], row["dispersion_index"]) == (0.0, 2.0)
    assert row["dispersion_area"] == 10 * (0.5 + 1) / 2 + 10 * (1 + 0.5) / 2 + 20 * (0.5 + 0) / 2
    assert (row["first_distance"], row["last_distance"], row["peak_distance"]) == (0.0, 20.0, 10.0)


def test_curve_inside_its_band_is_neither() -> None:
    row = one(flat(20, 20, 20, 20))
    assert (row["verdict"], row["reason"], row["is_called"]) == ("neither", "", False)
    assert row["localization_index"] == row["dispersion_index"] == 0
    assert np.isnan(row["peak_distance"])


def test_one_sided_question_gets_a_one_sided_answer() -> None:
    low = flat(0, 0, 0, 0)
    assert one(low, side="above")["verdict"] == "neither"
    assert one(low, side="below")["verdict"] == "dispersed"


@given(observed=arrays(np.float64, 4, elements=st.floats(-60, 60)))
def test_indices_agree_with_a_loop(observed: np.ndarray) -> None:
    band = simulation_band(observed, FLAT)
    above = [max(k - high, 0.0) for k, high in zip(observed, band.upper, strict=True)]
    below = [0.0 if any(above) else max(low - k, 0.0) for k, low in zip(observed, band.lower, strict=True)]
    table = excess_by_distance(DISTANCES, observed, band)
    assert table["localization"].tolist() == above
    assert table["dispersion"].tolist() == below


def test_industries_are_ranked_and_every_verdict_is_there() -> None:
    table = judge(
        {
            "none": "one plant only",
            "inside": flat(20, 20, 20, 20),
            "low": flat(0, 0, 0, 0),
            "high": flat(40, 40, 40, 40),
            "higher": flat(50, 50, 40, 40),
        },
        correction="none",
    )
    assert table["industry"].tolist() == ["higher", "high", "low", "inside", "none"]
    assert table["verdict"].tolist() == ["localized", "localized", "dispersed", "neither", "not testable"]
    assert table["reason"].tolist() == ["", "", "", "", "one plant only"]


def test_correction_takes_calls_back_and_says_why() -> None:
    curves = {f"inside {i}": flat(20, 20, 20, 20) for i in range(9)}
    curves |= {"high": flat(40, 40, 40, 40), "odd": flat(40, 40, 40, 0.5)}
    table = judge(curves).set_index("industry")
    assert table.at["high", "p_value"] == 0.05
    assert table.at["high", "verdict"] == "neither"
    assert table.at["high", "localization_index"] == 4.0
    assert table.at["high", "reason"] == "outside its band, but not called among 11 industries"
    # Alone at the top at three distances and alone at the bottom at the last.
    assert table.at["odd", "p_value"] == 1 / 40
    assert "even the least p-value" in table.at["odd", "reason"]
    assert judge(curves, correction="none")["verdict"].tolist()[:3] == ["localized", "localized", "neither"]


def test_extreme_by_ties_only_is_neither() -> None:
    # Two values per distance: the observed curve is alone in taking the rare one at both distances,
    # but curves that take it once stay in the band.
    simulated = np.zeros((39, 2))
    simulated[:19, 0] = simulated[20:, 1] = 1.0
    observed = np.array([1.0, 1.0])
    row = one((DISTANCES[:2], observed, simulated), side="above")
    assert row["p_value"] == 0.025
    assert (row["verdict"], row["reason"]) == ("neither", "extreme by ties only, nowhere outside its band")


def test_distances_without_a_curve_are_left_out_and_counted() -> None:
    simulated = FLAT.copy()
    simulated[3, 0] = np.nan
    row = one((DISTANCES, np.array([99.0, 40.0, np.nan, 50.0]), simulated))
    assert (row["distances_used"], row["distances_left_out"]) == (2, 2)
    assert (row["verdict"], row["first_distance"]) == ("localized", 10.0)


def test_what_cannot_be_tested_says_why() -> None:
    few = one((DISTANCES, np.zeros(4), FLAT[:9]))
    assert few["verdict"] == "not testable"
    assert few["reason"].startswith("With 9 simulations")
    empty = one((DISTANCES, np.full(4, np.nan), FLAT))
    assert (empty["reason"], empty["distances_left_out"]) == ("no distance has all curves defined", 4)
    everywhere = one((DISTANCES, np.ones(4), np.ones((39, 4))))
    assert everywhere["reason"] == "every simulated curve is the same"
    assert not everywhere["is_called"]


def test_industries_that_cannot_be_tested_do_not_count() -> None:
    curves = {"high": flat(40, 40, 40, 40)} | {str(i): "one plant" for i in range(50)}
    assert judge(curves).loc[0, "q_value"] == 0.05


def test_no_industries_give_an_empty_table() -> None:
    table = judge({})
    assert table.empty
    assert "verdict" in table.columns


def test_rules_without_p_values_cannot_be_corrected() -> None:
    with pytest.raises(MeasureError, match="'duranton_overman' gives no p-values"):
        one(flat(1, 1, 1, 1), rule="duranton_overman")
    row = one(flat(42, 39, 40, 20), rule="duranton_overman", correction="none", level=0.2)
    assert row["verdict"] == "localized"
    assert np.isnan(row["p_value"])
    assert one(flat(20, 20, 20, 20), rule="pointwise", correction="none")["verdict"] == "neither"


def test_bad_requests_are_refused() -> None:
    with pytest.raises(MeasureError, match=r"'chips' have shapes \(4,\), \(3,\)"):
        one((DISTANCES, np.zeros(3), FLAT))
    with pytest.raises(MeasureError, match=r"'chips' do not rise from 40\.0"):
        one((DISTANCES[::-1], np.zeros(4), FLAT))
    with pytest.raises(MeasureError, match="'sidak'"):
        one(flat(1, 1, 1, 1), correction="sidak")
    with pytest.raises(MeasureError, match="`level` is 0"):
        one("no curve", level=0)
    with pytest.raises(MeasureError, match="band"):
        excess_by_distance(DISTANCES[:2], np.zeros(4), simulation_band(np.zeros(4), FLAT))


def test_judge_with_bands_shows_the_curves_that_could_be_tested() -> None:
    chance = np.random.default_rng(1).normal(size=(99, 4))
    told = {
        "a": (DISTANCES, np.full(4, 9.0), chance),
        "b": "too small",
        "c": (DISTANCES, np.zeros(4), chance),
    }
    table, bands = judge_with_bands(told)
    pd.testing.assert_frame_equal(table, judge(told))
    assert bands["industry"].tolist() == ["a"] * 4 + ["c"] * 4
    assert bands["expected"].tolist()[:4] == chance.mean(axis=0).tolist()
    assert judge_with_bands({"b": "too small"})[1].empty


def test_input_is_not_changed() -> None:
    observed, simulated = np.array([42.0, np.nan, 40.0, 0.5]), FLAT.copy()
    one((DISTANCES, observed, simulated))
    assert np.isnan(observed[1])
    assert np.array_equal(simulated, FLAT)


def smooth(rng: np.random.Generator, count: int) -> np.ndarray:
    steps = np.arange(6)
    covariance = np.exp(-((steps[:, None] - steps) ** 2) / 4) + 1e-9 * np.eye(6)
    return rng.normal(size=(count, 6)) @ np.linalg.cholesky(covariance).T


def country(rng: np.random.Generator, planted: int) -> dict[int, Curves]:
    """Draw 12 industries, of which the first ones lie 6 standard deviations too high."""
    curves = {}
    for industry in range(12):
        drawn = smooth(rng, 300)
        drawn[0] += 6.0 * (industry < planted)
        curves[industry] = (np.arange(6.0), drawn[0], drawn[1:])
    return curves


def test_random_industries_are_rarely_called_after_correction() -> None:
    # Any call at all in at most 5 % of countries of chance: of 50, more than 6 are seen once in 80.
    rng = np.random.default_rng(3)
    tables = [judge(country(rng, 0), correction="none") for _ in range(50)]
    assert sum((table["q_value"] <= 0.05).any() for table in tables) <= 6
    assert sum((table["p_value"] <= 0.05).any() for table in tables) > 15


def test_planted_industries_are_found_with_few_false_ones() -> None:
    rng = np.random.default_rng(4)
    shares = []
    for _ in range(30):
        table = judge(country(rng, 4))
        called = table.loc[table["is_called"], "industry"]
        assert set(called) >= set(range(4))
        shares.append((called >= 4).mean())
    assert np.mean(shares) <= 0.08
