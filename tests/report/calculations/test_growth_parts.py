import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.report.calculations.growth_parts import PARTS_OF, growth_parts

START = pd.DataFrame({"C26": [100, 100], "G47": [100, 300]}, index=["here", "rest"])
END = pd.DataFrame({"C26": [180, 120], "G47": [110, 310]}, index=["here", "rest"])


def test_growth_parts_by_hand():
    parts = growth_parts({2010: START, 2013: END}, "here").set_index(["variant", "part"])["value"]
    # The nation grows by 120 of 600; the city of 200 would have grown by 40.
    assert parts["dunn", "national"] == pytest.approx(40)
    # C26 grows by half in the nation, G47 by a twentieth: 50 + 5 - 40.
    assert parts["dunn", "mix"] == pytest.approx(15)
    assert parts["dunn", "not_explained_by_mix"] == pytest.approx(35)
    assert parts["dunn", "change"] == 90


def test_growth_parts_between_two_dates_has_no_dynamic_variant():
    assert set(growth_parts({2010: START, 2013: END}, "here")["variant"]) == {"dunn", "esteban_marquillas"}


def test_growth_parts_keeps_an_industry_that_is_new_here():
    new = END.assign(J62=[7, 0])
    parts = growth_parts({2010: START.assign(J62=[0, 5]), 2013: new}, "here")
    assert parts.loc[parts["part"] == "change", "value"].tolist() == [97.0, 97.0]


def test_growth_parts_of_an_unknown_place_is_refused():
    with pytest.raises(MeasureError, match="'nowhere' is in none of the tables"):
        growth_parts({2010: START, 2013: END}, "nowhere")


@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_growth_parts_add_up_to_the_change_in_every_variant(seed, dates):
    rng = np.random.default_rng(seed)
    labels = {"index": list("abc"), "columns": list("wxyz")}
    tables = {
        2000 + t: pd.DataFrame(rng.integers(0, 50, (3, 4)) + np.eye(3, 4), **labels) for t in range(dates)
    }
    parts = growth_parts(tables, "b").pivot_table(index="variant", columns="part", values="value")
    for variant, known in PARTS_OF.items():
        if variant in parts.index:
            assert parts.loc[variant, list(known)].sum() == pytest.approx(parts.loc[variant, "change"])


def test_growth_parts_of_some_industries_keep_the_nation_of_all():
    jobs = {2010: START, 2013: END}
    whole = growth_parts(jobs, "here").set_index(["variant", "part"])["value"]
    apart = [
        growth_parts(jobs, "here", industries=[code]).set_index(["variant", "part"])["value"]
        for code in ("C26", "G47")
    ]
    # C26 alone: 100 jobs at a fifth of the nation, at its half 30 more, and 30 beyond.
    assert apart[0]["dunn"].tolist() == pytest.approx([20, 30, 30, 0, 80])
    pd.testing.assert_series_equal(sum(apart), whole)
