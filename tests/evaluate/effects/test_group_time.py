import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.effects.group_time import Rule, cells_of
from sandan.evaluate.panels.long import long_panel


@pytest.mark.parametrize("drawn_anew", [False, True])
def test_cells_are_differences_of_four_means(make_staggered, drawn_anew):
    rng = np.random.default_rng(1)
    table = make_staggered(rng, rng.choice([2009, 2012, 0], 60), effect=lambda since: since + 1.0)
    table = table.loc[rng.random(len(table)) < 0.8]
    panel = long_panel(table)
    wide = table.pivot_table(index="unit", columns="period", values="outcome")
    cohorts = table.groupby("unit")["cohort"].first()
    for cell in cells_of(panel, Rule("doubly_robust", "never", 0, False, drawn_anew)):
        base = cell.cohort - 1 if cell.period >= cell.cohort else cell.period - 1
        pair = wide[[cell.period, base]] if drawn_anew else wide[[cell.period, base]].dropna()
        means = pair.groupby(cohorts.reindex(pair.index)).mean()
        change = means[cell.period] - means[base]
        assert cell.found.estimate == pytest.approx(change[cell.cohort] - change[0], abs=1e-12)
        assert len(np.unique(cell.units)) == len(cell.units) == len(cell.found.influence)


def test_cells_without_anybody_to_compare_say_so():
    rows = [(unit, year, 1.0 * year, {0: 2, 1: 3}[unit]) for unit in (0, 1) for year in (1, 2, 3)]
    table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    found = {
        (cell.cohort, cell.period): cell.found is not None
        for cell in cells_of(long_panel(table), Rule("regression", "not_yet", 0, True, False))
    }
    # The base of each cohort is compared with nothing and is 0.
    assert found == {(2, 1): True, (2, 2): True, (2, 3): False, (3, 1): False, (3, 2): True, (3, 3): False}
