import numpy as np
import pytest

from sandan.evaluate.effects.comparisons import two_way_weights
from sandan.evaluate.effects.two_way import two_way_effect

COHORTS = [[2008, 2011, 0], [2008, 2009, 2014], [2010, 0], [2007, 2008, 2012, 2013, 0, 0]]


@pytest.mark.parametrize("cohorts", COHORTS)
@pytest.mark.parametrize("periods", [range(2006, 2016), [2006, 2007, 2009, 2010, 2013, 2015]])
def test_comparisons_add_up_to_the_coefficient_of_one_regression(make_staggered, cohorts, periods):
    rng = np.random.default_rng(len(cohorts))
    table = make_staggered(rng, rng.choice(cohorts, 40), effect=lambda since: 0.3 * since**2)
    table = table.loc[table["period"].isin(periods)]
    found = two_way_weights(table)
    assert found["weight"].sum() == pytest.approx(1)
    assert (found["weight"] > 0).all()
    assert found["weight"] @ found["estimate"] == pytest.approx(two_way_effect(table).estimate, abs=1e-9)


def test_one_cohort_is_one_comparison(make_staggered):
    table = make_staggered(np.random.default_rng(5), [2010] * 5 + [0] * 7, effect=lambda since: 1.0 + since)
    found = two_way_weights(table)
    assert found[["kind", "cohort", "compared_with"]].to_numpy().tolist() == [["treated_vs_never", 2010, 0]]
    assert found["weight"].tolist() == [1.0]


def test_units_with_holes_are_left_out(make_staggered):
    table = make_staggered(
        np.random.default_rng(6), [2010] * 6 + [2012] * 6 + [0] * 7, effect=lambda s: 1.0 + s
    )
    holed = table.drop(index=3)
    assert two_way_weights(holed).equals(two_way_weights(table.loc[table["unit"] != 0]))
