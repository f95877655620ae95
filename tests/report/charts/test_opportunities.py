import altair as alt
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE, entry_rates, near_industries

TABLE = pd.DataFrame(
    {
        "industry": ["261", "582", "212"],
        "label": ["chips (261)", "software (582)", "drugs (212)"],
        "density_low": [20.0, 26.0, 32.0],
        "density_high": [24.0, 26.0, 33.0],
        "complexity": [1.0, -1.0, 0.5],
        "kind": ["listed", "halfway", "present"],
    }
)
RATES = pd.DataFrame({"group": [1, 2], "rate": [4.0, 9.0], "lower": [2.0, 6.0], "upper": [7.0, 13.0]})


def test_charts_are_valid_and_as_wide_as_asked(draw, width_of, capfd):
    for lang in ("ko", "en"):
        for width in (WIDE, PHONE):
            near = near_industries(TABLE, upward="complexity", lang=lang, width=width)
            rates = entry_rates(RATES, overall=6.0, lang=lang, width=width)
            for spec in (near, rates):
                alt.LayerChart.from_dict(spec)
                assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


def test_mark_stands_in_the_middle_of_what_is_possible_and_only_the_list_is_named():
    rows = {
        row["label"]: row for row in near_industries(TABLE, upward="complexity", lang="en")["data"]["values"]
    }
    assert [rows[label]["middle"] for label in TABLE["label"]] == [22.0, 26.0, 32.5]
    assert [bool(rows[label]["name"]) for label in TABLE["label"]] == [True, False, False]


def test_listed_marks_are_drawn_last():
    drawn = near_industries(TABLE, upward="complexity", lang="en")["data"]["values"]
    assert [row["industry"] for row in drawn] == ["212", "582", "261"]


def test_excess_may_go_upward_instead():
    table = TABLE.rename(columns={"complexity": "excess"})
    spec = near_industries(table, upward="excess", lang="en")
    assert [row["height"] for row in spec["data"]["values"]] == [0.5, -1.0, 1.0]


def test_rate_of_all_is_said_in_words_above_the_picture():
    assert entry_rates(RATES, overall=6.54, lang="en")["title"] == "Dashed line: all together, 6.5%"


def test_charts_without_rows_say_so_and_a_missing_column_is_named(draw):
    assert "Nothing to show" in draw(near_industries(TABLE.head(0), upward="complexity", lang="en"))
    assert "Nothing to show" in draw(entry_rates(RATES.head(0), overall=1.0, lang="en"))
    with pytest.raises(ReportError, match="lacks the column `excess`"):
        near_industries(TABLE, upward="excess", lang="en")
    with pytest.raises(ReportError, match="lacks the column `rate`"):
        entry_rates(RATES.drop(columns="rate"), overall=1.0, lang="en")
