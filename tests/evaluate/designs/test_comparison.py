"""The gap by hand, with and without a level before."""

import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.designs.comparison import compare
from sandan.evaluate.designs.panel import treated_panel

YEARS = [2012, 2013, 2014, 2015]
JOBS = pd.DataFrame([[5, 6, 9, 12], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=YEARS)
PANEL = treated_panel(JOBS, treated="a", start=2014)
QUARTER = np.array([0.25, 0.75])


def test_gap_by_hand():
    # The mixture is 2.5, 3.5, 4.5, 5.5; the gap 2.5, 2.5, 4.5, 6.5.
    found = compare(PANEL, "by hand", unit_weights=QUARTER, time_weights=np.zeros(2))
    assert found.effects["without_policy"].tolist() == [2.5, 3.5, 4.5, 5.5]
    assert found.estimate == 5.5
    assert found.error_before == 2.5
    assert found.error_after == pytest.approx(np.sqrt((4.5**2 + 6.5**2) / 2))


def test_level_before_is_subtracted_everywhere():
    found = compare(PANEL, "by hand", unit_weights=QUARTER, time_weights=np.array([1.0, 0.0]))
    assert found.effects["effect"].tolist() == [0, 0, 2, 4]
    assert found.estimate == 3
    assert (found.effects["observed"] - found.effects["without_policy"]).tolist() == [0, 0, 2, 4]
    assert found.unit_weights.to_dict() == {"b": 0.25, "c": 0.75}
    assert found.time_weights.to_dict() == {2012: 1, 2013: 0}
