import json
from base64 import b64decode

import numpy as np
import pandas as pd
import pytest

from sandan.data.country.boundaries import boundaries_table
from sandan.data.country.panel import Words, panel_table
from sandan.errors import ReportError
from sandan.report.maps.points import placed, points
from sandan.report.maps.viewport import Viewport, viewport_of

VIEW = Viewport(0, -5, 10, 5, 1000, 1000)
SITES = pd.DataFrame(
    {
        "establishment": ["a", "b", "c", "d", "e"],
        "period": 2013,
        "industry": ["26112", "10711", "26111", "10711", "10711"],
        "complex": [None, "X2", "X1", None, None],
        "longitude": [1.0, 2.0, 10.0, None, 11.0],
        "latitude": [4.0, 0.0, -5.0, 1.0, 1.0],
    }
)


def blocks(found):
    return np.frombuffer(found.data, "<u2").reshape(4, found.count)


def test_bytes_are_four_blocks_by_hand():
    found = points(SITES, VIEW)
    assert found.data.hex(" ", 2) == (
        "6400 c800 e803 "  # x: 100, 200, 1000
        "6400 f401 e803 "  # y: 100, 500, 1000
        "0100 0000 0100 "  # group: 261, 107, 261
        "0000 0200 0100"  # complex: none, X2, X1
    )
    assert (found.groups, found.complexes) == (("107", "261"), ("X1", "X2"))
    assert (found.count, found.without_coordinates, found.outside) == (3, 1, 1)


def test_points_are_those_of_the_marked_rows_in_order():
    assert SITES.loc[placed(SITES, VIEW), "establishment"].tolist() == ["a", "b", "c"]


def test_groups_can_be_coarser():
    assert points(SITES, VIEW, digits=2).groups == ("10", "26")


def test_table_without_coordinates_is_counted_and_placed_nowhere():
    found = points(SITES.drop(columns=["longitude", "latitude"]), VIEW)
    assert (found.count, found.without_coordinates, found.data, found.groups) == (0, 5, b"", ())


def test_empty_table_gives_no_points():
    assert points(SITES.iloc[:0], VIEW).count == 0


def test_json_holds_the_same_bytes():
    found = points(SITES, VIEW)
    written = json.loads(json.dumps(found.to_json()))
    assert b64decode(written["data"]) == found.data
    assert written["groups"] == ["107", "261"]
    assert "establishment" not in written


def test_several_years_and_no_digits_are_refused():
    with pytest.raises(ReportError, match="of 2 years, 2013 to 2014"):
        points(pd.concat([SITES, SITES.assign(period=2014)]), VIEW)
    with pytest.raises(ReportError, match="`digits` is 0"):
        points(SITES, VIEW, digits=0)


def test_every_site_of_a_country_is_on_its_map_near_where_it_is(small_country):
    boundaries = boundaries_table(small_country)
    view = viewport_of(boundaries["geometry"])
    sites = panel_table(small_country, Words.of(small_country), 2013).to_pandas()
    sites = sites.assign(industry=sites["industry"].astype("str"), complex=sites["complex"].astype("str"))
    found = points(sites, view)
    assert (found.count, found.without_coordinates, found.outside) == (len(sites), 0, 0)
    x, y, group, fence = blocks(found).astype(int)
    away = view.degrees(np.column_stack([x, y])) - sites[["longitude", "latitude"]].to_numpy()
    assert np.abs(away * (view.across, 1)).max() * view.units_per_degree <= 0.5 + 1e-6
    assert [found.groups[k] for k in group] == sites["industry"].str[:3].tolist()
    named = [found.complexes[k - 1] if k else "" for k in fence]
    assert named == sites["complex"].fillna("").tolist()
