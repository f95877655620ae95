"""Growth rates by hand, their relations, and Gibrat's slope against the formula and its truth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.dynamics.growth import compound_annual, gibrat_slope, growth_rate


def one(x: float, y: float, rate: str) -> float:
    before, after = pd.DataFrame({"a": [x]}), pd.DataFrame({"a": [y]})
    return float(growth_rate(before, after, rate=rate)["a"][0])  # type: ignore[arg-type]


def test_three_rates_by_hand() -> None:
    assert one(80, 120, "percent") == 50.0
    assert one(80, 120, "log") == pytest.approx(np.log(1.5))
    assert one(80, 120, "midpoint") == 40 / 100


def test_births_deaths_and_nothing() -> None:
    assert (one(0, 5, "midpoint"), one(5, 0, "midpoint"), one(5, 0, "percent")) == (2.0, -2.0, -100.0)
    for x, y, rate in (
        (0, 5, "percent"),
        (0, 5, "log"),
        (5, 0, "log"),
        (0, 0, "midpoint"),
        (0, 0, "percent"),
    ):
        assert np.isnan(one(x, y, rate))


@settings(max_examples=30)
@given(x=st.integers(1, 10**6), y=st.integers(1, 10**6))
def test_rates_agree_in_sign_and_midpoint_is_symmetric(x: int, y: int) -> None:
    rates = [one(x, y, rate) for rate in ("percent", "log", "midpoint")]
    assert len({np.sign(rate) for rate in rates}) == 1
    assert one(y, x, "midpoint") == -rates[2]
    assert one(y, x, "log") == pytest.approx(-rates[1], abs=1e-12)


def test_unknown_rate_is_refused() -> None:
    with pytest.raises(MeasureError, match="'gross'"):
        one(1, 2, "gross")


def test_compound_growth_compounds() -> None:
    before, after = pd.DataFrame({"jobs": [291_817.0, 0.0]}), pd.DataFrame({"jobs": [349_709.0, 1.0]})
    yearly = compound_annual(before, after, years=3)["jobs"]
    assert 291_817 * (1 + yearly[0] / 100) ** 3 == pytest.approx(349_709)
    assert np.isnan(yearly[1])
    with pytest.raises(MeasureError, match="`years` is 0"):
        compound_annual(before, after, years=0)


def test_gibrat_slope_by_hand() -> None:
    # ln x = 0, 1, 2; growth = 0.3, 0, 0: slope = (-1 * 0.3 + 1 * 0) / 2.
    before = pd.Series(np.exp([0.0, 1.0, 2.0]))
    found = gibrat_slope(before, before * np.exp([0.3, 0.0, 0.0]))
    assert found.slope == pytest.approx(-0.15)
    # Residuals 0.05, -0.1, 0.05; leverages 5/6, 1/3, 5/6: HC3 = 2 * (0.05 / (1/6))^2 / 2^2.
    assert found.standard_error == pytest.approx(np.sqrt(2 * 0.3**2) / 2)


@settings(max_examples=30)
@given(sizes=arrays(np.float64, (6, 2), elements=st.floats(1, 100)))
def test_slope_is_that_of_least_squares(sizes: np.ndarray) -> None:
    before, after = pd.Series(sizes[:, 0]), pd.Series(sizes[:, 1])
    if np.ptp(np.log(sizes[:, 0])) < 1e-3:
        return
    expected = np.polyfit(np.log(before), np.log(after / before), 1)[0]
    assert gibrat_slope(before, after).slope == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_units_at_one_date_are_counted() -> None:
    before, after = (
        pd.Series({"a": 1.0, "b": 2.0, "c": 4.0, "d": 0.0}),
        pd.Series({"a": 2.0, "b": 2.0, "c": 5.0, "e": 1.0}),
    )
    found = gibrat_slope(before, after)
    assert (found.units, found.left_out) == (3, 2)


def test_units_of_one_size_are_refused() -> None:
    with pytest.raises(MeasureError, match="1 different sizes"):
        gibrat_slope(pd.Series([2.0, 2.0, 2.0]), pd.Series([1.0, 2.0, 3.0]))


def test_interval_covers_no_dependence() -> None:
    # Growth knows nothing of size, but the small vary more.
    covered = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        size = np.exp(rng.normal(2, 1.2, 150))
        after = size * np.exp(rng.normal(0, 1, 150) * (0.1 + 0.5 / np.sqrt(size)))
        found = gibrat_slope(pd.Series(size), pd.Series(after))
        covered += found.lower <= 0 <= found.upper
    assert 0.92 <= covered / 300 <= 0.98
