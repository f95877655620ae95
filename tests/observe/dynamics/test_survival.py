"""Spells out of registers, survival by hand and by loops, and the error rates of curve and test."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.change.change_account import chained_account
from sandan.observe.dynamics.survival import log_rank, spells, survival_curves

LIVES = pd.DataFrame({"duration": [1, 2, 2, 3, 3], "died": [True, True, False, True, False]})


def registers(years: dict[int, str]) -> dict[int, pd.DataFrame]:
    return {year: pd.DataFrame({"unit": list(units), "place": "a"}) for year, units in years.items()}


def test_spells_by_hand() -> None:
    found = spells(registers({2010: "o", 2011: "onx", 2012: "nx", 2014: "n"}), attributes=["place"])
    assert found.spells.fillna(-1).to_numpy().tolist() == [
        ["n", 2011, -1, 3, False, "a"],
        ["x", 2011, 2014, 3, True, "a"],
    ]
    assert found.report.to_dict() == {
        "units": 3,
        "spells": 2,
        "died": 1,
        "censored": 1,
        "left_truncated": 1,
        "returned": 0,
    }


def test_gap_is_a_death_and_a_birth_or_nothing() -> None:
    years = registers({2010: "o", 2011: "og", 2012: "o", 2013: "og"})
    two = spells(years)
    assert two.spells[["unit", "born", "died"]].to_numpy().tolist() == [["g", 2011, True], ["g", 2013, False]]
    one = spells(years, gaps="one_spell")
    assert one.spells[["unit", "born", "died"]].to_numpy().tolist() == [["g", 2011, False]]
    assert two.report["returned"] == one.report["returned"] == 1


presence = st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=2, max_size=5)


@settings(max_examples=25)
@given(years=presence)
def test_births_and_deaths_are_those_of_the_change_account(years: list[set[str]]) -> None:
    tables = registers({2010 + k: "".join(sorted(units)) for k, units in enumerate(years)})
    counted = {y: t.assign(counts_old=True, counts_new=True) for y, t in tables.items()}
    account = chained_account(counted, places=["a"], surveyed={year: ["a"] for year in counted})
    lines = account.lines.set_index("line")["firms"]
    found = spells(tables)
    assert found.report["spells"] == lines["births"]
    first = sum(1 for unit in years[0] if not all(unit in units for units in years))
    assert found.report["died"] + first == lines["deaths"]


def test_curve_by_hand() -> None:
    curve = survival_curves(LIVES)
    assert curve[["time", "at_risk", "deaths"]].to_numpy().tolist() == [[1, 5, 1], [2, 4, 1], [3, 2, 1]]
    np.testing.assert_allclose(curve["survival"], [4 / 5, 4 / 5 * 3 / 4, 4 / 5 * 3 / 4 * 1 / 2])
    # Greenwood on log(-log): at time 1 the variance of log S is 1 / (5 * 4).
    spread = 1.959964 * np.sqrt(1 / 20) / abs(np.log(0.8))
    assert curve.loc[0, "lower"] == pytest.approx(0.8 ** np.exp(spread), rel=1e-5)
    assert curve.loc[0, "upper"] == pytest.approx(0.8 ** np.exp(-spread), rel=1e-5)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=12))
def test_any_curve_agrees_with_loops(rows: list[tuple[int, bool]]) -> None:
    curve = survival_curves(pd.DataFrame(rows, columns=["duration", "died"]))
    survival = 1.0
    for row in curve.itertuples():
        at_risk = sum(1 for time, _ in rows if time >= row.time)
        deaths = sum(1 for time, died in rows if time == row.time and died)
        survival *= 1 - deaths / at_risk
        assert (row.at_risk, row.deaths) == (at_risk, deaths)
        assert row.survival == pytest.approx(survival, abs=1e-12)


def test_cohorts_have_curves_of_their_own() -> None:
    both = pd.concat([LIVES.assign(born=2011), LIVES.assign(born=2012)])
    curves = survival_curves(both, by="born")
    assert curves["group"].tolist() == [2011] * 3 + [2012] * 3
    assert curves["survival"][:3].tolist() == curves["survival"][3:].tolist()


def test_curve_without_deaths_stays_at_one() -> None:
    curve = survival_curves(LIVES.assign(died=False))
    assert curve["survival"].tolist() == [1.0] * 3
    assert curve["lower"].isna().all()


@pytest.mark.parametrize(
    ("lives", "options", "error", "match"),
    [
        (LIVES.assign(age=[0, 0, 1, 0, 0]), {"entered": "age"}, MeasureError, "left-truncated"),
        (LIVES.assign(died=1), {}, TableError, "True or False"),
        (LIVES.assign(duration=-1), {}, TableError, "'duration' -1"),
        (LIVES[:0], {}, MeasureError, "0 rows"),
        (LIVES, {"confidence": 95}, MeasureError, "95"),
    ],
)
def test_lives_that_cannot_be_read_are_refused(
    lives: pd.DataFrame, options: dict, error: type, match: str
) -> None:
    with pytest.raises(error, match=match):
        survival_curves(lives, **options)


def test_lives_seen_from_birth_may_say_so() -> None:
    lives = LIVES.assign(age=0)
    pd.testing.assert_frame_equal(survival_curves(lives, entered="age"), survival_curves(LIVES))


def test_one_register_is_refused() -> None:
    with pytest.raises(MeasureError, match="1 registers"):
        spells(registers({2010: "a"}))


def test_log_rank_by_hand() -> None:
    # a dies at 1 and 2, b at 3 and 4. Expected deaths of a: 2/4 at 1, 1/3 at 2; variances 1/4 and 2/9.
    lives = pd.DataFrame({"place": list("aabb"), "duration": [1, 2, 3, 4], "died": True})
    row = log_rank(lives, by="place").iloc[0]
    assert row["statistic"] == pytest.approx((2 - 1 / 2 - 1 / 3) / np.sqrt(1 / 4 + 2 / 9))
    assert (row["deaths_first"], row["deaths_second"]) == (2, 2)


def test_every_pair_of_groups_is_tested_once() -> None:
    lives = pd.concat([LIVES.assign(place=place) for place in "abc"])
    table = log_rank(lives, by="place")
    assert (table["first"] + table["second"]).tolist() == ["ab", "ac", "bc"]
    assert (table["q_value"] >= table["p_value"]).all()


def test_groups_without_deaths_have_no_test() -> None:
    lives = pd.concat([LIVES.assign(place=place, died=False) for place in "ab"])
    assert log_rank(lives, by="place")["p_value"].isna().all()
    with pytest.raises(MeasureError, match="1 group"):
        log_rank(LIVES.assign(place="a"), by="place")


def drawn_lives(rng: np.random.Generator, number: int) -> pd.DataFrame:
    """Draw yearly lives with a hazard of 0.25 that are lost from sight at 1 to 6 years."""
    life, seen = rng.geometric(0.25, number), rng.integers(1, 7, number)
    return pd.DataFrame({"duration": np.minimum(life, seen), "died": life <= seen})


def test_log_rank_holds_its_level_and_the_curve_its_coverage() -> None:
    calls, covered = [], []
    for seed in range(200):
        lives = drawn_lives(np.random.default_rng(seed), 160).assign(place=["a", "b"] * 80)
        calls.append(log_rank(lives, by="place")["p_value"][0] <= 0.05)
        at_three = survival_curves(lives).set_index("time").loc[3.0]
        covered.append(at_three["lower"] <= 0.75**3 <= at_three["upper"])
    assert 0.015 <= np.mean(calls) <= 0.09
    assert 0.91 <= np.mean(covered) <= 0.985
