"""Calls corrected for how many tests were made."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.correction import correct_tests

TESTS = pd.DataFrame({"industry": list("abcd"), "p_value": [0.012, 0.02, 0.04, np.nan]}, index=[7, 5, 3, 1])


def test_three_tests_by_hand() -> None:
    # Benjamini-Hochberg: .012 * 3 / 1 = .036, .02 * 3 / 2 = .03 (which the first takes too), .04.
    # Holm: .012 * 3 = .036, .02 * 2 = .04, .04 * 1 = .04.
    table = correct_tests(TESTS)
    assert table["q_value"].tolist()[:3] == pytest.approx([0.03, 0.03, 0.04])
    assert table["holm_p"].tolist()[:3] == pytest.approx([0.036, 0.04, 0.04])
    assert table.index.tolist() == [7, 5, 3, 1]


@pytest.mark.parametrize(
    ("correction", "called"),
    [
        ("none", [True, False, False, False]),
        ("benjamini-hochberg", [False, False, False, False]),
        ("holm", [False, False, False, False]),
    ],
)
def test_correction_decides_about_the_calls(correction: str, called: list[bool]) -> None:
    table = correct_tests(TESTS, level=0.015, correction=correction)  # type: ignore[arg-type]
    assert table["is_called"].tolist() == called


def test_what_was_not_tested_is_not_called() -> None:
    row = correct_tests(TESTS, level=0.5, correction="none").loc[1]
    assert np.isnan(row["q_value"])
    assert np.isnan(row["holm_p"])
    assert not row["is_called"]


def test_input_is_not_changed() -> None:
    copy = TESTS.copy()
    correct_tests(TESTS)
    pd.testing.assert_frame_equal(TESTS, copy)


def test_bad_requests_are_refused() -> None:
    with pytest.raises(MeasureError, match="'bonferroni'"):
        correct_tests(TESTS, correction="bonferroni")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="`level` is 5"):
        correct_tests(TESTS, level=5)
    with pytest.raises(TableError, match="lacks the column 'p'"):
        correct_tests(TESTS, p_value="p")
    with pytest.raises(MeasureError, match=r"1\.5"):
        correct_tests(pd.DataFrame({"p_value": [1.5]}))
