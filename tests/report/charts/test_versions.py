import pandas as pd

from sandan.report.charts import versions

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


def test_versions_writes_the_last_value_of_each_line():
    assert [row["text"] for row in chart(COUNTS)["data"]["values"]] == [None, "7", None, "9"]


def test_versions_tells_lines_apart_by_more_than_color():
    points = chart(COUNTS)["layer"][1]["encoding"]
    shapes, fills = (points[channel]["scale"]["range"] for channel in ("shape", "fill"))
    assert len(set(shapes)) == len(set(fills)) == 2


def test_versions_without_rows_says_that_there_is_nothing(draw):
    assert "Nothing to show" in draw(chart(COUNTS.head(0)))


def test_versions_draws_the_same_picture_again(draw):
    assert draw(chart(COUNTS, "ko")) == draw(chart(COUNTS, "ko"))
