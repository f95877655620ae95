"""Coordinates are meters, or refused."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import TableError
from sandan.observe.hotspots.coordinates import ground_coordinates


def test_meters_come_back_as_numbers() -> None:
    table = pd.DataFrame({"x": [200_000, 200_500], "y": [450_000.5, 451_000.0]})
    assert ground_coordinates(table, "sites").tolist() == [[200_000, 450_000.5], [200_500, 451_000]]


def test_longitude_and_latitude_are_refused() -> None:
    with pytest.raises(TableError, match=r"degrees \(x from 126\.9 to 127\.1"):
        ground_coordinates(pd.DataFrame({"x": [126.9, 127.1], "y": [37.5, 37.6]}), "sites")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"x": [1000.0, np.nan], "y": [0.0, 0.0]}, "no 'x' in row 1"),
        ({"x": [1000.0, np.inf], "y": [0.0, 0.0]}, r"\[inf, 0\.0\] in row 1"),
        ({"x": ["east"], "y": [0.0]}, "not a number"),
        ({"x": [1000.0]}, "lacks the column 'y'"),
        ({"x": [], "y": []}, "0 rows"),
    ],
)
def test_what_is_no_place_is_refused(table: dict[str, list[object]], words: str) -> None:
    with pytest.raises(TableError, match=words):
        ground_coordinates(pd.DataFrame(table), "sites")
