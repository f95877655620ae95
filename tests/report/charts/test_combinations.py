import re

import altair as alt
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE, rank_combinations

TABLE = pd.DataFrame(
    {
        "rank": [4, 1, None, 2, 4, 1],
        "tested": [False, True, None, True, False, True],
        "wide": [True, True, None, True, False, True],
        "year": ["2010", "2013"] * 3,
        "measure": ["jobs", "jobs", "jobs", "sites", "sites", "sites"],
    }
)
CHOICES = {"year": "Year", "measure": "Counted"}
RULES = {"wide": "Quotient above 1", "tested": "Test"}


def drawn(table=TABLE, lang="en", **more):
    return rank_combinations(table, CHOICES, RULES, top=3, lang=lang, **more)


def bars(spec):
    return spec["layer"][1]["data"]["values"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_combinations_are_a_valid_chart_as_wide_as_asked(lang, width, draw, width_of, capfd):
    spec = drawn(lang=lang, width=width)
    alt.LayerChart.from_dict(spec)
    assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


def test_ranks_are_in_order_and_hidden_ones_last():
    values = drawn()["data"]["values"]
    assert [row["rank"] for row in values] == [1, 1, 2, 4, 4, None]
    assert [row["place"] for row in values] == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]


def test_better_ranks_stand_higher():
    heights = [row["height"] for row in drawn()["data"]["values"][:5]]
    assert heights == sorted(heights)
    assert heights[0] == heights[1] < heights[2] < heights[3]


def test_each_column_has_one_option_of_every_choice():
    """In order of rank: 2013 jobs, 2013 sites, 2013 sites, 2010 jobs, 2010 sites, hidden 2010 jobs."""
    spec = drawn()
    lengths = {}
    for bar in bars(spec):
        lengths[bar["above"]] = lengths.get(bar["above"], 0) + bar["to"] - bar["from"]
    assert list(lengths.values()) == [3, 3, 3, 3, 4, 3]
    years = [(bar["from"], bar["to"]) for bar in bars(spec)[:2]]
    assert years == [(3, 6), (0, 3)]


def test_verdict_differs_in_fill_and_not_in_color_alone():
    spec = drawn()
    kinds = [row["kind"] for row in spec["data"]["values"]]
    assert kinds[:4] == ["called a cluster by the test"] * 3 + ["not called"]
    fills = spec["layer"][-1]["encoding"]["fill"]["scale"]["range"]
    assert len(set(fills)) == 2


def test_rows_are_named_by_choice_and_option(draw):
    texts = re.findall(r">([^<>]+)<", draw(drawn()))
    assert {"Year: 2010", "Year: 2013", "Counted: sites", "Test"} <= set(texts)


def test_chart_without_combinations_says_so(draw):
    assert "Nothing to show" in draw(drawn(TABLE.head(0)))


def test_chart_of_hidden_combinations_is_shaded(draw):
    hidden = TABLE.assign(rank=None, tested=None, wide=None)
    assert "hidden" in draw(drawn(hidden))


def test_missing_column_is_named():
    with pytest.raises(ReportError, match="lacks the column `tested`"):
        drawn(TABLE.drop(columns="tested"))
