"""P-values of drawn values by hand."""

import numpy as np
import pytest

from sandan.errors import MeasureError
from sandan.observe.chance import against_chance, check_draws


def test_nineteen_draws_by_hand() -> None:
    # Two of the draws are 17 or more, 18 are 17 or less: 0, 1, ..., 18.
    test = against_chance(17.0, np.arange(19.0))
    assert (test.p_high, test.p_low) == ((1 + 2) / 20, (1 + 18) / 20)
    assert (test.p_value, test.expected, test.draws) == (2 * 3 / 20, 9.0, 19)


def test_values_that_differ_by_rounding_are_equal() -> None:
    assert against_chance(0.1 + 0.2, np.full(19, 0.3)).p_low == 1.0
    assert against_chance(0.1 + 0.2, np.full(19, 0.3)).p_high == 1.0


def test_unknown_value_has_no_p_value() -> None:
    assert np.isnan(against_chance(np.nan, np.arange(19.0)).p_value)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(MeasureError, match="18"):
        check_draws(18)


def test_p_value_is_uniform_where_nothing_is_there() -> None:
    rng = np.random.default_rng(3)
    draws = rng.normal(size=(2000, 200))
    p = np.array([against_chance(float(row[0]), row[1:]).p_value for row in draws])
    assert abs((p <= 0.05).mean() - 0.05) < 0.015
