"""Against dummies for every unit and period, and weights for every outcome."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.effects.imputation import imputed_effect


@pytest.fixture(scope="module")
def holed(make_staggered):
    rng = np.random.default_rng(1)
    table = make_staggered(rng, rng.choice([2009, 2012, 0], 60), effect=lambda since: 0.5 * since)
    return table.loc[rng.random(len(table)) < 0.85].reset_index(drop=True)


def _by_dummies(table, cluster, chosen):
    """Regress untreated rows on dummies; give every outcome its weight."""
    dummies = pd.get_dummies(table[["unit", "period"]].astype(str), dtype=float).to_numpy()
    treated = table["truth"].notna().to_numpy()
    weights = chosen / chosen.sum()
    # What untreated outcomes add to what is expected for the chosen rows.
    untreated = dummies[~treated]
    by_outcome = weights.copy()
    by_outcome[~treated] = -(weights @ dummies @ np.linalg.pinv(untreated))
    y = table["outcome"].to_numpy()
    rest = y - dummies @ np.linalg.lstsq(untreated, y[~treated], rcond=None)[0]
    cells = table.assign(tau=rest, w=weights**2, wt=weights**2 * rest).groupby(["cohort", "period"])
    mean = (
        (cells["wt"].transform("sum") / cells["w"].transform("sum").replace(0, np.nan)).fillna(0).to_numpy()
    )
    left = np.where(treated, rest - mean, rest)
    sums = pd.Series(by_outcome * left).groupby(table[cluster].to_numpy()).sum()
    return by_outcome @ y, float(np.sqrt((sums**2).sum()))


@pytest.mark.parametrize("cluster", ["unit", "city"])
def test_estimates_and_errors_are_those_of_the_weights(holed, cluster):
    # Every unit that is treated has to be there before it is.
    early = holed.loc[holed["truth"].isna(), "unit"].unique()
    table = holed.loc[holed["unit"].isin(early)].reset_index(drop=True)
    found = imputed_effect(table, cluster=cluster)
    since = (table["period"] - table["cohort"]).to_numpy()
    treated = table["truth"].notna().to_numpy()
    estimate, error = _by_dummies(table, cluster, treated * 1.0)
    assert found.estimate == pytest.approx(estimate, abs=1e-9)
    assert found.error == pytest.approx(error, abs=1e-9)
    for event, part in found.parts.iterrows():
        estimate, error = _by_dummies(table, cluster, (treated & (since == event)) * 1.0)
        assert part["estimate"] == pytest.approx(estimate, abs=1e-9)
        assert part["error"] == pytest.approx(error, abs=1e-9)


def test_periods_without_untreated_rows_are_left_out_and_counted(make_staggered):
    cohorts = [2008] * 20 + [2012] * 20
    table = make_staggered(np.random.default_rng(2), cohorts, effect=lambda since: since + 1.0)
    found = imputed_effect(table)
    # From 2012 on all 40 units are treated: four periods.
    assert found.notes == ("unexpected_left_out:160",)
    assert found.parts.index.tolist() == [0, 1, 2, 3]
    assert found.estimate == pytest.approx(imputed_effect(table.loc[table["period"] < 2012]).estimate)


def test_units_without_an_untreated_row_are_left_out(make_staggered):
    table = make_staggered(np.random.default_rng(3), [2009] * 20 + [0] * 20, effect=lambda since: since + 1.0)
    late = table.loc[(table["unit"] != 0) | (table["period"] >= 2009)]
    without = table.loc[table["unit"] != 0]
    assert imputed_effect(late).estimate == pytest.approx(imputed_effect(without).estimate)
    assert "unexpected_left_out:7" in imputed_effect(late).notes


def test_nothing_to_expect_is_refused():
    """The early are not there before they begin, and in the last period everybody has begun."""
    rows = [(k, year, 1.0, 2 + k // 2) for k in range(4) for year in (1, 2, 3) if k >= 2 or year > 1]
    table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    with pytest.raises(MeasureError, match="Nothing can be expected for any of 6 treated rows"):
        imputed_effect(table)
    with pytest.raises(MeasureError, match="`level` is 95"):
        imputed_effect(table, level=95)
