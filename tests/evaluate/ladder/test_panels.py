import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.ladder.outcomes import LadderOutcomes
from sandan.evaluate.ladder.panels import compared_tables, rung_panel


@pytest.fixture
def outcomes():
    years = [2010, 2011, 2012]
    target = pd.DataFrame(np.arange(12.0).reshape(4, 3) / 100, index=list("abcd"), columns=years)
    regions = pd.Series({"a": "x", "b": "x", "c": "x", "d": "y"})
    return LadderOutcomes("a", 2012, target, target, target / 2, regions, pd.DataFrame())


def test_rungs_differ_in_donors_and_in_what_is_taken_away(outcomes):
    tables = compared_tables(outcomes)
    assert list(tables["same_region"].index) == ["a", "b", "c"]
    assert tables["national"].loc["d"].tolist() == pytest.approx([9, 10, 11])
    assert tables["target_minus_rest"].loc["d"].tolist() == pytest.approx([4.5, 5, 5.5])


def test_panel_of_a_rung_has_its_donors(outcomes):
    panel = rung_panel(outcomes, "same_region")
    assert (list(panel.donors), panel.treated, panel.start) == (["b", "c"], "a", 2012)
    with pytest.raises(KeyError, match="gross"):
        rung_panel(outcomes, "gross")
