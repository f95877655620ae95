from itertools import pairwise

import pandas as pd
import pytest

from sandan.report.charts import PHONE, WIDE, versions
from sandan.report.charts.style import LINE_HEIGHT

COUNTS = pd.DataFrame(
    {"version": ["2006", "2006", "2012", "2012"], "period": [2010, 2011, 2010, 2011], "firms": [5, 7, 6, 9]}
)
LABELS = {"2006": "Version 2006", "2012": "Version 2012"}


def chart(table, language="en"):
    return versions(table, labels=LABELS, unit="firms", lang=language, description="Two lines.")


def test_versions_holds_its_input():
    rows = chart(COUNTS)["data"]["values"]
    assert [(row["version"], row["period"], row["firms"]) for row in rows] == list(
        COUNTS.itertuples(index=False, name=None)
    )


def test_versions_names_each_line_at_its_end_with_its_last_value(draw):
    expected = [None, "Version 2006: 7", None, "Version 2012: 9"]
    assert [row["text"] for row in chart(COUNTS)["data"]["values"]] == expected
    picture = draw(chart(COUNTS))
    assert all(name in picture for name in expected if name)


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("ends", [[7, 7, 7], [9, 8, 8], [100, 99, 1], [0, 0, 1000]])
def test_names_of_lines_that_end_together_do_not_overlap(ends, width):
    table = pd.DataFrame({"version": ["a", "b", "c"], "period": 2011, "firms": ends})
    spec = versions(table, labels={"a": "a", "b": "b", "c": "c"}, unit="firms", lang="en", width=width)
    low, high = spec["layer"][2]["encoding"]["y"]["scale"]["domain"]
    at = sorted(row["text_at"] for row in spec["data"]["values"])
    lines = [(upper - lower) / (high - low) * spec["height"] for lower, upper in pairwise(at)]
    assert min(lines) >= LINE_HEIGHT - 1e-9
    assert low < at[0]
    assert at[-1] < high


def test_a_line_whose_last_year_has_no_count_is_named_where_it_ends():
    table = COUNTS.assign(firms=[5.0, None, 6.0, 9.0])
    assert [row["text"] for row in chart(table)["data"]["values"]] == [
        "Version 2006: 5",
        None,
        None,
        "Version 2012: 9",
    ]


def test_versions_tells_lines_apart_by_more_than_color():
    points = chart(COUNTS)["layer"][1]["encoding"]
    shapes, fills = (points[channel]["scale"]["range"] for channel in ("shape", "fill"))
    assert len(set(shapes)) == len(set(fills)) == 2


def test_versions_without_rows_says_that_there_is_nothing(draw):
    assert "Nothing to show" in draw(chart(COUNTS.head(0)))


def test_versions_draws_the_same_picture_again(draw):
    assert draw(chart(COUNTS, "ko")) == draw(chart(COUNTS, "ko"))
