from functools import lru_cache

import pandas as pd

from sandan.report.calculations.asked import Asked

ROWS = pd.DataFrame({"city": ["A", "B"], "workers": [1, 2]})


def test_asked_is_equal_for_equal_content_and_settings_whatever_the_index():
    again = ROWS.copy().set_index(pd.Index([7, 8]))
    assert Asked.of(ROWS, 3) == Asked.of(again, 3)
    assert Asked.of(ROWS, 3) != Asked.of(ROWS, 2)
    assert Asked.of(ROWS, 3) != Asked.of(ROWS.assign(workers=[1, 3]), 3)
    assert Asked.of(ROWS, 3) != Asked.of(ROWS[::-1], 3)


def test_asked_lets_a_calculation_be_carried_out_once():
    carried_out = []

    @lru_cache
    def total(asked):
        carried_out.append(asked.settings)
        return asked.register["workers"].sum()

    assert [
        total(Asked.of(ROWS, 3)),
        total(Asked.of(ROWS.copy(), 3)),
        total(Asked.of(ROWS).looked_at(2)),
    ] == [3] * 3
    assert carried_out == [(3,), (2,)]
