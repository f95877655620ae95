import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.localization.patterns import Pattern, read_sites


def table(**columns):
    base = {"x": [9e5, 9.1e5, 9e5], "y": [2e6, 2e6, 2.1e6], "industry": ["b", "a", "b"], "workers": [1, 2, 3]}
    return pd.DataFrame({**base, **columns})


def test_read_sites_centers_coordinates_and_keeps_weights_apart_from_industries():
    sites = read_sites(table(), weight="workers")
    assert sites.pattern.x.tolist() == [-5e3, 5e3, -5e3]
    assert sites.pattern.weights.tolist() == [1, 2, 3]
    assert (sites.rows_of("b").tolist(), sites.diameter) == ([0, 2], pytest.approx(100_498.756))


def test_read_sites_leaves_the_table_as_it_was():
    before = table()
    read_sites(before, weight="workers")
    pd.testing.assert_frame_equal(before, table())


@pytest.mark.parametrize(
    ("columns", "error", "words"),
    [
        ({"workers": [1, -2, 3]}, TableError, "has 'workers' -2.0 in row 1"),
        ({"industry": ["b", None, "b"]}, TableError, "no 'industry' in row 1"),
        ({"x": [127.1, 127.2, 127.3], "y": [37.1, 37.2, 37.3]}, MeasureError, "degrees"),
        ({"x": [1e6] * 3, "y": [1e6] * 3}, MeasureError, "stand in one place"),
    ],
)
def test_read_sites_refuses(columns, error, words):
    with pytest.raises(error, match=words):
        read_sites(table(**columns), weight="workers")


def test_rows_of_an_unknown_industry_names_some_that_are_known():
    with pytest.raises(MeasureError, match=r"No site has the industry 'c'; there are a, b and others\."):
        read_sites(table()).rows_of("c")


def test_pattern_without_weights_counts_every_point_as_one():
    pattern = Pattern(np.arange(3.0), np.zeros(3))
    assert pattern.weights.tolist() == [1, 1, 1]
    assert pattern.at(np.array([2, 0]), weight=np.array([5.0, 6.0])).weights.tolist() == [5, 6]
