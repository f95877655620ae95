import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts.standing import peer_columns, peer_strips, target_path

PARTS = pd.DataFrame(
    {
        "label": ["A", "A", "B", "B"],
        "characteristic": ["size", "growth"] * 2,
        "contribution": [1.0, 0.5, 2.0, np.nan],
    }
)
WAY = pd.DataFrame(
    {
        "period": [2009, 2010, 2012, 2014],
        "value": [9.0, 10, 11, np.nan],
        "provisional": [False, False, True, False],
        "path": [np.nan, 10.0, 12, 14],
        "band_lower": [np.nan, 10.0, 11.5, 14],
        "band_upper": [np.nan, 10.0, 12.5, 14],
    }
)


@pytest.mark.parametrize("width", [680, 360])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_pictures_keep_their_width(draw, width_of, width, lang):
    strips = pd.DataFrame(
        {"characteristic": "size", "standardized": [0.0, 1, 2], "who": ["own", "peer", "other"]}
    )
    for spec in (
        peer_columns(PARTS, characteristics=["size", "growth"], lang=lang, width=width),
        peer_strips(strips, unit="z", lang=lang, width=width),
        target_path(WAY, due=2014, target=14.0, unit="jobs", lang=lang, width=width),
    ):
        assert width_of(draw(spec)) <= width + 1


def test_bars_have_one_scale_and_what_is_not_known_is_a_cross():
    rows = peer_columns(PARTS, characteristics=["size", "growth"], lang="en")["data"]["values"]
    assert rows[2]["to"] - rows[2]["from"] == pytest.approx(2 * (rows[0]["to"] - rows[0]["from"]))
    assert rows[3]["absent"] is not None
    assert rows[3]["to"] is None


def test_own_place_is_drawn_last():
    strips = pd.DataFrame(
        {"characteristic": "size", "standardized": [0.0, 1, 2], "who": ["own", "peer", "other"]}
    )
    assert [row["who"] for row in peer_strips(strips, unit="z", lang="en")["data"]["values"]] == [
        "other",
        "peer",
        "own",
    ]


def test_counts_are_joined_only_from_year_to_year():
    rows = target_path(WAY, due=2014, target=14.0, unit="jobs", lang="en")["data"]["values"]
    assert [row["stretch"] for row in rows] == ["1", "1", "2", None]
    assert [row["kind"] for row in rows] == ["counted", "counted", "provisional", "target"]


def test_table_that_lacks_a_column_is_refused():
    with pytest.raises(ReportError, match="`target_path` lacks the column `path`"):
        target_path(WAY.drop(columns="path"), due=2014, target=14.0, unit="jobs", lang="en")
