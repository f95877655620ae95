"""A grid by hand: zeros are kept, and what nobody counted is no zero."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.panels.cells import grid_cells


def register():
    return pd.DataFrame(
        {
            "period": [2011, 2011, 2012, 2012, 2011],
            "x": [500.0, 900.0, -100.0, 600.0, np.nan],
            "y": [100.0, 100.0, 100.0, 100.0, np.nan],
            "workers": [5.0, 7.0, 9.0, np.nan, 4.0],
            "region": ["a", "a", "b", "a", "a"],
        }
    )


def test_cells_by_hand_keep_zeros_and_unknown_amounts():
    sites = register()
    found = grid_cells(sites, counted=sites["workers"].ne(7), amount="workers")
    wide = found.table.set_index(["unit", "period"])["outcome"].unstack()  # noqa: PD010
    assert wide.loc["-1:0"].tolist() == [0, 9]
    assert wide.loc["0:0", 2011] == 5
    assert np.isnan(wide.loc["0:0", 2012])
    assert found.table.drop_duplicates("unit").set_index("unit").loc["-1:0", ["x", "y"]].tolist() == [
        -0.5,
        0.5,
    ]
    assert found.not_placed.to_dict() == {2011: 1, 2012: 0}


def test_unknown_amount_of_what_is_not_counted_is_no_gap():
    sites = register()
    found = grid_cells(sites, counted=sites["workers"] > 0, amount="workers").table
    assert found.set_index(["unit", "period"])["outcome"].to_dict() == {
        ("-1:0", 2011): 0,
        ("-1:0", 2012): 9,
        ("0:0", 2011): 12,
        ("0:0", 2012): 0,
    }


def test_region_without_survey_is_missing_in_that_period_only():
    sites = register().assign(workers=1.0)
    nobody = pd.DataFrame({"region": ["a"], "period": [2012]})
    found = grid_cells(sites, counted=sites["workers"] > 0, not_surveyed=nobody).table
    wide = found.set_index(["unit", "period"])["outcome"].unstack()  # noqa: PD010
    assert np.isnan(wide.loc["0:0", 2012])
    assert wide.loc["0:0", 2011] == 2
    assert wide.loc["-1:0"].tolist() == [0, 1]


def test_total_of_cells_is_that_of_the_register():
    rng = np.random.default_rng(1)
    count = 500
    sites = pd.DataFrame(
        {
            "period": rng.integers(2000, 2004, count),
            "x": rng.normal(0, 5000, count),
            "y": rng.normal(0, 5000, count),
            "workers": rng.integers(1, 50, count),
        }
    )
    for size in (0.5, 3):
        cells = grid_cells(sites, counted=sites["workers"] > 10, amount="workers", size_km=size).table
        expected = sites.loc[sites["workers"] > 10].groupby("period")["workers"].sum()
        assert cells.groupby("period")["outcome"].sum().to_dict() == expected.to_dict()


def test_what_cannot_be_a_grid_is_refused():
    sites = register()
    with pytest.raises(MeasureError, match="`size_km` is 0"):
        grid_cells(sites, counted=sites["workers"] > 0, size_km=0)
    with pytest.raises(MeasureError, match="another index"):
        grid_cells(sites, counted=pd.Series([True]))
    with pytest.raises(TableError, match="coordinates"):
        grid_cells(sites.assign(x=np.nan), counted=sites["workers"] > 0)
    with pytest.raises(TableError, match="'y'"):
        grid_cells(sites.drop(columns="y"), counted=sites["workers"] > 0)
