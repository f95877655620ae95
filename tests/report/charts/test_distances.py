import altair as alt
import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE, distance_curve, localized_distances

TABLE = pd.DataFrame(
    {
        "label": ["chips (261)", "software (582)", "chemists (478)"],
        "verdict": ["localized", "localized", "dispersed"],
        "peak_km": [0.0, 60.0, 4.0],
        "here": [True, True, False],
        "jobs": [1255.0, np.nan, np.nan],
    }
)
STRETCHES = pd.DataFrame({"row": [0, 1, 1, 2], "start": [0.0, 0.0, 30.0, 4.0], "end": [22.6, 5.0, 66.0, 4.0]})
CURVE = pd.DataFrame(
    {
        "distance_km": [0.0, 10.0, 20.0, 30.0],
        "observed": [0.8, 0.9, 0.5, 0.3],
        "expected": [0.3, 0.5, 0.6, 0.7],
        "lower": [0.2, 0.4, 0.5, 0.6],
        "upper": [0.4, 0.6, 0.7, 0.8],
        "localization": [0.4, 0.3, 0.0, 0.0],
        "dispersion": 0.0,
    }
)
EVEN = CURVE.assign(observed=[0.1, 0.5, 0.6, 0.7], localization=0.0, dispersion=[0.1, 0.0, 0.0, 0.0])


def make(name, **more):
    if name == "list":
        return localized_distances(TABLE, STRETCHES, **more)
    return distance_curve({"curve": CURVE, "even": EVEN}[name], peak=0.0, **more)


@pytest.mark.parametrize("name", ["list", "curve", "even"])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_chart_is_valid_and_as_wide_as_asked(name, lang, width, draw, width_of, capfd):
    spec = make(name, lang=lang, width=width)
    alt.LayerChart.from_dict(spec)
    assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


def test_rows_say_the_jobs_of_the_place_or_why_there_are_none():
    assert [row["text"] for row in make("list", lang="en")["data"]["values"]] == [
        "1,255 jobs",
        "hidden",
        "none here",
    ]


def test_words_stand_behind_the_longest_distance_of_a_row():
    assert [row["after"] for row in make("list", lang="en")["data"]["values"]] == [22.6, 66.0, 4.0]


def test_kinds_differ_in_thickness_shape_and_fill():
    spec = make("list", lang="en")
    bars = [one for one in spec["layer"] if one["mark"]["type"] == "bar"]
    assert [one["mark"]["height"] for one in bars] == [11.0, 3.0]
    points = next(one["encoding"] for one in spec["layer"] if "shape" in one.get("encoding", {}))
    assert points["shape"]["scale"]["range"] == ["circle", "diamond"]
    assert len(set(points["fill"]["scale"]["range"])) == 2


def test_stretch_of_one_distance_can_be_seen_and_does_not_begin_before_0():
    bars = [one for one in make("list", lang="en")["layer"] if one["mark"]["type"] == "bar"]
    (thin,) = bars[1]["data"]["values"]
    assert 0 < thin["start"] < 4.0 < thin["end"]
    at_once = localized_distances(
        TABLE.tail(1), pd.DataFrame({"row": [0], "start": [0.0], "end": [0.0]}), lang="en"
    )
    assert at_once["layer"][0]["data"]["values"][0]["start"] == 0.0


def test_area_is_filled_only_where_the_curve_counts_as_beyond_the_band():
    rows = make("curve", lang="en")["data"]["values"]
    assert [row["over"] for row in rows] == [0.8, 0.9, 0.7, 0.8]
    # Below the band at 30 km, and no dispersion because it is above it elsewhere.
    assert [row["under"] for row in rows] == CURVE["lower"].tolist()
    assert [row["under"] for row in make("even", lang="en")["data"]["values"]] == [0.1, 0.4, 0.5, 0.6]


@pytest.mark.parametrize(("name", "word"), [("curve", "gathers"), ("even", "dispersed")])
def test_verdict_is_written_beside_the_curve(name, word):
    text = [one for one in make(name, lang="en")["layer"] if one["mark"]["type"] == "text"][-1]
    assert text["data"]["values"] == [
        {"at": 0.0, "height": text["data"]["values"][0]["height"], "text": word}
    ]


def test_curve_that_is_not_called_has_no_words_in_it():
    layers = distance_curve(CURVE, lang="en")["layer"]
    assert [one for one in layers if one["mark"]["type"] == "text"] == []


def test_lines_differ_in_dashes():
    (line,) = [one for one in make("curve", lang="en")["layer"] if one["mark"]["type"] == "line"]
    assert line["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [6, 4]]


def test_empty_tables_give_charts_that_say_so(draw):
    assert "Nothing to show" in draw(localized_distances(TABLE.head(0), STRETCHES.head(0), lang="en"))
    assert "Nothing to show" in draw(distance_curve(CURVE.head(0), lang="en"))


@pytest.mark.parametrize("column", ["peak_km", "jobs"])
def test_missing_column_is_named(column):
    with pytest.raises(ReportError, match=f"lacks the column `{column}`"):
        localized_distances(TABLE.drop(columns=column), STRETCHES, lang="en")
    with pytest.raises(ReportError, match="lacks the column `upper`"):
        distance_curve(CURVE.drop(columns="upper"), lang="en")
